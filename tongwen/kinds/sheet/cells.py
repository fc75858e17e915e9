"""An area of a worksheet for programs: values, formulas and styles in and out."""

import re
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from tongwen.kinds.sheet import commands
from tongwen.kinds.sheet.contents import Content, is_formula, plain_value
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, column_name
from tongwen.kinds.sheet.moving import displaced
from tongwen.kinds.sheet.overlay import Box
from tongwen.kinds.sheet.sorting import SortKey
from tongwen.kinds.sheet.styles import Style
from tongwen.kinds.sheet.table_columns import with_column_keys, with_column_names
from tongwen.kinds.sheet.templates import corners
from tongwen.kinds.sheet.values import (
    CellError,
    column_names,
    format_of,
    frame_rows,
    is_date_format,
    is_frame,
    moment,
    to_content,
)

if TYPE_CHECKING:
    from tongwen.kinds.sheet.worksheet import Worksheet

_ADDRESS = re.compile(r"[$A-Za-z0-9]{1,12}(?::[$A-Za-z0-9]{1,12})?")


def read_address(text: str) -> Box:
    """Return the area of `B2`, `B2:C5`, `B:C` or `2:5`, by position.

    Raises:
        KeyError: it is no address on a worksheet.
    """
    found = corners(text.strip()) if _ADDRESS.fullmatch(text.strip()) else None
    if not found or (len(found) == 1 and (found[0].row is None or found[0].col is None)):
        raise KeyError(f"{text!r} is no address such as A1, A1:C3, A:C or 2:5")
    rows = [corner.row for corner in found if corner.row is not None]
    cols = [corner.col for corner in found if corner.col is not None]
    if len(rows) not in (0, len(found)) or len(cols) not in (0, len(found)):
        raise KeyError(f"{text!r} is no address such as A1, A1:C3, A:C or 2:5")
    return (
        min(rows, default=0),
        min(cols, default=0),
        max(rows, default=MAX_ROWS - 1),
        max(cols, default=MAX_COLS - 1),
    )


