"""Versions of files."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from tongwen.core.actor import Actor
from tongwen.drive.access import access
from tongwen.drive.versions import label_version, list_versions, read_version
from tongwen.http.answers import answer
from tongwen.http.bodies import LabelBody
from tongwen.http.downloads import send
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.paging import DEFAULT_LIMIT, Cursor, Limit
from tongwen.http.services import Services
from tongwen.http.shapes import Changes, RestoredVersion, Version, VersionPage, answers

router = APIRouter(prefix="/nodes/{node}/versions")

Which = Annotated[int | Literal["current"], Path()]
_BYTES = answers(None, 200, 206, 304)


@router.get("", responses=answers(VersionPage))
async def get_versions(
    node: str,
    actor: ActorIn,
    services: ServicesIn,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> Response:
    """Return a page of a file's versions, newest first, and on the first page what came since."""
    found = await list_versions(services.drive, actor, node, cursor=cursor, limit=limit)
    return answer({"items": found.items, "next": found.following, "now": found.now})


@router.post("", status_code=201, responses=answers(Version, 201))
async def post_version(
    node: str, body: LabelBody, actor: ActorIn, services: ServicesIn
) -> Response:
    """Keep the content as it is now as a named version."""
    number = await services.documents.take_version(actor, node, body.label)
    return answer(await _view(services, actor, node, number), 201)


@router.post("/{number}/restore", responses=answers(RestoredVersion))
async def restore_version(node: str, number: int, actor: ActorIn, services: ServicesIn) -> Response:
    """Make an earlier version the newest again, and say which holds what there was before."""
    restored = await services.documents.restore_version(actor, node, number)
    shown = await _view(services, actor, node, restored.number)
    return answer({**shown, "before": restored.before})


@router.head("/{number}/state", responses=_BYTES, include_in_schema=False)
@router.get("/{number}/state", responses=_BYTES)
async def get_state(
    node: str,
    number: Which,
    request: Request,
    actor: ActorIn,
    services: ServicesIn,
    part: Annotated[str | None, Query(max_length=80)] = None,
) -> Response:
    """Send a live part of a version, or as it is now, as one Yjs update; the main one."""
    download = await services.documents.version_state(actor, node, _number(number), part)
    return await send(request, services, actor.tenant, download, inline=False)


@router.head("/{number}/parts", responses=_BYTES, include_in_schema=False)
@router.get("/{number}/parts", responses=_BYTES)
async def get_parts(
    node: str, number: Which, request: Request, actor: ActorIn, services: ServicesIn
) -> Response:
    """Send every part of the file as it was, or as it is now: a Yjs update each, packed."""
    download = await services.documents.version_parts(actor, node, _number(number))
    return await send(request, services, actor.tenant, download, inline=False)


@router.get("/{number}/changes", responses=answers(Changes))
async def get_changes(
    node: str,
    number: Which,
    actor: ActorIn,
    services: ServicesIn,
    since: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """Return who wrote and deleted what up to a version, or up to now, since another."""
    return answer(await services.documents.version_changes(actor, node, _number(number), since))


@router.patch("/{number}", responses=answers(Version))
async def patch_version(
    node: str, number: int, body: LabelBody, actor: ActorIn, services: ServicesIn
) -> Response:
    """Name a version."""
    return answer(await label_version(services.drive, actor, node, number, body.label))


def _number(which: int | Literal["current"]) -> int | None:
    return None if which == "current" else which


async def _view(services: Services, actor: Actor, node: str, number: int) -> dict[str, object]:
    found = await access(services.database, actor, node)
    return await read_version(services.database, actor, found, number)
