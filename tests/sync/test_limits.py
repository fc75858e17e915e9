"""What protects a document's other members, and when somebody's time is over."""

import asyncio

import pytest

from tests.processes import until
from tests.sync.doubles import KEY, REFUSED, SAVED, Hall, MakeHall, Person, notes, turns
from tongwen.core import clock
from tongwen.core.roles import Role
from tongwen.store import LoggedUpdate
from tongwen.sync import wire


async def knocks(hall: Hall, token: str, plain: bool = False) -> Person:
    """Let somebody try."""
    hall.gate.let(token)
    person = Person(hall, token, plain)
    person.knock()
    await turns()
    return person


def refusal(person: Person) -> str | None:
    """Why somebody was not let in, or was sent away."""
    for message in person.heard():
        if message[:2] == b"\x02\x01":
            return wire.Reader(message, 2).varstring()
    return None if person.ear.closed is None else person.ear.closed[1]


@pytest.mark.parametrize("plain", [False, True])
class TestHowMany:
    """Of a document, and of a person."""

    async def test_a_full_document_says_so_and_has_room_again(
        self, make: MakeHall, plain: bool
    ) -> None:
        hall = await make(peers=2)
        ann = await hall.person("ann")
        await hall.person("ben", plain=True)
        assert refusal(await knocks(hall, "cid", plain)) == "document-full"
        assert hall.rooms.figures.joins_refused == 1
        ann.session.disconnected()
        assert refusal(await knocks(hall, "cid", plain)) is None
        assert len(hall.room.peers) == 2

    async def test_of_one_person(self, make: MakeHall, plain: bool) -> None:
        hall = await make(person_connections=2)
        first = await hall.person("ann")
        await hall.person("ann", plain=True)
        assert refusal(await knocks(hall, "ann", plain)) == "too-many-connections"
        assert refusal(await knocks(hall, "ben", plain)) is None, "another is not concerned"
        first.session.disconnected()
        first.session.disconnected()
        assert refusal(await knocks(hall, "ann", plain)) is None
        assert refusal(await knocks(hall, "ann", plain)) == "too-many-connections"

    async def test_who_was_ousted_counts_no_more(self, make: MakeHall, plain: bool) -> None:
        hall = await make(person_connections=1, peers=1)
        ann = await hall.person("ann", plain=plain)
        del hall.gate.members["ann"]
        hall.rooms.recheck("tenant")
        await turns()
        assert refusal(ann) == "not-found"
        ann.session.disconnected()
        assert refusal(await knocks(hall, "ann", plain)) is None


class TestHowLarge:
    """A document beyond its size takes no more, and everything else goes on."""

    async def test_an_edit_beyond_is_refused_with_a_note(self, make: MakeHall) -> None:
        hall = await make(document_bytes=1000)
        ann, ben = await hall.person("ann"), await hall.person("ben", plain=True)
        ann.type("x" * 1100)
        await turns()
        assert ann.heard() == [SAVED]
        written = ann.type("too much")
        await turns()
        messages = ann.heard()
        assert [m for m in messages if m[0] == wire.Kind.SYNC_STATUS] == [REFUSED]
        assert notes(messages) == [{"type": "limit", "code": "document-too-large"}]
        assert written not in {row.update for row in hall.log.rows}
        assert hall.rooms.figures.edits_refused == 1
        ben.learn()
        assert str(ben.text) == "x" * 1100
        ann.show(7, 1, b'{"still":"here"}')
        await turns()
        assert b"still" in b"".join(ben.heard())
        assert ann.ear.closed is ben.ear.closed is None
        ann.say(wire.update_message(hall.log.rows[0].update))
        await turns()
        assert ann.heard() == [SAVED], "what is known is acknowledged all the same"

    async def test_y_websocket_gets_the_note_and_no_status(self, make: MakeHall) -> None:
        hall = await make(document_bytes=10)
        ann = await hall.person("ann", plain=True)
        ann.type("enough for ten bytes")
        ann.type("too much")
        await turns()
        assert len(hall.log.rows) == 1
        assert [m for m in ann.heard() if m[0] == wire.Kind.SYNC_STATUS] == []


