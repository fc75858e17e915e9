"""A paragraph of a text document, for programs: text, runs, edits by character."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pycrdt import XmlElement, XmlText

from tongwen import ydoc
from tongwen.kinds.text import model
from tongwen.kinds.text.align import common_ends
from tongwen.kinds.text.model import Marks, Node, Text
from tongwen.kinds.text.shared import read_node, shared_marks

if TYPE_CHECKING:
    from tongwen.kinds.text.document import TextDocument

_NOT_INHERITED = ("link", "ins", "del")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph with the same marks, as it was when it was read."""

    text: str
    marks: Marks

    @property
    def bold(self) -> bool | None:
        """Whether it says it is bold: yes, no, or None when its style decides."""
        return self._on("bold")

    @property
    def italic(self) -> bool | None:
        """Whether it says it is italic: yes, no, or None when its style decides."""
        return self._on("italic")

    @property
    def size(self) -> float | None:
        """The font size in points, or None when its style decides."""
        found = self.marks.get("size")
        return found["val"] / 2 if found else None

    def _on(self, name: str) -> bool | None:
        found = self.marks.get(name)
        return bool(found.get("on")) if found else None


class Paragraph:
    """A paragraph in the live document. Offsets count characters; images and the like have none."""

    def __init__(self, element: XmlElement, document: "TextDocument") -> None:
        self._element = element
        self._document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Paragraph) and self._element == other._element

    def __hash__(self) -> int:
        return hash(self._element)

    def __repr__(self) -> str:
        return f"<Paragraph {self.text[:40]!r}>"

    @property
    def element(self) -> XmlElement:
        """The shared element itself."""
        return self._element

    @property
    def node(self) -> Node:
        """The paragraph as a node tree."""
        return read_node(self._element)

    @property
    def text(self) -> str:
        """Its characters, line breaks as `\\n`. Setting it edits only what differs."""
        return "".join(characters for _, characters in self._texts())

    @text.setter
    def text(self, value: str) -> None:
        old = self.text
        start, stop, end = common_ends(old, value)
        with self._element.doc.transaction():
            self.delete(start, stop)
            self.insert(start, value[start:end])

    @property
    def runs(self) -> list[Run]:
        """Its text in stretches of the same marks."""
        return [Run(part.text, part.marks) for part in self.node.content if isinstance(part, Text)]

    @property
    def style(self) -> str | None:
        """The id of its style, None for the default one. May be set by id or by name."""
        found = self.node.attrs.get("style")
        return found if isinstance(found, str) else None

    @style.setter
    def style(self, value: str | None) -> None:
        if value is None:
            if "style" in self._element.attributes:
                del self._element.attributes["style"]
        else:
            self._element.attributes["style"] = self._document.style_id(value)

    @property
    def alignment(self) -> str | None:
        """`start`, `end`, `center`, `both` or `distribute`; None when its style decides."""
        found = self.node.attrs.get("align")
        return found if isinstance(found, str) else None

    def insert(self, offset: int, text: str, **marks: Any) -> None:
        """Insert text. Without `marks` it looks like the text before it.

        A mark is given as `bold=True`, `size=28` (half-points), `color="C23B22"`,
        `link={"href": …}`; False or None takes it away.

        Raises:
            ValueError: the offset lies outside the text, or a mark is unknown.
        """
        length = len(self.text)
        if not 0 <= offset <= length:
            raise ValueError(f"offset {offset} is outside a paragraph of {length} characters")
        if not text:
            return
        with self._element.doc.transaction():
            shared, place = self._place(offset)
            carried = {**_inherited(shared, place), **named_marks(marks)}
            kept = {name: given for name, given in carried.items() if given is not None}
            ydoc.insert(shared, place, text, shared_marks(kept))

    def delete(self, start: int, stop: int) -> None:
        """Delete the characters from `start` to before `stop`; images between them stay.

        Raises:
            ValueError: the range is not inside the text.
        """
        self._check(start, stop)
        with self._element.doc.transaction():
            for shared, low, high in self._ranges(start, stop):
                ydoc.delete(shared, low, high)

    def format(self, start: int, stop: int, **marks: Any) -> None:
        """Set or take away marks on a range, as in `insert`.

        Raises:
            ValueError: the range is not inside the text, or a mark is unknown.
        """
        self._check(start, stop)
        given = named_marks(marks)
        with self._element.doc.transaction():
            for shared, low, high in self._ranges(start, stop):
                ydoc.format_range(shared, low, high, given)

    def _check(self, start: int, stop: int) -> None:
        length = len(self.text)
        if not 0 <= start <= stop <= length:
            raise ValueError(f"{start}..{stop} is not inside a paragraph of {length} characters")

    def _texts(self) -> list[tuple[XmlText, str]]:
        return [
            (child, ydoc.plain(child))
            for child in self._element.children
            if isinstance(child, XmlText)
        ]

    def _ranges(self, start: int, stop: int) -> Iterator[tuple[XmlText, int, int]]:
        at = 0
        for shared, characters in self._texts():
            low, high = max(start - at, 0), min(stop - at, len(characters))
            if low < high:
                yield shared, low, high
            at += len(characters)

    def _place(self, offset: int) -> tuple[XmlText, int]:
        """Return the shared text that holds an offset, made when there is none."""
        at = 0
        for shared, characters in self._texts():
            if offset <= at + len(characters):
                return shared, offset - at
            at += len(characters)
        shared = XmlText()
        self._element.children.insert(0, shared)
        return shared, 0


def _inherited(shared: XmlText, place: int) -> dict[str, Any]:
    """Return what new text takes from the character before it, or the first one at the start.

    A link or tracked change is taken over only inside it, where it goes on behind the place.
    """
    before = _marks_of(shared, max(place - 1, 0))
    after = _marks_of(shared, place) if place else {}
    return {
        key: item
        for key, item in before.items()
        if model.mark_name(key) not in _NOT_INHERITED or after.get(key) == item
    }


def _marks_of(shared: XmlText, index: int) -> Marks:
    """Return the marks of the character at an index; none behind the end."""
    at = 0
    for piece, given in shared.diff():
        at += len(piece)
        if index < at:
            return model.marks(given or {})
    return {}


def named_marks(given: dict[str, Any]) -> dict[str, Any]:
    """Return marks given by name as shared attributes; None for those to take away.

    Raises:
        ValueError: there is no mark of that name.
    """
    result: dict[str, Any] = {}
    for name, item in given.items():
        defaults = model.mark_defaults(name)
        if not defaults:
            raise ValueError(f"there is no mark {name!r}")
        if item is None or item is False:
            result[name] = None
        elif item is True:
            result[name] = model.mark_attributes(name, {})
        elif isinstance(item, dict):
            result[name] = model.mark_attributes(name, item)
        else:
            result[name] = model.mark_attributes(name, {next(iter(defaults)): item})
    return result
