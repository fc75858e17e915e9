"""Line ids: `7` is base line 7, `<token>/3` the fourth line of an inserted run."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

Line = tuple[str, int]
"""Run (`""` for base lines) and offset."""

Span = tuple[str, int, int]
"""Run, first offset, how many."""

MAX_ROWS = 1_048_576
MAX_COLS = 16_384

_ID = re.compile(r"(?:([0-9a-z]{1,20}-[0-9a-z]{1,20})/)?(0|[1-9][0-9]{0,8})")
_TOKEN = re.compile(r"[0-9a-z]{1,20}-[0-9a-z]{1,20}")


def is_token(value: Any) -> bool:
    """Whether a value from outside is a token."""
    return isinstance(value, str) and bool(_TOKEN.fullmatch(value))


def parse_line(text: str) -> Line | None:
    """Read an id; None when it is none."""
    if text.isascii() and text.isdigit() and len(text) < 10 and (text[0] != "0" or len(text) == 1):
        return ("", int(text))
    found = _ID.fullmatch(text)
    return (found[1] or "", int(found[2])) if found else None


def line_id(line: Line) -> str:
    """Write an id."""
    run, offset = line
    return f"{run}/{offset}" if run else str(offset)


def whole(value: Any) -> int | None:
    """Return a whole number from outside as an integer (Yjs has floats); None if it is none."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= 2**53:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def parse_spans(value: Any) -> list[Span] | None:
    """Read spans from outside; None when any of them is malformed."""
    if not isinstance(value, list):
        return None
    spans: list[Span] = []
    for item in value:
        span = _parse_span(item)
        if span is None:
            return None
        spans.append(span)
    return spans


def _parse_span(item: Any) -> Span | None:
    if not isinstance(item, list) or len(item) != 3 or not isinstance(item[0], str):
        return None
    first, count = whole(item[1]), whole(item[2])
    if first is None or count is None or first < 0 or count < 1:
        return None
    return (item[0], first, count)


def spans_of(lines: Iterable[Line]) -> list[Span]:
    """Gather lines, in their order, into as few spans as can be."""
    spans: list[list[Any]] = []
    for run, offset in lines:
        if spans and spans[-1][0] == run and spans[-1][1] + spans[-1][2] == offset:
            spans[-1][2] += 1
        else:
            spans.append([run, offset, 1])
    return [(run, first, count) for run, first, count in spans]


def lines_of(spans: Iterable[Span]) -> Iterator[Line]:
    """Yield the lines of spans in order."""
    for run, first, count in spans:
        for offset in range(first, first + count):
            yield (run, offset)


def column_name(col: int) -> str:
    """Return the letters of a column: `A` for 0, `XFD` for 16,383."""
    name = ""
    rest = col + 1
    while rest > 0:
        rest, letter = divmod(rest - 1, 26)
        name = chr(65 + letter) + name
    return name


def column_index(letters: str) -> int:
    """Return the index that letters stand for; -1 when they are beyond the last column."""
    if not 0 < len(letters) <= 3:
        return -1
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1 if index <= MAX_COLS else -1
