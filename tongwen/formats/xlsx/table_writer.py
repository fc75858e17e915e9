"""Tables back into their parts (ECMA-376-1 §18.5): made, renamed, resized, restyled, removed."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import clean, parse
from tongwen.formats.xlsx.live import LiveSheet
from tongwen.formats.xlsx.names import (
    MAIN,
    MAIN_STRICT,
    OFFICE,
    OFFICE_STRICT,
    local,
    relationship_id,
)
from tongwen.formats.xlsx.object_writer import differing
from tongwen.formats.xlsx.shell_editor import ShellEditor
from tongwen.formats.xlsx.shift import area_text
from tongwen.formats.xlsx.table_plan import Table, TableColumn
from tongwen.kinds.sheet.overlay import Box

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_FUNCTIONS = frozenset(
    ("none", "sum", "min", "max", "average", "count", "countNums", "stdDev", "var", "custom")
)
_STYLE = {
    "showFirstColumn": "firstColumn",
    "showLastColumn": "lastColumn",
    "showRowStripes": "bands",
    "showColumnStripes": "columnBands",
}
_ORDER = ("autoFilter", "sortState", "tableColumns", "tableStyleInfo", "extLst")
_INNER = ("calculatedColumnFormula", "totalsRowFormula", "xmlColumnPr", "extLst")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\n\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Rendered = Callable[[Any], str]
FilterColumns = Callable[[Mapping[str, Any], Box], list[etree._Element]]


class TableNumbers:
    """The numbers that tables have in the whole workbook."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._last: int | None = None

    def next(self) -> int:
        """Return a number that no table has."""
        if self._last is None:
            self._last = max(self._numbers(), default=0)
        self._last += 1
        return self._last

    def _numbers(self) -> Iterator[int]:
        for part in self._package.archive.names:
            if part in self._package and self._package.content_type(part) == _TYPE:
                try:
                    text = parse(self._package.read(part), part).get("id", "")
                except TongwenError:
                    continue
                if text.isdigit():
                    yield int(text)


