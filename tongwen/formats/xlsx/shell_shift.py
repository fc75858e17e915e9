"""Ranges and formulas around a worksheet's rows, moved with the rows and columns they are about."""

from lxml import etree

from tongwen.formats.xlsx.names import XM, local, namespace
from tongwen.formats.xlsx.part_patch import PartPatch
from tongwen.formats.xlsx.shift import Shift

_LISTS = ("sqref",)
_RANGES = ("ref", "topLeftCell", "activeCell")
_FORMULAS = frozenset(("formula", "formula1", "formula2", "f", "calculatedColumnFormula"))
_COUNTED = frozenset(("mergeCells", "dataValidations", "rowBreaks", "colBreaks"))
_SKIPPED = frozenset(("sheetData", "dimension", "cols", "tableParts"))
_MUST_REFER = frozenset(
    [
        "mergeCell",
        "hyperlink",
        "conditionalFormatting",
        "dataValidation",
        "autoFilter",
        "protectedRange",
        "ignoredError",
        "cellWatch",
        "inputCells",
        "sparkline",
        "scenario",
    ]
)


def shift_shell(patch: PartPatch, shift: Shift) -> None:
    """Move all references of a worksheet's part that stand outside its rows.

    What was about lines that are all gone is taken out.
    """
    if not shift.moved:
        return
    for child in patch.children:
        if child.name in _SKIPPED or child.new is not None:
            continue
        element = child.element
        before = etree.tostring(element, with_tail=False)
        kept = shift_element(element, shift)
        if not kept or (child.name in _COUNTED and len(element) == 0):
            patch.replace(child, b"")
        elif etree.tostring(element, with_tail=False) != before:
            child.edited = True


def shift_element(element: etree._Element, shift: Shift) -> bool:
    """Move the references of an element and all in it; false when it has lost what it is about."""
    if not isinstance(element.tag, str):
        return True
    name = local(element)
    if name in ("from", "to") and _is_anchor(element):
        _shift_anchor(element, shift)
        return True
    if name == "brk":
        return _shift_break(element, shift)
    if not _shift_attributes(element, shift):
        return False
    if not _shift_text(element, name, shift):
        return False
    for child in list(element):
        if not shift_element(child, shift):
            element.remove(child)
    if name in _COUNTED and element.get("count") is not None:
        element.set("count", str(len(element)))
    lost = name == "conditionalFormatting" and namespace(element).endswith("/main")
    return not (lost and element.get("sqref") is None and not _has_sqref(element))


def _has_sqref(element: etree._Element) -> bool:
    return any(local(child) == "sqref" for child in element)


def _shift_attributes(element: etree._Element, shift: Shift) -> bool:
    for name in (*_LISTS, *_RANGES):
        text = element.get(name)
        if text is None:
            continue
        now = shift.areas(text) if name in _LISTS else shift.area(text)
        if now is not None:
            element.set(name, now)
        elif name in ("topLeftCell", "activeCell") or local(element) == "selection":
            del element.attrib[name]
        else:
            return False
    return True


def _shift_text(element: etree._Element, name: str, shift: Shift) -> bool:
    text = element.text
    if not text or not text.strip():
        return True
    if name == "sqref" and namespace(element) == XM:
        now = shift.areas(text)
        if now is None:
            return False
        element.text = now
    elif name in _FORMULAS:
        element.text = shift.formula(text)
    return True


def _shift_break(element: etree._Element, shift: Shift) -> bool:
    """Move a page break (§18.3.1.3): `id` is the line below or behind it, from one before."""
    parent = element.getparent()
    text = element.get("id", "")
    if parent is None or not text.isdigit():
        return True
    rows = local(parent) == "rowBreaks"
    now = shift.row(int(text)) if rows else shift.col(int(text))
    if not now:
        return False
    element.set("id", str(now))
    return True


def _is_anchor(element: etree._Element) -> bool:
    return {"col", "row"} <= {local(child) for child in element}


def _shift_anchor(element: etree._Element, shift: Shift) -> None:
    """Move a corner of a drawing (§20.5.2.15)."""
    for child in element:
        name = local(child)
        text = (child.text or "").strip()
        if name in ("row", "col") and text.isdigit():
            now = shift.row(int(text)) if name == "row" else shift.col(int(text))
            if now is not None:
                child.text = str(now)
