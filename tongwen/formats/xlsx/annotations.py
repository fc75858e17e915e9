"""Hyperlinks (§18.3.1.47), notes (§18.7) and threaded comments ([MS-XLSX] §2.6.205)."""

import re
from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.formulas import FormulaReader
from tongwen.formats.xlsx.measure import Area, area, ids, integer, members, number, truth
from tongwen.formats.xlsx.names import local, relationship_id
from tongwen.formats.xlsx.strings import read_item

Object = dict[str, Any]
_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9.]+)(pt|px|in|cm|mm)?", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_THREAD = "tc={"  # how the author of a note begins that stands in for a thread


def tree(package: Package, part: str) -> etree._Element | None:
    """Return a part parsed; nothing when it is missing or damaged."""
    try:
        return parse(package.read(part), part)
    except TongwenError:
        return None


def targets(package: Package, part: str, kind: str) -> list[str]:
    """Return the parts that a part refers to as `kind`, in order."""
    return [
        one.target
        for one in package.relationships(part).values()
        if one.kind == kind and not one.external and one.target in package
    ]


def read_links(
    root: etree._Element, package: Package, part: str, formulas: FormulaReader
) -> list[Object]:
    """Return the hyperlinks of a worksheet; the addresses are as the file has them, unchecked."""
    relationships = package.relationships(part)
    found: list[Object] = []
    elements = [
        child
        for group in root.iterchildren(etree.Element)
        if local(group) == "hyperlinks"
        for child in group.iterchildren(etree.Element)
    ]
    for at, element in enumerate(elements):
        where = area(element.get("ref"))
        if where is None:
            continue
        relationship = relationships.get(relationship_id(element) or "")
        target, location = None, element.get("location")
        if relationship is not None:
            target = relationship.target
            if location:
                target, location = f"{target}#{location}", None
        found.append(
            {
                "type": "link",
                "area": ids(where),
                **members(
                    target=target,
                    location=formulas.plain(location) if location else None,
                    display=element.get("display"),
                    tip=element.get("tooltip"),
                ),
                "src": f"hyperlink/{at}",
            }
        )
    return found


def read_notes(package: Package, part: str, threads: set[tuple[int, int]]) -> list[Object]:
    """Return the notes of a worksheet; not those that stand in for threads at these cells."""
    sizes = _shapes(package, part)
    found: list[Object] = []
    for comments in targets(package, part, "comments"):
        root = tree(package, comments)
        if root is None:
            continue
        authors = [one.text or "" for one in _all(root, "authors", "author")]
        for at, element in enumerate(_all(root, "commentList", "comment")):
            place = _cell(element)
            if place is None:
                continue
            index = integer(element.get("authorId"))
            known = index is not None and 0 <= index < len(authors)
            author = authors[index] if known and index is not None else ""
            if author.startswith(_THREAD) and place in threads:
                continue
            found.append(
                {
                    "type": "note",
                    "row": str(place[0]),
                    "col": str(place[1]),
                    "author": author,
                    "text": _note_text(element),
                    **sizes.get(place, {}),
                    "src": f"{comments}/{at}",
                }
            )
    return found


def _note_text(element: etree._Element) -> list[list[Any]]:
    for child in element.iterchildren(etree.Element):
        if local(child) == "text":
            item = read_item(child)
            runs: list[list[Any]] = [[item, None]] if isinstance(item, str) else item["r"]
            return [run for run in runs if run[0]]
    return []


def _all(root: etree._Element, group: str, name: str) -> list[etree._Element]:
    return [
        child
        for found in root.iterchildren(etree.Element)
        if local(found) == group
        for child in found.iterchildren(etree.Element)
        if local(child) == name
    ]


def _cell(element: etree._Element) -> tuple[int, int] | None:
    where: Area | None = area(element.get("ref"))
    if where is None or where[0] is None or where[1] is None:
        return None
    return where[0], where[1]


def _shapes(package: Package, part: str) -> dict[tuple[int, int], dict[str, Any]]:
    """Return how notes are shown, from their drawings (VML, ECMA-376-4 §19.1), sizes in points."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for drawing in targets(package, part, "vmlDrawing"):
        root = tree(package, drawing)
        for shape in [] if root is None else root.iter(etree.Element):
            if local(shape) != "shape":
                continue
            for data in shape.iterchildren(etree.Element):
                if local(data) == "ClientData" and data.get("ObjectType") == "Note":
                    _shape(shape, data, found)
    return found


def _shape(
    shape: etree._Element,
    data: etree._Element,
    found: dict[tuple[int, int], dict[str, Any]],
) -> None:
    texts = {local(one): one.text or "" for one in data.iterchildren(etree.Element)}
    row, column = integer(texts.get("Row")), integer(texts.get("Column"))
    if row is None or column is None:
        return
    style = shape.get("style", "")
    sizes: dict[str, float] = {}
    for name, amount, unit in _SIZE.findall(style):
        points = number(amount)
        if points is not None:
            sizes[name.lower()] = round(points * _POINTS[unit.lower() or "px"], 2)
    visible = "Visible" in texts or "visibility:visible" in style.replace(" ", "")
    found[row, column] = members(shown=visible, w=sizes.get("width"), h=sizes.get("height"))


def read_people(package: Package, workbook: str) -> dict[str, str]:
    """Return the names of those who commented, by id."""
    people: dict[str, str] = {}
    for part in targets(package, workbook, "person"):
        root = tree(package, part)
        for child in [] if root is None else root.iterchildren(etree.Element):
            if local(child) == "person" and child.get("id"):
                people[child.get("id", "")] = child.get("displayName", "")
    return people


def read_threads(
    package: Package, part: str, sid: str, people: dict[str, str]
) -> list[dict[str, Any]]:
    """Return the threaded comments of a worksheet, answers with the id of what they answer.

    `{id, sheet, row, col, author, at, text, parent?, done?}`; `at` is RFC 3339 as the file has it.
    """
    found: list[dict[str, Any]] = []
    for comments in targets(package, part, "threadedComment"):
        root = tree(package, comments)
        for element in [] if root is None else root.iterchildren(etree.Element):
            place = _cell(element)
            if local(element) != "threadedComment" or place is None:
                continue
            text = "".join(one.text or "" for one in element if local(one) == "text")
            found.append(
                {
                    "id": element.get("id", ""),
                    "sheet": sid,
                    "row": str(place[0]),
                    "col": str(place[1]),
                    "author": people.get(element.get("personId", ""), ""),
                    "at": element.get("dT", ""),
                    "text": text,
                    **members(parent=element.get("parentId"), done=truth(element.get("done"))),
                }
            )
    return found
