"""The server is told of a bus that it cannot use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def serve(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tongwen", "serve", "--data", str(folder), "--port", "0", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        env={name: value for name, value in os.environ.items() if "TONGWEN" not in name},
        check=False,
    )


def test_a_bus_with_a_database_of_ones_own_is_refused(tmp_path: Path) -> None:
    done = serve(tmp_path, "--bus", "nats://127.0.0.1:4222")
    assert done.returncode != 0
    assert "PostgreSQL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "bus",
    ["http://127.0.0.1", "nats://u:secret@host:port", "nats://host?prefix=*", "nats://a,tls://b"],
)
def test_a_bus_that_is_none_is_refused_without_showing_its_password(
    tmp_path: Path, bus: str
) -> None:
    done = serve(tmp_path, "--bus", bus, "--database", "postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode != 0
    assert "bus" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
