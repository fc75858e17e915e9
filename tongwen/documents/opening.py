"""Opening a part: from its log, or, the first time, from the file."""

from tongwen.blobs import BlobStore
from tongwen.core import clock
from tongwen.core.errors import NotFound, Unsupported
from tongwen.documents.ports import OpenedPart, Workers
from tongwen.store import Database, IntegrityViolated, LoggedUpdate, PartId, Snapshot
from tongwen.ydoc.ranges import dump, union
from tongwen.ydoc.states import difference, fold

LARGE = 256 << 10  # bytes above which work on updates leaves this process
BODY = "body"
PARTS = {"text": ("body", "comments")}  # the parts of each kind that has a live editor

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
        return OpenedPart(snapshot, tail, await self._summary(snapshot, tail))

    async def _import(self, part: PartId) -> None:
        key = {"tenant": part.tenant, "node": part.node}
        row = await self._database.fetchrow(_HEAD, **key)
        if row is None:
            raise NotFound("not-found")
        if row["kind"] not in PARTS:
            raise Unsupported("no-editor", kind=row["kind"])
        path = await self._blobs.local_path(part.tenant, row["blob"])
        update = await self._workers.run("import.docx", str(path).encode())
        now = clock.now()
        try:
            async with self._database.transaction() as transaction:
                await transaction.execute(_CLAIM, **key, blob=row["blob"], now=now)
                await transaction.execute(_FIRST, **key, part=part.part, now=now, update=update)
        except IntegrityViolated:
            return  # another process was faster; its import is as good
        await self._database.log.save_snapshot(part, Snapshot(1, update))

    async def _summary(self, snapshot: Snapshot | None, tail: list[LoggedUpdate]) -> bytes:
        updates = [snapshot.state] if snapshot else []
        updates += [row.update for row in tail]
        if sum(map(len, updates)) > LARGE:
            return await self._workers.run("summarise", *updates)
        return dump(union(updates))

    async def compact(self, part: PartId) -> Snapshot | None:
        """Fold the log into a new snapshot and keep it; None when nothing is newer."""
        snapshot, tail = await self._database.log.tail(part)
        if not tail:
            return None
        updates = [snapshot.state] if snapshot else []
        updates += [row.update for row in tail]
        folded = Snapshot(tail[-1].seq, await self.fold(updates))
        await self._database.log.save_snapshot(part, folded)
        return folded

    async def fold(self, updates: list[bytes]) -> bytes:
        """Return one update that holds all of these; in a worker process when they are large."""
        if sum(map(len, updates)) > LARGE:
            return await self._workers.run("fold", *updates)
        return fold(updates)

    async def difference(self, state: bytes, vector: bytes) -> bytes:
        """Return what a peer with this state vector lacks of a state.

        Raises:
            ValueError: the vector is malformed.
        """
        if len(state) <= LARGE:
            return difference(state, vector)
        difference(b"\x00\x00", vector)  # a malformed vector is the peer's fault, not the worker's
        return await self._workers.run("difference", state, vector)

    async def summarise(self, update: bytes) -> bytes:
        """Return the summary of an update, made in a worker process.

        Raises:
            Invalid: it is malformed.
        """
        return await self._workers.run("summarise", update)
