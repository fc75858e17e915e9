"""Lists of nodes from anywhere: recent, starred, shared with me, the trash, and search by name."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.matching import contains, like_pattern, words
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import Access, access, access_many
from tongwen.drive.cursors import read_cursor, write_cursor
from tongwen.drive.grants import require_member
from tongwen.drive.opened import AGAIN, write_opened
from tongwen.drive.views import NodeView, views_of
from tongwen.store import Row

Page = tuple[list[NodeView], str | None]
_Position = tuple[Any, ...]
_ReadPage = Callable[[_Position, int], Awaitable[Sequence[Row]]]

_SMALLEST_READ = 65  # rows
_MOST_ROUNDS = 8  # pages read to fill one: what the actor may not see any more is left out
_LAST = "~"  # sorts after every id
_WINDOW = 4000  # nodes that a search looks at without letting others have their turn
_MOST_WINDOWS = 50  # for one page of results
_LATEST = (1 << 63) - 1


async def recent(drive: Drive, actor: Actor, *, cursor: str, limit: int) -> Page:
    """Return what the actor opened, latest first.

    Raises:
        Forbidden: `not-a-member`.
        Invalid: `cursor-invalid`.
    """
    return await _by_time(drive, actor, "recents", "opened", cursor, limit)


async def starred(drive: Drive, actor: Actor, *, cursor: str, limit: int) -> Page:
    """Return what the actor gave a star, latest first.

    Raises:
        Forbidden: `not-a-member`.
        Invalid: `cursor-invalid`.
    """
    return await _by_time(drive, actor, "stars", "created", cursor, limit)


async def shared(drive: Drive, actor: Actor, *, cursor: str, limit: int) -> Page:
    """Return what others gave the actor a role on, latest first.

    Raises:
        Invalid: `cursor-invalid`.
    """
    # Of a member the grants to the member, else those to the links that a guest has opened; each
    # principal is a range of the index, so that 20,000 grants cost no more than a page of them.
    principals = actor.principals[:1] if actor.user else actor.principals

    async def read(position: _Position, count: int) -> Sequence[Row]:
        rows: list[Row] = []
        for principal in principals:
            rows += await drive.database.fetch(
                "SELECT created, node FROM grants"
                " WHERE tenant = :tenant AND principal = :principal"
                " AND (created, node) < (:created, :node)"
                " AND (expires IS NULL OR expires > :now)"
                " ORDER BY created DESC, node DESC LIMIT :count",
                tenant=actor.tenant,
                principal=principal,
                created=position[0],
                node=position[1],
                now=now(),
                count=count,
            )
        if len(principals) > 1:
            rows.sort(key=lambda row: (row["created"], row["node"]), reverse=True)
        return rows[:count]

    start = _start(cursor)
    return await _collect(drive, actor, read, start, limit)


async def trashed(drive: Drive, actor: Actor, *, cursor: str, limit: int) -> Page:
    """Return what lies in the actor's trash, latest first.

    Raises:
        Forbidden: `not-a-member`.
        Invalid: `cursor-invalid`.
    """
    user = require_member(actor)

    async def read(position: _Position, count: int) -> Sequence[Row]:
        return await drive.database.fetch(
            "SELECT trashed AS at, id AS node FROM nodes"
            " WHERE tenant = :tenant AND trash_of = :user AND (trashed, id) < (:at, :node)"
            " AND deleted IS NULL ORDER BY trashed DESC, id DESC LIMIT :count",
            tenant=actor.tenant,
            user=user,
            at=position[0],
            node=position[1],
            count=count,
        )

    return await _collect(drive, actor, read, _start(cursor), limit, trash=True)


async def search(drive: Drive, actor: Actor, query: str, *, cursor: str, limit: int) -> Page:
    """Return what has all the words of a query in its name, newest first, as far as visible.

    Raises:
        Invalid: `cursor-invalid`.
    """
    wanted = words(query)
    if not wanted:
        return [], None
    values = {f"w{index}": like_pattern(word) for index, word in enumerate(wanted)}
    likes = " AND ".join(f"lower(name) LIKE :{key} ESCAPE '\\'" for key in values)
    before = read_cursor(cursor, str)[0] if cursor else _LAST
    found: dict[str, Access] = {}
    for _ in range(_MOST_WINDOWS):
        # The rows below are filtered inside the database, the window bounds how many it looks at.
        oldest = await drive.database.fetchval(
            "SELECT MIN(id) FROM (SELECT id FROM nodes WHERE tenant = :tenant AND id < :before"
            " ORDER BY id DESC LIMIT :window) AS w",
            tenant=actor.tenant,
            before=before,
            window=_WINDOW,
        )
        if oldest is None:
            return await views_of(drive.database, drive, actor, found), None
        rows = await drive.database.fetch(
            "SELECT id, name FROM nodes WHERE tenant = :tenant AND id < :before AND id >= :oldest"
            f" AND trashed IS NULL AND parent IS NOT NULL AND {likes} ORDER BY id DESC",
            tenant=actor.tenant,
            before=before,
            oldest=oldest,
            **values,
        )
        hits = [row["id"] for row in rows if contains(row["name"], wanted)]
        for start in range(0, len(hits), 100):
            some = hits[start : start + 100]
            visible = await access_many(drive.database, actor, some)
            for hit in some:
                if hit in visible:
                    found[hit] = visible[hit]
                    if len(found) == limit:
                        shown = await views_of(drive.database, drive, actor, found)
                        return shown, write_cursor(hit)
            await asyncio.sleep(0)
        before = oldest
        await asyncio.sleep(0)
    return await views_of(drive.database, drive, actor, found), write_cursor(before)


async def set_star(drive: Drive, actor: Actor, node: str, star: bool) -> None:
    """Give a node the actor's star, or take it away.

    Raises:
        NotFound: the actor may not see the node.
        Forbidden: `not-a-member`.
    """
    user = require_member(actor)
    async with drive.database.transaction() as tx:
        await access(tx, actor, node)
        if star:
            sql = (
                'INSERT INTO stars (tenant, "user", node, created)'
                " VALUES (:tenant, :user, :node, :at) ON CONFLICT DO NOTHING"
            )
            await tx.execute(sql, tenant=actor.tenant, user=user, node=node, at=now())
        else:
            sql = 'DELETE FROM stars WHERE tenant = :tenant AND "user" = :user AND node = :node'
            await tx.execute(sql, tenant=actor.tenant, user=user, node=node)


async def mark_opened(drive: Drive, actor: Actor, node: str) -> None:
    """Write that the actor opened a node, at most once a minute; guests leave no trace."""
    if actor.user is None:
        return
    at = now()
    last = await drive.database.fetchval(
        'SELECT opened FROM recents WHERE tenant = :tenant AND "user" = :user AND node = :node',
        tenant=actor.tenant,
        user=actor.user,
        node=node,
    )
    if last is None or at - last >= AGAIN:
        async with drive.database.transaction() as tx:
            await write_opened(tx, {(actor.tenant, actor.user, node): at})


async def _by_time(
    drive: Drive, actor: Actor, table: str, time: str, cursor: str, limit: int
) -> Page:
    user = require_member(actor)

    async def read(position: _Position, count: int) -> Sequence[Row]:
        return await drive.database.fetch(
            f'SELECT {time} AS at, node FROM {table} WHERE tenant = :tenant AND "user" = :user'
            f" AND ({time}, node) < (:at, :node) ORDER BY {time} DESC, node DESC LIMIT :count",
            tenant=actor.tenant,
            user=user,
            at=position[0],
            node=position[1],
            count=count,
        )

    return await _collect(drive, actor, read, _start(cursor), limit)


def _start(cursor: str) -> _Position:
    return read_cursor(cursor, int, str) if cursor else (_LATEST, _LAST)


async def _collect(
    drive: Drive,
    actor: Actor,
    read: _ReadPage,
    position: _Position,
    limit: int,
    *,
    trash: bool = False,
) -> Page:
    """Fill a page with the nodes of rows `(time, node)` that the actor may see."""
    kept: dict[str, Access] = {}
    more = False
    for _ in range(_MOST_ROUNDS):
        count = max(limit - len(kept) + 1, _SMALLEST_READ)
        rows = await read(position, count)
        found = await access_many(drive.database, actor, [row[1] for row in rows], trash=trash)
        more = len(rows) == count
        for index, row in enumerate(rows):
            position = (row[0], row[1])
            one = found.get(row[1])
            if one is not None and (not trash or one.role is Role.OWNER):
                kept[row[1]] = one
            if len(kept) == limit:
                more = more or index + 1 < len(rows)
                break
        if not more or len(kept) == limit:
            break
    shown = await views_of(drive.database, drive, actor, kept)
    return shown, write_cursor(*position) if more else None
