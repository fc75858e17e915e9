"""Who worked in a document, and when: what its log tells without reading the edits."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongwen.core.actor import color_of
from tongwen.drive.views import people_by_id, rfc3339
from tongwen.kinds import BODY
from tongwen.store import Database, PartId, Reader

_HEAD = "select max(seq) from updates where tenant = :tenant and node = :node and part = :part"

FIRST_SEQ = 1
"""Of the import of the file. A version without a number of its own is of before that."""


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


async def read_work(
    database: Database, tenant: str, node: str, spans: Mapping[int, tuple[int, int]]
) -> dict[int, Work]:
    """Return the work in each named span `(low, high]` of the body's log."""
    part = PartId(tenant, node, BODY)
    found = {}
    for name, (low, high) in spans.items():
        work = found[name] = Work()
        if high > low:
            for one in await database.log.authors(part, low, high):
                work.add(author_of(one.author), one.count, one.first_at, one.last_at)
            await asyncio.sleep(0)  # a page of versions may reach over a long log
    return found


async def log_head(reader: Reader, tenant: str, node: str) -> int:
    """Return the highest sequence number of the body's log, 0 when it was never opened."""
    return await reader.fetchval(_HEAD, tenant=tenant, node=node, part=BODY) or 0


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
