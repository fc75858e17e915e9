"""Calls of our own functions inside formulas that another engine computes.

The engine computes the arguments, we the call, and the formula gets the result in its place; that
is repeated until nothing changes, because such formulas may depend on each other.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from tongwen.kinds.sheet.calc import Value
from tongwen.kinds.sheet.calc.calls import Call, calls, names_in
from tongwen.kinds.sheet.calc.functions import (
    FUNCTION_ARGUMENTS,
    FUNCTIONS,
    ONLY_WHERE,
    PIVOT_ARGUMENTS,
)
from tongwen.kinds.sheet.calc.functions.arguments import Argument, Arguments, Failed, Matrix
from tongwen.kinds.sheet.calc.intersections import SINGLE, kind_at
from tongwen.kinds.sheet.calc.literals import literal, plain_reference, plain_value
from tongwen.kinds.sheet.calc.plain import Pivot

LEAST_ROUNDS, MOST_ROUNDS = 60, 2_000
_MOST_WORK = 5_000_000  # cells × rounds: calls of ours may depend on each other down a column
_NAMES = frozenset(FUNCTIONS)
_NESTING = frozenset(("SUBTOTAL", "AGGREGATE"))
_MOST_CELLS = 4_000_000  # of one argument
_MOST_QUESTIONS = 4  # that follow from answers to others

Cell = tuple[int, int, int]


class Sheets(Protocol):
    """The engine, as own functions know it."""

    now: datetime

    def sheet_index(self, name: str | None, own: int) -> int | None:
        """Return the index of a worksheet by name; `own` for None."""

    def read(self, cell: Cell) -> Value:
        """Return the value of a cell."""

    def last(self, sheet: int) -> tuple[int, int]:
        """Return the last row and column of a worksheet that are used."""

    def hidden(self, sheet: int) -> set[int]:
        """Return the hidden rows of a worksheet."""

    def filtered(self, sheet: int) -> set[int]:
        """Return the rows of a worksheet that filters hide."""

    def size(self) -> int:
        """Return how many cells are filled."""

    def pivot_at(self, cell: Cell) -> Pivot | None:
        """Return the pivot table that shows a cell."""

    def evaluate_all(self, texts: list[tuple[int, str]]) -> list[Matrix | None]:
        """Compute expressions, each seen from a worksheet; None where one cannot be."""

    def set_text(self, cell: Cell, text: str) -> None:
        """Give a formula another text."""


@dataclass(slots=True)
class _Host:
    """A formula with calls of ours, inner ones first, and what they are worth so far."""

    cell: Cell
    text: str
    calls: list[Call]
    worth: dict[int, str] = field(default_factory=dict)  # number of a call → its literal

    def part(self, start: int, end: int) -> str:
        """Return a part of the text with the calls in it replaced by what they are worth."""
        pieces: list[str] = []
        at = start
        for number, call in sorted(enumerate(self.calls), key=lambda one: one[1].start):
            if call.start >= at and call.end <= end and number in self.worth:
                pieces += (self.text[at : call.start], self.worth[number])
                at = call.end
        return "".join(pieces) + self.text[at:end]

    def ready(self, number: int) -> bool:
        """Whether what is inside a call is known."""
        call = self.calls[number]
        return all(
            inner in self.worth
            for inner in range(number)
            if call.start < self.calls[inner].start and self.calls[inner].end < call.end
        )


_Wanted = tuple[_Host, int, list[Argument | int]]


def _ask(
    known: dict[tuple[int, str], Value],
    missing: dict[tuple[int, str], None],
    own: int,
    text: str,
) -> Value:
    """Return what an expression is worth; remember the question when that is not known."""
    if (own, text) not in known:
        missing[own, text] = None
    return known.get((own, text))


def _is_ours(call: Call, text: str) -> bool:
    """Whether a call is not left to the engine."""
    where = ONLY_WHERE.get(call.name)
    return where is None or where([text[start:end] for start, end in call.arguments])


def _applied(name: str, given: Arguments) -> Value | Matrix:
    """Call a function; one that takes single values only, for each cell of what it is given."""
    rows = max((len(one.values) for one in given.given), default=0)
    cols = max((len(one.values[0]) for one in given.given if one.values), default=0)
    single = all(kind_at(name, at) in SINGLE for at in range(len(given)))
    if not single or rows * cols <= 1:
        return FUNCTIONS[name](given)
    return [
        [
            _one(name, Arguments([_cell(one, row, col) for one in given.given], given.now))
            for col in range(cols)
        ]
        for row in range(rows)
    ]


def _one(name: str, given: Arguments) -> Value | Matrix:
    try:
        return FUNCTIONS[name](given)
    except Failed as failed:
        return {"e": failed.code}
    except (ArithmeticError, ValueError):
        return {"e": "#NUM!"}


def _cell(argument: Argument, row: int, col: int) -> Argument:
    """Return a cell of an argument; one line or one cell of it serves for all."""
    values = argument.values
    if not values:
        return argument
    down, across = 0 if len(values) == 1 else row, 0 if len(values[0]) == 1 else col
    inside = down < len(values) and across < len(values[0])
    return Argument([[values[down][across] if inside else {"e": "#N/A"}]])


class OwnCalls:
    """All calls of our functions in a workbook."""

    def __init__(self, sheets: Sheets, filters: bool = False) -> None:
        """`filters`: filters hide rows, which the engine's SUBTOTAL does not know."""
        self._sheets = sheets
        self._names = _NAMES if filters else _NAMES - {"SUBTOTAL"}
        self._hosts: dict[Cell, _Host] = {}
        self._nesting: set[Cell] = set()

    def add(self, cell: Cell, text: str) -> None:
        """Tell of a formula."""
        called = set(names_in(text))
        if called & _NESTING:
            self._nesting.add(cell)
        if called & self._names:
            found = [one for one in calls(text, self._names) if _is_ours(one, text)]
            if found:
                self._hosts[cell] = _Host(cell, text, found)

    def text_of(self, cell: Cell) -> str:
        """Return a formula's text as the engine should have it now."""
        host = self._hosts[cell]
        return host.part(0, len(host.text))

    def __contains__(self, cell: Cell) -> bool:
        """Whether a formula calls a function of ours."""
        return cell in self._hosts

    def run(self) -> None:
        """Compute all calls, again and again until nothing changes."""
        work = _MOST_WORK // max(1, self._sheets.size())
        for _ in range(max(LEAST_ROUNDS, min(MOST_ROUNDS, work))):
            if not self._hosts or not self._round():
                return

    def _round(self) -> bool:
        """Compute all calls once; return whether any result changed."""
        asked: list[tuple[int, str]] = []
        wanted: list[_Wanted] = []
        for host in self._hosts.values():
            for number, call in enumerate(host.calls):
                if host.ready(number):
                    given = self._arguments(host, call, asked)
                    if len(call.arguments) == 1 and not host.part(*call.arguments[0]).strip():
                        given = []
                    wanted.append((host, number, given))
        answers = self._sheets.evaluate_all(asked) if asked else []
        touched: dict[Cell, None] = {}
        for host, number, result in self._called(wanted, answers):
            if host.worth.get(number) != result:
                host.worth[number] = result
                touched[host.cell] = None
        for cell in touched:
            self._sheets.set_text(cell, self.text_of(cell))
        if touched:
            self._sheets.evaluate_all([])
        return bool(touched)

    def _called(
        self, wanted: list[_Wanted], answers: list[Matrix | None]
    ) -> Iterator[tuple[_Host, int, str]]:
        """Yield hosts, numbers of calls and results; functions may ask for more (`ask`)."""
        known: dict[tuple[int, str], Value] = {}
        for last in range(_MOST_QUESTIONS, -1, -1):
            missing: dict[tuple[int, str], None] = {}
            again: list[_Wanted] = []
            for host, number, given in wanted:
                before = len(missing)
                ask = partial(_ask, known, missing, host.cell[0])
                result = self._call(host.calls[number].name, given, answers, ask)
                if len(missing) == before or not last:
                    yield host, number, result
                else:
                    again.append((host, number, given))
            if not again:
                return
            found = self._sheets.evaluate_all(list(missing))
            for question, matrix in zip(missing, found, strict=True):
                known[question] = {"e": "#VALUE!"} if matrix is None else matrix[0][0]
            wanted = again

    def _arguments(
        self, host: _Host, call: Call, asked: list[tuple[int, str]]
    ) -> list[Argument | int]:
        function = FUNCTION_ARGUMENTS.get(call.name)
        given = [
            Argument([], text=host.part(*place))
            if number == function
            else self._argument(host, place, asked)
            for number, place in enumerate(call.arguments)
        ]
        shown = PIVOT_ARGUMENTS.get(call.name)
        if shown is not None and shown < len(given):
            given[shown] = self._pivot(host.cell[0], host.part(*call.arguments[shown]))
        return given

    def _pivot(self, own: int, text: str) -> Argument:
        """Return all that a pivot table shows, by one of its cells; nothing when there is none."""
        place = plain_reference(text)
        sheet = None if place is None else self._sheets.sheet_index(place[0], own)
        if place is None or sheet is None:
            return Argument([])
        pivot = self._sheets.pivot_at((sheet, place[1], place[2]))
        if pivot is None:
            return Argument([])
        return replace(self._cells(sheet, *pivot.box), data=pivot.data)

    def _argument(
        self, host: _Host, place: tuple[int, int], asked: list[tuple[int, str]]
    ) -> Argument | int:
        """Return an argument, or the number of the question what it is."""
        text = host.part(*place)
        if not text.strip():
            return Argument([])
        known = plain_value(text)
        if known is not None:
            return Argument(known)
        referred = self._referred(host.cell[0], text)
        if referred is not None:
            return referred
        asked.append((host.cell[0], text))
        return len(asked) - 1

    def _referred(self, own: int, text: str) -> Argument | None:
        place = plain_reference(text)
        sheet = None if place is None else self._sheets.sheet_index(place[0], own)
        if place is None or sheet is None:
            return None
        return self._cells(sheet, *place[1:])

    def _cells(self, sheet: int, top: int, left: int, bottom: int, right: int) -> Argument:
        """Return the values of an area, as far as it is used."""
        last = self._sheets.last(sheet)  # what lies beyond is empty
        bottom, right = max(top, min(bottom, last[0])), max(left, min(right, last[1]))
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            return Argument([[{"e": "#VALUE!"}]])
        rows, cols = range(top, bottom + 1), range(left, right + 1)
        hidden, filtered = self._sheets.hidden(sheet), self._sheets.filtered(sheet)
        return Argument(
            [[self._sheets.read((sheet, row, col)) for col in cols] for row in rows],
            reference=True,
            hidden=[row in hidden for row in rows] if hidden else [],
            filtered=[row in filtered for row in rows] if filtered else [],
            nested=[[(sheet, row, col) in self._nesting for col in cols] for row in rows]
            if self._nesting
            else [],
        )

    def _call(
        self,
        name: str,
        given: Iterable[Argument | int],
        answers: list[Matrix | None],
        ask: Callable[[str], Value],
    ) -> str:
        arguments = []
        for one in given:
            if isinstance(one, int):
                answer = answers[one]
                if answer is None:
                    return "#VALUE!"
                one = Argument(answer)
            arguments.append(one)
        try:
            return literal(_applied(name, Arguments(arguments, self._sheets.now, ask)))
        except Failed as failed:
            return literal({"e": failed.code})
        except (ArithmeticError, ValueError):
            return "#NUM!"
