"""The update log, but for the steps that differ between back ends."""

import asyncio
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from tongwen.core import clock
from tongwen.store import Authored, Database, LoggedUpdate, PartId, Snapshot, history
from tongwen.store.group_commit import GroupCommit

PAGE_ROWS = 1_000  # rows read before others get their turn
THREAD_BYTES = 64 << 10  # (de)compressing less than this is quicker than changing threads
HEADS = 100_000  # parts whose head is remembered: about 30 MB

_READ = """
    select seq, at, author, "update" from updates
    where tenant = :tenant and node = :node and part = :part and seq > :after and seq <= :upto
    order by seq limit :rows
"""
_HEAD = "select max(seq) from updates where tenant = :tenant and node = :node and part = :part"
_SNAPSHOT = """
    select seq, state, summary from snapshots
    where tenant = :tenant and node = :node and part = :part
"""
_SAVE_SNAPSHOT = """
    insert into snapshots (tenant, node, part, seq, at, state, summary)
    values (:tenant, :node, :part, :seq, :at, :state, :summary)
    on conflict (tenant, node, part) do update set seq = excluded.seq, at = excluded.at,
        state = excluded.state, summary = excluded.summary
    where excluded.seq > snapshots.seq
"""

SQUASH_LAST = """
    update updates set author = '', "update" = :state
    where tenant = :tenant and node = :node and part = :part and seq = :upto
"""
SQUASH_REST = """
    delete from updates
    where tenant = :tenant and node = :node and part = :part and seq < :upto
"""


class Log(ABC):
    """Fulfils `UpdateLog` over a database and its group commit."""

    def __init__(self, database: Database, commits: GroupCommit) -> None:
        self._database = database
        self._commits = commits
        self.submit = commits.submit  # called for every edit: without a step between

    async def append(self, part: PartId, author: str, update: bytes) -> int:
        """Submit and wait; return the sequence number."""
        return await self._commits.append(part, author, update)

    async def read(
        self, part: PartId, after: int = 0, upto: int | None = None
    ) -> list[LoggedUpdate]:
        """Return the updates with `after < seq <= upto`, in order. See `UpdateLog.read`."""
        key = {**key_of(part), "upto": history.END if upto is None else upto, "rows": PAGE_ROWS}
        updates: list[LoggedUpdate] = []
        seen: tuple[int, int] | None = None
        while True:
            start = updates[-1].seq if updates else after
            rows = await self._database.fetch(_READ, **key, after=start)
            page = [LoggedUpdate(row[0], row[1], row[2], row[3]) for row in rows]
            if updates and page and page[0].seq != start + 1 and seen != (start, page[0].seq):
                # Somebody squashed what we read: begin again, to hold the log of one moment. A
                # gap that stays (rows taken out by hand) is no reason to begin a third time.
                seen = (start, page[0].seq)
                updates = []
                continue
            updates += page
            if len(page) < PAGE_ROWS:
                return updates
            await asyncio.sleep(0)

    async def head(self, part: PartId) -> int:
        """Return the highest sequence number, 0 for a part without updates."""
        return await self._database.fetchval(_HEAD, **key_of(part)) or 0

    @abstractmethod
    async def heads(self, parts: Sequence[PartId]) -> dict[PartId, int]:
        """Return the highest sequence number of each part, 0 for a part without updates."""

    async def snapshot(self, part: PartId) -> Snapshot | None:
        """Return the latest snapshot."""
        row = await self._database.fetchrow(_SNAPSHOT, **key_of(part))
        if row is None:
            return None
        seq, state, summary = row[0], row[1], row[2] or b""
        if len(state) < THREAD_BYTES:
            return Snapshot(seq, zlib.decompress(state), summary)
        return Snapshot(seq, await asyncio.to_thread(zlib.decompress, state), summary)

    async def save_snapshot(self, part: PartId, snapshot: Snapshot) -> None:
        """Keep a snapshot; one that is older than the kept one is ignored."""
        if len(snapshot.state) < THREAD_BYTES:
            state = zlib.compress(snapshot.state, 1)
        else:
            state = await asyncio.to_thread(zlib.compress, snapshot.state, 1)
        values = {"seq": snapshot.seq, "at": clock.now(), "state": state}
        async with self._database.transaction() as transaction:
            await transaction.execute(
                _SAVE_SNAPSHOT, **key_of(part), **values, summary=snapshot.summary or None
            )

    async def tail(self, part: PartId) -> tuple[Snapshot | None, list[LoggedUpdate]]:
        """Return the latest snapshot and the updates after it.

        The log grows at its end only, and a row that squashed others holds all that they held. So
        reading the snapshot first and then everything after it gives a state that the part really
        had, without a transaction.
        """
        snapshot = await self.snapshot(part)
        return snapshot, await self.read(part, snapshot.seq if snapshot else 0)

    async def authors(
        self, part: PartId, after: int = 0, upto: int | None = None, pause: int | None = None
    ) -> list[Authored]:
        """Tell who wrote the updates with `after < seq <= upto`. See `UpdateLog.authors`."""
        return await history.authors(self._database, key_of(part), after, upto, pause)

    @abstractmethod
    async def squash(self, part: PartId, upto: int, state: bytes) -> None:
        """Replace all updates with `seq <= upto` by one. See `UpdateLog.squash`."""

    async def squashable(
        self, before: int, limit: int, after: PartId | None = None
    ) -> list[tuple[PartId, int]]:
        """Return parts that begin with old updates. See `UpdateLog.squashable`."""
        return await history.squashable(self._database, before, limit, after)

    async def close(self) -> None:
        """Write what is queued; refuse what comes later."""
        await self._commits.close()


class Heads:
    """Remembers the highest sequence number of the parts that were written last."""

    def __init__(self) -> None:
        self._heads: dict[PartId, int] = {}

    def unknown(self, parts: Iterable[PartId]) -> list[PartId]:
        """Return those parts whose head is not remembered, each once."""
        heads = self._heads
        return list({part: None for part in parts if part not in heads})

    def learn(self, part: PartId, head: int) -> None:
        """Remember a head that was read from the database."""
        self._heads[part] = head

    def expected(self, part: PartId) -> int:
        """Return the head of a known part."""
        return self._heads[part]

    def number(self, parts: Sequence[PartId]) -> list[int]:
        """Count the next sequence numbers of known parts as used, and return them."""
        heads = self._heads
        seqs = []
        for part in parts:
            seq = heads.pop(part) + 1
            heads[part] = seq  # last in the dict: the order of use
            seqs.append(seq)
        return seqs

    def trim(self) -> None:
        """Forget the parts written longest ago, beyond `HEADS`."""
        while len(self._heads) > HEADS:
            del self._heads[next(iter(self._heads))]

    def forget(self, parts: Iterable[PartId]) -> None:
        """Drop what may be wrong, after a write that failed."""
        for part in parts:
            self._heads.pop(part, None)


def key_of(part: PartId) -> dict[str, object]:
    """Return the values that name a part in a statement."""
    return {"tenant": part.tenant, "node": part.node, "part": part.part}
