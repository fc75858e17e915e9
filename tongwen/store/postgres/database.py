"""The PostgreSQL database: a pool for queries, one connection for the update log."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg

from tongwen.store import Dialect, PartId, Row, StoreUnavailable, UpdateLog
from tongwen.store.group_commit import INTERVAL_SECONDS, GroupCommit
from tongwen.store.log import SQUASH_LAST, SQUASH_REST, Log, key_of
from tongwen.store.postgres.batches import Batches, read_heads
from tongwen.store.postgres.connections import (
    CONNECT_SECONDS,
    LOST,
    STATEMENT_SECONDS,
    connect,
    keep_state,
    prepare,
    set_up,
    translated,
)
from tongwen.store.postgres.placeholders import numbered
from tongwen.store.values import check_text

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Pool = asyncpg.Pool[asyncpg.Record]
    Pooled = PoolConnectionProxy[asyncpg.Record]
    Outer = asyncpg.transaction.Transaction

T = TypeVar("T")

POOL_CONNECTIONS = 10

# The lock by which nodes take turns at a part: `shared.py`.
_LOCK_FIRST = """
    select seq from updates where tenant = :tenant and node = :node and part = :part
    order by seq limit 1 for update
"""
_LAST = """
    select 1 from updates
    where tenant = :tenant and node = :node and part = :part and seq = :upto
