"""What formulas read: references, names and tables as areas, told once for a filled column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc.formula_groups import Group
from tongwen.kinds.sheet.calc.plain import Table
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, parse_line
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.templates import Reference, Target, locate, references

_WORDS = re.compile(
    r'"(?:[^"]|"")*"'
    "|\x01[^\x02]*\x02"
    r"|'(?:[^']|'')*'!?"
    r"|(?P<table>[\w.\\?]*)\[(?P<inside>(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*)\]"
    r"|(?P<function>[^\W\d][\w.\\?]*)(?=\()"
    r"|(?:[^\W\d][\w.]*!)?(?P<name>[^\W\d][\w.\\?]*)"
)
_THIS_ROW = re.compile(r"@|\[?#this row", re.IGNORECASE)
_LITERALS = frozenset(("true", "false"))
_DEEPEST = 8  # names that are made of names

VOLATILE = frozenset(
    ("NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "INFO", "CELL")
)
UNBOUND = frozenset(("OFFSET", "INDIRECT"))
"""Their formulas read what no reference of theirs says."""
READING = frozenset(("FORMULATEXT", "ISFORMULA"))
"""They read formulas, not what those are worth."""
PLACED = frozenset(("ROW", "ROWS", "COLUMN", "COLUMNS", "CELL", "FORMULATEXT", "SHEET", "SHEETS"))
"""They tell where something is: they change with lines and worksheets."""
TOTALS = frozenset(("SUBTOTAL", "AGGREGATE"))
"""They pass over hidden rows, and over each other."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a template: functions in capitals, names in small letters, tables."""

    functions: frozenset[str]
    names: frozenset[str]
    tables: frozenset[tuple[str, bool]]  # name, and whether only the formula's own row is read


@lru_cache(8192)
def words_of(template: str) -> Words:
    """Return the words of a template."""
    functions, names, tables = set(), set(), set()
    for match in _WORDS.finditer(template):
        if match["function"] is not None:
            functions.add(match["function"].upper())
        elif match["inside"] is not None:
            if not match["inside"].isdigit():  # an external book
                own = _THIS_ROW.match(match["inside"].strip()) is not None
                tables.add((match["table"].casefold(), own))
        elif match["name"] is not None:
            names.add(match["name"].casefold())
    return Words(frozenset(functions), frozenset(names) - _LITERALS, frozenset(tables))


@dataclass(slots=True)
class Read:
    """An area that formulas of a group read: of all its rows, or of one (`index`).

    `top` and `bottom` are rows, or distances from the formula's own base row where they move with
    it; base rows when `based`, else positions. Columns are positions.
    """

    group: Group
    sid: str
    left: int
    right: int
    top: int
    bottom: int
    top_moves: bool = False
    bottom_moves: bool = False
    based: bool = False
    index: int = -1

    def rows_for(self, own: int) -> tuple[int, int]:
        """Return the first and last row that the formula in a base row reads."""
        top = self.top + own if self.top_moves else self.top
        bottom = self.bottom + own if self.bottom_moves else self.bottom
        return (top, bottom) if top <= bottom else (bottom, top)


@dataclass
class Reads:
    """All that one group reads."""

    areas: list[Read] = field(default_factory=list)
    broken: bool = False
    """Whether something that it refers to is gone."""


