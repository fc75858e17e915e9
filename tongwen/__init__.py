"""Tongwen 同文: a cloud office that an organisation runs itself."""

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongwen.kinds.text.document import TextDocument

__all__ = ["open"]


def open(path: "str | PathLike[str]") -> "TextDocument":
    """Open an office file as a document, without a server.

    A Word file gives a `TextDocument`; its `save` changes only what was edited. Markdown and plain
    text are opened as new Word documents.

    Raises:
        tongwen.core.errors.TongwenError: with a `code`, and the `part` of the file that is wrong.
    """
    from tongwen.formats.convert import open_document

    return open_document(str(path))
