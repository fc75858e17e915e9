"""Where the rows or columns of a file are now, each looked up in a table."""

from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from tongwen.kinds.sheet.axis import Axis


class LineNumbers:
    """The numbers, from one, of an axis' base lines, or of a run's, within the sheet; 0: gone."""

    def __init__(self, axis: Axis, limit: int, run: str = "") -> None:
        self.plain = axis.plain and not run
        self._run = run
        self._axis = axis
        self._limit = limit
        self._known = array("I")

    @cached_property
    def ascend(self) -> bool:
        """Whether the lines that are left are in the order in which they were."""
        placed = sorted(self._axis.placed((self._run, 0, self._limit)))
        return all(a[2] < b[2] for a, b in pairwise(placed))

    def number(self, index: int) -> int:
        """Return the number of one line."""
        position = self._axis.position((self._run, index)) if 0 <= index < self._limit else None
        return 0 if position is None or position >= self._limit else position + 1

    def numbers(self, count: int) -> Sequence[int]:
        """Return a table that has at least the first lines; it grows in place when asked again."""
        if self.plain:
            return range(1, self._limit + 1)
        start, stop = len(self._known), min(count, self._limit)
        if start < stop:
            self._known.extend(array("I", bytes((stop - start) * self._known.itemsize)))
            for offset, many, position in self._axis.placed((self._run, start, stop - start)):
                end = min(many, max(0, self._limit - position))
                numbers = array("I", range(position + 1, position + 1 + end))
                self._known[offset : offset + end] = numbers
        return self._known

    def straight(self, first: int, last: int) -> bool:
        """Whether lines that followed each other still do."""
        if not 0 <= first <= last < self._limit:
            return False
        if self.plain:
            return True
        expected: int | None = None
        count = 0
        for _, many, position in sorted(self._axis.placed((self._run, first, last + 1 - first))):
            if expected is not None and position != expected:
                return False
            expected = position + many
            count += many
        return count == last + 1 - first and expected is not None and expected <= self._limit
