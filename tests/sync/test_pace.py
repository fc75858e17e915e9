"""A process that hears a crowd rests between two readings, and nobody else waits for it."""

import asyncio

import pytest

from tongwen.http.socket.pace import CROWD, REST_SECONDS, Pace


class Sleeper:
    """Counts the rests instead of sleeping."""

    def __init__(self, connections: int = CROWD) -> None:
        self.rests: list[float] = []
        self.connections = connections
        self.awaited = False
        self.pace = Pace(lambda: self.connections, lambda: self.awaited, self.rests.append)

    async def hear(self, frames: int) -> None:
        """Hear frames one after the other, each in its own turn of the loop."""
        for _ in range(frames):
            self.pace.came()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            await asyncio.sleep(0)


async def busy(connections: int = CROWD) -> Sleeper:
    """Somebody who has heard many frames without a pause."""
    sleeper = Sleeper(connections)
    await sleeper.hear(1000)
    sleeper.rests.clear()
    return sleeper


async def test_frames_of_a_crowd_without_a_pause_are_let_gather() -> None:
    sleeper = await busy()
    await sleeper.hear(3)
    assert sleeper.rests == [REST_SECONDS] * 3


async def test_frames_that_were_read_together_are_one_rest() -> None:
    sleeper = await busy()
    for _ in range(5):
        sleeper.pace.came()
    await asyncio.sleep(0.01)
    assert sleeper.rests == [REST_SECONDS]


async def test_what_frames_set_off_comes_before_the_rest() -> None:
    sleeper = await busy()
    order: list[str] = []
    sleeper.pace.came()
    asyncio.get_running_loop().call_soon(lambda: order.append(f"sent, {len(sleeper.rests)} rests"))
    await asyncio.sleep(0.01)
    assert order == ["sent, 0 rests"]
    assert len(sleeper.rests) == 1


@pytest.mark.parametrize("connections", [0, 40, CROWD - 1])
async def test_a_small_company_is_read_at_once(connections: int) -> None:
    sleeper = await busy(connections)
    await sleeper.hear(10)
    assert sleeper.rests == []


async def test_a_calm_crowd_is_read_at_once() -> None:
    sleeper = Sleeper()
    await sleeper.hear(10)
    assert sleeper.rests == [], "ten frames after a silence are no rush"


async def test_nobody_rests_while_an_answer_is_waited_for() -> None:
    sleeper = await busy()
    sleeper.awaited = True
    await sleeper.hear(3)
    assert sleeper.rests == []
    sleeper.awaited = False
    await sleeper.hear(1)
    assert sleeper.rests == [REST_SECONDS]
