"""Flat styles as cell formats at the end of the styles part (ECMA-376-1 §18.8); old ones stay."""

import copy
import json
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import attribute, clean
from tongwen.formats.xlsx.font_writer import FONT_MEMBERS, font_element, patch_font
from tongwen.formats.xlsx.look_writer import (
    ALIGNMENT,
    BORDER_MEMBERS,
    FILL_MEMBERS,
    PROTECTION,
    border_element,
    fill_element,
    set_alignment,
    set_protection,
)
from tongwen.formats.xlsx.names import MAIN
from tongwen.formats.xlsx.part_patch import Child, PartPatch

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_SEQUENCE = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
]
_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
_EMPTY = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1">{_XF}/></cellStyleXfs><cellXfs count="1">{_XF} xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_FIRST_OWN_FORMAT = 164  # below are those that every program knows, §18.8.30
_MOST_FORMATS = 65_490  # what Excel reads
BUILT_IN = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "0.00E+00": 11,
    "# ?/?": 12,
    "# ??/??": 13,
    "mm-dd-yy": 14,
    "d-mmm-yy": 15,
    "d-mmm": 16,
    "mmm-yy": 17,
    "h:mm AM/PM": 18,
    "h:mm:ss AM/PM": 19,
    "h:mm": 20,
    "h:mm:ss": 21,
    "m/d/yy h:mm": 22,
    "#,##0 ;(#,##0)": 37,
    "#,##0 ;[Red](#,##0)": 38,
    "#,##0.00;(#,##0.00)": 39,
    "#,##0.00;[Red](#,##0.00)": 40,
    "mm:ss": 45,
    "[h]:mm:ss": 46,
    "mmss.0": 47,
    "##0.0E+0": 48,
    "@": 49,
}

Style = Mapping[str, Any]


class _Pool:
    """One of the lists of the part: fonts, fills, borders. Equal elements are found again."""

    def __init__(self, patch: PartPatch, name: str) -> None:
        self._patch = patch
        self._name = name
        self._child: Child | None = patch.first(name)
        self.elements: list[etree._Element] = []
        self._known: dict[bytes, int] = {}
        self._new: list[bytes] = []
        if self._child is not None:
            self.elements = [one for one in self._child.element if isinstance(one.tag, str)]
            for index, element in enumerate(self.elements):
                self._known.setdefault(patch.written(element), index)

    def get(self, index: int) -> etree._Element | None:
        return self.elements[index] if 0 <= index < len(self.elements) else None

    def put(self, element: etree._Element, always: bool = False) -> int:
        """Return the index of an element, appended when there is no equal one (or `always`)."""
        written = self._patch.written(element)
        found = self._known.get(written)
        if found is not None and not always:
            return found
        self.elements.append(element)
        self._new.append(written)
        index = self._known[written] = len(self.elements) - 1
        return index

    def save(self) -> None:
        if not self._new:
            return
        count = str(len(self.elements))
        if self._child is None:
            name = f"{self._patch.prefix}{self._name}".encode()
            inside = b"".join(self._new)
            new = b'<%s count="%s">%s</%s>' % (name, count.encode(), inside, name)
            self._patch.insert(self._name, new)
            return
        self._patch.append(self._child, b"".join(self._new))
        self._patch.set(self._child, count=count)


