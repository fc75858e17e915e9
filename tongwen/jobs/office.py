"""LibreOffice beside the event loop: one conversion at a time (`formats.libreoffice`)."""

import asyncio
from pathlib import Path

from tongwen.formats.libreoffice import convert


class LibreOffice:
    """Converts files by the LibreOffice of this machine, one after the other."""

    def __init__(self, seconds: float) -> None:
        """A conversion may take so many seconds."""
        self._seconds = seconds
        self._turn = asyncio.Lock()

    async def convert(self, source: Path, ending: str, target: str) -> bytes:
        """Return a file that has one ending as one that has another.

        Raises:
            Unsupported, Invalid, TooLarge, Unavailable: as `formats.libreoffice.convert`.
        """
        async with self._turn:
            return await asyncio.to_thread(self._convert, source, ending, target)

    def _convert(self, source: Path, ending: str, target: str) -> bytes:
        return convert(source.read_bytes(), ending, target, self._seconds)
