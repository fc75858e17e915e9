"""Drawings over a worksheet (§20.5): pictures, charts, shapes and groups with their anchors."""

from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package, Relationship
from tongwen.formats.xlsx.annotations import targets, tree
from tongwen.formats.xlsx.measure import integer, members
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS, local, relationship_id

Object = dict[str, Any]
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_KINDS = {"pic": "image", "sp": "shape", "cxnSp": "shape", "grpSp": "group"}
_CHARTS = ("chart", "chartEx")
_MOST_RAW = 1 << 16  # characters of a shape's XML that the page is given to draw it
_MOST_TEXT = 10_000


def read_drawings(package: Package, part: str) -> list[Object]:
    """Return the drawings of a worksheet or chartsheet, in the order they cover each other."""
    found: list[Object] = []
    for drawing in targets(package, part, "drawing"):
        root = tree(package, drawing)
        if root is None:
            continue
        reader = _DrawingReader(package.relationships(drawing), package)
        at = 0
        for child in _flattened(root):
            if local(child) in _ANCHORS:
                found.append({**reader.read(child), "src": f"{drawing}/{at}"})
                at += 1
    return found


def _flattened(root: etree._Element) -> list[etree._Element]:
    """Return the children, and of alternatives the newest (ECMA-376-3 §10.2.1)."""
    found: list[etree._Element] = []
    for child in root.iterchildren(etree.Element):
        if local(child) != "AlternateContent":
            found.append(child)
            continue
        choice = next(
            (one for one in child.iterchildren(etree.Element) if local(one) == "Choice"), None
        )
        found += _flattened(choice) if choice is not None else []
    return found


class _DrawingReader:
    """Reads the anchors of one drawing part."""

    def __init__(self, relationships: dict[str, Relationship], package: Package) -> None:
        self._relationships = relationships
        self._package = package

    def read(self, anchor: etree._Element) -> Object:
        """Return an anchored drawing, whatever it is."""
        content = None
        for child in _flattened(anchor):
            if local(child) in (*_KINDS, "graphicFrame", "contentPart"):
                content = child
                break
        shown: dict[str, Any] = {"kind": "unknown"} if content is None else self._content(content)
        return {"type": "drawing", **shown, "anchor": _anchor(anchor)}

    def _content(self, element: etree._Element) -> dict[str, Any]:
        kind = _KINDS.get(local(element), "unknown")
        found: dict[str, Any] = {}
        if kind == "image":
            found = members(media=self._media(element))
        elif local(element) == "graphicFrame":
            kind, found = self._frame(element)
        properties = next(
            (one for one in element.iter(etree.Element) if local(one) == "cNvPr"), None
        )
        named: dict[str, Any] = {}
        if properties is not None:
            named = members(
                name=properties.get("name"),
                alt=properties.get("descr") or properties.get("title"),
                hidden=properties.get("hidden") in ("1", "true"),
            )
        if kind in ("shape", "group", "unknown"):
            raw = etree.tostring(element, encoding="unicode", with_tail=False)
            found.update(members(text=_text(element), raw=raw if len(raw) <= _MOST_RAW else None))
        return {"kind": kind, **named, **found}

    def _media(self, element: etree._Element) -> str | None:
        """Return the part of a picture; the scalable one where there are two."""
        best = None
        for one in element.iter(etree.Element):
            if local(one) in ("blip", "svgBlip"):
                relationship = self._relationships.get(relationship_id(one, "embed") or "")
                if relationship is not None and not relationship.external:
                    best = relationship.target if relationship.target in self._package else best
        return best

    def _frame(self, element: etree._Element) -> tuple[str, dict[str, Any]]:
        for one in element.iter(etree.Element):
            relationship = self._relationships.get(relationship_id(one) or "")
            if relationship is not None and relationship.kind in _CHARTS:
                return "chart", members(part=relationship.target)
        return "unknown", {}


def _anchor(anchor: etree._Element) -> dict[str, Any]:
    """Return where a drawing is: cells with offsets, sizes in EMU."""
    found: dict[str, Any] = {}
    for child in anchor.iterchildren(etree.Element):
        name = local(child)
        if name in ("from", "to"):
            found[name] = _marker(child)
        elif name == "ext":
            found["size"] = [integer(child.get("cx")) or 0, integer(child.get("cy")) or 0]
        elif name == "pos":
            found["pos"] = [integer(child.get("x")) or 0, integer(child.get("y")) or 0]
    if local(anchor) == "twoCellAnchor":
        found["move"] = anchor.get("editAs", "twoCell")
    elif local(anchor) == "oneCellAnchor":
        found["move"] = "oneCell"
    else:
        found["move"] = "absolute"
    return found


def _marker(element: etree._Element) -> list[Any]:
    values = {
        local(one): integer((one.text or "").strip()) for one in element.iterchildren(etree.Element)
    }
    row = min(max(values.get("row") or 0, 0), MAX_ROWS - 1)
    column = min(max(values.get("col") or 0, 0), MAX_COLUMNS - 1)
    return [str(row), str(column), values.get("colOff") or 0, values.get("rowOff") or 0]


def _text(element: etree._Element) -> str:
    paragraphs = [
        "".join(one.text or "" for one in paragraph.iter(etree.Element) if local(one) == "t")
        for paragraph in element.iter(etree.Element)
        if local(paragraph) == "p"
    ]
    return "\n".join(paragraphs).strip("\n")[:_MOST_TEXT]
