"""Several nodes over one log: whatever the bus loses, everybody ends with the same document."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.converge.network import (
    NAME,
    PART,
    Client,
    OpenGate,
    Server,
    open_database,
    replay,
    settle,
)
from tests.converge.test_converge import SMALL, WORDS
from tongwen.bus.memory import MemoryBus, Network
from tongwen.core import clock
from tongwen.store import Database
from tongwen.sync import wire
from tongwen.sync.relay import subject_of
from tongwen.sync.room import Limits

NODES = 3
Which = st.integers(0, NODES - 1)
Page = st.integers(0, 4)
Step = st.one_of(
    st.tuples(st.just("write"), Page, SMALL, SMALL, WORDS, st.integers(0, 4)),
    st.tuples(st.just("add"), Page, SMALL, WORDS),
    st.tuples(st.just("remove"), Page, SMALL),
    st.tuples(st.just("push"), Page, st.integers(1, 4)),
    st.tuples(st.just("pull"), Page, st.integers(1, 4)),
    st.tuples(st.just("move"), Page, Which),
    st.tuples(st.just("wait")),
    st.tuples(st.just("hold")),
    st.tuples(st.just("release")),
    st.tuples(st.just("lose"), SMALL),
    st.tuples(st.just("double"), SMALL),
    st.tuples(st.just("delay"), SMALL),
    st.tuples(st.just("cut"), Which),
    st.tuples(st.just("mend"), Which),
    st.tuples(st.just("fold"), Which),
    st.tuples(st.just("kill"), Which),
    st.tuples(st.just("jump"), st.integers(-10_000_000, 10_000_000)),
)


class Cluster:
    """Three nodes on one log and one bus, and five pages that go from node to node."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.network = Network()
        self.gate = OpenGate()
        self.buses: list[MemoryBus] = []
        self.nodes: list[Server] = []
        for _ in range(NODES):
            self.buses.append(self.network.join())
            self.nodes.append(Server(database, self.gate, bus=self.buses[-1]))
        self.clients = [Client(number) for number in range(5)]
        self.at = [number % NODES for number in range(5)]
        for number in range(5):
            self.connect(number)
        self.jumped = 0

    def connect(self, number: int) -> None:
        self.clients[number].connect(self.nodes[self.at[number]])

    async def do(self, name: str, args: list[int]) -> None:
        if name in ("write", "add", "remove", "push", "pull", "move"):
            self._page_step(name, args[0], args[1:])
        elif name == "wait":
            await asyncio.sleep(0.002)
        elif name == "fold":
            for room in self.nodes[args[0]].rooms.open_rooms():
                room.compact()
        elif name == "kill":
            await self._kill(args[0])
        elif name == "jump":
            self.jumped = args[0]
        elif name in ("cut", "mend"):
            getattr(self.network, name)(self.buses[args[0]])
        else:
            getattr(self.network, name)(*args)

    def _page_step(self, name: str, number: int, rest: list[int]) -> None:
        client = self.clients[number]
        if name == "move":
            client.disconnect()
            self.at[number] = rest[0]
            self.connect(number)
        else:
            actions = {"add": "add_paragraph", "remove": "remove_paragraph"}
            getattr(client, actions.get(name, name))(*rest)

    async def _kill(self, which: int) -> None:
        """The process dies; what it held in memory is gone. Another starts in its place."""
        await self.nodes[which].rooms.close()
        await self.buses[which].close()
        self.buses[which] = self.network.join()
        self.nodes[which] = Server(self.database, self.gate, bus=self.buses[which])
        for number, at in enumerate(self.at):
            if at == which:
                self.clients[number].disconnect()
                self.connect(number)

    async def calm(self) -> None:
        """The faults end; what was lost on the bus is read from the log."""
        self.network.release()
        for bus in self.buses:
            self.network.mend(bus)
        for _ in range(3):
            await settle(self.clients)
            for node in self.nodes:
                await node.rooms.compare_heads()
            while any(room.reading for node in self.nodes for room in node.rooms.open_rooms()):  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        await settle(self.clients)

    async def close(self) -> None:
        for node in self.nodes:
            await node.rooms.close()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(Step, max_size=60))
def test_nodes_converge_whatever_the_bus_does(steps: list[tuple[object, ...]]) -> None:
    async def go(patch: pytest.MonkeyPatch) -> None:
        with tempfile.TemporaryDirectory() as folder:
            database = await open_database(Path(folder))
            cluster = Cluster(database)
            real = clock.now
            patch.setattr(clock, "now", lambda: real() + cluster.jumped)
            try:
                for name, *args in steps:
                    await cluster.do(str(name), args)  # type: ignore[arg-type]
                await cluster.calm()
                contents = {client.content() for client in cluster.clients}
                contents.add(await replay(database))
                assert len(contents) == 1
                assert [client.unsynced for client in cluster.clients] == [0] * 5
                rows = await database.log.read(PART)
                assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
            finally:
                await cluster.close()
                await database.close()

    with pytest.MonkeyPatch.context() as patch:
        asyncio.run(go(patch))


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[Cluster]:
    database = await open_database(tmp_path)
    opened = Cluster(database)
    await settle(opened.clients)
    yield opened
    await opened.close()
    await database.close()


async def test_an_edit_reaches_the_pages_of_other_nodes(cluster: Cluster) -> None:
    ann, ben = cluster.clients[0], cluster.clients[1]
    ann.add_paragraph(0, "从一个节点到另一个")
    await settle(cluster.clients)
    assert ben.content() == ann.content() != ""
    assert sum(node.rooms.figures.bus_gaps for node in cluster.nodes) == 0


