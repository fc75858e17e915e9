"""Properties of the rows and columns of a live worksheet by index: sizes, hiding, style."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from tongwen.formats.xlsx.live import LiveSheet, Paint
from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS
from tongwen.kinds.sheet.sheet_lines import read_lines
from tongwen.kinds.sheet.styles import Style, patched

Properties = dict[str, Any]
_FAR = 1_000  # rows beyond what is used that a property of all further rows is written for


class Lines:
    """What rows and columns are like now: those of the base, then the paints on whole lines."""

    def __init__(self, live: LiveSheet) -> None:
        self._live = live
        self._styles = live.book.styles

    @cached_property
    def rows(self) -> dict[int, Properties]:
        """Rows that have properties, by index; `style` is an id, or a style when it was painted."""
        return self._table("rows", self._live.rows, self._last_row)

    @cached_property
    def cols(self) -> dict[int, Properties]:
        """Columns that have properties, by index."""
        return self._table("cols", self._live.cols, MAX_COLS - 1)

    @cached_property
    def every_row(self) -> Properties:
        """Properties that were given to all rows at once."""
        found: Properties = {}
        for paint in self._live.paints:
            for (top, _, bottom, _), _, whole_rows in paint.areas:
                if paint.line and whole_rows and top == 0 and bottom >= MAX_ROWS - 1:
                    _patch(found, paint.line)
        return found

    def own_style(self, row: int, col: int) -> Any:
        """Return the style id of a cell that no block lists, before paints."""
        for table, at in ((self._own_rows, row), (self._own_cols, col)):
            style = table.get(at, {}).get("style")
            if style is not None:
                return style
        return 0

    def painted_style(self, row: int, col: int) -> Any:
        """Return the style, or its id, that a cell shows when the file does not list it."""
        for table, at in ((self.rows, row), (self.cols, col)):
            style = table.get(at, {}).get("style")
            if style is not None:
                return style
        return 0

    def styled_rows(self) -> list[int]:
        """Return the rows that have a style."""
        return [at for at, found in self.rows.items() if found.get("style") is not None]

    def styled_cols(self) -> list[int]:
        """Return the columns that have a style."""
        return [at for at, found in self.cols.items() if found.get("style") is not None]

    # -- how they come about -------------------------------------------------------------------

    @cached_property
    def _own_rows(self) -> dict[int, Properties]:
        return dict(placed(self._live.lines.get("rows"), self._live.rows))

    @cached_property
    def _own_cols(self) -> dict[int, Properties]:
        return dict(placed(self._live.lines.get("cols"), self._live.cols))

    @cached_property
    def _last_row(self) -> int:
        """The last row for which a property of all further rows is written."""
        height = self._live.height
        last = 0
        for key in self._live.blocks:
            run, _, band = key.rpartition(":")
            if not run and band.isdigit():
                last = max(last, (int(band) + 1) * height)
        for row in self._live.overlay.cells:
            last = max(last, self._live.rows.position(row) or 0)
        return min(last + _FAR, MAX_ROWS - 1)

    def _table(self, name: str, axis: Axis, last: int) -> dict[int, Properties]:
        own = self._own_rows if name == "rows" else self._own_cols
        table = {at: dict(found) for at, found in own.items()}
        for paint in self._live.paints:
            for first, stop in _reach(paint, name):
                if name == "rows" and first == 0 and stop >= MAX_ROWS - 1 and not paint.style:
                    stop = max(table, default=0)  # the sheet's own default says the rest
                for at in range(first, min(stop, last) + 1):
                    self._apply(table.setdefault(at, {}), paint)
        return {at: found for at, found in table.items() if found}

    def _apply(self, found: Properties, paint: Paint) -> None:
        if paint.line:
            _patch(found, paint.line)
        if paint.style is not None:
            style = found.get("style")
            resolved: Style = style if isinstance(style, dict) else dict(self._styles.get(style))
            found["style"] = patched(resolved, paint.style, self._styles)


def _patch(found: Properties, patch: Mapping[str, Any]) -> None:
    for key, value in patch.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = value


def _reach(paint: Paint, name: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of an axis that a paint is on as wholes."""
    for (top, left, bottom, right), whole_columns, whole_rows in paint.areas:
        if name == "rows" and whole_rows and not whole_columns:
            yield top, bottom
        elif name == "cols" and whole_columns:
            yield left, right


def placed(runs: Any, axis: Axis) -> Iterator[tuple[int, Properties]]:
    """Yield the lines of `[[first, count, {…}] …]` where they are now."""
    for (run, first), count, properties in read_lines(runs):
        if count > MAX_ROWS:
            continue
        for _, many, position in axis.placed((run, first, count)):
            for at in range(position, position + many):
                yield at, dict(properties)