class TestSlowReaders:
    """Who does not read is closed; who reads a large document slowly is not."""

    async def test_who_asks_and_does_not_read(self, make: MakeHall) -> None:
        hall = await make(slow_bytes=1000)
        await hall.person("ann")
        mallory = await knocks(hall, "mallory")
        mallory.ear.stuck = 10_000
        for _ in range(50):
            if mallory.ear.closed is None:
                mallory.ask()
                await turns(2)
        assert mallory.ear.closed is not None and mallory.ear.closed[0] == 1013
        assert len(mallory.ear.writes) < 5
        assert hall.rooms.figures.slow_closed == 1

    async def test_a_large_document_may_still_be_on_its_way(self, make: MakeHall) -> None:
        hall = await make(slow_bytes=1000)
        ann = await hall.person("ann")
        ann.type("x" * 50_000)
        await turns()
        newcomer = await knocks(hall, "newcomer")
        newcomer.ask()
        newcomer.ear.stuck = 50_000
        ann.type("y")
        await turns()
        assert newcomer.ear.closed is None
        newcomer.ear.stuck = 55_000
        ann.type("z")
        await turns()
        assert newcomer.ear.closed is not None and newcomer.ear.closed[0] == 1013
        assert hall.rooms.figures.slow_closed == 1
        assert ann.ear.closed is None


class TestPresence:
    """One member cannot flood the others, nor leave ghosts."""

    async def shown(self, hall: Hall) -> dict[int, bytes]:
        """What somebody new is told of who is here."""
        newcomer = await hall.person("newcomer", Role.VIEWER)
        newcomer.say(bytes((wire.Kind.QUERY_AWARENESS,)))
        await turns()
        found: dict[int, bytes] = {}
        for message in newcomer.heard():
            if message[0] == wire.Kind.AWARENESS:
                for client, _, state in wire.read_awareness(wire.Reader(message, 1).varbytes()):
                    found[client] = state
        newcomer.session.disconnected()
        await turns()
        return found

    @pytest.mark.parametrize(
        "entries",
        [
            [(7, 1, b'{"a":"' + b"x" * 4100 + b'"}')],
            [(number, 1, b"{}") for number in range(17)],
            [(7, number, b'{"a":"' + b"x" * 4000 + b'"}') for number in range(40)],
            [(5, 1, b"{}"), (7, 1, b"x" * 5000)],
        ],
        ids=["one too large", "too many", "one again and again", "after a small one"],
    )
    async def test_too_much_closes_and_is_not_passed_on(
        self, make: MakeHall, entries: list[tuple[int, int, bytes]]
    ) -> None:
        hall = await make()
        ann, mallory = await hall.person("ann"), await hall.person("mallory", Role.VIEWER)
        mallory.say(wire.awareness_message([wire.awareness_entry(*entry) for entry in entries]))
        await turns()
        assert mallory.ear.closed is not None and mallory.ear.closed[0] == 1007
        assert ann.heard() == []
        mallory.session.disconnected()
        await turns()
        assert await self.shown(hall) == {}, "a ghost"

    async def test_bytes_behind_a_presence_are_not_passed_on(self, make: MakeHall) -> None:
        hall = await make()
        ann, mallory = await hall.person("ann"), await hall.person("mallory", Role.VIEWER)
        entry = wire.awareness_entry(7, 1, b"{}")
        mallory.say(wire.awareness_message([entry]) + b"x" * 100_000)
        await turns()
        assert ann.heard() == []
        assert mallory.ear.closed is not None and mallory.ear.closed[0] == 1007

    @pytest.mark.parametrize(
        "state",
        [
            b"{",
            b"\xff\xfe",
            b'"\xed\xa0\x80"',
            b"",
            b"{}x",
            b"NaN",
            b"\xef\xbb\xbf{}",
            b"[" * 4000,
        ],
        ids=lambda state: repr(state[:9]),
    )
    async def test_what_pages_cannot_parse_is_not_passed_on(
        self, make: MakeHall, state: bytes
    ) -> None:
        hall = await make()
        ann, mallory = await hall.person("ann"), await hall.person("mallory", Role.VIEWER)
        mallory.show(7, 1, state)
        await turns()
        assert ann.heard() == []
        assert mallory.ear.closed is not None and mallory.ear.closed[0] == 1007
        assert await self.shown(hall) == {}

    @pytest.mark.parametrize("state", [b'{"name":"\\ud83d"}', b"5", '{"name":"同文"}'.encode()])
    async def test_what_pages_can_parse_is(self, make: MakeHall, state: bytes) -> None:
        hall = await make()
        ann, ben = await hall.person("ann"), await hall.person("ben")
        ben.show(7, 1, state)
        await turns()
        assert ann.heard() == [wire.awareness_message([wire.awareness_entry(7, 1, state)])]
        assert ben.ear.closed is None

    async def test_a_page_that_has_slept_may_take_leave_of_everybody(self, make: MakeHall) -> None:
        hall = await make()
        ann, ben = await hall.person("ann"), await hall.person("ben")
        ann.show(7, 1, b"{}")
        await turns()
        ben.heard()
        gone = [wire.awareness_entry(client, 9, b"null") for client in range(100)]
        ben.say(wire.awareness_message(gone))  # those whom it has not heard of for long
        await turns()
        assert ben.ear.closed is None
        assert ann.heard() == []
        assert await self.shown(hall) == {7: b"{}"}

    async def test_who_repeats_others_leaves_no_ghost(self, make: MakeHall) -> None:
        hall = await make()
        ann, ben = await hall.person("ann"), await hall.person("ben", plain=True)
        ann.show(7, 1, b'{"who":"ann"}')
        await turns()
        everyone = [
            wire.awareness_entry(8, 1, b'{"who":"ben"}'),
            wire.awareness_entry(7, 5, b'{"who":"forged"}'),
        ]
        ben.say(wire.awareness_message(everyone))  # as y-websocket answers a question
        await turns()
        assert (await self.shown(hall))[7] == b'{"who":"ann"}'
        ben.session.disconnected()
        await turns()
        assert await self.shown(hall) == {7: b'{"who":"ann"}'}


