"""Memory that a large document left behind in this process, given back to the system."""

import asyncio
import ctypes
import sys
from collections.abc import Callable
from functools import cache

LARGE = 1 << 20  # bytes of a part: what was copied on its way leaves holes worth a look
SECONDS = 3.0  # until it was sent to whoever asked for it


@cache
def trimmer() -> Callable[[int], int] | None:
    """Return the allocator's `malloc_trim` (glibc), None where it has none."""
    if sys.platform != "linux":
        return None
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found


class Leavings:
    """Has the allocator return free pages some seconds after large things went through.

    Without it the server stays as large as it ever was: each document's bytes are copied a few
    times on the way from the disk to the socket, and small blocks that live on hold those pages.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._waiting = False

    def after(self, size: int) -> None:
        """Take note that so many bytes went through."""
        if size >= LARGE and not self._waiting and trimmer() is not None:
            self._waiting = True
            asyncio.get_running_loop().call_later(self._seconds, self._give_back)

    def _give_back(self) -> None:
        self._waiting = False
        trim = trimmer()
        if trim is not None:  # the call leaves the interpreter to others: a few milliseconds
            asyncio.get_running_loop().run_in_executor(None, trim, 0)
