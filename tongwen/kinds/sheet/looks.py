"""The styles of a worksheet's cells: of their block or line, then what was painted over them."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS
from tongwen.kinds.sheet.overlay import Box, whole_cols, whole_rows
from tongwen.kinds.sheet.stretches import Stretches
from tongwen.kinds.sheet.styles import Style, StyleId

if TYPE_CHECKING:
    from tongwen.kinds.sheet.sheet import Sheet
    from tongwen.kinds.sheet.sheet_cells import Row

Painted = tuple[int, ...]
"""Which paints cover, by their place in the order."""

Look = tuple[StyleId | None, Painted]
"""The style id of a cell's block or line (None: neither has one), and what is painted over it."""

Seen = tuple[Any, Look]
"""Content and look."""


class Looks:
    """Resolves styles; the same style is the same object. Made anew when styles change."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._paints: list[tuple[Box, dict[str, Any]]] = [
            (box, paint.style) for paint in sheet.paints if paint.style for box in paint.boxes
        ]
        self._bounded = [
            box for box, _ in self._paints if not whole_rows(box) and not whole_cols(box)
        ]
        self._rows = sorted({0, *(e for b, _ in self._paints for e in (b[0], b[2] + 1))})
        self._cols = sorted({0, *(e for b, _ in self._paints for e in (b[1], b[3] + 1))})
        self._by_row: dict[int, Painted] = {}
        self._by_cell: dict[tuple[Painted, int], Painted] = {}
        self._made: dict[Look, Style] = {}
        self._line_ids = {axis: self._ids_of_lines(axis) for axis in ("rows", "cols")}
        self._line_starts = {a: [run[0] for run in runs] for a, runs in self._line_ids.items()}

    def _ids_of_lines(self, axis: str) -> list[tuple[int, int, dict[str, Any]]]:
        sheet = self._sheet
        lines = sheet.rows if axis == "rows" else sheet.cols
        placed = Stretches(MAX_ROWS if axis == "rows" else MAX_COLS)
        for (run, first), count, properties in sheet.base_lines(axis):
            if isinstance(properties.get("style"), (int, str)):
                named = {"style": properties["style"]}
                for _, many, at in lines.placed((run, first, count)):
                    placed.change(at, at + many - 1, lambda _, named=named: named)
        return placed.runs()

    def line_style(self, axis: str, position: int) -> StyleId | None:
        """Return the style id that a line has from the file or from folding; None: none."""
        at = bisect_right(self._line_starts[axis], position) - 1
        if at >= 0:
            _, last, named = self._line_ids[axis][at]
            if position <= last:
                found: StyleId = named["style"]
                return found
        return None

    def style(self, row: int, col: int, block: StyleId | None) -> Style:
        """Return the style of a cell whose block gives it that style id (None: none)."""
        return self.resolve(self._look(row, col, block))

    def _look(self, row: int, col: int, block: StyleId | None) -> Look:
        if block is None:
            block = self.line_style("rows", row)
            if block is None:
                block = self.line_style("cols", col)
        return (block, self._painted(row, col))

    def _painted(self, row: int, col: int) -> Painted:
        if not self._paints:
            return ()
        stretch = bisect_right(self._rows, row)
        painted = self._by_row.get(stretch)
        if painted is None:
            painted = self._by_row[stretch] = tuple(
                at for at, (box, _) in enumerate(self._paints) if box[0] <= row <= box[2]
            )
        if not painted:
            return painted
        key = (painted, bisect_right(self._cols, col))
        found = self._by_cell.get(key)
        if found is None:
            found = self._by_cell[key] = tuple(
                at for at in painted if self._paints[at][0][1] <= col <= self._paints[at][0][3]
            )
        return found

    def resolve(self, look: Look) -> Style:
        """Return the style that a look comes to."""
        found = self._made.get(look)
        if found is None:
            block, painted = look
            style = self._book.styles.get(block)
            for at in painted:
                style = self._book.patched(style, self._paints[at][1])
            found = self._made[look] = self._book.styles.same(style)
        return found

    # -- every cell that must be said on its own

    def read(self, box: Box | None = None) -> Iterator[tuple[int, dict[int, tuple[Any, Style]]]]:
        """Yield (row, {column: (content, style)}) of all cells that lines do not tell.

        These are the cells of blocks, those that have a content, those in painted areas, and those
        of lines with a style that cross others with another.
        """
        resolve = self.resolve
        for row, cells in self.read_looks(box):
            yield row, {col: (content, resolve(look)) for col, (content, look) in cells.items()}

    def read_looks(self, box: Box | None = None) -> Iterator[tuple[int, dict[int, Seen]]]:
        """Yield the same with the look of each cell: its style id below the paints, and those."""
        whole = box or (0, 0, MAX_ROWS - 1, MAX_COLS - 1)
        extra = self._extra_rows(whole)
        for row, cells in self._sheet.read(whole):
            while extra and extra[0][0] < row:
                yield from self._empty_rows(extra, row, whole)
            if extra and extra[0][0] == row:
                extra[0] = (row + 1, extra[0][1])
                if extra[0][0] > extra[0][1]:
                    extra.pop(0)
            yield row, self._row(row, cells, whole)
        while extra:
            yield from self._empty_rows(extra, whole[2] + 1, whole)

    def _empty_rows(
        self, extra: list[tuple[int, int]], before: int, whole: Box
    ) -> Iterator[tuple[int, dict[int, Seen]]]:
        first, last = extra[0]
        stop = min(last + 1, before)
        if stop > last:
            extra.pop(0)
        else:
            extra[0] = (stop, last)
        for row in range(first, stop):
            cells = self._row(row, {}, whole)
            if cells:
                yield row, cells

    def _extra_rows(self, whole: Box) -> list[tuple[int, int]]:
        """Rows that may have cells to be told of beside those with contents."""
        ranges = [(box[0], box[2]) for box in self._bounded]
        if self._sheet.lines("cols"):
            ranges += [(a, b) for a, b, line in self._sheet.lines("rows") if "style" in line]
        joined: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            first, last = max(first, whole[0]), min(last, whole[2])
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            elif first <= last:
                joined.append((first, last))
        return joined

    def _row(self, row: int, cells: "Row", whole: Box) -> dict[int, Seen]:
        found = {
            col: (cell.content, self._look(row, col, cell.style)) for col, cell in cells.items()
        }
        known = len(found)
        for box in self._bounded:
            if box[0] <= row <= box[2]:
                for col in range(max(box[1], whole[1]), min(box[3], whole[3]) + 1):
                    if col not in found:
                        found[col] = (None, self._look(row, col, None))
        line = self._sheet.line("rows", row)
        if "style" in line:
            self._crossings(row, line["style"], whole, found)
        return found if len(found) == known else dict(sorted(found.items()))

    def _crossings(self, row: int, style: Style, whole: Box, found: dict[int, Seen]) -> None:
        for first, last, line in self._sheet.lines("cols"):
            first, last = max(first, whole[1]), min(last, whole[3])
            while "style" in line and first <= last:
                stop = self._alike(first, last)
                own = self._look(row, first, None)
                for col in range(first, stop + 1) if self.resolve(own) != style else ():
                    if col not in found:
                        found[col] = (None, own)
                first = stop + 1

    def _alike(self, first: int, last: int) -> int:
        """Return how far the columns from `first` on are painted alike, and have one line style."""
        for ends in (self._cols, self._line_starts["cols"]):
            after = bisect_right(ends, first)
            if after < len(ends):
                last = min(last, ends[after] - 1)
        return last
