"""The machine stops in the middle of a write to SQLite's WAL, at any byte of it."""

import asyncio
import contextlib
import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tongwen.store import PartId
from tongwen.store.sqlite import open_sqlite

PARTS = [PartId("tenant", "node", "body"), PartId("tenant", "node", "comments")]
FRAME = 24 + 4096  # https://www.sqlite.org/fileformat2.html#walformat
HEADER = 32
COMMITS = 16
NOISE = random.Random(2).randbytes(1 << 20)
SELECT = 'select seq, "update" from updates where part = ? order by seq'

Damage = Callable[["Crash", int], bytes]


class State(NamedTuple):
    """What was acknowledged when the WAL had this size."""

    size: int
    heads: list[int]


class Crash(NamedTuple):
    """The files of a running server, what was acknowledged by then, and the WAL before."""

    database: bytes
    wal: bytes
    older: bytes  # frames of an earlier round, which `wal` has overwritten
    states: list[State]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: thousands of databases need not reach a disk."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def update(part: int, seq: int) -> bytes:
    """Return an update that tells where it belongs; every fifth needs several pages."""
    return b"%d/%d " % (part, seq) * (3000 if seq % 5 == 0 else 5)


async def crash(folder: Path) -> Crash:
    """Write two rounds: the second overwrites the frames of the first, as a server's always do."""
    path = folder / "live.db"
    database = await open_sqlite(path)
    heads = [0, 0]

    async def write(*parts: int) -> None:
        asked = []
        for i in parts:
            heads[i] += 1
            asked.append(database.log.append(PARTS[i], "u", update(i, heads[i])))
        assert await asyncio.gather(*asked)

    database._writer.execute("pragma wal_checkpoint(truncate)")
    for _ in range(COMMITS):
        await write(0, 0, 1)
    older = read(folder / "live.db-wal")
    database._writer.execute("pragma wal_checkpoint(restart)")
    stored = read(path)
    states = [State(0, list(heads))]
    for _ in range(COMMITS // 2):
        await write(0)
        states.append(State(frames_end(read(folder / "live.db-wal")), list(heads)))
    whole = read(folder / "live.db-wal")[: states[-1].size]
    assert read(path) == stored  # no checkpoint meanwhile
    await database.close()
    return Crash(stored, whole, older, states)


def read(path: Path) -> bytes:
    return path.read_bytes()


def frames_end(wal: bytes) -> int:
    """Return where the frames with the salt of the header end."""
    end = HEADER
    while wal[end + 8 : end + 16] == wal[16:24]:
        end += FRAME
    return end


def cut(crash: Crash, at: int) -> bytes:
    return crash.wal[:at]


def overwritten(crash: Crash, at: int) -> bytes:
    return crash.wal[:at] + crash.older[at:]


def zeros(crash: Crash, at: int) -> bytes:
    return crash.wal[:at] + bytes(len(crash.wal) - at)


def noise(crash: Crash, at: int) -> bytes:
    return crash.wal[:at] + NOISE[at : len(crash.wal)]


def offsets(crash: Crash) -> list[int]:
    """Return every byte of the last frame, the bytes about each frame's start, and some more."""
    size = len(crash.wal)
    found = set(range(size - FRAME, size + 1)) | set(range(HEADER + 1))
    for start in range(HEADER, size, FRAME):
        found |= set(range(max(start - 4, 0), min(start + 28, size)))
    found |= set(random.Random(1).sample(range(size), 200))
    return sorted(found)


def check(crash: Crash, at: int, damaged: bytes, path: Path) -> list[int]:
    """Compare what is found with what had reached the disk; return the heads found."""
    with contextlib.closing(sqlite3.connect(path)) as found:
        assert found.execute("pragma integrity_check").fetchall() == [("ok",)]
        heads = []
        for i, part in enumerate(PARTS):
            rows = found.execute(SELECT, [part.part]).fetchall()
            assert rows == [(seq, update(i, seq)) for seq in range(1, len(rows) + 1)]
            heads.append(len(rows))
    while at < min(len(damaged), len(crash.wal)) and damaged[at] == crash.wal[at]:
        at += 1  # what lay there before happens to be the same
    reached = [state.heads for state in crash.states if state.size <= at]
    assert heads == reached[-1]
    return heads


@pytest.mark.parametrize(("damage", "step"), [(overwritten, 1), (cut, 8), (zeros, 8), (noise, 8)])
async def test_everything_that_reached_the_disk_is_there(
    folder: Path, damage: Damage, step: int
) -> None:
    crashed = await crash(folder)
    path = folder / "found.db"
    seen = set()
    for at in offsets(crashed)[::-step]:
        path.write_bytes(crashed.database)
        damaged = damage(crashed, at)
        (folder / "found.db-wal").write_bytes(damaged)
        seen.add(tuple(check(crashed, at, damaged, path)))
        for name in ("found.db-wal", "found.db-shm"):
            (folder / name).unlink(missing_ok=True)
    assert seen == {tuple(state.heads) for state in crashed.states}


async def test_writing_goes_on_from_there(folder: Path) -> None:
    crashed = await crash(folder)
    for at in offsets(crashed)[::150]:
        path = folder / f"found{at}.db"
        path.write_bytes(crashed.database)
        (folder / f"found{at}.db-wal").write_bytes(overwritten(crashed, at))
        database = await open_sqlite(path)
        for i, part in enumerate(PARTS):
            head = await database.log.head(part)
            assert await database.log.append(part, "u", update(i, head + 1)) == head + 1
            rows = await database.log.read(part)
            assert [each.update for each in rows] == [update(i, seq) for seq in range(1, head + 2)]
        await database.close()
        with contextlib.closing(sqlite3.connect(path)) as closed:
            assert closed.execute("pragma integrity_check").fetchall() == [("ok",)]
