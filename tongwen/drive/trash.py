"""The trash: one row is marked, whatever is below it, and can be taken back."""

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import Conflict, Forbidden, NotFound
from tongwen.core.events import AccessChanged
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import Access, access, access_many, demand
from tongwen.drive.names import numbered, sort_key
from tongwen.drive.tree import child_named, refuse_root
from tongwen.store import IntegrityViolated, Transaction
from tongwen.store.audit import record

_PAGE = 200
_ATTEMPTS = 3


async def trash(drive: Drive, actor: Actor, node: str) -> None:
    """Put a node into its owner's trash. It needs editor on the folder that it is in.

    Raises:
        NotFound, Forbidden: the actor may not see it or not take it away.
        Forbidden: `root-fixed`.
    """
    async with drive.database.transaction() as tx:
        found = await access(tx, actor, node)
        refuse_root(found)
        _may_remove(found)
        await tx.execute(
            "UPDATE nodes SET trashed = :at, trashed_by = :by, trash_of = :owner"
            " WHERE tenant = :tenant AND id = :id",
            tenant=actor.tenant,
            id=node,
            at=now(),
            by=actor.author,
            owner=found.owner,
        )
        await record(tx, actor, "node.trashed", node, name=found.node.name)
    drive.events.emit(AccessChanged(actor.tenant, node))


async def restore(drive: Drive, actor: Actor, node: str) -> None:
    """Take a node back from the trash to where it was.

    When its folder is itself in the trash the owner gets it back at the top of their drive. When
    its name was taken meanwhile it gets the next free one, as `x (2).docx`.

    Raises:
        NotFound, Forbidden: the actor may not see it or not put it back.
        Conflict: `not-in-trash`, or `folder-in-trash` to somebody who is not the owner.
    """
    for attempt in range(_ATTEMPTS):
        try:
            async with drive.database.transaction() as tx:
                await _restore(tx, actor, node)
            break
        except IntegrityViolated:
            # The free name was taken at the same moment.
            if attempt == _ATTEMPTS - 1:
                raise Conflict("name-taken", name="") from None
    drive.events.emit(AccessChanged(actor.tenant, node))


async def delete_forever(drive: Drive, actor: Actor, node: str) -> None:
    """Delete a node in the trash for ever, with all below it. Only its owner may.

    It is gone for everybody at once; `purge` removes its rows and blobs later.

    Raises:
        NotFound, Forbidden: the actor may not see it, or is not its owner.
        Conflict: `not-in-trash`.
    """
    async with drive.database.transaction() as tx:
        found = await access(tx, actor, node, trash=True)
        demand(found.role, Role.OWNER)
        if found.node.trashed is None:
            raise Conflict("not-in-trash", name=found.node.name)
        await _mark_deleted(tx, actor, found)
    drive.events.emit(AccessChanged(actor.tenant, node))


async def empty_trash(drive: Drive, actor: Actor) -> int:
    """Delete everything in the actor's trash for ever; return how many things that were.

    Raises:
        Forbidden: `not-a-member`.
    """
    if actor.user is None:
        raise Forbidden("not-a-member")
    deleted, after = 0, ""
    while True:
        rows = await drive.database.fetch(
            "SELECT id FROM nodes WHERE tenant = :tenant AND trash_of = :user"
            " AND trashed IS NOT NULL AND deleted IS NULL AND id > :after ORDER BY id LIMIT :limit",
            tenant=actor.tenant,
            user=actor.user,
            after=after,
            limit=_PAGE,
        )
        if not rows:
            return deleted
        after = rows[-1]["id"]
        async with drive.database.transaction() as tx:
            found = await access_many(tx, actor, [row["id"] for row in rows], trash=True)
            own = [one for one in found.values() if one.role is Role.OWNER and one.node.trashed]
            for one in own:
                await _mark_deleted(tx, actor, one)
        deleted += len(own)
        for one in own:
            drive.events.emit(AccessChanged(actor.tenant, one.node.id))


def _may_remove(found: Access) -> None:
    if found.role is not Role.OWNER:
        demand(found.role_above, Role.EDITOR)


async def _restore(tx: Transaction, actor: Actor, node: str) -> None:
    found = await access(tx, actor, node, trash=True)
    if found.node.trashed is None:
        raise Conflict("not-in-trash", name=found.node.name)
    if found.node.trash_of != actor.user and found.role < Role.EDITOR:
        raise NotFound("not-found")  # readers do not see what is in the trash
    _may_remove(found)
    parent = found.node.parent
    if any(step.trashed for step in found.path[1:]):
        if found.role is not Role.OWNER:
            raise Conflict("folder-in-trash", name=found.node.name)
        parent = found.path[-1].id
    assert parent is not None
    name, number = found.node.name, 1
    while await child_named(tx, actor.tenant, parent, name) is not None:
        number += 1
        name = numbered(found.node.name, number)
    await tx.execute(
        "UPDATE nodes SET trashed = NULL, trashed_by = NULL, trash_of = NULL, parent = :parent,"
        " name = :name, sort_name = :sort_name WHERE tenant = :tenant AND id = :id",
        tenant=actor.tenant,
        id=node,
        parent=parent,
        name=name,
        sort_name=sort_key(name, found.node.kind),
    )
    await record(tx, actor, "node.restored", node, name=name)


async def _mark_deleted(tx: Transaction, actor: Actor, found: Access) -> None:
    await tx.execute(
        "UPDATE nodes SET deleted = :at, trash_of = :owner WHERE tenant = :tenant AND id = :id",
        tenant=actor.tenant,
        id=found.node.id,
        at=now(),
        owner=found.owner,
    )
    await record(tx, actor, "node.deleted", found.node.id, name=found.node.name)
