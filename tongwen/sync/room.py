"""A room: one part, live, with its peers. The owner of the part's tail while it is open."""

import asyncio
import enum
import json
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from tongwen.core.errors import Invalid, TongwenError
from tongwen.documents.ports import OpenedPart
from tongwen.store import PartId, UpdateLog
from tongwen.sync import wire
from tongwen.sync.peer import Peer
from tongwen.sync.ports import Parts
from tongwen.sync.presence import Presence
from tongwen.sync.replica import Entry, Replica
from tongwen.ydoc.ranges import Summary, restore, summarise
from tongwen.ydoc.states import EMPTY_UPDATE, EMPTY_VECTOR
from tongwen.ydoc.updates import check_update

log = logging.getLogger("tongwen.sync")

LARGE = 256 << 10  # bytes above which work on updates leaves this process
COMPACT_ROWS = 500
COMPACT_BYTES = 256 << 10
RETRY_SECONDS = 1.0
EDITED_SECONDS = 5.0


class State(enum.Enum):
    """The life of a room. It only ever moves downwards."""

    OPENING = 1
    LIVE = 2
    CLOSED = 3


class Limits:
    """Bounds that protect a room's other members."""

    __slots__ = ("clients_per_peer", "slow_bytes")

    def __init__(self, slow_bytes: int = 16 << 20, clients_per_peer: int = 16) -> None:
        self.slow_bytes = slow_bytes
        self.clients_per_peer = clients_per_peer


