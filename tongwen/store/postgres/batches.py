"""Writes batches of the update log to PostgreSQL, over a connection of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

import asyncpg

from tongwen.store import IntegrityViolated, PartId, StoreUnavailable
from tongwen.store.group_commit import Pending
from tongwen.store.log import Heads
from tongwen.store.postgres.connections import LOST, translated

if TYPE_CHECKING:
    from asyncpg.connection import Connection

CONFLICTS = 50  # batches lost in a row to other nodes that write the same parts
RECONNECT_SECONDS = (0.05, 2.0)  # first and longest pause between attempts

_NAMES = 'tenant, node, part, seq, at, author, "update"'
_ROWS = """
    unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::bytea[])
"""
_INSERT = f"insert into updates ({_NAMES}) select * from {_ROWS}"
_COUNT_OURS = f"select count(*) from {_ROWS} as ours ({_NAMES}) join updates using ({_NAMES})"
_HEADS = """
    select wanted.tenant, wanted.node, wanted.part,
        (select max(seq) from updates as u
         where u.tenant = wanted.tenant and u.node = wanted.node and u.part = wanted.part)
    from unnest($1::text[], $2::text[], $3::text[]) as wanted (tenant, node, part)
"""

Columns = Sequence[Sequence[object]]


class Batches:
    """Numbers and inserts batches, one at a time.

    When the connection is lost while a batch is written, nobody knows whether it was. The batch is
    then inserted again under the same keys, so that it cannot be written twice: if the first
    attempt went through, or still does, the keys are taken by rows equal to ours.
    """

    def __init__(self, connect: "Callable[[], Awaitable[Connection[asyncpg.Record]]]") -> None:
        self._connect = connect
        self._connection: Connection[asyncpg.Record] | None = None
        self._heads = Heads()
        self._giving_up = asyncio.Event()

    async def write(self, batch: Sequence[Pending]) -> Sequence[int]:
        """Insert a batch; return its sequence numbers when they are committed.

        Raises:
            StoreUnavailable: nothing of it was written.
        """
        try:
            connection = await self._connected()
            for _ in range(CONFLICTS):
                seqs = await self._number(connection, batch)
                columns = _columns(batch, seqs)
                if await self._insert(connection, columns):
                    self._heads.trim()
                    return seqs
                self._heads.forget([pending.part for pending in batch])
                connection = await self._connected()
            raise StoreUnavailable("Other nodes write the same parts too often.")
        except BaseException:
            self._heads.forget([pending.part for pending in batch])
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

    async def _number(
        self, connection: "Connection[asyncpg.Record]", batch: Sequence[Pending]
    ) -> list[int]:
        unknown = {pending.part for pending in batch if not self._heads.knows(pending.part)}
        if unknown:
            keys = [(part.tenant, part.node, part.part) for part in unknown]
            with translated():
                found = await connection.fetch(_HEADS, *zip(*keys, strict=True))
            for tenant, node, part, head in found:
                self._heads.learn(PartId(tenant, node, part), head or 0)
        return [self._heads.take(pending.part) for pending in batch]

    async def _insert(self, connection: "Connection[asyncpg.Record]", columns: Columns) -> bool:
        """Insert rows under the keys they have; False when others hold one of the keys."""
        try:
            with translated():
                await connection.execute(_INSERT, *columns)
            return True
        except StoreUnavailable as error:
            if not isinstance(error.__cause__, LOST):
                raise
        except IntegrityViolated:
            return False
        connection.terminate()
        return await self._insert_again(columns)

    async def _insert_again(self, columns: Columns) -> bool:
        """Insert rows that may have been inserted already, as soon as the server is back."""
        pause, longest = RECONNECT_SECONDS
        while True:
            try:
                connection = await self._connected()
                with translated():
                    try:
                        await connection.execute(_INSERT, *columns)
                        return True
                    except asyncpg.UniqueViolationError:
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


def _columns(batch: Sequence[Pending], seqs: Sequence[int]) -> Columns:
    parts = [pending.part for pending in batch]
    return (
        [part.tenant for part in parts],
        [part.node for part in parts],
        [part.part for part in parts],
        seqs,
        [pending.at for pending in batch],
        [pending.author for pending in batch],
        [pending.update for pending in batch],
    )
