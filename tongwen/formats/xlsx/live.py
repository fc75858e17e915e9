"""A live workbook as the exporter reads it: what the entries of all its parts come to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tongwen import ydoc
from tongwen.kinds.sheet.axis import Axis, read_axis
from tongwen.kinds.sheet.blocks import height_of, unpack
from tongwen.kinds.sheet.lines import (
    MAX_COLS,
    MAX_ROWS,
    Line,
    Span,
    parse_line,
    parse_spans,
    whole,
)
from tongwen.kinds.sheet.parts import BOOK, read_map, sheet_part
from tongwen.kinds.sheet.styles import Styles, plain

Cell = tuple[Line, Line]
Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column, by index."""

MISSING: Any = object()
_MOST_CELLS = 20_000_000  # that overlays may name one by one; a sheet of more is no sheet


@dataclass(frozen=True, slots=True)
class Paint:
    """A patch of styles, or of line properties, on areas."""

    areas: list[tuple[Rectangle, bool, bool]]  # with: whole columns, whole rows
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
    def order(self) -> list[str]:
        """The sids of the worksheets that there are, in order."""
        alive = [sid for sid, info in self.sheets.items() if not info.get("dead")]
        return sorted(alive, key=lambda sid: (str(self.sheets[sid].get("order", "")), sid))

    @cached_property
    def titles(self) -> dict[str, str]:
        """The names of the worksheets by sid; of equal ones the later get a number."""
        titles: dict[str, str] = {}
        taken: set[str] = set()
        for sid in self.order:
            wish = str(self.sheets[sid].get("name") or sid)
            name, number = wish, 2
            while name.lower() in taken:
                name = f"{wish} ({number})"
                number += 1
            taken.add(name.lower())
            titles[sid] = name
        return titles

    def sheet_name(self, sid: str) -> str | None:
        """Return the name of a worksheet; None when it is gone."""
        return self.titles.get(sid)

    def sheet_id(self, name: str) -> str | None:
        """Return the sid of a worksheet by name, whatever its case."""
        wanted = name.lower()
        return next((sid for sid, title in self.titles.items() if title.lower() == wanted), None)

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
        entries = [*self._single_cells(), *self._puts()]
        entries.sort(key=lambda entry: entry[:2])
        overlay = Overlay()
        many = 0
        for _, _, cells in entries:
            if isinstance(cells, Clear):
                _clear(overlay, cells)
                continue
            for (row, col), content in cells:
                overlay.cells.setdefault(row, {})[col] = content
                many += 1
                if many > _MOST_CELLS:
                    return overlay
        return overlay

    def _single_cells(self) -> Iterator[tuple[int, str, Any]]:
        for key, value in self._map("cells").items():
            row, _, col = key.partition(":")
            lines = parse_line(row), parse_line(col)
            if lines[0] is None or lines[1] is None:
                continue
            if not isinstance(value, list) or len(value) != 2:
                continue
            t = whole(value[0])
            if t is not None:
                yield t, key, [((lines[0], lines[1]), value[1])]

    def _puts(self) -> Iterator[tuple[int, str, Any]]:
        for key, value in self._map("puts").items():
            if not isinstance(value, dict):
                continue
            t = whole(value.get("t"))
            rows, cols = parse_spans(value.get("rows")), parse_spans(value.get("cols"))
            if t is None or rows is None or cols is None:
                continue
            if "data" in value:
                data = unpack(value["data"])
                if isinstance(data, list):
                    yield t, key, _product(rows, cols, data)
            elif value.get("v") is None:
                yield t, key, Clear(_by_run(rows), _by_run(cols))
            else:
                yield t, key, _filled(rows, cols, value["v"])

    @cached_property
    def paints(self) -> list[Paint]:
        """Patches in the order in which they hold, their areas by present index."""
        found = []
        for token, value in self._map("paints").items():
            t = whole(value.get("t")) if isinstance(value, dict) else None
            if t is not None and isinstance(value.get("areas"), list):
                found.append((t, token, value))
        found.sort(key=lambda entry: entry[:2])
        paints = []
        for _, _, value in found:
            areas = [
                (rectangle, area[0] is None, area[1] is None)
                for area in value["areas"]
                if (rectangle := self.rectangle(area)) is not None
            ]
            style, line = value.get("style"), value.get("line")
            paints.append(
                Paint(
                    areas,
                    style if isinstance(style, dict) else None,
                    line if isinstance(line, dict) else None,
                )
            )
        return paints

    def rectangle(self, area: Any) -> Rectangle | None:
        """Return where an area is now; whole columns and rows reach to the end of the sheet."""
        if not isinstance(area, list) or len(area) != 4:
            return None
        rows = _ends(self.rows, area[0], area[2], MAX_ROWS)
        cols = _ends(self.cols, area[1], area[3], MAX_COLS)
        return None if rows is None or cols is None else (rows[0], cols[0], rows[1], cols[1])

    def place(self, row: Any, col: Any) -> tuple[int, int] | None:
        """Return where a cell given by ids is now; None when it is gone."""
        found = self.rectangle([row, col, row, col])
        return None if found is None else (found[0], found[1])

    @property
    def plain(self) -> bool:
        """Whether every row and column is where it was at import."""
        return self.rows.plain and self.cols.plain


def _ends(axis: Axis, first: Any, last: Any, limit: int) -> tuple[int, int] | None:
    if first is None and last is None:
        return (0, limit - 1)
    lines = (
        parse_line(first) if isinstance(first, str) else None,
        parse_line(last) if isinstance(last, str) else None,
    )
    if lines[0] is None or lines[1] is None:
        return None
    found = axis.range(lines[0], lines[1])
    if found is None or found[0] >= limit:
        return None
    return found[0], min(found[1], limit - 1)


def _lines(spans: Iterable[Span]) -> Iterator[Line]:
    for run, first, count in spans:
        for offset in range(first, first + min(count, MAX_ROWS)):
            yield (run, offset)


def _product(rows: list[Span], cols: list[Span], data: list[Any]) -> Iterator[tuple[Cell, Any]]:
    columns = list(_lines(cols))
    for row, contents in zip(_lines(rows), data, strict=False):
        if isinstance(contents, list):
            for col, content in zip(columns, contents, strict=False):
                if content != {}:
                    yield (row, col), plain(content)


def _filled(rows: list[Span], cols: list[Span], content: Any) -> Iterator[tuple[Cell, Any]]:
    columns = list(_lines(cols))
    for row in _lines(rows):
        for col in columns:
            yield (row, col), content


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
