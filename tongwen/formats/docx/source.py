"""A DOCX package as it was stored: its stories, styles, lists and settings, read once."""

from functools import cached_property
from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.docx import measure
from tongwen.formats.docx.blocks import BlockReader
from tongwen.formats.docx.names import local
from tongwen.formats.docx.numbering import read_numbering
from tongwen.formats.docx.resources import Resources
from tongwen.formats.docx.section import read_section
from tongwen.formats.docx.story import Story
from tongwen.formats.docx.styles import read_defaults, read_styles
from tongwen.formats.docx.theme import read_theme
from tongwen.formats.ooxml.package import Package
from tongwen.kinds.text import model
from tongwen.kinds.text.model import Content

_TAB_STOP = 720  # twips, §17.15.1.25


class SourceStory:
    """A story with its reader and what the reader made of it."""

    def __init__(self, story: Story, package: Package) -> None:
        self.story = story
        self.resources = Resources(package, story.part)
        self.reader = BlockReader(story, self.resources)
        self.nodes: list[Content] = self.reader.blocks(story.container)


class Source:
    """A stored package, read.

    Raises:
        Invalid, TooLarge, Unsupported: what is wrong with the package or its main part.
    """

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        self.main_part = self.package.main_part()
        self.body = SourceStory(
            Story(self.main_part, self.package.read(self.main_part), "body"), self.package
        )

    @cached_property
    def margins(self) -> dict[str, SourceStory]:
        """Headers and footers by fragment name (`header:rId7`); broken ones are left out."""
        found: dict[str, SourceStory] = {}
        for relationship in self.package.relationships(self.main_part).values():
            usable = not relationship.external and relationship.target in self.package
            if relationship.kind in ("header", "footer") and usable:
                story = self.story(relationship.target)
                if story is not None:
                    found[f"{relationship.kind}:{relationship.id}"] = story
        return found

    def story(self, part: str) -> SourceStory | None:
        """Read a further story; None when it is damaged, and then it is carried as it is."""
        try:
            return SourceStory(Story(part, self.package.read(part)), self.package)
        except TongwenError:
            return None

    def side_part(self, kind: str) -> Story | None:
        """Return a part beside the main part, such as `styles`, when it is there and readable."""
        name = self.package.related(self.main_part, kind)
        if name is None:
            return None
        try:
            return Story(name, self.package.read(name))
        except TongwenError:
            return None

    @cached_property
    def styles_part(self) -> Story | None:
        """The styles part."""
        return self.side_part("styles")

    @cached_property
    def styles(self) -> dict[str, dict[str, Any]]:
        """The `styles` map."""
        story = self.styles_part
        return plain_json(read_styles(story.root, story)) if story else {}

    @cached_property
    def numbering_part(self) -> Story | None:
        """The numbering part."""
        return self.side_part("numbering")

    @cached_property
    def numbering(self) -> dict[str, dict[str, Any]]:
        """The `numbering` map."""
        story = self.numbering_part
        return plain_json(read_numbering(story.root, story)) if story else {}

    @cached_property
    def last_section(self) -> etree._Element | None:
        """The section properties at the end of the body."""
        children = list(self.body.story.container.iterchildren(etree.Element))
        return children[-1] if children and local(children[-1]) == "sectPr" else None

    @cached_property
    def section(self) -> dict[str, Any]:
        """The last section."""
        found = self.last_section
        return {} if found is None else plain_json(read_section(found, self.body.story))

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The `settings` map."""
        styles = self.styles_part
        found: dict[str, Any] = {
            "schema": model.version(),
            "section": self.section,
            "defaults": read_defaults(styles.root, styles) if styles else {"p": {}, "r": {}},
            "fonts": {},
            "colors": {},
            "tabStop": _TAB_STOP,
            "evenAndOddHeaders": False,
            "notes": self._notes(),
        }
        found |= read_theme(self.package, self.main_part)
        found |= self._part_settings()
        normal: dict[str, Any] = plain_json(found)
        return normal

    def _part_settings(self) -> dict[str, Any]:
        story = self.side_part("settings")
        if story is None:
            return {}
        found: dict[str, Any] = {}
        stop = story.root.find(f"{story.w}defaultTabStop")
        amount = None if stop is None else measure.twips(stop.get(f"{story.w}val"))
        if amount is not None:
            found["tabStop"] = amount
        even = story.root.find(f"{story.w}evenAndOddHeaders")
        if even is not None:
            found["evenAndOddHeaders"] = measure.truth(even.get(f"{story.w}val"))
        return found

    def _notes(self) -> dict[str, dict[str, str]]:
        """Return the text of every footnote and endnote by id."""
        notes: dict[str, dict[str, str]] = {}
        for kind in ("footnotes", "endnotes"):
            story = self.side_part(kind)
            if story is None:
                continue
            w = story.w
            notes[kind] = {
                element.get(f"{w}id", ""): "".join(
                    text.text or "" for text in element.iter(f"{w}t")
                ).strip()
                for element in story.root.iterchildren(etree.Element)
                if element.get(f"{w}type") in (None, "normal")
            }
        return notes


def plain_json(given: Any) -> Any:
    """Return a value as it comes back from a live document, in normal form."""
    return model.value(given)
