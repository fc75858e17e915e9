"""Drawings over a worksheet (§20.5): pictures, charts, shapes, groups, controls, their anchors."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package, Relationship
from tongwen.formats.xlsx.annotations import targets, tree
from tongwen.formats.xlsx.controls import Control, read_controls
from tongwen.formats.xlsx.measure import integer, members
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS, OFFICE, OFFICE_STRICT, local
from tongwen.formats.xlsx.names import relationship_id as identity_of

Object = dict[str, Any]
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_KINDS = {"pic": "image", "sp": "shape", "cxnSp": "shape", "grpSp": "group"}
_CONTENTS = (*_KINDS, "graphicFrame", "contentPart")
_CHARTS = ("chart", "chartEx")
_SLICERS = ("slicer", "timeslicer")
_MOST_RAW = 1 << 18  # characters of a drawing's XML that the page is given to draw it
_MOST_TEXT = 10_000
# Extensions whose drawings are told (ECMA-376-3 §10.2.1); of others their fallback is.
_KNOWN = (
    "http://schemas.microsoft.com/office/drawing/2010/",
    "http://schemas.microsoft.com/office/drawing/2012/",
    "http://schemas.microsoft.com/office/drawing/2014/",
    "http://schemas.microsoft.com/office/drawing/2015/",
    "http://schemas.microsoft.com/office/drawing/2016/",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/",
)
_NOT_DRAWN = frozenset(("webextension", "webExtensionRef", "model3d", "contentPart"))
# What makes a picture more than its part stretched over its anchor.
_LOOKS = frozenset(
    (
        "custGeom",
        "effectLst",
        "ln",
        "solidFill",
        "gradFill",
        "pattFill",
        "srcRect",
        "alphaModFix",
        "lum",
        "grayscl",
        "biLevel",
    )
)


def read_drawings(package: Package, part: str) -> list[Object]:
    """Return the drawings of a worksheet or chartsheet, in the order they cover each other."""
    controls = read_controls(package, part)
    found: list[Object] = []
    for drawing in targets(package, part, "drawing"):
        root = tree(package, drawing)
        if root is None:
            continue
        reader = _DrawingReader(drawing, package, controls)
        for at, anchor in enumerate(anchors(root)):
            found.append({**reader.read(anchor), "src": f"{drawing}/{at}"})
    for control in controls.values():
        if control.anchor is not None:
            found.append({**control.shown(), "anchor": control.anchor, "src": control.source})
    return found


def anchors(root: etree._Element) -> list[etree._Element]:
    """Return the anchors of a drawing part that are shown: of alternatives, those of one."""
    return [one for one in _settled(root) if local(one) in _ANCHORS]


def _settled(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the children, and of alternatives what is known, else the fallback."""
    for child in root.iterchildren(etree.Element):
        if local(child) != "AlternateContent":
            yield child
            continue
        chosen = next((one for one in child.iterchildren(etree.Element) if _understood(one)), None)
        if chosen is not None:
            yield from _settled(chosen)


def _understood(choice: etree._Element) -> bool:
    if local(choice) == "Fallback":
        return True
    names = [choice.nsmap.get(prefix) or "" for prefix in choice.get("Requires", "").split()]
    if not all(not name or name.startswith(_KNOWN) for name in names):
        return False
    return not any(local(one) in _NOT_DRAWN for one in choice.iter(etree.Element))


