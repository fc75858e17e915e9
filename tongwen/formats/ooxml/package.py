"""An Open Packaging package: parts, content types, relationships (ECMA-376-2)."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from tongwen.core.errors import Invalid, TongwenError, Unsupported
from tongwen.formats.ooxml.archive import Archive
from tongwen.formats.ooxml.xml import attribute, is_utf8, parse, to_utf8

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_EMPTY_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)
_TAG_END = rb"""(?:[^>"']|"[^"]*"|'[^']*')*?(?:/>|>\s*</(?:[\w.-]+:)?%s\s*>)"""
_RELATIONSHIP = re.compile(rb"<(?:[\w.-]+:)?Relationship\s" + _TAG_END % b"Relationship")
_OVERRIDE = re.compile(
    rb"""<(?:[\w.-]+:)?Override\s(?=[^>]*?PartName\s*=\s*["']([^"']*)["'])"""
    + _TAG_END % b"Override"
)
_IDENTITY = re.compile(rb"""\sId\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to: `kind` is the last word of its type (`styles`, `hyperlink`).

    `target` is a part name, or, when `external`, what the file says.
    """

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """A package in memory, read part by part, whose changed copy keeps all other bytes.

    Raises:
        Invalid: `not-a-zip`, `part-missing`, `part-doubled`, `not-well-formed`, `xml-entities`.
        TooLarge: `zip-bomb`, `part-too-large`.
        Unsupported: `encrypted-file`, `legacy-file`.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(_COMPOUND_FILE):
            encrypted = "EncryptedPackage".encode("utf-16-le") in data
            raise Unsupported("encrypted-file" if encrypted else "legacy-file")
        self.archive = Archive(data)
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self._relationships: dict[str, dict[str, Relationship]] = {}
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        for element in parse(self.read(_CONTENT_TYPES), _CONTENT_TYPES):
            kind = element.get("ContentType", "")
            if element.get("PartName"):
                self._overrides[_plain(element.get("PartName", ""))] = kind
            else:
                self._defaults[element.get("Extension", "").lower()] = kind

    def __contains__(self, name: str) -> bool:
        if name in self._added:
            return True
        return name in self.archive and name.lower() not in self._removed

    def read(self, name: str) -> bytes:
        """Return an XML part in UTF-8, as it is now.

        Raises:
            Invalid: `part-missing`, `part-damaged`, `not-well-formed`.
            TooLarge: `part-too-large`.
        """
        return to_utf8(self.read_raw(name), name)

    def read_raw(self, name: str) -> bytes:
        """Return a part's bytes as they are now.

        Raises:
            Invalid: `part-missing`, `part-damaged`.
            TooLarge: `part-too-large`.
        """
        for parts in (self._changed, self._added):
            if name in parts:
                return parts[name]
        if name not in self.archive:
            raise Invalid("part-missing", part=name)
        return self.archive.read(name)

    def stream(self, name: str, most: int) -> Iterator[bytes]:
        """Return an XML part in UTF-8, as `read` does, piece by piece where it can.

        Raises:
            Invalid: `part-missing`, `part-damaged`, `not-well-formed`.
            TooLarge: `part-too-large`, it is over `most` bytes.
        """
        if name in self._changed or name in self._added or name not in self.archive:
            yield self.read(name)
            return
        pieces = self.archive.chunks(name, most)
        first = next(pieces, b"")
        if not is_utf8(first):
            yield to_utf8(first + b"".join(pieces), name)
            return
        yield first
        yield from pieces

    def content_type(self, name: str) -> str:
        """Return a part's content type, or an empty text (ECMA-376-2 §6.2.3)."""
        override = self._overrides.get(_plain(name))
        return override or self._defaults.get(name.rpartition(".")[2].lower(), "")

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return a part's relationships by id; of the package itself when `part` is empty.

        A part without relationships has none; so has one whose relationships are not XML.
        """
        if part not in self._relationships:
            self._relationships[part] = self._read_relationships(part)
        return self._relationships[part]

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part that `part` refers to as `kind` and that exists."""
        for relationship in self.relationships(part).values():
            inside = relationship.kind == kind and not relationship.external
            if inside and relationship.target in self:
                return relationship.target
        return None

    def main_part(self) -> str:
        """Return the name of the part that the package is about.

        Raises:
            Invalid: `part-missing`, `not-a-document`, or what is wrong with the relationships.
        """
        name = _relationships_name("")
        self._relationships[""] = self._parse_relationships("", self.read(name))
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument":
                if relationship.target not in self:
                    raise Invalid("part-missing", part=relationship.target)
                return relationship.target
        raise Invalid("not-a-document")

    def set(self, name: str, data: bytes) -> None:
        """Give an existing part other bytes."""
        if name in self._added:
            self._added[name] = data
        else:
            self._changed[name] = data

    def add(self, stem: str, extension: str, data: bytes, content_type: str) -> str:
        """Add a part `stem.extension`, numbered where the name is taken; return its name."""
        name, number = f"{stem}.{extension}", 1
        while name in self:
            number += 1
            name = f"{stem}{number}.{extension}"
        self._added[name] = data
        if self.content_type(name) != content_type:
            self._declare(name, content_type)
        return name

    def relate(
        self, part: str, kind: str, target: str, external: bool = False, base: str | None = None
    ) -> str:
        """Add a relationship from a part to a part or an external address; return its id.

        `base` is what stands before `kind` in its type, where that is not the standard's own.
        """
        known = self.relationships(part)
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        new = Relationship(f"rId{number}", kind, target, external)
        known[new.id] = new
        base = base or (_RELATIONSHIPS_STRICT if self.is_strict else _RELATIONSHIPS)
        mode = ' TargetMode="External"' if external else ""
        written = target if external else "/" + target
        element = (
            f'<Relationship Id="{new.id}" Type="{base}/{kind}"'
            f' Target="{attribute(written)}"{mode}/>'
        )
        name = _relationships_name(part)
        if name not in self:
            self._added[name] = _EMPTY_RELATIONSHIPS
        self.set(name, _insert_last(self.read(name), element, "Relationship"))
        return new.id

    def unrelate(self, part: str, identity: str) -> None:
        """Take away one relationship of a part; one that is not there is no error."""
        name = _relationships_name(part)
        if self.relationships(part).pop(identity, None) is None or name not in self:
            return
        data = self.read(name)
        for found in _RELATIONSHIP.finditer(data):
            if attribute(identity).encode("utf-8") == _identity(found.group()):
                self.set(name, data[: found.start()] + data[found.end() :])
                return

    def remove(self, part: str) -> None:
        """Take a part out, with its relationships and content type; others keep theirs to it."""
        for name in (part, _relationships_name(part)):
            if name in self._added:
                del self._added[name]
            elif name in self.archive:
                self._removed.add(name.lower())
            self._changed.pop(name, None)
        self._relationships.pop(part, None)
        if self._overrides.pop(_plain(part), None) is None:
            return
        data = self.read(_CONTENT_TYPES)
        for found in _OVERRIDE.finditer(data):
            if _plain(unquote(found.group(1).decode("utf-8", "replace"))) == _plain(part):
                self.set(_CONTENT_TYPES, data[: found.start()] + data[found.end() :])
                return

    @property
    def is_strict(self) -> bool:
        """Whether the package says of itself that it follows ISO/IEC 29500 Strict."""
        name = _relationships_name("")
        return name in self and b"purl.oclc.org" in self.read(name)

    def save(self) -> bytes:
        """Return the package; the very same bytes when nothing was set or added."""
        changed = {name: data for name, data in self._changed.items() if self._differs(name)}
        return self.archive.patched(changed, self._added, self._removed)

    def _differs(self, name: str) -> bool:
        return self.archive.read(name) != self._changed[name]

    def _declare(self, name: str, content_type: str) -> None:
        element = f'<Override PartName="/{attribute(name)}" ContentType="{content_type}"/>'
        self._overrides[_plain(name)] = content_type
        self.set(_CONTENT_TYPES, _insert_last(self.read(_CONTENT_TYPES), element, "Override"))

    def _read_relationships(self, part: str) -> dict[str, Relationship]:
        name = _relationships_name(part)
        if name not in self:
            return {}
        try:
            return self._parse_relationships(part, self.read(name))
        except TongwenError as error:
            if error.code in ("not-well-formed", "part-damaged"):
                return {}
            raise

    def _parse_relationships(self, part: str, data: bytes) -> dict[str, Relationship]:
        found: dict[str, Relationship] = {}
        for element in parse(data, _relationships_name(part)):
            if not isinstance(element.tag, str):
                continue
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            found[element.get("Id", "")] = Relationship(
                element.get("Id", ""),
                element.get("Type", "").rstrip("/").rpartition("/")[2],
                target if external else self._resolve(part, target),
                external,
            )
        return found

    def _resolve(self, part: str, target: str) -> str:
        """Return the part name that a target means, seen from `part` (ECMA-376-2 §6.2.2.4)."""
        path = target.replace("\\", "/").split("#")[0]
        if not path.startswith("/"):
            path = posixpath.join("/", posixpath.dirname(part), path)
        name = posixpath.normpath(path).lstrip("/")
        return name if name in self.archive else unquote(name)


def _relationships_name(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", file + ".rels")


def _identity(element: bytes) -> bytes | None:
    found = _IDENTITY.search(element)
    return None if found is None else found.group(1) or found.group(2)


def _plain(name: str) -> str:
    return name.lstrip("/").lower()


def _insert_last(data: bytes, element: str, like: str) -> bytes:
    """Insert an element before the end of the root, with the prefix that the root has."""
    root = etree.fromstring(data)
    prefix = f"{root.prefix}:" if root.prefix else ""
    text = element.replace(f"<{like} ", f"<{prefix}{like} ", 1).encode("utf-8")
    closing = data.rfind(b"</")
    if closing < 0:  # <Types/>: an empty root
        opening = data.rstrip().removesuffix(b"/>")
        name = f"{prefix}{etree.QName(root).localname}".encode()
        return opening + b">" + text + b"</" + name + b">"
    return data[:closing] + text + data[closing:]
