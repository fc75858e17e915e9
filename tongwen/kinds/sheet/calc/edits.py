"""What people changed in a workbook since its file: cells, lines, names, tables, hidden rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongwen.kinds.sheet.blocks import Block, decode_block
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc.dependents import Area
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, Span, parse_line, parse_spans, whole
from tongwen.kinds.sheet.overlay import read_puts
from tongwen.kinds.sheet.parts import BOOK
from tongwen.kinds.sheet.sheet import Sheet

_IMPORTED = "0-"  # how tokens of what came with a file begin


@dataclass
class Edits:
    """Changed cells as areas by position, and what else formulas depend on."""

    areas: list[Area] = field(default_factory=list)
    lines: bool = False
    """Whether lines or worksheets came, went or moved."""
    names: bool = False
    tables: bool = False
    hidden: bool = False
    exact: bool = True
    """Whether removed names and tables are known: without the file's own state they are not."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.areas or self.lines or self.names or self.tables or self.hidden)


def edits(before: Book | None, now: Book) -> Edits:
    """Compare a workbook with what it was; None: with its file, of which it has the blocks."""
    found = Edits(exact=before is not None)
    for info in now.sheets():
        sheet = now.sheet(info.sid)
        old = None if before is None else before.sheet(info.sid)
        found.areas += _cells(sheet, old)
        found.areas += _puts(sheet, old)
        if old is not None:
            found.areas += _blocks(sheet, old)
        for axis in ("rows", "cols"):
            _lines(found, sheet, axis, _changed_lines(now, before, info.sid, axis))
        found.tables = found.tables or _tables_changed(sheet, old)
        found.hidden = found.hidden or _hidden_changed(sheet, old)
    found.lines = found.lines or _sheets_changed(now, before)
    found.names = _names_changed(now, before)
    return found


# -- cells


def _cells(sheet: Sheet, old: Sheet | None) -> Iterator[Area]:
    now = sheet.mirror("cells").entries
    was: Mapping[str, Any] = {} if old is None else old.mirror("cells").entries
    places = set()
    for key in now.keys() | was.keys():
        if now.get(key) == was.get(key):
            continue
        row_id, _, col_id = key.partition(":")
        row, col = parse_line(row_id), parse_line(col_id)
        at = None if row is None else sheet.rows.position(row)
        across = None if col is None else sheet.cols.position(col)
        if at is not None and across is not None and at < MAX_ROWS and across < MAX_COLS:
            places.add((across, at))
    yield from _areas(sheet.sid, places)


def _areas(sid: str, places: set[tuple[int, int]]) -> Iterator[Area]:
    """Join (column, row) places to areas of neighbouring rows."""
    start: tuple[int, int] | None = None
    last = -1
    for col, row in sorted(places):
        if start is not None and (col, row) == (start[0], last + 1):
            last = row
            continue
        if start is not None:
            yield Area(sid, start[1], start[0], last, start[0])
        start, last = (col, row), row
    if start is not None:
        yield Area(sid, start[1], start[0], last, start[0])


def _puts(sheet: Sheet, old: Sheet | None) -> Iterator[Area]:
    now = sheet.mirror("puts").entries
    was: Mapping[str, Any] = {} if old is None else old.mirror("puts").entries
    changed = {
        token: entry
        for entries, others in ((now, was), (was, now))
        for token, entry in entries.items()
        if others.get(token) != entry
    }
    for put in read_puts(changed):
        for left, right in sheet.cols.ranges(put.cols):
            if left < MAX_COLS:
                for top, bottom in sheet.rows.ranges(put.rows):
                    if top < MAX_ROWS:
                        last = min(bottom, MAX_ROWS - 1), min(right, MAX_COLS - 1)
                        yield Area(sheet.sid, top, left, *last)


def _blocks(sheet: Sheet, old: Sheet) -> Iterator[Area]:
    """Compare the blocks that are others: folding wrote what had been written over them."""
    now, was = sheet.mirror("base").entries, old.mirror("base").entries
    places = set()
    for key in now.keys() | was.keys():
        run, _, number = key.rpartition(":")
        if not (number.isascii() and number.isdigit()) or now.get(key) == was.get(key):
            continue
        contents, before = (_contents(decode_block(one.get(key))) for one in (now, was))
        for place in contents.keys() | before.keys():
            if contents.get(place) != before.get(place):
                row, col = sheet.rows.position((run, place[0])), parse_line(str(place[1]))
                across = None if col is None else sheet.cols.position(col)
                if row is not None and across is not None:
                    places.add((across, row))
    yield from _areas(sheet.sid, places)


