"""How much of a package's stories survives in another: elements and attributes, strictly parsed."""

import re
from collections import Counter

from lxml import etree

from tests.formats.packages import unpack

_STORY = re.compile(
    r"(document(\.glossary)?\.main|header|footer|footnotes|endnotes|comments)\+xml$"
)
_QUIET = {"proofErr", "lastRenderedPageBreak", "noProof"}
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def content_types(parts: dict[str, bytes]) -> dict[str, str]:
    """Return the content type of every part."""
    root = strict(parts["[Content_Types].xml"])
    defaults = {
        element.get("Extension", "").lower(): element.get("ContentType", "")
        for element in root.iter(f"{_TYPES}Default")
    }
    overrides = {
        element.get("PartName", "").lstrip("/").lower(): element.get("ContentType", "")
        for element in root.iter(f"{_TYPES}Override")
    }
    return {
        name: overrides.get(name.lower()) or defaults.get(name.rpartition(".")[2].lower(), "")
        for name in parts
    }


def strict(data: bytes) -> etree._Element:
    """Parse without mercy."""
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, recover=False)
    return etree.fromstring(data, parser)


def story_elements(data: bytes) -> Counter[str]:
    """Count the elements of all stories by name."""
    parts = unpack(data)
    found: Counter[str] = Counter()
    for name, kind in content_types(parts).items():
        if _STORY.search(kind):
            for element in strict(parts[name]).iter(etree.Element):
                if str(element.tag).rpartition("}")[2] not in _QUIET:
                    found[str(element.tag)] += 1
    return found


def recall(before: Counter[str], after: Counter[str]) -> float:
    """Return the share of elements that are still there."""
    total = sum(before.values())
    return sum((before & after).values()) / total if total else 1.0


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """Name the parts that differ, are missing or are new."""
    old, new = unpack(before), unpack(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
