"""Resumable uploads: a growing file, and beside it a record of how much of it is safely kept."""

import contextlib
import hashlib
import os
from collections.abc import AsyncIterable, Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tongwen.blobs import (
    PIECE_BYTES,
    BlobKey,
    BlobMissing,
    DigestMismatch,
    OffsetMismatch,
    StagingBusy,
    StagingFinished,
    StagingTooLong,
)
from tongwen.blobs.local.files import make_folder, place, sync_folder, touch, try_lock, write_all
from tongwen.blobs.local.spool import Spool, in_thread
from tongwen.core.clock import Milliseconds
from tongwen.core.waiting import outlast

if TYPE_CHECKING:
    from hashlib import _Hash

CHECKPOINT_BYTES = 32 << 20  # how much an unfinished call may lose in a crash
DIGESTS = 256  # uploads whose digest so far is remembered

_RECORD = "{:020d} {:64}\n"

T = TypeVar("T")


class Record(NamedTuple):
    """What the record file says: bytes safely kept, and the key once it is finished ('' before)."""

    offset: int
    key: BlobKey


class Digests:
    """The sha-256 of uploads so far, so that finishing one need not read it again."""

    def __init__(self) -> None:
        self._digests: dict[Path, tuple[int, _Hash]] = {}

    def of(self, upload: Path, offset: int) -> "_Hash | None":
        """Return a digest of the first `offset` bytes to go on with, if it is known."""
        known, digest = self._digests.get(upload, (0, hashlib.sha256()))
        return digest.copy() if known == offset else None

    def keep(self, upload: Path, offset: int, digest: "_Hash | None") -> None:
        """Remember the digest of the first `offset` bytes; None forgets it."""
        self._digests.pop(upload, None)
        if digest is not None:
            self._digests[upload] = (offset, digest)
        if len(self._digests) > DIGESTS:
            del self._digests[next(iter(self._digests))]


