"""The log as history, on every back end: ranges, authors, squashing, summaries, many heads."""

import asyncio
import random

import pytest

from tests.contracts.conftest import Open
from tongwen.core import clock
from tongwen.core.errors import Invalid
from tongwen.store import Authored, Database, PartId, Snapshot, history, log
from tongwen.store.history import PAGE_ROWS

BODY = PartId("tenant", "node", "body")
ROW = """
    insert into updates (tenant, node, part, seq, at, author, "update")
    values (:tenant, :node, :part, :seq, :at, :author, :update)
"""


async def write(
    database: Database, rows: list[tuple[int, str]], part: PartId = BODY, first: int = 1
) -> None:
    """Write rows with the time and author given, as if a server had done so at that time."""
    key = {"tenant": part.tenant, "node": part.node, "part": part.part}
    values = [
        {**key, "seq": seq, "at": at, "author": author, "update": b"%d" % seq}
        for seq, (at, author) in enumerate(rows, first)
    ]
    async with database.transaction() as transaction:
        await transaction.executemany(ROW, values)


async def test_heads_of_many_parts(database: Database) -> None:
    parts = [PartId("t", f"n{i:04}", "文") for i in range(1203)]
    await asyncio.gather(*(database.log.append(part, "u", b"x") for part in parts[::2]))
    await database.log.append(parts[2], "u", b"y")
    heads = await database.log.heads(parts)
    assert heads == {part: (i + 1) % 2 + (i == 2) for i, part in enumerate(parts)}
    assert await database.log.heads([BODY, BODY]) == {BODY: 0}
    assert await database.log.heads([]) == {}


@pytest.mark.parametrize("part", [PartId("t", "n\0", "body"), PartId("t", "\ud800", "body")])
async def test_heads_of_parts_that_cannot_be_are_refused(database: Database, part: PartId) -> None:
    with pytest.raises(Invalid):
        await database.log.heads([BODY, part])
    with pytest.raises(Invalid):
        await database.log.squash(part, 1, b"x")


async def test_a_summary_is_kept_with_its_snapshot(database: Database) -> None:
    log = database.log
    await log.save_snapshot(BODY, Snapshot(1, b"one"))
    assert await log.snapshot(BODY) == Snapshot(1, b"one", b"")
    summary = random.Random(1).randbytes(100_000)
    await log.save_snapshot(BODY, Snapshot(2, b"two", summary))
    assert (await log.tail(BODY))[0] == Snapshot(2, b"two", summary)
    await log.save_snapshot(BODY, Snapshot(1, b"old", b"old"))
    assert await log.snapshot(BODY) == Snapshot(2, b"two", summary)
    await log.save_snapshot(BODY, Snapshot(3, b"three"))
    assert await log.snapshot(BODY) == Snapshot(3, b"three")


async def test_a_range_is_read(database: Database) -> None:
    await write(database, [(1, "u")] * 2500)

    async def seqs(after: int, upto: int | None) -> list[int]:
        return [each.seq for each in await database.log.read(BODY, after, upto)]

    assert await seqs(3, 7) == [4, 5, 6, 7]
    assert await seqs(0, 2300) == list(range(1, 2301))
    assert await seqs(2400, 9999) == list(range(2401, 2501))
    assert await seqs(7, 7) == await seqs(9, 3) == await seqs(0, 0) == []
    assert await seqs(2499, None) == [2500]


async def test_authors_are_told(database: Database) -> None:
    await write(
        database, [(100, "a"), (101, ""), (105, "a"), (5000, "b"), (4000, "b"), (9000, "a")]
    )
    a = Authored("a", 1, 6, 100, 9000, 3)
    server = Authored("", 2, 2, 101, 101, 1)
    b = Authored("b", 4, 5, 5000, 5000, 2)  # the clock was turned back meanwhile
    assert await database.log.authors(BODY) == [a, server, b]
    assert await database.log.authors(BODY, 3, 5) == [b]
    assert await database.log.authors(BODY, 6) == []
    assert await database.log.authors(PartId("tenant", "node", "comments")) == []


