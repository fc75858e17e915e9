"""Live documents as files: uploads that merge, versions, restoring, converting, pictures."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from tongwen.blobs import BlobStore
from tongwen.core.actor import Actor
from tongwen.core.errors import NotFound, TongwenError, Unsupported
from tongwen.core.events import ContentReplaced, NodeChanged
from tongwen.core.ids import new_id
from tongwen.core.roles import Role
from tongwen.documents.exports import Exported, Exports
from tongwen.documents.forgetting import forget_edits
from tongwen.documents.history import History
from tongwen.documents.ports import Publisher, Workers
from tongwen.documents.thumbnail import draw
from tongwen.drive import Drive
from tongwen.drive.access import Access, access, require, server_access
from tongwen.drive.files import NewVersion, Restored, Stored, add_version
from tongwen.drive.media import PREFIX
from tongwen.drive.names import clean_name
from tongwen.drive.stored import Download, StoredDocuments
from tongwen.drive.tree import child_named
from tongwen.drive.versions import clean_label, require_file, version_row
from tongwen.drive.work import author_of
from tongwen.kinds import BODY
from tongwen.store import PartId
from tongwen.ydoc.states import EMPTY_UPDATE

_LIVE = "select 1 from documents where tenant = :tenant and node = :node"
_LOCK = "update nodes set head = head where tenant = :tenant and id = :node"
_WRITER = """
    select author from updates
    where tenant = :tenant and node = :node and part = 'body' and seq = :seq
"""
_HOLDING = """
    select number from versions where tenant = :tenant and node = :node
    and coalesce(seq, 1) >= :seq order by coalesce(seq, 1), number desc limit 1
"""
_BASE_SEQ = "select base_seq from documents where tenant = :tenant and node = :node"
_REBASE = """
    update documents set base = :blob, base_seq = :seq where tenant = :tenant and node = :node
