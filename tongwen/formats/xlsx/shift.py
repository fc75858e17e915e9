"""References in a file's XML, seen from where rows, columns and worksheets are now."""

from collections.abc import Mapping

from tongwen.formats.xlsx.formula_writer import file_formula
from tongwen.formats.xlsx.formulas import FormulaReader, column_letters
from tongwen.formats.xlsx.live import LiveBook
from tongwen.formats.xlsx.measure import area
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS
from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.templates import render


class Shift:
    """Turns what the file says into what it means now, for one worksheet.

    `names` are the file's worksheets by name in lower case. `plain` when nothing has to be turned.
    """

    def __init__(self, live: LiveBook, sid: str, names: Mapping[str, str], moved: bool) -> None:
        self._live = live
        self._sid = sid
        self._formulas = FormulaReader(names)
        self.rows = live.rows(sid)
        self.cols = live.cols(sid)
        self.plain = self.rows.plain and self.cols.plain
        self.moved = moved or not self.plain

    def formula(self, text: str) -> str:
        """Return a formula's text."""
        if not self.moved or not text:
            return text
        now = render(self._formulas.plain(text), self._sid, self._live)
        then = self._formulas.plain(text)
        unmoved = "\x01" not in then
        return text if unmoved else file_formula(now)

    def area(self, text: str) -> str | None:
        """Return a range; None when nothing is left of it. What is no range stays."""
        if self.plain:
            return text
        found = area(text)
        if found is None:
            return text
        top, left, bottom, right = found
        rows = _range(self.rows, top, bottom, MAX_ROWS)
        cols = _range(self.cols, left, right, MAX_COLUMNS)
        if rows is None or cols is None:
            return None
        return area_text(
            None if top is None else rows[0],
            None if left is None else cols[0],
            None if bottom is None else rows[1],
            None if right is None else cols[1],
            single=":" not in text,
        )

    def areas(self, text: str) -> str | None:
        """Return a list of ranges without those of which nothing is left; None when none is."""
        if self.plain:
            return text
        found = [now for word in text.split() if (now := self.area(word)) is not None]
        return " ".join(found) or None

    def row(self, index: int, direction: int = 1) -> int | None:
        """Return where a row is now, or the next live one."""
        return self.rows.snap(("", index), 1 if direction > 0 else -1)

    def col(self, index: int, direction: int = 1) -> int | None:
        """Return where a column is now, or the next live one."""
        return self.cols.snap(("", index), 1 if direction > 0 else -1)


def _range(axis: Axis, first: int | None, last: int | None, limit: int) -> tuple[int, int] | None:
    if first is None or last is None:
        return 0, limit - 1
    found = axis.range(("", first), ("", last))
    if found is None or found[0] >= limit:
        return None
    return found[0], min(found[1], limit - 1)


def area_text(
    top: int | None, left: int | None, bottom: int | None, right: int | None, single: bool = True
) -> str:
    """Return a range by index as text; rows of None: whole columns, and the other way round.

    With `single` one cell is written as one cell.
    """
    first = ("" if left is None else column_letters(left)) + ("" if top is None else str(top + 1))
    last = ("" if right is None else column_letters(right)) + (
        "" if bottom is None else str(bottom + 1)
    )
    whole = top is None or left is None
    return first if first == last and single and not whole else f"{first}:{last}"
