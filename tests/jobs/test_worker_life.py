"""The life of worker processes: who ends them, and what the pool counts of them."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tongwen.core.errors import Invalid, TooLarge, Unavailable
from tongwen.jobs.pool import Workers
from tongwen.ydoc.states import EMPTY_UPDATE

ROOT = Path(__file__).parents[2]

SERVER = """
import asyncio
from tongwen.jobs.pool import Workers

async def serve():
    workers = Workers(1, 512, 60)
    await workers.warm()
    await workers.run("fold", b"\\x00\\x00")
    print(*workers.processes(), flush=True)
    await asyncio.sleep(3600)

asyncio.run(serve())
"""


def lives(process: int) -> bool:
    """Whether a process is there and not merely unburied."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_workers_die_with_the_server_even_when_they_hang() -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    os.kill(worker, signal.SIGSTOP)  # it hangs: it cannot notice that its input has ended
    assert lives(worker)
    server.kill()
    server.communicate()
    while lives(worker):
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_what_the_whole_group_is_told_does_not_end_a_worker(number: signal.Signals) -> None:
    pool = Workers(1, 512, 60)
    try:
        assert await pool.run("fold", EMPTY_UPDATE)
        (worker,) = pool.processes()
        os.kill(worker, number)
        assert await pool.run("fold", EMPTY_UPDATE)
        assert pool.processes() == [worker]
    finally:
        await pool.close()


async def test_the_pool_counts() -> None:
    pool = Workers(1, 512, 60)
    try:
        await pool.run("fold", EMPTY_UPDATE)
        with pytest.raises(Invalid):
            await pool.run("fold", b"garbage")
        assert (pool.done, pool.overran, pool.died) == (2, 0, 0)
        os.kill(pool.processes()[0], signal.SIGSTOP)
        with pytest.raises(TooLarge):
            await pool.run("fold", EMPTY_UPDATE, seconds=0.01)
        assert (pool.done, pool.overran, pool.died) == (2, 1, 0)
        await pool.run("fold", EMPTY_UPDATE)
        os.kill(pool.processes()[0], signal.SIGKILL)
        with pytest.raises(Unavailable):
            await pool.run("fold", EMPTY_UPDATE)
        assert (pool.done, pool.overran, pool.died) == (3, 1, 1)
        assert (pool.busy, pool.waiting) == (0, 0)
    finally:
        await pool.close()


async def test_the_pool_says_how_much_waits() -> None:
    pool = Workers(1, 512, 60)
    try:
        await pool.warm()
        (worker,) = pool.processes()
        os.kill(worker, signal.SIGSTOP)
        tasks = [asyncio.create_task(pool.run("fold", EMPTY_UPDATE)) for _ in range(4)]
        while pool.busy != 1 or pool.waiting != 3:  # noqa: ASYNC110  # there is no event
            await asyncio.sleep(0.01)
        tasks.pop().cancel()
        while pool.waiting != 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        os.kill(worker, signal.SIGCONT)
        await asyncio.gather(*tasks)
        assert (pool.busy, pool.waiting, pool.done) == (0, 0, 4), "three, and the first to warm it"
    finally:
        await pool.close()
