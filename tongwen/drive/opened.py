"""Who opened what, written a moment later and many at a time, so that opening waits for no disk."""

import asyncio
import logging
from contextlib import suppress

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.store import Database, StoreUnavailable, Transaction

log = logging.getLogger("tongwen.drive")

PAUSE_SECONDS = 1.0
MOST_WAITING = 10_000  # while the database is away; later ones are forgotten
AGAIN = 60_000  # milliseconds in which opening again is not written again

_MOST_RECENT = 500  # of one member

_WRITE = """
    INSERT INTO recents (tenant, "user", node, opened) VALUES (:tenant, :user, :node, :at)
    ON CONFLICT (tenant, "user", node) DO UPDATE SET opened = excluded.opened
    WHERE recents.opened < excluded.opened - :again
"""
_FORGET = """
    DELETE FROM recents WHERE tenant = :tenant AND "user" = :user AND opened <
    (SELECT MIN(opened) FROM (SELECT opened FROM recents WHERE tenant = :tenant
      AND "user" = :user ORDER BY opened DESC LIMIT :most) AS kept)
"""

_Opening = tuple[str, str, str]  # tenant, user, node


async def write_opened(tx: Transaction, openings: dict[_Opening, int]) -> None:
    """Write when members opened nodes; of each member the latest are kept."""
    await tx.executemany(
        _WRITE,
        [
            {"tenant": tenant, "user": user, "node": node, "at": at, "again": AGAIN}
            for (tenant, user, node), at in openings.items()
        ],
    )
    for tenant, user in sorted({(tenant, user) for tenant, user, _ in openings}):
        await tx.execute(_FORGET, tenant=tenant, user=user, most=_MOST_RECENT)


class Openings:
    """Collects what is opened, and writes it once a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[_Opening, int] = {}
        self._writing: asyncio.Task[None] | None = None

    def note(self, actor: Actor, node: str) -> None:
        """Note that the actor opens a node. Guests leave no trace. Waits for nothing."""
        if actor.user is None or len(self._waiting) >= MOST_WAITING:
            return
        self._waiting[actor.tenant, actor.user, node] = now()
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_soon())

    async def close(self) -> None:
        """Write what waits; a database that is away loses it."""
        if self._writing is not None:
            self._writing.cancel()
            with suppress(asyncio.CancelledError):
                await self._writing
            self._writing = None
        await self._write()

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(PAUSE_SECONDS)
            await self._write()
        self._writing = None

    async def _write(self) -> None:
        openings, self._waiting = self._waiting, {}
        if not openings:
            return
        try:
            async with self._database.transaction() as tx:
                await write_opened(tx, openings)
        except StoreUnavailable as error:
            log.warning("what was opened is written later: %s", error)
            self._waiting = {**openings, **self._waiting}
        except asyncio.CancelledError:
            self._waiting = {**openings, **self._waiting}
            raise
