"""Bytes: the contract that every blob back end fulfils.

A blob is named by its tenant and the sha-256 of its content (`key`, 64 hex characters), so the same
bytes are stored once in a tenant and are never changed. Nothing here holds a whole blob in memory.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

BlobKey = str


class BlobWriter(Protocol):
    """Receives one blob piece by piece. Until `commit` returns, nothing of it is visible."""

    size: int

    async def write(self, data: bytes) -> None:
        """Add bytes."""

    async def commit(self) -> BlobKey:
        """Make it durable (file and folder synced) and visible; return its key."""

    async def abort(self) -> None:
        """Throw it away. Also safe after `commit`, then it does nothing."""


class BlobStore(Protocol):
    """Where blobs live."""

    async def writer(self, tenant: str) -> BlobWriter:
        """Begin a new blob."""

    async def size(self, tenant: str, key: BlobKey) -> int:
        """Return its length in bytes.

        Raises:
            BlobMissing: there is none.
        """

    def read(
        self, tenant: str, key: BlobKey, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` to before `stop`, in pieces of up to 1 MiB."""

    async def local_path(self, tenant: str, key: BlobKey) -> Path:
        """Return a path that worker processes may read, downloading it first where needed."""

    async def delete(self, tenant: str, key: BlobKey) -> None:
        """Remove it; no error when it is already gone."""

    def keys(self, tenant: str) -> AsyncIterator[tuple[BlobKey, int]]:
        """Yield every key and when it was stored (milliseconds UTC), for garbage collection."""


class BlobMissing(Exception):
    """There is no blob of that key in that tenant."""
