"""A worksheet as a simple HTML table: what its cells show, emphasis, colours and merged areas."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from tongwen.formats.xlsx.number_format import display
from tongwen.formats.xlsx.values_table import EMPTY, Cell, cells, open_sheet
from tongwen.kinds.sheet.document import Workbook

_COLOR = re.compile("[0-9A-Fa-f]{6}")
_ALIGN = {"left": "start", "center": "center", "right": "end"}
_STYLE = (
    "body{padding:1rem;font-family:system-ui,sans-serif;line-height:1.4}"
    "table{border-collapse:collapse}td{border:1px solid #bbb;padding:.2em .5em}"
    "td{white-space:pre-wrap}.n{text-align:end}"
)
_MOST_CELLS = 5_000_000  # of one table, empty ones too

Box = tuple[int, int, int, int]


def sheet_to_html(parts: Mapping[str, bytes], sid: str | None, title: str) -> bytes:
    """Return a worksheet of a live workbook (the first shown one without `sid`) as a page.

    Formulas are their cached results. What lies far from everything else is left out beyond five
    million cells.

    Raises:
        NotFound: `no-such-sheet`.
        Invalid: `update-malformed`.
    """
    sheet = open_sheet(parts, sid)
    found = cells(sheet)
    date1904 = bool(sheet.book.settings.get("date1904"))
    boxes = _merges(parts, sheet.sid)
    last = max((row for row, line in found.items() if _filled(line)), default=-1)
    width = 1 + max((max(_filled(line)) for line in found.values() if _filled(line)), default=-1)
    last = max([last, *(box[2] for box in boxes if box[0] <= last)])
    rows = min(last + 1, _MOST_CELLS // max(1, width))
    table = _Table(found, boxes, date1904)
    body = "".join(f"<tr>{table.row(row, width)}</tr>\n" for row in range(rows))
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<table>\n{body}</table>\n</body></html>\n"
    ).encode("utf-8", "replace")


def _filled(line: Mapping[int, Cell]) -> list[int]:
    return [col for col, cell in line.items() if cell[0] is not None]


def _merges(parts: Mapping[str, bytes], sid: str) -> list[Box]:
    sheet = Workbook.of_states(parts).book.sheet(sid)
    return [box for _, box in sheet.merges()]


class _Table:
    """Writes rows of cells, merged areas as one."""

    def __init__(
        self, found: Mapping[int, Mapping[int, Cell]], boxes: list[Box], date1904: bool
    ) -> None:
        self._cells = found
        self._date1904 = date1904
        self._firsts = {(box[0], box[1]): box for box in boxes}
        self._by_row: dict[int, list[Box]] = {}
        for box in boxes:
            for row in range(box[0], min(box[2], max(found, default=0) + 1) + 1):
                self._by_row.setdefault(row, []).append(box)

    def row(self, row: int, width: int) -> str:
        """Return the cells of a row, as far as they are not within another."""
        line = self._cells.get(row, {})
        covered = {
            col
            for box in self._by_row.get(row, ())
            for col in range(box[1], min(box[3], width - 1) + 1)
            if (row, col) != (box[0], box[1])
        }
        return "".join(
            self._cell(line.get(col, EMPTY), self._firsts.get((row, col)), width)
            for col in range(width)
            if col not in covered
        )

    def _cell(self, cell: Cell, box: Box | None, width: int) -> str:
        value, style = cell
        spans = ""
        if box is not None:
            rows, cols = box[2] - box[0] + 1, min(box[3], width - 1) - box[1] + 1
            spans = f' rowspan="{rows}" colspan="{cols}"'
        text = escape(display(value, style.get("numberFormat"), self._date1904))
        number = isinstance(value, int | float) and not isinstance(value, bool)
        kind = ' class="n"' if number else ""
        look = _look(style)
        return f"<td{spans}{kind}{look}>{text}</td>"


def _look(style: Mapping[str, Any]) -> str:
    """Return the style attribute of a cell, empty for one that looks as all do."""
    said = []
    if style.get("bold"):
        said.append("font-weight:bold")
    if style.get("italic"):
        said.append("font-style:italic")
    lines = [
        name
        for name, member in (("underline", "underline"), ("line-through", "strike"))
        if style.get(member)
    ]
    if lines:
        said.append(f"text-decoration:{' '.join(lines)}")
    for name, member in (("color", "color"), ("background", "fill")):
        color = style.get(member)
        if isinstance(color, str) and _COLOR.fullmatch(color):
            said.append(f"{name}:#{color}")
    if style.get("align") in _ALIGN:
        said.append(f"text-align:{_ALIGN[str(style['align'])]}")
    return f' style="{";".join(said)}"' if said else ""
