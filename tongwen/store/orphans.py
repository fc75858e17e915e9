"""Which blobs no row names, and since when: the half of garbage collection that knows the rows."""

from collections.abc import Mapping, Sequence

from tongwen.core.clock import Milliseconds
from tongwen.store import Database, Transaction

# Every column that names a blob (`info=BLOB` in `schema.py`); all are indexed by tenant first.
REFERENCES = (
    ("versions", "blob"),
    ("documents", "base"),
    ("documents", "exported"),
    ("media", "blob"),
)

_NOTE = """
    insert into orphans (tenant, blob, since) values (:tenant, :blob, :now)
    on conflict (tenant, blob) do update set since = excluded.since
    where orphans.since <= :stored
"""
_FORGET = "delete from orphans where tenant = :tenant and blob = :blob"


class OrphanLedger:
    """Keeps note of the blobs that no row names. Fulfils `blobs.collection.Ledger`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unused(
        self,
        tenant: str,
        stored: Mapping[str, Milliseconds],
        now: Milliseconds,
        before: Milliseconds,
    ) -> list[str]:
        """Look which blobs a row names, and return those that none has named since `before`.

        `stored` says when each was last stored: what was noted before then does not count.
        """
        async with self._database.transaction() as transaction:
            named = await self._named(transaction, tenant, list(stored))
            await transaction.executemany(
                _FORGET, [{"tenant": tenant, "blob": key} for key in named]
            )
            await transaction.executemany(
                _NOTE,
                [
                    {"tenant": tenant, "blob": key, "now": now, "stored": at}
                    for key, at in stored.items()
                    if key not in named
                ],
            )
            sql, values = _among("select blob from orphans where tenant = :tenant and blob", stored)
            rows = await transaction.fetch(
                sql + " and since < :before", tenant=tenant, before=before, **values
            )
            return [row["blob"] for row in rows]

    async def forget(self, tenant: str, keys: Sequence[str]) -> None:
        """Drop the notes about blobs that are gone."""
        async with self._database.transaction() as transaction:
            await transaction.executemany(
                _FORGET, [{"tenant": tenant, "blob": key} for key in keys]
            )

    async def _named(self, transaction: Transaction, tenant: str, keys: Sequence[str]) -> set[str]:
        named: set[str] = set()
        for table, column in REFERENCES:
            start = f"select distinct {column} from {table} where tenant = :tenant and {column}"
            sql, values = _among(start, keys)
            rows = await transaction.fetch(sql, tenant=tenant, **values)
            named.update(row[0] for row in rows)
        return named


def _among(start: str, keys: Mapping[str, object] | Sequence[str]) -> tuple[str, dict[str, str]]:
    """Complete `… column` with `in (:k0, :k1 …)`, and return the values for it."""
    values = {f"k{i}": key for i, key in enumerate(keys)}
    return f"{start} in ({', '.join(':' + name for name in values)})", values
