"""Which results of a workbook's formulas are others than the file says."""

import json
import math
from collections.abc import Callable, Mapping

from tongwen import ydoc
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc import Value, Values
from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation
from tongwen.kinds.sheet.calc.plain import plain_book
from tongwen.kinds.sheet.entries import OpenPart

_CLOSE = 1e-12


def results(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> Values:
    """Return the values that formulas have now, and did not have before.

    Both are computed, so that where the engine and the program that wrote the file do not agree
    the file keeps what it said.
    """
    old, new = (Book(_opener(states)) for states in (before, now))
    known = Calculation(plain_book(old)).values()
    found: dict[str, dict[tuple[int, int], Value]] = {}
    for sid, values in Calculation(plain_book(new)).values().items():
        place = _former_places(old, new, sid)
        said = known.get(sid, {})
        different = {
            cell: value
            for cell, value in values.items()
            if (was := place(cell)) is None or was not in said or not _same(said[was], value)
        }
        if different:
            found[sid] = different
    return found


def _opener(states: Mapping[str, bytes]) -> OpenPart:
    docs = {name: ydoc.load(state) for name, state in states.items()}

    def open_part(name: str) -> ydoc.SharedDoc:
        if name not in docs:
            docs[name] = ydoc.new_doc()
        return docs[name]

    return open_part


def _former_places(
    old: Book, new: Book, sid: str
) -> Callable[[tuple[int, int]], tuple[int, int] | None]:
    """Return where a cell was before."""
    rows, cols = new.rows(sid), new.cols(sid)
    old_rows, old_cols = old.rows(sid), old.cols(sid)

    def place(cell: tuple[int, int]) -> tuple[int, int] | None:
        row = old_rows.position(rows.line_at(cell[0]))
        col = old_cols.position(cols.line_at(cell[1]))
        return None if row is None or col is None else (row, col)

    return place


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
