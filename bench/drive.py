"""Server CPU of listing a folder, through the whole HTTP stack.

A folder of 200 files, in a drive of 1,000 and in one of 100,000 files; then a page from the middle
of one folder of 100,000. CPU is the server process's own (user and system, /proc), per request, so
that a busy machine disturbs it less than a clock would. Rounds alternate between the sizes.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.report import Figure, Report
from bench.server import free_port
from tests.api.server import open_services
from tongwen.core.clock import now
from tongwen.core.ids import new_id
from tongwen.drive.names import sort_key
from tongwen.people.organisations import HOME

PER_FOLDER = 200
SIZES = (1_000, 100_000)
ROUNDS = 7
REQUESTS = 200
NOTES = """
Server CPU a request through the whole HTTP stack, from `/proc`, alternating rounds of 200
requests for about 78 kB of JSON each; the clock of `/proc` ticks in 10 ms, hence the steps of
0.05. Absolute figures are noisy on a shared machine; the ratio is what to trust.

Where it goes, in process: access 0.04 ms, query 0.40, views 0.28, JSON 0.03, FastAPI and routing
0.2, uvicorn and the socket the rest. Two things mattered more than the SQL: a plain `def`
dependency, which FastAPI runs in a thread (0.3 ms), and the garbage collector
(`http/collector.py`; without it 1.65 ms).
"""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Running:
    """A server over a drive of some size."""

    size: int
    process: subprocess.Popen[bytes]
    client: httpx.Client
    urls: list[str]
    flat: str

    def cpu(self) -> float:
        """Seconds of CPU the server has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


async def fill(data: Path, size: int) -> tuple[str, list[str], str]:
    """Make a drive of `size` files in folders of 200, and one folder that holds `size` more."""
    async with open_services(data) as services:
        member = await services.people.organisations.set_up(
            organisation="bench",
            name="Bench",
            email="b@example.org",
            password="bench-bench",
            address="127.0.0.1",
        )
        actor = await _actor(services, member.id)
        token, _ = await services.people.tokens.create(actor, "bench", None, None)
        folders = [new_id() for _ in range(size // PER_FOLDER)]
        flat = new_id()
        rows = [
            _row(member.root, folder, "folder", f"文件夹 {n}", member.id)
            for n, folder in enumerate([*folders, flat])
        ]
        for index in range(size):
            rows.append(
                _row(
                    folders[index // PER_FOLDER],
                    new_id(),
                    "text",
                    f"2026年度销售报告-{index}.docx",
                    member.id,
                )
            )
            rows.append(_row(flat, new_id(), "plain", f"记录 {index}.txt", member.id))
        async with services.database.transaction() as tx:
            await tx.executemany(
                "INSERT INTO nodes (tenant, id, parent, kind, name, sort_name, media_type, size,"
                " head, created_by, modified_by, created, modified) VALUES (:tenant, :id, :parent,"
                " :kind, :name, :sort_name, '', 4096, 1, :by, :by, :at, :at)",
                rows,
            )
    return token, folders, flat


async def _actor(services, member: str):  # type: ignore[no-untyped-def]
    async with services.database.transaction() as tx:
        made = await services.people.sessions.create(
            tx, HOME, member, address="127.0.0.1", agent="bench"
        )
    session = await services.people.sessions.resolve(made.secret)
    return session.actor("127.0.0.1")


def _row(parent: str, node: str, kind: str, name: str, by: str) -> dict[str, object]:
    return {
        "tenant": HOME,
        "id": node,
        "parent": parent,
        "kind": kind,
        "name": name,
        "sort_name": sort_key(name, kind),
        "by": by,
        "at": now(),
    }


def start(size: int, data: Path, port: int) -> Running:
    """Fill a drive, start its server and wait for it."""
    data.mkdir(parents=True)
    token, folders, flat = asyncio.run(fill(data, size))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.api.server", "--port", str(port), "--data", str(data)]
    )
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{port}/api/v1", headers={"Authorization": f"Bearer {token}"}
    )
    for _ in range(200):
        try:
            client.get("/health")
            break
        except httpx.TransportError:
            time.sleep(0.05)
    urls = [f"/nodes/{folder}/children?limit=200" for folder in folders[:5]]
    return Running(size, process, client, urls, f"/nodes/{flat}/children?limit=200")


def measure(server: Running, urls: list[str]) -> float:
    """Return milliseconds of server CPU per request."""
    before = server.cpu()
    for index in range(REQUESTS):
        answer = server.client.get(urls[index % len(urls)])
        assert answer.status_code == 200
        assert answer.text.count('"id"') >= PER_FOLDER
    return (server.cpu() - before) / REQUESTS * 1000


def run() -> Report:
    """Measure with a server of our own for each size."""
    results: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        servers = []
        try:
            for size in SIZES:
                servers.append(start(size, Path(folder) / str(size), free_port()))
            for number in range(ROUNDS):
                for server in servers:
                    page = server.client.get(server.flat).json()["next"]
                    middle = [server.flat + f"&cursor={page}"]
                    if number == 0:
                        measure(server, server.urls)  # warm
                    small = results.setdefault(f"a folder of 200 among {server.size:,}", [])
                    small.append(measure(server, server.urls))
                    large = results.setdefault(f"200 of a folder of {server.size:,}", [])
                    large.append(measure(server, middle))
        finally:
            for server in servers:
                server.process.terminate()
                server.process.wait()
    return Report("Listing a folder", NOTES, _figures(results))


def _figures(results: dict[str, list[float]]) -> list[Figure]:
    few, many = (results[f"a folder of 200 among {size:,}"] for size in SIZES)
    figures = []
    for name, values in results.items():
        limit = 1.5 if values is many else None
        figures.append(Figure(f"list {name}: server CPU", "ms", values, limit))
    ratios = [one / other for one, other in zip(many, few, strict=True)]
    figures.append(Figure("list among 100,000 against among 1,000", "times", ratios, 1.3))
    return figures
