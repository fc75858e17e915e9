"""Edits of a room on their way to the disk: in order, and acknowledged in order."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from functools import partial

from tongwen.store import PartId, UpdateLog
from tongwen.sync.figures import Figures
from tongwen.sync.replica import Done, Entry

log = logging.getLogger("tongwen.sync")

RETRY_SECONDS = 1.0


class Ledger:
    """Owns what is not durable yet.

    An edit is reported as saved when it and everything before it in this room is durable: an edit
    whose origin is lost could not be read again, so it must not be acknowledged alone.
    """

    __slots__ = (
        "_failing",
        "_figures",
        "_log",
        "_loop",
        "_part",
        "_probing",
        "_retry",
        "_saved",
        "_trouble",
        "_waiting",
    )

    def __init__(
        self,
        part: PartId,
        updates: UpdateLog,
        figures: Figures,
        saved: Callable[[Entry, float], None],
        trouble: Callable[[bool], None],
    ) -> None:
        """`saved` is called with each durable edit and the time, `trouble` when the log fails.

        The time is the loop's clock; `trouble(False)` says that the log works again.
        """
        self._part = part
        self._log = updates
        self._figures = figures
        self._saved = saved
        self._trouble = trouble
        self._waiting: deque[Entry] = deque()
        self._failing = False
        self._probing: Entry | None = None  # the edit that is tried while the log fails
        self._retry: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def oldest(self) -> float:
        """When the first edit that still waits arrived (the loop's clock); ∞ when none waits."""
        return self._waiting[0].arrived if self._waiting else float("inf")

    def submit(self, entry: Entry) -> None:
        """Have an edit written."""
        self._waiting.append(entry)
        if not self._failing:
            self._write(entry)

    def when_saved(self, done: Done) -> None:
        """Call `done` when everything submitted so far is durable: at once when nothing waits."""
        if not self._waiting:
            done(True)
            return
        last = self._waiting[-1]
        before = last.done

        def both(saved: bool) -> None:
            if before is not None:
                before(saved)
            done(saved)

        last.done = both

    def _write(self, entry: Entry) -> None:
        self._log.submit(self._part, entry.author, entry.update, partial(self._settled, entry))

    def _settled(self, entry: Entry, seq: int | None) -> None:
        if seq is None:
            self._failed()
            return
        entry.seq = seq
        waiting = self._waiting
        now = self._loop.time()
        while waiting and waiting[0].seq is not None:
            first = waiting.popleft()
            self._figures.acks.add(now - first.arrived)
            self._saved(first, now)
        if entry is self._probing:
            self._recovered()

    def _failed(self) -> None:
        self._figures.writes_failed += 1
        self._probing = None
        if not self._failing:
            self._failing = True
            log.error("cannot write, keeping edits in memory", extra=document(self._part))
            self._trouble(True)
        if self._retry is None:
            self._retry = self._loop.call_later(RETRY_SECONDS, self._probe)

    def _probe(self) -> None:
        """Try the first edit alone: a database that is away need not be asked for each."""
        self._retry = None
        unwritten = next((entry for entry in self._waiting if entry.seq is None), None)
        if unwritten is not None:
            self._probing = unwritten
            self._write(unwritten)
        else:
            self._recovered()

    def _recovered(self) -> None:
        self._failing = False
        self._probing = None
        log.warning("writing again", extra=document(self._part))
        for entry in list(self._waiting):
            if entry.seq is None:
                self._write(entry)
        self._trouble(False)

    def abandon(self) -> None:
        """Stop trying. Who waits is told that it is not saved; it may be written all the same."""
        if self._retry:
            self._retry.cancel()
        for entry in self._waiting:
            done, entry.done = entry.done, None
            if done is not None:
                done(False)


def document(part: PartId) -> dict[str, str]:
    """The fields that name a part in the log of this program."""
    return {"document": f"{part.node}/{part.part}"}
