"""All live rooms of this process: joining, publishing, checking access again, closing."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any

from tongwen.blobs import BlobMissing, BlobUnavailable
from tongwen.bus import Alone, Bus
from tongwen.core import clock
from tongwen.core.errors import NotFound, TongwenError, Unavailable
from tongwen.store import PartId, StoreUnavailable, UpdateLog
from tongwen.sync import wire
from tongwen.sync.figures import Figures
from tongwen.sync.ledger import document
from tongwen.sync.peer import Peer
from tongwen.sync.ports import Conn, Credentials, Gate, Parts
from tongwen.sync.relay import subject_of, update_word
from tongwen.sync.replica import Entry
from tongwen.sync.room import GOING_AWAY, Limits, Room, State

log = logging.getLogger("tongwen.sync")

SWEEP_SECONDS = 1.0
IDLE_SWEEPS = 5  # each so many, rooms are looked at whether anybody is there
HEADS_SECONDS = 10.0  # how often the log is asked whether another node wrote what we did not hear
ASK_SECONDS = 60.0  # how often everybody's access is asked again where no other node can tell us
SERVICE_RESTART = 1012  # IANA's registry of close codes

UNREACHABLE = (StoreUnavailable, BlobUnavailable, BlobMissing)


class TryAgain(Unavailable):
    """Something that passes by itself: the connection should be made again a little later."""


class Rooms:
    """The registry of rooms. One opening at a time for each part."""

    def __init__(
        self,
        updates: UpdateLog,
        parts: Parts,
        gate: Gate,
        limits: Limits,
        idle_seconds: float = 20.0,
        bus: Bus | None = None,
        shared: bool = False,
    ) -> None:
        """A room closes `idle_seconds` after its last peer has left.

        `shared`: other processes may write the same log.
        """
        self.figures = Figures()
        self.joining = 0  # who asked to join and has no answer yet
        self._idle_seconds = idle_seconds
        self._log = updates
        self._parts = parts
        self._gate = gate
        self._limits = limits
        self._bus = bus or Alone()
        self._shared = shared
        self._rooms: dict[PartId, asyncio.Task[Room]] = {}
        self._idle_since: dict[PartId, float] = {}
        self._people: Counter[tuple[str, str]] = Counter()  # memberships by tenant and author
        self._sweeper: asyncio.Task[None] | None = None
        self._checks: set[asyncio.Task[None]] = set()
        self._expiring: set[tuple[Room, Peer]] = set()  # whose access ends by itself
        self._closed = False
        self._unsure = False  # somebody's access could not be asked
        self._bus.on_gap(self._missed_something)

    # -- members

    async def join(
        self,
        conn: Conn,
        prefix: bytes,
        acknowledges: bool,
        credentials: Credentials,
        node: str,
        part: str,
        oust: Callable[[str], None],
    ) -> tuple[Room, Peer]:
        """Admit a connection to a part, opening the room when it is the first.

        Raises:
            TongwenError: it may not join, or the part cannot be opened.
            TryAgain: the database or the disk does not answer now.
        """
        self.joining += 1
        try:
            membership = await self._gate.admit(credentials, node, part)
            room = await self._open(PartId(membership.tenant, node, part))
            peer = Peer(conn, prefix, acknowledges, credentials, membership, oust)
            self._enter(room, peer)
        except (StoreUnavailable, BlobUnavailable) as error:
            self.figures.joins_refused += 1
            log.error("cannot open: %s", error, extra={"document": f"{node}/{part}"})
            raise TryAgain("storage-unavailable") from None
        except BlobMissing as error:
            self.figures.joins_refused += 1
            log.error("a blob is missing: %s", error, extra={"document": f"{node}/{part}"})
            raise NotFound("content-missing") from None
        except TongwenError:
            self.figures.joins_refused += 1
            raise
        finally:
            self.joining -= 1
        return room, peer

    def _enter(self, room: Room, peer: Peer) -> None:
        limits, person = self._limits, _person(peer)
        if limits.peers and len(room.peers) >= limits.peers:
            raise Unavailable("document-full", limit=limits.peers)
        if limits.person_connections and self._people[person] >= limits.person_connections:
            raise Unavailable("too-many-connections", limit=limits.person_connections)
        self.figures.joins += 1
        self._people[person] += 1
        if peer.membership.expires:
            self._expiring.add((room, peer))
        room.join(peer)

    def leave(self, room: Room, peer: Peer) -> None:
        """Let a member go."""
        person = _person(peer)
        self._people[person] -= 1
        if self._people[person] <= 0:
            del self._people[person]
        self._expiring.discard((room, peer))
        room.leave(peer)

    async def _open(self, part: PartId) -> Room:
        while True:
            if self._closed:
                raise TryAgain("shutting-down")
            task = self._rooms.get(part)
            if task is None:
                task = asyncio.create_task(self._make(part))
                task.add_done_callback(partial(self._made, part))
                self._rooms[part] = task
                self._start_sweeping()
            await asyncio.wait({task})
            room = _opened(task)
            if room.live:
                self._idle_since.pop(part, None)
                return room
            await asyncio.sleep(0)  # it is closing; its successor is ours

    async def _make(self, part: PartId) -> Room:
        room = Room(part, self._log, self._parts, self._limits, self._bus, self.figures)
        await room.open()
        self.figures.rooms_opened += 1
        return room

    def _made(self, part: PartId, task: asyncio.Task[Room]) -> None:
        """Forget an opening that failed, so that whoever comes next tries again."""
        error = None if task.cancelled() else task.exception()
        if (task.cancelled() or error is not None) and self._rooms.get(part) is task:
            del self._rooms[part]
        if error is not None and not isinstance(error, (TongwenError, *UNREACHABLE)):
            log.error("a part cannot be opened", exc_info=error, extra=document(part))

    def open_rooms(self) -> Iterator[Room]:
        """Every room that has been opened and not closed."""
        for task in list(self._rooms.values()):
            if task.done() and not task.cancelled() and task.exception() is None:
                yield task.result()

    # -- edits by the server

    async def publish(self, part: PartId, author: str, update: bytes) -> int:
        """Add an edit made by the server; return the log's head once it is durable.

        Raises:
            StoreUnavailable: the room is not open and the log cannot be written.
        """
        task = self._rooms.get(part)
        room = await asyncio.shield(task) if task is not None else None
        if room is None or not room.live:
            return await self._publish_without_room(part, author, update)
        saved: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        room.publish(author, update, saved.set_result)
        if not await asyncio.shield(saved):
            raise StoreUnavailable("The server stops.")
        return await self._log.head(part)

    async def _publish_without_room(self, part: PartId, author: str, update: bytes) -> int:
        seq = await self._log.append(part, author, update)
        self._bus.publish(
            subject_of(part), update_word(Entry(update, author, seq), self._bus.largest)
        )
        opened = self._rooms.get(part)
        if opened is not None and (room := await asyncio.shield(opened)).known < seq:
            room.catch_up()  # it opened meanwhile, and read the log too early
        return seq

    # -- access

    def recheck(
        self,
        tenant: str,
        node: str | None = None,
        user: str | None = None,
        session: str | None = None,
    ) -> None:
        """Ask the gate again, soon, about this tenant's members.

        Of those in a node or below it, of a user, of a session, when one is given.
        """
        self._check(self._recheck(tenant, node, user, session))

    def _check(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._checks.add(task)
        task.add_done_callback(self._checks.discard)

    async def _recheck(
        self, tenant: str, node: str | None, user: str | None, session: str | None
    ) -> None:
        rooms = [room for room in self.open_rooms() if room.part.tenant == tenant]
        if node is not None:
            nodes = await self._below(tenant, node, {room.part.node for room in rooms})
            rooms = [room for room in rooms if room.part.node in nodes]
        for room in rooms:
            for peer in list(room.peers):
                member = peer.membership
                if (user is None or member.user == user) and (
                    session is None or member.session == session
                ):
                    await self._recheck_peer(room, peer)

    async def _below(self, tenant: str, node: str, nodes: set[str]) -> set[str]:
        """Which of the nodes a change of one concerns; all, when nobody can say now."""
        try:
            below = await self._gate.below(tenant, node, nodes) if nodes else nodes
            return below | ({node} & nodes)  # what was deleted for good lies nowhere
        except StoreUnavailable:
            return nodes

    async def _recheck_peer(self, room: Room, peer: Peer) -> None:
        if peer not in room.peers:
            return
        try:
            now = await self._gate.admit(
                peer.credentials, room.part.node, room.part.part, again=True
            )
        except TongwenError as error:
            if peer in room.peers:
                self.leave(room, peer)
                peer.oust(error.code)
            return
        except StoreUnavailable:
            self._unsure = True
            log.warning("cannot ask about a peer now, it stays", extra=document(room.part))
            return
        if peer not in room.peers:
            return  # it left while the gate was asked
        before, peer.membership = peer.membership, now
        (self._expiring.add if now.expires else self._expiring.discard)((room, peer))
        if peer.acknowledges and before.may_write != now.may_write:
            peer.send(wire.authenticated_message(now.may_write))

    async def _recheck_all(self) -> None:
        for tenant in {room.part.tenant for room in self.open_rooms()}:
            await self._recheck(tenant, None, None, None)

    # -- other nodes

    def _missed_something(self) -> None:
        """Words of other nodes may be lost: read the log, and ask about everybody."""
        self._check(self.compare_heads())
        self._check(self._recheck_all())

    async def compare_heads(self) -> None:
        """Ask the log whether other nodes wrote what we did not hear; read it where they did."""
        rooms = {room.part: room for room in self.open_rooms() if room.live}
        try:
            heads = await self._log.heads(list(rooms))
        except StoreUnavailable:
            return
        for part, head in heads.items():
            if head > rooms[part].known:
                rooms[part].catch_up()

    # -- closing

    def _start_sweeping(self) -> None:
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep())

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        compared = asked = loop.time()
        sweeps = 0
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            now, sweeps = loop.time(), sweeps + 1
            for room, peer in list(self._expiring):
                self._check_expired(room, peer)
            for room in self.open_rooms() if sweeps % IDLE_SWEEPS == 0 else ():
                room.tick()
                if not room.idle:
                    self._idle_since.pop(room.part, None)
                elif now - self._idle_since.setdefault(room.part, now) >= self._idle_seconds:
                    await self._retire(room)
            if self._shared and now - compared >= HEADS_SECONDS:
                compared = now
                self._check(self.compare_heads())
            if self._must_ask_all(now - asked):
                asked, self._unsure = now, False
                self._check(self._recheck_all())

    def _must_ask_all(self, seconds: float) -> bool:
        """Whether access may have changed unheard in the `seconds` since it was asked for all."""
        if not self._shared or seconds < HEADS_SECONDS:
            return self._unsure and seconds >= HEADS_SECONDS
        if isinstance(self._bus, Alone):  # there may be other nodes, or not
            return self._unsure or seconds >= ASK_SECONDS
        return self._unsure or not self._bus.connected

    def _check_expired(self, room: Room, peer: Peer) -> None:
        ends = peer.membership.expires_at
        if ends is not None and ends <= clock.now():
            self._check(self._recheck_peer(room, peer))

    async def _retire(self, room: Room) -> None:
        room.close(GOING_AWAY, "idle")
        self._forget(room)
        try:
            await self._parts.left(room.part)
        except (TongwenError, *UNREACHABLE) as error:
            log.warning("after the last peer left: %s", error, extra=document(room.part))

    def _forget(self, room: Room) -> None:
        self.figures.rooms_closed += 1
        self._rooms.pop(room.part, None)
        self._idle_since.pop(room.part, None)

    async def drain(self, seconds: float) -> None:
        """Send everybody away, spread over `seconds`, when what they wrote is durable.

        Nobody can join meanwhile. Returns when all is written; the caller bounds the wait.
        """
        self._closed = True
        rooms = list(self.open_rooms())
        each = seconds / max(1, len(rooms))
        await asyncio.gather(*(self._drain(room, n * each) for n, room in enumerate(rooms)))

    async def _drain(self, room: Room, after: float) -> None:
        await asyncio.sleep(after)
        room.shut()
        while room.unsaved:  # noqa: ASYNC110  # the caller bounds this wait
            await asyncio.sleep(0.01)
        room.close(SERVICE_RESTART, "the server is restarting")
        self._forget(room)

    async def close(self) -> None:
        """Send everybody away and stop; the log keeps what was acknowledged."""
        self._closed = True
        if self._sweeper:
            self._sweeper.cancel()
        for task in self._checks:
            task.cancel()
        for room in self.open_rooms():
            room.close(SERVICE_RESTART, "the server is restarting")

    # -- gauges

    def count_by_state(self) -> dict[str, int]:
        """How many rooms are in each state."""
        counts = {state.value: 0 for state in State if state is not State.CLOSED}
        for task in self._rooms.values():
            failed = task.done() and (task.cancelled() or task.exception() is not None)
            if not failed:
                counts[(task.result().state if task.done() else State.OPENING).value] += 1
        return counts

    @property
    def peers(self) -> int:
        """How many memberships there are."""
        return sum(len(room.peers) for room in self.open_rooms())

    @property
    def unsaved(self) -> int:
        """How many edits are not durable yet."""
        return sum(room.unsaved for room in self.open_rooms())

    def oldest_unsaved(self) -> float:
        """For how many seconds the oldest of them has waited; 0 when there is none."""
        oldest = min((room.oldest_unsaved for room in self.open_rooms()), default=float("inf"))
        return max(0.0, asyncio.get_running_loop().time() - oldest)

    def pending_bytes(self) -> int:
        """Bytes that wait for slow readers."""
        return sum(room.pending_bytes() for room in self.open_rooms())


def _opened(task: asyncio.Task[Room]) -> Room:
    """Return the room that a task has opened.

    Raises:
        TongwenError, StoreUnavailable, BlobUnavailable, BlobMissing: what kept it from opening.
        TryAgain: something that nobody expected did.
    """
    if task.cancelled():
        raise TryAgain("shutting-down")
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, (TongwenError, *UNREACHABLE)):
        raise error
    raise TryAgain("internal") from error


def _person(peer: Peer) -> tuple[str, str]:
    return peer.membership.tenant, peer.membership.author
