"""What a room promises its members, one behaviour a test."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pycrdt import Doc, Text

from tests.converge.network import (
    NAME,
    NODE,
    PART,
    Client,
    Server,
    Wire,
    open_database,
    replay,
    settle,
)
from tongwen.store import Database, PartId, StoreUnavailable
from tongwen.sync import wire
from tongwen.sync.ports import Membership
from tongwen.sync.wire import BadMessage
from tongwen.ydoc.states import EMPTY_UPDATE


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def server(database: Database) -> AsyncIterator[Server]:
    running = Server(database)
    yield running
    await running.rooms.close()


async def joined(server: Server, *clients: Client) -> None:
    for client in clients:
        client.connect(server)
    await settle(list(clients))


async def test_an_edit_reaches_the_others_and_is_acknowledged(server: Server) -> None:
    ann, ben = Client(1), Client(2)
    await joined(server, ann, ben)
    ann.add_paragraph(0, "同文 ᠮᠣᠩᠭᠣᠯ")
    assert ann.unsynced == 1
    await settle([ann, ben])
    assert ben.content() == ann.content() != ""
    assert ann.unsynced == 0


async def test_the_sender_does_not_hear_its_own_edit(server: Server) -> None:
    ann, ben = Client(1), Client(2)
    await joined(server, ann, ben)
    ann.add_paragraph(0, "once")
    ann.push(9)
    await asyncio.sleep(0.01)
    assert ann.conn is not None and ben.conn is not None
    kinds = [message[len(wire.varstring(NAME)) :][:2] for message in ann.conn.arrived]
    assert b"\x00\x02" not in kinds
    assert len(ben.conn.arrived) == 1


async def test_a_viewer_sees_everything_and_writes_nothing(
    server: Server, database: Database
) -> None:
    ann, viewer = Client(1), Client(2, "viewer")
    await joined(server, ann, viewer)
    ann.add_paragraph(0, "for all to see")
    await settle([ann, viewer])
    assert viewer.content() == ann.content()
    viewer.add_paragraph(0, "forbidden")
    await settle([ann, viewer])
    assert "forbidden" not in ann.content()
    assert "forbidden" not in await replay(database)
    assert viewer.unsynced == 1, "a refused edit is never acknowledged"


async def test_a_viewer_with_nothing_new_is_in_sync(server: Server) -> None:
    ann, viewer = Client(1), Client(2, "viewer")
    await joined(server, ann)
    ann.add_paragraph(0, "text")
    ann.remove_paragraph(0)
    ann.add_paragraph(0, "more")
    await settle([ann])
    await joined(server, viewer)
    viewer.disconnect()
    await joined(server, viewer)  # now it sends its deletions back: no news
    assert viewer.unsynced == 0


async def test_a_reconnect_writes_nothing_twice(server: Server, database: Database) -> None:
    ann = Client(1)
    await joined(server, ann)
    for number in range(5):
        ann.add_paragraph(number, f"line {number}")
    ann.remove_paragraph(2)
    await settle([ann])
    before = await database.log.head(PART)
    for _ in range(3):
        ann.disconnect()
        await joined(server, ann)
    assert await database.log.head(PART) == before


async def test_edits_made_without_a_network_arrive_on_return(server: Server) -> None:
    ann, ben = Client(1), Client(2)
    await joined(server, ann, ben)
    ann.add_paragraph(0, "together")
    await settle([ann, ben])
    ben.disconnect()
    ben.write(0, 8, " 离线", 0)
    ann.write(0, 0, "online ", 0)
    await joined(server, ben)
    await settle([ann, ben])
    assert ann.content() == ben.content()
    assert "离线" in ann.content() and "online" in ann.content()


async def test_a_grant_taken_away_ends_the_membership(server: Server) -> None:
    ann, ben = Client(1), Client(2)
    await joined(server, ann, ben)
    server.gate.banned.add(ben.token)
    server.rooms.recheck("tenant")
    await settle([ann, ben])
    assert ben.denied == "not-found"
    ann.add_paragraph(0, "after")
    ben.add_paragraph(0, "still typing")
    await settle([ann, ben])
    assert "after" not in ben.content()
    assert "still typing" not in ann.content()


async def test_a_database_that_is_away_ends_no_membership(server: Server) -> None:
    ann, ben = Client(1), Client(2)
    await joined(server, ann, ben)
    server.gate.away = True
    server.rooms.recheck("tenant")
    await settle([ann, ben])
    ann.add_paragraph(0, "still here")
    await settle([ann, ben])
    assert "still here" in ben.content()
    assert ben.denied is None


async def test_who_comes_while_the_database_is_away_is_asked_to_try_again(server: Server) -> None:
    server.gate.away = True
    ann = Client(1)
    await joined(server, ann)
    assert ann.conn is not None
    assert ann.conn.closed == (1013, "storage-unavailable")
    assert ann.denied is None
    server.gate.away = False
    ann.disconnect()
    await joined(server, ann)
    assert ann.unsynced == 0


async def test_a_part_that_could_not_be_read_can_be_opened_later(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(part: PartId) -> None:
        raise StoreUnavailable("gone")

    ann = Client(1)
    with monkeypatch.context() as patch:
        patch.setattr(server.parts, "open", broken)
        await joined(server, ann)
    assert ann.conn is not None and ann.conn.closed is not None
    ann.disconnect()
    await joined(server, ann)
    assert ann.unsynced == 0


async def test_who_may_not_join_is_told_and_hears_nothing(server: Server) -> None:
    stranger = Client(7)
    server.gate.banned.add(stranger.token)
    await joined(server, stranger)
    assert stranger.denied == "not-found"
    assert stranger.unsynced == 1


async def test_another_documents_name_is_not_found(server: Server) -> None:
    conn = Wire()
    session = server.session(conn)
    session.received(wire.varstring("zzzzzzzzzzzzz/comments") + b"\x02\x00" + wire.varstring("a"))
    await asyncio.sleep(0.01)
    assert conn.arrived == [
        wire.varstring("zzzzzzzzzzzzz/comments") + wire.denied_message("not-found")
    ]


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x80",
        b"\xff" * 12,
        wire.varstring("no slash") + b"\x00\x00\x00",
        wire.varstring("a" * 300 + "/comments") + b"\x00",
        wire.varstring(NAME) + b"\x02\x07",
        b"\x02\xff\xfe" + b"\x00",
    ],
)
async def test_a_malformed_message_is_refused_with_a_reason(server: Server, message: bytes) -> None:
    with pytest.raises(BadMessage, match=r"\w"):
        server.session(Wire()).received(message)


@pytest.mark.parametrize(
    "message",
    [
        b"\x00\x02" + wire.varbytes(b"\xff\xff\xff"),
        b"\x00\x02" + wire.varbytes(b"\x01\x01\x05\x00\x04\x01\x01t\xff\xff\xff\xff\x0f"),
        b"\x00\x01" + wire.varbytes(b"\x00\x00garbage"),
        b"\x00\x09\x00",
        b"\x2a",
        b"\x00\x02\xff",
        b"\x01" + wire.varbytes(b"\xff\x7f"),
        b"\x01" + wire.varbytes(b"\x01\x05\x01" + wire.varbytes(b"x" * 5000)),
    ],
)
async def test_garbage_from_a_member_disturbs_nobody(server: Server, message: bytes) -> None:
    ann, mallory = Client(1), Client(2)
    await joined(server, ann, mallory)
    assert mallory.session is not None and mallory.conn is not None
    try:
        mallory.session.received(wire.varstring(NAME) + message)
        await asyncio.sleep(0.01)
        assert mallory.conn.closed is not None and mallory.conn.closed[0] == 1007
        assert mallory.conn.closed[1], "it says why"
    except BadMessage as error:  # the socket closes with it
        assert str(error)
    mallory.disconnect()
    ann.add_paragraph(0, "undisturbed")
    await settle([ann])
    assert ann.unsynced == 0


async def test_a_malformed_state_vector_closes_that_connection_alone(server: Server) -> None:
    ann, mallory = Client(1), Client(2)
    await joined(server, ann, mallory)
    assert mallory.session is not None and mallory.conn is not None and ann.conn is not None
    mallory.session.received(wire.varstring(NAME) + b"\x00\x00" + wire.varbytes(b"\xff\xff"))
    await asyncio.sleep(0.01)
    assert mallory.conn.closed is not None and mallory.conn.closed[0] == 1007
    assert ann.conn.closed is None


async def test_a_slow_receiver_is_closed_and_the_rest_go_on(server: Server) -> None:
    ann, ben, slow = Client(1), Client(2), Client(3)
    await joined(server, ann, ben, slow)
    assert slow.conn is not None
    slow.conn.stuck = 1 << 30
    ann.add_paragraph(0, "news")
    await settle([ann, ben])
    assert slow.conn.closed is not None and slow.conn.closed[0] == 1013
    assert ben.content() == ann.content()


async def test_more_documents_than_allowed_on_one_socket(server: Server) -> None:
    session = server.session(Wire())
    for number in range(8):
        session.received(wire.varstring(f"{number:013}/comments") + b"\x08\x01")
    with pytest.raises(BadMessage, match="too many documents"):
        session.received(wire.varstring("9" * 13 + "/comments") + b"\x08\x01")


class TestPresence:
    @staticmethod
    def shows(client: Client, number: int, clock: int, state: object) -> None:
        text = json.dumps(state).encode()
        message = wire.awareness_message([wire.awareness_entry(number, clock, text)])
        assert client.session is not None
        client.session.received(wire.varstring(NAME) + message)

    @staticmethod
    async def seen(client: Client) -> dict[int, object]:
        await asyncio.sleep(0.01)
        assert client.conn is not None
        states: dict[int, object] = {}
        for message in client.conn.arrived:
            reader = wire.Reader(message)
            reader.varbytes()
            if reader.varint() == wire.Kind.AWARENESS:
                for number, _, state in wire.read_awareness(reader.varbytes()):
                    states[number] = json.loads(state)
        client.conn.arrived.clear()
        return states

    async def test_a_newcomer_sees_who_is_here(self, server: Server) -> None:
        ann, ben = Client(1), Client(2)
        await joined(server, ann)
        self.shows(ann, 11, 1, {"user": {"name": "安"}})
        ben.connect(server)
        ben.push(9)
        assert await self.seen(ben) == {11: {"user": {"name": "安"}}}

    async def test_who_leaves_is_gone_for_the_others(self, server: Server) -> None:
        ann, ben = Client(1), Client(2)
        await joined(server, ann, ben)
        self.shows(ann, 11, 1, {"cursor": 5})
        assert await self.seen(ben) == {11: {"cursor": 5}}
        ann.disconnect()
        assert await self.seen(ben) == {11: None}

    async def test_nobody_can_speak_for_another(self, server: Server) -> None:
        ann, mallory, ben = Client(1), Client(2), Client(3)
        await joined(server, ann, mallory, ben)
        self.shows(ann, 11, 1, {"user": "ann"})
        await self.seen(ben)
        self.shows(mallory, 11, 9, {"user": "forged"})
        self.shows(mallory, 11, 10, None)
        assert await self.seen(ben) == {}

    async def test_the_same_person_takes_over_after_a_reconnect(self, server: Server) -> None:
        ann, again, ben = Client(1), Client(1), Client(3)
        await joined(server, ann, ben)
        self.shows(ann, 11, 1, {"at": 1})
        await joined(server, again)
        self.shows(again, 11, 2, {"at": 2})
        ann.disconnect()
        assert await self.seen(ben) == {11: {"at": 2}}


class StubbornLog:
    """The log, with a disk that can fill up."""

    def __init__(self, database: Database) -> None:
        self._log = database.log
        self.full = False

    def submit(
        self, part: PartId, author: str, update: bytes, done: Callable[[int | None], None]
    ) -> None:
        if self.full:
            asyncio.get_running_loop().call_soon(done, None)
        else:
            self._log.submit(part, author, update, done)

    def __getattr__(self, name: str) -> object:
        return getattr(self._log, name)


async def test_a_full_disk_acknowledges_nothing_and_loses_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongwen.sync.ledger.RETRY_SECONDS", 0.02)
    server = Server(database)
    log = StubbornLog(database)
    server.rooms._log = log  # type: ignore[assignment]
    ann, ben = Client(1), Client(2)
    await joined(server, ann, ben)
    log.full = True
    ann.add_paragraph(0, "first")
    ann.add_paragraph(1, "second")
    await settle([ann, ben], saved=False)
    assert ann.unsynced == 2
    assert ben.content() == ann.content(), "the others go on working"
    assert await database.log.head(PART) == 0
    log.full = False
    await asyncio.sleep(0.05)
    await settle([ann, ben])
    assert ann.unsynced == 0
    assert await replay(database) == ann.content()
    await server.rooms.close()


async def test_many_edits_are_folded_while_people_type(
    server: Server, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongwen.sync.compaction.COMPACT_ROWS", 10)
    monkeypatch.setattr("tongwen.sync.compaction.COMPACT_SHARE", 0)
    ann, late = Client(1), Client(2)
    await joined(server, ann)
    for number in range(60):
        ann.add_paragraph(number, str(number))
        await settle([ann])
    snapshot, tail = await database.log.tail(PART)
    assert snapshot is not None and snapshot.seq >= 40
    assert len(tail) <= 20
    assert len(await database.log.read(PART)) == 60, "the rows stay, as history"
    await joined(server, late)
    assert late.content() == ann.content()


async def test_the_server_publishes_into_a_live_room(server: Server) -> None:
    ann = Client(1)
    await joined(server, ann)
    ann.add_paragraph(0, "mine")
    await settle([ann])
    other = Client(5)
    other.doc.apply_update(ann.doc.get_update())
    vector = other.doc.get_state()
    other.add_paragraph(1, "由程序写入")
    await server.rooms.publish(PART, "script", other.doc.get_update(vector))
    await settle([ann])
    assert ann.content() == other.content()


async def test_the_server_publishes_without_a_room(server: Server, database: Database) -> None:
    doc: Doc[object] = Doc()
    doc["body2"] = Text("x")
    assert await server.rooms.publish(PART, "script", doc.get_update()) == 1
    rows = await database.log.read(PART)
    assert [(row.author, row.seq) for row in rows] == [("script", 1)]


async def test_an_empty_room_closes_and_opens_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongwen.sync.rooms.SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(server.rooms, "_idle_seconds", 0.02)
    ann = Client(1)
    await joined(server, ann)
    ann.add_paragraph(0, "kept")
    await settle([ann])
    ann.disconnect()
    for _ in range(500):
        if server.parts.emptied:
            break
        await asyncio.sleep(0.01)
    assert server.parts.emptied == 1
    late = Client(2)
    await joined(server, late)
    assert late.content() == ann.content()


def test_an_empty_update_is_what_yjs_calls_empty() -> None:
    assert Doc().get_update() == EMPTY_UPDATE
    assert NODE in NAME


async def test_who_leaves_while_access_is_asked_about_is_forgotten(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = Client(1)
    await joined(server, ann)
    ask, asked, answer = server.gate.admit, asyncio.Event(), asyncio.Event()

    async def slowly(*about: object, **how: object) -> Membership:
        asked.set()
        await answer.wait()
        return replace(await ask(*about, **how), expires_at=1 << 60)  # type: ignore[arg-type]

    monkeypatch.setattr(server.gate, "admit", slowly)
    server.rooms.recheck("tenant")
    await asked.wait()
    ann.disconnect()
    answer.set()
    await asyncio.sleep(0.01)
    assert server.rooms._expiring == set()
