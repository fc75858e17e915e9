"""A network in memory: real rooms over a real log, and clients that hear late or never."""

import asyncio
from pathlib import Path

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from tongwen.bus import Bus
from tongwen.core.errors import TongwenError
from tongwen.core.roles import Role
from tongwen.documents.opening import Opening
from tongwen.store import Database, PartId, StoreUnavailable
from tongwen.sync import wire
from tongwen.sync.hocuspocus import HocuspocusSession, Visitor
from tongwen.sync.ports import Credentials, Membership
from tongwen.sync.room import Limits
from tongwen.sync.rooms import Rooms
from tongwen.ydoc import delete, insert, plain

TENANT = "tenant"
NODE = "0123456789abc"
PART = PartId(TENANT, NODE, "comments")  # a part that begins empty: nothing is imported
NAME = f"{NODE}/comments"


def payloads(frames: bytes) -> list[bytes]:
    """Take unmasked WebSocket frames apart."""
    out = []
    at = 0
    while at < len(frames):
        length, head = frames[at + 1], 2
        if length == 126:
            length, head = int.from_bytes(frames[at + 2 : at + 4], "big"), 4
        elif length == 127:
            length, head = int.from_bytes(frames[at + 2 : at + 10], "big"), 10
        out.append(frames[at + head : at + head + length])
        at += head + length
    return out


class Wire:
    """A connection whose messages wait until the test delivers them."""

    def __init__(self) -> None:
        self.arrived: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self.stuck = 0

    def write(self, frames: bytes) -> None:
        self.arrived += payloads(frames)

    def writelines(self, pieces: list[bytes]) -> None:
        self.write(b"".join(pieces))

    def pending(self) -> int:
        return self.stuck

    def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)


class OpenGate:
    """Lets everybody in; the token is the role's word."""

    def __init__(self) -> None:
        self.banned: set[str] = set()
        self.away = False  # as when the database does not answer

    async def admit(
        self, credentials: Credentials, node: str, part: str, again: bool = False
    ) -> Membership:
        if self.away:
            raise StoreUnavailable("away")
        if credentials.token in self.banned or node != NODE:
            raise TongwenError("not-found")
        role = Role.VIEWER if credentials.token.startswith("viewer") else Role.EDITOR
        return Membership(TENANT, credentials.token, "", role, role >= Role.EDITOR)

    async def below(self, tenant: str, node: str, candidates: set[str]) -> set[str]:
        return candidates & {node}


class InlineWorkers:
    """Does the tasks of worker processes in this one."""

    async def run(self, task: str, *args: bytes, seconds: float | None = None) -> bytes:
        from tongwen.jobs.tasks import TASKS

        return TASKS[task](list(args))


class LiveParts(Opening):
    """Opening, with ears for what rooms tell."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, None, InlineWorkers())  # type: ignore[arg-type]
        self.edits: list[str] = []
        self.emptied = 0

    def edited(self, part: PartId, author: str) -> None:
        self.edits.append(author)

    async def left(self, part: PartId) -> None:
        self.emptied += 1


class Server:
    """One server process's worth of rooms over a database file."""

    def __init__(
        self,
        database: Database,
        gate: OpenGate | None = None,
        limits: Limits = Limits(flush_interval=0),  # noqa: B008  # it is frozen
        bus: Bus | None = None,
    ) -> None:
        self.gate = gate or OpenGate()
        self.parts = LiveParts(database)
        self.rooms = Rooms(database.log, self.parts, self.gate, limits, bus=bus, shared=bool(bus))

    def session(self, conn: Wire) -> HocuspocusSession:
        return HocuspocusSession(conn, self.rooms, Visitor(None, "127.0.0.1", True), 8)


