"""Events between nodes."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongwen.bus.events import SUBJECT, BadEvent, dump, load, relay_events
from tongwen.bus.memory import MemoryBus, Network
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

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
EVENTS = st.one_of(
    st.builds(AccessChanged, TEXT, TEXT),
    st.builds(NodeChanged, TEXT, TEXT),
    st.builds(ContentReplaced, TEXT, TEXT, st.integers(0, 1 << 60)),
    st.builds(SessionEnded, TEXT, TEXT),
    st.builds(UserChanged, TEXT, TEXT),
)


class Node:
    """One node: its events, and what its listeners heard."""

    def __init__(self, network: Network) -> None:
        self.bus: MemoryBus = network.join()
        self.events = Events()
        self.heard: list[Event] = []
        self.events.subscribe(self.heard.append)

    async def start(self) -> "Node":
        await relay_events(self.events, self.bus)
        return self


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@given(EVENTS)
def test_an_event_is_read_as_it_was_written(event: Event) -> None:
    assert load(dump(event)) == event


async def test_every_node_hears_once_and_nothing_goes_in_circles() -> None:
    network = Network()
    one, two, three = [await Node(network).start() for _ in range(3)]
    event = AccessChanged("tenant", "node")
    one.events.emit(event)
    one.events.emit(event)  # the same thing, done again
    await turn()
    assert one.heard == two.heard == three.heard == [event, event]
    assert network.waiting == []


async def test_what_a_listener_does_about_an_event_is_told_too() -> None:
    network = Network()
    one, two = await Node(network).start(), await Node(network).start()

    def answer(event: Event) -> None:
        if isinstance(event, UserChanged):
            two.events.emit(SessionEnded(event.tenant, "of " + event.user))

    two.events.subscribe(answer)
    one.events.emit(UserChanged("tenant", "user"))
    await turn()
    assert one.heard == [UserChanged("tenant", "user"), SessionEnded("tenant", "of user")]


async def test_after_a_gap_listeners_hear_that_something_was_missed() -> None:
    network = Network()
    one, two = await Node(network).start(), await Node(network).start()
    network.cut(two.bus)
    one.events.emit(AccessChanged("tenant", "node"))
    await turn()
    network.mend(two.bus)
    await turn()
    assert two.heard == [EventsMissed()]
    assert one.heard == [AccessChanged("tenant", "node"), EventsMissed()]


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{}",
        b'{"event": 1}',
        b'{"event": ["AccessChanged"]}',
        b'{"event": "AccessChanged"}',
        b'{"event": "AccessChanged", "tenant": "t"}',
        b'{"event": "AccessChanged", "tenant": "t", "node": 1}',
        b'{"event": "AccessChanged", "tenant": null, "node": "n"}',
        b'{"event": "ContentReplaced", "tenant": "t", "node": "n", "number": true}',
        b'{"event": "ContentReplaced", "tenant": "t", "node": "n", "number": 1.5}',
        b"[" * 100_000,
    ],
)
async def test_a_malformed_event_is_refused_and_harms_nobody(
    message: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(BadEvent):
        load(message)
    network = Network()
    node, stranger = await Node(network).start(), network.join()
    stranger.publish(SUBJECT, message)
    stranger.publish(SUBJECT, dump(UserChanged("t", "u")))
    await turn()
    assert node.heard == [UserChanged("t", "u")]
    assert "is no event" in caplog.text


async def test_what_a_newer_node_tells_is_ignored() -> None:
    assert load(b'{"event": "Renamed", "tenant": "t"}') is None
    assert load(b'{"event": "EventsMissed"}') is None
    newer = json.loads(dump(NodeChanged("t", "n"))) | {"by": "u"}
    assert load(json.dumps(newer).encode()) == NodeChanged("t", "n")
