"""Conditional formats (§18.3.1.18), with the extensions of 2010 ([MS-XLSX] §2.6.11)."""

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from tongwen.formats.xlsx.fonts import read_color
from tongwen.formats.xlsx.formulas import FormulaReader
from tongwen.formats.xlsx.measure import areas, integer, members, number, truth
from tongwen.formats.xlsx.names import X14, XM, local, namespace
from tongwen.formats.xlsx.styles import Style, read_patch

Object = dict[str, Any]
_FLAGS = ("percent", "bottom", "equalAverage")
_BAR_COLORS = {
    "fillColor": "color",
    "borderColor": "borderColor",
    "negativeFillColor": "negativeColor",
    "negativeBorderColor": "negativeBorderColor",
    "axisColor": "axisColor",
}


def extensions(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements of that name that stand in the extensions of a worksheet (§18.2.10)."""
    for group in root.iterchildren(etree.Element):
        if local(group) == "extLst":
            for extension in group.iterchildren(etree.Element):
                for child in extension.iterchildren(etree.Element):
                    if local(child) == name:
                        yield child


class RuleReader:
    """Reads the conditional formats of a worksheet as `format` objects."""

    def __init__(self, formulas: FormulaReader, patches: Sequence[Style]) -> None:
        self._formulas = formulas
        self._patches = patches

    def read(self, root: etree._Element) -> list[Object]:
        """Return the objects in file order; bars of 2010 are joined to those they extend."""
        found: list[Object] = []
        by_id: dict[str, dict[str, Any]] = {}
        for number_, group in enumerate(
            one for one in root.iterchildren(etree.Element) if local(one) == "conditionalFormatting"
        ):
            rules = [self._rule(one, by_id) for one in _rules(group)]
            found.append(
                _object(areas(group.get("sqref")), rules, f"conditionalFormatting/{number_}")
            )
        at = 0
        for groups in extensions(root, "conditionalFormattings"):
            for group in groups.iterchildren(etree.Element):
                rules = [
                    rule
                    for one in _rules(group)
                    if (rule := self._extended(one, by_id)) is not None
                ]
                where = next((one.text for one in group if local(one) == "sqref"), None)
                found.append(_object(areas(where), rules, f"x14/conditionalFormatting/{at}"))
                at += 1
        return [one for one in found if one["rules"] and one["areas"]]

    def _rule(self, element: etree._Element, by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
        rule = self._common(element)
        index = integer(element.get("dxfId"))
        if index is not None and 0 <= index < len(self._patches):
            rule["style"] = self._patches[index]
        formulas = []
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "formula":
                formulas.append(self._formulas.plain((child.text or "").strip()))
            elif name in ("colorScale", "dataBar", "iconSet"):
                rule.update(self._drawn(child))
            elif name == "extLst":
                for one in child.iter(f"{{{X14}}}id"):
                    by_id[(one.text or "").strip()] = rule
        if formulas:
            rule["formulas"] = formulas
        return rule

    def _extended(
        self, element: etree._Element, by_id: dict[str, dict[str, Any]]
    ) -> dict[str, Any] | None:
        """Return a rule of 2010, or nothing when it says more about one that was read."""
        known = by_id.get(element.get("id", ""))
        rule = self._common(element)
        formulas = []
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "f" and namespace(child) == XM:
                formulas.append(self._formulas.plain((child.text or "").strip()))
            elif name == "dxf":
                rule["style"] = read_patch(child, {})
            elif name in ("colorScale", "dataBar", "iconSet"):
                rule.update(self._drawn(child))
        if formulas:
            rule["formulas"] = formulas
        if known is None:
            return rule
        for name in ("kind", "priority"):
            rule.pop(name, None)
        if known.get("color") is not None:
            rule.pop("color", None)
        _keep_values(known.get("stops", ()), rule.get("stops", ()))
        known.update(rule)
        return None

    def _common(self, element: etree._Element) -> dict[str, Any]:
        rule = {
            "kind": element.get("type", "expression"),
            **members(
                priority=integer(element.get("priority")),
                stop=truth(element.get("stopIfTrue")),
                operator=element.get("operator"),
                text=element.get("text"),
                rank=integer(element.get("rank")),
                stdDev=integer(element.get("stdDev")),
                timePeriod=element.get("timePeriod"),
                **{name: truth(element.get(name)) for name in _FLAGS},
            ),
        }
        if not truth(element.get("aboveAverage"), default=True):
            rule["aboveAverage"] = False
        return rule

    def _drawn(self, element: etree._Element) -> dict[str, Any]:
        stops: list[dict[str, Any]] = []
        colors = []
        found: dict[str, Any] = {}
        icons = []
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "cfvo":
                stops.append(self._stop(child))
            elif name == "color":
                colors.append(read_color(child))
            elif name == "cfIcon":
                icons.append({"icons": child.get("iconSet"), "icon": integer(child.get("iconId"))})
            elif name in _BAR_COLORS and (color := read_color(child)) is not None:
                found[_BAR_COLORS[name]] = color
        found["stops"] = stops
        kind = local(element)
        if kind == "colorScale":
            for stop, color in zip(stops, colors, strict=False):
                stop["color"] = color
        elif kind == "dataBar":
            found.update(_bar(element, colors))
        else:
            found["icons"] = element.get("iconSet", "3TrafficLights1")
            found.update(members(reverse=truth(element.get("reverse")), customIcons=icons))
        if not truth(element.get("showValue"), default=True):
            found["showValue"] = False
        return found

    def _stop(self, element: etree._Element) -> dict[str, Any]:
        """Return a `cfvo` (§18.3.1.11)."""
        text = element.get("val")
        for child in element.iterchildren(etree.Element):
            if local(child) == "f":
                text = child.text
        value = self._formulas.plain(text.strip()) if text and text.strip() else None
        stop: dict[str, Any] = {"type": element.get("type", "num"), "value": value}
        if not truth(element.get("gte"), default=True):
            stop["gte"] = False
        return stop


def _bar(element: etree._Element, colors: list[Any]) -> dict[str, Any]:
    bar: dict[str, Any] = members(
        color=colors[0] if colors else None,
        minLength=number(element.get("minLength")),
        maxLength=number(element.get("maxLength")),
        direction=element.get("direction"),
        axisPosition=element.get("axisPosition"),
        border=truth(element.get("border")),
    )
    if not truth(element.get("gradient"), default=True):
        bar["gradient"] = False
    return bar


def _keep_values(known: Sequence[dict[str, Any]], stops: Sequence[dict[str, Any]]) -> None:
    """Give stops that some programs write without their value that of the rule they extend."""
    for before, stop in zip(known, stops, strict=False):
        if stop["value"] is None and stop["type"] == before["type"]:
            stop["value"] = before["value"]


def _rules(group: etree._Element) -> list[etree._Element]:
    return [one for one in group.iterchildren(etree.Element) if local(one) == "cfRule"]


def _object(found: list[Any], rules: list[dict[str, Any]], source: str) -> Object:
    return {"type": "format", "areas": found, "rules": rules, "src": source}
