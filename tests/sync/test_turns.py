"""When a room speaks: at once, together, in order, and not before the disk has it."""

import asyncio

import pytest

from tests.processes import until
from tests.sync.doubles import KEY, NAME, PART, SAVED, MakeHall, Person, notes, payloads, turns
from tongwen.core.roles import Role
from tongwen.sync import wire
from tongwen.ydoc.states import EMPTY_UPDATE

HOUR = 3600.0


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

    async def test_where_edits_come_without_a_pause_each_goes_at_once(self, make: MakeHall) -> None:
        hall = await make(flush_interval=HOUR)
        ann, ben = await hall.person("ann"), await hall.person("ben")
        for _ in range(200):
            ann.type("a")
        hall.room._fanout.flush()
        await turns()
        ben.ear.forget()
        sent = [ann.type("b")]
        await turns()
        assert edits(ben.heard()) == sent

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


def test_the_names_are_those_of_the_wire() -> None:
    assert f"{PART.node}/{PART.part}" == NAME
    assert Role.VIEWER < Role.EDITOR


class TestSignsOfLife:
    """A provider hangs up after half a minute without a word; any word will do."""

    @pytest.mark.parametrize("plain", [False, True])
    async def test_who_has_heard_from_us_is_not_pinged(self, make: MakeHall, plain: bool) -> None:
        hall = await make()
        ann, ben = await hall.person("ann"), await hall.person("ben", plain=plain)
        ben.session.ping()
        ben.ear.forget()
        ann.type("a")
        await turns()
        ben.ear.forget()
        ben.session.ping()
        assert ben.ear.writes == []
        ben.session.ping()
        assert len(ben.ear.writes) == 1, "nothing was said to him since"

    async def test_who_joined_nothing_is_pinged(self, make: MakeHall) -> None:
        hall = await make()
        stranger = Person(hall, "ann")
        stranger.session.ping()
        stranger.session.ping()
        assert len(stranger.ear.writes) == 2

    async def test_an_edit_alone_is_acknowledged_without_waiting(self, make: MakeHall) -> None:
        hall = await make(flush_interval=HOUR)
        ann = await hall.person("ann")
        hall.log.by_itself = False
        ann.type("a")
        await turns()
        ann.ear.forget()
        hall.log.settle(0)
        assert ann.heard() == [SAVED], "no turn is waited for"
