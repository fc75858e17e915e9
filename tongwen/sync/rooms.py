"""All live rooms of this process: joining, publishing, checking access again, closing."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from tongwen.blobs import BlobMissing, BlobUnavailable
from tongwen.core.errors import NotFound, TongwenError, Unavailable
from tongwen.store import PartId, StoreUnavailable, UpdateLog
from tongwen.sync import wire
from tongwen.sync.peer import Peer
from tongwen.sync.ports import Conn, Credentials, Gate, Parts
from tongwen.sync.room import Limits, Room, State

log = logging.getLogger("tongwen.sync")

SWEEP_SECONDS = 5.0
GUEST_CHECK_SECONDS = 15.0
GOING_AWAY = 1001


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
    ) -> None:
        """A room closes `idle_seconds` after its last peer has left."""
        self._idle_seconds = idle_seconds
        self._log = updates
        self._parts = parts
        self._gate = gate
        self._limits = limits
        self._rooms: dict[PartId, asyncio.Task[Room]] = {}
        self._idle_since: dict[PartId, float] = {}
        self._sweeper: asyncio.Task[None] | None = None
        self._checks: set[asyncio.Task[None]] = set()
        self._closed = False

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
        try:
            membership = await self._gate.admit(credentials, node, part)
            room = await self._open(PartId(membership.tenant, node, part))
        except (StoreUnavailable, BlobUnavailable) as error:
            log.error("cannot open %s/%s: %s", node, part, error)
            raise TryAgain("storage-unavailable") from None
        except BlobMissing as error:
            log.error("cannot open %s/%s: the blob %s is missing", node, part, error)
            raise NotFound("content-missing") from None
        peer = Peer(conn, prefix, acknowledges, credentials, membership, oust)
        room.join(peer)
        return room, peer

    async def _open(self, part: PartId) -> Room:
        while True:
            if self._closed:
                raise TryAgain("shutting-down")
            task = self._rooms.get(part)
            if task is None:
                task = asyncio.create_task(self._make(part))
                self._rooms[part] = task
                self._start_sweeping()
            try:
                room = await asyncio.shield(task)
            except (TongwenError, *UNREACHABLE):
                if self._rooms.get(part) is task:
                    del self._rooms[part]
                raise
            if room.state is State.LIVE:
                self._idle_since.pop(part, None)
                return room

    async def _make(self, part: PartId) -> Room:
        room = Room(part, self._log, self._parts, self._limits)
        room.opened(await self._parts.open(part))
        return room

    def _live(self) -> list[Room]:
        return [
            task.result()
            for task in self._rooms.values()
            if task.done() and not task.cancelled() and task.exception() is None
        ]

    # -- edits by the server

    async def publish(self, part: PartId, author: str, update: bytes) -> int:
        """Add an edit made by the server; return the log's head once it is durable.

        Raises:
            StoreUnavailable: the room is not open and the log cannot be written.
        """
        task = self._rooms.get(part)
        if task is None:
            return await self._log.append(part, author, update)
        room = await asyncio.shield(task)
        saved: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        room.publish(author, update, saved.set_result)
        await asyncio.shield(saved)
        return await self._log.head(part)

    # -- access

    def recheck(self, tenant: str) -> None:
        """Ask the gate again about everybody in this tenant's rooms, soon."""
        self._check(lambda peer: peer.membership.tenant == tenant)

    def _check(self, concerns: Callable[[Peer], bool]) -> None:
        task = asyncio.create_task(self._recheck(concerns))
        self._checks.add(task)
        task.add_done_callback(self._checks.discard)

    async def _recheck(self, concerns: Callable[[Peer], bool]) -> None:
        for room in self._live():
            for peer in list(room.peers):
                if concerns(peer) and peer in room.peers:
                    await self._recheck_peer(room, peer)

    async def _recheck_peer(self, room: Room, peer: Peer) -> None:
        try:
            now = await self._gate.admit(peer.credentials, room.part.node, room.part.part)
        except TongwenError as error:
            room.leave(peer)
            peer.oust(error.code)
            return
        except StoreUnavailable:
            log.warning("cannot ask again about a peer of %s; it stays", room.part.node)
            return
        before = peer.membership
        peer.membership = replace(now)
        if peer.acknowledges and before.may_write != now.may_write:
            peer.send(wire.authenticated_message(now.may_write))

    # -- closing

    def _start_sweeping(self) -> None:
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep())

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        guests_checked = loop.time()
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            now = loop.time()
            if now - guests_checked >= GUEST_CHECK_SECONDS:  # links expire without an event
                guests_checked = now
                self._check(lambda peer: peer.membership.expires)
            for room in self._live():
                if not room.idle:
                    self._idle_since.pop(room.part, None)
                elif now - self._idle_since.setdefault(room.part, now) >= self._idle_seconds:
                    await self._retire(room)

    async def _retire(self, room: Room) -> None:
        room.close(GOING_AWAY, "idle")
        self._rooms.pop(room.part, None)
        self._idle_since.pop(room.part, None)
        try:
            await self._parts.left(room.part)
        except (TongwenError, *UNREACHABLE) as error:
            log.warning("after the last peer of %s left: %s", room.part.node, error)

    async def close(self) -> None:
        """Send everybody away and stop; the log keeps what was acknowledged."""
        self._closed = True
        if self._sweeper:
            self._sweeper.cancel()
        for task in self._checks:
            task.cancel()
        for room in self._live():
            room.close(GOING_AWAY, "the server is restarting")
