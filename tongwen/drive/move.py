"""Renaming and moving: one row, whatever is below it."""

from tongwen.core.actor import Actor
from tongwen.core.errors import Conflict, Forbidden
from tongwen.core.events import AccessChanged, NodeChanged
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import Access, Node, access, demand
from tongwen.drive.kinds import BORN_AS, kind_of
from tongwen.drive.names import clean_name, sort_key
from tongwen.drive.totals import add_used, height, subtree_bytes
from tongwen.drive.tree import refuse_root, refuse_taken, require_place
from tongwen.store import IntegrityViolated, Transaction
from tongwen.store.audit import record


async def change_node(
    drive: Drive, actor: Actor, node: str, *, name: str | None, parent: str | None
) -> None:
    """Rename a node, or move it, or both at once.

    Renaming needs editor on the node; moving needs editor on the folder it leaves and on the one it
    enters. What enters another drive belongs to that drive's owner from then on, so only its owner
    may move it there.

    Raises:
        NotFound, Forbidden: the actor may not see or not change one of them.
        Forbidden: `root-fixed`, `move-out-needs-owner`.
        Invalid: the name breaks a rule, or the new parent is no folder.
        Conflict: `name-taken`, `move-into-itself` or `too-deep`.
    """
    clean = None if name is None else clean_name(name)
    try:
        async with drive.database.transaction() as tx:
            found = await access(tx, actor, node)
            refuse_root(found)
            moved = parent is not None and parent != found.node.parent
            if clean is not None:
                demand(found.role, Role.EDITOR)
            if moved and parent is not None:
                found = await _move(drive, tx, actor, found, parent)
            await _write(tx, actor, found.node, clean or found.node.name, parent)
    except IntegrityViolated:
        raise Conflict("name-taken", name=clean or "") from None
    drive.events.emit(NodeChanged(actor.tenant, node))
    if moved:
        drive.events.emit(AccessChanged(actor.tenant, node))


async def _move(drive: Drive, tx: Transaction, actor: Actor, found: Access, parent: str) -> Access:
    """Check a move and carry the bytes over to the other drive, if it is another."""
    target = await require_place(tx, actor, parent)
    for owner in sorted({found.owner, target.owner}):
        await add_used(drive, tx, actor.tenant, owner, 0)  # takes the lock on each drive
    found = await access(tx, actor, found.node.id)
    demand(found.role_above, Role.EDITOR)
    if found.node.kind == "folder":
        levels = await height(tx, actor.tenant, found.node.id)
        target = await require_place(tx, actor, parent, levels=levels)
    if any(step.id == found.node.id for step in target.path):
        raise Conflict("move-into-itself", name=found.node.name)
    if target.owner != found.owner:
        if found.role < Role.OWNER:
            raise Forbidden("move-out-needs-owner", name=found.node.name)
        size = await subtree_bytes(tx, actor.tenant, found.node.id)
        await add_used(drive, tx, actor.tenant, target.owner, size)
        await add_used(drive, tx, actor.tenant, found.owner, -size)
    await record(tx, actor, "node.moved", found.node.id, source=found.node.parent, target=parent)
    return found


async def _write(tx: Transaction, actor: Actor, node: Node, name: str, parent: str | None) -> None:
    parent = parent or node.parent
    assert parent is not None
    await refuse_taken(tx, actor.tenant, parent, name, but=node.id)
    kind, media_type = node.kind, node.media_type
    if kind != "folder" and kind not in BORN_AS:
        # A live document stays what it is, whatever it is called.
        kind, media_type = kind_of(name)
    await tx.execute(
        "UPDATE nodes SET parent = :parent, name = :name, sort_name = :sort_name, kind = :kind,"
        " media_type = :media_type WHERE tenant = :tenant AND id = :id",
        tenant=actor.tenant,
        id=node.id,
        parent=parent,
        name=name,
        sort_name=sort_key(name, kind),
        kind=kind,
        media_type=media_type,
    )
