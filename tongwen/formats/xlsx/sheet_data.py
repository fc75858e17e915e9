"""A worksheet's part (§18.3.1.99) read in one pass: the cells as blocks, the rest as a tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid, TooLarge
from tongwen.formats.ooxml import limits
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.bands import Bands, OutOfOrder, WrongHeight, height_for
from tongwen.formats.xlsx.cell_contents import Contents
from tongwen.formats.xlsx.names import MAX_ROWS, local
from tongwen.formats.xlsx.rows import RowReader, row_index, tag_name
from tongwen.formats.xlsx.strings import MAX_PART

_START = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<((?:[\w.-]+:)?)sheetData\b[^<>]*>", re.DOTALL
)
_ROOT = re.compile(rb"<[^\s/>!?][^<>]*>")
_MOST_HEAD = 16 << 20  # bytes in which the rows must begin
_SAMPLE = 1 << 16  # bytes of rows from which the density is guessed
_NUMBERED = re.compile(r'<(?:[\w.-]+:)?row\b[^<>]*?\br="([0-9]{1,7})"')


@dataclass(slots=True)
class SheetData:
    """What was read of a worksheet's part."""

    height: int = 1
    blocks: dict[str, bytes] = field(default_factory=dict)
    size: tuple[int, int] | None = None
    lines: list[list[Any]] = field(default_factory=list)
    cells: int = 0
    dropped: int = 0
    rest: etree._Element | None = None  # the part without its rows


class SheetReader:
    """Reads one worksheet's part; `contents` makes a fresh reader of contents for each attempt.

    Raises:
        Invalid: `not-well-formed`, `xml-entities`, `part-damaged`, `part-missing`.
        TooLarge: `part-too-large`.
    """

    def __init__(self, package: Package, part: str, data: bytes | None = None) -> None:
        """`data` is read in place of what the package has."""
        self._package = package
        self._part = part
        self._data = data

    def _chunks(self) -> Iterator[bytes]:
        if self._data is not None:
            return iter((self._data,))
        return self._package.stream(self._part, MAX_PART)

    def read_bands(self, contents: Contents, height: int) -> SheetData | None:
        """Read the part into bands of a height; None where it can only be read as a whole."""
        try:
            return self._read_stream(contents, height)
        except (OutOfOrder, _Unusual):
            return None

    def read(self, contents: Any) -> SheetData:
        """Read the part: as it comes, and again when it turns out to be unlike its beginning."""
        try:
            return self._read_stream(contents(), None)
        except WrongHeight:
            cells, rows = self._count()
            try:
                return self._read_stream(contents(), height_for(cells, rows))
            except (OutOfOrder, _Unusual):
                return self._read_whole(contents())
        except (OutOfOrder, _Unusual):
            return self._read_whole(contents())

    # -- piece by piece ----------------------------------------------------------------------

    def _read_stream(self, contents: Contents, height: int | None) -> SheetData:
        stream = _Stream(self._chunks(), self._part)
        start = stream.find_start()
        if start is None:
            rest = parse(bytes(stream.waiting), self._part)
            return SheetData(rest=rest)
        prefix, empty = start
        data = SheetData()
        bands: Bands | None = None
        if not empty:
            reader = RowReader(prefix, stream.scope, self._part, contents)
            for piece in stream.rows(f"</{prefix}row>".encode(), stream.closing):
                if bands is None:
                    guess = _guess(piece) if height is None else height
                    bands = Bands(guess, sure=height is not None)
                end = f"</{prefix}row>"
                *rows, behind = piece.split(end)
                for row in rows:
                    reader.read(row + end, bands)
                reader.read_rest(behind, bands)
            data.lines, data.cells, data.dropped = reader.lines, reader.cells, reader.dropped
        if bands is not None:
            bands.finish()
            data.height, data.blocks, data.size = bands.height, bands.blocks, bands.size
        data.rest = parse(stream.head + stream.closing + stream.drain(), self._part)
        return data

    def _count(self) -> tuple[int, int]:
        """Return how many cells the part has, and how many rows down they go."""
        cells, rows = 0, 1
        kept = b""
        for chunk in self._chunks():
            window = kept + chunk
            cells += len(re.findall(rb"<(?:[\w.-]+:)?c[\s>/]", window))
            numbers = re.findall(rb'<(?:[\w.-]+:)?row\b[^<>]*?\br="([0-9]{1,7})"', window)
            rows = max([rows, *map(int, numbers[-1:])])
            kept = window[-8:]
        return cells, min(rows, MAX_ROWS)

    # -- as a whole --------------------------------------------------------------------------

    def _read_whole(self, contents: Contents) -> SheetData:
        """Read a part whose rows do not ascend or have comments between them, through a tree."""
        root = parse(self._package.read(self._part), self._part)
        found = next((child for child in root if local(child) == "sheetData"), None)
        data = SheetData(rest=root)
        if found is None:
            return data
        rows = _merged_rows(found)
        cells = sum(len(row) for _, row in rows)
        span = rows[-1][0] + 1 if rows else 1
        bands = Bands(height_for(cells, span), sure=True)
        reader = RowReader("", b"<sheetData>", self._part, contents)
        for _, row in rows:
            reader.read_tree(row, bands)
        bands.finish()
        data.height, data.blocks, data.size = bands.height, bands.blocks, bands.size
        data.lines = reader.lines
        data.cells, data.dropped = reader.cells, reader.dropped
        for child in list(found):
            found.remove(child)
        return data


