"""A document's file in another format: through its model, or by LibreOffice where that is there."""

import json
from collections.abc import AsyncIterator

from tongwen.blobs import BlobStore
from tongwen.catalog import Conversion, conversions_of, format_of
from tongwen.core.errors import Unsupported
from tongwen.documents.ports import Office, Workers
from tongwen.drive.names import split_ending
from tongwen.drive.stored import Download
from tongwen.kinds import LIVE_KINDS


class Conversions:
    """Converts stored packages of live kinds."""

    def __init__(
        self, blobs: BlobStore, workers: Workers, office: Office, guard: bool = False
    ) -> None:
        """`guard`: texts in tables that a spreadsheet would run are made harmless."""
        self._guard = guard
        self._blobs = blobs
        self._workers = workers
        self._office = office

    async def convert(
        self, tenant: str, stored: Download, format: str, sheet: str | None
    ) -> Download:
        """Return a stored file in another format; of several worksheets `sheet` names one.

        Raises:
            NotFound: `no-such-sheet`.
            Unsupported: `format-unavailable`, or `libreoffice-missing`: only LibreOffice can do it.
            TongwenError: the file cannot be read; the code says why.
        """
        kind = stored.kind
        if kind in LIVE_KINDS and format == format_of(kind):
            return stored
        conversion = conversions_of(kind).get(format)
        if conversion is None or stored.blob is None:
            raise Unsupported("format-unavailable", format=format)
        data = await self._converted(tenant, stored, stored.blob, conversion, sheet)
        named = f"-{sheet}" if sheet and not conversion.office else ""
        return Download(
            size=len(data),
            media_type=conversion.media_type,
            kind="plain" if conversion.plain else "file",
            name=split_ending(stored.name)[0] + named + conversion.ending,
            etag=f"{stored.blob}-{format}{named.encode().hex()}",
            pieces=once(data),
        )

    async def _converted(
        self, tenant: str, stored: Download, blob: str, conversion: Conversion, sheet: str | None
    ) -> bytes:
        path = await self._blobs.local_path(tenant, blob)
        title, ending = split_ending(stored.name)
        if conversion.office:
            return await self._office.convert(path, ending, conversion.ending)
        options = {"title": title, "sheet": sheet or "", "guard": self._guard}
        return await self._workers.run(
            f"convert.{format_of(stored.kind)}",
            str(path).encode(),
            conversion.ending.encode(),
            json.dumps(options).encode(),
        )


async def once(data: bytes) -> AsyncIterator[bytes]:
    """Yield bytes as the one piece of a download."""
    yield data
