"""Pictures (§20.4, and VML's): what an image node says, and words for everything else drawn."""

import re
from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.names import (
    MAIN,
    MAIN_STRICT,
    RELATIONSHIPS,
    RELATIONSHIPS_STRICT,
    local,
)
from tongwen.formats.docx.resources import Resources
from tongwen.formats.docx.story import Story
from tongwen.kinds.text.model import Node

_RELATED = (RELATIONSHIPS, RELATIONSHIPS_STRICT)
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm|px)?", re.IGNORECASE)
_EMU = {"pt": 12700, "in": 914400, "cm": 360000, "mm": 36000, "px": 9525}
_TEXTS = {"t", "delText"}
_LONGEST = 2_000  # characters of text that a placeholder shows


def related(element: etree._Element, name: str) -> str | None:
    """Return an attribute of the relationships namespace (`r:embed`, `r:id`)."""
    for namespace in _RELATED:
        found = element.get(f"{{{namespace}}}{name}")
        if found is not None:
            return found
    return None


def image(element: etree._Element, story: Story, resources: Resources) -> Node | None:
    """Return a `w:drawing` of one embedded picture as an image node; None for other drawings."""
    holder = next((child for child in element if local(child) in ("inline", "anchor")), None)
    if holder is None:
        return None
    data = next((node for node in holder.iter(etree.Element) if local(node) == "graphicData"), None)
    picture = (
        next((child for child in data if local(child) == "pic"), None) if data is not None else None
    )
    if picture is None:
        return None
    blip = next((node for node in picture.iter(f"{{{MAIN}}}blip", f"{{{MAIN_STRICT}}}blip")), None)
    media = resources.media(related(blip, "embed")) if blip is not None else ""
    extent = next((child for child in holder if local(child) == "extent"), None)
    if not media or extent is None:
        return None
    described = next((child for child in holder if local(child) == "docPr"), None)
    attributes: dict[str, Any] = {
        "media": media,
        "alt": described.get("descr", "") if described is not None else "",
        "w": measure.integer(extent.get("cx")) or 0,
        "h": measure.integer(extent.get("cy")) or 0,
        "x": story.raw(element),
    }
    if local(holder) == "anchor":
        attributes["anchor"] = _anchor(holder)
    return Node("image", {key: item for key, item in attributes.items() if item not in ("", 0)})


def _anchor(holder: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {"behind": measure.truth(holder.get("behindDoc", "0"))}
    for child in holder:
        name = local(child)
        if name.startswith("wrap"):
            found["wrap"] = name.removeprefix("wrap").lower()
        elif name in ("positionH", "positionV"):
            axis, relative = ("x", "relH") if name == "positionH" else ("y", "relV")
            found[relative] = child.get("relativeFrom", "column")
            for place in child:
                if local(place) == "posOffset":
                    found[axis] = measure.integer(place.text) or 0
                elif local(place) == "align" and place.text:
                    found[axis] = place.text
    return found


def vml_image(element: etree._Element, story: Story, resources: Resources) -> Node | None:
    """Return a `w:pict` of one picture without text as an image node; None for other shapes."""
    pictures = [node for node in element.iter(etree.Element) if local(node) == "imagedata"]
    boxed = any(local(node) in ("textbox", "group", "textpath") for node in element.iter("{*}*"))
    if len(pictures) != 1 or boxed:
        return None
    media = resources.media(related(pictures[0], "id"))
    shape = pictures[0].getparent()
    sizes = {} if shape is None else _style_lengths(shape.get("style", ""))
    if not media or "width" not in sizes or "height" not in sizes:
        return None
    attributes = {
        "media": media,
        "w": sizes["width"],
        "h": sizes["height"],
        "x": story.raw(element),
    }
    alt = shape.get("alt") if shape is not None else None
    return Node("image", {**attributes, "alt": alt} if alt else attributes)


def _style_lengths(style: str) -> dict[str, int]:
    found = {}
    for name, amount, unit in _LENGTH.findall(style):
        try:
            found[name.lower()] = round(float(amount) * _EMU[unit.lower() or "px"])
        except ValueError:
            continue
    return found


def kind_of(element: etree._Element) -> str:
    """Return a word for what an unmodelled element shows: `chart`, `textbox`, `shape`."""
    names = {local(node) for node in element.iter(etree.Element)}
    if names & {"txbxContent", "txbx"}:
        return "textbox"
    if "chart" in names:
        return "chart"
    if names & {"OLEObject", "control"}:
        return "object"
    if names & {"wsp", "wgp", "wpc", "shape", "rect", "line", "oval", "roundrect", "group", "pic"}:
        return "shape"
    if names & {"oMath", "oMathPara"}:
        return "math"
    return "shape" if "graphic" in names else "unknown"


def text_of(element: etree._Element) -> str:
    """Return the text a reader would see; a fallback beside its choice is skipped."""
    words: list[str] = []
    skipped: etree._Element | None = None
    for node in element.iter(etree.Element):
        name = local(node)
        if skipped is not None and _inside(node, skipped):
            continue
        if name == "Fallback":
            skipped = node
        elif name in _TEXTS and node.text:
            words.append(node.text)
        elif name == "p" and words and words[-1] != "\n":
            words.append("\n")
    return "".join(words).strip("\n")[:_LONGEST]


def _inside(node: etree._Element, outer: etree._Element) -> bool:
    parent = node.getparent()
    while parent is not None:
        if parent is outer:
            return True
        parent = parent.getparent()
    return False
