"""What live rooms tell of their documents: who edits, and when everybody has left."""

import asyncio
import logging

from tongwen.blobs import BlobStore
from tongwen.core.clock import now
from tongwen.core.events import NodeChanged
from tongwen.documents.live import LiveDocuments
from tongwen.documents.opening import Opening
from tongwen.documents.ports import Workers
from tongwen.drive import Drive
from tongwen.kinds import BODY
from tongwen.store import PartId, StoreUnavailable

log = logging.getLogger("tongwen.documents")

_TOUCH = """
    update nodes set modified = :at, modified_by = :author where tenant = :tenant and id = :node
"""


class SessionParts(Opening):
    """Opens parts for rooms, and keeps the drive's rows true while and after people edit."""

    def __init__(
        self, drive: Drive, blobs: BlobStore, workers: Workers, documents: LiveDocuments
    ) -> None:
        super().__init__(drive.database, blobs, workers)
        self._drive = drive
        self._documents = documents
        self._touching: set[asyncio.Task[None]] = set()

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
            await self._documents.session_version(part.tenant, part.node)
