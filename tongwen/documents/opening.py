"""Opening a part: from its log, or, the first time, from the file."""

from contextlib import suppress

from tongwen.blobs import BlobStore
from tongwen.core import clock
from tongwen.core.errors import NotFound, Unsupported
from tongwen.documents.folding import folded
from tongwen.documents.ports import OpenedPart, Workers
from tongwen.kinds import BODY, LIVE_KINDS, keeps_deletions
from tongwen.store import Database, IntegrityViolated, PartId, Snapshot, StoreUnavailable
from tongwen.ydoc.ranges import summarise
from tongwen.ydoc.rangesets import dump
from tongwen.ydoc.states import EMPTY_UPDATE, Folded, difference

LARGE = 256 << 10  # bytes above which work on updates leaves this process
LONG_TAIL = 64 << 10  # bytes that whoever opens a part reads itself: reading takes 0.6 µs a byte
PARTS = {kind: live.parts for kind, live in LIVE_KINDS.items()}

_HEAD = """
    select n.kind, v.blob, v.number from nodes n
    join versions v on v.tenant = n.tenant and v.node = n.id and v.number = n.head
    where n.tenant = :tenant and n.id = :node and n.deleted is null
"""
_CLAIM = """
    insert into documents (tenant, node, base, base_seq, exported_seq, exported, opened)
    values (:tenant, :node, :blob, 1, 1, :blob, :now)
"""
_FIRST = """
    insert into updates (tenant, node, part, seq, at, author, "update")
    values (:tenant, :node, :part, 1, :now, '', :update)
"""
_LEARN = """
    update snapshots set summary = :summary
    where tenant = :tenant and node = :node and part = :part and seq = :seq and summary is null
"""


class Opening:
    """Reads parts for the live rooms, importing a file when it is opened for the first time."""

    def __init__(self, database: Database, blobs: BlobStore, workers: Workers) -> None:
        self._database = database
        self._blobs = blobs
        self._workers = workers

    async def open(self, part: PartId) -> OpenedPart:
        """Return a part, ready to serve. A file is imported in a worker process, once.

        Raises:
            NotFound: there is no such file.
            Unsupported: its kind has no live editor.
            TongwenError: the file cannot be read; the code says why. It stays as it is.
        """
        snapshot, tail = await self._database.log.tail(part)
        if snapshot is None and not tail and part.part == BODY:
            await self._import(part)
            snapshot, tail = await self._database.log.tail(part)
        if sum(len(row.update) for row in tail) > LONG_TAIL:  # a crash came before its compaction
            state = [snapshot.state] if snapshot else []
            whole = [*state, *(row.update for row in tail)]
            with suppress(StoreUnavailable):  # a disk that is full can still be read
                snapshot, tail = await self.compact(part, tail[-1].seq, whole), []
        return OpenedPart(snapshot, tail, await self._summary(part, snapshot))

    async def _import(self, part: PartId) -> None:
        key = {"tenant": part.tenant, "node": part.node}
        row = await self._database.fetchrow(_HEAD, **key)
        if row is None:
            raise NotFound("not-found")
        if row["kind"] not in PARTS:
            raise Unsupported("no-editor", kind=row["kind"])
        path = await self._blobs.local_path(part.tenant, row["blob"])
        imported = Folded.unpack(await self._workers.run("import.docx", str(path).encode()))
        now = clock.now()
        try:
            async with self._database.transaction() as transaction:
                await transaction.execute(_CLAIM, **key, blob=row["blob"], now=now)
                await transaction.execute(
                    _FIRST, **key, part=part.part, now=now, update=imported.state
                )
        except IntegrityViolated:
            return  # another process was faster; its import is as good
        await self._database.log.save_snapshot(part, _snapshot(1, imported))

    async def _summary(self, part: PartId, snapshot: Snapshot | None) -> bytes:
        if snapshot is None:
            return b""
        if snapshot.summary:
            return snapshot.summary
        if len(snapshot.state) > LARGE:
            summary = await self._workers.run("summarise", snapshot.state)
        else:
            summary = dump(summarise(snapshot.state))
        with suppress(StoreUnavailable):
            async with self._database.transaction() as transaction:
                await transaction.execute(
                    _LEARN, **part._asdict(), seq=snapshot.seq, summary=summary
                )
        return summary

    async def compact(self, part: PartId, seq: int, updates: list[bytes]) -> Snapshot:
        """Fold everything up to `seq`, which `updates` hold, into a snapshot, and keep it."""
        keep = keeps_deletions(part.part)
        snapshot = _snapshot(seq, await folded(self._workers, updates, keep_deletions=keep))
        await self._database.log.save_snapshot(part, snapshot)
        return snapshot

    async def difference(self, state: bytes, vector: bytes) -> bytes:
        """Return what a peer with this state vector lacks of a state.

        Raises:
            ValueError: the vector is malformed.
        """
        if len(state) <= LARGE:
            return difference(state, vector)
        difference(EMPTY_UPDATE, vector)  # a malformed vector is the peer's fault, not the worker's
        return await self._workers.run("difference", state, vector)

    async def summarise(self, update: bytes) -> bytes:
        """Return the summary of an update, made in a worker process.

        Raises:
            Invalid: it is malformed.
        """
        return await self._workers.run("summarise", update)


def _snapshot(seq: int, state: Folded) -> Snapshot:
    return Snapshot(seq, state.state, state.summary)
