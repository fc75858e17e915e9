"""Figures for Prometheus, shown to those who may see them."""

import hmac
import ipaddress

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tongwen.core.errors import NotFound
from tongwen.core.settings import Settings
from tongwen.http.identity import ServicesIn
from tongwen.http.metrics import Metrics

router = APIRouter()

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request, services: ServicesIn) -> Response:
    """Return the figures; `not-found` to everybody who may not see them."""
    if not _may_see(request, services.settings):
        raise NotFound("not-found")
    shown: Metrics = request.app.state.metrics
    content, media_type = shown.page(request.headers.get("accept", ""))
    return Response(content, headers={"Content-Type": media_type, "Cache-Control": "no-store"})


def _may_see(request: Request, settings: Settings) -> bool:
    if settings.metrics == "open" or _has_token(request, settings.metrics_token):
        return True
    return settings.metrics == "local" and _is_local(request)


def _has_token(request: Request, token: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    right = hmac.compare_digest(given.strip().encode(), token.encode())
    return right and bool(token) and scheme.lower() == "bearer"


def _is_local(request: Request) -> bool:
    """Whether a program on this machine asks by itself, not a proxy for somebody else.

    The name that was asked for must be this machine's too: a page that somebody opened here could
    else reach us under a name of its own (DNS rebinding).
    """
    if any(name in request.headers for name in _FORWARDED):
        return False
    address = request.client.host if request.client else ""
    return _is_loopback(address) and _is_loopback(request.url.hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
