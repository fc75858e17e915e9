"""Markdown (CommonMark's everyday part, with tables) as blocks of a text document."""

from tongwen.formats.markdown.reader import read_markdown, read_plain_text

__all__ = ["read_markdown", "read_plain_text"]
