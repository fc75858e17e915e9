"""The versions of a file: listing and naming them. Their bytes never change."""

import asyncio
from dataclasses import dataclass
from typing import Any

from tongwen.core.actor import Actor
from tongwen.core.errors import Invalid, NotFound
from tongwen.core.events import NodeChanged
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import Access, access, require, server_access
from tongwen.drive.cursors import read_cursor, write_cursor
from tongwen.drive.totals import add_used
from tongwen.drive.views import people_by_id, rfc3339
from tongwen.drive.work import (
    FIRST_SEQ,
    names_of,
    position,
    read_work,
    spans_between,
    work_view,
)
from tongwen.store import Database, Reader, Row

VersionView = dict[str, Any]

LONGEST_LABEL = 200  # characters
_ANY_NUMBER = (1 << 31) - 1  # greater than the number of any version

_LOOKED_AT_ONCE = 500
_MADE_BY_ITSELF = ("session", "restore")
_NEXT = """
    SELECT v.tenant, v.node, v.number, v.size, v.label, v.origin, v.created,
    (SELECT n.head FROM nodes n WHERE n.tenant = v.tenant AND n.id = v.node) AS head
    FROM versions v WHERE (v.tenant, v.node, v.number) > (:tenant, :node, :number)
    ORDER BY v.tenant, v.node, v.number LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A page of versions, the cursor of the next, and what was done since the newest one."""

    items: list[VersionView]
    following: str | None
    now: dict[str, Any] | None


async def list_versions(
    drive: Drive, actor: Actor, node: str, *, cursor: str, limit: int
) -> VersionPage:
    """Return a page of a file's versions, newest first; the first page also tells of `now`.

    Raises:
        NotFound: the actor may not see it.
        Invalid: `not-a-file` or `cursor-invalid`.
    """
    found = require_file(await access(drive.database, actor, node))
    before = read_cursor(cursor, int)[0] if cursor else found.node.head + 1
    rows = await drive.database.fetch(
        "SELECT number, size, label, origin, seq, author, created FROM versions"
        " WHERE tenant = :tenant AND node = :node AND number < :before"
        " ORDER BY number DESC LIMIT :limit",
        tenant=actor.tenant,
        node=node,
        before=before,
        limit=limit + 1,
    )
    shown = await _views(drive.database, actor, found, list(rows[:limit]))
    following = write_cursor(rows[limit - 1]["number"]) if len(rows) > limit else None
    now = None if cursor else await _work_now(drive.database, actor, found)
    return VersionPage(shown, following, now)


async def last_seq(reader: Reader, tenant: str, node: str, before: int = _ANY_NUMBER) -> int:
    """Return the position that the versions numbered below `before` reach."""
    return (
        await reader.fetchval(
            f"SELECT MAX(COALESCE(seq, {FIRST_SEQ})) FROM versions"
            " WHERE tenant = :tenant AND node = :node AND number < :before",
            tenant=tenant,
            node=node,
            before=before,
        )
        or 0
    )


async def _work_now(database: Database, actor: Actor, found: Access) -> dict[str, Any] | None:
    tenant, node = actor.tenant, found.node.id
    low = await last_seq(database, tenant, node)
    high = await position(database, tenant, node)
    if high <= low:
        return None
    work = (await read_work(database, tenant, node, {0: (low, high)}))[0]
    names = await names_of(database, tenant, [work])
    return {"since": found.node.head, **work_view(work, high, names)}


async def read_version(database: Database, actor: Actor, found: Access, number: int) -> VersionView:
    """Return one version.

    Raises:
        NotFound: `version-unknown`.
    """
    row = await version_row(database, actor.tenant, found.node.id, number)
    return (await _views(database, actor, found, [row]))[0]


