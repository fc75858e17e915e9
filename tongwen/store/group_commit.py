"""Group commit: many submitted updates, one transaction, an answer to each when it is durable."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import repeat
from typing import NamedTuple

from tongwen.core import clock
from tongwen.core.errors import TooLarge
from tongwen.store import PartId, StoreUnavailable
from tongwen.store.values import check_text

BATCH_UPDATES = 5_000
BATCH_BYTES = 8 << 20
QUEUE_BYTES = 64 << 20  # more than a disk that stalls may hold in memory

Done = Callable[[int | None], None]

logger = logging.getLogger(__name__)


class Pending(NamedTuple):
    """An update that waits to be written. `at` is milliseconds UTC."""

    part: PartId
    at: int
    author: str
    update: bytes
    done: Done


class GroupCommit:
    """Collects what is submitted while the last batch is written, and writes it as the next batch.

    `write` gets a batch in order of submission and returns its sequence numbers when it is durable.
    It runs while `turn` is held, so that a batch holds everything queued until the turn came.
    """

    def __init__(
        self, turn: asyncio.Lock, write: Callable[[Sequence[Pending]], Awaitable[Sequence[int]]]
    ) -> None:
        self._turn = turn
        self._write = write
        self._loop = asyncio.get_running_loop()
        self._queue: deque[Pending] = deque()
        self._queued_bytes = 0
        self._fates: deque[tuple[Done, int | None]] = deque()
        self._flushing: asyncio.Task[None] | None = None
        self._closed = False

    def submit(self, part: PartId, author: str, update: bytes, done: Done) -> None:
        """Queue an update. See `UpdateLog.submit`."""
        size = len(update)
        if size > QUEUE_BYTES:
            raise TooLarge("update-too-large", limit=QUEUE_BYTES)
        check_text((part.tenant, part.node, part.part, author))
        if self._closed or self._queued_bytes + size > QUEUE_BYTES:
            self._settle((done,), repeat(None, 1))
            return
        self._queue.append(Pending(part, clock.now(), author, update, done))
        self._queued_bytes += size
        if self._flushing is None:
            self._start()

    async def append(self, part: PartId, author: str, update: bytes) -> int:
        """Submit and wait. See `UpdateLog.append`."""
        fate: asyncio.Future[int | None] = self._loop.create_future()

        def settle(seq: int | None) -> None:
            if not fate.done():
                fate.set_result(seq)

        self.submit(part, author, update, settle)
        seq = await fate
        if seq is None:
            raise StoreUnavailable("The update could not be written.")
        return seq

    async def close(self) -> None:
        """Write what is queued and answer everybody; what is submitted later is refused."""
        self._closed = True
        while self._flushing is not None:
            await asyncio.wait([self._flushing])
            await asyncio.sleep(0)
        self._deliver()

    def _start(self) -> None:
        self._flushing = self._loop.create_task(self._flush())
        self._flushing.add_done_callback(self._flushed)

    def _flushed(self, task: asyncio.Task[None]) -> None:
        self._flushing = None
        if not task.cancelled() and (error := task.exception()):
            self._loop.call_exception_handler(
                {"message": "Group commit failed", "exception": error}
            )
        if self._queue and not self._loop.is_closed():
            self._start()

    async def _flush(self) -> None:
        while self._queue:
            async with self._turn:
                batch = self._take()
                fates: Sequence[int | None] = [None] * len(batch)
                try:
                    fates = await self._write(batch)
                except StoreUnavailable as error:
                    logger.warning("%d updates were not written: %s", len(batch), error)
                finally:
                    self._settle([pending.done for pending in batch], fates)

    def _take(self) -> list[Pending]:
        """Remove the next batch from the queue: at least one update."""
        batch: list[Pending] = []
        size = 0
        while self._queue and len(batch) < BATCH_UPDATES and size < BATCH_BYTES:
            pending = self._queue.popleft()
            size += len(pending.update)
            batch.append(pending)
        self._queued_bytes -= size
        return batch

    def _settle(self, dones: Sequence[Done], fates: "Sequence[int | None] | repeat[None]") -> None:
        if not self._fates:
            self._loop.call_soon(self._deliver)
        self._fates.extend(zip(dones, fates, strict=True))

    def _deliver(self) -> None:
        """Tell everybody. One that raises is the loop's to report, and delays no other answer."""
        try:
            while self._fates:
                done, seq = self._fates.popleft()
                done(seq)
        finally:
            if self._fates:
                self._loop.call_soon(self._deliver)
