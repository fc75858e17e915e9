"""Making and placing nodes: the rules that every change of the tree keeps."""

from dataclasses import dataclass

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import Conflict, Forbidden, Invalid
from tongwen.core.events import NodeChanged
from tongwen.core.ids import new_id
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import DEEPEST, Access, require
from tongwen.drive.names import clean_name, sort_key
from tongwen.store import IntegrityViolated, Reader, Transaction

FOLDER_TYPE = "application/vnd.tongwen.folder"


@dataclass(frozen=True, slots=True)
class NewNode:
    """A node to be inserted."""

    id: str
    parent: str
    kind: str
    name: str
    media_type: str
    size: int = 0
    head: int = 0
    hidden_for: str | None = None  # the drive's owner, until all of a copy is there


async def require_place(reader: Reader, actor: Actor, folder: str, *, levels: int = 1) -> Access:
    """Return the access to a folder in which the actor may put something `levels` deep.

    Raises:
        NotFound, Forbidden: the actor may not see it or not change it.
        Invalid: `not-a-folder`.
        Conflict: `too-deep`.
    """
    found = await require(reader, actor, folder, Role.EDITOR)
    if found.node.kind != "folder":
        raise Invalid("not-a-folder", name=found.node.name)
    if len(found.path) + levels > DEEPEST:
        raise Conflict("too-deep", deepest=DEEPEST)
    return found


def refuse_root(found: Access) -> None:
    """Refuse what cannot be done with a whole drive.

    Raises:
        Forbidden: `root-fixed`.
    """
    if found.is_root:
        raise Forbidden("root-fixed")


async def child_named(reader: Reader, tenant: str, folder: str, name: str) -> str | None:
    """Return the id of the living child of that name."""
    child: str | None = await reader.fetchval(
        "SELECT id FROM nodes"
        " WHERE tenant = :tenant AND parent = :parent AND name = :name AND trashed IS NULL",
        tenant=tenant,
        parent=folder,
        name=name,
    )
    return child


async def insert_node(tx: Transaction, actor: Actor, node: NewNode) -> None:
    """Insert a node that the actor makes now."""
    at = now()
    await tx.execute(
        "INSERT INTO nodes (tenant, id, parent, kind, name, sort_name, media_type, size, head,"
        " created_by, modified_by, created, modified, deleted, trash_of)"
        " VALUES (:tenant, :id, :parent, :kind, :name, :sort_name, :media_type, :size, :head,"
        " :author, :author, :at, :at, :deleted, :hidden_for)",
        tenant=actor.tenant,
        id=node.id,
        parent=node.parent,
        kind=node.kind,
        name=node.name,
        sort_name=sort_key(node.name, node.kind),
        media_type=node.media_type,
        size=node.size,
        head=node.head,
        author=actor.author,
        at=at,
        deleted=at if node.hidden_for else None,
        hidden_for=node.hidden_for,
    )


async def create_folder(drive: Drive, actor: Actor, parent: str, name: str) -> str:
    """Make a folder and return its id.

    Raises:
        NotFound, Forbidden: the actor may not see or not change the parent.
        Invalid: the name breaks a rule, or the parent is no folder.
        Conflict: `name-taken` or `too-deep`.
    """
    name = clean_name(name)
    folder = NewNode(new_id(), parent, "folder", name, FOLDER_TYPE)
    try:
        async with drive.database.transaction() as tx:
            await require_place(tx, actor, parent)
            await refuse_taken(tx, actor.tenant, parent, name)
            await insert_node(tx, actor, folder)
    except IntegrityViolated:
        raise Conflict("name-taken", name=name) from None
    drive.events.emit(NodeChanged(actor.tenant, folder.id))
    return folder.id


async def ensure_folders(drive: Drive, actor: Actor, parent: str, names: list[str]) -> str:
    """Return the folder at a path below `parent`, making those that are missing.

    Raises:
        Conflict: `name-taken`: something on the way is not a folder.
        NotFound, Forbidden, Invalid: as for `create_folder`.
    """
    for name in names:
        name = clean_name(name)
        await require(drive.database, actor, parent, Role.VIEWER)
        child = await child_named(drive.database, actor.tenant, parent, name)
        if child is None:
            try:
                child = await create_folder(drive, actor, parent, name)
            except Conflict:
                child = await child_named(drive.database, actor.tenant, parent, name)
                if child is None:
                    raise
        parent = child
    found = await require_place(drive.database, actor, parent)
    return found.node.id


async def refuse_taken(
    reader: Reader, tenant: str, folder: str, name: str, but: str | None = None
) -> None:
    """Refuse a name that another living child of the folder has.

    Raises:
        Conflict: `name-taken`.
    """
    if await child_named(reader, tenant, folder, name) not in (None, but):
        raise Conflict("name-taken", name=name)
