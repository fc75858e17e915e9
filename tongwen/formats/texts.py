"""Texts from files of one format into another, through the document model."""

from collections.abc import Callable

from tongwen import ydoc
from tongwen.core.errors import Invalid, Unsupported
from tongwen.formats.docx import blank_docx, export_docx, import_docx
from tongwen.formats.html import write_html
from tongwen.formats.markdown import read_markdown, read_plain_text
from tongwen.kinds.text.document import TextDocument
from tongwen.kinds.text.model import Content
from tongwen.kinds.text.reconcile import reconcile

_PACKAGES = (".docx", ".docm", ".dotx", ".dotm")
_TEXTS: dict[str, Callable[[str], list[Content]]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain_text,
}
_HAN = range(0x4E00, 0xA000)


class _OwnPackage:
    """Writes a live document into the bytes it was opened from."""

    def __init__(self, original: bytes) -> None:
        self._original = original

    def __call__(self, state: bytes) -> bytes:
        return export_docx(self._original, state, _no_uploads)


def _no_uploads(name: str) -> bytes:
    raise KeyError(name)


def read_document(data: bytes, suffix: str, title: str) -> TextDocument:
    """Open a text document from bytes; `suffix` (`.docx`, `.md`, `.txt`) says what they are.

    Raises:
        Unsupported: `unknown-format`, `encrypted-file`, `legacy-file`.
        Invalid, TooLarge: what is wrong with the file.
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
