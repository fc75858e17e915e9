"""A server is killed while it writes: everything it acknowledged is there."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from tests.contracts import writing_server
from tests.contracts.writing_server import PARTS, open_database, part
from tests.postgres import postgres_url

KILLS = 3
LINES = 400
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("back_end", ["sqlite", "postgresql"])
async def test_a_kill_loses_nothing_that_was_acknowledged(back_end: str, tmp_path: Path) -> None:
    place = await postgres_url() if back_end == "postgresql" else str(tmp_path / "tongwen.db")
    updates = dict.fromkeys(range(PARTS), 0)
    rows = 0
    for _ in range(KILLS):
        for line in await acknowledged(place):
            match line.split():
                case ["update", number, seq]:
                    assert int(seq) > updates[int(number)]
                    updates[int(number)] = int(seq)
                case ["rows", count]:
                    rows = int(count)
        rows = await check(place, updates, rows)


async def acknowledged(place: str) -> list[str]:
    """Let the program run for some lines, kill it, and return all the lines it wrote."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        writing_server.__name__,
        place,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    lines = [await process.stdout.readline() for _ in range(LINES)]
    process.send_signal(signal.SIGKILL)
    rest = await process.stdout.read()
    assert await process.wait() == -signal.SIGKILL
    whole = b"".join(lines) + rest[: rest.rfind(b"\n") + 1]
    return whole.decode().splitlines()


async def check(place: str, updates: dict[int, int], rows: int) -> int:
    database = await open_database(place)
    for number, acknowledged_seq in updates.items():
        found = await database.log.read(part(number))
        assert len(found) >= acknowledged_seq > 0
        assert [each.seq for each in found] == list(range(1, len(found) + 1))
        for each in found:
            assert each.update == b"%d of %d" % (each.seq, number) * 20
    ids = [row["id"] for row in await database.fetch("select id from tenants order by id")]
    assert len(ids) >= rows
    assert len(ids) % 2 == 0  # each transaction whole or not at all
    await database.close()
    return len(ids)
