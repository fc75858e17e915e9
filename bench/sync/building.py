"""What must be there before anything is measured: the load generator, the peers, their documents.

All of it goes to `build/` and `peers/node_modules/`, which git ignores, and is kept between runs.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
BUILD = HERE / "build"
PEERS = HERE / "peers"
LOAD = BUILD / "load"
TEXT, TEXT_LOG, CELLS = BUILD / "text.bin", BUILD / "text.log", BUILD / "cells.bin"


def build() -> None:
    """Make what is missing or older than its source.

    Raises:
        subprocess.CalledProcessError: the compiler, npm or node failed; they have said why.
    """
    BUILD.mkdir(exist_ok=True)
    sources = sorted((HERE / "load").glob("*.c"))
    _once("load", [*sources, *(HERE / "load").glob("*.h")], LOAD, _compile)
    _once("peers", [PEERS / "package-lock.json"], PEERS / "node_modules", _install)
    random = PEERS / "random.mjs"
    _once("text", [PEERS / "typing.mjs", random], TEXT, lambda: _node("typing.mjs"))
    _once("cells", [PEERS / "cells.mjs", random], CELLS, lambda: _node("cells.mjs"))


def digest(*files: Path) -> str:
    """A name for the contents of these files together."""
    together = hashlib.sha256()
    for file in sorted(files):
        together.update(file.read_bytes())
    return together.hexdigest()[:16]


def _once(name: str, sources: list[Path], made: Path, make: object) -> None:
    stamp = BUILD / f"{name}.made-from"
    key = digest(*sources)
    if made.exists() and stamp.exists() and stamp.read_text() == key:
        return
    assert callable(make)
    make()
    stamp.write_text(key)


def _compile() -> None:
    flags = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Wshadow", "-Werror"]
    sources = sorted((HERE / "load").glob("*.c"))
    subprocess.run(["cc", *flags, "-o", LOAD, *sources, "-lm"], check=True)


def _install() -> None:
    shutil.rmtree(PEERS / "node_modules", ignore_errors=True)
    subprocess.run(["npm", "ci", "--loglevel=error"], cwd=PEERS, check=True)


def _node(script: str) -> None:
    subprocess.run(["node", script, BUILD], cwd=PEERS, check=True)
