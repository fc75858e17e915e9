"""Who worked in a document, and when: what its log tells without reading the edits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongwen.core.actor import color_of
from tongwen.drive.views import people_by_id, rfc3339
from tongwen.kinds import BODY
from tongwen.store import Reader

# `cross join` keeps SQLite at looking up each span by the key; PostgreSQL does so by itself.
_WORK = """
    with spans(name, low, high) as (values {spans})
    select s.name, u.author, count(*) as edits, min(u.at) as started, max(u.at) as ended
    from spans s cross join updates u
    where u.tenant = :tenant and u.node = :node and u.part = :part
    and u.seq > s.low and u.seq <= s.high and u.author <> ''
    group by s.name, u.author
"""
_SPAN = "(cast(:name{0} as bigint), cast(:low{0} as bigint), cast(:high{0} as bigint))"
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
        """Count some edits of one author in."""
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
    reader: Reader, tenant: str, node: str, spans: Mapping[int, tuple[int, int]]
) -> dict[int, Work]:
    """Return the work in each named span `(low, high]` of the body's log."""
    found = {name: Work() for name in spans}
    wanted = [(name, low, high) for name, (low, high) in spans.items() if high > low]
    if not wanted:
        return found
    values: dict[str, object] = {}
    for index, (name, low, high) in enumerate(wanted):
        values |= {f"name{index}": name, f"low{index}": low, f"high{index}": high}
    rows = await reader.fetch(
        _WORK.format(spans=", ".join(_SPAN.format(index) for index in range(len(wanted)))),
        tenant=tenant,
        node=node,
        part=BODY,
        **values,
    )
    for row in rows:
        found[row[0]].add(author_of(row[1]), row[2], row[3], row[4])
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
