"""Removing what was deleted for ever, in small steps. Its blobs go later: `blobs.collection`.

Every step is short, is one transaction, and leaves a state from which the next can go on, in this
process or after a crash.
"""

from tongwen.core.clock import now
from tongwen.core.events import AccessChanged
from tongwen.drive import Drive
from tongwen.drive.totals import add_used
from tongwen.store import Row, Transaction

GRACE = 10 * 60_000
"""Milliseconds that deleted nodes are left alone: a copy that is being made is one of them."""

_PAGE = 200
_OF_NODE = ("versions", "documents", "grants", "links", "media", "snapshots")


async def purge(drive: Drive, *, grace: int = GRACE, most: int = 1000) -> int:
    """Remove up to `most` deleted nodes, with all that belongs to them; return how many.

    What is below a deleted folder is marked as deleted, a page at a time, before the folder goes.
    Recents and stars stay until their owner's next ones push them out: they name nothing any more.
    """
    removed = 0
    while removed < most:
        rows = await drive.database.fetch(
            "SELECT tenant, id, kind, trash_of, deleted FROM nodes"
            " WHERE deleted IS NOT NULL AND deleted <= :before ORDER BY deleted LIMIT :limit",
            before=now() - grace,
            limit=min(_PAGE, most - removed),
        )
        if not rows:
            break
        for row in rows:
            while not await _step(drive, row):
                pass
            removed += 1
    return removed


async def empty_old_trash(drive: Drive, tenant: str, *, before: int) -> int:
    """Delete for ever what has been in a tenant's trash since before a time; return how many."""
    owners = await drive.database.fetch("SELECT id FROM users WHERE tenant = :t", t=tenant)
    deleted = 0
    for owner in owners:
        async with drive.database.transaction() as tx:
            rows = await tx.fetch(
                "SELECT id FROM nodes WHERE tenant = :tenant AND trash_of = :owner"
                " AND trashed <= :before AND deleted IS NULL ORDER BY trashed LIMIT :limit",
                tenant=tenant,
                owner=owner["id"],
                before=before,
                limit=_PAGE,
            )
            for row in rows:
                await _mark(tx, tenant, row["id"], now(), owner["id"])
        deleted += len(rows)
        for row in rows:
            drive.events.emit(AccessChanged(tenant, row["id"]))
    return deleted


async def _step(drive: Drive, row: Row) -> bool:
    """Take one short step towards removing a node; return whether it is gone."""
    tenant, node = row["tenant"], row["id"]
    async with drive.database.transaction() as tx:
        if row["kind"] == "folder" and await _mark_children(tx, row):
            return False
        if await _cut_log(tx, tenant, node):
            return False
        size = await tx.fetchval(
            "SELECT SUM(size) FROM versions WHERE tenant = :tenant AND node = :node",
            tenant=tenant,
            node=node,
        )
        for table in _OF_NODE:
            await tx.execute(
                f"DELETE FROM {table} WHERE tenant = :tenant AND node = :node",
                tenant=tenant,
                node=node,
            )
        gone = await tx.execute(
            "DELETE FROM nodes WHERE tenant = :tenant AND id = :node AND deleted IS NOT NULL",
            tenant=tenant,
            node=node,
        )
        if gone and size and row["trash_of"]:
            await add_used(drive, tx, tenant, row["trash_of"], -int(size))
    return True


async def _mark_children(tx: Transaction, row: Row) -> bool:
    """Mark a page of a deleted folder's children as deleted; return whether there were any."""
    children = await tx.fetch(
        "SELECT id FROM nodes WHERE tenant = :tenant AND parent = :parent AND deleted IS NULL"
        " LIMIT :limit",
        tenant=row["tenant"],
        parent=row["id"],
        limit=_PAGE,
    )
    for child in children:
        await _mark(tx, row["tenant"], child["id"], row["deleted"], row["trash_of"])
    return bool(children)


async def _mark(tx: Transaction, tenant: str, node: str, at: int, owner: str) -> None:
    await tx.execute(
        "UPDATE nodes SET deleted = :at, trash_of = :owner"
        " WHERE tenant = :tenant AND id = :id AND deleted IS NULL",
        tenant=tenant,
        id=node,
        at=at,
        owner=owner,
    )


async def _cut_log(tx: Transaction, tenant: str, node: str) -> bool:
    """Delete a page of a node's update log; return whether there was any."""
    parts = await tx.fetch(
        "SELECT part, MAX(seq) AS last FROM (SELECT part, seq FROM updates"
        " WHERE tenant = :tenant AND node = :node ORDER BY part, seq LIMIT :limit) AS page"
        " GROUP BY part",
        tenant=tenant,
        node=node,
        limit=_PAGE,
    )
    for part in parts:
        await tx.execute(
            "DELETE FROM updates"
            " WHERE tenant = :tenant AND node = :node AND part = :part AND seq <= :last",
            tenant=tenant,
            node=node,
            part=part["part"],
            last=part["last"],
        )
    return bool(parts)
