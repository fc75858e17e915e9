"""The pool of worker processes: started when needed, one kept warm, killed when they overrun."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tongwen.core.errors import TongwenError, TooLarge, Unavailable
from tongwen.jobs.frames import DONE, HEAD, pack, revive, unpack

log = logging.getLogger("tongwen.jobs")

IDLE_SECONDS = 60.0
_HERE = str(Path(__file__).resolve().parents[2])
TASKS_A_WORKER = 200  # then it is replaced: libraries leak


class _Worker:
    """One process; does one task at a time."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.done = 0

    async def ask(self, strings: list[bytes]) -> list[bytes]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(pack(strings))
        await self.process.stdin.drain()
        count, size = HEAD.unpack(await self.process.stdout.readexactly(HEAD.size))
        self.done += 1
        return unpack(count, await self.process.stdout.readexactly(size))

    async def end(self) -> None:
        """Kill the process; return when it is gone and its pipes are closed."""
        if self.process.returncode is None:
            self.process.kill()
        assert self.process.stdout is not None
        with suppress(ConnectionError):
            await self.process.stdout.read()
        await self.process.wait()


class Workers:
    """Runs named tasks (`jobs.tasks`) in processes of their own."""

    def __init__(self, count: int, memory: int, seconds: float) -> None:
        """Allow `count` processes of `memory` MiB each, and `seconds` for each task."""
        self._count = count
        self._slots = asyncio.Semaphore(count)
        self._memory = memory
        self._seconds = seconds
        self._idle: list[tuple[float, _Worker]] = []
        self._busy: set[_Worker] = set()
        self._sweeper: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False
        self.waiting = 0  # tasks that wait for a process
        self.done = 0  # tasks that were answered, also by an error of theirs
        self.overran = 0  # tasks that took too long
        self.died = 0  # processes that ended in the middle of a task

    @property
    def busy(self) -> int:
        """How many processes do a task now."""
        return len(self._busy)

    def processes(self) -> list[int]:
        """Return the process ids of all workers."""
        workers = [*self._busy, *(worker for _, worker in self._idle)]
        return [worker.process.pid for worker in workers]

    async def run(self, task: str, *args: bytes, seconds: float | None = None) -> bytes:
        """Do a task and return its result.

        Raises:
            TongwenError: what the task raised; `conversion-too-slow`, `conversion-too-large` if it
                passed a limit; `conversion-failed` when its process died.
        """
        async with self._slot():
            worker = await self._take()
            self._busy.add(worker)
            try:
                answer = await asyncio.wait_for(
                    worker.ask([task.encode(), *args]), seconds or self._seconds
                )
            except TimeoutError:
                self._end(worker)
                self.overran += 1
                log.warning("a task took too long", extra={"task": task})
                raise TooLarge("conversion-too-slow") from None
            except (asyncio.IncompleteReadError, ConnectionError, ValueError):
                log.error("a worker died doing %s", task, extra={"task": task})
                self._end(worker)
                self.died += 1
                raise Unavailable("conversion-failed") from None
            except asyncio.CancelledError:
                self._end(worker)
                raise
            finally:
                self._busy.discard(worker)
            self._give_back(worker)
        self.done += 1
        status, payload = answer
        if status != DONE:
            raise revive(payload)
        return payload

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        self.waiting += 1
        try:
            await self._slots.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._slots.release()

    async def warm(self) -> None:
        """Start one worker and have it load what folds, so that the first task does not wait."""
        with suppress(TongwenError):  # whoever comes first is told why
            await self.run("fold")

    async def _take(self) -> _Worker:
        if self._closed:
            raise Unavailable("conversion-failed")
        while self._idle:
            _, worker = self._idle.pop()
            if worker.process.returncode is None:
                return worker
            self._end(worker)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tongwen.jobs.worker",
            str(self._memory),
            stdin=PIPE,
            stdout=PIPE,
            cwd="/",
            env={
                "PATH": os.environ.get("PATH", ""),
                "LANG": "C.UTF-8",
                "PYTHONPATH": _HERE,
            },
        )
        return _Worker(process)

    def _give_back(self, worker: _Worker) -> None:
        used_up = worker.done >= TASKS_A_WORKER or worker.process.returncode is not None
        if used_up or self._closed:
            self._end(worker)
            return
        self._idle.append((asyncio.get_running_loop().time(), worker))
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep())

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(IDLE_SECONDS / 4)
            limit = asyncio.get_running_loop().time() - IDLE_SECONDS
            while len(self._idle) > 1 and self._idle[0][0] < limit:
                self._end(self._idle.pop(0)[1])

    async def close(self) -> None:
        """Kill every worker, busy or not; return when they are gone. No task runs afterwards."""
        if self._sweeper:
            self._sweeper.cancel()
        self._closed = True
        for worker in self._busy:
            worker.process.kill()  # who waits for its answer ends it
        while self._idle:
            self._end(self._idle.pop()[1])
        for _ in range(self._count):
            await self._slots.acquire()
        for _ in range(self._count):
            self._slots.release()
        await asyncio.gather(*self._ending)

    def _end(self, worker: _Worker) -> None:
        """Kill a worker; `close` waits until all that were killed are gone."""
        ending = asyncio.create_task(worker.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
