"""Links: a secret in an address that gives whoever holds it a role, as long as it lasts.

A link is a row of `links` and a grant to the principal `l:<link id>`, so that the gate treats it as
any other grant. Its token has 192 random bits and is kept as sha-256.
"""

import hashlib
from dataclasses import dataclass
from math import ceil
from typing import Any

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from tongwen.core.events import AccessChanged, NodeChanged
from tongwen.core.ids import is_id, new_id, new_secret
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import Access, access, demand, in_list, require
from tongwen.drive.grants import require_member, source_view, write_grant
from tongwen.drive.tree import refuse_root
from tongwen.drive.views import rfc3339
from tongwen.store import Reader, Row, Transaction
from tongwen.store.audit import record, record_as

LinkView = dict[str, Any]

_MOST = 50  # links on one node
_COLUMNS = "id, node, role, hint, password, uses, created_by, created, expires"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link whose password, if any, was right."""

    tenant: str
    link: str
    node: str


class Unset:
    """Stands for a member that a change leaves as it is, where None means: none."""


UNSET = Unset()


async def list_links(drive: Drive, actor: Actor, node: str) -> list[LinkView]:
    """Return the links on a node and on the folders above it, newest first.

    Raises:
        NotFound: the actor may not see the node.
        Forbidden: `role-too-low` (editors and owners share) or `not-a-member`.
    """
    require_member(actor)
    found = await require(drive.database, actor, node, Role.EDITOR)
    distance = {step.id: index for index, step in enumerate(found.path)}
    listed, values = in_list("n", distance)
    rows = await drive.database.fetch(
        f"SELECT {_COLUMNS} FROM links WHERE tenant = :tenant AND node IN ({listed})"
        " ORDER BY id DESC",
        tenant=actor.tenant,
        **values,
    )
    return [_view(row, source_view(found, distance[row["node"]])) for row in rows]


async def create_link(
    drive: Drive,
    actor: Actor,
    node: str,
    role: Role,
    *,
    expires: int | None,
    password: str | None,
) -> tuple[str, LinkView]:
    """Make a link and return its token, which is shown once, with its view.

    Raises:
        NotFound: the actor may not see the node.
        Forbidden: `role-too-low`, `not-a-member` or `root-fixed`.
        Invalid: `link-role` (a link cannot make owners), `expires-in-the-past`, the password.
        Conflict: `too-many-links`.
    """
    require_member(actor)
    _check(role, expires)
    hashed = await drive.passwords.hash(password) if password else None
    token, link = new_secret(), new_id()
    async with drive.database.transaction() as tx:
        found = await access(tx, actor, node)
        refuse_root(found)
        demand(found.role, max(Role.EDITOR, role))
        count = await tx.fetchval(
            "SELECT COUNT(*) FROM links WHERE tenant = :tenant AND node = :node",
            tenant=actor.tenant,
            node=node,
        )
        if count >= _MOST:
            raise Conflict("too-many-links", most=_MOST)
        await tx.execute(
            "INSERT INTO links (tenant, id, node, secret_hash, hint, role, password, created_by,"
            " created, expires) VALUES (:tenant, :id, :node, :hash, :hint, :role, :password, :by,"
            " :at, :expires)",
            tenant=actor.tenant,
            id=link,
            node=node,
            hash=_hash(token),
            hint=token[-4:],
            role=int(role),
            password=hashed,
            by=actor.author,
            at=now(),
            expires=expires,
        )
        await write_grant(tx, actor, node, "l:" + link, role, expires)
        await record(tx, actor, "link.created", node, link=link, role=role.word)
        row = await _row(tx, actor.tenant, link)
    drive.events.emit(NodeChanged(actor.tenant, node))
    return token, _view(row, None)


async def change_link(
    drive: Drive,
    actor: Actor,
    link: str,
    *,
    role: Role | None,
    expires: int | Unset | None = UNSET,
    password: str | Unset | None = UNSET,
) -> LinkView:
    """Change a link: its maker and owners may.

    Raises:
        NotFound: there is no such link, or the actor may not see its node.
        Forbidden: `role-too-low` or `not-a-member`.
        Invalid: `link-role`, `expires-in-the-past`, or the password.
    """
    hashed: str | Unset | None = UNSET
    if not isinstance(password, Unset):
        hashed = await drive.passwords.hash(password) if password else None
    async with drive.database.transaction() as tx:
        row, found = await _own(tx, actor, link)
        new_role = Role(row["role"]) if role is None else role
        new_expires = row["expires"] if isinstance(expires, Unset) else expires
        _check(new_role, None if isinstance(expires, Unset) else new_expires)
        demand(found.role, new_role)
        await tx.execute(
            "UPDATE links SET role = :role, expires = :expires, password = :password"
            " WHERE tenant = :tenant AND id = :id",
            tenant=actor.tenant,
            id=link,
            role=int(new_role),
            expires=new_expires,
            password=row["password"] if isinstance(hashed, Unset) else hashed,
        )
        if not isinstance(hashed, Unset) and hashed is not None:
            # A new password must be asked of those who are already in.
            await _close(tx, actor.tenant, link)
        await write_grant(tx, actor, row["node"], "l:" + link, new_role, new_expires)
        await record(tx, actor, "link.changed", row["node"], link=link, role=new_role.word)
        row = await _row(tx, actor.tenant, link)
    drive.events.emit(AccessChanged(actor.tenant, row["node"]))
    return _view(row, None)


async def delete_link(drive: Drive, actor: Actor, link: str) -> None:
    """Take a link away: its maker and owners may. Whoever came by it is out at once.

    Raises:
        NotFound: there is no such link, or the actor may not see its node.
        Forbidden: `role-too-low` or `not-a-member`.
    """
    async with drive.database.transaction() as tx:
        row, _ = await _own(tx, actor, link)
        await delete_link_rows(tx, actor.tenant, row["node"], link)
        await record(tx, actor, "link.deleted", row["node"], link=link)
    drive.events.emit(AccessChanged(actor.tenant, row["node"]))
    drive.events.emit(NodeChanged(actor.tenant, row["node"]))


async def delete_link_rows(tx: Transaction, tenant: str, node: str, link: str) -> None:
    """Delete a link, its grant, and what sessions had opened of it."""
    await tx.execute(
        "DELETE FROM links WHERE tenant = :tenant AND id = :id", tenant=tenant, id=link
    )
    await tx.execute(
        "DELETE FROM grants WHERE tenant = :tenant AND node = :node AND principal = :principal",
        tenant=tenant,
        node=node,
        principal="l:" + link,
    )


async def describe_link(drive: Drive, token: str) -> dict[str, Any]:
    """Return what a link leads to: its name, kind, and whether it asks for a password.

    Raises:
        NotFound: `link-gone`: the token was guessed, or the link has expired or leads to nothing.
    """
    row, found = await _resolve(drive.database, token)
    return {
        "name": found.node.name,
        "kind": found.node.kind,
        "password": row["password"] is not None,
    }


async def open_link(drive: Drive, token: str, password: str | None, address: str) -> Opened:
    """Check a link's password, count its use, and return what it opens.

    Raises:
        NotFound: `link-gone`.
        Forbidden: `link-password`: it asks for a password, and this was none or a wrong one.
        TooMany: `too-many-attempts` with the seconds to wait.
    """
    row, _ = await _resolve(drive.database, token)
    if row["password"] is not None:
        await _check_password(drive, row, password, address)
    async with drive.database.transaction() as tx:
        await tx.execute(
            "UPDATE links SET uses = uses + 1 WHERE tenant = :tenant AND id = :id",
            tenant=row["tenant"],
            id=row["id"],
        )
        await record_as(
            tx,
            row["tenant"],
            "l:" + row["id"],
            "link.opened",
            row["node"],
            address=address,
            link=row["id"],
        )
    return Opened(row["tenant"], row["id"], row["node"])


async def _check_password(drive: Drive, row: Row, password: str | None, address: str) -> None:
    if not password:
        raise Forbidden("link-password")
    key = f"{address} {row['id']}"
    wait = drive.link_guesses.wait(key)
    if wait > 0:
        raise TooMany("too-many-attempts", seconds=ceil(wait))
    drive.link_guesses.attempt(key)
    if not await drive.passwords.verify(row["password"], password):
        raise Forbidden("link-password")
    drive.link_guesses.forgive(key)


async def _resolve(reader: Reader, token: str) -> tuple[Row, Access]:
    row = await reader.fetchrow(
        f"SELECT tenant, {_COLUMNS} FROM links WHERE secret_hash = :hash", hash=_hash(token)
    )
    if row is None:
        raise NotFound("link-gone")
    guest = Actor(row["tenant"], None, ("l:" + row["id"],), "", "read", False, "")
    try:
        return row, await access(reader, guest, row["node"])
    except NotFound:
        raise NotFound("link-gone") from None


async def _own(tx: Transaction, actor: Actor, link: str) -> tuple[Row, Access]:
    """Return a link that the actor may change, with the access to its node."""
    require_member(actor)
    if not is_id(link):
        raise NotFound("not-found")
    row = await _row(tx, actor.tenant, link)
    found = await access(tx, actor, row["node"])
    demand(found.role, Role.EDITOR if row["created_by"] == actor.user else Role.OWNER)
    return row, found


async def _row(reader: Reader, tenant: str, link: str) -> Row:
    row = await reader.fetchrow(
        f"SELECT {_COLUMNS} FROM links WHERE tenant = :tenant AND id = :id", tenant=tenant, id=link
    )
    if row is None:
        raise NotFound("not-found")
    return row


async def _close(tx: Transaction, tenant: str, link: str) -> None:
    await tx.execute(
        "DELETE FROM session_links WHERE tenant = :tenant AND link = :link",
        tenant=tenant,
        link=link,
    )


def _check(role: Role, expires: int | None) -> None:
    if role > Role.EDITOR:
        raise Invalid("link-role")
    if expires is not None and expires <= now():
        raise Invalid("expires-in-the-past")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _view(row: Row, inherited: dict[str, str] | None) -> LinkView:
    return {
        "id": row["id"],
        "role": Role(row["role"]).word,
        "created": rfc3339(row["created"]),
        "expires": None if row["expires"] is None else rfc3339(row["expires"]),
        "password": row["password"] is not None,
        "uses": row["uses"],
        "hint": row["hint"],
        "inherited": inherited,
    }
