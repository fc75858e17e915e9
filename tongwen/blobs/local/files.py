"""The steps on files that must survive a crash. All of them block: call them in a thread."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tongwen.blobs import BlobUnavailable
from tongwen.core import clock
from tongwen.core.clock import Milliseconds


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of the operating system into the contract's."""
    try:
        yield
    except OSError as error:
        raise BlobUnavailable(f"{error.filename or 'blob'}: {error.strerror}") from error


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`; one `write` may take less, on a full disk for example."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def try_lock(descriptor: int) -> bool:
    """Lock an open file for this open of it; False when another open, in any process, holds it.

    The system lets go of the lock when the descriptor is closed, also by a kill.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make_folder(folder: Path) -> None:
    """Create a folder and those above it, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the creation, renaming and removal of entries durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked_folder(folder: Path) -> Iterator[int]:
    """Hold the lock of a folder, and make what changed in it durable at the end."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def place(source: Path, target: Path) -> None:
    """Move a synced file to its place as a blob, or drop it where the blob is already there.

    Either way the blob counts as stored now. The folder's lock orders this against `remove`.
    """
    make_folder(target.parent)
    moment = clock.now() * 1_000_000
    size = source.stat().st_size
    os.utime(source, ns=(moment, moment))
    with locked_folder(target.parent):
        if target.exists() and target.stat().st_size == size:
            os.utime(target, ns=(moment, moment))
            source.unlink()
        else:
            source.rename(target)


def touch(target: Path) -> bool:
    """Count an existing blob as stored now; False when it is not there."""
    moment = clock.now() * 1_000_000
    try:
        with locked_folder(target.parent):
            os.utime(target, ns=(moment, moment))
    except FileNotFoundError:
        return False
    return True


def remove(target: Path, stored_before: Milliseconds | None) -> bool:
    """Remove a blob, if it was stored before that time; return whether it was removed."""
    try:
        with locked_folder(target.parent):
            if stored_before is not None and stored_at(target.stat()) >= stored_before:
                return False
            target.unlink()
    except FileNotFoundError:
        return False
    return True


def stored_at(status: os.stat_result) -> Milliseconds:
    """Return when a blob was last stored."""
    return status.st_mtime_ns // 1_000_000
