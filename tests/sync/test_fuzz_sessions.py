"""Hostile sessions among honest ones: nothing falls over, nobody else notices, nothing leaks."""

import asyncio
import logging
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.converge.network import (
    NAME,
    NODE,
    PART,
    TENANT,
    Client,
    OpenGate,
    Server,
    Wire,
    open_database,
    replay,
    settle,
)
from tests.sync.mutations import Steps, spoil
from tongwen.core.errors import NotFound
from tongwen.core.roles import Role
from tongwen.store import Database, PartId
from tongwen.sync import wire
from tongwen.sync.hocuspocus import HocuspocusSession
from tongwen.sync.plain import PlainSession
from tongwen.sync.ports import Credentials, Membership
from tongwen.ydoc.ranges import union
from tongwen.ydoc.rangesets import RangeSet
from tongwen.ydoc.states import EMPTY_UPDATE

KEY = wire.varstring(NAME)
SECRET = "机密-SECRET"
HIDDEN = {  # documents that no offender may open: of their own tenant, and of another
    "hidden0000000": TENANT,
    "foreign000000": "another tenant",
}
NAMES = [
    NAME,
    f"{NODE}/body",
    f"{NODE}/comments\0session",
    f"{NODE}/../hidden0000000/comments",
    f"{NODE}/comments/hidden0000000",
    *(f"{node}/comments" for node in HIDDEN),
    *(f"{NODE}/comments\0{node}/comments" for node in HIDDEN),
    "/",
    "no slash",
    "zzzzzzzzzzzzz/comments",
]
CODES = {1007, 1008, 1013, 4403}
ALARMS = {"work of a room failed", "reading what was missed failed"}


class Gate(OpenGate):
    """Lets each in where he belongs."""

    async def admit(
        self, credentials: Credentials, node: str, part: str, again: bool = False
    ) -> Membership:
        token = credentials.token
        if node in HIDDEN and token.startswith(node):
            return Membership(HIDDEN[node], token, SECRET, Role.EDITOR, True)
        if node in HIDDEN or not token.startswith(("editor", "viewer", "mallory")):
            raise NotFound("not-found")
        return await super().admit(credentials, node, part, again)


