"""What a chart shows, read from its part and the values cached in it (ECMA-376-1 §21.2).

Enough to draw it: nothing here is ever written back, the part itself is carried byte for byte.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tongwen.core.errors import NotFound
from tongwen.formats.ooxml import chart_data as data
from tongwen.formats.ooxml import chart_ex
from tongwen.formats.ooxml import chart_looks as looks
from tongwen.formats.ooxml.chart_data import CHART, MOST_POINTS, c, figure, local, truth, value
from tongwen.formats.ooxml.xml import parse, to_utf8

_STRICT = {
    "http://purl.oclc.org/ooxml/drawingml/chart": CHART,
    "http://purl.oclc.org/ooxml/drawingml/main": data.DRAWING,
}
_PLOTS = {  # element → type; `3D` forms are drawn as their flat ones
    "barChart": "bar",
    "bar3DChart": "bar",
    "lineChart": "line",
    "line3DChart": "line",
    "areaChart": "area",
    "area3DChart": "area",
    "pieChart": "pie",
    "pie3DChart": "pie",
    "ofPieChart": "pie",
    "doughnutChart": "doughnut",
    "scatterChart": "scatter",
    "bubbleChart": "bubble",
    "radarChart": "radar",
    "stockChart": "stock",
    "surfaceChart": "surface",
    "surface3DChart": "surface",
}
_AXES = {"catAx": "category", "valAx": "value", "dateAx": "date", "serAx": "series"}
_UNITS = {
    "hundreds": 1e2,
    "thousands": 1e3,
    "tenThousands": 1e4,
    "hundredThousands": 1e5,
    "millions": 1e6,
    "tenMillions": 1e7,
    "hundredMillions": 1e8,
    "billions": 1e9,
    "trillions": 1e12,
}
MOST_SERIES = 255  # of one chart, as Excel allows
_MOST_PLOTS = 64
_MOST_AXES = 16

Chart = dict[str, Any]


def read_chart(part: bytes) -> Chart:
    """Return the API's Chart: title, plots with their series, axes and legend.

    Numbers are those cached in the part; a point that has none is None.

    Raises:
        NotFound: `not-found`: the part is no chart.
        Invalid: `not-well-formed` or `xml-entities`.
    """
    text = to_utf8(part, "chart")
    root = parse(text, "chart")
    for element in root.iter(etree.Element) if b"purl.oclc.org" in text else ():
        name = etree.QName(element)
        if name.namespace in _STRICT:
            element.tag = f"{{{_STRICT[name.namespace]}}}{name.localname}"
    if root.tag == f"{{{chart_ex.NAMESPACE}}}chartSpace":
        return chart_ex.read_chart_ex(root, MOST_POINTS, MOST_SERIES)
    if root.tag != c("chartSpace"):
        raise NotFound("not-found")
    chart = root.find(c("chart"))
    area = chart.find(c("plotArea")) if chart is not None else None
    if chart is None or area is None:
        raise NotFound("not-found")
    plots = list(_plots(area))
    return {
        "title": _title(chart, plots),
        "titleHidden": truth(chart, "autoTitleDeleted") and chart.find(c("title")) is None,
        "plots": plots,
        "axes": list(_axes(area)),
        **_legend(chart),
        "blanks": value(chart, "dispBlanksAs") or "zero",
        "hiddenCells": not truth(chart, "plotVisOnly", True),
        "fill": looks.fill_of(root.find(c("spPr"))),
        "textColor": looks.text_color(root),
        "titleColor": looks.text_color(chart.find(c("title"))),
        "legendColor": looks.text_color(chart.find(c("legend"))),
        "date1904": truth(root, "date1904"),
    }


def _title(chart: etree._Element, plots: list[Chart]) -> str | None:
    """Return the title; empty when it is the program's to make up, as of a single series."""
    found = data.title_of(chart)
    if found is not None:
        return found
    single = sum(len(plot["series"]) for plot in plots) == 1
    return "" if single and value(chart, "autoTitleDeleted") in ("0", "false") else None


