"""Blobs, on every back end."""

import asyncio
import hashlib
import random

import pytest

from tongwen.blobs import PIECE_BYTES, BlobMissing, BlobStore
from tongwen.core import clock

HOSTILE = [
    "",
    ".",
    "..",
    "../t",
    "../../etc",
    "/etc/passwd",
    "t/../s",
    "t\0",
    "t\n",
    ".incoming",
    ".staging",
    "T",
    "文",
    "a" * 65,
    "a b",
    "t\\s",
]
SHA_OF_NOTHING = hashlib.sha256().hexdigest()


async def store(blobs: BlobStore, data: bytes, tenant: str = "t", piece: int = 1 << 16) -> str:
    writer = await blobs.writer(tenant)
    for start in range(0, len(data), piece):
        await writer.write(data[start : start + piece])
    assert writer.size == len(data)
    return await writer.commit()


async def content(blobs: BlobStore, key: str, tenant: str = "t", *span: int | None) -> bytes:
    return b"".join([piece async for piece in blobs.read(tenant, key, *span)])


async def keys(blobs: BlobStore, tenant: str = "t", after: str = "") -> list[str]:
    return [key async for key, _ in blobs.keys(tenant, after)]


@pytest.mark.parametrize("size", [0, 1, 65_536, PIECE_BYTES, PIECE_BYTES + 1, 5_000_000])
@pytest.mark.parametrize("piece", [1 << 12, 1 << 22])
async def test_bytes_come_back_under_the_digest_of_their_content(
    blobs: BlobStore, size: int, piece: int
) -> None:
    data = random.Random(size).randbytes(size)
    key = await store(blobs, data, piece=piece)
    assert key == hashlib.sha256(data).hexdigest()
    assert await blobs.size("t", key) == size
    assert await content(blobs, key) == data
    assert (await blobs.local_path("t", key)).read_bytes() == data


async def test_a_blob_is_read_in_pieces_and_in_part(blobs: BlobStore) -> None:
    data = random.Random(1).randbytes(3 * PIECE_BYTES + 17)
    key = await store(blobs, data)
    pieces = [len(piece) async for piece in blobs.read("t", key)]
    assert sum(pieces) == len(data)
    assert max(pieces) <= PIECE_BYTES
    for start, stop in [(0, 1), (5, 5), (7, 2_000_000), (len(data) - 1, None), (0, 10**12)]:
        assert await content(blobs, key, "t", start, stop) == data[start:stop]
    assert await content(blobs, key, "t", len(data)) == b""
    assert await content(blobs, key, "t", 10**12, None) == b""
    with pytest.raises(ValueError, match="-1"):
        await content(blobs, key, "t", -1, 5)


async def test_a_reader_may_stop_early(blobs: BlobStore) -> None:
    key = await store(blobs, bytes(4 * PIECE_BYTES))
    for _ in range(200):  # more than a process may leave open
        reading = blobs.read("t", key)
        assert len(await anext(reading)) == PIECE_BYTES
        await reading.aclose()  # type: ignore[attr-defined]


async def test_nothing_is_visible_before_commit_or_after_abort(blobs: BlobStore) -> None:
    writer = await blobs.writer("t")
    await writer.write(b"x" * 3_000_000)
    assert await keys(blobs) == []
    await writer.abort()
    await writer.abort()
    assert await keys(blobs) == []
    with pytest.raises(RuntimeError):
        await writer.write(b"x")
    with pytest.raises(RuntimeError):
        await writer.commit()


async def test_abort_after_commit_does_nothing(blobs: BlobStore) -> None:
    writer = await blobs.writer("t")
    await writer.write(b"kept")
    key = await writer.commit()
    await writer.abort()
    assert await content(blobs, key) == b"kept"


async def test_the_same_bytes_are_kept_once_also_when_stored_at_once(blobs: BlobStore) -> None:
    data = random.Random(2).randbytes(2_000_000)
    found = await asyncio.gather(*(store(blobs, data) for _ in range(12)))
    assert len(set(found)) == 1
    assert await keys(blobs) == [found[0]]
    assert await content(blobs, found[0]) == data


async def test_tenants_do_not_see_each_others_blobs(blobs: BlobStore) -> None:
    key = await store(blobs, b"secret", "t")
    for call in (blobs.size, blobs.local_path):
        with pytest.raises(BlobMissing):
            await call("s", key)
    with pytest.raises(BlobMissing):
        await content(blobs, key, "s")
    assert await blobs.delete("s", key) is False
    assert await keys(blobs, "s") == []
    assert await content(blobs, await store(blobs, b"secret", "s"), "s") == b"secret"
    assert await blobs.delete("s", key) is True
    assert await content(blobs, key, "t") == b"secret"


