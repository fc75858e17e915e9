"""When a long session of work is worth a version of its own, although nobody has left."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tongwen.core.clock import now as clock_now
from tongwen.drive.work import position
from tongwen.store import Database

PAUSE_SECONDS = 30 * 60  # a meeting or a meal: what comes after is another piece of work
LONGEST_SECONDS = 4 * 3600  # half a working day: more than that nobody wants to look through
MOST_EDITS = 2_000  # about a page typed, key by key: what one can take in when comparing
LEAST_SECONDS = 10 * 60  # twenty people make 2,000 edits in seconds; a version takes an export

_NEWEST = """
    select max(created) as created, max(coalesce(seq, 1)) as seq from versions
    where tenant = :tenant and node = :node
"""


class Document(NamedTuple):
    """Names a document, with all its parts."""

    tenant: str
    node: str


Keep = Callable[[Document], Awaitable[None]]


@dataclass(slots=True)
class _Sitting:
    began: float
    last: float


class Sittings:
    """Knows who is at work in which document, and asks for versions of what they did.

    Times are those of one clock that counts seconds; nothing here waits.
    """

    def __init__(self, database: Database, keep: Keep) -> None:
        """`keep` makes a version of what is in a document, if anything in it is new."""
        self._database = database
        self._keep = keep
        self._sittings: dict[Document, _Sitting] = {}

    def __len__(self) -> int:
        return len(self._sittings)

    def edited(self, document: Document, now: float) -> None:
        """Note that a document was edited."""
        sitting = self._sittings.get(document)
        if sitting is None:
            self._sittings[document] = _Sitting(now, now)
        else:
            sitting.last = now

    def left(self, document: Document) -> None:
        """Note that everybody has left; their version is made by whoever noticed."""
        self._sittings.pop(document, None)

    async def look(self, now: float) -> None:
        """Ask for the versions that are due, one after the other: each is an export."""
        for document in self._paused(now):
            self._sittings.pop(document, None)
            await self._keep(document)
        for document in await self._long(now):
            if (sitting := self._sittings.get(document)) is not None:
                sitting.began = now
                await self._keep(document)

    def _paused(self, now: float) -> Sequence[Document]:
        return [
            document
            for document, sitting in self._sittings.items()
            if now - sitting.last >= PAUSE_SECONDS
        ]

    async def _long(self, now: float) -> Sequence[Document]:
        old = {
            document: now - sitting.began >= LONGEST_SECONDS
            for document, sitting in self._sittings.items()
            if now - sitting.began >= LEAST_SECONDS
        }
        return [document for document, very in old.items() if await self._due(document, very)]

    async def _due(self, document: Document, very: bool) -> bool:
        """Whether there is enough since the newest version, which another node may have made."""
        newest = await self._database.fetchrow(_NEWEST, **document._asdict())
        if newest is None or newest["created"] is None:
            return False
        if clock_now() - newest["created"] < LEAST_SECONDS * 1000:
            return False
        edits = await position(self._database, document.tenant, document.node) - newest["seq"]
        return bool(edits > 0 and (very or edits >= MOST_EDITS))
