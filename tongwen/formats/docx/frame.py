"""The children of an element as they are written, around blocks that may have changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from tongwen.formats.docx.names import local
from tongwen.formats.docx.story import Story
from tongwen.formats.docx.weave import Weaver

Role = Literal["head", "block", "silent", "tail"]

_HEADS = {"tblPr", "tblGrid", "trPr", "tblPrEx", "tcPr", "sdtPr", "sdtEndPr"}
_WRAPPERS = {"sdt", "customXml", "ins", "del", "moveFrom", "moveTo"}


@dataclass(slots=True, eq=False)
class Slot:
    """A child, what surrounds it inside the element, and what it is to the blocks."""

    element: etree._Element
    chain: tuple[etree._Element, ...]
    role: Role
    gap: bytes


Written = tuple[etree._Element | None, bytes]


class Frame:
    """The slots of one element. `blocks` are the elements that blocks were read from."""

    def __init__(self, story: Story, element: etree._Element, blocks: set[etree._Element]) -> None:
        self._story = story
        self._blocks = blocks
        self._slots: list[Slot] = []
        self._collect(element, ())
        self._end = self._tail_gap(element)

    def write(self, plan: Sequence[Written], replaced: Mapping[etree._Element, bytes]) -> bytes:
        """Return the element's content with the planned blocks in place of its own.

        A planned block that names an element goes where that element stood as to what surrounds it,
        and after every silent mark that stood before it. `replaced` gives other bytes for heads and
        tails; empty ones leave them out.
        """
        weaver: Weaver[etree._Element] = Weaver(self._opening, self._closing)
        place = {slot.element: at for at, slot in enumerate(self._slots)}
        silent = [at for at, slot in enumerate(self._slots) if slot.role == "silent"]
        for slot in self._slots:
            if slot.role == "head":
                weaver.add(slot.chain, self._bytes(slot, replaced))
        before: tuple[etree._Element, ...] = ()
        for element, data in plan:
            at = place.get(element) if element is not None else None
            while silent and at is not None and silent[0] < at:
                quiet = self._slots[silent.pop(0)]
                weaver.add(quiet.chain, quiet.gap + self._story.bytes_of(quiet.element))
            if at is None:
                weaver.add(before, data)
                continue
            before = self._slots[at].chain
            weaver.add(before, self._slots[at].gap + data)
        for at in silent:
            quiet = self._slots[at]
            weaver.add(quiet.chain, quiet.gap + self._story.bytes_of(quiet.element))
        for slot in self._slots:
            if slot.role == "tail":
                weaver.add(slot.chain, self._bytes(slot, replaced))
        return weaver.finish() + self._end

    def _bytes(self, slot: Slot, replaced: Mapping[etree._Element, bytes]) -> bytes:
        data = replaced.get(slot.element)
        return slot.gap + (self._story.bytes_of(slot.element) if data is None else data)

    def _collect(self, parent: etree._Element, chain: tuple[etree._Element, ...]) -> None:
        waiting = [(parent, chain)]
        while waiting:
            holder, around = waiting.pop()
            children = list(holder.iterchildren(etree.Element))
            gaps = self._gaps(holder, children)
            for at, child in enumerate(children):
                inner = self._wrapped(child)
                if inner is not None:
                    self._collect(inner, (*around, child))
                else:
                    role = self._role(child)
                    self._slots.append(Slot(child, around, role, gaps[at]))

    def _wrapped(self, child: etree._Element) -> etree._Element | None:
        """Return where to look for blocks inside a wrapper; None for anything else."""
        if child in self._blocks or local(child) not in _WRAPPERS:
            return None
        content = child.find(f"{self._story.w}sdtContent") if local(child) == "sdt" else child
        holds = content is not None and any(
            node in self._blocks for node in content.iter(etree.Element)
        )
        return content if holds else None

    def _role(self, child: etree._Element) -> Role:
        if child in self._blocks:
            return "block"
        if local(child) in _HEADS:
            return "head"
        is_last = child.getparent() is self._story.container and child.getnext() is None
        return "tail" if local(child) == "sectPr" and is_last else "silent"

    def _gaps(self, parent: etree._Element, children: list[etree._Element]) -> list[bytes]:
        """Return what stands before each child: white space, comments."""
        gaps, at = [], self._story.span(parent)[1]
        for child in children:
            start, _, _, end = self._story.span(child)
            gaps.append(self._story.data[at:start])
            at = end
        return gaps

    def _tail_gap(self, element: etree._Element) -> bytes:
        _, stop, last, _ = self._story.span(element)
        children = list(element.iterchildren(etree.Element))
        at = self._story.span(children[-1])[3] if children else stop
        return self._story.data[at:last] if last >= at else b""

    def _opening(self, element: etree._Element) -> bytes:
        content = self._content_of(element)
        start = self._story.span(element)[0]
        head = self._story.data[start : self._story.span(content)[0]]
        return (head if content is not element else b"") + self._story.start_tag(content)

    def _closing(self, element: etree._Element) -> bytes:
        content = self._content_of(element)
        if content is element:
            return self._story.end_tag(element)
        rest = self._story.data[self._story.span(content)[3] : self._story.span(element)[3]]
        return self._story.end_tag(content) + rest

    def _content_of(self, element: etree._Element) -> etree._Element:
        content = element.find(f"{self._story.w}sdtContent") if local(element) == "sdt" else None
        return element if content is None else content
