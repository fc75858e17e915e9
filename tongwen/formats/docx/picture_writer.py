"""Pictures as `w:drawing` (§20.4.2): new ones, and old ones with another size or text."""

from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.docx import measure, names
from tongwen.formats.docx.additions import Additions
from tongwen.formats.docx.names import local
from tongwen.formats.docx.story import Story
from tongwen.formats.ooxml.xml import attribute

_LARGEST = 27_273_042_316_900  # EMU, §20.1.10.42
_DEFAULT = 952_500  # EMU: 100 pixels


def write_picture(attributes: dict[str, Any], story: Story, additions: Additions) -> str | None:
    """Return a run's content for an image node; None when its picture is nowhere to be found."""
    width, height = _size(attributes.get("w")), _size(attributes.get("h"))
    alt, media = str(attributes.get("alt", "")), str(attributes.get("media", ""))
    raw = attributes.get("x")
    if isinstance(raw, str) and raw:
        changed = _changed(raw, (width, height), alt, media, story, additions)
        if changed is not None:
            return changed
    relationship = additions.image(story.part, media)
    if relationship is None:
        return None
    return _inline(relationship, (width, height), alt, story, additions)


def _size(given: Any) -> int:
    amount = measure.whole(given)
    return amount if amount is not None and 0 < amount <= _LARGEST else _DEFAULT


def _changed(
    raw: str,
    size: tuple[int, int],
    alt: str,
    media: str,
    story: Story,
    additions: Additions,
) -> str | None:
    """Return the drawing that a node came from, with its size, text and picture as they are now."""
    try:
        found = story.parse_raw(raw)
    except Invalid:
        return None
    if len(found) != 1 or local(found[0]) != "drawing":
        return raw if len(found) == 1 and _refers(found[0], story, additions) else None
    element = found[0]
    holder = next(iter(element), None)
    blip = next((node for node in element.iter(etree.Element) if local(node) == "blip"), None)
    if holder is None or blip is None:
        return None
    relationship = additions.image(story.part, media)
    if relationship is None:
        return None
    for key in [name for name in blip.attrib if name.endswith("}embed")]:
        blip.set(key, relationship)
    if not _refers(element, story, additions):
        return None
    _resize(holder, size)
    _describe(holder, alt, additions.drawing_id(story))
    return story.raw(element)


def _describe(holder: etree._Element, alt: str, identity: int) -> None:
    for child in holder:
        if local(child) == "docPr":
            child.set("id", str(identity))
            if child.get("descr", "") != alt:
                child.set("descr", alt)


def _resize(holder: etree._Element, size: tuple[int, int]) -> None:
    width, height = str(size[0]), str(size[1])
    for node in holder.iter(etree.Element):
        parent = node.getparent()
        in_transform = local(node) == "ext" and parent is not None and local(parent) == "xfrm"
        if (local(node) == "extent" and parent is holder) or in_transform:
            node.set("cx", width)
            node.set("cy", height)


def _refers(element: etree._Element, story: Story, additions: Additions) -> bool:
    return refers_to_known(element, additions.package.relationships(story.part))


def refers_to_known(element: etree._Element, known: Any) -> bool:
    """Whether every relationship id in an element is one of the part's own."""
    for node in element.iter(etree.Element):
        for key, item in node.attrib.items():
            namespace = key[1:].partition("}")[0]
            relational = namespace in (names.RELATIONSHIPS, names.RELATIONSHIPS_STRICT)
            if relational and item and item not in known:
                return False
    return True


def _inline(
    relationship: str, size: tuple[int, int], alt: str, story: Story, additions: Additions
) -> str:
    strict = story.strict
    wp = names.DRAWING_STRICT if strict else names.DRAWING
    a = names.MAIN_STRICT if strict else names.MAIN
    pic = names.PICTURE_STRICT if strict else names.PICTURE
    r = names.RELATIONSHIPS_STRICT if strict else names.RELATIONSHIPS
    identity = additions.drawing_id(story)
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    description = f' descr="{attribute(alt)}"' if alt else ""
    name = f'id="{identity}" name="Picture {identity}"{description}'
    return (
        f"<{story.prefix}drawing>"
        f'<wp:inline xmlns:wp="{wp}" distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {extent}/><wp:docPr {name}/><wp:cNvGraphicFramePr>"
        f'<a:graphicFrameLocks xmlns:a="{a}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{a}"><a:graphicData uri="{pic}"><pic:pic xmlns:pic="{pic}">'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip xmlns:r="{r}" r:embed="{relationship}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        f"</a:graphicData></a:graphic></wp:inline></{story.prefix}drawing>"
    )
