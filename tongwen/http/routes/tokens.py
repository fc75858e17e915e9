"""API tokens."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from tongwen.drive.views import rfc3339
from tongwen.http.answers import answer, milliseconds, nothing, page
from tongwen.http.bodies import TokenBody
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.shapes import NewToken, Token, answers, listed
from tongwen.store import Row

router = APIRouter()


@router.get("/tokens", responses=answers(listed(Token)))
async def list_tokens(actor: ActorIn, services: ServicesIn) -> Response:
    """Return the caller's tokens, newest first."""
    rows = await services.people.tokens.list(actor)
    return page([_view(row) for row in rows], None)


@router.post("/tokens", status_code=201, responses=answers(NewToken, 201))
async def create_token(body: TokenBody, actor: ActorIn, services: ServicesIn) -> Response:
    """Make a token; it is shown this once."""
    token, row = await services.people.tokens.create(
        actor, body.name, body.scope, milliseconds(body.expires)
    )
    return answer({"token": token, **_view(row)}, 201)


@router.delete("/tokens/{token}", status_code=204, responses=answers(None, 204))
async def delete_token(token: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Take a token away; it stops working at once."""
    await services.people.tokens.delete(actor, token)
    return nothing()


def _view(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "scope": row["scope"],
        "hint": row["hint"],
        "created": rfc3339(row["created"]),
        "used": None if row["used"] is None else rfc3339(row["used"]),
        "expires": None if row["expires"] is None else rfc3339(row["expires"]),
    }
