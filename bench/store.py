"""Measures the store and the blobs: updates made durable a second, bytes a second, memory.

Runs are interleaved and medians reported, because the machine is never idle.
"""

import asyncio
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.report import Figure, Report
from tests.postgres import postgres_url
from tongwen.blobs.local import open_local_blobs
from tongwen.store import Database, PartId
from tongwen.store.postgres import open_postgres
from tongwen.store.sqlite import open_sqlite

NOTES = """
Interleaved rounds, updates of 35 bytes, closed loop: each writer waits for its acknowledgement.
"""
ROUNDS = 5
SECONDS = 2.0
UPDATE = os.urandom(35)  # a key stroke
LOADS = {"20 writers": (20, 20), "1,000 writers, 20 parts": (1000, 20), "1,000 parts": (1000, 1000)}
BLOB_BYTES = 1 << 30
PIECES = {"64 KiB pieces": 64 << 10, "256 KiB pieces": 256 << 10}

Results = dict[str, list[float]]


class ClosedLoop:
    """Writers that each submit the next update when the last one is acknowledged."""

    def __init__(self, database: Database, parts: int) -> None:
        self._log = database.log
        self._parts = [PartId("0tenant0tenan", f"{i:013}", "body") for i in range(parts)]
        self._acknowledged = 0
        self._live = 0
        self._ended = asyncio.Event()
        self._end = 0.0

    async def run(self, writers: int) -> float:
        """Return acknowledged updates a second."""
        start = time.perf_counter()
        self._end = start + SECONDS
        self._live = writers
        for i in range(writers):
            self._submit(self._parts[i % len(self._parts)])
        await self._ended.wait()
        return self._acknowledged / (time.perf_counter() - start)

    def _submit(self, part: PartId) -> None:
        def done(seq: int | None) -> None:
            assert seq is not None
            self._acknowledged += 1
            if time.perf_counter() < self._end:
                self._log.submit(part, "0author0autho", UPDATE, done)
                return
            self._live -= 1
            if self._live == 0:
                self._ended.set()

        self._log.submit(part, "0author0autho", UPDATE, done)


async def measure_logs(results: Results, folder: Path) -> None:
    """Group commit, on both back ends."""
    for round in range(ROUNDS):
        for name, (writers, parts) in LOADS.items():
            opened: dict[str, Awaitable[Database]] = {
                "SQLite FULL": open_sqlite(folder / f"{round}-{writers}-{parts}.db"),
                "PostgreSQL": open_postgres(await postgres_url()),
            }
            for back_end, opening in opened.items():
                database = await opening
                rate = await ClosedLoop(database, parts).run(writers)
                results[f"{back_end}, {name}: updates/s"].append(rate)
                await database.close()


async def measure_reads(results: Results, folder: Path) -> None:
    """A keyed read of a row, inline and through a thread: docs/decisions/sqlite.md."""
    database = await open_sqlite(folder / "reads.db")
    sql = "select * from tenants where id = :id"
    async with database.transaction() as transaction:
        insert = "insert into tenants (id, name, created) values (:id, 'n', 1)"
        await transaction.executemany(insert, [{"id": f"{i:06}"} for i in range(100_000)])

    def blocking(id: str) -> object:
        return database._connection.execute(sql, {"id": id}).fetchone()

    async def inline(id: str) -> object:
        return await database.fetchrow(sql, id=id)

    async def in_thread(id: str) -> object:
        return await asyncio.to_thread(blocking, id)

    ways: dict[str, Callable[[str], Awaitable[object]]] = {"inline": inline, "thread": in_thread}
    for _ in range(ROUNDS):
        for way, read in ways.items():
            start = time.perf_counter()
            for i in range(2000):
                await read(f"{i * 49 % 100_000:06}")
            results[f"SQLite keyed read, {way}: µs"].append((time.perf_counter() - start) * 500)
    await database.close()


async def measure_blobs(results: Results, folder: Path) -> None:
    """Writing and reading 1 GiB, and how much the process grows by it."""
    blobs = await open_local_blobs(folder / "blobs")
    for _ in range(ROUNDS):
        for name, size in PIECES.items():
            piece = os.urandom(size)
            before = start_peak()
            start = time.perf_counter()
            writer = await blobs.writer("t")
            for i in range(BLOB_BYTES // size):
                await writer.write(i.to_bytes(8) + piece[8:])
            key = await writer.commit()
            written = time.perf_counter()
            results[f"blob write, {name}: MB/s"].append(BLOB_BYTES / (written - start) / 1e6)
            async for _ in blobs.read("t", key):
                pass
            read = BLOB_BYTES / (time.perf_counter() - written) / 1e6
            results["blob read, cached: MB/s"].append(read)
            results["peak growth of the process meanwhile: MB"].append(
                (peak_bytes() - before) / 1e6
            )
            await blobs.delete("t", key)


def start_peak() -> int:
    """Begin a new peak of resident memory and return what is resident now."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_bytes()


def peak_bytes() -> int:
    """Return the peak of resident memory since `start_peak`."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) << 10


async def _measure() -> Results:
    results: Results = defaultdict(list)
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        await measure_reads(results, Path(folder))
        await measure_blobs(results, Path(folder))
        await measure_logs(results, Path(folder))
    return results


def run() -> Report:
    """Measure the log on both back ends, and local blobs."""
    results = asyncio.run(_measure())
    figures = []
    for name, values in results.items():
        what, _, unit = name.rpartition(": ")
        figures.append(Figure(what, unit, values))
    return Report("Store and blobs", NOTES, figures)
