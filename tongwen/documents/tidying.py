"""Folding a document that everybody has left: what was written over its beginning goes into it.

It reads the same before and after, so it is no work of anybody and needs no version.
"""

from tongwen.catalog import folds, format_of
from tongwen.documents.exports import Content, Exports
from tongwen.documents.ports import Publisher, Workers
from tongwen.drive.work import position
from tongwen.kinds.parts import unpack_parts
from tongwen.store import Database, PartId

LEAST_ENTRIES = 500  # below that, opening a document is no slower than after it

_KIND = """
    select n.kind, d.exported_seq from nodes n
    join documents d on d.tenant = n.tenant and d.node = n.id
    where n.tenant = :tenant and n.id = :node and n.deleted is null
"""
_EXPORTED = """
    update documents set exported_seq = :after
    where tenant = :tenant and node = :node and exported_seq = :before
"""
_VERSION = """
    update versions set seq = :after
    where tenant = :tenant and node = :node and seq = :before
"""


class Tidying:
    """Folds documents whose kind wants it (`catalog.folds`)."""

    def __init__(self, database: Database, exports: Exports, workers: Workers) -> None:
        self._database = database
        self._exports = exports
        self._workers = workers

    async def tidy(self, tenant: str, node: str, publisher: Publisher) -> bool:
        """Fold a document that nobody has open if much was written; return whether it was.

        Its newest version, and its exported file, hold what they held.

        Raises:
            TongwenError: it cannot be folded, and stays as it is.
        """
        row = await self._database.fetchrow(_KIND, tenant=tenant, node=node)
        if row is None or not folds(row["kind"]):
            return False
        content = await self._exports.content(tenant, node)
        if content.filed != row["exported_seq"]:
            return False  # somebody goes on writing
        task = f"tidy.{format_of(row['kind'])}"
        packed = await self._workers.run(task, content.pack(), str(LEAST_ENTRIES).encode())
        updates = unpack_parts(packed)
        if not updates:
            return False
        async with self._exports.lock(tenant, node):
            for name, (update,) in updates.items():
                part = PartId(tenant, node, name.partition(" ")[2])
                await publisher.publish(part, "", update)
            await self._settle(tenant, node, content, len(updates))
        return True

    async def _settle(self, tenant: str, node: str, content: Content, written: int) -> None:
        """Say that version and file hold this too, unless somebody wrote meanwhile."""
        before, after = content.position, await position(self._database, tenant, node)
        if after != before + written:
            return
        async with self._database.transaction() as tx:
            key = {"tenant": tenant, "node": node}
            filed = {"before": content.filed, "after": content.filed + written}
            await tx.execute(_EXPORTED, **key, **filed)
            await tx.execute(_VERSION, **key, before=before, after=after)
