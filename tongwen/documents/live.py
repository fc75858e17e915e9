"""Live documents as files: uploads that merge, versions, restoring, converting, pictures."""

from collections.abc import Callable
from typing import Any

from tongwen.blobs import BlobStore
from tongwen.catalog import format_of
from tongwen.core.actor import Actor
from tongwen.core.errors import NotFound
from tongwen.core.events import ContentReplaced, NodeChanged
from tongwen.core.roles import Role
from tongwen.documents.conversions import Conversions, once
from tongwen.documents.exports import Content, Exported, Exports
from tongwen.documents.forgetting import forget_edits
from tongwen.documents.history import History
from tongwen.documents.pictures import Pictures
from tongwen.documents.ports import Publisher, Workers
from tongwen.documents.tidying import Tidying
from tongwen.drive import Drive
from tongwen.drive.access import Access, access, require, server_access
from tongwen.drive.files import NewVersion, Restored, Stored, add_version
from tongwen.drive.media import PREFIX
from tongwen.drive.names import clean_name
from tongwen.drive.stored import Download, StoredDocuments
from tongwen.drive.tree import child_named
from tongwen.drive.versions import clean_label, require_file, version_row
from tongwen.drive.work import author_of, position
from tongwen.kinds import LIVE_KINDS
from tongwen.kinds.parts import unpack_parts
from tongwen.store import PartId
from tongwen.ydoc.states import EMPTY_UPDATE

_LIVE = "select 1 from documents where tenant = :tenant and node = :node"
_LOCK = "update nodes set head = head where tenant = :tenant and id = :node"
_WRITER = """
    select at, author from updates
    where tenant = :tenant and node = :node and part = :part and seq = :seq
"""
_HOLDING = """
    select number from versions where tenant = :tenant and node = :node
    and coalesce(seq, 1) >= :seq order by coalesce(seq, 1), number desc limit 1
"""
_BASE_SEQ = "select base_seq from documents where tenant = :tenant and node = :node"
_REBASE = """
    update documents set base = :blob, base_seq = :seq where tenant = :tenant and node = :node
"""

SHOWN_PARTS = {  # images in a package that a browser can show
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "svg": "image/svg+xml",
}
METAFILES = ("emf", "wmf", "emz", "wmz")  # which no browser shows: they are sent as SVG
METAFILE_SECONDS = 10.0


