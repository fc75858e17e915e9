"""Styles that an editor added or changed, written into `styles.xml` (§17.7)."""

from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.names import STRICT, TRANSITIONAL
from tongwen.formats.docx.paragraph_properties import PARAGRAPH
from tongwen.formats.docx.run_properties import project_run, run_children
from tongwen.formats.docx.source import Source
from tongwen.formats.docx.story import Story
from tongwen.formats.ooxml.xml import attribute

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_KINDS = ("paragraph", "character", "table", "numbering")
_NOT_REST = ("rPr", "sectPr")


def write_styles(source: Source, live: dict[str, Any]) -> None:
    """Write styles that the package does not have, and the formats of those that changed.

    A style that is missing from the live document stays in the package.
    """
    known = source.styles
    changed = {
        key: item
        for key, item in live.items()
        if isinstance(item, dict) and item != known.get(key) and key
    }
    if not changed:
        return
    story = source.styles_part or _new_part(source)
    elements = {
        element.get(f"{story.w}styleId"): element
        for element in reversed(list(story.root.iterchildren(f"{story.w}style")))
    }
    edits: list[tuple[int, int, bytes]] = []
    added = ""
    for key, item in changed.items():
        element = elements.get(key)
        if element is None:
            added += _new_style(story, key, item)
        else:
            start, _, _, end = story.span(element)
            edits.append((start, end, _changed_style(story, element, item)))
    edits += _appended(story, added)
    source.package.set(story.part, story.patched(edits))


def _new_part(source: Source) -> Story:
    namespace = STRICT if source.body.story.strict else TRANSITIONAL
    data = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:styles xmlns:w="{namespace}"></w:styles>'
    ).encode()
    name = source.package.add("word/styles", "xml", data, _TYPE)
    source.package.relate(source.main_part, "styles", name)
    return Story(name, data)


def _appended(story: Story, added: str) -> list[tuple[int, int, bytes]]:
    if not added:
        return []
    start, stop, last, end = story.span(story.root)
    if stop == end:
        whole = story.start_tag(story.root) + added.encode() + story.end_tag(story.root)
        return [(start, end, whole)]
    return [(last, last, added.encode())]


def _new_style(story: Story, key: str, item: dict[str, Any]) -> str:
    prefix = story.prefix
    kind = item.get("type") if item.get("type") in _KINDS else "paragraph"
    words = {
        "name": item.get("name") or key,
        "basedOn": item.get("basedOn"),
        "next": item.get("next"),
        "link": item.get("link"),
        "uiPriority": measure.whole(item.get("priority")),
    }
    head = "".join(
        f'<{prefix}{name} {prefix}val="{attribute(given)}"/>'
        for name, given in words.items()
        if isinstance(given, (str, int)) and given != ""
    )
    head += f"<{prefix}qFormat/>" if item.get("quick") else ""
    body = _paragraph(story, item, None) + _run(story, item, None)
    return (
        f'<{prefix}style {prefix}type="{kind}" {prefix}customStyle="1"'
        f' {prefix}styleId="{attribute(key)}">{head}{body}</{prefix}style>'
    )


def _changed_style(story: Story, element: etree._Element, item: dict[str, Any]) -> bytes:
    """Return a style with its `w:pPr` and `w:rPr` as they are now; all else stays."""
    w = story.w
    written = b""
    seen: set[str] = set()
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        if child.tag in (f"{w}tblPr", f"{w}trPr", f"{w}tcPr", f"{w}tblStylePr"):
            written += _missing(story, element, item, seen)
        if child.tag == f"{w}pPr":
            written += _paragraph(story, item, child).encode()
        elif child.tag == f"{w}rPr":
            written += b"" if "pPr" in seen else _missing(story, element, item, seen, ("pPr",))
            written += _run(story, item, child).encode()
        else:
            written += story.bytes_of(child)
        seen.add(name)
    written += _missing(story, element, item, seen)
    return story.start_tag(element) + written + story.end_tag(element)


def _missing(
    story: Story,
    element: etree._Element,
    item: dict[str, Any],
    seen: set[str],
    names: tuple[str, ...] = ("pPr", "rPr"),
) -> bytes:
    """Return the properties that a style has now and did not have as an element."""
    text = ""
    for name, write in (("pPr", _paragraph), ("rPr", _run)):
        if name in names and name not in seen and element.find(f"{story.w}{name}") is None:
            text += write(story, item, None)
            seen.add(name)
    return text.encode()


def _paragraph(story: Story, item: dict[str, Any], bag: etree._Element | None) -> str:
    values = measure.members(item.get("p"))
    before = PARAGRAPH.project(bag, story, _NOT_REST) if bag is not None else None
    children = "".join(PARAGRAPH.children(story, values, values.get("rest"), before))
    return f"<{story.prefix}pPr>{children}</{story.prefix}pPr>" if children else ""


def _run(story: Story, item: dict[str, Any], bag: etree._Element | None) -> str:
    before = project_run(bag, story) if bag is not None else None
    children = "".join(run_children(story, measure.members(item.get("r")), before))
    return f"<{story.prefix}rPr>{children}</{story.prefix}rPr>" if children else ""
