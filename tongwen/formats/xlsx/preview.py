"""What a thumbnail of a workbook shows: its first cells, without the whole of it being read."""

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.fonts import read_color, read_font
from tongwen.formats.xlsx.formulas import column_index
from tongwen.formats.xlsx.measure import integer, number, truth
from tongwen.formats.xlsx.names import local, relationship_id
from tongwen.formats.xlsx.strings import read_item

_ROWS, _COLUMNS = 32, 12
_CHARACTERS = 80  # of a cell: more than a thumbnail can show
_MOST = 1 << 30  # bytes of a part
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))  # §18.8.30
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LAST_DAY = 2_958_465  # 9999-12-31
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Cell = dict[str, Any]


def preview(data: bytes) -> bytes:
    """Return JSON for a thumbnail: `{widths: [characters …], rows: [{size?, cells: [cell …]} …]}`.

    A cell is null or `{text, bold?, align?, fill?, color?}` with colours as `RRGGBB`; `size` is the
    height of a row in points where it is not the usual one. They are of the first shown sheet.

    Raises:
        Invalid, TooLarge, Unsupported: as `import_xlsx`.
    """
    package = Package(data)
    main = package.main_part()
    workbook = parse(package.read(main), main)
    part = _first_sheet(package, main, workbook)
    if part is None:
        return b'{"widths":[],"rows":[]}'
    date1904 = any(
        truth(found.get("date1904"))
        for found in workbook.iter(etree.Element)
        if local(found) == "workbookPr"
    )
    reader = _Reader(_styles(package, main), date1904)
    reader.read(package.stream(part, _MOST))
    reader.resolve(_strings(package, main, reader.wanted))
    return json.dumps(reader.found(), ensure_ascii=False).encode()


def _first_sheet(package: Package, main: str, workbook: etree._Element) -> str | None:
    relationships = package.relationships(main)
    for element in workbook.iter(etree.Element):
        if local(element) != "sheet" or element.get("state", "visible") != "visible":
            continue
        found = relationships.get(relationship_id(element) or "")
        if found and found.kind == "worksheet" and found.target in package:
            return found.target
    return None


class _Look:
    """What a thumbnail shows of a cell's format."""

    __slots__ = ("code", "shown")

    def __init__(self, code: str, shown: Cell) -> None:
        self.code = code
        self.shown = shown


def _styles(package: Package, main: str) -> list[_Look]:
    """Return the look of each cell format (§18.8.10)."""
    name = package.related(main, "styles")
    if name is None:
        return []
    codes: dict[int, str] = {}
    lists: dict[str, list[etree._Element]] = {"fonts": [], "fills": [], "cellXfs": []}
    for group in parse(package.read(name), name).iterchildren(etree.Element):
        if local(group) in lists:
            lists[local(group)] = list(group.iterchildren(etree.Element))
        elif local(group) == "numFmts":
            for code in group.iterchildren(etree.Element):
                codes[integer(code.get("numFmtId")) or 0] = code.get("formatCode", "")
    fonts = [read_font(font) for font in lists["fonts"]]
    fills = [_fill(fill) for fill in lists["fills"]]
    return [_look(xf, codes, fonts, fills) for xf in lists["cellXfs"]]


def _look(
    xf: etree._Element, codes: dict[int, str], fonts: list[dict[str, Any]], fills: list[str | None]
) -> _Look:
    font = _at(fonts, xf.get("fontId")) or {}
    shown: Cell = {"bold": True} if font.get("bold") else {}
    if isinstance(font.get("color"), str) and font["color"] != "auto":
        shown["color"] = font["color"]
    if fill := _at(fills, xf.get("fillId")):
        shown["fill"] = fill
    for child in xf.iterchildren(etree.Element):
        if local(child) == "alignment" and child.get("horizontal") in ("left", "center", "right"):
            shown["align"] = child.get("horizontal")
    kind = integer(xf.get("numFmtId")) or 0
    return _Look("yyyy" if kind in _DATES else codes.get(kind, _builtin(kind)), shown)


def _builtin(kind: int) -> str:
    return {3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}.get(kind, "")


def _fill(element: etree._Element) -> str | None:
    for pattern in element.iterchildren(etree.Element):
        if local(pattern) == "patternFill" and pattern.get("patternType") == "solid":
            for child in pattern.iterchildren(etree.Element):
                color = read_color(child) if local(child) == "fgColor" else None
                if isinstance(color, str) and color != "auto":
                    return color
    return None


def _at(items: list[Any], index: str | None) -> Any:
    at = integer(index)
    return items[at] if at is not None and 0 <= at < len(items) else None


def _strings(package: Package, main: str, wanted: set[int]) -> dict[int, str]:
    """Return those shared strings that are wanted, reading no further than the last of them."""
    name = package.related(main, "sharedStrings")
    found: dict[int, str] = {}
    if name is None or not wanted:
        return found
    last = max(wanted)
    for index, element in enumerate(_elements(package.stream(name, _MOST), "si")):
        if index in wanted:
            found[index] = _plain(read_item(element))
        element.clear()
        if index >= last:
            break
    return found


