"""Writes batches of the update log to SQLite."""

import sqlite3
from operator import itemgetter

from tongwen.store.group_commit import Batch
from tongwen.store.log import Heads

_HEAD = "select max(seq) from updates where tenant = ? and node = ? and part = ?"
_INSERT = """
    insert into updates (tenant, node, part, seq, at, author, "update") values (?, ?, ?, ?, ?, ?, ?)
"""
_TENANT, _NODE, _PART = itemgetter(0), itemgetter(1), itemgetter(2)


class Batches:
    """Numbers and inserts batches. Used by one thread at a time, inside its transaction."""

    def __init__(self) -> None:
        self._heads = Heads()
        self._version: int | None = None

    def insert(self, connection: sqlite3.Connection, batch: Batch) -> list[int]:
        """Insert a batch and return its sequence numbers. The caller commits."""
        version = connection.execute("pragma data_version").fetchone()[0]
        if version != self._version:
            # Another process wrote. A key that it took would refuse us, but one that it took and
            # squashed would not.
            self._heads = Heads()
            self._version = version
        connection.execute("savepoint batch")
        try:
            return self._insert(connection, batch)
        except sqlite3.IntegrityError:
            # A transaction of this process wrote one of these parts since we read its head. It
            # cannot again: a savepoint that is undone keeps the write lock.
            self.forget(batch)
            connection.execute("rollback to batch")
            return self._insert(connection, batch)

    def forget(self, batch: Batch) -> None:
        """Drop the numbers of a batch that was not committed."""
        self._heads.forget(batch.parts)

    def _insert(self, connection: sqlite3.Connection, batch: Batch) -> list[int]:
        parts = batch.parts
        for part in self._heads.unknown(parts):
            found = connection.execute(_HEAD, part).fetchone()
            self._heads.learn(part, found[0] or 0)
        seqs = self._heads.number(parts)
        names = (map(_TENANT, parts), map(_NODE, parts), map(_PART, parts))
        rows = zip(*names, seqs, batch.ats, batch.authors, batch.updates, strict=True)
        connection.executemany(_INSERT, rows)
        self._heads.trim()
        return seqs
