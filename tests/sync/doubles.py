"""Doubles of what rooms stand on: a log whose writes a test settles, a gate it sets, ears."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from pycrdt import Doc, Text

from tongwen.core.errors import Invalid, NotFound
from tongwen.core.roles import Role
from tongwen.documents.ports import OpenedPart
from tongwen.store import LoggedUpdate, PartId, Snapshot
from tongwen.sync import wire
from tongwen.sync.hocuspocus import HocuspocusSession, Visitor
from tongwen.sync.plain import PlainSession
from tongwen.sync.ports import Credentials, Membership
from tongwen.sync.room import Limits, Room
from tongwen.sync.rooms import Rooms
from tongwen.ydoc.ranges import summarise
from tongwen.ydoc.rangesets import dump
from tongwen.ydoc.states import difference, fold_with_summary

TENANT, NODE = "tenant", "node"
NAME = f"{NODE}/body"
KEY = wire.varstring(NAME)
PART = PartId(TENANT, NODE, "body")
SAVED, REFUSED = b"\x08\x01", b"\x08\x00"  # the statuses of an edit


class HandLog:
    """A log in memory that writes when it is told to, in any order, or by itself."""

    def __init__(self, by_itself: bool = True) -> None:
        self.by_itself = by_itself
        self.rows: list[LoggedUpdate] = []
        self.waiting: list[tuple[str, bytes, Callable[[int | None], None]]] = []

    def submit(
        self, part: PartId, author: str, update: bytes, done: Callable[[int | None], None]
    ) -> None:
        self.waiting.append((author, update, done))
        if self.by_itself:
            asyncio.get_running_loop().call_soon(self.settle_all)

    def settle(self, number: int = 0, saved: bool = True) -> None:
        """Write one that waits, or fail to."""
        author, update, done = self.waiting.pop(number)
        if saved:
            self.rows.append(LoggedUpdate(len(self.rows) + 1, 0, author, update))
        done(len(self.rows) if saved else None)

    def settle_all(self) -> None:
        """Write everything that waits."""
        while self.waiting:
            self.settle()

    async def append(self, part: PartId, author: str, update: bytes) -> int:
        self.rows.append(LoggedUpdate(len(self.rows) + 1, 0, author, update))
        return len(self.rows)

    async def read(self, part: PartId, after: int = 0) -> list[LoggedUpdate]:
        return self.rows[after:]

    async def head(self, part: PartId) -> int:
        return len(self.rows)

    async def heads(self, parts: Sequence[PartId]) -> dict[PartId, int]:
        return dict.fromkeys(parts, len(self.rows))


class HandParts:
    """Opens what the log has; counts what it is asked."""

    def __init__(self, log: HandLog) -> None:
        self.log = log
        self.snapshot: Snapshot | None = None
        self.opened = self.emptied = 0
        self.asked: list[bytes] = []  # the vectors of differences
        self.gate: asyncio.Event | None = None  # holds back what worker processes read
        self.fold_gate: asyncio.Event | None = None  # holds back what they fold

    async def open(self, part: PartId) -> OpenedPart:
        self.opened += 1
        tail = self.log.rows[self.snapshot.seq if self.snapshot else 0 :]
        summary = dump(summarise(self.snapshot.state)) if self.snapshot else b""
        return OpenedPart(self.snapshot, list(tail), summary)

    async def compact(self, part: PartId, seq: int, updates: list[bytes]) -> Snapshot:
        await self._wait(self.fold_gate)
        self.snapshot = Snapshot(seq, fold_with_summary(updates).state, b"")
        return self.snapshot

    async def difference(self, state: bytes, vector: bytes) -> bytes:
        self.asked.append(vector)
        await self._wait(self.gate)
        return difference(state, vector)

    async def summarise(self, update: bytes) -> bytes:
        await self._wait(self.gate)
        try:
            return dump(summarise(update))
        except ValueError as error:
            raise Invalid("update-malformed") from error

    @staticmethod
    async def _wait(gate: asyncio.Event | None) -> None:
        await asyncio.sleep(0)
        if gate is not None:
            await gate.wait()

    def edited(self, part: PartId, author: str) -> None:
        """Nothing listens."""

    async def left(self, part: PartId) -> None:
        self.emptied += 1


@dataclass
class HandGate:
    """Lets in whom `members` names by token, as it says there."""

    members: dict[str, Membership] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # the tokens, when asked again
    inside: set[str] = field(default_factory=lambda: {NODE})  # nodes below every changed one

    def let(self, token: str, role: Role = Role.EDITOR, **more: object) -> None:
        """Let somebody in, or in another way."""
        given = {"author": f"u:{token}", "name": token, "may_write": role >= Role.EDITOR} | more
        self.members[token] = Membership(tenant=TENANT, role=role, **given)  # type: ignore[arg-type]

    async def admit(
        self, credentials: Credentials, node: str, part: str, again: bool = False
    ) -> Membership:
        if again:
            self.asked.append(credentials.token)
        if credentials.token not in self.members:
            raise NotFound("not-found")
        return self.members[credentials.token]

    async def below(self, tenant: str, node: str, candidates: set[str]) -> set[str]:
        return self.inside & candidates


class Ear:
    """A connection that keeps what was written, write by write."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.pieces: list[list[bytes]] = []
        self.closed: tuple[int, str] | None = None
        self.stuck = 0

    def write(self, frames: bytes) -> None:
        self.writes.append(frames)

    def writelines(self, pieces: list[bytes]) -> None:
        self.pieces.append(pieces)
        self.writes.append(b"".join(pieces))

    def pending(self) -> int:
        return self.stuck

    def close(self, code: int, reason: str) -> None:
        self.closed = self.closed or (code, reason)

    def forget(self) -> None:
        """Begin to listen afresh."""
        self.writes.clear()
        self.pieces.clear()