async def test_authors_come_again_after_a_pause(database: Database) -> None:
    await write(database, [(0, "a"), (10, "b"), (10, "a"), (21, "a"), (22, "b"), (25, "a")])
    assert await database.log.authors(BODY, pause=10) == [
        Authored("a", 1, 3, 0, 10, 2),
        Authored("b", 2, 2, 10, 10, 1),
        Authored("a", 4, 6, 21, 25, 2),
        Authored("b", 5, 5, 22, 22, 1),
    ]
    assert [each.count for each in await database.log.authors(BODY, pause=12)] == [4, 2]


async def test_authors_of_a_long_log_are_counted_across_pages(database: Database) -> None:
    rows = [(i, f"u{i % 7}") for i in range(2 * PAGE_ROWS + 5)]
    await write(database, rows)
    told = await database.log.authors(BODY, pause=7)
    assert [each.author for each in told] == [f"u{i}" for i in range(7)]
    assert sum(each.count for each in told) == len(rows)
    assert max(each.last_seq for each in told) == len(rows)


async def test_updates_are_squashed_into_one(database: Database) -> None:
    await write(database, [(i, "u") for i in range(10, 20)])
    await write(database, [(1, "v")] * 3, PartId("tenant", "node", "comments"))
    for _ in range(2):  # the second time changes nothing
        await database.log.squash(BODY, 4, b"whole")
        rows = await database.log.read(BODY)
        assert [each.seq for each in rows] == list(range(4, 11))
        assert rows[0] == (4, 13, "", b"whole")
        assert rows[1] == (5, 14, "u", b"5")
    assert len(await database.log.read(PartId("tenant", "node", "comments"))) == 3
    assert await database.log.head(BODY) == 10
    assert await database.log.append(BODY, "u", b"x") == 11
    await database.log.squash(BODY, 11, b"all")
    assert [each.update for each in await database.log.read(BODY)] == [b"all"]
    assert await database.log.append(BODY, "u", b"y") == 12


@pytest.mark.parametrize("upto", [0, -1, 3, 11, 2**62])
async def test_squashing_to_where_no_update_is_does_nothing(database: Database, upto: int) -> None:
    await write(database, [(i, "u") for i in range(10)])
    await database.log.squash(BODY, 4, b"whole")
    before = await database.log.read(BODY)
    await database.log.squash(BODY, upto, b"wrong")
    await database.log.squash(PartId("tenant", "node", "comments"), upto, b"wrong")
    assert await database.log.read(BODY) == before


async def test_a_snapshot_older_than_the_squashed_row_stays_useful(database: Database) -> None:
    await write(database, [(i, "u") for i in range(10)])
    await database.log.save_snapshot(BODY, Snapshot(3, b"123"))
    await database.log.squash(BODY, 6, b"123456")
    snapshot, tail = await database.log.tail(BODY)
    assert snapshot == Snapshot(3, b"123")
    assert [each.update for each in tail] == [b"123456", b"7", b"8", b"9", b"10"]


async def test_readers_see_the_log_before_or_after_a_squash(open_again: Open) -> None:
    """Each squash reaches further than a page, so that it takes away what would be read next."""
    ours, theirs = await open_again(), await open_again()
    count = 12 * PAGE_ROWS
    await write(ours, [(i, "u") for i in range(count)])
    done = False
    squashed = {0}

    async def squash() -> None:
        nonlocal done
        for upto in range(50, count, PAGE_ROWS + 300):
            squashed.add(upto)
            await theirs.log.squash(BODY, upto, b"state %d" % upto)
            await asyncio.sleep(0)
        done = True

    async def read() -> int:
        reads = 0
        while not done:
            rows = await ours.log.read(BODY)
            first = rows[0].seq if rows[0].author == "" else 0
            assert first in squashed
            assert [each.seq for each in rows] == list(range(max(first, 1), count + 1))
            if first:
                assert rows[0].update == b"state %d" % first
            reads += 1
            await asyncio.sleep(0)
        return reads

    _, *reads = await asyncio.gather(squash(), read(), read())
    assert min(reads) > 0


