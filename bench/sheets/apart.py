"""Runs one measurement in a process of its own, so that nothing of others counts."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 300  # seconds

Found = dict[str, Any]


def apart(module: str, task: str, *arguments: str) -> Found:
    """Return what a task of `bench.sheets.<module>` printed as JSON."""
    command = [sys.executable, "-m", f"bench.sheets.{module}", task, *arguments]
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    found: Found = json.loads(done.stdout)
    return found


def resident() -> float:
    """MB of this process that are resident now."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) * 1024 / 1e6


def peak() -> float:
    """MB of this process that were resident at most."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


class Clock:
    """CPU seconds of this process within a block."""

    seconds = 0.0

    def __enter__(self) -> "Clock":
        self._began = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.process_time() - self._began
