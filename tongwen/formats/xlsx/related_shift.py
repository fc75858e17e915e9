"""Parts beside a worksheet that name its cells: tables, drawings, notes, charts, pivots."""

import re

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.formulas import column_letters
from tongwen.formats.xlsx.measure import area
from tongwen.formats.xlsx.names import CHART, CHART_EX, local, namespace
from tongwen.formats.xlsx.shell_shift import shift_element
from tongwen.formats.xlsx.shift import Shift

_KINDS = frozenset(
    (
        "table",
        "drawing",
        "comments",
        "vmlDrawing",
        "pivotTable",
        "threadedComment",
        "ctrlProp",
    )
)
_LINKS = ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")
_NUMBER = re.compile(r"-?\d+")


def shift_related(package: Package, part: str, shift: Shift) -> None:
    """Move what the parts that a worksheet refers to say of its cells."""
    for relationship in list(package.relationships(part).values()):
        if relationship.external or relationship.kind not in _KINDS:
            continue
        if relationship.target in package:
            _shift_part(package, relationship.target, relationship.kind, shift)


def shift_charts(package: Package, shift: Shift) -> None:
    """Move the formulas of all charts; theirs always name a worksheet."""
    for name in package.archive.names:
        kind = package.content_type(name)
        if name in package and (kind.endswith("chart+xml") or kind.endswith("chartex+xml")):
            _shift_part(package, name, "chart", shift)


def shift_pivot_sources(package: Package, shifts: dict[str, Shift], titles: dict[str, str]) -> None:
    """Move the ranges that pivot tables read; `shifts` and new `titles` by worksheet's old name."""
    for name in package.archive.names:
        if not package.content_type(name).endswith("pivotCacheDefinition+xml"):
            continue
        root = _root(package, name)
        for source in [] if root is None else root.iter(etree.Element):
            if local(source) == "worksheetSource" and root is not None:
                before = dict(source.attrib)
                _shift_source(source, shifts, titles)
                if dict(source.attrib) != before:
                    _put(package, name, root)


def _shift_source(source: etree._Element, shifts: dict[str, Shift], titles: dict[str, str]) -> None:
    sheet = source.get("sheet", "").lower()
    reference = source.get("ref")
    if sheet in shifts and reference:
        now = shifts[sheet].area(reference)
        if now is not None:
            source.set("ref", now)
    if sheet in titles and titles[sheet] != source.get("sheet"):
        source.set("sheet", titles[sheet])


def _shift_part(package: Package, name: str, kind: str, shift: Shift) -> None:
    root = _root(package, name)
    if root is None:
        return
    before = etree.tostring(root)
    if kind == "vmlDrawing":
        _shift_notes(root, shift)
    elif kind == "table":
        _shift_table(root, shift)
    elif kind == "chart":
        _shift_chart(root, shift)
    else:
        for link in _LINKS:
            if root.get(link):
                root.set(link, shift.formula(root.get(link, "")))
        shift_element(root, shift)
    if etree.tostring(root) != before:
        _put(package, name, root)


def _root(package: Package, name: str) -> etree._Element | None:
    try:
        return parse(package.read(name), name)
    except TongwenError:
        return None


def _put(package: Package, name: str, root: etree._Element) -> None:
    tree = root.getroottree()
    package.set(name, etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _shift_chart(root: etree._Element, shift: Shift) -> None:
    for element in root.iter(etree.Element):
        formula = local(element) == "f" and namespace(element) in (CHART, CHART_EX, _STRICT_CHART)
        if formula and element.text:
            element.text = shift.formula(element.text)


_STRICT_CHART = "http://purl.oclc.org/ooxml/drawingml/chart"


# -- notes ---------------------------------------------------------------------------------------


def _shift_notes(root: etree._Element, shift: Shift) -> None:
    """Move the shapes of notes and controls (ECMA-376-4 §19.4); those of no cell any more go."""
    for shape in list(root.iter(etree.Element)):
        if local(shape) != "ClientData":
            continue
        texts = {local(one): one for one in shape.iterchildren(etree.Element)}
        if not _shift_client(texts, shift):
            holder = shape.getparent()
            outer = None if holder is None else holder.getparent()
            if holder is not None and outer is not None:
                outer.remove(holder)


def _shift_client(texts: dict[str, etree._Element], shift: Shift) -> bool:
    row, col = _whole(texts.get("Row")), _whole(texts.get("Column"))
    if row is not None and col is not None:
        down, across = shift.rows.position(("", row)), shift.cols.position(("", col))
        if down is None or across is None:
            return False
        texts["Row"].text, texts["Column"].text = str(down), str(across)
        _shift_anchor(texts.get("Anchor"), (across - col, down - row))
    for name in ("FmlaLink", "FmlaRange", "FmlaMacro"):
        element = texts.get(name)
        if element is not None and element.text and name != "FmlaMacro":
            element.text = shift.formula(element.text.strip())
    return True


def _shift_anchor(element: etree._Element | None, by: tuple[int, int]) -> None:
    """Move an anchor: columns and rows, each with an offset behind it, upper left first."""
    if element is None or not element.text:
        return
    numbers = [int(text) for text in _NUMBER.findall(element.text)]
    if len(numbers) != 8:
        return
    for place, amount in ((0, by[0]), (2, by[1]), (4, by[0]), (6, by[1])):
        numbers[place] = max(0, numbers[place] + amount)
    element.text = ", ".join(str(number) for number in numbers)


def _whole(element: etree._Element | None) -> int | None:
    text = (element.text or "").strip() if element is not None else ""
    return int(text) if text.isdigit() else None


# -- tables --------------------------------------------------------------------------------------


def _shift_table(root: etree._Element, shift: Shift) -> None:
    """Move a table (§18.5.1.2); columns that came into it get names, those that are gone go."""
    before = area(root.get("ref"))
    now = shift.area(root.get("ref", ""))
    if before is None or None in before or now is None:
        return
    shift_element(root, shift)
    root.set("ref", now)
    after = area(now)
    columns = next((one for one in root if local(one) == "tableColumns"), None)
    if columns is None or after is None or shift.cols.plain:
        return
    _reconcile(columns, shift, int(before[1] or 0), (int(after[1] or 0), int(after[3] or 0)))


def _reconcile(columns: etree._Element, shift: Shift, first: int, reach: tuple[int, int]) -> None:
    old = [one for one in columns if isinstance(one.tag, str)]
    by_place = {shift.cols.position(("", first + at)): one for at, one in enumerate(old)}
    names = {one.get("name", "").lower() for one in old}
    identity = max(
        (int(one.get("id", "0")) for one in old if one.get("id", "").isdigit()), default=0
    )
    for one in old:
        columns.remove(one)
    for place in range(reach[0], reach[1] + 1):
        column = by_place.get(place)
        if column is None:
            identity += 1
            column = etree.Element(f"{{{namespace(columns)}}}tableColumn")
            column.set("id", str(identity))
            column.set("name", _free(names, column_letters(place)))
        columns.append(column)
    columns.set("count", str(reach[1] - reach[0] + 1))


def _free(taken: set[str], wish: str) -> str:
    name, number = f"Column{wish}", 2
    while name.lower() in taken:
        name = f"Column{wish}{number}"
        number += 1
    taken.add(name.lower())
    return name