class LiveDocuments(StoredDocuments):
    """Stored documents, and those that have been opened in an editor since."""

    def __init__(
        self,
        drive: Drive,
        blobs: BlobStore,
        blank: Callable[[str, str], bytes],
        workers: Workers,
        exports: Exports,
        pictures: Pictures,
        conversions: Conversions,
    ) -> None:
        super().__init__(drive, blobs, blank)
        self._workers = workers
        self._exports = exports
        self._pictures = pictures
        self._conversions = conversions
        self._publisher: Publisher
        self._tidying = Tidying(drive.database, exports, workers)
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
        content = await self._exports.content(tenant, node)
        changes = await self._changes_to(found, version, tenant, content, earlier)
        before = await self.session_version(tenant, node)
        async with self._exports.lock(tenant, node):  # nobody is given half of it as a file
            for part, update in changes.items():
                if update != EMPTY_UPDATE:
                    named = PartId(tenant, node, part)
                    await self._publisher.publish(named, actor.author, update)
            seq = await position(self._drive.database, tenant, node)
            number = await self._rebase(found, version, seq, tenant, earlier)
        self._drive.events.emit(NodeChanged(tenant, node))
        self._drive.events.emit(ContentReplaced(tenant, node, number))
        return Restored(number, before)

    async def _changes_to(
        self,
        found: Access,
        version: NewVersion,
        tenant: str,
        content: Content,
        earlier: tuple[int, bytes] | None,
    ) -> dict[str, bytes]:
        """Return the update of each part that turns what is there into another content."""
        if earlier is None:
            path = str(await self._blobs.local_path(tenant, version.blob)).encode()
            task = f"merge.{format_of(found.node.kind)}"
            packed = await self._workers.run(task, path, content.pack(), version.origin.encode())
        else:
            task = f"restore.{found.node.kind}"
            packed = await self._workers.run(task, earlier[1], content.pack())
        return {part: update for part, (update,) in unpack_parts(packed).items()}

    async def _rebase(
        self,
        found: Access,
        version: NewVersion,
        seq: int,
        tenant: str,
        earlier: tuple[int, bytes] | None,
    ) -> int:
        """Make a file that was merged the newest version, and what the live pointers point into."""
        async with self._drive.database.transaction() as tx:
            key = {"tenant": tenant, "node": found.node.id}
            # What the state points into is still the base, unless another was put in since.
            if earlier is None or earlier[0] < await tx.fetchval(_BASE_SEQ, **key):
                await tx.execute(_REBASE, **key, blob=version.blob, seq=seq)
            merged = NewVersion(version.blob, version.size, version.author, version.origin, seq=seq)
            return await add_version(self._drive, tx, found, tenant, merged)

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
            current.blob,
            current.size,
            actor.author,
            "named",
            clean_label(label),
            current.position,
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
        author = await self._last_author(tenant, node, current) or found.node.modified_by
        async with self._drive.database.transaction() as tx:
            await tx.execute(_LOCK, tenant=tenant, node=node)
            number: int | None = await tx.fetchval(
                _HOLDING, tenant=tenant, node=node, seq=current.position
            )
            if number is not None:
                return number
            version = NewVersion(
                current.blob, current.size, author, "session", seq=current.position
            )
            number = await add_version(self._drive, tx, found, tenant, version)
        self._drive.events.emit(NodeChanged(tenant, node))
        return number

    async def close_session(self, tenant: str, node: str) -> None:
        """Everybody has left: keep a version of what was changed, and fold what is long."""
        await self.session_version(tenant, node)
        await self._tidying.tidy(tenant, node, self._publisher)

    async def _last_author(self, tenant: str, node: str, current: Exported) -> str:
        """Return who wrote the newest of the edits in a file; empty: the server, or nobody."""
        newest = (0, "")
        for part, seq in current.heads.items():
            row = await self._drive.database.fetchrow(
                _WRITER, tenant=tenant, node=node, part=part, seq=seq
            )
            if row is not None:
                newest = max(newest, (row["at"], row["author"]))
        return author_of(newest[1])

    async def version_state(
        self, actor: Actor, node: str, number: int | None, part: str | None = None
    ) -> Download:
        """Return the main part, or another, at a version (None: now) as one update."""
        return await self._history.state(actor, node, number, part)

    async def version_parts(self, actor: Actor, node: str, number: int | None) -> Download:
        """Return all parts of the file at a version (None: now), packed."""
        return await self._history.parts(actor, node, number)

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
        self,
        actor: Actor,
        node: str,
        version: int | None,
        format: str | None,
        sheet: str | None = None,
    ) -> Download:
        """Return a file as it is now or was, in its own format or another.

        Raises:
            NotFound: the actor may not see it, or there is no such version or worksheet.
            Unsupported: `format-unavailable`.
        """
        stored = await super().content(actor, node, version, None)
        if version is None:
            current = await self._exports.current(actor.tenant, node)
            if current is not None:
                stored = _renewed(stored, current)
        if format is None:
            return stored
        return await self._conversions.convert(actor.tenant, stored, format, sheet)

    async def media(
        self, actor: Actor, node: str, name: str, version: int | None = None
    ) -> Download:
        """Return an image of a document: one uploaded since, or a part of its package.

        Those of a version are parts of the version's file. Metafiles of Windows are sent as SVG.

        Raises:
            NotFound: the actor may not see it, it is no image of the document, or
                `version-unknown`.
            Unsupported: `image-unreadable`.
        """
        if name.startswith(PREFIX):
            return await super().media(actor, node, name)
        found = await access(self._drive.database, actor, node)
        ending = name.rpartition(".")[2].lower()
        metafile = ending in METAFILES
        media_type = SHOWN_PARTS["svg"] if metafile else SHOWN_PARTS.get(ending)
        if media_type is None or ".." in name:
            raise NotFound("not-found")
        base = await self._package(actor, node, version)
        path = await self._blobs.local_path(actor.tenant, base)
        asked = str(path).encode(), name.encode()
        if metafile:
            data = await self._workers.run("metafile", *asked, seconds=METAFILE_SECONDS)
        else:
            data = await self._workers.run("part", *asked)
        return Download(
            size=len(data),
            media_type=media_type,
            kind="image",
            name=name.rpartition("/")[2] + (".svg" if metafile else ""),
            etag=f"{found.node.id}-{base[:20]}-{name}".replace("/", "-"),
            pieces=once(data),
        )

    async def _package(self, actor: Actor, node: str, version: int | None) -> str:
        """Return the blob of the package that names of parts are about."""
        if version is None:
            return await self._exports.base(actor.tenant, node)
        row = await version_row(self._drive.database, actor.tenant, node, version)
        return str(row["blob"])

    async def chart(self, actor: Actor, node: str, part: str, version: int | None = None) -> bytes:
        """Return what a chart of a document's package shows, as JSON (`formats.ooxml.chart`).

        That of a version is of the version's file.

        Raises:
            NotFound: the actor may not see it, it was never opened, it has no such chart, or
                `version-unknown`.
        """
        await access(self._drive.database, actor, node)
        base = await self._package(actor, node, version)
        path = await self._blobs.local_path(actor.tenant, base)
        return await self._workers.run("chart", str(path).encode(), part.encode())

    async def thumbnail(self, actor: Actor, node: str) -> Download:
        """Return a small picture of a file: an image itself, or a document's beginning."""
        found = await access(self._drive.database, actor, node)
        if found.node.kind not in LIVE_KINDS:
            return await super().thumbnail(actor, node)
        stored = await super().content(actor, node, None, None)
        return await self._pictures.of(actor.tenant, found.node.kind, str(stored.blob))


def _renewed(stored: Download, current: Exported) -> Download:
    return Download(
        size=current.size,
        media_type=stored.media_type,
        kind=stored.kind,
        name=stored.name,
        etag=current.blob,
        blob=current.blob,
    )
