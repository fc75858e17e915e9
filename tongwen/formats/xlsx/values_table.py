"""A live worksheet as rows of values with their styles: what CSV, HTML and previews write."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongwen.core.errors import NotFound
from tongwen.formats.xlsx.block_cells import BlockCells
from tongwen.formats.xlsx.live import LiveBook, LiveSheet, map_reader
from tongwen.formats.xlsx.live_lines import Lines
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS
from tongwen.kinds.sheet.styles import Style, patched

Values = Mapping[tuple[int, int], Any]
Cell = tuple[Any, Style]
EMPTY: Cell = (None, {})


def open_sheet(parts: Mapping[str, bytes], sid: str | None) -> LiveSheet:
    """Return a worksheet of a live workbook, the first shown one without `sid`.

    Raises:
        NotFound: `no-such-sheet`.
    """
    book = LiveBook(lambda part: map_reader(parts.get(part)))
    if sid is None:
        sid = next(
            (one for one in book.order if book.sheets[one].get("state", "visible") == "visible"),
            None,
        )
    if sid is None or sid not in book.order:
        raise NotFound("no-such-sheet", sheet=sid or "")
    return book.sheet(sid)


def cells(sheet: LiveSheet, values: Values | None = None) -> dict[int, dict[int, Cell]]:
    """Return what is shown, by row and column index: values (formulas' results) and styles."""
    found: dict[int, dict[int, Cell]] = {}
    looks = _Looks(sheet)
    for (row, col), content, style in _contents(sheet):
        at, across = sheet.rows.position(row), sheet.cols.position(col)
        if at is None or across is None or at >= MAX_ROWS or across >= MAX_COLS:
            continue
        value = content.get("c") if isinstance(content, dict) and "f" in content else content
        if values and (at, across) in values:
            value = values[at, across]
        found.setdefault(at, {})[across] = (value, looks.style(at, across, style))
    for (at, across), value in (values or {}).items():
        known = found.get(at, {}).get(across)
        if value is not None and (known is None or known[0] is None):
            style = known[1] if known else looks.style(at, across, None)
            found.setdefault(at, {})[across] = (value, style)
    return found


def shown_rows(sheet: LiveSheet, values: Values | None = None) -> Iterator[list[Cell]]:
    """Yield the rows from the first to the last with a value, each as long as the longest."""
    found = {
        row: {col: cell for col, cell in columns.items() if cell[0] is not None}
        for row, columns in cells(sheet, values).items()
    }
    width = 1 + max((max(columns) for columns in found.values() if columns), default=-1)
    last = max((row for row, columns in found.items() if columns), default=-1)
    for row in range(last + 1):
        columns = found.get(row, {})
        yield [columns.get(col, EMPTY) for col in range(width)]


def _contents(sheet: LiveSheet) -> Iterator[tuple[Any, Any, Any]]:
    """Yield each cell that is listed, with its content and the style id that its block gives it."""
    overlay = sheet.overlay
    base = BlockCells(sheet.blocks, sheet.height)
    for (row, col), content, style in base.all():
        written = overlay.cells.get(row)
        if written is not None and col in written:
            continue
        if overlay.clears and any(clear.covers((row, col)) for clear in overlay.clears):
            content = None
        yield (row, col), content, style
    for row, columns in overlay.cells.items():
        for col, content in columns.items():
            listed = base.get((row, col))
            yield (row, col), content, None if listed is None else listed[1]


class _Looks:
    """Resolves styles, each combination once."""

    def __init__(self, sheet: LiveSheet) -> None:
        self._sheet = sheet
        self._styles = sheet.book.styles
        self._lines = Lines(sheet)
        self._paints = [paint for paint in sheet.paints if paint.style is not None]
        self._known: dict[Any, Style] = {}

    def style(self, row: int, col: int, listed: Any) -> Style:
        base = self._lines.own_style(row, col) if listed is None else listed
        paints = tuple(
            number
            for number, paint in enumerate(self._paints)
            if any(a <= row <= c and b <= col <= d for (a, b, c, d), _, _ in paint.areas)
        )
        key = (base, paints)
        if key not in self._known:
            style: Style = dict(self._styles.get(base))
            for number in paints:
                style = patched(style, self._paints[number].style or {}, self._styles)
            self._known[key] = style
        return self._known[key]