class Honest(Client):
    """A page that stays in its document, and survives what it cannot read."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.sent: list[bytes] = []

    def push(self, count: int) -> None:
        if self.session is not None:
            updates = [m for m in self.outgoing[:count] if m[len(KEY) :][:2] == b"\x00\x02"]
            self.sent += [wire.Reader(m, len(KEY) + 2).varbytes() for m in updates]
        super().push(count)

    def _read(self, message: bytes) -> None:
        try:
            super()._read(message)
        except (ValueError, RuntimeError):
            self._remote = False  # as a browser's event handler goes on with the next message


class Insider(Client):
    """A page of a hidden document. Everything that it writes is secret."""

    def __init__(self, number: int, node: str) -> None:
        super().__init__(number, node)
        self.key = wire.varstring(f"{node}/comments")
        self.sent: list[bytes] = []

    def _send(self, message: bytes) -> None:
        if message[:2] == b"\x00\x02":
            self.sent.append(wire.Reader(message, 2).varbytes())
        self.outgoing.append(self.key + message)

    def _read(self, message: bytes) -> None:
        if message.startswith(self.key):
            message = KEY + message[len(self.key) :]
        super()._read(message)

    def show(self) -> None:
        state = b'{"user":"%s"}' % SECRET.encode()
        self._send(wire.awareness_message([wire.awareness_entry(self.doc.client_id, 1, state)]))


class Offender:
    """Somebody who says anything to any document; comes back whenever he is sent away."""

    def __init__(self, server: Server, token: str, address: str | None) -> None:
        """`address`: the document of a plain socket; None for one that speaks Hocuspocus."""
        self.server = server
        self.token = token
        self.address = address
        self.told: list[bytes] = []
        self.doc = Client(66).doc
        self.open()

    def open(self) -> None:
        self.conn = Wire()
        self.fresh = True
        self.session: HocuspocusSession | PlainSession
        if self.address is None:
            self.session = self.server.session(self.conn)
        else:
            node, _, part = self.address.partition("/")
            credentials = Credentials(None, self.token, "127.0.0.1", False)
            self.session = PlainSession(self.conn, self.server.rooms, credentials, node, part)

    def say(self, data: bytes) -> None:
        """Send something as a socket would pass it on."""
        if self.conn.closed is None:
            try:
                self.session.received(data)
            except wire.BadMessage as error:
                self.conn.close(1007, str(error))
        if self.conn.closed is not None:
            code, reason = self.conn.closed
            assert code in CODES and reason, self.conn.closed
            self.leave()
            self.open()

    def leave(self) -> None:
        self.session.disconnected()
        self.told += self.conn.arrived


class World:
    """Two honest pages and three offenders around one document, and two that are hidden."""

    def __init__(self, database: Database, vandals: bool = False) -> None:
        """`vandals`: offenders who are editors write nonsense into the document."""
        self.vandals = vandals
        self.server = Server(database, Gate())
        self.honest = [Honest(1), Honest(2)]
        self.insiders = [Insider(10 + number, node) for number, node in enumerate(HIDDEN)]
        for client in (*self.honest, *self.insiders):
            client.connect(self.server)
        self.offenders = [
            Offender(self.server, "viewer-mallory", None),
            Offender(self.server, "mallory", None),
            Offender(self.server, "stranger", None),
            Offender(self.server, "viewer-mallory", NAME),
            *(Offender(self.server, "mallory", name) for name in NAMES[5:7]),
        ]
        self.words = 0
        self.overheard: list[bytes] = []

    def messages(self, offender: Offender) -> list[bytes]:
        """What an offender may begin with: each kind of message once, and what others said."""
        vector = offender.doc.get_state()
        return [
            b"\x02\x00" + wire.varstring(offender.token) + wire.varstring("4.8.0"),
            wire.state_vector_message(b"\x00"),
            wire.state_vector_message(vector),
            wire.difference_message(EMPTY_UPDATE),
            wire.update_message(b"\x01\x01\x42\x00\x04\x01\x01t\x03abc\x00"),
            wire.update_message(b"\x00\x01\xe9\x07\x01\x00\x05"),  # deletes what a page wrote
            wire.update_message(b"\x01" * 40_000),
            wire.awareness_message([wire.awareness_entry(66, 1, b'{"user":{}}')]),
            wire.awareness_message([wire.awareness_entry(1001, 9, b"null")]),
            b"\x03",
            b"\x05" + wire.varstring("{}"),
            b"\x07" + wire.varstring("bye"),
            b"\x08\x01",
            b"\x09",
            *self.overheard[-8:],
        ]

    def step(self, name: str, *args: object) -> None:
        if name == "write":
            which, at, cut = args
            self.words += 1
            self.overheard += [m[len(KEY) :] for m in self.honest[0].outgoing]
            self.honest[int(str(which)) % 2].write(0, int(str(at)), f"w{self.words} ", cut)  # type: ignore[arg-type]
            insider = self.insiders[int(str(which)) % 2]
            insider.write(0, int(str(at)), f"{SECRET}{self.words} ", 0)
            insider.show()
        elif name == "back":
            which = int(str(args[0])) % 2
            self.honest[which].disconnect()
            self.honest[which].connect(self.server)
        else:
            self.offend(*args)  # type: ignore[arg-type]
        for client in (*self.honest, *self.insiders):
            client.push(9)
            client.pull(9)

    def offend(
        self,
        who: int,
        kind: int,
        name: int,
        steps: list[tuple[str, int, object]],
        whole: bool,
        times: int,
    ) -> None:
        offender = self.offenders[who % len(self.offenders)]
        choice = self.messages(offender)
        message = choice[kind % len(choice)]
        key = b"" if offender.address else wire.varstring(NAMES[name % len(NAMES)])
        data = spoil(key + message, steps) if whole else key + spoil(message, steps)
        if offender.fresh and not offender.address:
            offender.fresh = False
            offender.say(key + choice[0])  # else hardly anything gets further than the door
        if (
            offender.token == "mallory"
            and not self.vandals
            and _may_change(data, not offender.address)
        ):
            return
        for _ in range(times):
            offender.say(data)

    async def check(self, database: Database) -> None:
        everybody = [*self.honest, *self.insiders]
        await settle(everybody)
        assert [client.unsynced for client in everybody] == [0] * 4
        assert all(client.conn and client.conn.closed is None for client in everybody)
        if self.vandals:
            kept = RangeSet()
            kept.add(union(row.update for row in await database.log.read(PART)).structs)
            for client in self.honest:
                assert kept.covers(union(client.sent).structs)
        else:
            contents = {client.content() for client in self.honest}
            assert contents == {await replay(database)}
        for offender in self.offenders:
            offender.leave()
            assert SECRET.encode() not in b"".join(offender.told)
        for insider in self.insiders:
            node = insider.token[:13]
            rows = await database.log.read(PartId(HIDDEN[node], node, "comments"))
            assert Counter(row.update for row in rows) == Counter(insider.sent)
            assert {row.author for row in rows} <= {insider.token}
        for client in self.honest:
            assert SECRET not in client.content()


def _may_change(data: bytes, named: bool) -> bool:
    """Whether an editor would change the document by this: which is no offence."""
    reader = wire.Reader(data)
    try:
        if named:
            reader.varbytes()
    except wire.BadMessage:
        return False
    return data[reader.at : reader.at + 2] in (b"\x00\x01", b"\x00\x02")


Offence = st.tuples(
    st.just("offend"),
    st.integers(0, 5),
    st.integers(0, 40),
    st.integers(0, len(NAMES) - 1),
    st.just([]) | Steps,
    st.booleans(),
    st.integers(1, 3),
)
Step = st.one_of(
    Offence,
    Offence,
    Offence,
    st.tuples(st.just("junk"), st.integers(0, 5), st.binary(max_size=60)),
    st.tuples(st.just("write"), st.integers(0, 1), st.integers(0, 40), st.integers(0, 3)),
    st.tuples(st.just("wait")),
    st.tuples(st.just("back"), st.integers(0, 1)),
    st.tuples(st.just("fold")),
)


class Alarms(logging.Handler):
    """Hears of what went wrong behind the rooms' doors."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() in ALARMS or record.name == "asyncio":
            self.found.append(f"{record.getMessage()}: {record.exc_info}")


