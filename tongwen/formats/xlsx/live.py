"""A live workbook as the exporter reads it: what the entries of all its parts come to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tongwen import ydoc
from tongwen.kinds.sheet.axis import Axis, read_axis
from tongwen.kinds.sheet.blocks import height_of, read_bands, unpack
from tongwen.kinds.sheet.book import sheet_infos
from tongwen.kinds.sheet.contents import LEAVE, Content, read_content
from tongwen.kinds.sheet.lines import MAX_ROWS, Line, Span, whole
from tongwen.kinds.sheet.overlay import (
    Box,
    Put,
    Stamp,
    box_of,
    is_area,
    read_cells,
    read_paints,
    read_puts,
    whole_cols,
    whole_rows,
)
from tongwen.kinds.sheet.parts import BOOK, read_map, sheet_part
from tongwen.kinds.sheet.styles import Styles, plain

Cell = tuple[Line, Line]
MISSING: Any = object()
_MOST_CELLS = 20_000_000  # that overlays may name one by one; a sheet of more is no sheet
_FORMULA = {"f"}
_SIMPLE = frozenset((str, int, bool, type(None)))  # contents that need no reading


@dataclass(frozen=True, slots=True)
class Paint:
    """A patch of styles, or of line properties, on areas."""

    areas: list[tuple[Box, bool, bool]]  # with: whole columns, whole rows
    style: Mapping[str, Any] | None
    line: Mapping[str, Any] | None


@dataclass(slots=True)
class Clear:
    """Cells that were emptied together."""

    rows: dict[str, list[tuple[int, int]]]
    cols: dict[str, list[tuple[int, int]]]

    def covers(self, cell: Cell) -> bool:
        """Whether a cell is among them."""
        return _within(self.rows, cell[0]) and _within(self.cols, cell[1])


@dataclass(slots=True)
class Overlay:
    """What was written over the blocks: the winning content by cell, and what was cleared."""

    cells: dict[Line, dict[Line, Any]] = field(default_factory=dict)
    clears: list[Clear] = field(default_factory=list)

    def get(self, cell: Cell) -> Any:
        """Return the content of a cell, MISSING where the block's holds."""
        found = self.cells.get(cell[0], {}).get(cell[1], MISSING)
        if found is MISSING and any(clear.covers(cell) for clear in self.clears):
            return None
        return found


MapReader = Callable[[str], dict[str, Any]]
"""Reads one map of one part."""


def map_reader(state: bytes | None) -> MapReader:
    """Return what reads the maps of a part from its state; an empty part when there is none.

    Raises:
        Invalid: `update-malformed`.
    """
    if not state:
        return lambda name: {}
    doc = ydoc.load(state)
    return lambda name: read_map(doc, name)


