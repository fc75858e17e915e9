"""A WebSocket client that sends any bytes at all, and a server that echoes (RFC 6455)."""

import asyncio
import base64
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import uvicorn

from tests.sync.live_server import Small
from tongwen.http.socket import Doorman, port_options
from tongwen.http.socket.watch import Watch
from tongwen.sync import wire
from tongwen.sync.hocuspocus import Visitor
from tongwen.sync.ports import Conn

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
KEY = base64.b64encode(b"0123456789abcdef").decode()
PATIENCE = 10.0  # seconds until a silent server fails a test


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    mask: bytes | None = b"\x37\xfa\x21\x3d",
    length: bytes | None = None,
) -> bytes:
    """Encode a client's frame; `length` replaces the length bytes, mask None sends it bare."""
    if length is None:
        size = len(payload)
        if size < 126:
            length = bytes((size,))
        elif size < 1 << 16:
            length = b"\x7e" + size.to_bytes(2, "big")
        else:
            length = b"\x7f" + size.to_bytes(8, "big")
    masked = 0x80 if mask is not None else 0
    head = bytes((fin << 7 | rsv << 4 | opcode, length[0] | masked)) + length[1:]
    if mask is None:
        return head + payload
    pad = (mask * (len(payload) // 4 + 1))[: len(payload)]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(pad, "big")
    return head + mask + mixed.to_bytes(len(payload), "big")


def close(code: int | None = None, reason: bytes = b"") -> bytes:
    """Encode a client's close frame."""
    return frame(CLOSE, b"" if code is None else code.to_bytes(2, "big") + reason)


@dataclass(frozen=True)
class Frame:
    """A frame of the server's."""

    opcode: int
    payload: bytes

    @property
    def code(self) -> int | None:
        """The code of a close frame."""
        return int.from_bytes(self.payload[:2], "big") if self.payload else None

    @property
    def reason(self) -> str:
        """The reason of a close frame."""
        return self.payload[2:].decode()


class Raw:
    """A TCP connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, *data: bytes) -> None:
        """Send bytes, unless the server has hung up."""
        if not self.writer.is_closing():
            self.writer.write(b"".join(data))

    async def send_slowly(self, data: bytes, size: int = 1) -> None:
        """Send bytes in packets of their own."""
        for start in range(0, len(data), size):
            self.writer.write(data[start : start + size])
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    async def head(self) -> tuple[int, dict[str, str], bytes]:
        """Read an answer of HTTP: status, headers, and the body as far as it is announced."""
        raw = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), PATIENCE)
        status, *lines = raw.decode("latin-1").strip().split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return int(status.split()[1]), headers, body

    async def frame(self) -> Frame:
        """Read a frame, and check what every frame of a server must be (§5.1, §5.2)."""
        return await asyncio.wait_for(self._frame(), PATIENCE)

    async def _frame(self) -> Frame:
        first, second = await self.reader.readexactly(2)
        assert first & 0x70 == 0, "a reserved bit"
        assert first & 0x80, "a fragment"
        assert not second & 0x80, "a mask"
        size = second
        if size == 126:
            size = int.from_bytes(await self.reader.readexactly(2), "big")
            assert size >= 126, "a length that is not the shortest"
        elif size == 127:
            size = int.from_bytes(await self.reader.readexactly(8), "big")
            assert size >= 1 << 16, "a length that is not the shortest"
        assert first & 8 == 0 or size <= 125, "a control frame that is too long"
        return Frame(first & 15, await self.reader.readexactly(size))

    async def ended(self) -> bool:
        """Wait until the server hangs up; return whether it said nothing more."""
        try:
            return await asyncio.wait_for(self.reader.read(1), PATIENCE) == b""
        except ConnectionError:
            return True

    async def refused(self) -> Frame:
        """Read up to the close frame, which nothing follows, and answer it."""
        while (last := await self.frame()).opcode != CLOSE:
            pass
        with suppress(ConnectionError):
            self.send(close(1000))
        assert await self.ended(), "something came after the close frame"
        return last

    def hang_up(self) -> None:
        """Close the connection."""
        self.writer.close()


class Echo:
    """A session that sends back what it is sent."""

    joined = True

    def __init__(self, conn: Conn) -> None:
        self.conn = conn
        self.gone = False
        self.pings = 0

    def received(self, data: bytes) -> None:
        """Send a message back; one is a wish to be closed."""
        if data.startswith(b"close "):
            self.conn.close(int(data[6:10]), data[10:].decode())
        elif data == b"bad":
            raise wire.BadMessage("this is bad")
        elif data == b"boom":
            raise RuntimeError("a mistake of ours")
        else:
            self.conn.write(wire.frame(data))

    def ping(self) -> None:
        """Send nothing, so that frames can be counted."""
        self.pings += 1

    def disconnected(self) -> None:
        """Note it."""
        assert not self.gone
        self.gone = True


class EchoDoorman(Doorman):
    """Opens echoes instead of rooms."""

    def __init__(self, limits: Small, watch: Watch) -> None:
        super().__init__(None, limits, watch)  # type: ignore[arg-type]
        self.sessions: list[Echo] = []
        self.visitors: list[Visitor] = []

    def _hocuspocus(self, visitor: Visitor, conn: Conn) -> Echo:
        self.visitors.append(visitor)
        self.sessions.append(Echo(conn))
        return self.sessions[-1]


class EchoServer:
    """An echoing server on a port."""

    def __init__(self, port: int, doorman: EchoDoorman) -> None:
        self.port = port
        self.doorman = doorman
        self.raws: list[Raw] = []

    async def connect(self) -> Raw:
        """Open a TCP connection."""
        raw = Raw(*await asyncio.open_connection("127.0.0.1", self.port))
        self.raws.append(raw)
        return raw

    async def open(self) -> Raw:
        """Open a WebSocket."""
        raw = await self.connect()
        raw.send(request())
        status, headers, _ = await raw.head()
        assert status == 101
        guid = KEY.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(guid).digest()).decode()
        assert headers["sec-websocket-accept"] == accept
        assert headers["upgrade"].lower() == "websocket"
        assert headers["connection"].lower() == "upgrade"
        assert "sec-websocket-extensions" not in headers
        return raw

    async def clear(self) -> None:
        """Hang up everywhere, and forget it."""
        for raw in self.raws:
            raw.hang_up()
        await self.left()
        self.raws.clear()
        self.doorman.sessions.clear()
        self.doorman.visitors.clear()

    async def left(self) -> None:
        """Wait until the server has forgotten every connection."""
        for _ in range(1000):
            if not self.doorman.watch.count:
                break
            await asyncio.sleep(0.005)
        assert not self.doorman.watch.count
        assert all(session.gone for session in self.doorman.sessions)


def request(target: str = "/sync", start: str = "GET {} HTTP/1.1", **headers: str | None) -> bytes:
    """Write an upgrade request; a header that is None is left out, `_` stands for `-`."""
    given: dict[str, str | None] = {
        "Host": "office.test",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Version": "13",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in given.items() if value is not None]
    return "\r\n".join([start.format(target), *lines, "", ""]).encode("latin-1")


async def hello(scope: dict[str, object], receive: object, send: object) -> None:
    """Answer any HTTP request."""
    head = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    await send(head)  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b"hi"})  # type: ignore[operator]


@asynccontextmanager
async def echo_server(
    socket: str, limits: Small | None = None, tick_seconds: float = 1.0
) -> AsyncIterator[EchoServer]:
    """Serve echoes by one of the readers of frames."""
    limits = limits or Small(max_connections=100)
    doorman = EchoDoorman(limits, Watch(tick_seconds))
    options = port_options(doorman, socket)
    config = uvicorn.Config(hello, port=0, lifespan="off", log_level=logging.CRITICAL, **options)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.005)
    echoing = EchoServer(server.servers[0].sockets[0].getsockname()[1], doorman)
    try:
        yield echoing
    finally:
        await echoing.clear()
        server.should_exit = True
        await task