def _legend(chart: etree._Element) -> Chart:
    legend = chart.find(c("legend"))
    entries = () if legend is None else legend.findall(c("legendEntry"))
    gone = [figure(entry, "idx") for entry in entries if truth(entry, "delete")]
    return {
        "legend": None if legend is None else value(legend, "legendPos") or "r",
        "legendWithout": [int(index) for index in gone if index is not None],
    }


def _plots(area: etree._Element) -> Iterator[Chart]:
    left = MOST_SERIES
    known = [element for element in area if local(element) in _PLOTS]
    for element in known[:_MOST_PLOTS]:
        series = [_series(one, element) for one in element.findall(c("ser"))[:left]]
        left -= len(series)
        yield {
            "type": _PLOTS[local(element)],
            "direction": value(element, "barDir"),
            "grouping": value(element, "grouping"),
            "style": value(element, "scatterStyle") or value(element, "radarStyle"),
            "hole": figure(element, "holeSize"),
            "gap": figure(element, "gapWidth"),
            "overlap": figure(element, "overlap"),
            "angle": figure(element, "firstSliceAng"),
            "scale": figure(element, "bubbleScale"),
            "varied": truth(element, "varyColors"),
            "markers": truth(element, "marker"),
            **looks.between_of(element),
            "axes": [axis.get("val", "") for axis in element.findall(c("axId"))],
            "series": series,
        }


def _series(element: etree._Element, plot: etree._Element) -> Chart:
    categories = data.first(element, "cat", "xVal")
    values = data.first(element, "val", "yVal")
    sizes = element.find(c("bubbleSize"))
    name = element.find(c("tx"))
    points, code = data.numbers(values)
    index = figure(element, "idx")
    return {
        "index": None if index is None else int(index),
        "name": data.text_of(name),
        "nameFormula": data.formula(name),
        "categories": data.categories(categories),
        "categoriesFormula": data.formula(categories),
        "categoriesFormat": data.numbers(categories)[1],
        "levels": data.levels(categories),
        "values": points,
        "valuesFormula": data.formula(values),
        "sizes": data.numbers(sizes)[0] if sizes is not None else None,
        "sizesFormula": data.formula(sizes),
        "format": code,
        "color": looks.color_of(element.find(c("spPr"))),
        "line": looks.line_of(element.find(c("spPr"))),
        "pointColors": looks.point_colors(element),
        "smooth": truth(element, "smooth"),
        **looks.marker_of(element),
        **looks.labels_of(element, plot),
        "explosion": figure(element, "explosion"),
        "trends": looks.trends_of(element),
        "errors": looks.errors_of(element),
        "layout": None,
    }


def _axes(area: etree._Element) -> Iterator[Chart]:
    known = [element for element in area if local(element) in _AXES]
    for element in known[:_MOST_AXES]:
        scaling = element.find(c("scaling"))
        code = element.find(c("numFmt"))
        units = looks.units_of(element)
        unit = units.get("unit")
        yield {
            "id": value(element, "axId"),
            "kind": _AXES[local(element)],
            "position": value(element, "axPos"),
            "title": data.title_of(element),
            "hidden": truth(element, "delete"),
            "reversed": value(scaling, "orientation") == "maxMin",
            "min": figure(scaling, "min"),
            "max": figure(scaling, "max"),
            "log": figure(scaling, "logBase"),
            "major": figure(element, "majorUnit"),
            "format": None if code is None else code.get("formatCode"),
            "formatLinked": code is None or code.get("sourceLinked") in ("1", "true"),
            "gridlines": element.find(c("majorGridlines")) is not None,
            "ticks": value(element, "tickLblPos") or "nextTo",
            "cross": value(element, "crossAx"),
            "crosses": value(element, "crosses"),
            "crossesAt": figure(element, "crossesAt"),
            "between": value(element, "crossBetween") != "midCat",
            "unit": _UNITS.get(unit) if isinstance(unit, str) else unit,
            "unitLabel": units.get("unitLabel"),
            "base": value(element, "baseTimeUnit"),
            "textColor": looks.text_color(element),
        }
