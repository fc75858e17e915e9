"""Writing the inline content of a changed paragraph with everything unchanged as it was written.

Old pieces and new content are aligned character by character and atom by atom. What is aligned
keeps its run, its properties and the elements around it; new text joins a neighbour with the same
marks or gets a run of its own.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.docx.additions import Additions
from tongwen.formats.docx.inline import Chain, Piece, Wrapper
from tongwen.formats.docx.names import RELATIONSHIPS, RELATIONSHIPS_STRICT, local
from tongwen.formats.docx.picture_writer import refers_to_known, write_picture
from tongwen.formats.docx.run_properties import WRAPPERS, project_run, run_children
from tongwen.formats.docx.story import Story
from tongwen.formats.docx.weave import Weaver
from tongwen.formats.ooxml.xml import attribute, clean, escape
from tongwen.kinds.text.align import align, common_ends
from tongwen.kinds.text.model import Content, Marks, Node, Text
from tongwen.kinds.text.reconcile import freeze

_SPECIAL = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen", "\u00ad": "softHyphen"}
_PARTS = re.compile("([\t\n\u2011\u00ad])")
_NOT_INLINE = {"p", "tbl", "tr", "tc", "body", "document", "sectPr", "pPr", "rPr", "t"}
_DATE = re.compile(r"[0-9T:.Z+-]{8,40}")


@dataclass(slots=True, eq=False)
class Shell:
    """A run to be written: its start tag and properties."""

    head: bytes


Around = Wrapper | Shell


@dataclass(slots=True)
class Segment:
    """A stretch of new content with one origin: a piece and the range of its text, or nothing."""

    text: str
    marks: Marks
    atom: Node | None = None
    origin: int | None = None
    host: int | None = None


@dataclass(slots=True)
class InlineWriter:
    """Writes inline content of one story."""

    story: Story
    additions: Additions
    _new_wrappers: dict[Any, Wrapper] = field(default_factory=dict)
    _shells: dict[Any, Shell] = field(default_factory=dict)

    def write(self, pieces: list[Piece], content: list[Content], first: bool) -> bytes:
        """Return the content as XML; `first` is false when `pieces` were written elsewhere too."""
        self._new_wrappers = {}
        self._shells = {}
        segments = _segments(pieces, content)
        _find_hosts(pieces, segments)
        weaver: Weaver[Around] = Weaver(self._opening, self._closing)
        silent = [at for at, piece in enumerate(pieces) if _is_silent(piece)] if first else []
        chains = self._chains(pieces, segments)
        at = 0
        for group in _groups(pieces, segments):
            origins = [one.origin for one in group if one.origin is not None]
            while silent and origins and silent[0] < origins[0]:
                self._add_silent(weaver, pieces[silent.pop(0)])
            self._add(weaver, pieces, group, chains[at])
            at += len(group)
        for index in silent:
            self._add_silent(weaver, pieces[index])
        return weaver.finish()

    # -- adding ------------------------------------------------------------------------------

    def _add(
        self,
        weaver: Weaver[Around],
        pieces: list[Piece],
        group: list[Segment],
        chain: tuple[Wrapper, ...],
    ) -> None:
        segment = group[0]
        source = segment.origin if segment.origin is not None else segment.host
        piece = pieces[source] if source is not None else None
        if segment.atom is not None:
            self._add_atom(weaver, segment, piece, chain)
            return
        text = "".join(one.text for one in group)
        shell = self._shell(piece, segment.marks)
        deleted = any(_is_deletion(wrapper) for wrapper in chain)
        data = None
        if piece is not None and piece.element is not None and _is_whole(group, piece, deleted):
            data = self.story.bytes_of(piece.element)
        if data is None:
            data = self.text(text, deleted).encode("utf-8")
        if data:
            weaver.add((*chain, shell), data)

    def _add_atom(
        self,
        weaver: Weaver[Around],
        segment: Segment,
        piece: Piece | None,
        chain: tuple[Wrapper, ...],
    ) -> None:
        if piece is not None and piece.element is not None:
            around: tuple[Around, ...] = chain
            if piece.run is not None:
                around = (*chain, self._shell(piece, piece.marks))
            weaver.add(around, self.story.bytes_of(piece.element))
            return
        written = self.atom(segment.atom or Node("raw"))
        if written is not None:
            weaver.add(chain, written.encode("utf-8"))

    def _add_silent(self, weaver: Weaver[Around], piece: Piece) -> None:
        if piece.element is None:
            if piece.run is not None:
                weaver.add(piece.chain, self.story.bytes_of(piece.run))
        elif piece.run is None:
            weaver.add(piece.chain, self.story.bytes_of(piece.element))
        else:
            shell = self._shell(piece, piece.marks)
            weaver.add((*piece.chain, shell), self.story.bytes_of(piece.element))

    # -- runs --------------------------------------------------------------------------------

    def _shell(self, piece: Piece | None, marks: Marks) -> Shell:
        """Return the run for text with these marks: the piece's own when its marks are the same."""
        own = {key: item for key, item in marks.items() if key.split("--")[0] not in WRAPPERS}
        run = piece.run if piece is not None else None
        same = False
        if piece is not None:
            before = {key: item for key, item in piece.marks.items() if key not in WRAPPERS}
            same = before == own
        key = (id(run), None if same else freeze(own))
        shell = self._shells.get(key)
        if shell is None:
            shell = Shell(self._run_head(run, own, same))
            self._shells[key] = shell
        return shell

    def _run_head(self, run: etree._Element | None, marks: Marks, same: bool) -> bytes:
        story = self.story
        prefix = story.prefix
        properties = run.find(f"{story.w}rPr") if run is not None else None
        tag = story.start_tag(run) if run is not None else f"<{prefix}r>".encode()
        if same and run is not None:
            return tag + (story.bytes_of(properties) if properties is not None else b"")
        before = project_run(properties, story) if properties is not None else None
        children = "".join(run_children(story, marks, before))
        return tag + (f"<{prefix}rPr>{children}</{prefix}rPr>".encode() if children else b"")

    def text(self, text: str, deleted: bool) -> str:
        """Write characters as run content: `w:t`, `w:tab`, `w:br` (§17.3.3)."""
        prefix, written = self.story.prefix, ""
        name = f"{prefix}{'delText' if deleted else 't'}"
        for part in _PARTS.split(clean(text.replace("\r", "\n"))):
            if part in _SPECIAL:
                written += f"<{prefix}{_SPECIAL[part]}/>"
            elif part:
                edge = part[0] == " " or part[-1] == " " or "  " in part
                space = ' xml:space="preserve"' if edge or part != part.strip() else ""
                written += f"<{name}{space}>{escape(part)}</{name}>"
        return written

    # -- elements around runs ----------------------------------------------------------------

    def _chains(self, pieces: list[Piece], segments: list[Segment]) -> list[tuple[Wrapper, ...]]:
        """Return what surrounds each segment."""
        own: list[Chain | None] = []
        for segment in segments:
            source = segment.origin if segment.origin is not None else segment.host
            own.append(pieces[source].chain if source is not None else None)
        chains: list[tuple[Wrapper, ...]] = []
        for at, segment in enumerate(segments):
            base = own[at]
            if segment.atom is not None and base is not None:
                chains.append(base)
                continue
            if base is None:
                after = next((chain for chain in own[at + 1 :] if chain is not None), ())
                before = chains[-1] if chains else ()
                base = _between(before, after, segment.marks)
            chains.append(self._fitting(base, segment.marks))
        return chains

    def _fitting(self, base: Chain, marks: Marks) -> tuple[Wrapper, ...]:
        """Return `base` without what the marks do not say, with what they say in addition."""
        wanted = {name: marks[name] for name in WRAPPERS if name in marks}
        chain = [one for one in base if one.mark is None or wanted.get(one.mark) == one.attributes]
        present = {one.mark for one in chain}
        for name, attributes in wanted.items():
            if name in present:
                continue
            key = (name, freeze(attributes))
            wrapper = self._new_wrappers.setdefault(key, Wrapper(None, name, attributes))
            if name == "link":
                chain.insert(0, wrapper)
            else:
                chain.append(wrapper)
        return tuple(chain)

    def _opening(self, around: Around) -> bytes:
        if isinstance(around, Shell):
            return around.head
        if around.element is None:
            return self._new_opening(around).encode("utf-8")
        content = _content_of(around.element, self.story.w)
        if content is around.element:
            return self.story.start_tag(content)
        start = self.story.span(around.element)[0]
        head = self.story.data[start : self.story.span(content)[0]]
        return head + self.story.start_tag(content)

    def _closing(self, around: Around) -> bytes:
        prefix = self.story.prefix
        if isinstance(around, Shell):
            name = re.match(rb"<([^\s/>]+)", around.head)
            return b"</" + (name.group(1) if name else b"") + b">"
        if around.element is None:
            return f"</{prefix}{_element_name(around)}>".encode() if around.attributes else b""
        content = _content_of(around.element, self.story.w)
        if content is around.element:
            return self.story.end_tag(content)
        stop = self.story.span(content)[3]
        return (
            self.story.end_tag(content) + self.story.data[stop : self.story.span(around.element)[3]]
        )

    def _new_opening(self, wrapper: Wrapper) -> str:
        prefix, given = self.story.prefix, wrapper.attributes
        if wrapper.mark == "link":
            written = self._link_attributes(given)
            if not written:
                wrapper.attributes = {}  # nothing to lead to: the text stays, without the link
                return ""
            return f"<{prefix}hyperlink{written}>"
        identity = str(given.get("id") or "")
        number = identity if identity.isdigit() else str(self.additions.tracked_id())
        author, date = str(given.get("author") or ""), str(given.get("date") or "")
        when = f' {prefix}date="{date}"' if _DATE.fullmatch(date) else ""
        who = f'{prefix}author="{attribute(author)}"'
        return f'<{prefix}{_element_name(wrapper)} {prefix}id="{number}" {who}{when}>'

    def _link_attributes(self, given: dict[str, Any]) -> str:
        story, written = self.story, ""
        known = self.additions.package.relationships(story.part)
        rid, href, anchor = given.get("rid"), given.get("href"), given.get("anchor")
        found = known.get(rid) if isinstance(rid, str) else None
        if found is not None and found.external and found.target == href:
            target: str | None = found.id
        else:
            target = self.additions.link(story.part, href) if isinstance(href, str) else None
        if target:
            namespace = RELATIONSHIPS_STRICT if story.strict else RELATIONSHIPS
            written += f' {story.prefix_of(namespace, "r")}id="{attribute(target)}"'
        if isinstance(anchor, str) and anchor:
            written += f' {story.prefix}anchor="{attribute(anchor)}"'
        tip = given.get("rest", {}).get("tooltip") if isinstance(given.get("rest"), dict) else None
        if written and isinstance(tip, str):
            written += f' {story.prefix}tooltip="{attribute(tip)}"'
        return written

    # -- atoms -------------------------------------------------------------------------------

    def atom(self, node: Node) -> str | None:
        """Write an atom that has no element of its own; None, and a note, when it cannot be."""
        prefix = self.story.prefix
        if node.type == "page_break":
            kind = "column" if node.attrs.get("type") == "column" else "page"
            return f'<{prefix}r><{prefix}br {prefix}type="{kind}"/></{prefix}r>'
        if node.type == "image":
            written = write_picture(node.attrs, self.story, self.additions)
            return f"<{prefix}r>{written}</{prefix}r>" if written else None
        if node.type == "raw":
            return self.raw(node.attrs.get("x"), _NOT_INLINE)
        self.additions.left_out.append(f"{node.type} among text")
        return None

    def raw(self, text: Any, refused: set[str]) -> str | None:
        """Return raw XML from a live document once it has proved well-formed and at home here."""
        try:
            elements = self.story.parse_raw(text) if isinstance(text, str) else []
        except Invalid:
            elements = []
        known = self.additions.package.relationships(self.story.part)
        good = elements and all(
            local(element) not in refused and refers_to_known(element, known)
            for element in elements
        )
        if not good:
            self.additions.left_out.append(f"raw {str(text)[:80]}")
            return None
        return "".join(self.story.raw(element) for element in elements)


