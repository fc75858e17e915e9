"""What a newcomer is sent; how a room opens, closes, and gives way to the next."""

import asyncio

import pytest
from pycrdt import Doc, Text

from tests.sync.doubles import SAVED, Hall, MakeHall, Person, turns
from tongwen.store import LoggedUpdate, Snapshot
from tongwen.sync import wire
from tongwen.sync.room import Room, State
from tongwen.ydoc.states import EMPTY_UPDATE


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
