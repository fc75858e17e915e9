"""Resumable uploads (tus 1.0)."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tongwen.blobs import (
    DigestMismatch,
    OffsetMismatch,
    StagingBusy,
    StagingFinished,
    StagingTooLong,
)
from tongwen.core.actor import Actor
from tongwen.core.errors import Conflict, Invalid, NotFound, TooLarge
from tongwen.drive.uploads import Upload, begin_upload, end_upload, find_upload
from tongwen.http import tus
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.services import Services
from tongwen.http.shapes import answers

router = APIRouter(prefix="/uploads", route_class=tus.TusRoute)

_RAW: dict[str, Any] = {"requestBody": {"content": {tus.BODY_TYPE: {}}}}


@router.options("", status_code=204, responses=answers(None, 204))
async def describe_uploads(services: ServicesIn) -> Response:
    """Say what of the protocol is spoken."""
    return Response(
        status_code=204,
        headers={
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Max-Size": str(services.settings.max_upload),
            "Tus-Checksum-Algorithm": tus.CHECKSUMS,
        },
    )


@router.post("", status_code=201, responses=answers(None, 201), openapi_extra=_RAW)
async def create_upload(request: Request, actor: ActorIn, services: ServicesIn) -> Response:
    """Begin an upload, perhaps with its first bytes."""
    length = tus.read_length(request, services.settings.max_upload)
    parent, name, folders = tus.read_place(tus.read_metadata(request))
    with_bytes = request.headers.get("content-type") == tus.BODY_TYPE
    if with_bytes:
        tus.read_checksum(request)
    upload = await begin_upload(services.drive, actor, parent, name, folders, length)
    offset, node = 0, None
    if with_bytes or length == 0:
        offset, node = await _append(services, actor, upload, request, 0)
    headers = tus.upload_headers(upload, offset)
    headers["Location"] = f"/api/v1/uploads/{upload.id}"
    return Response(status_code=201, headers=headers | _node(node))


@router.head("/{upload}", responses=answers(None, 200))
async def get_upload(upload: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Say how far an upload is."""
    found = await find_upload(services.database, actor, upload)
    offset = await services.blobs.staging(found.tenant, found.id).offset()
    headers = tus.upload_headers(found, offset)
    headers["Upload-Length"] = str(found.length)
    return Response(headers=headers)


@router.patch("/{upload}", status_code=204, responses=answers(None, 204), openapi_extra=_RAW)
async def continue_upload(
    upload: str, request: Request, actor: ActorIn, services: ServicesIn
) -> Response:
    """Add bytes; with the last ones the file is put into its folder."""
    tus.require_body_type(request)
    found = await find_upload(services.database, actor, upload)
    offset, node = await _append(services, actor, found, request, tus.read_offset(request))
    return Response(status_code=204, headers=tus.upload_headers(found, offset) | _node(node))


@router.delete("/{upload}", status_code=204, responses=answers(None, 204))
async def delete_upload(upload: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Give an upload up."""
    found = await find_upload(services.database, actor, upload)
    try:
        await services.blobs.staging(found.tenant, found.id).discard()
    except StagingBusy:
        raise Conflict("upload-locked") from None
    await end_upload(services.drive, found)
    return Response(status_code=204)


@router.post("/{upload}", status_code=204, responses=answers(None, 204), include_in_schema=False)
async def overridden(
    upload: str, request: Request, actor: ActorIn, services: ServicesIn
) -> Response:
    """Do what X-HTTP-Method-Override says, for networks that let no PATCH or DELETE through."""
    method = request.headers.get("x-http-method-override")
    if method == "PATCH":
        return await continue_upload(upload, request, actor, services)
    if method == "DELETE":
        return await delete_upload(upload, actor, services)
    raise NotFound("not-found")


async def _append(
    services: Services, actor: Actor, upload: Upload, request: Request, at: int
) -> tuple[int, str | None]:
    """Add the body; return the new offset and, when that was all, the node that it became."""
    staging = services.blobs.staging(upload.tenant, upload.id)
    checksum = tus.read_checksum(request)
    try:
        offset = await staging.append(_body(request), at, limit=upload.length, sha256=checksum)
    except StagingFinished:
        offset = upload.length  # every byte came before, but the file could not be put in place
    except StagingBusy:
        raise Conflict("upload-locked") from None
    except StagingTooLong:
        raise TooLarge("upload-too-long", limit_bytes=upload.length) from None
    except OffsetMismatch as error:
        raise Conflict("offset-mismatch", offset=error.offset) from None
    except DigestMismatch:
        raise Invalid("checksum-mismatch") from None
    if offset < upload.length:
        return offset, None
    try:
        blob = await staging.finish()
    except StagingBusy:
        raise Conflict("upload-locked") from None
    stored = await services.documents.store_upload(
        actor, upload.parent, upload.name, blob, upload.length
    )
    await end_upload(services.drive, upload)
    await staging.discard()
    return offset, stored.node


async def _body(request: Request) -> AsyncIterator[bytes]:
    async for piece in request.stream():
        if piece:
            yield piece


def _node(node: str | None) -> dict[str, str]:
    return {} if node is None else {"Tongwen-Node": node}
