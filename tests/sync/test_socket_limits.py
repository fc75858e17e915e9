"""What one connection, and one address, may take: and what becomes of who takes more."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.converge.network import NAME, NODE
from tests.sync.live_server import Live, Small, serving
from tests.sync.raw import (
    BINARY,
    CLOSE,
    PING,
    Echo,
    EchoServer,
    Frame,
    Raw,
    close,
    echo_server,
    frame,
    request,
)
from tongwen.core.settings import BadSetting
from tongwen.http.socket import port_options
from tongwen.http.socket.allowance import Allowance
from tongwen.http.socket.doorman import Doorman
from tongwen.http.socket.port import Port
from tongwen.http.socket.watch import Watch
from tongwen.http.socket.with_asgi import AsgiSocket
from tongwen.http.socket.with_picows import Socket
from tongwen.sync import wire

READERS = ("picows", "asgi")


KEY = wire.varstring(NAME)


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def status(server: EchoServer, **headers: str) -> int:
    raw = await server.connect()
    raw.send(request(**headers))
    return (await raw.head())[0]


class TestConnections:
    async def test_so_many_from_one_address(self, reader: str) -> None:
        limits = Small(
            max_connections=100, max_connections_address=2, trusted_proxies=("127.0.0.1",)
        )
        async with echo_server(reader, limits) as server:
            for _ in range(2):
                assert await status(server, X_Forwarded_For="203.0.113.7") == 101
            assert await status(server, X_Forwarded_For="203.0.113.7") == 429
            assert await status(server, X_Forwarded_For="203.0.113.8") == 101
            server.raws[0].hang_up()
            for _ in range(500):
                if server.doorman.watch.count == 2:
                    break
                await asyncio.sleep(0.005)
            assert await status(server, X_Forwarded_For="203.0.113.7") == 101
            assert await status(server, X_Forwarded_For="203.0.113.7") == 429

    async def test_refused_ones_are_not_counted(self, reader: str) -> None:
        async with echo_server(reader, Small(max_connections=1)) as server:
            assert await status(server) == 101
            for _ in range(5):
                assert await status(server) == 503
            server.raws[0].hang_up()
            await server.left()
            assert await status(server) == 101

    async def test_without_a_limit_for_addresses(self, reader: str) -> None:
        async with echo_server(reader, Small(max_connections=50)) as server:
            assert [await status(server) for _ in range(20)] == [101] * 20


class TestRates:
    async def test_who_sends_a_little_fast_is_slowed_down_and_loses_nothing(
        self, reader: str
    ) -> None:
        async with echo_server(reader, Small(max_message_rate=50)) as server:
            raw = await server.open()
            for number in range(120):
                raw.send(frame(BINARY, b"%d" % number))
            for number in range(120):
                assert await raw.frame() == Frame(BINARY, b"%d" % number)

    async def test_a_flood_is_closed_with_a_reason(self, reader: str) -> None:
        async with echo_server(reader, Small(max_message_rate=5)) as server:
            raw = await server.open()
            other = await server.open()
            raw.send(frame(BINARY, b"x") * 2000)
            last = await raw.refused()
            assert last.code == 1008
            assert "reconnect" in last.reason
            other.send(frame(BINARY, b"undisturbed"))
            assert await other.frame() == Frame(BINARY, b"undisturbed")
            assert (await server.open()).reader is not None, "and may come again"

    async def test_who_is_slowed_down_and_leaves_is_gone(self, reader: str) -> None:
        async with echo_server(reader, Small(max_message_rate=2), tick_seconds=0.02) as server:
            raw = await server.open()
            raw.send(frame(BINARY, b"x") * 7, close(1000))
            raw.hang_up()
            await server.left()

    def test_the_bucket(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = [100.0]
        monkeypatch.setattr("tongwen.http.socket.allowance.monotonic", lambda: clock[0])
        allowance = Allowance(10)
        allowance.left -= 20
        assert (allowance.left, allowance.wait()) == (0, 0.0)
        allowance.left -= 5
        assert allowance.wait() == pytest.approx(0.5)
        assert not allowance.flooded
        clock[0] += 0.25
        assert allowance.wait() == pytest.approx(0.3)
        clock[0] += 3600
        assert (allowance.wait(), allowance.left) == (0.0, 20)
        allowance.left -= 41
        allowance.wait()
        assert allowance.flooded
        for _ in range(1000):  # looking often earns nothing
            clock[0] += 0.00001
            allowance.wait()
        assert allowance.left <= -20


class TestSilence:
    async def test_a_peer_that_says_nothing_is_asked_and_given_up(self) -> None:
        async with echo_server("picows", tick_seconds=0.004) as server:
            raw = await server.open()
            seen = []
            while (last := await raw.frame()).opcode != CLOSE:
                seen.append(last)
            assert seen
            assert {ping.opcode for ping in seen} == {PING}
            assert last.code == 1001
            await server.left()

    async def test_a_peer_that_answers_stays(self) -> None:
        async with echo_server("picows", tick_seconds=0.004) as server:
            raw = await server.open()
            for number in range(8):
                assert (await raw.frame()).opcode == PING
                raw.send(frame(10, b""))
                assert server.doorman.sessions[0].pings > number
            assert not server.doorman.sessions[0].gone

    async def test_sessions_show_signs_of_life(self, reader: str) -> None:
        async with echo_server(reader, tick_seconds=0.004) as server:
            await server.open()
            for _ in range(1000):
                if server.doorman.sessions and server.doorman.sessions[0].pings:
                    break
                await asyncio.sleep(0.005)
            assert server.doorman.sessions[0].pings

    async def test_a_peer_that_never_hangs_up_is_cut_off(self, reader: str) -> None:
        async with echo_server(reader, tick_seconds=0.02) as server:
            raw = await server.open()
            raw.send(frame(BINARY, b"close 4000bye"))
            assert (await raw.frame()).opcode == CLOSE
            await server.left()

    async def test_a_peer_that_reads_nothing_is_cut_off(self, reader: str) -> None:
        async with echo_server(reader, tick_seconds=0.02) as server:
            raw = await server.open()
            raw.send(frame(BINARY, b"x"))
            await raw.frame()
            raw.writer.transport.pause_reading()  # type: ignore[attr-defined]
            conn = server.doorman.sessions[0].conn
            for _ in range(300):
                conn.write(wire.frame(bytes(100_000)))
            await asyncio.sleep(0.05)
            assert conn.pending() > 1 << 20
            conn.close(1013, "too slow")
            await server.left()

    async def test_the_watch_sleeps_when_nobody_is_there(self, reader: str) -> None:
        async with echo_server(reader, tick_seconds=0.004) as server:
            (await server.open()).hang_up()
            await server.left()
            await asyncio.sleep(0.02)
            now = server.doorman.watch.now
            await asyncio.sleep(0.02)
            assert server.doorman.watch.now == now

    async def test_everybody_is_sent_away_at_the_end(self, reader: str) -> None:
        async with echo_server(reader) as server:
            raws = [await server.open() for _ in range(3)]
            server.doorman.close()
            for raw in raws:
                last = await raw.refused()
                assert (last.code, bool(last.reason)) == (1001, True)


class TestJoining:
    @pytest.fixture
    async def live(self, reader: str, tmp_path: Path) -> AsyncIterator[Live]:
        limits = Small(join_seconds=10)
        async with serving(tmp_path, reader, limits, tick_seconds=0.02) as live:
            yield live

    @staticmethod
    async def connect(live: Live, target: str = "/sync") -> Raw:
        raw = Raw(*await asyncio.open_connection("127.0.0.1", live.port))
        raw.send(request(target))
        assert (await raw.head())[0] == 101
        return raw

    @staticmethod
    async def sent_away(raw: Raw) -> Frame:
        while (last := await raw.frame()).opcode != CLOSE:
            pass
        raw.hang_up()
        return last

    @pytest.mark.parametrize(
        "said",
        [
            b"",
            frame(BINARY, KEY + b"\x02\x00" + wire.varstring("banned")),
            frame(BINARY, KEY + wire.state_vector_message(b"\x00")),
            frame(PING) * 50,
        ],
    )
    async def test_who_joins_nothing_is_sent_away(self, live: Live, said: bytes) -> None:
        live.rooms.gate.banned.add("banned")
        raw = await self.connect(live)
        raw.send(said)
        last = await self.sent_away(raw)
        assert (last.code, last.reason) == (1008, "no document was joined in time")

    @pytest.mark.parametrize("target", ["/sync", f"/sync/{NODE}/comments?token=editor"])
    async def test_who_joins_stays(self, live: Live, target: str) -> None:
        raw = await self.connect(live, target)
        prefix = KEY if target == "/sync" else b""
        if prefix:
            raw.send(frame(BINARY, KEY + b"\x02\x00" + wire.varstring("editor")))
        raw.send(frame(BINARY, prefix + wire.state_vector_message(b"\x00")))
        assert (await raw.frame()).opcode == BINARY
        for _ in range(1000):
            if not live.doorman.joins:
                break
            await asyncio.sleep(0.005)
        assert not live.doorman.joins, "its time is over"
        raw.send(frame(PING, b"here?"))
        while (answer := await raw.frame()) != Frame(10, b"here?"):
            assert answer.opcode in (BINARY, PING)
        raw.hang_up()


class TestWriting:
    async def test_large_pieces_are_not_copied(self) -> None:
        async with echo_server("picows") as server:
            raws = [await server.open() for _ in range(3)]
            base = bytes(6 << 20)
            before = sys.getrefcount(base)
            for raw, session in zip(raws, server.doorman.sessions, strict=True):
                raw.writer.transport.pause_reading()  # type: ignore[attr-defined]
                head = b"\x82\x7f" + (len(base) + 3).to_bytes(8, "big") + b"abc"
                session.conn.writelines([head, base, wire.frame(b"tail")])
            await asyncio.sleep(0.05)
            assert sys.getrefcount(base) >= before + 3, "a reference each, until it is sent"
            for raw in raws:
                raw.writer.transport.resume_reading()  # type: ignore[attr-defined]
                assert (await raw.frame()).payload == b"abc" + base
                assert await raw.frame() == Frame(BINARY, b"tail")
            assert sys.getrefcount(base) == before

    @pytest.mark.parametrize("sizes", [(0,), (125, 126, 65_535, 65_536), (3_000_000, 1)])
    async def test_pieces_and_frames_arrive_whole(
        self, reader: str, sizes: tuple[int, ...]
    ) -> None:
        async with echo_server(reader) as server:
            raw = await server.open()
            raw.send(frame(BINARY, b"?"))
            await raw.frame()
            conn = server.doorman.sessions[0].conn
            encoded = b"".join(wire.frame(bytes((n,)) * size) for n, size in enumerate(sizes))
            conn.write(encoded)
            conn.writelines([encoded[:1], encoded[1:5], encoded[5:]])
            for number, size in list(enumerate(sizes)) * 2:
                assert await raw.frame() == Frame(BINARY, bytes((number,)) * size)
            assert conn.pending() == 0


class TestMemory:
    @staticmethod
    def alive(*kinds: type) -> int:
        return sum(isinstance(thing, kinds) for thing in gc.get_objects())

    async def test_no_request_stays_with_an_open_connection(self) -> None:
        gc.collect()
        before = self.alive(Port)
        async with echo_server("picows") as server:
            gc.disable()  # reference counts alone must do it
            try:
                for _ in range(5):
                    await server.open()
                assert self.alive(Port) == before
            finally:
                gc.enable()

    async def test_nothing_gathers_of_closed_connections(self, reader: str) -> None:
        """The last few that picows ended with an exception are kept, and no more."""
        gc.collect()
        before = self.alive(Port, Socket, AsgiSocket, Echo)
        async with echo_server(reader) as server:
            for ending in (close(1000), frame(3), frame(BINARY, b"close 4000"), b"") * 40:
                raw = await server.open()
                raw.send(frame(BINARY, bytes(100_000)), ending)
                raw.writer.write_eof()
                await asyncio.wait_for(raw.reader.read(), 10)
            await server.clear()
            gc.collect()
            assert self.alive(Port, Socket, AsgiSocket, Echo) - before <= 40


class TestChoice:
    @staticmethod
    def doorman() -> Doorman:
        return Doorman(None, Small(), Watch())  # type: ignore[arg-type]

    def test_picows_where_there_is_one(self) -> None:
        assert port_options(self.doorman())["ws"] == "none"
        assert "ws_max_size" in port_options(self.doorman(), "asgi")

    def test_without_picows_uvicorn_serves(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setitem(sys.modules, "picows", None)
        monkeypatch.delitem(sys.modules, "tongwen.http.socket.with_picows", raising=False)
        options = port_options(self.doorman())
        assert options["ws_max_size"] == 200_000
        assert not options["ws_per_message_deflate"]
        assert "picows" in caplog.text
        with pytest.raises(BadSetting, match="socket"):
            port_options(self.doorman(), "picows")
