"""Property bags (`w:pPr`, `w:rPr`, `w:tblPr` …): children to values, and back.

A child is either stood for by a value or kept as raw XML in the rest. When a bag is rebuilt, a
child whose value did not change is copied as it was; a changed one keeps what its value does not
say.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.docx import measure
from tongwen.formats.docx.names import local
from tongwen.formats.docx.story import Story
from tongwen.formats.ooxml.xml import attribute

Values = dict[str, Any]
Reader = Callable[[etree._Element, str], Any]
Writer = Callable[[Any, "Target"], str | None]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a child is written: its story, and the element it replaces, if any."""

    story: Story
    name: str
    original: etree._Element | None

    def element(
        self, attributes: Mapping[str, object], children: str = "", name: str | None = None
    ) -> str:
        """Write the child with `w:` attributes; None leaves an attribute out.

        What the replaced element says beyond `attributes` stays.
        """
        story = self.story
        tag = f"{story.prefix}{name or self.name}"
        kept = ""
        if self.original is not None and name is None:
            kept = self._kept(attributes)
        written = "".join(
            f' {story.prefix}{key}="{attribute(item)}"'
            for key, item in attributes.items()
            if isinstance(item, (str, int, float))
        )
        if children:
            return f"<{tag}{written}{kept}>{children}</{tag}>"
        return f"<{tag}{written}{kept}/>"

    def _kept(self, attributes: Mapping[str, object]) -> str:
        story, kept = self.story, ""
        assert self.original is not None
        for key, item in self.original.attrib.items():
            name = etree.QName(key)
            if name.namespace == story.namespace:
                if name.localname not in attributes:
                    kept += f' {story.prefix}{name.localname}="{attribute(item)}"'
            elif name.namespace is not None:
                kept += (
                    f' {story.prefix_of(name.namespace, "n")}{name.localname}="{attribute(item)}"'
                )
        return kept


@dataclass(frozen=True, slots=True)
class Codec:
    """How one child element and one value stand for each other."""

    name: str
    value: str
    read: Reader
    write: Writer


@dataclass(slots=True)
class Projection:
    """A bag in values: what stands for which child, and the raw rest."""

    values: Values
    sources: dict[str, etree._Element]
    rest: list[etree._Element]
    raw: str


class Bag:
    """The codecs of one kind of property bag and the order of its children."""

    def __init__(self, codecs: Sequence[Codec], order: Sequence[str]) -> None:
        self.by_name = {codec.name: codec for codec in codecs}
        self.by_value = {codec.value: codec for codec in codecs}
        self.rank = {name: at for at, name in enumerate(order)}

    def project(
        self, bag: etree._Element | None, story: Story, left_out: Sequence[str] = ()
    ) -> Projection:
        """Read a bag. Children named in `left_out` are neither values nor rest."""
        projection = Projection({}, {}, [], "")
        w = story.w
        for child in bag if bag is not None else ():
            tag = child.tag
            if not isinstance(tag, str):
                continue
            name = tag.rpartition("}")[2]
            codec = self.by_name.get(name) if tag.startswith(w) else None
            if name in left_out and tag.startswith(w):
                continue
            found = codec.read(child, w) if codec and codec.value not in projection.values else None
            if codec is None or found is None or found == {} or found == []:
                projection.rest.append(child)
            else:
                projection.values[codec.value] = found
                projection.sources[codec.value] = child
        projection.raw = "".join(story.raw(child) for child in projection.rest)
        return projection

    def children(
        self, story: Story, values: Mapping[str, Any], rest: Any, before: Projection | None
    ) -> list[str]:
        """Write the children for `values` and the raw `rest`, in the order the schema demands."""
        written: list[tuple[int, str]] = []
        for key, codec in self.by_value.items():
            wanted = values.get(key)
            source = before.sources.get(key) if before else None
            if wanted is None:
                continue
            if source is not None and before is not None and before.values[key] == wanted:
                text: str | None = story.raw(source)
            else:
                text = codec.write(wanted, Target(story, codec.name, source))
            if text:
                written.append((self.rank[codec.name], text))
        written += self._rest(story, rest, before)
        written.sort(key=lambda item: item[0])
        return [text for _, text in written]

    def _rest(self, story: Story, rest: Any, before: Projection | None) -> list[tuple[int, str]]:
        if before is not None and (rest or "") == before.raw:
            elements = before.rest
        elif isinstance(rest, str) and rest:
            try:
                elements = story.parse_raw(rest)
            except Invalid:
                elements = []
        else:
            elements = []
        last = len(self.rank)
        return [(self.rank.get(local(element), last), story.raw(element)) for element in elements]


