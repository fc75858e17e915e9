"""Writes batches of the update log to PostgreSQL, over a connection of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import asyncpg

from tongwen.store import IntegrityViolated, PartId, StoreUnavailable
from tongwen.store.group_commit import Batch
from tongwen.store.log import Heads
from tongwen.store.postgres.connections import LOST, translated
from tongwen.store.postgres.shared import BEGIN, LOCK, SharedParts

if TYPE_CHECKING:
    from asyncpg.connection import Connection
    from asyncpg.pool import PoolConnectionProxy

T = TypeVar("T")

RECONNECT_SECONDS = (0.05, 2.0)  # first and longest pause between attempts
HEADS_AT_ONCE = 1_000

_NAMES = 'tenant, node, part, seq, at, author, "update"'
_ROWS = """
    unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::bytea[])
"""
# In the order of the keys: two nodes that write the same parts never wait for each other. The key
# refuses a number that another node took; but one that it took and squashed is free again, so the
# update before it must be there, and stay there until ours is committed.
_INSERT = f"""
    with known as (
        select * from unnest($8::text[], $9::text[], $10::text[], $11::bigint[])
            as known (tenant, node, part, head)
    ), held as materialized (
        select 1 from known join updates as u on u.tenant = known.tenant and u.node = known.node
            and u.part = known.part and u.seq = known.head
        order by u.tenant, u.node, u.part, u.seq
        for key share of u
    ), fresh as materialized (
        select 1 from known where head = 0 and not exists (select 1 from updates as u
            where u.tenant = known.tenant and u.node = known.node and u.part = known.part)
    )
    insert into updates ({_NAMES}) select * from {_ROWS} as ours ({_NAMES})
    where (select count(*) from held) + (select count(*) from fresh) = cardinality($8::text[])
    order by tenant collate "C", node collate "C", part collate "C", seq
"""
_NOTHING = "INSERT 0 0"
_COUNT_OURS = f"select count(*) from {_ROWS} as ours ({_NAMES}) join updates using ({_NAMES})"
HEADS = """
    select wanted.tenant, wanted.node, wanted.part,
        (select max(seq) from updates as u
         where u.tenant = wanted.tenant and u.node = wanted.node and u.part = wanted.part)
    from unnest($1::text[], $2::text[], $3::text[]) as wanted (tenant, node, part)
