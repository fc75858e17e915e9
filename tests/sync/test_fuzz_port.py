"""Anything at all over TCP: requests, frames and messages that were spoilt. The port stays open."""

import asyncio
import logging
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.converge.network import NAME, NODE
from tests.processes import until
from tests.sync.live_server import Live, Small, serving
from tests.sync.mutations import Steps, spoil
from tests.sync.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Raw, close, frame, request
from tongwen.sync import wire

KEY = wire.varstring(NAME)
LIMITS = Small(max_connections=100, max_frame=20_000, max_message_rate=100_000)
AUTH = KEY + b"\x02\x00" + wire.varstring("viewer1") + wire.varstring("4.8.0")
MESSAGES = [
    AUTH,
    KEY + wire.state_vector_message(b"\x00"),
    KEY + wire.update_message(b"\x01\x01\x42\x00\x04\x01\x01t\x03abc\x00"),
    KEY + wire.awareness_message([wire.awareness_entry(7, 1, b"{}")]),
    KEY + b"\x03",
    b"\x09",
]
FRAMES = [
    *(frame(BINARY, message) for message in MESSAGES),
    frame(BINARY, AUTH[:9], fin=False) + frame(CONTINUATION, AUTH[9:]),
    frame(PING, b"are you there"),
    frame(PONG),
    frame(TEXT, b"hello"),
    frame(BINARY, b"x" * 300),
    frame(BINARY, b"", length=b"\x7f" + b"\xff" * 8),
    frame(BINARY, b"", length=b"\x7e\xff\xff"),
    close(1000, b"bye"),
    close(1005),
    frame(CLOSE, b"\x03"),
]
REQUESTS = [
    request("/sync"),
    request("/sync?schema=text:1"),
    request(f"/sync/{NODE}/comments?token=viewer1"),
    request("/sync/%00/%ff?token=%00%ff", Origin="http://[", Cookie="tongwen_session=\xff\xfe"),
    request("/sync", Upgrade=None, Connection="close"),
    b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",  # the beginning of TLS
]
Talk = st.lists(
    st.tuples(st.integers(0, len(FRAMES) - 1), st.just([]) | Steps) | st.binary(max_size=30),
    max_size=8,
)


class Honest:
    """A page on the same port that must not notice anything."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    @classmethod
    async def join(cls, live: Live) -> "Honest":
        raw = Raw(*await asyncio.open_connection("127.0.0.1", live.port))
        raw.send(request("/sync"), frame(BINARY, b""))  # a frame too early is refused …
        assert (await raw.head())[0] == 400
        raw.hang_up()
        raw = Raw(*await asyncio.open_connection("127.0.0.1", live.port))
        raw.send(request("/sync"))
        assert (await raw.head())[0] == 101  # … and one in time is not
        raw.send(frame(BINARY, KEY + b"\x02\x00" + wire.varstring("editor1")))
        honest = cls(raw)
        assert await honest.hears() == wire.authenticated_message(True)
        return honest

    async def hears(self) -> bytes:
        """The next message about the document."""
        while True:
            heard = await self.raw.frame()
            assert heard.opcode in (BINARY, PING)
            if heard.payload.startswith(KEY):
                return heard.payload[len(KEY) :]

    async def works(self) -> None:
        """Ask for the state and be answered, whatever others show meanwhile."""
        self.raw.send(frame(BINARY, KEY + wire.state_vector_message(b"\x00")))
        while not (await self.hears()).startswith(b"\x00\x00"):
            pass


async def talk(live: Live, asked: bytes, said: list[Any], size: int) -> None:
    """Send what is to be sent in packets of a size, and hear what comes until it ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", live.port)
    data = [one if isinstance(one, bytes) else spoil(FRAMES[one[0]], one[1]) for one in said]
    try:
        writer.write(asked)
        await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 0.05)
        stream = b"".join(data)
        for start in range(0, len(stream), size):
            writer.write(stream[start : start + size])
            await asyncio.sleep(0)
        await asyncio.wait_for(reader.read(1 << 16), 0.01)
    except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
        pass  # it hung up, or says nothing: both are answers
    finally:
        writer.close()


class Alarms(logging.Handler):
    """Hears of mistakes: errors with a traceback, and what asyncio complains of."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(f"{record.name}: {record.getMessage()} {record.exc_info}")


@pytest.fixture(params=["picows", "asgi"])
def reader(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def unharmed(reader: str, work: Any) -> None:
    """Run `work(live)` against a port, and find everything in order afterwards."""
    alarms = Alarms()
    logging.getLogger().addHandler(alarms)

    async def go() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: alarms.found.append(str(context)))
        with tempfile.TemporaryDirectory() as folder:
            async with serving(Path(folder), reader, LIMITS) as live:
                honest = await Honest.join(live)
                work_on: Coroutine[Any, Any, None] = work(live)
                await work_on
                await honest.works()
                newcomer = await Honest.join(live)
                await newcomer.works()
                newcomer.raw.hang_up()
                await until(lambda: len(live.doorman.watch) == 1, "a connection is kept")
                await until(lambda: live.rooms.rooms.peers == 1, "a membership is kept")
                honest.raw.hang_up()

    try:
        asyncio.run(go())
    finally:
        logging.getLogger().removeHandler(alarms)
    assert alarms.found == []


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 2), Talk, st.sampled_from([1, 7, 1 << 16])), max_size=25))
def test_spoilt_frames_harm_nobody(reader: str, talks: list[tuple[int, list[Any], int]]) -> None:
    async def work(live: Live) -> None:
        for asked, said, size in talks:
            await talk(live, REQUESTS[asked], said, size)

    unharmed(reader, work)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, len(REQUESTS) - 1), st.just([]) | Steps, Talk), max_size=25)
)
def test_spoilt_requests_harm_nobody(
    reader: str, talks: list[tuple[int, list[tuple[str, int, object]], list[Any]]]
) -> None:
    async def work(live: Live) -> None:
        for asked, steps, said in talks:
            await talk(live, spoil(REQUESTS[asked], steps), said, 1 << 16)

    unharmed(reader, work)


@pytest.mark.parametrize("target", REQUESTS[:5], ids=lambda target: target[:30].decode("latin-1"))
def test_each_request_is_answered(reader: str, target: bytes) -> None:
    async def work(live: Live) -> None:
        raw = Raw(*await asyncio.open_connection("127.0.0.1", live.port))
        raw.send(target)
        first = await asyncio.wait_for(raw.reader.readuntil(b"\r\n"), 10)
        assert first.startswith(b"HTTP/1.1 ")
        raw.hang_up()

    unharmed(reader, work)
