"""Words between the nodes of one installation: the contract, and `Alone` for a single node.

A bus is a hint, never the truth: messages may be lost, doubled or late, and a node that was cut off
reads the database again. What must survive is in the log.
"""

from collections.abc import Callable
from typing import Protocol

Heard = Callable[[bytes], None]


class Subscription(Protocol):
    """One subject, listened to."""

    def end(self) -> None:
        """Stop listening. Nothing is heard afterwards."""


class Bus(Protocol):
    """Carries messages to the other nodes. A node does not hear itself."""

    @property
    def connected(self) -> bool:
        """Whether others can hear us now."""

    def publish(self, subject: str, message: bytes) -> None:
        """Tell every other node that listens to a subject. Never blocks, makes no task a message.

        A message that cannot be sent now is dropped: the listeners of `on_gap` are told later.
        """

    async def subscribe(self, subject: str, heard: Heard) -> Subscription:
        """Call `heard` on the event loop with every message of a subject, from now on.

        When this returns, the server knows: what is published afterwards is heard.
        `heard` must be quick and must not raise.
        """

    def on_gap(self, listener: Callable[[], None]) -> None:
        """Call `listener` when messages may have been lost: after a cut, or when we were too slow."""

    async def close(self) -> None:
        """Send what is queued and leave."""


class _Silence:
    def end(self) -> None:
        """Nothing to end."""


class Alone:
    """The bus of a single node: nobody hears, nobody speaks."""

    connected = True

    def publish(self, subject: str, message: bytes) -> None:
        """Say it to nobody."""

    async def subscribe(self, subject: str, heard: Heard) -> Subscription:
        """Listen in vain."""
        return _Silence()

    def on_gap(self, listener: Callable[[], None]) -> None:
        """There are no gaps."""

    async def close(self) -> None:
        """Nothing to close."""
