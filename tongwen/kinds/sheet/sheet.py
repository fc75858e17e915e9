"""One worksheet, read: contents, styles, lines and objects by position."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.blocks import Block, decode_block, height_of, unpack
from tongwen.kinds.sheet.contents import Content, is_formula
from tongwen.kinds.sheet.entries import Mirror, stamped
from tongwen.kinds.sheet.lines import MAX_ROWS, Line, whole
from tongwen.kinds.sheet.looks import Looks
from tongwen.kinds.sheet.overlay import (
    Box,
    IdArea,
    Paint,
    Put,
    Written,
    box_of,
    is_area,
    overlaps,
    read_cells,
    read_paints,
    read_puts,
    whole_cols,
    whole_rows,
)
from tongwen.kinds.sheet.parts import sheet_part
from tongwen.kinds.sheet.sheet_cells import Row, SheetCells
from tongwen.kinds.sheet.sheet_lines import placed_lines, read_lines
from tongwen.kinds.sheet.styles import Style
from tongwen.kinds.sheet.table_columns import NamedTable, tables_on, with_column_names

if TYPE_CHECKING:
    from tongwen.kinds.sheet.book import Book


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

    def cached(self, name: str, version: Any, make: Any) -> Any:
        """Return what `make` makes, made again when the version is another."""
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
        found: dict[Line, dict[Line, Written]] = self.cached(
            "cells", mirror.version, lambda: read_cells(mirror.entries)
        )
        return found

    @property
    def puts(self) -> list[Put]:
        """The puts of the overlay in the order in which they hold."""
        mirror = self.mirror("puts")
        found: list[Put] = self.cached("puts", mirror.version, lambda: read_puts(mirror.entries))
        return found

    @property
    def paints(self) -> list[Paint]:
        """The paints in the order in which they apply."""
        mirror = self.mirror("paints")
        found: list[Paint] = self.cached(
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

    @property
    def height(self) -> int:
        """Rows of a band."""
        return height_of(self.mirror("base").entries.get("height"))

    def bands(self) -> list[tuple[str, int]]:
        """Name the blocks there are: run and number."""
        found: list[tuple[str, int]] = self.cached(
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
        kept: dict[str, Block] = self.cached("blocks", version, dict)
        if name not in kept:
            if len(kept) >= 48:
                kept.clear()
            kept[name] = decode_block(data)
        return kept[name]

    def read(self, box: Box | None = None) -> Iterator[tuple[int, Row]]:
        """Yield (row, cells by column) for the rows of an area that have any, in order.

        Formulas have plain ids (`templates.render` gives their text). Cells that only have a style
        in their block come with the content None.
        """
        return SheetCells(self).read(box or self.used())

    def used(self) -> Box:
        """Return an area in which all contents lie (it may be larger); one cell when empty."""
        version = tuple(self.mirror(name).version for name in ("base", "cells", "puts"))
        found: Box = self.cached("used", (version, self.axes), SheetCells(self).used)
        return found

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
        found: list[NamedTable] = self.cached(
            "tables", (versions, self.axes), lambda: list(tables_on(self))
        )
        return found

    # -- lines and styles

    def base_lines(self, axis: str) -> list[tuple[Line, int, dict[str, Any]]]:
        """Return the properties of lines that came with the file or were folded."""
        found = self.cached("lines", self.mirror("base").version, self._read_lines)
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
        found: list[tuple[int, int, dict[str, Any]]] = self.cached(
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
        found: Looks = self.cached(
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
        found: list[tuple[str, Box]] = self.cached("merges", version, self._merges)
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