class TestTime:
    """Access that ends by itself, and access that is changed."""

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongwen.sync.rooms.SWEEP_SECONDS", 0.005)

    @pytest.mark.parametrize("plain", [False, True])
    async def test_who_is_over_goes_by_himself(self, make: MakeHall, plain: bool) -> None:
        hall = await make()
        ann = await hall.person("ann")
        ben = await hall.person("ben", plain=plain, expires_at=clock.now() + 50)
        del hall.gate.members["ben"]
        await until(lambda: len(hall.room.peers) == 1, "he stays")
        assert refusal(ben) == "not-found"
        assert ben.ear.closed is None or plain, "his other documents stay"
        assert refusal(ann) is None
        assert hall.gate.asked.count("ann") == 0, "who does not expire is not asked about"
        ann.type("alone")
        await turns()
        assert ben.heard() == []

    async def test_nobody_is_asked_about_before_the_time(self, make: MakeHall) -> None:
        hall = await make()
        await hall.person("ben", expires_at=clock.now() + 3_600_000)
        await asyncio.sleep(0.05)
        assert hall.gate.asked == []

    async def test_who_has_been_renewed_stays(self, make: MakeHall) -> None:
        hall = await make()
        ben = await hall.person("ben", expires_at=clock.now() - 1)
        hall.gate.let("ben", expires_at=clock.now() + 3_600_000)
        await until(lambda: hall.gate.asked == ["ben"], "nobody asks")
        await asyncio.sleep(0.03)
        assert hall.gate.asked == ["ben"], "and is asked about once"
        ben.type("still here")
        await turns()
        assert ben.heard() == [SAVED]


