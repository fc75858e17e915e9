"""Server CPU of listing a folder, through the whole HTTP stack: `python -m bench.drive`.

A folder of 200 files, in a drive of 1,000 and in one of 100,000 files; then a page from the middle
of one folder of 100,000. CPU is the server process's own (user and system, /proc), per request, so
that a busy machine disturbs it less than a clock would. Rounds alternate between the sizes.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.api.server import open_services
from tongwen.core.clock import now
from tongwen.core.ids import new_id
from tongwen.drive.names import sort_key
from tongwen.people.organisations import HOME

PER_FOLDER = 200
SIZES = (1_000, 100_000)
ROUNDS = 7
REQUESTS = 200
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


def main() -> None:
    """Measure and print a Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        port = 20_000 + os.getpid() % 20_000
        servers = [start(size, Path(folder) / str(size), port + n) for n, size in enumerate(SIZES)]
        results: dict[str, list[float]] = {}
        try:
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
    print("| list | ms CPU a request, median | lowest | highest |\n|---|---|---|---|")
    for name, values in results.items():
        print(
            f"| {name} | {statistics.median(values):.2f} | {min(values):.2f} | {max(values):.2f} |"
        )


if __name__ == "__main__":
    main()
