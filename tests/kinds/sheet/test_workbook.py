"""A program with a workbook: values, frames, formulas, styles, names, steps."""

import gc
import weakref
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pandas
import polars
import pytest

from tests.kinds.sheet.replicas import small_workbook
from tongwen.core.errors import Unsupported
from tongwen.kinds.sheet.calc import Values
from tongwen.kinds.sheet.document import Workbook
from tongwen.kinds.sheet.parts import BookEntries, first_updates
from tongwen.kinds.sheet.values import CellError, is_date_format, moment, serial


@pytest.fixture
def workbook() -> Workbook:
    return Workbook.of_states(small_workbook())


@pytest.fixture
def empty() -> Workbook:
    book = BookEntries(sheets={"s1": {"name": "Sheet1", "order": "V"}}, styles=[{}])
    return Workbook.of_states(first_updates(book, {}))


def test_values_come_as_rows(workbook: Workbook) -> None:
    assert workbook["One"]["A1:C3"].values == [[0, 0, "t0"], [1, 1.5, "t1"], [2, 3, "t2"]]
    assert workbook["one"]["D3"].value == 2
    assert workbook["第二"]["B3"].formula == "=One!A3:A6*2"
    assert workbook[0]["D2"].formula == "=SUM(A2:B2)+$A$1"


def test_what_is_written_is_read(empty: Workbook) -> None:
    sheet = empty[0]
    rows = [[1, 2.5, "文"], [True, None, CellError("#N/A")]]
    sheet["B2:D3"].values = rows
    assert sheet["B2:D3"].values == rows
    assert sheet["A:D"].values == [[None] * 4, [None, *rows[0]], [None, *rows[1]]]
    assert sheet.used.shape == (3, 4)


def test_many_rows_are_one_put_and_one_step(empty: Workbook) -> None:
    sheet = empty[0]
    with empty:
        sheet["A1"].write([[row, f"r{row}"] for row in range(10_000)])
        sheet["C1"].value = "=SUM(A1:A10000)"
    assert sheet["B9999"].value == "r9998"
    assert len(sheet.model.mirror("puts").entries) == 1
    assert empty.undo()
    assert sheet.used.values == [[None]]
    assert not empty.undo()
    assert empty.redo()
    assert sheet["C1"].formula == "=SUM(A1:A10000)"


def test_dates_are_shown_as_dates(empty: Workbook) -> None:
    sheet = empty[0]
    given = [[date(2026, 2, 28), datetime(1999, 12, 31, 23, 59, 59), time(6, 30), 7]]
    sheet["A1"].write(given)
    assert sheet["A1:D1"].values == [[datetime(2026, 2, 28), given[0][1], time(6, 30), 7]]
    assert sheet["A1"].number_format == "yyyy-mm-dd"
    sheet["A1"].number_format = "0"
    assert sheet["A1"].value == 46081


def test_a_date_keeps_the_date_format_of_its_cell(empty: Workbook) -> None:
    sheet = empty[0]
    sheet["A1:A3"].set_style(numberFormat="d/m/yy")
    sheet["A1"].write([[date(2026, 1, day)] for day in (1, 2, 3)])
    assert sheet["A2"].number_format == "d/m/yy"


@pytest.mark.parametrize("value", [Decimal("1.5"), timedelta(hours=36)])
def test_other_numbers_become_numbers(empty: Workbook, value: Any) -> None:
    empty[0]["A1"].value = value
    assert empty[0]["A1"].contents == [[1.5]]


def test_what_a_cell_cannot_hold_is_refused_and_nothing_is_written(empty: Workbook) -> None:
    sheet = empty[0]
    with pytest.raises(TypeError, match="dict"):
        sheet["A1"].write([[1, {}]])
    with pytest.raises(ValueError, match="first day"):
        sheet["A1"].value = date(1800, 1, 1)
    with pytest.raises(ValueError, match="takes 2 rows"):
        sheet["A1:B2"].values = [[1, 2]]
    with pytest.raises(IndexError):
        sheet["XFD1"].write([[1, 2]])
    assert sheet.used.values == [[None]]


@pytest.mark.parametrize(
    "address", ["", "A", "7", "A0", "XFE1", "A1048577", "A1:B", "A1:B2:C3", "文1"]
)
def test_what_is_no_address_is_refused(empty: Workbook, address: str) -> None:
    with pytest.raises(KeyError, match="no address"):
        empty[0][address]


def test_frames_go_in_and_out(empty: Workbook) -> None:
    sheet = empty[0]
    frame = pandas.DataFrame(
        {
            "name": ["a", "b"],
            "n": [1.5, float("nan")],
            "on": pandas.to_datetime(["2026-01-01", None]),
        }
    )
    written = sheet["B2"].write(frame)
    assert written.address == "B2:D4"
    assert written.values == [
        ["name", "n", "on"],
        ["a", 1.5, datetime(2026, 1, 1)],
        ["b", None, None],
    ]
    back = written.to_pandas()
    assert list(back.columns) == ["name", "n", "on"]
    assert back["n"][0] == 1.5
    other = written.to_polars()
    assert other["name"].to_list() == ["a", "b"]
    sheet["A10"].write(polars.DataFrame({"x": [1, 2], "y": [True, None]}), header=False)
    assert sheet["A10:B11"].values == [[1, True], [2, None]]