async def test_squashing_at_once_from_two_sides_leaves_the_longer(open_again: Open) -> None:
    nodes = [await open_again() for _ in range(2)]
    for round in range(8):
        part = PartId("tenant", "node", f"part{round}")
        await write(nodes[0], [(i, "u") for i in range(300)], part)
        await asyncio.gather(
            nodes[round % 2].log.squash(part, 100, b"short"),
            nodes[1 - round % 2].log.squash(part, 200, b"long"),
        )
        rows = await nodes[0].log.read(part)
        assert [each.seq for each in rows] == list(range(200, 301))
        assert rows[0].update == b"long"


async def test_a_gap_made_by_hand_does_not_keep_readers_for_ever(database: Database) -> None:
    await write(database, [(1, "u")] * PAGE_ROWS)
    await write(database, [(1, "u")] * 3, first=PAGE_ROWS + 11)
    assert len(await database.log.read(BODY)) == PAGE_ROWS + 3


async def test_what_can_be_squashed(database: Database) -> None:
    parts = [PartId("a", f"{i}", "body") for i in range(6)]
    await write(database, [(5, "u"), (6, "u"), (7, "u"), (30, "u")], parts[0])
    await write(database, [(5, "u")], parts[1])  # one alone is squashed already
    await write(database, [(5, "u"), (30, "u")], parts[2])
    await write(database, [(30, "u"), (5, "u"), (5, "u")], parts[3])
    await write(database, [(5, "u"), (9, "u"), (10, "u"), (9, "u")], parts[4])
    await write(database, [(1, "u")] * (PAGE_ROWS + 1), parts[5])
    log = database.log
    everything = [(parts[0], 3), (parts[4], 2), (parts[5], PAGE_ROWS + 1)]
    assert await log.squashable(10, 100) == everything
    assert await log.squashable(10, 2) == everything[:2]
    assert await log.squashable(10, 2, after=parts[4]) == everything[2:]
    assert await log.squashable(10, 0) == []
    assert await log.squashable(1, 100) == []
    for part, upto in everything:
        await log.squash(part, upto, b"state")
    assert await log.squashable(10, 100) == []


async def test_times_are_the_clocks(database: Database) -> None:
    before = clock.now()
    await database.log.append(BODY, "u", b"x")
    told = await database.log.authors(BODY)
    assert before <= told[0].first_at == told[0].last_at <= clock.now()


async def test_the_log_is_reached_by_its_key_alone(database: Database) -> None:
    """Whatever else is in the table, and however long a part's history is before its tail."""
    await write(database, [(1, "u")] * 3000)
    for i in range(20):
        await write(database, [(1, "u")] * 100, PartId("tenant", f"other{i}", "body"))
    if database.dialect == "postgresql":
        async with database.transaction() as transaction:
            await transaction.execute("analyze updates")
    key = {"tenant": "tenant", "node": "node", "part": "body"}
    page = {"after": 2990, "upto": 2**62, "rows": 10}
    for sql, values in (
        (log._READ, {**key, **page}),
        (log._HEAD, key),
        (history._WRITTEN, {**key, **page}),
        (history._NEXT_PART, key),
    ):
        explain = "explain query plan " if database.dialect == "sqlite" else "explain "
        plan = "\n".join(str(tuple(row)) for row in await database.fetch(explain + sql, **values))
        assert "SEARCH updates USING PRIMARY KEY" in plan or "updates_pkey" in plan, plan
        assert "SCAN" not in plan
        assert "Seq Scan" not in plan
