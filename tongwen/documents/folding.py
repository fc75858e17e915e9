"""Folding updates into a state: here when they are small, in a worker process when they are not."""

from tongwen.documents.ports import Workers
from tongwen.ydoc.states import Folded, fold_with_summary

FOLDED_HERE = 16 << 10  # bytes: 2.5 ms, about what a worker takes to answer


async def folded(workers: Workers, updates: list[bytes], *, keep_deletions: bool) -> Folded:
    """Return one update that holds all of these, and its summary.

    Raises:
        TongwenError: one of them is not an update, or a worker passed a limit.
    """
    if sum(map(len, updates)) <= FOLDED_HERE:
        return fold_with_summary(updates, keep_deletions=keep_deletions)
    task = "fold" if keep_deletions else "fold.forgetting"
    return Folded.unpack(await workers.run(task, *updates))
