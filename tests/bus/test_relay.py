"""What a room makes of the words of other nodes: the log decides, nonsense stands for nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.processes import until
from tongwen.bus.memory import MemoryBus, Network
from tongwen.store import LoggedUpdate, PartId
from tongwen.sync import relay as relaying
from tongwen.sync import wire
from tongwen.sync.figures import Figures
from tongwen.sync.relay import Relay, Word, subject_of
from tongwen.sync.replica import Entry

PART = PartId("tenant", "0123456789abc", "body")
SUBJECT = subject_of(PART)


class Log:
    """Rows that can be made to come late."""

    def __init__(self) -> None:
        self.rows: list[LoggedUpdate] = []
        self.reads = 0
        self.open = asyncio.Event()
        self.open.set()

    def write(self, *updates: bytes) -> None:
        for update in updates:
            self.rows.append(LoggedUpdate(len(self.rows) + 1, 0, "u", update))

    async def read(self, part: PartId, after: int = 0) -> list[LoggedUpdate]:
        self.reads += 1
        rows = [row for row in self.rows if row.seq > after]
        await self.open.wait()
        return rows


class Room:
    """Notes what it is given; what begins with `bad` cannot be read."""

    def __init__(self) -> None:
        self.updates: list[bytes] = []
        self.presence: list[tuple[str, bytes]] = []
        self.asked = 0

    def heard_update(self, seq: int, author: str, update: bytes) -> None:
        if update.startswith(b"bad"):
            raise wire.BadMessage("it cannot be read")
        self.updates.append(update)

    def heard_presence(self, author: str, message: bytes) -> None:
        self.presence.append((author, message))

    def tell_presence(self) -> None:
        self.asked += 1


class Node:
    def __init__(self, network: Network, log: Log) -> None:
        self.room, self.log = Room(), log
        self.bus: MemoryBus = network.join()
        self.relay = Relay(PART, self.bus, log, Figures(), self.room)  # type: ignore[arg-type]


@pytest.fixture
def log() -> Log:
    """An empty log."""
    return Log()


@pytest.fixture
async def node(log: Log, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Node]:
    """A node with the part open."""
    monkeypatch.setattr(relaying, "GAP_SECONDS", 0.01)
    made = Node(Network(), log)
    await made.relay.listen()
    made.relay.start(0)
    yield made
    made.relay.end()


def told(seq: int, update: bytes) -> bytes:
    return bytes((Word.UPDATE,)) + wire.varint(seq) + wire.varstring("u") + update


async def turns() -> None:
    await asyncio.sleep(0.05)


async def test_what_comes_in_order_is_not_read(node: Node, log: Log) -> None:
    for seq, update in enumerate([b"a", b"b", b"c"], 1):
        node.bus.hear(SUBJECT, told(seq, update))
    node.bus.hear(SUBJECT, told(2, b"b"))  # doubled
    await turns()
    assert node.room.updates == [b"a", b"b", b"c"]
    assert (node.relay.known, log.reads) == (3, 0)


async def test_what_is_overtaken_is_not_read_and_what_is_lost_is(node: Node, log: Log) -> None:
    node.bus.hear(SUBJECT, told(2, b"b"))
    node.bus.hear(SUBJECT, told(1, b"a"))
    await turns()
    assert (node.relay.known, log.reads) == (2, 0)
    log.write(b"a", b"b", b"lost", b"d")
    node.bus.hear(SUBJECT, told(4, b"d"))
    await until(lambda: node.relay.known == 4, "what was lost is not read")
    assert sorted(node.room.updates) == [b"a", b"b", b"d", b"lost"]


async def test_an_update_too_large_for_the_bus_is_read(node: Node, log: Log) -> None:
    large = bytes(relaying.LARGEST + 1)
    log.write(large)
    word = relaying.update_word(Entry(large, "u", 1), 1 << 30)
    assert len(word) < 20
    assert relaying.update_word(Entry(bytes(100), "u", 1), 100) == word  # a bus of small words
    assert len(relaying.update_word(Entry(bytes(100), "u", 1), 104)) == 104
    node.bus.hear(SUBJECT, word)
    await until(lambda: node.relay.known == 1, "it is not read")
    assert node.room.updates == [large]


async def test_nonsense_does_not_stand_for_what_the_log_has(node: Node, log: Log) -> None:
    log.write(b"first", b"second")
    node.bus.hear(SUBJECT, told(1, b"bad"))
    node.bus.hear(SUBJECT, told(2, b"second"))
    await until(lambda: node.relay.known == 2, "the log is not read")
    assert sorted(node.room.updates) == [b"first", b"second"]


async def test_a_row_that_cannot_be_read_does_not_hide_the_next(node: Node, log: Log) -> None:
    log.write(b"bad", b"good")
    node.relay.catch_up()
    await until(lambda: node.relay.known == 2, "the log is not read")
    assert node.room.updates == [b"good"]


async def test_a_number_that_the_log_does_not_have_is_forgotten(node: Node, log: Log) -> None:
    node.bus.hear(SUBJECT, told(1 << 40, b"from nowhere"))
    await until(lambda: log.reads > 0, "the log is not read")
    await turns()
    assert log.reads == 1
    log.write(b"a")
    node.bus.hear(SUBJECT, told(1, b"a"))
    assert node.relay.known == 1


async def test_what_is_told_while_the_log_is_read_is_read_again(node: Node, log: Log) -> None:
    log.open.clear()
    node.relay.catch_up()
    await until(lambda: log.reads == 1, "the log is not read")
    log.write(b"since")
    node.bus.hear(SUBJECT, bytes((Word.COMMITTED,)) + wire.varint(1))
    log.open.set()
    await until(lambda: node.room.updates == [b"since"], "it is not read again")


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00",
        b"\xff",
        b"\x01",
        b"\x01\x05",
        b"\x01\x01\x7fu",
        b"\x02",
        b"\x03\x05a",
        b"\x01" + b"\xff" * 9,
    ],
)
async def test_words_that_are_none_are_survived(node: Node, log: Log, message: bytes) -> None:
    node.bus.hear(SUBJECT, message)
    node.bus.hear(SUBJECT, told(1, b"a"))
    assert node.room.updates == [b"a"]
    assert node.room.presence == []


async def test_what_is_heard_before_the_log_was_read_is_kept(log: Log) -> None:
    network = Network()
    first, second = Node(network, log), Node(network, log)
    await first.relay.listen()
    first.relay.start(0)
    await second.relay.listen()
    log.write(b"a")
    first.relay.committed(Entry(b"a", "u", 1))
    await turns()
    assert second.room.updates == []
    second.relay.start(0)  # its reading of the log began before
    assert second.room.updates == [b"a"]
    await turns()
    assert first.room.asked == 1  # who is here?
    first.relay.show("anna", b"\x01here")
    await turns()
    assert second.room.presence == [("anna", b"\x01here")]
    first.relay.end()
    second.relay.end()
