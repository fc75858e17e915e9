"""A workbook as an office has them: `python -m tests.e2e.sheets FILE.xlsx` writes it.

`python -m tests.e2e.sheets --read FILE.xlsx SHEET A1 …` prints what cells hold, as JSON;
`--sheets FILE.xlsx` the worksheets in their order, `--pictures FILE.xlsx` where pictures are.
"""

import json
import sys
import zipfile
from datetime import date

import openpyxl
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
ROWS = [
    ("华东", 1280, 1346, date(2026, 1, 31)),
    ("西南", 864, 902, date(2026, 2, 28)),
    ("华北", 1015, 990, date(2026, 3, 31)),
]


def budget(path: str) -> None:
    """Write a workbook with formulas, a chart, a table, rules, notes and a second worksheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "预算"
    sheet.append(["部门", "一季度", "二季度", "日期", "合计"])
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1E8E5A")
    for number, row in enumerate(ROWS, start=2):
        sheet.append([*row, f"=B{number}+C{number}"])
    sheet["A5"], sheet["B5"] = "总计", "=SUM(B2:B4)"
    sheet["A2"].comment = Comment("请核对", "安")
    sheet.freeze_panes = "B2"
    sheet.conditional_formatting.add(
        "B2:C4", ColorScaleRule("min", None, "FFFFFF", "max", None, "1E8E5A")
    )
    choices = DataValidation("list", formula1='"华东,西南,华北"')
    choices.add("A2:A4")
    sheet.add_data_validation(choices)
    chart = BarChart()
    chart.title = "季度对比"
    chart.add_data(
        Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=4), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=4))
    sheet.add_chart(chart, "G2")
    notes = book.create_sheet("Notes")
    notes.append(["Item", "State"])
    notes.append(["plan", "done"])
    notes.add_table(Table(displayName="States", ref="A1:B2"))
    notes["A4"] = "='预算'!B5"
    book.save(path)


def read(path: str, sheet: str, addresses: list[str]) -> list[object]:
    """Return what cells of a worksheet hold: values, and formulas as text."""
    book = openpyxl.load_workbook(path)
    return [book[sheet][address].value for address in addresses]


def sheets(path: str) -> list[str]:
    """Return the names of the worksheets in their order."""
    return list(openpyxl.load_workbook(path).sheetnames)


def pictures(path: str) -> list[dict[str, int]]:
    """Return the first cell of each picture over one cell, from 0, and its size in pixels."""
    found = []
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/drawings/drawing")]
        for part in parts:
            for anchor in etree.fromstring(package.read(part)).iter(f"{DRAWING}oneCellAnchor"):
                row, col = (
                    anchor.findtext(f"{DRAWING}from/{DRAWING}{name}") for name in ("row", "col")
                )
                size = anchor.find(f"{DRAWING}ext")
                assert row and col and size is not None
                width, height = (int(size.get(name, "0")) // 9525 for name in ("cx", "cy"))
                found.append({"row": int(row), "col": int(col), "width": width, "height": height})
    return found


if __name__ == "__main__":
    if sys.argv[1] == "--sheets":
        print(json.dumps(sheets(sys.argv[2])))
    elif sys.argv[1] == "--pictures":
        print(json.dumps(pictures(sys.argv[2])))
    elif sys.argv[1] == "--read":
        print(json.dumps(read(sys.argv[2], sys.argv[3], sys.argv[4:]), default=str))
    else:
        budget(sys.argv[1])
