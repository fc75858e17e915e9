"""The children of a folder, a page at a time, in any order, at a cost that does not grow with it.

An order is one or more segments, each read from an index by keyset: folders come first when sorted
by name or kind, whichever way the rest is turned.
"""

from dataclasses import dataclass
from typing import Any

from tongwen.core.actor import Actor
from tongwen.core.errors import Invalid
from tongwen.drive import Drive
from tongwen.drive.access import Access, access
from tongwen.drive.cursors import read_cursor, write_cursor
from tongwen.drive.views import COLUMNS, NodeView, views_in_folder
from tongwen.store import Dialect, Reader, Row


@dataclass(frozen=True, slots=True)
class _Order:
    """A sort: the columns of its index, their positions in COLUMNS, their types, its segments."""

    columns: tuple[str, ...]
    positions: tuple[int, ...]
    types: tuple[type, ...]
    segments: tuple[str, ...]


_FOLDERS, _FILES = "n.sort_name < '1'", "n.sort_name >= '1'"
_ORDERS = {
    "name": _Order(("sort_name", "id"), (11, 0), (str, str), (_FOLDERS, _FILES)),
    "modified": _Order(("modified", "id"), (8, 0), (int, str), ("",)),
    "size": _Order(("size", "id"), (5, 0), (int, str), ("",)),
    "kind": _Order(
        ("kind", "sort_name", "id"),
        (2, 11, 0),
        (str, str, str),
        # Three ranges of one index; the middle one is named first.
        ("n.kind = 'folder'", "n.kind < 'folder'", "n.kind > 'folder'"),
    ),
}
SORTS = tuple(sign + name for name in _ORDERS for sign in ("", "-"))


async def children(
    reader: Reader, drive: Drive, actor: Actor, folder: str, *, sort: str, cursor: str, limit: int
) -> tuple[list[NodeView], str | None]:
    """Return a page of a folder's children and the cursor of the next page, None at the end.

    Raises:
        NotFound: there is no such node, or the actor may not see it.
        Invalid: `not-a-folder`, `sort-unknown` or `cursor-invalid`.
    """
    found = await access(reader, actor, folder)
    if found.node.kind != "folder":
        raise Invalid("not-a-folder", name=found.node.name)
    rows, following = await _page(reader, drive, actor, found, sort, cursor, limit)
    return await views_in_folder(reader, drive, actor, found, rows), following


async def _page(
    reader: Reader, drive: Drive, actor: Actor, folder: Access, sort: str, cursor: str, limit: int
) -> tuple[list[Row], str | None]:
    order = _ORDERS.get(sort.removeprefix("-"))
    if order is None:
        raise Invalid("sort-unknown", sorts=", ".join(SORTS))
    descending = sort.startswith("-")
    segments = order.segments
    if descending and len(segments) == 3:
        segments = (segments[0], segments[2], segments[1])
    first, after = 0, None
    if cursor:
        first, *after = read_cursor(cursor, int, *order.types)
        if not 0 <= first < len(segments):
            raise Invalid("cursor-invalid")
    rows: list[Row] = []
    for index in range(first, len(segments)):
        sql, values = segment_query(
            drive.database.dialect, order, segments[index], descending, after
        )
        wanted = limit + 1 - len(rows)
        rows += await reader.fetch(
            sql,
            tenant=actor.tenant,
            parent=folder.node.id,
            me=actor.user or "",
            limit=wanted,
            **values,
        )
        if len(rows) > limit:
            last = rows[limit - 1]
            key = [last[position] for position in order.positions]
            return rows[:limit], write_cursor(_segment_of(order, segments, last), *key)
        after = None
    return rows, None


def segment_query(
    dialect: Dialect, order: _Order, segment: str, descending: bool, after: list[Any] | None
) -> tuple[str, dict[str, object]]:
    """Return the query of a page of one segment, and the values of its position."""
    columns = ", ".join("n." + name for name in order.columns)
    where = f" AND {segment}" if segment else ""
    values: dict[str, object] = {}
    if after is not None:
        values = {f"k{index}": value for index, value in enumerate(after)}
        compared = "<" if descending else ">"
        where += f" AND ({columns}) {compared} ({', '.join(':' + name for name in values)})"
    direction = " DESC" if descending else ""
    ordered = ", ".join(f"n.{name}{direction}" for name in order.columns)
    # SQLite would take the index of living names, which has another order, and the plus keeps it
    # from that. PostgreSQL needs the bare column to guess how many rows there are.
    living = "+n.trashed IS NULL" if dialect == "sqlite" else "n.trashed IS NULL"
    sql = (
        f"SELECT {COLUMNS} FROM nodes n"
        f" WHERE n.tenant = :tenant AND n.parent = :parent AND {living}"
        f" AND n.deleted IS NULL{where}"
        f" ORDER BY {ordered} LIMIT :limit"
    )
    return sql, values


def _segment_of(order: _Order, segments: tuple[str, ...], row: Row) -> int:
    """Return which segment a row belongs to."""
    if len(segments) == 1:
        return 0
    folder = row[2] == "folder"
    if len(segments) == 2 or folder:
        return 0 if folder else 1
    return segments.index("n.kind < 'folder'" if row[2] < "folder" else "n.kind > 'folder'")
