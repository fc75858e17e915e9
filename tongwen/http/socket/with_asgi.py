"""Live connections over uvicorn's own WebSocket, where picows is not to be had.

The same sessions behind the same `Conn`. uvicorn frames by itself, so that frames are taken apart
again, and one task a connection sends them. It costs more (docs/decisions/socket.md).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from tongwen.http.socket.doorman import Admission, Doorman, Session
from tongwen.http.socket.frames import (
    INTERNAL_ERROR,
    INVALID_DATA,
    POLICY,
    UNSUPPORTED_DATA,
    messages,
    short_reason,
)
from tongwen.http.socket.port import Port
from tongwen.sync.wire import BadMessage

log = logging.getLogger("tongwen.socket")


class AsgiSocket:
    """One WebSocket: what is written waits in a queue for its task."""

    def __init__(self, doorman: Doorman, admission: Admission, transport: Any, send: Any) -> None:
        self.session: Session | None = None
        self.turn = 0
        self._doorman = doorman
        self._address = admission.address
        self._allowance = doorman.allowance()
        self._transport = transport
        self._send = send
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._ending: tuple[int, str] | None = None
        self._news = asyncio.Event()
        doorman.entered(self, admission)
        self.session = admission.open(self)

    # -- what rooms and the watch use

    def write(self, frames: bytes) -> None:
        """Send whole WebSocket frames, already encoded."""
        if self._ending is None:
            for message in messages(frames):
                self._queue.append(message)
                self._queued += len(message)
            self._news.set()

    def writelines(self, pieces: list[bytes]) -> None:
        """Send whole frames that come in pieces."""
        self.write(b"".join(pieces))

    def pending(self) -> int:
        """Bytes written and not yet taken by the network."""
        waiting: int = self._transport.get_write_buffer_size()
        return self._queued + waiting

    def close(self, code: int, reason: str) -> None:
        """Close after what was written; what comes in from now on is not read."""
        if self._ending is None:
            self._ending = (code, short_reason(reason))
            self._news.set()
            self._doorman.endings.begin(self)
            asyncio.get_running_loop().call_soon(self._end_session)  # the caller may be a room

    def turn_came(self) -> None:
        """Show that we live; uvicorn looks for the peer's life."""
        if self.session is not None and self._ending is None:
            self.session.ping()

    def abort(self) -> None:
        """End the connection now."""
        self._transport.abort()

    # -- what its protocol uses

    @property
    def burst(self) -> int:
        """How many messages may wait."""
        return self._allowance.burst

    async def pump(self) -> None:
        """Send what is written, until the connection is closed."""
        with suppress(ClientDisconnected):
            await self._pump()

    async def _pump(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            while self._queue:
                message = self._queue.popleft()
                await self._send({"type": "websocket.send", "bytes": message})
                self._queued -= len(message)
            if self._ending is not None:
                code, reason = self._ending
                await self._send({"type": "websocket.close", "code": code, "reason": reason})
                return

    async def received(self, message: dict[str, Any]) -> None:
        """Take one message, and not the next before its time."""
        data = message.get("bytes")
        self._allowance.left -= 1
        if self._ending is not None or self.session is None:
            return
        if data is None:
            self.close(UNSUPPORTED_DATA, "only binary messages are spoken here")
            return
        if self._allowance.left < 0 and (wait := self._allowance.wait()):
            await asyncio.sleep(wait)
            if self._ending is not None or self.session is None:
                return
        try:
            self.session.received(data)
        except BadMessage as error:
            log.warning("closing a socket: %s", error)
            self.close(INVALID_DATA, str(error))

    def gone(self) -> None:
        """The connection is over."""
        self._ending = self._ending or (0, "")
        self._news.set()
        self._end_session()
        self._doorman.left(self, self._address)

    def _end_session(self) -> None:
        session, self.session = self.session, None
        if session is not None:
            session.disconnected()


class AsgiProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, with a session where it would call an application."""

    def __init__(self, doorman: Doorman, **uvicorns: Any) -> None:
        super().__init__(**uvicorns)
        self._doorman = doorman
        self._socket: AsgiSocket | None = None
        self.app = self._serve

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        super().connection_lost(exc)
        if self._socket is not None:
            self._socket.gone()

    def shutdown(self) -> None:
        """Stop with the rooms, which close when what they took is written, not with uvicorn."""
        if self._socket is None:
            super().shutdown()

    async def _serve(self, _scope: Any, receive: Any, send: Any) -> None:
        await receive()  # that it wants to connect: the port has judged that already
        await send({"type": "websocket.accept"})
        admission = self.app_state["admission"]
        socket = self._socket = AsgiSocket(self._doorman, admission, self.transport, send)
        pump = asyncio.create_task(socket.pump())
        try:
            while (message := await receive())["type"] == "websocket.receive":
                await socket.received(message)
                if self.queue.qsize() > 2 * socket.burst:
                    socket.close(POLICY, "too many messages at once, please reconnect more slowly")
        finally:
            socket.close(
                INTERNAL_ERROR, ""
            )  # unless it is closed: then this was no mistake of ours
            await pump


def starter(_doorman: Doorman) -> Callable[[Port, Admission], None]:
    """Return what gives an upgraded connection to uvicorn's protocol."""
    return Port.upgrade_by_uvicorn
