"""Blobs in local files: what lies on the disk, and what a crash or a full disk leaves there."""

import asyncio
import errno
import hashlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tongwen.blobs import BlobUnavailable
from tongwen.blobs.local import LocalBlobs, open_local_blobs
from tongwen.core import clock

ROOT = Path(__file__).parents[2]
HELLO = hashlib.sha256(b"hello").hexdigest()

DYING_WRITER = """
import asyncio, os, sys
from pathlib import Path
from tongwen.blobs.local import open_local_blobs
async def pieces():
    yield bytes(40 << 20)
    yield bytes(5 << 20)
    print("there", flush=True)
    await asyncio.Event().wait()
async def main():
    blobs = await open_local_blobs(Path(sys.argv[1]))
    writer = await blobs.writer("t")
    await writer.write(bytes(3 << 20))
    await blobs.staging("t", "kept").append(pieces(), at=0)
asyncio.run(main())
"""


@pytest.fixture
async def blobs(tmp_path: Path) -> LocalBlobs:
    return await open_local_blobs(tmp_path)


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


async def pieces(*data: bytes) -> AsyncIterator[bytes]:
    for each in data:
        yield each


async def store(blobs: LocalBlobs, data: bytes) -> str:
    writer = await blobs.writer("t")
    await writer.write(data)
    return await writer.commit()


async def test_the_layout(blobs: LocalBlobs, tmp_path: Path) -> None:
    assert await store(blobs, b"hello") == HELLO
    assert files(tmp_path) == [f"t/{HELLO[:2]}/{HELLO[2:]}"]
    assert (tmp_path / "t" / HELLO[:2] / HELLO[2:]).stat().st_mode & 0o077 == 0
    assert await blobs.local_path("t", HELLO) == tmp_path / "t" / HELLO[:2] / HELLO[2:]


async def test_an_aborted_writer_and_a_discarded_upload_leave_no_file(
    blobs: LocalBlobs, tmp_path: Path
) -> None:
    writer = await blobs.writer("t")
    await writer.write(bytes(2_000_000))
    assert len(files(tmp_path)) == 1
    await writer.abort()
    upload = blobs.staging("t", "u")
    await upload.append(pieces(b"12"), at=0)
    await upload.discard()
    await upload.append(pieces(b"hello"), at=0)
    await upload.finish()
    await upload.discard()
    assert files(tmp_path) == [f"t/{HELLO[:2]}/{HELLO[2:]}"]


