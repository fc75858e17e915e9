"""What each member's files take: kept with every change, in its transaction, and repairable."""

from tongwen.core.errors import TooLarge
from tongwen.drive import Drive
from tongwen.store import Reader, Transaction

_FOLDERS_AT_ONCE = 200


async def add_used(drive: Drive, tx: Transaction, tenant: str, owner: str, size: int) -> None:
    """Add bytes (or take them away, when negative) to what a member's drive holds.

    The update also locks the member's row, so that changes of one drive's structure take turns.

    Raises:
        TooLarge: `storage-full`: the member would pass the limit on storage.
    """
    limit = drive.settings.member_storage
    room = ""
    values: dict[str, object] = {}
    if limit and size > 0:
        room = " AND used + :size <= :limit"
        values["limit"] = limit
    touched = await tx.execute(
        f"UPDATE users SET used = used + :size WHERE tenant = :tenant AND id = :owner{room}",
        tenant=tenant,
        owner=owner,
        size=size,
        **values,
    )
    if not touched and room:
        raise TooLarge("storage-full", limit_bytes=limit)


async def subtree_bytes(reader: Reader, tenant: str, top: str) -> int:
    """Return the bytes of all versions of a node and of everything below it, trash included."""
    total = await _bytes_of(reader, tenant, "id = :node", top)
    folders = [top]
    while folders:
        folder = folders.pop()
        total += await _bytes_of(reader, tenant, "parent = :node", folder)
        after = ""
        while True:
            rows = await reader.fetch(
                "SELECT sort_name, id FROM nodes WHERE tenant = :tenant AND parent = :parent"
                " AND kind = 'folder' AND deleted IS NULL AND id > :after"
                " ORDER BY id LIMIT :limit",
                tenant=tenant,
                parent=folder,
                after=after,
                limit=_FOLDERS_AT_ONCE,
            )
            folders += [row["id"] for row in rows]
            if len(rows) < _FOLDERS_AT_ONCE:
                break
            after = rows[-1]["id"]
    return total


async def height(reader: Reader, tenant: str, top: str) -> int:
    """Return how many levels of folders and files a node holds, itself counted."""
    levels, level = 1, [top]
    while level:
        below: list[str] = []
        filled = False
        for folder in level:
            rows = await reader.fetch(
                "SELECT id, kind FROM nodes WHERE tenant = :tenant AND parent = :parent"
                " AND kind = 'folder'",
                tenant=tenant,
                parent=folder,
            )
            below += [row["id"] for row in rows]
            filled = filled or bool(rows) or await _has_children(reader, tenant, folder)
        levels += filled
        level = below
    return levels


async def recount(drive: Drive, tenant: str, user: str) -> int:
    """Count a member's bytes afresh, write the total and return it."""
    async with drive.database.transaction() as tx:
        root = await tx.fetchval(
            "SELECT root FROM users WHERE tenant = :tenant AND id = :id", tenant=tenant, id=user
        )
        total = await subtree_bytes(tx, tenant, root)
        await tx.execute(
            "UPDATE users SET used = :total WHERE tenant = :tenant AND id = :id",
            tenant=tenant,
            id=user,
            total=total,
        )
    return total


async def _bytes_of(reader: Reader, tenant: str, which: str, node: str) -> int:
    total = await reader.fetchval(
        "SELECT SUM((SELECT SUM(v.size) FROM versions v"
        "             WHERE v.tenant = nodes.tenant AND v.node = nodes.id))"
        f" FROM nodes WHERE tenant = :tenant AND {which} AND deleted IS NULL",
        tenant=tenant,
        node=node,
    )
    return int(total or 0)


async def _has_children(reader: Reader, tenant: str, folder: str) -> bool:
    found = await reader.fetchval(
        "SELECT 1 FROM nodes WHERE tenant = :tenant AND parent = :parent LIMIT 1",
        tenant=tenant,
        parent=folder,
    )
    return found is not None
