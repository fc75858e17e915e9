"""A room: one part, live, with its peers. It passes what it hears to those who own each matter."""

import asyncio
import enum
import json
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from tongwen.bus import Bus
from tongwen.core.errors import TongwenError
from tongwen.documents.ports import OpenedPart
from tongwen.store import PartId, UpdateLog
from tongwen.sync import wire
from tongwen.sync.compaction import Compaction
from tongwen.sync.fanout import Fanout
from tongwen.sync.figures import Figures
from tongwen.sync.greeting import Greeting
from tongwen.sync.inbox import INVALID_DATA, Inbox, Letter
from tongwen.sync.ledger import Ledger, document
from tongwen.sync.peer import Peer
from tongwen.sync.ports import Parts
from tongwen.sync.presence import Presence
from tongwen.sync.relay import Relay
from tongwen.sync.replica import Done, Entry, Replica, read_update
from tongwen.ydoc.ranges import Summary
from tongwen.ydoc.rangesets import restore
from tongwen.ydoc.states import EMPTY_UPDATE
from tongwen.ydoc.typist import Typist

log = logging.getLogger("tongwen.sync")

LARGE = 32 << 10  # bytes above which an update is read in a worker: 0.6 µs a byte
EDITED_SECONDS = 5.0
GOING_AWAY, TRY_AGAIN_LATER = 1001, 1013  # RFC 6455 §7.4.1, IANA registry


class State(enum.Enum):
    """The life of a room."""

    OPENING = "opening"  # the log is being read; nobody is in
    LIVE = "live"
    COMPACTING = "compacting"  # live, and its log is being folded
    CLOSING = "closing"  # nobody may join; what was taken is written
    CLOSED = "closed"


