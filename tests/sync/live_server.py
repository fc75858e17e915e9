"""Rooms on a real port, for tests that need a socket but no drive."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from tests.converge.network import Server, open_database
from tongwen.http.socket import Doorman, port_options
from tongwen.http.socket.watch import Watch


@dataclass
class Small:
    """Limits small enough to reach in a test."""

    max_frame: int = 200_000
    max_parts: int = 4
    max_connections: int = 3
    max_connections_address: int = 0
    max_message_rate: int = 1000
    join_seconds: int = 3600
    public_url: str = ""
    trusted_proxies: tuple[str, ...] = ()


@dataclass
class Live:
    """A server on a port."""

    port: int
    rooms: Server
    doorman: Doorman

    @property
    def address(self) -> str:
        """Where its sockets are."""
        return f"ws://127.0.0.1:{self.port}"


async def nothing(scope: object, receive: object, send: object) -> None:
    """Serve no HTTP at all."""


@asynccontextmanager
async def serving(
    folder: Path,
    socket: str = "picows",
    limits: Small | None = None,
    tick_seconds: float | None = None,
) -> AsyncIterator[Live]:
    """Serve rooms by one of the readers of frames, with a watch that may go faster."""
    database = await open_database(folder)
    rooms = Server(database)
    watch = Watch() if tick_seconds is None else Watch(tick_seconds)
    doorman = Doorman(rooms.rooms, limits or Small(), watch)
    config = uvicorn.Config(
        nothing,
        port=0,
        lifespan="off",
        log_level=logging.ERROR,
        **port_options(doorman, socket),
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Live(port, rooms, doorman)
    await rooms.rooms.close()
    doorman.close()
    server.should_exit = True
    await task
    await asyncio.sleep(0.05)  # for transports to notice that they are closed
    await database.close()


@asynccontextmanager
async def live_server(folder: Path) -> AsyncIterator[tuple[str, Server]]:
    """Serve rooms; give their `ws://` address."""
    async with serving(folder) as live:
        yield live.address, live.rooms
