"""Document kinds, one folder each: schema, Python model, browser editor, examples."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LiveKind:
    """A kind that is edited live.

    `keeps_deletions` names those of its parts whose deleted content stays in the log's states, so
    that a version can be shown with what was deleted since. The other parts are folded without it:
    their history is their versions.
    """

    parts: tuple[str, ...]
    keeps_deletions: frozenset[str]


BODY = "body"
"""The part whose log the versions of a document count in."""

LIVE_KINDS = {"text": LiveKind((BODY, "comments"), keeps_deletions=frozenset((BODY,)))}

_KEEPING = frozenset(part for kind in LIVE_KINDS.values() for part in kind.keeps_deletions)


def keeps_deletions(part: str) -> bool:
    """Whether states of a part keep its deleted content."""
    return part in _KEEPING
