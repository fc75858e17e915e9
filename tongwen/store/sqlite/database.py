"""The SQLite database: reads inline on one connection, writes one after another on another."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from tongwen.core.waiting import outlast
from tongwen.store import Dialect, PartId, Row, Snapshot, StoreUnavailable, UpdateLog
from tongwen.store.group_commit import INTERVAL_SECONDS, Batch, GroupCommit
from tongwen.store.log import SQUASH_LAST, SQUASH_REST, Log, key_of
from tongwen.store.sqlite.batches import Batches
from tongwen.store.sqlite.connections import (
    LOCK_POLL_SECONDS,
    LOCK_SECONDS,
    Connect,
    is_locked,
    open_file,
    translated,
)
from tongwen.store.values import check_text

T = TypeVar("T")

LARGE_VALUE = 1 << 20  # bytes: its pages fill the cache, and are not asked for again soon
HEADS_AT_ONCE = 200  # read before others get their turn: about 2 ms


async def open_sqlite(
    path: Path, connect: Connect = sqlite3.connect, commit_interval: float = INTERVAL_SECONDS
) -> "SqliteDatabase":
    """Open the database in the file `path`, creating and migrating it first where needed.

    `connect` opens connections as `sqlite3.connect` does; tests pass one that fails. Under load,
    commits of the log begin at least `commit_interval` seconds apart, see `GroupCommit`.

    Raises:
        StoreUnavailable: the file cannot be opened or written.
        SchemaNewer: a newer program wrote it.
    """
    reader, writer = await asyncio.to_thread(open_file, path, connect)
    return SqliteDatabase(reader, writer, commit_interval)


class _Queries:
    """Runs queries on a connection, on the event loop: see docs/decisions/sqlite.md."""

    dialect: Dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _run(self, sql: str, values: Mapping[str, object]) -> sqlite3.Cursor:
        check_text(values.values())
        with translated():
            return self._connection.execute(sql, values)

    async def fetch(self, sql: str, /, **values: object) -> Sequence[Row]:
        """Return all rows."""
        cursor = self._run(sql, values)
        with translated():
            return cursor.fetchall()

    async def fetchrow(self, sql: str, /, **values: object) -> Row | None:
        """Return the first row, or None."""
        cursor = self._run(sql, values)
        with translated():
            row: Row | None = cursor.fetchone()
        cursor.close()  # ends the read, which would pin an old state of the database
        return row

    async def fetchval(self, sql: str, /, **values: object) -> Any:
        """Return the first column of the first row, or None."""
        row = await self.fetchrow(sql, **values)
        return None if row is None else row[0]


class SqliteTransaction(_Queries):
    """An open transaction on the writer connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.large = False  # whether a large value was written
        self._ended = False
        self._failure: Exception | None = None

    async def execute(self, sql: str, /, **values: object) -> int:
        """Run a statement and return how many rows it touched."""
        return self._run(sql, values).rowcount

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]], /) -> None:
        """Run a statement once for each mapping of values."""
        for row in rows:
            self._run(sql, row)

    def end(self) -> None:
        """Let no statement run any more; raise what made an earlier statement fail."""
        self._ended = True
        if self._failure is not None:
            raise self._failure

    def _run(self, sql: str, values: Mapping[str, object]) -> sqlite3.Cursor:
        if self._ended:
            raise RuntimeError("The transaction has ended.")
        if self._failure is not None:
            raise self._failure
        for value in values.values():
            self.large = self.large or (type(value) is bytes and len(value) > LARGE_VALUE)
        try:
            return super()._run(sql, values)
        except Exception as failure:
            self._failure = failure
            raise


