"""Who asks: a member, a program of a member, or a guest who came by a link."""

from dataclasses import dataclass
from typing import Literal
from zlib import crc32

Scope = Literal["read", "write", "admin"]

COLORS = 8  # people are told apart by one of eight colours


@dataclass(frozen=True, slots=True)
class Actor:
    """One asker, as the gate sees it.

    `principals` are what grants may name: `u:<user id>`, then `l:<link id>` for each link that the
    session has opened. `scope` limits an API token; a session has `admin`, which only means
    something to an administrator. `session` is the hash of the session's secret, None for tokens.
    """

    tenant: str
    user: str | None
    principals: tuple[str, ...]
    name: str
    scope: Scope
    administrator: bool
    address: str
    email: str | None = None
    language: str | None = None
    session: str | None = None
    expires: int | None = None  # milliseconds: the session or token ends by itself then

    @property
    def author(self) -> str:
        """The id written beside what the actor does: the user id, or the link's principal."""
        return self.user or self.principals[0]

    @property
    def principal(self) -> str:
        """The principal written in the audit log."""
        return self.principals[0]

    @property
    def color(self) -> int:
        """A number from 0 to 7, always the same for the same person."""
        return color_of(self.author)


def color_of(author: str) -> int:
    """Return a number from 0 to 7, always the same for the same author."""
    return crc32(author.encode()) % COLORS
