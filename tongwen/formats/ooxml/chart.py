"""What a chart shows, read from its part and the values cached in it (ECMA-376-1 §21.2).

Enough to draw it: nothing here is ever written back, the part itself is carried byte for byte.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tongwen.core.errors import NotFound
from tongwen.formats.ooxml import chart_ex
from tongwen.formats.ooxml.xml import parse, to_utf8

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_STRICT = {
    "http://purl.oclc.org/ooxml/drawingml/chart": _CHART,
    "http://purl.oclc.org/ooxml/drawingml/main": _DRAWING,
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
MOST_POINTS = 10_000  # of one series that are told
MOST_SERIES = 255  # of one chart, as Excel allows

Chart = dict[str, Any]


def read_chart(data: bytes) -> Chart:
    """Return the API's Chart: title, plots with their series, axes and legend.

    Numbers are those cached in the part; a point that has none is None.

    Raises:
        NotFound: `not-found`: the part is no chart.
        Invalid: `not-well-formed` or `xml-entities`.
    """
    root = parse(to_utf8(data, "chart"), "chart")
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace in _STRICT:
            element.tag = f"{{{_STRICT[name.namespace]}}}{name.localname}"
    if root.tag == f"{{{chart_ex.NAMESPACE}}}chartSpace":
        return chart_ex.read_chart_ex(root, MOST_POINTS, MOST_SERIES)
    if root.tag != _c("chartSpace"):
        raise NotFound("not-found")
    chart = root.find(_c("chart"))
    area = chart.find(_c("plotArea")) if chart is not None else None
    if chart is None or area is None:
        raise NotFound("not-found")
    legend = chart.find(_c("legend"))
    return {
        "title": _title(chart),
        "titleHidden": _value(chart, "autoTitleDeleted") == "1",
        "plots": list(_plots(area)),
        "axes": list(_axes(area)),
        "legend": None if legend is None else _value(legend, "legendPos") or "r",
    }


def _plots(area: etree._Element) -> Iterator[Chart]:
    left = MOST_SERIES
    for element in area:
        kind = _PLOTS.get(_local(element))
        if kind is None:
            continue
        series = [_series(one) for one in element.findall(_c("ser"))[:left]]
        left -= len(series)
        yield {
            "type": kind,
            "direction": _value(element, "barDir"),
            "grouping": _value(element, "grouping"),
            "style": _value(element, "scatterStyle") or _value(element, "radarStyle"),
            "hole": _number(_value(element, "holeSize")),
            "gap": _number(_value(element, "gapWidth")),
            "overlap": _number(_value(element, "overlap")),
            "axes": [axis.get("val", "") for axis in element.findall(_c("axId"))],
            "series": series,
        }


def _series(element: etree._Element) -> Chart:
    categories = _first(element, "cat", "xVal")
    values = _first(element, "val", "yVal")
    sizes = element.find(_c("bubbleSize"))
    name = element.find(_c("tx"))
    points, code = _numbers(values)
    return {
        "name": _text_of(name),
        "nameFormula": _formula(name),
        "categories": _categories(categories),
        "categoriesFormula": _formula(categories),
        "values": points,
        "valuesFormula": _formula(values),
        "sizes": _numbers(sizes)[0] if sizes is not None else None,
        "format": code,
        "color": _color(element.find(_c("spPr"))),
        "pointColors": _point_colors(element),
        "smooth": _value(element, "smooth") == "1",
        "marker": _value(element.find(_c("marker")), "symbol"),
        "labels": _labelled(element.find(_c("dLbls"))),
    }


def _axes(area: etree._Element) -> Iterator[Chart]:
    for element in area:
        kind = _AXES.get(_local(element))
        if kind is None:
            continue
        scaling = element.find(_c("scaling"))
        code = element.find(_c("numFmt"))
        yield {
            "id": _value(element, "axId"),
            "kind": kind,
            "position": _value(element, "axPos"),
            "title": _title(element),
            "hidden": _value(element, "delete") == "1",
            "reversed": _value(scaling, "orientation") == "maxMin",
            "min": _number(_value(scaling, "min")),
            "max": _number(_value(scaling, "max")),
            "log": _number(_value(scaling, "logBase")),
            "format": None if code is None else code.get("formatCode"),
            "gridlines": element.find(_c("majorGridlines")) is not None,
        }


# -- data


def _cache(element: etree._Element | None, *names: str) -> etree._Element | None:
    if element is None:
        return None
    return next((found for name in names for found in element.iter(_c(name))), None)


def _points(cache: etree._Element) -> list[str | None]:
    """The cached points in their places; those that are missing are None."""
    given: dict[int, str] = {}
    for point in cache.findall(_c("pt")):
        index, text = _number(point.get("idx")), point.findtext(_c("v"))
        if index is not None and 0 <= index < MOST_POINTS and text is not None:
            given[int(index)] = text
    count = _number(_value(cache, "ptCount"))
    length = max(given, default=-1) + 1 if count is None else min(int(count), MOST_POINTS)
    return [given.get(index) for index in range(max(0, length))]


def _numbers(element: etree._Element | None) -> tuple[list[float | None], str | None]:
    cache = _cache(element, "numCache", "numLit")
    if cache is None:
        return [], None
    points = [_number(point) for point in _points(cache)]
    return points, cache.findtext(_c("formatCode"))


def _categories(element: etree._Element | None) -> list[str | float | None]:
    """One label a point; of several levels, the innermost (the first) one."""
    cache = _cache(element, "lvl", "strCache", "strLit")
    if cache is not None:
        return list(_points(cache))
    return list(_numbers(element)[0])


def _formula(element: etree._Element | None) -> str | None:
    found = _cache(element, "f")
    return None if found is None else found.text


def _text_of(element: etree._Element | None) -> str | None:
    """The text of a title or a series' name: rich, or cached."""
    if element is None:
        return None
    rich = _cache(element, "rich")
    if rich is not None:
        paragraphs = rich.iter(f"{{{_DRAWING}}}p")
        lines = ("".join(t.text or "" for t in p.iter(f"{{{_DRAWING}}}t")) for p in paragraphs)
        return "\n".join(lines)
    cache = _cache(element, "strCache", "numCache")
    if cache is not None:
        return " ".join(point for point in _points(cache) if point)
    literal = element.find(_c("v"))
    return None if literal is None else literal.text