_MOVES = {
    State.OPENING: (State.LIVE, State.CLOSED),
    State.LIVE: (State.COMPACTING, State.CLOSING),
    State.COMPACTING: (State.LIVE, State.CLOSING),
    State.CLOSING: (State.CLOSED,),
    State.CLOSED: (),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that protect a room's other members, and how it behaves. Seconds and bytes."""

    slow_bytes: int = 16 << 20
    clients_per_peer: int = 16
    peers: int = 0  # most members of one room; 0: no limit
    person_connections: int = 0  # most memberships of one person; 0: no limit
    document_bytes: int = 0  # largest state of a part; 0: no limit
    flush_interval: float = 0.05
    presence_seconds: float = 45.0
    relay_after_commit: bool = False


class Room:
    """Relays edits at once, acknowledges them when durable, and tells newcomers everything."""

    def __init__(
        self,
        part: PartId,
        updates: UpdateLog,
        parts: Parts,
        limits: Limits,
        bus: Bus,
        figures: Figures,
    ) -> None:
        self.part = part
        self.state = State.OPENING
        self.peers: dict[Peer, None] = {}  # in the order in which they came
        self._parts = parts
        self._limits = limits
        self._figures = figures
        self._presence = Presence()
        self._replica: Replica
        self._greeting: Greeting
        self._relay = Relay(part, bus, updates, figures, self)
        self._ledger = Ledger(part, updates, figures, self._saved, self._trouble)
        self._inbox = Inbox(part, self)
        self._fanout = Fanout(
            self.peers, limits.flush_interval, limits.slow_bytes, self._inbox.read, self._drop_slow
        )
        self._compaction: Compaction
        self._unread: set[int] = set()  # numbers in the log that a worker is still reading
        self._edited_at = float("-inf")
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()

    # -- life

    async def open(self) -> None:
        """Read the part and go live.

        Raises:
            TongwenError, StoreUnavailable: it cannot be opened; the room is closed.
        """
        try:
            await self._relay.listen()
            self._opened(await self._parts.open(self.part))
        except BaseException:
            self._relay.end()
            self._move(State.CLOSED)
            raise

    def _opened(self, part: OpenedPart) -> None:
        self._replica = Replica(self.part, part)
        self._greeting = Greeting(self._replica, self._parts, self._limits.relay_after_commit)
        self._compaction = Compaction(self._replica, self._parts, self._figures)
        self._relay.start(part.tail[-1].seq if part.tail else self._replica.base_seq)
        self._move(State.LIVE)
        if self._compaction.due:
            self.compact()

    def _move(self, state: State) -> None:
        assert state in _MOVES[self.state], f"{self.state} → {state}"
        self.state = state

    @property
    def live(self) -> bool:
        """Whether people may join."""
        return self.state in (State.LIVE, State.COMPACTING)

    @property
    def idle(self) -> bool:
        """Nobody is here and nothing waits for the disk."""
        return not self.peers and not self._ledger and not self._tasks

    @property
    def unsaved(self) -> int:
        """How many edits are not durable yet."""
        return len(self._ledger)

    @property
    def oldest_unsaved(self) -> float:
        """When the oldest of them arrived, by the loop's clock; ∞ when there is none."""
        return self._ledger.oldest

    def shut(self) -> None:
        """Let nobody in and take nothing any more; what was taken goes on being written."""
        if self.live:
            self._fanout.flush()
            self._move(State.CLOSING)

    def close(self, code: int, reason: str) -> None:
        """Send everybody away and stop."""
        self.shut()
        if self.state is not State.CLOSING:
            return
        self._fanout.flush()
        self._move(State.CLOSED)
        self._ledger.abandon()
        self._relay.end()
        for task in self._tasks:
            task.cancel()
        peers = list(self.peers)
        self.peers.clear()
        for conn in dict.fromkeys(peer.conn for peer in peers):
            conn.close(code, reason)

    def join(self, peer: Peer) -> None:
        """Let a peer in; it hears everything from now on."""
        self.peers[peer] = None
        if (here := self._presence.everyone()) is not None:
            peer.send(here)

    def leave(self, peer: Peer) -> None:
        """Let a peer go. Twice is harmless."""
        self.peers.pop(peer, None)
        if (farewell := self._presence.leave(peer)) is not None and self.live:
            self._fanout.tell(None, b"", farewell)
            self._relay.show(peer.membership.author, farewell)

    def tick(self) -> None:
        """Forget members at other nodes that have fallen silent. Called now and then."""
        before = self._loop.time() - self._limits.presence_seconds
        if (farewell := self._presence.expire(before)) is not None:
            self._fanout.tell(None, b"", farewell)

    def pending_bytes(self) -> int:
        """Bytes that wait for slow readers."""
        return sum(peer.conn.pending() for peer in self.peers)

    # -- messages of peers

    def receive(self, peer: Peer, data: bytes, at: int = 0) -> None:
        """Take one message of a member. It begins at `at`, after the peer's prefix.

        Edits and presence wait for the room's next turn, a flush interval away at most: together
        they cost less than alone. One that is malformed closes its connection then.

        Raises:
            BadMessage: it is malformed; the connection should be closed.
        """
        if not self.live:
            return  # its connection is being closed; what is not acknowledged is sent again
        if at + 1 >= len(data):
            self._receive_short(peer, data, at)
            return
        kind = data[at]
        if kind == wire.Kind.AWARENESS or (
            kind == wire.Kind.SYNC and data[at + 1] != wire.SyncStep.STATE_VECTOR
        ):
            self._inbox.put(peer, data, at)
            self._fanout.wake()
            if self._inbox.enough(len(self.peers)):
                self._fanout.hurry()
        elif kind == wire.Kind.SYNC:
            self._answer(peer, wire.Reader(data, at + 2).varbytes())
        elif kind not in (wire.Kind.STATELESS, wire.Kind.QUERY_AWARENESS):
            raise wire.BadMessage(f"a message of unknown kind {kind}")

    def _receive_short(self, peer: Peer, data: bytes, at: int) -> None:
        if data[at:] != bytes((wire.Kind.QUERY_AWARENESS,)):
            raise wire.BadMessage("the message ends too early")
        if (here := self._presence.everyone()) is not None:
            self._fanout.whisper(peer, here)

    def read_edit(self, letter: Letter, update: bytes, verbatim: bool) -> None:
        """Take an update of a member."""
        peer, data, _, arrived = letter
        passed = data if verbatim else None
        if self._goes_on(peer, update):
            entry = Entry(update, peer.membership.author, None, arrived, peer, passed)
            self._replica.keep(entry)
            self._accept(entry)
        elif update == EMPTY_UPDATE:
            self._ledger.when_saved(partial(self._status, peer))
        elif len(update) > LARGE:
            self._inbox.hold(peer)
            self._task(self._take_large(peer, update, arrived))
        else:
            self._take(peer, update, read_update(update), passed, arrived)

    def _goes_on(self, peer: Peer, update: bytes) -> bool:
        """Whether a peer that may write goes on typing; if so, its clocks are known then."""
        typist = peer.typist
        if typist is None or not peer.membership.may_write or self._full:
            return False
        typed = typist.next(update)
        return typed is not None and self._replica.goes_on(*typed)

    @property
    def _full(self) -> bool:
        most = self._limits.document_bytes
        return most != 0 and self._replica.size > most

    def read_presence(self, peer: Peer, data: bytes, at: int) -> None:
        """Take what a member shows of itself."""
        reader = wire.Reader(data, at + 1)
        update = reader.varbytes()
        if not reader.done:
            raise wire.BadMessage("a presence has bytes after its end")
        if peer not in self.peers:
            return  # it said farewell meanwhile
        clients = self._presence.accept(peer, update, self._limits.clients_per_peer)
        if clients:
            self._figures.presence += 1
            self._fanout.show(peer, clients, peer.prefix, data)
            self._relay.show(peer.membership.author, data[at:])

    async def _take_large(self, peer: Peer, update: bytes, arrived: float) -> None:
        """Take an edit that is read in a worker, and then what its sender wrote after it."""
        summary: Summary | None = None
        try:
            summary = restore(await self._parts.summarise(update))
        except TongwenError:
            peer.conn.close(INVALID_DATA, "an edit cannot be read")
        finally:
            self._inbox.release(peer, keep=summary is not None and self.live)
        if summary is not None and self.live:
            self._take(peer, update, summary, None, arrived)
            self._fanout.wake()

    def _answer(self, peer: Peer, vector: bytes) -> None:
        """Send what a peer lacks, then ask for what we lack (Hocuspocus and y-websocket alike)."""
        if peer.conn.pending() > self._limits.slow_bytes + self._replica.size:
            self._drop_slow(peer)  # it asks again and again, and does not read
            return
        pieces = self._greeting.whole(peer.prefix, vector)
        if pieces is not None:
            peer.conn.writelines(pieces)
        else:
            self._task(self._answer_difference(peer, vector))

    async def _answer_difference(self, peer: Peer, vector: bytes) -> None:
        try:
            pieces = await self._greeting.difference(peer.prefix, vector)
        except ValueError:
            peer.conn.close(INVALID_DATA, "a state vector cannot be read")
            return
        except TongwenError as error:  # no worker answers: later one may
            peer.conn.close(TRY_AGAIN_LATER, error.code)
            return
        if peer in self.peers:
            peer.conn.writelines(pieces)

    # -- edits

    def _take(
        self, peer: Peer, update: bytes, summary: Summary, data: bytes | None, arrived: float
    ) -> None:
        figures = self._figures
        if self._replica.knows(summary):
            figures.edits_known += 1
            self._ledger.when_saved(partial(self._status, peer))  # known is not yet durable
        elif not peer.membership.may_write:
            figures.edits_refused += 1
            self._status(peer, False)
        elif self._full:
            figures.edits_refused += 1
            self._status(peer, False)
            self._fanout.whisper(peer, _note({"type": "limit", "code": "document-too-large"}))
        else:
            entry = Entry(update, peer.membership.author, None, arrived, peer, data)
            self._replica.take(entry, summary)
            self._accept(entry)
            self._follow(peer, update, summary)

    @staticmethod
    def _follow(peer: Peer, update: bytes, summary: Summary) -> None:
        """Expect the peer to go on typing where this edit ends."""
        if len(summary.structs) == 1:
            [(client, runs)] = summary.structs.items()
            if peer.typist is None:
                peer.typist = Typist()
            peer.typist.learn(update, client, runs[-1][1])

    def publish(self, author: str, update: bytes, done: Done) -> None:
        """Add an edit that the server makes (a file dropped over the open one, a script).

        Raises:
            BadMessage: it is not an update.
        """
        now = self._loop.time()
        entry = Entry(update, author, None, now, done=done)
        self._replica.take(entry, read_update(update))
        self._accept(entry)

    def _accept(self, entry: Entry) -> None:
        self._figures.edits += 1
        self._figures.edit_bytes += len(entry.update)
        if not self._limits.relay_after_commit:
            self._show(entry)
        self._ledger.submit(entry)

    def _show(self, entry: Entry) -> None:
        peer = entry.peer
        if peer is not None and entry.data is not None:
            self._fanout.tell(peer, peer.prefix, entry.data)
        else:
            self._fanout.tell(peer, b"", wire.update_message(entry.update))

    def _status(self, peer: Peer, saved: bool) -> None:
        """Answer a change: it is on disk, or it was refused."""
        if peer.acknowledges and peer in self.peers:
            self._fanout.whisper(peer, wire.sync_status_message(saved))

    def _saved(self, entry: Entry, now: float) -> None:
        """Go on after an edit has become durable."""
        self._relay.committed(entry)
        if self._limits.relay_after_commit:
            self._show(entry)
        peer, done = entry.peer, entry.done
        entry.peer = entry.data = entry.done = None  # the tail keeps the entry
        if peer is not None and peer.acknowledges and peer in self.peers:
            say = self._fanout.whisper if self._ledger else self._fanout.answer  # more will follow
            say(peer, wire.SAVED)
        if done is not None:
            done(True)
        if self._compaction.due:
            self.compact()
        if now - self._edited_at >= EDITED_SECONDS:
            self._edited_at = now
            self._parts.edited(self.part, entry.author)

    def _trouble(self, failing: bool) -> None:
        self._fanout.tell(None, b"", _note({"type": "store", "writable": not failing}))

    def compact(self) -> None:
        """Fold what is durable into a new base, unless that is being done."""
        if self.state is State.LIVE:
            self._move(State.COMPACTING)
            upto = min([self._relay.known, *(number - 1 for number in self._unread)])
            self._task(self._compaction.fold(upto, self._compacted))

    def _compacted(self) -> None:
        if self.state is State.COMPACTING:
            self._move(State.LIVE)

    # -- other nodes

    @property
    def known(self) -> int:
        """The number up to which this room has the log."""
        return self._relay.known

    @property
    def reading(self) -> bool:
        """Whether the log is being read again."""
        return self._relay.reading

    def catch_up(self) -> None:
        """Read from the log what other nodes may have written."""
        if self.live:
            self._relay.catch_up()

    def heard_update(self, seq: int, author: str, update: bytes) -> None:
        """Take an update that another node has committed.

        Raises:
            BadMessage: it is none.
        """
        if len(update) > LARGE:
            self._unread.add(seq)
            self._task(self._take_foreign(seq, author, update))
            return
        self._add_foreign(Entry(update, author, seq), read_update(update))

    async def _take_foreign(self, seq: int, author: str, update: bytes) -> None:
        try:
            summary = restore(await self._parts.summarise(update))
        except TongwenError as error:  # no snapshot may stand for it: the log is read when we open
            log.error("a word of another node: %s", error, extra=document(self.part))
            return
        self._unread.discard(seq)
        self._add_foreign(Entry(update, author, seq), summary)

    def _add_foreign(self, entry: Entry, summary: Summary) -> None:
        if not self._replica.knows(summary):
            self._replica.take(entry, summary)
            self._fanout.tell(None, b"", wire.update_message(entry.update))

    def heard_presence(self, author: str, message: bytes) -> None:
        """Take what a member at another node shows."""
        reader = wire.Reader(message, 1)
        update = reader.varbytes()
        if message[0] != wire.Kind.AWARENESS or not reader.done:
            raise wire.BadMessage("what should be a presence is something else")
        clients = self._presence.accept_remote(author, update, self._loop.time())
        if clients:
            self._fanout.show(None, clients, b"", message)

    def tell_presence(self) -> None:
        """Tell the other nodes what every member here shows."""
        for peer in self.peers:
            if (shown := self._presence.of(peer)) is not None:
                self._relay.show(peer.membership.author, shown)

    # -- the rest

    def _drop_slow(self, peer: Peer) -> None:
        """Close a peer that does not take what is sent; it comes back for what it missed.

        A newcomer may be given the whole document at once, however large that is.
        """
        if peer.conn.pending() <= self._limits.slow_bytes + self._replica.size:
            return
        self._figures.slow_closed += 1
        log.warning("a peer is too slow, closing", extra=document(self.part))
        self.leave(peer)
        peer.conn.close(TRY_AGAIN_LATER, "too slow, please reconnect")

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("work of a room failed", exc_info=error, extra=document(self.part))


def _note(note: dict[str, object]) -> bytes:
    return wire.stateless_message(json.dumps(note))