class _DrawingReader:
    """Reads the anchors of one drawing part."""

    def __init__(self, drawing: str, package: Package, controls: dict[str, Control]) -> None:
        self._relationships = package.relationships(drawing)
        self._package = package
        self._controls = controls

    def read(self, anchor: etree._Element) -> Object:
        """Return an anchored drawing, whatever it is."""
        content = next((one for one in _settled(anchor) if local(one) in _CONTENTS), None)
        shown: dict[str, Any] = {"kind": "unknown"} if content is None else self._content(content)
        return {"type": "drawing", **shown, "anchor": _anchor(anchor)}

    def _content(self, element: etree._Element) -> dict[str, Any]:
        kind = _KINDS.get(local(element), "unknown")
        found: dict[str, Any] = {}
        if kind == "image":
            found = self._picture(element)
        elif local(element) == "graphicFrame":
            kind, found = self._frame(element)
        named = _named(element)
        if kind != "image" and not found:
            found = {**members(text=_text(element)), **self._raw(element, self._relationships)}
        control = self._control(element) if kind == "shape" else None
        if control is not None:
            kind = "control"
            named.pop("hidden", None)  # so that programs that know no controls do not draw it twice
            found = {**found, **control.shown()}
        return {**found, "kind": kind, **named}

    def _control(self, element: etree._Element) -> Control | None:
        """Return the control that a shape stands in for ([MS-ODRAWXML] compatExt)."""
        for one in element.iter(etree.Element):
            if local(one) == "compatExt":
                return self._controls.pop(one.get("spid", "").rpartition("_s")[2], None)
        return None

    def _picture(self, element: etree._Element) -> dict[str, Any]:
        found = members(media=self._media(element))
        if found and _has_looks(element):
            found.update(self._raw(element, self._relationships))
        return found

    def _raw(
        self, element: etree._Element, relationships: dict[str, Relationship]
    ) -> dict[str, Any]:
        """Return the XML of a drawing and the parts of the pictures in it, by relationship."""
        raw = etree.tostring(element, encoding="unicode", with_tail=False)
        if len(raw) > _MOST_RAW:
            return {}
        parts = {}
        for one in element.iter(etree.Element):
            for uri in (OFFICE, OFFICE_STRICT):
                identity = one.get(f"{{{uri}}}embed")
                part = self._part(relationships.get(identity or ""))
                if identity and part:
                    parts[identity] = part
        return members(raw=raw, parts=parts)

    def _part(self, relationship: Relationship | None) -> str | None:
        if relationship is None or relationship.external:
            return None
        return relationship.target if relationship.target in self._package else None

    def _media(self, element: etree._Element) -> str | None:
        """Return the part of a picture; the scalable one where there are two."""
        best = None
        for one in element.iter(etree.Element):
            if local(one) in ("blip", "svgBlip"):
                identity = identity_of(one, "embed") or ""
                best = self._part(self._relationships.get(identity)) or best
        return best

    def _frame(self, element: etree._Element) -> tuple[str, dict[str, Any]]:
        for one in element.iter(etree.Element):
            relationship = self._relationships.get(identity_of(one) or "")
            if relationship is not None and relationship.kind in _CHARTS:
                return "chart", members(part=relationship.target)
            if local(one) == "relIds":
                return self._diagram(one)
            if local(one) in _SLICERS and one.get("name"):
                label = self._caption(one.get("name", ""))
                return "control", {"control": {"type": "Slicer", "label": label}}
        return "unknown", {}

    def _diagram(self, element: etree._Element) -> tuple[str, dict[str, Any]]:
        """Return SmartArt as it was last laid out ([MS-ODRAWXML] dsp:drawing)."""
        data = self._part(self._relationships.get(identity_of(element, "dm") or ""))
        root = tree(self._package, data) if data is not None else None
        for one in [] if root is None else root.iter(etree.Element):
            if local(one) == "dataModelExt":
                part = self._part(self._relationships.get(one.get("relId", "")))
                drawn = tree(self._package, part) if part is not None else None
                if part is not None and drawn is not None:
                    return self._laid_out(part, drawn)
        return "unknown", {}

    def _laid_out(self, part: str, root: etree._Element) -> tuple[str, dict[str, Any]]:
        for shapes in root.iterchildren(etree.Element):
            if local(shapes) == "spTree":
                found = self._raw(shapes, self._package.relationships(part))
                return "group", {**members(text=_text(shapes)), **found}
        return "unknown", {}

    def _caption(self, name: str) -> str:
        """Return the title of a slicer ([MS-XLSX] §2.6.61, timelines §2.6.115)."""
        for part in self._package.archive.names:
            if part.startswith(("xl/slicers/", "xl/timelines/")) and part in self._package:
                root = tree(self._package, part)
                for one in [] if root is None else root.iterchildren(etree.Element):
                    if one.get("name") == name:
                        return one.get("caption") or name
        return name


def _named(element: etree._Element) -> dict[str, Any]:
    properties = next((one for one in element.iter(etree.Element) if local(one) == "cNvPr"), None)
    if properties is None:
        return {}
    return members(
        name=properties.get("name"),
        alt=properties.get("descr") or properties.get("title"),
        hidden=properties.get("hidden") in ("1", "true"),
    )


def _has_looks(element: etree._Element) -> bool:
    """Whether a picture is cropped, turned, framed or toned."""
    for one in element.iter(etree.Element):
        name = local(one)
        if name == "xfrm" and any(one.get(key, "0") not in ("0", "false") for key in _TURNS):
            return True
        if name == "prstGeom" and one.get("prst", "rect") != "rect":
            return True
        if name == "ln" and any(local(child) == "noFill" for child in one):
            continue
        if name in _LOOKS and (name != "srcRect" or one.attrib) and not _empty(one):
            return True
    return False


_TURNS = ("rot", "flipH", "flipV")


def _empty(element: etree._Element) -> bool:
    """Whether a line or a list of effects says nothing."""
    return local(element) in ("ln", "effectLst") and len(element) == 0


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
