"""A package as the entries of all parts of a workbook, as `kinds/sheet/README.md` says."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.annotations import read_people, read_threads, tree
from tongwen.formats.xlsx.bands import CELLS
from tongwen.formats.xlsx.cell_contents import Contents
from tongwen.formats.xlsx.drawings import read_drawings
from tongwen.formats.xlsx.fonts import read_color
from tongwen.formats.xlsx.measure import integer, truth
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.sheet_data import SheetData, SheetReader
from tongwen.formats.xlsx.sheet_lines import read_columns, read_view, tab_color
from tongwen.formats.xlsx.sheet_objects import SheetObjects
from tongwen.formats.xlsx.strings import read_strings
from tongwen.formats.xlsx.styles import StyleTable, read_styles
from tongwen.formats.xlsx.workbook import SheetEntry, WorkbookPart
from tongwen.kinds.sheet.keys import base_key
from tongwen.kinds.sheet.parts import (
    BOOK,
    BookEntries,
    Entries,
    SheetEntries,
    imported_token,
    sheet_part,
)

COMMENTS = "comments"
_DYNAMIC = "XLDAPR"  # the metadata type of dynamic arrays, [MS-XLSX] §2.2.4.5
_FATAL = ("zip-bomb", "part-too-large")


@dataclass(slots=True)
class WorkbookEntries:
    """What a file says: the book, its worksheets by sid, its threaded comments by token."""

    book: BookEntries = field(default_factory=BookEntries)
    sheets: dict[str, SheetEntries] = field(default_factory=dict)
    comments: dict[str, dict[str, Any]] = field(default_factory=dict)

    def parts(self) -> dict[str, Entries]:
        """Return the entries of each part that has any."""
        found: dict[str, Entries] = {BOOK: self.book.maps()}
        for sid, sheet in self.sheets.items():
            if sheet.blocks or any(sheet.lines.values()) or sheet.objects or sheet.view:
                found[sheet_part(sid)] = sheet.maps()
        if self.comments:
            found[COMMENTS] = {"comments": dict(self.comments)}
        return found


def read_workbook(data: bytes) -> WorkbookEntries:
    """Return what a package says, a pure function of its bytes.

    A worksheet that is missing or damaged is empty and protected, and `settings.damaged` says so:
    `[{sid, code, part}]`; the others open.

    Raises:
        Invalid: `not-a-zip`, `not-a-workbook`, `not-a-document`, `part-missing`, `part-doubled`,
            `part-damaged`, `not-well-formed`, `xml-entities`.
        TooLarge: `zip-bomb`, `part-too-large`.
        Unsupported: `encrypted-file`, `legacy-file`, `binary-workbook`.
    """
    return _Reading(Package(data)).entries


class _Reading:
    """One package on its way."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._workbook = WorkbookPart(package)
        self._styles: StyleTable = read_styles(package, self._workbook.related("styles"))
        self._strings = read_strings(package, self._workbook.related("sharedStrings"))
        self._people = read_people(package, self._workbook.part)
        self._dynamic = dynamic_cells(package, self._workbook.related("sheetMetadata"))
        self._objects = SheetObjects(package, self._workbook.formulas, self._styles)
        self._damaged: list[dict[str, str]] = []
        self._comments = 0
        self.entries = WorkbookEntries()
        self._read()

    def _read(self) -> None:
        book = self.entries.book
        for number, entry in enumerate(self._workbook.sheets):
            look: dict[str, Any] = {
                "name": entry.name,
                "order": base_key(number),
                "state": entry.state,
                "kind": entry.kind,
                "part": entry.part or None,
            }
            try:
                sheet, color = self._sheet(entry)
            except TongwenError as error:
                if error.code in _FATAL:
                    raise
                self._damaged.append({"sid": entry.sid, "code": error.code, "part": entry.part})
                sheet, color = _locked(), None
            self.entries.sheets[entry.sid] = sheet
            book.sheets[entry.sid] = {**look, "color": color}
        for number, name in enumerate(self._workbook.names()):
            book.names[imported_token(number)] = {"t": 0, **name}
        book.styles = self._styles.base
        book.settings = self._workbook.settings(self._styles.indexed)
        if self._damaged:
            book.settings["damaged"] = self._damaged

    def _sheet(self, entry: SheetEntry) -> tuple[SheetEntries, Any]:
        if not entry.part:
            self._damaged.append({"sid": entry.sid, "code": "part-missing", "part": ""})
            return _locked(), None
        if entry.kind == "chartsheet":
            root = tree(self._package, entry.part)
            objects = _numbered(read_drawings(self._package, entry.part))
            return SheetEntries(objects=objects), read_color(tab_color(root))
        data = SheetReader(self._package, entry.part).read(lambda: self._contents(entry))
        if data.rest is None:
            return SheetEntries(), None
        return self._worksheet(entry, data, data.rest), read_color(tab_color(data.rest))

    def _worksheet(self, entry: SheetEntry, data: SheetData, root: etree._Element) -> SheetEntries:
        threads = read_threads(self._package, entry.part, entry.sid, self._people)
        places = {(int(one["row"]), int(one["col"])) for one in threads}
        self._add_comments(threads)
        found = list(self._objects.read(root, entry.part, places))
        return SheetEntries(
            blocks=data.blocks,
            height=data.height if data.blocks else CELLS + 24,
            size=data.size if data.blocks else None,
            lines={"rows": data.lines, "cols": read_columns(root, len(self._styles.base))},
            objects=_numbered(found),
            view=read_view(root),
        )

    def _contents(self, entry: SheetEntry) -> Contents:
        return Contents(
            entry.part,
            self._strings,
            self._workbook.formulas,
            len(self._styles.base),
            self._dynamic,
            self._workbook.date1904,
        )

    def _add_comments(self, threads: list[dict[str, Any]]) -> None:
        """Give comments tokens; answers name what they answer by its token."""
        tokens: dict[str, str] = {}
        for comment in threads:
            token = imported_token(self._comments)
            self._comments += 1
            tokens.setdefault(comment.pop("id"), token)
            parent = tokens.get(comment.pop("parent", ""))
            if parent is not None:
                comment["parent"] = parent
            self.entries.comments[token] = {"t": 0, **comment}