class SqliteDatabase(_Queries):
    """An open SQLite database."""

    log: UpdateLog

    def __init__(
        self, reader: sqlite3.Connection, writer: sqlite3.Connection, commit_interval: float
    ) -> None:
        super().__init__(reader)
        self.reader = reader
        self._writer = writer
        self._thread = ThreadPoolExecutor(1, "sqlite-writer")
        self._turn = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self._batches = Batches()
        self._log = _SqliteLog(self, GroupCommit(self._turn, self._write_batch, commit_interval))
        self.log = self._log

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteTransaction]:
        """Open a transaction. See `Database.transaction`."""
        self.refuse_holder()
        async with self._turn:
            await self._begin()
            self._holder = asyncio.current_task()
            transaction = SqliteTransaction(self._writer)
            try:
                yield transaction
                transaction.end()
            except BaseException:
                transaction._ended = True
                self._roll_back()
                raise
            finally:
                self._holder = None
            await self._commit(lambda _: None)
            if transaction.large and not self._writer.in_transaction:
                forget_pages(self._writer)

    async def _write_batch(self, batch: Batch) -> Sequence[int]:
        await self._begin()
        try:
            return await self._commit(lambda writer: self._batches.insert(writer, batch))
        except BaseException:
            self._batches.forget(batch)
            raise

    async def write_aside(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do all the work of a transaction in the writer's thread: it may take long.

        Raises:
            StoreUnavailable: nothing of it was written.
        """
        self.refuse_holder()
        async with self._turn:
            await self._begin()
            await self._commit(work)

    def refuse_holder(self) -> None:
        """Raise where waiting for the turn would wait for the waiting task itself."""
        if self._holder is not None and self._holder is asyncio.current_task():
            raise RuntimeError("This task already holds a transaction, and they do not nest.")

    async def _begin(self) -> None:
        """Take the file's write lock. The caller holds the turn."""
        deadline = asyncio.get_running_loop().time() + LOCK_SECONDS
        while True:
            try:
                self._writer.execute("begin immediate")
                return
            except sqlite3.OperationalError as error:
                late = asyncio.get_running_loop().time() > deadline
                if late or not is_locked(error):
                    raise StoreUnavailable(str(error)) from error
            await asyncio.sleep(LOCK_POLL_SECONDS)

    async def _commit(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do the rest of a transaction's work and commit it, in the writer's thread.

        Returns or raises only when the thread is finished, also when the task is cancelled: the
        turn must not pass on before.
        """

        def finish() -> T:
            try:
                with translated():
                    result = work(self._writer)
                    self._writer.execute("commit")
                    return result
            except BaseException:
                self._roll_back()
                raise

        loop = asyncio.get_running_loop()
        return await outlast(loop.run_in_executor(self._thread, finish))

    async def close(self) -> None:
        """Write what is queued and close."""
        await self._log.close()
        async with self._turn:
            self._thread.shutdown()
            self._connection.close()
            self._writer.close()

    def _roll_back(self) -> None:
        # After some errors (a full disk) SQLite has already rolled back by itself.
        if self._writer.in_transaction:
            self._writer.execute("rollback")


def forget_pages(connection: sqlite3.Connection) -> None:
    """Empty a connection's page cache, after a large value went through it."""
    with translated():
        connection.execute("pragma shrink_memory")


class _SqliteLog(Log):
    """The log: reads inline, squashes in the writer's thread, refuses the wait without an end."""

    def __init__(self, database: SqliteDatabase, commits: GroupCommit) -> None:
        super().__init__(database, commits)
        self._sqlite = database

    async def append(self, part: PartId, author: str, update: bytes) -> int:
        """Submit and wait; return the sequence number."""
        self._sqlite.refuse_holder()
        return await super().append(part, author, update)

    async def snapshot(self, part: PartId) -> Snapshot | None:
        """Return the latest snapshot."""
        found = await super().snapshot(part)
        if found is not None and len(found.state) > LARGE_VALUE:
            forget_pages(self._sqlite.reader)
        return found

    async def heads(self, parts: Sequence[PartId]) -> dict[PartId, int]:
        """Return the highest sequence number of each part, 0 for a part without updates."""
        found: dict[PartId, int] = {}
        for i, part in enumerate(parts, 1):
            found[part] = await self.head(part)
            if i % HEADS_AT_ONCE == 0:
                await asyncio.sleep(0)
        return found

    async def squash(self, part: PartId, upto: int, state: bytes) -> None:
        """Replace all updates with `seq <= upto` by one. See `UpdateLog.squash`."""
        key = {**key_of(part), "upto": upto}
        check_text(part)

        def work(writer: sqlite3.Connection) -> None:
            if writer.execute(SQUASH_LAST, {**key, "state": state}).rowcount:
                writer.execute(SQUASH_REST, key)

        await self._sqlite.write_aside(work)
