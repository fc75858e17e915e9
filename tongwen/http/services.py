"""What the front desk works with: the rooms, opened, and what it asks of live documents."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tongwen.blobs import BlobStore
from tongwen.core.actor import Actor
from tongwen.core.events import Events
from tongwen.core.settings import Settings
from tongwen.drive import Drive
from tongwen.drive.files import Stored
from tongwen.drive.media import Media
from tongwen.drive.stored import Download
from tongwen.people import People
from tongwen.store import Database


class DocumentsPort(Protocol):
    """Content of files. `drive.stored.StoredDocuments` is the one without live documents.

    Every method checks the actor at the gate by itself and raises its errors.
    """

    async def new_file(self, kind: str, language: str) -> bytes:
        """Return the package that a new `text`, `sheet` or `slides` begins as.

        Raises:
            Unsupported: `kind-unavailable`.
        """

    async def store_upload(
        self, actor: Actor, parent: str, name: str, blob: str, size: int
    ) -> Stored:
        """Put an uploaded blob into a folder: a new file, or the next version of that name."""

    async def content(
        self, actor: Actor, node: str, version: int | None, format: str | None
    ) -> Download:
        """Return a file as it is now, or a version of it, or converted to a format.

        Raises:
            Unsupported: `format-unavailable`.
        """

    async def settle(self, tenant: str, nodes: list[str]) -> None:
        """Make the newest version of each node hold what its live document holds now."""

    async def take_version(self, actor: Actor, node: str, label: str | None) -> int:
        """Keep the content as it is now as a named version; return its number."""

    async def restore_version(self, actor: Actor, node: str, number: int) -> int:
        """Make an earlier version the newest again; return the new number."""

    async def add_media(
        self, actor: Actor, node: str, blob: str, media_type: str, size: int
    ) -> Media:
        """Keep a stored image for a document.

        Raises:
            Unsupported: `image-unreadable`.
        """

    async def media(self, actor: Actor, node: str, name: str) -> Download:
        """Return an image of a document by its name there: a part, or `sha256-<hex>`."""

    async def thumbnail(self, actor: Actor, node: str) -> Download:
        """Return a small picture of a file.

        Raises:
            NotFound: `no-thumbnail`.
        """


@dataclass(frozen=True, slots=True)
class Services:
    """The opened rooms. `web` is the folder of the built page, None when there is none."""

    settings: Settings
    database: Database
    blobs: BlobStore
    events: Events
    people: People
    drive: Drive
    documents: DocumentsPort
    web: Path | None
    version: str
