"""The one clock. Times are stored as whole milliseconds since 1970-01-01 UTC."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Milliseconds = int

now: Callable[[], Milliseconds] = lambda: time.time_ns() // 1_000_000  # noqa: E731


def iso(at: Milliseconds) -> str:
    """Write a stored time as RFC 3339 in UTC, for example `2026-11-23T13:28:00.000Z`."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"
