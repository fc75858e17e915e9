"""`tongwen serve`: one process, one port, in the foreground."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

import uvicorn
import uvloop
from fastapi import FastAPI

from tongwen.cli.assembly import assemble, node_name
from tongwen.cli.demo import seed, words
from tongwen.cli.stopping import Alarm, Drain, PortTaken, Server
from tongwen.core.logs import Sparing, lines
from tongwen.core.settings import Settings
from tongwen.http.app import create_app
from tongwen.http.collector import tune_collector
from tongwen.http.socket import Doorman, port_options
from tongwen.http.upkeep import keep_up
from tongwen.store import StoreUnavailable

log = logging.getLogger("tongwen")


def run(settings: Settings, demo: bool = False) -> int:
    """Serve until a signal ends it; return the exit code. `demo` fills an empty server first."""
    _write_logs(settings)
    alarm = Alarm(settings.drain_timeout)
    alarm.listen()
    try:
        return uvloop.run(_serve(settings, alarm, demo))
    except StoreUnavailable as error:
        print(f"tongwen: the database cannot be opened: {error}", file=sys.stderr)
    except PortTaken:
        print(f"tongwen: cannot listen on {settings.host}:{settings.port}", file=sys.stderr)
    return 1


def _write_logs(settings: Settings) -> None:
    handler = logging.StreamHandler(sys.stderr)
    several = settings.bus or settings.node_name
    handler.setFormatter(
        lines(settings.log_format, {"node": node_name(settings)} if several else None)
    )
    handler.addFilter(Sparing())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.captureWarnings(True)
    for chatty in ("alembic", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


async def _serve(settings: Settings, alarm: Alarm, demo: bool) -> int:
    async with assemble(settings) as assembly:
        alarm.attend(assembly.workers.processes)
        if demo:
            await seed(assembly)
            print(words(), end="")
        app = create_app(assembly.services)
        doorman = Doorman(assembly.rooms, settings)
        server = _server(app, doorman, settings)
        app.state.metrics.connections = lambda: len(doorman.watch)
        drain = Drain(
            server,
            assembly.rooms,
            doorman.watch,
            doorman.close,
            app.state.readiness,
            app.state.requests,
            settings.drain_seconds,
        )
        async with _beside(
            _announce(server, settings), assembly.workers.warm(), keep_up(assembly.services)
        ):
            app.state.metrics.lag.start()
            tune_collector()
            return await _until_told(alarm, server, drain)


async def _until_told(alarm: Alarm, server: Server, drain: Drain) -> int:
    if alarm.told.is_set():
        return 0
    serving = asyncio.create_task(server.serve())
    told = asyncio.create_task(alarm.told.wait())
    await asyncio.wait({serving, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if serving.done():
        serving.result()  # raises what ended it
        return 1
    return await drain.run(alarm, serving)


def _server(app: FastAPI, doorman: Doorman, settings: Settings) -> Server:
    return Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            **port_options(doorman, settings.socket),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
        )
    )


@asynccontextmanager
async def _beside(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Do work while the server serves. One that fails is logged; the others go on."""
    tasks = [asyncio.create_task(one) for one in work]
    for task in tasks:
        task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def _log_failure(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("work beside the server failed", exc_info=error)


async def _announce(server: Server, settings: Settings) -> None:
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.02)
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::") else settings.host
    port = server.servers[0].sockets[0].getsockname()[1]
    address = settings.public_url or f"http://{host}:{port}/"
    print(f"\n  Tongwen 同文 is at  {address}\n  data: {settings.data.resolve()}\n", flush=True)
