"""What the cells hold that a chart made live shows: for the values cached in its part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongwen import ydoc
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.contents import is_formula
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS
from tongwen.kinds.sheet.overlay import Box
from tongwen.kinds.sheet.templates import OPEN, locate, references, render

MOST_CACHED = 32_000  # points of one series

Scalar = float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Cached:
    """The values of cells in their order, and the number format of the first."""

    values: list[Scalar]
    format: str


class ChartCells:
    """Reads cells that templates name from the states of the parts, each opened when needed."""

    def __init__(
        self,
        parts: Mapping[str, bytes],
        values: Mapping[str, Mapping[tuple[int, int], Any]] | None,
    ) -> None:
        """`values` are computed ones by sid and place; a formula that they lack keeps its own."""
        self._values = values or {}

        def open_part(name: str) -> ydoc.SharedDoc:
            state = parts.get(name)
            return ydoc.load(state) if state else ydoc.new_doc(keep_deletions=False)

        self._book = Book(open_part)

    def formula(self, template: str, sid: str) -> str:
        """Return the A1 text of a template on a worksheet."""
        return render(template, sid, self._book)

    def read(self, template: str, sid: str) -> Cached:
        """Return what the cells hold that a template names; nothing where they are gone."""
        values: list[Scalar] = []
        code = ""
        for there, box in self._boxes(template, sid):
            code = code or self._format(there, box)
            values += self._cells(there, box)
            if len(values) >= MOST_CACHED:
                break
        return Cached(values[:MOST_CACHED], code or "General")

    def _boxes(self, template: str, sid: str) -> Iterator[tuple[str, Box]]:
        for reference in references(template) if OPEN in template else ():
            there = (reference.sids or (sid,))[0]
            target = locate(reference, sid, self._book)
            if target is None:
                continue
            rows = [end[0] for end in target.rows] if target.rows else [0, MAX_ROWS - 1]
            cols = [end[0] for end in target.cols] if target.cols else [0, MAX_COLS - 1]
            used = self._book.sheet(there).used()
            top, left = min(rows), min(cols)
            bottom = min(max(rows), max(top, used[2])) if max(rows) - top >= MOST_CACHED else None
            right = min(max(cols), max(left, used[3])) if max(cols) - left >= MAX_COLS - 1 else None
            yield there, (top, left, bottom or max(rows), right or max(cols))

    def _format(self, sid: str, box: Box) -> str:
        sheet = self._book.sheet(sid)
        cells = next((cells for _, cells in sheet.read((*box[:2], *box[:2]))), {})
        known = cells.get(box[1])
        style = sheet.looks.style(box[0], box[1], None if known is None else known.style)
        return str(style.get("numberFormat") or "")

    def _cells(self, sid: str, box: Box) -> Iterator[Scalar]:
        top, left, bottom, right = box
        width = right - left + 1
        bottom = min(bottom, top + MOST_CACHED // width)
        found = dict(self._book.sheet(sid).read((top, left, bottom, right)))
        computed = self._values.get(sid) or {}
        for row in range(top, bottom + 1):
            cells = found.get(row, {})
            for col in range(left, right + 1):
                content = cells[col].content if col in cells else None
                yield _scalar(_value(content, computed.get((row, col))))


def _value(content: Any, computed: Any) -> Any:
    """Return what a cell shows: a formula's result, or what was spilled into an empty one."""
    if content is None or not is_formula(content):
        return computed if content is None else content
    return content.get("c") if computed is None else computed


def _scalar(content: Any) -> Scalar:
    if isinstance(content, Mapping):
        rich = content.get("r")
        if isinstance(rich, list):
            return "".join(str(run[0]) for run in rich if isinstance(run, list) and run)
        return None
    return content if isinstance(content, str | int | float | bool) else None
