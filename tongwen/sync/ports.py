"""What live sessions need from the rooms around them, as the smallest possible interfaces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tongwen.core.roles import Role
from tongwen.documents.ports import OpenedPart
from tongwen.store import PartId, Snapshot


class Conn(Protocol):
    """One open WebSocket. All calls come from the event loop and none of them waits."""

    def write(self, frames: bytes) -> None:
        """Send whole WebSocket frames, already encoded."""

    def writelines(self, pieces: list[bytes]) -> None:
        """Send whole frames that come in pieces; a large piece is not copied."""

    def pending(self) -> int:
        """Bytes written and not yet taken by the network."""

    def close(self, code: int, reason: str) -> None:
        """Close after what was written; `code` as in RFC 6455 §7.4."""


@dataclass(frozen=True, slots=True)
class Membership:
    """What the gate says of one actor and one part."""

    tenant: str
    author: str  # a principal: 'u:<user>' or 'l:<link>'
    name: str
    role: Role
    may_write: bool
    user: str | None = None  # the member who it is, or for whom a program acts
    session: str | None = None  # the hash that `SessionEnded` names; None for API tokens
    expires_at: int | None = None  # milliseconds: link, token or session end by themselves then

    @property
    def expires(self) -> bool:
        """Whether access ends by itself at some time."""
        return self.expires_at is not None


class Gate(Protocol):
    """Decides who may join. Asked at the join and again whenever access may have changed."""

    async def admit(
        self, credentials: "Credentials", node: str, part: str, again: bool = False
    ) -> Membership:
        """Say what these credentials may do with a part; `again` of who has joined before.

        Raises:
            TongwenError: they may not join; `code` says why.
        """

    async def below(self, tenant: str, node: str, candidates: set[str]) -> set[str]:
        """Which of the candidates are this node, or lie below it."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a connection showed: the cookie of its upgrade request, the token of its message."""

    cookie: str | None
    token: str
    address: str
    same_origin: bool  # the upgrade request came from a page of ours
    # What schema version the page understands of a kind; a program that declares none is trusted.
    schemas: Mapping[str, int] = field(default_factory=dict, hash=False)


class Parts(Protocol):
    """Opens parts, importing the file on the first open, and hears of what happens to them."""

    async def open(self, part: PartId) -> OpenedPart:
        """Return the part, ready to serve.

        Raises:
            TongwenError: the file cannot be opened; `code` says why.
        """

    async def compact(self, part: PartId, seq: int, updates: list[bytes]) -> Snapshot:
        """Fold everything up to `seq`, which `updates` hold, into a snapshot, and keep it."""

    async def difference(self, state: bytes, vector: bytes) -> bytes:
        """`ydoc.updates.difference`, in a worker process when the state is large.

        Raises:
            ValueError: the vector is malformed.
        """

    async def summarise(self, update: bytes) -> bytes:
        """`ydoc.rangesets.dump(summarise(update))`, in a worker process when the update is large.

        Raises:
            TongwenError: the update is malformed.
        """

    def edited(self, part: PartId, author: str) -> None:
        """Note that a part has a new, durable edit. Called at most every few seconds a room."""

    async def left(self, part: PartId) -> None:
        """The last peer has left and the room has closed."""
