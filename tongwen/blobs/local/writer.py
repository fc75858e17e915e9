"""Writes one blob in one go."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from tongwen.blobs import BlobKey, BlobUnavailable
from tongwen.blobs.local.files import place, try_lock, write_all
from tongwen.blobs.local.spool import Spool, in_thread
from tongwen.core.waiting import outlast


def open_incoming(folder: Path) -> tuple[int, Path]:
    """Create a locked file for a writer: unlocked ones belong to writers that died."""
    while True:
        path = folder / secrets.token_hex(16)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        # A sweep may take the file for a leftover in the moment before it is locked.
        if try_lock(descriptor) and os.fstat(descriptor).st_nlink:
            return descriptor, path
        os.close(descriptor)


class LocalWriter:
    """Fulfils `BlobWriter` with a file that becomes the blob by renaming."""

    def __init__(
        self, threads: Executor, descriptor: int, path: Path, target: Callable[[BlobKey], Path]
    ) -> None:
        self.size = 0
        self._threads = threads
        self._descriptor: int | None = descriptor
        self._path = path
        self._target = target
        self._digest = hashlib.sha256()
        self._spool = Spool(threads, self._sink)

    async def write(self, data: bytes) -> None:
        """Add bytes."""
        if self._descriptor is None:
            raise RuntimeError("The writer was committed or aborted.")
        self.size += len(data)
        await self._spool.write(data)

    async def commit(self) -> BlobKey:
        """Make it durable and visible; return its key. When this raises, the writer is aborted."""
        if self._descriptor is None:
            raise RuntimeError("The writer was committed or aborted.")
        try:
            await self._spool.flush()
            return await outlast(in_thread(self._threads, self._place))
        finally:
            await self.abort()

    async def abort(self) -> None:
        """Throw it away; after `commit`, do nothing."""
        if self._descriptor is None:
            return
        with contextlib.suppress(BlobUnavailable):
            await self._spool.settle()
        descriptor, self._descriptor = self._descriptor, None
        with contextlib.suppress(BlobUnavailable):
            await outlast(in_thread(self._threads, lambda: self._drop(descriptor)))

    def _sink(self, data: bytes) -> None:
        assert self._descriptor is not None
        self._digest.update(data)
        write_all(self._descriptor, data)

    def _place(self) -> BlobKey:
        assert self._descriptor is not None
        os.fsync(self._descriptor)
        key = self._digest.hexdigest()
        place(self._path, self._target(key))
        return key

    def _drop(self, descriptor: int) -> None:
        self._path.unlink(missing_ok=True)
        os.close(descriptor)
