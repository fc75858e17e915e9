"""Who calls: API token or session cookie, with the checks that keep other sites from using it."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from tongwen.core.actor import Actor
from tongwen.core.errors import Forbidden, Unauthenticated
from tongwen.http.address import client_address, own_origin
from tongwen.http.services import Services
from tongwen.people.sessions import Session

COOKIE = "tongwen_session"
CSRF_HEADER = "x-csrf-token"

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks and, when they came by cookie, by which session."""

    actor: Actor
    session: Session | None


def services_of(request: HTTPConnection) -> Services:
    """Return the rooms."""
    services: Services = request.app.state.services
    return services


def address_of(request: HTTPConnection) -> str:
    """Return the client's address."""
    return client_address(request, services_of(request).settings.trusted_proxies)


def origin_of(request: HTTPConnection) -> str:
    """Return the origin under which people reach this server."""
    settings = services_of(request).settings
    return own_origin(request, settings.public_url, settings.trusted_proxies)


def same_origin(request: HTTPConnection) -> None:
    """Refuse requests that a page of another site made a browser send.

    Raises:
        Forbidden: `foreign-origin`.
    """
    origin = request.headers.get("origin")
    if origin is None:
        # Browsers without Origin on same-site posts still say where the request was born.
        if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            raise Forbidden("foreign-origin")
    elif origin.lower() != origin_of(request):
        raise Forbidden("foreign-origin")


async def session_of(request: HTTPConnection) -> Session | None:
    """Return the session of the cookie, None when there is none or it is forged or over."""
    secret = request.cookies.get(COOKIE)
    if not secret:
        return None
    return await services_of(request).people.sessions.resolve(secret)


async def identify(request: Request) -> Caller:
    """Return who calls. Unsafe calls by cookie need the session's CSRF token.

    Raises:
        Unauthenticated: `not-signed-in`, `token-invalid`.
        Forbidden: `foreign-origin`, `csrf`, `scope-too-narrow`.
    """
    services = services_of(request)
    address = address_of(request)
    caller = await _identify(request, services, address)
    request.state.principal = caller.actor.principal
    request.state.tenant = caller.actor.tenant
    return caller


async def _identify(request: Request, services: Services, address: str) -> Caller:
    authorization = request.headers.get("authorization")
    if authorization is not None:
        actor = await bearer(services, authorization, address)
        if request.method not in _SAFE and actor.scope == "read":
            raise Forbidden("scope-too-narrow")
        request.state.language = actor.language
        return Caller(actor, None)
    session = await session_of(request)
    if session is None:
        raise Unauthenticated("not-signed-in")
    request.state.language = session.language
    if request.method not in _SAFE:
        same_origin(request)
        check_csrf(request, session)
    return Caller(session.actor(address), session)


async def bearer(services: Services, authorization: str, address: str) -> Actor:
    """Return who an Authorization header speaks for.

    Raises:
        Unauthenticated: `token-invalid`.
    """
    scheme, _, token = authorization.partition(" ")
    actor = None
    if scheme.lower() == "bearer":
        actor = await services.people.tokens.resolve(token.strip(), address)
    if actor is None:
        raise Unauthenticated("token-invalid")
    return actor


def check_csrf(request: HTTPConnection, session: Session) -> None:
    """Check the CSRF token of an unsafe call by cookie.

    Raises:
        Forbidden: `csrf`.
    """
    given = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(), session.csrf.encode()):
        raise Forbidden("csrf")


async def _actor(caller: Annotated[Caller, Depends(identify)]) -> Actor:
    return caller.actor


async def _services(request: Request) -> Services:
    # A plain function would be run in a thread, which costs more than all the rest.
    return services_of(request)


CallerIn = Annotated[Caller, Depends(identify)]
ActorIn = Annotated[Actor, Depends(_actor)]
ServicesIn = Annotated[Services, Depends(_services)]


def set_session_cookie(request: Request, response: Response, secret: str) -> None:
    """Give the browser its session, for as long as sessions live without a visit."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=services_of(request).settings.session_days * 86_400,
        path="/",
        secure=origin_of(request).startswith("https:"),
        httponly=True,
        samesite="lax",
    )


def clear_session_cookie(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
