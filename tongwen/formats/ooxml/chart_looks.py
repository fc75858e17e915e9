"""How a chart looks: colours, lines, markers, labels, trends and errors (ECMA-376-1 §21.2.2)."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from tongwen.formats.ooxml import chart_data as data
from tongwen.formats.ooxml.chart_data import a, c, figure, local, number, told, truth, value

_MODIFIERS = ("lumMod", "lumOff", "tint", "shade", "alpha")
_FILLS = ("noFill", "solidFill", "gradFill", "pattFill", "blipFill", "grpFill")
_SHOWN = {
    "showVal": "value",
    "showCatName": "category",
    "showSerName": "series",
    "showPercent": "percent",
    "showBubbleSize": "size",
}
_PERCENT = re.compile(r"pct(\d{1,2})")
_MOST_STOPS = 100
_EMU_PER_POINT = 12_700
_MOST_TRENDS = 16  # of one series

Look = dict[str, Any]


def color_of(properties: etree._Element | None) -> Look | None:
    """Return the fill of a shape, or its line's: `{rgb}`, `{theme}` or `{none}`, as altered."""
    fill = fill_of(properties)
    if fill is None or fill.get("none"):
        line = None if properties is None else properties.find(a("ln"))
        return fill_of(line) or fill
    return fill


def fill_of(properties: etree._Element | None) -> Look | None:
    """Return what a shape or a line is filled with; of a gradient or pattern one colour."""
    if properties is None:
        return None
    for child in properties:
        name = local(child)
        if name == "noFill":
            return {"none": True}
        if name in _FILLS:
            return _mixed(name, child)
    return None


def _mixed(name: str, fill: etree._Element) -> Look | None:
    """Return the colour of a fill; of gradients and patterns a mixture of two."""
    colors = list(islice(_colors(fill), _MOST_STOPS))
    if not colors:
        return None
    if name == "solidFill" or len(colors) < 2:
        return colors[0]
    percent = _PERCENT.fullmatch(fill.get("prst", "")) if name == "pattFill" else None
    share = 1 - int(percent.group(1)) / 100 if percent else 0.5
    return {**colors[0], "to": colors[-1], "share": share}


def _colors(fill: etree._Element) -> Iterator[Look]:
    for element in fill.iter(a("srgbClr"), a("schemeClr"), a("sysClr")):
        altered = {
            name: found / 100_000
            for name in _MODIFIERS
            if (one := element.find(a(name))) is not None
            and (found := number(one.get("val"))) is not None
        }
        if local(element) == "schemeClr":
            yield {"theme": element.get("val", ""), **altered}
        else:
            yield {"rgb": element.get("lastClr") or element.get("val", ""), **altered}


def line_of(properties: etree._Element | None) -> Look | None:
    """Return a shape's line: `width` in points, `dash`, `color`."""
    line = None if properties is None else properties.find(a("ln"))
    if line is None:
        return None
    width, dash = number(line.get("w")), line.find(a("prstDash"))
    return {
        "width": None if width is None else width / _EMU_PER_POINT,
        "dash": None if dash is None else dash.get("val"),
        "color": fill_of(line),
    }


def text_color(element: etree._Element | None) -> Look | None:
    """Return the colour that text has by its own runs, or by `txPr`."""
    for name in ("tx", "txPr"):
        held = None if element is None else element.find(c(name))
        for found in () if held is None else held.iter(a("rPr"), a("defRPr")):
            color = fill_of(found)
            if color is not None:
                return color
    return None


def point_colors(series: etree._Element) -> dict[str, Look]:
    """Return the colours of single points, as the slices of a pie have, by index."""
    found = {}
    for point in islice(series.iterchildren(c("dPt")), data.MOST_POINTS):
        index, color = value(point, "idx"), color_of(point.find(c("spPr")))
        if index is not None and color is not None:
            found[index] = color
    return found


