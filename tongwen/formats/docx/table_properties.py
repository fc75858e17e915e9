"""Table, row and cell properties (§17.4): `w:tblPr`, `w:trPr`, `w:tcPr` and node attributes."""

from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.names import CELL_ORDER, ROW_ORDER, TABLE_ORDER, local
from tongwen.formats.docx.paragraph_properties import BORDER, shade, table_align
from tongwen.formats.docx.properties import Bag, Codec, Target, flag, records, word

_EDGES = {
    "top": "top",
    "start": "start",
    "left": "start",
    "bottom": "bottom",
    "end": "end",
    "right": "end",
}
_INNER = {"insideH": "insideH", "insideV": "insideV"}
_DIAGONAL = {"tl2br": "tl2br", "tr2bl": "tr2bl"}
_LOOK = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


def _read_width(element: etree._Element, w: str) -> dict[str, Any] | None:
    text, kind = element.get(f"{w}w"), element.get(f"{w}type", "dxa")
    if text is not None and text.endswith("%"):
        kind = "pct"
    found = measure.fiftieths(text) if kind == "pct" else measure.twips(text)
    return None if found is None else {"w": found, "type": kind}


def _write_width(given: Any, target: Target) -> str | None:
    members = measure.members(given)
    amount, kind = measure.whole(members.get("w")), members.get("type", "dxa")
    if amount is None or kind not in ("dxa", "pct", "auto", "nil"):
        return None
    return target.element({"w": amount, "type": kind})


def _width(name: str, value: str) -> Codec:
    return Codec(name, value, _read_width, _write_width)


def _read_margins(element: etree._Element, w: str) -> dict[str, Any]:
    found: dict[str, int] = {}
    for child in element.iterchildren(etree.Element):
        key = _EDGES.get(local(child))
        amount = measure.twips(child.get(f"{w}w"))
        if key and amount is not None:
            found.setdefault(key, amount)
    return found


def _write_margins(given: Any, target: Target) -> str | None:
    children = ""
    names = ("top", "start", "bottom", "end") if target.story.strict else None
    for name in names or ("top", "left", "bottom", "right"):
        amount = measure.whole(measure.members(given).get(_EDGES[name]))
        if amount is not None:
            children += target.element({"w": amount, "type": "dxa"}, name=name)
    return target.element({}, children) if children else None


def _read_look(element: etree._Element, w: str) -> dict[str, bool]:
    named = {
        key: measure.truth(element.get(f"{w}{key}"))
        for key in _LOOK
        if element.get(f"{w}{key}") is not None
    }
    if named:
        return named
    try:
        bits = int(element.get(f"{w}val", ""), 16)
    except ValueError:
        return {}
    return {key: bool(bits & bit) for key, bit in _LOOK.items()}


def _write_look(given: Any, target: Target) -> str:
    members = measure.members(given)
    bits = sum(bit for key, bit in _LOOK.items() if members.get(key))
    flags: dict[str, object] = {key: "1" if members.get(key) else "0" for key in _LOOK}
    return target.element({"val": f"{bits:04X}", **flags})


def _read_height(element: etree._Element, w: str) -> dict[str, Any] | None:
    amount = measure.twips(element.get(f"{w}val"))
    rule = element.get(f"{w}hRule")
    if amount is None:
        return None
    return {"val": amount, "rule": rule} if rule else {"val": amount}


def _write_height(given: Any, target: Target) -> str | None:
    members = measure.members(given)
    amount, rule = measure.whole(members.get("val")), members.get("rule")
    known = rule if rule in ("auto", "exact", "atLeast") else None
    return None if amount is None else target.element({"val": amount, "hRule": known})


def _read_span(element: etree._Element, w: str) -> int | None:
    span = measure.integer(element.get(f"{w}val"))
    return span if span is not None and 1 < span <= 1000 else None


def _write_span(given: Any, target: Target) -> str | None:
    span = measure.whole(given)
    return target.element({"val": span}) if span is not None and span > 1 else None


def _write_merge(given: Any, target: Target) -> str | None:
    span = measure.whole(given)
    return target.element({"val": "restart"}) if span is not None and span > 1 else None


def _never(element: etree._Element, w: str) -> None:
    """Leave `w:vMerge` to the table reader, which knows the rows below."""


TABLE = Bag(
    [
        word("tblStyle", "style"),
        _width("tblW", "width"),
        table_align(),
        _width("tblInd", "indent"),
        records("tblBorders", "borders", {**_EDGES, **_INNER}, *BORDER),
        Codec(
            "tblLayout",
            "layout",
            lambda element, w: element.get(f"{w}type"),
            lambda given, target: target.element(
                {"type": given if given in ("fixed", "autofit") else "autofit"}
            ),
        ),
        Codec("tblCellMar", "cellMargins", _read_margins, _write_margins),
        Codec("tblLook", "look", _read_look, _write_look),
    ],
    TABLE_ORDER,
)
ROW = Bag(
    [
        Codec("trHeight", "height", _read_height, _write_height),
        flag("tblHeader", "header"),
        flag("cantSplit", "cantSplit"),
    ],
    ROW_ORDER,
)
CELL = Bag(
    [
        _width("tcW", "width"),
        Codec("gridSpan", "colspan", _read_span, _write_span),
        Codec("vMerge", "rowspan", _never, _write_merge),
        records("tcBorders", "borders", {**_EDGES, **_INNER, **_DIAGONAL}, *BORDER),
        shade(),
        word("vAlign", "valign"),
    ],
    CELL_ORDER,
)
