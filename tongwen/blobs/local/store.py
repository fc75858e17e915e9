"""The folder of blobs: `<root>/<tenant>/<2 hex>/<62 hex>`, and what is on its way there."""

import os
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from tongwen.blobs import PIECE_BYTES, BlobKey, BlobMissing, BlobUnavailable, is_key, is_tenant
from tongwen.blobs.local import files
from tongwen.blobs.local.spool import in_thread
from tongwen.blobs.local.staging import Digests, LocalStaging, sweep_staging
from tongwen.blobs.local.writer import LocalWriter, open_incoming
from tongwen.core.clock import Milliseconds
from tongwen.core.waiting import outlast

THREADS = 8

_FOLDER = re.compile(r"[0-9a-f]{2}")

T = TypeVar("T")


async def open_local_blobs(root: Path) -> "LocalBlobs":
    """Open (or create) a folder of blobs, and remove what writers that died left in it.

    Raises:
        BlobUnavailable: the folder cannot be made or written.
    """
    blobs = LocalBlobs(root)
    await blobs.sweep(before=0)
    return blobs


class LocalBlobs:
    """Fulfils `BlobStore` with files. Several processes may share the folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / ".incoming"
        self._staging = root / ".staging"
        self._threads = ThreadPoolExecutor(THREADS, "blobs")
        self._digests = Digests()

    async def writer(self, tenant: str) -> LocalWriter:
        """Begin a new blob."""
        if not is_tenant(tenant):
            raise ValueError(f"{tenant!r} is not the id of a tenant.")
        descriptor, path = await self._run(lambda: open_incoming(self._incoming))
        return LocalWriter(self._threads, descriptor, path, lambda key: self._path(tenant, key))

    def staging(self, tenant: str, upload: str) -> LocalStaging:
        """Return the upload of that id."""
        if not is_tenant(tenant) or not is_tenant(upload):
            raise ValueError(f"{tenant!r}, {upload!r} are not ids of a tenant and an upload.")
        return LocalStaging(
            self._threads,
            self._staging / tenant / upload,
            lambda key: self._path(tenant, key),
            self._digests,
        )

    async def size(self, tenant: str, key: BlobKey) -> int:
        """Return its length in bytes."""
        path = self._existing(tenant, key)
        return (await self._find(path.stat)).st_size

    async def read(
        self, tenant: str, key: BlobKey, start: int = 0, stop: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Yield the bytes from `start` to before `stop`, in pieces of up to 1 MiB."""
        if start < 0:
            raise ValueError(f"A blob has no byte {start}.")
        path = self._existing(tenant, key)
        descriptor = await self._find(lambda: os.open(path, os.O_RDONLY | os.O_CLOEXEC))
        try:
            size = os.fstat(descriptor).st_size
            stop = size if stop is None else min(stop, size)
            while start < stop:
                piece = await self._run(_reading(descriptor, min(PIECE_BYTES, stop - start), start))
                if not piece:
                    raise BlobUnavailable(f"{path}: it became shorter while it was read.")
                start += len(piece)
                yield piece
        finally:
            os.close(descriptor)

    async def local_path(self, tenant: str, key: BlobKey) -> Path:
        """Return the path of the file."""
        path = self._existing(tenant, key)
        await self._find(path.stat)
        return path

    async def delete(
        self, tenant: str, key: BlobKey, stored_before: Milliseconds | None = None
    ) -> bool:
        """Remove it and return whether it was there (and old enough)."""
        if not is_tenant(tenant) or not is_key(key):
            return False
        return await self._run(lambda: files.remove(self._path(tenant, key), stored_before))

    async def keys(
        self, tenant: str, after: BlobKey = ""
    ) -> AsyncIterator[tuple[BlobKey, Milliseconds]]:
        """Yield every key above `after`, rising, and when it was last stored."""
        if not is_tenant(tenant):
            return
        for folder in await self._run(lambda: _names(self._root / tenant, _FOLDER)):
            if folder < after[:2]:
                continue
            for key, at in await self._run(_listing(self._root / tenant / folder)):
                if key > after:
                    yield key, at

    async def sweep(self, before: Milliseconds) -> int:
        """Remove files of writers that died, and uploads untouched since `before`."""

        def sweep() -> int:
            files.make_folder(self._incoming)
            files.make_folder(self._staging)
            return _sweep_incoming(self._incoming) + sweep_staging(self._staging, before)

        return await self._run(sweep)

    def _path(self, tenant: str, key: BlobKey) -> Path:
        return self._root / tenant / key[:2] / key[2:]

    def _existing(self, tenant: str, key: BlobKey) -> Path:
        if not is_tenant(tenant) or not is_key(key):
            raise BlobMissing(key)
        return self._path(tenant, key)

    async def _find(self, work: Callable[[], T]) -> T:
        def find() -> T:
            try:
                return work()
            except FileNotFoundError as error:
                raise BlobMissing(Path(error.filename).name) from error

        return await self._run(find)

    async def _run(self, work: Callable[[], T]) -> T:
        # To the end even when cancelled: the work may hold a lock or a descriptor of the caller's.
        return await outlast(in_thread(self._threads, work))


def _reading(descriptor: int, size: int, start: int) -> Callable[[], bytes]:
    return lambda: os.pread(descriptor, size, start)


def _names(folder: Path, shape: re.Pattern[str]) -> list[str]:
    """Return the names in a folder that have the shape, in order; none when there is no folder."""
    try:
        return sorted(name for name in os.listdir(folder) if shape.fullmatch(name))
    except FileNotFoundError:
        return []


def _listing(folder: Path) -> Callable[[], list[tuple[BlobKey, Milliseconds]]]:
    def listing() -> list[tuple[BlobKey, Milliseconds]]:
        try:
            with os.scandir(folder) as entries:
                found = [
                    (folder.name + entry.name, files.stored_at(entry.stat()))
                    for entry in entries
                    if is_key(folder.name + entry.name)
                ]
        except FileNotFoundError:
            return []
        return sorted(found)

    return listing


def _sweep_incoming(folder: Path) -> int:
    removed = 0
    for path in folder.iterdir():
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        except FileNotFoundError:  # its writer has finished
            continue
        try:
            if files.try_lock(descriptor):
                path.unlink(missing_ok=True)
                removed += 1
        finally:
            os.close(descriptor)
    return removed