# -- aligning --------------------------------------------------------------------------------


def _segments(pieces: list[Piece], content: list[Content]) -> list[Segment]:
    """Cut new content where its origin or its marks change."""
    old, owners = _old_units(pieces)
    new: list[Any] = []
    for node in content:
        if isinstance(node, Text):
            new.extend(node.text)
        else:
            new.append(_atom_key(node))
    origin = _origins(old, new)
    segments: list[Segment] = []
    at = 0
    for node in content:
        if isinstance(node, Node):
            source = origin[at]
            owner = owners[source][0] if source is not None else None
            segments.append(Segment("", {}, node, owner))
            at += 1
            continue
        for character in node.text:
            source = origin[at]
            owner = owners[source][0] if source is not None else None
            _extend(segments, character, node.marks, owner)
            at += 1
    return segments


def _extend(segments: list[Segment], character: str, marks: Marks, owner: int | None) -> None:
    last = segments[-1] if segments else None
    if last and last.atom is None and last.marks is marks and last.origin == owner:
        last.text += character
    else:
        segments.append(Segment(character, marks, None, owner))


def _old_units(pieces: list[Piece]) -> tuple[list[Any], list[tuple[int, int]]]:
    units: list[Any] = []
    owners: list[tuple[int, int]] = []
    for at, piece in enumerate(pieces):
        if piece.atom is not None:
            units.append(_atom_key(piece.atom))
            owners.append((at, 0))
        else:
            units.extend(piece.text)
            owners.extend((at, offset) for offset in range(len(piece.text)))
    return units, owners


