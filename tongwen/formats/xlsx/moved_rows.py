"""Rows of a worksheet part that moved, or whose columns did: copied with their new numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tongwen.formats.xlsx.column_names import LETTERS
from tongwen.formats.xlsx.formula_cells import FormulaCells
from tongwen.formats.xlsx.formulas import column_index
from tongwen.formats.xlsx.names import MAX_COLUMNS
from tongwen.formats.xlsx.part_patch import with_attributes
from tongwen.formats.xlsx.sheet_bytes import RowBytes, SheetBytes
from tongwen.kinds.sheet.axis import Axis

Meet = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file: its index, its index now (below zero: gone), a cell's new start."""

    was: int
    now: int
    start: bytes


class MovedRows:
    """Copies rows without taking their cells apart.

    `formulas` rewords what they say (None: nothing to reword).
    """

    def __init__(self, sheet: SheetBytes, cols: Axis, formulas: FormulaCells | None) -> None:
        self._sheet = sheet
        self._axis = cols
        self._formulas = formulas
        prefix = sheet.prefix
        name = re.escape(prefix)
        self._cell = b"<" + prefix + b"c"
        self._formula = b"<" + prefix + b"f"
        self._row_end = b"</" + prefix + b"row"
        self._starts = re.compile(rb"(<" + name + rb'c r="[A-Z]{1,3})\d{1,7}"')
        self._columns: dict[bytes, _Column] = {}

    def row(self, row: RowBytes, index: int, meet: Meet) -> bytes | None:
        """Return a row of the file at `index`; None when its cells have to be looked at one by one.

        `meet` is told the row and its first and last column.
        """
        body = self._sheet.rows_data[row.inside : row.stop]
        parts = self._starts.split(body)
        starts = parts[1::2]
        if len(starts) != body.count(self._cell):
            return None
        tag = self._tag(row, index)
        if not starts:
            return tag + body
        columns = [self._columns.get(start) or self._column(start) for start in starts]
        if self._formulas is not None and self._formula in body:
            for place, column in enumerate(columns):
                at = 2 * place + 2
                if self._formula in parts[at] and column.now >= 0:
                    now = index, column.now
                    cell = self._formulas.cell(parts[at], row.number - 1, column.was, now)
                    if cell is None:
                        return None
                    parts[at] = cell
        number = b'%d"' % (index + 1)
        if not self._axis.plain:
            return self._across(tag, parts, columns, number, index, meet)
        parts[1::2] = [start + number for start in starts]
        meet(index, columns[0].now, columns[-1].now)
        return tag + b"".join(parts)

    def _across(
        self,
        tag: bytes,
        parts: list[bytes],
        columns: list[_Column],
        number: bytes,
        index: int,
        meet: Meet,
    ) -> bytes | None:
        """Return a row some of whose columns are gone or at other places."""
        end = parts[-1].rfind(self._row_end)
        if end < 0:
            return None
        tail = parts[-1][end:]
        parts[-1] = parts[-1][:end]
        cells = [
            (column.now, column.start + number + rest)
            for column, rest in zip(columns, parts[2::2], strict=True)
            if column.now >= 0
        ]
        cells.sort()
        if cells:
            meet(index, cells[0][0], cells[-1][0])
        return tag + parts[0] + b"".join([cell for _, cell in cells]) + tail

    def _column(self, start: bytes) -> _Column:
        was = column_index(start[len(self._cell) + 4 :].decode())
        position = self._axis.position(("", was))
        now = position if position is not None and position < MAX_COLUMNS else -1
        kept = self._cell + b' r="' + LETTERS[now].encode() if now != was and now >= 0 else start
        found = self._columns[start] = _Column(was, now, kept)
        return found

    def _tag(self, row: RowBytes, index: int) -> bytes:
        tag = self._sheet.rows_data[row.start : row.inside]
        if row.number != index + 1:
            old, new = b' r="%d"' % row.number, b' r="%d"' % (index + 1)
            if old in tag:
                tag = tag.replace(old, new, 1)
            else:
                tag = with_attributes(tag, {"r": str(index + 1)})
        return tag if self._axis.plain else with_attributes(tag, {"spans": None})
