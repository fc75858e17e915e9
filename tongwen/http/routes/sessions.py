"""Signing in and out."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tongwen.core.errors import Unauthenticated
from tongwen.drive.views import rfc3339
from tongwen.http.answers import answer, nothing, page
from tongwen.http.bodies import SignInBody
from tongwen.http.identity import (
    ActorIn,
    CallerIn,
    ServicesIn,
    address_of,
    clear_session_cookie,
    same_origin,
    session_of,
    set_session_cookie,
)
from tongwen.http.shapes import Csrf, SessionShape, answers, listed
from tongwen.people.sessions import public_id

router = APIRouter()


@router.post("/session", responses=answers(Csrf))
async def sign_in(body: SignInBody, request: Request, services: ServicesIn) -> Response:
    """Sign in with e-mail and password."""
    same_origin(request)
    made = await services.people.sign_in.sign_in(
        body.email,
        body.password,
        address=address_of(request),
        agent=request.headers.get("user-agent", ""),
        session=await session_of(request),
    )
    response = answer({"csrf": made.csrf})
    set_session_cookie(request, response, made.secret)
    return response


@router.get("/session", responses=answers(Csrf))
async def get_session(request: Request, caller: CallerIn) -> Response:
    """Return the CSRF token of the session that the cookie names."""
    if caller.session is None:
        raise Unauthenticated("not-signed-in")
    return answer({"csrf": caller.session.csrf})


@router.delete("/session", status_code=204, responses=answers(None, 204))
async def sign_out(request: Request, caller: CallerIn, services: ServicesIn) -> Response:
    """Sign out this browser."""
    if caller.session is None:
        raise Unauthenticated("not-signed-in")
    await services.people.sessions.end(caller.session, address_of(request))
    response = nothing()
    clear_session_cookie(response)
    return response


@router.get("/sessions", responses=answers(listed(SessionShape)))
async def list_sessions(actor: ActorIn, services: ServicesIn) -> Response:
    """Return the browsers in which the caller is signed in."""
    rows = await services.people.sessions.list(actor)
    items = [
        {
            "id": public_id(row["secret_hash"]),
            "address": row["address"],
            "agent": row["agent"],
            "created": rfc3339(row["created"]),
            "seen": rfc3339(row["seen"]),
            "expires": rfc3339(row["expires"]),
            "current": row["secret_hash"] == actor.session,
        }
        for row in rows
    ]
    return page(items, None)


@router.delete("/sessions/{session}", status_code=204, responses=answers(None, 204))
async def end_session(session: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Sign out another of the caller's browsers."""
    await services.people.sessions.end_by_id(actor, session)
    return nothing()
