"""Presence: the latest awareness state of every client in a room, relayed verbatim."""

from tongwen.sync import wire
from tongwen.sync.peer import Peer

MAX_STATE = 4096  # bytes of JSON a client may show of itself
GONE = b"null"


class Presence:
    """Who shows what. A client id belongs to one peer at a time.

    The same person may take it over (a page that reconnects before its old socket is known to be
    dead); nobody else may, so a presence cannot be forged or removed.
    """

    __slots__ = ("_owner", "_states")

    def __init__(self) -> None:
        self._states: dict[int, tuple[int, bytes]] = {}
        self._owner: dict[int, Peer] = {}

    def accept(self, peer: Peer, update: bytes, limit: int) -> bool:
        """Remember a peer's awareness update; return whether the others should hear of it.

        Raises:
            BadMessage: it is malformed, too large, or speaks for more clients than `limit`.
        """
        states = wire.read_awareness(update)
        fresh = False
        for client, clock, state in states:
            if len(state) > MAX_STATE:
                raise wire.BadMessage("a presence state is too large")
            owner = self._owner.setdefault(client, peer)
            if owner.membership.author != peer.membership.author:
                return False  # an echo of somebody else's presence, or a forgery
            self._owner[client] = peer
            known = self._states.get(client)
            if known is None or clock > known[0] or (clock == known[0] and state == GONE):
                fresh = True
                self._states[client] = (clock, state)
        if sum(owner is peer for owner in self._owner.values()) > limit:
            raise wire.BadMessage("one connection speaks for too many clients")
        return fresh

    def everyone(self) -> bytes | None:
        """The message that tells a newcomer of all who are here; None when nobody is."""
        states = [(c, clock, state) for c, (clock, state) in self._states.items() if state != GONE]
        return wire.awareness_message(states) if states else None

    def leave(self, peer: Peer) -> bytes | None:
        """Forget a peer; return the message for the others, None when it never showed itself."""
        gone = [client for client, owner in self._owner.items() if owner is peer]
        farewell = []
        for client in gone:
            del self._owner[client]
            clock, state = self._states.pop(client, (0, GONE))
            if state != GONE:
                farewell.append((client, clock + 1, GONE))
        return wire.awareness_message(farewell) if farewell else None