def labels_of(series: etree._Element, plot: etree._Element) -> Look:
    """Return what is written at the points of a series, where and how; `words` by point."""
    own = series.find(c("dLbls"))
    labels = plot.find(c("dLbls")) if own is None else own
    code = None if labels is None else labels.find(c("numFmt"))
    linked = code is None or code.get("sourceLinked") in ("1", "true")
    return {
        "labels": labelled(labels),
        "labelPosition": value(labels, "dLblPos"),
        "labelFormat": None if linked or code is None else code.get("formatCode"),
        "labelSeparator": None if labels is None else labels.findtext(c("separator")),
        "labelTexts": _single_labels(labels),
        "labelColor": text_color(labels),
    }


def labelled(labels: etree._Element | None) -> list[str]:
    """Return what labels show: `value`, `category`, `series`, `percent`, `size`."""
    return [word for name, word in _SHOWN.items() if truth(labels, name)]


def _single_labels(labels: etree._Element | None) -> dict[str, str]:
    """Return the texts of points that have their own; an empty one where it was deleted."""
    found = {}
    single = () if labels is None else islice(labels.iterchildren(c("dLbl")), data.MOST_POINTS)
    for label in single:
        index, text = value(label, "idx"), label.find(c("tx"))
        if index is None:
            continue
        if truth(label, "delete"):
            found[index] = ""
        elif text is not None:
            found[index] = data.text_of(text) or ""
    return found


def marker_of(series: etree._Element) -> Look:
    """Return the marker of a series: its symbol, size in points and colour."""
    marker = series.find(c("marker"))
    return {
        "marker": value(marker, "symbol"),
        "markerSize": figure(marker, "size"),
        "markerColor": None if marker is None else color_of(marker.find(c("spPr"))),
    }


def trends_of(series: etree._Element) -> list[Look]:
    """Return the trend lines (§21.2.2.211)."""
    return [
        {
            "kind": value(one, "trendlineType") or "linear",
            "name": one.findtext(c("name")),
            "order": figure(one, "order"),
            "period": figure(one, "period"),
            "forward": figure(one, "forward"),
            "backward": figure(one, "backward"),
            "intercept": figure(one, "intercept"),
            "equation": truth(one, "dispEq"),
            "rSquared": truth(one, "dispRSqr"),
            "line": line_of(one.find(c("spPr"))),
        }
        for one in islice(series.iterchildren(c("trendline")), _MOST_TRENDS)
    ]


def errors_of(series: etree._Element) -> list[Look]:
    """Return the error bars (§21.2.2.55)."""
    return [
        {
            "direction": value(one, "errDir") or "y",
            "sides": value(one, "errBarType") or "both",
            "kind": value(one, "errValType") or "fixedVal",
            "value": figure(one, "val"),
            "plus": data.numbers(one.find(c("plus")))[0],
            "minus": data.numbers(one.find(c("minus")))[0],
            "caps": not truth(one, "noEndCap"),
            "line": line_of(one.find(c("spPr"))),
        }
        for one in islice(series.iterchildren(c("errBars")), 2)
    ]


def between_of(plot: etree._Element) -> Look:
    """Return what a plot draws between its series: lines high to low, bars first to last."""
    bars = plot.find(c("upDownBars"))
    up, down = (None if bars is None else bars.find(c(name)) for name in ("upBars", "downBars"))
    return {
        "highLow": plot.find(c("hiLowLines")) is not None,
        "upDown": bars is not None,
        "upColor": None if up is None else fill_of(up.find(c("spPr"))),
        "downColor": None if down is None else fill_of(down.find(c("spPr"))),
        "dropLines": plot.find(c("dropLines")) is not None,
    }


def units_of(axis: etree._Element) -> Look:
    """Return what values are divided by on an axis (§21.2.2.45), and how that is called."""
    units = axis.find(c("dispUnits"))
    label = None if units is None else units.find(c("dispUnitsLbl"))
    return told(
        unit=value(units, "builtInUnit") or figure(units, "custUnit"),
        unitLabel=None if label is None else data.text_of(label.find(c("tx"))) or "",
    )
