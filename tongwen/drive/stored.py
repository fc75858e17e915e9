"""Content as it is stored, for files that no live document stands before."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongwen.blobs import BlobStore
from tongwen.core.actor import Actor
from tongwen.core.errors import NotFound, Unsupported
from tongwen.core.events import ContentReplaced, NodeChanged
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import access, require
from tongwen.drive.files import NewVersion, Restored, Stored, add_version, put_file
from tongwen.drive.media import Media, find_media, keep_media
from tongwen.drive.versions import clean_label, forget_versions, require_file, version_row


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes to send: a blob of the actor's tenant, a file, or pieces as they are made.

    `etag` is opaque, without quotes, and changes with the bytes. `kind` decides what a browser may
    show in place. Only a blob or a path can be asked for in ranges.
    """

    size: int | None
    media_type: str
    kind: str
    name: str
    etag: str
    blob: str | None = None
    path: Path | None = None
    pieces: AsyncIterator[bytes] | None = None


class StoredDocuments:
    """What the front desk asks about content, answered from stored blobs alone."""

    def __init__(self, drive: Drive, blobs: BlobStore, blank: Callable[[str, str], bytes]) -> None:
        self._drive = drive
        self._blobs = blobs
        self._blank = blank

    async def new_file(self, kind: str, language: str) -> bytes:
        """Return the package that a new document of a kind begins as."""
        return self._blank(kind, language)

    async def store_upload(
        self, actor: Actor, parent: str, name: str, blob: str, size: int
    ) -> Stored:
        """Put an uploaded blob into a folder: a new file or the next version of that name."""
        return await put_file(self._drive, actor, parent, name, blob, size)

    async def content(
        self,
        actor: Actor,
        node: str,
        version: int | None,
        format: str | None,
        sheet: str | None = None,
    ) -> Download:
        """Return a file as it is now, or one of its versions.

        Raises:
            NotFound: the actor may not see it, or there is no such version.
            Invalid: `not-a-file`.
            Unsupported: `format-unavailable`: it cannot be converted to that.
        """
        found = require_file(await access(self._drive.database, actor, node))
        if format is not None:
            raise Unsupported("format-unavailable", format=format)
        row = await version_row(
            self._drive.database,
            actor.tenant,
            node,
            found.node.head if version is None else version,
        )
        return Download(
            size=row["size"],
            media_type=found.node.media_type,
            kind=found.node.kind,
            name=found.node.name,
            etag=row["blob"],
            blob=row["blob"],
        )

    async def settle(self, tenant: str, nodes: list[str]) -> None:
        """Make the newest version of each node hold what its live document holds."""

    async def take_version(self, actor: Actor, node: str, label: str | None) -> int:
        """Keep the content as it is now as a named version, and return its number.

        Raises:
            NotFound, Forbidden: the actor may not see or not change the file.
            Invalid: `not-a-file` or `label-invalid`.
        """
        return await self._again(actor, node, None, "named", clean_label(label))

    async def restore_version(self, actor: Actor, node: str, number: int) -> Restored:
        """Make an earlier version the newest again.

        Raises:
            NotFound, Forbidden: the actor may not see or not change the file or the version.
            Invalid: `not-a-file`.
        """
        number = await self._again(actor, node, number, "restore", None)
        self._drive.events.emit(ContentReplaced(actor.tenant, node, number))
        return Restored(number, before=number - 1)

    async def version_state(
        self, actor: Actor, node: str, number: int | None, part: str | None = None
    ) -> Download:
        """Return a live part of a version (None: as it is now) as one update; the main one.

        Raises:
            NotFound: the actor may not see the file, or it has no such version.
            Unsupported: `no-editor`.
        """
        raise await self._no_editor(actor, node)

    async def version_parts(self, actor: Actor, node: str, number: int | None) -> Download:
        """Return all live parts of a version (None: as it is now), packed.

        Raises:
            NotFound: the actor may not see the file, or it has no such version.
            Unsupported: `no-editor`.
        """
        raise await self._no_editor(actor, node)

    async def version_changes(
        self, actor: Actor, node: str, number: int | None, since: int | None
    ) -> dict[str, Any]:
        """Return who changed what up to a version (None: now), since another or the one before.

        Raises:
            NotFound: the actor may not see the file, or it has no such version.
            Unsupported: `no-editor`.
        """
        raise await self._no_editor(actor, node)

    async def forget_history(self, before: int) -> int:
        """Forget single edits and automatic versions from before a time, milliseconds UTC.

        Return how many versions went.
        """
        return await forget_versions(self._drive, before)

    async def _no_editor(self, actor: Actor, node: str) -> Unsupported:
        found = require_file(await access(self._drive.database, actor, node))
        return Unsupported("no-editor", kind=found.node.kind)

    async def add_media(
        self, actor: Actor, node: str, blob: str, media_type: str, size: int
    ) -> Media:
        """Keep a stored image for a document.

        Raises:
            NotFound, Forbidden: the actor may not see or not change the document.
            Unsupported: `image-unreadable`: the bytes are no image of a known type.
        """
        await require(self._drive.database, actor, node, Role.EDITOR)
        return await keep_media(self._drive, self._blobs, actor, node, blob, size)

    async def media(
        self, actor: Actor, node: str, name: str, version: int | None = None
    ) -> Download:
        """Return an image of a document by its name in the document.

        Raises:
            NotFound: the actor may not see the document, or it has no such image.
        """
        await access(self._drive.database, actor, node)
        found = await find_media(self._drive.database, actor.tenant, node, name)
        return Download(
            size=found.size,
            media_type=found.media_type,
            kind="image",
            name=found.name,
            etag=found.blob,
            blob=found.blob,
        )

    async def chart(self, actor: Actor, node: str, part: str, version: int | None = None) -> bytes:
        """Return what a chart of a live document shows, as JSON.

        Raises:
            NotFound: the actor may not see it, or it has no such chart.
        """
        await access(self._drive.database, actor, node)
        raise NotFound("not-found")

    async def thumbnail(self, actor: Actor, node: str) -> Download:
        """Return a small picture of a file: an image that is itself small enough.

        Raises:
            NotFound: the actor may not see it, or `no-thumbnail`.
        """
        found = await access(self._drive.database, actor, node)
        raster = found.node.kind == "image" and found.node.media_type in _RASTER
        if not raster or found.node.size > _LARGEST_THUMBNAIL:
            raise NotFound("no-thumbnail")
        return await self.content(actor, node, None, None)

    async def _again(
        self, actor: Actor, node: str, number: int | None, origin: str, label: str | None
    ) -> int:
        async with self._drive.database.transaction() as tx:
            found = require_file(await require(tx, actor, node, Role.EDITOR))
            row = await version_row(
                tx, actor.tenant, node, found.node.head if number is None else number
            )
            version = NewVersion(
                row["blob"], row["size"], actor.author, origin, label, seq=row["seq"]
            )
            new = await add_version(self._drive, tx, found, actor.tenant, version)
        self._drive.events.emit(NodeChanged(actor.tenant, node))
        return new


_RASTER = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif")
_LARGEST_THUMBNAIL = 512 * 1024  # bytes
