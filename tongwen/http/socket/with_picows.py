"""Live connections whose frames picows parses.

picows (Cython) only takes frames apart. The handshake is done by the port; whatever picows wants to
send, which is its answer to the handshake we play to it and close frames about broken ones, comes
through `_Seam`. So this module alone decides what is sent, and what is left of the closing
handshake (RFC 6455 §7) is the same whoever began it.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, cast

from picows import WSAutoPingStrategy, WSFrame, WSListener, WSMsgType, WSTransport
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # missing from its stub

from tongwen.http.socket.doorman import Admission, Doorman, Session
from tongwen.http.socket.frames import (
    EMPTY_CLOSE_FRAME,
    GOING_AWAY,
    INVALID_DATA,
    PING_FRAME,
    POLICY,
    PROTOCOL_ERROR,
    TOO_BIG,
    UNSUPPORTED_DATA,
    close_frame,
    may_be_sent,
    pong_frame,
)
from tongwen.http.socket.port import Port
from tongwen.sync.wire import BadMessage

log = logging.getLogger("tongwen.socket")

READ_BUFFER = 2048  # bytes a connection holds while idle; picows takes no less
LARGE = 64 << 10  # bytes read at once, above which a buffer is let go afterwards
SILENT_TURNS = 4  # of the watch, until a peer that says nothing is dead

_CONTINUATION, _TEXT, _BINARY = WSMsgType.CONTINUATION, WSMsgType.TEXT, WSMsgType.BINARY
_CLOSE, _PING = WSMsgType.CLOSE, WSMsgType.PING
_HANDSHAKE = (
    b"GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


class _Logger:
    """What picows logs to. No `logging.Logger`: of those it makes a child a connection."""

    @staticmethod
    def isEnabledFor(_level: int) -> bool:
        return False

    @staticmethod
    def ignore(*_arguments: object) -> None:
        """Ignore what happens in the ordinary course: peers come, go, and break the rules."""

    @staticmethod
    def exception(message: str, *arguments: object) -> None:
        """Pass on an exception that one of our callbacks raised."""
        log.exception(message, *arguments)

    info = log = error = warning = ignore


_LOGGER = _Logger()


class _Seam:
    """What picows believes to be its transport."""

    __slots__ = ("_socket", "_transport")

    def __init__(self, socket: "Socket", transport: asyncio.Transport) -> None:
        self._socket = socket
        self._transport = transport

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    @staticmethod
    def get_write_buffer_size() -> int:
        return 1  # else it would write to the file descriptor by itself

    def write(self, data: bytes) -> None:
        """Hear what picows wants to send."""
        if data[0] == 0x88:
            size = 4 if data[1] == 126 else 2  # its reasons may be too long for a control frame
            code = int.from_bytes(data[size : size + 2], "big")
            self._socket.close(code, bytes(data[size + 2 :]).decode(errors="replace"))

    def close(self) -> None:
        """Nothing: the socket closes itself."""

    abort = close


class _Ending(asyncio.Protocol):
    """Reads nothing more, and waits for the peer to hang up: so that it reads our last words."""

    def __init__(self, socket: "Socket") -> None:
        self._socket = socket

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._socket.gone()


# uvloop keeps the last `data_received` for as long as protocols with buffers follow: without
# somebody between, the port and its request (6 KB) stay with every connection.
_NOBODY = asyncio.Protocol()


def _discard(_sent: object) -> None:
    """Take the place of a writing method when there is nobody to write to."""


class Socket(WSListener):
    """One WebSocket: joins fragments, bounds what comes in, closes with a reason.

    `write`, `writelines` and `pending` are the transport's own methods, for they are called for
    every receiver of every edit.
    """

    __slots__ = (
        "_address",
        "_allowance",
        "_doorman",
        "_open",
        "_pace",
        "_parts",
        "_parts_size",
        "_paused",
        "_silent",
        "_swollen",
        "_transport",
        "pending",
        "session",
        "turn",
        "write",
        "writelines",
    )

    def __init__(self, doorman: Doorman, address: str, transport: asyncio.Transport) -> None:
        self.write: Callable[[bytes], None] = transport.write
        self.writelines: Callable[[list[bytes]], None] = transport.writelines
        self.pending: Callable[[], int] = transport.get_write_buffer_size
        self.session: Session | None = None
        self.turn = 0
        self._address = address
        self._allowance = doorman.allowance()
        self._doorman = doorman
        self._open = True
        self._pace = doorman.pace
        self._parts: list[bytes] | None = None
        self._parts_size = 0
        self._paused = False
        self._silent = 0
        self._swollen = False
        self._transport = transport
        self._parse_afresh()

    def enter(self, admission: Admission) -> None:
        """Begin the session."""
        self._doorman.entered(self, admission)
        self.session = admission.open(self)

    # -- what rooms and the watch use

    def close(self, code: int, reason: str) -> None:
        """Close after what was written; what comes in from now on is not read."""
        if self._open:
            self._finish(close_frame(code, reason))
            if self._transport.can_write_eof() and not self._transport.is_closing():
                self._transport.write_eof()  # and read on, so that the peer gets our last words

    def turn_came(self) -> None:
        """Show that we live, and hang up when the peer does not."""
        if not self._open or self.session is None:
            return
        self.session.ping()
        self._silent += 1
        if self._silent >= SILENT_TURNS:
            self.close(GOING_AWAY, "no sign of life")
        elif self._silent > 1:
            self.write(PING_FRAME)

    def abort(self) -> None:
        """End the connection now."""
        self._transport.abort()

    def gone(self) -> None:
        """The connection is over."""
        self._open = False
        self.write = self.writelines = _discard
        self._end_session()
        self._doorman.left(self, self._address)

    # -- what picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Nothing: this is the end of the handshake that we played to picows."""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Take a frame of any kind."""
        if not self._open:
            return
        self._silent = 0
        kind = frame.msg_type
        if frame.rsv1 or frame.rsv2 or frame.rsv3:
            self.close(PROTOCOL_ERROR, "a reserved bit is set")
        elif kind == _BINARY and self._parts is None and frame.fin:
            self._received(frame.get_payload_as_bytes())
        elif kind in (_BINARY, _CONTINUATION):
            self._fragment(kind == _CONTINUATION, frame)
        elif kind == _PING:
            self.write(pong_frame(frame.get_payload_as_bytes()))
        elif kind == _CLOSE:
            self._closed_by_peer(frame)
        elif kind == _TEXT:
            self.close(UNSUPPORTED_DATA, "only binary messages are spoken here")
        if frame.tail_size:
            self._swollen = self._swollen or frame.tail_size > LARGE
        elif (self._swollen or frame.payload_size > LARGE) and self._open:
            self._parse_afresh()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The connection is gone."""
        self.gone()

    def pause_writing(self) -> None:
        """Nothing: rooms look at `pending` and close who is too slow."""

    def resume_writing(self) -> None:
        """Nothing."""

    # -- reading

    def _parse_afresh(self) -> None:
        """Take a new parser, whose buffer is small: picows' own only ever grow.

        Only between frames, when the old parser's buffer is empty.
        """
        parser = WSProtocol(
            None,
            None,
            False,
            lambda _request: self,
            _LOGGER,
            True,
            None,
            False,  # no task a connection for pings: the watch sends them
            0,
            0,
            WSAutoPingStrategy.PING_WHEN_IDLE,
            False,
            self._doorman.max_frame,
            None,
            READ_BUFFER,
        )
        parser.connection_made(_Seam(self, self._transport))
        parser.get_buffer(-1)[: len(_HANDSHAKE)] = _HANDSHAKE
        parser.buffer_updated(len(_HANDSHAKE))
        parser.transport.request.headers = parser.transport.response.headers = None
        self._swollen = False
        self._transport.set_protocol(parser)

    def _fragment(self, continues: bool, frame: WSFrame) -> None:
        if continues == (self._parts is None):
            self.close(PROTOCOL_ERROR, "a fragment out of order")
            return
        if self._parts is None:
            self._parts = []
        self._parts.append(frame.get_payload_as_bytes())
        self._parts_size += len(self._parts[-1]) or 1  # so that empty ones are not for nothing
        if self._parts_size > self._doorman.max_frame:
            self.close(TOO_BIG, "a message is too large")
        elif frame.fin:
            whole = b"".join(self._parts)
            self._parts = None
            self._parts_size = 0
            self._received(whole)

    def _received(self, data: bytes) -> None:
        self._allowance.left -= 1
        if self._allowance.left < 0 and not self._slow_down():
            return
        assert self.session is not None
        self._pace.came()
        try:
            self.session.received(data)
        except BadMessage as error:
            log.warning("closing a socket: %s", error)
            self.close(INVALID_DATA, str(error))

    def _closed_by_peer(self, frame: WSFrame) -> None:
        answer = EMPTY_CLOSE_FRAME
        if frame.payload_size:
            code = cast(int, frame.get_close_code())
            if not may_be_sent(code):
                self.close(PROTOCOL_ERROR, "a close code that may not be sent")
                return
            answer = close_frame(code, "")
        self._finish(answer)
        self._transport.close()  # both have said it: the server hangs up first (§7.1.1)

    # -- slowing down

    def _slow_down(self) -> bool:
        """Read no more until the allowance is filled; return whether this message is taken."""
        wait = self._allowance.wait()
        if self._allowance.flooded:
            self.close(POLICY, "too many messages at once, please reconnect more slowly")
            return False
        if wait and not self._paused:
            self._paused = True
            self._transport.pause_reading()
            asyncio.get_running_loop().call_later(wait, self._go_on)
        return True

    def _go_on(self) -> None:
        wait = self._allowance.wait()
        if wait and self._open:
            asyncio.get_running_loop().call_later(wait, self._go_on)
        elif self._paused:
            self._read_again()

    def _read_again(self) -> None:
        self._paused = False
        if not self._transport.is_closing():
            self._transport.resume_reading()

    # -- ending

    def _finish(self, last: bytes) -> None:
        """Send a close frame, then nothing. What is left to do must be done in time."""
        self._open = False
        self.write(last)
        self.write = self.writelines = _discard
        self._transport.set_protocol(_Ending(self))
        if self._paused:
            self._read_again()
        self._doorman.endings.begin(self)
        asyncio.get_running_loop().call_soon(self._end_session)  # the caller may be a room

    def _end_session(self) -> None:
        session, self.session = self.session, None
        if session is not None:
            session.disconnected()


def starter(doorman: Doorman) -> Callable[[Port, Admission], None]:
    """Return what gives an upgraded connection to picows."""

    def start(port: Port, admission: Admission) -> None:
        port.accept()
        port.transport.set_protocol(_NOBODY)
        Socket(doorman, admission.address, port.transport).enter(admission)

    return start
