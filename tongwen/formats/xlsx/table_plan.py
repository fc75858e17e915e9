"""Tables as the cells say they are: where they lie, what their columns are called."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongwen.formats.xlsx.block_cells import BlockCells
from tongwen.formats.xlsx.cell_writer import number_text
from tongwen.formats.xlsx.live import MISSING, LiveBook, LiveSheet
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS
from tongwen.formats.xlsx.structured_references import Renames, TableNames
from tongwen.kinds.sheet.lines import parse_line
from tongwen.kinds.sheet.overlay import Box

_LONGEST = 255
_NO_NAME = re.compile(r"[^\w.\\]")
_REFERENCE = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}|[RrCc]|[Rr][0-9]*[Cc][0-9]*")
Values = Mapping[tuple[int, int], Any]


@dataclass(slots=True)
class TableColumn:
    """A column: what the object says of it (nothing: it came in between), and its name now."""

    entry: Mapping[str, Any] | None
    name: str
    forced: bool  # the header cell has to be given this text

    @property
    def renamed(self) -> bool:
        """Whether it is called otherwise than the object says."""
        return self.entry is not None and self.entry.get("name") != self.name


@dataclass(slots=True)
class Table:
    """A table that is to stand in the file."""

    token: str
    found: Mapping[str, Any]
    where: Box
    name: str
    columns: list[TableColumn]
    untouched: bool  # nobody changed it since the file, where it may break rules as it likes

    @property
    def header(self) -> bool:
        """Whether its first row holds the names of its columns."""
        return self.found.get("header") is not False

    @property
    def totals(self) -> bool:
        """Whether its last row holds totals."""
        return self.found.get("totals") is True

    @property
    def was(self) -> str:
        """The name by which formulas of the live workbook call it."""
        return str(self.found.get("display") or self.found.get("name") or "")

    @property
    def settled(self) -> bool:
        """Whether it says itself all that its cells say."""
        listed = self.found.get("columns")
        count = len(listed) if isinstance(listed, list) else 0
        if self.untouched and not any(column.forced for column in self.columns):
            return not any(column.renamed for column in self.columns)
        return (
            self.name == self.was
            and count == len(self.columns)
            and all(column.entry is not None and not column.renamed for column in self.columns)
        )


class TablePlan:
    """The tables of all worksheets; names are told apart, and of two that overlap one stays."""

    def __init__(self, book: LiveBook) -> None:
        self.tables: dict[str, list[Table]] = {}
        self.left_out: list[str] = []
        self.renames = Renames()
        self._names = {
            str(one["name"]).lower()
            for one in book.names.values()
            if isinstance(one, dict) and isinstance(one.get("name"), str)
        }

    def add(self, sheet: LiveSheet, values: Values) -> None:
        """Take in the tables of a worksheet."""
        found = [
            (one.get("t", 0), token, one)
            for token, one in sheet.objects.items()
            if one["type"] == "table" and isinstance(one.get("t", 0), int | float)
        ]
        cells = _Headers(sheet, values)
        for _, token, one in sorted(found, key=lambda entry: entry[:2]):
            where = _extent(sheet, one)
            if where is None:
                continue
            untouched = _untouched(sheet, one)
            if not untouched and any(
                _overlap(where, other.where) for other in self.tables.get(sheet.sid, ())
            ):
                self.left_out.append(str(one.get("name", "")))
                continue
            columns = list(_columns(sheet, one, where, cells))
            name = self._kept(one) if untouched else self._free(one)
            table = Table(token, one, where, name, columns, untouched)
            self.tables.setdefault(sheet.sid, []).append(table)
            self._note(table)

    def names(self, sid: str) -> TableNames:
        """Return how the formulas of a worksheet's cells name tables."""
        tables = self.tables.get(sid, ())
        return TableNames(self.renames, [(one.where, one.was, one.name) for one in tables])

    def _note(self, table: Table) -> None:
        was = table.was.lower()
        if table.name != table.was:
            self.renames.tables.setdefault(was, table.name)
        for column in table.columns:
            before = (column.entry or {}).get("name")
            if isinstance(before, str) and before and before != column.name:
                self.renames.columns.setdefault(was, {})[before.lower()] = column.name

    def renamed_since(self, sid: str, filed: Mapping[str, Mapping[str, Any]]) -> None:
        """Take note of tables that had another name in the file: `filed` are those, by part."""
        for table in self.tables.get(sid, ()):
            was = filed.get(str(table.found.get("src")), {}).get("display")
            if isinstance(was, str) and was.lower() not in self._names:
                self.renames.tables.setdefault(was.lower(), table.name)

    def _kept(self, found: Mapping[str, Any]) -> str:
        name = str(found.get("display") or "")
        self._names.add(name.lower())
        return name

    def _free(self, found: Mapping[str, Any]) -> str:
        wish = found.get("display") or found.get("name") or "Table"
        name = _NO_NAME.sub("_", str(wish))[: _LONGEST - 8]
        if not name[:1].isalpha() and name[:1] not in ("_", "\\"):
            name = f"_{name}"
        if _REFERENCE.fullmatch(name):
            name = f"_{name}"
        free, number = name, 2
        while free.lower() in self._names:
            free, number = f"{name}_{number}", number + 1
        self._names.add(free.lower())
        return free


