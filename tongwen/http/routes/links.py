"""Sharing by link."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tongwen.drive.grants import read_role
from tongwen.drive.links import (
    UNSET,
    change_link,
    create_link,
    delete_link,
    describe_link,
    list_links,
    open_link,
)
from tongwen.http.answers import answer, milliseconds, nothing, page
from tongwen.http.bodies import LinkBody, LinkChangeBody, LinkOpenBody
from tongwen.http.identity import (
    ActorIn,
    ServicesIn,
    address_of,
    check_csrf,
    origin_of,
    same_origin,
    session_of,
    set_session_cookie,
)
from tongwen.http.shapes import Link, LinkOpened, LinkTarget, NewLink, answers, listed

router = APIRouter()


@router.get("/nodes/{node}/links", responses=answers(listed(Link)))
async def get_links(node: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Return the links on a node and on the folders above it."""
    return page(await list_links(services.drive, actor, node), None)


@router.post("/nodes/{node}/links", status_code=201, responses=answers(NewLink, 201))
async def post_link(
    node: str, body: LinkBody, request: Request, actor: ActorIn, services: ServicesIn
) -> Response:
    """Make a link; its token is shown this once."""
    token, link = await create_link(
        services.drive,
        actor,
        node,
        read_role(body.role),
        expires=milliseconds(body.expires),
        password=body.password,
    )
    url = (services.settings.public_url.rstrip("/") or origin_of(request)) + "/s/" + token
    return answer({"token": token, "url": url, **link}, 201)


@router.patch("/links/{link}", responses=answers(Link))
async def patch_link(
    link: str, body: LinkChangeBody, actor: ActorIn, services: ServicesIn
) -> Response:
    """Change a link: what is left out stays, null takes the expiry or password away."""
    given = body.model_fields_set
    changed = await change_link(
        services.drive,
        actor,
        link,
        role=None if body.role is None else read_role(body.role),
        expires=milliseconds(body.expires) if "expires" in given else UNSET,
        password=body.password if "password" in given else UNSET,
    )
    return answer(changed)


@router.delete("/links/{link}", status_code=204, responses=answers(None, 204))
async def remove_link(link: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Take a link away; whoever came by it is out at once."""
    await delete_link(services.drive, actor, link)
    return nothing()


@router.get("/links/{token}", responses=answers(LinkTarget))
async def get_link(token: str, services: ServicesIn) -> Response:
    """Say what a link leads to; no sign-in."""
    return answer(await describe_link(services.drive, token))


@router.post("/links/{token}/open", responses=answers(LinkOpened))
async def open_by_link(
    token: str, request: Request, services: ServicesIn, body: LinkOpenBody | None = None
) -> Response:
    """Give this browser the link's role; one that is not signed in gets a guest session."""
    same_origin(request)
    session = await session_of(request)
    if session is not None:
        check_csrf(request, session)
    password = body.password if body else None
    opened = await open_link(services.drive, token, password, address_of(request))
    if session is not None and session.tenant != opened.tenant:
        session = None
    secret, csrf = await services.people.sessions.open_link(
        opened.tenant,
        opened.link,
        session,
        address=address_of(request),
        agent=request.headers.get("user-agent", ""),
    )
    response = answer({"node": opened.node, "csrf": csrf})
    if secret is not None:
        set_session_cookie(request, response, secret)
    return response
