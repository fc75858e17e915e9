"""LibreOffice where it is installed: what it converts, and what it is kept from."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tongwen.core.errors import Invalid, TongwenError, Unsupported
from tongwen.formats import libreoffice
from tongwen.formats.workbooks import convert_workbook
from tongwen.formats.xlsx import blank_xlsx
from tongwen.jobs.office import LibreOffice

installed = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")


def a_program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def runs(note: Path) -> bool:
    """Whether the process whose number stands in a file is there, and no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{note.read_text().strip()}/stat").read_text()
    except FileNotFoundError:
        return False


def test_without_the_program_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unsupported) as raised:
        libreoffice.convert(b"PK", ".xlsx", ".pdf")
    assert raised.value.code == "libreoffice-missing"


def test_a_program_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "child"
    a_program(tmp_path, monkeypatch, f'sleep 1000 &\necho $! > "{note}"\nwait')
    with pytest.raises(TongwenError) as raised:
        libreoffice.convert(b"PK", ".xlsx", ".pdf", 0.5)
    assert raised.value.code == "conversion-too-slow"
    for _ in range(500):
        if not runs(note):
            return
        time.sleep(0.01)
    pytest.fail("what it started is still there")


def test_a_program_that_makes_nothing_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_program(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(Invalid) as raised:
        libreoffice.convert(b"PK", ".xlsx", ".pdf", 5)
    assert raised.value.code == "not-convertible"


def test_it_is_limited_and_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_program(
        tmp_path,
        monkeypatch,
        f'ulimit -v > "{tmp_path}/limit"; env > "{tmp_path}/env"; cp -r profile "{tmp_path}"',
    )
    monkeypatch.setenv("TONGWEN_SECRET", "secret")
    with pytest.raises(Invalid):
        libreoffice.convert(b"PK", ".xlsx", ".pdf", 5)
    assert int((tmp_path / "limit").read_text()) == 4 << 20
    settings = (tmp_path / "profile/user/registrymodifications.xcu").read_text()
    assert "DisableMacrosExecution" in settings and "127.0.0.1" in settings
    assert "secret" not in (tmp_path / "env").read_text()


@installed
async def test_the_server_converts_beside_its_loop(tmp_path: Path) -> None:
    source = tmp_path / "blob-without-an-ending"
    source.write_bytes(blank_xlsx("zh"))
    made = await LibreOffice(120).convert(source, ".xlsx", ".ods")
    assert b"application/vnd.oasis.opendocument.spreadsheet" in made[:200]
    back = convert_workbook(made, ".ods", ".csv")
    assert back == b""
