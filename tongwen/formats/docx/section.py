"""Sections (§17.6): `w:sectPr` as an object, and changes to it written into its attributes."""

from copy import deepcopy
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.docx import measure
from tongwen.formats.docx.drawing import related
from tongwen.formats.docx.names import SECTION_ORDER, local
from tongwen.formats.docx.story import Story

# member, element, attributes by name, how to read
_NUMBERS = (
    ("w", "pgSz", ("w",)),
    ("h", "pgSz", ("h",)),
    ("top", "pgMar", ("top",)),
    ("bottom", "pgMar", ("bottom",)),
    ("start", "pgMar", ("left", "start")),
    ("end", "pgMar", ("right", "end")),
    ("header", "pgMar", ("header",)),
    ("footer", "pgMar", ("footer",)),
    ("gutter", "pgMar", ("gutter",)),
    ("pageStart", "pgNumType", ("start",)),
)
_WORDS = (
    ("orient", "pgSz", ("orient",)),
    ("type", "type", ("val",)),
    ("direction", "textDirection", ("val",)),
)
_RANK = {name: at for at, name in enumerate(SECTION_ORDER)}


def read_section(element: etree._Element, story: Story) -> dict[str, Any]:
    """Return a section's page, margins, columns, grid, headers; `x` is all of it, raw."""
    w = story.w
    children: dict[str, etree._Element] = {}
    for child in element.iterchildren(etree.Element):
        children.setdefault(local(child), child)
    section: dict[str, Any] = {}
    for member, name, attributes in _NUMBERS:
        found = measure.twips(_attribute(children.get(name), w, attributes))
        if found is not None:
            section[member] = found
    for member, name, attributes in _WORDS:
        word = _attribute(children.get(name), w, attributes)
        if word is not None:
            section[member] = word
    if "titlePg" in children:
        section["titlePg"] = measure.truth(children["titlePg"].get(f"{w}val"))
    section |= _columns_and_grid(children, w)
    section |= _references(element, w)
    section["x"] = story.raw(element)
    return section


def _columns_and_grid(children: dict[str, etree._Element], w: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if (columns := children.get("cols")) is not None:
        found["cols"] = _present(
            num=measure.integer(columns.get(f"{w}num")),
            space=measure.twips(columns.get(f"{w}space")),
            sep=True if measure.truth(columns.get(f"{w}sep", "0")) else None,
        )
    if (grid := children.get("docGrid")) is not None:
        found["grid"] = _present(
            type=grid.get(f"{w}type"),
            linePitch=measure.twips(grid.get(f"{w}linePitch")),
            charSpace=measure.integer(grid.get(f"{w}charSpace")),
        )
    return found


def _references(element: etree._Element, w: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, member in (("headerReference", "headers"), ("footerReference", "footers")):
        references = {
            child.get(f"{w}type", "default"): related(child, "id")
            for child in element
            if local(child) == name and related(child, "id")
        }
        if references:
            found[member] = references
    return found


def _present(**members: Any) -> dict[str, Any]:
    return {key: item for key, item in members.items() if item is not None}


def _attribute(element: etree._Element | None, w: str, names: tuple[str, ...]) -> str | None:
    if element is None:
        return None
    return next((item for name in names if (item := element.get(f"{w}{name}")) is not None), None)


def write_section(
    section: dict[str, Any], story: Story, original: etree._Element | None
) -> str | None:
    """Write a section: the element it came from, with only the changed members set.

    Headers and footers stay those of the element. None when there is nothing to start from that
    is well-formed.
    """
    if original is None:
        original = _from_raw(section.get("x"), story)
    before = read_section(original, story)
    element = deepcopy(original)
    for table, as_number in ((_NUMBERS, True), (_WORDS, False)):
        for member, name, attributes in table:
            if section.get(member) != before.get(member):
                _set(element, story, name, attributes, _checked(section.get(member), as_number))
    if section.get("titlePg") != before.get("titlePg"):
        _set(element, story, "titlePg", ("val",), "1" if section.get("titlePg") else "0")
    _write_members(element, story, "cols", section, before, ("num", "space", "sep"))
    _write_members(
        element, story, "docGrid", section, before, ("type", "linePitch", "charSpace"), "grid"
    )
    return story.raw(element)


def _from_raw(raw: Any, story: Story) -> etree._Element:
    if isinstance(raw, str) and raw:
        try:
            found = story.parse_raw(raw)
        except Invalid:
            found = []
        if len(found) == 1 and found[0].tag == f"{story.w}sectPr":
            return found[0]
    return etree.Element(f"{story.w}sectPr", nsmap=story.root.nsmap)


def _checked(given: Any, as_number: bool) -> str | None:
    if as_number:
        whole = measure.whole(given)
        return None if whole is None else str(whole)
    return given if isinstance(given, str) and given.isalnum() else None


def _write_members(
    element: etree._Element,
    story: Story,
    name: str,
    section: dict[str, Any],
    before: dict[str, Any],
    members: tuple[str, ...],
    key: str | None = None,
) -> None:
    new = measure.members(section.get(key or name))
    old = measure.members(before.get(key or name))
    for member in members:
        given = new.get(member)
        if given == old.get(member):
            continue
        if isinstance(given, bool):
            given = 1 if given else 0
        _set(element, story, name, (member,), _checked(given, not isinstance(given, str)))


def _set(
    element: etree._Element, story: Story, name: str, names: tuple[str, ...], given: str | None
) -> None:
    child = element.find(f"{story.w}{name}")
    if child is None:
        if given is None:
            return
        child = etree.Element(f"{story.w}{name}")
        later = (
            at
            for at, other in enumerate(element)
            if _RANK.get(local(other), len(_RANK)) > _RANK[name]
        )
        element.insert(next(later, len(element)), child)
    used = next((one for one in names if child.get(f"{story.w}{one}") is not None), names[0])
    if given is not None:
        child.set(f"{story.w}{used}", given)
    elif child.get(f"{story.w}{used}") is not None:
        del child.attrib[f"{story.w}{used}"]
