"""Copying: new nodes over the same blobs; a folder with everything living below it."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass

from tongwen.core.actor import Actor
from tongwen.core.errors import Conflict, NotFound, TooLarge
from tongwen.core.events import NodeChanged
from tongwen.core.ids import new_id
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import DEEPEST, Access, access, require
from tongwen.drive.files import NewVersion, insert_version
from tongwen.drive.names import clean_name, copy_name
from tongwen.drive.totals import add_used
from tongwen.drive.tree import (
    NewNode,
    child_named,
    insert_node,
    refuse_root,
    refuse_taken,
    require_place,
)
from tongwen.store import IntegrityViolated, Reader, Row, Transaction
from tongwen.store.audit import record

_PAGE = 200
_COLUMNS = """
    n.id, n.parent, n.kind, n.name, n.media_type, n.size, n.head, v.blob, v.size AS bytes
      FROM nodes n LEFT JOIN versions v
        ON v.tenant = n.tenant AND v.node = n.id AND v.number = n.head
"""


@dataclass(frozen=True, slots=True)
class _Source:
    """A node to be copied, below the source of the whole copy, and how deep it lies there."""

    row: Row
    depth: int


async def nodes_to_copy(
    drive: Drive, actor: Actor, node: str, *, kinds: Collection[str]
) -> list[str]:
    """Return the ids of the nodes of some kinds that copying a node would copy.

    Raises:
        NotFound: the actor may not see it.
        TooLarge: `copy-too-large`.
    """
    found = await access(drive.database, actor, node)
    return [
        source.row["id"]
        async for source in _sources(drive, drive.database, actor.tenant, found.node.id)
        if source.row["kind"] in kinds
    ]


async def copy_node(
    drive: Drive,
    actor: Actor,
    node: str,
    *,
    parent: str | None,
    name: str | None,
    language: str,
) -> str:
    """Copy a file with its newest version, or a folder with all that lives in it; return its id.

    Without a parent the copy lies beside the original, or in the actor's own drive where they may
    not write there. Without a name it keeps its own, or gets a free one. Nobody sees the copy
    before all of it is there.

    Raises:
        NotFound, Forbidden: the actor may not see the source or not write to the parent.
        Conflict: `name-taken` (when a name was given) or `too-deep`.
        TooLarge: `copy-too-large` or `storage-full`.
    """
    found = await require(drive.database, actor, node, Role.VIEWER)
    refuse_root(found)
    target = await _target(drive.database, actor, found, parent)
    plan = [source async for source in _sources(drive, drive.database, actor.tenant, node)]
    if len(target.path) + 1 + max(source.depth for source in plan) > DEEPEST:
        raise Conflict("too-deep", deepest=DEEPEST)
    ids = {source.row["id"]: new_id() for source in plan}
    top = ids[node]
    try:
        async with drive.database.transaction() as tx:
            clean = await _name(tx, actor, target, found, name, language)
            await _insert(drive, tx, actor, target.owner, plan[0].row, top, target.node.id, clean)
    except IntegrityViolated:
        raise Conflict("name-taken", name=name or found.node.name) from None
    for start in range(1, len(plan), _PAGE):
        async with drive.database.transaction() as tx:
            for source in plan[start : start + _PAGE]:
                row = source.row
                await _insert(
                    drive, tx, actor, target.owner, row, ids[row["id"]], ids[row["parent"]]
                )
    async with drive.database.transaction() as tx:
        await require_place(tx, actor, target.node.id)
        await tx.execute(
            "UPDATE nodes SET deleted = NULL, trash_of = NULL WHERE tenant = :tenant AND id = :id",
            tenant=actor.tenant,
            id=top,
        )
        await record(tx, actor, "node.copied", top, source=node)
    drive.events.emit(NodeChanged(actor.tenant, top))
    return top


async def _target(reader: Reader, actor: Actor, found: Access, parent: str | None) -> Access:
    if parent is not None:
        return await require_place(reader, actor, parent)
    if found.role_above >= Role.EDITOR and found.node.parent is not None:
        return await require_place(reader, actor, found.node.parent)
    root = await reader.fetchval(
        "SELECT root FROM users WHERE tenant = :tenant AND id = :id",
        tenant=actor.tenant,
        id=actor.user or "",
    )
    if root is None:
        raise NotFound("copy-needs-folder")
    return await require_place(reader, actor, root)


async def _name(
    tx: Transaction,
    actor: Actor,
    target: Access,
    found: Access,
    name: str | None,
    language: str,
) -> str:
    if name is not None:
        name = clean_name(name)
        await refuse_taken(tx, actor.tenant, target.node.id, name)
        return name
    candidate, number = found.node.name, 0
    while await child_named(tx, actor.tenant, target.node.id, candidate) is not None:
        number += 1
        candidate = copy_name(found.node.name, number, language)
    return candidate


async def _sources(drive: Drive, reader: Reader, tenant: str, top: str) -> AsyncIterator[_Source]:
    """Yield the nodes of a copy, every folder before what it holds.

    Raises:
        TooLarge: `copy-too-large`.
    """
    limit = drive.settings.max_copy
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} WHERE n.tenant = :tenant AND n.id = :id", tenant=tenant, id=top
    )
    level = [_Source(row, 0) for row in rows]
    count = 0
    while level:
        source = level.pop()
        count += 1
        if count > limit:
            raise TooLarge("copy-too-large", most=limit)
        yield source
        if source.row["kind"] != "folder":
            continue
        after = ""
        while True:
            rows = await reader.fetch(
                f"SELECT {_COLUMNS} WHERE n.tenant = :tenant AND n.parent = :parent"
                " AND n.trashed IS NULL AND n.deleted IS NULL AND n.id > :after"
                " ORDER BY n.id LIMIT :limit",
                tenant=tenant,
                parent=source.row["id"],
                after=after,
                limit=_PAGE,
            )
            level += [_Source(row, source.depth + 1) for row in rows]
            if len(rows) < _PAGE or len(level) + count > limit:
                break
            after = rows[-1]["id"]


async def _insert(
    drive: Drive,
    tx: Transaction,
    actor: Actor,
    owner: str,
    row: Row,
    made: str,
    parent: str,
    name: str | None = None,
) -> None:
    """Insert the copy of one node; the top one, which has a new name, stays hidden at first."""
    file = row["kind"] != "folder" and row["blob"] is not None
    node = NewNode(
        made,
        parent,
        row["kind"],
        name or row["name"],
        row["media_type"],
        row["size"],
        head=int(file),
        hidden_for=owner if name is not None else None,
    )
    await insert_node(tx, actor, node)
    if file:
        version = NewVersion(row["blob"], row["bytes"], actor.author, "copy")
        await insert_version(tx, actor.tenant, made, 1, version)
        await add_used(drive, tx, actor.tenant, owner, row["bytes"])
