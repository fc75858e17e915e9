"""Presence: the latest awareness state of every client in a room, relayed verbatim."""

import json
from dataclasses import dataclass

import orjson

from tongwen.sync import wire
from tongwen.sync.peer import Peer

MAX_STATE = 4096  # bytes of JSON a client may show of itself
GONE = b"null"

State = tuple[int, int, bytes]  # client, clock, JSON


@dataclass(slots=True)
class _Shown:
    clock: int
    encoded: bytes  # as it stands in an awareness update; empty when the client is gone
    author: str
    owner: Peer | None  # None: it is at another node …
    heard: float  # … and was last heard of then (the loop's clock)


class Presence:
    """Who shows what. A client id belongs to one connection at a time.

    The same person may take it over (a page that reconnects before its old socket is known to be
    dead); nobody else may, so a presence cannot be forged or removed.
    """

    __slots__ = ("_shown",)

    def __init__(self) -> None:
        self._shown: dict[int, _Shown] = {}

    def __len__(self) -> int:
        return len(self._shown)

    def accept(self, peer: Peer, update: bytes, limit: int) -> tuple[int, ...]:
        """Remember a peer's awareness update; return its clients if others should hear of it.

        Raises:
            BadMessage: it is malformed, too large, or speaks for more clients than `limit`.
        """
        author = peer.membership.author
        states = self._own(wire.read_awareness(update), author)
        clients = tuple([client for client, _, _ in states])
        if clients != peer.clients:
            spoken_for = tuple(dict.fromkeys(peer.clients + clients))
            if max(len(spoken_for), len(clients)) > limit:
                raise wire.BadMessage("one connection speaks for too many clients")
            peer.clients = spoken_for
        return clients if self._take(states, author, peer, 0.0) else ()

    def accept_remote(self, author: str, update: bytes, now: float) -> tuple[int, ...]:
        """Remember what another node says of a member there; return the clients if it is news.

        Raises:
            BadMessage: it is malformed.
        """
        states = self._own(wire.read_awareness(update), author)
        fresh = self._take(states, author, None, now)
        return tuple([client for client, _, _ in states]) if fresh else ()

    def _own(self, states: list[State], author: str) -> list[State]:
        """Those that are of clients here, or new; none if one of them is somebody else's.

        That is an echo of others' presence, or a forgery. Raises `BadMessage` for a state that the
        others could not read.
        """
        own = []
        for one in states:
            client, _, state = one
            known = self._shown.get(client)
            if known is None and state == GONE:
                continue
            if known is not None and known.author != author:
                return []
            own.append(one)
            if len(state) > MAX_STATE:
                raise wire.BadMessage("a presence state is too large")
            if not _is_json(state):
                raise wire.BadMessage("a presence state is not JSON")
        return own

    def _take(self, states: list[State], author: str, owner: Peer | None, now: float) -> bool:
        fresh = False
        for client, clock, state in states:
            known, gone = self._shown.get(client), state == GONE
            if known is None:
                known = self._shown[client] = _Shown(-1, b"", author, owner, now)
            known.owner, known.heard = owner, now
            if clock > known.clock or (clock == known.clock and gone and known.encoded):
                fresh = True
                known.clock = clock
                known.encoded = b"" if gone else wire.awareness_entry(client, clock, state)
        return fresh

    def everyone(self) -> bytes | None:
        """The message that tells a newcomer of all who are here; None when nobody is."""
        return _message([shown.encoded for shown in self._shown.values() if shown.encoded])

    def of(self, peer: Peer) -> bytes | None:
        """The message that tells of what one peer shows; None when it shows nothing."""
        shown = [self._shown[client] for client in peer.clients if client in self._shown]
        return _message([one.encoded for one in shown if one.encoded and one.owner is peer])

    def leave(self, peer: Peer) -> bytes | None:
        """Forget a peer; return the message for the others, None when it never showed itself."""
        mine = [client for client in peer.clients if self._owner(client) is peer]
        peer.clients = ()
        return self._forget(mine)

    def expire(self, before: float) -> bytes | None:
        """Forget members at other nodes that were not heard of since; return the message."""
        stale = [
            client
            for client, shown in self._shown.items()
            if shown.owner is None and shown.heard < before
        ]
        return self._forget(stale) if stale else None

    def _owner(self, client: int) -> Peer | None:
        shown = self._shown.get(client)
        return shown.owner if shown else None

    def _forget(self, clients: list[int]) -> bytes | None:
        farewell = []
        for client in clients:
            shown = self._shown.pop(client)
            if shown.encoded:
                farewell.append(wire.awareness_entry(client, shown.clock + 1, GONE))
        return _message(farewell)


def _is_json(state: bytes) -> bool:
    try:
        orjson.loads(state)
    except ValueError:
        try:  # it is stricter than browsers, which write half a surrogate pair as an escape
            json.loads(state.decode(), parse_constant=_refuse)
        except (ValueError, RecursionError):
            return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _message(entries: list[bytes]) -> bytes | None:
    return wire.awareness_message(entries) if entries else None
