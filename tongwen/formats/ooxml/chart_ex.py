"""Charts of 2016 ([MS-ODRAWXML] §2.24.3) as the plots that come nearest, from their caches.

A funnel is drawn as bars, a hierarchy as rings of its leaves, a histogram with its bins counted.
Boxes, whiskers and maps have no plot: what they show is more than series of values.
"""

import math
import statistics
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

NAMESPACE = "http://schemas.microsoft.com/office/drawing/2014/chartex"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLOTS = {  # layout → type and direction
    "clusteredColumn": ("bar", "col"),
    "waterfall": ("bar", "col"),
    "funnel": ("bar", "bar"),
    "paretoLine": ("line", None),
    "treemap": ("doughnut", None),
    "sunburst": ("doughnut", None),
}
_VALUES = ("val", "size", "y", "colorVal")
_MOST_BINS = 1_000

Chart = dict[str, Any]


def read_chart_ex(root: etree._Element, most_points: int, most_series: int) -> Chart:
    """Return the API's Chart of a `cx:chartSpace`."""
    data = {one.get("id"): one for one in root.iter(_cx("data"))}
    chart = root.find(_cx("chart"))
    legend = None if chart is None else chart.find(_cx("legend"))
    series = list(root.iter(_cx("series")))[:most_series]
    return {
        "title": None if chart is None else _title(chart),
        "titleHidden": False,
        "plots": list(_plots(series, data, most_points)),
        "axes": list(_axes(root)),
        "legend": None if legend is None else legend.get("pos", "r"),
    }


def _plots(
    series: Sequence[etree._Element], data: dict[str | None, etree._Element], most: int
) -> Iterator[Chart]:
    for element in series:
        kind = _PLOTS.get(element.get("layoutId", ""))
        reference = element.find(_cx("dataId"))
        source = None if reference is None else data.get(reference.get("val"))
        if kind is None or source is None:
            continue
        yield {
            "type": kind[0],
            "direction": kind[1],
            "grouping": "clustered" if kind[0] == "bar" else None,
            "style": None,
            "hole": None,
            "gap": None,
            "overlap": None,
            "axes": [axis.get("val", "") for axis in element.findall(_cx("axisId"))],
            "series": [_series(element, source, most)],
        }


def _series(element: etree._Element, source: etree._Element, most: int) -> Chart:
    labels = next((one for one in source.findall(_cx("strDim")) if one.get("type") == "cat"), None)
    figures = next(
        (one for one in source.findall(_cx("numDim")) if one.get("type") in _VALUES), None
    )
    categories: list[Any] = list(_points(labels, most))
    values = [_number(point) for point in _points(figures, most)]
    binning = element.find(f"{_cx('layoutPr')}/{_cx('binning')}")
    if binning is not None:
        categories, values = _binned(binning, [one for one in values if one is not None])
    level = None if figures is None else figures.find(_cx("lvl"))
    return {
        "name": element.findtext(f"{_cx('tx')}/{_cx('txData')}/{_cx('v')}"),
        "nameFormula": element.findtext(f"{_cx('tx')}/{_cx('txData')}/{_cx('f')}"),
        "categories": categories,
        "categoriesFormula": None if labels is None else labels.findtext(_cx("f")),
        "values": values,
        "valuesFormula": None if figures is None else figures.findtext(_cx("f")),
        "sizes": None,
        "format": None if level is None else level.get("formatCode"),
        "color": None,
        "pointColors": {},
        "smooth": False,
        "marker": None,
        "labels": ["value"] if element.find(_cx("dataLabels")) is not None else [],
    }


def _points(dimension: etree._Element | None, most: int) -> list[str | None]:
    """Return the cached points of a dimension; of several levels those of the leaves, the first."""
    level = None if dimension is None else dimension.find(_cx("lvl"))
    if level is None:
        return []
    given: dict[int, str] = {}
    for point in level.findall(_cx("pt")):
        index = _number(point.get("idx"))
        if index is not None and 0 <= index < most:
            given[int(index)] = point.text or ""
    count = _number(level.get("ptCount"))
    length = max(given, default=-1) + 1 if count is None else min(int(count), most)
    return [given.get(index) for index in range(max(0, length))]


def _binned(binning: etree._Element, values: list[float]) -> tuple[list[Any], list[float | None]]:
    """Count values in bins of equal width: as many or as wide as it says, else by Scott's rule."""
    if not values:
        return [], []
    low, high = min(values), max(values)
    size, count = (binning.find(_cx(name)) for name in ("binSize", "binCount"))
    width = _number(size.get("val")) if size is not None else None
    many = _number(count.get("val")) if count is not None else None
    if not width and many:
        width = (high - low) / many
    if not width and len(values) > 1:
        width = 3.5 * statistics.stdev(values) / len(values) ** (1 / 3)
    if not width or width <= 0 or not math.isfinite((high - low) / width):
        return [_span(low, high)], [len(values)]
    bins = min(max(1, math.ceil((high - low) / width)), _MOST_BINS)
    counts: list[float | None] = [0] * bins
    for value in values:
        at = min(max(math.ceil((value - low) / width) - 1, 0), bins - 1)
        counts[at] = (counts[at] or 0) + 1
    return [_span(low + at * width, low + (at + 1) * width) for at in range(bins)], counts


def _span(low: float, high: float) -> str:
    return f"{low:g} – {high:g}"


def _axes(root: etree._Element) -> Iterator[Chart]:
    for element in root.iter(_cx("axis")):
        value = element.find(_cx("valScaling"))
        code = element.find(_cx("numFmt"))
        yield {
            "id": element.get("id"),
            "kind": "category" if value is None else "value",
            "position": "b" if value is None else "l",
            "title": _title(element),
            "hidden": element.get("hidden") in ("1", "true"),
            "reversed": False,
            "min": None if value is None else _number(value.get("min")),
            "max": None if value is None else _number(value.get("max")),
            "log": None,
            "format": None if code is None else code.get("formatCode"),
            "gridlines": element.find(_cx("majorGridlines")) is not None,
        }


def _title(element: etree._Element) -> str | None:
    title = element.find(_cx("title"))
    if title is None:
        return None
    cached = title.findtext(f"{_cx('tx')}/{_cx('txData')}/{_cx('v')}")
    if cached:
        return cached
    lines = (
        "".join(run.text or "" for run in paragraph.iter(f"{{{_DRAWING}}}t"))
        for paragraph in title.iter(f"{{{_DRAWING}}}p")
    )
    return "\n".join(lines)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _cx(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
