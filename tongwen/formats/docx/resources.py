"""What a story refers to outside itself: relationships, media, the numbers of its notes."""

from lxml import etree

from tongwen.formats.docx.names import local
from tongwen.formats.ooxml.package import Package


class Resources:
    """A part's relationships, and the count of the notes met so far, over one reading."""

    def __init__(self, package: Package, part: str) -> None:
        self.part = part
        self.package = package
        self._relationships = package.relationships(part)
        self._numbers: dict[etree._Element, str] = {}
        self._counts = {"footnoteReference": 0, "endnoteReference": 0}

    def address(self, rid: str | None) -> str | None:
        """Return the external address that a hyperlink's relationship names."""
        found = self._relationships.get(rid or "")
        return found.target if found is not None and found.external else None

    def media(self, rid: str | None) -> str:
        """Return the name of the part that holds an image, or an empty text."""
        found = self._relationships.get(rid or "")
        if found is None or found.external or found.target not in self.package:
            return ""
        return found.target

    def knows(self, rid: str) -> bool:
        """Whether the part has a relationship of that id."""
        return rid in self._relationships

    def note_number(self, reference: etree._Element) -> str:
        """Return the number of a footnote or endnote, counted through the document (§17.11)."""
        if reference not in self._numbers:
            name = local(reference)
            self._counts[name] += 1
            self._numbers[reference] = str(self._counts[name])
        return self._numbers[reference]
