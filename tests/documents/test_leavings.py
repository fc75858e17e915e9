"""Free memory is given back after large documents went through, not after small ones."""

import asyncio
from queue import Queue

import pytest

from tongwen.documents import leavings
from tongwen.documents.leavings import LARGE, Leavings


class Allocator:
    """Takes note of what it is asked, in whatever thread."""

    def __init__(self) -> None:
        self.trims: Queue[int] = Queue()

    def __call__(self, keep: int) -> int:
        self.trims.put(keep)
        return 1

    async def next(self) -> int:
        """Wait for the next call."""
        return await asyncio.to_thread(self.trims.get, timeout=10)


@pytest.fixture
def allocator(monkeypatch: pytest.MonkeyPatch) -> Allocator:
    found = Allocator()
    monkeypatch.setattr(leavings, "trimmer", lambda: found)
    return found


async def test_several_large_ones_are_one_look_at_the_memory(allocator: Allocator) -> None:
    waiting = Leavings(seconds=0.01)
    waiting.after(LARGE)
    waiting.after(LARGE * 3)
    assert await allocator.next() == 0
    assert allocator.trims.empty()
    waiting.after(LARGE)
    assert await allocator.next() == 0


async def test_small_ones_leave_nothing_worth_it(allocator: Allocator) -> None:
    waiting = Leavings(seconds=0)
    waiting.after(LARGE - 1)
    await asyncio.sleep(0.05)
    assert allocator.trims.empty()


async def test_an_allocator_that_cannot_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leavings, "trimmer", lambda: None)
    waiting = Leavings(seconds=0)
    waiting.after(LARGE)
    assert waiting._waiting is False
