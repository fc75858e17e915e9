"""What must be computed after edits: the formulas that they reach, and what those read."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc.dependents import Area, Dependents
from tongwen.kinds.sheet.calc.edits import Edits
from tongwen.kinds.sheet.calc.formula_groups import FormulaGroups, Group
from tongwen.kinds.sheet.calc.plain import tables_of
from tongwen.kinds.sheet.calc.reads import (
    PLACED,
    READING,
    TOTALS,
    UNBOUND,
    VOLATILE,
    Read,
    Reader,
    Words,
)
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS
from tongwen.kinds.sheet.parts import BOOK

Place = tuple[str, int, int]
"""sid, row and column by position."""


@dataclass(slots=True)
class Chosen:
    """Which formulas of a group: finds the next that is not yet among them without looking."""

    following: list[int]  # of each number: a number not before it that is not chosen, or beyond

    def add(self, first: int, stop: int) -> Iterator[tuple[int, int]]:
        """Choose numbers; yield (first, stop) of those that were not chosen before."""
        at = self._free(first)
        while at < stop:
            start = at
            while at < stop and self.following[at] == at:
                self.following[at] = at + 1
                at += 1
            yield start, at
            at = self._free(at)

    def _free(self, number: int) -> int:
        found = number
        while found < len(self.following) and self.following[found] != found:
            found = self.following[found]
        while number < found:
            self.following[number], number = found, self.following[number]
        return found

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield (first, stop) of the numbers that were chosen."""
        start = -1
        for number, following in enumerate(self.following):
            if following == number:
                if start >= 0:
                    yield start, number
                start = -1
            elif start < 0:
                start = number

    def __contains__(self, number: int) -> bool:
        """Whether a formula was chosen."""
        return self.following[number] != number


class Workbook:
    """All formulas of a workbook and what they read."""

    def __init__(self, book: Book) -> None:
        self.book = book
        moved = any(
            isinstance(entry, dict) and "m" in entry
            for info in book.sheets()
            for axis in ("rows", "cols")
            for entry in book.entries.mirror(BOOK, f"{axis}:{info.sid}").entries.values()
        )
        self.sheets = {
            info.sid: FormulaGroups(book.sheet(info.sid), moved) for info in book.sheets()
        }
        self.tables = list(tables_of(book))
        self.reader = Reader(book, self.tables)
        self.dependents = Dependents()
        self.reads: dict[Group, list[Read]] = {}
        self.broken: set[Group] = set()
        for sid in self.sheets:
            self.dependents.know(sid, book.rows(sid))
        for group in self.groups():
            found = self.reader.of(group)
            self.reads[group] = found.areas
            if found.broken:
                self.broken.add(group)
            for read in found.areas:
                self.dependents.add(read)

        self._standing: dict[tuple[str, int], list[Group]] = {}
        for group in self.groups():
            self._standing.setdefault((group.sid, group.col), []).append(group)

    def groups(self) -> Iterator[Group]:
        """Yield the groups of all worksheets."""
        for sheet in self.sheets.values():
            yield from sheet.groups

    @property
    def size(self) -> int:
        """Rows × columns of all worksheets, as far as they are used."""
        return sum((one.last_row + 1) * (one.last_col + 1) for one in self.sheets.values())

    def standing(self, area: Area) -> Iterator[Group]:
        """Yield the groups in the columns of an area."""
        if area.right - area.left > len(self._standing):
            yield from (group for group in self.groups() if group.sid == area.sid)
        else:
            for col in range(area.left, area.right + 1):
                yield from self._standing.get((area.sid, col), ())

    def words(self, group: Group) -> Words:
        """Return the words of a group's formulas."""
        return self.reader.words(group.template)

    def position(self, group: Group, number: int) -> int | None:
        """Return the row of a formula; None when its line is gone."""
        row = group.rows[number]
        return row if group.placed else self.book.rows(group.sid).position(("", row))

    def areas(self, group: Group, first: int, stop: int) -> Iterator[Area]:
        """Yield the cells of some formulas of a group, and of what an array of theirs fills."""
        if group.spreads or group.placed or stop - first == 1:
            for number in range(first, stop):
                at = self.position(group, number)
                if at is not None:
                    down, across = group.array or (1, 1)
                    bottom = min(at + down, MAX_ROWS) - 1
                    right = min(group.col + across, MAX_COLS) - 1
                    yield Area(group.sid, at, group.col, bottom, right)
            return
        axis, rows = self.book.rows(group.sid), group.rows
        while first < stop:
            length = _together(rows, first, stop)
            for _, count, at in axis.placed(("", rows[first], length)):
                yield Area(group.sid, at, group.col, at + count - 1, group.col)
            first += length


def _together(rows: list[int], first: int, stop: int) -> int:
    """How many rows from `first` on follow one another."""
    if rows[stop - 1] - rows[first] == stop - 1 - first:
        return stop - first
    length = 1
    while first + length < stop and rows[first + length] == rows[first] + length:
        length += 1
    return length


class Affected:
    """The formulas that edits reach."""

    def __init__(self, workbook: Workbook, edits: Edits, follow: bool = True) -> None:
        """Without `follow` only those that were entered: calculation is by hand."""
        self._workbook = workbook
        self._edits = edits
        self._follow = follow
        self.chosen: dict[Group, Chosen] = {}
        self.count = 0
        self.unbound = self.reading = False
        """Whether one of them may read any cell, or reads formulas."""
        self._queue: deque[Area] = deque()
        for group in workbook.groups() if follow else ():
            if self._begins(group):
                self._choose(group, 0, len(group.rows))
        self.reach(edits.areas)

    def reach(self, areas: list[Area]) -> None:
        """Follow what was changed, from formula to formula."""
        self._own(areas)
        if not self._follow:
            return
        self._queue.extend(areas)
        while self._queue:
            for group, first, stop in self._workbook.dependents.of(self._queue.popleft()):
                self._choose(group, first, stop)

    def _begins(self, group: Group) -> bool:
        """Whether formulas must be computed whatever cells they read."""
        edits, words = self._edits, self._workbook.words(group)
        if not words.functions.isdisjoint(VOLATILE):
            return True
        if edits.lines and (
            group in self._workbook.broken or not words.functions.isdisjoint(PLACED)
        ):
            return True
        if edits.hidden and not words.functions.isdisjoint(TOTALS):
            return True
        if (edits.names and words.names) or (edits.tables and words.tables):
            return True
        return not edits.exact and self._workbook.reader.unknown(words)

    def _own(self, areas: list[Area]) -> None:
        """Choose formulas that stand in changed cells themselves."""
        for area in areas:
            for group in self._workbook.standing(area):
                self._standing(group, area)

    def _standing(self, group: Group, area: Area) -> None:
        if group.placed:
            if area.base is None and area.top <= group.rows[0] <= area.bottom:
                self._choose(group, 0, 1)
        elif area.right - area.left < MAX_COLS - 1:  # lines that came hold formulas of their own
            rows = self._workbook.dependents.base_rows(area)
            first = bisect_left(group.rows, rows[0])
            self._choose(group, first, bisect_right(group.rows, rows[1]))

    def _choose(self, group: Group, first: int, stop: int) -> None:
        chosen = self.chosen.get(group)
        if chosen is None:
            chosen = self.chosen[group] = Chosen(list(range(len(group.rows) + 1)))
            functions = self._workbook.words(group).functions
            self.unbound = self.unbound or not functions.isdisjoint(UNBOUND)
            self.reading = self.reading or not functions.isdisjoint(READING)
        for start, end in chosen.add(first, stop):
            self.count += end - start
            self._queue.extend(self._workbook.areas(group, start, end))
