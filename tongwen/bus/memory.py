"""A bus between nodes of one process, on which everything can go wrong: for tests of convergence.

Messages are delivered on the next turn of the event loop. While the `Network` is held, they wait
in `waiting` until they are passed on, and may be lost, doubled or delivered out of order meanwhile.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from tongwen.bus import Heard, checked

LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Copy:
    """A message on its way to one node."""

    to: "MemoryBus"
    subject: str
    message: bytes


class Network:
    """What connects the buses."""

    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self.waiting: list[Copy] = []
        self._held = False
        self._scheduled = False
        self._nodes: list[MemoryBus] = []
        self._cut: set[MemoryBus] = set()

    def join(self) -> "MemoryBus":
        """Give another node its bus."""
        bus = MemoryBus(self)
        self._nodes.append(bus)
        return bus

    # -- faults

    def hold(self) -> None:
        """Deliver nothing by itself."""
        self._held = True

    def release(self) -> None:
        """Deliver what waits, and everything from now on."""
        self._held = False
        self.pass_on()

    def pass_on(self, count: int | None = None) -> None:
        """Deliver the first `count` messages that wait; all, and their answers, when None."""
        while self.waiting and count != 0:
            copy = self.waiting.pop(0)
            if copy.to not in self._cut:
                copy.to.hear(copy.subject, copy.message)
            count = None if count is None else count - 1

    def lose(self, index: int) -> None:
        """Lose a message that waits, and tell nobody."""
        if self.waiting:
            del self.waiting[index % len(self.waiting)]

    def double(self, index: int) -> None:
        """Deliver a message that waits once more, after all others."""
        if self.waiting:
            self.waiting.append(self.waiting[index % len(self.waiting)])

    def delay(self, index: int) -> None:
        """Deliver a message that waits after all others."""
        if self.waiting:
            self.waiting.append(self.waiting.pop(index % len(self.waiting)))

    def cut(self, bus: "MemoryBus") -> None:
        """Cut a node off: it neither hears nor is heard."""
        self._cut.add(bus)

    def mend(self, bus: "MemoryBus") -> None:
        """Connect a node again. It and all others are told that messages may have been lost."""
        if bus in self._cut:
            self._cut.discard(bus)
            for node in list(self._nodes):
                if node not in self._cut:
                    node.missed()

    # -- what buses use

    def carries(self, bus: "MemoryBus") -> bool:
        """Whether a node can speak."""
        return bus in self._nodes and bus not in self._cut

    def send(self, sender: "MemoryBus", subject: str, message: bytes) -> None:
        """Put a message on its way to all others that listen."""
        for node in self._nodes:
            if node is not sender and node not in self._cut and node.listens(subject):
                self.waiting.append(Copy(node, subject, message))
        if self.waiting and not self._held and not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._deliver)

    def leave(self, bus: "MemoryBus") -> None:
        """Forget a node."""
        if bus in self._nodes:
            self._nodes.remove(bus)
        self._cut.discard(bus)

    def tell_gap(self) -> None:
        """Tell every node that messages may have been lost."""
        for node in list(self._nodes):
            node.missed()

    def _deliver(self) -> None:
        self._scheduled = False
        if not self._held:
            self.pass_on()


class _Listening:
    """One subject, listened to by one node."""

    def __init__(
        self, listening: dict[str, list["_Listening"]], subject: str, heard: Heard
    ) -> None:
        self.heard = heard
        self._listening = listening
        self._subject = subject
        listening.setdefault(subject, []).append(self)

    def end(self) -> None:
        """Stop listening."""
        others = self._listening.get(self._subject, [])
        if self in others:
            others.remove(self)
            if not others:
                del self._listening[self._subject]


class MemoryBus:
    """One node's end of a `Network`."""

    def __init__(self, network: Network) -> None:
        self.dropped = 0
        self._network = network
        self._listening: dict[str, list[_Listening]] = {}
        self._gap_listeners: list[Callable[[], None]] = []

    @property
    def connected(self) -> bool:
        """Whether others can hear us now."""
        return self._network.carries(self)

    @property
    def largest(self) -> int:
        """The largest message that is carried, in bytes."""
        return self._network.largest

    def publish(self, subject: str, message: bytes) -> None:
        """Tell every other node that listens to a subject. See `Bus.publish`."""
        checked(subject)
        if not self.connected:
            self.dropped += 1
        elif len(message) > self.largest:
            self.dropped += 1
            asyncio.get_running_loop().call_soon(self._network.tell_gap)
        else:
            self._network.send(self, subject, bytes(message))

    async def subscribe(self, subject: str, heard: Heard) -> _Listening:
        """Call `heard` with every message of a subject. See `Bus.subscribe`."""
        return _Listening(self._listening, checked(subject), heard)

    def on_gap(self, listener: Callable[[], None]) -> None:
        """Call `listener` when messages may have been lost."""
        self._gap_listeners.append(listener)

    async def close(self) -> None:
        """Send what is queued and leave."""
        self._network.leave(self)
        self._listening.clear()

    # -- what the network uses

    def listens(self, subject: str) -> bool:
        """Whether anybody here listens to a subject."""
        return subject in self._listening

    def hear(self, subject: str, message: bytes) -> None:
        """Give a message to everybody here who listens."""
        for listening in list(self._listening.get(subject, ())):
            listening.heard(message)

    def missed(self) -> None:
        """Tell everybody here that messages may have been lost."""
        for listener in self._gap_listeners:
            listener()
