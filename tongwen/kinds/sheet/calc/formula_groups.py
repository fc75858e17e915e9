"""The formulas of a worksheet by what they say: a filled column is one group, however long.

Reads blocks as they are: settling and rendering the templates of 200,000 formulas takes as long as
computing them all.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tongwen.kinds.sheet.blocks import Block, BlockRow
from tongwen.kinds.sheet.calc.plain import array_size
from tongwen.kinds.sheet.contents import is_formula, plain_value, read_content
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, Line, line_id, parse_line
from tongwen.kinds.sheet.overlay import Box
from tongwen.kinds.sheet.relative import shared
from tongwen.kinds.sheet.sheet import Sheet

Size = tuple[int, int]
_WIDE = 256  # columns: what is wider is taken as whole rows


@dataclass(eq=False, slots=True)
class Group:
    """Formulas of one column that say the same, seen from where each stands.

    `rows` are base rows in order, `template` as blocks have it; of a `placed` formula the template
    has plain ids, and `rows` is its position.
    """

    sid: str
    template: str
    col: int  # by position
    col_line: Line
    rows: list[int] = field(default_factory=list)
    cached: list[Any] = field(default_factory=list)
    placed: bool = False
    array: Size | None = None
    dynamic: bool = False

    def sort(self) -> None:
        """Put its rows in order."""
        if any(after < before for before, after in pairwise(self.rows)):
            order = sorted(range(len(self.rows)), key=self.rows.__getitem__)
            self.rows = [self.rows[at] for at in order]
            self.cached = [self.cached[at] for at in order]

    @property
    def spreads(self) -> bool:
        """Whether its results may fill other cells than its own."""
        return self.array is not None or self.dynamic


class FormulaGroups:
    """All formulas of a worksheet, and the values of its other cells."""

    def __init__(self, sheet: Sheet, moves: bool) -> None:
        """`moves`: lines of the workbook were moved: nothing can be said of groups then."""
        self.sheet = sheet
        self.groups: list[Group] = []
        self.last_row = self.last_col = -1
        self._moves = moves
        self._grouped: dict[tuple[str, int | str], Group] = {}
        self._placed: dict[tuple[int, int], Group] = {}
        self._columns: dict[int | str, tuple[Line, int] | None] = {}
        everywhere = (0, 0, MAX_ROWS - 1, MAX_COLS - 1)
        self._over = Overlaid(sheet, everywhere if moves else None)
        for box in self._over.boxes:
            self._place(box)
        if not moves:
            for band in sorted(band for run, band in sheet.bands() if not run):
                self._take(sheet.block("", band))
        for group in self._grouped.values():
            group.sort()

    # -- reading all formulas

    def _place(self, box: Box) -> None:
        """Take the formulas of an area that somebody wrote in."""
        for row, cells in self.sheet.read(box):
            for col, cell in cells.items():
                if cell.content is None or (row, col) in self._placed:
                    continue
                self._seen(row, col)
                if is_formula(cell.content):
                    self._placed[row, col] = self._written_formula(row, col, cell.content)

    def _written_formula(self, row: int, col: int, content: dict[str, Any]) -> Group:
        line, col_line = self.sheet.rows.line_at(row), self.sheet.cols.line_at(col)
        array, dynamic = array_size(content.get("a")), bool(content.get("dyn"))
        cached = plain_value(content)
        if self._moves or line[0] or array or dynamic:
            group = Group(self.sheet.sid, content["f"], col, col_line, [row], [cached], True)
            group.array, group.dynamic = array, dynamic
            self.groups.append(group)
        else:
            column = line_id(col_line) if col_line[0] else col_line[1]
            group = self._group(shared(content["f"], line, col_line), column, col_line, col)
            group.rows.append(line[1])
            group.cached.append(cached)
        return group

    def _group(self, template: str, column: int | str, line: Line, col: int) -> Group:
        group = self._grouped.get((template, column))
        if group is None:
            group = self._grouped[template, column] = Group(self.sheet.sid, template, col, line)
            self.groups.append(group)
        return group

    def _take(self, block: Block | None) -> None:
        """Take the formulas of a block, but for rows that somebody wrote in."""
        rows = self.sheet.rows
        for row in block.rows if block else ():
            at = row.row if rows.plain else rows.position(("", row.row))
            if at is None or at >= MAX_ROWS:
                continue
            if row.contents and len(row.columns):
                self._seen(at, self._place_of(row.columns[len(row.columns) - 1]))
            if block is not None and block.templates:
                for place, raw in enumerate(row.contents):
                    if type(raw) is list and place < len(row.columns):
                        self._take_formula(block, row, at, row.columns[place], raw)

    def _take_formula(
        self, block: Block, row: BlockRow, at: int, column: int | str, raw: list[Any]
    ) -> None:
        content = block.formula(raw)
        found = self._column(column)
        if content is None or found is None:
            return
        line, col = found
        if self._over.covers(at, col):
            return
        if len(raw) > 2:
            group = Group(self.sheet.sid, content["f"], col, line)
            group.array, group.dynamic = array_size(content.get("a")), bool(content.get("dyn"))
            self.groups.append(group)
            self._placed[at, col] = group
        else:
            group = self._group(content["f"], column, line, col)
        group.rows.append(row.row)
        group.cached.append(plain_value(content))

    def _column(self, column: int | str) -> tuple[Line, int] | None:
        """Return the line of a column of a block, and where it is; None when it is gone."""
        if column not in self._columns:
            line = parse_line(str(column))
            at = None if line is None else self.sheet.cols.position(line)
            known = line is not None and at is not None and at < MAX_COLS
            self._columns[column] = (line, at) if known else None  # type: ignore[assignment]
        return self._columns[column]

    def _place_of(self, column: int | str) -> int:
        found = self._column(column)
        return -1 if found is None else found[1]

    def _seen(self, row: int, col: int) -> None:
        self.last_row, self.last_col = max(self.last_row, row), max(self.last_col, col)

    # -- reading some cells

    def cells(self, first: int, last: int, cols: list[int]) -> Iterator[tuple[int, int, Any]]:
        """Yield (row, column, content) of the cells of some columns that hold anything.

        A formula comes as (group, number of its row in the group).
        """
        filed = [col for col in cols if not self._over.within(col, first, last)]
        if filed:
            yield from self._filed(first, last, filed)
        for col in cols if len(filed) < len(cols) else ():
            for low, high, over in self._over.pieces(col, first, last):
                if over:
                    yield from self._written(low, high, col)
                elif col not in filed:
                    yield from self._filed(low, high, [col])

    def _written(self, low: int, high: int, col: int) -> Iterator[tuple[int, int, Any]]:
        for row, cells in self.sheet.read((low, col, high, col)):
            content = cells[col].content if col in cells else None
            group = self._placed.get((row, col))
            if group is not None:
                yield row, col, (group, self._number(group, row))
            elif content is not None:
                yield row, col, plain_value(content)

    def _number(self, group: Group, row: int) -> int:
        if group.placed:
            return 0
        return bisect_left(group.rows, self.sheet.rows.line_at(row)[1])

    def _filed(self, low: int, high: int, cols: list[int]) -> Iterator[tuple[int, int, Any]]:
        height = self.sheet.height
        for run, first, count, position in self.sheet.rows.segments(low, high):
            for band in range(first // height, (first + count - 1) // height + 1):
                block = None if run else self.sheet.block(run, band)
                rows = block.rows if block else []
                at = bisect_left(rows, first, key=_row_of)
                for row in rows[at : bisect_left(rows, first + count, key=_row_of)]:
                    yield from self._row(block, row, position + row.row - first, cols)

    def _row(
        self, block: Block | None, row: BlockRow, at: int, cols: list[int]
    ) -> Iterator[tuple[int, int, Any]]:
        assert block is not None
        columns, contents = row.columns, row.contents
        if isinstance(columns, range) and self.sheet.cols.plain:
            places = [(col, col - columns.start) for col in cols]
        else:
            known = {self._place_of(column): place for place, column in enumerate(columns)}
            places = [(col, known.get(col, -1)) for col in cols]
        for col, place in places:
            raw = contents[place] if 0 <= place < len(contents) else None
            if type(raw) is list:
                found = self._formula_at(block, row, at, col, columns[place], raw)
                if found is not None:
                    yield at, col, found
            elif raw is not None:
                yield at, col, plain_value(read_content(raw))

    def _formula_at(
        self, block: Block, row: BlockRow, at: int, col: int, column: int | str, raw: list[Any]
    ) -> tuple[Group, int] | None:
        if len(raw) > 2:
            group = self._placed.get((at, col))
            return None if group is None else (group, 0)
        content = block.formula(raw)
        group = None if content is None else self._grouped.get((content["f"], column))
        if group is None:
            return None
        return group, bisect_left(group.rows, row.row)


def _row_of(row: BlockRow) -> int:
    return row.row


class Overlaid:
    """Where somebody wrote over the blocks: stretches of rows by column, or of whole rows."""

    def __init__(self, sheet: Sheet, everything: Box | None) -> None:
        self.boxes = [everything] if everything else list(_boxes(sheet))
        self._rows: list[tuple[int, int]] = []
        self._columns: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in self.boxes:
            if right - left >= _WIDE:
                self._rows.append((top, bottom))
            else:
                for col in range(left, right + 1):
                    self._columns.setdefault(col, []).append((top, bottom))
        self._rows = _joined(self._rows)
        for col, stretches in self._columns.items():
            self._columns[col] = _joined(stretches + self._rows)

    def stretches(self, col: int) -> list[tuple[int, int]]:
        """Return the rows that were written over in a column, in order."""
        return self._columns.get(col, self._rows)

    def within(self, col: int, first: int, last: int) -> bool:
        """Whether any of some rows of a column was written over."""
        stretches = self.stretches(col)
        at = bisect_right(stretches, last, key=_first) - 1
        return at >= 0 and stretches[at][1] >= first

    def covers(self, row: int, col: int) -> bool:
        """Whether a cell was written over."""
        return self.within(col, row, row)

    def pieces(self, col: int, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
        """Cut rows of a column: (first, last, whether they were written over)."""
        stretches = self.stretches(col)
        at = max(0, bisect_right(stretches, first, key=_first) - 1)
        for low, high in stretches[at:]:
            if low > last:
                break
            if high < first:
                continue
            if first < low:
                yield first, low - 1, False
            yield max(first, low), min(last, high), True
            first = high + 1
        if first <= last:
            yield first, last, False


def _first(stretch: tuple[int, int]) -> int:
    return stretch[0]


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for low, high in sorted(stretches):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def _boxes(sheet: Sheet) -> Iterator[Box]:
    """Yield areas of the overlay, and rows that were inserted and folded."""
    rows, cols, height = sheet.rows, sheet.cols, sheet.height
    yield from _single_cells(sheet)
    for put in sheet.puts:
        for left, right in cols.ranges(put.cols):
            for top, bottom in rows.ranges(put.rows):
                if left < MAX_COLS and top < MAX_ROWS:
                    yield top, left, min(bottom, MAX_ROWS - 1), min(right, MAX_COLS - 1)
    inserted = [(run, band * height, height) for run, band in sheet.bands() if run]
    for top, bottom in rows.ranges(inserted):
        if top < MAX_ROWS:
            yield top, 0, min(bottom, MAX_ROWS - 1), MAX_COLS - 1


def _single_cells(sheet: Sheet) -> Iterator[Box]:
    """Yield the single cells of the overlay, joined down the columns."""
    found: dict[int, list[tuple[int, int]]] = {}
    for row_line, across in sheet.cells.items():
        row = sheet.rows.position(row_line)
        if row is None or row >= MAX_ROWS:
            continue
        for col_line in across:
            col = sheet.cols.position(col_line)
            if col is not None and col < MAX_COLS:
                found.setdefault(col, []).append((row, row))
    for col, stretches in found.items():
        for top, bottom in _joined(stretches):
            yield top, col, bottom, col
