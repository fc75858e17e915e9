"""When a room speaks: at once, together, in order, and not before the disk has it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from pycrdt import Doc, Text

from tests.processes import until
from tests.sync.doubles import KEY, NAME, PART, Hall, Person, payloads, turns
from tongwen.core.roles import Role
from tongwen.store import LoggedUpdate, Snapshot
from tongwen.sync import wire
from tongwen.sync.room import Limits, Room, State
from tongwen.ydoc.states import EMPTY_UPDATE

SAVED, REFUSED = b"\x08\x01", b"\x08\x00"
HOUR = 3600.0
MakeHall = Callable[..., Awaitable[Hall]]


@pytest.fixture
async def make(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MakeHall]:
    monkeypatch.setattr("tongwen.sync.fanout.PEER_SECONDS", 0)
    halls = []

    async def hall(by_itself: bool = True, **limits: object) -> Hall:
        given = {"flush_interval": 0} | limits
        halls.append(Hall(Limits(**given), by_itself))  # type: ignore[arg-type]
        return halls[-1]

    yield hall
    for one in halls:
        await one.rooms.close()


def edits(messages: list[bytes]) -> list[bytes]:
    return [
        wire.Reader(message, 2).varbytes() for message in messages if message[:2] == b"\x00\x02"
    ]


class TestAcknowledgements:
    """Nothing is acknowledged before it, and all that came earlier, is on disk."""

    async def test_in_order_whatever_the_log_does_first(self, make: MakeHall) -> None:
        hall = await make(by_itself=False)
        ann = await hall.person("ann")
        for word in "abc":
            ann.type(word)
        await turns()
        hall.log.settle(2)
        hall.log.settle(1)
        await turns()
        assert ann.heard() == []
        hall.log.settle(0)
        await turns()
        assert ann.heard() == [SAVED] * 3

    async def test_of_several_people_too(self, make: MakeHall) -> None:
        hall = await make(by_itself=False)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        ann.type("a")
        ben.type("b")
        await turns()
        ben.learn()
        hall.log.settle(1)
        await turns()
        assert ben.heard() == [], "it may build on what is not written"
        hall.log.settle(0)
        await turns()
        assert ben.heard() == [SAVED]

    async def test_one_that_fails_in_the_middle_holds_back_what_follows(
        self, make: MakeHall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongwen.sync.ledger.RETRY_SECONDS", 0.001)
        hall = await make(by_itself=False)
        ann = await hall.person("ann")
        sent = [ann.type(word) for word in "abcd"]
        await turns()
        hall.log.settle(0)
        hall.log.settle(0, saved=False)
        hall.log.settle(0)
        await turns()
        messages = ann.heard()
        assert messages.count(SAVED) == 1
        assert notes(messages) == [{"type": "store", "writable": False}]
        sent.append(ann.type("e"))
        await turns()
        await until(lambda: len(hall.log.waiting) == 2, "it does not try again")
        assert ann.heard() == []
        hall.log.settle(1)  # the second, at its second try; the fourth still waits
        await turns()
        messages = ann.heard()
        assert messages.count(SAVED) == 2, "the second and the third"
        assert notes(messages) == [{"type": "store", "writable": True}]
        hall.log.settle_all()
        await until(lambda: not hall.room.unsaved, "it does not write what it kept")
        await turns()
        messages = ann.heard()
        assert messages.count(SAVED) == 2
        assert notes(messages) == []
        assert {row.update for row in hall.log.rows} == set(sent)

    async def test_a_log_that_fails_again_and_again_is_asked_for_one_edit_at_a_time(
        self, make: MakeHall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongwen.sync.ledger.RETRY_SECONDS", 0.001)
        hall = await make(by_itself=False)
        ann = await hall.person("ann")
        ann.type("a")
        await turns()
        hall.log.settle(0, saved=False)
        for word in "bcdefg":
            ann.type(word)
        await turns()
        for _ in range(3):
            await until(lambda: bool(hall.log.waiting), "it does not try again")
            assert len(hall.log.waiting) == 1
            hall.log.settle(0, saved=False)
        assert notes(ann.heard()) == [{"type": "store", "writable": False}], "said once"
        hall.log.by_itself = True
        await until(lambda: not hall.room.unsaved, "it does not recover")
        await turns()
        assert ann.heard().count(SAVED) == 7

    async def test_a_repetition_waits_for_the_first(self, make: MakeHall) -> None:
        hall = await make(by_itself=False)
        ann = await hall.person("ann")
        update = ann.type("a")
        await turns()
        ann.session.disconnected()
        again = await hall.person("ann")
        again.say(wire.update_message(update))
        await turns()
        assert again.heard() == []
        assert len(hall.log.waiting) == 1, "it is not written twice"
        hall.log.settle_all()
        await turns()
        assert again.heard() == [SAVED]
        again.say(wire.difference_message(update))
        await turns()
        assert again.heard() == [SAVED], "what is known and durable, at once"
        assert len(hall.log.rows) == 1

    async def test_an_empty_answer_too(self, make: MakeHall) -> None:
        hall = await make(by_itself=False)
        ann = await hall.person("ann")
        ann.type("a")
        await turns()
        ann.say(wire.difference_message(EMPTY_UPDATE))
        await turns()
        assert ann.heard() == []
        hall.log.settle_all()
        await turns()
        assert ann.heard() == [SAVED, SAVED]

    async def test_who_has_left_is_told_nothing_and_keeps_its_edit(self, make: MakeHall) -> None:
        hall = await make(by_itself=False)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        update = ann.type("a")
        await turns()
        ann.session.disconnected()
        hall.log.settle_all()
        await turns()
        assert ann.heard() == []
        assert [row.update for row in hall.log.rows] == [update]
        ben.learn()
        assert str(ben.text) == "a"

    async def test_y_websocket_hears_no_status(self, make: MakeHall) -> None:
        hall = await make()
        ann = await hall.person("ann", plain=True)
        ann.type("a")
        await turns()
        assert ann.heard() == []
        assert len(hall.log.rows) == 1


class TestRelayAfterCommit:
    """Where it is asked for, nobody sees what a crash could take back."""

    async def test_neither_the_others_nor_newcomers(self, make: MakeHall) -> None:
        hall = await make(by_itself=False, relay_after_commit=True)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        ann.type("secret")
        await turns()
        cid = await hall.person("cid")
        back = await hall.person("dan", plain=True)
        assert (str(ben.text), str(cid.text), str(back.text)) == ("", "", "")
        assert ben.heard() == []
        hall.log.settle_all()
        await turns()
        for person in (ben, cid, back):
            person.learn()
            assert str(person.text) == "secret"
        assert ann.heard() == [SAVED]
        late = await hall.person("eve")
        assert str(late.text) == "secret"

    async def test_in_order_of_writing(self, make: MakeHall) -> None:
        hall = await make(by_itself=False, relay_after_commit=True)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        sent = [ann.type(word) for word in "abc"]
        await turns()
        hall.log.settle(2)
        hall.log.settle(1)
        await turns()
        assert ben.heard() == []
        hall.log.settle(0)
        await turns()
        assert edits(ben.heard()) == sent


class TestTurns:
    """The first word after a pause goes at once; what follows soon goes together."""

    async def test_at_once_and_then_together(self, make: MakeHall) -> None:
        hall = await make(flush_interval=0.05)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        await asyncio.sleep(0.06)
        began = hall.room._loop.time()
        sent = [ann.type("a")]
        await turns()
        assert edits(ben.heard()) == sent, "not one turn of the clock is waited"
        later = [ann.type(word) for word in "bcd"]
        await turns()
        busy = hall.room._loop.time() - began >= 0.05
        assert busy or ben.heard() == []
        await until(lambda: bool(ben.ear.writes), "the interval does not end")
        assert busy or len(ben.ear.writes) == 1
        assert busy or edits(ben.heard()) == later

    async def test_statuses_ride_along(self, make: MakeHall) -> None:
        hall = await make(flush_interval=HOUR)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        ann.ear.forget()
        sent = [ben.type(word) for word in "ab"] + [ann.type("c")]
        hall.room._fanout.flush()
        await turns()  # and it is written
        hall.room._fanout.flush()
        together = [payload[len(KEY) :] for payload in payloads(b"".join(ann.ear.writes))]
        assert len(ann.ear.writes) <= 2
        assert together == [wire.update_message(update) for update in sent[:2]] + [SAVED]

    async def test_only_the_latest_presence_and_after_the_edits(self, make: MakeHall) -> None:
        hall = await make(flush_interval=HOUR)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        for clock in range(1, 9):
            ann.show(7, clock, b'{"cursor":%d}' % clock)
        sent = ann.type("a")
        ann.show(7, 9, b'{"cursor":9}')
        ben.ear.forget()
        hall.room._fanout.flush()
        assert len(ben.ear.writes) == 1
        latest = wire.awareness_message([wire.awareness_entry(7, 9, b'{"cursor":9}')])
        assert ben.heard() == [wire.update_message(sent), latest]

    async def test_presence_of_two_clients_of_one_socket(self, make: MakeHall) -> None:
        hall = await make(flush_interval=HOUR)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        for client in (7, 8, 7):
            ann.show(client, client, b'{"c":%d}' % client)
        ben.ear.forget()
        hall.room._fanout.flush()
        shown = [wire.read_awareness(wire.Reader(m, 1).varbytes()) for m in ben.heard()]
        assert sorted(shown) == [[(7, 7, b'{"c":7}')], [(8, 8, b'{"c":8}')]]

    @pytest.mark.parametrize("count", [1, 3])
    async def test_each_dialect_gets_its_own_frames(self, make: MakeHall, count: int) -> None:
        hall = await make(flush_interval=HOUR)
        people = [
            await hall.person("ann"),
            await hall.person("ben", plain=True),
            await hall.person("cid"),
            await hall.person("dan", plain=True),
        ]
        for speaker in people:
            sent = [speaker.type(word) for word in "abc"[:count]]
            for person in people:
                person.ear.forget()
            hall.room._fanout.flush()
            for person in people:
                expected = [] if person is speaker else [wire.update_message(u) for u in sent]
                assert [m for m in person.heard() if m != SAVED] == expected
                if person is not speaker:
                    for update in sent:
                        person.doc.apply_update(update)
        assert len({str(person.text) for person in people}) == 1

    async def test_a_speaker_of_two_dialects_at_once(self, make: MakeHall) -> None:
        hall = await make(flush_interval=HOUR)
        ann, ben = await hall.person("ann"), await hall.person("ben", plain=True)
        one, other = ann.type("a"), ben.type("b")
        ann.ear.forget()
        ben.ear.forget()
        hall.room._fanout.flush()
        assert edits(ann.heard()) == [other]
        assert edits(ben.heard()) == [one]

    async def test_one_write_for_each_receiver(self, make: MakeHall) -> None:
        hall = await make(flush_interval=HOUR)
        people = [await hall.person(f"p{number}") for number in range(6)]
        for person in people:
            person.ear.forget()
        for person in people[:3]:
            person.type(person.token)
            person.show(int(person.token[1:]) + 1, 1, b'{"a":1}')
        hall.room._fanout.flush()
        assert [len(person.ear.writes) for person in people] == [1] * 6
        assert len({id(person.ear.writes[0]) for person in people[3:]}) == 1, "built once"

    async def test_an_unreadable_edit_in_a_turn_stops_only_its_sender(self, make: MakeHall) -> None:
        hall = await make(flush_interval=HOUR)
        ann, mallory, ben = [await hall.person(name) for name in ("ann", "mallory", "ben")]
        mallory.say(wire.update_message(b"\x01\x01nonsense"))
        mallory.say(b"\x01" + wire.varbytes(b"\x7f"))
        sent = ann.type("a")
        hall.room._fanout.flush()
        assert mallory.ear.closed is not None and mallory.ear.closed[0] == 1007
        assert edits(ben.heard()) == [sent]
        assert ann.ear.closed is None


class TestLargeEdits:
    """What is read in a worker keeps its place."""

    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongwen.sync.room.LARGE", 1000)

    async def test_what_is_typed_after_a_large_paste_waits_for_it(self, make: MakeHall) -> None:
        hall = await make()
        ann, ben = await hall.person("ann"), await hall.person("ben")
        hall.parts.gate = asyncio.Event()
        sent = [ann.type("x" * 2000), ann.type("after")]
        await turns()
        assert ann.heard() == [], "its origin is not written"
        other = ben.type("meanwhile")
        await turns()
        assert ben.heard() == [SAVED]
        hall.parts.gate.set()
        await turns(30)
        assert [message for message in ann.heard() if message == SAVED] == [SAVED, SAVED]
        assert [row.update for row in hall.log.rows] == [other, *sent]

    async def test_who_leaves_meanwhile_keeps_it(self, make: MakeHall) -> None:
        hall = await make()
        ann = await hall.person("ann")
        hall.parts.gate = asyncio.Event()
        sent = [ann.type("x" * 2000), ann.type("after")]
        await turns()
        ann.session.disconnected()
        hall.parts.gate.set()
        await turns(30)
        assert [row.update for row in hall.log.rows] == sent

    async def test_one_that_cannot_be_read_closes_its_sender(self, make: MakeHall) -> None:
        hall = await make()
        ann, ben = await hall.person("ann"), await hall.person("ben")
        ann.say(wire.update_message(b"\x01" * 2000))
        ann.type("after")
        await turns(30)
        assert ann.ear.closed is not None and ann.ear.closed[0] == 1007 and ann.ear.closed[1]
        assert ben.ear.closed is None
        sent = ben.type("undisturbed")
        await turns()
        assert hall.log.rows[-1].update == sent
        assert ben.heard()[-1] == SAVED


class TestGreeting:
    """What a newcomer is sent, and in what order."""

    @staticmethod
    def long_document(hall: Hall, size: int) -> str:
        doc: Doc[object] = Doc(client_id=9)
        text = doc.get("t", type=Text)
        text += "x" * size
        base = doc.get_update()
        vector = doc.get_state()
        text += " and more"
        hall.parts.snapshot = Snapshot(1, base, b"")
        hall.log.rows = [
            LoggedUpdate(1, 0, "u:old", base),
            LoggedUpdate(2, 0, "u:old", doc.get_update(vector)),
        ]
        return str(text)

    @pytest.mark.parametrize("plain", [False, True])
    async def test_the_base_the_tail_the_end_and_a_question(
        self, make: MakeHall, plain: bool
    ) -> None:
        hall = await make()
        words = self.long_document(hall, 100)
        hall.gate.let("ann")
        ann = Person(hall, "ann", plain)
        ann.knock()
        await turns()
        ann.heard()
        ann.ask()
        assert len(ann.ear.writes) == 1, "small: in one write"
        base, tail, end, question = ann.heard()
        assert hall.parts.snapshot is not None
        assert base == wire.update_message(hall.parts.snapshot.state)
        assert tail == wire.update_message(hall.log.rows[1].update)
        assert end == wire.difference_message(EMPTY_UPDATE)
        for message in (base, tail):
            ann.doc.apply_update(wire.Reader(message, 2).varbytes())
        assert question == wire.state_vector_message(ann.doc.get_state())
        assert str(ann.text) == words

    async def test_a_large_base_is_not_copied(self, make: MakeHall) -> None:
        hall = await make()
        words = self.long_document(hall, 200_000)
        assert hall.parts.snapshot is not None
        for plain in (False, True, False):
            hall.gate.let("ann")
            ann = Person(hall, "ann", plain)
            ann.knock()
            await turns()
            ann.ear.forget()
            ann.ask()
            (pieces,) = ann.ear.pieces
            assert any(piece is hall.parts.snapshot.state for piece in pieces)
            ann.learn()
            assert str(ann.text) == words

    async def test_one_difference_for_all_who_come_back_with_the_same(self, make: MakeHall) -> None:
        hall = await make()
        words = self.long_document(hall, 100)
        first = await hall.person("first")
        people = []
        for number in range(50):
            hall.gate.let(f"p{number}")
            person = Person(hall, f"p{number}", plain=number % 2 == 1)
            person.doc.apply_update(hall.log.rows[0].update)
            person.knock()
            people.append(person)
        hall.parts.gate = asyncio.Event()
        await turns()
        for person in people:
            person.ask()
        await turns()
        first.type("!")
        await turns()
        hall.parts.gate.set()
        await turns(30)
        for person in people:
            person.learn()
            assert str(person.text) == words + "!"
        assert len(hall.parts.asked) == 1

    async def test_differences_of_many_vectors_are_not_all_kept(self, make: MakeHall) -> None:
        hall = await make()
        self.long_document(hall, 100)
        ann = await hall.person("ann")
        for number in range(40):
            ann.say(wire.state_vector_message(b"\x01\x09" + bytes((number + 1,))))
            await turns(3)
        assert len(hall.parts.asked) == 40
        assert len(hall.room._greeting._differences) <= 8

    async def test_a_joiner_during_a_fold_has_everything(self, make: MakeHall) -> None:
        hall = await make()
        ann = await hall.person("ann")
        for word in "abc":
            ann.type(word)
        await turns()
        hall.parts.fold_gate = asyncio.Event()
        hall.room.compact()
        assert hall.room.state is State.COMPACTING
        ann.type("d")
        await turns()
        ben = await hall.person("ben")
        hall.parts.fold_gate.set()
        await turns(30)
        assert hall.room.state is State.LIVE
        cid = await hall.person("cid")
        assert str(ben.text) == str(cid.text) == "abcd"


MOVES = {
    State.OPENING: {State.LIVE, State.CLOSED},
    State.LIVE: {State.COMPACTING, State.CLOSING},
    State.COMPACTING: {State.LIVE, State.CLOSING},
    State.CLOSING: {State.CLOSED},
    State.CLOSED: set(),
}


class TestStates:
    """A room is in one state, and goes where it may."""

    @pytest.mark.parametrize("before", list(State))
    @pytest.mark.parametrize("after", list(State))
    async def test_only_these_moves(self, make: MakeHall, before: State, after: State) -> None:
        hall = await make()
        await hall.person("ann")
        room = hall.room
        room.state = before
        if after in MOVES[before]:
            room._move(after)
            assert room.state is after
        else:
            with pytest.raises(AssertionError, match="→"):
                room._move(after)
            assert room.state is before
        room.state = State.LIVE

    async def test_who_comes_while_it_closes_gets_the_next_room(self, make: MakeHall) -> None:
        hall = await make(by_itself=False)
        ann = await hall.person("ann")
        ann.type("kept")
        await turns()
        first = hall.room
        first.shut()
        joining = asyncio.create_task(hall.person("ben"))
        await turns()
        assert first.peers and hall.parts.opened == 1, "it waits"
        hall.log.settle_all()
        first.close(1001, "idle")
        hall.rooms._forget(first)
        ben = await joining
        await turns(30)
        ben.ask()
        await turns()
        ben.learn()
        assert hall.room is not first
        assert hall.parts.opened == 2
        assert str(ben.text) == "kept"

    async def test_a_closed_room_takes_nothing(self, make: MakeHall) -> None:
        hall = await make()
        ann = await hall.person("ann")
        room: Room = hall.room
        room.close(1012, "restarting")
        assert ann.ear.closed == (1012, "restarting")
        ann.type("too late")
        ann.ask()
        ann.session.disconnected()
        await turns()
        assert hall.log.rows == hall.log.waiting == []
        assert room.state is State.CLOSED

    async def test_a_fold_that_fails_leaves_it_live(
        self, make: MakeHall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hall = await make()
        ann = await hall.person("ann")
        ann.type("a")
        await turns()

        async def broken(*_: object) -> Snapshot:
            raise ValueError("broken")

        monkeypatch.setattr(hall.parts, "compact", broken)
        hall.room.compact()
        await turns()
        assert hall.room.state is State.LIVE
        assert hall.rooms.figures.compactions_failed == 1
        ann.type("b")
        await turns()
        assert [m for m in ann.heard() if m == SAVED] == [SAVED, SAVED]


class TestDrain:
    """The server goes: nobody comes in, what was taken is written, then all are sent away."""

    async def test_everything_taken_is_acknowledged_before_the_close(self, make: MakeHall) -> None:
        hall = await make(by_itself=False)
        ann, ben = await hall.person("ann"), await hall.person("ben", plain=True)
        ann.type("last words")
        draining = asyncio.create_task(hall.rooms.drain(0))
        await asyncio.sleep(0.03)
        assert ann.ear.closed is None
        hall.gate.let("late")
        late = Person(hall, "late")
        late.knock()
        late_too = Person(hall, "late", plain=True)
        await turns()
        assert late.ear.closed == late_too.ear.closed == (1013, "shutting-down")
        hall.log.settle_all()
        await draining
        assert SAVED in ann.heard()
        assert [row.author for row in hall.log.rows] == ["u:ann"]
        for person in (ann, ben):
            assert person.ear.closed is not None and person.ear.closed[0] == 1012
        assert list(hall.rooms.open_rooms()) == []

    async def test_who_goes_on_typing_does_not_hold_it_up(self, make: MakeHall) -> None:
        hall = await make(by_itself=False)
        ann = await hall.person("ann")
        typing = asyncio.create_task(self._type_on(hall, ann))
        await asyncio.sleep(0.02)
        await asyncio.wait_for(hall.rooms.drain(0), 20)
        typing.cancel()
        assert ann.ear.closed is not None and ann.ear.closed[0] == 1012
        acknowledged = ann.heard().count(SAVED)
        assert 0 < acknowledged <= len(hall.log.rows)

    @staticmethod
    async def _type_on(hall: Hall, ann: Person) -> None:
        """While something is taken, something is on its way to the disk."""
        while ann.ear.closed is None:
            before = len(hall.log.rows) + len(hall.log.waiting)
            ann.type("x")
            await asyncio.sleep(0.002)
            taken = len(hall.log.rows) + len(hall.log.waiting) > before
            while len(hall.log.waiting) > 3 * taken:
                hall.log.settle()

    async def test_a_stuck_log_is_waited_for_as_long_as_the_caller_will(
        self, make: MakeHall
    ) -> None:
        hall = await make(by_itself=False)
        ann = await hall.person("ann")
        ann.type("never written")
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(hall.rooms.drain(0), 0.1)
        assert ann.ear.closed is None
        await hall.rooms.close()
        assert ann.ear.closed is not None and ann.ear.closed[0] == 1012
        assert SAVED not in ann.heard()
        assert hall.rooms.unsaved == 0 or list(hall.rooms.open_rooms())


def notes(messages: list[bytes]) -> list[object]:
    """The notes among some messages."""
    return [
        json.loads(wire.Reader(message, 1).varstring())
        for message in messages
        if message[0] == wire.Kind.STATELESS
    ]


def test_the_names_are_those_of_the_wire() -> None:
    assert f"{PART.node}/{PART.part}" == NAME
    assert Role.VIEWER < Role.EDITOR
