"""Bytes of files as answers: ranges, validators, and what a browser may do with them."""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path

import anyio
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tongwen.blobs import PIECE_BYTES
from tongwen.core.errors import Invalid
from tongwen.drive.kinds import shown_as
from tongwen.drive.stored import Download
from tongwen.http.names import content_disposition
from tongwen.http.services import Services

# What is shown in place may load nothing and run nothing. PDFs go without `sandbox`, because
# Chromium's viewer refuses to start in one.
_NOTHING = (
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)
_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


async def send(
    request: Request, services: Services, tenant: str, download: Download, *, inline: bool
) -> Response:
    """Return the answer that streams a download, as far as the request's range goes.

    `inline` asks to show it in the browser, which is done only for types that are safe to show.

    Raises:
        Invalid: `range-not-satisfiable`.
    """
    shown = shown_as(download.kind, download.media_type) if inline else None
    etag = f'"{download.etag}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition(download.name, inline=shown is not None),
        "Content-Security-Policy": _policy(download.kind, shown),
        "X-Content-Type-Options": "nosniff",
    }
    if _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    status, start, stop = 200, 0, download.size
    if download.size is not None and download.pieces is None:
        headers["Accept-Ranges"] = "bytes"
        wanted = _range(request, etag, download.size)
        if wanted is not None:
            start, stop = wanted
            status = 206
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{download.size}"
    if stop is not None:
        headers["Content-Length"] = str(stop - start)
    media_type = shown or _sent_as(download)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=media_type)
    pieces = _pieces(services, tenant, download, start, stop)
    # The first piece before the first header: what cannot be read can still be answered.
    first = await anext(pieces, b"")
    return StreamingResponse(_after(first, pieces), status, headers, media_type)


async def _after(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    async with aclosing(rest):
        yield first
        async for piece in rest:
            yield piece


def _policy(kind: str, shown: str | None) -> str:
    if kind == "pdf" and shown is not None:
        return _NOTHING + "; object-src 'self'"
    return _NOTHING + "; sandbox"


def _sent_as(download: Download) -> str:
    # A page or script that somebody uploaded must not run under our origin, however it is opened.
    if download.media_type.startswith("text/"):
        return "application/octet-stream" if "html" in download.media_type else download.media_type
    return download.media_type


def _matches(header: str, etag: str) -> bool:
    """If-None-Match (RFC 9110 §13.1.2), compared weakly."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return etag in tags or "*" in tags


def _range(request: Request, etag: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last-plus-one byte that are asked for, None for all.

    Several ranges, other units and malformed ones are ignored, as RFC 9110 §14.2 allows.

    Raises:
        Invalid: `range-not-satisfiable`.
    """
    match = _RANGE.match(request.headers.get("range", ""))
    condition = request.headers.get("if-range")
    if match is None or (condition is not None and condition != etag):
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start = int(first)
        stop = min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= size or start >= stop:
        raise Invalid("range-not-satisfiable", size=size)
    return start, stop


async def _pieces(
    services: Services, tenant: str, download: Download, start: int, stop: int | None
) -> AsyncGenerator[bytes, None]:
    if download.pieces is not None:
        source = download.pieces
    elif download.blob is not None:
        source = services.blobs.read(tenant, download.blob, start, stop)
    else:
        assert download.path is not None
        source = _file(download.path, start, stop)
    async for piece in source:
        yield piece


async def _file(path: Path, start: int, stop: int | None) -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as file:
        await file.seek(start)
        left = None if stop is None else stop - start
        while piece := await file.read(PIECE_BYTES if left is None else min(PIECE_BYTES, left)):
            if left is not None:
                left -= len(piece)
            yield piece
