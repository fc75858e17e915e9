"""IronCalc as our engine, with our functions where it has none."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import ironcalc

from tongwen import ydoc
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc import Changed, Value, Values
from tongwen.kinds.sheet.calc.calls import names_in, too_deep
from tongwen.kinds.sheet.calc.functions import FUNCTIONS
from tongwen.kinds.sheet.calc.functions.web import REMOTE
from tongwen.kinds.sheet.calc.intersections import intersected
from tongwen.kinds.sheet.calc.lifting import lifted
from tongwen.kinds.sheet.calc.literals import ERRORS
from tongwen.kinds.sheet.calc.own import OwnCalls
from tongwen.kinds.sheet.calc.plain import Formula, Pivot, PlainBook, PlainSheet, plain_book
from tongwen.kinds.sheet.calc.scratch import MOST_USED, Scratch
from tongwen.kinds.sheet.calc.structured import Tables

_EXTERNAL = re.compile(r"(?:^|[^\w\]])'?\[\d+\]|'[^']*\[\d+\][^']*'!")
_STRING = re.compile(r'"(?:[^"]|"")*"')
_CIRCLE = {"e": "#CIRC!"}
_UNREADABLE = {"e": "#VALUE!"}
_BLOCKED = {"e": "#BLOCKED!"}
_PARAMETERS = frozenset(("LAMBDA", "LET"))
_UNKNOWN = ("#NAME?", "#N/IMPL!", "#ERROR!")
_ERROR = ironcalc.CellType.ErrorValue
_SCRATCH = "scratch"
_PREFIXES = re.compile(r"_xl(?:fn|ws|pm|eta)\.", re.IGNORECASE)

Cell = tuple[int, int, int]
"""Worksheet index, row and column from zero."""


class IronCalcEngine:
    """Computes a workbook with IronCalc. See `CalcEngine`.

    What it cannot compute (external references, unknown functions) keeps the value that the file
    had; a circular reference is `#CIRC!`, unless the workbook says that it is iterated.
    """

    def evaluate(self, states: Mapping[str, bytes], changed: Changed | None = None) -> Values:
        """Return the values of all formulas. See `CalcEngine`."""
        docs = {name: ydoc.load(state) for name, state in states.items()}
        book = Book(lambda name: docs.get(name) or docs.setdefault(name, ydoc.new_doc()))
        return Calculation(plain_book(book)).values()


@dataclass(slots=True)
class _Known:
    """A formula in the engine."""

    cell: Cell
    formula: Formula
    text: str  # as the engine has it


@dataclass
class Calculation:
    """One workbook in IronCalc."""

    book: PlainBook
    now: datetime = field(default_factory=datetime.now)

    def __post_init__(self) -> None:
        self.model: Any = ironcalc.create("book", "en", "UTC", "en")
        self._formulas: list[_Known] = []
        self._kept: dict[Cell, Value] = {}
        self._by_cell: dict[Cell, _Known] = {}
        self._named = {name.upper() for name, _, _ in self.book.names}
        self._titles: list[str] = []  # as the engine has them
        self._free = _SCRATCH
        while any(one.name.casefold().startswith(self._free) for one in self.book.sheets):
            self._free += "_"
        self._scratch = Scratch(self.model, self._free, self._titles, self.read)
        self._tables = Tables(self.book.tables, self.book.sheets)
        self._sheets()
        self._names()
        for index, sheet in enumerate(self.book.sheets):
            self._fill(index, sheet)
        self._calculate()

    # -- filling

    def _sheets(self) -> None:
        for index in range(len(self.book.sheets)):
            if index:
                self.model.new_sheet()
            self._titles.append(f"{self._free} {index}")  # so that no two are equal
            self.model.rename_sheet(index, self._titles[index])
        for index, sheet in enumerate(self.book.sheets):
            with suppress(ironcalc.WorkbookError):  # no name for it: nobody can refer to it
                self.model.rename_sheet(index, sheet.name)
                self._titles[index] = sheet.name

    def _names(self) -> None:
        index_of = {sheet.sid: index for index, sheet in enumerate(self.book.sheets)}
        for name, scope, text in self.book.names:
            try:
                place = None if scope is None else index_of[scope]
                self.model.new_defined_name(name, place, text)
            except (ironcalc.WorkbookError, KeyError):
                continue  # a name that the engine does not take is unknown to its formulas

    def _fill(self, index: int, sheet: PlainSheet) -> None:
        model = self.model
        for row in sheet.hidden_rows:
            model.set_row_hidden(index, row + 1, True)
        for row, col, value in sheet.values:
            _write(model, index, row + 1, col + 1, value)
        for formula in sheet.formulas:
            text = _PREFIXES.sub("", formula.text)
            text = self._tables.resolve(text, sheet.sid, formula.row, formula.col)
            if formula.entered or formula.dynamic or formula.array:
                text = lifted(text)
            else:
                text = intersected(text, formula.row, formula.col)
            cell = (index, formula.row, formula.col)
            if _EXTERNAL.search(_STRING.sub('""', text)) or too_deep(text):
                self._keep(cell, formula.cached if formula.cached is not None else _UNREADABLE)
                continue
            called = frozenset(names_in(text))
            if called & REMOTE or (formula.cached is not None and self._unknown(called)):
                self._keep(cell, formula.cached if formula.cached is not None else _BLOCKED)
                continue
            known = _Known(cell, formula, text)
            self._formulas.append(known)
            self._put(known, text)

    def _unknown(self, called: frozenset[str]) -> bool:
        """Whether neither the engine nor we know a function: IFERROR would hide that."""
        if called & _PARAMETERS:
            return False  # parameters may be functions
        return not all(
            name in FUNCTIONS or name in self._named or engine_knows(name) for name in called
        )

    def _put(self, known: _Known, text: str) -> None:
        index, row, col = known.cell
        try:
            if known.formula.array is not None:
                rows, cols = known.formula.array
                self.model.set_user_array_formula(index, row + 1, col + 1, cols, rows, "=" + text)
            else:
                self.model.update_cell_with_formula(index, row + 1, col + 1, "=" + text)
        except ironcalc.WorkbookError:
            self._keep(known.cell, known.formula.cached)

    def _keep(self, cell: Cell, value: Value) -> None:
        """Let a cell have the value that the file said."""
        self._kept[cell] = value
        _write(self.model, cell[0], cell[1] + 1, cell[2] + 1, value)

    # -- calculating

    def _calculate(self) -> None:
        own = OwnCalls(self, any(sheet.filtered_rows for sheet in self.book.sheets))
        for known in self._formulas:
            own.add(known.cell, known.text)
            if known.cell in own:
                self._by_cell[known.cell] = known
        self.model.evaluate()
        own.run()
        if self._repair(own):
            self.model.evaluate()
            own.run()
        if self.book.iteration is not None:
            self._iterate()

    def _repair(self, own: OwnCalls) -> bool:
        """Keep what is unknown to the engine; keep old formulas from spilling."""
        touched = False
        for known in self._formulas:
            if known.cell in self._kept:
                continue
            value = self.read(known.cell)
            code = value.get("e") if isinstance(value, dict) else None
            cached = known.formula.cached
            if code in _UNKNOWN and cached is not None and not isinstance(cached, dict):
                self._keep(known.cell, cached)
                touched = True
            elif self._spills(known, code):
                known.formula.array = (1, 1)
                self._put(known, own.text_of(known.cell) if known.cell in own else known.text)
                touched = True
        return touched

    def _spills(self, known: _Known, code: str | None) -> bool:
        formula = known.formula
        return code == "#SPILL!" and formula.array is None and not formula.dynamic

    def _iterate(self) -> None:
        """Repeat circular formulas until they change by less than the workbook allows."""
        assert self.book.iteration is not None
        circular = [known for known in self._formulas if self.read(known.cell) == _CIRCLE]
        if not circular:
            return
        found: dict[Cell, Value] = {known.cell: 0.0 for known in circular}
        scratch = self._scratch.sheet()
        places = {}
        for order, known in enumerate(circular):
            _write(self.model, *_one(known.cell), 0.0)
            places[known.cell] = (scratch, order, MOST_USED)
            text = self._scratch.elsewhere(known.text, known.cell[0])
            self.model.update_cell_with_formula(scratch, order + 1, MOST_USED + 1, "=" + text)
        for _ in range(self.book.iteration.count):
            self.model.evaluate()
            moved = 0.0
            for cell, place in places.items():
                value = self.read(place)
                moved = max(moved, _distance(found[cell], value))
                found[cell] = value
            for cell, value in found.items():
                _write(self.model, *_one(cell), value)
            if moved < self.book.iteration.delta:
                break
        self.model.evaluate()
        self._kept.update(found)

    # -- what own functions ask for (`own.Sheets`)

    def sheet_index(self, name: str | None, own: int) -> int | None:
        """Return the index of a worksheet by name; `own` for None."""
        if name is None:
            return own
        for index, sheet in enumerate(self.book.sheets):
            if sheet.name.casefold() == name.casefold():
                return index
        return None

    def read(self, cell: Cell) -> Value:
        """Return the value of a cell; an error is `{"e": code}`."""
        value = self.model.get_cell_value(cell[0], cell[1] + 1, cell[2] + 1)
        if isinstance(value, str):
            if value.startswith("#"):
                kind = self.model.get_cell_type(cell[0], cell[1] + 1, cell[2] + 1)
                return {"e": value} if kind == _ERROR else value
            return value or None
        return value

    def last(self, sheet: int) -> tuple[int, int]:
        """Return the last row and column of a worksheet that are used."""
        _, row, _, col = self.model.get_sheet_dimensions(sheet)
        return row - 1, col - 1

    def hidden(self, sheet: int) -> set[int]:
        """Return the hidden rows of a worksheet."""
        return self.book.sheets[sheet].hidden_rows

    def filtered(self, sheet: int) -> set[int]:
        """Return the rows of a worksheet that filters hide."""
        return self.book.sheets[sheet].filtered_rows

    def pivot_at(self, cell: Cell) -> Pivot | None:
        """Return the pivot table that shows a cell."""
        sid = self.book.sheets[cell[0]].sid
        for pivot in self.book.pivots:
            top, left, bottom, right = pivot.box
            if pivot.sheet == sid and top <= cell[1] <= bottom and left <= cell[2] <= right:
                return pivot
        return None

    def evaluate_all(self, texts: list[tuple[int, str]]) -> list[list[list[Value]] | None]:
        """Compute expressions, each seen from a worksheet; None where one cannot be."""
        if not texts:
            self.model.evaluate()
        return self._scratch.evaluate(texts)

    def size(self) -> int:
        """Return how many cells are filled."""
        return sum(len(sheet.values) + len(sheet.formulas) for sheet in self.book.sheets)

    def set_text(self, cell: Cell, text: str) -> None:
        """Give a formula another text, unless its cell keeps what the file said."""
        if cell not in self._kept:
            known = self._by_cell[cell]
            index, row, col = _one(cell)
            with suppress(ironcalc.WorkbookError):  # what it filled goes with it
                if known.formula.array is None:
                    self.model.clear_cell_contents(index, row, col)
                else:
                    last = row + known.formula.array[0] - 1, col + known.formula.array[1] - 1
                    self.model.range_clear_contents(index, row, col, *last)
            self._put(known, text)

    # -- answers

    def values(self) -> dict[str, dict[tuple[int, int], Value]]:
        """Return the values of all formulas, and of the cells into which they spill."""
        found: dict[str, dict[tuple[int, int], Value]] = {s.sid: {} for s in self.book.sheets}
        sids = [sheet.sid for sheet in self.book.sheets]
        constant = [{(row, col) for row, col, _ in sheet.values} for sheet in self.book.sheets]
        for sheet, row, col in self.model.get_all_cells():
            if sheet < len(sids) and (row - 1, col - 1) not in constant[sheet]:
                value = self.read((sheet, row - 1, col - 1))
                if value is not None:
                    found[sids[sheet]][row - 1, col - 1] = value
        for known in self._formulas:
            index, row, col = known.cell
            found[sids[index]].setdefault((row, col), None)
        for (index, row, col), value in self._kept.items():
            found[sids[index]][row, col] = value
        return found


@lru_cache(4096)
def engine_knows(function: str) -> bool:
    """Whether the engine has a function, by what it says of a call without arguments."""
    model: Any = ironcalc.create("known", "en", "UTC", "en")
    try:
        model.update_cell_with_formula(0, 1, 1, f"={function}()")
    except ironcalc.WorkbookError:
        return False
    model.evaluate()
    return model.get_cell_value(0, 1, 1) not in ("#NAME?", "#N/IMPL!")


def _one(cell: Cell) -> Cell:
    return cell[0], cell[1] + 1, cell[2] + 1


def _distance(before: Value, after: Value) -> float:
    numbers = isinstance(before, (int, float)) and isinstance(after, (int, float))
    if numbers:
        return abs(float(after) - float(before))
    return 0.0 if before == after else float("inf")


def _write(model: Any, sheet: int, row: int, col: int, value: Value) -> None:
    """Put a value into a cell, both counted from one."""
    if value is None:
        return
    if isinstance(value, bool):
        model.update_cell_with_bool(sheet, row, col, value)
    elif isinstance(value, (int, float)):
        model.update_cell_with_number(sheet, row, col, value)
    elif isinstance(value, dict):
        code = value.get("e")
        model.set_user_input(sheet, row, col, code if code in ERRORS else "#VALUE!")
    else:
        model.update_cell_with_text(sheet, row, col, str(value))
