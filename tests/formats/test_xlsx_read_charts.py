"""Charts of worksheets: those of 2016, and those of real files, from what is cached in them."""

from typing import Any

import pytest

from tests.formats.packages import pack
from tests.formats.real_files import real_files
from tests.formats.spreadsheets import parts, worksheet
from tongwen.core.errors import NotFound, TongwenError
from tongwen.formats.ooxml.chart import MOST_POINTS, read_chart
from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.chart_reader import read_chart_part
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
        ("waterfall", "val", "waterfall"),
        ("funnel", "val", "funnel"),
        ("clusteredColumn", "val", "histogram"),
        ("treemap", "size", "treemap"),
        ("sunburst", "size", "sunburst"),
        ("paretoLine", "val", "pareto"),
        ("boxWhisker", "val", "boxWhisker"),
        ("regionMap", "colorVal", "map"),
    ],
)
def test_a_chart_of_2016_is_a_plot(layout: str, kind: str, plot: str) -> None:
    found = chart(layout, kind)
    [one] = found["plots"]
    [series] = one["series"]
    assert one["type"] == plot
    assert (found["title"], found["legend"]) == ("Steps", "t")
    assert (series["name"], series["format"], series["labels"]) == ("Sales", "0.0", ["value"])
    assert series["categories"] == ["甲", None, "c"]
    assert series["values"] == [1, 2.5, None]
    assert [(axis["kind"], axis["max"]) for axis in found["axes"]] == [
        ("category", None),
        ("value", 9),
    ]


def test_what_is_unheard_of_has_its_title() -> None:
    found = chart("unheard")
    assert (found["title"], found["plots"]) == ("Steps", [])


def layout_of(layout: str, more: str) -> dict[str, Any]:
    return dict(chart(layout, more=more)["plots"][0]["series"][0]["layout"])


def test_it_knows_how_a_series_is_laid_out() -> None:
    bins = layout_of(
        "clusteredColumn",
        '<cx:binning intervalClosed="l" underflow="1" overflow="8"><cx:binSize val="2"/>'
        "</cx:binning>",
    )["bins"]
    assert bins == {"width": 2, "count": None, "under": 1, "over": 8, "closed": "l"}
    assert layout_of("clusteredColumn", "<cx:aggregation/>")["aggregated"] is True
    totals = '<cx:subtotals><cx:idx val="0"/><cx:idx val="-3"/><cx:idx val="4"/></cx:subtotals>'
    assert layout_of("waterfall", totals)["subtotals"] == [0, 4]
    boxes = layout_of(
        "boxWhisker",
        '<cx:visibility meanLine="1" meanMarker="0" nonoutliers="1" outliers="0"/>'
        '<cx:statistics quartileMethod="inclusive"/>',
    )
    assert (boxes["meanLine"], boxes["meanMarker"], boxes["outliers"]) == (True, False, False)
    assert (boxes["innerPoints"], boxes["quartiles"]) == (True, "inclusive")


def test_levels_are_told_from_the_outermost_on() -> None:
    levels = (
        '<cx:lvl ptCount="2"><cx:pt idx="0">leaf 1</cx:pt><cx:pt idx="1">leaf 2</cx:pt></cx:lvl>'
        '<cx:lvl ptCount="2"><cx:pt idx="0">stem</cx:pt></cx:lvl>'
    )
    found = read_chart(
        (
            f'<cx:chartSpace xmlns:cx="{CX}"><cx:chartData><cx:data id="0"><cx:strDim type="cat">'
            f"{levels}</cx:strDim></cx:data></cx:chartData><cx:chart><cx:plotArea>"
            '<cx:plotAreaRegion><cx:series layoutId="treemap"><cx:dataId val="0"/></cx:series>'
            "</cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>"
        ).encode()
    )
    [series] = found["plots"][0]["series"]
    assert series["levels"] == [["stem", None], ["leaf 1", "leaf 2"]]
    assert (series["categories"], series["values"]) == (["leaf 1", "leaf 2"], [])


def test_counts_that_lie_are_not_believed() -> None:
    [plot] = chart("waterfall", count=4_000_000_000)["plots"]
    assert len(plot["series"][0]["values"]) == MOST_POINTS


FILES = real_files("xlsx")

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


BAR = (
    b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>'
    b"<c:plotArea><c:barChart/></c:plotArea></c:chart></c:chartSpace>"
)


def test_a_chart_part_knows_the_worksheets_that_it_names() -> None:
    found = read_chart_part(Package(pack({**parts({"一": worksheet("")}), "c.xml": BAR})), "c.xml")
    assert (found["sheets"], found["plots"][0]["type"]) == ({"一": "s1"}, "bar")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "not-found"),
        (b"", "not-well-formed"),
        (BAR[:-9], "not-well-formed"),
        (b"\xff\xfe\x00", "not-well-formed"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BAR, "xml-entities"),
        (b"<worksheet/>", "not-found"),
    ],
)
def test_a_chart_part_that_cannot_be_read_says_why(data: bytes | None, code: str) -> None:
    found = parts({"One": worksheet("")})
    if data is not None:
        found["c.xml"] = data
    with pytest.raises(TongwenError) as refusal:
        read_chart_part(Package(pack(found)), "c.xml")
    assert refusal.value.code == code
