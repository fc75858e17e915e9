"""What charts show, read from their parts."""

from typing import Any

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


def only(area: str) -> Any:
    return read_chart(chart(area))["plots"][0]["series"][0]


def test_it_knows_trends_and_errors() -> None:
    series = only(
        "<c:lineChart><c:ser><c:trendline><c:name>到</c:name>"
        '<c:spPr><a:ln w="25400"><a:solidFill><a:srgbClr val="112233"/></a:solidFill>'
        '<a:prstDash val="sysDot"/></a:ln></c:spPr><c:trendlineType val="poly"/>'
        '<c:order val="3"/><c:forward val="0.5"/><c:dispRSqr val="1"/><c:dispEq val="0"/>'
        '</c:trendline><c:errBars><c:errDir val="y"/><c:errBarType val="plus"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="1"/><c:plus>{numbers("1", "2")}</c:plus>'
        "</c:errBars></c:ser></c:lineChart>"
    )
    [trend] = series["trends"]
    assert (trend["kind"], trend["order"], trend["forward"]) == ("poly", 3, 0.5)
    assert (trend["name"], trend["rSquared"], trend["equation"]) == ("到", True, False)
    assert trend["line"] == {"width": 2.0, "dash": "sysDot", "color": {"rgb": "112233"}}
    [errors] = series["errors"]
    assert (errors["sides"], errors["kind"], errors["caps"]) == ("plus", "cust", False)
    assert (errors["plus"], errors["minus"]) == ([1.0, 2.0], [])


def test_it_knows_labels_and_colours_that_are_altered() -> None:
    series = only(
        '<c:pieChart><c:ser><c:spPr><a:solidFill><a:schemeClr val="accent1"><a:lumMod val="60000"/>'
        '<a:lumOff val="40000"/></a:schemeClr></a:solidFill></c:spPr><c:dLbls><c:dLbl>'
        '<c:idx val="1"/><c:delete val="1"/></c:dLbl><c:dLbl><c:idx val="2"/><c:tx><c:rich><a:p>'
        "<a:r><a:t>峰</a:t></a:r></a:p></c:rich></c:tx></c:dLbl>"
        '<c:numFmt formatCode="0%" sourceLinked="0"/><c:dLblPos val="outEnd"/>'
        '<c:showVal val="1"/><c:showPercent val="1"/><c:separator>; </c:separator></c:dLbls>'
        "</c:ser></c:pieChart>"
    )
    assert series["color"] == {"theme": "accent1", "lumMod": 0.6, "lumOff": 0.4}
    assert (series["labels"], series["labelPosition"]) == (["value", "percent"], "outEnd")
    assert (series["labelFormat"], series["labelSeparator"]) == ("0%", "; ")
    assert series["labelTexts"] == {"1": "", "2": "峰"}


@pytest.mark.parametrize(
    ("before", "series", "title", "hidden"),
    [
        ("", 1, None, False),
        ('<c:autoTitleDeleted val="0"/>', 1, "", False),
        ('<c:autoTitleDeleted val="0"/>', 2, None, False),
        ('<c:autoTitleDeleted val="1"/>', 1, None, True),
        ("<c:title/>", 2, "", False),
    ],
)
def test_whose_title_is_made_up(before: str, series: int, title: str, hidden: bool) -> None:
    found = read_chart(chart(f"<c:barChart>{SERIES * series}</c:barChart>", before))
    assert (found["title"], found["titleHidden"]) == (title, hidden)


def test_it_knows_axes_that_cross_elsewhere() -> None:
    [axis] = read_chart(
        chart(
            '<c:dateAx><c:axId val="7"/><c:scaling><c:logBase val="10"/></c:scaling>'
            '<c:numFmt formatCode="m/d" sourceLinked="0"/><c:tickLblPos val="low"/>'
            '<c:crossAx val="8"/><c:crosses val="max"/><c:baseTimeUnit val="months"/>'
            '<c:majorUnit val="2"/><c:dispUnits><c:builtInUnit val="millions"/><c:dispUnitsLbl/>'
            "</c:dispUnits></c:dateAx>"
        )
    )["axes"]
    assert (axis["kind"], axis["log"], axis["base"], axis["major"]) == ("date", 10, "months", 2)
    assert (axis["ticks"], axis["cross"], axis["crosses"]) == ("low", "8", "max")
    assert (axis["format"], axis["formatLinked"]) == ("m/d", False)
    assert (axis["unit"], axis["unitLabel"]) == (1e6, "")


def test_a_million_points_are_told_as_far_as_they_are_drawn() -> None:
    point = '<c:pt idx="{}"><c:v>1</c:v></c:pt>'
    many = "".join(point.format(at) for at in range(1_000_000))
    area = f"<c:lineChart><c:ser><c:val><c:numRef><c:numCache>{many}</c:numCache></c:numRef>"
    series = only(f"{area}</c:val></c:ser></c:lineChart>")
    assert len(series["values"]) == MOST_POINTS


def test_what_is_repeated_without_end_is_cut_off() -> None:
    trends = "<c:trendline/>" * 5_000
    found = read_chart(chart(f"<c:lineChart><c:ser>{trends}</c:ser></c:lineChart>" * 5_000))
    assert len(found["plots"]) == 64
    assert len(found["plots"][0]["series"][0]["trends"]) == 16


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
