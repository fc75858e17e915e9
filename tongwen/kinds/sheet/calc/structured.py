"""Structured references to tables as A1 text (ECMA-376-1 §18.17.5.2)."""

import re
from collections.abc import Mapping, Sequence

from tongwen.kinds.sheet.calc.plain import PlainSheet, Table
from tongwen.kinds.sheet.lines import column_name
from tongwen.kinds.sheet.templates import sheet_prefix

_STRUCTURED = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*')"""
    r"|(?P<name>[^\W\d][\w.\\]*)?\[(?P<inside>(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*)\](?!\w|!)",
    re.UNICODE,
)
_PIECE = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_ESCAPED = re.compile(r"'(.)")
_ITEMS = ("#all", "#data", "#headers", "#totals", "#this row")


class Tables:
    """Finds the cells that a structured reference means."""

    def __init__(self, tables: Sequence[Table], sheets: Sequence[PlainSheet]) -> None:
        self._tables = {table.name.casefold(): table for table in tables}
        self._by_sheet: dict[str, list[Table]] = {}
        for table in tables:
            self._by_sheet.setdefault(table.sheet, []).append(table)
        self._names: Mapping[str, str] = {sheet.sid: sheet.name for sheet in sheets}

    def __bool__(self) -> bool:
        """Whether there is any table."""
        return bool(self._tables)

    def resolve(self, text: str, sid: str, row: int, col: int) -> str:
        """Return a formula with its structured references as A1 text; `#REF!` for what is gone."""
        if "[" not in text:
            return text

        def replaced(match: re.Match[str]) -> str:
            if match["skip"] is not None:
                return match.group()
            table = self._table(match["name"], sid, row, col)
            if table is None:
                return match.group()
            return self._cells(table, match["inside"], row) or "#REF!"

        return _STRUCTURED.sub(replaced, text)

    def _table(self, name: str | None, sid: str, row: int, col: int) -> Table | None:
        if name is not None:
            return self._tables.get(name.casefold())
        for table in self._by_sheet.get(sid, ()):
            top, left, bottom, right = table.box
            if top <= row <= bottom and left <= col <= right:
                return table
        return None

    def _cells(self, table: Table, inside: str, row: int) -> str | None:
        items, columns = _read(inside)
        left, right = table.box[1], table.box[3]
        if columns:
            places = [_place(table, column) for column in (columns[0], columns[-1])]
            if None in places:
                return None
            ends = sorted(left + place for place in places if place is not None)
            left, right = ends[0], ends[-1]
        rows = _rows(table, items, row)
        if rows is None:
            return None
        first = f"${column_name(left)}${rows[0] + 1}"
        last = f"${column_name(right)}${rows[1] + 1}"
        prefix = sheet_prefix([self._names.get(table.sheet, "")])
        return prefix + (first if first == last else f"{first}:{last}")


def _read(inside: str) -> tuple[list[str], list[str]]:
    """Return the items (`#data` …) and the first and last column of what stands in brackets."""
    text = inside.strip()
    items = ["#this row"] if text.startswith("@") else []
    text = text.removeprefix("@")
    pieces = [piece.group(1) for piece in _PIECE.finditer(text)] or ([text] if text else [])
    columns = []
    for piece in pieces:
        if piece.strip().casefold() in _ITEMS:
            items.append(piece.strip().casefold())
        else:
            columns.append(_ESCAPED.sub(r"\1", piece))
    return items, columns


def _place(table: Table, column: str) -> int | None:
    wanted = column.strip().casefold()
    for place, title in enumerate(table.columns):
        if title.strip().casefold() == wanted:
            return place
    return None


def _rows(table: Table, items: Sequence[str], row: int) -> tuple[int, int] | None:
    top, bottom = table.box[0], table.box[2]
    first, last = top + table.header, bottom - table.totals
    if not items:
        return (first, last) if first <= last else None
    if "#this row" in items:
        return (row, row) if first <= row <= last else None
    spans = {
        "#all": (top, bottom),
        "#data": (first, last),
        "#headers": (top, top) if table.header else None,
        "#totals": (bottom, bottom) if table.totals else None,
    }
    found = [span for item in items if (span := spans[item]) is not None]
    if not found:
        return None
    return min(span[0] for span in found), max(span[1] for span in found)
