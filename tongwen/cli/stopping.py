"""Stopping the server: everybody is told in order, and it ends in time whatever hangs."""

import asyncio
import logging
import math
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import NoReturn, Protocol

import uvicorn

from tongwen.http.readiness import Readiness
from tongwen.http.requests import Requests

log = logging.getLogger("tongwen")

SERVICE_RESTART = 1012  # IANA's registry of WebSocket close codes
RESTARTING = "the server is restarting"
CLOSING_SHARE = 0.2  # of the time for stopping, kept for workers, bus and database
FAREWELL_SECONDS = 1.0  # in which sockets take their close frames
TICKS_A_SECOND = 10  # as uvicorn counts them
SIGNALS = (signal.SIGTERM, signal.SIGINT)
LEFT_BEHIND = 1  # exit code: something had to be left as it was


class PortTaken(Exception):
    """The server cannot listen where the settings say; uvicorn has logged why."""


class Server(uvicorn.Server):
    """uvicorn's server, which leaves signals and the process to us."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: "list[socket.socket] | None" = None) -> None:
        """Listen.

        Raises:
            PortTaken: it cannot.
        """
        try:
            await super().startup(sockets)
        except SystemExit:
            raise PortTaken from None

    async def main_loop(self) -> None:
        """Serve until `should_exit`. uvicorn's own loop wakes ten times a second for the same."""
        tick = 0
        while not await self.on_tick(tick):
            tick += TICKS_A_SECOND  # uvicorn renews the Date header every so many
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 1.0)

    def exit(self) -> None:
        """Stop serving: finish what is asked, and return from `serve`."""
        self.should_exit = True
        self._told.set()

    def stop_listening(self) -> None:
        """Take no new connections; those that are open go on."""
        if self.started:
            for server in self.servers:
                server.close()


class Alarm:
    """Hears the signals that end the process, and ends it itself when the time is over.

    A thread of its own waits for them, because the event loop may be what hangs.
    """

    def __init__(self, seconds: float) -> None:
        """`seconds`: from the first signal to the end."""
        self.told = asyncio.Event()
        self._seconds = seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._processes: Callable[[], list[int]] = list
        self._ends = float("inf")

    def listen(self) -> None:
        """Hear SIGTERM and SIGINT from now on. To be called before any other thread begins.

        Until somebody attends, a signal ends the process at once: nothing was acknowledged yet.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        threading.Thread(target=self._wait, name="signals", daemon=True).start()

    def attend(self, processes: Callable[[], list[int]]) -> None:
        """Let the first signal set `told` from now on, and the second end the process at once.

        `processes` are those that end with us.
        """
        self._processes = processes
        self._loop = asyncio.get_running_loop()

    def left(self) -> float:
        """Seconds until everything must be closed; the database and workers have theirs after."""
        return max(0.0, self._ends - self._seconds * CLOSING_SHARE - monotonic())

    def _wait(self) -> None:
        number = signal.sigwait(SIGNALS)
        if self._loop is None:
            self._leave(128 + number, "told to stop before serving")
        self._ends = monotonic() + self._seconds
        with suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(self.told.set)
        again = signal.sigtimedwait(SIGNALS, self._seconds)
        if again is None:
            self._leave(LEFT_BEHIND, "cannot stop in time")
        else:
            self._leave(128 + again.si_signo, "told twice: stopping at once")

    def _leave(self, code: int, why: str) -> NoReturn:
        log.error("%s", why)
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        sys.stderr.flush()
        os._exit(code)


class DrainingRooms(Protocol):
    """Live rooms, as far as stopping is concerned."""

    @property
    def unsaved(self) -> int:
        """How many edits are not durable yet."""

    async def drain(self, seconds: float) -> None:
        """Send everybody away, spread over `seconds`, when what they wrote is durable."""


@dataclass(frozen=True, slots=True)
class Drain:
    """What has to stop, and how."""

    server: Server
    rooms: DrainingRooms
    sockets: Sized  # the open live connections
    close_sockets: Callable[[int, str], None]
    readiness: Readiness
    requests: Requests
    grace: float  # seconds in which balancers notice that we are not ready any more

    async def run(self, alarm: Alarm, serving: "asyncio.Task[None]") -> int:
        """Stop serving, in the order that loses nothing; return the exit code.

        Readiness says so first; after the grace the port is closed; rooms close when their edits
        are on the disk; calls are finished, resumable uploads interrupted. It ends when `alarm`
        says so.
        """
        self.readiness.draining = True
        log.info("stopping")
        await asyncio.sleep(min(self.grace, alarm.left()))
        self.server.stop_listening()
        self.requests.interrupt_uploads()
        self.server.config.timeout_graceful_shutdown = math.ceil(alarm.left())
        self.server.exit()
        leaving = asyncio.ensure_future(self.rooms.drain(self.grace))
        await asyncio.wait({leaving}, timeout=alarm.left())
        if leaving.done() and (error := leaving.exception()):
            log.error("rooms could not be closed", exc_info=error)
        leaving.cancel()
        self.close_sockets(SERVICE_RESTART, RESTARTING)
        await self._farewell(min(FAREWELL_SECONDS, alarm.left()))
        await asyncio.wait({serving}, timeout=alarm.left() + FAREWELL_SECONDS)
        if unsaved := self.rooms.unsaved:
            log.error("%d edits are not saved, nor acknowledged: their pages keep them", unsaved)
            return LEFT_BEHIND
        return 0

    async def _farewell(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while len(self.sockets) and loop.time() < until:  # noqa: ASYNC110  # there is no event
            await asyncio.sleep(0.02)