def _title(element: etree._Element) -> str | None:
    title = element.find(_c("title"))
    return None if title is None else _text_of(title.find(_c("tx"))) or ""


# -- looks


def _color(properties: etree._Element | None) -> Chart | None:
    """The fill of a shape, or its line's: `{rgb}` or `{theme}`."""
    if properties is None:
        return None
    fill = properties.find(f"{{{_DRAWING}}}solidFill")
    if fill is None:
        fill = properties.find(f"{{{_DRAWING}}}ln/{{{_DRAWING}}}solidFill")
    for color in fill if fill is not None else ():
        name = _local(color)
        if name == "srgbClr":
            return {"rgb": color.get("val", "")}
        if name == "schemeClr":
            return {"theme": color.get("val", "")}
    return None


def _point_colors(element: etree._Element) -> dict[str, Chart]:
    """Colours of single points, as the slices of a pie have, by index."""
    found = {}
    for point in element.findall(_c("dPt"))[:MOST_POINTS]:
        index, color = _value(point, "idx"), _color(point.find(_c("spPr")))
        if index is not None and color is not None:
            found[index] = color
    return found


def _labelled(labels: etree._Element | None) -> list[str]:
    """What is written at the points: `value`, `category`, `series`, `percent`."""
    shown = {
        "showVal": "value",
        "showCatName": "category",
        "showSerName": "series",
        "showPercent": "percent",
    }
    return [word for name, word in shown.items() if _value(labels, name) == "1"]


# -- XML


def _c(name: str) -> str:
    return f"{{{_CHART}}}{name}"


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _first(element: etree._Element, *names: str) -> etree._Element | None:
    for name in names:
        if (found := element.find(_c(name))) is not None:
            return found
    return None


def _value(element: etree._Element | None, name: str) -> str | None:
    """The `val` of a child; the standard's default `1` where a truth value leaves it out."""
    child = element.find(_c(name)) if element is not None else None
    return None if child is None else child.get("val", "1")


def _number(text: str | None) -> float | None:
    """A finite number, or None."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if number - number == 0 else None
