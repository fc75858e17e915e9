"""Formulas of blocks that read differently since lines moved: found without writing them out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tongwen.formats.xlsx.column_names import LETTERS
from tongwen.formats.xlsx.live import LiveBook
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS
from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.lines import Line
from tongwen.kinds.sheet.templates import parse_reference

_MARKED = re.compile("\x01([^\x02]*)\x02")


class Positions:
    """Where the base lines of an axis are, each looked up in a list."""

    def __init__(self, axis: Axis, limit: int) -> None:
        self.plain = axis.plain
        self._axis = axis
        self._limit = limit
        self._known: list[int | None] = []

    def at(self, index: int) -> int | None:
        """Return the position of a live base line within the sheet; None when it is gone."""
        if not 0 <= index < self._limit:
            return None
        if self.plain:
            return index
        if index >= len(self._known):
            self._learn(index)
        return self._known[index]

    def _learn(self, index: int) -> None:
        stop = min(self._limit, max(1024, 2 * index + 1))
        known: list[int | None] = [None] * stop
        for offset, count, position in self._axis.placed(("", 0, stop)):
            end = min(count, max(0, self._limit - position))
            known[offset : offset + end] = range(position, position + end)
        self._known = known


@dataclass(frozen=True, slots=True)
class _Component:
    """One coordinate: an index, or an offset from the cell's own."""

    value: int
    relative: bool

    def index(self, own: int) -> int:
        return own + self.value if self.relative else self.value


@dataclass(frozen=True, slots=True)
class _Cell:
    """A reference to one cell of base lines, on one's own sheet or another."""

    prefix: str
    sid: str
    row: _Component
    col: _Component
    row_mark: str
    col_mark: str


@dataclass(frozen=True, slots=True)
class _Range:
    """A reference from one cell to another."""

    first: _Cell
    last: _Cell


Piece = str | _Cell | _Range


class MovedFormulas:
    """Writes formulas of blocks by their templates, taken apart once for each."""

    def __init__(self, book: LiveBook, sid: str) -> None:
        self._book = book
        self._sid = sid
        self._pieces: dict[str, list[Piece] | None] = {}
        self._axes: dict[str, tuple[Positions, Positions]] = {}

    def text(self, template: str, row: Line, col: Line) -> str | None:
        """Return a formula's text; None where the usual way has to write it."""
        if row[0] or col[0]:
            return None
        if template not in self._pieces:
            self._pieces[template] = self._taken_apart(template)
        pieces = self._pieces[template]
        if pieces is None:
            return None
        out = []
        for piece in pieces:
            written: str | None = piece if isinstance(piece, str) else None
            if isinstance(piece, _Cell):
                written = self._cell(piece, row[1], col[1], piece.prefix)
            elif isinstance(piece, _Range):
                written = self._range(piece, row[1], col[1])
            if written is None:
                return None
            out.append(written)
        return "".join(out)

    def _cell(self, cell: _Cell, row: int, col: int, prefix: str) -> str | None:
        rows, cols = self._positions(cell.sid)
        at, across = rows.at(cell.row.index(row)), cols.at(cell.col.index(col))
        if at is None or across is None:
            return None
        return f"{prefix}{cell.col_mark}{LETTERS[across]}{cell.row_mark}{at + 1}"

    def _range(self, found: _Range, row: int, col: int) -> str | None:
        """Return a range whose ends are live and in their order."""
        rows, cols = self._positions(found.first.sid)
        ends = [
            rows.at(found.first.row.index(row)),
            rows.at(found.last.row.index(row)),
            cols.at(found.first.col.index(col)),
            cols.at(found.last.col.index(col)),
        ]
        top, bottom, left, right = ends
        if top is None or bottom is None or left is None or right is None:
            return None
        if top > bottom or left > right:
            return None
        first, last = found.first, found.last
        return (
            f"{first.prefix}{first.col_mark}{LETTERS[left]}{first.row_mark}{top + 1}"
            f":{last.col_mark}{LETTERS[right]}{last.row_mark}{bottom + 1}"
        )

    def _positions(self, sid: str) -> tuple[Positions, Positions]:
        found = self._axes.get(sid)
        if found is None:
            found = self._axes[sid] = (
                Positions(self._book.rows(sid), MAX_ROWS),
                Positions(self._book.cols(sid), MAX_COLUMNS),
            )
        return found

    def _taken_apart(self, template: str) -> list[Piece] | None:
        pieces: list[Piece] = []
        at = 0
        for found in _MARKED.finditer(template):
            pieces.append(template[at : found.start()])
            piece = self._reference(found[1])
            if piece is None:
                return None
            pieces.append(piece)
            at = found.end()
        pieces.append(template[at:])
        return [piece for piece in pieces if piece != ""]

    def _reference(self, inside: str) -> Piece | None:
        reference = parse_reference(inside)
        if reference is None or reference.sids is not None:
            return None
        corners = [_corner(self._sid, *corner) for corner in reference.corners]
        return _joined(corners)


def _corner(sid: str, row: str, col: str, flags: int) -> _Cell | None:
    down, across = _component(row), _component(col)
    if down is None or across is None:
        return None
    return _Cell("", sid, down, across, "$" if flags & 1 else "", "$" if flags & 2 else "")


def _joined(corners: Sequence[_Cell | None]) -> Piece | None:
    first, last = corners[0], corners[-1]
    if first is None or last is None:
        return None
    return first if len(corners) == 1 else _Range(first, last)


def _component(text: str) -> _Component | None:
    """Read `7`, `+0` or `-3`; None for lines of runs, and for none."""
    sign = text[:1] in ("+", "-")
    if not text.removeprefix("+").removeprefix("-").isdigit():
        return None
    return _Component(int(text), sign)
