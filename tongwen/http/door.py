"""The outermost door: security headers, limits on bodies, and a net under all errors."""

import re

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tongwen.core.errors import TooLarge
from tongwen.http.languages import language_of
from tongwen.http.problems import incident, problem_of

# Mantine writes style attributes and tags, hence unsafe-inline for styles; scripts are files only.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
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
_RAW_BODIES = re.compile(r"/api/v1/(?:nodes/[^/]+/(?:files/.*|media)|uploads(?:/.*)?)", re.DOTALL)


class Door:
    """ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, max_body: int) -> None:
        self._app = app
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(item for item in _HEADERS.items() if item[0] not in present),
                ]
            await send(message)

        if not _RAW_BODIES.fullmatch(scope["path"]):
            receive = _limited(receive, self._max_body)
        request = Request(scope)
        try:
            await self._app(scope, receive, send_with_headers)
        except TooLarge as error:
            if started:
                raise
            await problem_of(error, language_of(request))(scope, receive, send_with_headers)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Exception as error:
            # The last net: whatever nobody foresaw is logged and answered, once.
            if started:
                raise
            await incident(request, error)(scope, receive, send_with_headers)


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
