"""Each test of the contracts runs once for every back end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.postgres import postgres_url
from tongwen.blobs import BlobStore
from tongwen.blobs.local import open_local_blobs
from tongwen.store import Database
from tongwen.store.postgres import open_postgres
from tongwen.store.sqlite import open_sqlite

Open = Callable[[], Awaitable[Database]]


@pytest.fixture(params=["sqlite", "postgresql"])
async def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Open]:
    """Open one and the same database, as often as called: as other processes would."""
    opened: list[Database] = []
    url = await postgres_url() if request.param == "postgresql" else ""

    async def open_database() -> Database:
        database: Database
        if url:
            database = await open_postgres(url, connections=4)
        else:
            database = await open_sqlite(tmp_path / "tongwen.db")
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
