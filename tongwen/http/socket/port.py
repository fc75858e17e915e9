"""The HTTP port: uvicorn's protocol, with time limits on request heads and our own handshake."""

import base64
import binascii
import hashlib
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tongwen.http.socket.doorman import Admission, Doorman, Refusal

MAX_HEAD = 64 << 10  # bytes of a request's line and headers
_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 §4.2.2
_NO_BODY = ("", "0")
_HANDSHAKE = (b"host", b"connection", b"upgrade", b"sec-websocket-key", b"sec-websocket-version")

Start = Callable[["Port", Admission], None]


class Port(HttpToolsProtocol):
    """One connection, until it is upgraded. `start` then gives it to a reader of frames."""

    def __init__(self, doorman: Doorman, start: Start, **uvicorns: Any) -> None:
        super().__init__(**uvicorns)
        self._doorman = doorman
        doorman.requests = self.tasks  # uvicorn has one set for all connections
        self._start = start
        self._head_bytes = 0
        self._in_head = True
        self._fed = 0  # bytes, by the last call

    # -- what uvicorn and the parser call

    def connection_made(self, transport: Any) -> None:
        """Wait for the head of the first request, but not for ever."""
        super().connection_made(transport)
        self._doorman.heads.begin(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._doorman.heads.end(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass bytes on, and count those of a head."""
        self._head_bytes += len(data)
        self._fed = len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > MAX_HEAD and not self.transport.is_closing():
            self.refuse(Refusal(431, "The head of the request is too long."))

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head = True
        self._head_bytes = 0
        self._doorman.heads.begin(self)

    def on_headers_complete(self) -> None:
        """Its head is read."""
        self._in_head = False
        self._doorman.heads.end(self)
        super().on_headers_complete()

    def abort(self) -> None:
        """End a connection whose request did not come in time."""
        self.transport.abort()

    def _should_upgrade_to_ws(self) -> bool:
        return True

    def handle_websocket_upgrade(self) -> None:
        """Do the opening handshake (RFC 6455 §4.2), or say what is wrong with it."""
        self._doorman.heads.end(self)
        judged = self._judge()
        if isinstance(judged, Refusal):
            self.refuse(judged)
            return
        self._start(self, judged)
        self.connections.discard(self)
        # They name each other: only this lets both go at once.
        self.parser = None  # type: ignore[assignment]

    # -- the handshake

    def _judge(self) -> Admission | Refusal:
        headers = Headers(raw=self.headers)
        refusal = self._malformed(headers)
        if refusal is not None:
            return refusal
        return self._doorman.receive(
            self.url.decode("latin-1"), headers, self.client[0] if self.client else ""
        )

    def _malformed(self, headers: Headers) -> Refusal | None:
        if self.scope["method"] != "GET":
            return Refusal(405, "A WebSocket begins with GET.", (("allow", "GET"),))
        if self.scope["http_version"] != "1.1":
            return Refusal(400, "A WebSocket needs HTTP/1.1.")
        if headers.getlist("sec-websocket-version") != ["13"]:
            return Refusal(
                426,
                "Only version 13 of the WebSocket protocol is spoken here.",
                (("sec-websocket-version", "13"), ("upgrade", "websocket")),
            )
        if not _is_key(headers.getlist("sec-websocket-key")):
            return Refusal(400, "Sec-WebSocket-Key must be 16 bytes in base64, once.")
        if len(headers.getlist("host")) != 1:
            return Refusal(400, "There must be one Host header.")
        if self._has_more(headers):
            return Refusal(400, "Nothing may follow the request before it is answered.")
        return None

    def _has_more(self, headers: Headers) -> bool:
        # The parser stops behind the head with an exception that says where; frames that come
        # with the request would be lost (§4.1: the client waits for the answer).
        if "transfer-encoding" in headers or headers.get("content-length", "") not in _NO_BODY:
            return True
        stopped = sys.exc_info()[1]
        return stopped is not None and int(stopped.args[0]) < self._fed

    def accept(self) -> None:
        """Answer that the connection is a WebSocket from here on."""
        key = Headers(raw=self.headers)["sec-websocket-key"].encode()
        answer = base64.b64encode(hashlib.sha1(key + _MAGIC).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + answer + b"\r\n\r\n"
        )

    def upgrade_by_uvicorn(self, admission: Admission) -> None:
        """Let uvicorn's own WebSocket protocol go on, and tell it of the admission."""
        self.app_state = {**self.app_state, "admission": admission}
        # The request is judged: it needs no more than its handshake, and gets no second opinion.
        self.url = b"/sync"
        self.scope["headers"] = [item for item in self.headers if item[0] in _HANDSHAKE]
        super().handle_websocket_upgrade()

    def refuse(self, refusal: Refusal) -> None:
        """Answer with a status, and close."""
        self._doorman.heads.end(self)
        body = refusal.text.encode()
        lines = [
            f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}",
            "content-type: text/plain; charset=utf-8",
            f"content-length: {len(body)}",
            "connection: close",
            *(f"{name}: {value}" for name, value in refusal.headers),
        ]
        self.transport.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        self.transport.close()


def _is_key(given: list[str]) -> bool:
    if len(given) != 1:
        return False
    try:
        return len(base64.b64decode(given[0].encode(), validate=True)) == 16
    except (binascii.Error, ValueError):
        return False
