"""Writing a story whose blocks may have changed: equal blocks as they are, the others rebuilt."""

import re
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.docx.additions import Additions
from tongwen.formats.docx.blocks import BlockReader
from tongwen.formats.docx.frame import Frame, Written
from tongwen.formats.docx.inline_writer import InlineWriter
from tongwen.formats.docx.matching import Match, Matcher, hint
from tongwen.formats.docx.names import local
from tongwen.formats.docx.paragraph_properties import PARAGRAPH
from tongwen.formats.docx.section import write_section
from tongwen.formats.docx.source import SourceStory
from tongwen.formats.docx.table_writer import TableWriter, ends_in_paragraph
from tongwen.kinds.text.model import Content, Node, Text

_IDENTITIES = re.compile(rb"\s[\w.-]+:(?:paraId|textId)=(?:\"[^\"]*\"|'[^']*')")
_NOT_BLOCK = {"r", "t", "tr", "tc", "body", "document", "pPr", "rPr", "tblPr", "sectPr"}
_DEEPEST = 60


class BlockWriter:
    """Writes the blocks of one story."""

    def __init__(self, source: SourceStory, additions: Additions) -> None:
        self.story = source.story
        self.reader: BlockReader = source.reader
        self.additions = additions
        self.matcher = Matcher(source.reader.sources)
        self.inline = InlineWriter(self.story, additions)
        self.tables = TableWriter(self)
        self.replaced: dict[etree._Element, bytes] = {}
        self._originals = source.nodes

    def write(self, live: list[Content], end: bytes = b"") -> bytes:
        """Return the part with these blocks in its container, and `end` behind them."""
        container = self.story.container
        inner = self.inside(container, self._originals, live, 0) + end
        start, stop, last, after = self.story.span(container)
        if stop == after:  # written as an empty element
            whole = self.story.start_tag(container) + inner + self.story.end_tag(container)
            return self.story.patched([(start, after, whole)])
        return self.story.patched([(stop, last, inner)])

    def inside(
        self,
        element: etree._Element,
        originals: list[Content],
        live: list[Content],
        depth: int,
        ends_with_paragraph: bool = False,
    ) -> bytes:
        """Return what an element holds once its blocks are the live ones."""
        frame = Frame(self.story, element, self.elements_of(originals))
        plan = self.plan(originals, live, depth)
        if ends_with_paragraph and not ends_in_paragraph(live):
            plan.append((None, f"<{self.story.prefix}p/>".encode()))
        return frame.write(plan, self.replaced)

    def plan(self, originals: list[Content], live: list[Content], depth: int) -> list[Written]:
        """Return each live block as bytes, with the element it takes the place of."""
        plan: list[Written] = []
        live = _one_section_each(live)
        for node, match in zip(live, self.matcher.match(originals, live), strict=True):
            if isinstance(node, Text):
                node, match = Node("paragraph", {}, [node]), None
            place = match.source.element if match is not None and match.first else None
            data = self.block(node, match, depth)
            if data is not None:
                plan.append((place, data))
        return plan

    def elements_of(self, nodes: list[Content]) -> set[etree._Element]:
        """Return the elements that these nodes were read from."""
        sources = self.reader.sources
        return {sources[node.attrs["src"]].element for node in nodes if isinstance(node, Node)}

    def block(self, node: Node, match: Match | None, depth: int) -> bytes | None:
        """Return one block as XML; None, and a note, when it cannot be written."""
        if match is not None and match.exact:
            data = self.story.bytes_of(match.source.element)
            return data if match.first else _IDENTITIES.sub(b"", data)
        if depth > _DEEPEST:
            self.additions.left_out.append(f"{node.type} too deep")
            return None
        if node.type == "paragraph":
            return self.paragraph(node, match)
        if node.type == "table":
            return self.tables.table(node, match, depth)
        if node.type == "container":
            return self._container(node, match, depth)
        if node.type == "raw_block":
            text = self.inline.raw(node.attrs.get("x"), _NOT_BLOCK)
            return None if text is None else text.encode("utf-8")
        self.additions.left_out.append(f"{node.type} among blocks")
        return None

    # -- paragraphs --------------------------------------------------------------------------

    def paragraph(self, node: Node, match: Match | None) -> bytes:
        """Return a paragraph: properties, then runs."""
        prefix, w = self.story.prefix, self.story.w
        element = match.source.element if match is not None else None
        if element is None or match is None:
            head, end = f"<{prefix}p>".encode(), f"</{prefix}p>".encode()
            return (
                head
                + self._properties(node, None)
                + self.inline.write([], node.content, True)
                + end
            )
        head = self.story.start_tag(element)
        if not match.first:
            head = _IDENTITIES.sub(b"", head)
        bag = element.find(f"{w}pPr")
        before = {key: item for key, item in match.source.node.attrs.items() if key != "src"}
        if before == {key: item for key, item in node.attrs.items() if key != "src"}:
            properties = self.story.bytes_of(bag) if bag is not None else b""
        else:
            properties = self._properties(node, bag)
        pieces = self.reader.inline.pieces(element)
        content = self.inline.write(pieces, node.content, match.first)
        return head + properties + content + self.story.end_tag(element)

    def _properties(self, node: Node, bag: etree._Element | None) -> bytes:
        """Return `w:pPr` for a paragraph's attributes, from its old one where there is one."""
        story, attributes = self.story, node.attrs
        before = self.reader.paragraph_properties(bag) if bag is not None else None
        children = PARAGRAPH.children(story, attributes, attributes.get("rest"), before)
        mark = attributes.get("mark")
        if isinstance(mark, str):
            children.append(self._mark(mark))
        section = attributes.get("sect")
        if isinstance(section, dict):
            source = before.sources.get("sect") if before is not None else None
            children.append(write_section(section, story, source) or "")
        change = [child for child in children if f"<{story.prefix}pPrChange" in child[:40]]
        ordered = [child for child in children if child not in change] + change
        text = "".join(ordered)
        return f"<{story.prefix}pPr>{text}</{story.prefix}pPr>".encode() if text else b""

    def _mark(self, text: str) -> str:
        try:
            found = self.story.parse_raw(text)
        except Invalid:
            found = []
        if len(found) == 1 and found[0].tag == f"{self.story.w}rPr":
            return self.story.raw(found[0])
        return ""

    # -- containers --------------------------------------------------------------------------

    def _container(self, node: Node, match: Match | None, depth: int) -> bytes | None:
        """Return a content control around its blocks."""
        if match is not None:
            element = match.source.element
            w = self.story.w
            holder = element.find(f"{w}sdtContent") if local(element) == "sdt" else element
            if holder is not None:
                inner = self.inside(holder, match.source.node.content, node.content, depth + 1)
                start, _, _, end = self.story.span(element)
                tail = self.story.span(holder)[3]
                head = self.story.data[start : self.story.span(holder)[0]]
                after = self.story.data[tail:end] if holder is not element else b""
                middle = self.story.start_tag(holder) + inner + self.story.end_tag(holder)
                return head + middle + after
        blocks = b"".join(data for _, data in self.plan([], node.content, depth + 1))
        shell = self._shell(node.attrs.get("shell"))
        return blocks if shell is None else shell[0] + blocks + shell[1]

    def _shell(self, text: Any) -> tuple[bytes, bytes] | None:
        """Return what stands before and after the content of a container, from its raw shell."""
        raw = self.inline.raw(text, _NOT_BLOCK) if text else None
        if raw is None:
            return None
        element = self.story.parse_raw(raw)[0]
        holder = element.find(f"{self.story.w}sdtContent")
        if local(element) != "sdt" or holder is None:
            return None
        for child in list(holder):
            holder.remove(child)
        holder.text = "\ue000"
        before, _, after = self.story.raw(element).partition("\ue000")
        return before.encode("utf-8"), after.encode("utf-8")


def _one_section_each(live: list[Content]) -> list[Content]:
    """Keep a section's end on the last of the paragraphs that a split made of one."""
    seen: set[int | None] = set()
    result: list[Content] = []
    for node in reversed(live):
        if isinstance(node, Node) and "sect" in node.attrs:
            source = hint(node)
            if source is not None and source in seen:
                attributes = {key: item for key, item in node.attrs.items() if key != "sect"}
                node = Node(node.type, attributes, node.content)
            seen.add(source)
        result.append(node)
    return result[::-1]
