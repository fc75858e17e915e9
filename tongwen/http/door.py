"""The outermost door: request ids, security headers, limits on bodies, a net under all errors."""

import asyncio
import logging
import re
from time import perf_counter

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tongwen.core.errors import TooLarge, Unavailable
from tongwen.core.logs import ACCESS
from tongwen.core.settings import Settings
from tongwen.http.address import client_address
from tongwen.http.problems import incident, problem_of
from tongwen.http.requests import Requests, about, give_id

access_log = logging.getLogger(ACCESS)

# Mantine writes style attributes and tags, hence unsafe-inline for styles; scripts are files only.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = {
    b"content-security-policy": PAGE_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    b"x-frame-options": b"SAMEORIGIN",
}
_RESUMABLE = re.compile(r"/api/v1/uploads(?:/.*)?", re.DOTALL)
_RAW_BODIES = re.compile(r"/api/v1/(?:nodes/[^/]+/(?:files/.*|media)|uploads(?:/.*)?)", re.DOTALL)


class Door:
    """ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, settings: Settings, requests: Requests) -> None:
        self._app = app
        self._max_body = settings.max_body
        self._proxies = settings.trusted_proxies
        self._access_log = settings.access_log
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        answer = _Answer(send, give_id(scope))
        request = Request(scope)
        request.state.address = client_address(request, self._proxies)
        self._requests.running += 1
        try:
            await self._pass(request, receive, answer)
        finally:
            self._requests.running -= 1
            seconds = perf_counter() - began
            self._requests.count(scope, answer.status, seconds)
            if self._access_log:
                _note(request, answer, seconds)

    async def _pass(self, request: Request, receive: Receive, answer: "_Answer") -> None:
        scope = request.scope
        if _RESUMABLE.fullmatch(scope["path"]):
            self._requests.upload_began()
        if not _RAW_BODIES.fullmatch(scope["path"]):
            receive = _limited(receive, self._max_body)
        try:
            await self._app(scope, receive, answer.send)
        except TooLarge as error:
            if answer.status:
                raise
            await problem_of(error, request)(scope, receive, answer.send)
        except ClientDisconnect:
            return  # nobody is left to answer
        except asyncio.CancelledError:
            # The server stops: this was interrupted, not given up by its sender.
            if answer.status or not self._requests.closing:
                raise
            going = problem_of(Unavailable("shutting-down"), request)
            going.headers.update({"Retry-After": "2", "Connection": "close"})
            await going(scope, receive, answer.send)
        except Exception as error:
            # The last net: whatever nobody foresaw is logged and answered, once.
            if answer.status:
                raise
            await incident(request, error)(scope, receive, answer.send)


class _Answer:
    """Sends an answer with our headers, remembering its status and size."""

    def __init__(self, send: Send, number: str) -> None:
        self._send = send
        self._number = number
        self.status = 0  # until an answer begins
        self.size = 0

    async def send(self, message: Message) -> None:
        """Pass a message of the application on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            present = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *(item for item in _HEADERS.items() if item[0] not in present),
                (b"x-request-id", self._number.encode()),
            ]
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)


def _note(request: Request, answer: _Answer, seconds: float) -> None:
    query = request.scope["query_string"].decode("latin-1")
    path = request.url.path + ("?" + query if query else "")
    access_log.info(
        "%s %s",
        request.method,
        answer.status or "gone",
        extra={
            **about(request),
            "path": path,
            "status": answer.status,
            "seconds": round(seconds, 6),
            "size": answer.size,
        },
    )


def _limited(receive: Receive, limit: int) -> Receive:
    """Let at most `limit` bytes of body through."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise TooLarge("body-too-large", limit_bytes=limit)
        return message

    return limited
