"""What is plugged in, a line each: the kinds of documents and the format of their files.

A kind's tasks in worker processes are named after the format (`jobs/tasks.py`). What is named here
is loaded when it is first used.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tongwen import kinds
from tongwen.core.errors import Unsupported
from tongwen.kinds import LIVE_KINDS


@dataclass(frozen=True, slots=True)
class Conversion:
    """A format into which documents of a kind can be converted.

    `plain`: a browser may show it as text. `office`: only LibreOffice can do it.
    """

    media_type: str
    ending: str
    plain: bool = False
    office: bool = False


@dataclass(frozen=True, slots=True)
class Plugged:
    """What the house knows of a kind: its files, how one begins, and what it converts into.

    `folds`: what people write is folded into what was there when all have left (`tidy.*` tasks).
    `calculates`: files of it hold computed values (`calculate.*` tasks).
    """

    format: str
    blank: Callable[[str], bytes]
    conversions: Mapping[str, Conversion] = field(default_factory=dict)
    folds: bool = False
    calculates: bool = False


def _text(language: str) -> bytes:
    from tongwen.formats.docx import blank_docx

    return blank_docx(language, "")


def _sheet(language: str) -> bytes:
    from tongwen.formats.xlsx import blank_xlsx

    return blank_xlsx(language)


def _slides(language: str) -> bytes:
    from tongwen.formats.pptx import blank_pptx

    return blank_pptx(language)


_TEXT = {
    "md": Conversion("text/markdown; charset=utf-8", ".md", plain=True),
    "txt": Conversion("text/plain; charset=utf-8", ".txt", plain=True),
    "html": Conversion("text/html; charset=utf-8", ".html"),
}
_SHEET = {
    "csv": Conversion("text/csv; charset=utf-8", ".csv", plain=True),
    "tsv": Conversion("text/tab-separated-values; charset=utf-8", ".tsv", plain=True),
    "html": Conversion("text/html; charset=utf-8", ".html"),
    "ods": Conversion("application/vnd.oasis.opendocument.spreadsheet", ".ods", office=True),
    "xls": Conversion("application/vnd.ms-excel", ".xls", office=True),
    "pdf": Conversion("application/pdf", ".pdf", office=True),
}

KINDS = {
    "text": Plugged("docx", _text, _TEXT),
    "sheet": Plugged("xlsx", _sheet, _SHEET, folds=True, calculates=True),
    "slides": Plugged("pptx", _slides),
}


def blank(kind: str, language: str) -> bytes:
    """Return the package that a new document of a kind begins as.

    Raises:
        Unsupported: `kind-unavailable`: no such kind.
    """
    if kind not in KINDS:
        raise Unsupported("kind-unavailable", kind=kind)
    return KINDS[kind].blank(language)


@cache
def schema_version(kind: str) -> int:
    """Return the version of a kind's schema that a page must know; 0 where there is none."""
    path = Path(kinds.__file__).parent / kind / "schema.json"
    return int(json.loads(path.read_bytes())["version"]) if kind in LIVE_KINDS else 0


def format_of(kind: str) -> str:
    """Return the format of a kind's files, as the tasks of workers name it."""
    return KINDS[kind].format


def conversions_of(kind: str) -> Mapping[str, Conversion]:
    """Return what files of a kind can be converted into, by the format's name."""
    return KINDS[kind].conversions if kind in KINDS else {}


def folds(kind: str) -> bool:
    """Whether documents of a kind are folded when everybody has left."""
    return kind in KINDS and KINDS[kind].folds


def calculates(kind: str) -> bool:
    """Whether the files of a kind hold values that are computed."""
    return kind in KINDS and KINDS[kind].calculates
