"""How a worksheet is looked at, back into `sheetViews` (ECMA-376-1 §18.3.1.87)."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from tongwen.formats.xlsx.formulas import column_letters
from tongwen.formats.xlsx.live import LiveSheet
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.part_patch import PartPatch
from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.lines import parse_line

_FLAGS = {
    "gridLines": ("showGridLines", True),
    "headings": ("showRowColHeaders", True),
    "formulas": ("showFormulas", False),
    "zeros": ("showZeros", True),
    "rtl": ("rightToLeft", False),
}
_ZOOMS = range(10, 401)  # percent
Frozen = tuple[int, int]
"""How many rows and columns do not scroll."""


def frozen(sheet: LiveSheet) -> Frozen:
    """Return how many rows and columns of a worksheet are frozen now."""
    freeze = sheet.view.get("freeze")
    if not isinstance(freeze, Mapping):
        return 0, 0
    return _position(sheet.rows, freeze.get("row")), _position(sheet.cols, freeze.get("col"))


def _position(axis: Axis, identity: Any) -> int:
    line = parse_line(identity) if isinstance(identity, str) else None
    found = axis.snap(line, 1) if line is not None else None
    return found or 0


def view_differs(live: LiveSheet, filed: LiveSheet | None) -> bool:
    """Whether the first view is not the file's any more."""
    return bool(_changed(live, filed)) or frozen(live) != _was_frozen(filed)


def _was_frozen(filed: LiveSheet | None) -> Frozen:
    return frozen(filed) if filed is not None else (0, 0)


def _changed(live: LiveSheet, filed: LiveSheet | None) -> set[str]:
    before: Mapping[str, Any] = filed.view if filed is not None else {}
    return {name for name in (*_FLAGS, "zoom") if live.view.get(name) != before.get(name)}


def write_view(patch: PartPatch, live: LiveSheet, filed: LiveSheet | None) -> None:
    """Bring the first view up to date where it differs from the file's."""
    was, now = _was_frozen(filed), frozen(live)
    flags = _changed(live, filed)
    views = patch.first("sheetViews")
    if views is None:
        p = patch.prefix
        holder = etree.fromstring(
            f'<sheetView xmlns="{etree.QName(patch.root).namespace}" workbookViewId="0"/>'
        )
        _set_view(holder, live, flags, now, was)
        inside = patch.written(holder)
        patch.put("sheetViews", f"<{p}sheetViews>".encode() + inside + f"</{p}sheetViews>".encode())
        return
    view = next((one for one in views.element if local(one) == "sheetView"), None)
    if view is not None:
        _set_view(view, live, flags, now, was)
        views.edited = True


def _set_view(
    view: etree._Element, live: LiveSheet, flags: set[str], now: Frozen, was: Frozen
) -> None:
    for name in flags:
        value = live.view.get(name)
        if name == "zoom":
            zoom = int(value) if isinstance(value, int | float) and int(value) in _ZOOMS else 100
            _set(view, "zoomScale", str(zoom) if zoom != 100 else None)
            _set(view, "zoomScaleNormal", None)
            continue
        attribute, usual = _FLAGS[name]
        wanted = value if isinstance(value, bool) else usual
        _set(view, attribute, None if wanted == usual else str(int(wanted)))
    if now != was:
        _freeze(view, now)


def _set(element: etree._Element, name: str, value: str | None) -> None:
    if value is None:
        element.attrib.pop(name, None)
    else:
        element.set(name, value)


def _freeze(view: etree._Element, now: Frozen) -> None:
    space = etree.QName(view).namespace
    for name in ("pane", "selection"):
        for found in view.findall(f"{{{space}}}{name}"):
            view.remove(found)
    rows, cols = now
    if not rows and not cols:
        return
    pane = etree.Element(f"{{{space}}}pane")
    if cols:
        pane.set("xSplit", str(cols))
    if rows:
        pane.set("ySplit", str(rows))
    active = "bottomRight" if rows and cols else "bottomLeft" if rows else "topRight"
    pane.set("topLeftCell", f"{column_letters(cols)}{rows + 1}")
    pane.set("activePane", active)
    pane.set("state", "frozen")
    view.insert(0, pane)
    selection = etree.Element(f"{{{space}}}selection")
    selection.set("pane", active)
    view.insert(1, selection)
