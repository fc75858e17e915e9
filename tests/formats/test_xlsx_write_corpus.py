"""Real workbooks: unchanged they come back as they were, with one cell edited all else does."""

import shutil
import warnings
from io import BytesIO
from pathlib import Path

import pytest

from tests.formats.fidelity import changed_parts, content_types
from tests.formats.packages import unpack
from tests.formats.real_files import REFUSED_WORKBOOKS, real_files
from tests.formats.workbook_views import formulas, opened, saved, view
from tongwen.core.errors import TongwenError
from tongwen.formats import libreoffice
from tongwen.formats.xlsx import export_xlsx, import_xlsx
from tongwen.kinds.sheet.document import Workbook

FILES = real_files("xlsx")
ALLOWED = ("sharedStrings.xml", "calcChain.xml", "workbook.xml.rels", "[Content_Types].xml")
BELOW = 25  # rows under what is used, where no array formula reaches
TEXT = "EDITED 同文 <&>"


def edited(original: bytes) -> tuple[Workbook, str, bytes, tuple[str, int, int]] | None:
    """Write a cell of the first worksheet; return the workbook, the part, the file, the place."""
    workbook = opened(original)
    for sheet in workbook.sheets:
        info = workbook.book.info(sheet.sid)
        if info is not None and info.kind == "worksheet" and info.part:
            reach = sheet.used.shape
            row, col = min(reach[0] + BELOW, 1_000_000), min(reach[1], 16_000)
            sheet.range(row, col).value = TEXT
            return workbook, info.part, saved(original, workbook), (sheet.name, row, col)
    return None


def check_real_workbook(path: Path) -> None:
    original = path.read_bytes()
    try:
        parts = import_xlsx(original)
    except TongwenError as error:
        assert error.code in REFUSED_WORKBOOKS
        return
    assert export_xlsx(original, parts) == original
    found = edited(original)
    if found is None:
        return
    workbook, part, data, place = found
    changed = changed_parts(original, data)
    assert part in changed
    assert all(name == part or name.endswith(ALLOWED) for name in changed)
    gone = unpack(original).keys() - unpack(data).keys()
    assert all(name.endswith("calcChain.xml") for name in gone)
    again = opened(data)
    assert view(import_xlsx(data)) == view(workbook.states())
    assert formulas(again) == formulas(workbook)
    if FILES.index(path) % 5 == 0:
        assert_opens(original, data, place)


def assert_opens(original: bytes, data: bytes, place: tuple[str, int, int]) -> None:
    """Check that another program that can read the original reads the result."""
    openpyxl = pytest.importorskip("openpyxl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            openpyxl.load_workbook(BytesIO(original))
        except Exception:  # noqa: BLE001 - whatever that program does not read
            return
        book = openpyxl.load_workbook(BytesIO(data))
    name, row, col = place
    assert book[name].cell(row + 1, col + 1).value == TEXT


if FILES:  # the corpus is not part of the repository

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:60])
    def test_real_workbook(path: Path) -> None:
        check_real_workbook(path)

    @pytest.mark.parametrize("path", FILES[::4], ids=lambda path: path.stem[:60])
    def test_formulas_of_real_workbooks_move_with_their_lines(path: Path) -> None:
        try:
            workbook = opened(path.read_bytes())
        except TongwenError:
            return
        for sheet in workbook.sheets[:1]:
            sheet.insert_rows(3, 2)
            sheet.delete_rows(1, 1)
        data = saved(path.read_bytes(), workbook)
        assert formulas(opened(data)) == formulas(workbook)

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_libreoffice_reads_what_was_written() -> None:
        chosen = [path for path in FILES if 8_000 < path.stat().st_size < 60_000][::40][:3]
        for path in chosen:
            found = edited(path.read_bytes())
            if found is None:
                continue
            table = libreoffice.convert(found[2], ".xlsx", ".csv")
            assert TEXT.encode() in table
            kinds = set(content_types(unpack(found[2])).values())
            assert kinds >= set(content_types(unpack(path.read_bytes())).values()) - {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
            }