async def label_version(
    drive: Drive, actor: Actor, node: str, number: int, label: str | None
) -> VersionView:
    """Name a version, or take its name away, and return it.

    Raises:
        NotFound: the actor may not see the file, or it has no such version.
        Forbidden: `role-too-low`.
        Invalid: `label-invalid`.
    """
    label = clean_label(label)
    async with drive.database.transaction() as tx:
        found = require_file(await require(tx, actor, node, Role.EDITOR))
        await version_row(tx, actor.tenant, node, number)
        await tx.execute(
            "UPDATE versions SET label = :label"
            " WHERE tenant = :tenant AND node = :node AND number = :number",
            tenant=actor.tenant,
            node=node,
            number=number,
            label=label,
        )
    drive.events.emit(NodeChanged(actor.tenant, node))
    return await read_version(drive.database, actor, found, number)


async def forget_versions(drive: Drive, before: int) -> int:
    """Delete automatic versions made before a time, milliseconds UTC; return how many.

    The newest of a file stays, as do those that were named or uploaded. Their blobs go later.
    """
    removed, after = 0, {"tenant": "", "node": "", "number": 0}
    while True:
        rows = await drive.database.fetch(_NEXT, **after, limit=_LOOKED_AT_ONCE)
        for row in rows:
            old = row["created"] < before and row["label"] is None
            if old and row["origin"] in _MADE_BY_ITSELF and row["number"] < (row["head"] or 0):
                removed += await _forget(drive, row)
        if len(rows) < _LOOKED_AT_ONCE:
            return removed
        after = {name: rows[-1][name] for name in after}
        await asyncio.sleep(0)


async def _forget(drive: Drive, row: Row) -> int:
    tenant, node = row["tenant"], row["node"]
    found = await server_access(drive.database, tenant, node)
    if found is None:
        return 0
    async with drive.database.transaction() as tx:
        gone = await tx.execute(
            "DELETE FROM versions WHERE tenant = :tenant AND node = :node AND number = :number"
            " AND label IS NULL",
            tenant=tenant,
            node=node,
            number=row["number"],
        )
        if gone:
            await add_used(drive, tx, tenant, found.owner, -int(row["size"]))
    return gone


async def version_row(reader: Reader, tenant: str, node: str, number: int) -> Row:
    """Return the row of a version.

    Raises:
        NotFound: `version-unknown`.
    """
    row = None
    if 0 < number < 1 << 31:
        row = await reader.fetchrow(
            "SELECT number, blob, size, label, origin, seq, author, created FROM versions"
            " WHERE tenant = :tenant AND node = :node AND number = :number",
            tenant=tenant,
            node=node,
            number=number,
        )
    if row is None:
        raise NotFound("version-unknown")
    return row


def clean_label(label: str | None) -> str | None:
    """Return a label without white space around it, None for an empty one.

    Raises:
        Invalid: `label-invalid`.
    """
    label = " ".join((label or "").split())
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise Invalid("label-invalid", longest=LONGEST_LABEL)
    return label or None


def require_file(found: Access) -> Access:
    """Return the access when it is to a file.

    Raises:
        Invalid: `not-a-file`.
    """
    if found.node.kind == "folder":
        raise Invalid("not-a-file", name=found.node.name)
    return found


async def _views(
    database: Database, actor: Actor, found: Access, rows: list[Row]
) -> list[VersionView]:
    if not rows:
        return []
    tenant, node = actor.tenant, found.node.id
    people = await people_by_id(database, tenant, {row["author"] for row in rows})
    seqs = [(row["number"], row["seq"]) for row in reversed(rows)]
    before = await last_seq(database, tenant, node, before=seqs[0][0])
    works = await read_work(database, tenant, node, spans_between(seqs, before or FIRST_SEQ))
    names = await names_of(database, tenant, works.values())
    return [
        {
            "number": row["number"],
            "size": row["size"],
            "label": row["label"],
            "origin": row["origin"],
            "author": people[row["author"]],
            "created": rfc3339(row["created"]),
            "current": row["number"] == found.node.head,
            **work_view(works[row["number"]], row["seq"], names),
        }
        for row in rows
    ]
