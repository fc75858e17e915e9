"""Formats that only LibreOffice reads: converted when it is there, refused clearly when not."""

import shutil
import sys
from pathlib import Path

import pytest

from tongwen.core.errors import Invalid, Unavailable, Unsupported
from tongwen.formats import libreoffice
from tongwen.formats.csv import csv_to_xlsx, sheet_to_csv
from tongwen.formats.xlsx import import_xlsx

needs_it = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@needs_it
def test_a_spreadsheet_goes_there_and_back() -> None:
    given = csv_to_xlsx("名,数\n甲,1.5\n".encode())
    there = libreoffice.convert(given, ".xlsx", ".ods")
    assert there.startswith(b"PK") and b"opendocument.spreadsheet" in there[:200]
    back = libreoffice.convert(there, ".ods", ".xlsx")
    assert sheet_to_csv(import_xlsx(back)).decode() == "名,数\r\n甲,1.5\r\n"


def test_without_libreoffice_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unsupported) as refusal:
        libreoffice.convert(b"PK\3\4", ".ods", ".xlsx")
    assert refusal.value.code == "libreoffice-missing"


@pytest.mark.parametrize(
    ("data", "source", "target", "code"),
    [
        (b"", ".ods", ".xlsx", "not-convertible"),
        (b"<html>", ".xls", ".xlsx", "not-convertible"),
        (b"PK\3\4", ".exe", ".xlsx", "unknown-format"),
        (b"PK\3\4", ".ods", ".sh", "unknown-format"),
    ],
)
def test_what_it_cannot_read_is_refused(data: bytes, source: str, target: str, code: str) -> None:
    with pytest.raises((Invalid, Unsupported)) as refusal:
        libreoffice.convert(data, source, target)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("program", "error"),
    [("while True: pass", Unavailable), ("bytearray(8 << 30)", Invalid), ("pass", Invalid)],
)
def test_a_program_that_hangs_or_swells_is_ended(
    program: str, error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "soffice"
    fake.write_text(f"#!{sys.executable}\n{program}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(fake))
    with pytest.raises(error):
        libreoffice.convert(b"PK\3\4", ".ods", ".xlsx", seconds=1)
