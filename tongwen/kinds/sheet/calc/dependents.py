"""Who reads an area: an index of what all formulas of a workbook read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.calc.formula_groups import Group
from tongwen.kinds.sheet.calc.reads import Read
from tongwen.kinds.sheet.lines import MAX_ROWS

_WIDE = 64  # columns: what reads more is looked at for every area
_SHIFT = 7  # rows of a bucket: 128
_TALL = 64  # buckets


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of a worksheet by position, inclusive; `base` are deleted base rows instead."""

    sid: str
    top: int
    left: int
    bottom: int
    right: int
    base: tuple[int, int] | None = None


class BaseRows:
    """Base rows from positions, on an axis whose lines were never moved."""

    def __init__(self, axis: Axis) -> None:
        self._plain = axis.plain
        self._segments = (
            []
            if axis.plain
            else [
                (position, first, count)
                for run, first, count, position in axis.segments(0, MAX_ROWS - 1)
                if not run
            ]
        )
        self._starts = [position for position, _, _ in self._segments]

    def between(self, top: int, bottom: int) -> tuple[int, int]:
        """Return the base rows at positions; the first is one beyond the last between two rows."""
        if self._plain:
            return top, bottom
        at = bisect_right(self._starts, top) - 1
        low = 0
        if at >= 0:
            position, first, count = self._segments[at]
            low = first + min(top - position, count)
        at = bisect_right(self._starts, bottom) - 1
        if at < 0:
            return low, -1
        position, first, count = self._segments[at]
        high = first + min(bottom - position, count - 1)
        return low, high


@dataclass
class _OfSheet:
    """What is read of one worksheet."""

    all: list[Read] = field(default_factory=list)
    wide: list[Read] = field(default_factory=list)
    tall: dict[int, list[Read]] = field(default_factory=dict)  # by column
    short: dict[tuple[int, int], list[Read]] = field(default_factory=dict)  # by column, bucket


class Dependents:
    """Finds the formulas that read an area."""

    def __init__(self) -> None:
        self._sheets: dict[str, _OfSheet] = {}
        self._rows: dict[str, BaseRows] = {}

    def know(self, sid: str, axis: Axis) -> None:
        """Tell of the rows of a worksheet."""
        self._rows[sid] = BaseRows(axis)

    def add(self, read: Read) -> None:
        """Tell of an area that is read."""
        sheet = self._sheets.setdefault(read.sid, _OfSheet())
        sheet.all.append(read)
        if read.right - read.left >= _WIDE:
            sheet.wide.append(read)
            return
        fixed = not (read.top_moves or read.bottom_moves or read.based)
        first, last = read.top >> _SHIFT, read.bottom >> _SHIFT
        for col in range(read.left, read.right + 1):
            if fixed and last - first < _TALL:
                for bucket in range(first, last + 1):
                    sheet.short.setdefault((col, bucket), []).append(read)
            else:
                sheet.tall.setdefault(col, []).append(read)

    def base_rows(self, area: Area) -> tuple[int, int]:
        """Return the base rows of an area; the first is one beyond the last between two rows."""
        return area.base or self._rows[area.sid].between(area.top, area.bottom)

    def of(self, area: Area) -> Iterator[tuple[Group, int, int]]:
        """Yield (group, first, stop): numbers of rows of groups that read any cell of an area."""
        sheet = self._sheets.get(area.sid)
        if sheet is None:
            return
        base = self.base_rows(area)
        for read in self._candidates(sheet, area):
            if read.left > area.right or read.right < area.left:
                continue
            if read.based:
                rows = _rows_reading(read, *base)
            elif area.base is None and read.top <= area.bottom and read.bottom >= area.top:
                rows = (0, len(read.group.rows)) if read.index < 0 else (read.index, read.index + 1)
            else:
                continue
            if rows[0] < rows[1]:
                yield read.group, *rows

    def _candidates(self, sheet: _OfSheet, area: Area) -> Iterator[Read]:
        buckets = range(area.top >> _SHIFT, (area.bottom >> _SHIFT) + 1)
        if area.right - area.left >= _WIDE or len(buckets) > _TALL:
            if area.right - area.left >= _WIDE:
                yield from sheet.all
                return
            yield from self._of_columns(sheet, area)
            return
        yield from sheet.wide
        for col in range(area.left, area.right + 1):
            yield from sheet.tall.get(col, ())
            for bucket in buckets:
                yield from sheet.short.get((col, bucket), ())

    def _of_columns(self, sheet: _OfSheet, area: Area) -> Iterator[Read]:
        for read in sheet.all:
            if read.left <= area.right and read.right >= area.left:
                yield read


def _rows_reading(read: Read, top: int, bottom: int) -> tuple[int, int]:
    """Return which of a group's rows read base rows; ends that cross are taken as too many."""
    rows = read.group.rows
    low, high = 0, len(rows)
    ends = [(read.top, read.top_moves), (read.bottom, read.bottom_moves)]
    fixed = [end for end, moves in ends if not moves]
    moving = [end for end, moves in ends if moves]
    if not moving:
        return (low, high) if min(fixed) <= bottom and max(fixed) >= top else (0, 0)
    if fixed:
        if top <= fixed[0] <= bottom:
            return low, high
        if fixed[0] < top:
            return bisect_left(rows, top - moving[0]), high
        return low, bisect_right(rows, bottom - moving[0])
    return bisect_left(rows, top - max(moving)), bisect_right(rows, bottom - min(moving))
