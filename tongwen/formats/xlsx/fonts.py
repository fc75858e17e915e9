"""Fonts and colours (§18.8.22, §18.8.3) as flat style members."""

from typing import Any

from lxml import etree

from tongwen.formats.xlsx.measure import integer, number, truth
from tongwen.formats.xlsx.names import local

_UNDERLINES = ("single", "double", "singleAccounting", "doubleAccounting")


def read_font(element: etree._Element, differential: bool = False) -> dict[str, Any]:
    """Return a `font` or `rPr` as `font, size, bold, italic, underline, strike, script, color`.

    Switches that are off are told only by a differential one. What a font has, but this product
    does not show (outline, shadow, charset), is left in the file.
    """
    font: dict[str, Any] = {}
    for child in element.iterchildren(etree.Element):
        name, value = local(child), child.get("val")
        if name in ("name", "rFont"):
            font["font"] = value
        elif name == "sz":
            font["size"] = number(value)
        elif name in ("b", "i", "strike"):
            key = {"b": "bold", "i": "italic", "strike": "strike"}[name]
            font[key] = truth(value or "1")
        elif name == "u":
            font["underline"] = _underline(value)
        elif name == "vertAlign":
            font["script"] = value if value in ("superscript", "subscript") else None
        elif name == "color":
            font["color"] = read_color(child)
    dropped = (None,) if differential else (None, False)
    return {key: value for key, value in font.items() if value not in dropped}


def _underline(value: str | None) -> str | None:
    if value is None:
        return "single"
    return value if value in _UNDERLINES else None


def read_color(element: etree._Element | None) -> str | dict[str, Any] | None:
    """Return a colour: `RRGGBB`, `{theme, tint?}`, `{indexed}`, `auto`, or nothing usable."""
    if element is None:
        return None
    theme, indexed, rgb = (element.get(name) for name in ("theme", "indexed", "rgb"))
    if theme is not None and integer(theme) is not None:
        color: dict[str, Any] = {"theme": integer(theme)}
    elif rgb is not None and (found := _rgb(rgb)):
        return found
    elif indexed is not None and integer(indexed) is not None:
        color = {"indexed": integer(indexed)}
    else:
        return "auto" if truth(element.get("auto") or "0") else None
    tint = number(element.get("tint"))
    if tint and "theme" in color:
        color["tint"] = tint
    return color


def _rgb(text: str) -> str | None:
    """Return the last six hexadecimal digits: the transparency before them is not shown."""
    digits = text.lstrip("#").upper()
    if len(digits) not in (6, 8) or any(digit not in "0123456789ABCDEF" for digit in digits):
        return None
    return digits[-6:]
