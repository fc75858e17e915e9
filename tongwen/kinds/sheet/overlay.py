"""What was written over the blocks of a worksheet: single cells, puts, paints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.blocks import unpack
from tongwen.kinds.sheet.contents import Content, read_content
from tongwen.kinds.sheet.entries import stamped
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, Line, Span, parse_line, parse_spans

Stamp = tuple[int, str]
"""(t, key): of the entries for a cell, the greatest holds."""

MOST_CELLS = 20_000_000  # of one put


@dataclass(slots=True)
class Written:
    """A content and when it was written."""

    stamp: Stamp
    content: Content


@dataclass(slots=True)
class Put:
    """Many cells at once: the product of rows and columns."""

    token: str
    t: int
    rows: list[Span]
    cols: list[Span]
    entry: dict[str, Any]
    _data: list[Any] | None = None

    @property
    def stamp(self) -> Stamp:
        """When it was written."""
        return (self.t, self.token)

    def row(self, index: int, width: int) -> list[Any] | None:
        """Return what it says about the cells of one of its rows; None: nothing."""
        if "data" not in self.entry:
            return [self.entry.get("v")] * width
        if self._data is None:
            data = unpack(self.entry["data"])
            self._data = data if isinstance(data, list) else []
        row = self._data[index] if index < len(self._data) else None
        return row if isinstance(row, list) else None

    def width(self) -> int:
        """Count its columns."""
        return sum(span[2] for span in self.cols)


def read_cells(entries: Mapping[str, Any]) -> dict[Line, dict[Line, Written]]:
    """Gather single cells by row and column; malformed entries are ignored."""
    found: dict[Line, dict[Line, Written]] = {}
    for key, entry in entries.items():
        row_id, colon, col_id = key.partition(":")
        row, col = parse_line(row_id), parse_line(col_id) if colon else None
        t = stamped(entry)
        if row is None or col is None or not isinstance(entry, list) or len(entry) != 2:
            continue
        if t is None or t < 0:
            continue
        found.setdefault(row, {})[col] = Written((t, key), read_content(entry[1]))
    return found


def read_puts(entries: Mapping[str, Any]) -> list[Put]:
    """Return the puts in the order in which they hold; malformed ones are ignored."""
    puts = []
    for token, entry in entries.items():
        t = stamped(entry)
        if not isinstance(entry, dict) or t is None or t < 0:
            continue
        rows, cols = parse_spans(entry.get("rows")), parse_spans(entry.get("cols"))
        if not rows or not cols or ("data" not in entry and "v" not in entry):
            continue
        if sum(s[2] for s in rows) * sum(s[2] for s in cols) <= MOST_CELLS:
            puts.append(Put(token, t, rows, cols, entry))
    puts.sort(key=lambda put: put.stamp)
    return puts


Box = tuple[int, int, int, int]
"""First row, first column, last row, last column; positions from zero, inclusive."""

IdArea = list[str | None]


@dataclass(slots=True)
class Paint:
    """Formats of areas, and properties of lines."""

    token: str
    t: int
    areas: list[IdArea]
    style: dict[str, Any] | None
    line: dict[str, Any] | None
    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[str, Box]] = field(default_factory=list)  # axis; areas of whole lines only

    @property
    def stamp(self) -> Stamp:
        """When it was painted."""
        return (self.t, self.token)


def is_area(value: Any) -> bool:
    """Whether a value from outside is an area by line ids."""
    return (
        isinstance(value, list)
        and len(value) == 4
        and all(item is None or isinstance(item, str) for item in value)
        and (value[0] is None) == (value[2] is None)
        and (value[1] is None) == (value[3] is None)
    )


def read_paints(entries: Mapping[str, Any], rows: Axis, cols: Axis) -> list[Paint]:
    """Return the paints in the order in which they apply, and where; malformed are ignored."""
    paints = []
    for token, entry in entries.items():
        t = stamped(entry)
        if not isinstance(entry, dict) or t is None or not isinstance(entry.get("areas"), list):
            continue
        style, line = entry.get("style"), entry.get("line")
        areas = [area for area in entry["areas"] if is_area(area)]
        paint = Paint(
            token,
            t,
            areas,
            style if isinstance(style, dict) else None,
            line if isinstance(line, dict) else None,
        )
        placed = [(area, box) for area in areas if (box := box_of(area, rows, cols))]
        paint.boxes = [box for _, box in placed]
        paint.lines = [
            ("cols" if area[0] is None else "rows", box)
            for area, box in placed
            if paint.line and (area[0] is None) != (area[1] is None)
        ]
        paints.append(paint)
    paints.sort(key=lambda paint: paint.stamp)
    return paints


def box_of(area: IdArea, rows: Axis, cols: Axis) -> Box | None:
    """Return where an area is now; None when nothing is left of it."""
    row_ends = _ends(area[0], area[2], rows, MAX_ROWS)
    col_ends = _ends(area[1], area[3], cols, MAX_COLS)
    if row_ends is None or col_ends is None:
        return None
    return (row_ends[0], col_ends[0], row_ends[1], col_ends[1])


def _ends(first: str | None, last: str | None, axis: Axis, limit: int) -> tuple[int, int] | None:
    if first is None or last is None:
        return (0, limit - 1)
    lines = parse_line(first), parse_line(last)
    if lines[0] is None or lines[1] is None:
        return None
    found = axis.range(lines[0], lines[1])
    if found is None or found[0] >= limit:
        return None
    return (found[0], min(found[1], limit - 1))


def whole_rows(box: Box) -> bool:
    """Whether an area is of whole rows."""
    return box[1] == 0 and box[3] >= MAX_COLS - 1


def whole_cols(box: Box) -> bool:
    """Whether an area is of whole columns."""
    return box[0] == 0 and box[2] >= MAX_ROWS - 1


def overlaps(box: Box, other: Box) -> bool:
    """Whether two areas share a cell."""
    return box[0] <= other[2] and other[0] <= box[2] and box[1] <= other[3] and other[1] <= box[3]


def covering(spans: list[Span], axis: Axis, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """Yield (index in the spans, count, position) of their live lines at positions low..high."""
    before = 0
    for span in spans:
        for offset, count, position in axis.placed(span):
            first, stop = max(position, low), min(position + count, high + 1)
            if first < stop:
                yield (before + offset - span[1] + first - position, stop - first, first)
        before += span[2]
