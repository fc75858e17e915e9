"""Nodes as the API shows them, built straight from rows: lists are the hottest path there is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import Access, access, in_list
from tongwen.store import Reader, Row

NodeView = dict[str, Any]

COLUMNS = """
    n.id, n.parent, n.kind, n.name, n.media_type, n.size, n.head, n.created, n.modified,
    n.modified_by, n.trashed, n.sort_name,
    EXISTS (SELECT 1 FROM grants g WHERE g.tenant = n.tenant AND g.node = n.id) AS shared,
    EXISTS (SELECT 1 FROM stars s
             WHERE s.tenant = n.tenant AND s."user" = :me AND s.node = n.id) AS starred
"""
"""The columns that `node_view` reads, by position, of `nodes n`; `:me` is the actor's user id."""

SORT_NAME = 11  # its position in COLUMNS
_MODIFIED_BY = 9


@lru_cache(4096)
def _minute(minutes: int) -> str:
    return datetime.fromtimestamp(minutes * 60, UTC).strftime("%Y-%m-%dT%H:%M:")


def rfc3339(at: int) -> str:
    """Write a stored time as `core.clock.iso` does, several times faster on lists."""
    minutes, rest = divmod(at, 60_000)
    return f"{_minute(minutes)}{rest // 1000:02d}.{rest % 1000:03d}Z"


def node_view(
    row: Row,
    *,
    role: str,
    owner: Mapping[str, str],
    people: Mapping[str, Mapping[str, str]],
    openable: frozenset[str],
    parent: str | None,
) -> NodeView:
    """Return the API's Node for a row with COLUMNS."""
    cells: Any = row  # unpacking at once is much quicker than asking for each
    node, _, kind, name, media_type, size, head, created, modified, by, trashed, _, *marks = cells
    made = rfc3339(created)
    return {
        "id": node,
        "parent": parent,
        "kind": kind,
        "name": name,
        "mediaType": media_type,
        "size": size,
        "version": head,
        "created": made,
        "modified": made if modified == created else rfc3339(modified),
        "modifiedBy": people[by],
        "owner": owner,
        "role": role,
        "shared": bool(marks[0]),
        "starred": bool(marks[1]),
        "trashed": None if trashed is None else rfc3339(trashed),
        "openable": kind in openable,
    }


async def people_by_id(
    reader: Reader, tenant: str, ids: Iterable[str]
) -> dict[str, dict[str, str]]:
    """Return Person for each id. A guest by link has an empty name; e-mails are left out."""
    wanted = set(ids)
    people = {person: {"id": person, "name": ""} for person in wanted}
    members = [person for person in wanted if not person.startswith("l:")]
    if members:
        listed, values = in_list("u", members)
        rows = await reader.fetch(
            f"SELECT id, name FROM users WHERE tenant = :tenant AND id IN ({listed})",
            tenant=tenant,
            **values,
        )
        for row in rows:
            people[row[0]] = {"id": row[0], "name": row[1]}
    return people


async def views_in_folder(
    reader: Reader, drive: Drive, actor: Actor, folder: Access, rows: Sequence[Row]
) -> list[NodeView]:
    """Return the views of rows of one folder: owner and role are the folder's.

    A grant on a single node in the folder may give more; it is added for the nodes that have any.
    """
    ids = {row[_MODIFIED_BY] for row in rows}
    ids.add(folder.owner)
    people = await people_by_id(reader, actor.tenant, ids)
    raised = await _granted(reader, actor, folder, rows)
    owner = people[folder.owner]
    role = folder.role.word
    return [
        node_view(
            row,
            role=raised.get(row[0], role),
            owner=owner,
            people=people,
            openable=drive.openable,
            parent=folder.node.id,
        )
        for row in rows
    ]


async def views_anywhere(
    reader: Reader, drive: Drive, actor: Actor, rows: Sequence[Row], found: Mapping[str, Access]
) -> list[NodeView]:
    """Return the views of rows from many folders, those that are in `found`, in their order."""
    seen = [row for row in rows if row[0] in found]
    ids = {row[_MODIFIED_BY] for row in seen}
    ids.update(found[row[0]].owner for row in seen)
    people = await people_by_id(reader, actor.tenant, ids)
    return [
        node_view(
            row,
            role=found[row[0]].role.word,
            owner=people[found[row[0]].owner],
            people=people,
            openable=drive.openable,
            parent=row[1] if found[row[0]].role_above else None,
        )
        for row in seen
    ]


async def view(reader: Reader, drive: Drive, actor: Actor, found: Access) -> NodeView:
    """Return the view of one node to which the access is known."""
    return (await views_of(reader, drive, actor, {found.node.id: found}))[0]


async def views_of(
    reader: Reader, drive: Drive, actor: Actor, found: Mapping[str, Access]
) -> list[NodeView]:
    """Return the views of the nodes in `found`, in its order."""
    if not found:
        return []
    listed, values = in_list("i", found)
    rows = await reader.fetch(
        f"SELECT {COLUMNS} FROM nodes n WHERE n.tenant = :tenant AND n.id IN ({listed})",
        tenant=actor.tenant,
        me=actor.user or "",
        **values,
    )
    by_id = {row[0]: row for row in rows}
    ordered = [by_id[node] for node in found if node in by_id]
    return await views_anywhere(reader, drive, actor, ordered, found)


async def read_view(
    reader: Reader, drive: Drive, actor: Actor, node: str, *, trash: bool = False
) -> NodeView:
    """Return the view of a node with its `path` from the topmost folder that the actor may see.

    Raises:
        NotFound: there is no such node, or the actor may not see it.
    """
    found = await access(reader, actor, node, trash=trash)
    shown = await view(reader, drive, actor, found)
    shown["path"] = [
        {"id": step.id, "name": step.name} for step in reversed(found.path) if step.role
    ]
    return shown


async def _granted(
    reader: Reader, actor: Actor, folder: Access, rows: Sequence[Row]
) -> dict[str, str]:
    """Return the higher roles that grants on single nodes of a folder give the actor."""
    shared = [row[0] for row in rows if row[12]]
    if not shared or folder.role is Role.OWNER:
        return {}
    listed, values = in_list("i", shared)
    principals, named = in_list("p", actor.principals)
    granted = await reader.fetch(
        "SELECT node, MAX(role) FROM grants"
        f" WHERE tenant = :tenant AND node IN ({listed}) AND principal IN ({principals})"
        " AND (expires IS NULL OR expires > :now) GROUP BY node",
        tenant=actor.tenant,
        now=now(),
        **values,
        **named,
    )
    return {row[0]: Role(row[1]).word for row in granted if row[1] > folder.role}