def test_frames_without_or_with_equal_names_get_some(empty: Workbook) -> None:
    sheet = empty[0]
    sheet["A1"].write([["x", "x", None], [1, 2, CellError("#N/A")]])
    assert list(sheet["A1:C2"].to_pandas().columns) == ["x", "x 2", "column 3"]
    assert sheet["A2:C2"].to_polars(header=False).rows() == [(1, 2, None)]


def test_a_frame_with_its_index(empty: Workbook) -> None:
    frame = pandas.DataFrame({"n": [1, 2]}, index=pandas.Index(["p", "q"], name="key"))
    empty[0]["A1"].write(frame, index=True)
    assert empty[0]["A1:B3"].values == [["key", "n"], ["p", 1], ["q", 2]]


def test_a_formula_fills_an_area_as_copying_does(empty: Workbook) -> None:
    sheet = empty[0]
    sheet["C2:D3"].formula = "=a1*$B1+sum(A$1:B1)"
    assert sheet["C2:D3"].formulas == [
        ["=A1*$B1+SUM(A$1:B1)", "=B1*$B1+SUM(B$1:C1)"],
        ["=A2*$B2+SUM(A$1:B2)", "=B2*$B2+SUM(B$1:C2)"],
    ]


def test_rows_and_columns_move_under_formulas(workbook: Workbook) -> None:
    sheet = workbook["One"]
    sheet["F1"].formula = "=SUM(A2:A5)+A10"
    sheet.insert_rows(2, 3)
    assert sheet["F1"].formula == "=SUM(A2:A8)+A13"
    sheet.delete_rows(1, 1)
    assert sheet["F1"].formula == "=SUM(A2:A7)+A12"
    sheet.delete_rows(11)
    assert sheet["F1"].formula == "=SUM(A2:A7)+#REF!"
    sheet.move_columns(0, 1, 3)
    assert sheet["F1"].formula == "=SUM(C2:C7)+#REF!"
    sheet.insert_columns(0)
    assert sheet["G1"].formula == "=SUM(D2:D7)+#REF!"


def test_sorting_takes_contents_and_relative_references_along(empty: Workbook) -> None:
    sheet = empty[0]
    sheet["A1"].write(
        [["k", "v"], [3, "=A2*2"], [1, "=A3*$A$2"], ["x", None], [None, 0], [2, "=A6"]]
    )
    sheet["A1:B6"].sort("A", header=True)
    assert [row[0] for row in sheet["A1:A6"].values] == ["k", 1, 2, 3, "x", None]
    assert sheet["B2:B4"].formulas == [["=A2*$A$2"], ["=A3"], ["=A4*2"]]
    sheet["A2:B6"].sort("A", descending=True)
    assert [row[0] for row in sheet["A2:A6"].values] == ["x", 3, 2, 1, None]


def test_styles(workbook: Workbook) -> None:
    sheet = workbook["One"]
    assert sheet["B1"].style == {"bold": True}
    sheet["A:A"].set_style(fill="FFEE00")
    sheet["A2:B2"].set_style(italic=True, bold=None)
    assert sheet["A2"].style == {"fill": "FFEE00", "italic": True}
    assert sheet["B2"].style == {"italic": True}
    assert sheet["A500"].style == {"fill": "FFEE00"}
    sheet["A2"].clear_style()
    assert sheet["A2"].style == {}
    sheet.set_rows(4, 2, size=30)
    assert sheet.row(5) == {"size": 30, "custom": True}
    assert sheet.row(1)["size"] == 30
    assert sheet.column(5)["style"] == {"bold": True}


def test_merging_keeps_the_first_content(empty: Workbook) -> None:
    sheet = empty[0]
    sheet["A1"].write([[None, 2], [3, 4]])
    sheet["A1:B2"].merge()
    assert sheet.merges == ["A1:B2"]
    assert sheet["A1:B2"].values == [[2, None], [None, None]]
    sheet["B2:C3"].merge()
    assert sheet.merges == ["B2:C3"]
    sheet["C3"].unmerge()
    assert sheet.merges == []


def test_worksheets(workbook: Workbook) -> None:
    added = workbook.add_sheet("New", at=0)
    added["A1"].formula = "=One!A1+'第二'!B3"
    workbook["One"].name = "My data"
    assert added["A1"].formula == "='My data'!A1+第二!B3"
    workbook["第二"].move(0)
    assert [sheet.name for sheet in workbook.sheets] == ["第二", "New", "My data"]
    workbook.remove_sheet("my DATA")
    assert added["A1"].formula == "=#REF!+第二!B3"
    workbook["New"].state = "hidden"
    with pytest.raises(ValueError, match="last visible"):
        workbook.remove_sheet("第二")
    assert workbook.undo()
    assert workbook.undo()
    assert added["A1"].formula == "='My data'!A1+第二!B3"


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "'a", "ONE", "a[b]"])
def test_bad_names_of_worksheets_are_refused(workbook: Workbook, name: str) -> None:
    with pytest.raises(ValueError, match="worksheet"):
        workbook.add_sheet(name)
    with pytest.raises(ValueError, match="worksheet"):
        workbook["第二"].name = name
    assert [sheet.name for sheet in workbook.sheets] == ["One", "第二"]


