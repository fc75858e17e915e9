"""Files of one format into another, through the document model."""

from pathlib import Path
from typing import TYPE_CHECKING

from tongwen.core.errors import NotFound
from tongwen.formats.texts import read_document, write_document
from tongwen.kinds.text.document import TextDocument

if TYPE_CHECKING:
    from tongwen.kinds.sheet.document import Workbook

WORKBOOKS = frozenset(
    (
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".xltm",
        ".csv",
        ".tsv",
        ".ods",
        ".fods",
        ".ots",
        ".xls",
        ".xlt",
        ".et",
        ".ett",
        ".xlsb",
    )
)
"""Endings of what becomes a workbook (`formats.workbooks`)."""


def open_document(path: str | Path) -> "TextDocument | Workbook":
    """Open a text or a workbook: an Office file as it is, Markdown, text or CSV as a new one.

    Raises:
        NotFound: `no-such-file`.
        Unsupported: `unknown-format`, `encrypted-file`, `legacy-file`, `libreoffice-missing`.
        Invalid, TooLarge: what is wrong with the file.
    """
    path = Path(path)
    data = _read(path)
    if path.suffix.lower() in WORKBOOKS:
        from tongwen.formats.workbooks import read_workbook

        return read_workbook(data, path.suffix, path.stem)
    return read_document(data, path.suffix, path.stem)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound("no-such-file", path=str(path)) from error


def convert(source: str | Path, target: str | Path, sheet: str = "") -> None:
    """Convert a file; the names' endings say from what and to what.

    Texts: from `.docx` (`.docm`, `.dotx`, `.dotm`), `.md`, `.txt`; to those and `.html`.
    Workbooks: from `.xlsx` (`.xlsm`, `.xltx`, `.xltm`), `.csv`, `.tsv`; to those and `.html`; by
    LibreOffice also from and to `.ods` and `.xls`, and to `.pdf`. `sheet` names the worksheet of
    those that hold one. An Office file that becomes one of its kind comes back byte for byte.

    Raises:
        NotFound, Unsupported, Invalid, TooLarge: as `open_document`; nothing is written then.
        NotFound: `no-such-sheet`.
    """
    source, target = Path(source), Path(target)
    data = _read(source)
    if source.suffix.lower() in WORKBOOKS:
        from tongwen.formats.workbooks import convert_workbook

        made = convert_workbook(data, source.suffix, target.suffix, source.stem, sheet)
    else:
        document = read_document(data, source.suffix, source.stem)
        made = write_document(document, target.suffix, source.stem)
    target.write_bytes(made)
