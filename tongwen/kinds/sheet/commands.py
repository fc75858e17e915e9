"""What people and programs do to a worksheet. Each is one step that can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from tongwen.kinds.sheet.blocks import pack
from tongwen.kinds.sheet.contents import LEAVE, Content
from tongwen.kinds.sheet.entries import ABSENT
from tongwen.kinds.sheet.keys import Leaning, key_between
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, Span
from tongwen.kinds.sheet.moving import displaced
from tongwen.kinds.sheet.overlay import Box, IdArea, overlaps
from tongwen.kinds.sheet.parts import BOOK
from tongwen.kinds.sheet.sheet import Sheet
from tongwen.kinds.sheet.sorting import SortKey, ValueOf, sorted_places

AxisName = Literal["rows", "cols"]

FEW = 64  # cells that are written one by one; more go into a put
_PUT_CELLS = 100_000  # of one put


def set_contents(sheet: Sheet, row: int, col: int, contents: Sequence[Sequence[Content]]) -> None:
    """Write contents by rows from a cell on; `LEAVE` (`{}`) leaves a cell as it is.

    Raises:
        IndexError: they reach beyond the last row or column.
    """
    width = max(map(len, contents), default=0)
    if not width:
        return
    check_box((row, col, row + len(contents) - 1, col + width - 1))
    with sheet.book.entries.step():
        if len(contents) * width <= FEW:
            t = sheet.book.entries.time(sheet.part)
            for down, line in enumerate(contents):
                for right, content in enumerate(line):
                    if content is None or content != LEAVE:
                        _set_cell(sheet, row + down, col + right, content, t)
            return
        height = max(1, _PUT_CELLS // width)
        for first in range(0, len(contents), height):
            some = [_filled(line, width) for line in contents[first : first + height]]
            at = row + first
            _put(sheet, (at, col, at + len(some) - 1, col + width - 1), {"data": pack(some)})


def _filled(line: Sequence[Content], width: int) -> list[Content]:
    return [*line, *([LEAVE] * (width - len(line)))]


def set_cells(sheet: Sheet, cells: Iterable[tuple[int, int, Content]]) -> None:
    """Write single cells: (row, column, content)."""
    listed = list(cells)
    with sheet.book.entries.step():
        t = sheet.book.entries.time(sheet.part)
        if len(listed) <= FEW:
            for row, col, content in listed:
                _set_cell(sheet, row, col, content, t)
            return
        by_row: dict[int, dict[int, Content]] = {}
        for row, col, content in listed:
            by_row.setdefault(row, {})[col] = content
        by_cols: dict[tuple[int, ...], list[int]] = {}
        for row in sorted(by_row):
            by_cols.setdefault(tuple(sorted(by_row[row])), []).append(row)
        for cols, rows in by_cols.items():
            data = pack([[by_row[row][col] for col in cols] for row in rows])
            lines = (_spans(sheet, "rows", rows), _spans(sheet, "cols", cols))
            _put_lines(sheet, *lines, {"data": data})


def _spans(sheet: Sheet, axis: AxisName, positions: Sequence[int]) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for at in range(1, len(positions) + 1):
        if at == len(positions) or positions[at] != positions[at - 1] + 1:
            lines = sheet.book.axis(sheet.sid, axis)
            spans += lines.spans(positions[start], positions[at - 1])
            start = at
    return spans


def _set_cell(sheet: Sheet, row: int, col: int, content: Content, t: int) -> None:
    key = f"{sheet.rows.id_at(row)}:{sheet.cols.id_at(col)}"
    sheet.book.entries.set(sheet.part, "cells", key, [t, content])


def _put(sheet: Sheet, box: Box, said: dict[str, Any]) -> None:
    rows, cols = sheet.rows.spans(box[0], box[2]), sheet.cols.spans(box[1], box[3])
    _put_lines(sheet, rows, cols, said)


def _put_lines(sheet: Sheet, rows: list[Span], cols: list[Span], said: dict[str, Any]) -> None:
    entries = sheet.book.entries
    entry = {
        "t": entries.time(sheet.part),
        "rows": [list(span) for span in rows],
        "cols": [list(span) for span in cols],
        **said,
    }
    entries.set(sheet.part, "puts", entries.token(), entry)


def check_box(box: Box) -> None:
    """Check that an area is on the sheet.

    Raises:
        IndexError: it reaches beyond the first or last row or column.
    """
    if not (0 <= box[0] <= box[2] < MAX_ROWS and 0 <= box[1] <= box[3] < MAX_COLS):
        raise IndexError(f"a worksheet has {MAX_ROWS} rows and {MAX_COLS} columns")


def clear_contents(sheet: Sheet, boxes: Iterable[Box]) -> None:
    """Empty the cells of areas."""
    with sheet.book.entries.step():
        for box in boxes:
            check_box(box)
            used = sheet.used()
            if not overlaps(box, used):
                continue
            rows = (max(box[0], used[0]), min(box[2], used[2]))
            cols = (max(box[1], used[1]), min(box[3], used[3]))
            _put(sheet, (rows[0], cols[0], rows[1], cols[1]), {"v": None})


# -- styles and lines


def set_style(sheet: Sheet, boxes: Iterable[Box], patch: Mapping[str, Any]) -> None:
    """Paint areas: members of `patch` are set, null ones removed, `*` replaces by a style id."""
    _paint(sheet, boxes, {"style": dict(patch)})


def clear_styles(sheet: Sheet, boxes: Iterable[Box]) -> None:
    """Give areas the default style."""
    entries = sheet.book.entries
    with entries.step():
        _paint(sheet, boxes, {"style": {"*": sheet.book.put_style({})}})


def set_line(
    sheet: Sheet, axis: AxisName, ranges: Iterable[tuple[int, int]], patch: Mapping[str, Any]
) -> None:
    """Set properties of lines (`size`, `hidden`, `level` …); null removes one."""
    lines = sheet.book.axis(sheet.sid, axis)
    areas: list[IdArea] = []
    for first, last in ranges:
        _check_lines(first, last, MAX_ROWS if axis == "rows" else MAX_COLS)
        ends = lines.id_at(first), lines.id_at(last)
        areas.append([*_both(axis, ends[0]), *_both(axis, ends[1])])
    _put_paint(sheet, areas, {"line": dict(patch)})


def _both(axis: AxisName, identity: str) -> tuple[str | None, str | None]:
    return (identity, None) if axis == "rows" else (None, identity)


def _paint(sheet: Sheet, boxes: Iterable[Box], said: dict[str, Any]) -> None:
    listed = list(boxes)
    for box in listed:
        check_box(box)
    _put_paint(sheet, [sheet.area(box) for box in listed], said)


def _put_paint(sheet: Sheet, areas: list[IdArea], said: dict[str, Any]) -> None:
    entries = sheet.book.entries
    if areas:
        entry = {"t": entries.time(sheet.part), "areas": areas, **said}
        entries.set(sheet.part, "paints", entries.token(), entry)


# -- lines


def insert_lines(
    sheet: Sheet, axis: AxisName, at: int, count: int, leaning: Leaning = "middle"
) -> None:
    """Insert empty lines before a position.

    Raises:
        IndexError: there is no such position.
        ValueError: `count` is less than 1 or more than the sheet has.
    """
    limit = MAX_ROWS if axis == "rows" else MAX_COLS
    _check_lines(at, at, limit)
    if not 1 <= count <= limit:
        raise ValueError(f"cannot insert {count} lines")
    entries = sheet.book.entries
    with entries.step():
        token = entries.token()
        key = key_between(*sheet.book.axis(sheet.sid, axis).neighbours(at), token, leaning)
        entries.set(BOOK, f"{axis}:{sheet.sid}", token, {"n": count, "k": key})


def _check_lines(first: int, last: int, limit: int) -> None:
    if not 0 <= first <= last < limit:
        raise IndexError(f"there are no lines {first} to {last}")


def delete_lines(sheet: Sheet, axis: AxisName, ranges: Iterable[tuple[int, int]]) -> None:
    """Delete lines first..last of each range.

    Raises:
        IndexError: there are no such lines.
    """
    limit = MAX_ROWS if axis == "rows" else MAX_COLS
    lines = sheet.book.axis(sheet.sid, axis)
    spans: list[Span] = []
    for first, last in ranges:
        _check_lines(first, last, limit)
        spans += lines.spans(first, last)
    entries = sheet.book.entries
    if spans:
        entry = {"d": [list(span) for span in spans]}
        entries.set(BOOK, f"{axis}:{sheet.sid}", entries.token(), entry)


def move_lines(sheet: Sheet, axis: AxisName, first: int, last: int, to: int) -> None:
    """Move lines first..last before the one that is at `to`.

    Raises:
        IndexError: there are no such lines.
    """
    limit = MAX_ROWS if axis == "rows" else MAX_COLS
    _check_lines(first, last, limit)
    _check_lines(to, to, limit)
    if first <= to <= last + 1:
        return
    entries = sheet.book.entries
    with entries.step():
        lines, token = sheet.book.axis(sheet.sid, axis), entries.token()
        entry = {
            "m": [list(span) for span in lines.spans(first, last)],
            "k": key_between(*lines.neighbours(to), token),
            "t": entries.time(BOOK),
        }
        entries.set(BOOK, f"{axis}:{sheet.sid}", token, entry)


def sort_range(
    sheet: Sheet,
    box: Box,
    keys: Sequence[SortKey],
    value_of: ValueOf | None = None,
) -> None:
    """Sort the rows of an area by columns: numbers, text, truth values, errors, then empty ones.

    The cells' contents change places; references in formulas without `$` move along. `value_of`
    lends computed values; without it a formula counts as what the file said.
    """
    check_box(box)
    rows: dict[int, dict[int, Content]] = {
        row: {col: cell.content for col, cell in cells.items()} for row, cells in sheet.read(box)
    }
    places = sorted_places(sheet, box, rows, keys, value_of)
    contents: list[list[Content]] = []
    for at, row in enumerate(places):
        down = box[0] + at - row
        found = rows.get(row, {})
        contents.append(
            [
                displaced(found.get(col), sheet.sid, sheet.book, down, 0) if down else LEAVE
                for col in range(box[1], box[3] + 1)
            ]
        )
    if any(line[0] != LEAVE or line[0] is None for line in contents):
        set_contents(sheet, box[0], box[1], contents)


# -- objects


def put_object(sheet: Sheet, entry: Mapping[str, Any], token: str | None = None) -> str:
    """Put an object, or replace the one of that token; return the token."""
    entries = sheet.book.entries
    with entries.step():
        token = token or entries.token()
        timed = {**entry, "t": entries.time(sheet.part)}
        entries.set(sheet.part, "objects", token, timed)
    return token


def remove_object(sheet: Sheet, token: str) -> None:
    """Take an object away.

    Raises:
        KeyError: there is none of that token.
    """
    if token not in sheet.mirror("objects").entries:
        raise KeyError(f"there is no object {token!r}")
    sheet.book.entries.set(sheet.part, "objects", token, ABSENT)


def merge(sheet: Sheet, box: Box, how: Literal["all", "rows", "cols"] = "all") -> None:
    """Merge an area, or each of its rows or columns; of its contents the first stays."""
    check_box(box)
    if how == "rows":
        boxes = [(row, box[1], row, box[3]) for row in range(box[0], box[2] + 1)]
    elif how == "cols":
        boxes = [(box[0], col, box[2], col) for col in range(box[1], box[3] + 1)]
    else:
        boxes = [box]
    with sheet.book.entries.step():
        unmerge(sheet, [box])
        for each in boxes:
            _keep_first(sheet, each)
            put_object(sheet, {"type": "merge", "area": sheet.area(each)})


def _keep_first(sheet: Sheet, box: Box) -> None:
    held = [
        (row, col, cell.content)
        for row, cells in sheet.read(box)
        for col, cell in cells.items()
        if cell.content is not None
    ]
    if not held:
        return
    row, col, content = held[0]
    set_cells(sheet, [(row, col, None) for row, col, _ in held if (row, col) != box[:2]])
    if (row, col) != box[:2]:
        set_cells(sheet, [(*box[:2], content)])


def unmerge(sheet: Sheet, boxes: Iterable[Box]) -> None:
    """Take away the merges that touch areas."""
    with sheet.book.entries.step():
        for box in list(boxes):
            for token, merged in sheet.merges():
                if overlaps(box, merged):
                    remove_object(sheet, token)


def set_view(sheet: Sheet, values: Mapping[str, Any]) -> None:
    """Set freeze, grid lines, zoom …; null removes one."""
    with sheet.book.entries.step():
        for name, value in values.items():
            absent = value is None
            sheet.book.entries.set(sheet.part, "view", name, ABSENT if absent else value)
