"""Records and update logs: the contract that every storage back end fulfils.

Rows are reached with SQL in the subset that SQLite 3.35+ and PostgreSQL 13+ share, with `:name`
parameters. Times are milliseconds (BIGINT), ids are text, truth values are 0 and 1. Where a
statement does not show the type of a parameter (`:x is null`), write `cast(:x as text)`; columns
named by an SQL word are quoted: `"user"`, `"update"`. Text that not every back end can hold (NUL,
lone surrogates) is refused with `Invalid("invalid-text")`, in reads too. Text sorts by its UTF-8
bytes. The tables are in `schema.py`. Only `cli.py` and tests choose a back end; everyone else holds
a `Database`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

Dialect = Literal["sqlite", "postgresql"]


class Row(Protocol):
    """A row of a result, read by column name or position."""

    def __getitem__(self, key: str | int, /) -> Any: ...
    def keys(self) -> Iterable[str]: ...


class PartId(NamedTuple):
    """Names one part of one document: the unit that has a log of its own."""

    tenant: str
    node: str
    part: str


class LoggedUpdate(NamedTuple):
    """One row of a part's log. `at` is milliseconds UTC; `author` a user id, '' for the server."""

    seq: int
    at: int
    author: str
    update: bytes


@dataclass(frozen=True, slots=True)
class Authored:
    """Updates of one author, from `first_seq` to `last_seq`; those of others may lie between.

    `first_at` is when the first was written, `last_at` when the latest, milliseconds UTC; `count`
    says how many they are.
    """

    author: str
    first_seq: int
    last_seq: int
    first_at: int
    last_at: int
    count: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole state of a part up to and including `seq`, as one v1 update.

    `summary` is whatever its maker wants to know of the state without parsing it; empty: nothing.
    """

    seq: int
    state: bytes
    summary: bytes = b""


class StoreUnavailable(Exception):
    """The database cannot be written or read now: full, gone or locked. Nothing was committed."""


class IntegrityViolated(Exception):
    """A unique or not-null rule of the schema refused the statement."""


class SchemaNewer(Exception):
    """The database was written by a newer Tongwen than this one. Nothing was read or changed."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"The database has schema {found}, which this Tongwen (schema {known}) does not know. "
            "Start the newer Tongwen that wrote it, or restore a backup."
        )
        self.found = found
        self.known = known


class Reader(Protocol):
    """Runs queries."""

    dialect: Dialect

    async def fetch(self, sql: str, /, **values: object) -> Sequence[Row]:
        """Return all rows."""

    async def fetchrow(self, sql: str, /, **values: object) -> Row | None:
        """Return the first row, or None."""

    async def fetchval(self, sql: str, /, **values: object) -> Any:
        """Return the first column of the first row, or None."""


class Transaction(Reader, Protocol):
    """A unit of work: committed whole when its block ends, not at all when the block raises.

    After a statement failed, nothing of the transaction can be saved: later statements and the end
    of the block raise the same error. Where a refusal is expected, write `on conflict do nothing`.
    """

    async def execute(self, sql: str, /, **values: object) -> int:
        """Run a statement and return how many rows it touched.

        Raises:
            IntegrityViolated: a unique rule refused it. The whole transaction is lost.
        """

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, object]], /) -> None:
        """Run a statement once for each mapping of values."""


class UpdateLog(Protocol):
    """The append-only log of every part, with snapshots. Group commit: many appends, one sync.

    The numbers of a part's updates have no gap and are committed in their order, whichever
    process writes: who sees `seq` sees all of `1 … seq`, as long as nothing was squashed.
    """

    def submit(
        self,
        part: PartId,
        author: str,
        update: bytes,
        done: Callable[[int | None], None],
    ) -> None:
        """Queue an update; call `done` on the event loop when its fate is known.

        `done(seq)`: it survives a crash of the process and of the machine. `done(None)`: it could
        not be written and was not; the caller may submit it again. Updates of a part get rising
        `seq` in the order of submission. Never blocks and makes no task a message. Under load it
        is written up to the database's commit interval later; after a pause, at once.

        Raises:
            Invalid: `part` or `author` cannot be stored (`invalid-text`).
            TooLarge: the update alone is larger than the queue may grow (`update-too-large`).
        """

    async def append(self, part: PartId, author: str, update: bytes) -> int:
        """Submit, write without a pause and wait; return the sequence number.

        Not from within a transaction.

        Raises:
            StoreUnavailable: it was not written.
        """

    async def read(
        self, part: PartId, after: int = 0, upto: int | None = None
    ) -> list[LoggedUpdate]:
        """Return the updates with `after < seq`, and `seq <= upto` where it is given, in order.

        They are the part's log of one moment: as it was before somebody squashed it, or after.
        """

    async def head(self, part: PartId) -> int:
        """Return the highest sequence number, 0 for a part without updates."""

    async def heads(self, parts: Sequence[PartId]) -> dict[PartId, int]:
        """Return the highest sequence number of each part, 0 for a part without updates."""

    async def snapshot(self, part: PartId) -> Snapshot | None:
        """Return the latest snapshot."""

    async def save_snapshot(self, part: PartId, snapshot: Snapshot) -> None:
        """Keep a snapshot; one that is older than the kept one is ignored.

        The log rows it covers stay, as history.
        """

    async def tail(self, part: PartId) -> tuple[Snapshot | None, list[LoggedUpdate]]:
        """Return the latest snapshot and the updates after it.

        Together they are a state that the part really had. The first of the updates may be a
        squashed one, which repeats what the snapshot holds.
        """

    async def authors(
        self, part: PartId, after: int = 0, upto: int | None = None, pause: int | None = None
    ) -> list[Authored]:
        """Tell who wrote the updates with `after < seq`, and `seq <= upto` where it is given.

        One entry an author, ordered by its first update; with `pause`, another entry whenever the
        author wrote nothing for more than `pause` milliseconds. Reads none of the updates.
        """

    async def squash(self, part: PartId, upto: int, state: bytes) -> None:
        """Replace all updates with `seq <= upto` by one: at `upto`, of the server, with `state`.

        It keeps the time of the update at `upto`. Who wrote what before is forgotten. Readers see
        the log as it was or as it will be. Nothing happens when there is no update at `upto`.

        Raises:
            StoreUnavailable: nothing was changed.
        """

    async def squashable(
        self, before: int, limit: int, after: PartId | None = None
    ) -> list[tuple[PartId, int]]:
        """Return parts that begin with two or more updates older than `before`, milliseconds UTC.

        With each comes the last of these updates, to squash up to. At most `limit` parts, in the
        order of their keys, beginning after the part `after`: walk on from the last one returned.
        """


class Database(Reader, Protocol):
    """An open database. Reads outside a transaction see committed data only."""

    log: UpdateLog

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction.

        On SQLite the transactions of a process run one after another, and acknowledgements of the
        log wait for them: keep them short. They do not nest: a task that holds one and asks for
        another gets a RuntimeError.

        Raises:
            StoreUnavailable: it could not begin, or not commit; nothing of it was written.
        """

    async def close(self) -> None:
        """Write what is queued and close. Afterwards nothing may be called."""
