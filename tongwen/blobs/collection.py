"""Garbage collection: removes the blobs that nothing names any more.

Why it never removes a blob that somebody is about to name:

- A blob that was just stored, or stored again, is younger than `grace`. Its row has to be written
  within `grace`, and `delete` compares the age under the lock that storing takes too.
- A row that names an old blob is written by copying what another row says (a copy, a restore). It
  can only appear while no row is seen if the copying transaction began before the last such row
  went. So a blob must have been seen unnamed at two looks at least `grace` apart, with no storing
  between them; no transaction lasts as long.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from tongwen.blobs import BlobKey, BlobStore
from tongwen.core import clock
from tongwen.core.clock import Milliseconds

PAGE = 200  # keys looked up in one transaction


class Ledger(Protocol):
    """Knows which blobs are named, and remembers since when the others are not."""

    async def unused(
        self,
        tenant: str,
        stored: Mapping[BlobKey, Milliseconds],
        now: Milliseconds,
        before: Milliseconds,
    ) -> list[BlobKey]:
        """Look at these blobs; return those unnamed at every look since a time before `before`."""

    async def forget(self, tenant: str, keys: Sequence[BlobKey]) -> None:
        """Drop the notes about blobs that are gone."""


class Collection(NamedTuple):
    """What one call did. `after` is where the next call goes on, None when all keys were seen."""

    examined: int
    removed: int
    after: BlobKey | None


async def collect(
    blobs: BlobStore,
    ledger: Ledger,
    tenant: str,
    *,
    grace: Milliseconds,
    after: BlobKey = "",
    limit: int = 10_000,
) -> Collection:
    """Examine up to `limit` blobs above `after`, and remove those unnamed for at least `grace`.

    What one call notes stays noted, so it may be interrupted anywhere and called again. A blob goes
    at the second look at the earliest. `grace` must exceed the time between storing a blob and the
    commit of the row that names it, and the length of any transaction: hours.
    """
    examined = removed = 0
    page: dict[BlobKey, Milliseconds] = {}
    async for key, stored in blobs.keys(tenant, after):
        page[key] = stored
        if len(page) == PAGE or examined + len(page) == limit:
            removed += await _examine(blobs, ledger, tenant, page, grace)
            examined += len(page)
            page = {}
            if examined == limit:
                return Collection(examined, removed, key)
    if page:
        removed += await _examine(blobs, ledger, tenant, page, grace)
    return Collection(examined + len(page), removed, None)


async def _examine(
    blobs: BlobStore,
    ledger: Ledger,
    tenant: str,
    page: Mapping[BlobKey, Milliseconds],
    grace: Milliseconds,
) -> int:
    now = clock.now()
    unused = await ledger.unused(tenant, page, now, now - grace)
    gone = [key for key in unused if await blobs.delete(tenant, key, stored_before=now - grace)]
    if gone:
        await ledger.forget(tenant, gone)
    return len(gone)
