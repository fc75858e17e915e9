"""The opening handshake (RFC 6455 §4.2): what is let in, what is refused, and how."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.sync.live_server import Small
from tests.sync.raw import BINARY, EchoServer, Frame, echo_server, frame, request
from tongwen.http.socket.port import MAX_HEAD

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(params=["picows", "asgi"], scope="module", loop_scope="module")
async def running(request: pytest.FixtureRequest) -> AsyncIterator[EchoServer]:
    limits = Small(
        max_connections=100,
        public_url="https://office.example.org",
        trusted_proxies=("127.0.0.1", "10.9.0.0/16"),
    )
    async with echo_server(request.param, limits, tick_seconds=0.02) as echoing:
        yield echoing


@pytest_asyncio.fixture(loop_scope="module")
async def server(running: EchoServer) -> AsyncIterator[EchoServer]:
    yield running
    await running.clear()


async def answer(server: EchoServer, *data: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send a request; return the answer's status, headers and body."""
    raw = await server.connect()
    raw.send(*data)
    return await raw.head()


async def let_in(server: EchoServer, data: bytes) -> None:
    """Expect a request to open a socket that works."""
    raw = await server.connect()
    raw.send(data)
    assert (await raw.head())[0] == 101
    raw.send(frame(BINARY, b"hello"))
    assert await raw.frame() == Frame(BINARY, b"hello")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upgrade": "WebSocket"},
        {"Connection": "keep-alive, Upgrade"},  # Firefox
        {"Connection": "upgrade"},
        {"Sec_WebSocket_Protocol": "chat, superchat"},
        {"Sec_WebSocket_Extensions": "permessage-deflate; client_max_window_bits"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Cookie": "a=b; c; =d; tongwen_session"},
        {"Cookie": "\xff\xfe=\xe9"},
        {"Content_Length": "0"},
        {"X_Forwarded_For": "x" * 5000},
    ],
)
async def test_good_requests(server: EchoServer, headers: dict[str, str]) -> None:
    await let_in(server, request(**headers))


async def test_a_request_byte_by_byte(server: EchoServer) -> None:
    raw = await server.connect()
    await raw.send_slowly(request())
    assert (await raw.head())[0] == 101


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_WebSocket_Key": None}, 400),
        ({"Sec_WebSocket_Key": ""}, 400),
        ({"Sec_WebSocket_Key": "AAAA"}, 400),
        ({"Sec_WebSocket_Key": "A" * 24}, 400),
        ({"Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==, AAAAAAAAAAAAAAAAAAAAAA=="}, 400),
        ({"Sec_WebSocket_Key": "\xe9AAAAAAAAAAAAAAAAAAAAA=="}, 400),
        ({"Sec_WebSocket_Version": None}, 426),
        ({"Sec_WebSocket_Version": "8"}, 426),
        ({"Sec_WebSocket_Version": "14"}, 426),
        ({"Sec_WebSocket_Version": "13, 8"}, 426),
        ({"Sec_WebSocket_Version": "x"}, 426),
        ({"Host": None}, 400),
        ({"Transfer_Encoding": "chunked"}, 400),
    ],
)
async def test_bad_requests(
    server: EchoServer, headers: dict[str, str | None], status: int
) -> None:
    got, answered, body = await answer(server, request(**headers))
    assert got == status
    assert body
    assert answered["connection"] == "close"
    if status == 426:
        assert answered["sec-websocket-version"] == "13"
    assert not server.doorman.sessions


@pytest.mark.parametrize(
    ("start", "status"),
    [
        ("POST {} HTTP/1.1", 405),
        ("HEAD {} HTTP/1.1", 405),
        ("GET {} HTTP/1.0", 400),
        ("GET {} HTTP/2.0", 400),
        ("GET {} HTTP/9.9", 400),
        ("nonsense {}", 400),
        ("GET  {}", 400),
    ],
)
async def test_bad_request_lines(server: EchoServer, start: str, status: int) -> None:
    raw = await server.connect()
    raw.send(request(start=start))
    got = int((await asyncio.wait_for(raw.reader.readline(), 10)).split()[1])
    assert got == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Upgrade": None},
        {"Upgrade": "h2c"},
        {"Connection": None},
        {"Connection": "close"},
        {"Connection": "upgraded"},
    ],
)
async def test_what_is_no_upgrade_is_an_ordinary_request(
    server: EchoServer, headers: dict[str, str | None]
) -> None:
    assert (await answer(server, request(**headers)))[0] == 200
    assert not server.doorman.sessions


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/", 404),
        ("/sync/one", 404),
        ("/sync/one/two/three", 404),
        ("/api/v1/health", 404),
        ("/%73ync", 101),
        ("/sync/", 101),
        ("/sync?schema=text:1", 101),
        ("/sync?schema=text:12,sheet:3&x=y", 101),
        ("/sync?schema=", 400),
        ("/sync?schema=text", 400),
        ("/sync?schema=text:0", 400),
        ("/sync?schema=text:-1", 400),
        ("/sync?schema=text:1.5", 400),
        ("/sync?schema=text:%D9%A1", 400),
        ("/sync?schema=text:1,", 400),
        ("/sync?schema=text:1,text:2", 400),
        ("/sync?schema=text:1&schema=text:2", 400),
        ("/sync?schema=text:1&schema=sheet:2", 101),
        ("/sync?schema=text:99999999999999999999", 400),
        ("/sync?schema=" + ",".join(f"k{'a' * n}:1" for n in range(1, 19)), 400),
        ("/sync/a/b?schema=Text:1", 400),
        ("//[", 404),
        ("http://[/sync", 404),
        ("*", 404),
    ],
)
async def test_addresses(server: EchoServer, target: str, status: int) -> None:
    assert (await answer(server, request(target)))[0] == status


