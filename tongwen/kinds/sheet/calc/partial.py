"""A workbook of only what some formulas need: they, and what they read as values."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tongwen.kinds.sheet.calc.affected import Affected, Chosen, Workbook
from tongwen.kinds.sheet.calc.dependents import Area
from tongwen.kinds.sheet.calc.formula_groups import Group
from tongwen.kinds.sheet.calc.plain import Formula, PlainBook, PlainSheet, book_of, hide_rows
from tongwen.kinds.sheet.calc.reads import TOTALS, Read, base_row
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.templates import references

MOST_FORMULAS = 300_000
MOST_VALUES = 1_500_000
_CIRCLE = {"e": "#CIRC!"}  # no value: only in a circle can it be computed
_PROBES = 524_287, 700_001
_DIGITS = re.compile(r"\d+")


class TooMuch(Exception):
    """More would have to be computed than a worker can in reasonable time and memory."""


@dataclass(slots=True)
class _Stretches:
    """Rows of a column: disjoint stretches in order."""

    ends: list[tuple[int, int]] = field(default_factory=list)

    def add(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Take in rows; yield those that were not there."""
        at = bisect_left(self.ends, low, key=lambda ends: ends[1] + 1)
        first, begin, end = at, low, high
        free = low
        while at < len(self.ends) and self.ends[at][0] <= high + 1:
            known = self.ends[at]
            if free < known[0]:
                yield free, known[0] - 1
            free = max(free, known[1] + 1)
            begin, end = min(begin, known[0]), max(end, known[1])
            at += 1
        if free <= high:
            yield free, high
        self.ends[first:at] = [(begin, end)]


class Partial:
    """Gathers formulas and what they read until nothing is missing."""

    def __init__(self, workbook: Workbook, affected: Affected) -> None:
        """Raises TooMuch."""
        self._workbook = workbook
        self._chosen: dict[Group, Chosen] = {}
        self._pending: dict[Group, list[tuple[int, int]]] = {}
        self._count = 0
        self._known: defaultdict[tuple[str, int], _Stretches] = defaultdict(_Stretches)
        self._sheets = {
            info.sid: PlainSheet(info.sid, info.name) for info in workbook.book.sheets()
        }
        self._values = 0
        self._arrays = [group for group in workbook.groups() if group.array is not None]
        self._texts = _Texts(workbook)
        for group, chosen in affected.chosen.items():
            for first, stop in chosen.stretches():
                self._choose(group, first, stop)
        if affected.unbound:
            self._read_everything()
        self._gather()

    def book(self) -> PlainBook:
        """Return what was gathered, for an engine."""
        workbook = self._workbook
        for sid, sheet in self._sheets.items():
            groups = workbook.sheets[sid]
            if any(self._is_total(group) for group in self._chosen if group.sid == sid) or any(
                read.sid == sid
                for group in self._chosen
                if self._is_total(group)
                for read in workbook.reads[group]
            ):
                hide_rows(sheet, workbook.book.sheet(sid), groups.last_row)
        return book_of(workbook.book, list(self._sheets.values()))

    def _is_total(self, group: Group) -> bool:
        return not self._workbook.words(group).functions.isdisjoint(TOTALS)

    # -- gathering

    def _choose(self, group: Group, first: int, stop: int) -> None:
        """Have formulas computed."""
        chosen = self._chosen.get(group)
        if chosen is None:
            chosen = self._chosen[group] = Chosen(list(range(len(group.rows) + 1)))
        for start, end in chosen.add(first, stop):
            self._pending.setdefault(group, []).append((start, end))
            self._count += end - start
            for number in range(start, end):
                self._write(group, number)
        if self._count > MOST_FORMULAS:
            raise TooMuch

    def _write(self, group: Group, number: int) -> None:
        at = self._workbook.position(group, number)
        if at is not None:
            text = self._texts.of(group, number)
            formula = Formula(at, group.col, text, group.cached[number], group.array, group.dynamic)
            self._sheets[group.sid].formulas.append(formula)

    def _read_everything(self) -> None:
        if self._workbook.size > 2 * MOST_VALUES:
            raise TooMuch
        for sid, groups in self._workbook.sheets.items():
            if groups.last_row >= 0:
                columns = range(groups.last_col + 1)
                for col in columns:
                    list(self._known[sid, col].add(0, groups.last_row))
                self._read(sid, [(0, groups.last_row, col) for col in columns])

    def _gather(self) -> None:
        while self._pending:
            pending, self._pending = self._pending, {}
            fresh: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
            for sid, low, high, col in self._needed(pending):
                for stretch in self._known[sid, col].add(low, high):
                    fresh[sid].append((*stretch, col))
            for sid, stretches in fresh.items():
                self._read(sid, list(_together(stretches)))

    def _needed(
        self, pending: dict[Group, list[tuple[int, int]]]
    ) -> Iterator[tuple[str, int, int, int]]:
        """Yield sid, first and last row, and column of what is read."""
        for group, ranges in pending.items():
            for read in self._workbook.reads[group]:
                sheet = self._workbook.sheets[read.sid]
                for low, high in self._rows(read, group, ranges):
                    high = min(high, sheet.last_row)
                    if low > high:
                        continue
                    for col in range(read.left, min(read.right, sheet.last_col) + 1):
                        yield read.sid, low, high, col
                    self._arrays_in(Area(read.sid, low, read.left, high, read.right))

    def _rows(
        self, read: Read, group: Group, ranges: list[tuple[int, int]]
    ) -> Iterator[tuple[int, int]]:
        if not read.based:
            if read.index < 0 or any(first <= read.index < stop for first, stop in ranges):
                yield read.top, read.bottom
            return
        axis = self._workbook.book.rows(read.sid)
        for first, stop in ranges:
            for start, end in _runs(group.rows, first, stop):
                ends = read.rows_for(group.rows[start]), read.rows_for(group.rows[end - 1])
                low = max(0, min(ends[0][0], ends[1][0]))
                high = max(ends[0][1], ends[1][1])
                found = axis.range(("", low), ("", high)) if high >= 0 else None
                if found is not None:
                    yield found

    def _arrays_in(self, area: Area) -> None:
        """Have array formulas computed whose results lie in an area: no cell has their values."""
        for group in self._arrays:
            for filled in self._workbook.areas(group, 0, len(group.rows)):
                if (
                    filled.sid == area.sid
                    and filled.top <= area.bottom
                    and filled.bottom >= area.top
                    and filled.left <= area.right
                    and filled.right >= area.left
                ):
                    self._choose(group, 0, len(group.rows))

    def _read(self, sid: str, stretches: list[tuple[int, int, int]]) -> None:
        """Take the values of rows of columns (first, last, column)."""
        self._values += sum(high - low + 1 for low, high, _ in stretches)
        if self._values > 2 * MOST_VALUES:
            raise TooMuch
        sheet, groups = self._sheets[sid], self._workbook.sheets[sid]
        for low, high, cols in _bands(stretches):
            for row, col, content in groups.cells(low, high, cols):
                if isinstance(content, tuple):
                    self._take_formula(sheet, row, col, *content)
                else:
                    sheet.values.append((row, col, content))
            if len(sheet.values) > MOST_VALUES:
                raise TooMuch

    def _take_formula(
        self, sheet: PlainSheet, row: int, col: int, group: Group, number: int
    ) -> None:
        """Take what a formula is worth; compute it when nobody knows that, or it is a total."""
        chosen = self._chosen.get(group)
        if chosen is not None and number in chosen:
            return
        cached = group.cached[number]
        if cached in (None, _CIRCLE) or group.spreads or self._is_total(group):
            self._choose(group, number, number + 1)
        else:
            sheet.values.append((row, col, cached))


