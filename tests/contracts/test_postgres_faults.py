"""PostgreSQL whose connections break: nothing lost, nothing written twice, no help needed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from tests.postgres import postgres_url
from tongwen.store import Database, PartId, StoreUnavailable
from tongwen.store.postgres import open_postgres

BODY = PartId("tenant", "node", "body")
INSERT = "insert into tenants (id, name, created) values (:id, 'n', 1)"
SOCKET = ".s.PGSQL.5432"


class Wire:
    """Stands between the program and PostgreSQL, and breaks where a test says."""

    def __init__(self, folder: Path, server: Path) -> None:
        self._path = folder / SOCKET
        self._target = server / SOCKET
        self._links: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.cut_before: bytes | None = None  # drop a request with these bytes, and the connection
        self.cut_after: bytes | None = None  # let it through, then drop the answer

    async def connect(self) -> None:
        self._server = await asyncio.start_unix_server(self._link, self._path)

    async def disconnect(self) -> None:
        assert self._server is not None
        self._server.close()
        self._path.unlink(missing_ok=True)
        self.cut()

    def cut(self) -> None:
        for each in list(self._links):
            each.transport.abort()

    async def end(self) -> None:
        await self.disconnect()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _link(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._tasks.add(task)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_unix_connection(self._target)
        self._links |= {writer, forth}
        silent = asyncio.Event()

        async def answers() -> None:
            while data := await back.read(1 << 16):
                if silent.is_set():
                    # ReadyForQuery, in no transaction: the server has committed.
                    if data.endswith(b"Z\0\0\0\x05I"):
                        writer.transport.abort()
                        return
                else:
                    writer.write(data)
            writer.close()

        async def requests() -> None:
            while data := await reader.read(1 << 20):
                if self.cut_before is not None and self.cut_before in data:
                    self.cut_before = None
                    forth.transport.abort()
                    writer.transport.abort()
                    return
                if self.cut_after is not None and self.cut_after in data:
                    self.cut_after = None
                    silent.set()
                forth.write(data)
            forth.close()

        with contextlib.suppress(ConnectionError):
            await asyncio.gather(answers(), requests())
        for each in (writer, forth):
            each.close()
            self._links.discard(each)


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[tuple[Wire, str]]:
    url = await postgres_url()
    server = parse_qs(urlsplit(url).query)["host"][0]
    wire = Wire(tmp_path, Path(server))
    await wire.connect()
    yield wire, url.replace(server, str(tmp_path))
    await wire.end()


@pytest.fixture
async def database(wire: tuple[Wire, str]) -> AsyncIterator[Database]:
    opened = await open_postgres(wire[1], connections=2)
    yield opened
    await opened.close()


async def add(database: Database, id: str) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(INSERT, id=id)


async def updates(database: Database) -> list[bytes]:
    return [each.update for each in await database.log.read(BODY)]


async def test_a_server_that_is_away_is_unavailable_until_it_is_back(
    database: Database, wire: tuple[Wire, str]
) -> None:
    await add(database, "before")
    await database.log.append(BODY, "u", b"1")
    await wire[0].disconnect()
    refused: list[int | None] = []
    with pytest.raises(StoreUnavailable):
        await database.fetch("select * from tenants")
    with pytest.raises(StoreUnavailable):
        await add(database, "during")
    await wire[0].connect()
    assert await database.fetchval("select count(*) from tenants") == 1
    await add(database, "after")
    assert await database.log.append(BODY, "u", b"2") == 2
    assert refused == []
    assert await updates(database) == [b"1", b"2"]


async def test_updates_are_refused_while_no_connection_can_be_made(
    database: Database, wire: tuple[Wire, str]
) -> None:
    await wire[0].disconnect()  # before the log ever connected
    refused: list[int | None] = []
    database.log.submit(BODY, "u", b"lost", refused.append)
    with pytest.raises(StoreUnavailable):
        await database.log.append(BODY, "u", b"lost")
    assert refused == [None]
    await wire[0].connect()
    assert await database.log.append(BODY, "u", b"1") == 1
    assert await updates(database) == [b"1"]


@pytest.mark.parametrize("where", ["cut_before", "cut_after"])
async def test_a_batch_that_lost_its_connection_is_written_exactly_once(
    database: Database, wire: tuple[Wire, str], where: str
) -> None:
    assert await database.log.append(BODY, "u", b"1") == 1
    for marker in (b"mark one", b"mark two"):
        setattr(wire[0], where, marker)
        batch = [marker + b" %d" % i for i in range(20)]
        first = await database.log.head(BODY) + 1
        seqs = await asyncio.gather(*(database.log.append(BODY, "u", each) for each in batch))
        assert getattr(wire[0], where) is None  # it did break
        assert seqs == list(range(first, first + 20))
    found = await updates(database)
    assert len(found) == len(set(found)) == 41
    assert await database.log.append(BODY, "u", b"last") == 42


async def test_a_batch_in_doubt_waits_for_the_server_and_is_written_once(
    database: Database, wire: tuple[Wire, str]
) -> None:
    assert await database.log.append(BODY, "u", b"1") == 1
    await wire[0].disconnect()
    doubtful = asyncio.create_task(database.log.append(BODY, "u", b"2"))
    later = asyncio.create_task(database.log.append(BODY, "u", b"3"))
    await asyncio.sleep(0.1)
    assert not doubtful.done()
    await wire[0].connect()
    assert [await doubtful, await later] == [2, 3]
    assert await updates(database) == [b"1", b"2", b"3"]


async def test_closing_while_the_server_is_away_ends(wire: tuple[Wire, str]) -> None:
    database = await open_postgres(wire[1], connections=2)
    await database.log.append(BODY, "u", b"1")
    await wire[0].disconnect()
    doubtful = asyncio.create_task(database.log.append(BODY, "u", b"2"))
    await asyncio.sleep(0.05)
    await database.close()
    with pytest.raises(StoreUnavailable):
        await doubtful


async def test_keys_taken_by_another_node_while_in_doubt_are_numbered_again(
    database: Database, wire: tuple[Wire, str]
) -> None:
    other = await open_postgres(wire[1], connections=1)
    assert await database.log.append(BODY, "u", b"1") == 1
    assert await other.log.append(BODY, "v", b"2") == 2  # `database` still expects to write 2
    wire[0].cut_before = b"mark"
    assert await database.log.append(BODY, "u", b"mark") == 3
    assert await updates(other) == [b"1", b"2", b"mark"]
    await other.close()


@pytest.mark.parametrize(
    ("where", "marker"),
    [("cut_before", b"mark"), ("cut_before", b"commit"), ("cut_after", b"commit")],
)
async def test_a_batch_of_a_part_that_nodes_share_is_written_exactly_once(
    database: Database, wire: tuple[Wire, str], where: str, marker: bytes
) -> None:
    """The batch is a transaction then: its connection breaks in the middle or after its end."""
    other = await open_postgres(wire[1], connections=1)
    for i in (1, 3):  # from the second time on, they take turns
        assert await database.log.append(BODY, "u", b"%d" % i) == i
        assert await other.log.append(BODY, "v", b"%d" % (i + 1)) == i + 1
    setattr(wire[0], where, marker)
    batch = [b"mark %d" % i for i in range(20)]
    seqs = await asyncio.gather(*(database.log.append(BODY, "u", each) for each in batch))
    assert getattr(wire[0], where) is None  # it did break
    assert seqs == list(range(5, 25))
    assert await other.log.append(BODY, "v", b"last") == 25
    assert await updates(other) == [b"1", b"2", b"3", b"4", *batch, b"last"]
    await other.close()


async def test_a_turn_that_a_broken_connection_held_passes_on(
    database: Database, wire: tuple[Wire, str]
) -> None:
    other = await open_postgres(wire[1], connections=1)
    for i in (1, 3):
        assert await database.log.append(BODY, "u", b"%d" % i) == i
        assert await other.log.append(BODY, "v", b"%d" % (i + 1)) == i + 1
    await wire[0].disconnect()
    lost = asyncio.gather(
        database.log.append(BODY, "u", b"5"),
        other.log.append(BODY, "v", b"6"),
        return_exceptions=True,
    )
    await asyncio.sleep(0.05)
    await wire[0].connect()
    fates = await lost
    for each in (database, other):
        fates.append(await each.log.append(BODY, "w", b"w"))
    seqs = sorted(fate for fate in fates if isinstance(fate, int))
    assert seqs == list(range(5, 5 + len(seqs)))
    assert len(await updates(other)) == seqs[-1]
    await other.close()


async def test_connections_that_the_server_ends_are_replaced(
    database: Database, wire: tuple[Wire, str]
) -> None:
    await add(database, "a")
    await database.log.append(BODY, "u", b"1")
    for round in range(3):
        killer = await asyncpg.connect(wire[1])
        await killer.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        await killer.close()
        assert await database.fetchval("select count(*) from tenants") == 1
        assert await database.log.append(BODY, "u", b"x") == round + 2


async def test_a_transaction_whose_connection_breaks_is_rolled_back(
    database: Database, wire: tuple[Wire, str]
) -> None:
    with pytest.raises(StoreUnavailable):
        async with database.transaction() as transaction:
            await transaction.execute(INSERT, id="a")
            wire[0].cut()
            await transaction.execute(INSERT, id="b")
    with pytest.raises(StoreUnavailable):
        async with database.transaction() as transaction:
            await transaction.execute(INSERT, id="a")
            wire[0].cut()
    with pytest.raises(KeyError):  # the error of the block is the one that is told
        async with database.transaction() as transaction:
            await transaction.execute(INSERT, id="a")
            wire[0].cut()
            raise KeyError
    await add(database, "c")
    assert [row["id"] for row in await database.fetch("select id from tenants")] == ["c"]


async def test_more_tasks_than_connections_wait_their_turn(database: Database) -> None:
    await asyncio.gather(*(add(database, f"{i}") for i in range(30)))
    counts = await asyncio.gather(
        *(database.fetchval("select count(*) from tenants") for _ in range(30))
    )
    assert counts == [30] * 30
