"""A live document for programs: one socket, and the parts that are joined over it."""

import json
import queue
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from pycrdt import Subscription

from tongwen.client.socket import CLOSED, SocketThread
from tongwen.sync import wire
from tongwen.ydoc import SharedDoc, new_doc

TIMEOUT = 30.0  # seconds


class ConnectionFailed(Exception):
    """The server cannot be reached, refused us, or went away; the text says which."""


class Connection:
    """An open connection that the parts of one document share. Use it from one thread."""

    def __init__(self, address: str) -> None:
        """Connect to a `ws://` or `wss://` address.

        Raises:
            ConnectionFailed: it cannot be reached.
        """
        self._parts: dict[bytes, LivePart] = {}
        try:
            self._socket = SocketThread(address, TIMEOUT)
        except (OSError, TimeoutError) as error:
            raise ConnectionFailed(f"{address} cannot be reached: {error}") from None

    def join(self, part: "LivePart", key: bytes) -> None:
        """Let a part have the messages that begin with its key."""
        self._parts[key] = part

    def leave(self, key: bytes) -> None:
        """Give a part no messages any more."""
        self._parts.pop(key, None)

    def send(self, message: bytes) -> None:
        """Send one message."""
        self._socket.send(message)

    def refresh(self) -> None:
        """Take in what has arrived for any part."""
        while True:
            try:
                self._take(self._socket.inbox.get_nowait())
            except queue.Empty:
                return

    def wait(self, ready: Callable[[], bool], timeout: float = TIMEOUT) -> None:
        """Take in what arrives until something is so.

        Raises:
            ConnectionFailed: the connection broke, or `timeout` seconds passed.
        """
        deadline = time.monotonic() + timeout
        while not ready():
            left = deadline - time.monotonic()
            try:
                self._take(self._socket.inbox.get(timeout=max(0.0, left)))
            except queue.Empty:
                raise ConnectionFailed("the server did not answer in time") from None

    def flush(self, timeout: float = TIMEOUT) -> None:
        """Return when everything written so far, in any part, is on the server's disk.

        Raises:
            ConnectionFailed: it was refused, the connection broke, or `timeout` seconds passed.
        """
        self.wait(lambda: not any(part.unsaved for part in self._parts.values()), timeout)

    def close(self) -> None:
        """Leave all parts. What was not flushed may be lost."""
        for part in list(self._parts.values()):
            part.leave()
        self._socket.close()

    def _take(self, message: bytes) -> None:
        if message == CLOSED:
            raise ConnectionFailed(f"the server closed the connection: {self._socket.reason}")
        reader = wire.Reader(message)
        reader.varbytes()
        part = self._parts.get(message[: reader.at])
        if part is not None:
            part.take(reader)


class LivePart:
    """One part of a live document, kept in step. Use it from one thread.

    `doc` is the shared document. What others write arrives when `refresh`, `flush` or any wait is
    called; what we write is sent at once and is on the server's disk when `flush` returns.
    """

    def __init__(self, where: str | Connection, token: str, name: str, shown: str) -> None:
        """Join the part `name`, `<node>/<part>`, at an address or over an open connection.

        Raises:
            ConnectionFailed: we may not, or there is no such document.
        """
        self.doc: SharedDoc = new_doc()
        self.may_write = False
        self.unsaved = 0
        self._name = wire.varstring(name)
        self._synced = False
        self._receiving = False
        self._own = isinstance(where, str)  # the connection is nobody else's
        self._connection = Connection(where) if isinstance(where, str) else where
        self._connection.join(self, self._name)
        self._watch: Subscription | None = self.doc.observe(self._changed)
        self._send(b"\x02\x00" + wire.varstring(token) + wire.varstring("tongwen"))
        self._send(wire.state_vector_message(self.doc.get_state()))
        self._send(wire.awareness_message([wire.awareness_entry(*self._presence(shown))]))
        try:
            self._connection.wait(lambda: self._synced)
        except ConnectionFailed:
            self.close()
            raise

    def refresh(self) -> None:
        """Take in what has arrived."""
        self._connection.refresh()

    def flush(self, timeout: float = TIMEOUT) -> None:
        """Return when everything written so far is on the server's disk.

        Raises:
            ConnectionFailed: it was refused, the connection broke, or `timeout` seconds passed.
        """
        self._connection.wait(lambda: self.unsaved == 0, timeout)

    def leave(self) -> None:
        """Send nothing any more of what is written, and hear nothing."""
        if self._watch is not None:
            self.doc.unobserve(self._watch)
            self._watch = None
            self._connection.leave(self._name)

    def close(self) -> None:
        """Leave; close the connection unless others use it. What was not flushed may be lost."""
        self.leave()
        if self._own:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self.flush()
        finally:
            self.close()

    # -- the protocol

    def take(self, reader: wire.Reader) -> None:
        """Read a message of the server, whose key has been read.

        Raises:
            ConnectionFailed: it refuses us, or an edit.
        """
        kind = reader.varint()
        if kind == wire.Kind.SYNC:
            self._take_sync(reader.varint(), reader.varbytes())
        elif kind == wire.Kind.SYNC_STATUS:
            if reader.varint() != 1:
                raise ConnectionFailed("the server refused an edit: we may only read")
            self.unsaved -= 1
        elif kind == wire.Kind.AUTH:
            if reader.varint() == wire.Auth.DENIED:
                raise ConnectionFailed(f"we may not open this document: {reader.varstring()}")
            self.may_write = reader.varstring() == "read-write"

    def _presence(self, shown: str) -> tuple[int, int, bytes]:
        state = {"user": {"name": shown, "program": True}}
        return (self.doc.client_id, 1, json.dumps(state).encode())

    def _send(self, message: bytes) -> None:
        self._connection.send(self._name + message)

    def _changed(self, event: Any) -> None:
        if not self._receiving:
            self.unsaved += 1
            self._send(wire.update_message(event.update))

    def _take_sync(self, step: int, payload: bytes) -> None:
        if step == wire.SyncStep.STATE_VECTOR:
            self.unsaved += 1
            self._send(wire.difference_message(self.doc.get_update(payload)))
            return
        self._receiving = True
        try:
            self.doc.apply_update(payload)
        finally:
            self._receiving = False
        self._synced = self._synced or step == wire.SyncStep.DIFFERENCE
