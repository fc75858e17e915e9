"""The tus 1.0 protocol for uploads that survive a broken connection: its headers and rules."""

import base64
import binascii
from collections.abc import Callable, Coroutine
from email.utils import formatdate
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from tongwen.core.errors import Invalid, TongwenError, TooLarge, Unsupported
from tongwen.drive.uploads import Upload
from tongwen.http.digests import decode_sha256
from tongwen.http.problems import problem_of

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
CHECKSUMS = "sha256"
BODY_TYPE = "application/offset+octet-stream"

_LARGEST = (1 << 63) - 1
_MOST_FOLDERS = 64


class TusRoute(APIRoute):
    """A route that refuses other versions of the protocol and names its own in every answer."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the protocol around it."""
        handle = super().get_route_handler()

        async def with_protocol(request: Request) -> Response:
            try:
                spoken = request.headers.get("tus-resumable")
                if request.method != "OPTIONS" and spoken != VERSION:
                    raise Invalid("tus-version", version=VERSION)
                response = await handle(request)
            except TongwenError as error:
                response = problem_of(error, request)
                if error.code == "tus-version":
                    response.headers["Tus-Version"] = VERSION
            response.headers["Tus-Resumable"] = VERSION
            return response

        return with_protocol


def upload_headers(upload: Upload, offset: int) -> dict[str, str]:
    """Return the headers that say how far an upload is and when it expires."""
    return {
        "Upload-Offset": str(offset),
        "Upload-Expires": formatdate(upload.expires / 1000, usegmt=True),
        "Cache-Control": "no-store",
    }


def read_length(request: Request, limit: int) -> int:
    """Return Upload-Length in bytes.

    Raises:
        Invalid: `upload-length`: it is missing or no number; deferred lengths are not supported.
        TooLarge: `file-too-large`.
    """
    length = _number(request, "upload-length")
    if length > limit:
        raise TooLarge("file-too-large", limit_bytes=limit)
    return length


def read_offset(request: Request) -> int:
    """Return Upload-Offset in bytes.

    Raises:
        Invalid: `upload-offset`: it is missing or no number.
    """
    return _number(request, "upload-offset")


def read_checksum(request: Request) -> bytes | None:
    """Return the sha-256 of Upload-Checksum, None when it is not sent.

    Raises:
        Invalid: `checksum-algorithm` or `digest-invalid`.
    """
    field = request.headers.get("upload-checksum")
    if field is None:
        return None
    algorithm, _, digest = field.partition(" ")
    if algorithm != CHECKSUMS:
        raise Invalid("checksum-algorithm", algorithms=CHECKSUMS)
    return decode_sha256(digest)


def require_body_type(request: Request) -> None:
    """Refuse bodies that are not announced as pieces of an upload.

    Raises:
        Unsupported: `upload-content-type`.
    """
    if request.headers.get("content-type", "") != BODY_TYPE:
        raise Unsupported("upload-content-type", expected=BODY_TYPE)


def read_metadata(request: Request) -> dict[str, str]:
    """Return Upload-Metadata: keys with their UTF-8 values.

    Raises:
        Invalid: `upload-metadata`.
    """
    field = request.headers.get("upload-metadata", "")
    metadata: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in field.split(","))):
        key, _, value = pair.partition(" ")
        try:
            metadata[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Invalid("upload-metadata", key=key) from None
    return metadata


def read_place(metadata: dict[str, str]) -> tuple[str, str, list[str]]:
    """Return parent, file name, and the folders on the way from one to the other.

    `relativePath` is as browsers give it, with the file name at its end.

    Raises:
        Invalid: `upload-metadata`.
    """
    for key in ("parent", "filename"):
        if not metadata.get(key):
            raise Invalid("upload-metadata", key=key)
    folders = [part for part in metadata.get("relativePath", "").split("/") if part]
    if folders and folders[-1] == metadata["filename"]:
        folders.pop()
    if len(folders) > _MOST_FOLDERS:
        raise Invalid("upload-metadata", key="relativePath")
    return metadata["parent"], metadata["filename"], folders


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal()) or int(text[:20]) > _LARGEST:
        raise Invalid(name)
    return int(text)
