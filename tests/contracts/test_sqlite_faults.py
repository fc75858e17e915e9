"""SQLite on a disk that is full, fails or is locked: nothing is lost, and it goes on by itself."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tongwen.store import Database, PartId, Snapshot, StoreUnavailable
from tongwen.store.sqlite import connections, open_sqlite

BODY = PartId("tenant", "node", "body")
INSERT = "insert into tenants (id, name, created) values (:id, :name, 1)"
FAULTS = [
    (sqlite3.SQLITE_FULL, "database or disk is full"),
    (sqlite3.SQLITE_IOERR_FSYNC, "disk I/O error"),
    (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
]


class Disk:
    """Makes connections whose statements fail while `fault` is set."""

    def __init__(self) -> None:
        self.fault: tuple[int, str] | None = None
        self.at = "commit"
        self.connections: list[sqlite3.Connection] = []

    def check(self, sql: str) -> None:
        if self.fault is not None and sql.lstrip().startswith(self.at):
            error = sqlite3.OperationalError(self.fault[1])
            error.sqlite_errorcode = self.fault[0]
            raise error

    def connect(self, *args: Any, **options: Any) -> sqlite3.Connection:
        disk = self

        class Failing(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                disk.check(sql)
                return super().execute(sql, *values)

            def executemany(self, sql: str, rows: Any, /) -> sqlite3.Cursor:
                disk.check(sql)
                return super().executemany(sql, rows)

        connection = sqlite3.connect(*args, factory=Failing, **options)
        self.connections.append(connection)
        return connection


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
async def database(tmp_path: Path, disk: Disk) -> AsyncIterator[Database]:
    opened = await open_sqlite(tmp_path / "tongwen.db", disk.connect)
    yield opened
    disk.fault = None
    await opened.close()


async def add(database: Database, id: str, name: str = "n") -> None:
    async with database.transaction() as transaction:
        await transaction.execute(INSERT, id=id, name=name)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", ["begin", "insert", "commit"])
async def test_a_fault_loses_the_transaction_and_passes(
    database: Database, disk: Disk, fault: tuple[int, str], at: str
) -> None:
    await add(database, "before")
    disk.fault, disk.at = fault, at
    for _ in range(3):
        with pytest.raises(StoreUnavailable, match=fault[1]):
            await add(database, "during")
        assert await database.fetchval("select count(*) from tenants") == 1  # reads go on
    disk.fault = None
    await add(database, "during")
    assert await database.fetchval("select count(*) from tenants") == 2


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", ["begin", "insert", "commit"])
async def test_a_fault_refuses_updates_and_their_numbers_are_used_again(
    database: Database, disk: Disk, fault: tuple[int, str], at: str
) -> None:
    assert await database.log.append(BODY, "u", b"1") == 1
    disk.fault, disk.at = fault, at
    refused: list[int | None] = []
    for _ in range(10):
        database.log.submit(BODY, "u", b"lost", refused.append)
    with pytest.raises(StoreUnavailable):
        await database.log.append(BODY, "u", b"lost")
    assert refused == [None] * 10
    disk.fault = None
    assert await database.log.append(BODY, "u", b"2") == 2
    assert [each.update for each in await database.log.read(BODY)] == [b"1", b"2"]


async def test_a_fault_during_a_snapshot_keeps_the_older_one(
    database: Database, disk: Disk
) -> None:
    await database.log.save_snapshot(BODY, Snapshot(1, b"one"))
    disk.fault = FAULTS[0]
    with pytest.raises(StoreUnavailable):
        await database.log.save_snapshot(BODY, Snapshot(2, b"two"))
    assert await database.log.snapshot(BODY) == Snapshot(1, b"one")


async def test_a_disk_that_is_really_full(database: Database, disk: Disk) -> None:
    await add(database, "before")
    writer = disk.connections[0]
    pages = writer.execute("pragma page_count").fetchone()[0]
    writer.execute(f"pragma max_page_count = {pages + 1}")
    with pytest.raises(StoreUnavailable, match="full"):
        await add(database, "big", "x" * 200_000)
    results = await asyncio.gather(
        *(database.log.append(BODY, "u", bytes(50_000)) for _ in range(4)), return_exceptions=True
    )
    assert {type(result) for result in results} == {StoreUnavailable}
    writer.execute(f"pragma max_page_count = {pages + 1000}")
    await add(database, "big", "x" * 200_000)
    assert await database.log.append(BODY, "u", bytes(50_000)) == 1
    assert await database.fetchval("pragma integrity_check") == "ok"


async def test_another_process_that_holds_the_file_is_waited_for(
    database: Database, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "tongwen.db", isolation_level=None)
    other.execute("begin immediate")
    appended = asyncio.create_task(database.log.append(BODY, "u", b"1"))
    added = asyncio.create_task(add(database, "a"))
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert not appended.done()
    assert not added.done()
    assert await database.fetchval("select count(*) from tenants") == 0  # the loop is not held up
    other.execute("rollback")
    other.close()
    assert await appended == 1
    await added


async def test_another_process_that_holds_the_file_for_ever_is_not(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongwen.store.sqlite.database.LOCK_SECONDS", 0.05)
    other = sqlite3.connect(tmp_path / "tongwen.db", isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(StoreUnavailable):
        await database.log.append(BODY, "u", b"1")
    with pytest.raises(StoreUnavailable, match="locked"):
        await add(database, "a")
    other.close()
    await add(database, "a")
    assert await database.log.append(BODY, "u", b"1") == 1


async def test_a_commit_that_is_cancelled_is_still_waited_for(
    database: Database, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled while the disk works: the next transaction must not begin before it is done."""
    loop = asyncio.get_running_loop()
    committing = asyncio.Event()
    go_on = threading.Event()

    def hold(sql: str) -> None:
        if sql == "commit":
            loop.call_soon_threadsafe(committing.set)
            go_on.wait()

    monkeypatch.setattr(disk, "check", hold)
    first = asyncio.create_task(add(database, "first"))
    await committing.wait()
    second = asyncio.create_task(add(database, "second"))
    first.cancel()
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    assert not first.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    await second
    assert await database.fetchval("select count(*) from tenants") == 2


def test_the_files_settings_are_the_durable_ones(tmp_path: Path) -> None:
    reader, writer = connections.open_file(tmp_path / "tongwen.db", sqlite3.connect)
    for connection in (reader, writer):
        assert connection.execute("pragma journal_mode").fetchone()[0] == "wal"
        assert connection.execute("pragma synchronous").fetchone()[0] == 2  # FULL
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("delete from tenants")
    reader.close()
    writer.close()
