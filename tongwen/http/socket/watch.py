"""One timer for all live connections: signs of life, and what must be over in time."""

import asyncio
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

TICK_SECONDS = 1.0
PING_SECONDS = 12.0  # providers hang up after 30 s of silence
HEAD_SECONDS = 20.0  # in which the head of a request must have arrived
ENDING_SECONDS = 5.0  # in which a peer takes what is left and answers a close

_TURNS = int(PING_SECONDS / TICK_SECONDS)

T = TypeVar("T")


class Watched(Protocol):
    """A connection whose turn comes every `PING_SECONDS`."""

    turn: int

    def turn_came(self) -> None:
        """Show a sign of life, and look for the peer's."""


class Deadlines(Generic[T]):
    """What must end within a fixed time. Beginning and ending cost a dictionary entry each."""

    __slots__ = ("_due", "_late", "_ticks", "_watch")

    def __init__(self, watch: "Watch", seconds: float, late: Callable[[T], None]) -> None:
        self._watch = watch
        self._ticks = max(1, round(seconds / TICK_SECONDS))
        self._late = late
        self._due: dict[T, int] = {}  # in order of time, because the time is the same for all

    def begin(self, thing: T) -> None:
        """Call `late` with it unless it ends in time."""
        self._due.pop(thing, None)
        self._due[thing] = self._watch.now + self._ticks
        self._watch.wake()

    def end(self, thing: T) -> None:
        """It is over. Twice is harmless."""
        self._due.pop(thing, None)

    def __bool__(self) -> bool:
        """Whether anything is waited for."""
        return bool(self._due)

    def expire(self) -> None:
        """Call for all that are late."""
        late = []
        for thing, due in self._due.items():
            if due > self._watch.now:
                break
            late.append(thing)
        for thing in late:
            del self._due[thing]
        for thing in late:
            self._late(thing)


class Watch:
    """Goes round all connections by itself. Sleeps while there are none."""

    def __init__(self, tick_seconds: float = TICK_SECONDS) -> None:
        """Seconds here and in `Deadlines` are right for the default tick; tests make it shorter."""
        self.now = 0  # in ticks
        self._tick_seconds = tick_seconds
        self._turns: list[set[Watched]] = [set() for _ in range(_TURNS)]
        self._next = 0
        self.count = 0  # connections
        self._deadlines: list[Deadlines[Any]] = []
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """How many connections there are."""
        return self.count

    def deadlines(self, seconds: float, late: Callable[[T], None]) -> Deadlines[T]:
        """Return deadlines that this watch looks after."""
        made = Deadlines(self, seconds, late)
        self._deadlines.append(made)
        return made

    def add(self, one: Watched) -> None:
        """Give a connection its turn."""
        self._next = one.turn = (self._next + 1) % _TURNS
        self._turns[one.turn].add(one)
        self.count += 1
        self.wake()

    def remove(self, one: Watched) -> None:
        """Forget a connection that was added."""
        self._turns[one.turn].remove(one)
        self.count -= 1

    def everyone(self) -> list[Watched]:
        """All connections."""
        return [one for turn in self._turns for one in turn]

    def wake(self) -> None:
        """Begin to tick, if it sleeps."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._tick_seconds, self._tick)

    def _tick(self) -> None:
        self._timer = None
        if self.count or any(self._deadlines):
            self.wake()  # first: whatever goes wrong below, it goes on
        self.now += 1
        for one in tuple(self._turns[self.now % _TURNS]):
            one.turn_came()
        for deadlines in self._deadlines:
            deadlines.expire()
