"""A real NATS server for tests."""

import sys
from pathlib import Path

from tests.processes import Process, free_port

BINARY = Path(sys.executable).with_name("nats-server")


def nats_server(folder: Path, *options: str) -> Process:
    """Return a server, not started yet, on a port of its own; it keeps nothing."""
    port = free_port()
    command = [str(BINARY), "-a", "127.0.0.1", "-p", str(port), *options]
    return Process(command, port, folder / "nats.log")
