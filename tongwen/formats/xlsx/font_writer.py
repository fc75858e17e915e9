"""Flat style members back into fonts and colours (ECMA-376-1 §18.8.22, §18.8.3)."""

import copy
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.xml import attribute, clean

FONT_MEMBERS = ("font", "size", "bold", "italic", "underline", "strike", "script", "color")
# CT_Font as Excel writes it; the schema lets them come in any order
_ORDER = [
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "rFont",
    "family",
    "charset",
    "scheme",
]
_UNDERLINES = ("single", "double", "singleAccounting", "doubleAccounting")
_RGB = re.compile(r"[0-9A-Fa-f]{6}")
_ELEMENTS = {
    "font": ("name", "family", "charset", "scheme"),
    "size": ("sz",),
    "bold": ("b",),
    "italic": ("i",),
    "underline": ("u",),
    "strike": ("strike",),
    "script": ("vertAlign",),
    "color": ("color",),
}
_SWITCHES = {"bold": "b", "italic": "i", "strike": "strike"}


def color_attributes(color: Any) -> dict[str, str] | None:
    """Return the attributes of a CT_Color; None for what is no colour."""
    if isinstance(color, str):
        if color == "auto":
            return {"auto": "1"}
        return {"rgb": "FF" + color.upper()} if _RGB.fullmatch(color) else None
    if not isinstance(color, Mapping):
        return None
    for name in ("theme", "indexed"):
        index = _whole(color.get(name))
        if index is not None and 0 <= index < 256:
            tint = color.get("tint")
            if isinstance(tint, int | float) and tint and name == "theme":
                return {name: str(index), "tint": repr(float(tint))}
            return {name: str(index)}
    return None


def patch_font(
    font: etree._Element,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    default: etree._Element | None,
) -> None:
    """Change the members of a `font` that differ; others stay.

    A member that `after` lacks becomes that of the default font, or goes.
    """
    for member in FONT_MEMBERS:
        if before.get(member) == after.get(member):
            continue
        if after.get(member) is None and default is not None:
            _copy_member(font, member, default)
        else:
            _set_member(font, member, after.get(member))


def font_element(
    default: etree._Element | None, after: Mapping[str, Any], space: str
) -> etree._Element:
    """Return a new font: the default one with the members of `after`."""
    font = copy.deepcopy(default) if default is not None else etree.Element(f"{{{space}}}font")
    font.tail = None
    for member, value in after.items():
        if member in FONT_MEMBERS:
            _set_member(font, member, value)
    return font


def _copy_member(font: etree._Element, member: str, default: etree._Element) -> None:
    names = _ELEMENTS[member]
    for name in names:
        source = default.find(f"{{{etree.QName(default).namespace}}}{name}")
        _put(font, name, None if source is None else {str(k): str(v) for k, v in source.items()})


def _set_member(font: etree._Element, member: str, value: Any) -> None:
    if member in _SWITCHES:
        _put(font, _SWITCHES[member], {} if value is True else None)
    elif member == "underline":
        kept = {} if value == "single" else {"val": str(value)}
        _put(font, "u", kept if value in _UNDERLINES else None)
    elif member == "script":
        _put(font, "vertAlign", {"val": value} if value in ("superscript", "subscript") else None)
    elif member == "size":
        sized = isinstance(value, int | float) and 1 <= value <= 409
        _put(font, "sz", {"val": f"{value:g}"} if sized else None)
    elif member == "color":
        _put(font, "color", color_attributes(value))
    elif member == "font":
        named = isinstance(value, str) and clean(value)[:31]
        _put(font, "name", {"val": named} if named else None)
        for other in ("scheme", "family", "charset"):  # they spoke of the font that was
            _put(font, other, None)


def _put(font: etree._Element, name: str, attributes: Mapping[str, str] | None) -> None:
    space = etree.QName(font).namespace
    tag = f"{{{space}}}{name}" if space else name
    found = font.find(tag)
    if attributes is None:
        if found is not None:
            font.remove(found)
        return
    if found is None:
        rank = _ORDER.index(name)
        place = len(font)
        for index, child in enumerate(font):
            word = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if word in _ORDER and _ORDER.index(word) > rank:
                place = index
                break
        found = etree.Element(tag)
        font.insert(place, found)
    found.attrib.clear()
    for key, text in attributes.items():
        found.set(key, text)


def run_properties(font: Mapping[str, Any], prefix: str) -> str:
    """Return the `rPr` of a rich text's run, or nothing where it is the cell's font."""
    out = ""
    for member, name in (("font", "rFont"), *_SWITCHES.items()):
        value = font.get(member)
        if member == "font":
            if isinstance(value, str) and clean(value):
                out += _tag(prefix, name, {"val": value[:31]})
        elif value is True:
            out += _tag(prefix, name, {})
    color = color_attributes(font["color"]) if font.get("color") is not None else None
    if color is not None:
        out += _tag(prefix, "color", color)
    size = font.get("size")
    if isinstance(size, int | float) and 1 <= size <= 409:
        out += _tag(prefix, "sz", {"val": f"{size:g}"})
    if font.get("underline") in _UNDERLINES:
        kind = font["underline"]
        out += _tag(prefix, "u", {} if kind == "single" else {"val": kind})
    if font.get("script") in ("superscript", "subscript"):
        out += _tag(prefix, "vertAlign", {"val": font["script"]})
    return f"<{prefix}rPr>{out}</{prefix}rPr>" if out else ""


def _tag(prefix: str, name: str, attributes: Mapping[str, str]) -> str:
    written = "".join(f' {key}="{attribute(value)}"' for key, value in attributes.items())
    return f"<{prefix}{name}{written}/>"


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        return None
    return int(value)
