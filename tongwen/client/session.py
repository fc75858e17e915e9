"""A live session for programs: the document of everybody, changed by plain calls."""

import json
import queue
import time
import urllib.error
import urllib.parse
import urllib.request
from types import TracebackType
from typing import Any, Self

from tongwen.client.socket import CLOSED, SocketThread
from tongwen.kinds.text.document import TextDocument
from tongwen.sync import wire
from tongwen.ydoc import SharedDoc, new_doc

TIMEOUT = 30.0  # seconds


class ConnectionFailed(Exception):
    """The server cannot be reached, refused us, or went away; the text says which."""


def connect(url: str, token: str, name: str = "") -> "Session":
    """Reach a Tongwen server, such as `https://office.example.org`, with an API token.

    `name` is what others see beside the program's edits; by default the token's owner.

    Raises:
        ConnectionFailed: the server cannot be reached, or does not take the token.
    """
    return Session(url.rstrip("/"), token, name)


class Session:
    """A server and who we are there."""

    def __init__(self, url: str, token: str, name: str) -> None:
        self._url = url
        self._token = token
        me = self.call("GET", "/me")
        self.name = name or str((me.get("user") or me["actor"])["name"])

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the HTTP API (docs/guide/api.md); return the answer's JSON, or its bytes.

        Raises:
            ConnectionFailed: with the server's own words, when it refuses.
        """
        request = urllib.request.Request(
            f"{self._url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "authorization": f"Bearer {self._token}",
                **({} if body is None else {"content-type": "application/json"}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                data = answer.read()
                is_json = "json" in (answer.headers.get("content-type") or "")
                return json.loads(data) if is_json else data
        except urllib.error.HTTPError as error:
            raise ConnectionFailed(_detail(error)) from None
        except OSError as error:
            raise ConnectionFailed(f"{self._url} cannot be reached: {error}") from None

    def part(self, node: str, part: str = "body") -> "LivePart":
        """Join one part of a document.

        Raises:
            ConnectionFailed: we may not, or there is no such document.
        """
        scheme, _, rest = self._url.partition("://")
        document = urllib.parse.quote(node, safe="")  # by it a proxy chooses the node
        address = f"{'wss' if scheme == 'https' else 'ws'}://{rest}/sync?document={document}"
        return LivePart(address, self._token, f"{node}/{part}", self.name)

    def open(self, node: str) -> "LiveDocument":
        """Join a text document's live session.

        Raises:
            ConnectionFailed: we may not, or there is no such document.
        """
        return LiveDocument(self, node)


class LiveDocument(TextDocument):
    """A text document that others may be editing at the same time.

    Edits are sent at once. `flush` returns when they are on the server's disk; leaving a `with`
    block does it too. What others write is taken in by `refresh` and `flush`.
    """

    def __init__(self, session: Session, node: str) -> None:
        self._part = session.part(node)
        super().__init__(
            self._part.doc, lambda state: bytes(session.call("GET", f"/nodes/{node}/content"))
        )

    @property
    def may_write(self) -> bool:
        """Whether the server takes our edits."""
        return self._part.may_write

    def refresh(self) -> None:
        """Take in what others have written."""
        self._part.refresh()

    def flush(self, timeout: float = TIMEOUT) -> None:
        """Return when everything written so far is on the server's disk.

        Raises:
            ConnectionFailed: it was refused, the connection broke, or `timeout` seconds passed.
        """
        self._part.flush(timeout)

    def to_bytes(self) -> bytes:
        """Return the file as the server has it, our edits included."""
        self.flush()
        return super().to_bytes()

    def close(self) -> None:
        """Leave the session. What was not flushed may be lost."""
        self._part.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._part.__exit__(kind, error, trace)


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read())["detail"])
    except (ValueError, KeyError, TypeError):
        return f"the server answered {error.code}"


class LivePart:
    """One part of a live document, kept in step. Use it from one thread.

    `doc` is the shared document. What others write arrives when `refresh`, `flush` or any wait is
    called; what we write is sent at once and is on the server's disk when `flush` returns.
    """

    def __init__(self, address: str, token: str, name: str, shown: str) -> None:
        self.doc: SharedDoc = new_doc()
        self.may_write = False
        self._name = wire.varstring(name)
        self._unsaved = 0
        self._synced = False
        self._receiving = False
        try:
            self._socket = SocketThread(address, TIMEOUT)
        except (OSError, TimeoutError) as error:
            raise ConnectionFailed(f"{address} cannot be reached: {error}") from None
        self._watch = self.doc.observe(self._changed)
        self._send(b"\x02\x00" + wire.varstring(token) + wire.varstring("tongwen"))
        self._send(wire.state_vector_message(self.doc.get_state()))
        self._send(wire.awareness_message([wire.awareness_entry(*self._presence(shown))]))
        try:
            self._wait(lambda: self._synced)
        except ConnectionFailed:
            self.close()
            raise

    def refresh(self) -> None:
        """Take in what has arrived."""
        while True:
            try:
                self._take(self._socket.inbox.get_nowait())
            except queue.Empty:
                return

    def flush(self, timeout: float = TIMEOUT) -> None:
        """Return when everything written so far is on the server's disk.

        Raises:
            ConnectionFailed: it was refused, the connection broke, or `timeout` seconds passed.
        """
        self._wait(lambda: self._unsaved == 0, timeout)

    def close(self) -> None:
        """Leave. What was not flushed may be lost."""
        self.doc.unobserve(self._watch)
        self._socket.close()

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

    def _presence(self, shown: str) -> tuple[int, int, bytes]:
        state = {"user": {"name": shown, "program": True}}
        return (self.doc.client_id, 1, json.dumps(state).encode())

    def _send(self, message: bytes) -> None:
        self._socket.send(self._name + message)

    def _changed(self, event: Any) -> None:
        if not self._receiving:
            self._unsaved += 1
            self._send(wire.update_message(event.update))

    def _wait(self, ready: Any, timeout: float = TIMEOUT) -> None:
        deadline = time.monotonic() + timeout
        while not ready():
            left = deadline - time.monotonic()
            try:
                self._take(self._socket.inbox.get(timeout=max(0.0, left)))
            except queue.Empty:
                raise ConnectionFailed("the server did not answer in time") from None

    def _take(self, message: bytes) -> None:
        if message == CLOSED:
            raise ConnectionFailed(f"the server closed the connection: {self._socket.reason}")
        if not message.startswith(self._name):
            return
        reader = wire.Reader(message, len(self._name))
        kind = reader.varint()
        if kind == wire.Kind.SYNC:
            self._take_sync(reader.varint(), reader.varbytes())
        elif kind == wire.Kind.SYNC_STATUS:
            if reader.varint() != 1:
                raise ConnectionFailed("the server refused an edit: we may only read")
            self._unsaved -= 1
        elif kind == wire.Kind.AUTH:
            if reader.varint() == wire.Auth.DENIED:
                raise ConnectionFailed(f"we may not open this document: {reader.varstring()}")
            self.may_write = reader.varstring() == "read-write"

    def _take_sync(self, step: int, payload: bytes) -> None:
        if step == wire.SyncStep.STATE_VECTOR:
            self._unsaved += 1
            self._send(wire.difference_message(self.doc.get_update(payload)))
            return
        self._receiving = True
        try:
            self.doc.apply_update(payload)
        finally:
            self._receiving = False
        self._synced = self._synced or step == wire.SyncStep.DIFFERENCE
