"""Each test of the contracts runs once for every back end."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import postgres_url
from tongwen.blobs import BlobStore
from tongwen.blobs.local import open_local_blobs
from tongwen.store import Database
from tongwen.store.postgres import open_postgres
from tongwen.store.sqlite import open_sqlite

Open = Callable[[], Awaitable[Database]]


class CountingConnection(sqlite3.Connection):
    """Counts the commits of transactions that wrote many rows with one call, as the log does."""

    log_commits = 0
    _wrote = False

    def executemany(self, sql: str, rows: Any, /) -> sqlite3.Cursor:
        self._wrote = True
        return super().executemany(sql, rows)

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql == "commit" and self._wrote:
            self._wrote = False
            CountingConnection.log_commits += 1
        return super().execute(sql, *values)


@pytest.fixture(params=["sqlite", "postgresql"])
async def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Open]:
    """Open one and the same database, as often as called: as other processes would."""
    opened: list[Database] = []
    url = await postgres_url() if request.param == "postgresql" else ""

    counting = partial(sqlite3.connect, factory=CountingConnection)

    async def open_database() -> Database:
        database: Database
        if url:
            database = await open_postgres(url, connections=4)
        else:
            database = await open_sqlite(tmp_path / "tongwen.db", counting)
        opened.append(database)
        return database

    yield open_database
    for database in opened:
        await database.close()


@pytest.fixture
async def database(open_again: Open) -> Database:
    """An empty database of each back end."""
    return await open_again()


@pytest.fixture
async def blobs(tmp_path: Path) -> BlobStore:
    """An empty blob store of each back end."""
    return await open_local_blobs(tmp_path / "blobs")


@pytest.fixture
def commits(database: Database) -> Callable[[], Awaitable[int]]:
    """Count the transactions that wrote to the update log."""

    async def count() -> int:
        if database.dialect == "sqlite":
            return CountingConnection.log_commits
        sql = "select count(distinct cast(xmin as text)) from updates"
        found: int = await database.fetchval(sql)
        return found

    CountingConnection.log_commits = 0
    return count


@pytest.fixture
async def blobs_again(blobs: BlobStore, tmp_path: Path) -> BlobStore:
    """The same blob store, as another process would open it."""
    return await open_local_blobs(tmp_path / "blobs")
