"""The rows of a worksheet part with the cells that changed in them (ECMA-376-1 §18.3.1.73)."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from tongwen.formats.xlsx.cell_writer import KEEP, CellWriter, Change, shared_group
from tongwen.formats.xlsx.column_names import LETTERS
from tongwen.formats.xlsx.formula_cells import FormulaCells
from tongwen.formats.xlsx.moved_rows import MovedRows
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS
from tongwen.formats.xlsx.part_patch import with_attributes
from tongwen.formats.xlsx.rewording import Place, Rewording
from tongwen.formats.xlsx.sheet_bytes import RowBytes, SheetBytes
from tongwen.kinds.sheet.axis import Axis

Changes = dict[int, dict[int, Change]]
Fresh = Mapping[int, Mapping[int, Any]]
FormulaAt = Callable[[int, int], dict[str, Any] | None]
Attributes = Mapping[str, str | None]

_ARRAY = re.compile(rb"""\bt\s*=\s*["']array["']""")
_REF = re.compile(
    rb"""\bref\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})(?::([A-Za-z]{1,3})(\d{1,7}))?["']"""
)


@dataclass(slots=True)
class Written:
    """Rows as bytes, and the corner cells of all that were written anew."""

    data: bytes = b""
    reach: list[int] = field(default_factory=list)  # top, left, bottom, right

    def meet(self, row: int, first: int, last: int) -> None:
        """Take note of cells."""
        if not self.reach:
            self.reach = [row, first, row, last]
        top, left, bottom, right = self.reach
        self.reach = [min(top, row), min(left, first), max(bottom, row), max(right, last)]


class RowWriter:
    """Writes the rows of one part: verbatim where nothing changed, else cell by cell.

    `lines` are the attributes of rows that changed, by index. Rows and columns are found where the
    axes have put them. `formula_at` returns a formula in the file's form: shared formulas whose
    first cell changes are written out. `rewording` says what formulas read now that stay.
    """

    def __init__(
        self,
        sheet: SheetBytes,
        writer: CellWriter,
        rows: Axis,
        cols: Axis,
        formula_at: FormulaAt,
        rewording: Rewording | None = None,
    ) -> None:
        self._sheet = sheet
        self._cells = writer
        self._rows = rows
        self._cols = cols
        self._formula_at = formula_at
        self._columns_plain = cols.plain
        self._p = sheet.prefix
        self._rewording = rewording
        self._formulas: FormulaCells | None = None
        self._fresh: Fresh = {}

    def write(
        self, changes: Changes, lines: Mapping[int, Attributes], fresh: Fresh | None = None
    ) -> Written:
        """Return the rows; `fresh` are contents of rows that the file has no cells in."""
        rows = self._sheet.rows()
        self._take_in(fresh or {}, rows, changes, lines)
        if self._rewording:
            self._formulas = FormulaCells(
                self._sheet, rows, self._rewording, partial(_is_rewritten, changes)
            )
        ascending = all(a.number < b.number for a, b in pairwise(rows))
        if self._rows.plain and self._columns_plain and ascending:
            self._unshare(rows, changes)
            self._cut_arrays(rows, changes)
            self._unarray(rows, changes)
            return self._patched(rows, changes, lines)
        return self._moved(rows, changes, lines)

    def _take_in(
        self,
        fresh: Fresh,
        rows: list[RowBytes],
        changes: Changes,
        lines: Mapping[int, Attributes],
    ) -> None:
        """Keep the fresh rows that nothing else is known of; the others are changes."""
        if not fresh:
            self._fresh = fresh
            return
        arrays = self._sheet.mentions(b"array")  # whose areas may reach into fresh rows
        taken = {*changes, *lines, *(fresh if arrays else ())}
        for row in rows:
            position = self._rows.position(("", row.number - 1))
            if position is not None:
                taken.add(position)
        for index in taken.intersection(fresh):
            cells = changes.setdefault(index, {})
            for col, content in fresh[index].items():
                cells.setdefault(col, Change(content=content, style=0))
        self._fresh = {index: cells for index, cells in fresh.items() if index not in taken}

    # -- the file's rows are where they were -------------------------------------------------

    def _patched(
        self, rows: list[RowBytes], changes: Changes, lines: Mapping[int, Attributes]
    ) -> Written:
        data = self._sheet.rows_data
        written = Written()
        pieces: list[bytes] = []
        at = 0
        reworded = self._reworded(rows, changes, lines)
        for index in sorted({*changes, *lines, *reworded, *self._fresh}):
            place = bisect_left(rows, index + 1, key=lambda row: row.number)
            row = rows[place] if place < len(rows) and rows[place].number == index + 1 else None
            start = rows[place].start if place < len(rows) else len(data)
            pieces.append(data[at:start])
            piece = reworded.get(index)
            if piece is None:
                piece = self._row(index, row, changes.get(index, {}), lines.get(index), written)
            pieces.append(piece)
            at = row.stop if row is not None else start
        pieces.append(data[at:])
        written.data = b"".join(pieces)
        return written

    def _reworded(
        self, rows: list[RowBytes], changes: Changes, lines: Mapping[int, Attributes]
    ) -> dict[int, bytes | None]:
        """Return the rows of which only formulas read otherwise; None for one to be rebuilt."""
        if self._formulas is None or not self._rewording:
            return {}
        data = self._sheet.rows_data
        found: dict[int, bytes | None] = {}
        copied = MovedRows(self._sheet, self._cols, self._formulas)
        for row in rows:
            index = row.number - 1
            before = data[row.start : row.stop]
            if index in changes or index in lines or not self._rewording.concerns(before):
                continue
            piece = copied.row(row, index, lambda *_: None)
            if piece != before:
                found[index] = piece
        return found

    def _unshare(self, rows: list[RowBytes], changes: Changes) -> None:
        """Write out the formulas that were shared with a cell that changes."""
        broken: set[int] = set()
        for index, row in self._found(rows, changes, b"shared"):
            for cell in self._sheet.cells(row)[0]:
                change = changes[index].get(cell.column)
                if change is not None and change.content is not KEEP:
                    formula = self._cells.formula_text(cell.data)
                    group = shared_group(formula) if formula else None
                    if group is not None and formula and not formula.endswith(b"/>"):
                        broken.add(group)
        if broken:
            self._write_out(rows, changes, broken)

    def _write_out(self, rows: list[RowBytes], changes: Changes, broken: set[int]) -> None:
        data = self._sheet.rows_data
        for row in rows:
            if data.find(b"shared", row.start, row.stop) < 0:
                continue
            for cell in self._sheet.cells(row)[0]:
                if shared_group(cell.data) in broken:
                    change = changes.setdefault(row.number - 1, {}).setdefault(
                        cell.column, Change()
                    )
                    self._with_formula(change, row.number - 1, cell.column)

    def _cut_arrays(self, rows: list[RowBytes], changes: Changes) -> None:
        """Write out array formulas into whose area something else was written."""
        data = self._sheet.rows_data
        for row in rows if self._sheet.mentions(b"array") else ():
            if data.find(b"array", row.start, row.stop) < 0:
                continue
            for cell in self._sheet.cells(row)[0]:
                formula = self._cells.formula_text(cell.data)
                found = _REF.search(formula) if formula and _ARRAY.search(formula) else None
                if found is None or not found.group(3):
                    continue
                right = LETTERS.index(found.group(3).decode().upper())
                area = (row.number - 1, cell.column, int(found.group(4)) - 1, right)
                if self._overwritten(changes, area):
                    anchor = changes.setdefault(area[0], {}).setdefault(area[1], Change())
                    self._with_formula(anchor, area[0], area[1])
                    _forget(changes, area)

    def _overwritten(self, changes: Changes, area: tuple[int, int, int, int]) -> bool:
        return any(
            change.content is not KEEP and change.content is not None
            for _, _, change in _inside(changes, area)
        )

    def _unarray(self, rows: list[RowBytes], changes: Changes) -> None:
        """Empty the cells that an array formula filled when its own cell changes."""
        for index, row in list(self._found(rows, changes, b"array")):
            for cell in self._sheet.cells(row)[0]:
                change = changes[index].get(cell.column)
                if change is None or change.content is KEEP:
                    continue
                formula = self._cells.formula_text(cell.data)
                found = _REF.search(formula) if formula and _ARRAY.search(formula) else None
                if found is not None and found.group(3):
                    bottom = int(found.group(4))
                    right = LETTERS.index(found.group(3).decode().upper())
                    self._empty(rows, changes, (index, cell.column, bottom - 1, right))

    def _empty(
        self, rows: list[RowBytes], changes: Changes, area: tuple[int, int, int, int]
    ) -> None:
        top, left, bottom, right = area
        first = bisect_left(rows, top + 1, key=lambda row: row.number)
        for row in rows[first:]:
            if row.number - 1 > bottom:
                break
            for cell in self._sheet.cells(row)[0]:
                if left <= cell.column <= right and (row.number - 1, cell.column) != (top, left):
                    known = changes.setdefault(row.number - 1, {}).get(cell.column)
                    if known is None:
                        changes[row.number - 1][cell.column] = Change(content=None)
                    elif known.content is KEEP:
                        known.content = None

    def _found(
        self, rows: list[RowBytes], changes: Changes, word: bytes
    ) -> Iterator[tuple[int, RowBytes]]:
        """Yield the rows of the file in which something changes, and that have a word in them."""
        data = self._sheet.rows_data
        for index in list(changes) if self._sheet.mentions(word) else ():
            place = bisect_left(rows, index + 1, key=lambda row: row.number)
            if place < len(rows) and rows[place].number == index + 1:
                row = rows[place]
                if data.find(word, row.start, row.stop) >= 0:
                    yield index, row

    def _with_formula(self, change: Change, row: int, col: int) -> None:
        if change.content is KEEP:
            content = self._formula_at(row, col)
            if content is not None:
                change.content = content

    # -- rows or columns have moved ------------------------------------------------------------

    def _moved(
        self, rows: list[RowBytes], changes: Changes, lines: Mapping[int, Attributes]
    ) -> Written:
        placed: dict[int, RowBytes | None] = {
            index: None for index in {*changes, *lines, *self._fresh} if index < MAX_ROWS
        }
        for one in rows:
            position = self._rows.position(("", one.number - 1))
            if position is not None and position < MAX_ROWS:
                placed[position] = one
        written = Written()
        copied = MovedRows(self._sheet, self._cols, self._formulas)
        pieces = []
        for index in sorted(placed):
            row = placed[index]
            piece = None
            if row is not None and index not in lines and index not in changes:
                piece = copied.row(row, index, written.meet)
            if piece is None:
                piece = self._row(index, row, changes.get(index, {}), lines.get(index), written)
            pieces.append(piece)
        written.data = b"".join(pieces)
        return written

    # -- one row -------------------------------------------------------------------------------

    def _row(
        self,
        index: int,
        row: RowBytes | None,
        changes: Mapping[int, Change],
        line: Attributes | None,
        written: Written,
    ) -> bytes:
        number = str(index + 1)
        if index in self._fresh:
            return self._fresh_row(index, number, written)
        if row is None:
            cells = {col: self._new(index, col, change) for col, change in changes.items()}
            tag = b"<" + self._p + b'row r="' + number.encode() + b'">'
            rest = b""
        else:
            cells, rest = self._kept(index, row, changes)
            tag = self._sheet.rows_data[row.start : row.inside]
            if row.empty:
                tag = tag[:-2].rstrip() + b">"
            shifts = bool(changes) or not self._columns_plain
            tag = with_attributes(tag, {"r": number, **({"spans": None} if shifts else {})})
        if line is not None:
            tag = with_attributes(tag, line)
        filled = [col for col in sorted(cells) if cells[col]]
        if filled:
            written.meet(index, filled[0], filled[-1])
        elif row is None and line is None:
            return b""
        body = b"".join([cells[col] for col in filled]) + rest
        if not body:
            return tag[:-1] + b"/>"
        return tag + body + b"</" + self._p + b"row>"

    def _fresh_row(self, index: int, number: str, written: Written) -> bytes:
        cells = self._fresh[index]
        written.meet(index, min(cells), max(cells))
        p = self._p.decode()
        return f'<{p}row r="{number}">{self._cells.fresh_cells(number, cells)}</{p}row>'.encode()

    def _new(self, index: int, col: int, change: Change) -> bytes:
        ref = f"{LETTERS[col]}{index + 1}"
        if change.value is KEEP and not change.plain and change.content is not KEEP:
            return self._cells.fresh(ref, change.style or 0, change.content).encode()
        return self._cells.write(ref, change, None)

    def _kept(
        self, index: int, row: RowBytes, changes: Mapping[int, Change]
    ) -> tuple[dict[int, bytes], bytes]:
        """Return the cells of a row that was in the file, changed where they are."""
        old, rest = self._sheet.cells(row)
        moved = row.number != index + 1 or not self._columns_plain
        cells: dict[int, bytes] = {}
        number = str(index + 1)
        for cell in old:
            col = self._column(cell.column)
            if col is None:
                continue
            ref = LETTERS[col] + number
            change, data = changes.get(col), cell.data
            if self._formulas is not None and (change is None or change.content is KEEP):
                reworded = self._formulas.cell(data, row.number - 1, cell.column, (index, col))
                if reworded is not None:
                    data = reworded
                else:
                    change = self._rebuilt(index, col, change)
            if change is not None:
                cells[col] = self._cells.write(ref, change, data)
            elif moved or b" r=" not in data[:12]:
                cells[col] = self._cells.renumbered(ref, data)
            else:
                cells[col] = data
        for col, change in changes.items():
            if col not in cells:
                cells[col] = self._new(index, col, change)
        return cells, rest

    def _column(self, column: int) -> int | None:
        if self._columns_plain:
            return column
        position = self._cols.position(("", column))
        return position if position is not None and position < MAX_COLUMNS else None

    def _rebuilt(self, row: int, col: int, change: Change | None) -> Change | None:
        """Write out a formula that says where it is: an array, a data table, a shared one."""
        content = self._formula_at(row, col)
        if content is None:
            return change
        change = change or Change()
        change.content = content
        return change


def _is_rewritten(changes: Changes, place: Place) -> bool:
    change = changes.get(place[0], {}).get(place[1])
    return change is not None and change.content is not KEEP


def _inside(changes: Changes, area: tuple[int, int, int, int]) -> Iterator[tuple[int, int, Change]]:
    """Yield the changes within an area, but that of its first cell."""
    top, left, bottom, right = area
    for row in [row for row in changes if top <= row <= bottom]:
        for col, change in changes[row].items():
            if left <= col <= right and (row, col) != (top, left):
                yield row, col, change


def _forget(changes: Changes, area: tuple[int, int, int, int]) -> None:
    """Leave out results of an array that was cut: as values of their own they would stay."""
    for _, _, change in _inside(changes, area):
        if change.content is None:
            change.value = KEEP
