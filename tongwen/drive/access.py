"""The gate: actor and node in, role out, or an error. Every way to a node leads through here.

A role is the highest of all grants to the actor's principals on the node and on every folder above
it; whoever owns the drive is owner of all of it. The walk upwards is one query. It keys the grants
by node, never by principal, so that somebody with 20,000 grants waits no longer than anybody else,
and it is written as a recursion over scalar subqueries, because SQLite 3.40 plans the obvious join
as a scan of all nodes (evidence and figures: docs/decisions, bench/results/drive.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import Forbidden, NotFound
from tongwen.core.ids import is_id
from tongwen.core.roles import Role
from tongwen.store import Dialect, Reader, Row

DEEPEST = 64
"""Nodes on the way from a node to its root, both counted. Deeper ones cannot be made."""


@dataclass(frozen=True, slots=True)
class Node:
    """A row of `nodes`. Times are milliseconds UTC, `size` bytes of the newest version."""

    id: str
    parent: str | None
    owner: str | None
    kind: str
    name: str
    media_type: str
    size: int
    head: int
    created_by: str
    modified_by: str
    created: int
    modified: int
    trashed: int | None
    trash_of: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A node on the way up, with the actor's role on it and whether itself is in the trash."""

    id: str
    name: str
    role: Role
    trashed: bool


@dataclass(frozen=True, slots=True)
class Access:
    """What an actor may do with a node. `path` goes from the node itself up to its root."""

    node: Node
    role: Role
    path: tuple[Step, ...]
    owner: str
    trashed: bool

    @property
    def role_above(self) -> Role:
        """The actor's role on the folder that the node is in; NONE for a root."""
        return self.path[1].role if len(self.path) > 1 else Role.NONE

    @property
    def is_root(self) -> bool:
        """Whether the node is somebody's whole drive."""
        return self.node.parent is None


_COLUMNS = (
    "id, parent, owner, kind, name, media_type, size, head, created_by, modified_by, created,"
    " modified, trashed, trash_of"
)
_WALK = """
WITH RECURSIVE up(start, id, depth) AS (
    {seed}
    UNION ALL
    SELECT up.start,
           (SELECT p.parent FROM nodes p WHERE p.tenant = :tenant AND p.id = up.id),
           up.depth + 1
      FROM up WHERE up.id IS NOT NULL AND up.depth < :deepest
)
SELECT up.start AS start, {columns}, n.deleted,
       (SELECT MAX(g.role) FROM grants g
         WHERE g.tenant = :tenant AND g.node = up.id AND g.principal IN ({principals})
           AND (g.expires IS NULL OR g.expires > :now)) AS granted
  FROM up {joined}
 ORDER BY up.start, up.depth
"""
_JOINED: dict[Dialect, str] = {
    # Each keeps the planner from joining all nodes to the few on the way.
    "sqlite": "CROSS JOIN nodes n WHERE n.tenant = :tenant AND n.id = up.id",
    "postgresql": (
        "CROSS JOIN LATERAL (SELECT * FROM nodes"
        " WHERE tenant = :tenant AND id = up.id OFFSET 0) AS n"
    ),
}
_NODE_COLUMNS = ", ".join("n." + name for name in _COLUMNS.split(", "))


async def access(reader: Reader, actor: Actor, node: str, *, trash: bool = False) -> Access:
    """Return what the actor may do with a node, in one query.

    Nodes in the trash and below are not found, unless `trash` asks for them; nodes deleted for
    ever never are.

    Raises:
        NotFound: there is no such node, or the actor has no role on it.
    """
    if not is_id(node):
        raise NotFound("not-found")
    sql, values = walk_query(reader.dialect, actor, [node])
    found = _judge(await reader.fetch(sql, **values), actor)
    if found is None or found.role is Role.NONE or (found.trashed and not trash):
        raise NotFound("not-found")
    return found


