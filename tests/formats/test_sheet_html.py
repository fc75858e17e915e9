"""A worksheet as an HTML page."""

from html.parser import HTMLParser

import pytest

from tongwen.core.errors import NotFound
from tongwen.formats.html.sheet import sheet_to_html
from tongwen.formats.workbooks import convert_workbook, read_workbook
from tongwen.formats.xlsx import blank_xlsx
from tongwen.kinds.sheet.document import Workbook


def a_book() -> Workbook:
    workbook = read_workbook(blank_xlsx("en"), ".xlsx")
    sheet = workbook.sheets[0]
    sheet["A1:C2"].values = [["标题", None, 1], ["<b>&", 0.25, True]]
    sheet["A1"].set_style(bold=True, color="C23B22", fill="FFEE99", align="center")
    sheet["B2"].number_format = "0.0%"
    return workbook


def html(workbook: Workbook, sid: str | None = None) -> str:
    return sheet_to_html(workbook.states(), sid, "表 <1>").decode()


class Cells(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1] and data.strip():
            self.rows[-1][-1] += data


def test_it_shows_what_the_cells_show() -> None:
    text = html(a_book())
    cells = Cells(text)
    assert cells.rows == [["标题", "", "1"], ["<b>&", "25.0%", "TRUE"]]
    assert "b" not in cells.tags, "texts are no markup"
    assert "<title>表 &lt;1&gt;</title>" in text
    style = "font-weight:bold;color:#C23B22;background:#FFEE99;text-align:center"
    assert f'style="{style}"' in text


def test_a_merged_area_is_one_cell() -> None:
    workbook = a_book()
    workbook.sheets[0]["A1:B2"].merge()
    text = html(workbook)
    assert 'rowspan="2" colspan="2"' in text
    assert [len(row) for row in Cells(text).rows] == [2, 1]


def test_an_empty_worksheet_is_an_empty_table() -> None:
    workbook = read_workbook(blank_xlsx("en"), ".xlsx")
    assert Cells(html(workbook)).rows == []


def test_a_worksheet_is_named() -> None:
    workbook = a_book()
    workbook.add_sheet("Second")["A1"].value = "there"
    data = workbook.to_bytes()
    assert b"there" in convert_workbook(data, ".xlsx", ".html", sheet="second")
    assert b"there" not in convert_workbook(data, ".xlsx", ".html")
    with pytest.raises(NotFound):
        convert_workbook(data, ".xlsx", ".html", sheet="third")
    with pytest.raises(NotFound):
        html(workbook, "s999")
