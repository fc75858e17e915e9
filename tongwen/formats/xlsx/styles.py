"""The styles part (§18.8) as flat styles, one a cell format; differential formats as patches."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.fonts import read_color, read_font
from tongwen.formats.xlsx.measure import integer, truth
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.number_formats import BUILT_IN

Style = dict[str, Any]
_SIDES = {
    "left": "borderStart",
    "start": "borderStart",
    "right": "borderEnd",
    "end": "borderEnd",
    "top": "borderTop",
    "bottom": "borderBottom",
    "diagonal": "borderDiagonal",
}
_ALIGNMENT = {"horizontal": "align", "vertical": "valign"}
_FIGURES = {"textRotation": "rotate", "indent": "indent", "readingOrder": "readingOrder"}
_SWITCHES = {"wrapText": "wrap", "shrinkToFit": "shrink"}
_FONT_SWITCHES = ("bold", "italic", "strike")


@dataclass(slots=True)
class StyleTable:
    """What the styles part says: `base` one a `cellXfs` entry, `patches` one a `dxf`."""

    base: list[Style] = field(default_factory=lambda: [{}])
    patches: list[Style] = field(default_factory=list)
    indexed: list[str] = field(default_factory=list)  # the file's own palette


def read_styles(package: Package, part: str | None) -> StyleTable:
    """Return the styles of a workbook; one plain style where the file has none.

    Raises:
        Invalid: `not-well-formed`, `xml-entities`, `part-damaged`.
        TooLarge: `part-too-large`.
    """
    if part is None:
        return StyleTable()
    groups: dict[str, etree._Element] = {}
    for child in parse(package.read(part), part).iterchildren(etree.Element):
        groups.setdefault(local(child), child)
    formats = _formats(groups.get("numFmts"))
    return StyleTable(
        base=_cell_formats(groups, formats) or [{}],
        patches=[read_patch(found, formats) for found in _items(groups, "dxfs", "dxf")],
        indexed=_palette(groups.get("colors")),
    )


def _items(groups: dict[str, etree._Element], group: str, name: str) -> list[etree._Element]:
    found = groups.get(group)
    children = [] if found is None else found.iterchildren(etree.Element)
    return [child for child in _chosen(children) if local(child) == name]


def _chosen(children: Any) -> list[etree._Element]:
    """Return elements, and of alternatives (ECMA-376-3 §10.2.1) what every program reads."""
    found: list[etree._Element] = []
    for child in children:
        if local(child) != "AlternateContent":
            found.append(child)
            continue
        for fallback in child.iterchildren(etree.Element):
            if local(fallback) == "Fallback":
                found += fallback.iterchildren(etree.Element)
    return found


def _formats(element: etree._Element | None) -> dict[int, str]:
    formats = dict(BUILT_IN)
    for child in [] if element is None else _chosen(element.iterchildren(etree.Element)):
        number, code = integer(child.get("numFmtId")), child.get("formatCode")
        if number is not None and code is not None:
            formats[number] = code
    return {number: code for number, code in formats.items() if code.lower() != "general"}


def _cell_formats(groups: dict[str, etree._Element], formats: dict[int, str]) -> list[Style]:
    fonts = [read_font(found) for found in _items(groups, "fonts", "font")]
    fills = [read_fill(found) for found in _items(groups, "fills", "fill")]
    borders = [read_border(found) for found in _items(groups, "borders", "border")]
    names = _style_names(groups)
    default = fonts[0] if fonts else {}
    for font in fonts:
        for name in _FONT_SWITCHES:
            if default.get(name) and name not in font:
                font[name] = False
    styles: list[Style] = []
    for xf in _items(groups, "cellXfs", "xf"):
        style: Style = {}
        code = formats.get(integer(xf.get("numFmtId")) or 0)
        if code is not None:
            style["numberFormat"] = code
        for name, members in (("fontId", fonts), ("fillId", fills), ("borderId", borders)):
            index = integer(xf.get(name)) or 0
            if 0 <= index < len(members):
                style.update(members[index])
        style.update(_placement(xf))
        if truth(xf.get("quotePrefix")):
            style["quotePrefix"] = True
        named = names.get(integer(xf.get("xfId")) or 0)
        if named is not None:
            style["cellStyle"] = named
        styles.append(style)
    return styles


def _style_names(groups: dict[str, etree._Element]) -> dict[int, str]:
    """Return the names of cell styles by format; `Normal` is what no name means."""
    names: dict[int, str] = {}
    for found in _items(groups, "cellStyles", "cellStyle"):
        index, name = integer(found.get("xfId")), found.get("name")
        if index is not None and name and found.get("builtinId") != "0":
            names.setdefault(index, name)
    return names


def read_patch(element: etree._Element, formats: dict[int, str]) -> Style:
    """Return a `dxf` (§18.8.14) as a patch: what it does not say stays."""
    patch: Style = {}
    for child in element.iterchildren(etree.Element):
        name = local(child)
        if name == "font":
            patch.update(read_font(child, differential=True))
        elif name == "numFmt":
            code = child.get("formatCode") or formats.get(integer(child.get("numFmtId")) or 0)
            if code:
                patch["numberFormat"] = code
        elif name == "fill":
            patch.update(read_fill(child, differential=True))
        elif name == "border":
            patch.update(read_border(child))
    patch.update(_placement(element))
    return patch


def read_fill(element: etree._Element, differential: bool = False) -> Style:
    """Return a `fill` as `fill` or `pattern`; a differential one's colour is its background."""
    for child in element.iterchildren(etree.Element):
        if local(child) == "gradientFill":
            raw = etree.tostring(child, encoding="unicode", with_tail=False)
            return {"pattern": {"gradient": raw}}
        if local(child) == "patternFill":
            return _pattern(child, differential)
    return {}