class Client:
    """A page: a document, and a socket that may be gone."""

    def __init__(self, number: int, token: str = "editor") -> None:
        self.doc: Doc[object] = Doc(client_id=1000 + number)
        self.body = self.doc.get("body", type=XmlFragment)
        self.token = f"{token}{number}"
        self.conn: Wire | None = None
        self.session: HocuspocusSession | None = None
        self.outgoing: list[bytes] = []
        self.unsynced = 0
        self.synced = False
        self.denied: str | None = None
        self._remote = False
        self.doc.observe(self._edited)

    def _edited(self, event: object) -> None:
        if not self._remote and self.session is not None:
            self.unsynced += 1
            self._send(wire.update_message(event.update))  # type: ignore[attr-defined]

    def _send(self, message: bytes) -> None:
        self.outgoing.append(wire.varstring(NAME) + message)

    def connect(self, server: Server) -> None:
        """Open a socket and begin as `@hocuspocus/provider` does."""
        self.conn = Wire()
        self.session = server.session(self.conn)
        self.outgoing = []
        self.synced = False
        self.unsynced = 1
        self._send(b"\x02\x00" + wire.varstring(self.token) + wire.varstring("4.8.0"))
        self._send(wire.state_vector_message(self.doc.get_state()))

    def disconnect(self) -> None:
        """Lose the socket and everything on its way."""
        if self.session is not None:
            self.session.disconnected()
        self.conn = self.session = None

    def push(self, count: int) -> None:
        """Let some of what was sent reach the server."""
        now, self.outgoing = self.outgoing[:count], self.outgoing[count:]
        for message in now:
            if self.session is not None:
                self.session.received(message)

    def pull(self, count: int) -> None:
        """Read some of what arrived."""
        if self.conn is None:
            return
        now, self.conn.arrived = self.conn.arrived[:count], self.conn.arrived[count:]
        for message in now:
            self._read(message)

    def _read(self, message: bytes) -> None:
        reader = wire.Reader(message)
        if message == bytes((wire.Kind.PING,)):
            return
        assert reader.varstring() == NAME
        kind = reader.varint()
        if kind == wire.Kind.SYNC:
            step, payload = reader.varint(), reader.varbytes()
            if step == wire.SyncStep.STATE_VECTOR:
                self._send(wire.difference_message(self.doc.get_update(payload)))
            else:
                self._remote = True
                self.doc.apply_update(payload)
                self._remote = False
                self.synced = self.synced or step == wire.SyncStep.DIFFERENCE
        elif kind == wire.Kind.SYNC_STATUS:
            if reader.varint() == 1:
                self.unsynced -= 1
        elif kind == wire.Kind.AUTH and reader.varint() == wire.Auth.DENIED:
            self.denied = reader.varstring()

    @property
    def busy(self) -> bool:
        return bool(self.outgoing or (self.conn and self.conn.arrived))

    def waits(self, saved: bool) -> bool:
        """Whether an answer is still to come."""
        if self.conn is None or self.conn.closed or self.denied:
            return False
        may_write = not self.token.startswith("viewer")
        return not self.synced or (saved and may_write and self.unsynced > 0)

    # -- edits

    def paragraphs(self) -> list[XmlText]:
        return [child for element in self.body.children for child in element.children]

    def add_paragraph(self, at: int, words: str) -> None:
        with self.doc.transaction():
            element = XmlElement("paragraph")
            self.body.children.insert(min(at, len(self.body.children)), element)
            text = XmlText()
            element.children.append(text)
            insert(text, 0, words)

    def write(self, paragraph: int, at: int, words: str, cut: int) -> None:
        texts = self.paragraphs()
        if not texts:
            self.add_paragraph(0, words)
            return
        text = texts[paragraph % len(texts)]
        characters = plain(text)
        at = at % (len(characters) + 1)
        with self.doc.transaction():
            delete(text, at, min(len(characters), at + cut))
            insert(text, at, words, {"bold": {"on": True}} if cut % 2 else None)

    def remove_paragraph(self, at: int) -> None:
        if len(self.body.children):
            del self.body.children[at % len(self.body.children)]

    def content(self) -> str:
        return str(self.body)


async def settle(clients: list[Client], saved: bool = True) -> None:
    """Deliver everything, both ways, until nothing is on its way.

    Waits for joins to be answered and, if `saved`, for edits to be acknowledged: the database may
    take its time on a busy machine.
    """
    quiet = 0
    patience = asyncio.get_running_loop().time() + 20
    while quiet < 5:
        assert asyncio.get_running_loop().time() < patience, "something is not answered"
        await asyncio.sleep(0.001)
        busy = any(client.busy or client.waits(saved) for client in clients)
        quiet = 0 if busy else quiet + 1
        for client in clients:
            client.push(1 << 30)
            client.pull(1 << 30)


async def replay(database: Database) -> str:
    """The document as the log alone tells it."""
    snapshot, tail = await database.log.tail(PART)
    doc: Doc[object] = Doc()
    body = doc.get("body", type=XmlFragment)
    for update in ([snapshot.state] if snapshot else []) + [row.update for row in tail]:
        doc.apply_update(update)
    return str(body)


async def open_database(folder: Path) -> Database:
    """Open the log's database."""
    from tongwen.store.sqlite import open_sqlite

    return await open_sqlite(folder / "tongwen.db")
