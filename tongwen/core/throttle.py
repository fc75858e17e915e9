"""Growing delays for those who guess: a bounded table in memory, one per process."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic


@dataclass(slots=True)
class _Record:
    """How often a key failed and until when (monotonic seconds) it must wait."""

    failures: int = 0
    until: float = 0.0
    last: float = 0.0


class Throttle:
    """Lets a key fail `free` times, then makes it wait twice as long after every failure.

    An attempt is counted before it is judged, so that many at once do not slip through; a right one
    is taken back with `forgive`. A key that was quiet for `forget` seconds starts afresh. At most
    `most` keys are remembered, the least recent are dropped. Each process counts for itself: with N
    nodes a guesser has N times the attempts.
    """

    def __init__(
        self,
        free: int,
        *,
        first: float = 1.0,
        longest: float = 900.0,
        forget: float = 3600.0,
        most: int = 10_000,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._free = free
        self._first = first
        self._longest = longest
        self._forget = forget
        self._most = most
        self._clock = clock
        self._records: OrderedDict[str, _Record] = OrderedDict()

    def wait(self, key: str, longest: float | None = None) -> float:
        """Return how many seconds the key must still wait, at most `longest`; 0 when it may try."""
        record = self._records.get(key)
        if record is None:
            return 0.0
        now = self._clock()
        until = record.until if longest is None else min(record.until, record.last + longest)
        return max(0.0, until - now)

    def attempt(self, key: str) -> None:
        """Count an attempt as failed until it is forgiven."""
        now = self._clock()
        record = self._records.get(key)
        if record is None or now - record.last > self._forget:
            record = self._records[key] = _Record()
        self._records.move_to_end(key)
        record.failures += 1
        record.last = now
        beyond = record.failures - self._free
        if beyond >= 0:
            record.until = now + min(self._longest, self._first * 2 ** min(beyond, 30))
        while len(self._records) > self._most:
            self._records.popitem(last=False)

    def forgive(self, key: str) -> None:
        """Forget the key's failures: it knew the answer."""
        self._records.pop(key, None)

    def take_back(self, key: str) -> None:
        """Take back one attempt, leaving the other failures."""
        record = self._records.get(key)
        if record is not None:
            record.failures -= 1
            if record.failures < self._free:
                record.until = 0.0

    def __len__(self) -> int:
        return len(self._records)
