"""The program's end of a live connection: a thread that moves bytes and knows no document."""

import asyncio
import queue
import ssl
import threading
from collections.abc import Callable

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from tongwen.sync.wire import Kind

CLOSED = b""
PING, PONG = bytes((Kind.PING,)), bytes((Kind.PONG,))


class _Listener(WSListener):
    def __init__(self, inbox: "queue.SimpleQueue[bytes]") -> None:
        self._inbox = inbox
        self._parts: list[bytes] = []
        self.transport: WSTransport | None = None
        self.reason = ""

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            self.reason = frame.get_close_reason() or ""
            transport.disconnect()
        elif frame.msg_type in (WSMsgType.BINARY, WSMsgType.CONTINUATION):
            self._parts.append(frame.get_payload_as_bytes())
            if frame.fin:
                message = b"".join(self._parts)
                self._parts.clear()
                if message == PING:
                    transport.send(WSMsgType.BINARY, PONG)
                else:
                    self._inbox.put(message)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._inbox.put(CLOSED)


class SocketThread:
    """An open connection. `inbox` receives whole messages, then `CLOSED`."""

    def __init__(self, url: str, timeout: float) -> None:
        """Connect to a `ws://` or `wss://` address.

        Raises:
            OSError: it cannot be reached.
        """
        self.inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._listener = _Listener(self.inbox)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="tongwen-client", daemon=True)
        self._thread.start()
        opening = asyncio.run_coroutine_threadsafe(
            asyncio.wait_for(self._open(url), timeout), self._loop
        )
        try:
            opening.result()
        except BaseException:
            self._stop()
            raise

    @property
    def reason(self) -> str:
        """Why the server closed, as far as it said."""
        return self._listener.reason

    def send(self, message: bytes) -> None:
        """Send one message; nothing happens when the connection is gone."""
        self._call(lambda: self._send(message))

    def close(self) -> None:
        """Close the connection and end the thread."""
        self._call(self._disconnect)
        self._stop()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    async def _open(self, url: str) -> None:
        context = ssl.create_default_context() if url.startswith("wss:") else None
        await ws_connect(lambda: self._listener, url, ssl_context=context)

    def _send(self, message: bytes) -> None:
        if self._listener.transport is not None:
            self._listener.transport.send(WSMsgType.BINARY, message)

    def _disconnect(self) -> None:
        if self._listener.transport is not None:
            self._listener.transport.send_close()
            self._listener.transport.disconnect()

    def _call(self, action: Callable[[], None]) -> None:
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(action)

    def _stop(self) -> None:
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._loop.call_later, 0.05, self._loop.stop)
        self._thread.join(5)
