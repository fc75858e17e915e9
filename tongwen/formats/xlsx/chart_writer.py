"""A chart that was made live, as a part of its own (ECMA-376-1 §21.2)."""

from collections.abc import Mapping
from typing import Any

from tongwen.formats.ooxml.xml import attribute, clean, escape
from tongwen.formats.xlsx.chart_cells import Cached, ChartCells
from tongwen.formats.xlsx.names import CHART, DRAWING, OFFICE

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_MOST_SERIES = 255
_LONGEST = 255  # characters of a title
_ELEMENTS = {
    "bar": "barChart",
    "line": "lineChart",
    "area": "areaChart",
    "pie": "pieChart",
    "doughnut": "doughnutChart",
    "scatter": "scatterChart",
    "bubble": "bubbleChart",
    "radar": "radarChart",
    "stock": "stockChart",
}
_ROUND = ("pie", "doughnut")
_CLOUDS = ("scatter", "bubble")
_GROUPED = ("bar", "line", "area")
_GROUPINGS = ("stacked", "percentStacked")
_LEGENDS = ("r", "l", "t", "b")
_LABELS = {"value": "showVal", "category": "showCatName", "percent": "showPercent"}
_NO_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
_AXES = '<c:axId val="111111111"/><c:axId val="222222222"/>'

Made = Mapping[str, Any]


def chart_part(made: Any, sid: str, cells: ChartCells) -> bytes | None:
    """Return the part of a chart on a worksheet; None for what is no chart.

    `made` is the object's `chart` as the kind's README says; what of it cannot be read is left out.
    """
    if not isinstance(made, Mapping) or made.get("type") not in _ELEMENTS:
        return None
    return _ChartWriter(made, sid, cells).write().encode("utf-8")


