"""`make serve` in a checkout that has never been started, and again when it has."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from bench.report import Figure, Report
from bench.server import REPOSITORY, end, free_port, wait_for_page

LIMIT = 600
NOTES = """
The committed files alone in an empty folder, `make serve` until the page is served: a virtual
environment, the pinned packages of both languages, the build of the page, the database. Packages
come from a registry near by or from the caches of pip and npm when they are there, so the
network's share is not in it. Then the same command again, over what the first left.
"""


def _serve(checkout: Path) -> float:
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "serve", f"PORT={port}", f"DATA={checkout / 'bench-data'}"],
        cwd=checkout,
        env={name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for_page(f"http://127.0.0.1:{port}", process, LIMIT)
        return time.perf_counter() - began
    finally:
        end(process)


def run() -> Report:
    """Install into a temporary folder, from the last commit."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        checkout.mkdir()
        archive = subprocess.Popen(
            ["git", "archive", "HEAD"], cwd=REPOSITORY, stdout=subprocess.PIPE
        )
        subprocess.run(["tar", "-x"], cwd=checkout, stdin=archive.stdout, check=True)
        archive.wait()
        cold = _serve(checkout)
        later = [_serve(checkout) for _ in range(5)]
    return Report(
        "`make serve` on a checkout that has never been started",
        NOTES,
        [
            Figure("make serve, the first time", "s", [cold], 360),
            Figure("make serve, later", "s", later, 5),
        ],
    )
