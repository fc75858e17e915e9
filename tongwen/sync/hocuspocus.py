"""Hocuspocus 4 on one socket: many documents, each with its own authentication and membership.

Every message begins with the document's routing key: `<node>/<part>`, or that, a NUL and the
session id of a provider that multiplexes (`makeRoutingKey`). Replies carry the same key.
"""

import asyncio
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from tongwen.core.errors import TongwenError
from tongwen.sync import wire
from tongwen.sync.peer import Peer
from tongwen.sync.ports import Conn, Credentials
from tongwen.sync.room import Room
from tongwen.sync.rooms import Rooms, TryAgain

MAX_QUEUED_BYTES = 16 << 20
MAX_QUEUED = 10_000  # messages
TRY_AGAIN_LATER = 1013
PING = wire.frame(bytes((wire.Kind.PING,)))
PONG = bytes((wire.Kind.PONG,))


class Stage(enum.Enum):
    """How far one document of a socket has come."""

    STRANGER = 1  # no token yet; messages wait
    JOINING = 2  # the gate and the room are being asked; messages wait
    MEMBER = 3
    REFUSED = 4  # messages are dropped until a new token comes


class _Document:
    """One document of a socket. `key` is its name as the client wrote it, with its length."""

    __slots__ = ("joining", "key", "node", "part", "peer", "room", "stage", "waiting")

    def __init__(self, key: bytes, node: str, part: str) -> None:
        self.key = key  # the prefix of every reply
        self.node = node
        self.part = part
        self.stage = Stage.STRANGER
        self.waiting: list[bytes] | None = None  # messages that came before the answer
        self.joining: asyncio.Task[None] | None = None
        self.room: Room | None = None
        self.peer: Peer | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the upgrade request said."""

    cookie: str | None
    address: str
    same_origin: bool
    schemas: Mapping[str, int] = field(default_factory=dict, hash=False)

    def credentials(self, token: str) -> Credentials:
        """These, with the token of a message."""
        return Credentials(self.cookie, token, self.address, self.same_origin, self.schemas)


class HocuspocusSession:
    """Reads a socket's messages and keeps its documents."""

    __slots__ = ("_conn", "_documents", "_last", "_max_documents", "_rooms", "_visitor")

    def __init__(self, conn: Conn, rooms: Rooms, visitor: Visitor, max_documents: int) -> None:
        self._conn = conn
        self._rooms = rooms
        self._visitor = visitor
        self._max_documents = max_documents
        self._documents: dict[bytes, _Document] = {}
        self._last: _Document | None = None  # most messages are about the same one

    def received(self, data: bytes) -> None:
        """Take one message.

        Raises:
            BadMessage: it is malformed; close the socket with the reason.
        """
        document = self._last
        if document is None or not data.startswith(document.key):
            if data == PONG:
                return
            document = self._last = self._named(data)
        at = len(document.key)
        kind = data[at] if at < len(data) else -1
        if kind == wire.Kind.AUTH:
            self._authenticate(document, data, at)
        elif kind == wire.Kind.CLOSE:
            self._leave(document)
            del self._documents[document.key]
            self._last = None
        elif document.stage is Stage.MEMBER:
            assert document.room is not None and document.peer is not None
            document.room.receive(document.peer, data, at)
        elif document.stage is not Stage.REFUSED:
            self._keep_waiting(document, data)

    @property
    def joined(self) -> bool:
        """Whether a document is joined or being joined."""
        return any(
            document.stage in (Stage.JOINING, Stage.MEMBER) for document in self._documents.values()
        )

    def ping(self) -> None:
        """Let the provider know that we live, unless it heard from us since the last call.

        It closes after 30 s without a message; this is called every 12.
        """
        peers = [one.peer for one in self._documents.values() if one.peer is not None]
        if not any(peer.told for peer in peers):
            self._conn.write(PING)
        for peer in peers:
            peer.told = False

    def disconnected(self) -> None:
        """The socket is gone."""
        for document in self._documents.values():
            self._leave(document)
        self._documents.clear()
        self._last = None

    def _named(self, data: bytes) -> _Document:
        reader = wire.Reader(data)
        reader.varbytes()
        key = data[: reader.at]
        document = self._documents.get(key)
        if document is None:
            if len(self._documents) >= self._max_documents:
                raise wire.BadMessage("too many documents on one connection")
            name = wire.Reader(key).varstring().partition("\0")[0]
            node, slash, part = name.partition("/")
            if not slash or len(name) > 200:
                raise wire.BadMessage("a document is named <node id>/<part>")
            document = self._documents[key] = _Document(key, node, part)
        return document

    def _keep_waiting(self, document: _Document, data: bytes) -> None:
        if document.waiting is None:
            document.waiting = []
        document.waiting.append(data)
        if sum(map(len, document.waiting)) > MAX_QUEUED_BYTES or len(document.waiting) > MAX_QUEUED:
            raise wire.BadMessage("too much was sent before the document was joined")

    def _authenticate(self, document: _Document, data: bytes, at: int) -> None:
        reader = wire.Reader(data, at + 1)
        if reader.varint() != wire.Auth.TOKEN:
            raise wire.BadMessage("an authentication message without a token")
        token = reader.varstring()
        if document.stage is Stage.JOINING:
            raise wire.BadMessage("a second token while the first is being checked")
        self._leave(document)
        document.stage = Stage.JOINING
        document.joining = asyncio.create_task(
            self._join(document, self._visitor.credentials(token))
        )

    async def _join(self, document: _Document, credentials: Credentials) -> None:
        try:
            room, peer = await self._rooms.join(
                self._conn,
                document.key,
                True,
                credentials,
                document.node,
                document.part,
                lambda reason: self._refuse(document, reason),
            )
        except TryAgain as error:  # a refusal would be final for the page
            self._conn.close(TRY_AGAIN_LATER, error.code)
            return
        except TongwenError as error:
            self._refuse(document, error.code)
            return
        document.room, document.peer, document.stage = room, peer, Stage.MEMBER
        document.joining = None
        peer.send(wire.authenticated_message(peer.membership.may_write))
        waiting, document.waiting = document.waiting, None
        try:
            for data in waiting or ():
                room.receive(peer, data, len(document.key))
        except wire.BadMessage as error:
            self._conn.close(1007, str(error))

    def _refuse(self, document: _Document, reason: str) -> None:
        document.stage = Stage.REFUSED
        document.room = document.peer = document.waiting = document.joining = None
        self._conn.write(wire.frame(document.key + wire.denied_message(reason)))

    def _leave(self, document: _Document) -> None:
        if document.joining is not None:
            document.joining.cancel()
        if document.room is not None and document.peer is not None:
            self._rooms.leave(document.room, document.peer)
        document.room = document.peer = document.joining = None
        document.stage = Stage.STRANGER
