"""Several processes that write the same parts: no gap, no refusal, nobody left behind."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections import Counter
from pathlib import Path

import pytest

from tests.contracts import sharing_node
from tests.contracts.conftest import Open
from tests.contracts.sharing_node import ENOUGH, SHARED, WRITTEN
from tests.contracts.writing_server import open_database
from tests.postgres import postgres_url
from tongwen.store import Database, PartId
from tongwen.store.postgres import open_postgres
from tongwen.store.postgres.database import PostgresDatabase
from tongwen.store.postgres.shared import SHARED_SECONDS, SharedParts

ROOT = Path(__file__).parents[2]
NODES = 3


async def start(place: str, name: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        sharing_node.__name__,
        place,
        name,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )


async def read_prefixes(database: Database, enough: asyncio.Event) -> int:
    """Check again and again that whoever sees a number sees all before it."""
    highest = 0
    reads = 0
    while not enough.is_set():
        for part in (SHARED, WRITTEN[reads % len(WRITTEN)]):
            head = await database.log.head(part)
            seqs = [each.seq for each in await database.log.read(part)]
            assert seqs == list(range(1, len(seqs) + 1))
            assert len(seqs) >= head
        assert await database.log.head(SHARED) >= highest
        highest = await database.log.head(SHARED)
        reads += 1
        await asyncio.sleep(0.002)
    return reads


@pytest.mark.parametrize("back_end", ["sqlite", "postgresql"])
async def test_nodes_that_write_the_same_parts_all_get_on(back_end: str, tmp_path: Path) -> None:
    """The others go on writing until each has written enough: one left behind would hang."""
    place = await postgres_url() if back_end == "postgresql" else str(tmp_path / "tongwen.db")
    database = await open_database(place)
    nodes = [await start(place, f"node{i}") for i in range(NODES)]
    enough = asyncio.Event()
    reading = asyncio.create_task(read_prefixes(database, enough))
    for node in nodes:
        assert node.stdout is not None
        assert await node.stdout.readline() == b"enough\n"  # and none was "refused"
    enough.set()
    assert await reading > 0
    outputs = await asyncio.gather(*(node.communicate(b"") for node in nodes))
    assert [node.returncode for node in nodes] == [0] * NODES
    written = Counter(each.author for each in await database.log.read(SHARED))
    for i, (rest, _) in enumerate(outputs):
        assert rest == b"wrote %d\n" % written[f"node{i}"]
    assert min(written.values()) >= ENOUGH
    for part in WRITTEN:
        seqs = [each.seq for each in await database.log.read(part)]
        assert seqs == list(range(1, len(seqs) + 1))
        assert len(seqs) >= NODES
    await database.close()


def part(name: str) -> PartId:
    return PartId("tenant", name, "body")


async def test_a_batch_of_many_parts_that_others_wrote_takes_one_more_attempt(
    open_again: Open,
) -> None:
    ours, theirs = await open_again(), await open_again()
    parts = [part(f"{i}") for i in range(50)]
    for round in range(3):
        for database in (ours, theirs):
            seqs = await asyncio.gather(*(database.log.append(each, "u", b"x") for each in parts))
            expected = 2 * round + (1 if database is ours else 2)
            assert seqs == [expected] * 50


async def test_nodes_that_name_parts_in_opposite_orders_do_not_wait_for_each_other(
    open_again: Open,
) -> None:
    nodes = [await open_again() for _ in range(3)]
    parts = [part(f"{i:02}") for i in range(40)]

    async def write(database: Database, order: list[PartId]) -> None:
        for _ in range(8):
            await asyncio.gather(*(database.log.append(each, "u", b"x") for each in order))

    await asyncio.gather(
        write(nodes[0], parts), write(nodes[1], parts[::-1]), write(nodes[2], parts[20:])
    )
    heads = await nodes[0].log.heads(parts)
    assert list(heads.values()) == [16] * 20 + [24] * 20


def shared_parts(database: Database) -> list[PartId]:
    assert isinstance(database, PostgresDatabase)
    return list(database._batches._shared._seen)


async def test_only_parts_that_others_write_are_shared() -> None:
    url = await postgres_url()
    ours, theirs = await open_postgres(url), await open_postgres(url)
    for each in ("alone", "together"):
        await ours.log.append(part(each), "u", b"1")
    await theirs.log.append(part("together"), "u", b"2")
    assert shared_parts(ours) == []  # nobody was seen yet
    both = (ours.log.append(part(each), "u", b"3") for each in ("alone", "together"))
    assert await asyncio.gather(*both) == [2, 3]
    assert shared_parts(ours) == [part("together")]
    await ours.close()
    await theirs.close()


def test_a_part_is_shared_for_as_long_as_others_are_seen() -> None:
    now = 100.0
    shared = SharedParts(lambda: now)
    a, b = part("a"), part("b")
    shared.compare({a: 1, b: 5}, {a: 2, b: 5})
    assert shared.among([b, a, b, a]) == [a]
    now += SHARED_SECONDS - 1
    shared.compare({a: 2}, {a: 3})
    now += SHARED_SECONDS - 1
    assert shared.among([a]) == [a]
    shared.compare({a: 3}, {a: 3})  # nobody else: it does not begin anew
    now += 1
    assert shared.among([a]) == []


async def test_a_part_that_is_squashed_while_nodes_take_turns_at_it_goes_on() -> None:
    url = await postgres_url()
    nodes = [await open_postgres(url) for _ in range(2)]
    shared = part("together")

    async def write(database: Database) -> list[int]:
        seqs = []
        for _ in range(60):
            seqs.append(await database.log.append(shared, "u", b"x"))
            if seqs[-1] % 3 == 0:
                await database.log.squash(shared, seqs[-1] - 2, b"state")
        return seqs

    seqs = await asyncio.gather(*map(write, nodes))
    assert sorted(seq for each in seqs for seq in each) == list(range(1, 121))
    rows = await nodes[0].log.read(shared)
    assert [each.seq for each in rows] == list(range(118, 121))
    assert rows[0].update == b"state"
    for node in nodes:
        await node.close()


async def test_numbers_that_another_process_took_and_squashed_are_not_taken_again(
    open_again: Open,
) -> None:
    """A process that wrote long ago, or never, must not write below what was squashed since."""
    ours, theirs = await open_again(), await open_again()
    known, unknown = part("known"), part("unknown")
    assert await ours.log.append(known, "u", b"1") == 1
    for each in (known, unknown):
        for _ in range(6):
            await theirs.log.append(each, "v", b"x")
        head = await theirs.log.head(each)
        await theirs.log.squash(each, head - 1, b"state")
    assert await ours.log.append(known, "u", b"last") == 8
    assert await ours.log.append(unknown, "u", b"last") == 7
    assert [each.seq for each in await ours.log.read(known)] == [6, 7, 8]
    assert [each.seq for each in await ours.log.read(unknown)] == [5, 6, 7]


async def test_a_guess_that_there_is_nothing_yet_is_checked(open_again: Open) -> None:
    """Both have read that a part is empty; one writes and squashes before the other writes."""
    ours, theirs = await open_again(), await open_again()
    new, other = part("new"), part("other")
    async with asyncio.TaskGroup() as group:
        for i in range(40):
            group.create_task(ours.log.append(new if i % 2 else other, "u", b"x"))
            group.create_task(theirs.log.append(new, "v", b"x"))
    for database in (theirs, ours):
        head = await database.log.head(new)
        await database.log.squash(new, head, b"state")
        assert await database.log.append(new, "u", b"y") == head + 1
