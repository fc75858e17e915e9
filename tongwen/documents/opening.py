"""Opening a part: from its log, or, the first time, all parts of a document from its file."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from weakref import WeakValueDictionary

from tongwen.blobs import BlobStore
from tongwen.catalog import format_of
from tongwen.core import clock
from tongwen.core.errors import NotFound, TooLarge, Unsupported
from tongwen.documents.folding import folded
from tongwen.documents.leavings import Leavings
from tongwen.documents.ports import OpenedPart, Workers
from tongwen.drive.work import FIRST_SEQ, content_heads
from tongwen.kinds import LIVE_KINDS, MOST_PARTS, is_content, keeps_deletions
from tongwen.kinds.parts import unpack_parts
from tongwen.store import (
    Database,
    IntegrityViolated,
    PartId,
    Row,
    Snapshot,
    StoreUnavailable,
)
from tongwen.ydoc.ranges import summarise
from tongwen.ydoc.rangesets import dump
from tongwen.ydoc.states import EMPTY_UPDATE, Folded, difference

LARGE = 256 << 10  # bytes above which work on updates leaves this process
LONG_TAIL = 64 << 10  # bytes that whoever opens a part reads itself: reading takes 0.6 µs a byte

_HEAD = """
    select n.kind, v.blob, v.number, d.base from nodes n
    join versions v on v.tenant = n.tenant and v.node = n.id and v.number = n.head
    left join documents d on d.tenant = n.tenant and d.node = n.id
    where n.tenant = :tenant and n.id = :node and n.deleted is null
"""
_KIND = "select kind from nodes where tenant = :tenant and id = :node"
_CLAIM = """
    insert into documents (tenant, node, base, base_seq, exported_seq, exported, opened)
    values (:tenant, :node, :blob, :position, :filed, :blob, :now)
"""
_FIRST = """
    insert into updates (tenant, node, part, seq, at, author, "update")
    values (:tenant, :node, :part, 1, :now, '', :update)
"""
_PLACE = """
    update versions set seq = :position
    where tenant = :tenant and node = :node and number = :number and seq is null
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
        self._leavings = Leavings()
        self._imports: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def open(self, part: PartId) -> OpenedPart:
        """Return a part, ready to serve.

        A file is imported in a worker process, once, with all its parts, whichever of them is
        opened first. A part that was never written is empty.

        Raises:
            NotFound: there is no such file.
            Unsupported: its kind has no live editor.
            TooLarge: `too-many-parts`: it would be one more than a document may have.
            TongwenError: the file cannot be read; the code says why. It stays as it is.
        """
        snapshot, tail = await self._database.log.tail(part)
        if snapshot is None and not tail:
            await self._prepare(part)
            snapshot, tail = await self._database.log.tail(part)
        if sum(len(row.update) for row in tail) > LONG_TAIL:  # a crash came before its compaction
            state = [snapshot.state] if snapshot else []
            whole = [*state, *(row.update for row in tail)]
            with suppress(StoreUnavailable):  # a disk that is full can still be read
                snapshot, tail = await self.compact(part, tail[-1].seq, whole), []
        self._leavings.after(len(snapshot.state) if snapshot else 0)
        return OpenedPart(snapshot, tail, await self._summary(part, snapshot))

    async def _prepare(self, part: PartId) -> None:
        """Import the document of a part that was never written, unless that has been done."""
        if not is_content(part.part) and not await self._files_comments(part):
            return
        lock = self._imports.setdefault((part.tenant, part.node), asyncio.Lock())
        async with lock:  # who opens several parts at once has them imported once
            row = await self._database.fetchrow(_HEAD, tenant=part.tenant, node=part.node)
            if row is None:
                raise NotFound("not-found")
            if row["kind"] not in LIVE_KINDS:
                raise Unsupported("no-editor", kind=row["kind"])
            if row["base"] is None:
                await self._import(part, row)
        if LIVE_KINDS[row["kind"]].in_family(part.part):
            heads = await content_heads(self._database, part.tenant, part.node)
            if part.part not in heads and len(heads) >= MOST_PARTS:
                raise TooLarge("too-many-parts", limit=MOST_PARTS)

    async def _files_comments(self, part: PartId) -> bool:
        """Whether the document's file says what the part with its comments begins with."""
        kind = await self._database.fetchval(_KIND, tenant=part.tenant, node=part.node)
        return kind in LIVE_KINDS and LIVE_KINDS[kind].files_comments

    async def _import(self, part: PartId, row: Row) -> None:
        tenant, node, blob = part.tenant, part.node, row["blob"]
        path = await self._blobs.local_path(tenant, blob)
        task = f"import.{format_of(row['kind'])}"
        packed = unpack_parts(await self._workers.run(task, str(path).encode()))
        parts = {name: Folded.unpack(folded) for name, (folded,) in packed.items()}
        if len(parts) > MOST_PARTS:
            raise TooLarge("too-many-parts", limit=MOST_PARTS)
        try:
            await self._write(part, blob, row["number"], parts)
        except IntegrityViolated:
            return  # another process was faster; its import is as good
        for name, imported in parts.items():
            first = _snapshot(FIRST_SEQ, imported)
            await self._database.log.save_snapshot(PartId(tenant, node, name), first)

    async def _write(
        self, part: PartId, blob: str, number: int, parts: Mapping[str, Folded]
    ) -> None:
        """Write the first update of every part at once, as the document of this version."""
        key = {"tenant": part.tenant, "node": part.node}
        now, filed = clock.now(), FIRST_SEQ * len(parts)
        position = FIRST_SEQ * sum(map(is_content, parts))
        async with self._database.transaction() as transaction:
            claim = {**key, "blob": blob, "position": position, "filed": filed, "now": now}
            await transaction.execute(_CLAIM, **claim)
            for name, imported in parts.items():
                await transaction.execute(_FIRST, **key, part=name, now=now, update=imported.state)
            if position != FIRST_SEQ:
                await transaction.execute(_PLACE, **key, number=number, position=position)

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