class _Headers:
    """What stands in header cells."""

    def __init__(self, sheet: LiveSheet, values: Values) -> None:
        self._sheet = sheet
        self._values = values
        self._blocks = BlockCells(sheet.blocks, sheet.height)

    def at(self, row: int, col: int) -> tuple[Any, bool]:
        """Return the content of a cell, and whether it was written since the file."""
        cell = self._sheet.rows.line_at(row), self._sheet.cols.line_at(col)
        found = self._sheet.overlay.get(cell)
        if found is not MISSING:
            return found, True
        listed = self._blocks.get(cell)
        return (None if listed is None else listed[0]), self._sheet.folded

    def text(self, content: Any, row: int, col: int) -> str:
        """Return a content as the text that a header shows."""
        if isinstance(content, dict) and "f" in content:
            content = self._values.get((row, col), content.get("c"))
        if isinstance(content, dict):
            runs = content.get("r")
            if isinstance(runs, list):
                return "".join(str(run[0]) for run in runs if isinstance(run, list) and run)
            return str(content.get("e", ""))
        if isinstance(content, bool):
            return str(content).upper()
        if isinstance(content, int | float):
            return number_text(content)
        return "" if content is None else str(content)


def _columns(
    sheet: LiveSheet, table: Mapping[str, Any], where: Box, cells: _Headers
) -> Iterator[TableColumn]:
    entries = _aligned(sheet, table, where)
    header = table.get("header") is not False
    reach = range(where[1], where[3] + 1)
    edited = header and any(cells.at(where[0], col)[1] for col in reach)
    held = _untouched(sheet, table) and not edited
    taken: set[str] = set()
    for place, col in enumerate(reach):
        entry = entries.get(col)
        said = entry.get("name") if entry is not None else None
        content, written = cells.at(where[0], col) if header else (None, False)
        is_text = isinstance(content, str) or (isinstance(content, dict) and "r" in content)
        follows = header and (written or not isinstance(said, str) or not said)
        wish = cells.text(content, where[0], col) if follows else str(said or "")
        if not wish.strip():
            wish = str(said) if said and not written else ""
        name = wish if held and not follows else _unique(wish[:_LONGEST], place, taken)
        shown = cells.text(content, where[0], col)
        told = header and not held and (follows or name != said)
        forced = told and (not is_text or shown != name)
        yield TableColumn(entry, name, forced)


def _untouched(sheet: LiveSheet, table: Mapping[str, Any]) -> bool:
    from_file = isinstance(table.get("src"), str) and not table.get("t")
    return from_file and sheet.plain and not sheet.folded


def _unique(wish: str, place: int, taken: set[str]) -> str:
    stem = wish if wish.strip() else "Column"
    name, number = (wish, 2) if wish.strip() else (f"Column{place + 1}", place + 2)
    while name.lower() in taken:
        name, number = f"{stem[: _LONGEST - 8]}{number}", number + 1
    taken.add(name.lower())
    return name


def _aligned(
    sheet: LiveSheet, table: Mapping[str, Any], where: Box
) -> dict[int, Mapping[str, Any]]:
    """Return what a table says of its columns by where they are: lines came in and went away."""
    listed = table.get("columns")
    entries = listed[: where[3] + MAX_COLUMNS] if isinstance(listed, list) else []
    area = table.get("area")
    first = parse_line(area[1]) if isinstance(area, list) else None
    last = parse_line(area[3]) if isinstance(area, list) else None
    if first is None or last is None:
        return {}
    same_run = first[0] == last[0] and last[1] - first[1] + 1 == len(entries)
    found: dict[int, Mapping[str, Any]] = {}
    for at, entry in enumerate(entries):
        named = entry.get("id") if isinstance(entry, Mapping) else None
        by_place = not same_run and len(entries) == where[3] - where[1] + 1
        own = parse_line(named) if isinstance(named, str) else None  # told by its own line
        line = own or (first[0], first[1] + at)
        by_place = by_place and own is None
        place = where[1] + at if by_place else sheet.cols.position(line)
        if isinstance(entry, Mapping) and place is not None and where[1] <= place <= where[3]:
            found[place] = entry
    return found


def _extent(sheet: LiveSheet, table: Mapping[str, Any]) -> Box | None:
    """Return where a table lies: at least one row between its header and its totals."""
    area = table.get("area")
    if not isinstance(area, list) or None in area:
        return None
    where = sheet.rectangle(area)
    if where is None:
        return None
    fixed = int(table.get("header") is not False) + int(table.get("totals") is True)
    bottom = max(where[2], where[0] + fixed)
    return None if bottom >= MAX_ROWS else (where[0], where[1], bottom, where[3])


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