def _pattern(element: etree._Element, differential: bool) -> Style:
    colors = {local(child): read_color(child) for child in element.iterchildren(etree.Element)}
    kind = element.get("patternType", "solid" if differential else "none")
    if kind == "none":
        return {}
    color = colors.get("fgColor")
    if differential:
        color = colors.get("bgColor") or color
    if kind == "solid":
        return {"fill": color} if color not in (None, "auto") else {}
    found = {"type": kind, "fg": colors.get("fgColor"), "bg": colors.get("bgColor")}
    return {"pattern": {name: value for name, value in found.items() if value is not None}}


def read_border(element: etree._Element) -> Style:
    """Return a `border` as its sides that have a line."""
    sides: Style = {}
    for child in element.iterchildren(etree.Element):
        member, kind = _SIDES.get(local(child)), child.get("style", "none")
        if member is None or kind == "none":
            continue
        side: dict[str, Any] = {"style": kind}
        for inner in child.iterchildren(etree.Element):
            color = read_color(inner)
            if local(inner) == "color" and color is not None:
                side["color"] = color
        if member == "borderDiagonal":
            side.update(_diagonal(element))
        sides[member] = side
    return sides


def _diagonal(element: etree._Element) -> dict[str, bool]:
    names = {"up": "diagonalUp", "down": "diagonalDown"}
    return {key: True for key, name in names.items() if truth(element.get(name))}


def _placement(xf: etree._Element) -> Style:
    """Return alignment (§18.8.1) and protection (§18.8.33) of a format."""
    style: Style = {}
    for child in xf.iterchildren(etree.Element):
        name = local(child)
        if name == "alignment":
            style.update(_alignment(child))
        elif name == "protection":
            if not truth(child.get("locked"), default=True):
                style["locked"] = False
            if truth(child.get("hidden")):
                style["hiddenFormula"] = True
    return style


def _alignment(element: etree._Element) -> Style:
    style: Style = {}
    for name, member in _ALIGNMENT.items():
        word = element.get(name)
        if word is not None and word != "general":
            style[member] = word
    for name, member in _FIGURES.items():
        figure = integer(element.get(name))
        if figure:
            style[member] = figure
    for name, member in _SWITCHES.items():
        if truth(element.get(name)):
            style[member] = True
    return style


def _palette(element: etree._Element | None) -> list[str]:
    colors: list[str] = []
    for group in [] if element is None else element.iterchildren(etree.Element):
        if local(group) == "indexedColors":
            for child in group.iterchildren(etree.Element):
                rgb = (child.get("rgb") or "")[-6:].upper()
                valid = len(rgb) == 6 and all(digit in "0123456789ABCDEF" for digit in rgb)
                colors.append(rgb if valid else "000000")
    return colors
