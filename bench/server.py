"""A real server for one measurement: `python -m tongwen serve` over a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

TICK = os.sysconf("SC_CLK_TCK")
REPOSITORY = Path(__file__).parents[1]
EMAIL, PASSWORD = "bench@example.org", "bench bench bench"


def free_port() -> int:
    """Return a TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """Starts on entry and ends on exit, with every process that it started."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.api = httpx.Client(base_url=f"{self.url}/api/v1", timeout=60)
        self.token = self.root = ""
        self.process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self.api.close()

    def start(self) -> float:
        """Start the process; return the seconds until it served the page."""
        began = time.perf_counter()
        command = ["-m", "tongwen", "serve", "--data", str(self.data), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=REPOSITORY,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for_page(self.url, self.process, 60)
        return time.perf_counter() - began

    def stop(self) -> None:
        """End the process and its workers."""
        end(self.process)

    def set_up(self) -> None:
        """Make the organisation, and let `api` speak for its administrator."""
        answer = self.api.post(
            "/setup",
            json={
                "organisation": "Bench",
                "name": "Bench",
                "email": EMAIL,
                "password": PASSWORD,
            },
        ).raise_for_status()
        made = self.api.post(
            "/tokens",
            json={"name": "bench"},
            headers={"X-CSRF-Token": answer.json()["csrf"]},
        ).raise_for_status()
        self.token = made.json()["token"]
        self.api.cookies.clear()
        self.api.headers["Authorization"] = f"Bearer {self.token}"
        self.root = self.api.get("/me").raise_for_status().json()["root"]

    def upload(self, name: str, data: bytes) -> str:
        """Put a file at the top of the drive and return its node."""
        answer = self.api.put(f"/nodes/{self.root}/files/{name}", content=data).raise_for_status()
        node: str = answer.json()["id"]
        return node

    def cpu(self) -> float:
        """Seconds of CPU that the server process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def resident(self) -> dict[str, float]:
        """MB resident now: the server process, and its workers together."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        workers = sum(_status(int(pid), "VmRSS") for pid in path.read_text().split())
        return {"server": _status(self.process.pid, "VmRSS"), "workers": workers}

    def forget_peak(self) -> None:
        """Begin a new peak of resident memory."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """MB that were resident at most since `forget_peak`."""
        return _status(self.process.pid, "VmHWM")


def _status(pid: int, field: str) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.split(f"{field}:")[1].split()[0]) * 1024 / 1e6


def wait_for_page(url: str, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Return when the page is served.

    Raises:
        RuntimeError: the process ended, or the time is over.
    """
    end_at = time.monotonic() + seconds
    while time.monotonic() < end_at:
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            if "<!doctype html>" in httpx.get(url, timeout=5).text:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise RuntimeError("the server does not answer")


def end_on_terminate() -> None:
    """Let a SIGTERM unwind this program, so that the servers it started end with it."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a session of its own, and everything in that session."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
