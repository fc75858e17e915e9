"""Events between nodes: what one node did to access, sessions and files, the others hear too."""

import json
import logging
from dataclasses import asdict, fields
from typing import Any

from tongwen.bus import Bus, subject
from tongwen.core.events import (
    AccessChanged,
    ContentReplaced,
    Event,
    Events,
    EventsMissed,
    NodeChanged,
    SessionEnded,
    UserChanged,
)

log = logging.getLogger("tongwen.bus")

SUBJECT = subject("events")

_TOLD: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (AccessChanged, ContentReplaced, NodeChanged, SessionEnded, UserChanged)
}


class BadEvent(ValueError):
    """A message of another node that is no event."""


async def relay_events(events: Events, bus: Bus) -> None:
    """Tell the other nodes of every event here, and listeners here of every event there.

    After a gap of the bus listeners hear `EventsMissed`. An event that came over the bus does not
    go there again.
    """
    arriving: list[Event] = []

    def tell(event: Event) -> None:
        if not any(event is one for one in arriving) and type(event).__name__ in _TOLD:
            bus.publish(SUBJECT, dump(event))

    def hear(message: bytes) -> None:
        try:
            event = load(message)
        except BadEvent as error:
            log.warning("a message of another node is no event: %s", error)
            return
        if event is not None:
            arriving.append(event)
            events.emit(event)
            arriving.remove(event)

    bus.on_gap(lambda: events.emit(EventsMissed()))
    await bus.subscribe(SUBJECT, hear)
    events.subscribe(tell)


def dump(event: Event) -> bytes:
    """Write an event for other nodes."""
    return json.dumps({"event": type(event).__name__, **asdict(event)}).encode()


def load(message: bytes) -> Event | None:
    """Read what `dump` wrote. None: a kind of event that this version does not know.

    Members that this version does not know are ignored, for nodes are updated one after another.

    Raises:
        BadEvent: it is malformed.
    """
    try:
        told = json.loads(message)
    except ValueError:  # not UTF-8, or not JSON
        raise BadEvent("not JSON") from None
    except RecursionError:
        raise BadEvent("nested too deeply") from None
    if not isinstance(told, dict) or not isinstance(told.get("event"), str):
        raise BadEvent("it has no kind")
    kind = _TOLD.get(told["event"])
    if kind is None:
        return None
    values: dict[str, Any] = {}
    for field in fields(kind):
        value = told.get(field.name)
        if type(value) is not field.type:
            raise BadEvent(f"{kind.__name__} without a {field.name}")
        values[field.name] = value
    return kind(**values)
