"""The file of a live document as it is now: exported when it changed, remembered until it does."""

import asyncio
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakValueDictionary

from tongwen.blobs import BlobStore
from tongwen.core.errors import NotFound
from tongwen.documents.ports import Workers
from tongwen.kinds import BODY
from tongwen.store import Database, LoggedUpdate, PartId, Snapshot

_DOCUMENT = """
    select base, base_seq, exported_seq, exported from documents
    where tenant = :tenant and node = :node
"""
_MEDIA = "select blob from media where tenant = :tenant and node = :node"
_KEEP = """
    update documents set exported = :blob, exported_seq = :seq
    where tenant = :tenant and node = :node and (exported_seq is null or exported_seq < :seq)
"""
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Exported:
    """A package and the sequence number of the last edit that is in it."""

    blob: str
    size: int
    seq: int


class Exports:
    """Turns logs back into Office files."""

    def __init__(
        self, database: Database, blobs: BlobStore, workers: Workers, folder: Path
    ) -> None:
        """`folder` is where worker processes may leave a file for a moment."""
        self.folder = folder
        self._database = database
        self._blobs = blobs
        self._workers = workers
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def current(self, tenant: str, node: str) -> Exported | None:
        """Return the document's file as of its newest durable edit; None when it was never opened.

        Raises:
            TongwenError: it cannot be exported; the code says why.
        """
        lock = self._locks.setdefault((tenant, node), asyncio.Lock())
        async with lock:
            return await self._current(tenant, node)

    async def _current(self, tenant: str, node: str) -> Exported | None:
        row = await self._database.fetchrow(_DOCUMENT, tenant=tenant, node=node)
        if row is None:
            return None
        part = PartId(tenant, node, BODY)
        seq = await self._database.log.head(part)
        if row["exported"] is not None and row["exported_seq"] == seq:
            blob = row["exported"]
            return Exported(blob, await self._blobs.size(tenant, blob), seq)
        snapshot, tail = await self._database.log.tail(part)
        seq = tail[-1].seq if tail else seq
        blob, size = await self._export(tenant, node, row["base"], _updates(snapshot, tail))
        async with self._database.transaction() as transaction:
            await transaction.execute(_KEEP, tenant=tenant, node=node, blob=blob, seq=seq)
        return Exported(blob, size, seq)

    async def _export(
        self, tenant: str, node: str, base: str, updates: list[bytes]
    ) -> tuple[str, int]:
        original = await self._blobs.local_path(tenant, base)
        media = {}
        for row in await self._database.fetch(_MEDIA, tenant=tenant, node=node):
            path = await self._blobs.local_path(tenant, row["blob"])
            media[f"sha256-{row['blob']}"] = str(path)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            result = Path(folder) / "result"
            await self._workers.run(
                "export.docx",
                str(original).encode(),
                str(result).encode(),
                json.dumps(media).encode(),
                *updates,
            )
            return await store_file(self._blobs, tenant, result)

    async def updates(self, part: PartId) -> list[bytes]:
        """Return a part's newest snapshot and the updates after it."""
        return _updates(*await self._database.log.tail(part))

    async def base(self, tenant: str, node: str) -> str:
        """Return the blob key of the package that the live document's pointers point into.

        Raises:
            NotFound: the document was never opened.
        """
        row = await self._database.fetchrow(_DOCUMENT, tenant=tenant, node=node)
        if row is None:
            raise NotFound("not-found")
        return str(row["base"])


def _updates(snapshot: Snapshot | None, tail: list[LoggedUpdate]) -> list[bytes]:
    return [*([snapshot.state] if snapshot else []), *(row.update for row in tail)]


async def store_file(blobs: BlobStore, tenant: str, path: Path) -> tuple[str, int]:
    """Copy a local file into the blobs; return its key and size."""
    writer = await blobs.writer(tenant)
    try:
        with path.open("rb") as source:
            while piece := await asyncio.to_thread(source.read, PIECE):
                await writer.write(piece)
        return await writer.commit(), writer.size
    finally:
        await writer.abort()
