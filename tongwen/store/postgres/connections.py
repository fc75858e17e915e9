"""Connects to PostgreSQL, and says which of its errors mean "not now"."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

import asyncpg

from tongwen.store import IntegrityViolated, StoreUnavailable
from tongwen.store.migrations import FIND_REVISION, FIND_TABLE, script

if TYPE_CHECKING:
    from asyncpg.connection import Connection


OLDEST_VERSION = 13
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 60
MIGRATION_ATTEMPTS = 5

LOST = (
    OSError,  # TimeoutError is one
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it shuts down, or starts up
    asyncpg.InternalClientError,
)
_REFUSED = (
    asyncpg.InsufficientResourcesError,  # disk full, too many connections
    asyncpg.PostgresSystemError,  # I/O error
    asyncpg.TransactionRollbackError,  # deadlock
    asyncpg.ReadOnlySQLTransactionError,  # a standby
    asyncpg.LockNotAvailableError,
)
_MADE_MEANWHILE = (
    asyncpg.UniqueViolationError,
    asyncpg.DuplicateTableError,
    asyncpg.DuplicateObjectError,
    asyncpg.DuplicateColumnError,
    asyncpg.DeadlockDetectedError,
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn PostgreSQL's errors into the contract's; programming errors pass as they are."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityViolated(str(error)) from error
    except (*LOST, *_REFUSED) as error:
        raise StoreUnavailable(str(error) or type(error).__name__) from error
    except asyncpg.InterfaceError as error:
        # asyncpg has one class for a closed connection and for wrong arguments.
        if "closed" in str(error):
            raise StoreUnavailable(str(error)) from error
        raise


async def set_up(connection: "Connection[asyncpg.Record]") -> None:
    """Prepare a new connection."""
    # `sum` of BIGINT is NUMERIC; SQLite answers a whole number, and so do we.
    await connection.set_type_codec(
        "numeric", schema="pg_catalog", format="text", encoder=str, decoder=_number
    )


async def connect(url: str) -> "Connection[asyncpg.Record]":
    """Open a connection of its own.

    Raises:
        StoreUnavailable: no answer, a wrong password, no such database.
    """
    try:
        with translated():
            connection: Connection[asyncpg.Record] = await asyncpg.connect(
                url, timeout=CONNECT_SECONDS, command_timeout=STATEMENT_SECONDS
            )
            await set_up(connection)
            return connection
    except asyncpg.PostgresError as error:
        raise StoreUnavailable(str(error)) from error


async def keep_state(_: object) -> None:
    """Leave a connection as it is when it goes back to the pool: we never set session state."""


async def prepare(connection: "Connection[asyncpg.Record]") -> None:
    """Check that this is a database we can use, and bring its tables to our schema.

    Several processes may do so at once: what one has made, the others find.

    Raises:
        SchemaNewer: a newer program wrote it.
        StoreUnavailable: it is too old, does not speak UTF-8, or does not answer.
    """
    with translated():
        if connection.get_server_version().major < OLDEST_VERSION:
            raise StoreUnavailable(f"PostgreSQL {OLDEST_VERSION} or newer is needed.")
        encoding = await connection.fetchval("show server_encoding")
        if encoding != "UTF8":
            raise StoreUnavailable(f"The database's encoding is {encoding}; UTF8 is needed.")
        for attempt in range(MIGRATION_ATTEMPTS):
            try:
                async with connection.transaction():
                    await _migrate(connection)
                return
            except _MADE_MEANWHILE:
                if attempt == MIGRATION_ATTEMPTS - 1:
                    raise
            await asyncio.sleep(0.1)


async def _migrate(connection: "Connection[asyncpg.Record]") -> None:
    since = None
    if await connection.fetchval(FIND_TABLE["postgresql"]):
        # Whoever comes second waits here, then reads what the first has written.
        since = await connection.fetchval(FIND_REVISION + " for update")
    statements = await asyncio.to_thread(script, "postgresql", since)
    if statements:
        await connection.execute(statements)


def _number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number.is_finite() and number == int(number) else float(number)