"""

_CONFLICT = (
    asyncpg.UniqueViolationError,
    asyncpg.TransactionRollbackError,  # a deadlock, with somebody who deletes
)

Columns = Sequence[Sequence[object]]


class Batches:
    """Numbers and inserts batches, one at a time.

    A node numbers by the heads it remembers: where it alone writes, a batch is one statement. Where
    another node holds one of the numbers, the part is shared from then on, and nodes take turns at
    it: lock, read the head, insert, commit. So a batch does not fail for the same part for ever.

    When the connection is lost while a batch is written, nobody knows whether it was. The batch is
    then inserted again under the same keys, so that it cannot be written twice: if the first
    attempt went through, or still does, the keys are taken by rows equal to ours.
    """

    def __init__(self, connect: "Callable[[], Awaitable[Connection[asyncpg.Record]]]") -> None:
        self._connect = connect
        self._connection: Connection[asyncpg.Record] | None = None
        self._heads = Heads()
        self._shared = SharedParts()
        self._giving_up = asyncio.Event()

    async def write(self, batch: Batch) -> Sequence[int]:
        """Insert a batch; return its sequence numbers when they are committed.

        Raises:
            StoreUnavailable: nothing of it was written.
        """
        try:
            while True:
                seqs = await self._write_once(batch)
                if seqs is not None:
                    self._heads.trim()
                    return seqs
                await self._look_for_others(batch)
        except BaseException:
            self._heads.forget(batch.parts)
            raise

    def give_up(self) -> None:
        """Do not wait any longer for a server that is gone."""
        self._giving_up.set()

    async def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            try:
                await self._connection.close(timeout=5)
            except LOST:
                self._connection.terminate()
            self._connection = None

    async def _connected(self) -> "Connection[asyncpg.Record]":
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._connect()
        return self._connection

    async def _write_once(self, batch: Batch) -> Sequence[int] | None:
        """Number and insert a batch; None when another node holds one of the numbers."""
        await self._learn(self._heads.unknown(batch.parts))
        shared = self._shared.among(batch.parts)
        if shared:
            await self._answered(lambda connection: connection.execute(BEGIN))
        connection = await self._connected()
        columns: Columns | None = None
        try:
            with translated():
                if shared:
                    await self._take_turns(connection, shared)
                seqs = self._heads.number(batch.parts)
                columns = _columns(batch, seqs)
                written = await connection.execute(_INSERT, *columns, *_before(batch.parts, seqs))
                if shared:
                    await connection.execute("commit")
                return None if written == _NOTHING else seqs
        except (IntegrityViolated, StoreUnavailable) as error:
            if columns is not None and isinstance(error.__cause__, LOST):
                connection.terminate()
                before = _before(batch.parts, seqs)
                return seqs if await self._insert_again(columns, before) else None
            await _roll_back(connection)
            if isinstance(error.__cause__, _CONFLICT):
                return None
            raise
        except BaseException:
            connection.terminate()
            raise

    async def _take_turns(
        self, connection: "Connection[asyncpg.Record]", shared: Sequence[PartId]
    ) -> None:
        """Let nobody else write these parts until the transaction ends, and learn their heads."""
        names = _names(shared)
        if len(await connection.fetch(LOCK, *names)) < len(shared):
            # While we waited, somebody squashed a part: another row is its first one now.
            await connection.fetch(LOCK, *names)
        expected = {part: self._heads.expected(part) for part in shared}
        found = await read_heads(connection, shared)
        self._shared.compare(expected, found)
        for part, head in found.items():
            self._heads.learn(part, head)

    async def _look_for_others(self, batch: Batch) -> None:
        """Find out which parts other nodes have written, after a conflict."""
        ours = dict.fromkeys(batch.parts, 0)
        for part in batch.parts:
            ours[part] += 1
        expected = {part: self._heads.expected(part) - count for part, count in ours.items()}
        self._heads.forget(batch.parts)
        await self._learn(list(ours))
        self._shared.compare(expected, {part: self._heads.expected(part) for part in ours})

    async def _learn(self, parts: Sequence[PartId]) -> None:
        """Read heads."""
        if parts:
            found = await self._answered(lambda connection: read_heads(connection, parts))
            for part, head in found.items():
                self._heads.learn(part, head)

    async def _answered(self, ask: "Callable[[Connection[asyncpg.Record]], Awaitable[T]]") -> T:
        """Ask the server, over a fresh connection where it has ended the old one meanwhile."""
        for attempt in (1, 2):
            connection = await self._connected()
            try:
                with translated():
                    return await ask(connection)
            except StoreUnavailable as error:
                if attempt == 2 or not isinstance(error.__cause__, LOST):
                    raise
            connection.terminate()
        raise AssertionError("unreachable")

    async def _insert_again(self, columns: Columns, before: Columns) -> bool:
        """Insert rows that may have been inserted already, as soon as the server is back.

        Returns False when others hold one of the keys: then none of the rows was inserted.
        """
        pause, longest = RECONNECT_SECONDS
        while True:
            try:
                connection = await self._connected()
                with translated():
                    with suppress(asyncpg.UniqueViolationError):
                        if await connection.execute(_INSERT, *columns, *before) != _NOTHING:
                            return True
                    ours: int = await connection.fetchval(_COUNT_OURS, *columns)
                    return ours == len(columns[0])
            except StoreUnavailable:
                await self._pause(pause)
                pause = min(2 * pause, longest)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._giving_up.wait(), seconds)
        except TimeoutError:
            return
        raise StoreUnavailable("Closed before the server came back.")


async def read_heads(
    connection: "Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]",
    parts: Sequence[PartId],
) -> dict[PartId, int]:
    """Return the highest sequence number of each part, 0 for a part without updates."""
    found = {}
    for start in range(0, len(parts), HEADS_AT_ONCE):
        names = _names(parts[start : start + HEADS_AT_ONCE])
        for tenant, node, part, head in await connection.fetch(HEADS, *names):
            found[PartId(tenant, node, part)] = head or 0
    return found


async def _roll_back(connection: "Connection[asyncpg.Record]") -> None:
    """End a transaction, if there is one; without its connection the server does so by itself."""
    if not connection.is_closed() and connection.is_in_transaction():
        try:
            await connection.execute("rollback")
        except (*LOST, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection.terminate()


def _names(parts: Iterable[PartId]) -> list[list[str]]:
    """Return the tenants, the nodes and the names of the parts, each as a column."""
    tenants, nodes, names = [], [], []
    for tenant, node, name in parts:
        tenants.append(tenant)
        nodes.append(node)
        names.append(name)
    return [tenants, nodes, names]


def _columns(batch: Batch, seqs: Sequence[int]) -> Columns:
    return (*_names(batch.parts), seqs, batch.ats, batch.authors, batch.updates)


def _before(parts: Sequence[PartId], seqs: Sequence[int]) -> Columns:
    """Return each part once, with the number before its first one: the head that it must have."""
    heads: dict[PartId, int] = {}
    for part, seq in zip(parts, seqs, strict=True):
        heads.setdefault(part, seq - 1)
    return (*_names(heads), list(heads.values()))
