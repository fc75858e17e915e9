"""The node tree in a live document, laid out as y-prosemirror 1.3 reads and writes it."""

from collections.abc import Sequence
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from tongwen.kinds.text import model
from tongwen.kinds.text.model import DEEPEST, Content, Marks, Node, Text
from tongwen.kinds.text.overlap import mark_hash

Parent = XmlFragment | XmlElement


def read(parent: Parent, depth: int = 0) -> list[Content]:
    """Return the content of a fragment or element in normal form."""
    result: list[Content] = []
    for child in parent.children:
        if isinstance(child, XmlText):
            for piece, given in child.diff():
                if isinstance(piece, str):
                    carried = model.marks(given) if given else {}
                    model.append_text(result, piece, carried)
        elif isinstance(child, XmlElement) and child.tag is not None and depth < DEEPEST:
            result.append(read_node(child, depth))
    return result


def read_node(element: XmlElement, depth: int = 0) -> Node:
    """Return one element in normal form."""
    kind = element.tag or ""
    attributes = model.node_attributes(kind, dict(element.attributes))  # type: ignore[call-overload]
    return Node(kind, attributes, read(element, depth + 1))


def write(parent: Parent, nodes: Sequence[Content], at: int | None = None) -> None:
    """Insert nodes into a fragment or element, at the end unless told, in one transaction."""
    place = len(parent.children) if at is None else at
    with parent.doc.transaction():
        for group in grouped(nodes):
            if isinstance(group, Node):
                element = XmlElement(group.type)
                parent.children.insert(place, element)
                for key, item in group.attrs.items():
                    element.attributes[key] = item
                if group.content:
                    write(element, group.content, 0)
            else:
                text = XmlText()
                parent.children.insert(place, text)
                write_text(text, group)
            place += 1


def write_text(text: XmlText, pieces: Sequence[Text]) -> None:
    """Fill an empty shared text with pieces.

    From the last to the first, always at the start: finding a later place takes time that grows
    with what stands before it, and a hostile paragraph may have 100,000 runs.
    """
    for piece in reversed(pieces):
        text.insert(0, piece.text, shared_marks(piece.marks))


def grouped(nodes: Sequence[Content]) -> list[Node | list[Text]]:
    """Gather neighbouring texts, which share one XmlText."""
    result: list[Node | list[Text]] = []
    for node in nodes:
        if isinstance(node, Node):
            result.append(node)
        elif not node.text:
            continue
        elif result and isinstance(result[-1], list):
            result[-1].append(node)
        else:
            result.append([node])
    return result


def shared_marks(carried: Marks) -> dict[str, Any]:
    """Return marks as text attributes: those that may overlap are named by their hash."""
    result: dict[str, Any] = {}
    for key, attributes in carried.items():
        name = model.mark_name(key)
        if model.overlaps(name):
            key = f"{name}--{mark_hash(name, attributes)}"
        result[key] = attributes
    return result