"""


async def open_postgres(
    url: str, connections: int = POOL_CONNECTIONS, commit_interval: float = INTERVAL_SECONDS
) -> "PostgresDatabase":
    """Open the database at a `postgresql://` URL, migrating it first where needed.

    It uses up to `connections` connections for queries and one more for the update log. Under
    load, commits of the log begin at least `commit_interval` seconds apart, see `GroupCommit`.

    Raises:
        StoreUnavailable: it does not answer, or cannot be used (the message says why).
        SchemaNewer: a newer program wrote it.
    """
    first = await connect(url)
    try:
        await prepare(first)
    finally:
        await first.close()
    with translated():
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=connections,
            init=set_up,
            reset=keep_state,
            timeout=CONNECT_SECONDS,
            command_timeout=STATEMENT_SECONDS,
        )
    return PostgresDatabase(url, pool, commit_interval)


class PostgresTransaction:
    """An open transaction on a connection of the pool."""

    dialect: Dialect = "postgresql"

    def __init__(self, connection: "Pooled") -> None:
        self._connection = connection
        self._turn = asyncio.Lock()  # tasks that share the transaction take turns
        self._ended = False
        self._failure: Exception | None = None

    async def fetch(self, sql: str, /, **values: object) -> Sequence[Row]:
        """Return all rows."""
        async with self._statement():
            return await self._connection.fetch(*_bound(sql, values))

    async def fetchrow(self, sql: str, /, **values: object) -> Row | None:
        """Return the first row, or None."""
        async with self._statement():
            return await self._connection.fetchrow(*_bound(sql, values))

    async def fetchval(self, sql: str, /, **values: object) -> Any:
        """Return the first column of the first row, or None."""
        async with self._statement():
            return await self._connection.fetchval(*_bound(sql, values))

    async def execute(self, sql: str, /, **values: object) -> int:
        """Run a statement and return how many rows it touched."""
        async with self._statement():
            status = await self._connection.execute(*_bound(sql, values))
        count = status.rpartition(" ")[2]
        return int(count) if count.isdecimal() else 0

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]], /) -> None:
        """Run a statement once for each mapping of values."""
        statement, names = numbered(sql)
        listed = [[row[name] for name in names] for row in rows]
        for row in listed:
            check_text(row)
        async with self._statement():
            await self._connection.executemany(statement, listed)

    async def stop(self) -> None:
        """Let no further statement begin, and wait for the one that runs."""
        self._ended = True
        async with self._turn:
            pass

    async def end(self) -> None:
        """Stop, and raise what made an earlier statement fail."""
        await self.stop()
        if self._failure is not None:
            raise self._failure

    @asynccontextmanager
    async def _statement(self) -> AsyncIterator[None]:
        async with self._turn:
            if self._ended:
                raise RuntimeError("The transaction has ended.")
            if self._failure is not None:
                raise self._failure
            try:
                with translated():
                    yield
            except Exception as failure:
                self._failure = failure
                raise


class PostgresDatabase:
    """An open PostgreSQL database."""

    dialect: Dialect = "postgresql"
    log: UpdateLog

    def __init__(self, url: str, pool: "Pool", commit_interval: float) -> None:
        self._pool = pool
        self._holders: set[asyncio.Task[Any] | None] = set()
        self._batches = Batches(lambda: connect(url))
        commits = GroupCommit(asyncio.Lock(), self._batches.write, commit_interval)
        self._log = _PostgresLog(self, commits)
        self.log = self._log

    async def fetch(self, sql: str, /, **values: object) -> Sequence[Row]:
        """Return all rows."""
        rows: Sequence[Row] = await self._read("fetch", sql, values)
        return rows

    async def fetchrow(self, sql: str, /, **values: object) -> Row | None:
        """Return the first row, or None."""
        row: Row | None = await self._read("fetchrow", sql, values)
        return row

    async def fetchval(self, sql: str, /, **values: object) -> Any:
        """Return the first column of the first row, or None."""
        return await self._read("fetchval", sql, values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PostgresTransaction]:
        """Open a transaction (read committed). See `Database.transaction`."""
        self.refuse_holder()
        task = asyncio.current_task()
        connection = await self._acquire()
        self._holders.add(task)
        try:
            outer = connection.transaction()
            with translated():
                await outer.start()
            transaction = PostgresTransaction(connection)
            try:
                yield transaction
                await transaction.end()
            except BaseException:
                await self._roll_back(transaction, connection, outer)
                raise
            with translated():
                await outer.commit()
        finally:
            self._holders.discard(task)
            await self._pool.release(connection)

    async def heads(self, parts: Sequence[PartId]) -> dict[PartId, int]:
        """Return the highest sequence number of each part. See `UpdateLog.heads`."""
        check_text(chain.from_iterable(parts))
        return await self._retried(lambda connection: read_heads(connection, parts))

    def refuse_holder(self) -> None:
        """Raise where SQLite would wait for the waiting task itself, so that both behave alike."""
        if asyncio.current_task() in self._holders:
            raise RuntimeError("This task already holds a transaction, and they do not nest.")

    async def close(self) -> None:
        """Write what is queued and close."""
        self._batches.give_up()
        await self._log.close()
        await self._batches.close()
        await self._pool.close()

    async def _acquire(self) -> "Pooled":
        with translated():
            return await self._pool.acquire(timeout=CONNECT_SECONDS)

    async def _read(self, method: str, sql: str, values: Mapping[str, object]) -> Any:
        statement = _bound(sql, values)
        return await self._retried(lambda connection: getattr(connection, method)(*statement))

    async def _retried(self, query: "Callable[[Pooled], Awaitable[T]]") -> T:
        for attempt in (1, 2):
            connection = await self._acquire()
            try:
                with translated():
                    return await query(connection)
            except StoreUnavailable as error:
                # A connection that died while idle is found out only now; a second one is fresh.
                if attempt == 2 or not isinstance(error.__cause__, LOST):
                    raise
                await self._pool.expire_connections()
            finally:
                await self._pool.release(connection)
        raise AssertionError("unreachable")

    async def _roll_back(
        self, transaction: PostgresTransaction, connection: "Pooled", outer: "Outer"
    ) -> None:
        rolled_back = False
        try:
            await transaction.stop()
            await outer.rollback()
            rolled_back = True
        except (*LOST, asyncpg.PostgresError, asyncpg.InterfaceError):
            pass  # the error that led here says more
        finally:
            if not rolled_back:
                # Without its connection the server rolls back by itself. asyncpg may have taken it
                # from us already, and then refuses the call.
                with contextlib.suppress(asyncpg.InterfaceError):
                    connection.terminate()


class _PostgresLog(Log):
    """The log; it refuses what SQLite cannot do, so that both behave alike."""

    def __init__(self, database: PostgresDatabase, commits: GroupCommit) -> None:
        super().__init__(database, commits)
        self._postgres = database

    async def append(self, part: PartId, author: str, update: bytes) -> int:
        """Submit and wait; return the sequence number."""
        self._postgres.refuse_holder()
        return await super().append(part, author, update)

    async def heads(self, parts: Sequence[PartId]) -> dict[PartId, int]:
        """Return the highest sequence number of each part, 0 for a part without updates."""
        return await self._postgres.heads(parts)

    async def squash(self, part: PartId, upto: int, state: bytes) -> None:
        """Replace all updates with `seq <= upto` by one. See `UpdateLog.squash`."""
        key = {**key_of(part), "upto": upto}
        async with self._database.transaction() as transaction:
            if await transaction.fetchrow(_LOCK_FIRST, **key_of(part)) is None:
                # Nothing is there, or another squash took the row away while we waited for it.
                await transaction.fetchrow(_LOCK_FIRST, **key_of(part))
            if await transaction.fetchrow(_LAST, **key):
                await transaction.execute(SQUASH_REST, **key)
                await transaction.execute(SQUASH_LAST, **key, state=state)


def _bound(sql: str, values: Mapping[str, object]) -> list[Any]:
    """Return the statement and its arguments in order."""
    check_text(values.values())
    statement, names = numbered(sql)
    return [statement, *(values[name] for name in names)]