class LocalStaging:
    """Fulfils `Staging` with two files: the bytes at `path`, the record at `path` + `.offset`."""

    def __init__(
        self, threads: Executor, path: Path, target: Callable[[BlobKey], Path], digests: Digests
    ) -> None:
        self._threads = threads
        self._path = path
        self._record = _record_of(path)
        self._target = target
        self._digests = digests

    async def offset(self) -> int:
        """Return how many bytes are kept safely."""

        def read() -> int:
            try:
                descriptor = os.open(self._record, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                return 0
            try:
                return _read_record(descriptor).offset
            finally:
                os.close(descriptor)

        return await self._run(read)

    async def append(
        self,
        pieces: AsyncIterable[bytes],
        at: int,
        *,
        limit: int | None = None,
        sha256: bytes | None = None,
    ) -> int:
        """Add bytes and return the new offset, when they are on the disk."""
        opened = await self._run(lambda: _open(self._path))
        try:
            if opened.key:
                raise StagingFinished(self._path.name)
            if at != opened.offset:
                raise OffsetMismatch(opened.offset)
            return await self._receive(opened, pieces, limit, sha256)
        finally:
            await self._run(opened.close)

    async def finish(self) -> BlobKey:
        """Make a blob of it and return its key."""
        opened = await self._run(lambda: _open(self._path))
        try:
            return await self._run(lambda: self._finish(opened))
        finally:
            await self._run(opened.close)

    async def discard(self) -> None:
        """Forget the upload and what came of it."""
        self._digests.keep(self._path, 0, None)
        await self._run(lambda: _discard(self._path))

    async def _receive(
        self,
        opened: "_Opened",
        pieces: AsyncIterable[bytes],
        limit: int | None,
        sha256: bytes | None,
    ) -> int:
        arriving = _Arriving(
            opened, self._digests.of(self._path, opened.offset), verified=sha256 is None
        )
        self._digests.keep(self._path, 0, None)
        spool = Spool(self._threads, arriving.sink)
        room = None if limit is None else limit - opened.offset
        try:
            async for piece in pieces:
                if room is not None:
                    room -= len(piece)
                    if room < 0:
                        raise StagingTooLong(self._path.name)
                await spool.write(piece)
            await spool.flush()
            if sha256 is not None and arriving.own.digest() != sha256:
                raise DigestMismatch(self._path.name)
            arriving.verified = True
        finally:
            # What came before a broken connection is worth keeping, and is the usual case.
            try:
                await spool.flush()
            finally:
                await self._run(arriving.checkpoint)
                self._digests.keep(self._path, opened.offset, arriving.digest)
        return opened.offset

    def _finish(self, opened: "_Opened") -> BlobKey:
        key = opened.key
        if not key:
            digest = self._digests.of(self._path, opened.offset) or _hash(opened.data)
            key = digest.hexdigest()
            opened.record(opened.offset, key)
        if opened.data is not None:
            place(self._path, self._target(key))
        elif not touch(self._target(key)):
            raise BlobMissing(key)
        return key

    async def _run(self, work: Callable[[], T]) -> T:
        return await outlast(in_thread(self._threads, work))


class _Opened:
    """An upload's files, open and locked for one operation."""

    def __init__(self, lock: int, data: int | None, record: Record) -> None:
        self._lock = lock
        self.data = data
        self.offset, self.key = record

    def record(self, offset: int, key: BlobKey = "") -> None:
        """Keep durably how many bytes are safe; the bytes themselves are synced first."""
        if self.data is not None:
            os.fsync(self.data)
        os.pwrite(self._lock, _RECORD.format(offset, key).encode(), 0)
        os.fsync(self._lock)
        self.offset, self.key = offset, key

    def close(self) -> None:
        """Close the files, which unlocks the upload."""
        if self.data is not None:
            os.close(self.data)
        os.close(self._lock)


class _Arriving:
    """Bytes of one `append`: written and hashed as they come, recorded when they are verified."""

    def __init__(self, opened: _Opened, digest: "_Hash | None", verified: bool) -> None:
        self._opened = opened
        self._before = digest.copy() if digest is not None else None
        self._written = opened.offset
        self.digest = digest  # of the upload from its start, None: not known
        self.own = hashlib.sha256()  # of this call's bytes
        self.verified = verified

    def sink(self, data: bytes) -> None:
        """Write bytes; in a thread."""
        assert self._opened.data is not None
        write_all(self._opened.data, data)
        self._written += len(data)
        if self.digest is not None:
            self.digest.update(data)
        if not self.verified:
            self.own.update(data)
        elif self._written - self._opened.offset >= CHECKPOINT_BYTES:
            self._opened.record(self._written)

    def checkpoint(self) -> None:
        """Keep what is verified and cut off the rest; in a thread."""
        assert self._opened.data is not None
        if self.verified:
            self._opened.record(self._written)
        else:
            os.ftruncate(self._opened.data, self._opened.offset)
            self.digest = self._before


def sweep_staging(folder: Path, before: Milliseconds) -> int:
    """Remove the uploads that nobody touched since `before`; return how many."""
    removed = 0
    for record in folder.glob("*/*.offset"):
        with contextlib.suppress(FileNotFoundError, StagingBusy):
            path = record.with_suffix("")
            newest = max(each.stat().st_mtime for each in (record, path) if each.exists())
            if newest * 1000 < before:
                _discard(path)
                removed += 1
    return removed


def _record_of(path: Path) -> Path:
    return path.with_name(path.name + ".offset")


def _open(path: Path) -> _Opened:
    """Open and lock an upload, cutting off what a crash left behind the recorded offset."""
    make_folder(path.parent)
    lock = _lock(_record_of(path))
    data = None
    try:
        record = _read_record(lock)
        # A finished upload's bytes are the blob now, unless a crash came before the renaming.
        create = 0 if record.key else os.O_CREAT
        with contextlib.suppress(FileNotFoundError):
            data = os.open(path, create | os.O_RDWR | os.O_CLOEXEC, 0o600)
        if data is not None and not record.key:
            record = Record(min(record.offset, os.fstat(data).st_size), "")
            os.ftruncate(data, record.offset)
            os.lseek(data, 0, os.SEEK_END)
            if record.offset == 0:
                sync_folder(path.parent)
        return _Opened(lock, data, record)
    except BaseException:
        if data is not None:
            os.close(data)
        os.close(lock)
        raise


def _lock(record: Path) -> int:
    while True:
        descriptor = os.open(record, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        if not try_lock(descriptor):
            os.close(descriptor)
            raise StagingBusy(record.stem)
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)  # discarded in the moment before it was locked


def _read_record(descriptor: int) -> Record:
    """Read the record; a damaged or empty one says that nothing is kept."""
    words = os.pread(descriptor, 256, 0).decode("ascii", "replace").split()
    if not words or not words[0].isdecimal():
        return Record(0, "")
    return Record(int(words[0]), words[1] if len(words) > 1 else "")


def _discard(path: Path) -> None:
    record = _record_of(path)
    if not record.exists():
        return
    lock = _lock(record)
    try:
        path.unlink(missing_ok=True)
        record.unlink()
        sync_folder(path.parent)
    finally:
        os.close(lock)


def _hash(data: int | None) -> "_Hash":
    digest = hashlib.sha256()
    position = 0
    while data is not None and (piece := os.pread(data, PIECE_BYTES, position)):
        digest.update(piece)
        position += len(piece)
    return digest
