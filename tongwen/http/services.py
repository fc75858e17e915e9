"""What the front desk works with: the rooms, opened, and what it asks of live documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tongwen.blobs import BlobStore
from tongwen.bus import Bus
from tongwen.core.actor import Actor
from tongwen.core.events import Events
from tongwen.core.settings import Settings
from tongwen.drive import Drive
from tongwen.drive.files import Restored, Stored
from tongwen.drive.media import Media
from tongwen.drive.stored import Download
from tongwen.people import People
from tongwen.store import Database
from tongwen.sync.figures import Figures


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
        self,
        actor: Actor,
        node: str,
        version: int | None,
        format: str | None,
        sheet: str | None = None,
    ) -> Download:
        """Return a file as it is now, or a version of it, or converted to a format.

        Of a workbook that becomes text, `sheet` names the worksheet: the first one unless told.

        Raises:
            NotFound: `no-such-sheet`.
            Unsupported: `format-unavailable` or `libreoffice-missing`.
        """

    async def settle(self, tenant: str, nodes: list[str]) -> None:
        """Make the newest version of each node hold what its live document holds now."""

    async def take_version(self, actor: Actor, node: str, label: str | None) -> int:
        """Keep the content as it is now as a named version; return its number."""

    async def restore_version(self, actor: Actor, node: str, number: int) -> Restored:
        """Make an earlier version the newest again."""

    async def version_state(
        self, actor: Actor, node: str, number: int | None, part: str | None = None
    ) -> Download:
        """Return a part of a version (None: as it is now) as one update; without one, the main.

        Raises:
            NotFound: no such part.
            Unsupported: `no-editor`.
        """

    async def version_parts(self, actor: Actor, node: str, number: int | None) -> Download:
        """Return all parts of a version (None: as it is now), packed.

        Raises:
            Unsupported: `no-editor`.
        """

    async def version_changes(
        self, actor: Actor, node: str, number: int | None, since: int | None
    ) -> dict[str, Any]:
        """Return the API's Changes up to a version (None: now), since another or the one before.

        Raises:
            Invalid: `since-not-earlier`.
            Unsupported: `no-editor`.
            Conflict: `history-forgotten`.
            TooLarge: `history-too-long`.
        """

    async def forget_history(self, before: int) -> int:
        """Forget single edits and automatic versions from before a time, milliseconds UTC.

        Return how many versions went. What stays can be opened and downloaded as before.
        """

    async def add_media(
        self, actor: Actor, node: str, blob: str, media_type: str, size: int
    ) -> Media:
        """Keep a stored image for a document.

        Raises:
            Unsupported: `image-unreadable`.
        """

    async def media(
        self, actor: Actor, node: str, name: str, version: int | None = None
    ) -> Download:
        """Return an image of a document, or of a version, by its name there.

        That is a part, or `sha256-<hex>`.
        """

    async def chart(self, actor: Actor, node: str, part: str, version: int | None = None) -> bytes:
        """Return the API's Chart of a document, or of a version, by the name of its part."""

    async def thumbnail(self, actor: Actor, node: str) -> Download:
        """Return a small picture of a file.

        Raises:
            NotFound: `no-thumbnail`.
        """


class RoomsPort(Protocol):
    """What live rooms tell of themselves."""

    figures: Figures

    @property
    def peers(self) -> int:
        """How many memberships there are."""

    @property
    def unsaved(self) -> int:
        """How many edits are not durable yet."""

    def count_by_state(self) -> Mapping[str, int]:
        """How many rooms are in each state."""

    def oldest_unsaved(self) -> float:
        """For how many seconds the oldest edit has waited for the disk; 0 when none waits."""

    def pending_bytes(self) -> int:
        """Bytes that wait for slow readers."""


class WorkersPort(Protocol):
    """What the pool of worker processes tells of itself."""

    waiting: int
    done: int
    overran: int
    died: int

    @property
    def busy(self) -> int:
        """How many processes do a task now."""


@dataclass(frozen=True, slots=True)
class Services:
    """The opened rooms. `web` is the folder of the built page, None when there is none.

    `rooms`, `workers` and `bus` are only looked at, for `/metrics` and readiness; None: there are
    none. `node` is the name of this process among others.
    """

    settings: Settings
    database: Database
    blobs: BlobStore
    events: Events
    people: People
    drive: Drive
    documents: DocumentsPort
    web: Path | None
    version: str
    rooms: RoomsPort | None = None
    workers: WorkersPort | None = None
    bus: Bus | None = None
    node: str = ""