class _Unusual(Exception):
    """The rows have comments, CDATA or instructions between them."""


class _Stream:
    """A part that arrives piece by piece."""

    def __init__(self, chunks: Iterator[bytes], part: str) -> None:
        self._chunks = chunks
        self._part = part
        self.waiting = bytearray()
        self.head = b""
        self.scope = b""  # the start tags in which rows stand
        self.closing = b""

    def _more(self) -> bool:
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self.waiting += chunk
        if len(self.waiting) > limits.MAX_XML:
            raise TooLarge("part-too-large", part=self._part, limit=limits.MAX_XML)
        return True

    def find_start(self) -> tuple[str, bool] | None:
        """Advance behind the start tag of the rows; return its prefix and whether it is empty.

        Returns None, with everything in `waiting`, where there is no such tag.
        """
        while self._more():
            text = bytes(self.waiting[:_MOST_HEAD])
            for found in _START.finditer(text):
                if found[1] is not None:
                    self._split(text[: found.end()], found.group(), found[1])
                    return found[1].decode(), found.group().endswith(b"/>")
        return None

    def _split(self, head: bytes, tag: bytes, prefix: bytes) -> None:
        root = _ROOT.search(head)
        self.head = head
        self.scope = root.group() if root else b""
        self.closing = b"" if tag.endswith(b"/>") else b"</" + prefix + b"sheetData>"
        del self.waiting[: len(head)]
        parse(head + self.closing + b"</" + tag_name(self.scope) + b">", self._part)

    def rows(self, row_end: bytes, end: bytes) -> Iterator[str]:
        """Yield pieces that end behind a row, one character a byte.

        Raises:
            Invalid: `not-well-formed`, the rows never end.
        """
        searched = 0
        while True:
            stop = self.waiting.find(end, max(0, searched - len(end)))
            last = self.waiting.rfind(row_end, max(0, searched - len(row_end)))
            cut = stop if stop >= 0 else last + len(row_end) if last >= 0 else 0
            if cut > 0:
                piece = bytes(self.waiting[:cut])
                if b"<!" in piece or b"<?" in piece:
                    raise _Unusual
                yield piece.decode("latin-1")
                del self.waiting[:cut]
            if stop >= 0:
                del self.waiting[: len(end)]
                return
            searched = len(self.waiting)
            if not self._more():
                raise Invalid("not-well-formed", part=self._part)

    def drain(self) -> bytes:
        """Return what is left of the part."""
        while self._more():
            pass
        return bytes(self.waiting)


def _guess(piece: str) -> int:
    """Return a band height for a sheet that goes on as it begins."""
    sample = piece[:_SAMPLE]
    cells = len(re.findall(r"<(?:[\w.-]+:)?c[\s>/]", sample))
    numbers = _NUMBERED.findall(sample)
    rows = int(numbers[-1]) - int(numbers[0]) + 1 if numbers else sample.count("<row")
    return height_for(cells, max(1, min(rows, MAX_ROWS)))


def _merged_rows(found: etree._Element) -> list[tuple[int, etree._Element]]:
    """Return the rows in order; of two with one number, the later one's cells follow."""
    rows: dict[int, etree._Element] = {}
    last = -1
    for child in found.iterchildren(etree.Element):
        if local(child) != "row":
            continue
        last = row_index(child, last)
        first = rows.get(last)
        if first is None:
            rows[last] = child
        else:
            first.extend(list(child))
            for name, value in child.attrib.items():
                first.set(name, value)
        rows[last].set("r", str(last + 1))
    return sorted(rows.items())
