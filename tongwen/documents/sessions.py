"""What live rooms tell of their documents: who edits, and when everybody has left."""

import asyncio
import logging
from collections.abc import Iterator

from tongwen.blobs import BlobMissing, BlobStore, BlobUnavailable
from tongwen.core.clock import now
from tongwen.core.errors import TongwenError
from tongwen.core.events import NodeChanged
from tongwen.documents.live import LiveDocuments
from tongwen.documents.opening import Opening
from tongwen.documents.ports import OpenedPart, Workers
from tongwen.documents.sittings import Document, Sittings
from tongwen.drive import Drive
from tongwen.drive.work import author_of
from tongwen.kinds import is_content
from tongwen.store import PartId, StoreUnavailable

log = logging.getLogger("tongwen.documents")

NOTE_SECONDS = 2.0  # who changed what last is written together: a transaction is a disk's turn
LOOK_SECONDS = 60.0

_TOUCH = """
    update nodes set modified = :at, modified_by = :author
    where tenant = :tenant and id = :node and modified <= :at
"""


class SessionParts(Opening):
    """Opens parts for rooms, and keeps the drive's rows true while and after people edit."""

    def __init__(
        self, drive: Drive, blobs: BlobStore, workers: Workers, documents: LiveDocuments
    ) -> None:
        super().__init__(drive.database, blobs, workers)
        self._drive = drive
        self._documents = documents
        self._rooms: dict[Document, set[str]] = {}  # content parts that are live here
        self._noted: dict[tuple[str, str], tuple[int, str]] = {}
        self._noting: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self.sittings = Sittings(drive.database, self._keep)

    async def open(self, part: PartId) -> OpenedPart:
        """Return a part, ready to serve; see `Opening.open`."""
        opened = await super().open(part)
        if is_content(part.part):
            self._rooms.setdefault(_document(part), set()).add(part.part)
        return opened

    def edited(self, part: PartId, author: str) -> None:
        """Note who changed the document last; the listing shows it a little later."""
        self._noted[part.tenant, part.node] = now(), author_of(author)
        if self._noting is None:
            self._noting = asyncio.create_task(self._note_soon())
        if is_content(part.part):
            self.sittings.edited(_document(part), asyncio.get_running_loop().time())
            if self._looking is None:
                self._looking = asyncio.create_task(self._look())

    async def left(self, part: PartId) -> None:
        """The last peer has left a part: with the last part, keep a version of what was changed."""
        document = _document(part)
        parts = self._rooms.get(document, set())
        parts.discard(part.part)
        if parts or not is_content(part.part):
            return
        self._rooms.pop(document, None)
        self.sittings.left(document)
        await self._documents.close_session(part.tenant, part.node)

    async def close(self) -> None:
        """Write what was noted, and stop. To be called when no room is left."""
        for task in (self._noting, self._looking):
            if task is not None:
                task.cancel()
        await self._note()

    # -- who changed it last

    async def _note_soon(self) -> None:
        await asyncio.sleep(NOTE_SECONDS)
        self._noting = None
        await self._note()

    async def _note(self) -> None:
        noted, self._noted = self._noted, {}
        if not noted:
            return
        try:
            async with self._drive.database.transaction() as tx:
                await tx.executemany(_TOUCH, list(_rows(noted)))
        except StoreUnavailable:
            log.warning("cannot note who edited %d documents last", len(noted))
            return
        for tenant, node in noted:
            self._drive.events.emit(NodeChanged(tenant, node))

    # -- versions of long sessions

    async def _look(self) -> None:
        try:
            while self.sittings:
                await asyncio.sleep(LOOK_SECONDS)
                try:
                    await self.sittings.look(asyncio.get_running_loop().time())
                except StoreUnavailable as error:
                    log.warning("cannot look which documents are due for a version: %s", error)
        finally:
            self._looking = None

    async def _keep(self, document: Document) -> None:
        try:
            await self._documents.session_version(document.tenant, document.node)
        except (TongwenError, StoreUnavailable, BlobUnavailable, BlobMissing) as error:
            log.warning("no version was kept: %s", error, extra={"document": document.node})


def _document(part: PartId) -> Document:
    return Document(part.tenant, part.node)


def _rows(noted: dict[tuple[str, str], tuple[int, str]]) -> Iterator[dict[str, object]]:
    for (tenant, node), (at, author) in sorted(noted.items()):  # in one order: no two lock up
        yield {"tenant": tenant, "node": node, "at": at, "author": author}