async def require(
    reader: Reader, actor: Actor, node: str, role: Role, *, trash: bool = False
) -> Access:
    """Return the actor's access when it is at least `role`.

    Raises:
        NotFound: there is no such node, or the actor may not see it.
        Forbidden: `role-too-low`: the actor sees it but may do less.
    """
    found = await access(reader, actor, node, trash=trash)
    demand(found.role, role)
    return found


def demand(has: Role, needs: Role) -> None:
    """Let a role pass that is high enough.

    Raises:
        Forbidden: `role-too-low`.
    """
    if has < needs:
        raise Forbidden("role-too-low", role=has.word, needed=needs.word)


async def access_many(
    reader: Reader, actor: Actor, nodes: Sequence[str], *, trash: bool = False
) -> dict[str, Access]:
    """Return the access to each of the nodes that the actor may see; up to some hundreds."""
    if not nodes:
        return {}
    sql, values = walk_query(reader.dialect, actor, nodes)
    ways: dict[str, list[Row]] = {}
    for row in await reader.fetch(sql, **values):
        ways.setdefault(row["start"], []).append(row)
    found = {}
    for start, way in ways.items():
        judged = _judge(way, actor)
        if judged is not None and judged.role and (trash or not judged.trashed):
            found[start] = judged
    return found


def walk_query(
    dialect: Dialect, actor: Actor, nodes: Sequence[str]
) -> tuple[str, dict[str, object]]:
    """Return the query that walks up from the nodes, and its values."""
    principals, values = in_list("p", actor.principals)
    listed, named = in_list("n", nodes)
    seed = f"SELECT id, id, 0 FROM nodes WHERE tenant = :tenant AND id IN ({listed})"
    values.update(named)
    values.update(tenant=actor.tenant, now=now(), deepest=DEEPEST)
    sql = _WALK.format(
        seed=seed, columns=_NODE_COLUMNS, principals=principals, joined=_JOINED[dialect]
    )
    return sql, values


def in_list(prefix: str, members: Iterable[str]) -> tuple[str, dict[str, object]]:
    """Return the parameters of an IN list and their values.

    The list is filled up to a power of two with its last member, so that few statements differ.
    """
    filled = list(members)
    size = 1
    while size < len(filled):
        size *= 2
    filled += [filled[-1]] * (size - len(filled))
    values: dict[str, object] = {f"{prefix}{index}": member for index, member in enumerate(filled)}
    return ", ".join(":" + name for name in values), values


def _judge(way: Sequence[Row], actor: Actor) -> Access | None:
    """Add up the grants from the root down to the node; None when the way is broken."""
    if not way or way[-1]["parent"] is not None:
        return None  # no such node, one without a root, or one deeper than DEEPEST
    owner = way[-1]["owner"]
    role = Role.OWNER if actor.user is not None and actor.user == owner else Role.NONE
    steps: list[Step] = []
    trashed = False
    for row in reversed(way):
        if row["deleted"] is not None:
            return None
        in_trash = row["trashed"] is not None
        trashed = trashed or in_trash
        role = max(role, Role(row["granted"] or 0))
        steps.append(Step(row["id"], row["name"], role, in_trash))
    return Access(node_of(way[0]), role, tuple(reversed(steps)), owner, trashed)


def node_of(row: Row | Any) -> Node:
    """Build a node from a row that has its columns."""
    return Node(
        id=row["id"],
        parent=row["parent"],
        owner=row["owner"],
        kind=row["kind"],
        name=row["name"],
        media_type=row["media_type"],
        size=row["size"],
        head=row["head"],
        created_by=row["created_by"],
        modified_by=row["modified_by"],
        created=row["created"],
        modified=row["modified"],
        trashed=row["trashed"],
        trash_of=row["trash_of"],
    )


async def server_access(reader: Reader, tenant: str, node: str) -> Access | None:
    """Return a node as the server itself sees it, with every right; None when it is gone."""
    server = Actor(tenant, None, ("",), "", "admin", False, "")
    sql, values = walk_query(reader.dialect, server, [node])
    found = _judge(await reader.fetch(sql, **values), server)
    return None if found is None else replace(found, role=Role.OWNER)