async def test_a_lost_message_is_noticed_by_the_next_and_read_from_the_log(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongwen.sync.relay.GAP_SECONDS", 0.01)
    ann, ben = cluster.clients[0], cluster.clients[1]
    cluster.network.hold()
    ann.add_paragraph(0, "lost")
    await settle([ann])
    cluster.network.lose(0)
    cluster.network.lose(0)
    cluster.network.release()
    ann.add_paragraph(1, "heard")
    await settle(cluster.clients)
    for _ in range(200):
        if ben.content() == ann.content():
            break
        await asyncio.sleep(0.01)
        await settle(cluster.clients)
    assert ben.content() == ann.content()
    assert sum(node.rooms.figures.bus_gaps for node in cluster.nodes) > 0


async def test_the_last_message_lost_is_found_by_comparing_heads(cluster: Cluster) -> None:
    ann, ben = cluster.clients[0], cluster.clients[1]
    cluster.network.hold()
    ann.add_paragraph(0, "the last word")
    await settle([ann])
    while cluster.network.waiting:
        cluster.network.lose(0)
    cluster.network.release()
    await settle(cluster.clients)
    assert ben.content() != ann.content()
    await cluster.calm()
    assert ben.content() == ann.content()


async def test_what_the_server_writes_at_one_node_is_seen_at_all(cluster: Cluster) -> None:
    for number in range(5):
        cluster.clients[number].disconnect()
        cluster.at[number] = 1
        cluster.connect(number)
    await settle(cluster.clients)
    other = Client(9)
    other.add_paragraph(0, "由程序写入")
    empty_handed = cluster.nodes[2].rooms
    await empty_handed.publish(PART, "script", other.doc.get_update())
    await settle(cluster.clients)
    assert cluster.clients[0].content() == other.content()


class TestPresence:
    """Who is here is told across nodes, and ends with them."""

    @staticmethod
    def show(client: Client, number: int, clock_: int, state: object) -> None:
        text = json.dumps(state).encode()
        message = wire.awareness_message([wire.awareness_entry(number, clock_, text)])
        assert client.session is not None
        client.session.received(wire.varstring(NAME) + message)

    @staticmethod
    def told(client: Client) -> dict[int, object]:
        """What a client was told of others since it was asked last."""
        assert client.conn is not None
        seen: dict[int, object] = {}
        for message in client.conn.arrived:
            reader = wire.Reader(message)
            reader.varbytes()
            if reader.varint() == wire.Kind.AWARENESS:
                for number, _, state in wire.read_awareness(reader.varbytes()):
                    seen[number] = json.loads(state)
        client.conn.arrived.clear()
        return seen

    async def test_cursors_cross_nodes_and_farewells_too(self, cluster: Cluster) -> None:
        ann, ben = cluster.clients[0], cluster.clients[1]
        self.show(ann, 1000, 1, {"user": "安"})
        await asyncio.sleep(0.01)
        assert self.told(ben) == {1000: {"user": "安"}}
        ann.disconnect()
        await asyncio.sleep(0.01)
        assert self.told(ben) == {1000: None}

    async def test_a_room_that_opens_later_asks_who_is_here(self, tmp_path: Path) -> None:
        database = await open_database(tmp_path)
        network = Network()
        first, second = (Server(database, bus=network.join()) for _ in range(2))
        ann, ben = Client(1), Client(2)
        ann.connect(first)
        await settle([ann])
        self.show(ann, 1001, 1, {"user": "安"})
        await asyncio.sleep(0.01)
        ben.connect(second)
        ben.push(9)
        for _ in range(100):
            await asyncio.sleep(0.01)
            if ben.conn and any(b"\x01" in message for message in ben.conn.arrived):
                break
        assert self.told(ben).get(1001) == {"user": "安"}
        await first.rooms.close()
        await second.rooms.close()
        await database.close()

    async def test_the_members_of_a_dead_node_fade(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongwen.sync.rooms.SWEEP_SECONDS", 0.02)
        database = await open_database(tmp_path)
        network = Network()
        buses = [network.join(), network.join()]
        quick = Limits(flush_interval=0, presence_seconds=0.2)
        first, second = (Server(database, limits=quick, bus=bus) for bus in buses)
        ann, ben = Client(1), Client(2)
        ann.connect(first)
        ben.connect(second)
        await settle([ann, ben])
        self.show(ann, 1001, 1, {"user": "安"})
        await asyncio.sleep(0.01)
        assert self.told(ben) == {1001: {"user": "安"}}
        network.cut(buses[0])  # it dies without a word
        for _ in range(200):
            await asyncio.sleep(0.02)
            if told := self.told(ben):
                break
        assert told == {1001: None}
        await first.rooms.close()
        await second.rooms.close()
        await database.close()

    async def test_a_node_cannot_be_made_to_speak_for_another(self, cluster: Cluster) -> None:
        ann, ben, cid = cluster.clients[0], cluster.clients[1], cluster.clients[2]
        self.show(ann, 1000, 1, {"user": "安"})
        await asyncio.sleep(0.01)
        self.told(cid)
        self.show(ben, 1000, 9, {"user": "forged"})
        await asyncio.sleep(0.01)
        assert self.told(cid) == {}


@pytest.mark.parametrize(
    "word",
    [
        b"",
        b"\x00",
        b"\x01",
        b"\x01\x05",
        b"\x01\x05\x01a\xff\xff",
        b"\x02",
        b"\x03\x01a\x01\xff",
        b"\x63",
    ],
)
async def test_garbage_on_the_bus_disturbs_nobody(cluster: Cluster, word: bytes) -> None:
    stranger = cluster.network.join()
    stranger.publish(subject_of(PART), word)
    await asyncio.sleep(0.01)
    ann, ben = cluster.clients[0], cluster.clients[1]
    ann.add_paragraph(0, "still here")
    await settle(cluster.clients)
    assert ben.content() == ann.content()
