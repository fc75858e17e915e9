"""The workbook part (§18.2): worksheets in order, defined names, calculation, theme."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid, TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.formulas import FormulaReader
from tongwen.formats.xlsx.measure import integer, members, number, truth
from tongwen.formats.xlsx.names import DRAWING, DRAWING_STRICT, local, relationship_id
from tongwen.formats.xlsx.strings import unescape

_KINDS = {
    "worksheet": "worksheet",
    "chartsheet": "chartsheet",
    "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macrosheet",
    "xlIntlMacrosheet": "macrosheet",
}
_STATES = ("visible", "hidden", "veryHidden")
_MODES = ("auto", "autoNoTable", "manual")
_SCRIPTS = ("latin", "ea")
_MOST_FORMATS = 1 << 15  # characters


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One worksheet as the workbook lists it; `part` is empty when the file lacks it."""

    sid: str
    name: str
    state: str
    kind: str
    part: str


class WorkbookPart:
    """The workbook part of a package.

    Raises:
        Invalid: `not-a-workbook`, `part-missing`, `not-well-formed`, `xml-entities`.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main_part()
        self._root = parse(package.read(self.part), self.part)
        self._groups: dict[str, etree._Element] = {}
        for child in self._root.iterchildren(etree.Element):
            self._groups.setdefault(local(child), child)
        if local(self._root) != "workbook":
            raise Invalid("not-a-workbook", part=self.part)
        self.sheets = [
            self._sheet(number, child)
            for number, child in enumerate(self._all("sheets", "sheet"), 1)
        ]
        names: dict[str, str] = {}
        for sheet in self.sheets:
            names.setdefault(sheet.name.lower(), sheet.sid)
        self.formulas = FormulaReader(names)

    def related(self, kind: str) -> str | None:
        """Return the part that the workbook refers to as `kind`, when there is one."""
        return self.package.related(self.part, kind)

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904 (§18.2.28)."""
        found = self._groups.get("workbookPr")
        return found is not None and truth(found.get("date1904"))

    def names(self) -> list[dict[str, Any]]:
        """Return the defined names (§18.2.5) in order, formulas as templates."""
        found = []
        for element in self._all("definedNames", "definedName"):
            name = element.get("name")
            if not name:
                continue
            scope = integer(element.get("localSheetId"))
            if scope is not None and not 0 <= scope < len(self.sheets):
                continue
            found.append(
                {
                    "name": name,
                    "formula": self.formulas.plain((element.text or "").strip()),
                    **members(
                        scope=None if scope is None else self.sheets[scope].sid,
                        hidden=truth(element.get("hidden")),
                        comment=element.get("comment"),
                    ),
                }
            )
        return found

    def settings(self, palette: list[str]) -> dict[str, Any]:
        """Return the settings of the workbook; `palette` are the file's indexed colours."""
        return members(
            date1904=self.date1904,
            calc=self._calculation(),
            theme=read_theme(self.package, self.related("theme")),
            indexed=palette,
            macros=self.related("vbaProject") is not None,
            external=self._external(),
        )

    def _all(self, group: str, name: str) -> list[etree._Element]:
        found = self._groups.get(group)
        children = [] if found is None else found.iterchildren(etree.Element)
        return [child for child in children if local(child) == name]

    def _sheet(self, number: int, element: etree._Element) -> SheetEntry:
        relationships = self.package.relationships(self.part)
        relationship = relationships.get(relationship_id(element) or "")
        inside = relationship is not None and not relationship.external
        state = element.get("state", "visible")
        return SheetEntry(
            sid=f"s{number}",
            name=unescape(element.get("name", "")) or f"Sheet{number}",
            state=state if state in _STATES else "visible",
            kind=_KINDS.get(relationship.kind, "worksheet") if relationship else "worksheet",
            part=relationship.target
            if relationship is not None and inside and relationship.target in self.package
            else "",
        )

    def _calculation(self) -> dict[str, Any]:
        found = self._groups.get("calcPr")
        if found is None:
            return {}
        mode = found.get("calcMode", "auto")
        calculation = members(
            mode=mode if mode in _MODES and mode != "auto" else None,
            iterate=truth(found.get("iterate")),
            iterateCount=integer(found.get("iterateCount")),
            iterateDelta=number(found.get("iterateDelta")),
        )
        for name in ("fullPrecision", "calcOnSave"):
            if not truth(found.get(name), default=True):
                calculation[name] = False
        return calculation

    def _external(self) -> list[dict[str, Any]]:
        """Return what `[1]`, `[2]` … of formulas lead to (§18.14)."""
        targets: list[dict[str, Any]] = []
        for element in self._all("externalReferences", "externalReference"):
            relationship = self.package.relationships(self.part).get(relationship_id(element) or "")
            target = ""
            if relationship is not None and not relationship.external:
                for link in self.package.relationships(relationship.target).values():
                    target = target or (link.target if link.external else "")
            targets.append({"target": target})
        return targets


def read_theme(package: Package, part: str | None) -> dict[str, Any]:
    """Return `{colours: {dk1: RRGGBB …}, major, minor, formats}` of the theme (§20.1.6.9).

    `formats` is the XML of `fmtScheme`, which shapes refer to; only where there are drawings.

    A theme that cannot be read is as good as none.
    """
    if part is None:
        return {}
    try:
        root = parse(package.read(part), part)
    except TongwenError:
        return {}
    theme: dict[str, Any] = {}
    for uri in (DRAWING, DRAWING_STRICT):
        for element in root.iter(f"{{{uri}}}clrScheme"):
            theme.setdefault("colours", _colors(element))
        for element in root.iter(f"{{{uri}}}fontScheme"):
            for child in element.iterchildren(etree.Element):
                role = local(child).removesuffix("Font")
                if role in ("major", "minor"):
                    theme.setdefault(role, _face(child))
        for element in root.iter(f"{{{uri}}}fmtScheme"):
            raw = etree.tostring(element, encoding="unicode", with_tail=False)
            if len(raw) <= _MOST_FORMATS and _has_drawings(package):
                theme.setdefault("formats", raw)
    return {name: value for name, value in theme.items() if value}


def _has_drawings(package: Package) -> bool:
    return any(name.startswith("xl/drawings/drawing") for name in package.archive.names)


def _colors(element: etree._Element) -> dict[str, str]:
    colors = {}
    for child in element.iterchildren(etree.Element):
        for color in child.iterchildren(etree.Element):
            found = color.get("lastClr") if local(color) == "sysClr" else color.get("val")
            if found:
                colors[local(child)] = found.upper()
    return colors


def _face(element: etree._Element) -> str:
    faces = {
        local(child): child.get("typeface", "") for child in element.iterchildren(etree.Element)
    }
    return next((faces[script] for script in _SCRIPTS if faces.get(script)), "")
