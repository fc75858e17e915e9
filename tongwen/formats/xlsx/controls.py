"""Form controls and embedded objects: VML (ECMA-376-4 §19.4) and what newer files say of them."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.annotations import targets, tree
from tongwen.formats.xlsx.measure import integer, members
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS, local, relationship_id

_OTHER_THAN_NOTES = re.compile(rb"""ObjectType\s*=\s*["'](?!Note)""")
_EMU_PER_PIXEL = 9525
_MOST = 2_000  # controls of a worksheet
_MOST_TEXT = 2_000
_SWITCHES = {"1": 1, "True": 1, "t": 1, "": 1, "2": 2, "Checked": 1, "Mixed": 2}
_NAMES = {"CheckBox": "Checkbox", "EditBox": "Edit"}  # of [MS-XLSX] §2.7.9, as VML has them


@dataclass(slots=True)
class Control:
    """A control, or what embedded objects look like: `media` is the part of their picture."""

    type: str = ""
    label: str = ""
    checked: int = 0
    media: str | None = None
    hidden: bool = False
    anchor: dict[str, Any] | None = None
    source: str = ""
    name: str = field(default="")

    def shown(self) -> dict[str, Any]:
        """Return what it is as members of a drawing; `checked` is 1, mixed 2."""
        control = {"type": self.type, **members(label=self.label, checked=self.checked or None)}
        more = members(media=self.media, hidden=self.hidden, name=self.name)
        return {"type": "drawing", "kind": "control", "control": control, **more}


def read_controls(package: Package, part: str) -> dict[str, Control]:
    """Return the controls of a worksheet by the number of their shape, in their order."""
    found: dict[str, Control] = {}
    for drawing in targets(package, part, "vmlDrawing"):
        if not _OTHER_THAN_NOTES.search(package.read(drawing)):
            continue
        root = tree(package, drawing)
        for at, shape in enumerate([] if root is None else root.iter(etree.Element)):
            data = _data(shape)
            if data is not None and len(found) < _MOST:
                control = _control(package, drawing, shape, data)
                control.source = f"{drawing}/{at}"
                found.setdefault(shape.get("id", "").rpartition("_s")[2] or str(at), control)
    if found:
        _properties(package, part, found)
    return found


def _data(shape: etree._Element) -> etree._Element | None:
    """Return what Excel says of a shape that is no note."""
    if local(shape) not in ("shape", "rect", "oval", "line", "roundrect"):
        return None
    for child in shape.iterchildren(etree.Element):
        if local(child) == "ClientData" and child.get("ObjectType") not in (None, "Note"):
            return child
    return None


def _control(
    package: Package, drawing: str, shape: etree._Element, data: etree._Element
) -> Control:
    texts = {local(one): (one.text or "").strip() for one in data.iterchildren(etree.Element)}
    style = shape.get("style", "").replace(" ", "")
    return Control(
        type=data.get("ObjectType", ""),
        label=_label(shape),
        checked=_SWITCHES.get(texts["Checked"], 0) if "Checked" in texts else 0,
        media=_media(package, drawing, shape),
        hidden="visibility:hidden" in style,
        anchor=_anchor(texts.get("Anchor", ""), texts),
    )


def _label(shape: etree._Element) -> str:
    for child in shape.iterchildren(etree.Element):
        if local(child) == "textbox":
            return " ".join("".join(child.itertext()).split())[:_MOST_TEXT]
    return ""


def _media(package: Package, drawing: str, shape: etree._Element) -> str | None:
    for child in shape.iterchildren(etree.Element):
        if local(child) != "imagedata":
            continue
        named = [value for key, value in child.attrib.items() if str(key).endswith("}relid")]
        identity = named[0] if named else relationship_id(child)
        relationship = package.relationships(drawing).get(str(identity or ""))
        inside = relationship is not None and not relationship.external
        if relationship is not None and inside and relationship.target in package:
            return relationship.target
    return None


def _anchor(text: str, data: dict[str, str]) -> dict[str, Any] | None:
    """Return `column, pixels, row, pixels` of both corners as an anchor."""
    numbers = [integer(one.strip()) for one in text.split(",")]
    if len(numbers) != 8 or any(one is None for one in numbers):
        return None
    known = [max(0, one or 0) for one in numbers]
    move = "twoCell"
    if "MoveWithCells" in data or "SizeWithCells" in data:  # each says that it does not
        move = "absolute" if "MoveWithCells" in data else "oneCell"
    return {"from": _corner(known[:4]), "to": _corner(known[4:]), "move": move}


def _corner(numbers: list[int]) -> list[Any]:
    column, dx, row, dy = numbers
    where = [str(min(row, MAX_ROWS - 1)), str(min(column, MAX_COLUMNS - 1))]
    return [*where, min(dx, 10_000) * _EMU_PER_PIXEL, min(dy, 10_000) * _EMU_PER_PIXEL]


def _properties(package: Package, part: str, found: dict[str, Control]) -> None:
    """Take what newer files say of their controls (§18.3.1.19, [MS-XLSX] formControlPr)."""
    root = tree(package, part)
    relationships = package.relationships(part)
    for element in [] if root is None else root.iter(etree.Element):
        control = found.get(element.get("shapeId", "")) if local(element) == "control" else None
        if control is None:
            continue
        control.name = element.get("name", "")
        relationship = relationships.get(relationship_id(element) or "")
        if relationship is None or relationship.external or relationship.kind != "ctrlProp":
            continue
        said = tree(package, relationship.target) if relationship.target in package else None
        if said is not None:
            kind = said.get("objectType", control.type)
            control.type = _NAMES.get(kind, kind)
            if said.get("checked") is not None:
                control.checked = _SWITCHES.get(said.get("checked", ""), 0)
