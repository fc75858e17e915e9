"""Grants: who else may do what with a node and everything below it."""

from typing import Any

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import Conflict, Forbidden, Invalid, NotFound
from tongwen.core.events import AccessChanged, NodeChanged
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import Access, access, demand, in_list
from tongwen.drive.tree import refuse_root
from tongwen.drive.views import people_by_id
from tongwen.store import Transaction
from tongwen.store.audit import record

GrantView = dict[str, Any]


def require_member(actor: Actor) -> str:
    """Return the actor's user id.

    Raises:
        Forbidden: `not-a-member`: guests by link have no list of people, stars or shares.
    """
    if actor.user is None:
        raise Forbidden("not-a-member")
    return actor.user


async def list_grants(drive: Drive, actor: Actor, node: str) -> dict[str, Any]:
    """Return who has access to a node and why: `{items: Grant[], owner: Person}`.

    Of several grants to one person the highest counts, the nearest of equal ones.

    Raises:
        NotFound: the actor may not see the node.
        Forbidden: `not-a-member`.
    """
    require_member(actor)
    found = await access(drive.database, actor, node)
    listed, values = in_list("n", [step.id for step in found.path])
    rows = await drive.database.fetch(
        "SELECT g.node, u.id, u.name, u.email, g.role FROM grants g"
        " JOIN users u ON u.tenant = g.tenant AND g.principal = 'u:' || u.id"
        f" WHERE g.tenant = :tenant AND g.node IN ({listed}) AND u.disabled IS NULL"
        " AND (g.expires IS NULL OR g.expires > :now)",
        tenant=actor.tenant,
        now=now(),
        **values,
    )
    distance = {step.id: index for index, step in enumerate(found.path)}
    best: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: (-row["role"], distance[row["node"]])):
        best.setdefault(row["id"], row)
    owner = (await people_by_id(drive.database, actor.tenant, [found.owner]))[found.owner]
    items = [
        _view(row["id"], row["name"], row["email"], Role(row["role"]), found, distance[row["node"]])
        for row in best.values()
        if row["id"] != found.owner
    ]
    return {"items": items, "owner": owner}


async def set_grant(drive: Drive, actor: Actor, node: str, user: str, role: Role) -> GrantView:
    """Give a member a role on a node and all below it.

    Editors and owners may share up to their own role. Lowering somebody needs owner.

    Raises:
        NotFound: the actor may not see the node, or there is no such member (`user-unknown`).
        Forbidden: `role-too-low`, `not-a-member` or `root-fixed`.
        Conflict: `already-owner`: it is that member's own drive.
    """
    require_member(actor)
    async with drive.database.transaction() as tx:
        found = await access(tx, actor, node)
        refuse_root(found)
        demand(found.role, max(Role.EDITOR, role))
        member = await tx.fetchrow(
            "SELECT name, email FROM users"
            " WHERE tenant = :tenant AND id = :id AND disabled IS NULL",
            tenant=actor.tenant,
            id=user,
        )
        if member is None:
            raise NotFound("user-unknown")
        if user == found.owner:
            raise Conflict("already-owner", name=member["name"])
        before = await _granted(tx, actor.tenant, node, user)
        if before > role:
            demand(found.role, Role.OWNER)
        await write_grant(tx, actor, node, "u:" + user, role, None)
        await record(tx, actor, "grant.set", node, user=user, role=role.word)
    drive.events.emit(AccessChanged(actor.tenant, node))
    drive.events.emit(NodeChanged(actor.tenant, node))
    return _view(user, member["name"], member["email"], role, found, 0)


async def remove_grant(drive: Drive, actor: Actor, node: str, user: str) -> None:
    """Take a member's grant away. Owners may, and members their own.

    Raises:
        NotFound: the actor may not see the node, or that member has no grant on it.
        Forbidden: `role-too-low` or `not-a-member`.
    """
    require_member(actor)
    async with drive.database.transaction() as tx:
        found = await access(tx, actor, node)
        if user != actor.user:
            demand(found.role, Role.OWNER)
        gone = await tx.execute(
            "DELETE FROM grants WHERE tenant = :tenant AND node = :node AND principal = :principal",
            tenant=actor.tenant,
            node=node,
            principal="u:" + user,
        )
        if not gone:
            raise NotFound("not-found")
        await record(tx, actor, "grant.removed", node, user=user)
    drive.events.emit(AccessChanged(actor.tenant, node))
    drive.events.emit(NodeChanged(actor.tenant, node))


async def write_grant(
    tx: Transaction, actor: Actor, node: str, principal: str, role: Role, expires: int | None
) -> None:
    """Insert or change the row of a grant."""
    await tx.execute(
        "INSERT INTO grants (tenant, node, principal, role, granted_by, created, expires)"
        " VALUES (:tenant, :node, :principal, :role, :by, :at, :expires)"
        " ON CONFLICT (tenant, node, principal)"
        " DO UPDATE SET role = excluded.role, granted_by = excluded.granted_by,"
        " expires = excluded.expires",
        tenant=actor.tenant,
        node=node,
        principal=principal,
        role=int(role),
        by=actor.author,
        at=now(),
        expires=expires,
    )


def read_role(word: str) -> Role:
    """Read a role from outside.

    Raises:
        Invalid: `role-unknown`.
    """
    try:
        return Role.from_word(word)
    except KeyError:
        raise Invalid("role-unknown") from None


async def _granted(tx: Transaction, tenant: str, node: str, user: str) -> Role:
    role = await tx.fetchval(
        "SELECT role FROM grants"
        " WHERE tenant = :tenant AND node = :node AND principal = :principal"
        " AND (expires IS NULL OR expires > :now)",
        tenant=tenant,
        node=node,
        principal="u:" + user,
        now=now(),
    )
    return Role(role or 0)


def _view(user: str, name: str, email: str, role: Role, found: Access, distance: int) -> GrantView:
    return {
        "user": {"id": user, "name": name, "email": email},
        "role": role.word,
        "inherited": source_view(found, distance),
    }


def source_view(found: Access, distance: int) -> dict[str, str] | None:
    """Return the folder a grant comes from; without its name when the actor may not see it."""
    if distance == 0:
        return None
    step = found.path[distance]
    return {"id": step.id, "name": step.name} if step.role else {"id": "", "name": ""}
