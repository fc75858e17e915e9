"""Sockets are tested on the loop that the server runs on; rooms over doubles, in a hall."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import uvloop

from tests.sync.doubles import Hall, MakeHall
from tongwen.sync.room import Limits

ON_UVLOOP = ("test_conformance", "test_socket")


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Choose the loop of a file."""
    if item.path.name.startswith(ON_UVLOOP):
        return {"uvloop": uvloop.new_event_loop}
    return {"asyncio": asyncio.new_event_loop}


@pytest.fixture
async def make(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MakeHall]:
    """Make halls whose rooms take a turn whenever there is something to say, unless told."""
    monkeypatch.setattr("tongwen.sync.fanout.PEER_SECONDS", 0)
    halls = []

    async def hall(by_itself: bool = True, **limits: object) -> Hall:
        given = {"flush_interval": 0} | limits
        halls.append(Hall(Limits(**given), by_itself))  # type: ignore[arg-type]
        return halls[-1]

    yield hall
    for one in halls:
        await one.rooms.close()
