"""Where a server of ours spends its time, by py-spy (`pip install py-spy`; not pinned here)."""

import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.sync.building import BUILD

RATE = 500  # samples a second
SHOWN = 25


@contextmanager
def profiled(pid: int) -> Iterator[None]:
    """Sample a process meanwhile, then print in which lines it was.

    Raises:
        SystemExit: py-spy is not on the PATH.
    """
    program = shutil.which("py-spy")
    if program is None:
        raise SystemExit("py-spy is not on the PATH: pip install py-spy")
    stacks = BUILD / "stacks.txt"
    command = [program, "record", f"--pid={pid}", "--format=raw", f"--rate={RATE}"]
    sampler = subprocess.Popen(
        [*command, "--nonblocking", f"--output={stacks}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        sampler.send_signal(signal.SIGINT)
        sampler.wait(30)
    print(summary(stacks))


def summary(stacks: Path) -> str:
    """The functions in which most samples were: themselves, and with what they called."""
    alone: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for line in stacks.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        frames, samples = stack.split(";"), int(count)
        alone[frames[-1]] += samples
        for frame in set(frames):
            below[frame] += samples
    total = alone.total() or 1
    lines = [f"{total} samples; all stacks are in {stacks}", "  self  with callees"]
    for frame, samples in alone.most_common(SHOWN):
        lines.append(f"{samples / total:6.1%}  {below[frame] / total:6.1%}  {frame}")
    return "\n".join(lines)
