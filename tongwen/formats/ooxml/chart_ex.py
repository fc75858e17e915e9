"""Charts of 2016 ([MS-ODRAWXML] §2.24.3) as plots, from their caches.

What is computed of the values (bins, quartiles, running totals) is left to who draws: a series says
by `layout` how. Region maps are told as what they are; no map comes with them.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree

from tongwen.formats.ooxml import chart_looks as looks
from tongwen.formats.ooxml.chart_data import number, rich_text

NAMESPACE = "http://schemas.microsoft.com/office/drawing/2014/chartex"
_PLOTS = {  # layout → type
    "clusteredColumn": "column",
    "waterfall": "waterfall",
    "funnel": "funnel",
    "paretoLine": "pareto",
    "treemap": "treemap",
    "sunburst": "sunburst",
    "boxWhisker": "boxWhisker",
    "regionMap": "map",
}
_VALUES = ("val", "size", "y", "colorVal")
_NAMES = ("cat", "colorStr", "entityId")
_MOST_LEVELS = 8
_MOST_SUBTOTALS = 1_000
_LONGEST = 32_767

Chart = dict[str, Any]
Sources = dict[str | None, etree._Element]


def read_chart_ex(root: etree._Element, most_points: int, most_series: int) -> Chart:
    """Return the API's Chart of a `cx:chartSpace`."""
    data = {one.get("id"): one for one in root.iter(_cx("data"))}
    chart = root.find(_cx("chart"))
    legend = None if chart is None else chart.find(_cx("legend"))
    series = list(islice(root.iter(_cx("series")), most_series))
    return {
        "title": None if chart is None else _title(chart),
        "titleHidden": False,
        "plots": list(_plots(series, data, most_points)),
        "axes": list(_axes(root)),
        "legend": None if legend is None else legend.get("pos", "r"),
        "legendWithout": [],
        "blanks": "gap",
        "hiddenCells": False,
        "fill": looks.fill_of(root.find(_cx("spPr"))),
        "textColor": None,
        "titleColor": None,
        "legendColor": None,
        "date1904": False,
    }


def _plots(series: Sequence[etree._Element], data: Sources, most: int) -> Iterator[Chart]:
    pareto = any(one.get("layoutId") == "paretoLine" for one in series)
    for element in series:
        kind = _PLOTS.get(element.get("layoutId", ""))
        source = _source(element, series, data)
        if kind is None or source is None or element.get("hidden") in ("1", "true"):
            continue
        yield {
            "type": "histogram" if kind == "column" else kind,
            "direction": "bar" if kind == "funnel" else "col",
            "grouping": None,
            "style": "sorted" if kind == "column" and pareto else None,
            "hole": None,
            "gap": _gap(element),
            "overlap": None,
            "angle": None,
            "scale": None,
            "varied": False,
            "markers": False,
            **_nothing_between(),
            "axes": [axis.get("val", "") for axis in element.findall(_cx("axisId"))],
            "series": [_series(element, source, most)],
        }


def _nothing_between() -> Chart:
    return {
        "highLow": False,
        "upDown": False,
        "upColor": None,
        "downColor": None,
        "dropLines": False,
    }


def _source(
    element: etree._Element, series: Sequence[etree._Element], data: Sources
) -> etree._Element | None:
    """Return the data of a series; a line of Pareto has those of the columns it sums up."""
    reference = element.find(_cx("dataId"))
    owner = number(element.get("ownerIdx"))
    if reference is None and owner is not None and 0 <= owner < len(series):
        reference = series[int(owner)].find(_cx("dataId"))
    return None if reference is None else data.get(reference.get("val"))


def _gap(element: etree._Element) -> float | None:
    """Return the gap between columns in percent of their breadth, as the category axis says."""
    area = element.getparent()
    area = None if area is None else area.getparent()
    for scaling in () if area is None else area.iter(_cx("catScaling")):
        found = number(scaling.get("gapWidth"))
        if found is not None:
            return found * 100
    return None


def _series(element: etree._Element, source: etree._Element, most: int) -> Chart:
    labels = _dimension(source, "strDim", _NAMES)
    figures = _dimension(source, "numDim", _VALUES)
    levels = _levels(labels, most)
    level = None if figures is None else figures.find(_cx("lvl"))
    shown = element.find(_cx("dataLabels"))
    name = element.find(f"{_cx('tx')}/{_cx('txData')}")
    return {
        "index": None,
        "name": None if name is None else name.findtext(_cx("v")),
        "nameFormula": None if name is None else name.findtext(_cx("f")),
        "categories": levels[-1] if levels else [],
        "categoriesFormula": None if labels is None else labels.findtext(_cx("f")),
        "categoriesFormat": None,
        "levels": levels if len(levels) > 1 else [],
        "values": [] if level is None else [number(point) for point in _points(level, most)],
        "valuesFormula": None if figures is None else figures.findtext(_cx("f")),
        "sizes": None,
        "sizesFormula": None,
        "format": None if level is None else level.get("formatCode"),
        "color": looks.color_of(element.find(_cx("spPr"))),
        "line": looks.line_of(element.find(_cx("spPr"))),
        "pointColors": _point_colors(element),
        "smooth": False,
        "marker": None,
        "markerSize": None,
        "markerColor": None,
        "labels": _labels(shown),
        "labelPosition": None if shown is None else shown.get("pos"),
        "labelFormat": _label_format(shown),
        "labelSeparator": None if shown is None else shown.findtext(_cx("separator")),
        "labelTexts": {},
        "labelColor": None,
        "explosion": None,
        "trends": [],
        "errors": [],
        "layout": _layout(element.find(_cx("layoutPr"))),
    }


