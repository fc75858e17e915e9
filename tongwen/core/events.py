"""What happened, told to whoever asked to know: live rooms, background work."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """A grant, link, move or trash changed who may do what with this node and all below it."""

    tenant: str
    node: str


@dataclass(frozen=True, slots=True)
class NodeChanged:
    """A node was made, renamed, moved, or its stored content or its labels changed."""

    tenant: str
    node: str


@dataclass(frozen=True, slots=True)
class ContentReplaced:
    """A node has a new newest version that did not come from its own live session."""

    tenant: str
    node: str
    number: int


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A browser was signed out. `session` is the hash of its secret."""

    tenant: str
    session: str


@dataclass(frozen=True, slots=True)
class UserChanged:
    """A member was disabled, lost administration, or a token of theirs was taken away."""

    tenant: str
    user: str


@dataclass(frozen=True, slots=True)
class EventsMissed:
    """Other nodes may have told something that was not heard: what is remembered may be old."""


Event = AccessChanged | NodeChanged | ContentReplaced | SessionEnded | UserChanged | EventsMissed


class Events:
    """Calls every listener, at once and in order, after the change is committed.

    Listeners must be quick and must not raise: they run inside the request that made the change.
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        """Call `listener` with every event from now on."""
        self._listeners.append(listener)

    def emit(self, event: Event) -> None:
        """Tell everybody. Only after the commit: a listener reads the new state."""
        for listener in self._listeners:
            listener(event)
