"""What stands in a paragraph (§17.3.3, §17.16, §17.13): pieces of text, atoms and silent marks.

Each piece knows the element it came from, its run and the elements around the run, so that a
changed paragraph can be written with everything else as it was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tongwen.formats.docx import drawing
from tongwen.formats.docx.names import RELATIONSHIPS, RELATIONSHIPS_STRICT, XML_SPACE, local
from tongwen.formats.docx.resources import Resources
from tongwen.formats.docx.run_properties import project_run
from tongwen.formats.docx.story import Story
from tongwen.kinds.text.model import Content, Marks, Node, append_text, mark_attributes

_SILENT = {"proofErr", "lastRenderedPageBreak"}
_TRANSPARENT = {"smartTag", "customXml", "dir", "bdo"}
_TRACKED = {"ins": "ins", "del": "del", "moveTo": "ins", "moveFrom": "del"}
_CHARACTERS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_SPACES = str.maketrans("\t\n\r", "   ")
_DEEPEST = 40
_KINDS = {
    "bookmarkStart": "bookmark",
    "bookmarkEnd": "bookmark",
    "permStart": "bookmark",
    "permEnd": "bookmark",
    "moveFromRangeStart": "bookmark",
    "moveFromRangeEnd": "bookmark",
    "moveToRangeStart": "bookmark",
    "moveToRangeEnd": "bookmark",
    "commentRangeStart": "comment",
    "commentRangeEnd": "comment",
    "commentReference": "comment",
    "annotationRef": "comment",
    "fldSimple": "field",
    "fldChar": "field",
    "instrText": "field",
    "delInstrText": "field",
    "pgNum": "field",
    "footnoteReference": "footnote",
    "footnoteRef": "footnote",
    "endnoteReference": "endnote",
    "endnoteRef": "endnote",
    "separator": "footnote",
    "continuationSeparator": "footnote",
    "oMath": "math",
    "oMathPara": "math",
    "sym": "symbol",
    "object": "object",
    "sdt": "control",
    "altChunk": "unknown",
    "sectPr": "section",
}
_QUIET_KINDS = {"bookmark", "comment"}


@dataclass(slots=True, eq=False)
class Wrapper:
    """An element around runs: a hyperlink, a tracked change, a smart tag, an inline control."""

    element: etree._Element | None
    mark: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


Chain = tuple[Wrapper, ...]


@dataclass(slots=True, eq=False)
class Piece:
    """Text with marks, or an atom, or neither: then it says nothing to the reader but is kept."""

    element: etree._Element | None
    run: etree._Element | None
    chain: Chain
    text: str = ""
    marks: Marks = field(default_factory=dict)
    atom: Node | None = None


class InlineReader:
    """Reads paragraphs of one story."""

    def __init__(self, story: Story, resources: Resources) -> None:
        self.story = story
        self.resources = resources
        w = story.w
        self._run_tags = {f"{w}r"}
        self._marks_cache: dict[Any, Marks] = {}
        self._text_tags = {f"{w}t", f"{w}delText"}
        self._rpr = f"{w}rPr"
        self._character_tags = {f"{w}{name}": text for name, text in _CHARACTERS.items()}
        self._break = f"{w}br"
        self._silent = {f"{w}{name}" for name in _SILENT}
        self._properties = f"{w}pPr"
        self._link = f"{w}hyperlink"
        self._leaf: dict[str, Callable[[etree._Element], Node]] = {
            "drawing": self._drawing,
            "pict": self._picture,
            "sym": self._symbol,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
        }

    def content(self, paragraph: etree._Element) -> list[Content]:
        """Return a paragraph's content as nodes."""
        content: list[Content] = []
        for piece in self.pieces(paragraph):
            if piece.atom is not None:
                content.append(piece.atom)
            elif piece.text:
                append_text(content, piece.text, piece.marks)
        return content

    def pieces(self, paragraph: etree._Element) -> list[Piece]:
        """Return everything in a paragraph but its properties, in order."""
        out: list[Piece] = []
        self._walk(paragraph, (), {}, out)
        return out

    def _walk(self, parent: etree._Element, chain: Chain, around: Marks, out: list[Piece]) -> None:
        w = self.story.w
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag == self._properties:
                continue
            if tag in self._run_tags:
                self._run(child, chain, around, out)
            elif tag in self._silent:
                out.append(Piece(child, None, chain))
            elif tag.startswith(w) and len(chain) < _DEEPEST:
                self._wrapper(child, chain, around, out)
            else:
                out.append(Piece(child, None, chain, atom=self._raw(child)))

    def _wrapper(
        self, child: etree._Element, chain: Chain, around: Marks, out: list[Piece]
    ) -> None:
        name = local(child)
        if name == "hyperlink":
            mark = self._link_mark(child)
            self._inside(child, Wrapper(child, "link", mark), chain, around, out)
        elif name in _TRACKED:
            mark = self._tracked_mark(child, name)
            self._inside(child, Wrapper(child, _TRACKED[name], mark), chain, around, out)
        elif name in _TRANSPARENT:
            self._inside(child, Wrapper(child), chain, around, out)
        elif name == "sdt" and (content := child.find(f"{self.story.w}sdtContent")) is not None:
            before = len(out)
            self._walk(content, (*chain, Wrapper(child)), around, out)
            if len(out) == before:
                out.append(Piece(child, None, chain, atom=self._raw(child)))
        else:
            out.append(Piece(child, None, chain, atom=self._raw(child)))

    def _inside(
        self, child: etree._Element, wrapper: Wrapper, chain: Chain, around: Marks, out: list[Piece]
    ) -> None:
        """Read what a wrapper holds; an empty one is kept silently."""
        before = len(out)
        marks = around
        if wrapper.mark is not None and wrapper.mark not in around:
            marks = {**around, wrapper.mark: wrapper.attributes}
        elif wrapper.mark is not None:
            wrapper.mark = None  # one inside another of its kind: the outer one counts
        self._walk(child, (*chain, wrapper), marks, out)
        if len(out) == before:
            out.append(Piece(child, None, chain))

    def _run(self, run: etree._Element, chain: Chain, around: Marks, out: list[Piece]) -> None:
        marks: Marks | None = None
        before = len(out)
        for leaf in run:
            tag = leaf.tag
            if not isinstance(tag, str):
                continue
            if tag == self._rpr:
                marks = self._marks(leaf, around)
                continue
            if marks is None:
                marks = around
            if tag in self._text_tags:
                out.append(Piece(leaf, run, chain, _characters(leaf), marks))
            elif tag in self._character_tags:
                out.append(Piece(leaf, run, chain, self._character_tags[tag], marks))
            elif tag in self._silent:
                out.append(Piece(leaf, run, chain))
            elif tag == self._break:
                out.append(self._line_or_page(leaf, run, chain, marks))
            else:
                out.append(Piece(leaf, run, chain, atom=self._run_atom(leaf, run)))
        if len(out) == before:
            out.append(Piece(None, run, chain))

    def _marks(self, properties: etree._Element, around: Marks) -> Marks:
        key: Any = tuple((child.tag, tuple(child.attrib.items())) for child in properties)
        if any(len(child) for child in properties):
            key = self.story.raw(properties)
        marks = self._marks_cache.get(key)
        if marks is None:
            marks = project_run(properties, self.story).values
            self._marks_cache[key] = marks
        return {**marks, **around} if around else marks

    def _line_or_page(
        self, leaf: etree._Element, run: etree._Element, chain: Chain, marks: Marks
    ) -> Piece:
        kind = leaf.get(f"{self.story.w}type")
        if kind in ("page", "column"):
            attributes = {} if kind == "page" else {"type": kind}
            return Piece(leaf, run, chain, atom=Node("page_break", attributes))
        return Piece(leaf, run, chain, "\n", marks)

    # -- marks from wrappers -----------------------------------------------------------------

    def _link_mark(self, element: etree._Element) -> dict[str, Any]:
        w = self.story.w
        rest: dict[str, str] = {}
        rid = None
        for key, item in element.attrib.items():
            name = etree.QName(key)
            if name.namespace in (RELATIONSHIPS, RELATIONSHIPS_STRICT) and name.localname == "id":
                rid = item
            elif key != f"{w}anchor":
                rest[name.localname] = item
        found = {
            "href": self.resources.address(rid),
            "anchor": element.get(f"{w}anchor"),
            "rid": rid,
            "rest": rest or None,
        }
        return mark_attributes("link", found)

    def _tracked_mark(self, element: etree._Element, name: str) -> dict[str, Any]:
        w = self.story.w
        found = {
            "id": element.get(f"{w}id"),
            "author": element.get(f"{w}author"),
            "date": element.get(f"{w}date"),
            "rest": {"move": True} if name.startswith("move") else None,
        }
        return mark_attributes(_TRACKED[name], found)

    # -- atoms -------------------------------------------------------------------------------

    def _run_atom(self, leaf: etree._Element, run: etree._Element) -> Node:
        reader = self._leaf.get(local(leaf))
        atom = reader(leaf) if reader else self._raw(leaf)
        if atom.type == "raw":
            return Node("raw", {**atom.attrs, "x": self._in_run(atom.attrs["x"], run)})
        return atom

    def _in_run(self, text: str, run: etree._Element) -> str:
        prefix = self.story.prefix
        properties = run.find(self._rpr)
        head = "" if properties is None else self.story.raw(properties)
        return f"<{prefix}r>{head}{text}</{prefix}r>"

    def _raw(self, element: etree._Element) -> Node:
        return self.raw(element, "raw")

    def raw(self, element: etree._Element, kind: str) -> Node:
        """Return an element as a `raw` or `raw_block` atom."""
        name = local(element)
        word = _KINDS.get(name) or drawing.kind_of(element)
        shown = "" if word in _QUIET_KINDS else drawing.text_of(element)
        if name in ("fldChar", "instrText", "delInstrText"):
            shown = ""
        attributes: Mapping[str, Any] = {
            "x": self.story.raw(element),
            "kind": word,
            "text": shown,
        }
        defaults = {"kind": "unknown", "text": ""}
        return Node(
            kind, {key: item for key, item in attributes.items() if item != defaults.get(key)}
        )

    def _drawing(self, element: etree._Element) -> Node:
        return drawing.image(element, self.story, self.resources) or self._raw(element)

    def _picture(self, element: etree._Element) -> Node:
        return drawing.vml_image(element, self.story, self.resources) or self._raw(element)

    def _symbol(self, element: etree._Element) -> Node:
        node = self._raw(element)
        code = element.get(f"{self.story.w}char", "")
        try:
            character = chr(int(code, 16))
        except (ValueError, OverflowError):
            return node
        if "\ud800" <= character <= "\udfff" or character < " ":
            return node
        return Node("raw", {**node.attrs, "text": character})

    def _note(self, element: etree._Element) -> Node:
        node = self._raw(element)
        return Node("raw", {**node.attrs, "text": self.resources.note_number(element)})


def _characters(leaf: etree._Element) -> str:
    """Return a text element's characters as Word shows them (§17.3.3.31)."""
    text = leaf.text or ""
    if not text:
        return text
    if leaf.get(XML_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.translate(_SPACES)
    return text
