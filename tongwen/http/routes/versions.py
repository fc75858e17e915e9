"""Versions of files."""

from fastapi import APIRouter
from starlette.responses import Response

from tongwen.core.actor import Actor
from tongwen.drive.access import access
from tongwen.drive.versions import label_version, list_versions, read_version
from tongwen.http.answers import answer, page
from tongwen.http.bodies import LabelBody
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.paging import DEFAULT_LIMIT, Cursor, Limit
from tongwen.http.services import Services
from tongwen.http.shapes import Version, answers, listed

router = APIRouter(prefix="/nodes/{node}/versions")


@router.get("", responses=answers(listed(Version)))
async def get_versions(
    node: str,
    actor: ActorIn,
    services: ServicesIn,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> Response:
    """Return a page of a file's versions, newest first."""
    items, following = await list_versions(services.drive, actor, node, cursor=cursor, limit=limit)
    return page(items, following)


@router.post("", status_code=201, responses=answers(Version, 201))
async def post_version(
    node: str, body: LabelBody, actor: ActorIn, services: ServicesIn
) -> Response:
    """Keep the content as it is now as a named version."""
    number = await services.documents.take_version(actor, node, body.label)
    return answer(await _view(services, actor, node, number), 201)


@router.post("/{number}/restore", responses=answers(Version))
async def restore_version(node: str, number: int, actor: ActorIn, services: ServicesIn) -> Response:
    """Make an earlier version the newest again."""
    restored = await services.documents.restore_version(actor, node, number)
    return answer(await _view(services, actor, node, restored))


@router.patch("/{number}", responses=answers(Version))
async def patch_version(
    node: str, number: int, body: LabelBody, actor: ActorIn, services: ServicesIn
) -> Response:
    """Name a version."""
    return answer(await label_version(services.drive, actor, node, number, body.label))


async def _view(services: Services, actor: Actor, node: str, number: int) -> dict[str, object]:
    found = await access(services.database, actor, node)
    return await read_version(services.database, actor, found, number)
