"""What charts show, read from their parts."""

import pytest

from tongwen.core.errors import Invalid, NotFound
from tongwen.formats.ooxml.chart import MOST_POINTS, read_chart

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def chart(area: str, before: str = "", after: str = "") -> bytes:
    return (
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart>{before}'
        f"<c:plotArea>{area}</c:plotArea>{after}</c:chart></c:chartSpace>"
    ).encode()


def numbers(*points: str, count: int | None = None) -> str:
    cached = "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(points) if v)
    total = len(points) if count is None else count
    return (
        "<c:numRef><c:f>Sheet1!$B$2:$B$4</c:f><c:numCache><c:formatCode>0.0</c:formatCode>"
        f'<c:ptCount val="{total}"/>{cached}</c:numCache></c:numRef>'
    )


SERIES = (
    '<c:ser><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
    '<c:pt idx="0"><c:v>销量</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    '<c:spPr><a:solidFill><a:schemeClr val="accent2"/></a:solidFill></c:spPr>'
    '<c:dPt><c:idx val="1"/><c:spPr><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
    '</c:spPr></c:dPt><c:dLbls><c:showVal val="1"/><c:showPercent val="0"/></c:dLbls>'
    '<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$4</c:f><c:strCache><c:ptCount val="3"/>'
    '<c:pt idx="0"><c:v>一月</c:v></c:pt><c:pt idx="2"><c:v>三月</c:v></c:pt></c:strCache>'
    f"</c:strRef></c:cat><c:val>{numbers('1.5', '', '3')}</c:val></c:ser>"
)
TITLE = (
    "<c:title><c:tx><c:rich><a:p><a:r><a:t>季度</a:t></a:r><a:r><a:t>报告</a:t></a:r></a:p>"
    "</c:rich></c:tx></c:title>"
)


def test_it_knows_a_bar_chart() -> None:
    found = read_chart(
        chart(
            '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>'
            f'{SERIES}<c:gapWidth val="150"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
            '<c:catAx><c:axId val="1"/><c:delete val="0"/><c:axPos val="b"/></c:catAx>'
            '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="maxMin"/>'
            '<c:max val="10"/></c:scaling><c:axPos val="l"/><c:majorGridlines/>'
            f'{TITLE}<c:numFmt formatCode="#,##0"/></c:valAx>',
            TITLE,
            '<c:legend><c:legendPos val="b"/></c:legend>',
        )
    )
    assert (found["title"], found["legend"]) == ("季度报告", "b")
    [plot] = found["plots"]
    assert (plot["type"], plot["direction"], plot["grouping"]) == ("bar", "col", "clustered")
    assert (plot["gap"], plot["axes"]) == (150, ["1", "2"])
    [series] = plot["series"]
    assert (series["name"], series["nameFormula"]) == ("销量", "Sheet1!$B$1")
    assert series["categories"] == ["一月", None, "三月"]
    assert series["values"] == [1.5, None, 3.0]
    assert (series["format"], series["valuesFormula"]) == ("0.0", "Sheet1!$B$2:$B$4")
    assert series["color"] == {"theme": "accent2"}
    assert series["pointColors"] == {"1": {"rgb": "FF0000"}}
    assert series["labels"] == ["value"]
    category, value = found["axes"]
    assert (category["kind"], category["position"], category["hidden"]) == ("category", "b", False)
    assert (value["reversed"], value["max"], value["min"]) == (True, 10.0, None)
    assert (value["title"], value["format"], value["gridlines"]) == ("季度报告", "#,##0", True)


@pytest.mark.parametrize(
    ("element", "kind"),
    [("pie3DChart", "pie"), ("lineChart", "line"), ("radarChart", "radar"), ("areaChart", "area")],
)
def test_it_knows_other_kinds(element: str, kind: str) -> None:
    found = read_chart(chart(f"<c:{element}>{SERIES}</c:{element}>"))
    assert [plot["type"] for plot in found["plots"]] == [kind]
    assert (found["title"], found["legend"], found["axes"]) == (None, None, [])


def test_a_scatter_chart_has_numbers_on_both_axes() -> None:
    series = (
        f"<c:ser><c:xVal>{numbers('1', '2')}</c:xVal><c:yVal>{numbers('3', '4')}</c:yVal></c:ser>"
    )
    area = f'<c:scatterChart><c:scatterStyle val="lineMarker"/>{series}</c:scatterChart>'
    [plot] = read_chart(chart(area))["plots"]
    assert plot["style"] == "lineMarker"
    assert plot["series"][0]["categories"] == [1.0, 2.0]
    assert plot["series"][0]["values"] == [3.0, 4.0]
    assert plot["series"][0]["name"] is None


def test_it_knows_the_strict_form() -> None:
    strict = chart(f"<c:barChart>{SERIES}</c:barChart>", TITLE)
    strict = strict.replace(C.encode(), b"http://purl.oclc.org/ooxml/drawingml/chart")
    strict = strict.replace(A.encode(), b"http://purl.oclc.org/ooxml/drawingml/main")
    found = read_chart(strict)
    assert (found["title"], found["plots"][0]["series"][0]["name"]) == ("季度报告", "销量")


@pytest.mark.parametrize(
    "points",
    [
        numbers("1", count=10**9),
        numbers("1e999", "nan", "text"),
        '<c:numRef><c:numCache><c:pt idx="-5"><c:v>1</c:v></c:pt></c:numCache></c:numRef>',
        '<c:numRef><c:numCache><c:ptCount val="x"/><c:pt idx="y"/></c:numCache></c:numRef>',
        "",
    ],
)
def test_impossible_points_are_none(points: str) -> None:
    area = f"<c:barChart><c:ser><c:val>{points}</c:val></c:ser></c:barChart>"
    values = read_chart(chart(area))["plots"][0]["series"][0]["values"]
    assert len(values) <= MOST_POINTS
    assert all(value is None or value == 1.0 for value in values)


@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        (b"", Invalid, "not-well-formed"),
        (b"<a", Invalid, "not-well-formed"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Invalid, "xml-entities"),
        (b"<worksheet/>", NotFound, "not-found"),
        (f'<c:chartSpace xmlns:c="{C}"/>'.encode(), NotFound, "not-found"),
    ],
)
def test_what_is_no_chart(data: bytes, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as raised:
        read_chart(data)
    assert raised.value.code == code  # type: ignore[attr-defined]
