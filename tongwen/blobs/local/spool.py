"""Streams pieces into an open file: hashing and writing run in a thread while more arrives."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

from tongwen.blobs import PIECE_BYTES
from tongwen.blobs.local.files import translated
from tongwen.core.waiting import outlast

T = TypeVar("T")


class Spool:
    """Gathers small pieces to 1 MiB and hands them to `sink` in a thread, one at a time, in order.

    At most 2 MiB wait, beside the piece that a caller brings.
    """

    def __init__(self, threads: Executor, sink: Callable[[bytes], None]) -> None:
        self._threads = threads
        self._sink = sink
        self._gathered: list[bytes] = []
        self._gathered_bytes = 0
        self._running: asyncio.Future[None] | None = None

    async def write(self, data: bytes) -> None:
        """Add bytes. An error of an earlier piece may be raised here."""
        self._gathered.append(data)
        self._gathered_bytes += len(data)
        if self._gathered_bytes >= PIECE_BYTES:
            await self._hand_over()

    async def flush(self) -> None:
        """Return when the sink has had everything."""
        if self._gathered:
            await self._hand_over()
        await self.settle()

    async def settle(self) -> None:
        """Return when no thread uses the sink any more; what is gathered stays."""
        running, self._running = self._running, None
        if running is not None:
            await outlast(running)

    async def _hand_over(self) -> None:
        await self.settle()
        data = self._gathered[0] if len(self._gathered) == 1 else b"".join(self._gathered)
        self._gathered.clear()
        self._gathered_bytes = 0
        self._running = in_thread(self._threads, lambda: self._sink(data))


def in_thread(threads: Executor, work: Callable[[], T]) -> "asyncio.Future[T]":
    """Begin blocking work on files; its `OSError` becomes `BlobUnavailable`."""

    def translate() -> T:
        with translated():
            return work()

    return asyncio.get_running_loop().run_in_executor(threads, translate)
