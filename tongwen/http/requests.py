"""HTTP requests as a whole: the id that each carries, and what is counted of them."""

import asyncio
import re
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import Scope

from tongwen.core.ids import new_id
from tongwen.sync.figures import Durations

REQUEST_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)

_HEADER = b"x-request-id"
_GIVEN = re.compile(rb"[A-Za-z0-9._:-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def give_id(scope: Scope) -> str:
    """Return the request's id, noting it: the sender's own if it is a plain word, else a new one.

    A proxy that numbers requests gets its number into our logs; anything longer than 64 characters
    or with other signs than letters, digits and `._:-` is not taken.
    """
    given = next((value for name, value in scope["headers"] if name == _HEADER), b"")
    number = given.decode() if _GIVEN.fullmatch(given) else new_id()
    scope.setdefault("state", {})["request"] = number
    return number


def id_of(request: HTTPConnection) -> str:
    """Return the id that a request was given; empty before the door."""
    number: str = getattr(request.state, "request", "")
    return number


def about(request: HTTPConnection) -> dict[str, Any]:
    """Return what a log record should say of a request (`core.logs.FIELDS`)."""
    return {
        "request": id_of(request),
        "method": request.scope["method"],
        "path": request.url.path,
        "actor": getattr(request.state, "principal", ""),
        "tenant": getattr(request.state, "tenant", ""),
        "address": getattr(request.state, "address", ""),
    }


def route_of(scope: Scope) -> str:
    """Return the template of the route that took a request, below `/api/v1`: what counts it.

    Addresses of the page, and those that nothing answers, are all `page`.
    """
    path: str = getattr(scope.get("route"), "path", "")
    return path if path and path != "/{path:path}" else "page"


class Counted:
    """Requests of one route and method: by class of status, and how long they took."""

    __slots__ = ("durations", "statuses")

    def __init__(self) -> None:
        self.statuses: dict[str, int] = {}
        self.durations = Durations(REQUEST_BOUNDS)


class Requests:
    """All requests since the process began, and those that run."""

    def __init__(self) -> None:
        self.counted: dict[tuple[str, str], Counted] = {}
        self.running = 0
        self.closing = False
        self._uploads: set[asyncio.Task[Any]] = set()

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request that is over; status 0: nobody was left to answer."""
        method = scope["method"]
        key = (route_of(scope), method if method in _METHODS else "other")
        counted = self.counted.get(key)
        if counted is None:
            counted = self.counted[key] = Counted()
        family = f"{status // 100}xx" if status else "gone"
        counted.statuses[family] = counted.statuses.get(family, 0) + 1
        counted.durations.add(seconds)

    def upload_began(self) -> None:
        """Note that the present task takes a resumable upload."""
        task = asyncio.current_task()
        if task is not None:
            self._uploads.add(task)
            task.add_done_callback(self._uploads.discard)

    def interrupt_uploads(self) -> None:
        """Stop resumable uploads: what came is kept, and the sender is told to go on later."""
        self.closing = True
        for task in self._uploads:
            task.cancel()
