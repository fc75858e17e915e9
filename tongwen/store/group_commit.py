"""Group commit: many submitted updates, one transaction, an answer to each when it is durable."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat

from tongwen.core import clock
from tongwen.core.errors import TooLarge
from tongwen.store import PartId, StoreUnavailable
from tongwen.store.values import check_text

BATCH_UPDATES = 5_000
BATCH_BYTES = 8 << 20
ALONE = 0.2  # of the interval is enough where nothing is gathered
QUEUE_BYTES = 64 << 20  # more than a disk that stalls may hold in memory
INTERVAL_SECONDS = 0.02  # a commit costs about as much CPU with one update as with fifty
EAGER_UPDATES = 256  # queued updates whose own cost outweighs the commit's: do not wait
EAGER_BYTES = 256 << 10
HOT_UPDATES = 64  # to one part: answered all at once, more would hold up its next edits

Done = Callable[[int | None], None]

logger = logging.getLogger(__name__)


class Batch:
    """Updates in order of submission, one list a column: cheaper than one object an update."""

    __slots__ = ("ats", "authors", "dones", "parts", "size", "updates")

    def __init__(self) -> None:
        self.parts: list[PartId] = []
        self.ats: list[int] = []  # milliseconds UTC
        self.authors: list[str] = []
        self.updates: list[bytes] = []
        self.dones: list[Done] = []
        self.size = 0  # bytes of the updates

    def full(self) -> bool:
        """Whether what comes next belongs into another batch."""
        return len(self.parts) >= BATCH_UPDATES or self.size >= BATCH_BYTES

    def eager(self) -> bool:
        """Whether it is large enough to be written without waiting for more."""
        many = len(self.parts) >= EAGER_UPDATES or self.size >= EAGER_BYTES
        return many or (len(self.parts) >= HOT_UPDATES and self._hot())

    def _hot(self) -> bool:
        """Whether it is probably about one part: looking at all of them would cost more."""
        return self.parts[-HOT_UPDATES] == self.parts[-1]


class GroupCommit:
    """Collects what is submitted and writes it in batches.

    An update after a pause is written at once. Under load the next batch begins `interval` seconds
    after the beginning of the last one, or earlier: when it is large, or somebody waits for it, or
    the last one held a single update: who writes alone, and perhaps waits, gains nothing by it.
    `write` gets a batch and returns its sequence numbers when it is durable. It runs while `turn`
    is held, so that a batch holds everything queued until the turn came.
    """

    def __init__(
        self,
        turn: asyncio.Lock,
        write: Callable[[Batch], Awaitable[Sequence[int]]],
        interval: float,
    ) -> None:
        self._turn = turn
        self._write = write
        self._interval = interval
        self._loop = asyncio.get_running_loop()
        self._queue: deque[Batch] = deque()
        self._queued_bytes = 0
        self._fates: deque[Iterator[tuple[Done, int | None]]] = deque()
        self._delivery: asyncio.Handle | None = None
        self._alone = True  # whether the last batch held a single update
        self._begun = float("-inf")  # when the last batch began, in the loop's time
        self._pause: asyncio.TimerHandle | None = None
        self._flushing: asyncio.Task[None] | None = None
        self._urgent = False
        self._closed = False

    def submit(self, part: PartId, author: str, update: bytes, done: Done) -> None:
        """Queue an update. See `UpdateLog.submit`."""
        size = len(update)
        if size > QUEUE_BYTES:
            raise TooLarge("update-too-large", limit=QUEUE_BYTES)
        _check_names(part, author)
        if self._closed or self._queued_bytes + size > QUEUE_BYTES:
            self._settle((done,), (None,))
            return
        queue = self._queue
        if not queue or queue[-1].full():
            queue.append(Batch())
        batch = queue[-1]
        batch.parts.append(part)
        batch.ats.append(clock.now())
        batch.authors.append(author)
        batch.updates.append(update)
        batch.dones.append(done)
        batch.size += size
        self._queued_bytes += size
        if self._flushing is None:
            self._schedule()

    async def append(self, part: PartId, author: str, update: bytes) -> int:
        """Submit and wait; the batch begins without a pause. See `UpdateLog.append`."""
        fate: asyncio.Future[int | None] = self._loop.create_future()

        def settle(seq: int | None) -> None:
            if not fate.done():
                fate.set_result(seq)

        self._urgent = True
        self.submit(part, author, update, settle)
        seq = await fate
        if seq is None:
            raise StoreUnavailable("The update could not be written.")
        return seq

    async def close(self) -> None:
        """Write what is queued and answer everybody; what is submitted later is refused."""
        self._closed = True
        if self._queue and self._flushing is None:
            self._schedule()
        while self._flushing is not None:
            await asyncio.wait([self._flushing])
            await asyncio.sleep(0)
        while self._fates:
            self._deliver()

    def _wait(self) -> float:
        """Return how many seconds the next batch has to wait."""
        if self._urgent or self._closed or self._queue[0].eager():
            return 0.0
        share = ALONE if self._alone else 1.0
        return self._begun + share * self._interval - self._loop.time()

    def _schedule(self) -> None:
        """See to it that what is queued is written. Nothing is being written now."""
        wait = self._wait()
        if wait <= 0:
            self._start()
        elif self._pause is None:
            self._pause = self._loop.call_later(wait, self._start)

    def _start(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
        self._flushing = self._loop.create_task(self._flush())
        self._flushing.add_done_callback(self._flushed)

    def _flushed(self, task: asyncio.Task[None]) -> None:
        self._flushing = None
        if not task.cancelled() and (error := task.exception()):
            self._loop.call_exception_handler(
                {"message": "Group commit failed", "exception": error}
            )
        if self._queue and not self._loop.is_closed():
            self._schedule()

    async def _flush(self) -> None:
        while self._queue:
            async with self._turn:
                self._begun = self._loop.time()
                batch = self._queue.popleft()
                self._alone = len(batch.dones) == 1
                self._urgent = self._urgent and bool(self._queue)
                self._queued_bytes -= batch.size
                fates: Sequence[int | None] = [None] * len(batch.dones)
                try:
                    fates = await self._write(batch)
                except StoreUnavailable as error:
                    logger.warning("%d updates were not written: %s", len(fates), error)
                finally:
                    self._settle(batch.dones, fates)
            if self._queue and self._wait() > 0:
                return

    def _settle(self, dones: Sequence[Done], fates: Sequence[int | None]) -> None:
        self._fates.append(zip(dones, fates, strict=True))
        self._deliver_soon()

    def _deliver_soon(self) -> None:
        if self._delivery is None:
            self._delivery = self._loop.call_soon(self._deliver)

    def _deliver(self) -> None:
        """Tell everybody. One that raises is the loop's to report, and delays no other answer."""
        self._delivery = None
        try:
            for _ in repeat(None, len(self._fates)):  # those who are refused meanwhile come later
                for done, seq in self._fates[0]:
                    done(seq)
                self._fates.popleft()
        finally:
            if self._fates:
                self._deliver_soon()


@lru_cache(maxsize=10_000)
def _check_names(part: PartId, author: str) -> None:
    check_text((*part, author))
