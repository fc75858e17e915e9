"""Resumable uploads, on every back end."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator

import pytest

from tongwen.blobs import (
    BlobMissing,
    BlobStore,
    DigestMismatch,
    OffsetMismatch,
    StagingBusy,
    StagingFinished,
    StagingTooLong,
)
from tongwen.core import clock

DATA = random.Random(5).randbytes(3_000_000)
KEY = hashlib.sha256(DATA).hexdigest()


class Broken(Exception):
    """The connection of the client broke."""


async def pieces(data: bytes, size: int = 65_536, broken: bool = False) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]
    if broken:
        raise Broken


async def content(blobs: BlobStore, key: str) -> bytes:
    return b"".join([piece async for piece in blobs.read("t", key)])


async def keys(blobs: BlobStore) -> list[str]:
    return [key async for key, _ in blobs.keys("t")]


async def test_an_upload_in_one_piece_becomes_a_blob(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    assert await upload.offset() == 0
    assert await upload.append(pieces(DATA), at=0) == len(DATA)
    assert await upload.offset() == len(DATA)
    assert await keys(blobs) == []
    assert await upload.finish() == KEY
    assert await content(blobs, KEY) == DATA
    await upload.discard()
    assert await content(blobs, KEY) == DATA
    assert await upload.offset() == 0


async def test_an_upload_in_many_calls_by_many_holders(blobs: BlobStore) -> None:
    for start in range(0, len(DATA), 700_001):
        upload = blobs.staging("t", "u")
        assert await upload.offset() == start
        assert await upload.append(pieces(DATA[start : start + 700_001]), at=start) > start
    assert await blobs.staging("t", "u").finish() == KEY


async def test_an_upload_goes_on_in_another_process(
    blobs: BlobStore, blobs_again: BlobStore
) -> None:
    """The second store knows no running digest, and reads the first half again."""
    await blobs.staging("t", "u").append(pieces(DATA[:1_500_000]), at=0)
    upload = blobs_again.staging("t", "u")
    assert await upload.offset() == 1_500_000
    assert await upload.append(pieces(DATA[1_500_000:]), at=1_500_000) == len(DATA)
    assert await blobs.staging("t", "u").finish() == KEY
    assert await content(blobs, KEY) == DATA


async def test_an_empty_upload_becomes_the_empty_blob(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    assert await upload.append(pieces(b""), at=0) == 0
    key = await upload.finish()
    assert key == hashlib.sha256().hexdigest()
    assert await blobs.size("t", key) == 0


async def test_what_came_before_the_connection_broke_is_kept(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    with pytest.raises(Broken):
        await upload.append(pieces(DATA[:1_234_567], broken=True), at=0)
    assert await upload.offset() == 1_234_567
    await upload.append(pieces(DATA[1_234_567:]), at=1_234_567)
    assert await upload.finish() == KEY


async def test_what_came_before_a_cancellation_is_kept(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    sent = asyncio.Event()

    async def hangs() -> AsyncIterator[bytes]:
        yield DATA[:2_000_000]
        yield DATA[2_000_000:2_000_001]
        sent.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(upload.append(hangs(), at=0))
    await sent.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await upload.offset() == 2_000_001
    await upload.append(pieces(DATA[2_000_001:]), at=2_000_001)
    assert await upload.finish() == KEY


@pytest.mark.parametrize("at", [0, 4, 6, -1, 10**12])
async def test_bytes_for_another_place_are_refused(blobs: BlobStore, at: int) -> None:
    upload = blobs.staging("t", "u")
    await upload.append(pieces(b"12345"), at=0)
    with pytest.raises(OffsetMismatch) as refused:
        await upload.append(pieces(b"x"), at=at)
    assert refused.value.offset == 5
    assert await upload.offset() == 5


async def test_a_wrong_digest_keeps_nothing_of_the_call(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    first, second = DATA[:1_000_000], DATA[1_000_000:]
    digest = hashlib.sha256(first).digest()
    assert await upload.append(pieces(first), at=0, sha256=digest) == len(first)
    for wrong in (digest, b"", b"x" * 32):
        with pytest.raises(DigestMismatch):
            await upload.append(pieces(second), at=len(first), sha256=wrong)
        assert await upload.offset() == len(first)
    digest = hashlib.sha256(second).digest()
    assert await upload.append(pieces(second), at=len(first), sha256=digest) == len(DATA)
    assert await upload.finish() == KEY


async def test_a_broken_call_with_a_digest_keeps_nothing_of_it(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    await upload.append(pieces(DATA[:10]), at=0)
    with pytest.raises(Broken):
        await upload.append(pieces(DATA[10:], broken=True), at=10, sha256=b"x" * 32)
    assert await upload.offset() == 10
    await upload.append(pieces(DATA[10:]), at=10)
    assert await upload.finish() == KEY


async def test_more_than_was_announced_is_refused(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    with pytest.raises(StagingTooLong):
        await upload.append(pieces(bytes(100), size=30), at=0, limit=70)
    assert await upload.offset() == 60
    with pytest.raises(StagingTooLong):
        await upload.append(pieces(bytes(11)), at=60, limit=70)
    assert await upload.append(pieces(bytes(10)), at=60, limit=70) == 70


async def test_two_at_once_are_refused(blobs: BlobStore, blobs_again: BlobStore) -> None:
    begun = asyncio.Event()
    go_on = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        begun.set()
        yield b"1"
        await go_on.wait()
        yield b"2"

    first = asyncio.create_task(blobs.staging("t", "u").append(slow(), at=0))
    await begun.wait()
    for other in (blobs, blobs_again):
        upload = other.staging("t", "u")
        with pytest.raises(StagingBusy):
            await upload.append(pieces(b"x"), at=0)
        with pytest.raises(StagingBusy):
            await upload.finish()
        with pytest.raises(StagingBusy):
            await upload.discard()
        assert await upload.offset() == 0
    assert await blobs.staging("t", "v").append(pieces(b"y"), at=0) == 1
    go_on.set()
    assert await first == 2
    key = await blobs.staging("t", "u").finish()
    assert await content(blobs, key) == b"12"


async def test_finishing_may_be_repeated_until_discard(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    await upload.append(pieces(DATA), at=0)
    assert [await upload.finish() for _ in range(3)] == [KEY] * 3
    assert await upload.offset() == len(DATA)
    with pytest.raises(StagingFinished):
        await upload.append(pieces(b"more"), at=len(DATA))
    assert await content(blobs, KEY) == DATA
    await blobs.delete("t", KEY)
    with pytest.raises(BlobMissing):
        await upload.finish()


async def test_finishing_counts_as_stored_now(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clock.now()
    upload = blobs.staging("t", "u")
    await upload.append(pieces(b"x"), at=0)
    for moment in (real + 50_000, real + 90_000):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        key = await upload.finish()
        assert [each async for each in blobs.keys("t")] == [(key, moment)]


async def test_an_upload_of_bytes_that_are_there_already(blobs: BlobStore) -> None:
    for name in ("u", "v"):
        upload = blobs.staging("t", name)
        await upload.append(pieces(DATA), at=0)
        assert await upload.finish() == KEY
        await upload.discard()
    assert await keys(blobs) == [KEY]


async def test_discarding_forgets(blobs: BlobStore) -> None:
    upload = blobs.staging("t", "u")
    await upload.discard()
    await upload.append(pieces(b"old bytes"), at=0)
    await upload.discard()
    assert await upload.offset() == 0
    await upload.append(pieces(b"new"), at=0)
    assert await content(blobs, await upload.finish()) == b"new"


async def test_uploads_of_two_tenants_do_not_meet(blobs: BlobStore) -> None:
    await blobs.staging("t", "u").append(pieces(b"t"), at=0)
    await blobs.staging("s", "u").append(pieces(b"ss"), at=0)
    assert await blobs.staging("t", "u").offset() == 1
    assert await blobs.staging("s", "u").finish() == hashlib.sha256(b"ss").hexdigest()
    assert await keys(blobs) == []


async def test_sweeping_removes_only_what_nobody_touched(blobs: BlobStore) -> None:
    await blobs.staging("t", "u").append(pieces(b"12"), at=0)
    writer = await blobs.writer("t")
    await writer.write(b"alive")
    assert await blobs.sweep(before=clock.now() - 10_000) == 0
    assert await blobs.staging("t", "u").offset() == 2
    assert await blobs.sweep(before=clock.now() + 10_000) == 1
    assert await blobs.staging("t", "u").offset() == 0
    assert await content(blobs, await writer.commit()) == b"alive"
