"""Lists that an editor added or changed, written into `numbering.xml` (§17.9)."""

from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.names import LEVEL_ORDER, STRICT, TRANSITIONAL
from tongwen.formats.docx.paragraph_properties import PARAGRAPH
from tongwen.formats.docx.run_properties import run_children
from tongwen.formats.docx.source import Source
from tongwen.formats.docx.story import Story
from tongwen.formats.ooxml.xml import attribute
from tongwen.kinds.text.model import Content, Node

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_FORMATS = (
    "decimal upperRoman lowerRoman upperLetter lowerLetter ordinal bullet none chineseCounting"
    " chineseCountingThousand chineseLegalSimplified ideographDigital decimalEnclosedCircle"
    " decimalEnclosedCircleChinese decimalZero ideographTraditional ideographZodiac"
    " japaneseCounting taiwaneseCounting decimalFullWidth upperLetter thaiNumbers arabicAlpha"
)
_LEVELS = 9


def write_lists(source: Source, live: dict[str, Any]) -> dict[str, str]:
    """Write new and changed lists into the package; return the `numId` of each new key.

    An existing list that changed keeps its `numId` and gets a definition of its own.
    """
    known = source.numbering
    wanted = {
        key: item
        for key, item in live.items()
        if isinstance(item, dict) and _is_key(key, known) and not _same(item, known.get(key))
    }
    if not wanted:
        return {}
    story = source.numbering_part or _new_part(source)
    numbers: dict[str, str] = {}
    abstracts, uses = "", ""
    edits: list[tuple[int, int, bytes]] = []
    next_abstract, next_number = _free(story, "abstractNum"), _free(story, "num")
    for key, item in wanted.items():
        abstracts += _abstract(story, next_abstract, item)
        if key in known:
            edits += _pointed_elsewhere(story, key, next_abstract)
        else:
            numbers[key] = str(next_number)
            uses += _use(story, next_number, next_abstract)
            next_number += 1
        next_abstract += 1
    edits += _inserted(story, abstracts, uses)
    source.package.set(story.part, story.patched(edits))
    return numbers


def renumbered(nodes: list[Content], numbers: dict[str, str]) -> list[Content]:
    """Return blocks whose paragraphs name lists by their `numId`."""
    if not numbers:
        return nodes
    result: list[Content] = []
    for node in nodes:
        if isinstance(node, Node):
            attributes = node.attrs
            given = measure.members(attributes.get("num"))
            number = numbers.get(str(given.get("id")))
            if number is not None:
                attributes = {**attributes, "num": {**given, "id": number}}
            node = Node(node.type, attributes, renumbered(node.content, numbers))
        result.append(node)
    return result


def _same(live: dict[str, Any], known: dict[str, Any] | None) -> bool:
    """Return whether two lists are one, `startOverride` aside: it says where a list came from."""
    if known is None or live == known:
        return known is not None
    return _without_override(live) == _without_override(known)


def _without_override(item: dict[str, Any]) -> dict[str, Any]:
    levels = item.get("levels")
    kept = [
        {key: value for key, value in level.items() if key != "startOverride"}
        if isinstance(level, dict)
        else level
        for level in (levels if isinstance(levels, list) else ())
    ]
    return {**item, "levels": kept}


def _is_key(key: str, known: dict[str, Any]) -> bool:
    return key in known or (key.startswith("t") and key.isalnum())


def _new_part(source: Source) -> Story:
    namespace = STRICT if source.body.story.strict else TRANSITIONAL
    data = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:numbering xmlns:w="{namespace}"></w:numbering>'
    ).encode()
    name = source.package.add("word/numbering", "xml", data, _TYPE)
    source.package.relate(source.main_part, "numbering", name)
    return Story(name, data)


def _free(story: Story, name: str) -> int:
    identity = "abstractNumId" if name == "abstractNum" else "numId"
    found = [
        measure.integer(element.get(f"{story.w}{identity}")) or 0
        for element in story.root.iterchildren(f"{story.w}{name}")
    ]
    return max(found, default=0) + 1


def _use(story: Story, number: int, abstract: int) -> str:
    prefix = story.prefix
    return (
        f'<{prefix}num {prefix}numId="{number}">'
        f'<{prefix}abstractNumId {prefix}val="{abstract}"/></{prefix}num>'
    )


def _pointed_elsewhere(story: Story, key: str, abstract: int) -> list[tuple[int, int, bytes]]:
    for element in story.root.iterchildren(f"{story.w}num"):
        if element.get(f"{story.w}numId") == key:
            start, _, _, end = story.span(element)
            return [(start, end, _use(story, int(key), abstract).encode())]
    return []


def _inserted(story: Story, abstracts: str, uses: str) -> list[tuple[int, int, bytes]]:
    """Insert definitions before the first `w:num` and uses after the last (§17.9.17)."""
    start, stop, last, end = story.span(story.root)
    if stop == end:
        whole = story.start_tag(story.root) + (abstracts + uses).encode()
        return [(start, end, whole + story.end_tag(story.root))]
    numbers = list(story.root.iterchildren(f"{story.w}num"))
    others = [
        child
        for child in story.root.iterchildren(etree.Element)
        if child.tag == f"{story.w}numIdMacAtCleanup"
    ]
    tail = story.span(others[0])[0] if others else last
    first = story.span(numbers[0])[0] if numbers else tail
    after = story.span(numbers[-1])[3] if numbers else tail
    if first == after:
        return [(first, first, (abstracts + uses).encode())]
    return [(first, first, abstracts.encode()), (after, after, uses.encode())]


def _abstract(story: Story, number: int, item: dict[str, Any]) -> str:
    prefix = story.prefix
    levels = item.get("levels")
    written = "".join(
        _level(story, at, level)
        for at, level in enumerate(levels[:_LEVELS] if isinstance(levels, list) else ())
        if isinstance(level, dict)
    )
    return (
        f'<{prefix}abstractNum {prefix}abstractNumId="{number}">'
        f'<{prefix}multiLevelType {prefix}val="multilevel"/>{written}</{prefix}abstractNum>'
    )


def _level(story: Story, at: int, level: dict[str, Any]) -> str:
    prefix = story.prefix
    kind = level.get("format")
    align = {"start": "left", "end": "right", "center": "center"}.get(str(level.get("align")))
    children: dict[str, object] = {
        "start": measure.whole(level.get("start", 1)),
        "lvlRestart": None if level.get("restart") is None else measure.whole(level["restart"]),
        "numFmt": kind if kind in _FORMATS.split() else "decimal",
        "pStyle": level.get("style"),
        "isLgl": "1" if level.get("legal") else None,
        "suff": level.get("suffix") if level.get("suffix") in ("tab", "space", "nothing") else None,
        "lvlText": str(level.get("text", "")),
        "lvlJc": align if not story.strict else level.get("align", "start"),
    }
    children["lvlJc"] = children["lvlJc"] or "left"
    written = "".join(
        f'<{prefix}{name} {prefix}val="{attribute(children[name])}"/>'
        for name in LEVEL_ORDER
        if children.get(name) is not None
    )
    paragraph = measure.members(level.get("p"))
    properties = "".join(PARAGRAPH.children(story, paragraph, paragraph.get("rest"), None))
    run = "".join(run_children(story, measure.members(level.get("r")), None))
    written += f"<{prefix}pPr>{properties}</{prefix}pPr>" if properties else ""
    written += f"<{prefix}rPr>{run}</{prefix}rPr>" if run else ""
    return f'<{prefix}lvl {prefix}ilvl="{at}">{written}</{prefix}lvl>'