async def run(steps: list[tuple[object, ...]], alarms: Alarms, vandals: bool) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: alarms.found.append(str(context)))
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(Path(folder))
        try:
            world = World(database, vandals)
            for name, *args in steps:
                if name == "wait":
                    await asyncio.sleep(0.002)
                elif name == "fold":
                    for room in world.server.rooms.open_rooms():
                        room.compact()
                elif name == "junk":
                    world.offenders[args[0]].say(args[1])  # type: ignore[call-overload, arg-type]
                else:
                    world.step(str(name), *args)
            await world.check(database)
            await world.server.rooms.close()
        finally:
            await database.close()


def live(steps: list[tuple[object, ...]], vandals: bool) -> list[str]:
    """Run, and return what was raised where nobody hears it."""
    alarms = Alarms()
    logging.getLogger().addHandler(alarms)
    try:
        asyncio.run(run(steps, alarms, vandals))
    finally:
        logging.getLogger().removeHandler(alarms)
    return alarms.found


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(Step, max_size=50))
def test_whatever_is_said_concerns_only_who_says_it(steps: list[tuple[object, ...]]) -> None:
    assert live(steps, vandals=False) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(Step.filter(lambda step: step[0] != "fold"), max_size=50))
def test_whatever_an_editor_writes_the_others_stay_and_are_saved(
    steps: list[tuple[object, ...]],
) -> None:
    assert live(steps, vandals=True) == []


def test_the_offenders_get_as_far_as_they_may() -> None:
    """The fuzzing is worth something: members hear, editors write, strangers do not get in."""

    async def go() -> None:
        with tempfile.TemporaryDirectory() as folder:
            database = await open_database(Path(folder))
            world = World(database)
            world.step("write", 0, 0, 0)
            await settle([*world.honest, *world.insiders])
            for who in range(3):
                world.offend(who, 0, 0, [], False, 0)
            await asyncio.sleep(0.01)
            for who in range(6):
                world.offend(who, 1, 0, [], False, 1)
                world.offend(who, 7, 0, [], False, 1)
            await asyncio.sleep(0.02)
            heard = [any(b"w1" in m for m in one.conn.arrived) for one in world.offenders]
            assert heard == [True, True, False, True, False, False]
            assert world.offenders[4].conn.closed == (4403, "not-found")
            await world.check(database)
            assert (await database.log.read(PART))[0].author == world.honest[0].token
            await world.server.rooms.close()
            await database.close()

    asyncio.run(go())
