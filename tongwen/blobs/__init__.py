"""Bytes: the contract that every blob back end fulfils.

A blob is named by its tenant and the sha-256 of its content (`key`, 64 hex characters), so the same
bytes are stored once in a tenant and are never changed. Nothing here holds a whole blob in memory.

Files arrive in two ways: in one go (`writer`), or as a resumable upload (`staging`), which keeps
what came so far across crashes. Both end as a blob.
"""

import re
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path
from typing import Protocol

from tongwen.core.clock import Milliseconds

BlobKey = str

PIECE_BYTES = 1 << 20  # the largest piece that `read` yields

_TENANT = re.compile(r"[0-9a-z_-]{1,64}")
_KEY = re.compile(r"[0-9a-f]{64}")


class BlobWriter(Protocol):
    """Receives one blob piece by piece. Until `commit` returns, nothing of it is visible."""

    size: int

    async def write(self, data: bytes) -> None:
        """Add bytes."""

    async def commit(self) -> BlobKey:
        """Make it durable (file and folder synced) and visible; return its key."""

    async def abort(self) -> None:
        """Throw it away. Also safe after `commit`, then it does nothing."""


class Staging(Protocol):
    """A resumable upload on its way to becoming a blob (tus 1.0)."""

    async def offset(self) -> int:
        """Return how many bytes are kept safely: where the client goes on. 0 before the first."""

    async def append(
        self,
        pieces: AsyncIterable[bytes],
        at: int,
        *,
        limit: int | None = None,
        sha256: bytes | None = None,
    ) -> int:
        """Add bytes and return the new offset, when they are on the disk.

        When `pieces` raises or the task is cancelled, what came before is kept, unless `sha256` is
        given: then all of it counts or nothing does. A crash may lose the last 32 MiB that an
        unfinished call has received, never bytes of a call that returned.

        Raises:
            OffsetMismatch: `at` is not the offset.
            StagingBusy: another `append` or `finish` of this upload is running.
            StagingFinished: it has become a blob already.
            StagingTooLong: the upload would pass `limit` bytes; nothing of the excess is kept.
            DigestMismatch: the bytes of this call do not have the digest `sha256`; none is kept.
        """

    async def finish(self) -> BlobKey:
        """Make a blob of it and return its key; call `discard` when a row names the blob.

        May be repeated, also after a crash, until `discard`.

        Raises:
            StagingBusy: an `append` is running.
            BlobMissing: it was finished before and the blob is gone since.
        """

    async def discard(self) -> None:
        """Forget the upload and what came of it; a blob made by `finish` stays.

        Raises:
            StagingBusy: an `append` or `finish` is running.
        """


class BlobStore(Protocol):
    """Where blobs live. A malformed key or tenant names nothing: it is missing, as any other."""

    async def writer(self, tenant: str) -> BlobWriter:
        """Begin a new blob.

        Raises:
            ValueError: `tenant` is not the id of a tenant.
        """

    def staging(self, tenant: str, upload: str) -> Staging:
        """Return the upload of that id: a new one, or one begun before, in whatever process.

        Raises:
            ValueError: `tenant` or `upload` is not an id.
        """

    async def size(self, tenant: str, key: BlobKey) -> int:
        """Return its length in bytes.

        Raises:
            BlobMissing: there is none.
        """

    def read(
        self, tenant: str, key: BlobKey, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` to before `stop`, in pieces of up to 1 MiB.

        Raises:
            BlobMissing: there is none; before the first piece.
        """

    async def local_path(self, tenant: str, key: BlobKey) -> Path:
        """Return a path that worker processes may read, downloading it first where needed.

        Raises:
            BlobMissing: there is none.
        """

    async def delete(
        self, tenant: str, key: BlobKey, stored_before: Milliseconds | None = None
    ) -> bool:
        """Remove it and return whether it was there.

        With `stored_before`, a blob stored at that time or later stays. Storing the same bytes
        again counts as stored now, and cannot fall between the comparison and the removal.
        """

    def keys(self, tenant: str, after: BlobKey = "") -> AsyncIterator[tuple[BlobKey, Milliseconds]]:
        """Yield every key above `after`, rising, and when it was last stored (milliseconds UTC)."""

    async def sweep(self, before: Milliseconds) -> int:
        """Remove what writers and uploads left behind and did not touch since `before`.

        `before` lies further back than any upload may pause. Returns how many were removed.
        """


class BlobUnavailable(Exception):
    """The blob cannot be written or read now: the disk is full, gone or failing."""


class BlobMissing(Exception):
    """There is no blob of that key in that tenant."""


class StagingBusy(Exception):
    """Somebody else is adding to this upload now."""


class StagingFinished(Exception):
    """The upload has become a blob and takes no more bytes."""


class StagingTooLong(Exception):
    """More bytes came than the upload was announced to have."""


class OffsetMismatch(Exception):
    """The bytes do not start where the upload stopped. `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class DigestMismatch(Exception):
    """The bytes are not those that the sender digested."""


def is_tenant(text: str) -> bool:
    """Whether a text can be the id of a tenant or an upload: safe as the name of a folder."""
    return _TENANT.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Whether a text has the shape of a blob key."""
    return _KEY.fullmatch(text) is not None
