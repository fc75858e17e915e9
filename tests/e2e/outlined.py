"""A workbook with outlines and tall frozen panes: `python -m tests.e2e.outlined FILE.xlsx`.

`python -m tests.e2e.outlined --runs FILE.xlsx A1` prints the runs of a cell's rich text, as JSON.
"""

import json
import sys

import openpyxl
from openpyxl.styles import PatternFill

FROZEN = 9
GREEN = "1E8E5A"


def outlined(path: str) -> None:
    """Write rows 12–17 of level 1, in them 13–14 of level 2; columns F–G grouped and collapsed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 60):
        for column in range(1, 12):
            sheet.cell(row, column, row * 100 + column)
    sheet.freeze_panes = f"E{FROZEN + 1}"
    sheet[f"E{FROZEN + 1}"].fill = PatternFill("solid", fgColor=GREEN)
    sheet.row_dimensions.group(12, 17, outline_level=1)
    sheet.row_dimensions.group(13, 14, outline_level=2)
    sheet.column_dimensions.group("F", "G", outline_level=1, hidden=True)
    sheet.column_dimensions["H"].collapsed = True
    book.save(path)


def runs(path: str, address: str) -> list[list[object]]:
    """Return text, switches that are on (`b`, `i`) and size of each run of a cell."""
    value = openpyxl.load_workbook(path, rich_text=True).active[address].value
    found: list[list[object]] = []
    for run in value:
        font = getattr(run, "font", None)
        switches = "".join(name for name in "bi" if font is not None and getattr(font, name))
        found.append([str(run), switches, None if font is None else font.sz])
    return found


if __name__ == "__main__":
    if sys.argv[1] == "--runs":
        print(json.dumps(runs(sys.argv[2], sys.argv[3])))
    else:
        outlined(sys.argv[1])
