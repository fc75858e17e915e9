"""Real workbooks beside the repository: read or refused clearly, with the values others read."""

import datetime
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.formats.real_files import REFUSED_WORKBOOKS, real_files
from tongwen.core.errors import TongwenError
from tongwen.formats.xlsx import import_xlsx
from tongwen.formats.xlsx.live import LiveBook, map_reader
from tongwen.formats.xlsx.reader import read_workbook
from tongwen.kinds.sheet.blocks import decode_block
from tongwen.kinds.sheet.parts import BOOK, SheetEntries, parts_of, read_book, read_sheet
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.templates import render

FILES = real_files("xlsx")
MOST_REFUSED = 6
AGREEING = 0.999
EXACT = 1e-9  # days; openpyxl rounds times to a millisecond
MILLISECOND = 1.2e-8  # of a day


def values_read(sheet: SheetEntries) -> dict[tuple[int, int], Any]:
    """Return values by row and column from 1; of formulas what they gave."""
    found = {}
    for band in sheet.blocks.values():
        block = decode_block(band)
        for row in block.rows:
            for column, content in zip(row.columns, row.contents, strict=True):
                if isinstance(content, list):
                    content = content[1]
                if isinstance(content, dict) and "r" in content:
                    content = "".join(text for text, _ in content["r"])
                elif isinstance(content, dict):
                    content = content["e"]
                if content is not None and content != "":
                    found[row.row + 1, int(column) + 1] = content
    return found


def array_cells(sheet: SheetEntries) -> set[tuple[int, int]]:
    """Return the cells that array formulas fill: their values are computed, so we keep none."""
    cells = set()
    for band in sheet.blocks.values():
        for row in decode_block(band).rows:
            for column, content in zip(row.columns, row.contents, strict=True):
                if not isinstance(content, list) or len(content) < 3 or "a" not in content[2]:
                    continue
                high, wide = content[2]["a"]
                cells |= {
                    (row.row + 1 + down, int(column) + 1 + across)
                    for down in range(high)
                    for across in range(wide)
                    if (down, across) != (0, 0)
                }
    return cells


def plain(value: Any, epoch: Any) -> Any:
    """Return a value of openpyxl as the file has it: dates and times as numbers."""
    from openpyxl.utils.datetime import to_excel

    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return to_excel(value, epoch)
    return str(value) if not isinstance(value, int | float | bool | str) else value


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= max(EXACT * abs(theirs), MILLISECOND)
    return bool(ours == theirs)


def load(path: Path, data_only: bool) -> Any:
    """Return a workbook as openpyxl reads it, or None where it cannot."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=data_only)
    except Exception:  # noqa: BLE001 - files that the other program cannot read say nothing
        return None


def compare(path: Path) -> tuple[int, list[tuple[Any, ...]]]:
    """Return how many cells agree with openpyxl, and those that do not."""
    other = load(path, data_only=True)
    if other is None:
        return 0, []
    found = read_workbook(path.read_bytes())
    agreeing, apart = 0, []
    sids = {look["name"]: sid for sid, look in reversed(found.book.sheets.items())}
    for sheet in other.worksheets:
        if sheet.title not in sids:
            continue
        entries = found.sheets[sids[sheet.title]]
        ours = values_read(entries)
        filled = array_cells(entries)
        for place, cell in sheet._cells.items():  # `iter_rows` makes every cell up to the last
            if cell.value is None or cell.value == "" or place in filled:
                continue
            theirs = plain(cell.value, other.epoch)
            if same(ours.get(place), theirs):
                agreeing += 1
            else:
                apart.append((path.stem, sheet.title, place, ours.get(place), theirs))
    return agreeing, apart


def formulas_read(sheet: SheetEntries) -> dict[tuple[int, int], str]:
    """Return the templates of formulas by row and column from 1."""
    found = {}
    for band in sheet.blocks.values():
        block = decode_block(band)
        for row in block.rows:
            for column, content in zip(row.columns, row.contents, strict=True):
                if isinstance(content, list) and (formula := block.formula(content)):
                    found[row.row + 1, int(column) + 1] = formula["f"]
    return found


def plain_formula(value: Any) -> str | None:
    """Return a formula of openpyxl as people see it, without quotes and in one case."""
    text = value if isinstance(value, str) else getattr(value, "text", None)
    return re.sub(r"^=|_xlfn\.|_xlws\.|_xlpm\.|'", "", text).lower() if text else None


def compare_formulas(path: Path) -> tuple[int, list[tuple[Any, ...]]]:
    """Return how many formulas read as openpyxl has them, and those that do not."""
    other = load(path, data_only=False)
    if other is None:
        return 0, []
    entries = read_workbook(path.read_bytes())
    parts = import_xlsx(path.read_bytes())
    live = LiveBook(lambda part: map_reader(parts.get(part)))
    agreeing, apart = 0, []
    sids = {look["name"]: sid for sid, look in reversed(entries.book.sheets.items())}
    for sheet in other.worksheets:
        ours = formulas_read(entries.sheets[sids[sheet.title]]) if sheet.title in sids else {}
        for (row, column), template in ours.items():
            cell = sheet.cell(row, column)
            theirs = plain_formula(cell.value) if cell.data_type == "f" else None
            if theirs is None or template.startswith("TABLE("):
                continue
            place = settled(template, ("", row - 1), ("", column - 1))
            text = render(place, sids[sheet.title], live).replace("'", "").lower()
            if text == theirs:
                agreeing += 1
            else:
                apart.append((path.stem, sheet.title, cell.coordinate, text, theirs))
    return agreeing, apart


if FILES:  # the corpus is not part of the repository

    def test_all_real_files_are_read_or_refused_clearly() -> None:
        refused = {}
        for path in FILES:
            try:
                parts = dict(parts_of(import_xlsx(path.read_bytes())))
            except TongwenError as error:
                refused[path.stem] = error.code
                continue
            book = read_book(parts[BOOK])
            assert book.sheets and book.styles, path.stem
            for name, doc in parts.items():
                if name.startswith("sheet:"):
                    for band in read_sheet(doc).blocks.values():
                        assert decode_block(band).rows, path.stem
        assert set(refused.values()) <= REFUSED_WORKBOOKS
        assert len(refused) <= MOST_REFUSED

    def test_formulas_are_those_that_another_reader_finds(
        record_property: Callable[[str, object], None],
    ) -> None:
        agreeing, apart = 0, []
        for path in FILES:
            try:
                more, others = compare_formulas(path)
            except TongwenError:
                continue
            agreeing += more
            apart += others
        record_property("formulas", agreeing)
        assert agreeing > 20_000
        assert agreeing / (agreeing + len(apart)) >= AGREEING, apart[:20]

    def test_values_are_those_that_another_reader_finds(
        record_property: Callable[[str, object], None],
    ) -> None:
        agreeing, apart = 0, []
        for path in FILES:
            try:
                more, others = compare(path)
            except TongwenError:
                continue
            agreeing += more
            apart += others
        record_property("cells", agreeing)
        assert agreeing > 100_000
        assert agreeing / (agreeing + len(apart)) >= AGREEING, apart[:20]
