"""What was looked up a moment ago, so that a burst of requests asks the database once."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Keeps up to `most` values for `seconds`.

    On one node a change is seen at once, because whoever changes forgets. Several nodes tell each
    other; without a bus between them the others see it after `seconds` at the latest.
    """

    def __init__(self, seconds: float = 10.0, most: int = 10_000) -> None:
        self._seconds = seconds
        self._most = most
        self._entries: OrderedDict[str, tuple[float, T]] = OrderedDict()
        # Rises with every forgetting: a value that was read before one must not be kept after it.
        self.generation = 0

    def get(self, key: str) -> T | None:
        """Return the value, or None when it is unknown or too old."""
        entry = self._entries.get(key)
        if entry is None or entry[0] < monotonic():
            return None
        return entry[1]

    def keep(self, key: str, value: T, generation: int) -> None:
        """Remember a value that was read in `generation`; ignored when something changed since."""
        if generation != self.generation:
            return
        self._entries[key] = (monotonic() + self._seconds, value)
        self._entries.move_to_end(key)
        while len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget one value."""
        self.generation += 1
        self._entries.pop(key, None)

    def forget_where(self, holds: Callable[[T], bool]) -> None:
        """Forget every value for which `holds` is true."""
        self.generation += 1
        for key in [key for key, (_, value) in self._entries.items() if holds(value)]:
            del self._entries[key]
