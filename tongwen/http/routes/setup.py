"""The first run."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tongwen.http.answers import answer
from tongwen.http.bodies import SetupBody
from tongwen.http.identity import ServicesIn, address_of, same_origin, set_session_cookie
from tongwen.http.routes.me import user_view
from tongwen.http.shapes import SetUp, answers
from tongwen.people.organisations import HOME

router = APIRouter()


@router.post("/setup", status_code=201, responses=answers(SetUp, 201))
async def set_up(body: SetupBody, request: Request, services: ServicesIn) -> Response:
    """Make the organisation and its first administrator, who is then signed in."""
    same_origin(request)
    people = services.people
    address = address_of(request)
    member = await people.organisations.set_up(
        organisation=body.organisation,
        name=body.name,
        email=body.email,
        password=body.password,
        address=address,
    )
    async with services.database.transaction() as tx:
        made = await people.sessions.create(
            tx,
            HOME,
            member.id,
            address=address,
            agent=request.headers.get("user-agent", ""),
        )
    organisation = await people.organisations.get(HOME)
    row = await people.members.get(HOME, member.id)
    response = answer(
        {
            "user": user_view(row),
            "organisation": {"id": organisation.id, "name": organisation.name},
            "root": member.root,
            "csrf": made.csrf,
        },
        201,
    )
    set_session_cookie(request, response, made.secret)
    return response
