"""Forgetting single edits: what is older than the retention becomes one row without its past."""

import logging

from tongwen.core.errors import TongwenError
from tongwen.documents.folding import folded
from tongwen.documents.ports import Workers
from tongwen.documents.states import NOTHING, pages
from tongwen.kinds import keeps_deletions
from tongwen.store import Database, PartId, Snapshot

log = logging.getLogger("tongwen.documents")

_PARTS_AT_ONCE = 100
_DROP_SNAPSHOT = """
    delete from snapshots
    where tenant = :tenant and node = :node and part = :part and seq <= :seq
"""


async def forget_edits(database: Database, workers: Workers, before: int) -> int:
    """Squash every log's rows from before a time, milliseconds UTC; return how many logs.

    Who wrote them is forgotten, and what was deleted by then is gone from what the server keeps.
    Whatever is visible stays, and so does the time of the last of them. Each step leaves a log
    that opens; a log that cannot be folded stays as it is.
    """
    forgotten = 0
    after: PartId | None = None
    while True:
        found = await database.log.squashable(before, _PARTS_AT_ONCE, after)
        for part, upto in found:
            try:
                await _forget(database, workers, part, upto)
            except TongwenError as error:
                log.error("the history of %s/%s stays: %s", part.node, part.part, error.code)
            else:
                forgotten += 1
        if len(found) < _PARTS_AT_ONCE:
            return forgotten
        after = found[-1][0]


async def _forget(database: Database, workers: Workers, part: PartId, upto: int) -> None:
    past = NOTHING
    async for rows in pages(database, part, 0, upto):
        updates = [past.state, *(row.update for row in rows)]
        past = await folded(workers, updates, keep_deletions=False)
    await database.log.squash(part, upto, past.state)
    snapshot = await database.log.snapshot(part)
    if snapshot is None:
        return
    # The snapshot still holds what was deleted. Without it the log is read: it is never missed.
    seq = max(snapshot.seq, upto)
    state = past
    async for rows in pages(database, part, upto, seq):
        updates = [state.state, *(row.update for row in rows)]
        state = await folded(workers, updates, keep_deletions=keeps_deletions(part.part))
    async with database.transaction() as transaction:
        await transaction.execute(_DROP_SNAPSHOT, **part._asdict(), seq=seq)
    await database.log.save_snapshot(part, Snapshot(seq, state.state, state.summary))
