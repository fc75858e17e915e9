"""Rows and transactions, on every back end."""

import asyncio

import pytest

from tests.contracts.conftest import Open
from tongwen.core.errors import Invalid
from tongwen.store import Database, IntegrityViolated, Transaction

INSERT = "insert into tenants (id, name, created) values (:id, :name, :created)"
HARD_TEXTS = [
    "书同文",
    "བོད་ཡིག་",
    "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ",
    "😀𠮷𪚥",
    "é vs e\u0301",
    "'; drop table tenants; --",
    ":id ::text $1 ?",
    "\x01\x1f\x7f\ufeff\uffff\u202e",
    "",
]


async def insert(transaction: Transaction, id: str, name: str = "n", created: int = 1) -> int:
    return await transaction.execute(INSERT, id=id, name=name, created=created)


async def ids(database: Database) -> list[str]:
    return [row["id"] for row in await database.fetch("select id from tenants order by id")]


async def test_a_row_is_read_by_name_and_by_position(database: Database) -> None:
    async with database.transaction() as transaction:
        assert await insert(transaction, "a", "A", 2**62) == 1
    row = await database.fetchrow("select id, name, created from tenants")
    assert row is not None
    assert (row["id"], row[1], row["created"]) == ("a", "A", 2**62)
    assert list(row.keys()) == ["id", "name", "created"]


async def test_what_is_not_there_is_none(database: Database) -> None:
    assert await database.fetch("select id from tenants") == []
    assert await database.fetchrow("select id from tenants") is None
    assert await database.fetchval("select id from tenants") is None
    assert await database.fetchval("select cast(null as text)") is None


@pytest.mark.parametrize("text", HARD_TEXTS)
async def test_text_comes_back_as_it_was(database: Database, text: str) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a", text)
    assert await database.fetchval("select name from tenants where name = :name", name=text) == text


