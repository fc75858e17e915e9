"""The other nodes' side of a room: what they committed, in the log's order, and who is there."""

import asyncio
import logging
from enum import IntEnum
from typing import Protocol

from tongwen.bus import Alone, Bus, Subscription
from tongwen.store import PartId, StoreUnavailable, UpdateLog
from tongwen.sync import wire
from tongwen.sync.figures import Figures
from tongwen.sync.ledger import document
from tongwen.sync.replica import Entry

log = logging.getLogger("tongwen.sync")

GAP_SECONDS = 0.1  # how long a message may be overtaken by a later one
AGAIN_SECONDS = 2.0
LARGEST = 256 << 10  # bytes; of a larger update only its number is told


class Word(IntEnum):
    """The first byte of a message between nodes."""

    UPDATE = 1  # seq, author, update
    COMMITTED = 2  # seq: an update too large for the bus
    PRESENCE = 3  # author, awareness message
    WHO = 4  # a room has opened and asks who is here


class Hearer(Protocol):
    """The room, as the relay knows it."""

    def heard_update(self, seq: int, author: str, update: bytes) -> None:
        """Take an update that another node has committed.

        Raises:
            BadMessage: it is none.
        """

    def heard_presence(self, author: str, message: bytes) -> None:
        """Take what a member at another node shows."""

    def tell_presence(self) -> None:
        """Tell the other nodes what every member here shows."""


def subject_of(part: PartId) -> str:
    """The subject that nodes with this part open talk on."""
    return f"part.{part.tenant}.{part.node}.{part.part}"


def update_word(entry: Entry, largest: int) -> bytes:
    """What other nodes are told of a durable update, on a bus that carries `largest` bytes."""
    assert entry.seq is not None
    head = bytes((Word.UPDATE,)) + wire.varint(entry.seq) + wire.varstring(entry.author)
    if len(entry.update) > LARGEST or len(head) + len(entry.update) > largest:
        return bytes((Word.COMMITTED,)) + wire.varint(entry.seq)
    return head + entry.update


class Relay:
    """Owns how much of the log this room has: `known`, and the numbers beyond a gap.

    The bus is a hint and the log the truth: numbers of a part have no gaps, so one that is missing
    for `GAP_SECONDS` is read from the log, and with it everything else that was missed.
    """

    def __init__(
        self, part: PartId, bus: Bus, updates: UpdateLog, figures: Figures, room: Hearer
    ) -> None:
        self.known = 0
        self._part = part
        self._subject = subject_of(part)
        self._bus = bus
        self._alone = isinstance(bus, Alone)
        self._log = updates
        self._figures = figures
        self._room = room
        self._ahead: set[int] = set()
        self._subscription: Subscription | None = None
        self._early: list[bytes] | None = []  # heard before the log was read
        self._reading: asyncio.Task[None] | None = None
        self._read_again = False
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()

    # -- life

    async def listen(self) -> None:
        """Begin to hear; to be called before the log is read, so that nothing falls between."""
        self._subscription = await self._bus.subscribe(self._subject, self._heard)

    def start(self, known: int) -> None:
        """Go on from what was read of the log."""
        self.known = known
        early, self._early = self._early or [], None
        for message in early:
            self._heard(message)
        self._bus.publish(self._subject, bytes((Word.WHO,)))

    def end(self) -> None:
        """Stop hearing and reading."""
        if self._subscription:
            self._subscription.end()
        if self._timer:
            self._timer.cancel()
        if self._reading:
            self._reading.cancel()

    # -- speaking

    def committed(self, entry: Entry) -> None:
        """Tell the others of an update of ours that is durable."""
        assert entry.seq is not None
        self._mark(entry.seq)
        if not self._alone:
            self._say(update_word(entry, self._bus.largest))

    def show(self, author: str, message: bytes) -> None:
        """Tell the others what a member here shows."""
        if not self._alone:
            self._say(bytes((Word.PRESENCE,)) + wire.varstring(author) + message)

    def _say(self, message: bytes) -> None:
        self._figures.bus_sent += 1
        self._bus.publish(self._subject, message)

    # -- hearing

    def _heard(self, message: bytes) -> None:
        if self._early is not None:
            self._early.append(message)
            return
        self._figures.bus_received += 1
        try:
            self._understand(message)
        except (wire.BadMessage, IndexError) as error:
            log.error("a word of another node: %s", error, extra=document(self._part))

    def _understand(self, message: bytes) -> None:
        word, reader = message[0], wire.Reader(message, 1)
        if word == Word.UPDATE:
            seq, author = reader.varint(), reader.varstring()
            if self._is_news(seq):
                self._room.heard_update(seq, author, reader.rest())
                self._mark(seq)  # not before: nonsense must not stand for what the log has
        elif word == Word.COMMITTED:
            if self._is_news(reader.varint()):
                self.catch_up()
        elif word == Word.PRESENCE:
            author = reader.varstring()
            self._room.heard_presence(author, reader.rest())
        elif word == Word.WHO:
            self._room.tell_presence()

    # -- numbers

    def _is_news(self, seq: int) -> bool:
        return seq > self.known and seq not in self._ahead

    def _mark(self, seq: int) -> None:
        if seq == self.known + 1:
            self.known = seq
            if self._ahead:
                self._advance()
        elif seq > self.known:
            self._ahead.add(seq)
            if self._timer is None:
                self._timer = self._loop.call_later(GAP_SECONDS, self._look)

    def _advance(self) -> None:
        while self.known + 1 in self._ahead:
            self.known += 1
        self._ahead = {seq for seq in self._ahead if seq > self.known}

    def _look(self) -> None:
        self._timer = None
        if self._ahead:
            self._figures.bus_gaps += 1
            self.catch_up()

    @property
    def reading(self) -> bool:
        """Whether the log is being read."""
        return self._reading is not None

    def catch_up(self) -> None:
        """Read what the log has beyond what we know, soon."""
        if self._reading is not None:
            self._read_again = True  # this reading may have begun too early
        else:
            self._reading = self._loop.create_task(self._read())
            self._reading.add_done_callback(self._read_ended)

    async def _read(self) -> None:
        claimed = set(self._ahead)
        for row in await self._log.read(self._part, self.known):
            if self._is_news(row.seq):
                try:
                    self._room.heard_update(row.seq, row.author, row.update)
                except wire.BadMessage as error:
                    log.error("a row of the log: %s", error, extra=document(self._part))
            self.known = max(self.known, row.seq)  # the log shows no number before those below it
        self._ahead -= claimed  # nodes speak after the commit: what is not in the log is nonsense
        self._advance()

    def _read_ended(self, task: asyncio.Task[None]) -> None:
        self._reading = None
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, StoreUnavailable):
            log.warning("cannot read what was missed: %s", error, extra=document(self._part))
            if self._timer is None:
                self._timer = self._loop.call_later(AGAIN_SECONDS, self._try_again)
        elif error is not None:
            log.error("reading what was missed failed", exc_info=error, extra=document(self._part))
        elif self._read_again:
            self._read_again = False
            self.catch_up()
        elif self._ahead and self._timer is None:
            self._timer = self._loop.call_later(GAP_SECONDS, self._look)

    def _try_again(self) -> None:
        self._timer = None
        self.catch_up()