def _together(
    stretches: list[tuple[int, int, int]],
) -> Iterator[tuple[int, int, int]]:
    """Join stretches (first, last, column) that follow one another in a column."""
    first, last, col = -1, -1, -1
    for low, high, other in sorted(stretches, key=lambda one: (one[2], one[0])):
        if other == col and low == last + 1:
            last = high
            continue
        if col >= 0:
            yield first, last, col
        first, last, col = low, high, other
    if col >= 0:
        yield first, last, col


def _runs(rows: list[int], first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Cut numbers where their rows do not follow one another."""
    start = first
    for at in range(first + 1, stop):
        if rows[at] != rows[at - 1] + 1:
            yield start, at
            start = at
    yield start, stop


def _bands(stretches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, list[int]]]:
    """Cut stretches of columns at their ends: rows that are wanted of the same columns."""
    begins: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for low, high, col in stretches:
        begins[low].append(col)
        ends[high + 1].append(col)
    cols: dict[int, int] = {}
    start = 0
    for at in sorted({*begins, *ends}):
        if cols:
            yield start, at - 1, list(cols)
        for col in ends.get(at, ()):
            cols[col] -= 1
            if not cols[col]:
                del cols[col]
        for col in begins.get(at, ()):
            cols[col] = cols.get(col, 0) + 1
        start = at


class _Texts:
    """Writes formulas as A1 text; of a filled column only the row numbers, if lines are plain."""

    def __init__(self, workbook: Workbook) -> None:
        self._book = workbook.book
        self._plain = all(
            self._book.rows(sid).plain and self._book.cols(sid).plain for sid in workbook.sheets
        )
        self._pieces: dict[Group, list[str | int] | None] = {}

    def of(self, group: Group, number: int) -> str:
        """Return the text of a formula."""
        row = group.rows[number]
        if group not in self._pieces:
            self._pieces[group] = self._cut(group)
        pieces = self._pieces[group]
        if pieces is not None:
            return _joined(pieces, row)
        if group.placed:
            return self._book.render(group.template, group.sid)
        return self._book.render(settled(group.template, ("", row), group.col_line), group.sid)

    def _cut(self, group: Group) -> list[str | int] | None:
        """Return texts, and what is added to a formula's row between them; None: not so simple.

        Found by rendering the formula in two rows of its column that are far away.
        """
        if not self._plain or group.placed or len(group.rows) < 2:
            return None
        distances = set()
        for reference in references(group.template):
            rows = [base_row(row) for row, _, _ in reference.corners]
            moving = [row[0] for row in rows if row is not None and row[1]]
            fixed = [row[0] for row in rows if row is not None and not row[1]]
            if None in rows or (moving and group.rows[0] + min(moving) < max(fixed, default=0)):
                return None
            distances.update(moving)
        pieces = _pieces(self._at(group, _PROBES[0]), distances, _PROBES[0])
        joined = _joined(pieces, _PROBES[1])
        return pieces if joined == self._at(group, _PROBES[1]) else None

    def _at(self, group: Group, row: int) -> str:
        marked = settled(group.template, ("", row), group.col_line)
        return self._book.render(marked, group.sid)


def _pieces(text: str, distances: Iterable[int], probe: int) -> list[str | int]:
    """Cut a text where it names rows at distances from a row."""
    numbers = {str(probe + distance + 1): distance + 1 for distance in distances}
    pieces: list[str | int] = []
    at = 0
    for match in _DIGITS.finditer(text):
        if match.group() in numbers:
            pieces += [text[at : match.start()], numbers[match.group()]]
            at = match.end()
    return [*pieces, text[at:]]


def _joined(pieces: Iterable[str | int], row: int) -> str:
    return "".join([one if isinstance(one, str) else str(row + one) for one in pieces])