class Room:
    """Relays edits at once, acknowledges them when durable, and tells newcomers everything."""

    def __init__(self, part: PartId, updates: UpdateLog, parts: Parts, limits: Limits) -> None:
        self.part = part
        self.state = State.OPENING
        self.peers: set[Peer] = set()
        self._log = updates
        self._parts = parts
        self._limits = limits
        self._presence = Presence()
        self._replica: Replica
        self._out: list[tuple[Peer | None, bytes]] = []
        self._flushing = False
        self._unsaved: deque[tuple[Entry, str, Callable[[bool], None]]] = deque()
        self._in_flight = 0
        self._retry: asyncio.TimerHandle | None = None
        self._compacting = False
        self._edited_at = float("-inf")
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()

    # -- life

    def opened(self, part: OpenedPart) -> None:
        """Go live with what the log holds."""
        self._replica = Replica(self.part, part)
        self.state = State.LIVE

    @property
    def idle(self) -> bool:
        """Nobody is here and nothing waits for the disk."""
        return not self.peers and not self._unsaved and not self._in_flight and not self._tasks

    def close(self, code: int, reason: str) -> None:
        """Send everybody away."""
        self.state = State.CLOSED
        if self._retry:
            self._retry.cancel()
        for conn in {peer.conn for peer in self.peers}:
            conn.close(code, reason)
        self.peers.clear()

    def join(self, peer: Peer) -> None:
        """Let a peer in; it hears everything from now on."""
        self.peers.add(peer)
        if (here := self._presence.everyone()) is not None:
            peer.send(here)

    def leave(self, peer: Peer) -> None:
        """Let a peer go. Twice is harmless."""
        self.peers.discard(peer)
        if (farewell := self._presence.leave(peer)) is not None:
            self._broadcast(None, farewell)

    # -- messages

    def receive(self, peer: Peer, message: bytes) -> None:
        """Take one message of a member, without its prefix.

        Raises:
            BadMessage: it is malformed; the connection should be closed.
        """
        reader = wire.Reader(message)
        kind = reader.varint()
        if kind == wire.Kind.SYNC:
            self._receive_sync(peer, reader, message)
        elif kind == wire.Kind.AWARENESS:
            if self._presence.accept(peer, reader.varbytes(), self._limits.clients_per_peer):
                self._broadcast(peer, message)
        elif kind == wire.Kind.QUERY_AWARENESS:
            if (here := self._presence.everyone()) is not None:
                peer.send(here)
        elif kind != wire.Kind.STATELESS:  # notes from pages have no meaning to us
            raise wire.BadMessage(f"a message of unknown kind {kind}")

    def _receive_sync(self, peer: Peer, reader: wire.Reader, message: bytes) -> None:
        step = reader.varint()
        payload = reader.varbytes()
        if step == wire.SyncStep.STATE_VECTOR:
            self._task(self._answer(peer, payload))
        elif step in (wire.SyncStep.DIFFERENCE, wire.SyncStep.UPDATE):
            if payload == EMPTY_UPDATE:
                peer.status(True)
            elif len(payload) > LARGE:
                self._task(self._take_large(peer, payload))
            else:
                relayed = message if step == wire.SyncStep.UPDATE and reader.done else None
                self._take(peer, payload, self._summarise(payload), relayed)
        else:
            raise wire.BadMessage(f"a sync message of unknown step {step}")

    @staticmethod
    def _summarise(update: bytes) -> Summary:
        try:
            summary = summarise(update)  # first: it walks the bytes and allocates nothing
            check_update(update)
            return summary
        except (ValueError, Invalid) as error:
            raise wire.BadMessage(f"an edit cannot be read: {error}") from None

    async def _take_large(self, peer: Peer, update: bytes) -> None:
        try:
            summary = restore(await self._parts.summarise(update))
        except TongwenError:
            peer.conn.close(1007, "an edit cannot be read")
            return
        self._take(peer, update, summary, None)

    async def _answer(self, peer: Peer, vector: bytes) -> None:
        """Send what a peer lacks, then ask for what we lack (Hocuspocus and y-websocket alike)."""
        base, tail = self._replica.base, list(self._replica.tail)  # later edits are relayed
        try:
            if vector not in (EMPTY_VECTOR, b""):
                base = await self._parts.difference(base, vector)
        except ValueError:
            peer.conn.close(1007, "a state vector cannot be read")
            return
        if peer not in self.peers:
            return
        out = [wire.update_message(entry.update) for entry in tail]
        out.append(wire.difference_message(base))
        out.append(wire.state_vector_message(self._replica.vector()))
        peer.conn.write(b"".join(wire.frame(peer.prefix + message) for message in out))

    # -- edits

    def _take(self, peer: Peer, update: bytes, summary: Summary, message: bytes | None) -> None:
        if self._replica.knows(summary):
            peer.status(True)
            return
        if not peer.membership.may_write:
            peer.status(False)
            return
        entry = self._replica.take(update, summary)
        self._broadcast(peer, message or wire.update_message(update))
        self._submit(entry, peer.membership.author, peer.status)

    def publish(self, author: str, update: bytes, done: Callable[[bool], None]) -> None:
        """Add an edit that the server makes (a file dropped over the open one, a script).

        Raises:
            BadMessage: it is not an update.
        """
        summary = self._summarise(update)
        entry = self._replica.take(update, summary)
        self._broadcast(None, wire.update_message(update))
        self._submit(entry, author, done)

    def _submit(self, entry: Entry, author: str, done: Callable[[bool], None]) -> None:
        if self._unsaved:  # keep the order while the disk is away
            self._unsaved.append((entry, author, done))
            return
        self._in_flight += 1

        def settled(seq: int | None) -> None:
            self._in_flight -= 1
            if seq is None:
                self._failed(entry, author, done)
            else:
                entry.seq = seq
                done(True)
                self._after_save(author)

        self._log.submit(self.part, author, entry.update, settled)

    def _failed(self, entry: Entry, author: str, done: Callable[[bool], None]) -> None:
        if not self._unsaved:
            log.error("cannot write %s/%s, keeping edits in memory", self.part.node, self.part.part)
            self._tell_all({"type": "store", "writable": False})
        self._unsaved.append((entry, author, done))
        if self._retry is None:
            self._retry = self._loop.call_later(RETRY_SECONDS, self._resubmit)

    def _resubmit(self) -> None:
        self._retry = None
        waiting, self._unsaved = self._unsaved, deque()
        for entry, author, done in waiting:
            self._submit(entry, author, done)

    def _after_save(self, author: str) -> None:
        replica = self._replica
        if len(replica.tail) >= COMPACT_ROWS or replica.tail_bytes >= COMPACT_BYTES:
            self._compact()
        now = self._loop.time()
        if now - self._edited_at >= EDITED_SECONDS:
            self._edited_at = now
            self._parts.edited(self.part, author)

    def _compact(self) -> None:
        if not self._compacting:
            self._compacting = True
            self._task(self._fold())

    async def _fold(self) -> None:
        try:
            snapshot = await self._parts.compact(self.part)
            if snapshot is not None and snapshot.seq > self._replica.base_seq:
                self._replica.rebase(snapshot.state, snapshot.seq)
        finally:
            self._compacting = False

    # -- sending

    def _tell_all(self, note: dict[str, object]) -> None:
        self._broadcast(None, wire.stateless_message(json.dumps(note)))

    def _broadcast(self, sender: Peer | None, message: bytes) -> None:
        self._out.append((sender, message))
        if not self._flushing:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        """Give every peer this turn's messages but its own in one write; build each frame once."""
        self._flushing = False
        out, self._out = self._out, []
        senders = {sender for sender, _ in out}
        frames: dict[bytes, bytes] = {}
        slow = []
        for peer in self.peers:
            if peer in senders:
                data = b"".join(wire.frame(peer.prefix + m) for s, m in out if s is not peer)
            else:
                cached = frames.get(peer.prefix)
                if cached is None:
                    cached = b"".join(wire.frame(peer.prefix + m) for _, m in out)
                    frames[peer.prefix] = cached
                data = cached
            if data:
                peer.conn.write(data)
                if peer.conn.pending() > self._limits.slow_bytes:
                    slow.append(peer)
        for peer in slow:  # it will come back and ask for what it missed
            log.warning("peer of %s is too slow, closing", self.part.node)
            peer.conn.close(1013, "too slow, please reconnect")

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("work of room %s failed", self.part.node, exc_info=error)
