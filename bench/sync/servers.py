"""The servers that are measured: ours and its peers, each over a fresh copy of prepared data."""

import asyncio
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.server import REPOSITORY, Server, end, free_port
from bench.sync.building import BUILD, CELLS, PEERS, TEXT, digest
from bench.sync.client import seed
from tongwen.blobs.local import open_local_blobs
from tongwen.documents.opening import Opening
from tongwen.jobs.pool import Workers
from tongwen.store import PartId
from tongwen.store.sqlite import open_sqlite

SERVER_CORE, LOAD_CORE = "0", "1"
ROOMS = 1000

# One person on one machine plays everybody, so the bounds that protect against that are lifted.
LIMITS = {
    "TONGWEN_MAX_CONNECTIONS": "20000",
    "TONGWEN_MAX_CONNECTIONS_ADDRESS": "20000",
    "TONGWEN_MAX_PERSON_CONNECTIONS": "20000",
}


class Contender(ABC):
    """A server for one run: starts on entry, pinned to its core; ends on exit with its data."""

    name: str
    dialect = "hocuspocus"
    path = "/"
    token = "none"
    cores = SERVER_CORE
    rest = 1.0  # seconds after the start, for what a server does behind its first answer

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self.settings = dict(settings or {})
        self.port = free_port()
        self.process: subprocess.Popen[bytes]
        self.folder: Path

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(dir=BUILD, prefix=f"{self.name}-"))
        self.fill()
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()  # what it would still save is thrown away
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start over the data in `folder`, as a first time or again."""
        with (BUILD / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["taskset", "-c", self.cores, *self.command()],
                cwd=REPOSITORY,
                env=os.environ | self.settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for_port(self.port, self.process)
        self.ready()

    @abstractmethod
    def command(self) -> Sequence[str]:
        """What is started."""

    @abstractmethod
    def document(self, number: int) -> str:
        """The name of an empty document."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The name of the document of 260,000 edits."""

    @property
    @abstractmethod
    def cells(self) -> str:
        """The name of the document of 6 MB."""

    @abstractmethod
    def fill(self) -> None:
        """Put the prepared data into `folder`."""

    def ready(self) -> None:
        """Wait for what comes after the first answer."""
        time.sleep(self.rest)

    def kill(self) -> None:
        """End it and its workers at once, as a crash would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def names(self, documents: str, rooms: int) -> list[str]:
        """The documents of a scenario."""
        if documents == "text":
            return [self.text]
        if documents == "cells":
            return [self.cells]
        return [self.document(number) for number in range(rooms)]


class Tongwen(Contender):
    """The product: `python -m tongwen serve` with its gate, acknowledgements and metrics on.

    Documents are the `comments` parts of text files: they begin empty and need no import.
    """

    name = "tongwen"
    path = "/sync"

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        super().__init__(LIMITS | dict(settings or {}))
        self._prepared = prepared_drive()
        known = json.loads((self._prepared / "known.json").read_text())
        self.token = known["token"]
        self._nodes: list[str] = known["nodes"]

    def command(self) -> Sequence[str]:
        """The command of `make serve`."""
        where = [f"--data={self.folder}", f"--port={self.port}"]
        return [sys.executable, "-m", "tongwen", "serve", *where]

    def fill(self) -> None:
        """Copy the prepared drive."""
        shutil.copytree(self._prepared / "data", self.folder, dirs_exist_ok=True)

    def document(self, number: int) -> str:
        """The comments of one of the empty files."""
        return f"{self._nodes[2 + number]}/comments"

    @property
    def text(self) -> str:
        """The comments of the first file."""
        return f"{self._nodes[0]}/comments"

    @property
    def cells(self) -> str:
        """The comments of the second file."""
        return f"{self._nodes[1]}/comments"


class TongwenPlain(Tongwen):
    """The product, spoken to as by y-websocket."""

    name = "tongwen-plain"
    dialect = "plain"
    path = "/sync/"


class Hocuspocus(Contender):
    """Hocuspocus with its SQLite extension and its own defaults."""

    name = "hocuspocus"
    text, cells = "text", "cells"

    def command(self) -> Sequence[str]:
        """Node with our few lines that put it together."""
        return [
            "node",
            str(PEERS / "hocuspocus.mjs"),
            str(self.port),
            str(self.folder / "documents.db"),
        ]

    def fill(self) -> None:
        """Copy the prepared database."""
        shutil.copy(prepared_hocuspocus(), self.folder / "documents.db")

    def document(self, number: int) -> str:
        """Documents come into being by their names."""
        return f"room-{number:04}"


class YWebsocket(Contender):
    """The server that comes with y-websocket 1: no token, no acknowledgement, nothing on disk."""

    name = "y-websocket"
    dialect = "plain"
    text, cells = "text", "cells"

    def command(self) -> Sequence[str]:
        """The package's own command."""
        self.settings |= {"HOST": "127.0.0.1", "PORT": str(self.port)}
        return ["node", str(PEERS / "node_modules" / "y-websocket" / "bin" / "server.js")]

    def fill(self) -> None:
        """Put nothing there: it reads nothing."""

    def ready(self) -> None:
        """Send it the text: it keeps documents in memory for ever, and nowhere else."""
        seed(self, self.text, TEXT.read_bytes())
        super().ready()

    def document(self, number: int) -> str:
        """Documents come into being by their names."""
        return f"room-{number:04}"


