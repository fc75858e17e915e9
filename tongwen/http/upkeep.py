"""What a server does by itself now and then: old trash, deleted files, dead sessions, uploads."""

import asyncio
import logging

from tongwen.blobs import BlobUnavailable, StagingBusy
from tongwen.core.clock import now
from tongwen.drive.purge import collect_blobs, empty_old_trash, purge
from tongwen.drive.uploads import end_upload, expired_uploads
from tongwen.http.services import Services
from tongwen.store import StoreUnavailable

log = logging.getLogger("tongwen.upkeep")

_PAUSE = 300.0  # seconds between rounds
_COLLECT_EVERY = 288  # rounds: a day
_DAY = 86_400_000


async def keep_up(services: Services) -> None:
    """Go round for ever. A round that meets a full disk is logged and tried again."""
    number = 0
    while True:
        await asyncio.sleep(_PAUSE)
        number += 1
        try:
            await tidy(services)
            if number % _COLLECT_EVERY == 0:
                await collect(services)
        except (StoreUnavailable, BlobUnavailable) as error:
            log.warning("upkeep waits: %s", error)


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


async def collect(services: Services) -> None:
    """Delete blobs that nothing names any more, and leftovers of uploads."""
    for tenant in await _tenants(services):
        await collect_blobs(services.drive, services.blobs, tenant)
    hours = services.settings.upload_hours
    await services.blobs.sweep(now() - 2 * hours * 3_600_000)


async def _tenants(services: Services) -> list[str]:
    rows = await services.database.fetch("SELECT id FROM tenants ORDER BY id")
    return [row["id"] for row in rows]
