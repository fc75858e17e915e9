"""A whole server without its socket: real rooms, workers, database and blobs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
from pycrdt import Doc

from tests.converge.network import payloads
from tests.postgres import postgres_url
from tongwen.cli.assembly import Assembly, assemble
from tongwen.core.actor import Actor
from tongwen.core.settings import Settings
from tongwen.drive.files import Stored
from tongwen.http.app import create_app
from tongwen.kinds.sheet.document import Workbook
from tongwen.kinds.text.document import TextDocument
from tongwen.store import PartId
from tongwen.sync import wire
from tongwen.sync.ports import Credentials
from tongwen.ydoc import new_doc

PASSWORD = "correct horse battery"


class Page:
    """What a browser holds: a live document in a room."""

    def __init__(self) -> None:
        self.doc = new_doc()
        self.saved = 0
        self.synced = asyncio.Event()
        self.closed: tuple[int, str] | None = None
        self._receiving = False

    @cached_property
    def document(self) -> TextDocument:
        return TextDocument(self.doc)

    def write(self, frames: bytes) -> None:
        for message in payloads(frames):
            reader = wire.Reader(message)
            if reader.varint() == wire.Kind.SYNC:
                self._take(reader.varint(), reader.varbytes())
            elif message[:2] == b"\x08\x01":
                self.saved += 1

    def writelines(self, pieces: list[bytes]) -> None:
        self.write(b"".join(pieces))

    def _take(self, step: int, payload: bytes) -> None:
        if step != wire.SyncStep.STATE_VECTOR:
            self._receiving = True
            self.doc.apply_update(payload)
            self._receiving = False
        if step == wire.SyncStep.DIFFERENCE:
            self.synced.set()

    def pending(self) -> int:
        return 0

    def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)


@dataclass
class Office:
    """An opened server and its first member."""

    assembly: Assembly
    actor: Actor
    root: str
    token: str
    _docs: "dict[tuple[str, str], Doc[Any]]" = field(default_factory=dict)

    async def upload(self, name: str, data: bytes) -> Stored:
        blobs = self.assembly.services.blobs
        writer = await blobs.writer(self.actor.tenant)
        await writer.write(data)
        key = await writer.commit()
        return await self.assembly.services.documents.store_upload(
            self.actor, self.root, name, key, len(data)
        )

    async def download(self, node: str, version: int | None = None) -> bytes:
        found = await self.assembly.services.documents.content(self.actor, node, version, None)
        assert found.blob is not None
        blobs = self.assembly.services.blobs
        return b"".join([piece async for piece in blobs.read(self.actor.tenant, found.blob)])

    async def open(self, node: str, part: str = "body") -> Page:
        """Join a room of a document as a page does."""
        page = Page()
        credentials = Credentials(None, self.token, "127.0.0.1", True)
        room, peer = await self.assembly.rooms.join(
            page, b"", True, credentials, node, part, lambda reason: None
        )
        room.receive(peer, wire.state_vector_message(b"\x00"))

        def changed(event: object) -> None:
            if not page._receiving:
                room.receive(peer, wire.update_message(event.update))  # type: ignore[attr-defined]

        page.doc.observe(changed)
        await asyncio.wait_for(page.synced.wait(), 10)
        return page

    async def workbook(self, node: str, *sids: str) -> Workbook:
        """Open a workbook as a page does: its book and some of its worksheets."""
        names = ("book", *(f"sheet:{sid}" for sid in sids))
        pages = {name: await self.open(node, name) for name in names}
        return Workbook(lambda name: pages[name].doc)

    async def write(self, node: str, author: str, edit: Callable[[TextDocument], object]) -> bytes:
        """Edit a document as somebody whose page is open: append to its log; return the update."""
        part = self.part(node)
        opened = await self.assembly.rooms._parts.open(part)
        doc = self._docs.setdefault((node, author), new_doc())
        before = [opened.snapshot.state] if opened.snapshot else []
        for update in [*before, *(row.update for row in opened.tail)]:
            doc.apply_update(update)
        vector = doc.get_state()
        updates: list[bytes] = []
        heard = doc.observe(lambda event: updates.append(event.update))
        with doc.transaction():
            edit(TextDocument(doc))
        doc.unobserve(heard)
        update = updates[0] if updates else doc.get_update(vector)
        await self.assembly.services.database.log.append(part, author, update)
        return update

    async def compact(self, node: str) -> None:
        """Fold the log as a room does."""
        parts = self.assembly.rooms._parts
        opened = await parts.open(self.part(node))
        base = [opened.snapshot.state] if opened.snapshot else []
        updates = [*base, *(row.update for row in opened.tail)]
        await parts.compact(self.part(node), opened.tail[-1].seq, updates)

    @asynccontextmanager
    async def web(self, token: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """A program that calls the API with a token, the first member's unless told."""
        transport = httpx.ASGITransport(app=create_app(self.assembly.services))
        async with httpx.AsyncClient(
            transport=transport,
            base_url="http://office.test/api/v1",
            headers={"authorization": f"Bearer {token or self.token}"},
        ) as client:
            yield client

    async def member(self, name: str) -> tuple[str, str]:
        """Add a member; return the id and an API token."""
        email = f"{name}@example.org"
        async with self.web() as web:
            person = {"name": name, "email": email, "password": PASSWORD}
            made = (await web.post("/users", json=person)).json()["id"]
            signed = await web.post("/session", json={"email": email, "password": PASSWORD})
            headers = {"x-csrf-token": signed.json()["csrf"], "authorization": ""}
            del web.headers["authorization"]
            del headers["authorization"]
            token = (await web.post("/tokens", json={"name": "t"}, headers=headers)).json()["token"]
        return made, token

    async def versions(self, node: str) -> list[tuple[int, str]]:
        rows = await self.assembly.services.database.fetch(
            "select number, origin from versions where tenant = :t and node = :n order by number",
            t=self.actor.tenant,
            n=node,
        )
        return [(row["number"], row["origin"]) for row in rows]

    def part(self, node: str) -> PartId:
        return PartId(self.actor.tenant, node, "body")


@pytest.fixture(params=["sqlite", "postgresql"])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    database = await postgres_url() if request.param == "postgresql" else ""
    settings = Settings(data=tmp_path, database=database)
    async with assemble(settings) as assembly:
        yield await _found(assembly)


async def _found(assembly: Assembly) -> Office:
    transport = httpx.ASGITransport(app=create_app(assembly.services))
    async with httpx.AsyncClient(transport=transport, base_url="http://office.test/api/v1") as web:
        made = await web.post(
            "/setup",
            json={
                "organisation": "同文",
                "name": "安",
                "email": "ann@example.org",
                "password": PASSWORD,
            },
        )
        assert made.status_code == 201, made.text
        headers = {"x-csrf-token": made.json()["csrf"]}
        token = (await web.post("/tokens", json={"name": "t"}, headers=headers)).json()["token"]
    actor = await assembly.services.people.tokens.resolve(token, "127.0.0.1")
    assert actor is not None
    return Office(assembly, actor, made.json()["root"], token)