CONTENDERS: dict[str, type[Contender]] = {
    kind.name: kind for kind in (Tongwen, TongwenPlain, Hocuspocus, YWebsocket)
}


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Return when somebody listens.

    Raises:
        RuntimeError: the process ended, or the time is over.
    """
    end_at = time.monotonic() + seconds
    while time.monotonic() < end_at and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"a server did not start; its log is in {BUILD.relative_to(REPOSITORY)}")


def prepared_drive() -> Path:
    """A drive with `ROOMS` empty files and the two large documents, made once for each schema."""
    schema = REPOSITORY / "tongwen" / "store" / "migrations" / "versions"
    summaries = REPOSITORY / "tongwen" / "ydoc" / "ranges.py"  # snapshots keep them
    folder = BUILD / f"drive-{digest(*schema.glob('*.py'), summaries, TEXT, CELLS)}"
    if not (folder / "known.json").exists():
        for old in BUILD.glob("drive-*"):
            shutil.rmtree(old)
        _make_drive(folder)
    return folder


def _make_drive(folder: Path) -> None:
    with Server(folder / "data") as server:
        server.set_up()
        nodes = [_new_file(server, number) for number in range(ROOMS + 2)]
        known = {"token": server.token, "nodes": nodes}
        for node, part in zip(nodes, (TEXT, CELLS), strict=False):
            seed(_Address(server), f"{node}/comments", part.read_bytes())
    asyncio.run(_fold(folder / "data", nodes[:2]))
    (folder / "known.json").write_text(json.dumps(known))


async def _fold(data: Path, nodes: list[str]) -> None:
    """Leave the large parts as a room leaves them: rooms fold a little later than this ends."""
    database = await open_sqlite(data / "tongwen.db")
    workers = Workers(1, 1024, 120)
    opening = Opening(database, await open_local_blobs(data / "blobs"), workers)
    tenant = await database.fetchval("select id from tenants")
    for node in nodes:
        part = PartId(tenant, node, "comments")
        snapshot, tail = await database.log.tail(part)
        if tail:
            states = [snapshot.state] if snapshot else []
            await opening.compact(part, tail[-1].seq, states + [row.update for row in tail])
    await workers.close()
    await database.close()


def _new_file(server: Server, number: int) -> str:
    file = {"parent": server.root, "name": f"{number:04}", "kind": "text"}
    node: str = server.api.post("/nodes", json=file).raise_for_status().json()["id"]
    return node


class _Address:
    """A server of ours that is no contender yet."""

    dialect, path = "hocuspocus", "/sync"

    def __init__(self, server: Server) -> None:
        self.port, self.token = server.port, server.token


def prepared_hocuspocus() -> Path:
    """A database of Hocuspocus with the two large documents, made once."""
    file = BUILD / f"hocuspocus-{digest(TEXT, CELLS)}.db"
    if not file.exists():
        with _EmptyHocuspocus() as server:
            for name, part in (("text", TEXT), ("cells", CELLS)):
                seed(server, name, part.read_bytes())
            made = server.folder / "documents.db"
            _wait_for_rows(made, 2)
            end(server.process)
            shutil.copy(made, file)
    return file


class _EmptyHocuspocus(Hocuspocus):
    def fill(self) -> None:
        """Begin with nothing."""


def _wait_for_rows(database: Path, count: int) -> None:
    with sqlite3.connect(database) as connection:
        for _ in range(300):
            found = connection.execute("select count(*) from documents").fetchone()[0]
            if found == count:
                return
            time.sleep(0.1)
    raise RuntimeError("Hocuspocus did not store what it was sent")