def _numbered(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {imported_token(number): {"t": 0, **one} for number, one in enumerate(found)}


def _locked() -> SheetEntries:
    protection = {"type": "protection", "sheet": True, "allowed": [], "src": ""}
    return SheetEntries(objects=_numbered([protection]))


def dynamic_cells(package: Package, part: str | None) -> frozenset[str]:
    """Return the `cm` attributes that mean a dynamic array (§18.9.3, [MS-XLSX] §2.6.157)."""
    root = None if part is None else tree(package, part)
    if root is None:
        return frozenset()
    groups = {local(one): one for one in root.iterchildren(etree.Element)}
    types = groups.get("metadataTypes")
    names = [] if types is None else [one.get("name") for one in types.iterchildren(etree.Element)]
    dynamic = [
        any(truth(one.get("fDynamic")) for one in block.iter(etree.Element))
        for group in root.iterchildren(etree.Element)
        if local(group) == "futureMetadata" and group.get("name") == _DYNAMIC
        for block in group.iterchildren(etree.Element)
        if local(block) == "bk"
    ]
    found = set()
    cells = groups.get("cellMetadata")
    blocks = [] if cells is None else [one for one in cells if local(one) == "bk"]
    for number, block in enumerate(blocks, 1):
        for record in block.iterchildren(etree.Element):
            kind, value = integer(record.get("t")) or 0, integer(record.get("v"))
            named = 0 < kind <= len(names) and names[kind - 1] == _DYNAMIC
            if named and value is not None and 0 <= value < len(dynamic) and dynamic[value]:
                found.add(str(number))
    return frozenset(found)