"""

CONVERSIONS = {  # of text documents: format → media type, ending
    "docx": ("", ".docx"),
    "md": ("text/markdown; charset=utf-8", ".md"),
    "txt": ("text/plain; charset=utf-8", ".txt"),
    "html": ("text/html; charset=utf-8", ".html"),
}
SHOWN_PARTS = {  # images in a package that a browser can show
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "svg": "image/svg+xml",
}


class LiveDocuments(StoredDocuments):
    """Stored documents, and those that have been opened in an editor since."""

    def __init__(
        self,
        drive: Drive,
        blobs: BlobStore,
        blank: Callable[[str, str], bytes],
        workers: Workers,
        exports: Exports,
        pictures: Path,
    ) -> None:
        """`pictures` is a folder for drawn thumbnails; it may be emptied at any time."""
        super().__init__(drive, blobs, blank)
        self._workers = workers
        self._exports = exports
        self._pictures = pictures
        self._publisher: Publisher
        self._history = History(drive, blobs, workers, exports.folder / "history")

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
            TongwenError: as `put_file`; or the file cannot be read while the document of that name
                is live, then nothing is changed.
        """
        database = self._drive.database
        existing = await child_named(database, actor.tenant, parent, clean_name(name))
        if existing is None or not await self.is_live(actor.tenant, existing):
            return await super().store_upload(actor, parent, name, blob, size)
        found = await require(database, actor, existing, Role.EDITOR)
        version = NewVersion(blob, size, actor.author, "upload")
        return Stored(existing, False, (await self._replace(actor, found, version)).number)

    async def restore_version(self, actor: Actor, node: str, number: int) -> Restored:
        """Make an earlier version the newest again; in a live document as an edit."""
        if not await self.is_live(actor.tenant, node):
            return await super().restore_version(actor, node, number)
        database = self._drive.database
        found = require_file(await require(database, actor, node, Role.EDITOR))
        row = await version_row(database, actor.tenant, node, number)
        earlier = await self._history.state_of_version(actor.tenant, found, number)
        version = NewVersion(row["blob"], row["size"], actor.author, "restore")
        return await self._replace(actor, found, version, earlier)

    async def _replace(
        self,
        actor: Actor,
        found: Access,
        version: NewVersion,
        earlier: tuple[int, bytes] | None = None,
    ) -> Restored:
        """Turn a live document into another file's content by the fewest edits.

        With the place in the log that the file was exported from, and the live state there, that
        is what it becomes: nothing that the file cannot say is lost.
        """
        tenant, node = actor.tenant, found.node.id
        part = PartId(tenant, node, BODY)
        updates = await self._exports.updates(part)
        if earlier is None:
            path = await self._blobs.local_path(tenant, version.blob)
            update = await self._workers.run("merge.docx", str(path).encode(), *updates)
        else:
            update = await self._workers.run("restore.text", earlier[1], *updates)
        before = await self.session_version(tenant, node)
        if update == EMPTY_UPDATE:
            seq = await self._drive.database.log.head(part)
        else:
            seq = await self._publisher.publish(part, actor.author, update)
        async with self._drive.database.transaction() as tx:
            key = {"tenant": tenant, "node": node}
            # What the state points into is still the base, unless another was put in since.
            if earlier is None or earlier[0] < await tx.fetchval(_BASE_SEQ, **key):
                await tx.execute(_REBASE, **key, blob=version.blob, seq=seq)
            merged = NewVersion(version.blob, version.size, version.author, version.origin, seq=seq)
            number = await add_version(self._drive, tx, found, tenant, merged)
        self._drive.events.emit(NodeChanged(tenant, node))
        self._drive.events.emit(ContentReplaced(tenant, node, number))
        return Restored(number, before)

    # -- versions

    async def settle(self, tenant: str, nodes: list[str]) -> None:
        """Make the newest version of each node hold what its live document holds."""
        for node in nodes:
            await self.session_version(tenant, node)

    async def take_version(self, actor: Actor, node: str, label: str | None) -> int:
        """Keep the document as it is now as a named version; return its number."""
        found = require_file(await require(self._drive.database, actor, node, Role.EDITOR))
        current = await self._exports.current(actor.tenant, node)
        if current is None:
            return await super().take_version(actor, node, label)
        version = NewVersion(
            current.blob, current.size, actor.author, "named", clean_label(label), current.seq
        )
        async with self._drive.database.transaction() as tx:
            number = await add_version(self._drive, tx, found, actor.tenant, version)
        self._drive.events.emit(NodeChanged(actor.tenant, node))
        return number

    async def session_version(self, tenant: str, node: str) -> int:
        """Keep what was changed as an automatic version, if anything was.

        Return the number of the version that holds what is there now; 0 when there is none.
        """
        current = await self._exports.current(tenant, node)
        found = await server_access(self._drive.database, tenant, node)
        if found is None:
            return 0
        if current is None:
            return found.node.head
        async with self._drive.database.transaction() as tx:
            await tx.execute(_LOCK, tenant=tenant, node=node)
            number: int | None = await tx.fetchval(
                _HOLDING, tenant=tenant, node=node, seq=current.seq
            )
            if number is not None:
                return number
            last = await tx.fetchval(_WRITER, tenant=tenant, node=node, seq=current.seq)
            author = author_of(last or "") or found.node.modified_by
            version = NewVersion(current.blob, current.size, author, "session", seq=current.seq)
            number = await add_version(self._drive, tx, found, tenant, version)
        self._drive.events.emit(NodeChanged(tenant, node))
        return number

    async def version_state(self, actor: Actor, node: str, number: int | None) -> Download:
        """Return the body at a version (None: now) as one update, deleted text included."""
        return await self._history.state(actor, node, number)

    async def version_changes(
        self, actor: Actor, node: str, number: int | None, since: int | None
    ) -> dict[str, Any]:
        """Return who wrote and deleted what up to a version (None: now), since another."""
        return await self._history.changes(actor, node, number, since)

    async def forget_history(self, before: int) -> int:
        """Forget single edits, deleted text and automatic versions from before a time."""
        removed = await super().forget_history(before)
        await forget_edits(self._drive.database, self._workers, before)
        return removed

    # -- reading

    async def content(
        self, actor: Actor, node: str, version: int | None, format: str | None
    ) -> Download:
        """Return a file as it is now or was, in its own format or another.

        Raises:
            NotFound: the actor may not see it, or there is no such version.
            Unsupported: `format-unavailable`.
        """
        stored = await super().content(actor, node, version, None)
        if version is None:
            current = await self._exports.current(actor.tenant, node)
            if current is not None:
                stored = _renewed(stored, current)
        if format is None:
            return stored
        if stored.kind != "text" or format not in CONVERSIONS or stored.blob is None:
            raise Unsupported("format-unavailable", format=format)
        return await self._converted(actor.tenant, stored, stored.blob, format)

    async def _converted(self, tenant: str, stored: Download, blob: str, format: str) -> Download:
        if format == "docx":
            return stored
        media_type, ending = CONVERSIONS[format]
        path = await self._blobs.local_path(tenant, blob)
        title = stored.name.rpartition(".")[0]
        data = await self._workers.run(
            "convert.docx", str(path).encode(), ending.encode(), title.encode()
        )
        return Download(
            size=len(data),
            media_type=media_type,
            kind="file" if format == "html" else "plain",
            name=title + ending,
            etag=f"{blob}-{format}",
            pieces=_once(data),
        )

    async def media(self, actor: Actor, node: str, name: str) -> Download:
        """Return an image of a document: one uploaded since, or a part of its package."""
        if name.startswith(PREFIX):
            return await super().media(actor, node, name)
        found = await access(self._drive.database, actor, node)
        media_type = SHOWN_PARTS.get(name.rpartition(".")[2].lower())
        if media_type is None or ".." in name:
            raise NotFound("not-found")
        base = await self._exports.base(actor.tenant, node)
        path = await self._blobs.local_path(actor.tenant, base)
        data = await self._workers.run("part", str(path).encode(), name.encode())
        return Download(
            size=len(data),
            media_type=media_type,
            kind="image",
            name=name.rpartition("/")[2],
            etag=f"{found.node.id}-{base[:20]}-{name}".replace("/", "-"),
            pieces=_once(data),
        )

    # -- pictures

    async def thumbnail(self, actor: Actor, node: str) -> Download:
        """Return a small picture of a file: a small image itself, a text document's first page."""
        found = await access(self._drive.database, actor, node)
        if found.node.kind != "text":
            return await super().thumbnail(actor, node)
        stored = await super().content(actor, node, None, None)
        path = self._pictures / f"{stored.blob}.svg"
        if not await asyncio.to_thread(path.exists):
            await self._draw(actor.tenant, str(stored.blob), path)
        return Download(
            size=await asyncio.to_thread(lambda: path.stat().st_size),
            media_type="image/svg+xml",
            kind="image",
            name="thumbnail.svg",
            etag=f"{stored.blob}-picture",
            path=path,
        )

    async def _draw(self, tenant: str, blob: str, path: Path) -> None:
        package = await self._blobs.local_path(tenant, blob)
        try:
            preview = await self._workers.run("preview.docx", str(package).encode())
        except TongwenError:
            raise NotFound("no-thumbnail") from None
        fresh = path.with_suffix(f".{new_id()}")  # other processes may draw the same
        await asyncio.to_thread(fresh.write_bytes, draw(json.loads(preview)))
        await asyncio.to_thread(fresh.replace, path)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _renewed(stored: Download, current: Exported) -> Download:
    return Download(
        size=current.size,
        media_type=stored.media_type,
        kind=stored.kind,
        name=stored.name,
        etag=current.blob,
        blob=current.blob,
    )