class TestRecheck:
    """A change of access concerns those whom it concerns."""

    async def crowd(self, make: MakeHall) -> Hall:
        hall = await make()
        await hall.person("ann", user="u1", session="s1")
        await hall.person("ann2", user="u1", session="s2", author="u:ann")
        await hall.person("ben", user="u2", session="s3")
        await hall.person("guest", Role.VIEWER, author="l:link")
        return hall

    @pytest.mark.parametrize(
        ("changed", "asked"),
        [
            ({}, ["ann", "ann2", "ben", "guest"]),
            ({"user": "u1"}, ["ann", "ann2"]),
            ({"session": "s2"}, ["ann2"]),
            ({"user": "u2", "session": "s1"}, []),
            ({"node": "node"}, ["ann", "ann2", "ben", "guest"]),
            ({"node": "folder"}, ["ann", "ann2", "ben", "guest"]),
            ({"node": "folder", "user": "u2"}, ["ben"]),
        ],
        ids=str,
    )
    async def test_who_is_asked_about(
        self, make: MakeHall, changed: dict[str, str], asked: list[str]
    ) -> None:
        hall = await self.crowd(make)
        hall.rooms.recheck("tenant", **changed)
        await turns()
        assert hall.gate.asked == asked

    async def test_not_those_elsewhere(self, make: MakeHall) -> None:
        hall = await self.crowd(make)
        hall.gate.inside = set()
        hall.rooms.recheck("tenant", node="elsewhere")
        hall.rooms.recheck("another tenant")
        await turns()
        assert hall.gate.asked == []

    async def test_a_role_changed_in_the_middle(self, make: MakeHall) -> None:
        hall = await make()
        ann, ben = await hall.person("ann"), await hall.person("ben")
        hall.gate.let("ann", Role.VIEWER)
        hall.rooms.recheck("tenant", node="node")
        await turns()
        assert ann.heard() == [wire.authenticated_message(False)]
        assert ben.heard() == []
        ann.type("not any more")
        await turns()
        assert ann.heard() == [REFUSED]
        assert hall.log.rows == []
        hall.gate.let("ann", Role.EDITOR)
        hall.rooms.recheck("tenant", node="node")
        await turns()
        assert ann.heard() == [wire.authenticated_message(True)]
        ann.say(wire.update_message(ann.doc.get_update()))
        await turns()
        assert ann.heard() == [SAVED]
        ben.learn()
        assert str(ben.text) == "not any more"


class TestBeforeTheDoor:
    """What is sent before somebody is let in is bounded and comes to nothing without access."""

    async def test_nothing_that_strangers_send_is_kept(self, make: MakeHall) -> None:
        hall = await make()
        ann = await hall.person("ann")
        for plain in (False, True):
            stranger = Person(hall, "stranger", plain)
            stranger.type("let me in")
            stranger.ask()
            stranger.show(7, 1, b"{}")
            stranger.knock()
            await turns()
            assert refusal(stranger) == "not-found"
            stranger.ear.closed = None
            stranger.type("again")
            stranger.ask()
            await turns()
            assert stranger.heard() == []
        assert ann.heard() == []
        assert hall.log.rows == []

    @pytest.mark.parametrize("plain", [False, True])
    async def test_too_much_before_the_answer(
        self, make: MakeHall, plain: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongwen.sync.hocuspocus.MAX_QUEUED_BYTES", 10_000)
        monkeypatch.setattr("tongwen.sync.plain.MAX_QUEUED_BYTES", 10_000)
        hall = await make()
        mallory = Person(hall, "mallory", plain)
        with pytest.raises(wire.BadMessage, match="too much"):
            for _ in range(30):
                mallory.say(wire.update_message(b"x" * 1000))
        mallory.session.disconnected()

    async def test_what_was_sent_too_early_counts_afterwards(self, make: MakeHall) -> None:
        hall = await make()
        hall.log.rows = [LoggedUpdate(1, 0, "", (await self.an_edit()))]
        hall.gate.let("ann")
        for plain in (False, True):
            ann = Person(hall, "ann", plain)
            ann.ask()
            sent = ann.type("早")
            ann.knock()
            await turns()
            assert hall.log.rows[-1].update == sent
            ann.learn()
            assert "here" in str(ann.text)

    @staticmethod
    async def an_edit() -> bytes:
        writer = await Hall().person("writer")
        return writer.type("here")


def test_the_key_is_the_name_with_its_length() -> None:
    assert wire.Reader(KEY).varstring() == "node/body"
