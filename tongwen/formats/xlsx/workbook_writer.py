"""The workbook part: worksheets, defined names, calculation (ECMA-376-1 §18.2)."""

from collections.abc import Mapping
from typing import Any

from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import attribute, clean, escape
from tongwen.formats.xlsx.formula_writer import file_formula
from tongwen.formats.xlsx.live import LiveBook
from tongwen.formats.xlsx.names import MAIN, OFFICE, OFFICE_STRICT, local, relationship_id
from tongwen.formats.xlsx.part_patch import Child, PartPatch, with_attributes
from tongwen.formats.xlsx.structured_references import Renames
from tongwen.kinds.sheet.templates import render

_SEQUENCE = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "AlternateContent",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STATES = ("visible", "hidden", "veryHidden")
_LONGEST_NAME = 31
EMPTY_SHEET = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"'
    f' xmlns:r="{OFFICE}"><dimension ref="A1"/><sheetViews><sheetView workbookViewId="0"/>'
    '</sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData/></worksheet>'
).encode()


class WorkbookWriter:
    """Patches the workbook part; knows which worksheet is in which part."""

    def __init__(self, package: Package, part: str, live: LiveBook, file: LiveBook) -> None:
        self._package = package
        self._part = part
        self._live = live
        self._file = file
        self._patch = PartPatch(package.read(part), part, _SEQUENCE)
        self._children = self._sheet_elements()
        self.parts: dict[str, str] = {}  # sid to part name
        self.added: list[str] = []
        self.removed: list[str] = []
        self._recalculate = False
        self.renames = Renames()
        for sid in live.order:
            self._find(sid)

    def _sheet_elements(self) -> dict[str, tuple[bytes, str]]:
        """Return each worksheet's element in bytes, and its relationship id, by sid."""
        found: dict[str, tuple[bytes, str]] = {}
        child = self._patch.first("sheets")
        if child is None:
            return found
        sids = [sid for sid in self._file.order]
        elements = [one for one in child.element if local(one) == "sheet"]
        for number, element in enumerate(elements, 1):
            sid = f"s{number}"
            if sid in sids:
                identity = relationship_id(element) or ""
                found[sid] = (self._patch.written(element), identity)
        return found

    def _find(self, sid: str) -> None:
        """Find or add the part of a worksheet."""
        known = self._children.get(sid)
        if known is not None:
            relationship = self._package.relationships(self._part).get(known[1])
            if relationship is not None and relationship.target in self._package:
                self.parts[sid] = relationship.target
            return
        part = self._package.add("xl/worksheets/sheet", "xml", EMPTY_SHEET, _SHEET_TYPE)
        identity = self._package.relate(self._part, "worksheet", part)
        self._children[sid] = (self._new_element(identity), identity)
        self.parts[sid] = part
        self.added.append(sid)

    def _new_element(self, identity: str) -> bytes:
        office = OFFICE_STRICT if self._package.is_strict else OFFICE
        prefix = self._patch.declare("r", office)
        number = 1 + max(
            [
                int(text)
                for element in self._patch.root.iter()
                if local(element) == "sheet" and (text := element.get("sheetId", "")).isdigit()
            ]
            + [len(self._children) + len(self.added)],
        )
        name = self._patch.prefix
        return f'<{name}sheet name="" sheetId="{number}" {prefix}:id="{identity}"/>'.encode()

    def recalculate(self) -> None:
        """Ask whoever opens the file to calculate it: results are missing or old."""
        self._recalculate = True

    def save(self) -> None:
        """Put the workbook part into the package, if it changed, and remove dead worksheets."""
        self._write_sheets()
        self._write_names()
        self._write_calculation()
        if self._patch.changed:
            self._package.set(self._part, self._patch.render())
        self._remove_dead()

    # -- worksheets --------------------------------------------------------------------------

    def _write_sheets(self) -> None:
        live, file = self._live, self._file
        order_same = live.order == file.order
        same = order_same and all(
            self._look(live, sid) == self._look(file, sid) for sid in file.order
        )
        child = self._patch.first("sheets")
        if same or child is None:
            return
        written = b"".join(self._element(sid) for sid in live.order if sid in self._children)
        p = self._patch.prefix.encode()
        self._patch.replace(child, b"<" + p + b"sheets>" + written + b"</" + p + b"sheets>")
        if not order_same:
            self._fix_views()

    def _look(self, book: LiveBook, sid: str) -> tuple[Any, ...]:
        info = book.sheets.get(sid, {})
        return (book.titles.get(sid), info.get("state", "visible"))

    def _element(self, sid: str) -> bytes:
        data = self._children[sid][0]
        attributes: dict[str, str | None] = {}
        if sid not in self._file.titles or self._live.titles[sid] != self._file.titles[sid]:
            attributes["name"] = clean(self._live.titles[sid])[:_LONGEST_NAME]
        state = self._live.sheets[sid].get("state", "visible")
        if state != self._file.sheets.get(sid, {}).get("state", "visible"):
            attributes["state"] = state if state in _STATES[1:] else None
        end = data.index(b">") + 1
        return with_attributes(data[:end], attributes) + data[end:]

    def _fix_views(self) -> None:
        """Keep the active and the first shown worksheet what they were, by their new index."""
        views = self._patch.first("bookViews")
        if views is None:
            return
        for view in views.element:
            for name in ("activeTab", "firstSheet"):
                text = view.get(name)
                if text is not None and text.isdigit():
                    view.set(name, str(self._moved(int(text))))
        self._patch.replace(views, self._patch.written(views.element))

    def _moved(self, index: int) -> int:
        order = self._file.order
        sid = order[index] if index < len(order) else None
        if sid in self._live.order:
            return self._live.order.index(sid)
        shown = [
            number
            for number, one in enumerate(self._live.order)
            if self._live.sheets[one].get("state", "visible") == "visible"
        ]
        return shown[0] if shown else 0

    def _remove_dead(self) -> None:
        for sid in self._file.order:
            if sid in self._live.order or sid not in self._children:
                continue
            identity = self._children[sid][1]
            relationship = self._package.relationships(self._part).get(identity)
            self._package.unrelate(self._part, identity)
            if relationship is not None and not relationship.external:
                self.removed.append(relationship.target)
                self._package.remove(relationship.target)

    # -- names -------------------------------------------------------------------------------

    def _write_names(self) -> None:
        before = self._names(self._file)
        after = self._names(self._live)
        if sorted(before, key=repr) == sorted(after, key=repr):
            return
        old = self._old_names(self._patch.first("definedNames"))
        known = {_place(name): name for name in before}
        pieces = []
        for name in after:
            element = old.pop(_place(name), None)
            same = known.get(_place(name)) == name and element is not None
            pieces.append(element if same and element is not None else self._name(name))
        pieces += [data for place, data in old.items() if place not in known]
        p = self._patch.prefix.encode()
        new = b"<" + p + b"definedNames>" + b"".join(pieces) + b"</" + p + b"definedNames>"
        self._patch.put("definedNames", new if pieces else b"")

    def _old_names(self, child: Child | None) -> dict[tuple[str, int | None], bytes]:
        found = {}
        for element in child.element if child is not None else ():
            if local(element) == "definedName":
                scope = element.get("localSheetId")
                index = int(scope) if scope is not None and scope.isdigit() else None
                place = (element.get("name", "").lower(), index)
                found[place] = self._patch.written(element)
        return found

    def _names(self, book: LiveBook) -> list[tuple[Any, ...]]:
        """Return the names: name, index of the worksheet, text, hidden, comment."""
        found = []
        for name in book.names.values():
            if not isinstance(name, dict) or not isinstance(name.get("name"), str):
                continue
            scope = name.get("scope")
            if scope is not None and scope not in book.titles:
                continue
            index = book.order.index(scope) if scope is not None else None
            home = scope or (book.order[0] if book.order else "")
            text = render(str(name.get("formula", "")), home, book)
            text = file_formula(self.renames.apply(text) if book is self._live else text)
            hidden, comment = bool(name.get("hidden")), name.get("comment")
            found.append((name["name"], index, text, hidden, comment))
        return found

    def _name(self, name: tuple[Any, ...]) -> bytes:
        title, index, text, hidden, comment = name
        p = self._patch.prefix
        attributes = f' name="{attribute(clean(title)[:255])}"'
        if isinstance(comment, str) and comment:
            attributes += f' comment="{attribute(comment[:255])}"'
        if index is not None:
            attributes += f' localSheetId="{index}"'
        if hidden:
            attributes += ' hidden="1"'
        return f"<{p}definedName{attributes}>{escape(text)}</{p}definedName>".encode()

    # -- calculation -------------------------------------------------------------------------

    def _write_calculation(self) -> None:
        child = self._patch.first("calcPr")
        attributes: dict[str, str | None] = {"fullCalcOnLoad": "1"} if self._recalculate else {}
        mode = _mode(self._live.settings.get("calc"))
        if mode != _mode({"mode": child.element.get("calcMode")} if child is not None else None):
            attributes["calcMode"] = mode
        if not attributes:
            return
        if child is not None:
            self._patch.set(child, **attributes)
            return
        self._patch.insert(
            "calcPr", with_attributes(f"<{self._patch.prefix}calcPr/>".encode(), attributes)
        )


def _mode(calculation: Any) -> str | None:
    """Return when a workbook is calculated (§18.18.9), None for always."""
    mode = calculation.get("mode") if isinstance(calculation, dict) else None
    return mode if mode in ("autoNoTable", "manual") else None


def _place(name: tuple[Any, ...]) -> tuple[str, int | None]:
    return str(name[0]).lower(), name[1]


def drop_calculation_chain(package: Package, workbook: str) -> None:
    """Take the calculation chain out: it names every formula cell, and programs rebuild it."""
    found: Mapping[str, Any] = package.relationships(workbook)
    for identity, relationship in list(found.items()):
        if relationship.kind == "calcChain" and not relationship.external:
            package.unrelate(workbook, identity)
            if relationship.target in package:
                package.remove(relationship.target)
