"""Opens SQLite files, and says which of SQLite's errors mean "not now"."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tongwen.store import IntegrityViolated, StoreUnavailable
from tongwen.store.migrations import FIND_REVISION, FIND_TABLE, script

Connect = Callable[..., sqlite3.Connection]

LOCK_SECONDS = 10.0  # how long another process may hold the file's write lock
LOCK_POLL_SECONDS = 0.005  # short against a pause between the commits of a busy neighbour

_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}

_SETTINGS = """
    pragma synchronous = full;
    pragma foreign_keys = off;
    pragma temp_store = memory;
    pragma cache_size = -16384;
    pragma wal_autocheckpoint = 8000;
    pragma journal_size_limit = 67108864;
"""


def is_locked(error: sqlite3.Error) -> bool:
    """Whether another process held the file for the moment."""
    return _primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's result code without its details, 0 when there is none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLite's errors into the contract's; programming errors pass as they are."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise IntegrityViolated(str(error)) from error
    except sqlite3.Error as error:
        if _primary_code(error) in _UNAVAILABLE:
            raise StoreUnavailable(str(error)) from error
        raise


def open_file(path: Path, connect: Connect) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """Open (or create) a database at the schema of this program; return its reader and its writer.

    Raises:
        StoreUnavailable: the file cannot be opened, or its file system has no WAL.
        SchemaNewer: a newer program wrote it.
    """
    _create_privately(path)
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            with translated():
                return _open(path, connect)
        except StoreUnavailable as error:
            # Two processes that turn a new file to WAL at once: SQLite does not wait by itself.
            locked = isinstance(error.__cause__, sqlite3.Error) and is_locked(error.__cause__)
            if not locked or time.monotonic() > deadline:
                raise
        time.sleep(LOCK_POLL_SECONDS)


def _open(path: Path, connect: Connect) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    writer = _connect(path, connect)
    try:
        mode = writer.execute("pragma journal_mode = wal").fetchone()[0]
        if mode != "wal":
            raise StoreUnavailable(f"{path}: its file system cannot hold a WAL ({mode}).")
        _migrate(writer)
        reader = _connect(path, connect)
    except BaseException:
        writer.close()
        raise
    reader.execute("pragma query_only = on")
    # A wait inside SQLite would stop the event loop; `SqliteDatabase` waits outside.
    writer.execute("pragma busy_timeout = 0")
    return reader, writer


def _create_privately(path: Path) -> None:
    """Create the file readable by its owner alone: it holds sessions and password hashes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error


def _connect(path: Path, connect: Connect) -> sqlite3.Connection:
    connection = connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.executescript(_SETTINGS)
    return connection


def _migrate(writer: sqlite3.Connection) -> None:
    writer.execute("begin immediate")
    try:
        found = writer.execute(FIND_TABLE["sqlite"]).fetchone()
        since = writer.execute(FIND_REVISION).fetchone()[0] if found else None
        _run(writer, script("sqlite", since))
        writer.execute("commit")
    except BaseException:
        if writer.in_transaction:
            writer.execute("rollback")
        raise


def _run(writer: sqlite3.Connection, statements: str) -> None:
    """Run each statement; `executescript` would commit the open transaction first."""
    statement = ""
    for line in statements.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            writer.execute(statement)
            statement = ""
