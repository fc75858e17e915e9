"""Theme fonts and colours (§20.1.6), as settings."""

from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.docx.names import MAIN, MAIN_STRICT, local
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse

_SCRIPTS = {"latin": "latin", "ea": "eastAsia", "cs": "cs"}
_HAN = {"Hans", "Hant", "Jpan", "Hang"}


def read_theme(package: Package, main_part: str) -> dict[str, Any]:
    """Return `{fonts: {major, minor}, colors: {accent1: RRGGBB …}}`; empty without a theme."""
    name = package.related(main_part, "theme")
    if name is None:
        return {}
    try:
        root = parse(package.read(name), name)
    except TongwenError:
        return {}
    theme: dict[str, Any] = {}
    for element in root.iter(*(f"{{{uri}}}{tag}" for uri in (MAIN, MAIN_STRICT) for tag in _PARTS)):
        if local(element) == "clrScheme":
            theme.setdefault("colors", _colors(element))
        else:
            theme.setdefault("fonts", _fonts(element))
    return theme


_PARTS = ("clrScheme", "fontScheme")


def _colors(element: etree._Element) -> dict[str, str]:
    colors = {}
    for child in element.iterchildren(etree.Element):
        for color in child.iterchildren(etree.Element):
            found = color.get("lastClr") if local(color) == "sysClr" else color.get("val")
            if found:
                colors[local(child)] = found
    return colors


def _fonts(element: etree._Element) -> dict[str, dict[str, str]]:
    fonts: dict[str, dict[str, str]] = {}
    for child in element.iterchildren(etree.Element):
        role = local(child).removesuffix("Font")
        if role not in ("major", "minor"):
            continue
        faces: dict[str, str] = {}
        for face in child.iterchildren(etree.Element):
            name = face.get("typeface", "")
            if local(face) in _SCRIPTS and name:
                faces[_SCRIPTS[local(face)]] = name
            elif face.get("script") in _HAN and name:
                faces[face.get("script", "")] = name
        fonts[role] = faces
    return fonts
