"""Garbage collection of blobs, over every back end of the store."""

import asyncio

import pytest

from tongwen.blobs import BlobMissing, BlobStore
from tongwen.blobs.collection import Collection, collect
from tongwen.core import clock
from tongwen.store import Database
from tongwen.store.orphans import REFERENCES, OrphanLedger
from tongwen.store.schema import metadata

HOUR = 3_600_000
INSERTS = {
    "versions": "insert into versions (tenant, node, number, blob, size, origin, author, created)"
    " values ('t', :node, 1, :blob, 1, 'upload', 'u', 1)",
    "base": "insert into documents (tenant, node, base, base_seq, opened)"
    " values ('t', :node, :blob, 0, 1)",
    "exported": "insert into documents (tenant, node, base, base_seq, exported_seq, exported,"
    " opened) values ('t', :node, 'none', 0, 0, :blob, 1)",
    "media": "insert into media (tenant, node, blob, media_type, size, width, height, created_by,"
    " created) values ('t', :node, :blob, 'image/png', 1, 1, 1, 'u', 1)",
}


class Time:
    def __init__(self) -> None:
        self.now = clock.now()

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "now", time)
    return time


async def store(blobs: BlobStore, data: bytes, tenant: str = "t") -> str:
    writer = await blobs.writer(tenant)
    await writer.write(data)
    return await writer.commit()


async def name(database: Database, blob: str, how: str = "versions") -> None:
    async with database.transaction() as transaction:
        await transaction.execute(INSERTS[how], node=how + blob, blob=blob)


async def unname(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.execute("delete from versions")


async def run(blobs: BlobStore, database: Database, **more: object) -> Collection:
    return await collect(blobs, OrphanLedger(database), "t", grace=HOUR, **more)  # type: ignore[arg-type]


async def kept(blobs: BlobStore) -> set[str]:
    return {key async for key, _ in blobs.keys("t")}


def test_every_column_that_names_a_blob_is_looked_at_and_indexed() -> None:
    marked = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if column.info.get("blob")
    }
    assert marked == set(REFERENCES)
    for table, column in REFERENCES:
        indexes = [[c.name for c in index.columns] for index in metadata.tables[table].indexes]
        assert ["tenant", column] in indexes


async def test_what_no_row_names_goes_at_the_second_look_after_the_grace(
    blobs: BlobStore, database: Database, time: Time
) -> None:
    orphan = await store(blobs, b"orphan")
    named = {await store(blobs, how.encode()) for how in INSERTS}
    for how in INSERTS:
        [key] = [each for each in named if each == await store(blobs, how.encode())]
        await name(database, key, how)
    time.now += 10 * HOUR
    assert await run(blobs, database) == Collection(5, 0, None)
    time.now += HOUR - 1
    assert await run(blobs, database) == Collection(5, 0, None)
    time.now += 2
    assert await run(blobs, database) == Collection(5, 1, None)
    assert await kept(blobs) == named
    with pytest.raises(BlobMissing):
        await blobs.size("t", orphan)
    assert await database.fetchval("select count(*) from orphans") == 0
    time.now += 10 * HOUR
    assert (await run(blobs, database)).removed == 0


async def test_a_blob_without_a_row_yet_stays(
    blobs: BlobStore, database: Database, time: Time
) -> None:
    key = await store(blobs, b"uploading")
    for _ in range(10):
        assert (await run(blobs, database)).removed == 0
        time.now += HOUR // 10
    await name(database, key)
    for _ in range(5):
        time.now += HOUR
        assert (await run(blobs, database)).removed == 0
    assert await kept(blobs) == {key}


async def test_a_blob_that_is_stored_again_starts_anew(
    blobs: BlobStore, database: Database, time: Time
) -> None:
    key = await store(blobs, b"x")
    await run(blobs, database)
    time.now += 2 * HOUR
    await store(blobs, b"x")  # somebody uploads the same file, its row comes later
    assert (await run(blobs, database)).removed == 0
    await name(database, key)
    time.now += 2 * HOUR
    assert (await run(blobs, database)).removed == 0


async def test_named_and_unnamed_between_two_looks_starts_anew(
    blobs: BlobStore, database: Database, time: Time
) -> None:
    """Else a copy that runs while the last row goes would be left without its blob."""
    key = await store(blobs, b"x")
    await run(blobs, database)  # noted as unnamed
    time.now += 10
    await store(blobs, b"x")
    await name(database, key)
    time.now += 5 * HOUR
    await unname(database)
    assert (await run(blobs, database)).removed == 0
    await name(database, key)  # the copy that was under way
    time.now += 5 * HOUR
    assert (await run(blobs, database)).removed == 0
    await unname(database)
    assert (await run(blobs, database)).removed == 0
    time.now += 2 * HOUR
    assert (await run(blobs, database)).removed == 1


async def test_storing_while_the_collector_deletes(
    blobs: BlobStore, database: Database, time: Time
) -> None:
    for _ in range(15):
        key = await store(blobs, b"again")
        time.now += 2 * HOUR
        await run(blobs, database)
        time.now += 2 * HOUR
        await asyncio.gather(run(blobs, database), store(blobs, b"again"))
        assert await blobs.size("t", key) == 5


async def test_it_goes_on_where_it_stopped_and_sees_each_blob_once(
    blobs: BlobStore, database: Database, time: Time
) -> None:
    for i in range(450):
        await store(blobs, b"%d" % i)
    time.now += 2 * HOUR
    assert await run(blobs, database) == Collection(450, 0, None)
    time.now += 2 * HOUR
    after: str | None = ""
    examined, removed = [], []
    while after is not None:
        done = await run(blobs, database, after=after, limit=130)
        examined.append(done.examined)
        removed.append(done.removed)
        after = done.after
    assert examined == removed == [130, 130, 130, 60]
    assert await kept(blobs) == set()


async def test_another_tenants_rows_keep_nothing_alive(
    blobs: BlobStore, database: Database, time: Time
) -> None:
    key = await store(blobs, b"x")
    assert await store(blobs, b"x", "s") == key
    sql = INSERTS["versions"].replace("'t'", "'s'")
    async with database.transaction() as transaction:
        await transaction.execute(sql, node="n", blob=key)
    for _ in range(3):
        time.now += 2 * HOUR
        await run(blobs, database)
        await collect(blobs, OrphanLedger(database), "s", grace=HOUR)
    assert await kept(blobs) == set()
    assert await blobs.size("s", key) == 1


async def test_an_empty_store_is_collected(blobs: BlobStore, database: Database) -> None:
    assert await run(blobs, database) == Collection(0, 0, None)
