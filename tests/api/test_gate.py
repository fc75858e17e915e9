"""The gate's query: what it may cost, whoever asks and however much there is."""

from dataclasses import replace

import pytest

from tests.api.conftest import Installation, Person
from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.ids import new_id
from tongwen.core.roles import Role
from tongwen.drive.access import access, access_many, walk_query
from tongwen.drive.listing import _ORDERS, SORTS, segment_query
from tongwen.drive.names import sort_key
from tongwen.people.organisations import HOME
from tongwen.store import Database

pytestmark = pytest.mark.both_databases

FILES = 3000


def actor_of(person: Person) -> Actor:
    """Return a person as the gate sees them."""
    return Actor(HOME, person.id, ("u:" + person.id,), "", "admin", False, "")


async def fill(database: Database, person: Person) -> list[str]:
    """Put files into a person's drive and return their ids."""
    rows = [
        {
            "tenant": HOME,
            "id": new_id(),
            "parent": person.root,
            "name": f"{number}.txt",
            "sort_name": sort_key(f"{number}.txt", "plain"),
            "by": person.id,
            "at": now(),
        }
        for number in range(FILES)
    ]
    async with database.transaction() as tx:
        await tx.executemany(
            "INSERT INTO nodes (tenant, id, parent, kind, name, sort_name, media_type,"
            " created_by, modified_by, created, modified)"
            " VALUES (:tenant, :id, :parent, 'plain', :name, :sort_name, '', :by, :by, :at, :at)",
            rows,
        )
    return [str(row["id"]) for row in rows]


async def plan_of(database: Database, sql: str, values: dict[str, object]) -> str:
    """Return how the database would run a query."""
    if database.dialect == "postgresql":
        async with database.transaction() as tx:
            await tx.execute("ANALYZE nodes")
            await tx.execute("ANALYZE grants")
        rows = await database.fetch("EXPLAIN " + sql, **values)
        return "\n".join(row[0] for row in rows)
    rows = await database.fetch("EXPLAIN QUERY PLAN " + sql, **values)
    return "\n".join(row[3] for row in rows)


async def test_the_walk_scans_no_table(installation: Installation, anna: Person) -> None:
    database = installation.services.database
    nodes = await fill(database, anna)
    for asked in ([nodes[0]], nodes[:100]):
        sql, values = walk_query(database.dialect, actor_of(anna), asked)
        plan = await plan_of(database, sql, values)
        for scan in ("SCAN n", "SCAN p", "SCAN g", "SCAN nodes", "Seq Scan on nodes", "BLOOM"):
            assert scan not in plan, plan


async def test_a_user_with_20000_grants_is_walked_by_node(
    installation: Installation, anna: Person, bob: Person
) -> None:
    database = installation.services.database
    nodes = await fill(database, anna)
    async with database.transaction() as tx:
        await tx.executemany(
            "INSERT INTO grants (tenant, node, principal, role, granted_by, created)"
            " VALUES (:tenant, :node, :principal, 1, '', :at)",
            [
                {"tenant": HOME, "node": node, "principal": "u:" + bob.id, "at": at}
                for at, node in enumerate([*(new_id() for _ in range(20_000 - FILES)), *nodes])
            ],
        )
    sql, values = walk_query(database.dialect, actor_of(bob), [nodes[7]])
    plan = await plan_of(database, sql, values)
    assert "grants_principal" not in plan, plan
    assert "Seq Scan on grants" not in plan and "SCAN g" not in plan, plan
    found = await access(database, actor_of(bob), nodes[7])
    assert (found.role, found.owner, found.role_above) == (Role.VIEWER, anna.id, Role.NONE)
    page = await bob.json("GET", "/shared?limit=3")
    assert len(page["items"]) == 3 and page["next"]


@pytest.mark.parametrize("sort", SORTS)
async def test_lists_are_read_from_an_index(
    installation: Installation, anna: Person, sort: str
) -> None:
    database = installation.services.database
    await fill(database, anna)
    order = _ORDERS[sort.removeprefix("-")]
    for segment in order.segments:
        sql, values = segment_query(database.dialect, order, segment, sort.startswith("-"), None)
        values |= {"tenant": HOME, "parent": anna.root, "me": anna.id, "limit": 101}
        plan = await plan_of(database, sql, values)
        assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
        assert "SCAN n\n" not in plan and "Seq Scan on nodes" not in plan, plan


async def test_access_to_many_is_access_to_each(
    installation: Installation, anna: Person, bob: Person
) -> None:
    database = installation.services.database
    folder = await anna.folder("f")
    nodes = [await anna.file(f"{number}.txt", parent=folder) for number in range(3)]
    hidden = await anna.file("hidden.txt")
    await anna.share(folder, bob, "commenter")
    await anna.share(nodes[1], bob, "editor")
    await anna.json("DELETE", f"/nodes/{nodes[2]}", 204)
    bobs = actor_of(bob)
    found = await access_many(database, bobs, [*nodes, hidden, new_id()])
    assert set(found) == {nodes[0], nodes[1]}
    for node, one in found.items():
        assert one == await access(database, bobs, node)
    assert (found[nodes[0]].role, found[nodes[1]].role) == (Role.COMMENTER, Role.EDITOR)
    nobody = replace(bobs, user=None, principals=("l:none",))
    assert await access_many(database, nobody, nodes) == {}
    assert await access_many(database, bobs, []) == {}


async def test_a_broken_tree_lets_nobody_in(installation: Installation, anna: Person) -> None:
    from tongwen.core.errors import NotFound

    database = installation.services.database
    one, two = await anna.folder("one"), await anna.folder("two")
    async with database.transaction() as tx:
        for node, parent in ((one, two), (two, one)):
            await tx.execute("UPDATE nodes SET parent = :p WHERE id = :n", p=parent, n=node)
    with pytest.raises(NotFound):
        await access(database, actor_of(anna), one)


async def test_a_burst_of_requests_asks_for_the_session_once(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = installation.services.database
    asked: list[str] = []
    fetch = database.fetch

    async def counted(sql: str, /, **values: object) -> object:
        asked.append(sql)
        return await fetch(sql, **values)

    monkeypatch.setattr(database, "fetch", counted)
    for _ in range(5):
        assert (await anna.client.get(f"/nodes/{anna.root}/children")).status_code == 200
    assert sum("FROM sessions" in sql for sql in asked) <= 1
