"""When a batch of the log begins: at once after a pause, together under load."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from tongwen.store import PartId, StoreUnavailable
from tongwen.store.group_commit import (
    EAGER_BYTES,
    EAGER_UPDATES,
    HOT_UPDATES,
    QUEUE_BYTES,
    Batch,
    GroupCommit,
)

BODY = PartId("tenant", "node", "body")
NEVER = 3600.0  # an interval that no test lives to see pass


class Disk:
    """Takes batches, and keeps them under way while it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[bytes]] = []
        self.free = asyncio.Event()
        self.free.set()
        self.failing = False
        self._written = 0

    async def write(self, batch: Batch) -> Sequence[int]:
        self.batches.append(batch.updates)
        await self.free.wait()
        if self.failing:
            raise StoreUnavailable("full")
        start = self._written
        self._written += len(batch.updates)
        return range(start + 1, self._written + 1)


@pytest.fixture
async def disk() -> Disk:
    return Disk()


@pytest.fixture
async def commits(disk: Disk) -> AsyncIterator[GroupCommit]:
    commits = GroupCommit(asyncio.Lock(), disk.write, NEVER)
    yield commits
    disk.free.set()
    await commits.close()


async def turns(count: int = 20) -> None:
    """Let the loop do whatever it would do without waiting."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_an_update_after_a_pause_is_written_at_once(commits: GroupCommit, disk: Disk) -> None:
    fates: list[int | None] = []
    commits.submit(BODY, "u", b"1", fates.append)
    assert fates == []
    await turns()
    assert fates == [1]
    assert disk.batches == [[b"1"]]


async def test_updates_after_it_wait_together(commits: GroupCommit, disk: Disk) -> None:
    fates: list[int | None] = []
    for i in range(5):
        commits.submit(BODY, "u", b"%d" % i, fates.append)
        await turns()
    assert fates == [1]
    await commits.close()
    assert fates == [1, 2, 3, 4, 5]
    assert disk.batches == [[b"0"], [b"1", b"2", b"3", b"4"]]


async def test_they_wait_until_the_interval_is_over(disk: Disk) -> None:
    commits = GroupCommit(asyncio.Lock(), disk.write, 0.01)
    fates: list[int | None] = []
    done = asyncio.Event()
    commits.submit(BODY, "u", b"0", fates.append)
    await turns()
    for i in (1, 2):
        commits.submit(BODY, "u", b"%d" % i, fates.append)
    commits.submit(BODY, "u", b"3", lambda _: done.set())
    await done.wait()
    assert disk.batches == [[b"0"], [b"1", b"2", b"3"]]
    await commits.close()


async def test_who_writes_alone_waits_a_fifth(disk: Disk) -> None:
    commits = GroupCommit(asyncio.Lock(), disk.write, NEVER)
    commits.submit(BODY, "u", b"0", lambda _: None)
    await turns()
    commits.submit(BODY, "u", b"1", lambda _: None)
    assert 0 < commits._wait() <= NEVER / 5
    commits.submit(BODY, "u", b"2", lambda _: None)
    await commits.append(BODY, "u", b"3")  # takes the others along
    commits.submit(BODY, "u", b"4", lambda _: None)
    assert commits._wait() > NEVER / 5
    await commits.close()
    assert disk.batches == [[b"0"], [b"1", b"2", b"3"], [b"4"]]


async def test_without_an_interval_nothing_waits(disk: Disk) -> None:
    commits = GroupCommit(asyncio.Lock(), disk.write, 0.0)
    for i in range(3):
        commits.submit(BODY, "u", b"%d" % i, lambda _: None)
        await turns()
    assert disk.batches == [[b"0"], [b"1"], [b"2"]]
    await commits.close()


async def test_somebody_who_waits_takes_everything_along(commits: GroupCommit, disk: Disk) -> None:
    fates: list[int | None] = []
    assert await commits.append(BODY, "u", b"1") == 1
    commits.submit(BODY, "u", b"2", fates.append)
    await turns()
    assert await commits.append(BODY, "u", b"3") == 3
    assert fates == [2]
    assert disk.batches == [[b"1"], [b"2", b"3"]]


async def test_somebody_who_waits_while_a_batch_is_written_is_in_the_next(
    commits: GroupCommit, disk: Disk
) -> None:
    disk.free.clear()
    commits.submit(BODY, "u", b"1", lambda _: None)
    await turns()
    waiting = asyncio.create_task(commits.append(BODY, "u", b"2"))
    await turns()
    assert disk.batches == [[b"1"]]
    disk.free.set()
    assert await waiting == 2


@pytest.mark.parametrize(
    ("count", "size", "parts"),
    [(EAGER_UPDATES, 1, 10), (HOT_UPDATES, 1, 1), (2, EAGER_BYTES // 2, 1)],
)
async def test_a_large_batch_does_not_wait(
    commits: GroupCommit, disk: Disk, count: int, size: int, parts: int
) -> None:
    """Nor a smaller one that is all about one part."""
    commits.submit(BODY, "u", b"0", lambda _: None)
    await turns()
    for i in range(count - 1):
        commits.submit(BODY._replace(node=f"n{i % parts}"), "u", bytes(size), lambda _: None)
        await turns(3)
    assert len(disk.batches) == 1
    commits.submit(BODY._replace(node="n0"), "u", bytes(size), lambda _: None)
    await turns()
    assert [len(batch) for batch in disk.batches] == [1, count]


async def test_who_submits_again_when_refused_does_not_stop_the_loop(
    commits: GroupCommit, disk: Disk
) -> None:
    """A queue that is full refuses; one that at once tries again is refused a turn later."""
    tries = 0

    def again(seq: int | None) -> None:
        nonlocal tries
        tries += 1
        if seq is None:
            commits.submit(BODY, "u", b"x", again)

    disk.free.clear()
    commits.submit(BODY, "u", b"1", lambda _: None)
    await turns()
    commits.submit(BODY, "u", bytes(QUEUE_BYTES), lambda _: None)
    commits.submit(BODY, "u", b"x", again)
    await turns(10)
    assert 2 < tries <= 11
    disk.free.set()
    await turns(30)
    assert await commits.append(BODY, "u", b"last") == 4


async def test_a_disk_that_fails_is_not_asked_without_a_pause(
    commits: GroupCommit, disk: Disk
) -> None:
    disk.failing = True
    fates: list[int | None] = []

    def again(seq: int | None) -> None:
        fates.append(seq)
        commits.submit(BODY, "u", b"1", fates.append)

    commits.submit(BODY, "u", b"1", again)
    await turns()
    assert fates == [None]
    assert len(disk.batches) == 1  # the second try waits for the interval
    disk.failing = False
    await commits.close()
    assert fates == [None, 1]
