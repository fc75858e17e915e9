"""Sets of clocks, and summaries and state vectors as bytes."""

import json
from bisect import bisect_right
from collections.abc import Iterable

from tongwen.ydoc.ranges import Ranges, Reader, Summary


class RangeSet:
    """A set of clocks by client, kept as sorted, disjoint, half-open ranges."""

    __slots__ = ("_runs",)

    def __init__(self) -> None:
        self._runs: Ranges = {}

    def covers(self, ranges: Ranges) -> bool:
        """Whether all of these clocks are in the set."""
        mine = self._runs
        for client, runs in ranges.items():
            known = mine.get(client)
            if known is None or runs[-1][1] > known[-1][1]:
                return False  # most that is new comes after all that is known
        return all(self._covers(client, runs) for client, runs in ranges.items())

    def _covers(self, client: int, runs: Iterable[tuple[int, int]]) -> bool:
        mine = self._runs.get(client)
        if mine is None:
            return False
        for start, stop in runs:
            at = bisect_right(mine, (start, 1 << 62)) - 1
            if at < 0 or mine[at][1] < stop:
                return False
        return True

    def extend(self, client: int, start: int, stop: int) -> bool:
        """Put clocks behind the last of a client, if they follow it; return whether they did."""
        mine = self._runs.get(client)
        if mine is None or mine[-1][1] != start:
            return False
        mine[-1] = (mine[-1][0], stop)
        return True

    def add(self, ranges: Ranges) -> None:
        """Put clocks into the set."""
        for client, runs in ranges.items():
            mine = self._runs.setdefault(client, [])
            for start, stop in runs:
                if (
                    mine and mine[-1][0] <= start <= mine[-1][1]
                ):  # typing: at the end of the last run
                    mine[-1] = (mine[-1][0], max(mine[-1][1], stop))
                else:
                    self._insert(mine, start, stop)

    @staticmethod
    def _insert(mine: list[tuple[int, int]], start: int, stop: int) -> None:
        low = bisect_right(mine, (start, -1))
        if low and mine[low - 1][1] >= start:
            low -= 1
        high = low
        while high < len(mine) and mine[high][0] <= stop:
            start = min(start, mine[high][0])
            stop = max(stop, mine[high][1])
            high += 1
        mine[low:high] = [(start, stop)]

    def missing(self, ranges: Ranges) -> Ranges:
        """Return those of these clocks that are not in the set."""
        found = {
            client: [gap for start, stop in runs for gap in self._gaps(client, start, stop)]
            for client, runs in ranges.items()
        }
        return {client: gaps for client, gaps in found.items() if gaps}

    def _gaps(self, client: int, start: int, stop: int) -> list[tuple[int, int]]:
        mine = self._runs.get(client, [])
        at = max(bisect_right(mine, (start, 1 << 62)) - 1, 0)
        gaps = []
        while start < stop and at < len(mine):
            first, last = mine[at]
            if first >= stop:
                break
            if first > start:
                gaps.append((start, first))
            start = max(start, last)
            at += 1
        if start < stop:
            gaps.append((start, stop))
        return gaps

    @property
    def ranges(self) -> Ranges:
        """The clocks in the set; not to be changed."""
        return self._runs

    def contiguous(self) -> dict[int, int]:
        """For each client, how far its clocks reach from 0 without a gap."""
        return {
            client: runs[0][1] for client, runs in self._runs.items() if runs and runs[0][0] == 0
        }


def decode_state_vector(vector: bytes) -> dict[int, int]:
    """Read a state vector, version 1, that the engine wrote."""
    data = Reader(vector)
    return {data.number(): data.number() for _ in range(data.number())}


def encode_state_vector(clocks: dict[int, int]) -> bytes:
    """Write a state vector, version 1: for each client the next clock it would use."""
    out = bytearray(varint(len(clocks)))
    for client, clock in clocks.items():
        out += varint(client)
        out += varint(clock)
    return bytes(out)


def varint(number: int) -> bytes:
    """Write an unsigned integer, seven bits a byte, low bits first."""
    out = bytearray()
    while number > 127:
        out.append(128 | number & 127)
        number >>= 7
    out.append(number)
    return bytes(out)


def dump(summary: Summary) -> bytes:
    """Write a summary for another process or for later, in two halves: structs, then deletions.

    Each is a line of JSON, `[[client, [start, stop, start, stop, …]], …]`, so that the deletions
    (thousands where text is kept) are only parsed by those who ask for them.
    """
    return b"\n".join(map(_line, (summary.structs, summary.deletes)))


def restore(data: bytes) -> Summary:
    """Read what `dump` wrote."""
    return Summary(restore_structs(data), restore_deletes(data))


def restore_structs(data: bytes) -> Ranges:
    """Read only the structs of what `dump` wrote."""
    return _ranges(data.partition(b"\n")[0])


def restore_deletes(data: bytes) -> Ranges:
    """Read only the deletions of what `dump` wrote."""
    return _ranges(data.partition(b"\n")[2])


def _line(ranges: Ranges) -> bytes:
    flat = [[client, [clock for run in runs for clock in run]] for client, runs in ranges.items()]
    return json.dumps(flat, separators=(",", ":")).encode()


def _ranges(line: bytes) -> Ranges:
    ranges: Ranges = {}
    for client, clocks in json.loads(line):
        each = iter(clocks)
        ranges[client] = list(zip(each, each, strict=True))
    return ranges
