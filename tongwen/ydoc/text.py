"""Edits of a shared text, by code points; a wrong offset is a ValueError and changes nothing."""

from collections.abc import Mapping
from typing import Any

from pycrdt import XmlText

from tongwen.ydoc.offsets import utf8_offset

Marks = Mapping[str, Any]


def plain(text: XmlText) -> str:
    """Return the characters without their marks."""
    return "".join(piece for piece, _ in text.diff() if isinstance(piece, str))


def length(text: XmlText) -> int:
    """Count the code points."""
    return len(plain(text))


def insert(text: XmlText, at: int, value: str, marks: Marks | None = None) -> None:
    """Insert characters at a code point; they carry exactly `marks`.

    Raises:
        ValueError: `at` lies outside the text, or the value has half a surrogate pair.
    """
    value.encode("utf-8")
    if value:
        place = utf8_offset(plain(text), at)
        text.insert(place, value, dict(marks) if marks is not None else {})


def delete(text: XmlText, start: int, stop: int) -> None:
    """Delete the code points from `start` to before `stop`.

    Raises:
        ValueError: the range is not inside the text.
    """
    first, last = _range(text, start, stop)
    if first < last:
        del text[first:last]


def format_range(text: XmlText, start: int, stop: int, marks: Marks) -> None:
    """Set marks on a range of code points; a mark of None is taken off.

    Raises:
        ValueError: the range is not inside the text.
    """
    first, last = _range(text, start, stop)
    if first < last:
        text.format(first, last, dict(marks))


def _range(text: XmlText, start: int, stop: int) -> tuple[int, int]:
    if start > stop:
        raise ValueError(f"the range {start}..{stop} runs backwards")
    characters = plain(text)
    return utf8_offset(characters, start), utf8_offset(characters, stop)
