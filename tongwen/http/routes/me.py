"""Oneself."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tongwen.http.answers import answer, nothing
from tongwen.http.bodies import MeBody, PasswordBody
from tongwen.http.identity import (
    COOKIE,
    ActorIn,
    Caller,
    CallerIn,
    ServicesIn,
    set_session_cookie,
)
from tongwen.http.languages import language_of, say
from tongwen.http.services import Services
from tongwen.http.shapes import Me, answers
from tongwen.store import Row

router = APIRouter()


@router.get("/me", responses=answers(Me))
async def get_me(request: Request, caller: CallerIn, services: ServicesIn) -> Response:
    """Say who calls, with the root of their drive; a visit keeps the session alive."""
    response = answer(await _me(request, caller, services))
    secret = request.cookies.get(COOKIE)
    if caller.session is not None and secret is not None:
        set_session_cookie(request, response, secret)
    return response


@router.patch("/me", responses=answers(Me))
async def change_me(
    body: MeBody, request: Request, caller: CallerIn, services: ServicesIn
) -> Response:
    """Change one's own name or language."""
    await services.people.members.change_self(
        caller.actor,
        name=body.name,
        language=body.language,
        set_language="language" in body.model_fields_set,
    )
    return answer(await _me(request, caller, services))


@router.post("/me/password", status_code=204, responses=answers(None, 204))
async def change_password(body: PasswordBody, actor: ActorIn, services: ServicesIn) -> Response:
    """Change one's own password; all other browsers are signed out."""
    await services.people.members.change_password(actor, body.current, body.new)
    return nothing()


def user_view(row: Row) -> dict[str, Any]:
    """Return a member as they see themselves."""
    return {
        "id": row["id"],
        "name": row["name"],
        "email": row["email"],
        "administrator": bool(row["administrator"]),
        "language": row["language"],
    }


async def _me(request: Request, caller: Caller, services: Services) -> dict[str, Any]:
    actor = caller.actor
    organisation = await services.people.organisations.get(actor.tenant)
    name = actor.name or say(language_of(request), "guest", "title", {}) or ""
    me: dict[str, Any] = {
        "user": None,
        "organisation": {"id": organisation.id, "name": organisation.name},
        "root": None,
        "csrf": caller.session.csrf if caller.session else None,
        "storage": {"used": 0, "total": None},
        "actor": {"name": name, "color": actor.color},
    }
    if actor.user is not None:
        row = await services.people.members.get(actor.tenant, actor.user)
        me["user"] = user_view(row)
        me["root"] = row["root"]
        me["storage"] = {
            "used": row["used"],
            "total": services.settings.member_storage or None,
        }
        me["actor"]["name"] = row["name"]
    return me
