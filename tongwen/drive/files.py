"""Stored content: a file is a node with versions, each naming a blob."""

from dataclasses import dataclass

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import Conflict
from tongwen.core.events import ContentReplaced, NodeChanged
from tongwen.core.ids import new_id
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import Access, demand, require
from tongwen.drive.kinds import kind_of
from tongwen.drive.names import clean_name
from tongwen.drive.totals import add_used
from tongwen.drive.tree import NewNode, child_named, insert_node, require_place
from tongwen.store import IntegrityViolated, Transaction


@dataclass(frozen=True, slots=True)
class Stored:
    """Where bytes went: the node, whether it is new, and the number of the version."""

    node: str
    created: bool
    number: int


@dataclass(frozen=True, slots=True)
class Restored:
    """The number of the version that a restore made, and of the one that holds what was before."""

    number: int
    before: int


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be added: `origin` as in `versions.origin`, `seq` one of the body's log."""

    blob: str
    size: int
    author: str
    origin: str
    label: str | None = None
    seq: int | None = None


async def put_file(
    drive: Drive,
    actor: Actor,
    parent: str,
    name: str,
    blob: str,
    size: int,
    origin: str = "upload",
    *,
    only_new: bool = False,
) -> Stored:
    """Put a stored blob into a folder: a new file, or a new version of the file of that name.

    With `only_new` an existing name is refused.

    Raises:
        NotFound, Forbidden: the actor may not see or not change the folder or the file.
        Invalid: the name breaks a rule, or the parent is no folder.
        Conflict: `name-taken`: a folder has that name, or anything with `only_new`; `too-deep`.
        TooLarge: `storage-full`.
    """
    name = clean_name(name)
    version = NewVersion(blob, size, actor.author, origin)
    try:
        stored = await _put(drive, actor, parent, name, version, only_new)
    except IntegrityViolated:
        # Somebody made a file of that name at the same moment: ours is its next version.
        stored = await _put(drive, actor, parent, name, version, only_new)
    drive.events.emit(NodeChanged(actor.tenant, stored.node))
    if not stored.created:
        drive.events.emit(ContentReplaced(actor.tenant, stored.node, stored.number))
    return stored


async def _put(
    drive: Drive, actor: Actor, parent: str, name: str, version: NewVersion, only_new: bool
) -> Stored:
    async with drive.database.transaction() as tx:
        folder = await require_place(tx, actor, parent)
        existing = await child_named(tx, actor.tenant, parent, name)
        if existing is not None:
            found = await require(tx, actor, existing, Role.EDITOR)
            if only_new or found.node.kind == "folder":
                raise Conflict("name-taken", name=name)
            number = await add_version(drive, tx, found, actor.tenant, version)
            return Stored(existing, False, number)
        kind, media_type = kind_of(name)
        node = NewNode(new_id(), parent, kind, name, media_type, version.size, head=1)
        await insert_node(tx, actor, node)
        await insert_version(tx, actor.tenant, node.id, 1, version)
        await add_used(drive, tx, actor.tenant, folder.owner, version.size)
        return Stored(node.id, True, 1)


async def add_version(
    drive: Drive, tx: Transaction, found: Access, tenant: str, version: NewVersion
) -> int:
    """Make a blob the newest version of a file, and return its number.

    The caller holds the transaction, has checked the role, and tells `drive.events` afterwards.

    Raises:
        TooLarge: `storage-full`.
    """
    demand(found.role, Role.EDITOR)
    number: int = await tx.fetchval(
        "UPDATE nodes SET head = head + 1, size = :size, modified = :at, modified_by = :author"
        " WHERE tenant = :tenant AND id = :id RETURNING head",
        tenant=tenant,
        id=found.node.id,
        size=version.size,
        at=now(),
        author=version.author,
    )
    await insert_version(tx, tenant, found.node.id, number, version)
    await add_used(drive, tx, tenant, found.owner, version.size)
    return number


async def insert_version(
    tx: Transaction, tenant: str, node: str, number: int, version: NewVersion
) -> None:
    """Insert the row of a version."""
    await tx.execute(
        "INSERT INTO versions (tenant, node, number, blob, size, label, origin, seq, author,"
        " created) VALUES (:tenant, :node, :number, :blob, :size, :label, :origin, :seq, :author,"
        " :at)",
        tenant=tenant,
        node=node,
        number=number,
        blob=version.blob,
        size=version.size,
        label=version.label,
        origin=version.origin,
        seq=version.seq,
        author=version.author,
        at=now(),
    )
