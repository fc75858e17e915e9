"""The contents of a worksheet by position: its blocks, and the overlay over them."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongwen.kinds.sheet.blocks import Block
from tongwen.kinds.sheet.contents import LEAVE, Content, read_content
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, Line, Span, parse_line
from tongwen.kinds.sheet.overlay import Box, Put, Written, covering
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.styles import StyleId

if TYPE_CHECKING:
    from tongwen.kinds.sheet.sheet import Sheet

_CHUNK = 2048  # rows that are read at once


@dataclass(slots=True)
class Cell:
    """A cell: what it holds, and the style id its block gives it (None: its block is silent)."""

    content: Content
    style: StyleId | None = None


Row = dict[int, Cell]
"""Cells of a row by column position."""


class SheetCells:
    """Reads the cells of a worksheet."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    def read(self, box: Box) -> Iterator[tuple[int, Row]]:
        """Yield (row, cells by column) for the rows of an area that have any, in order."""
        top, left, bottom, right = box
        at = top
        while at <= bottom:
            last = min(bottom, at + _CHUNK - 1)
            yield from self._chunk((at, left, last, right))
            at = self._next_row(last + 1)

    def _next_row(self, row: int) -> int:
        """Return the first row from here on that may have cells."""
        ranges: list[tuple[int, int]] = self._sheet.cached(
            "stretches",
            (
                self._sheet.mirror("base").version,
                self._sheet.mirror("cells").version,
                self._sheet.mirror("puts").version,
                self._sheet.axes,
            ),
            self._stretches,
        )
        at = bisect_right(ranges, row, key=lambda ends: ends[0]) - 1
        if at >= 0 and ranges[at][1] >= row:
            return row
        return ranges[at + 1][0] if at + 1 < len(ranges) else MAX_ROWS

    def _stretches(self) -> list[tuple[int, int]]:
        height = self._sheet.height
        spans = [(run, band * height, height) for run, band in self._sheet.bands()]
        spans += self._overlay_spans()[0]
        return [ends for ends in self._sheet.rows.ranges(spans) if ends[0] < MAX_ROWS]

    def _chunk(self, box: Box) -> Iterator[tuple[int, Row]]:
        rows: dict[int, Row] = {}
        for segment in self._sheet.rows.segments(box[0], box[2]):
            self._read_blocks(segment, box, rows)
        touched = self._read_overlay(box, rows)
        plain = self._sheet.cols.plain
        for row in sorted(rows):
            cells = rows[row]
            yield row, cells if plain and row not in touched else dict(sorted(cells.items()))

    def _read_blocks(
        self, segment: tuple[str, int, int, int], box: Box, rows: dict[int, Row]
    ) -> None:
        run, first, count, position = segment
        height = self._sheet.height
        for band in range(first // height, (first + count - 1) // height + 1):
            block = self._sheet.block(run, band)
            for row in block.rows if block else ():
                if first <= row.row < first + count:
                    found = rows.setdefault(position + row.row - first, {})
                    self._read_block_row(block, row, run, box, found)  # type: ignore[arg-type]

    def _read_block_row(self, block: Block, row: Any, run: str, box: Box, found: Row) -> None:
        places, columns, style_at = self._column_places(), row.columns, row.style_at
        straight = self._sheet.cols.plain and isinstance(columns, range)
        for place, (column, raw) in enumerate(zip(columns, row.contents, strict=False)):
            col = column if straight else places(column)
            if col is None or not box[1] <= col <= box[3]:
                continue
            kind = type(raw)
            if kind is list:
                content = block.formula(raw)
                line = _column_line(column)
                if content is not None and line is not None:
                    content["f"] = settled(content["f"], (run, row.row), line)
            else:
                content = raw if kind is str or kind is int else read_content(raw)
            found[col] = Cell(content, style_at(place))

    def _column_places(self) -> Any:
        """Return where a column of a block is now."""
        return self._sheet.cached("columns", self._sheet.axes, self._make_places)

    def _make_places(self) -> Any:
        cols = self._sheet.cols
        if cols.plain:
            return lambda column: (
                column if isinstance(column, int) and 0 <= column < MAX_COLS else None
            )
        known: dict[Any, int | None] = {}

        def place(column: Any) -> int | None:
            if column not in known:
                line = _column_line(column)
                found = None if line is None else cols.position(line)
                known[column] = found if found is not None and found < MAX_COLS else None
            return known[column]

        return place

    def _read_overlay(self, box: Box, rows: dict[int, Row]) -> set[int]:
        """Put the overlay over the rows of blocks; return the rows that it touches."""
        best: dict[tuple[int, int], Written] = {}
        for put in self._sheet.puts:
            self._read_put(put, box, best)
        cells = self._sheet.cells
        if cells:
            self._read_cells(box, cells, best)
        for (row, col), written in best.items():
            found = rows.setdefault(row, {})
            if col in found:
                found[col] = Cell(written.content, found[col].style)
            elif written.content is not None:
                found[col] = Cell(written.content)
            elif not found:
                del rows[row]
        return {row for row, _ in best}

    def _read_put(self, put: Put, box: Box, best: dict[tuple[int, int], Written]) -> None:
        columns = list(covering(put.cols, self._sheet.cols, box[1], box[3]))
        if not columns:
            return
        width = put.width()
        for index, count, position in covering(put.rows, self._sheet.rows, box[0], box[2]):
            for step in range(count):
                contents = put.row(index + step, width)
                for at, many, col in columns if contents is not None else ():
                    for place, content in enumerate(contents[at : at + many]):  # type: ignore[index]
                        if content != LEAVE or not isinstance(content, dict):
                            best[position + step, col + place] = Written(
                                put.stamp, read_content(content)
                            )

    def _read_cells(
        self,
        box: Box,
        cells: dict[Line, dict[Line, Written]],
        best: dict[tuple[int, int], Written],
    ) -> None:
        for row, found in self._cell_rows(box, cells):
            for line, written in found.items():
                col = self._sheet.cols.position(line)
                if col is not None and box[1] <= col <= box[3]:
                    other = best.get((row, col))
                    if other is None or other.stamp < written.stamp:
                        best[row, col] = written

    def _cell_rows(
        self, box: Box, cells: dict[Line, dict[Line, Written]]
    ) -> Iterator[tuple[int, dict[Line, Written]]]:
        height = box[2] - box[0] + 1
        if len(cells) > height:
            for row in range(box[0], box[2] + 1):
                found = cells.get(self._sheet.rows.line_at(row))
                if found:
                    yield row, found
            return
        for line, found in cells.items():
            position = self._sheet.rows.position(line)
            if position is not None and box[0] <= position <= box[2]:
                yield position, found

    def used(self) -> Box:
        """Return an area in which all contents lie (it may be larger); one cell when empty."""
        first, last, last_col = MAX_ROWS, -1, 0
        for row, col in self._block_ends():
            first, last, last_col = min(first, row), max(last, row), max(last_col, col)
        rows, cols = self._overlay_spans()
        for low, high in self._sheet.rows.ranges(rows):
            first, last = min(first, low), max(last, high)
        for _, high in self._sheet.cols.ranges(cols):
            last_col = max(last_col, high)
        if last < 0 or first >= MAX_ROWS:
            return (0, 0, 0, 0)
        return (first, 0, min(last, MAX_ROWS - 1), min(last_col, MAX_COLS - 1))

    def _overlay_spans(self) -> tuple[list[Span], list[Span]]:
        rows = [(run, offset, 1) for run, offset in self._sheet.cells]
        cols = {line for row in self._sheet.cells.values() for line in row}
        col_spans = [(run, offset, 1) for run, offset in cols]
        for put in self._sheet.puts:
            rows += put.rows
            col_spans += put.cols
        return rows, col_spans

    def _block_ends(self) -> Iterator[tuple[int, int]]:
        """Yield the rows of blocks that have contents, each with its last such column."""
        places, simple = self._column_places(), self._sheet.cols.plain
        for run, band in self._sheet.bands():
            block = self._sheet.block(run, band)
            for row in block.rows if block else ():
                at = self._sheet.rows.position((run, row.row))
                held = [p for p, raw in enumerate(row.contents) if raw is not None]
                if at is None or not held:
                    continue
                ends = held[-1:] if simple else held
                cols = [places(row.columns[p]) for p in ends if p < len(row.columns)]
                yield at, max((col for col in cols if col is not None), default=0)


def _column_line(column: Any) -> Line | None:
    if isinstance(column, int):
        return ("", column)
    return parse_line(column) if isinstance(column, str) else None