class _ChartWriter:
    """Writes one chart."""

    def __init__(self, made: Made, sid: str, cells: ChartCells) -> None:
        self._made = made
        self._sid = sid
        self._cells = cells
        self._type = str(made["type"])
        listed = made.get("series")
        self._series = [
            one
            for one in (listed if isinstance(listed, list) else [])[:_MOST_SERIES]
            if isinstance(one, Mapping) and isinstance(one.get("values"), str)
        ]

    def write(self) -> str:
        """Return the part."""
        title = _text(self._made.get("title"))
        legend = self._made.get("legend")
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}">'
            '<c:roundedCorners val="0"/><c:chart>'
            + (_title(title) if title else "")
            + f'<c:autoTitleDeleted val="{int(not title)}"/><c:plotArea><c:layout/>'
            + f"{self._plot()}{self._axes()}</c:plotArea>"
            + (
                f'<c:legend><c:legendPos val="{legend}"/><c:overlay val="0"/></c:legend>'
                if legend in _LEGENDS
                else ""
            )
            + '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
        )

    # -- plot

    def _plot(self) -> str:
        name = _ELEMENTS[self._type]
        series = "".join(self._one(at, found) for at, found in enumerate(self._series))
        return f"<c:{name}>{self._before()}{series}{self._labels()}{self._after()}</c:{name}>"

    @property
    def _grouping(self) -> str | None:
        found = self._made.get("grouping")
        return found if found in _GROUPINGS and self._type in _GROUPED else None

    def _before(self) -> str:
        """Return what stands before the series."""
        varied = f'<c:varyColors val="{int(self._type in _ROUND)}"/>'
        if self._type == "bar":
            direction = "bar" if self._made.get("direction") == "bar" else "col"
            grouping = self._grouping or "clustered"
            start = f'<c:barDir val="{direction}"/><c:grouping val="{grouping}"/>'
        elif self._type in _GROUPED:
            start = f'<c:grouping val="{self._grouping or "standard"}"/>'
        elif self._type == "scatter":
            start = '<c:scatterStyle val="lineMarker"/>'
        elif self._type == "radar":
            start = '<c:radarStyle val="marker"/>'
        elif self._type == "stock":
            return ""
        else:
            start = ""
        return start + varied

    def _after(self) -> str:
        """Return what stands behind the series."""
        if self._type == "bar":
            overlap = '<c:overlap val="100"/>' if self._grouping else ""
            return f'<c:gapWidth val="150"/>{overlap}{_AXES}'
        if self._type == "line":
            return f'<c:marker val="1"/>{_AXES}'
        if self._type == "pie":
            return '<c:firstSliceAng val="0"/>'
        if self._type == "doughnut":
            return '<c:firstSliceAng val="0"/><c:holeSize val="50"/>'
        if self._type == "bubble":
            return f'<c:bubbleScale val="100"/>{_AXES}'
        if self._type == "stock":
            opened = len(self._series) > 3
            bars = '<c:upDownBars><c:gapWidth val="150"/><c:upBars/><c:downBars/></c:upDownBars>'
            return f"<c:hiLowLines/>{bars if opened else ''}{_AXES}"
        return _AXES

    def _labels(self) -> str:
        given = self._made.get("labels")
        listed = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
        wanted = [_LABELS[one] for one in listed if one in _LABELS]
        if not wanted:
            return ""
        shown = "".join(
            f'<c:{name} val="{int(name in wanted)}"/>'
            for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent")
        )
        return f'<c:dLbls>{shown}<c:showBubbleSize val="0"/></c:dLbls>'

    # -- series

    def _one(self, at: int, series: Made) -> str:
        cloud = self._type in _CLOUDS
        x, y = ("xVal", "yVal") if cloud else ("cat", "val")
        return (
            f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{self._name(series.get("name"))}'
            f"{self._look(at)}{self._source(x, series.get('categories'), numbers=cloud)}"
            f"{self._source(y, series.get('values'), numbers=True)}{self._rest(series)}</c:ser>"
        )

    def _look(self, at: int) -> str:
        if self._type == "stock":
            last = at == len(self._series) - 1 and len(self._series) == 3
            symbol = '<c:symbol val="dash"/><c:size val="7"/>' if last else '<c:symbol val="none"/>'
            return f"{_NO_LINE}<c:marker>{symbol}</c:marker>"
        if self._type == "scatter" and not self._made.get("smooth"):
            return _NO_LINE
        if self._type in ("bar", "bubble"):
            return '<c:invertIfNegative val="0"/>'
        if self._type == "line":
            return '<c:marker><c:symbol val="none"/></c:marker>'
        return ""

    def _rest(self, series: Made) -> str:
        smooth = int(self._made.get("smooth") is True)
        if self._type == "bubble":
            sizes = self._source("bubbleSize", series.get("sizes"), numbers=True)
            return f'{sizes}<c:bubble3D val="0"/>'
        return f'<c:smooth val="{smooth}"/>' if self._type in ("line", "scatter", "stock") else ""

    def _name(self, name: Any) -> str:
        template = name.get("f") if isinstance(name, Mapping) else None
        if isinstance(template, str):
            cached = self._cells.read(template, self._sid)
            return f"<c:tx>{self._texts(template, cached)}</c:tx>"
        return f"<c:tx><c:v>{escape(_text(name))}</c:v></c:tx>" if _text(name) else ""

    def _source(self, element: str, template: Any, numbers: bool) -> str:
        if not isinstance(template, str):
            return ""
        cached = self._cells.read(template, self._sid)
        held = [value for value in cached.values if value is not None]
        numeric = numbers or (bool(held) and all(_is_number(value) for value in held))
        inside = self._numbers(template, cached) if numeric else self._texts(template, cached)
        return f"<c:{element}>{inside}</c:{element}>"

    def _numbers(self, template: str, cached: Cached) -> str:
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>'
            for at, value in enumerate(cached.values)
            if _is_number(value)
        )
        return (
            f"<c:numRef>{self._formula(template)}<c:numCache>"
            f"<c:formatCode>{escape(cached.format)}</c:formatCode>"
            f'<c:ptCount val="{len(cached.values)}"/>{points}</c:numCache></c:numRef>'
        )

    def _texts(self, template: str, cached: Cached) -> str:
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{escape(clean(_shown(value)))}</c:v></c:pt>'
            for at, value in enumerate(cached.values)
            if value is not None
        )
        return (
            f"<c:strRef>{self._formula(template)}<c:strCache>"
            f'<c:ptCount val="{len(cached.values)}"/>{points}</c:strCache></c:strRef>'
        )

    def _formula(self, template: str) -> str:
        return f"<c:f>{escape(self._cells.formula(template, self._sid))}</c:f>"

    # -- axes

    def _axes(self) -> str:
        if self._type in _ROUND:
            return ""
        flat = self._type == "bar" and self._made.get("direction") == "bar"
        along, up = ("l", "b") if flat else ("b", "l")
        x, y = _text(self._made.get("x")), _text(self._made.get("y"))
        cloud = self._type in _CLOUDS
        first = (
            _axis("valAx", ("111111111", "222222222"), along, x)
            if cloud
            else _axis("catAx", ("111111111", "222222222"), along, x)
        )
        between = "midCat" if cloud or self._type == "area" else "between"
        return first + _axis("valAx", ("222222222", "111111111"), up, y, between, lines=True)


def _axis(
    kind: str,
    ids: tuple[str, str],
    position: str,
    title: str,
    between: str = "midCat",
    lines: bool = False,
) -> str:
    rest = (
        '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/>'
        if kind == "catAx"
        else f'<c:crossBetween val="{between}"/>'
    )
    return (
        f'<c:{kind}><c:axId val="{ids[0]}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{position}"/>'
        f"{'<c:majorGridlines/>' if lines else ''}{_title(title) if title else ''}"
        '<c:numFmt formatCode="General" sourceLinked="1"/><c:majorTickMark val="out"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{ids[1]}"/><c:crosses val="autoZero"/>{rest}</c:{kind}>'
    )


def _title(text: str) -> str:
    paragraphs = "".join(
        f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n")
    )
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/>{paragraphs}</c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def frame(name: str, alt: str, number: int, identity: str, size: tuple[int, int]) -> str:
    """Return the graphic frame of a chart in a drawing (§20.5.2.12), without its anchor."""
    return (
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{number}" name="{attribute(name)}" descr="{attribute(alt)}"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{size[0]}" cy="{size[1]}"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{identity}"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>"
    )


def _text(value: Any) -> str:
    return clean(value)[:_LONGEST] if isinstance(value, str) else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
