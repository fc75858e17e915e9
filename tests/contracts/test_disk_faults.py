"""SQLite on a disk whose n-th write, sync or truncation fails, for every n."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts import faults

PROGRAM = faults.__name__ + ".program"
ROOT = Path(__file__).parents[2]
WRITES, SYNCS, TRUNCATIONS = 1, 2, 4
ONCE, FROM_THEN_ON = 0, 1


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that stands before libc."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("needs a C compiler (cc), to stand between SQLite and the system")
    library = tmp_path_factory.mktemp("disk") / "disk.so"
    source = Path(faults.__file__).with_name("disk.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source]
    subprocess.run([*command, "-ldl"], check=True)
    return library


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: thousands of syncs need not reach a real disk."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def run(disk: Path, folder: Path, *numbers: int) -> int:
    """Run the program over a failing disk; it says how many calls it let fail, one at a time."""
    finished = subprocess.run(
        [sys.executable, "-m", PROGRAM, folder, *map(str, numbers)],
        env={**os.environ, "LD_PRELOAD": str(disk)},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    return int(finished.stdout)


@pytest.mark.parametrize(
    ("kinds", "error", "short", "stay", "least"),
    [
        pytest.param(WRITES, errno.ENOSPC, 0, FROM_THEN_ON, 60, id="disk full"),
        pytest.param(WRITES, errno.EIO, 0, ONCE, 60, id="a write fails"),
        pytest.param(WRITES, errno.ENOSPC, 1, FROM_THEN_ON, 60, id="half a write, then full"),
        pytest.param(WRITES, 0, 1, ONCE, 60, id="half a write"),
        pytest.param(SYNCS, errno.EIO, 0, FROM_THEN_ON, 12, id="syncs fail"),
        pytest.param(SYNCS, errno.EIO, 0, ONCE, 12, id="a sync fails"),
        pytest.param(TRUNCATIONS, errno.EIO, 0, FROM_THEN_ON, 1, id="truncations fail"),
        pytest.param(WRITES | SYNCS, errno.EDQUOT, 0, ONCE, 72, id="over quota"),
    ],
)
def test_whichever_call_fails_nothing_acknowledged_is_lost(
    disk: Path, folder: Path, kinds: int, error: int, short: int, stay: int, least: int
) -> None:
    assert run(disk, folder, kinds, error, short, stay) >= least


def test_a_sync_that_takes_long_holds_up_acknowledgements_alone(disk: Path, folder: Path) -> None:
    assert run(disk, folder) == 101
