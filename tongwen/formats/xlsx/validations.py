"""Data validation (§18.3.1.32), the extension of 2010 included, as `validation` objects."""

from typing import Any

from lxml import etree

from tongwen.formats.xlsx.conditional import extensions
from tongwen.formats.xlsx.formulas import FormulaReader
from tongwen.formats.xlsx.measure import areas, members, truth
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.strings import unescape

_FORMULAS = {"formula1": "f1", "formula2": "f2"}


def read_validations(root: etree._Element, formulas: FormulaReader) -> list[dict[str, Any]]:
    """Return the validations of a worksheet in file order; those of no range are left out."""
    found = []
    groups = [one for one in root.iterchildren(etree.Element) if local(one) == "dataValidations"]
    for source, listed in (
        ("dataValidation", groups),
        ("x14/dataValidation", list(extensions(root, "dataValidations"))),
    ):
        elements = [
            child
            for group in listed
            for child in group.iterchildren(etree.Element)
            if local(child) == "dataValidation"
        ]
        found += [_read(one, formulas, f"{source}/{at}") for at, one in enumerate(elements)]
    return [one for one in found if one["areas"]]


def _read(element: etree._Element, formulas: FormulaReader, source: str) -> dict[str, Any]:
    where = element.get("sqref")
    texts: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        name = local(child)
        if name == "sqref":
            where = child.text
        elif name in _FORMULAS:
            text = "".join(str(piece) for piece in child.itertext()).strip()
            if text:
                texts[_FORMULAS[name]] = formulas.plain(text)
    return {
        "type": "validation",
        "areas": areas(where),
        "kind": element.get("type", "none"),
        "operator": element.get("operator", "between"),
        **texts,
        "blank": truth(element.get("allowBlank")),
        "dropdown": not truth(element.get("showDropDown")),  # the attribute hides it
        "alert": _message(element, "error", "showErrorMessage"),
        "prompt": _message(element, "prompt", "showInputMessage"),
        "src": source,
    }


def _message(element: etree._Element, name: str, switch: str) -> dict[str, Any]:
    message: dict[str, Any] = members(
        title=unescape(element.get(f"{name}Title", "")), text=unescape(element.get(name, ""))
    )
    if name == "error":
        message["style"] = element.get("errorStyle", "stop")
    message["shown"] = truth(element.get(switch))
    return message
