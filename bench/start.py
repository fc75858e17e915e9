"""How long the server takes to start again over its data, and how much memory it holds at rest."""

import tempfile
import time
from pathlib import Path

from bench.docx import long_document
from bench.report import Figure, Report
from bench.server import Server

ROUNDS = 7
REST = 6.0
NOTES = """
From the start of the process to the first served page, over data that exists; what `make serve`
adds to it when everything is built is in `bench install`. Memory is what is resident: the server
process with nobody connected, some seconds after it served its page, with the worker process that
is kept warm counted by itself (its pages of the interpreter are in both figures). *After work*:
when a 300-page document was imported and downloaded.
"""


def run() -> Report:
    """Start a server of our own again and again."""
    times: list[float] = []
    server_memory: list[float] = []
    worker_memory: list[float] = []
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        server.set_up()
        node = server.upload("long.docx", long_document(300))
        for _ in range(ROUNDS):
            server.stop()
            times.append(server.start())
            time.sleep(REST)
            resident = server.resident()
            server_memory.append(resident["server"])
            worker_memory.append(resident["workers"])
        answer = server.api.get(f"/nodes/{node}/content?format=md", timeout=60)
        answer.raise_for_status()
        time.sleep(2)
        after = server.resident()
    both = [one + other for one, other in zip(server_memory, worker_memory, strict=True)]
    return Report(
        "Starting again, and memory at rest",
        NOTES,
        [
            Figure("a later start, to a served page", "s", times, 5),
            Figure("idle server", "MB", server_memory, 200),
            Figure("idle server and its worker", "MB", both, 200),
            Figure("server after work", "MB", [after["server"]]),
            Figure("workers after work", "MB", [after["workers"]]),
        ],
    )
