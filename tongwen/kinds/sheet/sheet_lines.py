"""Rows and columns of a worksheet: what the file or folding says, then what was painted on them."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, Line, parse_line, whole
from tongwen.kinds.sheet.overlay import Box, Paint, whole_cols, whole_rows
from tongwen.kinds.sheet.stretches import Stretches
from tongwen.kinds.sheet.styles import Style

if TYPE_CHECKING:
    from tongwen.kinds.sheet.sheet import Sheet

Properties = dict[str, Any]


def placed_lines(sheet: "Sheet", axis: str) -> list[tuple[int, int, Properties]]:
    """Return (first, last, properties) by position; `style` is the style itself."""
    lines = sheet.rows if axis == "rows" else sheet.cols
    placed = Stretches(MAX_ROWS if axis == "rows" else MAX_COLS)
    for (run, first), count, properties in sheet.base_lines(axis):
        member = dict(properties)
        if "style" in member:
            member["style"] = sheet.book.styles.get(member["style"])
        for _, many, position in lines.placed((run, first, count)):
            placed.change(position, position + many - 1, lambda _, m=member: m)
    everywhere: Style = {}  # what paints of the whole sheet have said so far
    for paint in sheet.paints:
        for box in paint.boxes if paint.style else ():
            if whole_rows(box) and whole_cols(box):
                everywhere = sheet.book.patched(everywhere, paint.style or {})
            _paint_lines(sheet, placed, axis, paint, box, everywhere)
        for of, box in paint.lines:
            if of == axis:
                placed.change(*_ends(axis, box), partial(_with_properties, paint.line or {}))
    return placed.runs()


def _ends(axis: str, box: Box) -> tuple[int, int]:
    return (box[0], box[2]) if axis == "rows" else (box[1], box[3])


def _paint_lines(
    sheet: "Sheet", placed: Stretches, axis: str, paint: Paint, box: Box, everywhere: Style
) -> None:
    """Paint the style of lines that an area covers as wholes.

    What is painted on the whole sheet is a matter of its columns: only rows that have a style take
    a part of it, and rows that get one later begin with it.
    """
    rows, cols = whole_rows(box), whole_cols(box)
    if not (rows if axis == "rows" else cols):
        return
    start = {} if axis == "cols" else None if cols else everywhere

    def painted(line: Properties) -> Properties:
        if "style" not in line and start is None:
            return line
        style = line.get("style", start or {})
        return {**line, "style": sheet.book.patched(style, paint.style or {})}

    placed.change(*_ends(axis, box), painted)


def _with_properties(patch: Properties, line: Properties) -> Properties:
    result = dict(line)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif key != "style":
            result[key] = value
    return result


def read_lines(listed: Any) -> Iterator[tuple[Line, int, dict[str, Any]]]:
    """Yield (first line, count, properties) of the entries of `base.lines` that are sound."""
    for item in listed if isinstance(listed, list) else ():
        if not isinstance(item, list) or len(item) != 3 or not isinstance(item[2], dict):
            continue
        first = parse_line(item[0]) if isinstance(item[0], str) else ("", whole(item[0]))
        count = whole(item[1])
        if first is not None and first[1] is not None and first[1] >= 0 and count and count > 0:
            yield (first[0], first[1]), count, item[2]
