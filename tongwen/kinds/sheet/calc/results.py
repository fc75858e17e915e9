"""Which results of a workbook's formulas are others than the file says."""

import json
import math
from collections.abc import Mapping

from tongwen import ydoc
from tongwen.core.errors import TooLarge
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc import Value, Values
from tongwen.kinds.sheet.calc.affected import Affected, Place, Workbook
from tongwen.kinds.sheet.calc.dependents import Area
from tongwen.kinds.sheet.calc.edits import edits
from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation
from tongwen.kinds.sheet.calc.partial import Partial, TooMuch
from tongwen.kinds.sheet.calc.plain import PlainBook, plain_book
from tongwen.kinds.sheet.entries import OpenPart
from tongwen.kinds.sheet.parts import sheet_part

MOST_READING = 300_000
"""Rows × columns of a workbook of which all formulas are computed, because some are read."""
_CLOSE = 1e-12
_ROUNDS = 8  # of arrays that grow and so reach other formulas

Found = dict[str, dict[tuple[int, int], Value]]


def results(now: Mapping[str, bytes], before: Mapping[str, bytes] | None = None) -> Values:
    """Return the values of the formulas that edits reached, where the file says others.

    `before` are the parts as they were imported; without them the blocks must be those of the
    import (`is_folded`). Where nothing was edited, the file keeps what it said, although our
    engine may not agree with the program that wrote it. A workbook that is calculated by hand,
    and not when it is saved, keeps all but what was entered (ECMA-376-1 §18.2.2).

    Raises:
        TooLarge: `conversion-too-large`.
    """
    book = Book(_opener(now))
    changed = edits(None if before is None else Book(_opener(before)), book)
    if not changed:
        return {}
    workbook = Workbook(book)
    affected = Affected(workbook, changed, follow=_calculated_when_saved(book))
    try:
        return _Results(workbook, affected).found()
    except TooMuch:
        raise TooLarge("conversion-too-large") from None


def _calculated_when_saved(book: Book) -> bool:
    """Whether saving calculates: always, but where the mode is manual and the file says not."""
    calc = book.settings.get("calc")
    if not isinstance(calc, dict):
        return True
    return calc.get("mode") != "manual" or calc.get("calcOnSave") is not False


def is_folded(states: Mapping[str, bytes]) -> bool:
    """Whether blocks of a workbook are others than the file's: edits were folded into them."""
    book = Book(_opener(states))
    return any(
        book.entries.mirror(sheet_part(info.sid), "base").entries.get("t") for info in book.sheets()
    )


class _Results:
    """Computes what is affected, and what that reaches by filling more cells than before."""

    def __init__(self, workbook: Workbook, affected: Affected) -> None:
        self._workbook = workbook
        self._affected = affected
        self._filled: set[Place] = set()  # by results of arrays

    def found(self) -> Found:
        """Return the values that are others.

        Raises:
            TooMuch: more is affected than can be computed here.
        """
        values: Values = {}
        for _ in range(_ROUNDS):
            before = self._affected.count
            if not before:
                return {}
            book = self._book()
            values = Calculation(book).values()
            self._affected.reach(self._grown(book, values))
            if self._affected.count == before:
                break
        return self._told(values)

    def _book(self) -> PlainBook:
        if not self._affected.reading:
            return Partial(self._workbook, self._affected).book()
        if self._workbook.size > MOST_READING:
            raise TooMuch
        return plain_book(self._workbook.book)

    def _grown(self, book: PlainBook, values: Values) -> list[Area]:
        """Return the cells that affected arrays fill and that are not theirs in the file."""
        known = {(sheet.sid, one.row, one.col) for sheet in book.sheets for one in sheet.formulas}
        others, own = self._extents()
        grown = []
        for sid, cells in values.items():
            for row, col in cells:
                place = sid, row, col
                if place in known or place in self._filled or _inside(place, others):
                    continue
                self._filled.add(place)
                if not _inside(place, own):
                    grown.append(Area(sid, row, col, row, col))
        return grown

    def _extents(self) -> tuple[list[Area], list[Area]]:
        """Return what arrays fill in the file: of those that are not affected, and that are."""
        others: list[Area] = []
        own: list[Area] = []
        for group in self._workbook.groups():
            if group.array is not None:
                chosen = self._affected.chosen.get(group)
                for number in range(len(group.rows)):
                    affected = chosen is not None and number in chosen
                    areas = self._workbook.areas(group, number, number + 1)
                    (own if affected else others).extend(areas)
        return others, own

    def _told(self, values: Values) -> Found:
        found: Found = {}
        for group, chosen in self._affected.chosen.items():
            for number, cached in enumerate(group.cached):
                at = self._workbook.position(group, number) if number in chosen else None
                if at is None:
                    continue
                value = values.get(group.sid, {}).get((at, group.col))
                if cached is None or not _same(cached, value):
                    found.setdefault(group.sid, {})[at, group.col] = value
        for sid, row, col in self._filled:
            found.setdefault(sid, {})[row, col] = values.get(sid, {}).get((row, col))
        return found


def _inside(place: Place, areas: list[Area]) -> bool:
    sid, row, col = place
    return any(
        area.sid == sid and area.top <= row <= area.bottom and area.left <= col <= area.right
        for area in areas
    )


def _opener(states: Mapping[str, bytes]) -> OpenPart:
    docs = {name: ydoc.load(state) for name, state in states.items()}

    def open_part(name: str) -> ydoc.SharedDoc:
        if name not in docs:
            docs[name] = ydoc.new_doc()
        return docs[name]

    return open_part


def _same(before: Value, now: Value) -> bool:
    if isinstance(before, bool) or isinstance(now, bool):
        return before is now
    if isinstance(before, (int, float)) and isinstance(now, (int, float)):
        return math.isclose(before, now, rel_tol=_CLOSE, abs_tol=0.0)
    return bool(before == now)


def pack_values(values: Values) -> bytes:
    """Write values as bytes, for another process."""
    flat = {
        sid: [[row, col, value] for (row, col), value in cells.items()]
        for sid, cells in values.items()
    }
    return json.dumps(flat).encode()


def unpack_values(data: bytes) -> Values:
    """Read what `pack_values` wrote."""
    return {
        sid: {(row, col): value for row, col, value in cells}
        for sid, cells in json.loads(data).items()
    }
