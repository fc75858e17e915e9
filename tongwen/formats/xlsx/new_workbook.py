"""A new workbook around a table of values."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import clean
from tongwen.formats.xlsx.blank import blank_xlsx
from tongwen.formats.xlsx.cell_writer import CellWriter
from tongwen.formats.xlsx.column_names import LETTERS
from tongwen.formats.xlsx.part_patch import PartPatch
from tongwen.formats.xlsx.string_writer import StringWriter
from tongwen.formats.xlsx.style_writer import StyleWriter

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def sheet_title(wish: str | None) -> str | None:
    """Return a wish as a worksheet's name, None when nothing is left of it."""
    name = _FORBIDDEN.sub(" ", clean(wish or "")).strip().strip("'")[:_LONGEST_NAME].strip()
    return name or None


def workbook_of(
    rows: Sequence[Sequence[Any]],
    formats: Mapping[tuple[int, int], str],
    title: str | None,
    language: str,
) -> bytes:
    """Return a workbook of one worksheet with these contents and number formats by place."""
    package = Package(blank_xlsx(language))
    workbook = package.main_part()
    styles = StyleWriter(package, workbook, [{}])
    texts = StringWriter(package, workbook)
    part = package.related(workbook, "worksheet") or ""
    codes = {code: styles.index({"numberFormat": code}) for code in set(formats.values())}
    writer = CellWriter("", texts)
    written = []
    width = 0
    for index, row in enumerate(rows):
        number = str(index + 1)
        inside = [
            writer.fresh(LETTERS[col] + number, codes.get(formats.get((index, col), ""), 0), value)
            for col, value in enumerate(row)
            if value is not None
        ]
        if inside:
            width = max(width, len(row))
            written.append(f'<row r="{number}">{"".join(inside)}</row>')
    patch = PartPatch(package.read(part), part)
    data = patch.first("sheetData")
    dimension = patch.first("dimension")
    if data is not None and written:
        patch.replace(data, f"<sheetData>{''.join(written)}</sheetData>".encode())
    if dimension is not None and width:
        patch.set(dimension, ref=f"A1:{LETTERS[width - 1]}{len(rows)}")
    package.set(part, patch.render())
    _name(package, workbook, sheet_title(title))
    styles.save()
    texts.save()
    return package.save()


def _name(package: Package, workbook: str, title: str | None) -> None:
    if title is None:
        return
    patch = PartPatch(package.read(workbook), workbook)
    sheets = patch.first("sheets")
    if sheets is not None:
        sheets.element[0].set("name", title)
        patch.replace(sheets, patch.written(sheets.element))
        package.set(workbook, patch.render())
