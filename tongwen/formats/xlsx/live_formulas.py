"""Formulas of live cells in the words of a file; those that fill a column are told quickly."""

import re
from dataclasses import dataclass

from tongwen.formats.xlsx.formulas import Corner, FormulaReader, Reference
from tongwen.formats.xlsx.line_numbers import LineNumbers
from tongwen.formats.xlsx.live import Cell, LiveBook
from tongwen.formats.xlsx.names import MAX_ROWS
from tongwen.formats.xlsx.rewording import Place, Wording
from tongwen.formats.xlsx.structured_references import TableNames
from tongwen.kinds.sheet.lines import Line, parse_line
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.templates import parse_reference, render

_MARKED = re.compile("\x01([^\x02]*)\x02")
_AHEAD = 4_096  # rows further on that a wording is good for, at first
_RELATIVE = re.compile(r"[+-][0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class _Row:
    """The row that a corner names: how it is written, and how far it is from the cell's own."""

    written: str  # before the number
    offset: int | None  # None: it does not move with the cell
    said: bool  # whether the template says the number, rather than the distance
    line: Line | None


class LiveFormulas:
    """Formulas of one worksheet as its file will have them, with the present names of tables."""

    def __init__(self, book: LiveBook, sid: str, names: TableNames) -> None:
        self._book = book
        self._sid = sid
        self._names = names
        titles = {title.lower(): one for one, title in book.titles.items()}
        self._reader = FormulaReader(titles)
        self._filled: dict[tuple[str, Line], Wording[str]] = {}
        self._numbers: dict[tuple[str, str], LineNumbers] = {}

    def text(self, template: str, cell: Cell, at: Place) -> str:
        """Return the formula of a cell, which is at `at` now."""
        (run, offset), col = cell
        filled = self._filled.get((run, col))
        if filled is not None and filled.says(template, offset):
            told = filled.text(offset)
            if told is not None:
                return told
        text = self._names.file_text(render(settled(template, *cell), self._sid, self._book), *at)
        found = _Compiling(self, run, offset).wording(template, text) if "[" not in text else None
        if found is not None and found.says(template, offset) and found.text(offset) == text:
            self._filled[run, col] = found
        return text

    def references(self, text: str) -> list[Reference]:
        """Return the references of a formula in the words of a file."""
        return list(self._reader.references(text))

    def numbers(self, sid: str | None, run: str) -> LineNumbers:
        """Return where the rows of a run are in a worksheet, one's own without a sid."""
        key = sid or self._sid, run
        if key not in self._numbers:
            self._numbers[key] = LineNumbers(self._book.rows(key[0]), MAX_ROWS, run)
        return self._numbers[key]


class _Compiling:
    """A template and its text on their way to a wording for the rows of a run."""

    def __init__(self, of: LiveFormulas, run: str, own: int) -> None:
        self._of = of
        self._run = run
        self._own = own
        self._then: list[str] = []
        self._now: list[str] = []
        self._offsets: list[int] = []
        self._moving: list[tuple[LineNumbers, int]] = []
        self._first, self._last = 0, MAX_ROWS - 1

    def wording(self, template: str, text: str) -> Wording[str] | None:
        """Return it; None when the two do not go side by side."""
        marks, references = list(_MARKED.finditer(template)), self._of.references(text)
        if len(marks) != len(references):
            return None
        there = here = 0
        for mark, reference in zip(marks, references, strict=True):
            self._then.append(_format(template[there : mark.start()]))
            self._now.append(_format(text[here : reference.start]))
            if not self._both(mark[1], reference, text):
                return None
            there, here = mark.end(), reference.stop
        self._then.append(_format(template[there:]))
        self._now.append(_format(text[here:]))
        first = max([self._first, *(-one for one in self._offsets), *(-o for _, o in self._moving)])
        moving = tuple(
            (lines.numbers(self._own + offset + _AHEAD), offset) for lines, offset in self._moving
        )
        then, now = "".join(self._then), "".join(self._now)
        return Wording(then, tuple(self._offsets), now, moving, (first, self._last))

    def _both(self, inside: str, reference: Reference, text: str) -> bool:
        found = parse_reference(inside)
        if found is None or len(found.corners) != len(reference.corners):
            return False
        sid = found.sids[0] if found.sids else None
        rows = [self._row(row, flags) for row, _, flags in found.corners]
        if any(row.offset is not None for row in rows) and len(found.sids or "1") > 1:
            return False
        if len(rows) == 2 and not self._in_order(rows[0], rows[1], sid):
            return False
        self._then.append("\x01" + _format(inside[: inside.rfind("!") + 1]))
        at = reference.start
        for place, (row, (_, col, flags)) in enumerate(zip(rows, found.corners, strict=True)):
            self._then.append(";" if place else "")
            corner = reference.corners[place]
            self._corner(row, corner, sid)
            self._then.append(_format(f",{col},{flags}"))
            self._now.append(_format(text[at : corner.digits[0]]))
            moves = row.offset is not None
            self._now.append("%d" if moves else text[corner.digits[0] : corner.digits[1]])
            at = corner.digits[1]
        self._then.append("\x02")
        self._now.append(_format(text[at : reference.stop]))
        return True

    def _corner(self, row: _Row, corner: Corner, sid: str | None) -> None:
        self._then.append(_format(row.written))
        if row.offset is None or corner.row is None:
            return
        if row.said:
            self._then.append("%d")
            self._offsets.append(row.offset)
        self._moving.append((self._of.numbers(sid, self._run), row.offset))

    def _row(self, component: str, flags: int) -> _Row:
        if _RELATIVE.fullmatch(component):
            offset = int(component)
            return _Row(component, offset, False, (self._run, self._own + offset))
        line = parse_line(component) if component else None
        if line is None or line[0] != self._run or flags & 1:
            return _Row(component, None, False, line)
        return _Row(component[: component.rfind("/") + 1], line[1] - self._own, True, line)

    def _in_order(self, first: _Row, last: _Row, sid: str | None) -> bool:
        """Whether a range's rows are in their order; bound the cells where they are."""
        if first.offset is None and last.offset is None:
            return True
        ends = first.line, last.line
        if ends[0] is None or ends[1] is None or ends[0][0] != ends[1][0]:
            return False
        if ends[0][1] > ends[1][1] or not self._of.numbers(sid, self._run).ascend:
            return False
        if first.offset is None and last.offset is not None:
            self._first = max(self._first, ends[0][1] - last.offset)
        elif last.offset is None and first.offset is not None:
            self._last = min(self._last, ends[1][1] - first.offset)
        return True


def _format(text: str) -> str:
    return text.replace("%", "%%")