def flag(name: str, value: str) -> Codec:
    """An on/off child: true, false, or absent for inherited."""

    def read(element: etree._Element, w: str) -> bool:
        return measure.truth(element.get(f"{w}val"))

    def write(given: Any, target: Target) -> str:
        return target.element({"val": None if given else "0"})

    return Codec(name, value, read, write)


def word(name: str, value: str, read_as: Callable[[str | None], Any] | None = None) -> Codec:
    """A child with one `w:val`."""

    def read(element: etree._Element, w: str) -> Any:
        text = element.get(f"{w}val")
        return read_as(text) if read_as else text

    def write(given: Any, target: Target) -> str | None:
        return target.element({"val": given}) if isinstance(given, (str, int, float)) else None

    return Codec(name, value, read, write)


@dataclass(frozen=True, slots=True)
class Field:
    """A member of an object value and the attribute it comes from, under its possible names."""

    key: str
    names: tuple[str, ...]
    read: Callable[[str | None], Any]


def number(key: str, *names: str) -> Field:
    """A member that is a length or a whole number."""
    return Field(key, names or (key,), measure.twips)


def text(key: str, *names: str) -> Field:
    """A member that is text."""
    return Field(key, names or (key,), lambda given: given)


def yes(key: str, *names: str) -> Field:
    """A member that is on or off."""
    return Field(key, names or (key,), measure.truth)


def read_fields(element: etree._Element, w: str, fields: Sequence[Field]) -> Values:
    """Read an object from an element's attributes; the first of a field's names counts."""
    found: Values = {}
    attributes = element.attrib
    for field in fields:
        for name in field.names:
            given = attributes.get(f"{w}{name}")
            if given is not None:
                read = field.read(given)
                if read is not None:
                    found[field.key] = read
                break
    return found


def field_attributes(given: Any, fields: Sequence[Field], target: Target) -> dict[str, object]:
    """Return the attributes that stand for an object, under the names that are in use."""
    members = measure.members(given)
    attributes: dict[str, object] = {}
    for field in fields:
        item = members.get(field.key)
        if isinstance(item, bool):
            item = "1" if item else "0"
        elif not isinstance(item, (str, int, float)):
            item = None
        for name in field.names:
            attributes[name] = None
        attributes[_name_in_use(field, target)] = item
    return attributes


def _name_in_use(field: Field, target: Target) -> str:
    if target.original is not None:
        for name in field.names:
            if target.original.get(f"{target.story.w}{name}") is not None:
                return name
    strict_first = len(field.names) == 1 or target.story.strict
    return field.names[0] if strict_first else field.names[1]


def record(name: str, value: str, *fields: Field) -> Codec:
    """A child whose attributes make an object."""

    def read(element: etree._Element, w: str) -> Values:
        return read_fields(element, w, fields)

    def write(given: Any, target: Target) -> str | None:
        attributes = field_attributes(given, fields, target)
        return target.element(attributes) if any(attributes.values()) or given else None

    return Codec(name, value, read, write)


def records(name: str, value: str, keys: Mapping[str, str], *fields: Field) -> Codec:
    """A child whose own children make an object of objects (borders, margins).

    `keys` maps element names to members; a member under two names is written under the later
    one in Transitional parts, the earlier one in Strict parts.
    """
    names: dict[str, list[str]] = {}
    for child_name, key in keys.items():
        names.setdefault(key, []).append(child_name)

    def read(element: etree._Element, w: str) -> Values:
        found: Values = {}
        for child in element.iterchildren(etree.Element):
            key = keys.get(local(child))
            members = read_fields(child, w, fields) if key else {}
            if key and members and key not in found:
                found[key] = members
        return found

    def write(given: Any, target: Target) -> str | None:
        children = ""
        before = _children_by_key(target, keys)
        for key, known in names.items():
            item = measure.members(given).get(key)
            child = before.get(key)
            wish = known[0] if target.story.strict else known[-1]
            child_target = Target(target.story, local(child) if child is not None else wish, child)
            if isinstance(item, dict) and item:
                children += child_target.element(field_attributes(item, fields, child_target))
        return target.element({}, children) if children else None

    return Codec(name, value, read, write)


def _children_by_key(target: Target, keys: Mapping[str, str]) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for child in target.original if target.original is not None else ():
        key = keys.get(local(child))
        if key:
            found.setdefault(key, child)
    return found