def test_names(workbook: Workbook) -> None:
    assert workbook.names == {"rate": "=One!$B$2"}
    workbook.set_name("local", "=One!$A$1", sheet="第二")
    workbook.set_name("RATE", "=One!$C$1")
    assert workbook.names["第二!local"] == "=One!$A$1"
    workbook.remove_name("rate")
    assert list(workbook.names) == ["第二!local"]
    with pytest.raises(KeyError):
        workbook.remove_name("rate")


class Adder:
    """An engine that knows one answer."""

    def evaluate(self, states: Mapping[str, bytes], changed: object = None) -> Values:
        assert set(states) == {"book", "sheet:s1"}
        return {"s1": {(0, 0): 42, (1, 0): "spilled", (2, 0): {"e": "#DIV/0!"}}}


def test_computed_values_follow_their_cells(empty: Workbook) -> None:
    sheet = empty[0]
    sheet["A1"].value = "=6*7"
    sheet["A3"].value = "=1/0"
    assert sheet["A1"].value is None
    empty.recalculate(Adder())
    assert sheet["A1:A3"].values == [[42], ["spilled"], [CellError("#DIV/0!")]]
    sheet.insert_rows(0)
    assert sheet["A2:A4"].values == [[42], ["spilled"], [CellError("#DIV/0!")]]


def test_saving_hands_states_and_values_to_the_writer() -> None:
    handed: list[tuple[object, Values]] = []

    def write(states: Mapping[str, bytes], values: Values) -> bytes:
        handed.append((sorted(states), values))
        return b"PK"

    book = BookEntries(sheets={"s1": {"name": "S", "order": "V"}})
    workbook = Workbook.of_states(first_updates(book, {}), write, Adder)
    workbook.recalculate()
    assert workbook.to_bytes() == b"PK"
    assert handed[0][0] == ["book", "sheet:s1"]
    assert handed[0][1]["s1"][0, 0] == 42


def test_a_workbook_of_no_file_cannot_be_saved(empty: Workbook) -> None:
    with pytest.raises(Unsupported):
        empty.to_bytes()


def test_freezing(empty: Workbook) -> None:
    empty[0].freeze(rows=1, columns=2)
    assert empty[0].model.view == {"freeze": {"row": "1", "col": "2"}}
    empty[0].freeze()
    assert empty[0].model.view == {}


def test_charts_know_where_they_stand(empty: Workbook) -> None:
    from tongwen.kinds.sheet.commands import put_object

    sheet = empty[0]
    anchor = {"from": ["1", "1", 0, 0], "to": ["5", "3", 0, 0], "move": "twoCell"}
    entry = {"type": "drawing", "kind": "chart", "name": "C", "part": "xl/charts/chart1.xml"}
    put_object(sheet.model, {**entry, "anchor": anchor})
    sheet.insert_rows(0)
    assert [(chart.name, chart.area) for chart in sheet.charts] == [("C", "B3:D7")]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", False),
        ("0.00", False),
        ("yyyy-mm-dd", True),
        ("[h]:mm", True),
        ('"day" 0', False),
        ("[Red]0", False),
        ("[$-804]yyyy年m月d日", True),
        ("#,##0;[Red]-#,##0", False),
        ("上午/下午hh时mm分", True),
        (None, False),
    ],
)
def test_formats_of_dates(code: object, expected: bool) -> None:
    assert is_date_format(code) is expected


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(1900, 1, 1), 1),
        (date(1900, 2, 28), 59),
        (date(1900, 3, 1), 61),
        (date(2026, 2, 28), 46081),
    ],
)
def test_serial_numbers(day: date, number: int) -> None:
    assert serial(day) == number
    assert moment(number) == datetime(day.year, day.month, day.day)
    later = serial(day, True) if day.year > 1904 else None
    assert later in (None, number - 1462)


def test_numbers_that_are_no_dates() -> None:
    assert moment(-1) is None
    assert moment(3e6) is None
    assert moment(2_958_465.99999) is not None


def test_a_workbook_that_nobody_holds_is_freed() -> None:
    workbook = Workbook.of_states(small_workbook())
    workbook[0]["A1"].value = 1
    gone = [weakref.ref(workbook.book), weakref.ref(workbook.book.entries.part("book").doc)]
    del workbook
    gc.collect()
    assert [one() for one in gone] == [None, None]


def test_formulas_are_computed(workbook: Workbook) -> None:
    sheet = workbook["One"]
    assert sheet["D3"].value == 2  # as the file said
    sheet["A3"].value = 10
    sheet["F1"].value = "=SUM(D1:D3)*rate"
    workbook.recalculate()
    assert sheet["D3"].value == 13
    assert sheet["F1"].value == pytest.approx((0 + 2.5 + 13) * 1.5)
    assert workbook["第二"]["B3"].contents[0][0]["f"].startswith("\x01s1!")
