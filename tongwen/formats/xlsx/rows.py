"""Rows of a worksheet (§18.3.1.73) as JSON tokens: by pattern as they usually are, else as trees.

A row that the pattern does not cover from end to end, because it has comments, unusual attributes
or rich texts in it, is parsed as a tree; both ways lead to the same cells.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.bands import Bands
from tongwen.formats.xlsx.cell_contents import Cell, Contents, Kind
from tongwen.formats.xlsx.formulas import column_index
from tongwen.formats.xlsx.measure import integer, members, number, truth
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS, local
from tongwen.formats.xlsx.strings import token_of_item

_ATTRIBUTE = re.compile(r'\s*([\w:.-]+)="([^"<&]*)"')
_NUMBER = r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?"  # what is JSON as it stands
_MOST_PROPERTIES = 4_096  # that are remembered
_GROUPS = 8  # of the cell pattern


def cell_pattern(prefix: str) -> re.Pattern[str]:
    """Return the usual shape of a cell, with this prefix (and its colon) on its names."""
    p = re.escape(prefix)
    return re.compile(
        rf'\s*<{p}c r="([A-Z]{{1,3}})([1-9][0-9]{{0,6}})"([^<>/]*)(?:/>|>'
        rf'(?:<{p}f((?:\s+[\w:.-]+="[^"<>/]*")*)(?:/>|>([^<]*)</{p}f>))?'
        rf"(?:<{p}v>(?:({_NUMBER})|([^<]*))</{p}v>"
        rf'|<{p}is><{p}t(?: xml:space="preserve")?>([^<]*)</{p}t></{p}is>)?</{p}c>)'
    )


class RowReader:
    """Reads rows of one worksheet into bands; `root` is the start tag that their names need."""

    def __init__(self, prefix: str, root: bytes, part: str, contents: Contents) -> None:
        self.lines: list[list[Any]] = []
        self.dropped = 0  # rows and cells beyond the edge of a worksheet
        self.cells = 0
        self._part = part
        self._root = root
        self._close = b"</" + tag_name(root) + b">"
        self._contents = contents
        p = re.escape(prefix)
        self._head = re.compile(
            rf'\s*<{p}row(?: r="([1-9][0-9]{{0,6}})")?(?: spans="[^"<>]*")?([^<>]*?)(/?)>'
        )
        self._cell = cell_pattern(prefix)
        self._end = f"</{prefix}row>"
        self._row = -1
        self._properties: dict[str, dict[str, Any]] = {"": {}}
        self._letters: list[str] = []
        self._columns: list[int] = []
        self._columns_text = "[]"
        self._attributes: list[str] = []
        self._kinds: list[Kind] = []
        self._kind_styles: list[str] = []
        self._styles: list[str] = []
        self._styles_text = "0"

    def read(self, text: str, bands: Bands) -> None:
        """Read what stands from the end of one row to the end of the next, one character a byte."""
        place = 0
        while True:
            head = self._head.match(text, place)
            if head is None or not self._usual(head[2]):
                self._read_trees(text[place:], bands)
                return
            row = int(head[1]) - 1 if head[1] else self._row + 1
            place = head.end()
            if not head[3]:
                break
            self._begin(row, self._properties[head[2]], bands)
        if not self._read_pattern(row, head[2], text[place : -len(self._end)], bands):
            self._read_trees(text[head.start() :], bands)

    def read_rest(self, text: str, bands: Bands) -> None:
        """Read the rows without cells that stand behind the last row with cells."""
        if text.strip():
            self._read_trees(text, bands)

    # -- the usual way -----------------------------------------------------------------------

    def _usual(self, rest: str) -> bool:
        """Whether the attributes of a row are known or can be taken apart here."""
        if rest in self._properties:
            return True
        found = dict(_ATTRIBUTE.findall(rest))
        if "r" in found or _ATTRIBUTE.sub("", rest).strip():
            return False
        if len(self._properties) > _MOST_PROPERTIES:
            self._properties = {"": {}}
        self._properties[rest] = self._row_properties(found)
        return True

    def _read_pattern(self, row: int, rest: str, body: str, bands: Bands) -> bool:
        found = self._cell.split(body)
        step = _GROUPS + 1
        if len(found) == 1:
            if found[0].strip():
                return False
            self._begin(row, self._properties[rest], bands)
            return True
        gaps = found[0::step]
        letters: list[str] = found[1::step]
        if any(gaps) and "".join(gaps).strip():
            return False
        if found[2::step].count(str(row + 1)) != len(letters) or not self._place(letters):
            return False
        attributes: list[str] = found[3::step]
        if attributes != self._attributes and not self._know(attributes):
            return False
        if not self._begin(row, self._properties[rest], bands):
            return True
        groups = [found[number::step] for number in range(4, step)]
        tokens = self._contents.row(row, self._columns, self._kinds, groups, bands)
        self._add(row, tokens, self._kind_styles, bands)
        return True

    def _know(self, attributes: list[str]) -> bool:
        """Find what the attributes of a row's cells say; false when some are unusual."""
        if not self._contents.learn(attributes):
            return False
        kinds = self._contents.kinds
        self._attributes = attributes
        self._kinds = [kinds[one] for one in attributes]
        self._kind_styles = [kind.style for kind in self._kinds]
        return True

    def _place(self, letters: list[str]) -> bool:
        """Find the columns of a row's cells; false when they do not ascend."""
        if letters == self._letters:
            return True
        columns = [column_index(one) for one in letters]
        if not _ascending(columns) or columns[-1] >= MAX_COLUMNS:
            return False
        self._letters = letters
        self._set_columns(columns)
        return True

    def _set_columns(self, columns: list[int]) -> None:
        self._columns = columns
        contiguous = columns[-1] - columns[0] == len(columns) - 1
        self._columns_text = str(columns[0]) if contiguous else str(columns).replace(" ", "")

    def _add(self, row: int, tokens: list[str], styles: list[str], bands: Bands) -> None:
        if styles != self._styles:
            self._styles = styles
            same = styles.count(styles[0]) == len(styles)
            self._styles_text = styles[0] if same else f"[{','.join(styles)}]"
        self.cells += len(tokens)
        bands.add(row, self._columns_text, tokens, self._styles_text, self._columns[-1] + 1)

    def _begin(self, row: int, properties: dict[str, Any], bands: Bands) -> bool:
        """Take note of a row and its properties; false when it is beyond the edge."""
        self._row = row
        if row >= MAX_ROWS:
            self.dropped += 1
            return False
        bands.begin(row)
        if properties:
            last = self.lines[-1] if self.lines else None
            if last and last[2] == properties and last[0] + last[1] == row:
                last[1] += 1
            else:
                self.lines.append([row, 1, properties])
        return True

    def _row_properties(self, found: Mapping[str, str]) -> dict[str, Any]:
        style = found.get("s") if truth(found.get("customFormat")) else None
        return members(
            size=number(found.get("ht")),
            custom=truth(found.get("customHeight")),
            hidden=truth(found.get("hidden")),
            level=number(found.get("outlineLevel")) or None,
            collapsed=truth(found.get("collapsed")),
            style=int(self._contents.style(style)) if style else None,
        )

    # -- as trees ----------------------------------------------------------------------------

    def _read_trees(self, text: str, bands: Bands) -> None:
        data = self._root + text.encode("latin-1") + self._close
        for element in parse(data, self._part).iterchildren(etree.Element):
            if local(element) == "row":
                self.read_tree(element, bands)

    def read_tree(self, element: etree._Element, bands: Bands) -> None:
        """Read one row that is parsed."""
        found = {str(name): str(value) for name, value in element.attrib.items()}
        row = row_index(element, self._row)
        properties = self._row_properties(found)
        if not self._begin(row, properties, bands):
            return
        cells: dict[int, Cell] = {}
        column = -1
        for child in element.iterchildren(etree.Element):
            if local(child) != "c":
                continue
            column = _cell_column(child, column)
            if column >= MAX_COLUMNS:
                self.dropped += 1
                continue
            cells[column] = self._tree_cell(child, column)
        if not cells:
            return
        ordered = [cells[key] for key in sorted(cells)]
        self._letters = []
        self._set_columns([cell.column for cell in ordered])
        tokens = self._contents.cells(row, ordered, bands)
        self._add(row, tokens, [cell.kind.style for cell in ordered], bands)

    def _tree_cell(self, element: etree._Element, column: int) -> Cell:
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        cell = Cell(column, self._contents.kind(attributes))
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "f":
                marks = {str(key): str(value) for key, value in child.attrib.items()}
                cell.mark = self._contents.mark(marks)
                cell.formula = _text(child)
            elif name == "v":
                cell.value = _text(child)
            elif name == "is":
                cell.inline = token_of_item(child)
        return cell


def row_index(element: etree._Element, last: int) -> int:
    """Return a row's index; a row that does not say it follows the last one."""
    given = integer(element.get("r"))
    return given - 1 if given is not None and given > 0 else last + 1


def _cell_column(element: etree._Element, last: int) -> int:
    letters = element.get("r", "").strip().rstrip("0123456789")
    named = 0 < len(letters) <= 4 and letters.isascii() and letters.isalpha()
    return column_index(letters) if named else last + 1


def _text(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _ascending(columns: list[int]) -> bool:
    return all(first < second for first, second in pairwise(columns))


def tag_name(root: bytes) -> bytes:
    """Return the name in a start tag, with its prefix."""
    found = re.search(rb"<([^\s/>!?]+)[^<]*\Z", root)
    if found is None:
        raise Invalid("not-well-formed")
    return found[1]