class Reader:
    """Tells what groups read in a workbook as it is now."""

    def __init__(self, book: Book, tables: Sequence[Table]) -> None:
        self._book = book
        self._order = [info.sid for info in book.sheets()]
        self._tables = {table.name.casefold(): table for table in tables}
        self._names: dict[str, list[tuple[str, str]]] = {}
        for name in book.names():
            home = name.scope or (self._order[0] if self._order else "")
            self._names.setdefault(name.name.casefold(), []).append((home, name.formula))

    def words(self, template: str, depth: int = 0) -> Words:
        """Return the words of a template and of all names that it uses."""
        own = words_of(template)
        functions, names, tables = set(own.functions), set(own.names), set(own.tables)
        for name in own.names if depth < _DEEPEST else ():
            for _, formula in self._names.get(name, ()):
                more = self.words(formula, depth + 1)
                functions |= more.functions
                names |= more.names
                tables |= more.tables
        return Words(frozenset(functions), frozenset(names), frozenset(tables))

    def unknown(self, words: Words) -> bool:
        """Whether a name or a table is none of the workbook's (or a parameter)."""
        return not words.names <= self._names.keys() or any(
            name and name not in self._tables for name, _ in words.tables
        )

    def of(self, group: Group) -> Reads:
        """Return what a group reads."""
        found = Reads()
        for reference in references(group.template):
            based = None if group.placed else self._based(group, reference)
            if based is not None:
                found.areas += based
            else:
                self._each(group, reference, found)
        words = self.words(group.template)
        self._named(group, words, found)
        for name, own in words.tables:
            self._table(group, name, own, found)
        return found

    def _sheets(self, reference: Reference, own: str) -> list[str] | None:
        """Return the worksheets of a reference: of a 3D one all between; None when one is gone."""
        sids = reference.sids or (own,)
        if any(sid not in self._order for sid in sids):
            return None
        first, last = sorted(self._order.index(sid) for sid in (sids[0], sids[-1]))
        return self._order[first : last + 1]

    def _based(self, group: Group, reference: Reference) -> list[Read] | None:
        """Return areas by base rows; None when the rows are not all such."""
        rows = [base_row(row) for row, _, _ in (reference.corners[0], reference.corners[-1])]
        sheets = self._sheets(reference, group.sid)
        if None in rows or sheets is None:
            return None
        found = []
        for sid in sheets:
            cols = self._columns(group, reference, sid)
            if cols is None:
                return None
            top, bottom = rows[0], rows[1]
            assert top is not None and bottom is not None
            found.append(Read(group, sid, *cols, top[0], bottom[0], top[1], bottom[1], based=True))
            if reference.corners[0][0] == "":
                found[-1] = Read(group, sid, *cols, 0, MAX_ROWS - 1)
        return found

    def _columns(self, group: Group, reference: Reference, sid: str) -> tuple[int, int] | None:
        axis, ends = self._book.cols(sid), []
        for _, col, _ in (reference.corners[0], reference.corners[-1]):
            if col == "":
                return 0, MAX_COLS - 1
            own = group.col_line
            relative = col[0] in "+-" and col[1:].isdigit()
            line = (own[0], own[1] + int(col)) if relative else parse_line(col)
            if line is None or line[1] < 0:
                return None
            ends.append(line)
        found = axis.range(ends[0], ends[-1])
        if found is None or found[0] >= MAX_COLS:
            return None
        return found[0], min(found[1], MAX_COLS - 1)

    def _each(self, group: Group, reference: Reference, found: Reads) -> None:
        """Locate a reference for each formula of a group by itself."""
        for index, row in enumerate(group.rows):
            if group.placed:
                one: Reference | None = reference
            else:
                marked = settled(reference.write(), ("", row), group.col_line)
                one = next(references(marked), None)
            target = None if one is None else locate(one, group.sid, self._book)
            sheets = None if one is None else self._sheets(one, group.sid)
            if target is None or sheets is None:
                found.broken = True
                continue
            for sid in sheets:
                found.areas.append(_located(group, sid, target, index))

    def _named(self, group: Group, words: Words, found: Reads) -> None:
        for name in words.names:
            for home, formula in self._names.get(name, ()):
                for reference in references(formula):
                    target = locate(reference, home, self._book)
                    sheets = self._sheets(reference, home)
                    if target is None or sheets is None:
                        found.broken = True
                        continue
                    found.areas += [_located(group, sid, target, -1) for sid in sheets]

    def _table(self, group: Group, name: str, own: bool, found: Reads) -> None:
        for table in [self._tables[name]] if name in self._tables else self._tables.values():
            if name not in self._tables and (name or table.sheet != group.sid):
                continue
            top, left, bottom, right = table.box
            if own and not group.placed and table.sheet == group.sid:
                moving = Read(group, group.sid, left, right, 0, 0, True, True, based=True)
                found.areas.append(moving)
            else:
                found.areas.append(Read(group, table.sheet, left, right, top, bottom))


def base_row(component: str) -> tuple[int, bool] | None:
    """Return the row of a corner: a base row, or a distance and True; None in another run."""
    if component == "":
        return 0, False
    if component[0] in "+-":
        return (int(component), True) if component[1:].isdigit() else None
    line = parse_line(component)
    return (line[1], False) if line is not None and not line[0] else None


def _located(group: Group, sid: str, target: Target, index: int) -> Read:
    rows = ((0, False), (MAX_ROWS - 1, False)) if target.rows is None else target.rows
    cols = ((0, False), (MAX_COLS - 1, False)) if target.cols is None else target.cols
    return Read(group, sid, cols[0][0], cols[1][0], rows[0][0], rows[1][0], index=index)
