"""A part that could not be opened is tried again by whoever comes next."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.converge.network import Client, LiveParts, OpenGate, Wire, open_database
from tests.processes import until
from tongwen.core.errors import Invalid
from tongwen.documents.ports import OpenedPart
from tongwen.store import Database, PartId, StoreUnavailable
from tongwen.sync.hocuspocus import HocuspocusSession, Visitor
from tongwen.sync.room import Limits
from tongwen.sync.rooms import Rooms


class FailingParts(LiveParts):
    """Fails at the first opening, after a while."""

    def __init__(self, database: Database, error: Exception) -> None:
        super().__init__(database)
        self.error: Exception | None = error
        self.goes_on = asyncio.Event()

    async def open(self, part: PartId) -> OpenedPart:
        error, self.error = self.error, None
        if error is not None:
            await self.goes_on.wait()
            raise error
        return await super().open(part)


class Node:
    def __init__(self, database: Database) -> None:
        self.database = database

    def fail_with(self, error: Exception) -> None:
        self.parts = FailingParts(self.database, error)
        self.rooms = Rooms(self.database.log, self.parts, OpenGate(), Limits())

    def session(self, conn: Wire) -> HocuspocusSession:
        return HocuspocusSession(conn, self.rooms, Visitor(None, "127.0.0.1", True), 8)


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[Node]:
    """A node whose first opening will fail."""
    database = await open_database(tmp_path)
    made = Node(database)
    yield made
    await made.rooms.close()
    await database.close()


def come(node: Node, number: int) -> Client:
    client = Client(number)
    client.connect(node)  # type: ignore[arg-type]
    client.push(1 << 30)
    return client


async def answered(client: Client) -> object:
    """Wait for the answer: the document, a refusal, or the end of the connection."""

    def answer() -> bool:
        client.push(1 << 30)
        client.pull(1 << 30)
        assert client.conn is not None
        return client.synced or client.denied is not None or client.conn.closed is not None

    await until(answer, "there is no answer")
    assert client.conn is not None
    return client.conn.closed or client.denied


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (Invalid("damaged"), "damaged"),
        (StoreUnavailable("away"), (1013, "storage-unavailable")),
        (LookupError("a mistake of ours"), (1013, "internal")),
    ],
)
async def test_all_who_wait_are_answered_and_the_next_gets_in(
    node: Node, error: Exception, answer: object
) -> None:
    node.fail_with(error)
    first, second = come(node, 1), come(node, 2)
    await asyncio.sleep(0.02)
    node.parts.goes_on.set()
    assert await answered(first) == answer
    assert await answered(second) == answer
    assert await answered(come(node, 3)) is None


async def test_a_failure_that_nobody_waited_for_is_not_told_to_the_next(node: Node) -> None:
    node.fail_with(Invalid("damaged"))
    first = come(node, 1)
    await asyncio.sleep(0.02)
    first.disconnect()
    node.parts.goes_on.set()
    await asyncio.sleep(0.02)
    assert await answered(come(node, 2)) is None
