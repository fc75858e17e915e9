"""Writes batches of the update log to SQLite."""

import sqlite3
from collections.abc import Sequence

from tongwen.store import PartId
from tongwen.store.group_commit import Pending
from tongwen.store.log import Heads

_HEAD = "select max(seq) from updates where tenant = ? and node = ? and part = ?"
_INSERT = """
    insert into updates (tenant, node, part, seq, at, author, "update") values (?, ?, ?, ?, ?, ?, ?)
"""


class Batches:
    """Numbers and inserts batches. Used by one thread at a time, inside its transaction."""

    def __init__(self) -> None:
        self._heads = Heads()

    def insert(self, connection: sqlite3.Connection, batch: Sequence[Pending]) -> list[int]:
        """Insert a batch and return its sequence numbers. The caller commits."""
        try:
            return self._insert(connection, batch)
        except sqlite3.IntegrityError:
            # Another process wrote one of these parts since we read its head.
            self.forget(batch)
            connection.execute("rollback")
            connection.execute("begin immediate")
            return self._insert(connection, batch)

    def forget(self, batch: Sequence[Pending]) -> None:
        """Drop the numbers of a batch that was not committed."""
        self._heads.forget([pending.part for pending in batch])

    def _insert(self, connection: sqlite3.Connection, batch: Sequence[Pending]) -> list[int]:
        seqs = [self._next(connection, pending.part) for pending in batch]
        rows = [
            (part.tenant, part.node, part.part, seq, at, author, update)
            for (part, at, author, update, _), seq in zip(batch, seqs, strict=True)
        ]
        connection.executemany(_INSERT, rows)
        self._heads.trim()
        return seqs

    def _next(self, connection: sqlite3.Connection, part: PartId) -> int:
        if not self._heads.knows(part):
            found = connection.execute(_HEAD, (part.tenant, part.node, part.part)).fetchone()
            self._heads.learn(part, found[0] or 0)
        return self._heads.take(part)
