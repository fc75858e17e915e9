"""What styles and lists say about a paragraph: heading level, list marker."""

from collections.abc import Mapping
from typing import Any

from tongwen.kinds.text.model import Node

_LONGEST_CHAIN = 20  # styles based on one another; more is a loop
_DEEPEST_HEADING = 9


def heading_level(paragraph: Node, styles: Mapping[str, Any]) -> int | None:
    """Return 1 to 9 for a heading, 0 for a title, None for other paragraphs."""
    own = paragraph.attrs.get("outline")
    if isinstance(own, int) and 0 <= own < _DEEPEST_HEADING:
        return own + 1
    identity = paragraph.attrs.get("style")
    for _ in range(_LONGEST_CHAIN):
        style = styles.get(identity) if isinstance(identity, str) else None
        if not isinstance(style, Mapping):
            return None
        level = _level_of(style)
        if level is not None:
            return level
        identity = style.get("basedOn")
    return None


def _level_of(style: Mapping[str, Any]) -> int | None:
    properties = style.get("p")
    outline = properties.get("outline") if isinstance(properties, Mapping) else None
    if isinstance(outline, int) and 0 <= outline < _DEEPEST_HEADING:
        return outline + 1
    name = str(style.get("name", "")).lower()
    if name == "title":
        return 0
    head, _, number = name.rpartition(" ")
    return int(number) if head == "heading" and number in tuple("123456789") else None


def list_level(
    paragraph: Node, styles: Mapping[str, Any], numbering: Mapping[str, Any]
) -> tuple[int, bool] | None:
    """Return a list paragraph's level (from 0) and whether it is numbered; None for others."""
    given = paragraph.attrs.get("num")
    if given is None:
        style = styles.get(str(paragraph.attrs.get("style", "")))
        properties = style.get("p") if isinstance(style, Mapping) else None
        given = properties.get("num") if isinstance(properties, Mapping) else None
    if not isinstance(given, Mapping) or str(given.get("id")) not in numbering:
        return None
    level = given.get("level", 0)
    level = level if isinstance(level, int) else 0
    definition = numbering[str(given.get("id"))]
    levels = definition.get("levels", []) if isinstance(definition, Mapping) else []
    found = levels[level] if 0 <= level < len(levels) else {}
    kind = found.get("format") if isinstance(found, Mapping) else None
    return None if kind == "none" else (level, kind != "bullet")
