"""A worksheet as an HTML table: what its cells show, with their looks and merges."""

from collections.abc import Mapping
from html import escape
from typing import Any

from tongwen.formats.xlsx.live import LiveSheet
from tongwen.formats.xlsx.number_format import shown
from tongwen.formats.xlsx.values_table import EMPTY, cells, open_sheet
from tongwen.kinds.sheet.styles import Style

_PAGE_STYLE = (
    "body{font-family:sans-serif;margin:1rem}table{border-collapse:collapse}"
    "td{padding:.1em .4em;border:1px solid #ddd;vertical-align:bottom}"
)
_MOST_CELLS = 2_000_000  # beyond which a page would not open anyway
_LINES = {
    "hair": "1px dotted",
    "dotted": "1px dotted",
    "dashed": "1px dashed",
    "thin": "1px solid",
    "medium": "2px solid",
    "thick": "3px solid",
    "double": "3px double",
}
_SIDES = {
    "borderStart": "inline-start",
    "borderEnd": "inline-end",
    "borderTop": "block-start",
    "borderBottom": "block-end",
}
_ALIGN = {"left": "start", "right": "end", "center": "center", "justify": "justify"}


def sheet_to_html(
    parts: Mapping[str, bytes],
    sid: str | None = None,
    title: str = "",
    values: Mapping[tuple[int, int], Any] | None = None,
) -> bytes:
    """Return a worksheet of a live workbook (the first shown one without `sid`) as a page.

    `values` are what the engine computed, by row and column; else cached results are shown.

    Raises:
        NotFound: `no-such-sheet`.
    """
    sheet = open_sheet(parts, sid)
    name = sheet.book.titles[sheet.sid]
    body = _table(sheet, values)
    page = (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{escape(title or name)}</title>'
        f"<style>{_PAGE_STYLE}</style></head>\n<body>\n<table>\n<caption>{escape(name)}</caption>\n"
        f"{body}</table>\n</body></html>\n"
    )
    return page.encode("utf-8", "replace")


def _table(sheet: LiveSheet, values: Mapping[tuple[int, int], Any] | None) -> str:
    found = cells(sheet, values)
    used = {
        (row, col)
        for row, columns in found.items()
        for col, (value, _) in columns.items()
        if value is not None
    }
    height = 1 + max((row for row, _ in used), default=-1)
    width = 1 + max((col for _, col in used), default=-1)
    width = min(width, max(1, _MOST_CELLS // max(height, 1)))
    spans, hidden = _merges(sheet, height, width)
    date1904 = bool(sheet.book.settings.get("date1904"))
    out = []
    for row in range(height):
        columns = found.get(row, {})
        written = "".join(
            _cell(columns.get(col, EMPTY), spans.get((row, col), ""), date1904)
            for col in range(width)
            if (row, col) not in hidden
        )
        out.append(f"<tr>{written}</tr>\n")
    return "".join(out)


def _merges(
    sheet: LiveSheet, height: int, width: int
) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    """Return the spans of merged areas by their first cell, and the cells that they cover."""
    spans: dict[tuple[int, int], str] = {}
    hidden: set[tuple[int, int]] = set()
    merges = sorted(
        (one.get("t", 0), token, one.get("area"))
        for token, one in sheet.objects.items()
        if one["type"] == "merge"
    )
    for _, _, area in merges:
        where = sheet.rectangle(area)
        if where is None or where[0] >= height or where[1] >= width:
            continue
        bottom, right = min(where[2], height - 1), min(where[3], width - 1)
        covered = {
            (row, col) for row in range(where[0], bottom + 1) for col in range(where[1], right + 1)
        }
        if covered & (hidden | spans.keys()):
            continue
        first = (where[0], where[1])
        hidden |= covered - {first}
        spans[first] = f' rowspan="{bottom - where[0] + 1}" colspan="{right - where[1] + 1}"'
    return spans, hidden


def _cell(cell: tuple[Any, Style], span: str, date1904: bool) -> str:
    value, style = cell
    seen = shown(value, style.get("numberFormat"), date1904)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    css = _css(style, number, seen.color)
    look = f' style="{escape(css)}"' if css else ""
    text = escape(seen.text).replace("\n", "<br>")
    return f"<td{span}{look}>{text}</td>"


def _css(style: Style, number: bool, color: str | None) -> str:
    out = []
    if style.get("bold") is True:
        out.append("font-weight:bold")
    if style.get("italic") is True:
        out.append("font-style:italic")
    lines = [
        word
        for word, on in (
            ("underline", style.get("underline")),
            ("line-through", style.get("strike")),
        )
        if on
    ]
    if lines:
        out.append("text-decoration:" + " ".join(lines))
    if color and color.isalpha() and color.isascii():
        out.append(f"color:{color.lower()}")
    elif _is_rgb(style.get("color")):
        out.append(f"color:#{style['color']}")
    if _is_rgb(style.get("fill")):
        out.append(f"background:#{style['fill']}")
    align = _ALIGN.get(str(style.get("align"))) or ("end" if number else "")
    if align:
        out.append(f"text-align:{align}")
    return ";".join([*out, *_borders(style)])


def _borders(style: Style) -> list[str]:
    found = []
    for member, side in _SIDES.items():
        border = style.get(member)
        if isinstance(border, Mapping) and border.get("style"):
            line = _LINES.get(str(border["style"]), "1px solid")
            color = border.get("color")
            found.append(
                f"border-{side}:{line} {f'#{color}' if _is_rgb(color) else 'currentColor'}"
            )
    return found


def _is_rgb(color: Any) -> bool:
    return (
        isinstance(color, str)
        and len(color) == 6
        and all(digit in "0123456789abcdefABCDEF" for digit in color)
    )
