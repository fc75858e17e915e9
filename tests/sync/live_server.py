"""Rooms on a real port, for tests that need a socket but no drive."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from tests.converge.network import Server, open_database
from tongwen.http.socket import Doorman


@dataclass
class Small:
    """Limits small enough to reach in a test."""

    max_frame: int = 200_000
    max_parts: int = 4
    max_connections: int = 3
    public_url: str = ""


async def nothing(scope: object, receive: object, send: object) -> None:
    """Serve no HTTP at all."""


@asynccontextmanager
async def live_server(folder: Path) -> AsyncIterator[tuple[str, Server]]:
    """Serve rooms; give their `ws://` address."""
    database = await open_database(folder)
    rooms = Server(database)
    doorman = Doorman(rooms.rooms, Small())
    config = uvicorn.Config(
        nothing,
        port=0,
        ws=doorman.protocol,  # type: ignore[arg-type]
        lifespan="off",
        log_level=logging.ERROR,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"ws://127.0.0.1:{port}", rooms
    await rooms.rooms.close()
    server.should_exit = True
    await task
    await asyncio.sleep(0.05)  # for transports to notice that they are closed
    await database.close()
