"""The file of a live document as it is now: exported when it changed, remembered until it does."""

import asyncio
import json
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakValueDictionary

from tongwen.blobs import BlobStore
from tongwen.catalog import calculates, format_of
from tongwen.core.errors import NotFound, TongwenError, TooLarge
from tongwen.documents.ports import Workers
from tongwen.documents.states import updates_of
from tongwen.drive.work import content_heads
from tongwen.kinds import COMMENTS, LIVE_KINDS
from tongwen.kinds.parts import pack_parts
from tongwen.store import Database, PartId

_DOCUMENT = """
    select d.base, d.base_seq, d.exported_seq, d.exported, n.kind from documents d
    join nodes n on n.tenant = d.tenant and n.id = d.node
    where d.tenant = :tenant and d.node = :node
"""
_MEDIA = "select blob from media where tenant = :tenant and node = :node"
_KEEP = """
    update documents set exported = :blob, exported_seq = :seq
    where tenant = :tenant and node = :node and (exported_seq is null or exported_seq < :seq)
"""
PIECE = 1 << 20
CALCULATED = 64 << 20  # bytes of a workbook's parts: ten million cells or so
CALCULATION_SECONDS = 30.0

log = logging.getLogger("tongwen.documents")


@dataclass(frozen=True, slots=True)
class Content:
    """The content parts of a document: their updates, and the number of the last in each.

    Where files hold comments, those are among the updates: `commented` is the number of their last.
    """

    updates: Mapping[str, list[bytes]]
    heads: Mapping[str, int]
    commented: int = 0

    @property
    def position(self) -> int:
        """How many edits it holds (`drive.work`)."""
        return sum(self.heads.values())

    @property
    def filed(self) -> int:
        """How many edits its file holds."""
        return self.position + self.commented

    def pack(self) -> bytes:
        """Write it for a worker."""
        return pack_parts(self.updates)


@dataclass(frozen=True, slots=True)
class Exported:
    """A package, and the number of the last edit of each part that is in it."""

    blob: str
    size: int
    heads: Mapping[str, int]

    @property
    def position(self) -> int:
        """How many edits are in it (`drive.work`)."""
        return sum(self.heads.values())


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

    def lock(self, tenant: str, node: str) -> asyncio.Lock:
        """Keep a document from being exported while several of its parts are being replaced."""
        return self._locks.setdefault((tenant, node), asyncio.Lock())

    async def current(self, tenant: str, node: str) -> Exported | None:
        """Return the document's file as of its newest durable edit; None when it was never opened.

        Raises:
            TongwenError: it cannot be exported; the code says why.
        """
        async with self.lock(tenant, node):
            return await self._current(tenant, node)

    async def _current(self, tenant: str, node: str) -> Exported | None:
        row = await self._database.fetchrow(_DOCUMENT, tenant=tenant, node=node)
        if row is None:
            return None
        heads = await content_heads(self._database, tenant, node)
        commented = await self._commented(tenant, node, row["kind"])
        filed = sum(heads.values()) + commented
        if row["exported"] is not None and row["exported_seq"] == filed:
            blob = row["exported"]
            return Exported(blob, await self._blobs.size(tenant, blob), heads)
        content = await self._content(tenant, node, row["kind"], heads)
        blob, size = await self._export(tenant, node, row["kind"], row["base"], content)
        async with self._database.transaction() as transaction:
            await transaction.execute(_KEEP, tenant=tenant, node=node, blob=blob, seq=content.filed)
        return Exported(blob, size, content.heads)

    async def _export(
        self, tenant: str, node: str, kind: str, base: str, content: Content
    ) -> tuple[str, int]:
        original = await self._blobs.local_path(tenant, base)
        media = {}
        for row in await self._database.fetch(_MEDIA, tenant=tenant, node=node):
            path = await self._blobs.local_path(tenant, row["blob"])
            media[f"sha256-{row['blob']}"] = str(path)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            result = Path(folder) / "result"
            task, packed = f"export.{format_of(kind)}", content.pack()
            paths = str(original).encode(), str(result).encode(), json.dumps(media).encode()
            values = None
            if calculates(kind) and len(packed) <= CALCULATED:
                values = await self._calculate(kind, node, paths[0], packed)
            await self._write(node, task, [*paths, packed], values)
            return await store_file(self._blobs, tenant, result)

    async def _write(self, node: str, task: str, args: list[bytes], values: bytes | None) -> None:
        """Export; without values when they make it too large: its file asks its reader then."""
        if values is not None:
            try:
                await self._workers.run(task, *args, values)
                return
            except TooLarge as error:
                log.warning("written without values: %s", error.code, extra={"document": node})
        await self._workers.run(task, *args)

    async def _calculate(
        self, kind: str, node: str, original: bytes, packed: bytes
    ) -> bytes | None:
        """Compute a document; None when that cannot be done: its file asks its reader then."""
        try:
            return await self._workers.run(
                f"calculate.{format_of(kind)}", original, packed, seconds=CALCULATION_SECONDS
            )
        except TongwenError as error:
            log.warning("not calculated: %s", error.code, extra={"document": node})
            return None

    async def content(self, tenant: str, node: str) -> Content:
        """Return the content parts that were ever written, as they are now."""
        heads = await content_heads(self._database, tenant, node)
        row = await self._database.fetchrow(_DOCUMENT, tenant=tenant, node=node)
        return await self._content(tenant, node, row["kind"] if row else "", heads)

    async def _content(
        self, tenant: str, node: str, kind: str, heads: Mapping[str, int]
    ) -> Content:
        commented = await self._commented(tenant, node, kind)
        updates: dict[str, list[bytes]] = {}
        reached: dict[str, int] = {}
        for part, head in ({**heads, COMMENTS: commented} if commented else heads).items():
            snapshot, tail = await self._database.log.tail(PartId(tenant, node, part))
            updates[part] = updates_of(snapshot, tail)
            reached[part] = tail[-1].seq if tail else head
        commented = reached.pop(COMMENTS, 0)
        return Content(updates, reached, commented)

    async def _commented(self, tenant: str, node: str, kind: str) -> int:
        """Return the number of the last edit of comments that its file has to hold; 0: none."""
        if kind not in LIVE_KINDS or not LIVE_KINDS[kind].files_comments:
            return 0
        return await self._database.log.head(PartId(tenant, node, COMMENTS))

    async def base(self, tenant: str, node: str) -> str:
        """Return the blob key of the package that the live document's pointers point into.

        Raises:
            NotFound: the document was never opened.
        """
        row = await self._database.fetchrow(_DOCUMENT, tenant=tenant, node=node)
        if row is None:
            raise NotFound("not-found")
        return str(row["base"])


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
