"""Downloading."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tongwen.drive.lists import mark_opened
from tongwen.http.downloads import send
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.shapes import answers

router = APIRouter(prefix="/nodes")

_BYTES = answers(None, 200, 206, 304)


@router.head("/{node}/content", responses=_BYTES, include_in_schema=False)
@router.get("/{node}/content", responses=_BYTES)
async def get_content(
    node: str,
    request: Request,
    actor: ActorIn,
    services: ServicesIn,
    version: Annotated[int | None, Query(ge=1)] = None,
    format: Annotated[str | None, Query(max_length=32)] = None,
    sheet: Annotated[str | None, Query(max_length=255)] = None,
    disposition: Literal["attachment", "inline"] = "attachment",
) -> Response:
    """Send a file as it is now, an earlier version of it, or converted to another format."""
    download = await services.documents.content(actor, node, version, format, sheet)
    if request.method == "GET" and "range" not in request.headers:
        await mark_opened(services.drive, actor, node)
    return await send(request, services, actor.tenant, download, inline=disposition == "inline")


@router.head("/{node}/thumbnail", responses=_BYTES, include_in_schema=False)
@router.get("/{node}/thumbnail", responses=_BYTES)
async def get_thumbnail(
    node: str, request: Request, actor: ActorIn, services: ServicesIn
) -> Response:
    """Send a small picture of a file, for cards."""
    download = await services.documents.thumbnail(actor, node)
    return await send(request, services, actor.tenant, download, inline=True)
