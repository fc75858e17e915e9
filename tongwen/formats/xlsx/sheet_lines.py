"""Columns, default sizes and views of a worksheet (§18.3.1.13, .81, .87)."""

from itertools import pairwise
from typing import Any

from lxml import etree

from tongwen.formats.xlsx.measure import integer, members, number, truth
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS, local

_DEFAULT_ZOOM = 100  # percent


def read_columns(root: etree._Element, styles: int) -> list[list[Any]]:
    """Return the properties of columns as `[[first, count, {…}] …]`, ascending.

    Of entries that overlap the later one counts where they do.
    """
    found: list[tuple[int, int, dict[str, Any]]] = []
    for group in root.iterchildren(etree.Element):
        if local(group) != "cols":
            continue
        for child in group.iterchildren(etree.Element):
            first, last = integer(child.get("min")), integer(child.get("max"))
            if local(child) != "col" or first is None or last is None or first < 1:
                continue
            properties = _column(child, styles)
            if properties and first <= min(last, MAX_COLUMNS):
                found.append((first - 1, min(last, MAX_COLUMNS), properties))
    return _flat(found)


def _flat(found: list[tuple[int, int, dict[str, Any]]]) -> list[list[Any]]:
    ascending = all(one[1] <= two[0] for one, two in pairwise(found))
    if not ascending:
        by_column: dict[int, dict[str, Any]] = {}
        for first, stop, properties in found:
            by_column.update(dict.fromkeys(range(first, stop), properties))
        found = [(at, at + 1, by_column[at]) for at in sorted(by_column)]
    runs: list[list[Any]] = []
    for first, stop, properties in found:
        last = runs[-1] if runs else None
        if last and last[0] + last[1] == first and last[2] == properties:
            last[1] += stop - first
        else:
            runs.append([first, stop - first, properties])
    return runs


def _column(element: etree._Element, styles: int) -> dict[str, Any]:
    style = integer(element.get("style"))
    return members(
        size=number(element.get("width")),
        custom=truth(element.get("customWidth")),
        hidden=truth(element.get("hidden")),
        level=integer(element.get("outlineLevel")) or None,
        collapsed=truth(element.get("collapsed")),
        style=style if style is not None and 0 < style < styles else None,
    )


def read_view(root: etree._Element) -> dict[str, Any]:
    """Return the `view` map: default sizes, outline, and what the first view says."""
    view: dict[str, Any] = {}
    for child in root.iterchildren(etree.Element):
        name = local(child)
        if name == "sheetFormatPr":
            view.update(_sizes(child))
        elif name == "sheetPr":
            view.update(_outline(child))
        elif name == "sheetViews":
            first = next(child.iterchildren(etree.Element), None)
            if first is not None:
                view.update(_first_view(first))
    return view


def tab_color(root: etree._Element | None) -> etree._Element | None:
    """Return the `tabColor` of a worksheet or chartsheet."""
    for child in [] if root is None else root.iterchildren(etree.Element):
        if local(child) == "sheetPr":
            return next((one for one in child if local(one) == "tabColor"), None)
    return None


def _sizes(element: etree._Element) -> dict[str, Any]:
    width = number(element.get("defaultColWidth"))
    base = integer(element.get("baseColWidth"))
    if width is None and base is not None and base != 8:
        width = base + 5 / 7  # what fits base characters and the margins, §18.3.1.81
    return members(
        defaultColWidth=width,
        defaultRowHeight=number(element.get("defaultRowHeight")),
        rowsHidden=truth(element.get("zeroHeight")),
    )


def _outline(element: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element.iterchildren(etree.Element):
        if local(child) == "outlinePr":
            for name, member in (("summaryBelow", "summaryBelow"), ("summaryRight", "summaryEnd")):
                if not truth(child.get(name), default=True):
                    found[member] = False
    return found


def _first_view(element: etree._Element) -> dict[str, Any]:
    view: dict[str, Any] = {}
    for name, member in (
        ("showGridLines", "gridLines"),
        ("showRowColHeaders", "headings"),
        ("showZeros", "zeros"),
    ):
        if not truth(element.get(name), default=True):
            view[member] = False
    zoom = integer(element.get("zoomScale"))
    view.update(
        members(
            formulas=truth(element.get("showFormulas")),
            rtl=truth(element.get("rightToLeft")),
            zoom=zoom if zoom and 10 <= zoom <= 400 and zoom != _DEFAULT_ZOOM else None,
        )
    )
    for child in element.iterchildren(etree.Element):
        if local(child) == "pane":
            view.update(_pane(child))
    return view


def _pane(element: etree._Element) -> dict[str, Any]:
    x, y = number(element.get("xSplit")) or 0, number(element.get("ySplit")) or 0
    if element.get("state") not in ("frozen", "frozenSplit"):
        return members(split=members(x=x or None, y=y or None))  # twentieths of a point, §18.3.1.66
    row, column = int(y), int(x)
    freeze = members(
        row=str(row) if 0 < row < MAX_ROWS else None,
        col=str(column) if 0 < column < MAX_COLUMNS else None,
    )
    return members(freeze=freeze)
