"""Plain y-websocket on one socket: one document, named and authorised by the address itself."""

import asyncio

from tongwen.core.errors import TongwenError
from tongwen.sync import wire
from tongwen.sync.peer import Peer
from tongwen.sync.ports import Conn, Credentials
from tongwen.sync.room import Room
from tongwen.sync.rooms import Rooms, TryAgain

MAX_QUEUED_BYTES = 16 << 20
DENIED, TRY_AGAIN_LATER = 4403, 1013
SIGN_OF_LIFE = wire.frame(wire.awareness_message([]))  # the presence of nobody


class PlainSession:
    """Reads a socket's messages for its one document."""

    __slots__ = (
        "_conn",
        "_credentials",
        "_joined",
        "_name",
        "_rooms",
        "_task",
        "_waiting",
        "_waiting_bytes",
    )

    def __init__(
        self, conn: Conn, rooms: Rooms, credentials: Credentials, node: str, part: str
    ) -> None:
        self._conn = conn
        self._rooms = rooms
        self._credentials = credentials
        self._name = (node, part)
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._joined: tuple[Room, Peer] | None = None
        self._task = asyncio.create_task(self._join())

    async def _join(self) -> None:
        node, part = self._name
        try:
            room, peer = await self._rooms.join(
                self._conn, b"", False, self._credentials, node, part, self._oust
            )
        except TryAgain as error:
            self._conn.close(TRY_AGAIN_LATER, error.code)
            return
        except TongwenError as error:
            self._conn.close(DENIED, error.code)
            return
        self._joined = (room, peer)
        try:
            for message in self._waiting:
                room.receive(peer, message)
        except wire.BadMessage as error:
            self._conn.close(1007, str(error))
        self._waiting.clear()

    def received(self, data: bytes) -> None:
        """Take one message.

        Raises:
            BadMessage: it is malformed; close the socket with the reason.
        """
        if self._joined is not None:
            room, peer = self._joined
            room.receive(peer, data)
            return
        self._waiting.append(data)
        self._waiting_bytes += len(data)
        if self._waiting_bytes > MAX_QUEUED_BYTES:
            raise wire.BadMessage("too much was sent before the document was joined")

    @property
    def joined(self) -> bool:
        """Whether the document is joined or being joined."""
        return self._joined is not None or not self._task.done()

    def ping(self) -> None:
        """Let the client know that we live, unless it heard from us since the last call.

        y-websocket closes after 30 s without a message; this is called every 12.
        """
        told = False
        if self._joined is not None:
            _, peer = self._joined
            told, peer.told = peer.told, False
        if not told:
            self._conn.write(SIGN_OF_LIFE)

    def disconnected(self) -> None:
        """The socket is gone."""
        self._task.cancel()
        if self._joined is not None:
            room, peer = self._joined
            self._rooms.leave(room, peer)
            self._joined = None

    def _oust(self, reason: str) -> None:
        self._joined = None
        self._conn.close(DENIED, reason)
