"""Words between nodes that were spoilt, doubled or made up: the log stays the truth."""

import asyncio
import logging
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from tests.converge.network import PART, Client, settle
from tests.converge.network import open_database as open_log
from tests.converge.test_nodes import Cluster
from tests.sync.doubles import PART as HALL_PART
from tests.sync.doubles import Hall, turns
from tests.sync.mutations import Steps, spoil
from tongwen.bus.memory import LARGEST, Network
from tongwen.store import LoggedUpdate
from tongwen.sync import wire
from tongwen.sync.relay import Word, subject_of, update_word
from tongwen.sync.replica import Entry, read_update
from tongwen.sync.rooms import Rooms

WORDS = [
    update_word(Entry(b"\x01\x01\x42\x00\x04\x01\x01t\x03abc\x00", "u:x", 1), LARGEST),
    update_word(Entry(b"\x00\x01\xe9\x07\x01\x00\x05", "u:x", 3), LARGEST),
    update_word(Entry(b"\x01" * (300 << 10), "u:x", 2), LARGEST),
    bytes((Word.COMMITTED,)) + wire.varint(2),
    bytes((Word.COMMITTED,)) + wire.varint(1 << 50),
    bytes((Word.PRESENCE,))
    + wire.varstring("u:x")
    + wire.awareness_message([wire.awareness_entry(7, 1, b"{}")]),
    bytes((Word.PRESENCE,))
    + wire.varstring("editor0")
    + wire.awareness_message([wire.awareness_entry(1000, 99, b"null")]),
    bytes((Word.WHO,)),
    b"",
]
Step = st.one_of(
    st.tuples(st.just("word"), st.integers(0, len(WORDS) - 1), Steps),
    st.tuples(st.just("heard"), st.integers(0, 99), Steps),
    st.tuples(st.just("junk"), st.binary(max_size=30), st.just([])),
    st.tuples(st.just("write"), st.integers(0, 4), st.just([])),
    st.tuples(st.just("wait"), st.just(0), st.just([])),
)


def is_edit(word: bytes) -> bool:
    """Whether nodes would believe this: they trust each other's words when they can read them."""
    if word[:1] != bytes((Word.UPDATE,)):
        return False
    reader = wire.Reader(word, 1)
    try:
        reader.varint()
        reader.varstring()
        read_update(reader.rest())
    except wire.BadMessage:
        return False
    return True


class Alarms(logging.Handler):
    """Hears of work that died."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.name == "asyncio":
            self.found.append(f"{record.getMessage()}: {record.exc_info}")


async def run(steps: list[tuple[str, object, list[tuple[str, int, object]]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = await open_log(Path(folder))
        cluster = Cluster(database)
        await settle(cluster.clients)
        stranger = cluster.network.join()
        heard: list[bytes] = []
        await stranger.subscribe(subject_of(PART), heard.append)
        written = 0
        for name, what, changes in steps:
            if name == "write":
                written += 1
                cluster.clients[int(str(what))].write(0, 0, f"w{written} ", 0)
                await settle(cluster.clients, saved=False)
            elif name == "wait":
                await asyncio.sleep(0.002)
            else:
                word = what if isinstance(what, bytes) else WORDS[int(str(what)) % len(WORDS)]
                if name == "heard" and heard:
                    word = heard[int(str(what)) % len(heard)]
                word = spoil(word, changes)
                if not is_edit(word):
                    stranger.publish(subject_of(PART), word)
        cluster.clients[0].add_paragraph(0, "the last word")
        await cluster.calm()
        contents = {client.content() for client in cluster.clients}
        assert len(contents) == 1
        assert "the last word" in contents.pop()
        assert len(await database.log.read(PART)) > written, "only pages write"
        late = Client(9)
        late.connect(cluster.nodes[1])
        await settle([late, *cluster.clients])
        assert late.content() == cluster.clients[0].content()
        await cluster.close()
        await database.close()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(Step, max_size=30))
def test_spoilt_words_cost_nobody_anything(
    steps: list[tuple[str, object, list[tuple[str, int, object]]]],
) -> None:
    alarms = Alarms()
    logging.getLogger().addHandler(alarms)
    try:
        asyncio.run(run(steps))
    finally:
        logging.getLogger().removeHandler(alarms)
    assert alarms.found == []


class TestLargeUpdates:
    """An update of another node that is read in a worker is not known until it has been."""

    @pytest.fixture
    async def hall(self, monkeypatch: pytest.MonkeyPatch) -> Hall:
        monkeypatch.setattr("tongwen.sync.room.LARGE", 1000)
        hall = Hall()
        self.network = Network()
        hall.rooms = Rooms(hall.log, hall.parts, hall.gate, hall.limits, bus=self.network.join())  # type: ignore[arg-type]
        return hall

    def heard(self, hall: Hall, said: bytes | None = None) -> bytes:
        """Let another node write a large update, and tell of it."""
        doc: Doc[object] = Doc()
        doc.get("t", type=Text).insert(0, "large" * 1000)
        update = doc.get_update()
        hall.log.rows.append(LoggedUpdate(1, 0, "u:far", update))
        word = update_word(Entry(said or update, "u:far", 1), LARGEST)
        self.network.join().publish(subject_of(HALL_PART), word)
        return update

    async def test_a_fold_meanwhile_does_not_hide_it(self, hall: Hall) -> None:
        ann = await hall.person("ann")
        hall.parts.gate = asyncio.Event()
        self.heard(hall)
        await turns()
        hall.parts.fold_gate = None
        hall.room.compact()
        await turns()
        hall.parts.gate.set()
        await turns(30)
        ann.learn()
        assert str(ann.text) == "large" * 1000
        await hall.rooms.close()
        hall.rooms = Rooms(hall.log, hall.parts, hall.gate, hall.limits)  # type: ignore[arg-type]
        ben = await hall.person("ben")
        assert str(ben.text) == "large" * 1000, "the snapshot covers what it does not hold"
        await hall.rooms.close()

    async def test_nonsense_does_not_stand_for_it(self, hall: Hall) -> None:
        ann = await hall.person("ann")
        self.heard(hall, b"\x01" * 2000)
        await turns(30)
        hall.room.compact()
        await turns(30)
        await hall.rooms.close()
        hall.rooms = Rooms(hall.log, hall.parts, hall.gate, hall.limits)  # type: ignore[arg-type]
        ben = await hall.person("ben")
        assert str(ben.text) == "large" * 1000
        assert ann.ear.closed == (1012, "the server is restarting")
        await hall.rooms.close()
