"""The update log and its snapshots, on every back end."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest

from tests.contracts.conftest import Open
from tongwen.core.errors import Invalid, TooLarge
from tongwen.store import Database, IntegrityViolated, PartId, Snapshot, StoreUnavailable
from tongwen.store.group_commit import BATCH_UPDATES, QUEUE_BYTES

Commits = Callable[[], Awaitable[int]]

BODY = PartId("tenant", "node", "body")


class Fates:
    """Collects what `done` was called with."""

    def __init__(self) -> None:
        self.seqs: dict[object, int | None] = {}
        self.order: list[object] = []
        self._wanted = 0
        self._all = asyncio.Event()

    def of(self, name: object) -> Callable[[int | None], None]:
        def done(seq: int | None) -> None:
            assert name not in self.seqs
            self.seqs[name] = seq
            self.order.append(name)
            if len(self.order) == self._wanted:
                self._all.set()

        return done

    async def all(self, count: int) -> None:
        if len(self.order) < count:
            self._wanted = count
            await self._all.wait()


async def count(database: Database) -> int:
    found: int = await database.fetchval("select count(*) from updates")
    return found


async def test_a_part_without_updates_is_empty(database: Database) -> None:
    assert await database.log.head(BODY) == 0
    assert await database.log.read(BODY) == []
    assert await database.log.snapshot(BODY) is None
    assert await database.log.tail(BODY) == (None, [])


async def test_updates_are_numbered_from_one_in_order_of_submission(database: Database) -> None:
    fates = Fates()
    for i in range(500):
        database.log.submit(BODY, f"user{i % 3}", b"%d" % i, fates.of(i))
    assert fates.seqs == {}  # never before `submit` returns
    await fates.all(500)
    assert fates.seqs == {i: i + 1 for i in range(500)}
    assert fates.order == list(range(500))
    updates = await database.log.read(BODY)
    assert [each.seq for each in updates] == list(range(1, 501))
    assert [each.update for each in updates] == [b"%d" % i for i in range(500)]
    assert updates[4].author == "user1"
    assert updates[0].at > 1_700_000_000_000
    assert await database.log.head(BODY) == 500


async def test_read_begins_after(database: Database) -> None:
    for i in range(5):
        assert await database.log.append(BODY, "u", b"%d" % i) == i + 1
    assert [each.seq for each in await database.log.read(BODY, after=3)] == [4, 5]
    assert await database.log.read(BODY, after=5) == []
    assert await database.log.read(BODY, after=2**60) == []


async def test_a_long_log_is_read_whole(database: Database) -> None:
    fates = Fates()
    for i in range(2500):
        database.log.submit(BODY, "u", b"%d" % i, fates.of(i))
    await fates.all(2500)
    updates = await database.log.read(BODY, after=100)
    assert [each.seq for each in updates] == list(range(101, 2501))


async def test_parts_are_numbered_apart(database: Database) -> None:
    parts = [
        PartId("t", "n", "body"),
        PartId("t", "n", "comments"),
        PartId("t", "m", "body"),
        PartId("s", "n", "body"),
        PartId("s", "n", "sheet:文"),
    ]
    fates = Fates()
    names = [(part, i) for i in range(20) for part in parts]
    for part, i in names:
        database.log.submit(part, "", b"%d" % i, fates.of((part, i)))
    await fates.all(len(names))
    assert fates.seqs == {(part, i): i + 1 for part, i in names}
    for part in parts:
        assert [each.update for each in await database.log.read(part)] == [
            b"%d" % i for i in range(20)
        ]


async def test_order_holds_while_many_tasks_append_and_transactions_run(database: Database) -> None:
    async def write(author: str) -> list[int]:
        return [await database.log.append(BODY, author, b"%d" % i) for i in range(20)]

    async def transact(i: int) -> None:
        async with database.transaction() as transaction:
            sql = "insert into tenants (id, name, created) values (:id, 'n', 1)"
            await transaction.execute(sql, id=str(i))
            await asyncio.sleep(0)

    writers = [write(f"u{i}") for i in range(15)]
    results = await asyncio.gather(*writers, *(transact(i) for i in range(15)))
    seqs = results[:15]
    assert sorted(seq for each in seqs for seq in each) == list(range(1, 301))  # type: ignore[union-attr]
    assert all(each == sorted(each) for each in seqs)  # type: ignore[type-var]
    assert await database.fetchval("select count(*) from tenants") == 15


async def test_many_updates_share_few_commits(database: Database, commits: Commits) -> None:
    fates = Fates()
    for i in range(3 * BATCH_UPDATES):
        database.log.submit(BODY, "u", b"x", fates.of(i))
    await fates.all(3 * BATCH_UPDATES)
    assert await commits() == 3
    assert await count(database) == 3 * BATCH_UPDATES


async def test_what_comes_during_a_commit_goes_into_the_next_one(
    database: Database, commits: Commits
) -> None:
    fates = Fates()
    submitted = 0

    def submit_more(seq: int | None) -> None:
        nonlocal submitted
        if submitted < 200:
            submitted += 1
            database.log.submit(BODY, "u", b"x", fates.of(submitted))

    async with database.transaction():  # SQLite's log waits for it
        for _ in range(50):
            database.log.submit(BODY, "u", b"x", submit_more)
        await asyncio.sleep(0)
    await fates.all(50)
    assert await count(database) == 100
    assert 2 <= await commits() <= 3


async def test_any_bytes_are_an_update(database: Database) -> None:
    updates = [b"", b"\0", b"\xff" * 70_000, "书😀".encode(), random.Random(1).randbytes(9_000_000)]
    for update in updates:
        await database.log.append(BODY, "u", update)
    assert [each.update for each in await database.log.read(BODY)] == updates


async def test_an_update_beyond_the_limit_is_refused(database: Database) -> None:
    with pytest.raises(TooLarge):
        database.log.submit(BODY, "u", bytes(QUEUE_BYTES + 1), pytest.fail)
    assert await database.log.append(BODY, "u", b"x") == 1


async def test_a_queue_that_is_full_refuses_and_recovers(database: Database) -> None:
    fates = Fates()
    piece = bytes(QUEUE_BYTES // 4)
    for i in range(6):
        database.log.submit(BODY, "u", piece, fates.of(i))
    await fates.all(6)
    assert fates.seqs == {0: 1, 1: 2, 2: 3, 3: 4, 4: None, 5: None}
    assert await database.log.append(BODY, "u", b"x") == 5


@pytest.mark.parametrize(
    ("part", "author"),
    [
        (PartId("t", "n", "bo\0dy"), "u"),
        (PartId("t", "\ud800", "body"), "u"),
        (PartId("\0", "n", "body"), "u"),
        (BODY, "u\0"),
        (BODY, "\udfff"),
    ],
)
async def test_a_part_or_author_that_cannot_be_stored_harms_nobody_else(
    database: Database, part: PartId, author: str
) -> None:
    fates = Fates()
    database.log.submit(BODY, "u", b"1", fates.of(1))
    with pytest.raises(Invalid):
        database.log.submit(part, author, b"x", pytest.fail)
    database.log.submit(BODY, "u", b"2", fates.of(2))
    await fates.all(2)
    assert fates.seqs == {1: 1, 2: 2}


async def test_a_callback_that_raises_keeps_no_answer_from_others(database: Database) -> None:
    reported: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: reported.append(context["exception"]))
    fates = Fates()

    def broken(seq: int | None) -> None:
        raise KeyError(seq)

    database.log.submit(BODY, "u", b"1", fates.of(1))
    database.log.submit(BODY, "u", b"2", broken)
    database.log.submit(BODY, "u", b"3", fates.of(3))
    await fates.all(2)
    assert fates.seqs == {1: 1, 3: 3}
    assert [str(error) for error in reported] == ["2"]


async def test_a_caller_that_is_cancelled_does_not_stop_the_others(database: Database) -> None:
    task = asyncio.create_task(database.log.append(BODY, "u", b"1"))
    await asyncio.sleep(0)
    task.cancel()
    assert await database.log.append(BODY, "u", b"2") == 2
    assert len(await database.log.read(BODY)) == 2  # it was submitted, so it was written


async def test_appending_inside_a_transaction_is_refused_not_waited_for(database: Database) -> None:
    async with database.transaction():
        with pytest.raises(RuntimeError, match="nest"):
            await database.log.append(BODY, "u", b"x")
    assert await count(database) == 0


async def test_two_processes_that_write_one_part_never_share_a_number(open_again: Open) -> None:
    nodes = [await open_again() for _ in range(3)]

    async def write(database: Database, name: int) -> list[int]:
        return [await database.log.append(BODY, f"u{name}", b"%d" % i) for i in range(15)]

    seqs = await asyncio.gather(*(write(nodes[i % 3], i) for i in range(9)))
    assert all(each == sorted(each) for each in seqs)
    assert sorted(seq for each in seqs for seq in each) == list(range(1, 136))
    updates = await nodes[0].log.read(BODY)
    for name in range(9):
        own = [each for each in updates if each.author == f"u{name}"]
        assert [each.update for each in own] == [b"%d" % i for i in range(15)]
        assert [each.seq for each in own] == seqs[name]


async def test_numbers_go_on_after_opening_again(open_again: Open) -> None:
    first = await open_again()
    await first.log.append(BODY, "u", b"1")
    second = await open_again()
    assert await second.log.append(BODY, "u", b"2") == 2
    assert await first.log.append(BODY, "u", b"3") == 3


async def test_closing_writes_what_is_queued(open_again: Open) -> None:
    database = await open_again()
    fates = Fates()
    for i in range(100):
        database.log.submit(BODY, "u", b"x", fates.of(i))
    await database.close()
    assert fates.seqs == {i: i + 1 for i in range(100)}
    with pytest.raises(StoreUnavailable):
        await database.log.append(BODY, "u", b"late")
    assert await (await open_again()).log.head(BODY) == 100


async def test_a_snapshot_is_kept_compressed_and_only_replaced_by_newer(database: Database) -> None:
    log = database.log
    for state in (b"", b"state" * 100, bytes(5_000_000)):
        await log.save_snapshot(BODY, Snapshot(5, state))
        await log.save_snapshot(BODY, Snapshot(4, b"older"))
        await log.save_snapshot(BODY, Snapshot(5, b"as old"))
        assert await log.snapshot(BODY) == Snapshot(5, state)
        stored = await database.fetchval("select state from snapshots")
        assert len(stored) < max(len(state) // 4, 20)
        async with database.transaction() as transaction:
            await transaction.execute("delete from snapshots")
    await log.save_snapshot(BODY, Snapshot(5, b"five"))
    await log.save_snapshot(BODY, Snapshot(9, b"nine"))
    assert await log.snapshot(BODY) == Snapshot(9, b"nine")
    assert await log.snapshot(PartId("tenant", "node", "comments")) is None


async def test_concurrent_snapshots_leave_the_newest(database: Database) -> None:
    order = list(range(1, 30))
    random.Random(7).shuffle(order)
    await asyncio.gather(
        *(database.log.save_snapshot(BODY, Snapshot(seq, b"%d" % seq)) for seq in order)
    )
    assert await database.log.snapshot(BODY) == Snapshot(29, b"29")


async def test_the_log_keeps_what_a_snapshot_covers(database: Database) -> None:
    for i in range(4):
        await database.log.append(BODY, "u", b"%d" % i)
    await database.log.save_snapshot(BODY, Snapshot(3, b"abc"))
    snapshot, tail = await database.log.tail(BODY)
    assert snapshot == Snapshot(3, b"abc")
    assert [each.seq for each in tail] == [4]
    assert len(await database.log.read(BODY)) == 4


async def test_a_tail_has_no_gap_while_others_write_and_compact(database: Database) -> None:
    """A snapshot's state is here the number of updates it covers."""
    done = False

    async def write() -> None:
        nonlocal done
        for i in range(150):
            seq = await database.log.append(BODY, "u", b"%d" % i)
            if seq % 10 == 0:
                await database.log.save_snapshot(BODY, Snapshot(seq, b"%d" % seq))
        done = True

    async def check() -> int:
        checked = 0
        while not done:
            snapshot, tail = await database.log.tail(BODY)
            start = snapshot.seq if snapshot else 0
            if snapshot:
                assert snapshot.state == b"%d" % start
            assert [each.seq for each in tail] == list(range(start + 1, start + 1 + len(tail)))
            checked += 1
            await asyncio.sleep(0)
        return checked

    _, checked = await asyncio.gather(write(), check())
    assert checked > 1


async def test_a_key_that_is_taken_by_hand_is_not_overwritten(database: Database) -> None:
    await database.log.append(BODY, "u", b"1")
    sql = (
        'insert into updates (tenant, node, part, seq, at, author, "update")'
        " values ('tenant', 'node', 'body', :seq, 1, 'x', :data)"
    )
    with pytest.raises(IntegrityViolated):
        async with database.transaction() as transaction:
            await transaction.execute(sql, seq=1, data=b"x")
    async with database.transaction() as transaction:
        await transaction.execute(sql, seq=2, data=b"other")
    assert await database.log.append(BODY, "u", b"3") == 3
    assert [each.update for each in await database.log.read(BODY)] == [b"1", b"other", b"3"]
