"""The members of the organisation."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from tongwen.core.actor import Actor
from tongwen.drive.cursors import read_cursor, write_cursor
from tongwen.drive.grants import require_member
from tongwen.http.answers import answer, page
from tongwen.http.bodies import UserBody, UserChangeBody
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.paging import DEFAULT_LIMIT, Cursor, Limit
from tongwen.http.shapes import User, answers, listed
from tongwen.people.members import sees_all
from tongwen.store import Row

router = APIRouter()


@router.get("/users", responses=answers(listed(User)))
async def list_users(
    actor: ActorIn,
    services: ServicesIn,
    q: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> Response:
    """Return members whose name or e-mail holds every word of `q`, by e-mail."""
    require_member(actor)
    after = read_cursor(cursor, str)[0] if cursor else None
    rows, following = await services.people.members.find(actor, q, after=after, limit=limit)
    return page(
        [_view(actor, row) for row in rows], None if following is None else write_cursor(following)
    )


@router.post("/users", status_code=201, responses=answers(User, 201))
async def add_user(body: UserBody, actor: ActorIn, services: ServicesIn) -> Response:
    """Add a member, as an administrator."""
    row = await services.people.members.add(
        actor,
        name=body.name,
        email=body.email,
        password=body.password,
        administrator=body.administrator,
    )
    return answer(_view(actor, row), 201)


@router.patch("/users/{user}", responses=answers(User))
async def change_user(
    user: str, body: UserChangeBody, actor: ActorIn, services: ServicesIn
) -> Response:
    """Change a member, as an administrator."""
    row = await services.people.members.change(
        actor,
        user,
        name=body.name,
        administrator=body.administrator,
        disabled=body.disabled,
        password=body.password,
    )
    return answer(_view(actor, row))


def _view(actor: Actor, row: Row) -> dict[str, Any]:
    view: dict[str, Any] = {"id": row["id"], "name": row["name"], "email": row["email"]}
    if sees_all(actor):
        view["administrator"] = bool(row["administrator"])
        view["disabled"] = row["disabled"] is not None
        view["used"] = row["used"]
    return view
