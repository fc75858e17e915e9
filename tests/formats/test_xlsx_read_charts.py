"""Charts of worksheets: those of 2016, and those of real files, from what is cached in them."""

from typing import Any

import pytest

from tests.formats.test_xlsx_read_corpus import FILES
from tongwen.core.errors import NotFound, TongwenError
from tongwen.formats.ooxml.chart import MOST_POINTS, read_chart
from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.reader import read_workbook

CX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DATA = (
    '<cx:data id="0"><cx:strDim type="cat"><cx:f>Sheet1!$A$1:$A$3</cx:f><cx:lvl ptCount="3">'
    '<cx:pt idx="0">甲</cx:pt><cx:pt idx="2">c</cx:pt></cx:lvl></cx:strDim><cx:numDim '
    'type="{kind}"><cx:f>Sheet1!$B$1:$B$3</cx:f><cx:lvl ptCount="{count}" formatCode="0.0">'
    '<cx:pt idx="0">1</cx:pt>'
    '<cx:pt idx="1">2.5</cx:pt><cx:pt idx="2">x</cx:pt></cx:lvl></cx:numDim></cx:data>'
)


def chart(layout: str, kind: str = "val", count: int = 3, more: str = "") -> dict[str, Any]:
    data = DATA.format(kind=kind, count=count)
    return read_chart(
        (
            f'<cx:chartSpace xmlns:cx="{CX}" xmlns:a="{A}"><cx:chartData>{data}</cx:chartData>'
            "<cx:chart><cx:title><cx:tx><cx:rich><a:p><a:r><a:t>Steps</a:t></a:r></a:p></cx:rich>"
            f'</cx:tx></cx:title><cx:plotArea><cx:plotAreaRegion><cx:series layoutId="{layout}">'
            "<cx:tx><cx:txData><cx:f>Sheet1!$B$1</cx:f><cx:v>Sales</cx:v></cx:txData></cx:tx>"
            f'<cx:dataLabels/><cx:dataId val="0"/><cx:layoutPr>{more}</cx:layoutPr></cx:series>'
            '</cx:plotAreaRegion><cx:axis id="0"><cx:catScaling/></cx:axis><cx:axis id="1">'
            '<cx:valScaling max="9" min="auto"/><cx:majorGridlines/></cx:axis></cx:plotArea>'
            '<cx:legend pos="t"/></cx:chart></cx:chartSpace>'
        ).encode()
    )


@pytest.mark.parametrize(
    ("layout", "kind", "plot"),
    [
        ("waterfall", "val", ("bar", "col")),
        ("funnel", "val", ("bar", "bar")),
        ("clusteredColumn", "val", ("bar", "col")),
        ("treemap", "size", ("doughnut", None)),
        ("sunburst", "size", ("doughnut", None)),
        ("paretoLine", "val", ("line", None)),
    ],
)
def test_a_chart_of_2016_is_the_nearest_plot(layout: str, kind: str, plot: Any) -> None:
    found = chart(layout, kind)
    [one] = found["plots"]
    [series] = one["series"]
    assert (one["type"], one["direction"]) == plot
    assert (found["title"], found["legend"]) == ("Steps", "t")
    assert (series["name"], series["format"], series["labels"]) == ("Sales", "0.0", ["value"])
    assert series["categories"] == ["甲", None, "c"]
    assert series["values"] == [1, 2.5, None]
    assert [(axis["kind"], axis["max"]) for axis in found["axes"]] == [
        ("category", None),
        ("value", 9),
    ]


@pytest.mark.parametrize("layout", ["boxWhisker", "regionMap", "unheard"])
def test_what_has_no_plot_has_its_title(layout: str) -> None:
    found = chart(layout)
    assert (found["title"], found["plots"]) == ("Steps", [])


def test_a_histogram_counts() -> None:
    [plot] = chart("clusteredColumn", more='<cx:binning><cx:binCount val="2"/></cx:binning>')[
        "plots"
    ]
    assert plot["series"][0]["values"] == [1, 1]
    assert plot["series"][0]["categories"] == ["1 – 1.75", "1.75 – 2.5"]
    [tiny] = chart("clusteredColumn", more='<cx:binning><cx:binSize val="1e-300"/></cx:binning>')[
        "plots"
    ]
    assert sum(tiny["series"][0]["values"]) == 2


def test_counts_that_lie_are_not_believed() -> None:
    [plot] = chart("waterfall", count=4_000_000_000)["plots"]
    assert len(plot["series"][0]["values"]) == MOST_POINTS


if FILES:  # the corpus is not part of the repository

    def test_all_charts_of_real_files_are_read() -> None:
        read, plotted = 0, 0
        for path in FILES:
            try:
                found = read_workbook(path.read_bytes())
            except TongwenError:
                continue
            package = Package(path.read_bytes())
            for sheet in found.sheets.values():
                for one in sheet.objects.values():
                    if one["type"] != "drawing" or one["kind"] != "chart":
                        continue
                    try:
                        shown = read_chart(package.read_raw(one["part"]))
                    except NotFound:
                        continue
                    read += 1
                    plotted += any(plot["series"] for plot in shown["plots"])
        assert read >= 90
        assert plotted >= read * 0.95
