"""The node tree of a text document, its normal form, and the check against `schema.json`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from tongwen.kinds.text.overlap import mark_hash

Attributes = dict[str, Any]
Marks = dict[str, Attributes]

DEEPEST = 100  # levels of nested nodes; deeper content is not read


@dataclass(slots=True)
class Text:
    """A stretch of characters with the same marks: mark name to all its attributes."""

    text: str
    marks: Marks = field(default_factory=dict)


@dataclass(slots=True)
class Node:
    """A block or an inline atom: its type, its attributes without defaults, its content."""

    type: str
    attrs: Attributes = field(default_factory=dict)
    content: "list[Node | Text]" = field(default_factory=list)

    @property
    def children(self) -> "list[Node]":
        """The nodes in the content, without the texts."""
        return [child for child in self.content if isinstance(child, Node)]


Content = Node | Text


@cache
def schema() -> dict[str, Any]:
    """Return `schema.json`."""
    loaded: dict[str, Any] = json.loads(
        files("tongwen.kinds.text").joinpath("schema.json").read_text("utf-8")
    )
    return loaded


@cache
def version() -> int:
    """Return the number that a page must know to edit a document."""
    return int(schema()["version"])


@cache
def node_defaults(kind: str) -> Mapping[str, Any]:
    """Return the attributes of a node type with their defaults; empty for an unknown type."""
    attributes: Mapping[str, Any] = schema()["nodes"].get(kind, {}).get("attrs", {})
    return attributes


@cache
def mark_defaults(name: str) -> Mapping[str, Any]:
    """Return the attributes of a mark with their defaults; empty for an unknown mark."""
    attributes: Mapping[str, Any] = schema()["marks"].get(name, {}).get("attrs", {})
    return attributes


@cache
def overlaps(name: str) -> bool:
    """Whether a text may carry several marks of this name (`ins`, `del`)."""
    return bool(schema()["marks"].get(name, {}).get("excludes") == "")


def is_atom(kind: str) -> bool:
    """Whether nodes of this type have no content of their own."""
    return bool(schema()["nodes"].get(kind, {}).get("atom"))


def is_inline(kind: str) -> bool:
    """Whether nodes of this type stand among characters."""
    return bool(schema()["nodes"].get(kind, {}).get("inline"))


def value(given: Any) -> Any:
    """Bring one value into normal form: whole numbers are integers, objects drop nulls."""
    if isinstance(given, float):
        return int(given) if given.is_integer() else given
    if isinstance(given, dict):
        return {key: value(item) for key, item in given.items() if item is not None}
    if isinstance(given, (list, tuple)):
        return [value(item) for item in given]
    return given


def node_attributes(kind: str, given: Mapping[str, Any]) -> Attributes:
    """Bring the attributes of a node into normal form: null and default ones are absent."""
    defaults = node_defaults(kind)
    result = {}
    for key, item in given.items():
        normal = value(item)
        if normal is not None and normal != defaults.get(key):
            result[key] = normal
    return result


def mark_attributes(name: str, given: Any) -> Attributes:
    """Bring the attributes of a mark into normal form: all of them, defaults included."""
    attributes = dict(mark_defaults(name))
    if isinstance(given, Mapping):
        for key, item in given.items():
            if item is not None:
                attributes[key] = value(item)
    return attributes


def mark_name(key: str) -> str:
    """Return the mark that a text attribute names: `ins--a1b2c3d4` is `ins`."""
    name, dashes, _ = key.rpartition("--")
    return name if dashes and len(key) - len(name) == 10 else key


def marks(given: Mapping[str, Any]) -> Marks:
    """Bring the attributes of a shared text into normal form.

    One mark of a name is kept under its name; further ones, where marks overlap, under
    `name--hash` in the order of their hashes.
    """
    result: Marks = {}
    several: dict[str, list[Attributes]] = {}
    for key, item in given.items():
        if item is None:
            continue
        name = mark_name(key)
        attributes = mark_attributes(name, item)
        if overlaps(name):
            several.setdefault(name, []).append(attributes)
        else:
            result[name] = attributes
    for name, found in several.items():
        hashed = sorted((mark_hash(name, attributes), at) for at, attributes in enumerate(found))
        result[name] = found[hashed[0][1]]
        for digest, at in hashed[1:]:
            result[f"{name}--{digest}"] = found[at]
    return result


def normalise(nodes: Sequence[Content]) -> list[Content]:
    """Bring content into normal form: attributes, marks, joined texts, no empty texts."""
    result: list[Content] = []
    for node in nodes:
        if isinstance(node, Node):
            kind = node.type
            result.append(Node(kind, node_attributes(kind, node.attrs), normalise(node.content)))
        else:
            append_text(result, node.text, marks(node.marks))
    return result


def append_text(content: list[Content], text: str, carried: Marks) -> None:
    """Add characters, joining them to the last text when the marks are the same."""
    if not text:
        return
    last = content[-1] if content else None
    if isinstance(last, Text) and last.marks == carried:
        content[-1] = Text(last.text + text, last.marks)
    else:
        content.append(Text(text, carried))


def plain(node: Content) -> str:
    """Return the characters a reader sees in a node: texts, and the text of atoms."""
    if isinstance(node, Text):
        return node.text
    if node.type in ("raw", "raw_block"):
        return str(node.attrs.get("text", ""))
    return "".join(plain(child) for child in node.content)


def walk(nodes: Sequence[Content]) -> Iterator[Node]:
    """Yield every node, parents before their children, in document order."""
    for node in nodes:
        if isinstance(node, Node):
            yield node
            yield from walk(node.content)


def from_json(given: Mapping[str, Any]) -> Content:
    """Read a node from ProseMirror's JSON form (`type`, `attrs`, `content`, `marks`, `text`)."""
    if given["type"] == "text":
        carried: dict[str, Any] = {}
        for mark in given.get("marks", ()):
            attributes = mark_attributes(mark["type"], mark.get("attrs"))
            key = mark["type"]
            if key in carried and overlaps(key):
                key = f"{key}--{mark_hash(key, attributes)}"
            carried[key] = attributes
        return Text(given["text"], marks(carried))
    content = [from_json(child) for child in given.get("content", ())]
    return Node(given["type"], dict(given.get("attrs", {})), content)