def _contents(block: Block) -> dict[tuple[int, int | str], Any]:
    """Return the contents of a block by row and column, without what a file said of formulas."""
    found: dict[tuple[int, int | str], Any] = {}
    for row in block.rows:
        for column, raw in zip(row.columns, row.contents, strict=False):
            content = block.formula(raw) if isinstance(raw, list) else raw
            if isinstance(content, dict):
                content.pop("c", None)
            if content is not None:
                found[row.row, column] = content
    return found


# -- lines


def _changed_lines(now: Book, before: Book | None, sid: str, axis: str) -> dict[str, Any]:
    name = f"{axis}:{sid}"
    entries = now.entries.mirror(BOOK, name).entries
    was = {} if before is None else before.entries.mirror(BOOK, name).entries
    return {
        token: entries.get(token, was.get(token))
        for token in entries.keys() | was.keys()
        if entries.get(token) != was.get(token)
    }


def _lines(found: Edits, sheet: Sheet, axis: str, changed: Mapping[str, Any]) -> None:
    """Tell of lines that came, and of those beside lines that went or moved."""
    for token, entry in changed.items():
        if not isinstance(entry, dict):
            continue
        found.lines = True
        count = whole(entry.get("n"))
        if count is not None:
            _whole(found, sheet, axis, [(token, 0, count)])
        for span in parse_spans(entry.get("d", entry.get("m"))) or []:
            _whole(found, sheet, axis, [span])
            _beside(found, sheet, axis, span)


def _whole(found: Edits, sheet: Sheet, axis: str, spans: list[Span]) -> None:
    lines = sheet.rows if axis == "rows" else sheet.cols
    for first, last in lines.ranges(spans):
        _add_lines(found, sheet.sid, axis, first, last)


def _beside(found: Edits, sheet: Sheet, axis: str, span: Span) -> None:
    """Tell of the lines on both sides of where lines were; ranges that held them hold one."""
    run, first, count = span
    lines = sheet.rows if axis == "rows" else sheet.cols
    before = lines.snap((run, first - 1), -1) if first else None
    for at in (before, lines.snap((run, first + count), 1)):
        if at is not None:
            _add_lines(found, sheet.sid, axis, at, at)
    if axis == "rows" and not run:
        everywhere = (0, 0, MAX_ROWS - 1, MAX_COLS - 1)
        found.areas.append(Area(sheet.sid, *everywhere, (first, first + count - 1)))


def _add_lines(found: Edits, sid: str, axis: str, first: int, last: int) -> None:
    limit = MAX_ROWS if axis == "rows" else MAX_COLS
    if first >= limit:
        return
    last = min(last, limit - 1)
    if axis == "rows":
        found.areas.append(Area(sid, first, 0, last, MAX_COLS - 1))
    else:
        found.areas.append(Area(sid, 0, first, MAX_ROWS - 1, last))


# -- all else


def _new(now: Mapping[str, Any], was: Mapping[str, Any] | None) -> list[Any]:
    """Return what is other than it was; without knowing that, what did not come with a file."""
    if was is not None:
        return [
            now.get(key, was.get(key))
            for key in now.keys() | was.keys()
            if now.get(key) != was.get(key)
        ]
    return [
        entry
        for token, entry in now.items()
        if not token.startswith(_IMPORTED) or not isinstance(entry, dict) or entry.get("t") != 0
    ]


def _tables_changed(sheet: Sheet, old: Sheet | None) -> bool:
    was = None if old is None else old.mirror("objects").entries
    changed = _new(sheet.mirror("objects").entries, was)
    return any(isinstance(one, dict) and one.get("type") in ("table", "pivot") for one in changed)


def _hidden_changed(sheet: Sheet, old: Sheet | None) -> bool:
    was = None if old is None else old.mirror("paints").entries
    changed = _new(sheet.mirror("paints").entries, was)
    return any(
        isinstance(one, dict) and isinstance(one.get("line"), dict) and "hidden" in one["line"]
        for one in changed
    )


def _names_changed(now: Book, before: Book | None) -> bool:
    was = None if before is None else before.entries.mirror(BOOK, "names").entries
    return bool(_new(now.entries.mirror(BOOK, "names").entries, was))


def _sheets_changed(now: Book, before: Book | None) -> bool:
    if before is not None:
        return [info.sid for info in now.sheets()] != [info.sid for info in before.sheets()]
    return any(key.endswith(".dead") for key in now.entries.mirror(BOOK, "sheets").entries)
