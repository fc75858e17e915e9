"""Other programs that tests start: they end with the tests, however those end."""

import asyncio
import ctypes
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def until(
    ready: Callable[[], bool | Awaitable[bool]], what: str, seconds: float = 20
) -> None:
    """Return as soon as something is so; fail with `what` after a bound that no machine needs."""
    patience = asyncio.get_running_loop().time() + seconds
    while True:
        so = ready()
        if so if isinstance(so, bool) else await so:
            return
        assert asyncio.get_running_loop().time() < patience, what
        await asyncio.sleep(0.02)


async def answers(port: int) -> bool:
    """Whether somebody takes connections at a port."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


class Process:
    """A program that can be killed, paused and started again."""

    def __init__(
        self,
        command: Sequence[str],
        port: int,
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`command` serves at `port`; what it says is added to the file `log`."""
        self.command = command
        self.environment = environment
        self.port = port
        self.log = log
        self._running: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it, and return when it takes connections."""
        self.launch()
        await self.started()

    async def started(self) -> None:
        """Return when it takes connections."""
        await until(self._answers_or_ended, f"{self.command[0]} does not start: {self.log}", 60)

    async def _answers_or_ended(self) -> bool:
        assert self._running is not None
        ended = self._running.poll()
        assert ended is None, f"it ended with {ended}: {self.log.read_text()[-2000:]}"
        return await answers(self.port)

    def launch(self) -> None:
        """Start it."""
        assert self._running is None
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                preexec_fn=lambda: _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL),
            )

    @property
    def running(self) -> bool:
        """Whether it was started and not ended."""
        return self._running is not None

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._running is not None
        return self._running.pid

    async def end(self, how: signal.Signals = signal.SIGTERM, seconds: float = 30) -> int | None:
        """End it, and return its exit code; None when it did not run."""
        running, self._running = self._running, None
        if running is None:
            return None
        running.send_signal(how)
        running.send_signal(signal.SIGCONT)
        try:
            return await asyncio.to_thread(running.wait, seconds)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            raise

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        await self.end(signal.SIGKILL)

    def pause(self) -> None:
        """Let it hang: connections stay open, nothing is answered."""
        assert self._running is not None
        self._running.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self._running is not None
        self._running.send_signal(signal.SIGCONT)
