"""Who worked in a document, and when: what its logs tell without reading the edits.

The *position* of a document counts the edits of all its content parts: it is the sum of their
logs' heads, and only grows.
"""

import asyncio
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from typing import Any, NamedTuple

from tongwen.core.actor import color_of
from tongwen.drive.views import people_by_id, rfc3339
from tongwen.kinds import is_content
from tongwen.store import Database, PartId, Reader

# From part to part by the index, however long their logs are.
_HEADS = """
    with recursive parts (part) as (
        select min(part) from updates where tenant = :tenant and node = :node
        union all
        select (select min(u.part) from updates u
                where u.tenant = :tenant and u.node = :node and u.part > parts.part)
        from parts where parts.part is not null
    )
    select part, (select max(u.seq) from updates u
        where u.tenant = :tenant and u.node = :node and u.part = parts.part) as head
    from parts where part is not null
"""
_STEPS = """
    select seq, at, author from updates
    where tenant = :tenant and node = :node and part = :part and seq > :after
    order by seq limit :rows
"""
_PAGE_ROWS = 1_000  # rows read before others get their turn

FIRST_SEQ = 1
"""Of the import of the file. A version without a number of its own is of before that."""


class _Step(NamedTuple):
    """Edits of one part that one row of its log stands for, in the order in which they came."""

    at: int
    part: str
    edits: int
    author: str


@dataclass(slots=True)
class Work:
    """Edits by author (user id or `l:<link>`, not the server); times in milliseconds UTC."""

    edits: dict[str, int] = field(default_factory=dict)
    started: int | None = None
    ended: int | None = None

    def add(self, author: str, edits: int, started: int, ended: int) -> None:
        """Count some edits of one author in; what the server does is no one's work."""
        if not author:
            return
        self.edits[author] = self.edits.get(author, 0) + edits
        self.started = started if self.started is None else min(self.started, started)
        self.ended = ended if self.ended is None else max(self.ended, ended)

    @property
    def busiest(self) -> list[str]:
        """The authors, who edited most first."""
        return sorted(self.edits, key=lambda author: (-self.edits[author], author))


def author_of(principal: str) -> str:
    """Return the author that a log's row names: rows may say `u:<user id>` or the bare id."""
    return principal.removeprefix("u:")


async def content_heads(reader: Reader, tenant: str, node: str) -> dict[str, int]:
    """Return the highest sequence number of each content part that was ever written."""
    rows = await reader.fetch(_HEADS, tenant=tenant, node=node)
    return {row["part"]: row["head"] for row in rows if is_content(row["part"])}


async def position(reader: Reader, tenant: str, node: str) -> int:
    """Return how many edits a document has, its import included; 0 when it was never opened."""
    return sum((await content_heads(reader, tenant, node)).values())


async def read_work(
    database: Database, tenant: str, node: str, spans: Mapping[int, tuple[int, int]]
) -> dict[int, Work]:
    """Return the work in each named span `(low, high]` of the document's positions."""
    parts = sorted(await content_heads(database, tenant, node))
    if len(parts) != 1:
        return await _work_of_parts(database, tenant, node, parts, spans)
    found = {}
    for name, (low, high) in spans.items():
        work = found[name] = Work()
        if high > low:
            for one in await database.log.authors(PartId(tenant, node, parts[0]), low, high):
                work.add(author_of(one.author), one.count, one.first_at, one.last_at)
            await asyncio.sleep(0)  # a page of versions may reach over a long log
    return found


async def _work_of_parts(
    reader: Reader,
    tenant: str,
    node: str,
    parts: Sequence[str],
    spans: Mapping[int, tuple[int, int]],
) -> dict[int, Work]:
    """Go through the logs of all parts in the order of time: that is the order of positions."""
    found = {name: Work() for name in spans}
    ends = sorted((high, low, name) for name, (low, high) in spans.items() if high > low)
    if not ends:
        return found
    logs = [await _steps(reader, tenant, node, part) for part in parts]
    reached = 0
    for step in merge(*logs):
        reached += step.edits
        at = bisect_left(ends, (reached,))
        if at < len(ends) and ends[at][1] < reached:
            work = found[ends[at][2]]
            work.add(author_of(step.author), step.edits, step.at, step.at)
    return found


async def _steps(reader: Reader, tenant: str, node: str, part: str) -> list[_Step]:
    steps: list[_Step] = []
    after = 0
    while True:
        rows = await reader.fetch(
            _STEPS, tenant=tenant, node=node, part=part, after=after, rows=_PAGE_ROWS
        )
        for row in rows:
            at = max(row["at"], steps[-1].at) if steps else row["at"]  # clocks may be set back
            steps.append(_Step(at, part, row["seq"] - after, row["author"]))
            after = row["seq"]
        if len(rows) < _PAGE_ROWS:
            return steps
        await asyncio.sleep(0)


def contributor(author: str, name: str, edits: int) -> dict[str, Any]:
    """Return the API's Contributor."""
    return {
        "id": author,
        "name": name,
        "color": color_of(author),
        "guest": author.startswith("l:"),
        "edits": edits,
    }


async def names_of(reader: Reader, tenant: str, works: Iterable[Work]) -> dict[str, str]:
    """Return the names of everybody who worked in these."""
    people = await people_by_id(reader, tenant, {one for work in works for one in work.edits})
    return {author: person["name"] for author, person in people.items()}


def work_view(work: Work, seq: int | None, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the API's Work."""
    return {
        "seq": seq,
        "people": [contributor(one, names[one], work.edits[one]) for one in work.busiest],
        "edits": sum(work.edits.values()),
        "started": None if work.started is None else rfc3339(work.started),
        "ended": None if work.ended is None else rfc3339(work.ended),
    }


def spans_between(
    seqs: Sequence[tuple[int, int | None]], before: int
) -> dict[int, tuple[int, int]]:
    """Return what was done in each of some versions `(number, seq)`, from old to new.

    `before` is the sequence number of the one before them.
    """
    spans = {}
    for number, seq in seqs:
        upto = FIRST_SEQ if seq is None else seq
        spans[number] = (before, upto)
        before = max(before, upto)  # two made at the same time may be numbered the other way round
    return spans
