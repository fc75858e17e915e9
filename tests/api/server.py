"""Start the HTTP API by itself, without live documents: for tests, and for work on the page.

`.venv/bin/python -m tests.api.server --port N --data DIR [--web web/dist] [--database URL]`
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

from tests.api.blanks import blank
from tongwen.blobs.local import open_local_blobs
from tongwen.core.events import Events
from tongwen.core.passwords import Passwords
from tongwen.core.settings import Settings
from tongwen.drive import Drive
from tongwen.drive.stored import StoredDocuments
from tongwen.http.app import create_app
from tongwen.http.collector import tune_collector
from tongwen.http.services import Services
from tongwen.people import People
from tongwen.store import Database
from tongwen.store.postgres import open_postgres
from tongwen.store.sqlite import open_sqlite


@asynccontextmanager
async def open_services(
    data: Path, *, web: Path | None = None, **settings: Any
) -> AsyncIterator[Services]:
    """Open every room over a data folder, and close them at the end."""
    chosen = Settings(data=data, **settings)
    database: Database
    if chosen.database:
        database = await open_postgres(chosen.database, connections=4)
    else:
        database = await open_sqlite(data / "tongwen.db")
    blobs = await open_local_blobs(data / "blobs")
    events, passwords = Events(), Passwords()
    drive = Drive(database, chosen, events, passwords)
    try:
        yield Services(
            settings=chosen,
            database=database,
            blobs=blobs,
            events=events,
            people=People.open(database, chosen, events, passwords),
            drive=drive,
            documents=StoredDocuments(drive, blobs, blank),
            web=web,
            version="test",
        )
    finally:
        await database.close()


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until interrupted."""
    async with open_services(
        arguments.data, web=arguments.web, database=arguments.database
    ) as services:
        config = uvicorn.Config(
            create_app(services),
            host="127.0.0.1",
            port=arguments.port,
            log_level="warning",
            access_log=False,
        )
        tune_collector()
        await uvicorn.Server(config).serve()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--web", type=Path)
    parser.add_argument("--database", default="")
    arguments = parser.parse_args()
    arguments.data.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(arguments))


if __name__ == "__main__":
    main()
