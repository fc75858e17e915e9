"""Unfinished uploads: what will become of the bytes that are on their way."""

from dataclasses import dataclass

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import NotFound, TooMany
from tongwen.core.ids import is_id, new_id
from tongwen.drive import Drive
from tongwen.drive.names import clean_name
from tongwen.drive.tree import ensure_folders, require_place
from tongwen.store import Reader, Row

_HOUR = 3_600_000
_RETRY_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload that is not finished. `expires` is milliseconds UTC, `length` bytes."""

    tenant: str
    id: str
    parent: str
    name: str
    length: int
    expires: int


async def begin_upload(
    drive: Drive, actor: Actor, parent: str, name: str, folders: list[str], length: int
) -> Upload:
    """Note a new upload into a folder below `parent`, making the folders that are missing.

    Raises:
        NotFound, Forbidden, Invalid, Conflict: the file could not be put there.
        TooMany: `too-many-uploads`.
    """
    name = clean_name(name)
    await require_place(drive.database, actor, parent)
    if folders:
        parent = await ensure_folders(drive, actor, parent, folders)
    at = now()
    expires = at + drive.settings.upload_hours * _HOUR
    upload = Upload(actor.tenant, new_id(), parent, name, length, expires)
    async with drive.database.transaction() as tx:
        count = await tx.fetchval(
            "SELECT COUNT(*) FROM uploads"
            ' WHERE tenant = :tenant AND "user" = :user AND expires > :at',
            tenant=actor.tenant,
            user=actor.author,
            at=at,
        )
        if count >= drive.settings.max_uploads:
            raise TooMany("too-many-uploads", seconds=_RETRY_SECONDS)
        await tx.execute(
            'INSERT INTO uploads (tenant, id, "user", parent, name, length, created, expires)'
            " VALUES (:tenant, :id, :user, :parent, :name, :length, :at, :expires)",
            tenant=actor.tenant,
            id=upload.id,
            user=actor.author,
            parent=parent,
            name=name,
            length=length,
            at=at,
            expires=expires,
        )
    return upload


async def find_upload(reader: Reader, actor: Actor, upload: str) -> Upload:
    """Return an upload that the actor began and that has not expired.

    Raises:
        NotFound: there is none.
    """
    row = None
    if is_id(upload):
        row = await reader.fetchrow(
            "SELECT tenant, id, parent, name, length, expires FROM uploads"
            ' WHERE tenant = :tenant AND id = :id AND "user" = :user AND expires > :now',
            tenant=actor.tenant,
            id=upload,
            user=actor.author,
            now=now(),
        )
    if row is None:
        raise NotFound("not-found")
    return _upload(row)


async def end_upload(drive: Drive, upload: Upload) -> None:
    """Forget an upload: it is finished or given up."""
    async with drive.database.transaction() as tx:
        await tx.execute(
            "DELETE FROM uploads WHERE tenant = :tenant AND id = :id",
            tenant=upload.tenant,
            id=upload.id,
        )


async def expired_uploads(reader: Reader, limit: int = 100) -> list[Upload]:
    """Return uploads whose time has passed."""
    rows = await reader.fetch(
        "SELECT tenant, id, parent, name, length, expires FROM uploads"
        " WHERE expires <= :now ORDER BY expires LIMIT :limit",
        now=now(),
        limit=limit,
    )
    return [_upload(row) for row in rows]


def _upload(row: Row) -> Upload:
    return Upload(
        row["tenant"], row["id"], row["parent"], row["name"], row["length"], row["expires"]
    )
