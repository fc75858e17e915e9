"""Whether this node should be sent people: its database, log and disk, and that it stays.

Not the bus: without it nodes are slower, not wrong, and it is away from all of them at once.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from time import monotonic

from tongwen.blobs import BlobUnavailable
from tongwen.core.clock import iso, now
from tongwen.http.services import Services
from tongwen.store import StoreUnavailable

log = logging.getLogger("tongwen.readiness")

ANSWER_SECONDS = 2.0  # that the database and the blobs may take
LAG_SECONDS = 10.0  # that an edit may wait for the disk
KEPT_SECONDS = 1.0  # that an answer is kept, so that probes cost nothing
BLOB_SECONDS = 10.0  # between two writings to the blobs, which sync the disk

_PROBE_TENANT = "probe"


class Readiness:
    """Asks everything that serving people needs, once for all who want to know."""

    def __init__(self, services: Services) -> None:
        self.draining = False
        self._services = services
        self._checks: dict[str, Callable[[], Coroutine[None, None, bool]]] = {
            "database": self._database,
            "log": self._log,
            "blobs": self._blobs,
            "staying": self._staying,
        }
        self._failing: dict[str, str] = {}
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._blobs_written_at = float("-inf")
        self._asked_at = float("-inf")
        self._asking: asyncio.Future[None] | None = None

    async def failing(self) -> Mapping[str, str]:
        """Return the checks that fail, and since when (RFC 3339); empty: ready.

        Everything is asked again when the last answer is older than a second. Whether the server
        is about to stop is always told at once.
        """
        if self.draining and "staying" not in self._failing:
            self._note("staying", False)
        if monotonic() - self._asked_at >= KEPT_SECONDS:
            if self._asking is None:
                self._asking = asyncio.ensure_future(self._ask())
            await asyncio.shield(self._asking)
        return self._failing

    def names(self) -> list[str]:
        """Return the names of all checks."""
        return list(self._checks)

    async def _ask(self) -> None:
        try:
            names = self.names()
            passed = await asyncio.gather(*(self._check(name) for name in names))
            for name, good in zip(names, passed, strict=True):
                self._note(name, good)
            self._asked_at = monotonic()
        finally:
            self._asking = None

    async def _check(self, name: str) -> bool:
        """Ask one thing. What hangs is not cancelled, for it could not be, nor asked again."""
        task = self._running.get(name)
        if task is None:
            task = self._running[name] = asyncio.ensure_future(self._checks[name]())
        done, _ = await asyncio.wait({task}, timeout=ANSWER_SECONDS)
        if not done:
            return False
        del self._running[name]
        try:
            return task.result()
        except (StoreUnavailable, BlobUnavailable) as error:
            if name not in self._failing:
                log.warning("%s: %s", name, error)
            return False

    def _note(self, name: str, good: bool) -> None:
        if good and self._failing.pop(name, None) is not None:
            log.info("ready again: %s", name)
        elif not good and name not in self._failing:
            log.warning("not ready: %s", name)
            self._failing[name] = iso(now())

    # -- the checks

    async def _database(self) -> bool:
        return bool(await self._services.database.fetchval("SELECT 1"))

    async def _log(self) -> bool:
        rooms = self._services.rooms
        return rooms is None or rooms.oldest_unsaved() < LAG_SECONDS

    async def _blobs(self) -> bool:
        if monotonic() - self._blobs_written_at < BLOB_SECONDS:
            return True
        blobs = self._services.blobs
        writer = await blobs.writer(_PROBE_TENANT)
        await writer.write(b"ready?")
        await blobs.delete(_PROBE_TENANT, await writer.commit())
        self._blobs_written_at = monotonic()
        return True

    async def _staying(self) -> bool:
        return not self.draining
