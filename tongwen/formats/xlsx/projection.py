"""The original workbook as the reader projects it, as little of it as an export needs."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.annotations import read_people, read_threads
from tongwen.formats.xlsx.cell_contents import Contents
from tongwen.formats.xlsx.importer import import_xlsx
from tongwen.formats.xlsx.live import LiveBook, LiveSheet, MapReader, map_reader
from tongwen.formats.xlsx.names import MAX_ROWS
from tongwen.formats.xlsx.reader import dynamic_cells
from tongwen.formats.xlsx.sheet_bytes import RowBytes, SheetBytes
from tongwen.formats.xlsx.sheet_data import SheetReader
from tongwen.formats.xlsx.sheet_lines import read_columns, read_view
from tongwen.formats.xlsx.sheet_objects import SheetObjects
from tongwen.formats.xlsx.strings import MAX_PART, read_strings
from tongwen.formats.xlsx.styles import StyleTable, read_styles
from tongwen.formats.xlsx.workbook import SheetEntry, WorkbookPart
from tongwen.kinds.sheet.keys import base_key
from tongwen.kinds.sheet.parts import BOOK, imported_token, sheet_part

FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")
CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s>/]")


class Projection:
    """What the file says; its cells are read only when a worksheet's blocks were folded since."""

    def __init__(self, package: Package, original: bytes) -> None:
        self._package = package
        self._original = original
        self._workbook = WorkbookPart(package)

    @cached_property
    def book(self) -> LiveBook:
        """The workbook, without the cells of its worksheets."""
        entries: dict[str, dict[str, Any]] = {"sheets": {}, "names": {}}
        for number, sheet in enumerate(self._workbook.sheets):
            entries["sheets"] |= {
                f"{sheet.sid}.name": sheet.name,
                f"{sheet.sid}.order": base_key(number),
                f"{sheet.sid}.state": sheet.state,
            }
        for number, name in enumerate(self._workbook.names()):
            entries["names"][imported_token(number)] = {"t": 0, **name}
        return LiveBook(lambda part: _reader(entries if part == BOOK else {}))

    @cached_property
    def sheets(self) -> dict[str, SheetEntry]:
        """The worksheets that the file lists, by sid."""
        return {sheet.sid: sheet for sheet in self._workbook.sheets}

    @property
    def sheet_names(self) -> dict[str, str]:
        """The sids of the file's worksheets by name in lower case."""
        names: dict[str, str] = {}
        for sheet in self._workbook.sheets:
            names.setdefault(sheet.name.lower(), sheet.sid)
        return names

    @cached_property
    def _whole(self) -> dict[str, bytes]:
        return import_xlsx(self._original)

    @cached_property
    def styles(self) -> StyleTable:
        """The styles part."""
        return read_styles(self._package, self._workbook.related("styles"))

    @cached_property
    def _objects(self) -> SheetObjects:
        return SheetObjects(self._package, self._workbook.formulas, self.styles)

    @cached_property
    def people(self) -> dict[str, str]:
        """The names of those who commented, by id."""
        return read_people(self._package, self._workbook.part)

    @cached_property
    def _strings(self) -> Sequence[str]:
        return read_strings(self._package, self._workbook.related("sharedStrings"))

    @cached_property
    def _dynamic(self) -> frozenset[str]:
        return dynamic_cells(self._package, self._workbook.related("sheetMetadata"))

    def folded(self, sid: str, sheet: SheetBytes, live: LiveSheet) -> LiveSheet:
        """Return a worksheet as the file has it; only what was folded since is read of it.

        The other bands are still those of the import: the live ones.
        """
        bands = live.folded_bands
        if bands is None:
            return self.sheet(sid)
        stops = sorted((first, first + count) for first, count in bands)

        def is_folded(band: int) -> bool:
            at = bisect_right(stops, (band, MAX_ROWS + 1)) - 1
            return at >= 0 and stops[at][0] <= band < stops[at][1]

        def keep(row: RowBytes) -> bool:
            if is_folded((row.number - 1) // live.height):
                return True  # as are rows that say what stands in others
            return sheet.rows_data.find(b"ref", row.inside, row.stop) >= 0

        part = self.sheets[sid].part
        reader = SheetReader(self._package, part, sheet.reduced(keep))
        data = reader.read_bands(self._contents(part), live.height)
        if data is None or data.rest is None:
            return self.sheet(sid)
        filed = self.shell(sid, data.rest, live)
        filed.lines = {
            "rows": data.lines,
            "cols": read_columns(data.rest, len(self.styles.base)),
        }
        filed.blocks = {
            key: block
            for key, block in live.blocks.items()
            if key.isdigit() and not is_folded(int(key))
        }
        filed.blocks |= {key: one for key, one in data.blocks.items() if is_folded(int(key))}
        return filed

    def _contents(self, part: str) -> Contents:
        return Contents(
            part,
            self._strings,
            self._workbook.formulas,
            len(self.styles.base),
            self._dynamic,
            self._workbook.date1904,
        )

    def sheet(self, sid: str) -> LiveSheet:
        """Return a worksheet with all its cells."""
        return LiveSheet(self.book, sid, map_reader(self._whole.get(sheet_part(sid))))

    def shell(self, sid: str, root: etree._Element, live: LiveSheet) -> LiveSheet:
        """Return a worksheet whose blocks and lines are those of the live one, never folded.

        `root` is its part without the rows.
        """
        part = self.sheets[sid].part
        threads = read_threads(self._package, part, sid, self.people)
        places = {(int(one["row"]), int(one["col"])) for one in threads}
        found = self._objects.read(root, part, places)
        maps = {
            "objects": {
                imported_token(number): {"t": 0, **one} for number, one in enumerate(found)
            },
            "view": read_view(root),
        }
        filed = LiveSheet(self.book, sid, _reader(maps))
        filed.blocks, filed.height, filed.lines = live.blocks, live.height, live.lines
        return filed

    def threads(self) -> dict[str, dict[str, Any]]:
        """Return the threaded comments by token, with the file's `id`; `parent` is a token."""
        found: dict[str, dict[str, Any]] = {}
        tokens: dict[str, str] = {}
        for sid, sheet in self.sheets.items():
            listed = read_threads(self._package, sheet.part, sid, self.people) if sheet.part else []
            for comment in listed:
                token = imported_token(len(found))
                tokens.setdefault(comment["id"], token)
                parent = tokens.get(comment.pop("parent", ""))
                found[token] = {**comment, **({} if parent is None else {"parent": parent})}
        return found

    def tables(self, sid: str) -> dict[str, dict[str, Any]]:
        """Return the tables of a worksheet by part."""
        return self._objects.tables(self.sheets[sid].part)

    def has(self, element: re.Pattern[bytes]) -> bool:
        """Whether any worksheet of the file has a `CELL`, or a `FORMULA`."""
        parts = [sheet.part for sheet in self._workbook.sheets if sheet.part]
        return any(self._part_has(part, element) for part in parts)

    def _part_has(self, part: str, element: re.Pattern[bytes]) -> bool:
        kept = b""
        for chunk in self._package.stream(part, MAX_PART):
            if element.search(kept + chunk):
                return True
            kept = chunk[-64:]
        return False


def _reader(maps: dict[str, dict[str, Any]]) -> MapReader:
    return lambda name: dict(maps.get(name, {}))