class TableWriter:
    """Writes the tables of one worksheet."""

    def __init__(
        self,
        package: Package,
        part: str,
        editor: ShellEditor,
        sheets: tuple[LiveSheet, LiveSheet | None],
        writes: tuple[Rendered, FilterColumns],
        numbers: TableNumbers,
    ) -> None:
        self._numbers = numbers
        self._package = package
        self._part = part
        self._editor = editor
        self._live, self._filed = sheets
        self._rendered, self._filter_columns = writes
        self._renamed = False
        self._space = MAIN_STRICT if package.is_strict else MAIN

    def write(self, tables: list[Table], renamed: bool) -> None:
        """Write the tables that differ from the file, and take out those that are not listed.

        With `renamed` some table or column of the workbook is called otherwise than it was.
        """
        self._renamed = renamed
        pairs = list(differing(self._live, self._filed, "table"))
        changed = {id(now) for now, _ in pairs if now is not None}
        filed = {} if self._filed is None else self._filed.objects
        listed = {table.token for table in tables}
        for token, then in filed.items():
            if then["type"] == "table" and token not in listed:
                self._remove(str(then.get("src")))
        for table in tables:
            known = filed.get(table.token)
            before = known if known is not None and known["type"] == "table" else None
            same = table.settled and not renamed and id(table.found) not in changed
            if before is None or not same:
                self._write(table, before)

    def _remove(self, name: str) -> None:
        for identity, relationship in list(self._package.relationships(self._part).items()):
            if relationship.kind == "table" and relationship.target == name:
                self._drop_reference(identity)
                self._package.unrelate(self._part, identity)
        if name in self._package:
            self._package.remove(name)

    def _drop_reference(self, identity: str) -> None:
        at = 0
        while (element := self._editor.peek(f"tablePart/{at}")) is not None:
            if relationship_id(element) == identity:
                self._editor.remove(f"tablePart/{at}")
                return
            at += 1

    def _write(self, table: Table, then: Mapping[str, Any] | None) -> None:
        name = str(then.get("src")) if then is not None else None
        root = self._root(name)
        if name is None or root is None:
            name, root = self._new()
        text = escaped_name(table.name)
        root.set("name", text)
        root.set("displayName", text)
        root.set("ref", area_text(*table.where, single=False))
        _switch(root, "headerRowCount", None if table.header else "0")
        _switch(root, "totalsRowCount", "1" if table.totals else None)
        if not table.totals and root.get("totalsRowShown") is None:
            root.set("totalsRowShown", "0")
        elif table.totals:
            _switch(root, "totalsRowShown", None)
        self._write_filter(root, table, then)
        self._write_columns(root, table, then)
        self._write_style(root, table, then)
        tree = root.getroottree()
        data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._package.set(name, data)

    def _root(self, name: str | None) -> etree._Element | None:
        try:
            return parse(self._package.read(name), name) if name is not None else None
        except TongwenError:
            return None

    def _new(self) -> tuple[str, etree._Element]:
        root = etree.Element(f"{{{self._space}}}table", nsmap={None: self._space})
        root.set("id", str(self._numbers.next()))
        empty = etree.tostring(root)
        name = self._package.add("xl/tables/table", "xml", empty, _TYPE)
        identity = self._package.relate(self._part, "table", name)
        office = OFFICE_STRICT if self._package.is_strict else OFFICE
        self._editor.patch.declare("r", office)
        element = self._editor.element("tablePart")
        element.set(f"{{{office}}}id", identity)
        self._editor.add("tableParts", element)
        return name, root

    # -- members -------------------------------------------------------------------------------

    def _write_filter(
        self, root: etree._Element, table: Table, then: Mapping[str, Any] | None
    ) -> None:
        found = table.found.get("filter")
        old = _child(root, "autoFilter")
        if not table.header or not isinstance(found, Mapping):
            gone = then is None or not table.header or then.get("filter") is not None
            if old is not None and gone:
                root.remove(old)
            return
        element = old if old is not None else self._child(root, "autoFilter", _ORDER)
        top, left, bottom, right = table.where
        reach = (top, left, bottom - int(table.totals), right)
        element.set("ref", area_text(*reach, single=False))
        for child in list(element):
            if local(child) == "filterColumn":
                element.remove(child)
        columns = found.get("columns")
        written = self._filter_columns(columns if isinstance(columns, Mapping) else {}, reach)
        for place, column in enumerate(written):
            element.insert(place, column)

    def _write_columns(
        self, root: etree._Element, table: Table, then: Mapping[str, Any] | None
    ) -> None:
        group = self._child(root, "tableColumns", _ORDER)
        old = {one.get("id"): one for one in group if isinstance(one.tag, str)}
        before = {
            str(entry.get("id")): entry
            for entry in (then or {}).get("columns") or []
            if isinstance(entry, Mapping)
        }
        for one in list(group):
            group.remove(one)
        numbers = [_identity(column) for column in table.columns]
        following = 1 + max([0, *numbers, *(int(one) for one in before if one.isdigit())])
        used: set[int] = set()
        for column, number in zip(table.columns, numbers, strict=True):
            if not number or number in used:
                number, following = following, following + 1
            used.add(number)
            element = old.pop(str(number), None) if column.entry is not None else None
            if element is None:
                element = etree.Element(f"{{{self._space}}}tableColumn", id=str(number))
            element.set("name", escaped_name(column.name))
            entry = column.entry or {}
            if self._renamed or entry != before.get(str(number)):
                self._write_members(element, entry)
            group.append(element)
        group.set("count", str(len(table.columns)))

    def _write_members(self, element: etree._Element, entry: Mapping[str, Any]) -> None:
        label, function = entry.get("totalLabel"), entry.get("totalFunction")
        text = escaped_name(label) if isinstance(label, str) and label else None
        _switch(element, "totalsRowLabel", text)
        _switch(element, "totalsRowFunction", function if function in _FUNCTIONS else None)
        for member, name in (
            ("formula", "calculatedColumnFormula"),
            ("totalFormula", "totalsRowFormula"),
        ):
            template = entry.get(member)
            child = _child(element, name)
            if isinstance(template, str) and template:
                child = child if child is not None else self._child(element, name, _INNER)
                child.text = clean(self._rendered(template))
            elif child is not None:
                element.remove(child)

    def _write_style(
        self, root: etree._Element, table: Table, then: Mapping[str, Any] | None
    ) -> None:
        style = table.found.get("style")
        if then is not None and style == then.get("style"):
            return
        old = _child(root, "tableStyleInfo")
        if not isinstance(style, Mapping):
            if old is not None:
                root.remove(old)
            return
        element = old if old is not None else self._child(root, "tableStyleInfo", _ORDER)
        name = style.get("name")
        _switch(element, "name", clean(name)[:255] if isinstance(name, str) and name else None)
        for switch, member in _STYLE.items():
            element.set(switch, "1" if style.get(member) is True else "0")

    def _child(self, parent: etree._Element, name: str, order: tuple[str, ...]) -> etree._Element:
        """Return a child, made where the schema wants it."""
        found = _child(parent, name)
        if found is None:
            found = etree.Element(f"{{{self._space}}}{name}")
            later = order[order.index(name) + 1 :]
            following = next((one for one in parent if local(one) in later), None)
            if following is None:
                parent.append(found)
            else:
                following.addprevious(found)
        return found


def _identity(column: TableColumn) -> int:
    found = (column.entry or {}).get("id")
    usable = isinstance(found, int | float) and not isinstance(found, bool)
    return int(found) if usable and found is not None and 0 < found < 2**31 else 0


def _child(parent: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in parent if local(one) == name), None)


def _switch(element: etree._Element, name: str, value: str | None) -> None:
    if value is None:
        element.attrib.pop(name, None)
    else:
        element.set(name, value)


def escaped_name(text: str) -> str:
    """Return a name as ST_Xstring: line ends and what XML cannot say are `_xHHHH_`."""
    text = _ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found.group()):04x}_", text)