async def test_what_is_deleted_is_missing(blobs: BlobStore) -> None:
    key = await store(blobs, b"gone")
    assert await blobs.delete("t", key) is True
    assert await blobs.delete("t", key) is False
    with pytest.raises(BlobMissing):
        await blobs.size("t", key)
    with pytest.raises(BlobMissing):
        await content(blobs, key)
    assert await keys(blobs) == []


async def test_a_blob_that_is_being_read_may_be_deleted(blobs: BlobStore) -> None:
    data = random.Random(3).randbytes(3 * PIECE_BYTES)
    key = await store(blobs, data)
    reading = blobs.read("t", key)
    first = await anext(reading)
    await blobs.delete("t", key)
    assert first + b"".join([piece async for piece in reading]) == data


async def test_keys_rise_and_go_on_after_one(blobs: BlobStore) -> None:
    stored = sorted([await store(blobs, b"%d" % i) for i in range(40)])
    assert await keys(blobs) == stored
    for i in (0, 17, 39):
        assert await keys(blobs, after=stored[i]) == stored[i + 1 :]
    assert await keys(blobs, "nobody") == []


async def test_storing_again_counts_as_stored_now(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clock.now()
    monkeypatch.setattr(clock, "now", lambda: real - 100_000)
    key = await store(blobs, b"x")
    assert [at async for _, at in blobs.keys("t")] == [real - 100_000]
    assert await blobs.delete("t", key, stored_before=real - 100_000) is False
    monkeypatch.setattr(clock, "now", lambda: real)
    await store(blobs, b"x")
    assert [at async for _, at in blobs.keys("t")] == [real]
    assert await blobs.delete("t", key, stored_before=real - 50_000) is False
    assert await content(blobs, key) == b"x"
    assert await blobs.delete("t", key, stored_before=real + 1) is True


async def test_storing_and_deleting_at_once_never_loses_what_was_stored_last(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule garbage collection rests on: stored after the limit, then it stays."""
    limit = clock.now()
    for _ in range(30):
        monkeypatch.setattr(clock, "now", lambda: limit - 1)
        key = await store(blobs, b"again")
        monkeypatch.setattr(clock, "now", lambda: limit + 1)
        await asyncio.gather(store(blobs, b"again"), blobs.delete("t", key, stored_before=limit))
        assert await content(blobs, key) == b"again"


@pytest.mark.parametrize("tenant", HOSTILE)
async def test_a_tenant_that_is_no_id_reaches_no_file(blobs: BlobStore, tenant: str) -> None:
    key = await store(blobs, b"x")
    with pytest.raises(ValueError, match="tenant"):
        await blobs.writer(tenant)
    with pytest.raises(ValueError, match="tenant"):
        blobs.staging(tenant, "u")
    with pytest.raises(ValueError, match="upload"):
        blobs.staging("t", tenant)
    for call in (blobs.size, blobs.local_path):
        with pytest.raises(BlobMissing):
            await call(tenant, key)
    with pytest.raises(BlobMissing):
        await content(blobs, key, tenant)
    assert await blobs.delete(tenant, key) is False
    assert await keys(blobs, tenant) == []


@pytest.mark.parametrize(
    "key",
    [
        *HOSTILE,
        SHA_OF_NOTHING[:-1],
        SHA_OF_NOTHING + "0",
        SHA_OF_NOTHING.upper(),
        SHA_OF_NOTHING[:-1] + "\n",
        "../" + SHA_OF_NOTHING[3:],
        SHA_OF_NOTHING[:2] + "/" + SHA_OF_NOTHING[3:],
        SHA_OF_NOTHING,
    ],
)
async def test_a_key_that_is_no_digest_names_nothing(blobs: BlobStore, key: str) -> None:
    await store(blobs, b"x")
    for call in (blobs.size, blobs.local_path):
        with pytest.raises(BlobMissing):
            await call("t", key)
    with pytest.raises(BlobMissing):
        await content(blobs, key)
    assert await blobs.delete("t", key) is False


async def test_a_cancelled_upload_leaves_nothing(blobs: BlobStore) -> None:
    started = asyncio.Event()

    async def upload() -> None:
        writer = await blobs.writer("t")
        try:
            while True:
                await writer.write(bytes(300_000))
                started.set()
        finally:
            await writer.abort()

    task = asyncio.create_task(upload())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await keys(blobs) == []
    assert await blobs.sweep(before=clock.now() + 1) == 0


async def test_many_uploads_at_once(blobs: BlobStore) -> None:
    datas = [random.Random(i).randbytes(400_000 + i) for i in range(30)]
    found = await asyncio.gather(*(store(blobs, data, piece=50_000) for data in datas))
    assert found == [hashlib.sha256(data).hexdigest() for data in datas]
    for key, data in zip(found, datas, strict=True):
        assert await content(blobs, key) == data
