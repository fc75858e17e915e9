"""Sharing with members."""

from fastapi import APIRouter
from starlette.responses import Response

from tongwen.drive.grants import list_grants, read_role, remove_grant, set_grant
from tongwen.http.answers import answer, nothing
from tongwen.http.bodies import GrantBody
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.shapes import Grant, Grants, answers

router = APIRouter(prefix="/nodes")


@router.get("/{node}/grants", responses=answers(Grants))
async def get_grants(node: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Return who has access, and why."""
    return answer(await list_grants(services.drive, actor, node))


@router.put("/{node}/grants/{user}", responses=answers(Grant))
async def put_grant(
    node: str, user: str, body: GrantBody, actor: ActorIn, services: ServicesIn
) -> Response:
    """Give a member a role, on a folder also for all that is in it."""
    return answer(await set_grant(services.drive, actor, node, user, read_role(body.role)))


@router.delete("/{node}/grants/{user}", status_code=204, responses=answers(None, 204))
async def delete_grant(node: str, user: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Take a member's role away, or give up one's own."""
    await remove_grant(services.drive, actor, node, user)
    return nothing()