def to_json(node: Content) -> dict[str, Any]:
    """Write a node in ProseMirror's JSON form, in normal form: marks in the schema's order."""
    if isinstance(node, Text):
        result: dict[str, Any] = {"type": "text", "text": node.text}
        if node.marks:
            order = list(schema()["marks"])
            names = sorted(node.marks, key=lambda key: (_rank(order, mark_name(key)), key))
            result["marks"] = [{"type": mark_name(key), "attrs": node.marks[key]} for key in names]
        return result
    result = {"type": node.type}
    if node.attrs:
        result["attrs"] = node.attrs
    if node.content:
        result["content"] = [to_json(child) for child in node.content]
    return result


def _rank(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def problems(nodes: Sequence[Content], inside: str = "doc") -> list[str]:
    """Name what the schema does not allow: unknown types, attributes, marks, wrong places.

    An empty list means that a page of this schema version can build every node; y-prosemirror
    deletes from the shared document what it cannot build, so nothing else may be written.
    """
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Text):
            found += _text_problems(node, inside)
            continue
        specification = schema()["nodes"].get(node.type)
        if specification is None:
            found.append(f"unknown node {node.type}")
            continue
        if not _allowed(node.type, specification, inside):
            found.append(f"{node.type} inside {inside}")
        found += [
            f"unknown attribute {key} of {node.type}"
            for key in node.attrs
            if key not in specification.get("attrs", {})
        ]
        found += problems(node.content, node.type)
    return found


def _allowed(kind: str, specification: Mapping[str, Any], inside: str) -> bool:
    wanted = schema()["nodes"][inside].get("content", "").rstrip("*+?")
    return bool(wanted) and (wanted == kind or wanted == specification.get("group"))


def _text_problems(node: Text, inside: str) -> list[str]:
    found = [] if inside == "paragraph" else [f"text inside {inside}"]
    for key, attributes in node.marks.items():
        name = mark_name(key)
        known = schema()["marks"].get(name)
        if known is None:
            found.append(f"unknown mark {name}")
            continue
        found += [
            f"unknown attribute {attribute} of mark {name}"
            for attribute in attributes
            if attribute not in known["attrs"]
        ]
    return found
