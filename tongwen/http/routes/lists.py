"""Lists of nodes from anywhere."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from tongwen.drive import lists
from tongwen.drive.trash import empty_trash
from tongwen.http.answers import nothing, page
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.paging import DEFAULT_LIMIT, Cursor, Limit
from tongwen.http.shapes import Node, answers, listed

router = APIRouter()

_NODES = answers(listed(Node))


@router.get("/recent", responses=_NODES)
async def get_recent(
    actor: ActorIn, services: ServicesIn, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> Response:
    """Return what the caller opened, latest first."""
    return page(*await lists.recent(services.drive, actor, cursor=cursor, limit=limit))


@router.get("/shared", responses=_NODES)
async def get_shared(
    actor: ActorIn, services: ServicesIn, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> Response:
    """Return what others shared with the caller, latest first."""
    return page(*await lists.shared(services.drive, actor, cursor=cursor, limit=limit))


@router.get("/starred", responses=_NODES)
async def get_starred(
    actor: ActorIn, services: ServicesIn, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> Response:
    """Return what the caller gave a star, latest first."""
    return page(*await lists.starred(services.drive, actor, cursor=cursor, limit=limit))


@router.get("/trash", responses=_NODES)
async def get_trash(
    actor: ActorIn, services: ServicesIn, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> Response:
    """Return what lies in the caller's trash, latest first."""
    return page(*await lists.trashed(services.drive, actor, cursor=cursor, limit=limit))


@router.delete("/trash", status_code=204, responses=answers(None, 204))
async def delete_trash(actor: ActorIn, services: ServicesIn) -> Response:
    """Delete all in the caller's trash for ever."""
    await empty_trash(services.drive, actor)
    return nothing()


@router.put("/nodes/{node}/star", status_code=204, responses=answers(None, 204))
async def put_star(node: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Give a node a star."""
    await lists.set_star(services.drive, actor, node, True)
    return nothing()


@router.delete("/nodes/{node}/star", status_code=204, responses=answers(None, 204))
async def delete_star(node: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Take a star away."""
    await lists.set_star(services.drive, actor, node, False)
    return nothing()


@router.get("/search", responses=_NODES)
async def get_search(
    actor: ActorIn,
    services: ServicesIn,
    q: Annotated[str, Query(max_length=200)],
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> Response:
    """Return what has all the words in its name, as far as the caller may see."""
    return page(*await lists.search(services.drive, actor, q, cursor=cursor, limit=limit))
