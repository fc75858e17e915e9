"""An XML part whose top-level children are replaced, added and removed; all other bytes stay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.ooxml.xml import attribute, parse

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"']+)\s*=\s*("[^"]*"|'[^']*')""")


@dataclass(slots=True, eq=False)
class Child:
    """A top-level child: its element, its name without prefix, and its bytes' place."""

    element: etree._Element
    name: str
    start: int
    stop: int
    new: bytes | None = None  # None: as it was
    appended: list[bytes] = field(default_factory=list)
    attributes: dict[str, str | None] = field(default_factory=dict)
    edited: bool = False  # its element was changed and is to be written anew


class PartPatch:
    """A part, parsed strictly, and what is to become of the children of its root.

    `order` is the schema's sequence of children's names: a new child goes before the first one
    that comes later in it. Output is the part's own bytes wherever nothing was asked for.

    Raises:
        Invalid: `not-well-formed`, `xml-entities`.
    """

    def __init__(self, data: bytes, part: str, order: Sequence[str] = ()) -> None:
        self.data = data
        self.root = parse(data, part)
        self.prefix = f"{self.root.prefix}:" if self.root.prefix else ""
        self._order = {name: index for index, name in enumerate(order)}
        places = _places(data, part)
        elements = [one for one in self.root if isinstance(one.tag, str)]
        if len(places) - 1 != len(elements):
            raise Invalid("not-well-formed", part=part)
        self._opening = places[0]
        self.children = [
            Child(element, etree.QName(element).localname, start, stop)
            for element, (start, stop) in zip(elements, places[1:], strict=True)
        ]
        self._inserted: dict[int, list[tuple[int, bytes]]] = {}
        self._root_attributes: dict[str, str | None] = {}
        self._declared: dict[str, str] = {}

    def all(self, name: str) -> list[Child]:
        """Return the children of a name that are in the root's namespace."""
        space = etree.QName(self.root).namespace
        return [
            child
            for child in self.children
            if child.name == name and etree.QName(child.element).namespace == space
        ]

    def first(self, name: str) -> Child | None:
        """Return the first child of a name."""
        found = self.all(name)
        return found[0] if found else None

    def replace(self, child: Child, new: bytes) -> None:
        """Give a child other bytes; none at all removes it."""
        child.new = new

    def put(self, name: str, new: bytes) -> None:
        """Replace the only child of a name, or insert it; none at all removes it."""
        child = self.first(name)
        if child is not None:
            self.replace(child, new)
        elif new:
            self.insert(name, new)

    def insert(self, name: str, new: bytes) -> None:
        """Insert a child where the schema wants it."""
        rank = self._order.get(name, len(self._order))
        place = len(self.children)
        for index, child in enumerate(self.children):
            if self._order.get(child.name, -1) > rank:
                place = index
                break
        self._inserted.setdefault(place, []).append((rank, new))

    def append(self, child: Child, new: bytes) -> None:
        """Add something before the end of a child."""
        child.appended.append(new)

    def set(self, child: Child, **attributes: str | None) -> None:
        """Set attributes of a child's own tag; None takes one away."""
        child.attributes.update(attributes)

    def declare(self, prefix: str, uri: str) -> str:
        """Return a prefix that means `uri` at the root, declared there when none does."""
        prefixes: dict[str | None, str] = {**self.root.nsmap, **self._declared}  # type: ignore[dict-item]
        for known, meaning in prefixes.items():
            if meaning == uri and known:
                return str(known)
        while prefix in self.root.nsmap or prefix in self._declared:
            prefix += "1"
        self._declared[prefix] = uri
        return prefix

    def written(self, element: etree._Element) -> bytes:
        """Return an element of this part in bytes, without what the root declares already."""
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        end = text.index(">") + 1
        head = text[:end]
        for prefix, uri in self.root.nsmap.items():
            name = f"xmlns:{prefix}" if prefix else "xmlns"
            head = head.replace(f' {name}="{attribute(uri)}"', "", 1)
        return (head + text[end:]).encode("utf-8")

    @property
    def changed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self._inserted or self._declared) or any(
            child.new is not None or child.appended or child.attributes or child.edited
            for child in self.children
        )

    def render(self) -> bytes:
        """Return the part."""
        start, stop = self._opening
        opening = self.data[start:stop]
        declared: dict[str, str | None] = {f"xmlns:{p}": uri for p, uri in self._declared.items()}
        pieces = [
            self.data[:start],
            with_attributes(opening, {**declared, **self._root_attributes}),
        ]
        at = stop
        if opening.endswith(b"/>") and self._inserted:  # an empty root gets an end
            pieces[1] = pieces[1][:-2] + b">"
            self._insert(0, pieces)
            pieces.append(b"</" + opening[1:].split()[0].rstrip(b"/>") + b">")
            return b"".join(pieces) + self.data[at:]
        for index, child in enumerate(self.children):
            pieces.append(self.data[at : child.start])
            self._insert(index, pieces)
            pieces.append(self._child(child))
            at = child.stop
        self._insert(len(self.children), pieces)
        pieces.append(self.data[at:])
        return b"".join(pieces)

    def _insert(self, index: int, pieces: list[bytes]) -> None:
        new = self._inserted.get(index, [])
        pieces += [data for _, data in sorted(new, key=lambda one: one[0])]

    def _child(self, child: Child) -> bytes:
        if child.new is not None:
            return child.new
        data = self.data[child.start : child.stop]
        if child.edited:
            data = self.written(child.element)
        if child.appended:
            data = append_inside(data, b"".join(child.appended))
        if child.attributes:
            tag = _TAG.match(data)
            if tag is not None:
                data = with_attributes(tag.group(), child.attributes) + data[tag.end() :]
        return data


def append_inside(element: bytes, new: bytes) -> bytes:
    """Add something before the end of an element given in bytes."""
    tag = _TAG.match(element)
    if tag is not None and tag.end() == len(element) and element.endswith(b"/>"):
        name = element[1:].split(None, 1)[0].rstrip(b"/>")
        return element[:-2].rstrip() + b">" + new + b"</" + name + b">"
    end = element.rindex(b"</")
    return element[:end] + new + element[end:]


def with_attributes(tag: bytes, attributes: Mapping[str, str | None]) -> bytes:
    """Return a start tag with some attributes set; None takes one away. Others stay as written."""
    for name, value in attributes.items():
        tag = _with_attribute(tag, name.encode(), value)
    return tag


def _with_attribute(tag: bytes, name: bytes, value: str | None) -> bytes:
    new = b"" if value is None else b' %s="%s"' % (name, attribute(value).encode("utf-8"))
    for found in _ATTRIBUTE.finditer(tag):
        if found.group(1) == name:
            return tag[: found.start()] + new + tag[found.end() :]
    if not new:
        return tag
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + new + tag[end:]


def _places(data: bytes, part: str) -> list[tuple[int, int]]:
    """Return the place of the root's start tag, then those of its children."""
    parser = expat.ParserCreate()
    places: list[tuple[int, int]] = []
    depth = 0
    empty = False

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, empty
        if depth < 2:  # expat does not say where a tag ends
            tag = _TAG.match(data, parser.CurrentByteIndex)
            if tag is None:
                raise Invalid("not-well-formed", part=part)
            places.append(tag.span())
            empty = tag.group().endswith(b"/>")
        depth += 1

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 1 and not empty:
            places[-1] = places[-1][0], data.index(b">", parser.CurrentByteIndex) + 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Invalid("not-well-formed", part=part, detail=str(error)) from error
    return places
