"""Uploading a file in one go."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tongwen.core.errors import TooLarge
from tongwen.drive.access import access
from tongwen.drive.names import clean_name
from tongwen.drive.tree import require_place
from tongwen.drive.views import view
from tongwen.http.answers import answer
from tongwen.http.digests import BodyDigest
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.names import require_utf8_path
from tongwen.http.shapes import Node, answers

router = APIRouter(prefix="/nodes")

_RAW = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}


@router.put("/{parent}/files/{name:path}", responses=answers(Node, 200, 201), openapi_extra=_RAW)
async def put_file(
    parent: str, name: str, request: Request, actor: ActorIn, services: ServicesIn
) -> Response:
    """Store the body as a file: 201 for a new one, 200 for a new version of one of that name."""
    require_utf8_path(request)
    name = clean_name(name)
    await require_place(services.database, actor, parent)
    limit = services.settings.max_upload
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise TooLarge("file-too-large", limit_bytes=limit)
    digest = BodyDigest(request.headers)
    writer = await services.blobs.writer(actor.tenant)
    try:
        async for piece in request.stream():
            if writer.size + len(piece) > limit:
                raise TooLarge("file-too-large", limit_bytes=limit)
            digest.update(piece)
            await writer.write(piece)
        digest.check()
        blob = await writer.commit()
    finally:
        await writer.abort()
    stored = await services.documents.store_upload(actor, parent, name, blob, writer.size)
    found = await access(services.database, actor, stored.node)
    shown = await view(services.database, services.drive, actor, found)
    return answer(shown, 201 if stored.created else 200)
