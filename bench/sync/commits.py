"""Group commit on both back ends: updates acknowledged a second, and what each costs us."""

import asyncio
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable
from pathlib import Path

from bench.store import LOADS, ClosedLoop
from bench.sync.building import BUILD
from tests.postgres import postgres_url
from tongwen.store import Database
from tongwen.store.postgres import open_postgres
from tongwen.store.sqlite import open_sqlite

LOAD = "1,000 writers, 20 parts"

Commits = dict[str, list[tuple[float, float]]]  # updates a second, CPU µs an update; by back end


def measure_commits(rounds: int) -> Commits:
    """Measure SQLite FULL and PostgreSQL, a round each in turn."""
    return asyncio.run(_measure(rounds))


async def _measure(rounds: int) -> Commits:
    found: Commits = defaultdict(list)
    writers, parts = LOADS[LOAD]
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        for number in range(rounds):
            opened: dict[str, Awaitable[Database]] = {
                "SQLite FULL": open_sqlite(Path(folder) / f"{number}.db"),
                "PostgreSQL": open_postgres(await postgres_url()),
            }
            for back_end, opening in opened.items():
                database = await opening
                cpu, began = time.process_time(), time.perf_counter()
                rate = await ClosedLoop(database, parts).run(writers)
                used, seconds = time.process_time() - cpu, time.perf_counter() - began
                found[back_end].append((rate, used / (rate * seconds) * 1e6))
                await database.close()
    return found