async def test_files_that_are_no_blobs_are_not_listed(blobs: LocalBlobs, tmp_path: Path) -> None:
    await store(blobs, b"hello")
    for name in (
        "t/readme.txt",
        f"t/{HELLO[:2]}/short",
        "t/zz/" + "a" * 62,
        f"t/{HELLO[:2]}/.nfs1",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [key async for key, _ in blobs.keys("t")] == [HELLO]


async def test_a_damaged_copy_is_replaced_by_the_next_that_stores_it(
    blobs: LocalBlobs,
) -> None:
    path = await blobs.local_path("t", await store(blobs, b"hello"))
    path.write_bytes(b"he")
    await store(blobs, b"hello")
    assert path.read_bytes() == b"hello"


async def test_a_killed_program_leaves_nothing_but_its_uploads(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DYING_WRITER, tmp_path, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"there\n"
    alive = await open_local_blobs(tmp_path)  # sweeps, but the writer lives
    assert len(files(tmp_path / ".incoming")) == 1
    process.send_signal(signal.SIGKILL)
    await process.communicate()

    await open_local_blobs(tmp_path)
    assert files(tmp_path / ".incoming") == []
    upload = alive.staging("t", "kept")
    kept = await upload.offset()
    assert 13 << 20 <= kept <= 45 << 20
    rest = (45 << 20) - kept
    assert await upload.append(pieces(bytes(rest)), at=kept) == 45 << 20
    assert await upload.finish() == hashlib.sha256(bytes(45 << 20)).hexdigest()


async def test_bytes_behind_the_recorded_offset_are_cut_off(
    blobs: LocalBlobs, tmp_path: Path
) -> None:
    """After a power cut the file may be longer than what was synced, and hold anything there."""
    await blobs.staging("t", "u").append(pieces(b"hel"), at=0)
    with (tmp_path / ".staging/t/u").open("ab") as data:
        data.write(b"\0\0\0garbage")
    upload = (await open_local_blobs(tmp_path)).staging("t", "u")
    assert await upload.offset() == 3
    assert await upload.append(pieces(b"lo"), at=3) == 5
    assert await upload.finish() == HELLO


@pytest.mark.parametrize("record", [b"", b"\0" * 86, b"nonsense", b"-5 \n", b"\xff\xfe"])
async def test_a_damaged_record_begins_the_upload_anew(
    blobs: LocalBlobs, tmp_path: Path, record: bytes
) -> None:
    await blobs.staging("t", "u").append(pieces(b"hel"), at=0)
    (tmp_path / ".staging/t/u.offset").write_bytes(record)
    upload = (await open_local_blobs(tmp_path)).staging("t", "u")
    assert await upload.offset() == 0
    assert await upload.append(pieces(b"hello"), at=0) == 5
    assert await upload.finish() == HELLO


async def test_a_crash_between_naming_and_placing_is_made_good(
    blobs: LocalBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = blobs.staging("t", "u")
    await upload.append(pieces(b"hello"), at=0)

    def crash(*_: object) -> None:
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr("tongwen.blobs.local.staging.place", crash)
    with pytest.raises(BlobUnavailable):
        await upload.finish()
    monkeypatch.undo()
    again = (await open_local_blobs(tmp_path)).staging("t", "u")
    assert await again.offset() == 5
    assert await again.finish() == HELLO
    assert await blobs.size("t", HELLO) == 5


@pytest.mark.parametrize("step", ["write", "fsync", "rename"])
async def test_a_disk_that_fails_loses_only_that_write(
    blobs: LocalBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path if step == "rename" else os, step, fail)
    writer = await blobs.writer("t")
    with pytest.raises(BlobUnavailable, match="No space"):
        await writer.write(bytes(2_000_000))
        await writer.commit()
    await writer.abort()
    monkeypatch.undo()
    assert files(tmp_path) == []
    assert await store(blobs, b"hello") == HELLO


async def test_a_disk_that_fills_up_during_an_upload(
    blobs: LocalBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    room = 2_500_000

    def write(descriptor: int, data: memoryview) -> int:
        nonlocal room
        if room == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = real(descriptor, data[:room])
        room -= written
        return written

    monkeypatch.setattr(os, "write", write)
    upload = blobs.staging("t", "u")
    with pytest.raises(BlobUnavailable):
        await upload.append(pieces(*[bytes(500_000)] * 10), at=0)
    kept = await upload.offset()
    assert kept <= 2_500_000
    monkeypatch.undo()
    assert await upload.append(pieces(bytes(5_000_000 - kept)), at=kept) == 5_000_000
    assert await upload.finish() == hashlib.sha256(bytes(5_000_000)).hexdigest()


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BlobUnavailable):
        await open_local_blobs(tmp_path / "file" / "blobs")


async def test_no_descriptor_stays_open(blobs: LocalBlobs) -> None:
    def open_files() -> int:
        return len(os.listdir("/proc/self/fd"))

    await store(blobs, b"hello")
    before = open_files()
    for i in range(30):
        writer = await blobs.writer("t")
        await writer.write(b"x")
        await (writer.abort() if i % 2 else writer.commit())
        upload = blobs.staging("t", f"u{i}")
        await upload.append(pieces(b"x"), at=0)
        await upload.finish()
        await upload.discard()
        assert b"".join([piece async for piece in blobs.read("t", HELLO)]) == b"hello"
    await blobs.sweep(before=clock.now())
    assert open_files() <= before