def _elements(chunks: Iterator[bytes], *names: str) -> Iterator[etree._Element]:
    """Yield elements as they end; `root.clear()` is the caller's."""
    parser: Any = etree.XMLPullParser(
        ("end",), resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False
    )
    for chunk in chunks:
        try:
            parser.feed(chunk)
        except etree.XMLSyntaxError:
            return  # what came before can be shown
        for _, element in parser.read_events():
            if local(element) in names:
                yield element


class _Reader:
    """Collects the first cells of a worksheet."""

    def __init__(self, looks: list[_Look], date1904: bool) -> None:
        self.wanted: set[int] = set()
        self._looks = looks
        self._date1904 = date1904
        self._widths = [8.43] * _COLUMNS
        self._rows: dict[int, dict[str, Any]] = {}
        self._shared: list[tuple[Cell, int]] = []

    def read(self, chunks: Iterator[bytes]) -> None:
        """Read columns and rows until there are enough."""
        last = -1
        for element in _elements(chunks, "cols", "row", "sheetData"):
            if local(element) == "cols":
                self._read_columns(element)
            elif local(element) == "row":
                last = max(last + 1, (integer(element.get("r")) or last + 2) - 1)
                if last >= _ROWS:
                    break
                self._read_row(element, last)
                element.clear()
            else:
                break

    def resolve(self, strings: dict[int, str]) -> None:
        """Put shared strings into their cells."""
        for cell, index in self._shared:
            cell["text"] = strings.get(index, "")[:_CHARACTERS]

    def found(self) -> dict[str, Any]:
        """Return what `preview` tells."""
        rows = [
            self._rows.get(row, {"cells": []}) for row in range(max(self._rows, default=-1) + 1)
        ]
        return {"widths": self._widths, "rows": rows}

    def _read_columns(self, element: etree._Element) -> None:
        for column in element.iterchildren(etree.Element):
            first, last = integer(column.get("min")) or 1, integer(column.get("max")) or 1
            width = 0 if truth(column.get("hidden")) else number(column.get("width"))
            for index in range(max(0, first - 1), min(last, _COLUMNS)):
                self._widths[index] = min(float(width), 255.0) if width is not None else 8.43

    def _read_row(self, element: etree._Element, row: int) -> None:
        cells: list[Cell | None] = [None] * _COLUMNS
        column = -1
        for child in element.iterchildren(etree.Element):
            place = _REFERENCE.fullmatch(child.get("r", ""))
            column = column_index(place[1]) if place else column + 1
            if local(child) == "c" and 0 <= column < _COLUMNS:
                cells[column] = self._cell(child)
        self._rows[row] = {"cells": cells}
        size = 0 if truth(element.get("hidden")) else number(element.get("ht"))
        if size is not None:
            self._rows[row]["size"] = min(float(size), 409.5)

    def _cell(self, element: etree._Element) -> Cell:
        look = _at(self._looks, element.get("s", "0")) or _Look("", {})
        cell: Cell = {"text": "", **look.shown}
        kind, value = element.get("t", "n"), ""
        for child in element.iterchildren(etree.Element):
            if local(child) == "v":
                value = child.text or ""
            elif local(child) == "is":
                cell["text"] = _plain(read_item(child))[:_CHARACTERS]
        if kind == "s" and (index := integer(value)) is not None:
            self.wanted.add(index)
            self._shared.append((cell, index))
        elif kind == "n" and (figure := number(value)) is not None:
            cell["text"] = _figure(figure, look.code, self._date1904)[:_CHARACTERS]
            cell.setdefault("align", "right")
        elif kind == "b":
            cell["text"] = "TRUE" if truth(value) else "FALSE"
            cell.setdefault("align", "center")
        elif kind in ("str", "e", "d"):
            cell["text"] = value[:_CHARACTERS]
        return cell


def _plain(item: str | dict[str, Any]) -> str:
    return item if isinstance(item, str) else "".join(run[0] for run in item["r"])


def _figure(value: int | float, code: str, date1904: bool) -> str:
    """Write a number about as its format would: dates, percentages and thousands."""
    bare = _QUOTED.sub("", code.partition(";")[0]).lower()
    if any(letter in bare for letter in "ymdhs") and "general" not in bare:
        return _date(value, date1904)
    decimals = len(re.findall(r"[0#?]", bare.partition(".")[2].partition("e")[0]))
    if "%" in bare:
        return f"{value * 100:.{min(decimals, 10)}f}%"
    if "#,#" in bare or "," in bare:
        return f"{value:,.{min(decimals, 10)}f}"
    if "0" in bare:
        return f"{value:.{min(decimals, 10)}f}"
    return f"{value:.10g}"


def _date(value: int | float, date1904: bool) -> str:
    days = value + (1462 if date1904 else 0)
    if not 0 <= days <= _LAST_DAY:
        return f"{value:.10g}"
    moment = datetime.datetime(1899, 12, 30) + datetime.timedelta(days=days)
    if days < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if days == int(days) else f"{moment:%Y-%m-%d %H:%M}"
