"""The worker process: reads a task from standard input, does it, answers on standard output.

Its memory is limited by the kernel (RLIMIT_AS), its time by the server, which kills it.
"""

import ctypes
import os
import resource
import signal
import sys
from typing import BinaryIO

from tongwen.core.errors import TongwenError, TooLarge, Unavailable
from tongwen.jobs.frames import DONE, FAILED, HEAD, describe, pack, unpack
from tongwen.jobs.tasks import TASKS

_PR_SET_PDEATHSIG = 1  # prctl(2)


def _read(source: BinaryIO, count: int) -> bytes:
    data = source.read(count)
    if len(data) != count:
        raise SystemExit(0)  # the server has gone
    return data


def _answer(strings: list[bytes]) -> list[bytes]:
    name = strings[0].decode()
    try:
        return [DONE, TASKS[name](strings[1:])]
    except TongwenError as error:
        return [FAILED, describe(error)]
    except (MemoryError, RecursionError):
        return [FAILED, describe(TooLarge("conversion-too-large"))]
    except Exception as error:  # noqa: BLE001  # the door of this process: a file must not end it
        print(f"worker: {name} failed: {error!r}", file=sys.stderr, flush=True)
        return [FAILED, describe(Unavailable("conversion-failed"))]


def _end_with_server() -> None:
    """Ask the kernel to kill this process when the server is gone, even in the middle of a task.

    Elsewhere than on Linux a task is finished first; then standard input has ended.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def main() -> None:
    """Serve tasks until standard input ends."""
    # Ctrl+C and systemd tell the whole group to stop. Who stops us is the server, when it is done.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    _end_with_server()
    memory = int(sys.argv[1]) << 20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not break the pipe
    while True:
        count, size = HEAD.unpack(_read(source, HEAD.size))
        answer = pack(_answer(unpack(count, _read(source, size))))
        target.write(answer)
        target.flush()


if __name__ == "__main__":
    main()