def _atom_key(node: Node) -> Any:
    return (node.type, freeze(node.attrs))


def _origins(old: list[Any], new: list[Any]) -> list[int | None]:
    """Return for each new unit the old one it is, or None; each old one once, mostly in order."""
    start, old_end, new_end = common_ends(old, new)
    origin: list[int | None] = [None] * len(new)
    origin[:start] = range(start)
    origin[new_end:] = range(old_end, len(old))
    old_words, new_words = _words(old[start:old_end]), _words(new[start:new_end])
    old_at = _starts(old_words, start)
    new_at = _starts(new_words, start)
    for same, first, last, begin, end in align(old_words, new_words):
        lower, upper = old_at[first], old_at[last]
        left, right = new_at[begin], new_at[end]
        if same:
            origin[left:right] = range(lower, upper)
        else:
            head, tail, new_tail = common_ends(old[lower:upper], new[left:right])
            origin[left : left + head] = range(lower, lower + head)
            origin[left + new_tail : right] = range(lower + tail, upper)
    _moved_atoms(old, new, origin)
    return origin


def _moved_atoms(old: list[Any], new: list[Any], origin: list[int | None]) -> None:
    used = {at for at in origin if at is not None}
    free: dict[Any, list[int]] = {}
    for at, unit in enumerate(old):
        if isinstance(unit, tuple) and at not in used:
            free.setdefault(unit, []).append(at)
    for at, unit in enumerate(new):
        if origin[at] is None and isinstance(unit, tuple) and free.get(unit):
            origin[at] = free[unit].pop(0)


