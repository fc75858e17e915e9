"""Opening a cold part whose history has 260,000 rows, from its snapshot and the rows after it.

`python -m bench.sync.opening FOLDER` does it once in a process of its own and prints the CPU.
"""

import asyncio
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.server import REPOSITORY
from bench.sync.building import BUILD, TEXT_LOG, digest
from tongwen.blobs.local import open_local_blobs
from tongwen.documents.opening import Opening
from tongwen.jobs.pool import Workers
from tongwen.store import Database, PartId
from tongwen.store.sqlite import open_sqlite
from tongwen.sync.replica import Replica

TAIL_ROWS = 499  # the most that a room leaves unfolded
AUTHOR = "u:0author0autho"
LONG = PartId("0tenant0tenan", "0000000000001", "body")
SHORT = PartId("0tenant0tenan", "0000000000002", "body")
PAGE = 5_000


def read_updates() -> list[bytes]:
    """Return the update of every edit of the long text."""
    data, at, updates = TEXT_LOG.read_bytes(), 0, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "little")
        updates.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return updates


def measure_opening(times: int) -> list[float]:
    """Return milliseconds of CPU, workers included, of opening the part and making its room's copy.

    Each in a process that has opened another part before, as a running server has.
    """
    folder = prepared_history()
    command = [sys.executable, "-m", "bench.sync.opening", str(folder)]
    return [
        float(subprocess.check_output(command, cwd=REPOSITORY, text=True, timeout=60))
        for _ in range(times)
    ]


def prepared_history() -> Path:
    """A database whose body has a row for each edit, and a snapshot; made once a version of it."""
    program = REPOSITORY / "tongwen"
    sources = [*program.glob("store/**/*.py"), *program.glob("ydoc/*.py"), TEXT_LOG]
    folder = BUILD / f"history-{digest(*sources, program / 'documents' / 'opening.py')}"
    if not folder.exists():
        for old in BUILD.glob("history-*"):
            shutil.rmtree(old)
        unfinished = BUILD / "history.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        asyncio.run(_make(unfinished))
        unfinished.rename(folder)
    return folder


async def _make(folder: Path) -> None:
    updates = read_updates()
    database = await open_sqlite(folder / "tongwen.db")
    await _write(database, LONG, updates)
    await _write(database, SHORT, updates[:100])
    opening, workers = await _opening(database, folder)
    folded = len(updates) - TAIL_ROWS
    await opening.compact(LONG, folded, updates[:folded])
    await opening.compact(SHORT, 50, updates[:50])
    await workers.close()
    await database.close()


async def _write(database: Database, part: PartId, updates: list[bytes]) -> None:
    for start in range(0, len(updates), PAGE):
        page = updates[start : start + PAGE]
        for update in page[:-1]:
            database.log.submit(part, AUTHOR, update, lambda seq: None)
        await database.log.append(part, AUTHOR, page[-1])


async def _opening(database: Database, folder: Path) -> tuple[Opening, Workers]:
    workers = Workers(1, 1024, 120)
    return Opening(database, await open_local_blobs(folder / "blobs"), workers), workers


async def _open_once(folder: Path) -> float:
    database = await open_sqlite(folder / "tongwen.db")
    opening, workers = await _opening(database, folder)
    Replica(SHORT, await opening.open(SHORT))
    began = time.process_time()
    opened = await opening.open(LONG)
    replica = Replica(LONG, opened)
    used = time.process_time() - began
    assert len(replica.tail) == TAIL_ROWS
    await workers.close()
    await database.close()
    elsewhere = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used + elsewhere.ru_utime + elsewhere.ru_stime


if __name__ == "__main__":
    print(asyncio.run(_open_once(Path(sys.argv[1]))) * 1000)