async def test_what_a_page_declares_reaches_its_session(server: EchoServer) -> None:
    await let_in(server, request("/sync?schema=text:12,sheet:3"))
    await let_in(server, request("/sync"))
    declared = [dict(visitor.schemas) for visitor in server.doorman.visitors]
    assert declared == [{"text": 12, "sheet": 3}, {}]
    assert server.doorman.visitors[0].credentials("t").schemas == {"text": 12, "sheet": 3}


@pytest.mark.parametrize(
    ("headers", "cookie", "same"),
    [
        ({"Cookie": "x=1; tongwen_session=abc", "Origin": "http://office.test"}, "abc", True),
        ({"Origin": "http://OFFICE.test"}, None, True),
        ({"Origin": "https://office.example.org"}, None, True),
        ({"Cookie": "tongwen_session=abc"}, "abc", False),
        ({"Origin": "https://evil.test"}, None, False),
        ({"Origin": "https://office.test.evil.test"}, None, False),
        ({"Origin": "null"}, None, False),
        ({"Origin": "http://[office.test"}, None, False),
        ({"Cookie": "tongwen_session="}, None, False),
    ],
)
async def test_cookies_and_origins(
    server: EchoServer, headers: dict[str, str], cookie: str | None, same: bool
) -> None:
    await let_in(server, request(**headers))
    visitor = server.doorman.visitors[0]
    assert (visitor.cookie, visitor.same_origin) == (cookie, same)


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (None, "127.0.0.1"),
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 10.9.1.1", "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7", "203.0.113.7"),  # the first is the client's own invention
        ("2001:db8::1", "2001:db8::1"),
        ("nonsense", "127.0.0.1"),
        (",,,", "127.0.0.1"),
    ],
)
async def test_the_clients_address(server: EchoServer, forwarded: str | None, address: str) -> None:
    await let_in(server, request(X_Forwarded_For=forwarded))
    assert server.doorman.visitors[0].address == address


async def test_a_second_forwarded_header_counts_too(server: EchoServer) -> None:
    await let_in(server, request(X_Forwarded_For="6.6.6.6\r\nX-Forwarded-For: 203.0.113.7"))
    assert server.doorman.visitors[0].address == "203.0.113.7"


async def test_frames_that_come_with_the_request_are_not_lost_silently(server: EchoServer) -> None:
    status, _, body = await answer(server, request(), frame(BINARY, b"too early"))
    assert (status, bool(body)) == (400, True)


@pytest.mark.parametrize("bomb", [b"X-%d: " + b"y" * 1000 + b"\r\n", b"z" * 1000])
async def test_a_head_that_never_ends(server: EchoServer, bomb: bytes) -> None:
    raw = await server.connect()
    raw.send(request()[:-2])
    try:
        for number in range(400):
            raw.send(bomb % number if b"%" in bomb else bomb)
            await raw.writer.drain()
        got = int((await asyncio.wait_for(raw.reader.readline(), 10)).split()[1])
        assert got in (400, 431)
        await asyncio.wait_for(raw.reader.read(), 10)
    except ConnectionError:
        pass  # it hung up while we were still sending
    assert not server.doorman.sessions


async def test_a_head_that_is_long_but_ends(server: EchoServer) -> None:
    await let_in(server, request(Cookie="a=" + "b" * (MAX_HEAD // 2)))


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET", b"GET /sync HTTP/1.1\r\nHost: x\r\n", request()[:-1]],
)
async def test_a_head_that_does_not_come_is_not_waited_for(server: EchoServer, sent: bytes) -> None:
    raw = await server.connect()
    raw.send(sent)
    assert await raw.ended()


async def test_a_second_request_that_does_not_come_is_not_waited_for(server: EchoServer) -> None:
    raw = await server.connect()
    raw.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await raw.head())[0] == 200
    raw.send(b"GET / HTTP/1.1\r\nHo")
    assert await raw.ended()


async def test_a_body_may_take_its_time(server: EchoServer) -> None:
    raw = await server.connect()
    raw.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n")
    assert (await raw.head())[0] == 200
    for byte in (b"a", b"b", b"c"):
        raw.send(byte)
        await asyncio.sleep(0.005)
    assert not server.doorman.heads, "the head has come"


async def test_an_upgraded_connection_waits_for_no_head(server: EchoServer) -> None:
    raw = await server.open()
    assert not server.doorman.heads
    raw.send(frame(BINARY, b"x"))
    assert await raw.frame() == Frame(BINARY, b"x")
