"""One worksheet part: its rows, and around them what differs from the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.cell_writer import KEEP, CellWriter, Change, Texts
from tongwen.formats.xlsx.changes import SheetChanges
from tongwen.formats.xlsx.chart_cells import ChartCells
from tongwen.formats.xlsx.drawing_writer import DrawingWriter
from tongwen.formats.xlsx.font_writer import color_attributes
from tongwen.formats.xlsx.fonts import read_color
from tongwen.formats.xlsx.formulas import column_letters
from tongwen.formats.xlsx.line_writer import (
    changed_rows,
    outline_levels,
    write_columns,
    write_default_height,
)
from tongwen.formats.xlsx.live import LiveBook, LiveSheet
from tongwen.formats.xlsx.live_lines import Lines, placed
from tongwen.formats.xlsx.measure import area
from tongwen.formats.xlsx.metadata_writer import DynamicArrays
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.note_writer import NoteWriter
from tongwen.formats.xlsx.object_writer import ObjectWriter
from tongwen.formats.xlsx.related_shift import shift_related
from tongwen.formats.xlsx.rewording import Rewording
from tongwen.formats.xlsx.row_writer import RowWriter, Written
from tongwen.formats.xlsx.sheet_bytes import SheetBytes
from tongwen.formats.xlsx.shell_editor import ShellEditor
from tongwen.formats.xlsx.shell_shift import shift_shell
from tongwen.formats.xlsx.shift import Shift
from tongwen.formats.xlsx.style_writer import StyleWriter
from tongwen.formats.xlsx.table_plan import Table, TablePlan
from tongwen.formats.xlsx.table_writer import TableNumbers, TableWriter
from tongwen.formats.xlsx.thread_writer import ThreadWriter
from tongwen.formats.xlsx.view_writer import view_differs, write_view
from tongwen.kinds.sheet.blocks import decode_block

MAX_PART = 1 << 30  # bytes of a worksheet part


@dataclass
class Workshop:
    """What the worksheets of one export share."""

    package: Package
    workbook: str
    live: LiveBook
    file: LiveBook
    styles: StyleWriter
    texts: Texts
    dynamic: DynamicArrays
    media: Callable[[str], bytes]
    names: Mapping[str, str]  # the file's worksheets, by name in lower case
    tables: TablePlan
    numbers: TableNumbers
    threads: ThreadWriter
    charts: ChartCells
    left_out: list[str] = field(default_factory=list)

    @cached_property
    def any_moved(self) -> bool:
        """Whether rows or columns of any worksheet are not where they were."""
        return any(
            not (self.live.rows(sid).plain and self.live.cols(sid).plain)
            for sid in self.live.sheets
        )

    @cached_property
    def others(self) -> frozenset[str]:
        """The worksheets whose rows, columns or names are not what they were."""
        live, file = self.live, self.file
        return frozenset(
            sid
            for sid in {*live.sheets, *file.sheets}
            if not (live.rows(sid).plain and live.cols(sid).plain)
            or live.sheet_name(sid) != file.sheet_name(sid)
        )

    def style_index(self, style: Any) -> int:
        """Return the format for a style, or for the id of one."""
        if isinstance(style, int) and not isinstance(style, bool):
            return style
        resolved = style if isinstance(style, Mapping) else self.live.styles.get(style)
        return self.styles.index(resolved, 0)


class SheetWriter:
    """Writes one worksheet; `changes` says afterwards what it meant for the workbook."""

    def __init__(
        self,
        shop: Workshop,
        part: str,
        live: LiveSheet,
        values: Mapping[tuple[int, int], Any] | None,
    ) -> None:
        self._shop = shop
        self._part = part
        self._live = live
        self._values = values
        self._lines = Lines(live)
        self.filed: LiveSheet | None = None
        self.touched = False
        """Whether any cell, or a row or column, is not what it was."""

    @cached_property
    def sheet(self) -> SheetBytes:
        """The part, taken apart."""
        data = b"".join(self._shop.package.stream(self._part, MAX_PART))
        return SheetBytes(data, self._part)

    @cached_property
    def changes(self) -> SheetChanges:
        """The cells that differ."""
        names = self._shop.tables.names(self._live.sid)
        return SheetChanges(self._live, self.filed, self._shop.styles, self._values, names)

    @cached_property
    def shift(self) -> Shift:
        """Turns the file's references into what they are now."""
        moved = self._shop.live.titles != self._shop.file.titles or self._shop.any_moved
        return Shift(self._shop.live, self._live.sid, self._shop.names, moved)

    def write(self) -> None:
        """Bring the part up to date; one that says the same is not touched."""
        self._write_rows()
        self._write_columns()
        self._write_view()
        editor = ShellEditor(self.sheet.patch)
        if self.filed is not None:
            shift_shell(self.sheet.patch, self.shift)
            if self.shift.moved:
                shift_related(self._shop.package, self._part, self.shift)
        shop = self._shop
        sheets = (self._live, self.filed)
        drawings = (shop.media, shop.charts, shop.left_out)
        DrawingWriter(shop.package, self._part, editor, sheets, *drawings).write()
        stand_ins = shop.threads.write(self._part, self._live)
        NoteWriter(shop.package, self._part, editor, sheets).write(stand_ins)
        names = shop.tables.names(self._live.sid)
        objects = ObjectWriter(shop.package, self._part, editor, sheets, shop.styles, names)
        writes = (objects.rendered, objects.filter_columns)
        tables = TableWriter(shop.package, self._part, editor, sheets, writes, shop.numbers)
        tables.write(self._tables, bool(names.renames))
        objects.write()
        self._write_tab_color()
        if self.sheet.patch.changed:
            self._shop.package.set(self._part, self.sheet.render())

    def has_formulas(self) -> bool:
        """Whether any cell of the worksheet has a formula."""
        return any(decode_block(data).templates for data in self._live.blocks.values())

    # -- rows and columns ----------------------------------------------------------------------

    def _write_rows(self) -> None:
        self.changes.find()
        self._write_headers()
        then = self._moved_lines("rows")
        lines = changed_rows(self._lines.rows, then, self._shop.style_index)
        rewording = self._rewording
        if not self.changes and not lines and self._live.plain and not rewording:
            return
        cells = CellWriter(self.sheet.patch.prefix, self._shop.texts, self._shop.dynamic.index)
        axes = self._live.rows, self._live.cols
        rows = RowWriter(self.sheet, cells, *axes, self.changes.formula_at, rewording)
        written = rows.write(self.changes.cells, lines, self.changes.fresh)
        if written.data == self.sheet.rows_data and self._live.plain:
            return
        self.touched = True
        self.sheet.set_rows(written.data)
        self._write_dimension(written)
        write_default_height(self.sheet.patch, self._lines.every_row)

    @property
    def _rewording(self) -> Rewording | None:
        """What the file's formulas read now; None when there is no file."""
        if self.filed is None:
            return None
        shop = self._shop
        names = shop.tables.names(self._live.sid)
        return Rewording(shop.live, shop.file, self._live.sid, shop.names, names, shop.others)

    @property
    def _tables(self) -> list[Table]:
        return self._shop.tables.tables.get(self._live.sid, [])

    def _write_headers(self) -> None:
        """Give header cells the text that a table's column needs: it has a name in any case."""
        for table in self._tables:
            for col, column in enumerate(table.columns, table.where[1]):
                if column.forced:
                    row = self.changes.cells.setdefault(table.where[0], {})
                    change = row.setdefault(col, Change())
                    change.content, change.value = column.name, KEEP
                    self.changes.formulas_changed = True

    def _moved_lines(self, name: str) -> dict[int, dict[str, Any]]:
        """Return the properties that lines have in the file, by where those lines are now."""
        if self.filed is None:
            return {}
        axis = self._live.rows if name == "rows" else self._live.cols
        return dict(placed(self.filed.lines.get(name), axis))

    def _write_columns(self) -> None:
        if self._lines.cols == self._moved_lines("cols") and self._live.cols.plain:
            return
        write_columns(self.sheet.patch, self._lines.cols, self._live.cols, self._shop.style_index)
        outline_levels(self.sheet.patch, self._lines.rows, self._lines.cols)

    def _write_tab_color(self) -> None:
        color = self._shop.live.sheets[self._live.sid].get("color")
        child = self.sheet.patch.first("sheetPr")
        found = None
        for one in child.element if child is not None else ():
            found = one if local(one) == "tabColor" else found
        if color == read_color(found):
            return
        p = self.sheet.patch.prefix
        attributes = color_attributes(color) if color is not None else None
        if child is not None:
            child.edited = True
            if found is not None:
                child.element.remove(found)
            if attributes:
                space = etree.QName(self.sheet.patch.root).namespace
                child.element.insert(0, etree.Element(f"{{{space}}}tabColor", attributes))
        elif attributes:
            written = "".join(f' {name}="{value}"' for name, value in attributes.items())
            new = f"<{p}sheetPr><{p}tabColor{written}/></{p}sheetPr>"
            self.sheet.patch.insert("sheetPr", new.encode())

    def _write_view(self) -> None:
        if view_differs(self._live, self.filed):
            write_view(self.sheet.patch, self._live, self.filed)

    def _write_dimension(self, written: Written) -> None:
        child = self.sheet.patch.first("dimension")
        reach = list(written.reach)
        if child is not None and self._live.plain:
            known = area(child.element.get("ref"))
            if known is not None and None not in known and reach:
                top, left, bottom, right = (int(edge or 0) for edge in known)
                reach = [
                    min(top, reach[0]),
                    min(left, reach[1]),
                    max(bottom, reach[2]),
                    max(right, reach[3]),
                ]
        if child is not None and reach:
            first = f"{column_letters(reach[1])}{reach[0] + 1}"
            last = f"{column_letters(reach[3])}{reach[2] + 1}"
            self.sheet.patch.set(child, ref=first if first == last else f"{first}:{last}")
