"""The update log, but for the one step that differs between back ends: writing a batch."""

import asyncio
import zlib
from collections.abc import Sequence

from tongwen.core import clock
from tongwen.store import Database, LoggedUpdate, PartId, Snapshot
from tongwen.store.group_commit import Done, GroupCommit

PAGE_ROWS = 1_000  # rows read before others get their turn
THREAD_BYTES = 64 << 10  # (de)compressing less than this is quicker than changing threads
HEADS = 100_000  # parts whose head is remembered: about 30 MB

_READ = """
    select seq, at, author, "update" from updates
    where tenant = :tenant and node = :node and part = :part and seq > :after
    order by seq limit :rows
"""
_HEAD = "select max(seq) from updates where tenant = :tenant and node = :node and part = :part"
_SNAPSHOT = """
    select seq, state from snapshots where tenant = :tenant and node = :node and part = :part
"""
_SAVE_SNAPSHOT = """
    insert into snapshots (tenant, node, part, seq, at, state)
    values (:tenant, :node, :part, :seq, :at, :state)
    on conflict (tenant, node, part) do update
    set seq = excluded.seq, at = excluded.at, state = excluded.state
    where excluded.seq > snapshots.seq
"""


class Log:
    """Fulfils `UpdateLog` over a database and its group commit."""

    def __init__(self, database: Database, commits: GroupCommit) -> None:
        self._database = database
        self._commits = commits

    def submit(self, part: PartId, author: str, update: bytes, done: Done) -> None:
        """Queue an update. See `UpdateLog.submit`."""
        self._commits.submit(part, author, update, done)

    async def append(self, part: PartId, author: str, update: bytes) -> int:
        """Submit and wait; return the sequence number."""
        return await self._commits.append(part, author, update)

    async def read(self, part: PartId, after: int = 0) -> list[LoggedUpdate]:
        """Return the updates with `seq > after`, in order."""
        updates: list[LoggedUpdate] = []
        while True:
            rows = await self._database.fetch(_READ, **_key(part), after=after, rows=PAGE_ROWS)
            updates += [LoggedUpdate(*row) for row in rows]  # type: ignore[misc]
            if len(rows) < PAGE_ROWS:
                return updates
            after = updates[-1].seq
            await asyncio.sleep(0)

    async def head(self, part: PartId) -> int:
        """Return the highest sequence number, 0 for a part without updates."""
        return await self._database.fetchval(_HEAD, **_key(part)) or 0

    async def snapshot(self, part: PartId) -> Snapshot | None:
        """Return the latest snapshot."""
        row = await self._database.fetchrow(_SNAPSHOT, **_key(part))
        if row is None:
            return None
        if len(row["state"]) < THREAD_BYTES:
            return Snapshot(row["seq"], zlib.decompress(row["state"]))
        return Snapshot(row["seq"], await asyncio.to_thread(zlib.decompress, row["state"]))

    async def save_snapshot(self, part: PartId, snapshot: Snapshot) -> None:
        """Keep a snapshot; one that is older than the kept one is ignored."""
        if len(snapshot.state) < THREAD_BYTES:
            state = zlib.compress(snapshot.state, 1)
        else:
            state = await asyncio.to_thread(zlib.compress, snapshot.state, 1)
        async with self._database.transaction() as transaction:
            await transaction.execute(
                _SAVE_SNAPSHOT, **_key(part), seq=snapshot.seq, at=clock.now(), state=state
            )

    async def tail(self, part: PartId) -> tuple[Snapshot | None, list[LoggedUpdate]]:
        """Return the latest snapshot and the updates after it.

        The log only grows and rows under a snapshot stay, so reading the snapshot first and then
        everything after it gives a state that the part really had, without a transaction.
        """
        snapshot = await self.snapshot(part)
        return snapshot, await self.read(part, snapshot.seq if snapshot else 0)

    async def close(self) -> None:
        """Write what is queued; refuse what comes later."""
        await self._commits.close()


class Heads:
    """Remembers the highest sequence number of the parts that were written last."""

    def __init__(self) -> None:
        self._heads: dict[PartId, int] = {}

    def knows(self, part: PartId) -> bool:
        """Whether the head of a part is remembered."""
        return part in self._heads

    def learn(self, part: PartId, head: int) -> None:
        """Remember a head that was read from the database."""
        self._heads[part] = head

    def take(self, part: PartId) -> int:
        """Count the next sequence number of a known part as used, and return it."""
        seq = self._heads.pop(part) + 1
        self._heads[part] = seq  # last in the dict: the order of use
        return seq

    def trim(self) -> None:
        """Forget the parts written longest ago, beyond `HEADS`."""
        while len(self._heads) > HEADS:
            del self._heads[next(iter(self._heads))]

    def forget(self, parts: Sequence[PartId]) -> None:
        """Drop what may be wrong, after a write that failed."""
        for part in parts:
            self._heads.pop(part, None)


def _key(part: PartId) -> dict[str, object]:
    return {"tenant": part.tenant, "node": part.node, "part": part.part}
