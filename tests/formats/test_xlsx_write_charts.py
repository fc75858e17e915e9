"""Charts that a program adds: parts of their own beside what there was, read by others."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.chart.plotarea import PlotArea

from tests.formats.packages import unpack
from tests.formats.test_libreoffice import needs_it
from tests.formats.test_xlsx_write import DRAWING, DRAWN, drawn
from tongwen.formats import libreoffice
from tongwen.formats.ooxml.chart import read_chart
from tongwen.formats.ooxml.package import Package
from tongwen.formats.workbooks import read_workbook
from tongwen.formats.xlsx.blank import blank_xlsx
from tongwen.kinds.sheet.commands import put_object
from tongwen.kinds.sheet.document import Workbook

ROWS = [
    [None, "甲 & <乙>", "Q2", "Q3", "Q4"],
    ["一月", 3, 5.5, 4, 4.5],
    ["二月", 8, 13, 6, 9],
    ["三月", 21, None, 7, 11],
]
KINDS = {  # kind → the element, the area, how many series
    "column": ("barChart", "A1:C4", 2),
    "bar": ("barChart", "A1:C4", 2),
    "line": ("lineChart", "A1:C4", 2),
    "area": ("areaChart", "A1:C4", 2),
    "pie": ("pieChart", "A1:B4", 1),
    "doughnut": ("doughnutChart", "A1:C4", 2),
    "scatter": ("scatterChart", "B1:D4", 2),
    "bubble": ("bubbleChart", "B1:D4", 1),
    "radar": ("radarChart", "A1:D4", 3),
    "stock": ("stockChart", "A1:E4", 4),
}


def workbook() -> Workbook:
    """Return a new workbook with figures."""
    found = read_workbook(blank_xlsx("en"), ".xlsx")
    found[0].name = "Sales 一"
    found[0]["A1"].write(ROWS)
    return found


def charts(data: bytes) -> list[dict[str, Any]]:
    """Return the charts of a package by the names of their parts."""
    package = Package(data)
    names = sorted(name for name in package.archive.names if "charts/chart" in name)
    return [read_chart(package.read_raw(name)) for name in names if name.endswith(".xml")]


def only(found: Workbook) -> dict[str, Any]:
    """Return the one chart of the saved workbook."""
    [chart] = charts(found.to_bytes())
    return chart


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_part_that_others_read(kind: str) -> None:
    element, data, series = KINDS[kind]
    found = workbook()
    found[0].add_chart(kind, data, title="季度", anchor="G2", x_title="x", y_title="y")
    written = found.to_bytes()
    [chart] = charts(written)
    assert (chart["title"], chart["legend"]) == ("季度", "r")
    [plot] = chart["plots"]
    assert len(plot["series"]) == series
    first = plot["series"][0]
    assert first["values"] == ([5.5, 13, None] if kind in ("scatter", "bubble") else [3, 8, 21])
    assert first["categories"] == (
        [3, 8, 21] if kind in ("scatter", "bubble") else ["一月", "二月", "三月"]
    )
    book = openpyxl.load_workbook(BytesIO(written))
    [read] = book["Sales 一"]._charts
    area: PlotArea = read.plot_area if hasattr(read, "plot_area") else read
    assert type(read).__name__.lower().startswith(element.removesuffix("Chart").lower()), area
    assert len(read.series) == series
    reference = read.series[0].val or read.series[0].yVal
    expected = "$C$2:$C$4" if kind in ("scatter", "bubble") else "$B$2:$B$4"
    assert reference.numRef.f == f"'Sales 一'!{expected}"
    assert (read.anchor._from.row, read.anchor._from.col) == (1, 6)


def test_names_titles_and_looks_are_written() -> None:
    found = workbook()
    found[0].add_chart(
        "bar", "A1:C4", title="a & <b>\nzwei", x_title="月", legend=None, stacked="percent",
        data_labels=True, anchor="G2:L20", name='C "1"',
    )  # fmt: skip
    chart = only(found)
    assert (chart["title"], chart["legend"]) == ("a & <b>\nzwei", None)
    [plot] = chart["plots"]
    assert (plot["direction"], plot["grouping"], plot["overlap"]) == ("bar", "percentStacked", 100)
    assert [one["name"] for one in plot["series"]] == ["甲 & <乙>", "Q2"]
    assert plot["series"][0]["labels"] == ["value"]
    assert [axis["title"] for axis in chart["axes"]] == ["月", None]
    again = read_workbook(found.to_bytes(), ".xlsx")[0].charts
    assert [(one.name, one.area) for one in again] == [('C "1"', "G2:M21")]


def test_series_are_where_they_are_said_to_be() -> None:
    found = workbook()
    found[0].add_chart("line", "A1:D3", series_in="rows")
    found[0].add_chart("line", "B2:D4", header=False, categories=False)
    found[0].add_chart(
        "column",
        series=[
            {"name": "文", "values": "B2:B4", "categories": "A2:A4"},
            {"name": "=C1", "values": "'Sales 一'!$C$2:$C$4"},
        ],
    )
    rows, plain, listed = (one["plots"][0]["series"] for one in charts(found.to_bytes()))
    assert [(one["name"], one["values"]) for one in rows] == [
        ("一月", [3, 5.5, 4]),
        ("二月", [8, 13, 6]),
    ]
    assert rows[0]["categories"] == ["甲 & <乙>", "Q2", "Q3"]
    assert [one["name"] for one in plain] == [None] * 3
    assert [one["name"] for one in listed] == ["文", "Q2"]
    assert listed[1]["valuesFormula"] == "'Sales 一'!$C$2:$C$4"


def test_dates_are_categories_with_their_format() -> None:
    found = workbook()
    found[0]["A1"].write([["日", "值"], *([date(2026, 1, day), day] for day in (1, 2, 3))])
    found[0].add_chart("line", "A1:B4")
    [series] = only(found)["plots"][0]["series"]
    assert series["categories"] == [46023, 46024, 46025]
    assert series["categoriesFormat"] == "yyyy-mm-dd"
    assert series["values"] == [1, 2, 3]


def test_computed_values_are_cached() -> None:
    found = workbook()
    found[0]["B5"].value = "=SUM(B2:B4)"
    found[0].add_chart("column", "B2:B5", header=False)
    found.recalculate()
    assert only(found)["plots"][0]["series"][0]["values"] == [3, 8, 21, 32]


def test_references_move_with_lines_and_names() -> None:
    found = workbook()
    sheet = found[0]
    sheet.add_chart("column", "A1:C4", anchor="G2")
    sheet.insert_rows(0, 2)
    sheet.insert_rows(4)
    sheet.insert_columns(1)
    sheet.delete_rows(6)
    sheet.name = "新"
    chart = only(found)
    [first, second] = chart["plots"][0]["series"]
    assert first["valuesFormula"] == "新!$C$4:$C$6"
    assert first["values"] == [3, None, 8]
    assert second["nameFormula"] == "新!$D$3"
    assert sheet.charts[0].series[0]["values"] == "=新!$C$4:$C$6"
    found.add_sheet("rest")
    found.remove_sheet("新")
    assert charts(found.to_bytes()) == [], "it went with its worksheet"


def test_what_a_chart_shows_may_go_away() -> None:
    found = workbook()
    found.add_sheet("rest").add_chart("column", "'Sales 一'!A1:C4")
    found.remove_sheet("Sales 一")
    [series, _] = only(found)["plots"][0]["series"]
    assert (series["valuesFormula"], series["values"]) == ("#REF!", [])


def test_it_stands_beside_drawings_that_keep_their_bytes() -> None:
    found = read_workbook(drawn(), ".xlsx")
    found["Data"].add_chart("line", "A1:B3", anchor="D4")
    parts = unpack(found.to_bytes())
    kept = DRAWN.removesuffix(b"</xdr:wsDr>")
    assert parts[DRAWING].startswith(kept) and parts[DRAWING].endswith(b"</xdr:wsDr>")
    assert parts[DRAWING].count(b'id="2"') == 1 and parts[DRAWING].count(b'id="3"') == 1
    before = unpack(drawn())
    changed = {name for name in before if parts[name] != before[name]}
    assert changed == {DRAWING, "[Content_Types].xml"}
    kinds = [
        one["kind"]
        for one in read_workbook(found.to_bytes(), ".xlsx")["Data"].objects("drawing").values()
    ]
    assert sorted(kinds) == ["chart", "shape"]


def test_a_saved_chart_is_listed_and_removed_with_its_part() -> None:
    found = workbook()
    found[0].add_chart("line", "A1:C4")
    found[0].add_chart("pie", "A1:B4")
    again = read_workbook(found.to_bytes(), ".xlsx")
    first, second = again[0].charts
    assert (first.kind, first.part, second.part) == (
        None,
        "xl/charts/chart.xml",
        "xl/charts/chart2.xml",
    )
    first.remove()
    written = again.to_bytes()
    assert [one["plots"][0]["type"] for one in charts(written)] == ["pie"]
    assert b"charts/chart.xml" not in unpack(written)["[Content_Types].xml"]
    assert len(openpyxl.load_workbook(BytesIO(written)).active._charts) == 1  # type: ignore[union-attr]


def test_a_chart_is_a_step_that_is_undone() -> None:
    found = workbook()
    chart = found[0].add_chart("line", "A1:C4", title="t")
    assert (chart.kind, chart.title, chart.part) == ("line", "t", None)
    assert found.undo()
    assert found[0].charts == []
    with pytest.raises(KeyError):
        _ = chart.name
    assert found.redo()
    chart.remove()
    assert found[0].charts == []
    assert found.undo() and len(found[0].charts) == 1


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"kind": "pyramid", "data": "A1:B3"}, ValueError),
        ({"kind": "line"}, ValueError),
        ({"kind": "line", "data": "A1:B3", "series": [{"values": "A1:A3"}]}, ValueError),
        ({"kind": "line", "data": "Nowhere!A1:B3"}, KeyError),
        ({"kind": "line", "data": "A0:B3"}, KeyError),
        ({"kind": "line", "data": ""}, KeyError),
        ({"kind": "line", "data": "A1:B3", "legend": "under"}, ValueError),
        ({"kind": "line", "data": "A1:B3", "anchor": "ZZZZ9"}, KeyError),
        ({"kind": "line", "data": "A1:B3", "size": (0, 10)}, ValueError),
        ({"kind": "line", "data": "A1:B3", "size": (10, float("nan"))}, ValueError),
        ({"kind": "line", "data": "A1:B3", "series_in": "diagonal"}, ValueError),
        ({"kind": "pie", "data": "A1:B3", "stacked": True}, ValueError),
        ({"kind": "stock", "data": "A1:C4"}, ValueError),
        ({"kind": "bubble", "data": "A2:B4"}, ValueError),
        ({"kind": "line", "data": "A1", "header": True}, ValueError),
        ({"kind": "line", "data": "A1:KZ4", "series_in": "columns"}, ValueError),
        ({"kind": "line", "series": [{"name": "x"}]}, ValueError),
        ({"kind": "line", "series": [{"values": "A1:A3", "color": "red"}]}, ValueError),
    ],
)
def test_what_cannot_be_a_chart_is_refused(said: dict[str, Any], error: type[Exception]) -> None:
    found = workbook()
    with pytest.raises(error):
        found[0].add_chart(**said)
    assert found[0].charts == []


@pytest.mark.parametrize(
    "made",
    [
        None,
        [],
        {"type": "pyramid", "series": []},
        {"type": 3},
        {"type": "bar"},
        {"type": "bar", "series": "many"},
        {"type": "bar", "series": [None, 5, {}, {"values": 3}, {"values": "no template"}]},
        {"type": "line", "series": [{"values": "\x01s1!0,0,0;9,9,9\x02", "name": {"f": 1}}]},
        {"type": "line", "series": [{"values": "\x01broken\x02", "name": 7}]},
        {"type": "area", "series": [{"values": "\x01s99!0,0,0\x02"}], "title": {"x": 1}},
        {"type": "pie", "series": [{"values": "\x01,0,0;,16383,0\x02"}], "labels": "value"},
        {"type": "pie", "series": [{"values": "\x010,,0;1048575,,0\x02"}], "labels": [[]]},
        {"type": "scatter", "title": "\x00\x01]]>&", "legend": ["r"], "grouping": {}, "series": []},
        {"type": "radar", "series": [{"values": "\x010,0,0;0,1,0\x02"}] * 2_000},
    ],
)
def test_an_object_that_lies_breaks_no_file(made: Any) -> None:
    found = workbook()
    anchor = {"from": ["1", "1", 0, 0], "size": [1, 2]}
    entry = {"type": "drawing", "kind": "chart", "anchor": anchor, "chart": made}
    put_object(found[0].model, entry)
    put_object(found[0].model, {**entry, "anchor": {"from": ["x", 1, None], "size": "big"}})
    parts = unpack(found.to_bytes())
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    written = [name for name in parts if "charts/" in name]
    known = isinstance(made, Mapping) and made.get("type") in (
        "bar",
        "line",
        "area",
        "pie",
        "scatter",
        "radar",
    )
    assert len(written) == int(known)
    assert len(openpyxl.load_workbook(BytesIO(found.to_bytes())).sheetnames) == 1


@needs_it
@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_reads_the_same_series(kind: str) -> None:
    found = workbook()
    found[0].add_chart(kind, KINDS[kind][1], title="季度", anchor="G2")
    ours = only(found)
    theirs = charts(libreoffice.convert(found.to_bytes(), ".xlsx", ".xlsx"))[0]
    assert theirs["title"] == "季度"

    def told(chart: dict[str, Any]) -> list[Any]:
        return [
            (one["name"], one["values"], one["valuesFormula"].replace("'", ""))
            for plot in chart["plots"]
            for one in plot["series"]
        ]

    assert told(theirs) == told(ours)
    assert theirs["plots"][0]["type"] == ours["plots"][0]["type"]
