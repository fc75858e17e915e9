"""PostgreSQL that crashes, starts again, or is slow: nothing acknowledged is lost or held back."""

import asyncio

import asyncpg
import pytest

from tests.postgres import OwnServer, postgres_url
from tests.processes import until
from tongwen.store import Database, PartId, StoreUnavailable
from tongwen.store.postgres import connections, open_postgres

PARTS = [PartId("tenant", "node", f"part{i}") for i in range(4)]
CRASHES = 3


@pytest.fixture
async def server() -> OwnServer:
    return await asyncio.to_thread(OwnServer)


class Typist:
    """Writes numbered updates to a part, each when the last was acknowledged; retries refusals."""

    def __init__(self, database: Database, part: PartId) -> None:
        self._database = database
        self.part = part
        self.acknowledged: dict[int, bytes] = {}
        self.stopping = False

    async def run(self) -> None:
        number = 0
        while not self.stopping:
            update = b"%d of %s" % (number, self.part.part.encode())
            try:
                seq = await self._database.log.append(self.part, "u", update)
            except StoreUnavailable:
                await asyncio.sleep(0.01)
                continue
            self.acknowledged[seq] = update
            number += 1


async def test_a_server_that_crashes_and_comes_back_loses_nothing(server: OwnServer) -> None:
    database = await open_postgres(server.url, connections=3)
    typists = [Typist(database, part) for part in PARTS]
    typing = [asyncio.create_task(each.run()) for each in typists]

    async def typed(more: int) -> None:
        goals = [len(each.acknowledged) + more for each in typists]
        for typist, goal in zip(typists, goals, strict=True):
            await until(lambda t=typist, g=goal: len(t.acknowledged) >= g, "typing", 60)  # type: ignore[misc]

    for _ in range(CRASHES):
        await typed(15)
        await asyncio.to_thread(server.crash)
        await asyncio.to_thread(server.start_again)
    await typed(15)
    for typist in typists:
        typist.stopping = True
    await asyncio.gather(*typing)
    for typist in typists:
        rows = await database.log.read(typist.part)
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        assert {row.seq: row.update for row in rows} == typist.acknowledged
        assert len({row.update for row in rows}) == len(rows)  # none was written twice
    await database.close()


@pytest.fixture
async def url() -> str:
    return await postgres_url()


async def blocked(url: str) -> asyncpg.Connection:
    """Hold what every insert into the log needs: a disk that is slow, as the log sees it."""
    blocking: asyncpg.Connection = await asyncpg.connect(url)
    await blocking.execute("begin; lock table updates in share mode")
    return blocking


async def waiting(blocking: asyncpg.Connection) -> bool:
    found: bool = await blocking.fetchval("select exists (select from pg_locks where not granted)")
    return found


async def test_a_slow_server_holds_up_acknowledgements_alone(url: str) -> None:
    database = await open_postgres(url, connections=2)
    assert await database.log.append(PARTS[0], "u", b"1") == 1
    blocking = await blocked(url)
    fates: list[int | None] = []
    for i in range(50):
        database.log.submit(PARTS[0], "u", b"%d" % i, fates.append)
    await until(lambda: waiting(blocking), "an insert that waits")
    assert await database.log.head(PARTS[0]) == 1  # reads go on
    assert fates == []
    await blocking.execute("commit")
    assert await database.log.append(PARTS[0], "u", b"last") == 52
    assert fates == list(range(2, 52))
    await blocking.close()
    await database.close()


async def test_a_statement_that_the_server_or_the_driver_gives_up_is_written_once(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = await asyncpg.connect(url)
    database_name = await administrator.fetchval("select current_database()")
    for limit in ("server", "driver"):
        if limit == "server":
            await administrator.execute(f"alter database {database_name} set statement_timeout=150")
        else:
            await administrator.execute(f"alter database {database_name} reset statement_timeout")
            monkeypatch.setattr(connections, "STATEMENT_SECONDS", 0.15)
        database = await open_postgres(url, connections=2)
        first = await database.log.append(PARTS[0], "u", b"x")
        blocking = await blocked(url)
        doubtful = asyncio.create_task(database.log.append(PARTS[0], "u", limit.encode()))
        await until(lambda b=blocking: waiting(b), "an insert that waits")  # type: ignore[misc]
        await asyncio.sleep(0.4)  # it is given up and tried again meanwhile
        assert not doubtful.done()
        await blocking.execute("commit")
        assert await doubtful == first + 1
        rows = await database.log.read(PARTS[0])
        assert [row.update for row in rows].count(limit.encode()) == 1
        await blocking.close()
        await database.close()
    await administrator.close()