class LiveBook:
    """The `book` part and the axes of all worksheets; answers what templates ask.

    `reader` gives the maps of a part by the name of the part.
    """

    def __init__(self, reader: Callable[[str], MapReader]) -> None:
        self._reader = reader
        self._read = reader(BOOK)
        self.sheets: dict[str, dict[str, Any]] = {}
        for key, value in self._read("sheets").items():
            sid, dot, name = key.rpartition(".")
            if dot:
                self.sheets.setdefault(sid, {})[name] = value
        self.names = self._read("names")
        self.settings = self._read("settings")
        self._axes: dict[str, Axis] = {}

    @cached_property
    def styles(self) -> Styles:
        """The styles of the workbook."""
        entries = self._read("styles")
        return Styles(unpack(entries.pop("base", None)), entries)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The names of the worksheets that there are, by sid and in order; each is unique."""
        return {info.sid: info.name for info in sheet_infos(self._read("sheets"))}

    @cached_property
    def order(self) -> list[str]:
        """The sids of the worksheets that there are, in order."""
        return list(self.titles)

    def sheet_name(self, sid: str) -> str | None:
        """Return the name of a worksheet; None when it is gone."""
        return self.titles.get(sid)

    def sheet_id(self, name: str) -> str | None:
        """Return the sid of a worksheet by name, whatever its case."""
        wanted = name.casefold()
        return next((sid for sid, title in self.titles.items() if title.casefold() == wanted), None)

    def rows(self, sid: str) -> Axis:
        """Return the rows of a worksheet."""
        return self._axis("rows", sid)

    def cols(self, sid: str) -> Axis:
        """Return the columns of a worksheet."""
        return self._axis("cols", sid)

    def _axis(self, name: str, sid: str) -> Axis:
        key = f"{name}:{sid}"
        if key not in self._axes:
            self._axes[key] = read_axis(self._read(key))
        return self._axes[key]

    def sheet(self, sid: str) -> "LiveSheet":
        """Return a worksheet, an empty one when its part was never written."""
        return LiveSheet(self, sid, self._reader(sheet_part(sid)))


class LiveSheet:
    """The part of one worksheet, against the axes of the book."""

    def __init__(self, book: LiveBook, sid: str, read: MapReader) -> None:
        self.book = book
        self.sid = sid
        self._map = read
        self.rows = book.rows(sid)
        self.cols = book.cols(sid)
        base = self._map("base")
        self.height = height_of(base.get("height"))
        self.folded = bool(whole(base.get("t")))
        self.folded_bands = read_bands(base.get("folded"))
        found = unpack(base.get("lines"))
        self.lines: dict[str, list[Any]] = found if isinstance(found, dict) else {}
        self.blocks: dict[str, bytes] = {
            key: bytes(value)
            for key, value in base.items()
            if key not in ("lines", "source") and isinstance(value, bytes | bytearray)
        }
        self.objects: dict[str, dict[str, Any]] = {
            key: value
            for key, value in self._map("objects").items()
            if isinstance(value, dict) and isinstance(value.get("type"), str)
        }
        self.view = self._map("view")

    @cached_property
    def overlay(self) -> Overlay:
        """The contents of `cells` and `puts`, by who wins."""
        entries: list[tuple[Stamp, Put | tuple[Line, Line, Content]]] = [
            (written.stamp, (row, col, written.content))
            for row, columns in read_cells(self._map("cells")).items()
            for col, written in columns.items()
        ]
        entries += [(put.stamp, put) for put in read_puts(self._map("puts"))]
        entries.sort(key=lambda entry: entry[0])
        overlay = Overlay()
        many = 0
        for _, entry in entries:
            if isinstance(entry, Put):
                many += _lay(overlay, entry)
            else:
                overlay.cells.setdefault(entry[0], {})[entry[1]] = plain(entry[2])
            if many > _MOST_CELLS:
                break
        return overlay

    @cached_property
    def paints(self) -> list[Paint]:
        """Patches in the order in which they hold, their areas by present index."""
        return [
            Paint(
                [(box, whole_cols(box), whole_rows(box)) for box in paint.boxes],
                paint.style,
                paint.line,
            )
            for paint in read_paints(self._map("paints"), self.rows, self.cols)
        ]

    def rectangle(self, area: Any) -> Box | None:
        """Return where an area is now; whole columns and rows reach to the end of the sheet."""
        return box_of(area, self.rows, self.cols) if is_area(area) else None

    def place(self, row: Any, col: Any) -> tuple[int, int] | None:
        """Return where a cell given by ids is now; None when it is gone."""
        found = self.rectangle([row, col, row, col])
        return None if found is None else (found[0], found[1])

    @property
    def plain(self) -> bool:
        """Whether every row and column is where it was at import."""
        return self.rows.plain and self.cols.plain


def _lay(overlay: Overlay, put: Put) -> int:
    """Lay a put over what is there; return how many cells it names."""
    if "data" not in put.entry and put.entry.get("v") is None:
        _clear(overlay, Clear(_by_run(put.rows), _by_run(put.cols)))
        return 0
    columns = list(_lines(put.cols))
    many = 0
    for index, row in enumerate(_lines(put.rows)):
        contents = put.row(index, len(columns))
        if contents is None:
            continue
        many += len(contents)
        if many > _MOST_CELLS:
            break
        if _SIMPLE.issuperset(map(type, contents)):
            overlay.cells.setdefault(row, {}).update(zip(columns, contents, strict=False))
        else:
            cells = overlay.cells.setdefault(row, {})
            for col, content in zip(columns, contents, strict=False):
                if type(content) is dict and content.keys() == _FORMULA:
                    cells[col] = read_content(content)
                elif content != LEAVE or not isinstance(content, dict):
                    cells[col] = plain(read_content(content))
    return many


def _lines(spans: Iterable[Span]) -> Iterator[Line]:
    for run, first, count in spans:
        for offset in range(first, first + min(count, MAX_ROWS)):
            yield (run, offset)


def _by_run(spans: Iterable[Span]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for run, first, count in spans:
        found.setdefault(run, []).append((first, first + count))
    return found


def _within(spans: Mapping[str, list[tuple[int, int]]], line: Line) -> bool:
    return any(first <= line[1] < stop for first, stop in spans.get(line[0], ()))


def _clear(overlay: Overlay, clear: Clear) -> None:
    for row, cells in overlay.cells.items():
        if _within(clear.rows, row):
            for col in cells:
                if _within(clear.cols, col):
                    cells[col] = None
    overlay.clears.append(clear)
