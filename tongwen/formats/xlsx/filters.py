"""Filters (§18.3.2) and tables (§18.5) as `filter` and `table` objects."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.formulas import FormulaReader
from tongwen.formats.xlsx.measure import area, ids, integer, members, number, truth
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.strings import unescape
from tongwen.formats.xlsx.styles import Style


class FilterReader:
    """Reads filters; `patches` are the differential formats that colour filters name."""

    def __init__(self, patches: Sequence[Style]) -> None:
        self._patches = patches

    def read(self, element: etree._Element) -> dict[str, Any] | None:
        """Return an `autoFilter` as `{area, columns, sort?}`; nothing without a usable range."""
        where = area(element.get("ref"))
        if where is None or where[1] is None:
            return None
        columns: dict[str, Any] = {}
        for child in element.iterchildren(etree.Element):
            index = integer(child.get("colId"))
            if local(child) == "filterColumn" and index is not None and index >= 0:
                found = self._column(child)
                if found:
                    columns[str(where[1] + index)] = found
        return {"area": ids(where), "columns": columns, **members(sort=_sort(element))}

    def _column(self, element: etree._Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in element.iterchildren(etree.Element):
            found = self._criterion(child)
        hidden = truth(element.get("hiddenButton")) or not truth(
            element.get("showButton"), default=True
        )
        return {**found, "hidden": True} if hidden else found

    def _criterion(self, element: etree._Element) -> dict[str, Any]:
        name = local(element)
        if name == "filters":
            read = _values(element)
        elif name == "customFilters":
            read = {"custom": _custom(element)}
        elif name == "top10":
            read = {
                "top": {
                    "count": number(element.get("val")) or 10,
                    "percent": truth(element.get("percent")),
                    "bottom": not truth(element.get("top"), default=True),
                }
            }
        elif name == "dynamicFilter":
            read = {"dynamic": element.get("type", "null")}
        else:
            read = self._color(element) if name == "colorFilter" else {}
        return read or {"raw": etree.tostring(element, encoding="unicode", with_tail=False)}

    def _color(self, element: etree._Element) -> dict[str, Any]:
        index = integer(element.get("dxfId"))
        patch = self._patches[index] if index is not None and index < len(self._patches) else {}
        of_fill = truth(element.get("cellColor"), default=True)
        color = patch.get("fill" if of_fill else "color")
        if not isinstance(color, str) or color == "auto":
            return {}
        return {"color": {"of": "fill" if of_fill else "font", "value": color}}


def _values(element: etree._Element) -> dict[str, Any]:
    """Return listed values; nothing when dates are grouped, which have no text of their own."""
    texts = []
    for child in element.iterchildren(etree.Element):
        if local(child) == "dateGroupItem":
            return {}
        texts.append(unescape(child.get("val", "")))
    found: dict[str, Any] = {"values": texts}
    if truth(element.get("blank")):
        found["blanks"] = True
    return found


def _custom(element: etree._Element) -> dict[str, Any]:
    criteria = [
        {"operator": child.get("operator", "equal"), "value": unescape(child.get("val", ""))}
        for child in element.iterchildren(etree.Element)
        if local(child) == "customFilter"
    ]
    return {"and": truth(element.get("and")), "criteria": criteria}


def _sort(element: etree._Element) -> dict[str, Any]:
    """Return how the rows were sorted last (§18.3.1.92)."""
    for child in element.iterchildren(etree.Element):
        if local(child) != "sortState":
            continue
        keys = []
        for condition in child.iterchildren(etree.Element):
            where = area(condition.get("ref"))
            if local(condition) == "sortCondition" and where is not None:
                keys.append(
                    {"area": ids(where), **members(descending=truth(condition.get("descending")))}
                )
        return members(keys=keys, caseSensitive=truth(child.get("caseSensitive")))
    return {}


def read_table(
    package: Package, part: str, formulas: FormulaReader, filters: FilterReader
) -> dict[str, Any] | None:
    """Return a table; nothing when its part cannot be read or has no range."""
    try:
        root = parse(package.read(part), part)
    except TongwenError:
        return None
    where = area(root.get("ref"))
    if where is None or None in where:
        return None
    name = unescape(root.get("name") or root.get("displayName") or "")
    columns: list[dict[str, Any]] = []
    style: dict[str, Any] = {}
    found: dict[str, Any] | None = None
    for child in root.iterchildren(etree.Element):
        if local(child) == "tableColumns":
            columns = [_column(one, formulas) for one in child.iterchildren(etree.Element)]
        elif local(child) == "tableStyleInfo":
            style = _table_style(child)
        elif local(child) == "autoFilter":
            found = filters.read(child)
    return {
        "type": "table",
        "area": ids(where),
        "name": name,
        "display": unescape(root.get("displayName") or name),
        "header": integer(root.get("headerRowCount", "1")) != 0,
        "totals": (integer(root.get("totalsRowCount")) or 0) > 0,
        "columns": columns,
        **members(style=style, filter=found),
        "src": part,
    }


def _column(element: etree._Element, formulas: FormulaReader) -> dict[str, Any]:
    text = next(
        (one.text for one in element if local(one) == "calculatedColumnFormula" and one.text), None
    )
    total = next(
        (one.text for one in element if local(one) == "totalsRowFormula" and one.text), None
    )
    return {
        "id": integer(element.get("id")),
        "name": unescape(element.get("name", "")),
        **members(
            formula=formulas.plain(text) if text else None,
            totalFunction=element.get("totalsRowFunction"),
            totalLabel=element.get("totalsRowLabel"),
            totalFormula=formulas.plain(total) if total else None,
        ),
    }


def _table_style(element: etree._Element) -> dict[str, Any]:
    return members(
        name=element.get("name"),
        firstColumn=truth(element.get("showFirstColumn")),
        lastColumn=truth(element.get("showLastColumn")),
        bands=truth(element.get("showRowStripes")),
        columnBands=truth(element.get("showColumnStripes")),
    )
