"""The doorman of live sessions: who asked for what, and may another connection come in."""

import logging
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from tongwen.http.address import forwarded_address
from tongwen.http.socket.allowance import Allowance
from tongwen.http.socket.frames import GOING_AWAY, POLICY
from tongwen.http.socket.pace import Pace
from tongwen.http.socket.watch import ENDING_SECONDS, HEAD_SECONDS, Watch, Watched
from tongwen.sync.hocuspocus import HocuspocusSession, Visitor
from tongwen.sync.plain import PlainSession
from tongwen.sync.ports import Conn
from tongwen.sync.rooms import Rooms

log = logging.getLogger("tongwen.socket")

COOKIE = "tongwen_session"

_DECLARED = re.compile(r"[a-z]{1,20}:[1-9][0-9]{0,5}(?:,[a-z]{1,20}:[1-9][0-9]{0,5}){0,15}")
_NOTHING_DECLARED: Mapping[str, int] = MappingProxyType({})


class Session(Protocol):
    """What reads a socket's messages."""

    @property
    def joined(self) -> bool:
        """Whether a document is joined or being joined."""

    def received(self, data: bytes) -> None:
        """Take one whole message."""

    def ping(self) -> None:
        """Send a sign of life."""

    def disconnected(self) -> None:
        """The socket is gone."""


class Socket(Watched, Conn, Protocol):
    """An open connection, whoever reads its frames."""

    @property
    def session(self) -> Session | None:
        """What its messages go to; None when it is over."""

    def abort(self) -> None:
        """End the connection now, whatever was not sent."""


class SocketSettings(Protocol):
    """The settings that concern sockets."""

    @property
    def max_frame(self) -> int: ...
    @property
    def max_parts(self) -> int: ...
    @property
    def max_connections(self) -> int: ...
    @property
    def max_connections_address(self) -> int: ...
    @property
    def max_message_rate(self) -> int: ...
    @property
    def join_seconds(self) -> int: ...
    @property
    def public_url(self) -> str: ...
    @property
    def trusted_proxies(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an upgrade request gets no session: a status of HTTP and words for people."""

    status: int
    text: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Admission:
    """An upgrade request that gets a session. `address` is the client's, behind our proxies."""

    address: str
    open: Callable[[Conn], Session]


class Doorman:
    """Turns upgrade requests into admissions or refusals, and knows every open connection."""

    def __init__(self, rooms: Rooms, settings: SocketSettings, watch: Watch | None = None) -> None:
        self.max_frame = settings.max_frame
        self.watch = Watch() if watch is None else watch
        self.pace = Pace(self.watch.__len__, self._awaited)
        self.heads = self.watch.deadlines(HEAD_SECONDS, _give_up)
        self.joins = self.watch.deadlines(settings.join_seconds, _ask_to_join)
        self.endings = self.watch.deadlines(ENDING_SECONDS, _give_up)
        self.requests: Collection[object] = ()  # of HTTP, that are being answered
        self._rooms = rooms
        self._settings = settings
        self._addresses: Counter[str] = Counter()
        self._own_host = urlsplit(settings.public_url).netloc

    def receive(self, target: str, headers: Headers, peer: str) -> Admission | Refusal:
        """Judge an upgrade request by its target, its headers and the peer's address."""
        forwarded = ",".join(headers.getlist("x-forwarded-for"))
        address = forwarded_address(peer, forwarded, self._settings.trusted_proxies)
        if (refusal := self._full(address)) is not None:
            return refusal
        path, _, query = target.partition("?")
        steps = [unquote(step) for step in path.strip("/").split("/")]
        if steps[0] != "sync" or len(steps) not in (1, 3):
            return Refusal(404, "There is no live session here.")
        asked = parse_qs(query, keep_blank_values=True)
        schemas = _NOTHING_DECLARED
        if "schema" in asked:
            declared = read_schemas(",".join(asked["schema"]))
            if declared is None:
                return Refusal(400, "schema is a list like text:1,sheet:2.")
            schemas = declared
        visitor = self._visitor(headers, address, schemas)
        if len(steps) == 1:
            return Admission(address, partial(self._hocuspocus, visitor))
        credentials = visitor.credentials(asked.get("token", [""])[0])
        return Admission(
            address,
            lambda conn: PlainSession(conn, self._rooms, credentials, steps[1], steps[2]),
        )

    def allowance(self) -> Allowance:
        """Return what one connection may send."""
        return Allowance(self._settings.max_message_rate)

    def entered(self, socket: Socket, admission: Admission) -> None:
        """Count a connection whose handshake is done."""
        self._addresses[admission.address] += 1
        self.watch.add(socket)
        self.joins.begin(socket)

    def left(self, socket: Socket, address: str) -> None:
        """Forget a connection that entered."""
        self.watch.remove(socket)
        self.joins.end(socket)
        self.endings.end(socket)
        self._addresses[address] -= 1
        if not self._addresses[address]:
            del self._addresses[address]

    def close(self, code: int = GOING_AWAY, reason: str = "the server is restarting") -> None:
        """Send everybody away: those in rooms, and those who joined none."""
        for socket in self.watch.everyone():
            socket.close(code, reason)  # type: ignore[attr-defined]  # only sockets are watched

    def _awaited(self) -> bool:
        return bool(self.requests) or self._rooms.joining > 0

    def _full(self, address: str) -> Refusal | None:
        if self.watch.count >= self._settings.max_connections:
            log.warning("refusing a connection: %d are open", self.watch.count)
            return Refusal(503, "Too many live connections; try again later.")
        most = self._settings.max_connections_address
        if most and self._addresses[address] >= most:
            log.warning("refusing a connection: %s has %d open", address, most)
            return Refusal(429, "Too many live connections from one address.")
        return None

    def _hocuspocus(self, visitor: Visitor, conn: Conn) -> Session:
        return HocuspocusSession(conn, self._rooms, visitor, self._settings.max_parts)

    def _visitor(self, headers: Headers, address: str, schemas: Mapping[str, int]) -> Visitor:
        cookies = cookie_parser(headers.get("cookie", ""))
        host = _host(headers.get("origin", ""))
        return Visitor(
            cookie=cookies.get(COOKIE) or None,
            address=address,
            same_origin=host != "" and host in (headers.get("host", "").lower(), self._own_host),
            schemas=schemas,
        )


@lru_cache(maxsize=256)
def read_schemas(text: str) -> Mapping[str, int] | None:
    """Read what a page declares to understand, such as `text:3,sheet:1`; None when malformed."""
    if not _DECLARED.fullmatch(text):
        return None
    pairs = [declaration.split(":") for declaration in text.split(",")]
    declared = {kind: int(version) for kind, version in pairs}
    return MappingProxyType(declared) if len(declared) == len(pairs) else None


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:  # such as "http://["
        return ""


class _Endable(Protocol):
    def abort(self) -> None: ...


def _give_up(late: _Endable) -> None:
    late.abort()


def _ask_to_join(socket: Socket) -> None:
    if socket.session is not None and not socket.session.joined:
        socket.close(POLICY, "no document was joined in time")
