"""Turning live content into wanted content with few edits, so that typing stays in place."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from pycrdt import XmlElement, XmlText

from tongwen.kinds.text import model
from tongwen.kinds.text.align import align, common_ends, pair_similar
from tongwen.kinds.text.model import Content, Node, Text, append_text, marks, plain
from tongwen.kinds.text.shared import Parent, grouped, read_node, shared_marks, write
from tongwen.ydoc import utf8_offset


def reconcile(parent: Parent, nodes: Sequence[Content]) -> bool:
    """Turn the content of a fragment into `nodes` with few edits; say whether anything changed.

    Equal blocks are left alone, stale `src` hints included; changed ones are edited inside, so that
    what other people type at the same time stays where they typed it.
    """
    with parent.doc.transaction():
        return _Reconciler().content(parent, grouped(nodes))


class _Reconciler:
    """Edits a live tree towards a wanted one."""

    def __init__(self) -> None:
        self.changed = False

    def content(self, parent: Parent, wanted: Sequence[Node | list[Text]]) -> bool:
        live = list(parent.children)
        keys = [live_key(child) for child in live]
        targets = [wanted_key(group) for group in wanted]
        place = 0
        for same, first, last, begin, end in align(keys, targets):
            if same:
                place += last - first
                continue
            place = self.changed_span(parent, live[first:last], wanted[begin:end], place)
        return self.changed

    def changed_span(
        self,
        parent: Parent,
        live: Sequence[Any],
        wanted: Sequence[Node | list[Text]],
        place: int,
    ) -> int:
        """Edit, replace, delete and insert between two equal stretches; return the place behind."""
        self.changed = True
        texts = [_live_text(child) for child in live]
        for old, new in pair_similar(texts, [_wanted_text(group) for group in wanted]):
            if new is None:
                del parent.children[place]
                continue
            if old is not None and not self.edit(live[old], wanted[new]):
                del parent.children[place]
                self.insert(parent, wanted[new], place)
            elif old is None:
                self.insert(parent, wanted[new], place)
            place += 1
        return place

    def insert(self, parent: Parent, group: Node | list[Text], place: int) -> None:
        write(parent, [group] if isinstance(group, Node) else group, place)

    def edit(self, old: Any, new: Node | list[Text]) -> bool:
        """Edit a live child towards a wanted one of the same kind; False when they differ."""
        if isinstance(old, XmlText) and isinstance(new, list):
            edit_text(old, new)
            return True
        if isinstance(old, XmlElement) and isinstance(new, Node) and old.tag == new.type:
            set_attributes(old, new.attrs)
            self.content(old, grouped(new.content))
            return True
        return False


def live_key(child: Any) -> Hashable:
    """Return something that is equal for equal live content, whatever its `src`."""
    if isinstance(child, XmlText):
        pieces: list[Content] = []
        for piece, given in child.diff():
            append_text(pieces, piece if isinstance(piece, str) else "\ufffc", marks(given or {}))
        return wanted_key([piece for piece in pieces if isinstance(piece, Text)])
    if isinstance(child, XmlElement):
        return wanted_key(read_node(child))
    return None


def wanted_key(group: Node | list[Text]) -> Hashable:
    """Return something that is equal for equal content, whatever its `src`."""
    if isinstance(group, list):
        return tuple((piece.text, freeze(piece.marks)) for piece in group)
    hints = ("src", "cont")
    attributes = {key: item for key, item in group.attrs.items() if key not in hints}
    content = tuple(wanted_key(child) for child in grouped(group.content))
    return (group.type, freeze(attributes), content)


def freeze(given: Any) -> Hashable:
    """Return a hashable stand-in for a JSON value."""
    if isinstance(given, dict):
        return tuple(sorted((key, freeze(item)) for key, item in given.items()))
    if isinstance(given, list):
        return tuple(freeze(item) for item in given)
    return (type(given).__name__, given)


def _live_text(child: Any) -> tuple[str, str]:
    if isinstance(child, XmlElement):
        return (child.tag or "", plain(read_node(child)))
    return ("text", "".join(piece for piece, _ in child.diff() if isinstance(piece, str)))


def _wanted_text(group: Node | list[Text]) -> tuple[str, str]:
    if isinstance(group, list):
        return ("text", "".join(piece.text for piece in group))
    return (group.type, plain(group))


def set_attributes(element: XmlElement, wanted: Mapping[str, Any]) -> None:
    """Give an element exactly these attributes, touching only those that differ."""
    kind = element.tag or ""
    before = dict(element.attributes)  # type: ignore[call-overload]
    normal = model.node_attributes(kind, before)
    for key in before:
        if key not in wanted and key in normal:
            del element.attributes[key]
    for key, item in wanted.items():
        if normal.get(key) != item:
            element.attributes[key] = item


def edit_text(text: XmlText, pieces: Sequence[Text]) -> None:
    """Turn a shared text into `pieces`: what differs between the common ends, then the marks."""
    old = "".join(piece for piece, _ in text.diff() if isinstance(piece, str))
    new = "".join(piece.text for piece in pieces)
    start, old_end, new_end = common_ends(old, new)
    first = utf8_offset(old, start)
    last = utf8_offset(old, old_end)
    if first < last:
        del text[first:last]
    if start < new_end:
        text.insert(first, new[start:new_end], {})
    _edit_marks(text, pieces)


def _edit_marks(text: XmlText, pieces: Sequence[Text]) -> None:
    """Give each stretch its marks, formatting only where they differ."""
    place = 0
    wanted: list[tuple[int, int, dict[str, Any]]] = []
    for piece in pieces:
        end = place + len(piece.text.encode("utf-8", "surrogatepass"))
        wanted.append((place, end, shared_marks(piece.marks)))
        place = end
    for start, end, given in _stretches(text):
        for first, last, target in wanted:
            low, high = max(start, first), min(end, last)
            if low < high:
                changes = _mark_changes(given, target)
                if changes:
                    text.format(low, high, changes)


def _stretches(text: XmlText) -> list[tuple[int, int, dict[str, Any]]]:
    place = 0
    result = []
    for piece, given in text.diff():
        size = len(piece.encode("utf-8", "surrogatepass")) if isinstance(piece, str) else 1
        result.append((place, place + size, dict(given or {})))
        place += size
    return result


def _mark_changes(given: dict[str, Any], target: dict[str, Any]) -> dict[str, Any]:
    normal = {
        key: model.mark_attributes(model.mark_name(key), item)
        for key, item in given.items()
        if item is not None
    }
    changes: dict[str, Any] = {key: None for key in normal if key not in target}
    changes.update({key: item for key, item in target.items() if normal.get(key) != item})
    return changes
