"""A live workbook back into its package, with only what people changed changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongwen.core.errors import Invalid, TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.chart_cells import ChartCells
from tongwen.formats.xlsx.live import LiveBook, LiveSheet, map_reader
from tongwen.formats.xlsx.metadata_writer import DynamicArrays
from tongwen.formats.xlsx.projection import CELL, FORMULA, Projection
from tongwen.formats.xlsx.related_shift import shift_charts, shift_pivot_sources
from tongwen.formats.xlsx.sheet_writer import SheetWriter, Workshop
from tongwen.formats.xlsx.shift import Shift
from tongwen.formats.xlsx.string_writer import StringWriter
from tongwen.formats.xlsx.style_writer import StyleWriter
from tongwen.formats.xlsx.table_plan import TablePlan
from tongwen.formats.xlsx.table_writer import TableNumbers
from tongwen.formats.xlsx.thread_writer import ThreadWriter
from tongwen.formats.xlsx.workbook_writer import WorkbookWriter, drop_calculation_chain
from tongwen.kinds.sheet.comments import file_comments
from tongwen.kinds.sheet.parts import BOOK

Media = Callable[[str], bytes]
Values = Mapping[str, Mapping[tuple[int, int], Any]]
"""By sid and by row and column from zero, as they are now: what formulas gave, and spilled."""


@dataclass(slots=True)
class Exported:
    """A written package, and what of the live document could not go into it."""

    data: bytes
    left_out: list[str] = field(default_factory=list)


def _no_media(name: str) -> bytes:
    raise KeyError(name)


def export_xlsx(
    original: bytes,
    parts: Mapping[str, bytes],
    values: Values | None = None,
    media: Media = _no_media,
) -> bytes:
    """Return `original` with the content of the live parts (`book`, `sheet:<sid>` …, by state).

    Parts that nobody changed are copied as they are packed; without any change the very same file
    comes back. In a changed worksheet, rows that say what they said are copied byte by byte.

    `values` are what the engine computed: they become the cached results of formulas. A formula
    that they lack keeps what the file had; without them (None) a workbook that changed and has
    formulas asks to be calculated when it is opened. `media` returns the bytes of an uploaded
    picture by its name `sha256-…` and raises KeyError for one that is gone.

    Raises:
        Invalid, TooLarge, Unsupported: what is wrong with the original (see `import_xlsx`),
            `update-malformed`, or `part-missing` when `parts` has no book.
    """
    return export(original, parts, values, media).data


def export(
    original: bytes, parts: Mapping[str, bytes], values: Values | None, media: Media
) -> Exported:
    """Do what `export_xlsx` does, and say what was left out."""
    if BOOK not in parts:
        raise Invalid("part-missing", part=BOOK)
    live = LiveBook(lambda part: map_reader(parts.get(part)))
    written = parts.get("comments")
    comments = file_comments(map_reader(written)) if written else None
    return _Export(original, live, values, media, comments, ChartCells(parts, values)).run()


class _Export:
    """One export: the writers of the package's parts, and what the worksheets told of it."""

    def __init__(
        self,
        original: bytes,
        live: LiveBook,
        values: Values | None,
        media: Media,
        comments: Mapping[str, Any] | None,
        charts: ChartCells,
    ) -> None:
        self._package = Package(original)
        self._projection = Projection(self._package, original)
        self._live = live
        self._file = self._projection.book
        self._values = values
        workbook = self._package.main_part()
        self._workbook = WorkbookWriter(self._package, workbook, live, self._file)
        self._styles = StyleWriter(self._package, workbook, live.styles.base)
        self._texts = StringWriter(self._package, workbook, inline=self._projection.has(CELL))
        self._shop = Workshop(
            self._package,
            workbook,
            live,
            self._file,
            self._styles,
            self._texts,
            DynamicArrays(self._package, workbook),
            media,
            self._projection.sheet_names,
            TablePlan(live),
            TableNumbers(self._package),
            self._threads(comments),
            charts,
        )
        self._sheets: dict[str, LiveSheet] = {}
        self._formulas_changed = False
        self._touched = False
        self._uncalculated = False

    def _threads(self, comments: Mapping[str, Any] | None) -> ThreadWriter:
        filed, people = self._projection.threads(), self._projection.people
        workbook = self._package.main_part()
        return ThreadWriter(self._package, workbook, comments, filed, people)

    def run(self) -> Exported:
        """Write what differs."""
        self._plan_tables()
        for sid in self._live.order:
            if sid in self._workbook.parts:
                self._sheet(sid)
        removed = [sid for sid in self._file.order if sid not in self._live.order]
        if self._formulas_changed or removed:
            drop_calculation_chain(self._package, self._shop.workbook)
        if self._uncalculated or (self._touched and self._values is None and self._has_formulas()):
            self._workbook.recalculate()
        self._shift_everywhere()
        self._workbook.save()
        self._styles.save()
        self._texts.save()
        return Exported(self._package.save(), self._shop.left_out)

    def _plan_tables(self) -> None:
        """Settle the names of all tables first: formulas of every worksheet may use them."""
        plan = self._shop.tables
        for sid in self._live.order:
            live = self._sheets[sid] = self._live.sheet(sid)
            plan.add(live, (self._values or {}).get(sid) or {})
        for sid in self._sheets:
            if sid in plan.tables and sid in self._projection.sheets:
                plan.renamed_since(sid, self._projection.tables(sid))
        self._workbook.renames = plan.renames
        self._shop.left_out += plan.left_out

    def _sheet(self, sid: str) -> None:
        live = self._sheets.pop(sid, None) or self._live.sheet(sid)
        values = (self._values or {}).get(sid)
        part = self._workbook.parts[sid]
        writer = SheetWriter(self._shop, part, live, values)
        if sid not in self._workbook.added and not self._open(writer, sid, live):
            return
        writer.write()
        changes = writer.changes
        self._touched = self._touched or writer.touched or bool(changes) or not live.plain
        moved = not live.plain and writer.has_formulas()
        self._formulas_changed = self._formulas_changed or changes.formulas_changed or moved
        self._uncalculated = self._uncalculated or changes.uncalculated

    def _open(self, writer: SheetWriter, sid: str, live: LiveSheet) -> bool:
        """Give a writer what the file says; false for a part that is damaged or has no cells.

        Blocks are immutable until they are folded: those that were not are the file's, and their
        cells need not be read again.
        """
        if self._projection.sheets[sid].kind == "chartsheet":
            return False
        try:
            root = writer.sheet.patch.root
        except TongwenError:
            return False
        if live.folded:
            writer.filed = self._projection.folded(sid, writer.sheet, live)
        else:
            writer.filed = self._projection.shell(sid, root, live)
        return True

    def _shift_everywhere(self) -> None:
        """Move what charts and pivots say of worksheets that are others now."""
        titles = {
            self._file.titles[sid].lower(): title
            for sid, title in self._live.titles.items()
            if sid in self._file.titles
        }
        moved = self._shop.any_moved or self._live.titles != self._file.titles
        if not moved or not self._live.order:
            return
        names = self._projection.sheet_names
        shifts = {name: Shift(self._live, sid, names, moved) for name, sid in names.items()}
        first = next(iter(shifts.values()), None)
        if first is not None:
            shift_charts(self._package, first)
            shift_pivot_sources(self._package, shifts, titles)

    def _has_formulas(self) -> bool:
        return self._projection.has(FORMULA) or self._formulas_changed
