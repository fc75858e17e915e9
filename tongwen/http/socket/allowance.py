"""How much one connection may send: a token bucket that costs a subtraction a message."""

from time import monotonic


class Allowance:
    """`rate` messages a second, twice as many in a burst.

    Who sends faster is slowed down: not read for `wait` seconds. What was already read counts as
    debt; a debt of another burst is a flood.
    """

    __slots__ = ("_filled", "_rate", "left")

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._filled = monotonic()
        self.left = self.burst  # take one a message, and look at `wait` when it is below zero

    @property
    def burst(self) -> int:
        """How many messages may come at once."""
        return 2 * self._rate

    def wait(self) -> float:
        """Return the seconds until the next message may be read, 0 for now."""
        now = monotonic()
        gained = int((now - self._filled) * self._rate)
        if gained:
            self._filled += gained / self._rate
            self.left = min(self.burst, self.left + gained)
        return max(0.0, -self.left / self._rate)

    @property
    def flooded(self) -> bool:
        """Whether far too much came at once. True only after `wait` was asked."""
        return self.left < -self.burst
