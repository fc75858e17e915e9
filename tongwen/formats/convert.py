"""Files of one format into another, through the document model."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tongwen import ydoc
from tongwen.core.errors import Invalid, NotFound, Unsupported
from tongwen.formats.docx import blank_docx, export_docx, import_docx
from tongwen.formats.html import write_html
from tongwen.formats.markdown import read_markdown, read_plain_text
from tongwen.kinds.text.document import TextDocument
from tongwen.kinds.text.model import Content
from tongwen.kinds.text.reconcile import reconcile

if TYPE_CHECKING:
    from tongwen.kinds.sheet.document import Workbook

_PACKAGES = (".docx", ".docm", ".dotx", ".dotm")
_TEXTS: dict[str, Callable[[str], list[Content]]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain_text,
}
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

_HAN = range(0x4E00, 0xA000)


class _OwnPackage:
    """Writes a live document into the bytes it was opened from."""

    def __init__(self, original: bytes) -> None:
        self._original = original

    def __call__(self, state: bytes) -> bytes:
        return export_docx(self._original, state, _no_uploads)


def _no_uploads(name: str) -> bytes:
    raise KeyError(name)


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


def read_document(data: bytes, suffix: str, title: str) -> TextDocument:
    """Open a text document from bytes; `suffix` (`.docx`, `.md`, `.txt`) says what they are.

    Raises:
        Unsupported, Invalid, TooLarge: as `open_document`.
    """
    if suffix.lower() in _PACKAGES:
        return TextDocument(ydoc.load(import_docx(data)), _OwnPackage(data))
    reader = _TEXTS.get(suffix.lower())
    if reader is None:
        raise Unsupported("unknown-format", format=suffix)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("not-utf-8", offset=error.start) from error
    chinese = any(ord(character) in _HAN for character in text[:10_000])
    blank = blank_docx("zh-CN" if chinese else "en", title)
    document = TextDocument(ydoc.load(import_docx(blank)), _OwnPackage(blank))
    reconcile(document.body, reader(text))
    return document


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


def write_document(document: TextDocument, suffix: str, title: str) -> bytes:
    """Return a document in the format of a name's ending.

    Raises:
        Unsupported: `unknown-format`.
    """
    kind = suffix.lower()
    if kind in _PACKAGES:
        return document.to_bytes()
    if kind in (".md", ".markdown"):
        return document.to_markdown().encode("utf-8")
    if kind == ".txt":
        return document.to_text().encode("utf-8")
    if kind in (".html", ".htm"):
        return write_html(document, title).encode("utf-8")
    raise Unsupported("unknown-format", format=suffix)
