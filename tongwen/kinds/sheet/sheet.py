"""One worksheet, read: contents, styles, lines and objects by position."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.blocks import Block, decode_block, height_of, unpack
from tongwen.kinds.sheet.contents import LEAVE, Content, is_formula, read_content
from tongwen.kinds.sheet.entries import Mirror, stamped
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, Line, Span, parse_line, whole
from tongwen.kinds.sheet.looks import Looks
from tongwen.kinds.sheet.overlay import (
    Box,
    IdArea,
    Paint,
    Put,
    Written,
    box_of,
    covering,
    is_area,
    overlaps,
    read_cells,
    read_paints,
    read_puts,
    whole_cols,
    whole_rows,
)
from tongwen.kinds.sheet.parts import sheet_part
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.sheet_lines import placed_lines, read_lines
from tongwen.kinds.sheet.styles import Style, StyleId
from tongwen.kinds.sheet.table_columns import NamedTable, tables_on, with_column_names

if TYPE_CHECKING:
    from tongwen.kinds.sheet.book import Book

_CHUNK = 2048  # rows that are read at once


@dataclass(slots=True)
class Cell:
    """A cell: what it holds, and the style id its block gives it (None: its block is silent)."""

    content: Content
    style: StyleId | None = None


Row = dict[int, Cell]
"""Cells of a row by column position."""


class Sheet:
    """A worksheet of a book. Positions are indexes from zero."""

    def __init__(self, book: "Book", sid: str) -> None:
        self.book = book
        self.sid = sid
        self.part = sheet_part(sid)
        self._cache: dict[str, tuple[Any, Any]] = {}

    # -- what is there

    def mirror(self, name: str) -> Mirror:
        """Return the entries of a map of this worksheet's part."""
        return self.book.entries.mirror(self.part, name)

    def _cached(self, name: str, version: Any, make: Any) -> Any:
        found = self._cache.get(name)
        if found is None or found[0] != version:
            found = self._cache[name] = (version, make())
        return found[1]

    @property
    def rows(self) -> Axis:
        """The rows."""
        return self.book.rows(self.sid)

    @property
    def cols(self) -> Axis:
        """The columns."""
        return self.book.cols(self.sid)

    @property
    def axes(self) -> tuple[int, int]:
        """Changes when lines were inserted, deleted or moved."""
        return self.book.axes_version(self.sid)

    @property
    def cells(self) -> dict[Line, dict[Line, Written]]:
        """The single cells of the overlay."""
        mirror = self.mirror("cells")
        found: dict[Line, dict[Line, Written]] = self._cached(
            "cells", mirror.version, lambda: read_cells(mirror.entries)
        )
        return found

    @property
    def puts(self) -> list[Put]:
        """The puts of the overlay in the order in which they hold."""
        mirror = self.mirror("puts")
        found: list[Put] = self._cached("puts", mirror.version, lambda: read_puts(mirror.entries))
        return found

    @property
    def paints(self) -> list[Paint]:
        """The paints in the order in which they apply."""
        mirror = self.mirror("paints")
        found: list[Paint] = self._cached(
            "paints",
            (mirror.version, self.axes),
            lambda: read_paints(mirror.entries, self.rows, self.cols),
        )
        return found

    # -- contents

    def content(self, row: int, col: int) -> Content:
        """Return what a cell holds; None when it is empty."""
        for _, cells in self.read((row, col, row, col)):
            return cells[col].content if col in cells else None
        return None

    def read(self, box: Box | None = None) -> Iterator[tuple[int, Row]]:
        """Yield (row, cells by column) for the rows of an area that have any, in order.

        Formulas have plain ids (`templates.render` gives their text). Cells that only have a style
        in their block come with the content None.
        """
        top, left, bottom, right = box or self.used()
        at = top
        while at <= bottom:
            last = min(bottom, at + _CHUNK - 1)
            yield from self._chunk((at, left, last, right))
            at = self._next_row(last + 1)

    def _next_row(self, row: int) -> int:
        """Return the first row from here on that may have cells."""
        ranges: list[tuple[int, int]] = self._cached(
            "stretches",
            (
                self.mirror("base").version,
                self.mirror("cells").version,
                self.mirror("puts").version,
                self.axes,
            ),
            self._stretches,
        )
        at = bisect_right(ranges, row, key=lambda ends: ends[0]) - 1
        if at >= 0 and ranges[at][1] >= row:
            return row
        return ranges[at + 1][0] if at + 1 < len(ranges) else MAX_ROWS

    def _stretches(self) -> list[tuple[int, int]]:
        height = self.height
        spans = [(run, band * height, height) for run, band in self.bands()]
        spans += self._overlay_spans()[0]
        return [ends for ends in self.rows.ranges(spans) if ends[0] < MAX_ROWS]

    def _chunk(self, box: Box) -> Iterator[tuple[int, Row]]:
        rows: dict[int, Row] = {}
        for segment in self.rows.segments(box[0], box[2]):
            self._read_blocks(segment, box, rows)
        touched = self._read_overlay(box, rows)
        plain = self.cols.plain
        for row in sorted(rows):
            cells = rows[row]
            yield row, cells if plain and row not in touched else dict(sorted(cells.items()))

    @property
    def height(self) -> int:
        """Rows of a band."""
        return height_of(self.mirror("base").entries.get("height"))

    def bands(self) -> list[tuple[str, int]]:
        """Name the blocks there are: run and number."""
        found: list[tuple[str, int]] = self._cached(
            "bands", self.mirror("base").version, self._list_bands
        )
        return found

    def _list_bands(self) -> list[tuple[str, int]]:
        bands = []
        for key, value in self.mirror("base").entries.items():
            run, _, number = key.rpartition(":")
            if isinstance(value, (bytes, bytearray)) and number.isascii() and number.isdigit():
                bands.append((run, int(number)))
        return bands

    def block(self, run: str, band: int) -> Block | None:
        """Return a block; None when there is none."""
        data = self.mirror("base").entries.get(f"{run}:{band}" if run else str(band))
        if not isinstance(data, (bytes, bytearray)):
            return None
        return self._decoded(f"{run}:{band}", data)

    def _decoded(self, name: str, data: bytes | bytearray) -> Block:
        version = self.mirror("base").version
        kept: dict[str, Block] = self._cached("blocks", version, dict)
        if name not in kept:
            if len(kept) >= 48:
                kept.clear()
            kept[name] = decode_block(data)
        return kept[name]

    def _read_blocks(
        self, segment: tuple[str, int, int, int], box: Box, rows: dict[int, Row]
    ) -> None:
        run, first, count, position = segment
        height = self.height
        for band in range(first // height, (first + count - 1) // height + 1):
            block = self.block(run, band)
            for row in block.rows if block else ():
                if first <= row.row < first + count:
                    found = rows.setdefault(position + row.row - first, {})
                    self._read_block_row(block, row, run, box, found)  # type: ignore[arg-type]

    def _read_block_row(self, block: Block, row: Any, run: str, box: Box, found: Row) -> None:
        places, columns, style_at = self._column_places(), row.columns, row.style_at
        straight = self.cols.plain and isinstance(columns, range)
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
        return self._cached("columns", self.axes, self._make_places)

    def _make_places(self) -> Any:
        cols = self.cols
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
        for put in self.puts:
            self._read_put(put, box, best)
        cells = self.cells
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
        columns = list(covering(put.cols, self.cols, box[1], box[3]))
        if not columns:
            return
        width = put.width()
        for index, count, position in covering(put.rows, self.rows, box[0], box[2]):
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
                col = self.cols.position(line)
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
                found = cells.get(self.rows.line_at(row))
                if found:
                    yield row, found
            return
        for line, found in cells.items():
            position = self.rows.position(line)
            if position is not None and box[0] <= position <= box[2]:
                yield position, found

    def used(self) -> Box:
        """Return an area in which all contents lie (it may be larger); one cell when empty."""
        version = tuple(self.mirror(name).version for name in ("base", "cells", "puts"))
        found: Box = self._cached("used", (version, self.axes), self._used)
        return found

    def _used(self) -> Box:
        first, last, last_col = MAX_ROWS, -1, 0
        for row, col in self._block_ends():
            first, last, last_col = min(first, row), max(last, row), max(last_col, col)
        rows, cols = self._overlay_spans()
        for low, high in self.rows.ranges(rows):
            first, last = min(first, low), max(last, high)
        for _, high in self.cols.ranges(cols):
            last_col = max(last_col, high)
        if last < 0 or first >= MAX_ROWS:
            return (0, 0, 0, 0)
        return (first, 0, min(last, MAX_ROWS - 1), min(last_col, MAX_COLS - 1))

    def _overlay_spans(self) -> tuple[list[Span], list[Span]]:
        rows = [(run, offset, 1) for run, offset in self.cells]
        cols = {line for row in self.cells.values() for line in row}
        col_spans = [(run, offset, 1) for run, offset in cols]
        for put in self.puts:
            rows += put.rows
            col_spans += put.cols
        return rows, col_spans

    def _block_ends(self) -> Iterator[tuple[int, int]]:
        """Yield the rows of blocks that have contents, each with its last such column."""
        places, simple = self._column_places(), self.cols.plain
        for run, band in self.bands():
            block = self.block(run, band)
            for row in block.rows if block else ():
                at = self.rows.position((run, row.row))
                held = [p for p, raw in enumerate(row.contents) if raw is not None]
                if at is None or not held:
                    continue
                ends = held[-1:] if simple else held
                cols = [places(row.columns[p]) for p in ends if p < len(row.columns)]
                yield at, max((col for col in cols if col is not None), default=0)

    def formula(self, row: int, col: int) -> str | None:
        """Return the formula of a cell as A1 text without `=`; None when it has none.

        Columns of tables go by what their header cells say.
        """
        content = self.content(row, col)
        if not is_formula(content):
            return None
        text = self.book.render(content["f"], self.sid)
        return with_column_names(text, self.book, self.sid, (row, col))

    @property
    def tables(self) -> list[NamedTable]:
        """The tables, with what their columns are called."""
        versions = [self.mirror(name).version for name in ("objects", "cells", "puts", "base")]
        found: list[NamedTable] = self._cached(
            "tables", (versions, self.axes), lambda: list(tables_on(self))
        )
        return found

    # -- lines and styles

    def base_lines(self, axis: str) -> list[tuple[Line, int, dict[str, Any]]]:
        """Return the properties of lines that came with the file or were folded."""
        found = self._cached("lines", self.mirror("base").version, self._read_lines)
        lines: list[tuple[Line, int, dict[str, Any]]] = found[axis]
        return lines

    def _read_lines(self) -> dict[str, list[tuple[Line, int, dict[str, Any]]]]:
        value = unpack(self.mirror("base").entries.get("lines"))
        listed = value if isinstance(value, dict) else {}
        return {axis: list(read_lines(listed.get(axis))) for axis in ("rows", "cols")}

    def lines(self, axis: str) -> list[tuple[int, int, dict[str, Any]]]:
        """Return (first, last, properties) of lines that have any, by position, in order.

        `style` is the style itself, as cells have it that no block lists.
        """
        found: list[tuple[int, int, dict[str, Any]]] = self._cached(
            f"placed {axis}",
            (
                self.mirror("base").version,
                self.mirror("paints").version,
                self.axes,
                self.book.styles_version,
            ),
            lambda: placed_lines(self, axis),
        )
        return found

    def line(self, axis: str, position: int) -> dict[str, Any]:
        """Return the properties of a line; see `lines`."""
        runs = self.lines(axis)
        at = bisect_right(runs, position, key=lambda run: run[0]) - 1
        return runs[at][2] if at >= 0 and runs[at][1] >= position else {}

    def style(self, row: int, col: int) -> Style:
        """Return the whole style of a cell."""
        cell = None
        for _, cells in self.read((row, col, row, col)):
            cell = cells.get(col)
        return self.looks.style(row, col, None if cell is None else cell.style)

    def styles_of(self, box: Box) -> Callable[[int, int], Style]:
        """Return a function that gives the styles of the cells of an area, read once."""
        given = {
            (row, col): cell.style for row, cells in self.read(box) for col, cell in cells.items()
        }
        looks = self.looks
        return lambda row, col: looks.style(row, col, given.get((row, col)))

    @property
    def looks(self) -> Looks:
        """The styles of cells."""
        found: Looks = self._cached(
            "looks",
            (
                self.mirror("base").version,
                self.mirror("paints").version,
                self.axes,
                self.book.styles_version,
            ),
            lambda: Looks(self),
        )
        return found

    # -- objects and view

    def objects(self, kind: str | None = None) -> dict[str, dict[str, Any]]:
        """Return the objects by token: all, or those of a type."""
        return {
            token: entry
            for token, entry in self.mirror("objects").entries.items()
            if isinstance(entry, dict)
            and isinstance(entry.get("type"), str)
            and stamped(entry) is not None
            and (kind is None or entry["type"] == kind)
        }

    def box(self, area: Any) -> Box | None:
        """Return where an area of ids is now; None when nothing is left of it."""
        return box_of(area, self.rows, self.cols) if is_area(area) else None

    def area(self, box: Box) -> IdArea:
        """Return an area by ids: whole rows and columns as such."""
        rows = (
            (None, None) if whole_cols(box) else (self.rows.id_at(box[0]), self.rows.id_at(box[2]))
        )
        cols = (
            (None, None) if whole_rows(box) else (self.cols.id_at(box[1]), self.cols.id_at(box[3]))
        )
        return [rows[0], cols[0], rows[1], cols[1]]

    def merges(self) -> list[tuple[str, Box]]:
        """Return the merges that hold: of overlapping ones the earliest."""
        version = (self.mirror("objects").version, self.axes)
        found: list[tuple[str, Box]] = self._cached("merges", version, self._merges)
        return found

    def _merges(self) -> list[tuple[str, Box]]:
        kept: list[tuple[str, Box]] = []
        by_row: dict[int, list[Box]] = {}
        listed = self.objects("merge").items()
        for token, entry in sorted(
            listed, key=lambda item: (whole(item[1].get("t")) or 0, item[0])
        ):
            box = self.box(entry.get("area"))
            if box is None or (box[0], box[1]) == (box[2], box[3]):
                continue
            bands = range(box[0] // 64, min(box[2], MAX_ROWS) // 64 + 1)
            if not any(overlaps(box, other) for band in bands for other in by_row.get(band, ())):
                kept.append((token, box))
                for band in bands:
                    by_row.setdefault(band, []).append(box)
        return kept

    @property
    def view(self) -> dict[str, Any]:
        """Freeze, grid lines, zoom, default sizes."""
        return dict(self.mirror("view").entries)


def _column_line(column: Any) -> Line | None:
    if isinstance(column, int):
        return ("", column)
    return parse_line(column) if isinstance(column, str) else None
