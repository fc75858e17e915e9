"""Fifty people who join one 300-page document at once, and what somebody in another one notices."""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

import websockets

from bench.docx import long_document
from bench.report import Figure, Report
from bench.server import REPOSITORY, Server
from tongwen.sync import wire
from tongwen.ydoc.states import EMPTY_VECTOR

PEOPLE = 50
ROUNDS = 5
EVERY = 0.005
NOTES = f"""
{PEOPLE} connections of a second process join in the same moment, each with nothing or with the
copy it had before, and wait for the whole document. Meanwhile somebody in another, short document
asks the server something every {EVERY * 1000:.0f} ms; *delay* is the longest that any of these
answers took, the process being busy with the crowd (the crowd itself and this measurement use the
same cores, so part of it is waiting for a core: compare *nobody joins*). *Never opened*: the
first of them has the file imported.
"""


class Other:
    """Somebody in another document, who asks again and again."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.longest = 0.0

    async def ask(self) -> None:
        """Ask until cancelled, and remember the longest wait in milliseconds."""
        question = wire.state_vector_message(EMPTY_VECTOR)
        async with websockets.connect(self._url, max_size=None, compression=None) as socket:
            while True:
                began = time.perf_counter()
                await socket.send(question)
                while (await socket.recv())[:2] != b"\x00\x00":
                    pass
                self.longest = max(self.longest, (time.perf_counter() - began) * 1000)
                await asyncio.sleep(EVERY)


async def _crowd(url: str, count: int, vector: str) -> dict[str, object]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.crowd",
        url,
        str(count),
        vector,
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        out, _ = await asyncio.wait_for(process.communicate(), 120)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    found: dict[str, object] = json.loads(out)
    return found


class Rounds:
    """The rounds of one measurement, by case."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.delays: dict[str, list[float]] = {}
        self.lasts: dict[str, list[float]] = {}
        self.cpu: dict[str, list[float]] = {}

    def url(self, node: str) -> str:
        """The plain y-websocket address of a document's body."""
        return f"ws://127.0.0.1:{self._server.port}/sync/{node}/body?token={self._server.token}"

    async def measure(self, case: str, short: str, node: str, vector: str) -> str:
        """Let a crowd join (none without a node); return the server's state vector."""
        other = Other(self.url(short))
        asking = asyncio.create_task(other.ask())
        await asyncio.sleep(1)
        other.longest, used, found = 0.0, self._server.cpu(), ""
        if node:
            crowd = await _crowd(self.url(node), PEOPLE, vector)
            seconds = crowd["seconds"]
            assert isinstance(seconds, list)
            self.lasts.setdefault(case, []).append(max(seconds))
            self.cpu.setdefault(case, []).append(self._server.cpu() - used)
            found = str(crowd["vector"])
        else:
            await asyncio.sleep(2)
        asking.cancel()
        await asyncio.wait([asking])
        self.delays.setdefault(case, []).append(other.longest)
        return found


async def _measure(server: Server) -> Rounds:
    rounds = Rounds(server)
    short = server.upload("short.docx", long_document(1))
    data = long_document(300)
    for number in range(ROUNDS):
        node = server.upload(f"{number}.docx", data)
        await rounds.measure("nobody joins", short, "", "")
        vector = await rounds.measure("never opened", short, node, EMPTY_VECTOR.hex())
        await rounds.measure("with nothing", short, node, EMPTY_VECTOR.hex())
        await rounds.measure("with a copy", short, node, vector)
    return rounds


def run() -> Report:
    """Measure with a server of our own."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        server.set_up()
        rounds = asyncio.run(_measure(server))
    figures = []
    for case, delays in rounds.delays.items():
        limit = None if case == "nobody joins" else 250
        figures.append(Figure(f"{case}: longest delay in another document", "ms", delays, limit))
        if case in rounds.lasts:
            figures.append(Figure(f"{case}: until the last has it all", "s", rounds.lasts[case]))
            figures.append(Figure(f"{case}: CPU of the server process", "s", rounds.cpu[case]))
    return Report(f"{PEOPLE} people join a 300-page document at once", NOTES, figures)
