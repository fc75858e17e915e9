"""Measures what it costs when people of one document are at different nodes: time, and CPU."""

import asyncio
import os
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import websockets
from pycrdt import Text

from bench.report import Figure, Report
from tests.nodes.installation import Installation, Node
from tests.processes import until
from tongwen.sync import wire
from tongwen.ydoc import new_doc

NOTES = """
Real nodes, PostgreSQL and NATS on this machine. One person types 100 keys a second into a text
that ten others have open: at the same node, or all ten at another. Time from the writer's socket
to a reader's; CPU of the servers' processes, for each key. At one node a key is relayed before its
commit, between nodes after it. Rounds are interleaved.
"""
ROUNDS = 5
SECONDS = 4.0
EDITS_PER_SECOND = 100
READERS = 10
TICKS = os.sysconf("SC_CLK_TCK")


class Person:
    """A connection to one document, as bytes."""

    def __init__(self, node: Node, document: str, token: str) -> None:
        self._address = f"ws://127.0.0.1:{node.port}/sync"
        self._key = wire.varstring(f"{document}/body")
        self._token = token
        self._socket: websockets.ClientConnection
        self.heard: dict[bytes, float] = {}
        self.acknowledged: list[float] = []
        self._in = asyncio.Event()
        self._reading: asyncio.Task[None]

    async def join(self) -> None:
        """Connect, and return when everything is here."""
        self._socket = await websockets.connect(self._address, max_size=None)
        await self._socket.send(
            self._key + b"\x02\x00" + wire.varstring(self._token) + wire.varstring("bench")
        )
        await self._socket.send(self._key + wire.state_vector_message(b"\x00"))
        self._reading = asyncio.create_task(self._read())
        await self._in.wait()

    async def _read(self) -> None:
        async for message in self._socket:
            at = time.perf_counter()
            assert isinstance(message, bytes)
            body = message[len(self._key) :]
            if body[:2] == b"\x00\x02":
                self.heard[wire.Reader(body, 2).varbytes()] = at
            elif body[:1] == b"\x08":
                self.acknowledged.append(at)
            elif body[:2] == b"\x00\x01":
                self._in.set()

    async def write(self, update: bytes) -> float:
        """Send an edit; return when."""
        at = time.perf_counter()
        await self._socket.send(self._key + wire.update_message(update))
        return at

    async def leave(self) -> None:
        """Close the connection."""
        await self._socket.close()
        await self._reading


def run() -> Report:
    """Measure all rounds."""
    return asyncio.run(_measure())


async def _measure() -> Report:
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="tongwen-nodes-") as folder:
        installation = Installation(Path(folder))
        try:
            await installation.start()
            for number in range(ROUNDS):
                for name, there in (("the same node", 0), ("another node", 1)):
                    document = await installation.document(f"{name} {number}")
                    await _round(installation, document, there, name, values)
        finally:
            await installation.stop()
    figures = [
        Figure(f"{what}, readers at {name}", unit, values[(name, what)])
        for what, unit in (
            ("edit → peer, p50", "ms"),
            ("edit → peer, p99", "ms"),
            ("edit → acknowledged, p50", "ms"),
            ("CPU per edit, the writer's node", "µs"),
            ("CPU per edit, the other node", "µs"),
            ("CPU per edit, NATS", "µs"),
        )
        for name in ("the same node", "another node")
    ]
    return Report("Several nodes", NOTES, figures)


async def _round(
    installation: Installation,
    document: str,
    there: int,
    name: str,
    values: dict[tuple[str, str], list[float]],
) -> None:
    token = installation.people["anna"].token
    here, other = installation.nodes[0], installation.nodes[1]
    writer = Person(here, document, token)
    readers = [Person(installation.nodes[there], document, token) for _ in range(READERS)]
    for person in (writer, *readers):
        await person.join()
    updates = _keys(round(SECONDS * EDITS_PER_SECOND))
    before = [_cpu(process.pid) for process in (here, other, installation.nats)]
    sent = {}
    started = time.perf_counter()
    for number, update in enumerate(updates):
        await asyncio.sleep(max(0.0, started + number / EDITS_PER_SECOND - time.perf_counter()))
        sent[update] = await writer.write(update)
    all_heard = [reader.heard for reader in readers] + [writer.acknowledged]
    await until(lambda: all(len(one) >= len(updates) for one in all_heard), "keys are missing", 60)
    after = [_cpu(process.pid) for process in (here, other, installation.nats)]
    took = sorted(reader.heard[u] - at for u, at in sent.items() for reader in readers)
    acks = [done - at for done, at in zip(writer.acknowledged, sent.values(), strict=True)]
    spent = [(now - then) / len(updates) * 1e6 for now, then in zip(after, before, strict=True)]
    values[(name, "edit → peer, p50")].append(statistics.median(took) * 1e3)
    values[(name, "edit → peer, p99")].append(took[int(len(took) * 0.99)] * 1e3)
    values[(name, "edit → acknowledged, p50")].append(statistics.median(acks) * 1e3)
    values[(name, "CPU per edit, the writer's node")].append(spent[0])
    values[(name, "CPU per edit, the other node")].append(spent[1])
    values[(name, "CPU per edit, NATS")].append(spent[2])
    for person in (writer, *readers):
        await person.leave()


def _keys(count: int) -> list[bytes]:
    """Return the updates of somebody who types."""
    doc = new_doc()
    text = doc.get("typed", type=Text)
    updates: list[bytes] = []
    watch = doc.observe(lambda event: updates.append(event.update))
    for _ in range(count):
        text += "a"
    doc.unobserve(watch)
    return updates


def _cpu(process: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
