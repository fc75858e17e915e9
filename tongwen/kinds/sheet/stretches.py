"""Values over a stretch of whole numbers, equal for long stretches."""

from bisect import bisect_right
from typing import Any


class Stretches:
    """Values over 0 … limit - 1, equal over stretches; empty where nothing was said."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._starts = [0]
        self._values: list[dict[str, Any]] = [{}]

    def change(self, first: int, last: int, change: Any) -> None:
        """Replace the values of first..last by what `change` makes of them."""
        low, high = self._cut(first), self._cut(last + 1)
        for at in range(low, high):
            self._values[at] = change(self._values[at])

    def _cut(self, at: int) -> int:
        if at >= self._limit:
            return len(self._starts)
        place = bisect_right(self._starts, at) - 1
        if self._starts[place] == at:
            return place
        self._starts.insert(place + 1, at)
        self._values.insert(place + 1, self._values[place])
        return place + 1

    def runs(self) -> list[tuple[int, int, dict[str, Any]]]:
        """Return the stretches that have a value, equal neighbours joined."""
        runs: list[tuple[int, int, dict[str, Any]]] = []
        stops = [*self._starts[1:], self._limit]
        for first, stop, value in zip(self._starts, stops, self._values, strict=True):
            if not value:
                continue
            if runs and runs[-1][1] == first - 1 and runs[-1][2] == value:
                runs[-1] = (runs[-1][0], stop - 1, value)
            else:
                runs.append((first, stop - 1, value))
        return runs
