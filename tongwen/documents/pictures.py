"""Thumbnails of documents: drawn from their files' beginnings, kept by the file's hash."""

import asyncio
import json
from pathlib import Path

from tongwen.blobs import BlobStore
from tongwen.catalog import format_of
from tongwen.core.errors import NotFound, TongwenError
from tongwen.core.ids import new_id
from tongwen.documents.ports import Workers
from tongwen.documents.thumbnail import draw
from tongwen.drive.stored import Download


class Pictures:
    """Draws small pictures of documents once a file, in worker processes."""

    def __init__(self, blobs: BlobStore, workers: Workers, folder: Path) -> None:
        """`folder` may be emptied at any time."""
        self._blobs = blobs
        self._workers = workers
        self._folder = folder

    async def of(self, tenant: str, kind: str, blob: str) -> Download:
        """Return the picture of a file.

        Raises:
            NotFound: `no-thumbnail`: it cannot be read.
        """
        path = self._folder / f"{blob}.svg"
        if not await asyncio.to_thread(path.exists):
            await self._draw(tenant, kind, blob, path)
        return Download(
            size=await asyncio.to_thread(lambda: path.stat().st_size),
            media_type="image/svg+xml",
            kind="image",
            name="thumbnail.svg",
            etag=f"{blob}-picture",
            path=path,
        )

    async def _draw(self, tenant: str, kind: str, blob: str, path: Path) -> None:
        package = await self._blobs.local_path(tenant, blob)
        try:
            task = f"preview.{format_of(kind)}"
            preview = await self._workers.run(task, str(package).encode())
        except TongwenError:
            raise NotFound("no-thumbnail") from None
        fresh = path.with_suffix(f".{new_id()}")  # other processes may draw the same
        await asyncio.to_thread(fresh.write_bytes, draw(json.loads(preview)))
        await asyncio.to_thread(fresh.replace, path)
