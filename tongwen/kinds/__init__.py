"""Document kinds, one folder each: schema, Python model, browser editor, examples."""

import re
from dataclasses import dataclass

COMMENTS = "comments"
"""The part of every kind that commenters write too. It has no versions and is not restored."""

BODY = "body"
BOOK = "book"


@dataclass(frozen=True, slots=True)
class LiveKind:
    """A kind that is edited live: which parts a document of it has.

    `main` is the part that a page opens first: its people are those of the document. `parts` are
    its other fixed ones, `family` matches the names of those of which there may be any number.
    `keeps_deletions` names the parts whose deleted content stays in the log's states, so that a
    version can be shown with what was deleted since. The other parts are folded without it: their
    history is their versions. `files_comments`: comments stand in the kind's files.
    """

    main: str
    parts: tuple[str, ...] = (COMMENTS,)
    family: re.Pattern[str] | None = None
    keeps_deletions: frozenset[str] = frozenset()
    files_comments: bool = False

    def has(self, part: str) -> bool:
        """Whether a document of this kind may have a part of that name."""
        return part == self.main or part in self.parts or self.in_family(part)

    def in_family(self, part: str) -> bool:
        """Whether it is one of those parts of which there may be any number."""
        return self.family is not None and self.family.fullmatch(part) is not None

    @property
    def traced(self) -> bool:
        """Whether the log tells who wrote what in the main part."""
        return self.main in self.keeps_deletions


LIVE_KINDS = {
    "text": LiveKind(BODY, keeps_deletions=frozenset((BODY,))),
    "sheet": LiveKind(
        BOOK,
        family=re.compile(r"sheet:s[0-9a-z]{1,16}(-[0-9a-z]{1,16})?"),
        files_comments=True,
    ),
}

MOST_PARTS = 1_000
"""Parts that one document may have."""

_MAINS = frozenset(kind.main for kind in LIVE_KINDS.values())
_KEEPING = frozenset(part for kind in LIVE_KINDS.values() for part in kind.keeps_deletions)


def is_content(part: str) -> bool:
    """Whether a part belongs to what versions of the document hold, and only editors write."""
    return part != COMMENTS


def is_main(part: str) -> bool:
    """Whether it is a kind's main part."""
    return part in _MAINS


def keeps_deletions(part: str) -> bool:
    """Whether states of a part keep its deleted content."""
    return part in _KEEPING
