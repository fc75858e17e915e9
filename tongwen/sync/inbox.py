"""What peers of a room have written and nobody has read yet."""

import asyncio
import logging
from typing import Protocol

from tongwen.store import PartId
from tongwen.sync import wire
from tongwen.sync.ledger import document
from tongwen.sync.peer import Peer

log = logging.getLogger("tongwen.sync")

ENOUGH = 8  # edits, and a fifth of the peers: so many make a turn worth its price at once
HOT_SECONDS = 0.0025  # between two edits, on average: then the process is awake anyway
_WEIGHT = 0.05  # of the newest gap in the average
INVALID_DATA = 1007  # RFC 6455 §7.4.1

Letter = tuple[Peer, bytes, int, float]  # whose, the message, where it begins, when it came


class Reading(Protocol):
    """The room, as its inbox knows it. Each raises `BadMessage` on what is malformed."""

    def read_presence(self, peer: Peer, data: bytes, at: int) -> None:
        """Take an awareness message that begins at `at`."""

    def read_edit(self, letter: Letter, update: bytes, verbatim: bool) -> None:
        """Take an update; `verbatim`: its message may be passed on as it is."""


class Inbox:
    """Owns what waits for the room's next turn, and what waits behind a large edit."""

    __slots__ = ("_edits", "_gap", "_held", "_last", "_letters", "_loop", "_part", "_room")

    def __init__(self, part: PartId, room: Reading) -> None:
        self._part = part
        self._room = room
        self._letters: list[Letter] = []
        self._edits = 0
        self._gap = 1.0  # seconds between edits, on average
        self._last = 0.0
        self._held: dict[Peer, list[Letter]] = {}
        self._loop = asyncio.get_running_loop()

    def put(self, peer: Peer, data: bytes, at: int) -> None:
        """Keep a message until the next turn."""
        now = self._loop.time()
        self._letters.append((peer, data, at, now))
        if data[at] == wire.Kind.SYNC:
            self._edits += 1
            self._gap += _WEIGHT * (min(now - self._last, 1.0) - self._gap)
            self._last = now

    def enough(self, peers: int) -> bool:
        """Whether so much waits that the turn should come now, in a room of so many.

        In a room where edits come without a pause each is worth a turn: caches are warm then, and a
        turn reads whatever has come meanwhile.
        """
        if self._gap < HOT_SECONDS:
            return self._edits > 0
        return self._edits >= ENOUGH and self._edits * 5 >= peers

    def read(self) -> None:
        """Read all that waits. One that is malformed closes its connection, and no other."""
        letters, self._letters = self._letters, []
        self._edits = 0
        for letter in letters:
            peer, data, at, _ = letter
            try:
                if data[at] == wire.Kind.AWARENESS:
                    self._room.read_presence(peer, data, at)
                else:
                    self._read_edit(letter)
            except wire.BadMessage as error:
                log.warning("closing a connection: %s", error, extra=document(self._part))
                peer.conn.close(INVALID_DATA, str(error))

    def _read_edit(self, letter: Letter) -> None:
        peer, data, at, _ = letter
        if (held := self._held.get(peer)) is not None:
            held.append(letter)
            return
        step = data[at + 1]
        update, end = wire.short_varbytes(data, at + 2)
        if step not in (wire.SyncStep.DIFFERENCE, wire.SyncStep.UPDATE):
            raise wire.BadMessage(f"a sync message of unknown step {step}")
        self._room.read_edit(letter, update, step == wire.SyncStep.UPDATE and end == len(data))

    def hold(self, peer: Peer) -> None:
        """Read no further edit of a peer until `release`: a large one is being read elsewhere."""
        self._held[peer] = []

    def release(self, peer: Peer, *, keep: bool) -> None:
        """Put what was held back before everything else that waits, or drop it."""
        held = self._held.pop(peer)
        if keep:
            self._letters[:0] = held
            self._edits += len(held)
