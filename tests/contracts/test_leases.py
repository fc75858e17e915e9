"""Leases: one of several nodes has it, and another when it has ended."""

import asyncio

import pytest

from tongwen.core import clock
from tongwen.store import Database
from tongwen.store.leases import end_lease, take_lease

HOUR = 3_600_000


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> "list[int]":
    """The clock of the leases, in a list of one."""
    now = [clock.now()]
    monkeypatch.setattr("tongwen.store.leases.now", lambda: now[0])
    return now


async def test_one_has_it_until_it_ends(database: Database, later: list[int]) -> None:
    assert await take_lease(database, "tidy", "a", HOUR)
    assert not await take_lease(database, "tidy", "b", HOUR)
    assert await take_lease(database, "tidy", "a", HOUR)
    assert await take_lease(database, "other", "b", HOUR)
    later[0] += HOUR - 1
    assert not await take_lease(database, "tidy", "b", HOUR)
    later[0] += 1
    assert await take_lease(database, "tidy", "b", HOUR)
    assert not await take_lease(database, "tidy", "a", HOUR)


async def test_once_in_a_time(database: Database, later: list[int]) -> None:
    assert await take_lease(database, "collect", "a", HOUR, again=False)
    for holder in ("a", "b"):
        assert not await take_lease(database, "collect", holder, HOUR, again=False)
    later[0] += HOUR
    assert await take_lease(database, "collect", "a", HOUR, again=False)


async def test_giving_it_up(database: Database) -> None:
    assert await take_lease(database, "tidy", "a", HOUR)
    await end_lease(database, "tidy", "b")  # not theirs to give
    assert not await take_lease(database, "tidy", "b", HOUR)
    await end_lease(database, "tidy", "a")
    assert await take_lease(database, "tidy", "b", HOUR)
    await end_lease(database, "never taken", "a")


async def test_of_many_at_once_one_has_it(database: Database) -> None:
    taken = await asyncio.gather(
        *(take_lease(database, "tidy", f"node {number}", HOUR) for number in range(8))
    )
    assert sum(taken) == 1


async def test_a_clock_that_went_back_keeps_the_holder(
    database: Database, later: list[int]
) -> None:
    assert await take_lease(database, "tidy", "a", HOUR)
    later[0] -= 24 * HOUR
    assert not await take_lease(database, "tidy", "b", HOUR)
    assert await take_lease(database, "tidy", "a", HOUR)
    later[0] += HOUR
    assert await take_lease(database, "tidy", "b", HOUR)