def _dimension(source: etree._Element, name: str, kinds: Sequence[str]) -> etree._Element | None:
    found = {one.get("type", ""): one for one in source.findall(_cx(name))}
    return next((found[kind] for kind in kinds if kind in found), None)


def _levels(dimension: etree._Element | None, most: int) -> list[list[str | None]]:
    """Return the levels of a dimension, the outermost first: the file begins with the leaves."""
    if dimension is None:
        return []
    found = list(islice(dimension.iterchildren(_cx("lvl")), _MOST_LEVELS))
    listed = [_points(level, most) for level in reversed(found)]
    count = max(map(len, listed), default=0)
    return [[*level, *[None] * (count - len(level))] for level in listed]


def _points(level: etree._Element, most: int) -> list[str | None]:
    """Return the cached points of a level in their places."""
    given: dict[int, str] = {}
    for point in islice(level.iterchildren(_cx("pt")), most):
        index = number(point.get("idx"))
        if index is not None and 0 <= index < most:
            given[int(index)] = (point.text or "")[:_LONGEST]
    count = number(level.get("ptCount"))
    length = max(given, default=-1) + 1 if count is None else min(int(count), most)
    return [given.get(index) for index in range(max(0, length))]


def _point_colors(element: etree._Element) -> dict[str, Chart]:
    found = {}
    for point in islice(element.iterchildren(_cx("dataPt")), _MOST_SUBTOTALS):
        color = looks.color_of(point.find(_cx("spPr")))
        if color is not None and point.get("idx"):
            found[point.get("idx", "")] = color
    return found


def _labels(shown: etree._Element | None) -> list[str]:
    if shown is None:
        return []
    visible = shown.find(_cx("visibility"))
    if visible is None:
        return ["value"]
    words = (("categoryName", "category"), ("seriesName", "series"), ("value", "value"))
    return [word for name, word in words if visible.get(name) in ("1", "true")]


def _label_format(shown: etree._Element | None) -> str | None:
    code = None if shown is None else shown.find(_cx("numFmt"))
    linked = code is None or code.get("sourceLinked") in ("1", "true")
    return None if linked or code is None else code.get("formatCode")


def _layout(found: etree._Element | None) -> Chart:
    """Return how a series is laid out: subtotals, bins, quartiles, what boxes show."""
    subtotals = () if found is None else islice(found.iter(_cx("idx")), _MOST_SUBTOTALS)
    indexes = [number(one.get("val")) for one in subtotals]
    visible = None if found is None else found.find(_cx("visibility"))
    quartiles = None if found is None else found.find(_cx("statistics"))
    parents = None if found is None else found.find(_cx("parentLabelLayout"))
    return {
        "subtotals": [int(index) for index in indexes if index is not None and index >= 0],
        "bins": None if found is None else _bins(found.find(_cx("binning"))),
        "aggregated": found is not None and found.find(_cx("aggregation")) is not None,
        "quartiles": "exclusive" if quartiles is None else quartiles.get("quartileMethod"),
        "meanLine": _seen(visible, "meanLine", False),
        "meanMarker": _seen(visible, "meanMarker", True),
        "outliers": _seen(visible, "outliers", True),
        "innerPoints": _seen(visible, "nonoutliers", False),
        "connectors": _seen(visible, "connectorLines", True),
        "parents": None if parents is None else parents.get("val"),
    }


def _seen(visible: etree._Element | None, name: str, absent: bool) -> bool:
    said = None if visible is None else visible.get(name)
    return absent if said is None else said in ("1", "true")


def _bins(binning: etree._Element | None) -> Chart | None:
    """Return how values are counted: `width` or `count`, and what lies beyond the ends."""
    if binning is None:
        return None
    width, count = (_said(binning, name) for name in ("binSize", "binCount"))
    return {
        "width": width,
        "count": count,
        "under": number(binning.get("underflow")),
        "over": number(binning.get("overflow")),
        "closed": binning.get("intervalClosed", "r"),
    }


def _said(element: etree._Element, name: str) -> float | None:
    child = element.find(_cx(name))
    return None if child is None else number(child.get("val") or child.text)


def _axes(root: etree._Element) -> Iterator[Chart]:
    for element in root.iter(_cx("axis")):
        value = element.find(_cx("valScaling"))
        code = element.find(_cx("numFmt"))
        scale: Any = {} if value is None else value.attrib
        yield {
            "id": element.get("id"),
            "kind": "category" if value is None else "value",
            "position": "b" if value is None else "l",
            "title": _title(element),
            "hidden": element.get("hidden") in ("1", "true"),
            "reversed": False,
            "min": number(scale.get("min")),
            "max": number(scale.get("max")),
            "log": None,
            "major": number(scale.get("majorUnit")),
            "format": None if code is None else code.get("formatCode"),
            "formatLinked": code is None or code.get("sourceLinked") in ("1", "true"),
            "gridlines": element.find(_cx("majorGridlines")) is not None,
            "ticks": "nextTo" if element.find(_cx("tickLabels")) is not None else "none",
            "cross": None,
            "crosses": None,
            "crossesAt": None,
            "between": True,
            "unit": _unit(element),
            "unitLabel": None,
            "base": None,
            "textColor": None,
        }


def _unit(axis: etree._Element) -> float | None:
    units = axis.find(_cx("units"))
    found = None if units is None else units.get("unit")
    power = {"hundreds": 2, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
    return math.pow(10, power[found]) if found in power else None


def _title(element: etree._Element) -> str | None:
    title = element.find(_cx("title"))
    if title is None:
        return None
    cached = title.findtext(f"{_cx('tx')}/{_cx('txData')}/{_cx('v')}")
    return cached[:_LONGEST] if cached else rich_text(title)


def _cx(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
