"""Lists (§17.9): `numbering.xml` as the `numbering` map, overrides applied."""

from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.names import local
from tongwen.formats.docx.run_properties import project_run
from tongwen.formats.docx.story import Story
from tongwen.formats.docx.styles import paragraph_values

_LEVELS = 9


def read_numbering(root: etree._Element, story: Story) -> dict[str, dict[str, Any]]:
    """Return every `w:num` by its id as `{abstract, levels}`."""
    w = story.w
    abstract = {
        element.get(f"{w}abstractNumId"): element for element in root.iter(f"{w}abstractNum")
    }
    levels = {key: _levels(element, story) for key, element in abstract.items()}
    links = _style_links(abstract.values(), w)
    lists: dict[str, dict[str, Any]] = {}
    for number in root.iterchildren(f"{w}num"):
        identity = number.get(f"{w}numId")
        reference = number.find(f"{w}abstractNumId")
        name = None if reference is None else reference.get(f"{w}val")
        if identity is None or name is None or identity in lists:
            continue
        linked = abstract[name].find(f"{w}numStyleLink") if name in abstract else None
        source = links.get(linked.get(f"{w}val"), name) if linked is not None else name
        own = _overridden(levels.get(source, {}), number, story)
        lists[identity] = {"abstract": name, "levels": [own.get(at, {}) for at in _indices(own)]}
    return lists


def _indices(levels: dict[int, dict[str, Any]]) -> range:
    return range(max(levels, default=-1) + 1)


def _style_links(elements: Any, w: str) -> dict[str | None, str | None]:
    """Return which abstract list defines a numbering style (§17.9.27)."""
    return {
        link.get(f"{w}val"): element.get(f"{w}abstractNumId")
        for element in elements
        if (link := element.find(f"{w}styleLink")) is not None
    }


def _levels(element: etree._Element, story: Story) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for child in element.iterchildren(f"{story.w}lvl"):
        at = measure.integer(child.get(f"{story.w}ilvl"))
        if at is not None and 0 <= at < _LEVELS:
            found[at] = read_level(child, story)
    return found


def read_level(element: etree._Element, story: Story) -> dict[str, Any]:
    """Return one `w:lvl` (§17.9.6)."""
    w = story.w
    children = {local(child): child for child in element.iterchildren(etree.Element)}

    def word(name: str) -> str | None:
        return children[name].get(f"{w}val") if name in children else None

    level = {
        "format": word("numFmt") or "decimal",
        "text": word("lvlText") or "",
        "start": measure.integer(word("start")) if "start" in children else 0,
        "align": {"left": "start", "right": "end"}.get(word("lvlJc") or "start", word("lvlJc")),
        "suffix": word("suff"),
        "restart": measure.integer(word("lvlRestart")),
        "legal": True if "isLgl" in children and measure.truth(word("isLgl")) else None,
        "style": word("pStyle"),
        "p": paragraph_values(children.get("pPr"), story) or None,
        "r": project_run(children.get("rPr"), story).values or None,
    }
    return {key: item for key, item in level.items() if item is not None}


def _overridden(
    levels: dict[int, dict[str, Any]], number: etree._Element, story: Story
) -> dict[int, dict[str, Any]]:
    w = story.w
    own = dict(levels)
    for override in number.iterchildren(f"{w}lvlOverride"):
        at = measure.integer(override.get(f"{w}ilvl"))
        if at is None or not 0 <= at < _LEVELS:
            continue
        replaced = override.find(f"{w}lvl")
        if replaced is not None:
            own[at] = read_level(replaced, story)
        start = override.find(f"{w}startOverride")
        if start is not None:
            first = measure.integer(start.get(f"{w}val")) or 0
            own[at] = {**own.get(at, {}), "start": first, "startOverride": True}
    return own
