"""A worksheet part as bytes: its rows and cells by place, and a patch of all around them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tongwen.core.errors import Invalid
from tongwen.formats.ooxml.xml import escape
from tongwen.formats.xlsx.formulas import column_index
from tongwen.formats.xlsx.part_patch import Child, PartPatch

# CT_Worksheet (ECMA-376-1 §18.3.1.99)
SEQUENCE = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_OPENING = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData(?=[\s/>])[^>]*?(/?)>")
_ATTRIBUTES = rb"""(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*"""
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,7})["']""")
_CELL_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_EXTRA = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<text>.*?)\]\]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RowBytes:
    """A row: its number from one, its place in the data, the end of its start tag."""

    number: int
    start: int
    inside: int
    stop: int  # of the element, or where the next one begins
    empty: bool  # <row/>


@dataclass(frozen=True, slots=True)
class CellBytes:
    """A cell of a row: its column from zero and its bytes."""

    column: int
    data: bytes


class SheetBytes:
    """A worksheet part in three: what is before its rows, the rows, what is after them.

    Raises:
        Invalid: `not-well-formed`, `xml-entities`: what is around the rows is not XML.
    """

    def __init__(self, data: bytes, part: str) -> None:
        self.part = part
        self._found: list[RowBytes] | None = None
        self._mentioned: dict[bytes, bool] = {}
        opening = _OPENING.search(data)
        self.rows_data = b""
        shell = data
        self._rows_at = 0
        if opening is not None and not opening.group(2):
            ending = b"</" + opening.group(1) + b"sheetData"
            end = data.rfind(ending)
            if end < opening.end():
                raise Invalid("not-well-formed", part=part)
            self.rows_data = data[opening.end() : end]
            shell = data[: opening.end()] + data[end:]
            self._rows_at = opening.end()
        self.patch = PartPatch(shell, part, SEQUENCE)
        self.prefix = self.patch.prefix.encode("ascii", "ignore")
        if b"<!" in self.rows_data or b"<?" in self.rows_data:
            self.rows_data = _EXTRA.sub(_plain, self.rows_data)
        name = re.escape(self.prefix)
        self._row = re.compile(
            rb"<" + name + rb'row(?: r="(\d{1,7})"(?=[\s/>]))?(?=[\s/>])' + _ATTRIBUTES + rb"(/?)>"
        )
        self._cell = re.compile(
            rb"<" + name + rb"c(?=[\s/>])" + _ATTRIBUTES
            + rb"(?:/>|>.*?</" + name + rb"c\s*>)",
            re.DOTALL,
        )  # fmt: skip
        self._row_end = re.compile(rb"</" + name + rb"row\s*>\s*$")

    @property
    def has_rows(self) -> bool:
        """Whether the part has an element for rows, so that cells can be written."""
        return self.patch.first("sheetData") is not None

    def set_rows(self, rows: bytes) -> None:
        """Give the part other rows."""
        child: Child | None = self.patch.first("sheetData")
        if child is None:
            name = self.prefix
            self.patch.insert(
                "sheetData", b"<" + name + b"sheetData>" + rows + b"</" + name + b"sheetData>"
            )
            return
        self.patch.replace(child, b"")
        self.rows_data, self._found = rows, None
        self._mentioned.clear()
        opening = self.patch.data[child.start : child.stop]
        tag_end = opening.index(b">") + 1
        tag = opening[:tag_end].removesuffix(b">").removesuffix(b"/").rstrip() + b">"
        if rows:
            self.patch.replace(child, tag + rows + b"</" + self.prefix + b"sheetData>")
        else:
            self.patch.replace(child, tag[:-1] + b"/>")

    def render(self) -> bytes:
        """Return the part; the rows are those that it had unless `set_rows` gave it others."""
        child = self.patch.first("sheetData")
        if child is not None and child.new is None and self.rows_data:
            self.set_rows(self.rows_data)
        return self.patch.render()

    def mentions(self, word: bytes) -> bool:
        """Whether a word is anywhere in the rows."""
        if word not in self._mentioned:
            self._mentioned[word] = word in self.rows_data
        return self._mentioned[word]

    def reduced(self, keep: Callable[[RowBytes], bool]) -> bytes:
        """Return the part as the file has it, with the cells of some rows only."""
        data, shell = self.rows_data, self.patch.data
        rows = []
        for row in self.rows():
            if row.empty or keep(row):
                rows.append(data[row.start : row.stop])
            else:
                rows.append(data[row.start : row.inside - 1] + b"/>")
        return shell[: self._rows_at] + b"".join(rows) + shell[self._rows_at :]

    def rows(self) -> list[RowBytes]:
        """Return every row in the order of the file; a row without a number follows the last."""
        if self._found is not None:
            return self._found
        data = self.rows_data
        found = list(self._row.finditer(data))
        rows = []
        number = 0
        for index, tag in enumerate(found):
            stop = found[index + 1].start() if index + 1 < len(found) else len(data)
            usual, end = tag.groups()
            written = None if usual else _ROW_NUMBER.search(data, tag.start(), tag.end())
            number = int(usual or (written.group(1) if written else number + 1))
            rows.append(RowBytes(number, tag.start(), tag.end(), stop, bool(end)))
        self._found = rows
        return rows

    def cells(self, row: RowBytes) -> tuple[list[CellBytes], bytes]:
        """Return a row's cells, and what is after them (extensions) without the end tag."""
        if row.empty:
            return [], b""
        data = self.rows_data
        cells = []
        at = row.inside
        column = -1
        for found in self._cell.finditer(data, row.inside, row.stop):
            piece = found.group()
            place = _CELL_PLACE.search(piece, 0, piece.index(b">") + 1)
            column = column_index(place.group(1).decode()) if place else column + 1
            cells.append(CellBytes(column, piece))
            at = found.end()
        rest = data[at : row.stop]
        ending = self._row_end.search(rest)
        return cells, rest[: ending.start()].strip() if ending else b""


def _plain(found: re.Match[bytes]) -> bytes:
    text = found["text"]
    return b"" if text is None else escape(text.decode("utf-8")).encode("utf-8")
