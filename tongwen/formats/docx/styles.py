"""Styles and defaults (§17.7): `styles.xml` as the `styles` map and the `defaults` setting."""

from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.names import local
from tongwen.formats.docx.paragraph_properties import PARAGRAPH
from tongwen.formats.docx.run_properties import project_run
from tongwen.formats.docx.story import Story
from tongwen.formats.docx.table_properties import CELL, ROW, TABLE

_NOT_REST = ("rPr", "sectPr")


def paragraph_values(bag: etree._Element | None, story: Story) -> dict[str, Any]:
    """Return a `w:pPr` of a style or list level as paragraph attributes."""
    projection = PARAGRAPH.project(bag, story, _NOT_REST)
    if projection.raw:
        projection.values["rest"] = projection.raw
    return projection.values


def read_defaults(root: etree._Element, story: Story) -> dict[str, Any]:
    """Return the document defaults as `{p, r}` (§17.7.5)."""
    w = story.w
    paragraph = root.find(f"{w}docDefaults/{w}pPrDefault/{w}pPr")
    run = root.find(f"{w}docDefaults/{w}rPrDefault/{w}rPr")
    return {"p": paragraph_values(paragraph, story), "r": project_run(run, story).values}


def read_styles(root: etree._Element, story: Story) -> dict[str, dict[str, Any]]:
    """Return every style by its id; the first of an id counts."""
    styles: dict[str, dict[str, Any]] = {}
    for element in root.iterchildren(f"{story.w}style"):
        identity = element.get(f"{story.w}styleId")
        if identity and identity not in styles:
            styles[identity] = read_style(element, story)
    return styles


def read_style(element: etree._Element, story: Story) -> dict[str, Any]:
    """Return one `w:style`; what it is based on is named, not resolved."""
    w = story.w
    children = {local(child): child for child in element.iterchildren(etree.Element)}

    def word(name: str) -> str | None:
        return children[name].get(f"{w}val") if name in children else None

    def on(name: str) -> bool | None:
        found = name in children and measure.truth(children[name].get(f"{w}val"))
        return True if found else None

    style = {
        "name": word("name"),
        "type": element.get(f"{w}type", "paragraph"),
        "basedOn": word("basedOn"),
        "next": word("next"),
        "link": word("link"),
        "default": True if measure.truth(element.get(f"{w}default", "0")) else None,
        "hidden": on("hidden") or on("semiHidden"),
        "quick": on("qFormat"),
        "priority": measure.integer(word("uiPriority")),
        "p": paragraph_values(children.get("pPr"), story) or None,
        "r": project_run(children.get("rPr"), story).values or None,
    }
    if style["type"] == "table":
        style["table"] = _table_part(element, story) or None
    return {key: item for key, item in style.items() if item is not None}


def _table_part(element: etree._Element, story: Story) -> dict[str, Any]:
    """Return a table style's formats: `{…table, row, cell, bands, cond: {firstRow: …}}`."""
    w = story.w
    part = _formats(element, story)
    properties = element.find(f"{w}tblPr")
    bands = {}
    for name, key in (("tblStyleRowBandSize", "row"), ("tblStyleColBandSize", "column")):
        size = None if properties is None else properties.find(f"{w}{name}")
        count = None if size is None else measure.integer(size.get(f"{w}val"))
        if count is not None:
            bands[key] = count
    conditions = {}
    for child in element.iterchildren(f"{w}tblStylePr"):
        formats = _formats(child, story)
        formats["p"] = paragraph_values(child.find(f"{w}pPr"), story)
        formats["r"] = project_run(child.find(f"{w}rPr"), story).values
        conditions[child.get(f"{w}type", "")] = {key: item for key, item in formats.items() if item}
    found = {**part, "bands": bands, "cond": conditions}
    return {key: item for key, item in found.items() if item}


def _formats(element: etree._Element, story: Story) -> dict[str, Any]:
    w = story.w
    formats = TABLE.project(element.find(f"{w}tblPr"), story).values
    row = ROW.project(element.find(f"{w}trPr"), story).values
    cell = CELL.project(element.find(f"{w}tcPr"), story).values
    found = {**formats, "row": row, "cell": cell}
    return {key: item for key, item in found.items() if item}
