"""LibreOffice where it is installed: what it converts, and what it is kept from."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tongwen.core.errors import TooLarge, Unavailable, Unsupported
from tongwen.formats.xlsx import blank_xlsx
from tongwen.jobs.office import LibreOffice

installed = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")


def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def runs(note: Path) -> bool:
    """Whether the process whose number stands in a file is there, and no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{note.read_text().strip()}/stat").read_text()
    except FileNotFoundError:
        return False


async def test_without_the_program_it_says_so(tmp_path: Path) -> None:
    office = LibreOffice("no-such-program", tmp_path / "office", 5)
    with pytest.raises(Unsupported) as raised:
        await office.convert(tmp_path / "a", ".xlsx", ".pdf", work(tmp_path))
    assert raised.value.code == "office-missing"


async def test_a_program_that_hangs_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "hangs"
    program.write_text('#!/bin/sh\nsleep 1000 &\necho $! > "$HOME/child"\nwait\n')
    program.chmod(0o755)
    office = LibreOffice(str(program), tmp_path / "office", 0.5)
    with pytest.raises(TooLarge) as raised:
        await office.convert(tmp_path / "a", ".xlsx", ".pdf", work(tmp_path))
    assert raised.value.code == "conversion-too-slow"
    for _ in range(500):
        if not runs(tmp_path / "office" / "child"):
            return
        await asyncio.sleep(0.01)
    pytest.fail("what it started is still there")


async def test_a_program_that_makes_nothing_has_failed(tmp_path: Path) -> None:
    office = LibreOffice("true", tmp_path / "office", 5)
    with pytest.raises(Unavailable) as raised:
        await office.convert(tmp_path / "a", ".xlsx", ".pdf", work(tmp_path))
    assert raised.value.code == "conversion-failed"


@installed
async def test_it_makes_a_pdf_and_an_open_document(tmp_path: Path) -> None:
    office = LibreOffice("soffice", tmp_path / "office", 120)
    source = tmp_path / "blob-without-an-ending"
    source.write_bytes(blank_xlsx("zh"))
    made = await office.convert(source, ".xlsx", ".ods", work(tmp_path))
    assert b"application/vnd.oasis.opendocument.spreadsheet" in made[:200]
