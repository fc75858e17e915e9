"""What the rooms of a process count. Plain numbers, so that counting costs next to nothing."""

from bisect import bisect_left

ACK_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
COMPACTION_BOUNDS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)


class Durations:
    """How long something took, in seconds, counted into buckets (upper bounds, the last is ∞)."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds


class Figures:
    """Counters since the process began; `http` shows them at /metrics."""

    __slots__ = (
        "acks",
        "bus_gaps",
        "bus_received",
        "bus_sent",
        "compactions",
        "compactions_failed",
        "edit_bytes",
        "edits",
        "edits_known",
        "edits_refused",
        "joins",
        "joins_refused",
        "presence",
        "rooms_closed",
        "rooms_opened",
        "slow_closed",
        "writes_failed",
    )

    def __init__(self) -> None:
        self.joins = 0  # memberships given
        self.joins_refused = 0  # and not given
        self.edits = 0  # edits taken from peers and programs
        self.edit_bytes = 0
        self.edits_known = 0  # repetitions: acknowledged, neither relayed nor logged
        self.edits_refused = 0  # of somebody who may not write, or over a limit
        self.presence = 0  # presence messages relayed
        self.acks = Durations(ACK_BOUNDS)  # from an edit's arrival to its acknowledgement
        self.writes_failed = 0  # edits that the log did not take at first
        self.compactions = Durations(COMPACTION_BOUNDS)
        self.compactions_failed = 0
        self.rooms_opened = 0
        self.rooms_closed = 0
        self.slow_closed = 0  # connections closed because they did not take what was sent
        self.bus_sent = 0  # messages to other nodes
        self.bus_received = 0
        self.bus_gaps = 0  # times that a room had to read the log again
