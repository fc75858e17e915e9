"""Fills, borders, alignment and protection of flat styles back into XML (ECMA-376-1 §18.8)."""

import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.font_writer import color_attributes

_SIDES = {
    "borderStart": "left",
    "borderEnd": "right",
    "borderTop": "top",
    "borderBottom": "bottom",
    "borderDiagonal": "diagonal",
}
BORDER_MEMBERS = tuple(_SIDES)
_SIDE_ORDER = (
    "start",
    "left",
    "end",
    "right",
    "top",
    "bottom",
    "diagonal",
    "vertical",
    "horizontal",
)
_LINES = frozenset(
    [
        "thin",
        "medium",
        "dashed",
        "dotted",
        "thick",
        "double",
        "hair",
        "mediumDashed",
        "dashDot",
        "mediumDashDot",
        "dashDotDot",
        "mediumDashDotDot",
        "slantDashDot",
    ]
)
_PATTERNS = frozenset(
    [
        "none",
        "solid",
        "mediumGray",
        "darkGray",
        "lightGray",
        "darkHorizontal",
        "darkVertical",
        "darkDown",
        "darkUp",
        "darkGrid",
        "darkTrellis",
        "lightHorizontal",
        "lightVertical",
        "lightDown",
        "lightUp",
        "lightGrid",
        "lightTrellis",
        "gray125",
        "gray0625",
    ]
)
FILL_MEMBERS = ("fill", "pattern")
ALIGNMENT = {
    "align": "horizontal",
    "valign": "vertical",
    "wrap": "wrapText",
    "rotate": "textRotation",
    "indent": "indent",
    "shrink": "shrinkToFit",
    "readingOrder": "readingOrder",
}
_HORIZONTAL = frozenset(
    ["general", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed"]
)
_VERTICAL = frozenset(["top", "center", "bottom", "justify", "distributed"])
PROTECTION = {"locked": "locked", "hiddenFormula": "hidden"}


def fill_element(
    style: Mapping[str, Any], space: str, differential: bool = False
) -> etree._Element:
    """Return a `fill`; in a differential format solid means background (§18.8.14)."""
    fill = etree.Element(f"{{{space}}}fill")
    pattern = style.get("pattern")
    if isinstance(pattern, Mapping) and isinstance(pattern.get("gradient"), str):
        raw = _raw(pattern["gradient"], space)
        if raw is not None:
            fill.append(raw)
            return fill
    kind, fg, bg = "none", None, None
    if isinstance(pattern, Mapping) and pattern.get("type") in _PATTERNS:
        kind, fg, bg = str(pattern["type"]), pattern.get("fg"), pattern.get("bg")
    elif style.get("fill") is not None and color_attributes(style["fill"]):
        kind, fg, bg = "solid", style["fill"], {"indexed": 64}
        if differential:
            fg, bg = None, style["fill"]
    inside = etree.SubElement(fill, f"{{{space}}}patternFill")
    if not (differential and kind == "solid"):
        inside.set("patternType", kind)
    for name, color in (("fgColor", fg), ("bgColor", bg)):
        attributes = color_attributes(color) if color is not None else None
        if attributes:
            etree.SubElement(inside, f"{{{space}}}{name}", attributes)
    return fill


def border_element(
    near: etree._Element | None, before: Mapping[str, Any], after: Mapping[str, Any], space: str
) -> etree._Element:
    """Return a `border`: `near` with the sides that differ."""
    border = copy.deepcopy(near) if near is not None else etree.Element(f"{{{space}}}border")
    for member, name in _SIDES.items():
        if near is None or before.get(member) != after.get(member):
            _set_side(border, name, after.get(member), space)
    return border


def _set_side(border: etree._Element, name: str, side: Any, space: str) -> None:
    logical = {"left": "start", "right": "end"}.get(name, name)
    found = border.find(f"{{{space}}}{name}")
    if found is None:
        found = border.find(f"{{{space}}}{logical}")
    if found is None:
        found = etree.Element(f"{{{space}}}{name}")
        rank = _SIDE_ORDER.index(name)
        place = sum(
            1
            for child in border
            if isinstance(child.tag, str) and etree.QName(child).localname in _SIDE_ORDER[:rank]
        )
        border.insert(place, found)
    tail = found.tail
    found.clear()
    found.tail = tail
    style = side.get("style") if isinstance(side, Mapping) else None
    if style in _LINES:
        found.set("style", str(style))
        color = side.get("color")
        attributes = color_attributes(color) if color is not None else None
        if attributes:
            etree.SubElement(found, f"{{{space}}}color", attributes)
    if name == "diagonal":
        for member, attribute in (("up", "diagonalUp"), ("down", "diagonalDown")):
            if isinstance(side, Mapping) and side.get(member) is True and style in _LINES:
                border.set(attribute, "1")
            elif attribute in border.attrib:
                del border.attrib[attribute]


def set_alignment(xf: etree._Element, style: Mapping[str, Any], space: str) -> None:
    """Give an `xf` (or `dxf`) the alignment of a style; what else its element says stays."""
    values = {}
    for member, name in ALIGNMENT.items():
        text = _alignment_value(member, style.get(member))
        if text is not None:
            values[name] = text
    _set_child(xf, f"{{{space}}}alignment", values, ALIGNMENT.values(), 0)


def set_protection(xf: etree._Element, style: Mapping[str, Any], space: str) -> None:
    """Give an `xf` (or `dxf`) the protection of a style."""
    values = {}
    if style.get("locked") is False:
        values["locked"] = "0"
    if style.get("hiddenFormula") is True:
        values["hidden"] = "1"
    place = 1 if xf.find(f"{{{space}}}alignment") is not None else 0
    _set_child(xf, f"{{{space}}}protection", values, PROTECTION.values(), place)


def _alignment_value(member: str, value: Any) -> str | None:
    if member == "align":
        return value if value in _HORIZONTAL else None
    if member == "valign":
        return value if value in _VERTICAL else None
    if member in ("wrap", "shrink"):
        return "1" if value is True else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = int(value)
    most = {"rotate": 255, "indent": 250, "readingOrder": 2}[member]
    return (
        str(number)
        if 0 < number <= most and not (member == "rotate" and 180 < number < 255)
        else None
    )


def _set_child(xf: etree._Element, tag: str, values: dict[str, str], own: Any, place: int) -> None:
    found = xf.find(tag)
    if found is None:
        if values:
            found = etree.Element(tag, values)
            xf.insert(place, found)
        return
    for name in own:
        found.attrib.pop(name, None)
    for name, value in values.items():
        found.set(name, value)
    if not found.attrib:
        xf.remove(found)


def _raw(text: str, space: str) -> etree._Element | None:
    """Return a gradient that was carried as XML, when it is one."""
    try:
        root = parse(f'<raw xmlns="{space}">{text}</raw>'.encode(), "styles")
    except Invalid:
        return None
    if len(root) == 1 and etree.QName(root[0]).localname == "gradientFill":
        return root[0]
    return None
