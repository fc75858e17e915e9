"""Images and charts of documents."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tongwen.core.errors import TooLarge
from tongwen.core.roles import Role
from tongwen.drive.access import require
from tongwen.http.answers import answer
from tongwen.http.digests import BodyDigest
from tongwen.http.downloads import send
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.shapes import Chart, MediaShape, answers

router = APIRouter(prefix="/nodes")

Version = Annotated[int | None, Query(ge=1)]
_RAW = {"requestBody": {"required": True, "content": {"image/*": {}}}}


@router.post(
    "/{node}/media", status_code=201, responses=answers(MediaShape, 201), openapi_extra=_RAW
)
async def add_media(node: str, request: Request, actor: ActorIn, services: ServicesIn) -> Response:
    """Store the body as an image for a document."""
    await require(services.database, actor, node, Role.EDITOR)
    limit = services.settings.max_media
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
    media_type = request.headers.get("content-type", "")
    media = await services.documents.add_media(actor, node, blob, media_type, writer.size)
    return answer({"media": media.name, "width": media.width, "height": media.height}, 201)


@router.get("/{node}/media/{media:path}", responses=answers(None, 200, 206, 304))
async def get_media(
    node: str,
    media: str,
    request: Request,
    actor: ActorIn,
    services: ServicesIn,
    version: Version = None,
) -> Response:
    """Send an image of a document or of a version, by its name there."""
    download = await services.documents.media(actor, node, media, version)
    return await send(request, services, actor.tenant, download, inline=True)


@router.get("/{node}/charts/{part:path}", responses=answers(Chart))
async def get_chart(
    node: str, part: str, actor: ActorIn, services: ServicesIn, version: Version = None
) -> Response:
    """Return what a chart of a live document or of a version shows, by the name of its part."""
    found = await services.documents.chart(actor, node, part, version)
    return Response(
        found, headers={"Cache-Control": "private, no-cache"}, media_type="application/json"
    )
