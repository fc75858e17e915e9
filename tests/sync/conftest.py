"""Sockets are tested on the loop that the server runs on."""

import asyncio
from collections.abc import Callable

import pytest
import uvloop

ON_UVLOOP = ("test_conformance", "test_socket")


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Choose the loop of a file."""
    if item.path.name.startswith(ON_UVLOOP):
        return {"uvloop": uvloop.new_event_loop}
    return {"asyncio": asyncio.new_event_loop}
