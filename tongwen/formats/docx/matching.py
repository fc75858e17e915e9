"""Which original block each live block came from: by its hint, by equality, by likeness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongwen.formats.docx.blocks import Source
from tongwen.kinds.text.align import align, likeness, pair_similar
from tongwen.kinds.text.model import Content, Node, Text, plain
from tongwen.kinds.text.reconcile import wanted_key

_HINTS = ("src", "cont")
_LIKE_ENOUGH = 0.3


@dataclass(slots=True)
class Match:
    """The original of a live block: `exact` when it says the same, `first` when none has it yet."""

    source: Source
    exact: bool
    first: bool


def same(one: Content, other: Content) -> bool:
    """Whether two nodes say the same, whatever their hints."""
    if isinstance(one, Text) or isinstance(other, Text):
        return one == other
    if one.type != other.type or len(one.content) != len(other.content):
        return False
    if one.attrs != other.attrs and _bare(one) != _bare(other):
        return False
    return all(same(a, b) for a, b in zip(one.content, other.content, strict=True))


def all_same(some: Sequence[Content], others: Sequence[Content]) -> bool:
    """Whether two lists of nodes say the same, whatever their hints."""
    if some == others:
        return True
    return len(some) == len(others) and all(map(same, some, others))


def _bare(node: Node) -> dict[str, object]:
    return {key: item for key, item in node.attrs.items() if key not in _HINTS}


def hint(node: Node) -> int | None:
    """Return a node's `src`, or None when it has none that could be one."""
    found = node.attrs.get("src")
    return found if isinstance(found, int) and not isinstance(found, bool) else None


class Matcher:
    """Matches live blocks to the originals of one story. Each original is first for one block."""

    def __init__(self, sources: Mapping[int, Source]) -> None:
        self._sources = sources
        self._claimed: set[int] = set()

    def claim(self, ordinal: int) -> bool:
        """Take an original by its ordinal; false when it is taken or there is none."""
        if ordinal in self._claimed or ordinal not in self._sources:
            return False
        self._claimed.add(ordinal)
        return True

    def match(self, originals: Sequence[Content], live: Sequence[Content]) -> list[Match | None]:
        """Return a match for each live block, None for what is new."""
        here = [node for node in originals if isinstance(node, Node)]
        blocks = [node if isinstance(node, Node) else None for node in live]
        claimed = set(self._claimed)
        found: list[Match | None] = [None] * len(blocks)
        self._by_hint(blocks, found)
        if None in found:
            self._by_equality(here, blocks, found)
            if _stale(blocks, found):
                self._claimed = claimed
                found = [None] * len(blocks)
                self._in_order(here, blocks, found)
                self._by_hint(blocks, found)
                self._by_equality(here, blocks, found)
            self._by_likely_hint(blocks, found)
            self._by_likeness(here, blocks, found)
            self._second_claims(blocks, found)
        return found

    def _in_order(
        self, here: list[Node], blocks: Sequence[Node | None], found: list[Match | None]
    ) -> None:
        """Match equal blocks by their order alone."""
        old = [wanted_key(node) for node in here]
        new = [wanted_key(node) if node else None for node in blocks]
        for equal, first, last, begin, _ in align(old, new):
            for at in range(first, last) if equal else ():
                self._take(here[at], begin + at - first, found, exact=True)

    def _by_hint(self, blocks: Sequence[Node | None], found: list[Match | None]) -> None:
        for at, node in enumerate(blocks):
            ordinal = hint(node) if node and found[at] is None else None
            source = self._sources.get(ordinal) if ordinal is not None else None
            exact = node is not None and source is not None and same(source.node, node)
            if exact and source is not None and self.claim(ordinal or 0):
                found[at] = Match(source, exact=True, first=True)

    def _by_equality(
        self, here: list[Node], blocks: Sequence[Node | None], found: list[Match | None]
    ) -> None:
        free: dict[tuple[str, str], list[Node]] = {}
        for original in reversed(here):
            if hint(original) not in self._claimed:
                free.setdefault((original.type, plain(original)), []).append(original)
        for at, node in enumerate(blocks):
            if node is None or found[at] is not None:
                continue
            candidates = free.get((node.type, plain(node)), [])
            for original in reversed(candidates):
                if same(original, node):
                    candidates.remove(original)
                    self._take(original, at, found, exact=True)
                    break

    def _by_likely_hint(self, blocks: Sequence[Node | None], found: list[Match | None]) -> None:
        for at, node in enumerate(blocks):
            ordinal = hint(node) if node else None
            source = self._sources.get(ordinal) if ordinal is not None else None
            if node is None or source is None or found[at] is not None:
                continue
            close = likeness(_words(source.node), _words(node)) >= _LIKE_ENOUGH
            empty = not plain(source.node) or not plain(node)
            if source.node.type == node.type and (close or empty):
                self._take(source.node, at, found, exact=False)

    def _by_likeness(
        self, here: list[Node], blocks: Sequence[Node | None], found: list[Match | None]
    ) -> None:
        """Pair what is left between two matched neighbours with the originals between theirs."""
        index = {hint(original): at for at, original in enumerate(here)}
        start, before = 0, 0
        for at in range(len(blocks) + 1):
            match = found[at] if at < len(blocks) else None
            place = index.get(hint(match.source.node)) if match else None
            if at < len(blocks) and (match is None or place is None):
                continue
            after = len(here) if place is None else place
            gap = [one for one in here[before:after] if hint(one) not in self._claimed]
            wanting = [i for i in range(start, at) if blocks[i] is not None and found[i] is None]
            self._pair(gap, wanting, blocks, found)
            start, before = at + 1, after + 1

    def _pair(
        self,
        gap: list[Node],
        wanting: list[int],
        blocks: Sequence[Node | None],
        found: list[Match | None],
    ) -> None:
        if not gap or not wanting:
            return
        texts = [_words(node) for at in wanting if (node := blocks[at]) is not None]
        for old, new in pair_similar([_words(original) for original in gap], texts):
            if old is not None and new is not None:
                self._take(gap[old], wanting[new], found, exact=False)

    def _second_claims(self, blocks: Sequence[Node | None], found: list[Match | None]) -> None:
        """Give what is left the original it names, though another block has it (after a split)."""
        for at, node in enumerate(blocks):
            ordinal = hint(node) if node else None
            source = self._sources.get(ordinal) if ordinal is not None else None
            if node is None or source is None or found[at] is not None or ordinal is None:
                continue
            if source.node.type == node.type and source.node.content:
                exact = same(source.node, node)
                found[at] = Match(source, exact, first=self.claim(ordinal))

    def _take(self, original: Node, at: int, found: list[Match | None], exact: bool) -> None:
        ordinal = hint(original)
        if ordinal is not None and self.claim(ordinal):
            found[at] = Match(self._sources[ordinal], exact, first=True)


def _stale(blocks: Sequence[Node | None], found: Sequence[Match | None]) -> bool:
    """Whether hints count in another file: an equal block was found, but not where one said."""
    return any(
        match is not None and hint(node) not in (None, hint(match.source.node))
        for node, match in zip(blocks, found, strict=True)
        if node is not None
    )


def _words(node: Node) -> tuple[str, str]:
    return (node.type, plain(node))