def _words(units: list[Any]) -> list[Any]:
    """Join letters to words, so that aligning is quick and reads as a person would."""
    words: list[Any] = []
    joined = False
    for unit in units:
        letter = isinstance(unit, str) and unit.isascii() and unit.isalnum()
        if letter and joined:
            words[-1] += unit
        else:
            words.append(unit)
        joined = letter
    return words


def _starts(words: list[Any], start: int) -> list[int]:
    places = [start]
    for word in words:
        places.append(places[-1] + (len(word) if isinstance(word, str) else 1))
    return places


def _find_hosts(pieces: list[Piece], segments: list[Segment]) -> None:
    """Let new text join the run before it, or the one after it, when the marks are the same."""
    for at, segment in enumerate(segments):
        if segment.origin is not None or segment.atom is not None:
            continue
        before = segments[at - 1] if at else None
        after = segments[at + 1] if at + 1 < len(segments) else None
        for neighbour in (before, after):
            if neighbour is None or neighbour.atom is not None:
                continue
            host = neighbour.origin if neighbour.origin is not None else neighbour.host
            if host is not None and pieces[host].marks == segment.marks:
                segment.host = host
                break


def _groups(pieces: list[Piece], segments: list[Segment]) -> list[list[Segment]]:
    """Gather segments that go into one `w:t`."""

    def key(item: tuple[int, Segment]) -> Any:
        at, segment = item
        source = segment.origin if segment.origin is not None else segment.host
        if segment.atom is not None or source is None:
            return (at,)
        piece = pieces[source]
        leaf = piece.element
        if leaf is None or local(leaf) not in ("t", "delText"):
            return (at,)
        return (source, segment.marks == piece.marks or freeze(segment.marks))

    numbered = groupby(enumerate(segments), key)
    return [[segment for _, segment in group] for _, group in numbered]


def _is_whole(group: list[Segment], piece: Piece, deleted: bool) -> bool:
    """Whether a group is the whole text of a piece and its element may be copied."""
    if any(one.origin is None for one in group) or piece.element is None:
        return False
    name = local(piece.element)
    if name in ("t", "delText") and (name == "delText") != deleted:
        return False
    return "".join(one.text for one in group) == piece.text


def _is_silent(piece: Piece) -> bool:
    return piece.atom is None and not piece.text


def _is_deletion(wrapper: Wrapper) -> bool:
    if wrapper.element is not None:
        return local(wrapper.element) == "del"
    return wrapper.mark == "del"


def _between(before: Chain, after: Chain, marks: Marks) -> tuple[Wrapper, ...]:
    """Return what surrounds new text: what both neighbours share, and what its marks say."""
    chosen = [one for one in before if one in after or marks.get(one.mark or "") == one.attributes]
    chosen += [
        one
        for one in after
        if one.mark is not None and one not in chosen and marks.get(one.mark) == one.attributes
    ]
    return tuple(chosen)


def _element_name(wrapper: Wrapper) -> str:
    return "hyperlink" if wrapper.mark == "link" else str(wrapper.mark)


def _content_of(element: etree._Element, w: str) -> etree._Element:
    """Return the element whose children a wrapper shows: its own, or `w:sdtContent`."""
    content = element.find(f"{w}sdtContent") if local(element) == "sdt" else None
    return element if content is None else content
