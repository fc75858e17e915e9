"""A worksheet for programs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from tongwen.kinds.sheet import commands, worksheets
from tongwen.kinds.sheet.calc import Value
from tongwen.kinds.sheet.cells import Range, as_python, read_address
from tongwen.kinds.sheet.charts import Chart, Orientation, Wanted, add_chart, charts_of
from tongwen.kinds.sheet.commands import AxisName
from tongwen.kinds.sheet.comments import Thread
from tongwen.kinds.sheet.contents import Content, is_formula
from tongwen.kinds.sheet.sheet import Sheet

if TYPE_CHECKING:
    from tongwen.kinds.sheet.document import Workbook


class Worksheet:
    """A worksheet of a workbook. Rows and columns are counted from zero, addresses are A1 text."""

    def __init__(self, workbook: "Workbook", sid: str) -> None:
        self.workbook = workbook
        self.sid = sid

    @property
    def model(self) -> Sheet:
        """The shared model of the worksheet."""
        return self.workbook.book.sheet(self.sid)

    def __repr__(self) -> str:
        return f"<Worksheet {self.name!r}>"

    # -- in the book

    @property
    def _info(self) -> Any:
        info = self.workbook.book.info(self.sid)
        if info is None:
            raise KeyError(f"the worksheet {self.sid} is no longer in the workbook")
        return info

    @property
    def name(self) -> str:
        """The name; setting it renames the worksheet, and formulas follow."""
        return str(self._info.name)

    @name.setter
    def name(self, name: str) -> None:
        worksheets.rename_sheet(self.workbook.book, self.sid, name)

    @property
    def state(self) -> str:
        """`visible`, `hidden` or `veryHidden`."""
        return str(self._info.state)

    @state.setter
    def state(self, state: str) -> None:
        worksheets.show_sheet(self.workbook.book, self.sid, state)

    @property
    def color(self) -> Any:
        """The colour of the tab; None: none."""
        return self._info.color

    @color.setter
    def color(self, color: Any) -> None:
        worksheets.color_sheet(self.workbook.book, self.sid, color)

    def move(self, to: int) -> None:
        """Put the worksheet at a place among the others."""
        worksheets.move_sheet(self.workbook.book, self.sid, to)

    # -- cells

    def __getitem__(self, where: str | tuple[int, int]) -> Range:
        """Return the cells of `A1`, `A1:C3`, `A:C`, `2:5`, or of (row, column).

        Raises:
            KeyError: it is no address on a worksheet.
        """
        if isinstance(where, tuple):
            return self.range(*where)
        return Range(self, read_address(where))

    def __setitem__(self, where: str | tuple[int, int], value: Any) -> None:
        cells = self[where]
        if isinstance(value, (list, tuple)) or hasattr(value, "columns"):
            cells.write(value)
        else:
            cells.value = value

    def range(self, row: int, col: int, rows: int = 1, cols: int = 1) -> Range:
        """Return the cells from (row, column) on.

        Raises:
            IndexError: they reach beyond the worksheet.
        """
        box = (row, col, row + rows - 1, col + cols - 1)
        commands.check_box(box)
        return Range(self, box)

    @property
    def used(self) -> Range:
        """The area in which everything lies; one cell when the worksheet is empty."""
        box = self.model.used()
        return Range(self, (0, 0, box[2], box[3]))

    def value_of(self, row: int, col: int, content: Content) -> Any:
        """Return a content as a Python value; of a formula, what was computed last."""
        if is_formula(content):
            known, value = self.workbook.computed(self.sid, row, col)
            return as_python(value) if known else as_python(content)
        return as_python(content)

    def sort_value(self, sheet: Sheet, row: int, col: int) -> Content:
        """Return the computed value of a cell, else what it holds."""
        known, value = self.workbook.computed(self.sid, row, col)
        return value if known else _worth(sheet.content(row, col))

    def computed(self) -> dict[tuple[int, int], Value]:
        """Return what was computed last, by position."""
        return self.workbook.computed_of(self.sid)

    # -- rows and columns

    def insert_rows(self, at: int, count: int = 1) -> None:
        """Insert empty rows before a row."""
        commands.insert_lines(self.model, "rows", at, count)

    def insert_columns(self, at: int, count: int = 1) -> None:
        """Insert empty columns before a column."""
        commands.insert_lines(self.model, "cols", at, count)

    def delete_rows(self, at: int, count: int = 1) -> None:
        """Delete rows."""
        commands.delete_lines(self.model, "rows", [(at, at + count - 1)])

    def delete_columns(self, at: int, count: int = 1) -> None:
        """Delete columns."""
        commands.delete_lines(self.model, "cols", [(at, at + count - 1)])

    def move_rows(self, at: int, count: int, to: int) -> None:
        """Move rows before the one at `to`."""
        commands.move_lines(self.model, "rows", at, at + count - 1, to)

    def move_columns(self, at: int, count: int, to: int) -> None:
        """Move columns before the one at `to`."""
        commands.move_lines(self.model, "cols", at, at + count - 1, to)

    def row(self, at: int) -> dict[str, Any]:
        """Return a row's properties: `size` (points), `hidden` and others."""
        return dict(self.model.line("rows", at))

    def column(self, at: int) -> dict[str, Any]:
        """Return a column's properties: `size` (characters), `hidden` and others."""
        return dict(self.model.line("cols", at))

    def set_rows(self, at: int, count: int = 1, **members: Any) -> None:
        """Set properties of rows, such as `size=20, hidden=True`; None takes one away."""
        self._set_lines("rows", at, count, members)

    def set_columns(self, at: int, count: int = 1, **members: Any) -> None:
        """Set properties of columns, such as `size=12`; None takes one away."""
        self._set_lines("cols", at, count, members)

    def _set_lines(self, axis: AxisName, at: int, count: int, members: dict[str, Any]) -> None:
        if members.get("size") is not None:
            members.setdefault("custom", True)
        commands.set_line(self.model, axis, [(at, at + count - 1)], members)

    def freeze(self, rows: int = 0, columns: int = 0) -> None:
        """Keep the first rows and columns in sight; nothing when both are 0."""
        value = None
        if rows or columns:
            model = self.model
            value = {"row": model.rows.id_at(rows), "col": model.cols.id_at(columns)}
        commands.set_view(self.model, {"freeze": value})

    # -- comments

    @property
    def comments(self) -> list[Thread]:
        """The threads of comments on this worksheet, in the order in which they began."""
        return self.workbook.comments_of(self.sid)

    def comment(self, where: str, text: str, author: str | None = None) -> Thread:
        """Begin a thread at a cell such as `B3`. A commenter may who may not edit.

        `author` is a name; in a live session one's own unless told.

        Raises:
            KeyError: it is no address on a worksheet.
            ValueError: the text is empty or too long.
        """
        box = read_address(where)
        return self.workbook.comment(self.sid, box[0], box[1], text, author)

    # -- objects

    @property
    def merges(self) -> list[str]:
        """The merged areas as A1 text."""
        return [Range(self, box).address for _, box in self.model.merges()]

    def objects(self, kind: str | None = None) -> dict[str, dict[str, Any]]:
        """Return the objects by token, all or of a type, with the README's members."""
        return self.model.objects(kind)

    @property
    def charts(self) -> list[Chart]:
        """The charts on the worksheet: those of the file, and those made since."""
        return charts_of(self)

    def add_chart(
        self,
        kind: str = "column",
        data: str | None = None,
        *,
        series: Sequence[Mapping[str, str]] | None = None,
        title: str | None = None,
        anchor: str | None = None,
        size: tuple[float, float] = (480, 288),
        series_in: Orientation | None = None,
        header: bool | None = None,
        categories: bool | None = None,
        x_title: str | None = None,
        y_title: str | None = None,
        legend: str | None = "right",
        stacked: bool | Literal["percent"] = False,
        smooth: bool = False,
        data_labels: bool = False,
        name: str | None = None,
    ) -> Chart:
        """Put a chart over the cells, as one step; everybody in the session sees it at once.

        `kind` is `column bar line area pie doughnut scatter bubble radar stock`. `data` is an area
        with names and categories (`A1:C10`, `Sales!A1:C10`): whether the series are its columns or
        rows (`series_in`), the first line names (`header`) and the first column categories is seen
        from what it holds, unless told. Of a scatter chart the first column is x; of a bubble chart
        pairs of values and sizes follow. Instead, `series` lists areas: `{"name": "=B1" or a text,
        "values": "B2:B9", "categories": "A2:A9", "sizes": …}`. `anchor` is the cell of the upper
        corner, and `size` pixels, or an area to stand over. The references follow their cells.

        Raises:
            ValueError: there is no such kind, legend or data for it.
            KeyError: an address or a worksheet that is none.
        """
        wanted = Wanted(
            kind, data, series, title, anchor, size, series_in, header, categories,
            x_title, y_title, legend, stacked, smooth, data_labels, name,
        )  # fmt: skip
        return add_chart(self, wanted)


def _worth(content: Content) -> Content:
    value = as_python(content)
    return {"e": value.code} if hasattr(value, "code") else value
