"""A simple peer in Python, for what is not measured: seeding a document, typing until a kill."""

import time
from types import TracebackType
from typing import Protocol, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tongwen.sync import wire
from tongwen.ydoc.states import EMPTY_UPDATE, EMPTY_VECTOR

HOCUSPOCUS_VERSION = "4.7.0"
PATIENCE_SECONDS = 20.0


class Address(Protocol):
    """Where a server is and how one speaks to it."""

    dialect: str
    path: str
    token: str
    port: int


class Client:
    """One connection to one document, in either dialect. Connected and synced on entry."""

    def __init__(self, server: Address, document: str) -> None:
        url = f"ws://127.0.0.1:{server.port}{server.path}"
        self._token: str | None = None
        self.prefix = b""
        if server.dialect == "plain":
            url += f"{document}?token={server.token}"
        else:
            self._token = server.token
            self.prefix = wire.varstring(document)
        self._url = url
        self._socket: ClientConnection
        self.state: list[bytes] = []  # the updates that the server has sent
        self.saved = 0  # how many statuses said that a change was kept

    def __enter__(self) -> Self:
        self._socket = connect(self._url, max_size=None, compression=None, open_timeout=30)
        if self._token is not None:
            version = wire.varstring(HOCUSPOCUS_VERSION)
            self.send(b"\x02\x00" + wire.varstring(self._token) + version)
        self.send(b"\x00\x00" + wire.varbytes(EMPTY_VECTOR))
        while not self.receive(PATIENCE_SECONDS):
            pass
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def send(self, message: bytes) -> None:
        """Send a message of this document."""
        self._socket.send(self.prefix + message)

    def update(self, update: bytes) -> None:
        """Send an edit."""
        self.send(b"\x00\x02" + wire.varbytes(update))

    def receive(self, seconds: float) -> bool:
        """Take one message; return whether it was the answer to our state vector.

        Raises:
            TimeoutError: nothing came in time.
            ConnectionClosed: nothing will.
            PermissionError: the server does not let us in.
        """
        data = self._socket.recv(timeout=seconds)
        assert isinstance(data, bytes)
        if not data.startswith(self.prefix):
            return False
        reader = wire.Reader(data, len(self.prefix))
        kind = reader.varint()
        if kind == wire.Kind.SYNC_STATUS:
            self.saved += reader.varint()
        elif kind == wire.Kind.AUTH and reader.varint() == wire.Auth.DENIED:
            raise PermissionError(reader.varstring())
        elif kind in (wire.Kind.SYNC, 4):  # 4: Hocuspocus' answer to an answer
            return self._take_sync(reader)
        return False

    def _take_sync(self, reader: wire.Reader) -> bool:
        step = reader.varint()
        payload = reader.varbytes()
        if step == wire.SyncStep.STATE_VECTOR:
            self.send(b"\x00\x01" + wire.varbytes(EMPTY_UPDATE))
            return False
        self.state.append(payload)
        return step == wire.SyncStep.DIFFERENCE


def seed(server: Address, document: str, update: bytes) -> None:
    """Send a whole document, and return when the server has it.

    Raises:
        TimeoutError: it cannot be read back.
    """
    with Client(server, document) as client:
        client.update(update)
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            time.sleep(0.5)
            if _holds(server, document, len(update)):
                _hear_out(client)
                return
    raise TimeoutError(f"{document} did not arrive")


def _holds(server: Address, document: str, length: int) -> bool:
    with Client(server, document) as other:
        return sum(map(len, other.state)) > length * 0.8


def _hear_out(client: Client) -> None:
    try:
        while client.saved == 0:
            client.receive(5)
    except (TimeoutError, ConnectionClosed):
        return  # one that does not acknowledge
