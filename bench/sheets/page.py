"""Workbooks in a browser: opening, heap, scrolling, two people, calculation; the server then."""

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.report import Figure
from bench.server import EMAIL, PASSWORD, REPOSITORY, Server
from bench.sheets.workbooks import chain, large

ROUNDS = 3
EDITS = 20
PATIENCE = 300  # seconds
SETTLING = 5  # seconds, less than a room stays open without anybody
EMPTY = 1  # rows: a page whose first cell has something to be shown


def measure() -> list[Figure]:
    """Measure with a server and a browser of our own."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        server.set_up()
        books = {
            "empty": server.upload("one row.xlsx", large(EMPTY)),
            "large": server.upload("1M.xlsx", large()),
            "small": server.upload("100k.xlsx", large(10_000)),
            "chain": server.upload("chain.xlsx", chain()),
        }
        _browse(server, {"only": books["empty"]})
        before = _settled(server)
        _browse(server, {"only": books["large"]})
        opened = _settled(server)
        found = _browse(server, {"books": books, "rounds": ROUNDS, "edits": EDITS})
        after = server.resident()
        return [
            *_figures(found),
            Figure("1M cells: memory that the server adds", "MB", [max(0, opened - before)], 60),
            Figure("server's memory, four workbooks open lately", "MB", [after["server"]]),
            Figure("server's workers' memory then", "MB", [after["workers"]]),
        ]


def _settled(server: Server) -> float:
    """MB of the server process when it has given back what opening a document took."""
    time.sleep(SETTLING)
    return server.resident()["server"]


def _browse(server: Server, asked: dict[str, object]) -> dict[str, Any]:
    asked = {"address": server.url, "email": EMAIL, "password": PASSWORD, **asked}
    command = [shutil.which("node") or "node", "bench/sheets/page.mjs", json.dumps(asked)]
    ran = subprocess.run(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True, timeout=PATIENCE, text=True
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _figures(found: dict[str, Any]) -> list[Figure]:
    def seconds(values: list[float]) -> list[float]:
        return [value / 1000 for value in values]

    small, big = found["small"], found["large"]
    frames, edits = sorted(found["frames"]), sorted(found["edits"])
    return [
        Figure("page: open 100k cells, to first paint", "s", seconds(small["painted"]), 1.5),
        Figure("page: open 1M cells, to first paint", "s", seconds(big["painted"]), 4),
        Figure("page: open 100k cells, CPU of its main thread", "s", seconds(small["cpu"])),
        Figure("page: open 1M cells, CPU of its main thread", "s", seconds(big["cpu"])),
        Figure(
            "page: heap of 1M cells over an empty sheet", "MB", [found["heap"] - found["empty"]], 60
        ),
        Figure("page: heap of an empty sheet", "MB", [found["empty"]]),
        Figure("page: frame while scrolling over 1M cells, p95", "ms", [_p95(frames)], 50),
        Figure("page: frame while scrolling over 1M cells (all)", "ms", frames),
        Figure("an edit in 1M cells, to the other page's paint, p95", "ms", [_p95(edits)], 300),
        Figure("an edit in 1M cells, to the other page's paint (all)", "ms", edits),
        Figure(
            "page: 100k formulas in a chain after one edit, to paint",
            "s",
            seconds(found["chain"]),
            1,
        ),
    ]


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