@pytest.mark.parametrize("text", ["a\0b", "\0", "\ud800", "x\udfff文"])
async def test_text_that_one_back_end_cannot_hold_is_refused_by_all(
    database: Database, text: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await database.fetchval("select name from tenants where name = :name", name=text)
    assert refused.value.code == "invalid-text"
    with pytest.raises(Invalid):
        async with database.transaction() as transaction:
            await insert(transaction, "a", text)
    with pytest.raises(Invalid):
        async with database.transaction() as transaction:
            await transaction.executemany(INSERT, [{"id": text, "name": "n", "created": 1}])
    assert await ids(database) == []


@pytest.mark.parametrize("data", [b"", b"\0\xff" * 1000, bytes(3_000_000)])
async def test_bytes_come_back_as_they_were(database: Database, data: bytes) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(
            "insert into snapshots (tenant, node, part, seq, at, state)"
            " values ('t', 'n', 'p', 1, 1, :state)",
            state=data,
        )
    assert await database.fetchval("select state from snapshots") == data


async def test_sums_are_whole_numbers(database: Database) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a", created=2**60)
        await insert(transaction, "b", created=2**60)
    total = await database.fetchval("select sum(created) from tenants")
    assert (total, type(total)) == (2**61, int)
    assert await database.fetchval("select count(*) from tenants") == 2


async def test_text_sorts_by_its_bytes(database: Database) -> None:
    names = ["b", "B", "a", "Z", "é", "文", "_", "😀", "~"]
    async with database.transaction() as transaction:
        await transaction.executemany(
            INSERT, [{"id": name, "name": "n", "created": 1} for name in names]
        )
    assert await ids(database) == sorted(names, key=str.encode)


async def test_a_transaction_is_committed_whole(database: Database) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a")
        await insert(transaction, "b")
        assert await transaction.fetchval("select count(*) from tenants") == 2
        assert await ids(database) == []  # not for others yet
    assert await ids(database) == ["a", "b"]


async def test_execute_counts_the_rows_it_touched(database: Database) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a")
        await insert(transaction, "b")
        assert await transaction.execute("update tenants set name = :name", name="x") == 2
        assert await transaction.execute("delete from tenants where id = :id", id="none") == 0
        ignored = INSERT + " on conflict do nothing"
        assert await transaction.execute(ignored, id="a", name="n", created=1) == 0
        assert await transaction.execute("delete from tenants") == 2


async def test_rows_come_back_from_a_write(database: Database) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a", created=5)
        sql = "update tenants set created = created + :more returning created"
        assert await transaction.fetchval(sql, more=2) == 7
    assert await database.fetchval("select created from tenants") == 7


async def test_an_error_in_the_block_rolls_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as transaction:
            await insert(transaction, "a")
            raise ZeroDivisionError
    assert await ids(database) == []


async def test_a_taken_key_is_an_integrity_violation(database: Database) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a")
    with pytest.raises(IntegrityViolated):
        async with database.transaction() as transaction:
            await insert(transaction, "b")
            await insert(transaction, "a")
    assert await ids(database) == ["a"]


async def test_a_missing_value_is_an_integrity_violation(database: Database) -> None:
    with pytest.raises(IntegrityViolated):
        async with database.transaction() as transaction:
            await transaction.execute("insert into tenants (id, created) values ('a', 1)")


async def test_a_swallowed_failure_still_loses_the_transaction(database: Database) -> None:
    with pytest.raises(IntegrityViolated):
        async with database.transaction() as transaction:
            await insert(transaction, "a")
            with pytest.raises(IntegrityViolated):
                await insert(transaction, "a")
            with pytest.raises(IntegrityViolated):
                await insert(transaction, "b")
    assert await ids(database) == []


async def test_a_wrong_statement_is_not_hidden_and_does_no_harm(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table"):
        await database.fetch("select * from no_such_table")
    with pytest.raises(Exception, match="no_such_table"):
        async with database.transaction() as transaction:
            await insert(transaction, "a")
            await transaction.execute("delete from no_such_table")
    async with database.transaction() as transaction:
        await insert(transaction, "b")
    assert await ids(database) == ["b"]


async def test_executemany_is_part_of_the_transaction(database: Database) -> None:
    rows = [{"id": f"{i:04}", "name": "n", "created": i} for i in range(2000)]
    async with database.transaction() as transaction:
        await transaction.executemany(INSERT, rows)
        await transaction.executemany(INSERT, [])
    assert await database.fetchval("select count(*) from tenants") == 2000
    with pytest.raises(IntegrityViolated):
        async with database.transaction() as transaction:
            await transaction.executemany("delete from tenants where id = :id", rows[:10])
            await transaction.executemany(INSERT, rows[10:11])
    assert await database.fetchval("select count(*) from tenants") == 2000


async def test_many_tasks_write_and_read_at_once(database: Database) -> None:
    async def add(i: int) -> None:
        async with database.transaction() as transaction:
            await insert(transaction, f"{i:03}")
            await asyncio.sleep(0)
            sql = "select count(*) from tenants where id = :id"
            assert await transaction.fetchval(sql, id=f"{i:03}") == 1
            if i % 3 == 0:
                raise KeyError(i)

    results = await asyncio.gather(*(add(i) for i in range(60)), return_exceptions=True)
    assert [type(r) for r in results] == [KeyError if i % 3 == 0 else type(None) for i in range(60)]
    assert await ids(database) == [f"{i:03}" for i in range(60) if i % 3]


async def test_increments_by_many_tasks_are_all_counted(database: Database) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a", created=0)

    async def increment() -> None:
        async with database.transaction() as transaction:
            await transaction.execute("update tenants set created = created + 1 where id = 'a'")

    await asyncio.gather(*(increment() for _ in range(50)))
    assert await database.fetchval("select created from tenants") == 50


async def test_tasks_may_share_a_transaction(database: Database) -> None:
    async with database.transaction() as transaction:
        await asyncio.gather(*(insert(transaction, f"{i}") for i in range(8)))
        counts = await asyncio.gather(
            *(transaction.fetchval("select count(*) from tenants") for _ in range(4))
        )
    assert counts == [8] * 4


async def test_a_transaction_is_closed_after_its_block(database: Database) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a")
    with pytest.raises(RuntimeError, match="ended"):
        await insert(transaction, "b")
    with pytest.raises(RuntimeError, match="ended"):
        await transaction.fetch("select 1")
    assert await ids(database) == ["a"]


async def test_transactions_do_not_nest(database: Database) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, "a")
        with pytest.raises(RuntimeError, match="nest"):
            async with database.transaction():
                pass
    assert await ids(database) == ["a"]


async def test_a_cancelled_task_rolls_back_and_frees_the_way(database: Database) -> None:
    inside = asyncio.Event()

    async def never_ends() -> None:
        async with database.transaction() as transaction:
            await insert(transaction, "a")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ends())
    await inside.wait()
    waiting = asyncio.create_task(never_ends())
    await asyncio.sleep(0)
    waiting.cancel()
    task.cancel()
    for cancelled in (task, waiting):
        with pytest.raises(asyncio.CancelledError):
            await cancelled
    async with database.transaction() as transaction:
        await insert(transaction, "b")
    assert await ids(database) == ["b"]


async def test_cancelling_at_any_moment_leaves_all_or_nothing(database: Database) -> None:
    async def pair(i: int) -> None:
        async with database.transaction() as transaction:
            await insert(transaction, f"{i}x")
            await insert(transaction, f"{i}y")

    for turns in range(25):
        task = asyncio.create_task(pair(turns))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    found = await ids(database)
    assert [id[:-1] for id in found[::2]] == [id[:-1] for id in found[1::2]]
    async with database.transaction() as transaction:
        await insert(transaction, "after")


async def test_another_opening_sees_what_was_committed(open_again: Open) -> None:
    first, second = await asyncio.gather(open_again(), open_again())
    async with first.transaction() as transaction:
        await insert(transaction, "a")
    assert await ids(second) == ["a"]
    await asyncio.gather(*(add_one(each, f"{i}") for i, each in enumerate([first, second] * 5)))
    assert len(await ids(first)) == 11


async def add_one(database: Database, id: str) -> None:
    async with database.transaction() as transaction:
        await insert(transaction, id)
