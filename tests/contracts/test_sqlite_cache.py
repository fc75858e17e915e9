"""Large values leave SQLite's page caches again; small ones stay in them."""

import os
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tongwen.store import PartId, Snapshot
from tongwen.store.sqlite import open_sqlite
from tongwen.store.sqlite.database import LARGE_VALUE, SqliteDatabase

PART = PartId("tenant", "node", "body")
SHRINK = "pragma shrink_memory"


class Traced:
    """Makes connections and keeps what they ran."""

    def __init__(self) -> None:
        self.statements: list[list[str]] = []

    def connect(self, *args: Any, **options: Any) -> sqlite3.Connection:
        connection = sqlite3.connect(*args, **options)
        statements: list[str] = []
        self.statements.append(statements)
        connection.set_trace_callback(statements.append)
        return connection

    def shrunk(self) -> list[int]:
        """How often each connection emptied its cache: the writer's first."""
        return [statements.count(SHRINK) for statements in self.statements]


@pytest.fixture
def traced() -> Traced:
    return Traced()


@pytest.fixture
async def database(tmp_path: Path, traced: Traced) -> AsyncIterator[SqliteDatabase]:
    opened = await open_sqlite(tmp_path / "tongwen.db", traced.connect)
    yield opened
    await opened.close()


async def test_a_large_snapshot_leaves_both_caches(
    database: SqliteDatabase, traced: Traced
) -> None:
    state = os.urandom(LARGE_VALUE + 1000)
    await database.log.save_snapshot(PART, Snapshot(1, state, b""))
    assert traced.shrunk() == [1, 0]
    found, _ = await database.log.tail(PART)
    assert found is not None
    assert found.state == state
    assert traced.shrunk() == [1, 1]


async def test_a_small_one_stays(database: SqliteDatabase, traced: Traced) -> None:
    await database.log.save_snapshot(PART, Snapshot(1, b"small", b""))
    assert (await database.log.tail(PART))[0] == Snapshot(1, b"small", b"")
    assert traced.shrunk() == [0, 0]
