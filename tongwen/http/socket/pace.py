"""Rests between two readings of a crowd's sockets, so that frames are read together."""

import asyncio
import time
from collections.abc import Callable

CROWD = 200  # connections; in a smaller company a rest would be noticed and gain little
BUSY_SECONDS = 0.0025  # between two frames, on average
REST_SECONDS = 0.004
_WEIGHT = 0.02  # of the newest gap in the average


class Pace:
    """Decides when this process rests.

    Where a thousand people type in a thousand rooms, most of what a frame costs is that the process
    wakes for it: whatever it needs has left the caches. So after having read and answered what
    came, it sleeps for a moment, and the next frames are read together. It sleeps only while nobody
    waits for an answer: that would come later for nothing.
    """

    __slots__ = ("_awaited", "_connections", "_gap", "_last", "_loop", "_resting", "_sleep")

    def __init__(
        self,
        connections: Callable[[], int],
        awaited: Callable[[], bool],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`connections` says how many there are, `awaited` whether anybody waits for an answer.

        `sleep` stops the whole process.
        """
        self._awaited = awaited
        self._connections = connections
        self._sleep = sleep
        self._gap = 1.0  # seconds between frames, on average
        self._last = 0.0
        self._resting = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def came(self) -> None:
        """Count a frame, and rest behind it if that is worth while."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        now = self._loop.time()
        self._gap += _WEIGHT * (min(now - self._last, 1.0) - self._gap)
        self._last = now
        if self._gap < BUSY_SECONDS and not self._resting and self._connections() >= CROWD:
            self._resting = True
            self._loop.call_soon(self._loop.call_soon, self._rest)  # behind what the frames set off

    def _rest(self) -> None:
        self._resting = False
        if not self._awaited():
            self._sleep(REST_SECONDS)
