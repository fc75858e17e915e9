"""Conditional formats and validations back into XML (ECMA-376-1 §18.3.1.10, §18.3.1.32)."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.xml import clean
from tongwen.formats.xlsx.font_writer import color_attributes
from tongwen.formats.xlsx.shell_editor import ShellEditor
from tongwen.formats.xlsx.style_writer import StyleWriter

Rendered = Callable[[Any], str]
"""Writes a template as the text of a file."""

_KINDS = frozenset(
    (
        "cellIs",
        "expression",
        "colorScale",
        "dataBar",
        "iconSet",
        "top10",
        "aboveAverage",
        "duplicateValues",
        "uniqueValues",
        "containsText",
        "notContainsText",
        "beginsWith",
        "endsWith",
        "containsBlanks",
        "notContainsBlanks",
        "containsErrors",
        "notContainsErrors",
        "timePeriod",
    )
)
_WORDS = ("operator", "text", "timePeriod")
_FIGURES = ("rank", "stdDev")
_SWITCHES = ("percent", "bottom", "equalAverage")
_STOPS = ("num", "percent", "max", "min", "formula", "percentile")
_VALIDATIONS = frozenset(
    ("none", "whole", "decimal", "list", "date", "time", "textLength", "custom")
)
_OPERATORS = frozenset(
    (
        "between",
        "notBetween",
        "equal",
        "notEqual",
        "lessThan",
        "lessThanOrEqual",
        "greaterThan",
        "greaterThanOrEqual",
    )
)
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


class RuleWriter:
    """Writes rules with the formats that they need."""

    def __init__(self, editor: ShellEditor, styles: StyleWriter, rendered: Rendered) -> None:
        self._editor = editor
        self._styles = styles
        self._rendered = rendered

    def format_index(self, style: Mapping[str, Any]) -> int:
        """Return the index of a differential format."""
        return self._styles.dxf(style)

    def format(self, areas: str, rules: Any) -> etree._Element | None:
        """Return a `conditionalFormatting`; None when no rule is one."""
        group = self._editor.element("conditionalFormatting", sqref=areas)
        for number, rule in enumerate(rules if isinstance(rules, list) else [], 1):
            if isinstance(rule, Mapping) and rule.get("kind") in _KINDS:
                group.append(self._rule(rule, number))
        return group if len(group) else None

    def _rule(self, rule: Mapping[str, Any], number: int) -> etree._Element:
        kind = str(rule["kind"])
        element = self._editor.element("cfRule", type=kind)
        style = rule.get("style")
        if isinstance(style, Mapping) and style:
            element.set("dxfId", str(self._styles.dxf(style)))
        element.set("priority", str(_whole(rule.get("priority"), number)))
        if rule.get("stop") is True:
            element.set("stopIfTrue", "1")
        _set_members(element, rule)
        formulas = rule.get("formulas")
        for template in formulas if isinstance(formulas, list) else []:
            formula = self._editor.element("formula")
            formula.text = clean(self._rendered(template))
            element.append(formula)
        if kind in ("colorScale", "dataBar", "iconSet"):
            element.append(self._drawn(kind, rule))
        return element

    def _drawn(self, kind: str, rule: Mapping[str, Any]) -> etree._Element:
        drawn = self._editor.element(kind)
        if kind == "iconSet":
            drawn.set("iconSet", clean(str(rule.get("icons") or "3TrafficLights1")))
            if rule.get("reverse") is True:
                drawn.set("reverse", "1")
        if rule.get("showValue") is False:
            drawn.set("showValue", "0")
        stops = [one for one in rule.get("stops") or [] if isinstance(one, Mapping)]
        for stop in stops:
            drawn.append(self._stop(stop))
        if kind == "colorScale":
            colors = [stop.get("color") for stop in stops]
        else:
            colors = [rule.get("color")] if kind == "dataBar" else []
        for color in colors:
            attributes = color_attributes(color) or {"rgb": "FF638EC6"}
            drawn.append(self._editor.element("color", **attributes))
        return drawn

    def _stop(self, stop: Mapping[str, Any]) -> etree._Element:
        kind = stop.get("type")
        element = self._editor.element("cfvo", type=kind if kind in _STOPS else "num")
        if isinstance(stop.get("value"), str | int | float):
            element.set("val", clean(self._rendered(stop["value"])))
        if stop.get("gte") is False:
            element.set("gte", "0")
        return element

    def validation(self, areas: str, found: Mapping[str, Any]) -> etree._Element:
        """Return a `dataValidation`."""
        kind, operator = found.get("kind"), found.get("operator")
        element = self._editor.element("dataValidation")
        if kind in _VALIDATIONS and kind != "none":
            element.set("type", str(kind))
        alert, prompt = _mapping(found.get("alert")), _mapping(found.get("prompt"))
        if alert.get("style") in ("warning", "information"):
            element.set("errorStyle", str(alert["style"]))
        if operator in _OPERATORS and operator != "between":
            element.set("operator", str(operator))
        if found.get("blank") is True:
            element.set("allowBlank", "1")
        if found.get("dropdown") is False:
            element.set("showDropDown", "1")
        for message, name, switch in (
            (prompt, "prompt", "showInputMessage"),
            (alert, "error", "showErrorMessage"),
        ):
            if message.get("shown", bool(message)) is True:
                element.set(switch, "1")
            _set_text(element, f"{name}Title", message.get("title"), _LONGEST_TITLE)
            _set_text(element, name, message.get("text"), _LONGEST_MESSAGE)
        element.set("sqref", areas)
        for member, name in (("f1", "formula1"), ("f2", "formula2")):
            if isinstance(found.get(member), str) and found[member]:
                formula = self._editor.element(name)
                formula.text = clean(self._rendered(found[member]))
                element.append(formula)
        return element


def _set_members(element: etree._Element, rule: Mapping[str, Any]) -> None:
    for name in _WORDS:
        if isinstance(rule.get(name), str):
            element.set(name, clean(rule[name]))
    for name in _FIGURES:
        if isinstance(rule.get(name), int | float):
            element.set(name, str(int(rule[name])))
    for name in _SWITCHES:
        if rule.get(name) is True:
            element.set(name, "1")
    if rule.get("aboveAverage") is False:
        element.set("aboveAverage", "0")


def _set_text(element: etree._Element, name: str, text: Any, longest: int) -> None:
    if isinstance(text, str) and text:
        element.set(name, clean(text)[:longest])


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _whole(value: Any, usual: int) -> int:
    return int(value) if isinstance(value, int | float) and value >= 1 else usual
