"""What worker processes run: pure functions from bytes to bytes, with no state of their own."""

from collections.abc import Mapping

from tongwen.formats.docx.blank import blank_docx
from tongwen.formats.docx.exporter import export_docx
from tongwen.formats.docx.importer import import_docx
from tongwen.formats.docx.merge import merge_docx
from tongwen.formats.docx.preview import preview
from tongwen.formats.texts import read_document, write_document

__all__ = [
    "blank_docx",
    "convert_bytes",
    "export_with_media",
    "import_docx",
    "merge_docx",
    "preview",
]


def export_with_media(original: bytes, state: bytes, media: Mapping[str, bytes]) -> bytes:
    """Do what `export_docx` does, with the uploaded pictures by name (`sha256-…`)."""
    return export_docx(original, state, media.__getitem__)


def convert_bytes(data: bytes, source: str, target: str, title: str) -> bytes:
    """Convert between formats given as endings (`.docx`, `.md`, `.txt`, `.html`).

    Raises:
        Unsupported, Invalid, TooLarge: as `tongwen.formats.texts.read_document`.
    """
    return write_document(read_document(data, source, title), target, title)