class StyleWriter:
    """Finds or makes the cell format for a flat style; `base` are those of the file's formats."""

    def __init__(self, package: Package, workbook: str, base: Sequence[Style]) -> None:
        self._package = package
        self._workbook = workbook
        self._part = package.related(workbook, "styles")
        self.base: list[Style] = list(base)
        self._known: dict[str, int] = {}
        for index, style in enumerate(self.base):
            self._known.setdefault(_key(style), index)
        self._dxfs: dict[str, int] = {}
        self._patch: PartPatch | None = None
        self._pools: dict[str, _Pool] = {}
        self._formats: dict[str, int] = {}
        self._new_formats: list[str] = []

    def index(self, style: Style, near: int = 0) -> int:
        """Return the index of a format that looks like `style`.

        What the flat form does not say (theme fonts, families, pivot buttons …) is that of the
        format `near`, the one that the cell had.
        """
        if not 0 <= near < len(self.base):
            near = 0
        if self.base and self.base[near] == style:
            return near
        found = self._known.get(_key(style))
        if found is None:
            found = self._add(style, near)
            self._known[_key(style)] = found
        return found

    def dxf(self, style: Style) -> int:
        """Return the index of a differential format that says `style` (§18.8.14)."""
        key = _key(style)
        if key not in self._dxfs:
            self._open()
            self._dxfs[key] = self._pools["dxfs"].put(self._dxf(style), always=True)
        return self._dxfs[key]

    def save(self) -> None:
        """Put what is new into the package."""
        if self._patch is None:
            return
        for pool in self._pools.values():
            pool.save()
        self._save_formats()
        data = self._patch.render()
        if self._part is None:
            self._part = self._package.add("xl/styles", "xml", data, _TYPE)
            self._package.relate(self._workbook, "styles", self._part)
        else:
            self._package.set(self._part, data)

    # -- the part ----------------------------------------------------------------------------

    def _open(self) -> PartPatch:
        if self._patch is None:
            data = _EMPTY.encode() if self._part is None else self._package.read(self._part)
            self._patch = PartPatch(data, self._part or "styles", _SEQUENCE)
            names = ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"]
            self._pools = {name: _Pool(self._patch, name) for name in names}
            self._space = etree.QName(self._patch.root).namespace or MAIN
            for element in self._patch.root.iter(f"{{{self._space}}}numFmt"):
                parent = element.getparent()
                if parent is not None and etree.QName(parent).localname == "numFmts":
                    code, number = element.get("formatCode"), element.get("numFmtId", "")
                    if code is not None and number.isdigit():
                        self._formats.setdefault(code, int(number))
            if not self.base:
                self.base = [{}]
        return self._patch

    def _add(self, style: Style, near: int) -> int:
        self._open()
        formats = self._pools["cellXfs"]
        found = formats.get(near)
        before = self.base[near] if near < len(self.base) else {}
        if found is None:
            found = etree.Element(f"{{{self._space}}}xf")
        xf = copy.deepcopy(found)
        xf.tail = None
        self._patch_xf(xf, before, style)
        index = formats.put(xf, always=True)
        while len(self.base) < index:  # formats that the reader could not read
            self.base.append({})
        self.base.append(style)
        return index

    def _patch_xf(self, xf: etree._Element, before: Style, after: Style) -> None:
        if _differ(before, after, FONT_MEMBERS):
            self._set(xf, "fontId", "applyFont", self._font(xf, before, after))
        if _differ(before, after, FILL_MEMBERS):
            fill = self._pools["fills"].put(fill_element(after, self._space))
            self._set(xf, "fillId", "applyFill", fill)
        if _differ(before, after, BORDER_MEMBERS):
            near = self._pools["borders"].get(_number(xf.get("borderId")))
            border = border_element(near, before, after, self._space)
            self._set(xf, "borderId", "applyBorder", self._pools["borders"].put(border))
        if _differ(before, after, ("numberFormat",)):
            number = self._format(after.get("numberFormat"))
            self._set(xf, "numFmtId", "applyNumberFormat", number)
        if _differ(before, after, ALIGNMENT):
            set_alignment(xf, after, self._space)
            xf.set("applyAlignment", "1")
        if _differ(before, after, PROTECTION):
            set_protection(xf, after, self._space)
            xf.set("applyProtection", "1")
        if _differ(before, after, ("quotePrefix",)):
            xf.attrib.pop("quotePrefix", None)
            if after.get("quotePrefix") is True:
                xf.set("quotePrefix", "1")
        if _differ(before, after, ("cellStyle",)):
            xf.set("xfId", str(self._cell_style(after.get("cellStyle"), xf)))

    def _set(self, xf: etree._Element, name: str, switch: str, value: int) -> None:
        xf.set(name, str(value))
        xf.set(switch, "1")

    def _font(self, xf: etree._Element, before: Style, after: Style) -> int:
        fonts = self._pools["fonts"]
        near = fonts.get(_number(xf.get("fontId")))
        default = fonts.get(0)
        if near is None:
            return fonts.put(font_element(default, after, self._space))
        font = copy.deepcopy(near)
        font.tail = None
        patch_font(font, before, after, default)
        return fonts.put(font)

    def _format(self, code: Any) -> int:
        if not isinstance(code, str) or not code or code == "General":
            return 0
        code = clean(code)[:255]
        if code in self._formats:
            return self._formats[code]
        if code in BUILT_IN:
            return BUILT_IN[code]
        number = max([_FIRST_OWN_FORMAT - 1, *self._formats.values()]) + 1
        self._formats[code] = number
        self._new_formats.append(f'numFmtId="{number}" formatCode="{attribute(code)}"')
        return number

    def _save_formats(self) -> None:
        if not self._new_formats or self._patch is None:
            return
        p = self._patch.prefix
        new = "".join(f"<{p}numFmt {one}/>" for one in self._new_formats).encode()
        child = self._patch.first("numFmts")
        if child is None:
            count = len(self._new_formats)
            name = f"{p}numFmts"
            self._patch.insert(
                "numFmts", f'<{name} count="{count}">'.encode() + new + f"</{name}>".encode()
            )
            return
        count = len(child.element) + len(self._new_formats)
        self._patch.append(child, new)
        self._patch.set(child, count=str(count))

    def _cell_style(self, name: Any, xf: etree._Element) -> int:
        """Return the `xfId` of a named cell style, made of this format when there is none."""
        if not isinstance(name, str) or not clean(name):
            return 0
        named = self._pools["cellStyles"]
        for element in named.elements:
            if element.get("name", "").lower() == name.lower():
                return _number(element.get("xfId"))
        shape = copy.deepcopy(xf)
        shape.attrib.pop("xfId", None)
        index = self._pools["cellStyleXfs"].put(shape, always=True)
        style = etree.Element(f"{{{self._space}}}cellStyle")
        style.set("name", clean(name)[:255])
        style.set("xfId", str(index))
        named.put(style, always=True)
        return index

    def _dxf(self, style: Style) -> etree._Element:
        dxf = etree.Element(f"{{{self._space}}}dxf")
        if any(style.get(member) is not None for member in FONT_MEMBERS):
            font = etree.SubElement(dxf, f"{{{self._space}}}font")
            patch_font(font, {}, style, None)
            for member, name in (("bold", "b"), ("italic", "i"), ("strike", "strike")):
                if style.get(member) is False:
                    etree.SubElement(font, f"{{{self._space}}}{name}", val="0")
        code = style.get("numberFormat")
        if isinstance(code, str):
            number = etree.SubElement(dxf, f"{{{self._space}}}numFmt")
            number.set("numFmtId", str(self._format(code)))
            number.set("formatCode", clean(code)[:255])
        if any(style.get(member) is not None for member in FILL_MEMBERS):
            dxf.append(fill_element(style, self._space, differential=True))
        if any(style.get(member) is not None for member in ALIGNMENT):
            holder = etree.Element("holder")
            set_alignment(holder, style, self._space)
            dxf.extend(holder)
        if any(style.get(member) is not None for member in BORDER_MEMBERS):
            given = {member: style[member] for member in BORDER_MEMBERS if style.get(member)}
            dxf.append(
                border_element(etree.Element(f"{{{self._space}}}border"), {}, given, self._space)
            )
        if any(style.get(member) is not None for member in PROTECTION):
            holder = etree.Element("holder")
            set_protection(holder, style, self._space)
            dxf.extend(holder)
        return dxf


def _differ(before: Style, after: Style, members: Any) -> bool:
    return any(before.get(member) != after.get(member) for member in members)


def _key(style: Style) -> str:
    return json.dumps(style, sort_keys=True, separators=(",", ":"))


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else 0