class Range:
    """Cells of a worksheet. Whole rows and columns are read as far as there is anything."""

    def __init__(self, sheet: "Worksheet", box: Box) -> None:
        self.sheet = sheet
        self.box = box

    @property
    def address(self) -> str:
        """The area as A1 text."""
        top, left, bottom, right = self.box
        first = f"{column_name(left)}{top + 1}"
        last = f"{column_name(right)}{bottom + 1}"
        return first if first == last else f"{first}:{last}"

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns are read."""
        box = self._within()
        return (box[2] - box[0] + 1, box[3] - box[1] + 1)

    def _within(self) -> Box:
        """The area without the endless ends of whole rows and columns."""
        top, left, bottom, right = self.box
        if bottom == MAX_ROWS - 1 or right == MAX_COLS - 1:
            used = self.sheet.model.used()
            bottom = max(top, used[2]) if bottom == MAX_ROWS - 1 else bottom
            right = max(left, used[3]) if right == MAX_COLS - 1 else right
        return (top, left, bottom, right)

    # -- contents

    @property
    def contents(self) -> list[list[Content]]:
        """What the cells hold, as the README's contents; formulas as templates."""
        box = self._within()
        width = box[3] - box[1] + 1
        grid: list[list[Content]] = [[None] * width for _ in range(box[2] - box[0] + 1)]
        for row, cells in self.sheet.model.read(box):
            line = grid[row - box[0]]
            for col, cell in cells.items():
                line[col - box[1]] = cell.content
        return grid

    @contents.setter
    def contents(self, rows: Sequence[Sequence[Content]]) -> None:
        self._check_shape(rows)
        commands.set_contents(self.sheet.model, self.box[0], self.box[1], rows)

    @property
    def values(self) -> list[list[Any]]:
        """The values by rows: numbers, text, truth values, None, dates, `CellError`.

        A formula's value is that of the last `recalculate`, else what the file said.
        """
        box = self._within()
        width = box[3] - box[1] + 1
        grid: list[list[Any]] = [[None] * width for _ in range(box[2] - box[0] + 1)]
        model, looks = self.sheet.model, self.sheet.model.looks
        date1904 = self.sheet.workbook.date1904
        for row, cells in model.read(box):
            line = grid[row - box[0]]
            for col, cell in cells.items():
                value = cell.content
                if isinstance(value, dict):
                    value = self.sheet.value_of(row, col, value)
                if type(value) in (int, float):
                    style = looks.style(row, col, cell.style)
                    if is_date_format(style.get("numberFormat")):
                        when = moment(value, date1904)
                        value = value if when is None else when
                line[col - box[1]] = value
        self._add_spilled(box, grid)
        return grid

    @values.setter
    def values(self, rows: Any) -> None:
        self.write(rows)

    def _add_spilled(self, box: Box, grid: list[list[Any]]) -> None:
        """Show what formulas spilled into cells that hold nothing."""
        for (row, col), value in self.sheet.computed().items():
            if box[0] <= row <= box[2] and box[1] <= col <= box[3]:
                line = grid[row - box[0]]
                if line[col - box[1]] is None:
                    line[col - box[1]] = as_python(value)

    @property
    def value(self) -> Any:
        """The value of the first cell."""
        top, left = self.box[:2]
        return Range(self.sheet, (top, left, top, left)).values[0][0]

    @value.setter
    def value(self, value: Any) -> None:
        box = self._within()
        row = [value] * (box[3] - box[1] + 1)
        self.write([row] * (box[2] - box[0] + 1))

    def write(self, rows: Any, header: bool = True, index: bool = False) -> "Range":
        """Write rows of Python values, or a frame of pandas or polars, from the first cell on.

        Text that begins with `=` is a formula. Dates bring a number format where the cell has none
        of dates. `header` and `index` say what of a frame is written. Returns the written area.

        Raises:
            TypeError, ValueError: a cell cannot hold a value.
            IndexError: it reaches beyond the last row or column.
        """
        if is_frame(rows):
            rows = frame_rows(rows, header, index)
        else:
            self._check_shape(rows)
        top, left = self.box[:2]
        with self.sheet.workbook.step():
            contents = [[self._content(value) for value in row] for row in rows]
            commands.set_contents(self.sheet.model, top, left, contents)
            self._format_dates(rows)
        width = max((len(row) for row in rows), default=1)
        return Range(self.sheet, (top, left, top + max(len(rows), 1) - 1, left + max(width, 1) - 1))

    def _check_shape(self, rows: Sequence[Sequence[Any]]) -> None:
        top, left, bottom, right = self.box
        if (top, left) == (bottom, right):
            return
        height, width = bottom - top + 1, right - left + 1
        fits = len(rows) == height or bottom == MAX_ROWS - 1
        if not fits or any(len(row) != width and right != MAX_COLS - 1 for row in rows):
            raise ValueError(f"{self.address} takes {height} rows of {width} values")

    def _content(self, value: Any) -> Content:
        if isinstance(value, str) and value.startswith("=") and len(value) > 1:
            return {"f": self._template(value[1:])}
        return to_content(value, self.sheet.workbook.date1904)

    def _template(self, text: str) -> str:
        """Return the template of a formula as somebody writes it; `[@Name]`: of the first cell."""
        book, sid = self.sheet.workbook.book, self.sheet.sid
        return book.encode(with_column_keys(text, book, sid, self.box[:2]), sid)

    def _format_dates(self, rows: Sequence[Sequence[Any]]) -> None:
        """Paint the number formats that dates ask for, a column's neighbours at once."""
        model, (top, left) = self.sheet.model, self.box[:2]
        wanted: dict[str, dict[int, list[int]]] = {}
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                code = format_of(value)
                if code is not None:
                    wanted.setdefault(code, {}).setdefault(left + right, []).append(top + down)
        if not wanted:
            return
        for code, cols in wanted.items():
            boxes = []
            for col, lines in cols.items():
                styles = model.styles_of((lines[0], col, lines[-1], col))
                plain = [
                    at for at in lines if not is_date_format(styles(at, col).get("numberFormat"))
                ]
                boxes += [(a, col, b, col) for a, b in stretches(plain)]
            commands.set_style(model, boxes, {"numberFormat": code})

    @property
    def formulas(self) -> list[list[str | None]]:
        """The formulas by rows, with `=`; None for cells without."""
        book, sid, (top, left) = self.sheet.workbook.book, self.sheet.sid, self.box[:2]

        def text(item: Content, row: int, col: int) -> str | None:
            if not is_formula(item):
                return None
            return "=" + with_column_names(book.render(item["f"], sid), book, sid, (row, col))

        return [
            [text(item, top + down, left + right) for right, item in enumerate(row)]
            for down, row in enumerate(self.contents)
        ]

    @property
    def formula(self) -> str | None:
        """The formula of the first cell, with `=`; setting it fills all cells as copying does."""
        text = self.sheet.model.formula(*self.box[:2])
        return None if text is None else f"={text}"

    @formula.setter
    def formula(self, text: str) -> None:
        box, book = self._within(), self.sheet.workbook.book
        first = {"f": self._template(text.removeprefix("="))}
        rows = [
            [
                displaced(first, self.sheet.sid, book, down, right) if down or right else first
                for right in range(box[3] - box[1] + 1)
            ]
            for down in range(box[2] - box[0] + 1)
        ]
        commands.set_contents(self.sheet.model, box[0], box[1], rows)

    def clear(self) -> None:
        """Empty the cells."""
        commands.clear_contents(self.sheet.model, [self.box])

    # -- looks

    @property
    def style(self) -> Style:
        """The style of the first cell, members as in the README."""
        return dict(self.sheet.model.style(*self.box[:2]))

    def set_style(self, **members: Any) -> None:
        """Set members of the style of all cells, such as `bold=True, fill="FFEE00"`.

        None takes a member away.
        """
        commands.set_style(self.sheet.model, [self.box], members)

    @property
    def number_format(self) -> str:
        """The number format of the first cell; setting it sets that of all."""
        return str(self.style.get("numberFormat", "General"))

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.set_style(numberFormat=code)

    def clear_style(self) -> None:
        """Give the cells the default style."""
        commands.clear_styles(self.sheet.model, [self.box])

    def merge(self, how: Literal["all", "rows", "cols"] = "all") -> None:
        """Merge the cells; of their contents the first stays."""
        commands.merge(self.sheet.model, self.box, how)

    def unmerge(self) -> None:
        """Take away the merges that touch the cells."""
        commands.unmerge(self.sheet.model, [self.box])

    def sort(self, *columns: str, descending: bool = False, header: bool = False) -> None:
        """Sort the rows by columns, given by their letters; by the first unless told.

        Raises:
            KeyError: a column is none.
        """
        box = self._within()
        keys = [SortKey(read_address(f"{name}1")[1], descending) for name in columns]
        top = box[0] + 1 if header else box[0]
        if top < box[2]:
            area = (top, box[1], box[2], box[3])
            value_of = self.sheet.sort_value
            commands.sort_range(
                self.sheet.model, area, keys or [SortKey(box[1], descending)], value_of
            )

    # -- frames

    def to_pandas(self, header: bool = True) -> Any:
        """Return the values as a pandas frame; with `header` the first row names the columns.

        Raises:
            ImportError: pandas is not installed.
        """
        names, rows = self._table(header)
        return import_module("pandas").DataFrame(rows, columns=names)

    def to_polars(self, header: bool = True) -> Any:
        """Return the values as a polars frame; with `header` the first row names the columns.

        Raises:
            ImportError: polars is not installed.
        """
        polars = import_module("polars")
        names, rows = self._table(header)
        columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
        return polars.DataFrame(
            {name: polars.Series(name, column, strict=False) for name, column in columns.items()}
        )

    def _table(self, header: bool) -> tuple[list[str], list[list[Any]]]:
        rows = [[_for_frame(value) for value in row] for row in self.values]
        if not header:
            return column_names([None] * (len(rows[0]) if rows else 0)), rows
        return column_names(rows[0] if rows else []), rows[1:]


def _for_frame(value: Any) -> Any:
    return None if isinstance(value, CellError) else value


def as_python(content: Content) -> Any:
    """Return a content that is no formula as a Python value."""
    value = plain_value(content)
    return CellError(str(value["e"])) if isinstance(value, dict) and "e" in value else value


def stretches(positions: Sequence[int]) -> list[tuple[int, int]]:
    """Gather ascending positions into (first, last)."""
    found: list[tuple[int, int]] = []
    for at in positions:
        if found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found
