"""Which cells of a live worksheet say something else than its file, and what."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from tongwen.formats.xlsx.block_cells import BlockCells
from tongwen.formats.xlsx.cell_writer import KEEP, Change
from tongwen.formats.xlsx.formulas import column_letters
from tongwen.formats.xlsx.live import MISSING, Cell, LiveSheet
from tongwen.formats.xlsx.live_formulas import LiveFormulas
from tongwen.formats.xlsx.live_lines import Lines
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS
from tongwen.formats.xlsx.structured_references import TableNames
from tongwen.formats.xlsx.style_writer import StyleWriter
from tongwen.kinds.sheet.lines import Line
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.styles import Style, patched
from tongwen.kinds.sheet.templates import render

Values = Mapping[tuple[int, int], Any]
_VALUES = (int, float, str, bool)
_FORMULA = {"f"}  # a formula, and nothing else of it
_MOST_STYLED = 4_000_000  # empty cells that get a style of their own
_MOST_CROSSED = 256  # styled columns; of more the row's style is the one that counts


class SheetChanges:
    """Compares one worksheet with what its file said.

    `filed` is the worksheet as the reader projects the file (None: a new one). The result is
    `cells`: by row and column index as they are now. A formula that is the file's is none of them,
    though it may read otherwise now that lines, worksheets or tables are others. `fresh` are rows
    that the file does not have, without any style: their contents, formulas in the file's words.
    """

    def __init__(
        self,
        live: LiveSheet,
        filed: LiveSheet | None,
        styles: StyleWriter,
        values: Values | None = None,
        names: TableNames | None = None,
    ) -> None:
        self.live = live
        self.book = live.book
        self.styles = styles
        self.values: Values = values or {}
        self.cells: dict[int, dict[int, Change]] = {}
        self.fresh: dict[int, dict[int, Any]] = {}
        self.formulas_changed = False  # one appeared or vanished
        self.uncalculated = False  # a formula is written without a result
        self._filed = filed
        self._names = names or TableNames()
        self._formulas = LiveFormulas(live.book, live.sid, self._names)
        self._lines = Lines(live)
        self._base = BlockCells(live.blocks, live.height)
        same = filed is not None and filed.blocks == live.blocks
        self._before = (
            self._base
            if same
            else BlockCells(filed.blocks if filed else {}, filed.height if filed else live.height)
        )
        self._styled: dict[Any, int] = {}

    def __bool__(self) -> bool:
        return bool(self.cells or self.fresh)

    def find(self) -> None:
        """Fill `cells` and `fresh`."""
        done: set[Cell] = set()
        for cell in self._candidates():
            if cell not in done:
                done.add(cell)
                self._compare(cell)
        self._spill()

    # -- candidates --------------------------------------------------------------------------

    def _candidates(self) -> Iterator[Cell]:
        overlay = self.live.overlay
        yield from self._written()
        if overlay.clears:
            for cell, _, _ in self._base.all():
                if any(clear.covers(cell) for clear in overlay.clears):
                    yield cell
        yield from self._refolded()
        yield from self._painted()
        yield from self._recalculated()

    def _written(self) -> Iterator[Cell]:
        """Yield the cells of the overlay, but those that fill `fresh`."""
        lines = self._lines
        styled = any(paint.style is not None for paint in self.live.paints)
        styled = styled or bool(lines.styled_rows() or lines.styled_cols())
        across: dict[Line, int | None] = {}
        for row, columns in self.live.overlay.cells.items():
            at = self.live.rows.position(row)
            known = styled or self._base.row(row) or self._before.row(row)
            if known or at is None or at >= MAX_ROWS:
                yield from ((row, col) for col in columns)
                continue
            cells: dict[int, Any] = {}
            for col, content in columns.items():
                if col not in across:
                    across[col] = self.live.cols.position(col)
                place = across[col]
                if place is None or place >= MAX_COLUMNS or content is None:
                    continue
                if type(content) in _VALUES:
                    cells[place] = content
                elif content.keys() == _FORMULA and not self.values:
                    text = self._formulas.text(str(content["f"]), (row, col), (at, place))
                    cells[place] = {"f": text}
                    self.formulas_changed = self.uncalculated = True
                else:
                    yield row, col
            if cells:
                self.fresh[at] = cells

    def _refolded(self) -> Iterator[Cell]:
        """Yield the cells of blocks that are not those of the file."""
        if self._before is self._base:
            return
        for here, there in ((self._base, self._before), (self._before, self._base)):
            for key, data in here.blocks.items():
                if here.height != there.height or there.blocks.get(key) != data:
                    run = key.rpartition(":")[0]
                    for row, cells in here.band(key).items():
                        for col in cells:
                            yield (run, row), col

    def _painted(self) -> Iterator[Cell]:
        rows, cols = self.live.rows, self.live.cols
        wide = []
        for paint in self.live.paints:
            if paint.style is None:
                continue
            for rectangle, whole_columns, whole_rows in paint.areas:
                if whole_columns or whole_rows:
                    wide.append(rectangle)
                    continue
                many = (rectangle[2] - rectangle[0] + 1) * (rectangle[3] - rectangle[1] + 1)
                if many > _MOST_STYLED:
                    wide.append(rectangle)
                    continue
                columns = [cols.line_at(at) for at in range(rectangle[1], rectangle[3] + 1)]
                for at in range(rectangle[0], rectangle[2] + 1):
                    row = rows.line_at(at)
                    for col in columns:
                        yield row, col
        if wide:
            yield from self._listed_in(wide)
            yield from self._crossings()

    def _listed_in(self, rectangles: list[tuple[int, int, int, int]]) -> Iterator[Cell]:
        rows, cols = self.live.rows, self.live.cols
        across: dict[Line, int | None] = {}
        for line, cells in self._base.rows():
            at = rows.position(line)
            reached = [] if at is None else [(r[1], r[3]) for r in rectangles if r[0] <= at <= r[2]]
            for col in cells if reached else ():
                if col not in across:
                    across[col] = cols.position(col)
                place = across[col]
                if place is not None and any(left <= place <= right for left, right in reached):
                    yield line, col

    def _crossings(self) -> Iterator[Cell]:
        """Yield cells where a row and a column meet that both have a style: they need their own."""
        columns = self._lines.styled_cols()
        if len(columns) > _MOST_CROSSED:
            return
        for row in self._lines.styled_rows():
            for col in columns:
                yield self.live.rows.line_at(row), self.live.cols.line_at(col)

    def _recalculated(self) -> Iterator[Cell]:
        for row, col in self.values:
            if 0 <= row < MAX_ROWS and 0 <= col < MAX_COLUMNS:
                yield self.live.rows.line_at(row), self.live.cols.line_at(col)

    # -- comparing ---------------------------------------------------------------------------

    def content(self, cell: Cell) -> Any:
        """Return what is in a cell now."""
        found = self.live.overlay.get(cell)
        if found is MISSING:
            listed = self._base.get(cell)
            return None if listed is None else listed[0]
        return found

    def formula(self, content: Mapping[str, Any], row: int, col: int, cell: Cell) -> dict[str, Any]:
        """Return a formula's content with the text and reference that a file has."""
        written = dict(content)
        written["f"] = self._formulas.text(str(content.get("f", "")), cell, (row, col))
        size = content.get("a")
        high, wide = (1, 1)
        if isinstance(size, list) and len(size) == 2:
            high, wide = (max(1, int(size[0])), max(1, int(size[1])))
        if content.get("dyn"):
            high, wide = self._spilled(row, col, high, wide)
        if (high, wide) != (1, 1):
            high, wide = self._cut(content, (row, col, high, wide))
        if size or content.get("dyn"):
            first = f"{column_letters(col)}{row + 1}"
            last = f"{column_letters(min(col + wide, MAX_COLUMNS) - 1)}{min(row + high, MAX_ROWS)}"
            written["ref"] = first if first == last else f"{first}:{last}"
        return written

    def formula_at(self, row: int, col: int) -> dict[str, Any] | None:
        """Return the formula of a cell by index, as a file has it; None when there is none."""
        cell = self.live.rows.line_at(row), self.live.cols.line_at(col)
        content = self.content(cell)
        if isinstance(content, dict) and "f" in content:
            return self.formula(content, row, col, cell)
        return None

    def _compare(self, cell: Cell) -> None:
        row, col = self.live.rows.position(cell[0]), self.live.cols.position(cell[1])
        if row is None or col is None or row >= MAX_ROWS or col >= MAX_COLUMNS:
            return
        before = self._before.get(cell) if self._filed is not None else None
        content = self.content(cell)
        style = self._style(cell, row, col, before)
        change = Change(style=None if before is not None and style == before[1] else style)
        self._set_content(change, content, before, row, col, cell)
        if before is None:
            if content is None and style == self._line_style(row, col) and change.value is KEEP:
                return
            change.style = style
            if change.content is KEEP:
                change.content = None
        if change.content is KEEP and change.style is None and change.value is KEEP:
            return
        change.plain = self._line_style(row, col) == 0
        self.cells.setdefault(row, {})[col] = change

    def _set_content(
        self,
        change: Change,
        content: Any,
        before: tuple[Any, Any] | None,
        row: int,
        col: int,
        cell: Cell,
    ) -> None:
        was = None if before is None else before[0]
        value = self.values.get((row, col), KEEP)
        is_formula, was_formula = _is_formula(content), _is_formula(was)
        if is_formula != was_formula:
            self.formulas_changed = True
        if not is_formula:
            if content != was or type(content) is not type(was):
                change.content = content
            return
        if not isinstance(was, dict) or not self._same_formula(content, was, cell):
            change.content = self.formula(content, row, col, cell)
            change.value = value
            if value is KEEP and content.get("c") is None:
                self.uncalculated = True
        elif value is not KEEP and not _same_value(value, was.get("c")):
            change.value = value

    def _same_formula(self, content: Mapping[str, Any], was: Mapping[str, Any], cell: Cell) -> bool:
        if any(content.get(name) != was.get(name) for name in ("a", "dyn", "x")):
            return False
        templates = [settled(str(one.get("f", "")), *cell) for one in (content, was)]
        if templates[0] == templates[1]:
            return True
        if not (self.live.folded or self._names.renames):
            return False  # otherwise, what reads the same may be said in other words
        row, col = self.live.rows.position(cell[0]), self.live.cols.position(cell[1])
        texts = [render(one, self.live.sid, self.book) for one in templates]
        now, then = (self._names.renamed(text, row or 0, col or 0) for text in texts)
        return now == then

    def _spill(self) -> None:
        """Write what the engine says is in cells that formulas spill into."""
        for (row, col), value in self.values.items():
            if not (0 <= row < MAX_ROWS and 0 <= col < MAX_COLUMNS) or value is None:
                continue
            cell = self.live.rows.line_at(row), self.live.cols.line_at(col)
            if self.content(cell) is None:
                change = self.cells.setdefault(row, {}).setdefault(col, Change())
                change.content, change.value = None, value

    def _spilled(self, row: int, col: int, high: int, wide: int) -> tuple[int, int]:
        """Return how far a dynamic array reaches, as far as the engine's values tell."""
        while (row, col + wide) in self.values and self._empty(row, col + wide):
            wide += 1
        while (row + high, col) in self.values and self._empty(row + high, col):
            high += 1
        return high, wide

    @cached_property
    def _filled(self) -> dict[int, list[int]]:
        """The cells that people wrote something into, by row and column index."""
        found: dict[int, list[int]] = {}
        for row, columns in self.live.overlay.cells.items():
            at = self.live.rows.position(row)
            for col, content in columns.items() if at is not None else ():
                place = self.live.cols.position(col) if content is not None else None
                if at is not None and place is not None:
                    found.setdefault(at, []).append(place)
        return found

    def _cut(self, content: Mapping[str, Any], area: tuple[int, int, int, int]) -> tuple[int, int]:
        """Return how far an array formula reaches before what was written into its area.

        A dynamic array that is blocked fills its own cell only, as Excel has it.
        """
        row, col, high, wide = area
        hits = [
            (at - row, place - col)
            for at in sorted(at for at in self._filled if row <= at < row + high)
            for place in sorted(self._filled[at])
            if col <= place < col + wide and (at, place) != (row, col)
        ]
        if hits and content.get("dyn"):
            return 1, 1
        for down, across in hits:
            if down >= high or across >= wide:
                continue
            if down == 0 or (across and high * across >= down * wide):
                wide = across
            else:
                high = down
        return high, wide

    def _empty(self, row: int, col: int) -> bool:
        cell = self.live.rows.line_at(row), self.live.cols.line_at(col)
        return self.content(cell) is None

    # -- styles ------------------------------------------------------------------------------

    def _style(self, cell: Cell, row: int, col: int, before: tuple[Any, Any] | None) -> int:
        """Return the format that a cell has now, near the one that it had in the file."""
        listed = self._base.get(cell)
        base = self._lines.own_style(row, col) if listed is None else listed[1]
        paints = tuple(
            index
            for index, paint in enumerate(self.live.paints)
            if paint.style is not None and _covered(paint.areas, row, col)
        )
        near = before[1] if before is not None and isinstance(before[1], int) else None
        if near is None:
            near = base if isinstance(base, int) else 0
        if not paints and isinstance(base, int):
            return base
        key = (base, paints, near)
        if key not in self._styled:
            self._styled[key] = self.styles.index(self._resolved(base, paints), near)
        return self._styled[key]

    def _resolved(self, base: Any, paints: tuple[int, ...]) -> Style:
        style = dict(self.book.styles.get(base))
        for index in paints:
            patch = self.live.paints[index].style
            if patch is not None:
                style = patched(style, patch, self.book.styles)
        return style

    def _line_style(self, row: int, col: int) -> int:
        """Return the format that a cell shows when the file does not list it."""
        base = self._lines.painted_style(row, col)
        if isinstance(base, int):
            return base
        key = ("line", repr(base))
        if key not in self._styled:
            style = self.book.styles.get(base) if isinstance(base, str) else base
            self._styled[key] = self.styles.index(style, 0)
        return self._styled[key]


def _is_formula(content: Any) -> bool:
    return isinstance(content, dict) and "f" in content


def _same_value(value: Any, cached: Any) -> bool:
    if isinstance(value, bool) or isinstance(cached, bool):
        return value is cached
    return bool(value == cached)


def _covered(areas: list[tuple[tuple[int, int, int, int], bool, bool]], row: int, col: int) -> bool:
    return any(
        top <= row <= bottom and left <= col <= right for (top, left, bottom, right), _, _ in areas
    )