def payloads(frames: bytes) -> list[bytes]:
    """Take unmasked WebSocket frames apart, and check that nothing is left over."""
    out, at = [], 0
    while at < len(frames):
        assert frames[at] == 0x82
        length, head = frames[at + 1], 2
        if length >= 126:
            head = 4 if length == 126 else 10
            length = int.from_bytes(frames[at + 2 : at + head], "big")
        assert at + head + length <= len(frames)
        out.append(frames[at + head : at + head + length])
        at += head + length
    return out


class Person:
    """Somebody with a document of one text, a session of either dialect, and an ear."""

    def __init__(self, hall: "Hall", token: str, plain: bool = False) -> None:
        self.token = token
        self.ear = Ear()
        self.key = b"" if plain else KEY
        self.doc: Doc[object] = Doc()
        self.text = self.doc.get("t", type=Text)
        self._plain = plain
        self.session: HocuspocusSession | PlainSession = self._session(hall)

    def _session(self, hall: "Hall") -> HocuspocusSession | PlainSession:
        if self._plain:
            credentials = Credentials(None, self.token, "127.0.0.1", True)
            return PlainSession(self.ear, hall.rooms, credentials, NODE, "body")
        return HocuspocusSession(self.ear, hall.rooms, Visitor(None, "127.0.0.1", True), 8)

    def say(self, message: bytes) -> None:
        """Send a message about the document."""
        self.session.received(self.key + message)

    def knock(self) -> None:
        """Ask to be let in."""
        if not self._plain:
            self.say(b"\x02\x00" + wire.varstring(self.token) + wire.varstring("4.8.0"))

    def ask(self) -> None:
        """Ask for what this document lacks."""
        self.say(wire.state_vector_message(self.doc.get_state()))

    def type(self, words: str) -> bytes:
        """Write at the end; return the edit."""
        vector = self.doc.get_state()
        self.text += words
        update = self.doc.get_update(vector)
        self.say(wire.update_message(update))
        return update

    def show(self, client: int, clock: int, state: bytes) -> None:
        """Show a presence."""
        self.say(wire.awareness_message([wire.awareness_entry(client, clock, state)]))

    def heard(self) -> list[bytes]:
        """The messages since it was asked last, without their prefix."""
        found = []
        for write in self.ear.writes:
            for payload in payloads(write):
                assert payload.startswith(self.key)
                found.append(payload[len(self.key) :])
        self.ear.forget()
        return found

    def learn(self) -> list[bytes]:
        """Take what was heard of the document; return the other messages."""
        other = []
        for message in self.heard():
            if message[:2] in (b"\x00\x01", b"\x00\x02"):
                self.doc.apply_update(wire.Reader(message, 2).varbytes())
            else:
                other.append(message)
        return other


class Hall:
    """Rooms over these doubles."""

    def __init__(self, limits: Limits | None = None, by_itself: bool = True) -> None:
        self.log = HandLog(by_itself)
        self.parts = HandParts(self.log)
        self.gate = HandGate()
        self.limits = limits or Limits(flush_interval=0)
        self.rooms = Rooms(self.log, self.parts, self.gate, self.limits)  # type: ignore[arg-type]

    async def person(
        self, token: str, role: Role = Role.EDITOR, plain: bool = False, **more: object
    ) -> Person:
        """Let somebody in who then knows the document and was told everything so far."""
        self.gate.let(token, role, **more)
        person = Person(self, token, plain)
        person.knock()
        await turns()
        person.ask()
        await turns()
        person.learn()
        return person

    @property
    def room(self) -> Room:
        """The one open room."""
        (room,) = self.rooms.open_rooms()
        return room


async def turns(count: int = 12) -> None:
    """Let the loop turn, for what needs no time."""
    for _ in range(count):
        await asyncio.sleep(0)


def notes(messages: list[bytes]) -> list[object]:
    """The notes among some messages."""
    return [
        json.loads(wire.Reader(message, 1).varstring())
        for message in messages
        if message[0] == wire.Kind.STATELESS
    ]


MakeHall = Callable[..., Awaitable[Hall]]
