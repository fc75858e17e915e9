"""Live documents as files: uploads that merge, versions, restoring, the end of a session."""

import asyncio
import logging

from tongwen.blobs import BlobStore
from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import NotFound
from tongwen.core.events import NodeChanged
from tongwen.core.roles import Role
from tongwen.documents.exports import Exported, Exports
from tongwen.documents.opening import BODY, Opening
from tongwen.documents.ports import Publisher, Workers
from tongwen.drive import Drive
from tongwen.drive.access import Access, require, server_access
from tongwen.drive.files import NewVersion, Stored, add_version, put_file
from tongwen.drive.tree import child_named
from tongwen.store import PartId, StoreUnavailable

log = logging.getLogger("tongwen.documents")

_LIVE = "select 1 from documents where tenant = :tenant and node = :node"
_LAST_SEQ = """
    select max(coalesce(seq, 1)) from versions where tenant = :tenant and node = :node
"""
_REBASE = """
    update documents set base = :blob, base_seq = :seq where tenant = :tenant and node = :node
"""
_TOUCH = """
    update nodes set modified = :at, modified_by = :author where tenant = :tenant and id = :node
"""
_VERSION = """
    select blob, size from versions where tenant = :tenant and node = :node and number = :number
"""


class LiveDocuments(Opening):
    """Opens documents for their rooms, and keeps their files and versions true."""

    def __init__(self, drive: Drive, blobs: BlobStore, workers: Workers, exports: Exports) -> None:
        super().__init__(drive.database, blobs, workers)
        self._drive = drive
        self._exports = exports
        self._publisher: Publisher
        self._touching: set[asyncio.Task[None]] = set()

    def publish_through(self, publisher: Publisher) -> None:
        """Name who puts our edits into live rooms; to be called once, before anything else."""
        self._publisher = publisher

    async def is_live(self, tenant: str, node: str) -> bool:
        """Whether the document has been opened in an editor."""
        return await self._drive.database.fetchval(_LIVE, tenant=tenant, node=node) is not None

    # -- files

    async def store_upload(
        self, actor: Actor, parent: str, name: str, blob: str, size: int
    ) -> Stored:
        """Put a file into a folder. Over a live document it merges: nobody's edits are lost.

        Raises:
            TongwenError: as `put_file`; or the file cannot be read and the document is open, then
                nothing is changed.
        """
        existing = await child_named(self._drive.database, actor.tenant, parent, name)
        if existing is None or not await self.is_live(actor.tenant, existing):
            return await put_file(self._drive, actor, parent, name, blob, size)
        found = await require(self._drive.database, actor, existing, Role.EDITOR)
        number = await self._replace(actor, found, blob, size, "upload")
        return Stored(existing, False, number)

    async def restore_version(self, actor: Actor, node: str, number: int) -> int:
        """Make an old version the newest; in a live document as an edit. Return the new number.

        Raises:
            NotFound, Forbidden: no such version, or the actor may not edit the file.
        """
        found = await require(self._drive.database, actor, node, Role.EDITOR)
        row = await self._drive.database.fetchrow(
            _VERSION, tenant=actor.tenant, node=node, number=number
        )
        if row is None:
            raise NotFound("not-found")
        if await self.is_live(actor.tenant, node):
            return await self._replace(actor, found, row["blob"], row["size"], "restore")
        version = NewVersion(row["blob"], row["size"], actor.author, "restore")
        return await self._add_version(actor.tenant, found, version)

    async def _replace(self, actor: Actor, found: Access, blob: str, size: int, origin: str) -> int:
        """Turn a live document into another file's content by the fewest edits."""
        part = PartId(actor.tenant, found.node.id, BODY)
        snapshot, tail = await self._drive.database.log.tail(part)
        updates = [snapshot.state] if snapshot else []
        updates += [row.update for row in tail]
        path = await self._blobs.local_path(actor.tenant, blob)
        update = await self._workers.run("merge.docx", str(path).encode(), *updates)
        await self.session_version(actor.tenant, found.node.id)
        seq = await self._publisher.publish(part, actor.author, update)
        async with self._drive.database.transaction() as tx:
            await tx.execute(_REBASE, tenant=actor.tenant, node=found.node.id, blob=blob, seq=seq)
            version = NewVersion(blob, size, actor.author, origin, seq=seq)
            number = await add_version(self._drive, tx, found, actor.tenant, version)
        self._drive.events.emit(NodeChanged(actor.tenant, found.node.id))
        return number

    # -- versions

    async def current(self, tenant: str, node: str) -> Exported | None:
        """Return the live document's file as it is now; None when it was never opened."""
        return await self._exports.current(tenant, node)

    async def take_version(self, actor: Actor, node: str, label: str) -> int:
        """Keep the document as it is now under a name; return the version's number."""
        found = await require(self._drive.database, actor, node, Role.EDITOR)
        now_is = await self.current(actor.tenant, node)
        if now_is is None:
            row = await self._drive.database.fetchrow(
                _VERSION, tenant=actor.tenant, node=node, number=found.node.head
            )
            if row is None:
                raise NotFound("not-found")
            blob, size, seq = row["blob"], row["size"], None
        else:
            blob, size, seq = now_is.blob, now_is.size, now_is.seq
        version = NewVersion(blob, size, actor.author, "named", label, seq)
        return await self._add_version(actor.tenant, found, version)

    async def session_version(self, tenant: str, node: str) -> None:
        """Keep what a session has changed as an automatic version, when it changed anything."""
        found = await server_access(self._drive.database, tenant, node)
        now_is = await self.current(tenant, node)
        last = await self._drive.database.fetchval(_LAST_SEQ, tenant=tenant, node=node)
        if found is None or now_is is None or now_is.seq <= (last or 0):
            return
        version = NewVersion(
            now_is.blob, now_is.size, found.node.modified_by, "session", seq=now_is.seq
        )
        await self._add_version(tenant, found, version)

    async def _add_version(self, tenant: str, found: Access, version: NewVersion) -> int:
        async with self._drive.database.transaction() as tx:
            number = await add_version(self._drive, tx, found, tenant, version)
        self._drive.events.emit(NodeChanged(tenant, found.node.id))
        return number

    # -- what rooms tell (sync.ports.Parts)

    def edited(self, part: PartId, author: str) -> None:
        """Note who changed the document last; the listing shows it."""
        task = asyncio.create_task(self._touch(part, author))
        self._touching.add(task)
        task.add_done_callback(self._touching.discard)

    async def _touch(self, part: PartId, author: str) -> None:
        try:
            async with self._drive.database.transaction() as tx:
                await tx.execute(
                    _TOUCH, tenant=part.tenant, node=part.node, at=now(), author=author
                )
        except StoreUnavailable:
            log.warning("cannot note the edit of %s", part.node)
        else:
            self._drive.events.emit(NodeChanged(part.tenant, part.node))

    async def left(self, part: PartId) -> None:
        """The last peer has left: keep a version of what was changed."""
        if part.part == BODY:
            await self.session_version(part.tenant, part.node)
