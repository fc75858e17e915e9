"""Words between the nodes of one installation: the contract, and `Alone` for a single node.

A bus is a hint, never the truth: messages may be lost, doubled, late or out of order, and a node
that was cut off reads the database again. What must survive is in the log.
"""

import re
from collections.abc import Callable
from typing import Protocol
from urllib.parse import quote

Heard = Callable[[bytes], None]

LONGEST_SUBJECT = 1_000  # characters; NATS reads control lines of 4,096 bytes

_SUBJECT = re.compile(r"[A-Za-z0-9_~:%-]+(\.[A-Za-z0-9_~:%-]+)*")


class BadSubject(ValueError):
    """A subject that would not name exactly one thing: a wildcard, a space, an empty word."""


class Subscription(Protocol):
    """One subject, listened to."""

    def end(self) -> None:
        """Stop listening. Nothing is heard afterwards. Twice is harmless."""


class Bus(Protocol):
    """Carries messages to the other nodes. A node does not hear itself."""

    @property
    def connected(self) -> bool:
        """Whether others can hear us now."""

    @property
    def largest(self) -> int:
        """The largest message that is carried, in bytes. It may change at a reconnection."""

    @property
    def dropped(self) -> int:
        """Messages of ours that were not sent: the bus was away, too slow, or they too large."""

    def publish(self, subject: str, message: bytes) -> None:
        """Tell every other node that listens to a subject. Never blocks, makes no task a message.

        A message that cannot be sent now is dropped: the listeners of `on_gap`, here and on the
        other nodes, are told when the bus works again. One larger than `largest` is dropped too;
        announce such a thing by its number and let the others read it from the database.

        Raises:
            BadSubject: it is not as `subject` makes it.
        """

    async def subscribe(self, subject: str, heard: Heard) -> Subscription:
        """Call `heard` on the event loop with every message of a subject, from now on.

        When this returns, the server knows: what is published afterwards is heard. While the bus is
        away it returns at once, and `on_gap` is told when the server knows.
        `heard` must be quick and must not raise. What it hears may be late, doubled, out of order
        or, from whoever else can reach the server, nonsense.

        Raises:
            BadSubject: it is not as `subject` makes it.
        """

    def on_gap(self, listener: Callable[[], None]) -> None:
        """Call `listener` when messages may have been lost: after a cut, or by a slow node."""

    async def close(self) -> None:
        """Send what is queued and leave. Twice is harmless."""


def subject(*words: str) -> str:
    """Name a subject by words of any characters. Different words never give the same subject.

    Raises:
        BadSubject: a word is empty, or all together are too long.
    """
    return checked(".".join(quote(word, safe=":").replace(".", "%2E") for word in words))


def checked(name: str) -> str:
    """Return the subject, when it names exactly one thing on any server.

    Raises:
        BadSubject: it does not.
    """
    if len(name) > LONGEST_SUBJECT or not _SUBJECT.fullmatch(name):
        raise BadSubject(f"not a subject: {name[:100]!r}")
    return name


class _Silence:
    def end(self) -> None:
        """Nothing to end."""


class Alone:
    """The bus of a single node: nobody hears, nobody speaks."""

    connected = True
    largest = 1 << 30
    dropped = 0

    def publish(self, subject: str, message: bytes) -> None:
        """Say it to nobody."""

    async def subscribe(self, subject: str, heard: Heard) -> Subscription:
        """Listen in vain."""
        return _Silence()

    def on_gap(self, listener: Callable[[], None]) -> None:
        """There are no gaps."""

    async def close(self) -> None:
        """Nothing to close."""
