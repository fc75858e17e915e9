"""What a room spends on an edit: reading its clocks, or applying it to a document it would hold.

`python -m bench.sync.clocks WAY` measures one way in a process of its own and prints two numbers:
µs an update, and bytes that one more room with the long text takes. The decision that cites it is
docs/decisions/rooms-hold-bytes.md.
"""

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.server import REPOSITORY
from bench.sync.building import TEXT
from bench.sync.opening import LONG, read_updates
from tongwen.documents.ports import OpenedPart
from tongwen.store import Snapshot
from tongwen.sync.replica import Replica
from tongwen.ydoc.ranges import summarise
from tongwen.ydoc.rangesets import RangeSet
from tongwen.ydoc.states import fold_with_summary
from tongwen.ydoc.updates import SharedDoc, check_update, load, new_doc

ROOMS = 100
TITLES = {
    "clocks": "reading the clocks (summarise, check, RangeSet)",
    "document": "applying to a document",
}


def measure_clocks(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Return µs an update and bytes a room, a pair a round, for each way."""
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in TITLES}
    for _ in range(rounds):
        for way, pairs in found.items():
            command = [sys.executable, "-m", "bench.sync.clocks", way]
            said = subprocess.check_output(command, cwd=REPOSITORY, text=True, timeout=120)
            cost, size = map(float, said.split())
            pairs.append((cost, size))
    return found


def _read_clocks(updates: list[bytes]) -> None:
    structs, deletes = RangeSet(), RangeSet()
    for update in updates:
        summary = summarise(update)
        check_update(update)
        if not (structs.covers(summary.structs) and deletes.covers(summary.deletes)):
            structs.add(summary.structs)
            deletes.add(summary.deletes)


def _apply(updates: list[bytes]) -> None:
    document = new_doc()
    for update in updates:
        document.apply_update(update)


def _hold_bytes(state: bytes, summary: bytes) -> Replica:
    snapshot = Snapshot(1, bytes(bytearray(state)), bytes(bytearray(summary)))  # copies
    return Replica(LONG, OpenedPart(snapshot, [], snapshot.summary))


def _hold_document(state: bytes, summary: bytes) -> SharedDoc:
    return load(state)


WAYS: dict[str, tuple[Callable[[list[bytes]], None], Callable[[bytes, bytes], object]]] = {
    "clocks": (_read_clocks, _hold_bytes),
    "document": (_apply, _hold_document),
}


def _resident() -> int:
    gc.collect()
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) << 10


def _measure(way: str) -> tuple[float, float]:
    work, hold = WAYS[way]
    folded = fold_with_summary([TEXT.read_bytes()])
    rooms = [hold(folded.state, folded.summary) for _ in range(ROOMS)]  # fill what was freed
    before = _resident()
    rooms += [hold(folded.state, folded.summary) for _ in range(ROOMS)]
    size = (_resident() - before) / ROOMS
    updates = read_updates()
    began = time.process_time()
    work(updates)
    return (time.process_time() - began) / len(updates) * 1e6, size


if __name__ == "__main__":
    print(*_measure(sys.argv[1]))
