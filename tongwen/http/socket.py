"""Live sessions on the HTTP port: uvicorn hands an upgraded connection to picows.

`/sync` speaks Hocuspocus 4, `/sync/<node>/<part>?token=` plain y-websocket. Nothing here waits, and
no task is made for a message: frames go from the parser straight into the room.
"""

import asyncio
import logging
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit

from picows import (
    WSAutoPingStrategy,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # missing from its stub

from tongwen.sync.hocuspocus import HocuspocusSession, Visitor
from tongwen.sync.plain import PlainSession
from tongwen.sync.rooms import Rooms
from tongwen.sync.wire import BadMessage

log = logging.getLogger("tongwen.socket")
_quiet = logging.Logger("tongwen.picows", logging.ERROR)  # it logs every connection at INFO
_quiet.parent = log

COOKIE = "tongwen_session"
PING_SECONDS = 12.0
READ_BUFFER = 2048  # bytes a connection holds while idle; grows with its frames

NORMAL = 1000
PROTOCOL_ERROR, UNSUPPORTED_DATA, INVALID_DATA, TOO_BIG = 1002, 1003, 1007, 1009  # RFC 6455 §7.4.1


class Session(Protocol):
    """What reads a socket's messages."""

    def received(self, data: bytes) -> None:
        """Take one whole message."""

    def ping(self) -> None:
        """Send a sign of life."""

    def disconnected(self) -> None:
        """The socket is gone."""


class SocketSettings(Protocol):
    """The settings that concern sockets."""

    @property
    def max_frame(self) -> int: ...
    @property
    def max_parts(self) -> int: ...
    @property
    def max_connections(self) -> int: ...
    @property
    def public_url(self) -> str: ...


class Socket(WSListener):
    """One WebSocket: joins fragments, bounds sizes, closes with a reason on bad messages."""

    def __init__(
        self,
        open_session: Callable[["Socket"], Session],
        max_bytes: int,
        opened: set["Socket"],
    ) -> None:
        self._open_session = open_session
        self._opened = opened
        self._max_bytes = max_bytes
        self._session: Session
        self._transport: WSTransport
        self._raw: asyncio.Transport
        self._parts: list[bytes] = []
        self._parts_size = 0
        self._pinger: asyncio.TimerHandle | None = None

    # -- what rooms use (sync.ports.Conn)

    def write(self, frames: bytes) -> None:
        """Send encoded frames."""
        if not self._transport.is_close_frame_sent and not self._transport.is_disconnected:
            self._raw.write(frames)

    def pending(self) -> int:
        """Bytes not yet taken by the network."""
        return self._raw.get_write_buffer_size()

    def close(self, code: int, reason: str) -> None:
        """Close with a code and a reason (at most 123 bytes of it)."""
        if self._transport.is_close_frame_sent or self._transport.is_disconnected:
            return
        text = reason.encode()[:123].decode(errors="ignore")
        # picows takes any number, its type only names the standard ones
        self._transport.send_close(code, text)  # type: ignore[arg-type]
        self._transport.disconnect()

    # -- what picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done."""
        self._transport = transport
        self._raw = transport.underlying_transport
        self._opened.add(self)  # not before: a handshake that fails is never taken out again
        self._session = self._open_session(self)
        self._ping_later()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Take a frame of any kind."""
        kind = frame.msg_type
        if kind == WSMsgType.BINARY and frame.fin and not self._parts:
            self._received(frame.get_payload_as_bytes())
        elif kind in (WSMsgType.BINARY, WSMsgType.CONTINUATION):
            self._fragment(kind, frame)
        elif kind == WSMsgType.CLOSE:
            self.close(_sendable(cast(int, frame.get_close_code())), "")
        elif kind == WSMsgType.TEXT:
            self.close(UNSUPPORTED_DATA, "only binary messages are spoken here")

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The connection is gone."""
        if self._pinger:
            self._pinger.cancel()
        self._opened.discard(self)
        self._session.disconnected()

    def pause_writing(self) -> None:
        """Nothing: rooms look at `pending` and close who is too slow."""

    def resume_writing(self) -> None:
        """Nothing."""

    def _fragment(self, kind: WSMsgType, frame: WSFrame) -> None:
        if (kind == WSMsgType.CONTINUATION) != bool(self._parts):
            self.close(PROTOCOL_ERROR, "a fragment out of order")
            return
        self._parts.append(frame.get_payload_as_bytes())
        self._parts_size += len(self._parts[-1])
        if self._parts_size > self._max_bytes:
            self.close(TOO_BIG, "a message is too large")
        elif frame.fin:
            whole = b"".join(self._parts)
            self._parts.clear()
            self._parts_size = 0
            self._received(whole)

    def _received(self, data: bytes) -> None:
        if self._transport.is_close_frame_sent:
            return
        try:
            self._session.received(data)
        except BadMessage as error:
            log.warning("closing a socket: %s", error)
            self.close(INVALID_DATA, str(error))

    def _ping_later(self) -> None:
        self._pinger = asyncio.get_running_loop().call_later(PING_SECONDS, self._ping)

    def _ping(self) -> None:
        self._session.ping()
        self._ping_later()


class Doorman:
    """Turns an upgrade request into a session, or into a refusal."""

    def __init__(self, rooms: Rooms, settings: SocketSettings) -> None:
        self._rooms = rooms
        self._settings = settings
        self._open: set[Socket] = set()
        self._own_host = urlsplit(settings.public_url).netloc

    def receive(
        self, request: WSUpgradeRequest, address: str
    ) -> WSUpgradeResponseWithListener | Socket:
        """Choose the session by the address that was asked for."""
        if len(self._open) >= self._settings.max_connections:
            log.warning("refusing a connection: %d are open", len(self._open))
            return _refusal(503, b"Too many live connections; try again later.")
        url = urlsplit(request.path.decode("latin-1"))
        steps = [unquote(step) for step in url.path.strip("/").split("/")]
        visitor = self._visitor(request, address)
        if steps == ["sync"]:
            return self._socket(
                lambda conn: HocuspocusSession(conn, self._rooms, visitor, self._settings.max_parts)
            )
        if len(steps) == 3 and steps[0] == "sync":
            token = parse_qs(url.query).get("token", [""])[0]
            return self._socket(
                lambda conn: PlainSession(
                    conn, self._rooms, visitor.credentials(token), steps[1], steps[2]
                )
            )
        return _refusal(404, b"There is no live session here.")

    def _socket(self, open_session: Callable[[Socket], Session]) -> Socket:
        return Socket(open_session, self._settings.max_frame, self._open)

    def _visitor(self, request: WSUpgradeRequest, address: str) -> Visitor:
        origin = urlsplit(request.headers.get("Origin", ""))
        try:
            morsel = SimpleCookie(request.headers.get("Cookie", "")).get(COOKIE)
        except CookieError:
            morsel = None
        return Visitor(
            cookie=morsel.value if morsel else None,
            address=address,
            same_origin=origin.netloc != ""
            and origin.netloc in (request.headers.get("Host"), self._own_host),
        )

    def protocol(self, *_args: object, **_keywords: object) -> "Handover":
        """Make what uvicorn calls its WebSocket protocol (`uvicorn.Config(ws=…)`)."""
        return Handover(self, self._settings.max_frame)


def _sendable(code: int) -> int:
    """Return a close code that may stand in a frame: a peer need not have given one (§7.4.1)."""
    return code if 1000 <= code < 5000 and code not in (1004, 1005, 1006, 1015) else NORMAL


def _refusal(status: int, text: bytes) -> WSUpgradeResponseWithListener:
    return WSUpgradeResponseWithListener(
        WSUpgradeResponse.create_error_response(status, text), None
    )


class Handover(asyncio.Protocol):
    """Passes the bytes of the upgrade request on to picows, then leaves the connection to it."""

    def __init__(self, doorman: Doorman, max_frame_bytes: int) -> None:
        self._doorman = doorman
        self._max_frame_bytes = max_frame_bytes
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the open connection from uvicorn."""
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self._transport = transport  # type: ignore[assignment]  # uvloop's are not subclasses

    def data_received(self, data: bytes) -> None:
        """Replay the request head to picows, and put it in charge."""
        address = (self._transport.get_extra_info("peername") or ("",))[0]
        protocol = WSProtocol(
            None,
            None,
            False,
            lambda request: self._doorman.receive(request, address),
            _quiet,
            True,
            5,
            True,
            30,
            20,
            WSAutoPingStrategy.PING_WHEN_IDLE,
            True,
            self._max_frame_bytes,
            None,
            READ_BUFFER,
        )
        protocol.connection_made(self._transport)
        while data:
            buffer = protocol.get_buffer(len(data))
            taken = min(len(buffer), len(data))
            buffer[:taken] = data[:taken]
            protocol.buffer_updated(taken)
            data = data[taken:]
        asyncio.get_running_loop().call_soon(self._transport.set_protocol, protocol)
