"""What a server does by itself now and then: old trash, deleted files, dead sessions, uploads."""

import asyncio
import logging
import shutil
from contextlib import suppress
from pathlib import Path

from tongwen.blobs import BlobUnavailable, StagingBusy, collection
from tongwen.core.clock import now
from tongwen.core.ids import new_id
from tongwen.drive.purge import empty_old_trash, purge
from tongwen.drive.uploads import end_upload, expired_uploads
from tongwen.http.services import Services
from tongwen.store import StoreUnavailable
from tongwen.store.leases import end_lease, take_lease
from tongwen.store.orphans import OrphanLedger

log = logging.getLogger("tongwen.upkeep")

PAUSE = 300.0  # seconds between rounds
_DAY = 86_400_000
_BLOB_GRACE = _DAY  # a stored blob whose row is still on the way is left alone for so long
_HELD = int(3 * PAUSE * 1000)  # after which another node goes round, when one has died
TIDY, COLLECT = "upkeep.tidy", "upkeep.collect"


async def keep_up(services: Services, pause: float = PAUSE) -> None:
    """Go round for ever, `pause` seconds apart.

    Of several nodes that share a database one does it; each step is harmless when two do it. A
    round that meets a full disk is logged and tried again.
    """
    holder = f"{services.node}/{new_id()}"
    try:
        while True:
            await asyncio.sleep(pause)
            try:
                await go_round(services, holder)
            except (StoreUnavailable, BlobUnavailable) as error:
                log.warning("upkeep waits: %s", error)
    finally:
        with suppress(StoreUnavailable):
            await end_lease(services.database, TIDY, holder)


async def go_round(services: Services, holder: str) -> bool:
    """Do what is due, unless another node does it; return whether it was ours to do."""
    if not await take_lease(services.database, TIDY, holder, _HELD):
        return False
    await tidy(services)
    if await take_lease(services.database, COLLECT, holder, _DAY, again=False):
        try:
            await forget(services)
            await collect(services)
        except (StoreUnavailable, BlobUnavailable):
            await end_lease(services.database, COLLECT, holder)
            raise
    return True


async def tidy(services: Services) -> None:
    """Do one round: short steps, so that people are not kept waiting."""
    await services.people.sessions.purge()
    for upload in await expired_uploads(services.database):
        try:
            await services.blobs.staging(upload.tenant, upload.id).discard()
        except StagingBusy:
            continue
        await end_upload(services.drive, upload)
    days = services.settings.trash_days
    if days:
        for tenant in await _tenants(services):
            await empty_old_trash(services.drive, tenant, before=now() - days * _DAY)
    await purge(services.drive)
    await asyncio.to_thread(_sweep, services.settings.data / "work", _DAY)


async def forget(services: Services) -> None:
    """Forget the history that is older than the settings keep it."""
    days = services.settings.history_days
    if days:
        await services.documents.forget_history(now() - days * _DAY)


async def collect(services: Services, *, grace: int = _BLOB_GRACE) -> int:
    """Delete blobs that nothing names any more, and leftovers of uploads; return how many blobs.

    A blob goes when it was seen unnamed twice, `grace` milliseconds apart.
    """
    removed = 0
    for tenant in await _tenants(services):
        after: str | None = ""
        while after is not None:
            done = await collection.collect(
                services.blobs,
                OrphanLedger(services.database),
                tenant,
                grace=grace,
                after=after,
            )
            after = done.after
            removed += done.removed
    hours = services.settings.upload_hours
    await services.blobs.sweep(now() - 2 * hours * 3_600_000)
    return removed


async def _tenants(services: Services) -> list[str]:
    rows = await services.database.fetch("SELECT id FROM tenants ORDER BY id")
    return [row["id"] for row in rows]


def _sweep(folder: Path, age: int) -> None:
    """Remove what processes that were killed left in the folder of work, when it is old (ms)."""
    before = (now() - age) / 1000
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            with suppress(FileNotFoundError):  # another node sweeps too
                if path.stat().st_mtime < before:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
