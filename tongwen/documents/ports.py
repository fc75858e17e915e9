"""What documents need from the floors above them, as the smallest possible interfaces."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tongwen.store import LoggedUpdate, PartId, Snapshot


class Workers(Protocol):
    """Runs heavy and risky work elsewhere (`jobs.pool.Workers`)."""

    async def run(self, task: str, *args: bytes, seconds: float | None = None) -> bytes:
        """Do a named task on byte strings.

        Raises:
            TongwenError: what the task raised, or that it passed a limit.
        """


class Office(Protocol):
    """Converts files by another office program (`jobs.office.LibreOffice`)."""

    async def convert(self, source: Path, ending: str, target: str) -> bytes:
        """Return a file that has one ending as one that has another.

        Raises:
            Unsupported: `libreoffice-missing`.
            Invalid, Unavailable, TooLarge: it cannot be read, or takes too much.
        """


class Publisher(Protocol):
    """Puts an edit made by the server into a part: through its room when it is live."""

    async def publish(self, part: PartId, author: str, update: bytes) -> int:
        """Return the log's head once the edit is durable."""


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """A part as the log has it.

    `summary` is `ydoc.rangesets.dump` of the snapshot alone, empty without one; the tail has none.
    """

    snapshot: Snapshot | None
    tail: list[LoggedUpdate]
    summary: bytes
