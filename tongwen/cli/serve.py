"""`tongwen serve`: one process, one port, in the foreground."""

import asyncio
import logging
import sys

import uvicorn
import uvloop

from tongwen.cli.assembly import assemble
from tongwen.cli.demo import seed, words
from tongwen.core.settings import Settings
from tongwen.http.app import create_app
from tongwen.http.collector import tune_collector
from tongwen.http.socket import Doorman, port_options
from tongwen.http.upkeep import keep_up
from tongwen.store import StoreUnavailable

log = logging.getLogger("tongwen")


def run(settings: Settings, demo: bool = False) -> int:
    """Serve until a signal ends it; return the exit code. `demo` fills an empty server first."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("alembic", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        return uvloop.run(_serve(settings, demo))
    except StoreUnavailable as error:
        print(f"tongwen: the database cannot be opened: {error}", file=sys.stderr)
        return 1


async def _serve(settings: Settings, demo: bool) -> int:
    async with assemble(settings) as assembly:
        if demo:
            await seed(assembly)
            print(words(), end="")
        doorman = Doorman(assembly.rooms, settings)
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(assembly.services),
                host=settings.host,
                port=settings.port,
                **port_options(doorman, settings.socket),
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=10,
            )
        )
        beside = [
            asyncio.create_task(_announce(server, settings)),
            asyncio.create_task(assembly.workers.warm()),
            asyncio.create_task(keep_up(assembly.services)),
        ]
        tune_collector()
        await server.serve()
        for task in beside:
            task.cancel()
        return 0 if server.started else 1


async def _announce(server: uvicorn.Server, settings: Settings) -> None:
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.02)
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::") else settings.host
    port = server.servers[0].sockets[0].getsockname()[1]
    address = settings.public_url or f"http://{host}:{port}/"
    print(f"\n  Tongwen 同文 is at  {address}\n  data: {settings.data.resolve()}\n", flush=True)
