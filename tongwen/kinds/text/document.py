"""A text document for programs: opened from a file, or live in a session, the same class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pycrdt import XmlElement, XmlFragment

from tongwen import ydoc
from tongwen.core.errors import Unsupported
from tongwen.kinds.text import model
from tongwen.kinds.text.markdown import MarkdownWriter, plain_text
from tongwen.kinds.text.model import Content, Node, Text
from tongwen.kinds.text.paragraph import Paragraph
from tongwen.kinds.text.shared import read, write
from tongwen.kinds.text.table import Table
from tongwen.kinds.text.words import count_words


class PackageWriter(Protocol):
    """Writes a live document into the file it came from."""

    def __call__(self, state: bytes) -> bytes:
        """Return the file with the content of `state`."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a text was found: `paragraph.text[start:stop]`."""

    paragraph: Paragraph
    start: int
    stop: int


class TextDocument:
    """A text document over a live (CRDT) document. Every edit is seen by others in the session."""

    def __init__(self, doc: ydoc.SharedDoc, writer: PackageWriter | None = None) -> None:
        self._doc = doc
        self._writer = writer

    @property
    def doc(self) -> ydoc.SharedDoc:
        """The live document itself."""
        return self._doc

    @property
    def body(self) -> XmlFragment:
        """The shared tree of the body."""
        return ydoc.root_fragment(self._doc, "body")

    @property
    def nodes(self) -> list[Content]:
        """The body as a node tree, in normal form."""
        return read(self.body)

    @property
    def styles(self) -> Mapping[str, Any]:
        """The styles by id."""
        return self._map("styles")

    @property
    def numbering(self) -> Mapping[str, Any]:
        """The lists by id."""
        return self._map("numbering")

    @property
    def settings(self) -> Mapping[str, Any]:
        """Page, defaults, theme."""
        return self._map("settings")

    def _map(self, name: str) -> Mapping[str, Any]:
        found: dict[str, Any] = model.value(ydoc.root_map(self._doc, name).to_py() or {})
        return found

    # -- paragraphs and tables ---------------------------------------------------------------

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs of the body in order, without those in tables."""
        return self.paragraphs_of(self.body)

    def paragraphs_of(self, parent: XmlFragment | XmlElement) -> list[Paragraph]:
        """Return the paragraphs of a part of the document, without those in tables inside it."""
        return [
            Paragraph(element, self)
            for element in _elements(parent, ("container",))
            if element.tag == "paragraph"
        ]

    @property
    def all_paragraphs(self) -> list[Paragraph]:
        """All paragraphs of the body in order, those in tables too."""
        return [
            Paragraph(element, self)
            for element in _elements(self.body, ("container", "table", "table_row", "table_cell"))
            if element.tag == "paragraph"
        ]

    @property
    def tables(self) -> list[Table]:
        """The tables of the body in order, without those inside other tables."""
        return [
            Table(element, self)
            for element in _elements(self.body, ("container",))
            if element.tag == "table"
        ]

    def insert_paragraph(
        self, where: int | Paragraph, text: str = "", style: str | None = None
    ) -> Paragraph:
        """Insert a paragraph: before the one with that index, or after a given one; return it.

        Raises:
            IndexError: there is no such place.
            KeyError: there is no style of that id or name.
        """
        attributes = {"style": self.style_id(style)} if style else {}
        node = Node("paragraph", attributes, [Text(text)] if text else [])
        with self._doc.transaction():
            parent, place = self._insertion_place(where)
            write(parent, [node], place)
            element = parent.children[place]
        assert isinstance(element, XmlElement)
        return Paragraph(element, self)

    def add_paragraph(self, text: str = "", style: str | None = None) -> Paragraph:
        """Insert a paragraph at the end; return it."""
        return self.insert_paragraph(len(self.paragraphs), text, style)

    def remove(self, paragraph: Paragraph) -> None:
        """Take a paragraph out of the document."""
        with self._doc.transaction():
            parent, place = _place_of(paragraph.element)
            del parent.children[place]

    def _insertion_place(self, where: int | Paragraph) -> tuple[XmlFragment | XmlElement, int]:
        if isinstance(where, Paragraph):
            parent, place = _place_of(where.element)
            return parent, place + 1
        paragraphs = self.paragraphs
        if where == len(paragraphs):
            return self.body, len(self.body.children)
        if not 0 <= where < len(paragraphs):
            raise IndexError(f"there are {len(paragraphs)} paragraphs, no place {where}")
        return _place_of(paragraphs[where].element)

    def style_id(self, name: str) -> str:
        """Return the id of a style given by id or, whatever its case, by name.

        Raises:
            KeyError: there is none.
        """
        styles = self.styles
        if name in styles:
            return name
        for identity, style in styles.items():
            if str(style.get("name", "")).lower() == name.lower():
                return identity
        raise KeyError(f"there is no style {name!r}")

    # -- text --------------------------------------------------------------------------------

    def find(self, text: str) -> list[Match]:
        """Return every place where a text stands, tables included, without overlaps."""
        found: list[Match] = []
        for paragraph in self.all_paragraphs if text else ():
            characters = paragraph.text
            at = characters.find(text)
            while at >= 0:
                found.append(Match(paragraph, at, at + len(text)))
                at = characters.find(text, at + len(text))
        return found

    def replace(self, text: str, by: str) -> int:
        """Replace a text everywhere and return how often; the new text looks like the old."""
        found = self.find(text)
        with self._doc.transaction():
            for match in reversed(found):
                match.paragraph.insert(match.stop, by)
                match.paragraph.delete(match.start, match.stop)
        return len(found)

    def words(self) -> int:
        """Count the words: Han characters, Tibetan syllables, words of other scripts."""
        return count_words(self.to_text())

    def to_text(self) -> str:
        """Return the body as plain text, a line for each paragraph."""
        return plain_text(self.nodes)

    def to_markdown(self) -> str:
        """Return the body as Markdown: headings, lists, tables, links, bold, italic, strike."""
        return MarkdownWriter(self.styles, self.numbering).write(self.nodes)

    # -- file --------------------------------------------------------------------------------

    def state(self) -> bytes:
        """Return the whole live document as one update."""
        return ydoc.encode(self._doc)

    def to_bytes(self) -> bytes:
        """Return the file: what nobody changed is byte for byte as it was.

        Raises:
            Unsupported: `not-saveable`, the document did not come from a file.
        """
        if self._writer is None:
            raise Unsupported("not-saveable")
        return self._writer(self.state())

    def save(self, path: str | Path) -> None:
        """Write the file to a path; see `to_bytes`."""
        Path(path).write_bytes(self.to_bytes())


def _elements(
    parent: XmlFragment | XmlElement, through: tuple[str, ...], depth: int = 0
) -> Iterator[XmlElement]:
    """Yield the elements inside a parent, looking into those named in `through`."""
    for child in parent.children:
        if isinstance(child, XmlElement):
            yield child
            if child.tag in through and depth < model.DEEPEST:
                yield from _elements(child, through, depth + 1)


def _place_of(element: XmlElement) -> tuple[XmlFragment | XmlElement, int]:
    parent = element.parent
    assert isinstance(parent, (XmlFragment, XmlElement))
    for at, child in enumerate(parent.children):
        if child == element:
            return parent, at
    raise IndexError("the paragraph is no longer in the document")
