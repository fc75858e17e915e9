"""Who wrote what when, from the rows of the log and without their updates."""

import asyncio
from collections.abc import Mapping

from tongwen.store import Authored, PartId, Reader, Row

END = (1 << 63) - 1  # after every sequence number
PAGE_ROWS = 1_000  # rows read before others get their turn

_WRITTEN = """
    select seq, at, author from updates
    where tenant = :tenant and node = :node and part = :part and seq > :after and seq <= :upto
    order by seq limit :rows
"""
# The first two rows of the next part: an index search, however many rows the parts have.
_NEXT_PART = """
    select tenant, node, part, at from updates where (tenant, node, part) > (:tenant, :node, :part)
    order by tenant, node, part, seq limit 2
"""


async def authors(
    reader: Reader,
    key: Mapping[str, object],
    after: int,
    upto: int | None,
    pause: int | None,
) -> list[Authored]:
    """Tell who wrote which updates. See `UpdateLog.authors`."""
    end = END if upto is None else upto
    longest = END if pause is None else pause
    entries: list[_Entry] = []
    latest: dict[str, _Entry] = {}
    while True:
        rows = await reader.fetch(_WRITTEN, **key, after=after, upto=end, rows=PAGE_ROWS)
        for row in rows:
            seq, at, author = row[0], row[1], row[2]
            entry = latest.get(author)
            if entry is None or at - entry.last_at > longest:
                entry = latest[author] = _Entry(author, seq, at)
                entries.append(entry)
            entry.add(seq, at)
        if len(rows) < PAGE_ROWS:
            return [entry.told() for entry in entries]
        after = rows[-1][0]
        await asyncio.sleep(0)


class _Entry:
    """Counts the updates of an author until a pause."""

    __slots__ = ("author", "count", "first_at", "first_seq", "last_at", "last_seq")

    def __init__(self, author: str, seq: int, at: int) -> None:
        self.author = author
        self.first_seq = self.last_seq = seq
        self.first_at = self.last_at = at
        self.count = 0

    def add(self, seq: int, at: int) -> None:
        """Count an update."""
        self.last_seq = seq
        self.count += 1
        if at > self.last_at:
            self.last_at = at

    def told(self) -> Authored:
        """Return what was counted."""
        return Authored(
            self.author, self.first_seq, self.last_seq, self.first_at, self.last_at, self.count
        )


async def squashable(
    reader: Reader, before: int, limit: int, after: PartId | None
) -> list[tuple[PartId, int]]:
    """Return parts that begin with old updates. See `UpdateLog.squashable`."""
    found: list[tuple[PartId, int]] = []
    part = after or PartId("", "", "")
    while len(found) < limit:
        rows = await reader.fetch(_NEXT_PART, **_key(part))
        if not rows:
            break
        part = _part(rows[0])
        second = rows[1] if len(rows) == 2 and _part(rows[1]) == part else None
        if second is not None and rows[0]["at"] < before and second["at"] < before:
            found.append((part, await _last_before(reader, part, before)))
        await asyncio.sleep(0)
    return found


async def _last_before(reader: Reader, part: PartId, before: int) -> int:
    """Return the last of the updates that the part begins with and that are older than `before`."""
    last = 0
    while True:
        rows = await reader.fetch(_WRITTEN, **_key(part), after=last, upto=END, rows=PAGE_ROWS)
        for row in rows:
            if row[1] >= before:
                return last
            last = row[0]
        if len(rows) < PAGE_ROWS:
            return last
        await asyncio.sleep(0)


def _key(part: PartId) -> dict[str, object]:
    return {"tenant": part.tenant, "node": part.node, "part": part.part}


def _part(row: Row) -> PartId:
    return PartId(row[0], row[1], row[2])
