"""Paragraph properties (§17.3.1): `w:pPr` and the attributes of a paragraph."""

from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.names import PARAGRAPH_ORDER, local
from tongwen.formats.docx.properties import (
    Bag,
    Codec,
    Field,
    Target,
    flag,
    number,
    record,
    records,
    text,
    word,
    yes,
)

_ALIGN = {
    "left": "start",
    "start": "start",
    "right": "end",
    "end": "end",
    "center": "center",
    "both": "both",
    "distribute": "distribute",
}
BORDER = (text("val"), number("sz"), number("space"), text("color"))
BORDERS = {
    "top": "top",
    "start": "start",
    "left": "start",
    "bottom": "bottom",
    "end": "end",
    "right": "end",
    "between": "between",
}


def _count(key: str, *names: str) -> Field:
    return Field(key, names or (key,), measure.integer)


def _align(name: str = "jc") -> Codec:
    def read(element: etree._Element, w: str) -> str | None:
        return _ALIGN.get(element.get(f"{w}val", ""))

    def write(given: Any, target: Target) -> str | None:
        if not isinstance(given, str) or given not in _ALIGN:
            return None
        physical = {"start": "left", "end": "right"}
        return target.element({"val": given if target.story.strict else physical.get(given, given)})

    return Codec(name, "align", read, write)


def _read_numbering(element: etree._Element, w: str) -> dict[str, Any] | None:
    number_id, level = None, 0
    for child in element:
        if local(child) == "numId":
            number_id = child.get(f"{w}val")
        elif local(child) == "ilvl":
            level = measure.integer(child.get(f"{w}val")) or 0
    return None if number_id is None else {"id": number_id, "level": level}


def _write_numbering(given: Any, target: Target) -> str | None:
    members = measure.members(given)
    if not str(members.get("id", "")).isdigit():
        return None  # new lists have been given their numbers before
    level = measure.whole(members.get("level")) or 0
    children = target.element({"val": level}, name="ilvl")
    children += target.element({"val": members["id"]}, name="numId")
    if target.original is not None:
        others = (child for child in target.original if local(child) not in ("ilvl", "numId"))
        children += "".join(target.story.raw(child) for child in others)
    return target.element({}, children)


def _read_tabs(element: etree._Element, w: str) -> list[dict[str, Any]]:
    tabs = []
    for child in element.iterchildren(etree.Element):
        place = measure.twips(child.get(f"{w}pos"))
        if local(child) == "tab" and place is not None:
            tab = {"pos": place, "val": child.get(f"{w}val", "left")}
            if child.get(f"{w}leader") is not None:
                tab["leader"] = child.get(f"{w}leader", "")
            tabs.append(tab)
    return tabs


def _write_tabs(given: Any, target: Target) -> str | None:
    children = ""
    for tab in given if isinstance(given, list) else ():
        place = measure.whole(measure.members(tab).get("pos"))
        if place is not None:
            kind, leader = tab.get("val", "left"), tab.get("leader")
            children += target.element({"val": kind, "leader": leader, "pos": place}, name="tab")
    return target.element({}, children) if children else None


def shade(name: str = "shd", value: str = "shade") -> Codec:
    """A fill behind text; its pattern and theme stay as they are."""

    def read(element: etree._Element, w: str) -> dict[str, Any] | None:
        fill = element.get(f"{w}fill")
        return {"fill": fill} if fill is not None else None

    def write(given: Any, target: Target) -> str | None:
        fill = measure.members(given).get("fill")
        if not isinstance(fill, str):
            return None
        pattern = {"val": "clear", "color": "auto"} if target.original is None else {}
        return target.element({**pattern, "fill": fill})

    return Codec(name, value, read, write)


PARAGRAPH = Bag(
    [
        word("pStyle", "style"),
        flag("keepNext", "keepNext"),
        flag("keepLines", "keepLines"),
        flag("pageBreakBefore", "pageBreakBefore"),
        Codec("numPr", "num", _read_numbering, _write_numbering),
        records("pBdr", "borders", BORDERS, *BORDER),
        shade(),
        Codec("tabs", "tabs", _read_tabs, _write_tabs),
        flag("bidi", "bidi"),
        flag("snapToGrid", "snapToGrid"),
        record(
            "spacing",
            "spacing",
            number("before"),
            number("after"),
            number("line"),
            text("lineRule"),
            _count("beforeLines"),
            _count("afterLines"),
            yes("beforeAuto", "beforeAutospacing"),
            yes("afterAuto", "afterAutospacing"),
        ),
        record(
            "ind",
            "indent",
            number("start", "start", "left"),
            number("end", "end", "right"),
            number("firstLine"),
            number("hanging"),
            _count("startChars", "startChars", "leftChars"),
            _count("endChars", "endChars", "rightChars"),
            _count("firstLineChars"),
            _count("hangingChars"),
        ),
        _align(),
        word("outlineLvl", "outline", measure.integer),
    ],
    PARAGRAPH_ORDER,
)
table_align = _align
