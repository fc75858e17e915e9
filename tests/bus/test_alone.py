"""Nodes that no bus connects ask the database instead."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.converge.network import Client, LiveParts, OpenGate, Wire, open_database
from tests.processes import until
from tongwen.store import Database
from tongwen.sync import rooms as living
from tongwen.sync.hocuspocus import HocuspocusSession, Visitor
from tongwen.sync.room import Limits
from tongwen.sync.rooms import Rooms


class Node:
    """One of several processes over one log."""

    def __init__(self, database: Database, gate: OpenGate) -> None:
        self.rooms = Rooms(database.log, LiveParts(database), gate, Limits(), shared=True)

    def session(self, conn: Wire) -> HocuspocusSession:
        return HocuspocusSession(conn, self.rooms, Visitor(None, "127.0.0.1", True), 8)


@pytest.fixture
def gate() -> OpenGate:
    """Who is let in."""
    return OpenGate()


@pytest.fixture
async def nodes(
    tmp_path: Path, gate: OpenGate, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Node, Node]]:
    """Two of them, which ask often."""
    monkeypatch.setattr(living, "SWEEP_SECONDS", 0.02)
    monkeypatch.setattr(living, "HEADS_SECONDS", 0.05)
    monkeypatch.setattr(living, "ASK_SECONDS", 0.1)
    database = await open_database(tmp_path)
    made = Node(database, gate), Node(database, gate)
    yield made
    for node in made:
        await node.rooms.close()
    await database.close()


async def joined(node: Node, number: int) -> Client:
    client = Client(number)
    client.connect(node)  # type: ignore[arg-type]
    await exchange(client, lambda: client.synced)
    return client


async def exchange(client: Client, ready: object) -> None:
    """Send and receive until something is so."""

    def pass_on() -> bool:
        client.push(1 << 30)
        client.pull(1 << 30)
        return bool(ready())  # type: ignore[operator]

    await until(pass_on, "it does not come")


async def test_what_another_node_wrote_is_found(nodes: tuple[Node, Node]) -> None:
    first, second = await joined(nodes[0], 1), await joined(nodes[1], 2)
    first.add_paragraph(0, "同文")
    await exchange(first, lambda: first.unsynced == 0)
    await exchange(second, lambda: "同文" in second.content())


async def test_access_that_another_node_took_away_is_noticed(
    nodes: tuple[Node, Node], gate: OpenGate
) -> None:
    client = await joined(nodes[0], 1)
    gate.banned.add(client.token)
    await until(lambda: not nodes[0].rooms.peers, "the session goes on")


async def test_access_that_could_not_be_asked_is_asked_later(
    nodes: tuple[Node, Node], gate: OpenGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living, "ASK_SECONDS", 1000)
    client = await joined(nodes[0], 1)
    gate.banned.add(client.token)
    gate.away = True
    nodes[0].rooms.recheck("tenant")
    await asyncio.sleep(0.1)
    assert nodes[0].rooms.peers == 1  # the database does not answer: nobody is sent away
    gate.away = False
    await until(lambda: not nodes[0].rooms.peers, "it is not asked again")
