"""Tongwen 同文: a cloud office that an organisation runs itself."""

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongwen.client import Session
    from tongwen.kinds.sheet.document import Workbook
    from tongwen.kinds.text.document import TextDocument

__all__ = ["connect", "open"]


def open(path: "str | PathLike[str]") -> "TextDocument | Workbook":
    """Open an office file as a document, without a server.

    A Word file gives a `TextDocument`, an Excel file a `Workbook`; `save` changes only what was
    edited. Markdown and plain text are opened as new Word documents, CSV as a new workbook.

    Raises:
        tongwen.core.errors.TongwenError: with a `code`, and the `part` of the file that is wrong.
    """
    from tongwen.formats.convert import open_document

    return open_document(str(path))


def connect(url: str, token: str, name: str = "") -> "Session":
    """Reach a server with an API token; `.open(node id)` then joins a document's live session.

    `name` is what others see beside our edits; by default the token's owner.

    Raises:
        tongwen.client.ConnectionFailed: the server cannot be reached or does not take the token.
    """
    from tongwen.client import connect

    return connect(url, token, name)
