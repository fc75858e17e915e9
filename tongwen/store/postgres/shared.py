"""Which parts other nodes write too, and the statements that make the nodes take turns."""

import time
from collections.abc import Callable, Iterable, Mapping

from tongwen.store import PartId

SHARED_SECONDS = 60.0  # how long a part counts as shared after another node was seen writing it

# A node that stops in the middle (frozen, cut off) must not hold the others up for longer.
BEGIN = "begin; set local idle_in_transaction_session_timeout = 10000"

# The turn at a part is the lock on the first row of its log: it is there whenever two nodes meet,
# and PostgreSQL gives it to those who wait in the order in which they came. Everybody takes the
# turns in the order of the keys, so that no two wait for each other.
LOCK = """
    select 1 from unnest($1::text[], $2::text[], $3::text[]) as wanted (tenant, node, part)
    join updates as u on u.tenant = wanted.tenant and u.node = wanted.node and u.part = wanted.part
        and u.seq = (select min(seq) from updates as f where f.tenant = wanted.tenant
            and f.node = wanted.node and f.part = wanted.part)
    order by u.tenant, u.node, u.part
    for no key update of u
"""


class SharedParts:
    """Remembers where another node was seen. Its own guesses are tried on all other parts."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[PartId, float] = {}

    def among(self, parts: Iterable[PartId]) -> list[PartId]:
        """Return those parts that other nodes write too, each once."""
        if not self._seen:
            return []
        oldest = self._clock() - SHARED_SECONDS
        self._seen = {part: at for part, at in self._seen.items() if at > oldest}
        return [part for part in dict.fromkeys(parts) if part in self._seen]

    def compare(self, expected: Mapping[PartId, int], found: Mapping[PartId, int]) -> None:
        """Note the parts whose head is another than this node expected."""
        now = self._clock()
        for part, head in expected.items():
            if found.get(part, head) != head:
                self._seen[part] = now
