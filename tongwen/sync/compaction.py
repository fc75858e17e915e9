"""When a room folds its log, and what it costs."""

import asyncio
from collections.abc import Callable

from tongwen.sync.figures import Figures
from tongwen.sync.ports import Parts
from tongwen.sync.replica import Replica

COMPACT_ROWS = 500
COMPACT_BYTES = 256 << 10
COMPACT_SHARE = 100  # a room spends at most a hundredth of its time on compaction


class Compaction:
    """Owns how often a replica's tail is folded into its base."""

    __slots__ = ("_after", "_figures", "_loop", "_parts", "_replica")

    def __init__(self, replica: Replica, parts: Parts, figures: Figures) -> None:
        self._replica = replica
        self._parts = parts
        self._figures = figures
        self._after = 0.0
        self._loop = asyncio.get_running_loop()

    @property
    def due(self) -> bool:
        """Whether the tail is long, and the last fold long enough ago."""
        replica = self._replica
        if len(replica.tail) < COMPACT_ROWS and replica.tail_bytes < COMPACT_BYTES:
            return False
        return self._loop.time() >= self._after

    async def fold(self, upto: int, ended: Callable[[], None]) -> None:
        """Fold what is durable up to a number into a new base; call `ended` in any case."""
        began = self._loop.time()
        replica = self._replica
        try:
            if upto <= replica.base_seq:
                return
            snapshot = await self._parts.compact(replica.part, upto, replica.durable(upto))
            if snapshot.seq > replica.base_seq:
                replica.rebase(snapshot.state, snapshot.seq)
            self._figures.compactions.add(self._loop.time() - began)
        except BaseException:
            self._figures.compactions_failed += 1
            raise
        finally:
            now = self._loop.time()
            self._after = now + COMPACT_SHARE * (now - began)
            ended()
