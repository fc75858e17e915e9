"""Opening the drive and documents in a browser, and typing in the longest."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.docx import long_document
from bench.report import Figure, Report
from bench.server import EMAIL, PASSWORD, REPOSITORY, Server

ROUNDS = 7
KEYS = 60
TEXT = [".tx-doc[contenteditable=true] .tx-p", "[data-pages]", ".tx-paper"]
NOTES = """
From the navigation to the frame after the content is drawn and takes keys, in headless Chromium
without a graphics card on the machine of the server. *Warm*: the program is in the browser's
cache; *cold*: that cache is emptied before each round. *Own copy*: the document is also kept in
the browser (IndexedDB), as it is for who had it open before. CPU is that of the page's main
thread, which other work on the machine disturbs less. Each round is a page of its own; the files
were imported before. Keys: keydown to next paint by the browser's own Event Timing, in steps of 8
ms; keys under 16 ms are not reported by it and count as 8.
"""


def browse(server: Server, path: str, ready: list[str], **asked: object) -> dict[str, Any]:
    """Run one browser measurement and return what it found."""
    asked = {"rounds": ROUNDS, "cache": True, "copy": True, "keys": 0, **asked}
    asked |= {"address": server.url, "email": EMAIL, "password": PASSWORD}
    asked |= {"path": path, "ready": ready}
    node = shutil.which("node") or "node"
    command = [node, "bench/opening.mjs", json.dumps(asked)]
    ran = subprocess.run(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True, timeout=300, text=True
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _drive(server: Server) -> list[Figure]:
    row = ["[role=row][aria-selected]"]
    warm = browse(server, f"/folder/{server.root}", row)
    cold = browse(server, f"/folder/{server.root}", row, cache=False)
    return [
        Figure("drive page of 200 files, warm", "s", _seconds(warm["painted"]), 1.0),
        Figure("drive page, warm: CPU", "s", _seconds(warm["cpu"])),
        Figure("drive page, cold", "s", _seconds(cold["painted"])),
    ]


def _document(server: Server, pages: int, limit: float, keys: int) -> list[Figure]:
    node = server.upload(f"{pages} pages.docx", long_document(pages))
    path = f"/edit/{node}"
    cold = browse(server, path, TEXT, cache=False, copy=False)
    absent = browse(server, path, TEXT, copy=False)
    warm = browse(server, path, TEXT, keys=keys)
    name = f"{pages}-page docx"
    figures = [
        Figure(f"{name}, warm, own copy", "s", _seconds(warm["painted"]), limit),
        Figure(f"{name}, warm, no own copy", "s", _seconds(absent["painted"]), limit),
        Figure(f"{name}, cold, no own copy", "s", _seconds(cold["painted"])),
        Figure(f"{name}, warm, own copy: CPU", "s", _seconds(warm["cpu"])),
        Figure(f"{name}, warm, no own copy: CPU", "s", _seconds(absent["cpu"])),
        Figure(f"{name}: pages shown", "pages", [warm["pages"]]),
        Figure(f"{name}: heap after typing", "MB", [warm["heap"]]),
    ]
    pressed = sorted([*warm["keys"], *[8.0] * (keys - len(warm["keys"]))])
    late = pressed[int(len(pressed) * 0.95) :]
    figures.append(
        Figure(f"{name}: key to paint, p50 (all keys)", "ms", pressed, 50 if pages == 300 else None)
    )
    figures.append(Figure(f"{name}: CPU of a key, all that follows", "ms", [warm["keyCpu"]]))
    figures.append(Figure(f"{name}: key to paint, p95 (slowest keys)", "ms", late[:1] or [0]))
    return figures


def _seconds(milliseconds: list[float]) -> list[float]:
    return [value / 1000 for value in milliseconds]


def _shell_size() -> Figure:
    ran = subprocess.run(
        ["node", "web/tools/size.mjs"], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    line = next(line for line in ran.stdout.splitlines() if line.startswith("shell JS"))
    return Figure("shell JS, gzipped", "kB", [float(line.split()[2])], 250)


def run() -> Report:
    """Measure with a server and browsers of our own."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        server.set_up()
        figures = _document(server, 30, 1.0, KEYS) + _document(server, 300, 2.0, KEYS)
        for number in range(198):
            server.upload(f"报告 {number}.txt", b"text")
        figures = [*_drive(server), _shell_size(), *figures]
    return Report("Opening and typing, in a browser", NOTES, figures)
