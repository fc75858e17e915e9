"""A workbook as engines want it: positions, A1 text, no ids."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc import Value
from tongwen.kinds.sheet.contents import is_formula, plain_value
from tongwen.kinds.sheet.lines import whole
from tongwen.kinds.sheet.sheet import Sheet


@dataclass(slots=True)
class Formula:
    """A formula at a position from zero; `text` has no `=`. `cached` is what the file said."""

    row: int
    col: int
    text: str
    cached: Value = None
    array: tuple[int, int] | None = None  # rows and columns of a legacy array formula
    dynamic: bool = False
    entered: bool = True
    """Whether no file says what it is worth: it may spill, as what is typed now."""


@dataclass(slots=True)
class PlainSheet:
    """A worksheet: its values and its formulas."""

    sid: str
    name: str
    values: list[tuple[int, int, Value]] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    filtered_rows: set[int] = field(default_factory=set)  # of the hidden ones, those of filters
    loaded: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where it is, from zero and inclusive, and its columns from the left."""

    name: str
    sheet: str
    box: tuple[int, int, int, int]
    columns: tuple[str, ...]
    header: bool = True
    totals: bool = False


@dataclass(frozen=True, slots=True)
class Pivot:
    """What a pivot table shows: the worksheet and the cells, from zero and inclusive.

    `data` is where its values begin within them: row and column; None when nobody says.
    """

    sheet: str
    box: tuple[int, int, int, int]
    data: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Iteration:
    """How circular references are iterated (ECMA-376-1 §18.2.2)."""

    count: int = 100
    delta: float = 0.001


@dataclass(slots=True)
class PlainBook:
    """All that a formula may refer to. `names`: (name, sid of its scope or None, A1 text)."""

    sheets: list[PlainSheet]
    names: list[tuple[str, str | None, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pivots: list[Pivot] = field(default_factory=list)
    date1904: bool = False
    iteration: Iteration | None = None


def plain_book(book: Book) -> PlainBook:
    """Read a whole workbook."""
    return book_of(book, [_plain_sheet(book, info.sid, info.name) for info in book.sheets()])


def book_of(book: Book, sheets: list[PlainSheet]) -> PlainBook:
    """Return these worksheets with the names, tables, pivot tables and settings of a workbook."""
    first = sheets[0].sid if sheets else ""
    names = [
        (name.name, name.scope, book.render(name.formula, name.scope or first))
        for name in book.names()
    ]
    settings = book.settings
    calc = settings.get("calc")
    calc = calc if isinstance(calc, dict) else {}
    return PlainBook(
        sheets,
        names,
        list(tables_of(book)),
        list(_pivots(book)),
        bool(settings.get("date1904")),
        _iteration(calc) if calc.get("iterate") else None,
    )


def _iteration(calc: dict[str, Any]) -> Iteration:
    count, delta = calc.get("iterateCount", 100), calc.get("iterateDelta", 0.001)
    return Iteration(
        int(count) if isinstance(count, (int, float)) and 0 < count <= 32767 else 100,
        float(delta) if isinstance(delta, (int, float)) and delta > 0 else 0.001,
    )


def _plain_sheet(book: Book, sid: str, name: str) -> PlainSheet:
    sheet = book.sheet(sid)
    plain = PlainSheet(sid, name)
    rendered: dict[str, str] = {}
    for row, cells in sheet.read():
        for col, cell in cells.items():
            content = cell.content
            if content is None:
                continue
            if is_formula(content):
                plain.formulas.append(_formula(book, sid, row, col, content, rendered))
            else:
                plain.values.append((row, col, plain_value(content)))
    hide_rows(plain, sheet, sheet.used()[2])
    return plain


def hide_rows(plain: PlainSheet, sheet: Sheet, last: int) -> None:
    """Tell a worksheet which of its rows up to `last` are hidden, and which by a filter."""
    plain.hidden_rows = hidden_rows(sheet, last)
    for top, bottom in _filtering(sheet) if plain.hidden_rows else ():
        within = range(top, min(bottom, last) + 1)
        plain.filtered_rows.update(row for row in within if row in plain.hidden_rows)


def _filtering(sheet: Sheet) -> Iterable[tuple[int, int]]:
    """Yield the rows of filters by which something is filtered."""
    filters: list[tuple[Any, Any]] = [(one, one) for one in sheet.objects("filter").values()]
    filters += [(entry, entry.get("filter")) for entry in sheet.objects("table").values()]
    for entry, found in filters:
        columns = found.get("columns") if isinstance(found, dict) else None
        box = sheet.box(entry.get("area"))
        if isinstance(columns, dict) and columns and box is not None:
            yield box[0], box[2]


def hidden_rows(sheet: Sheet, last: int) -> set[int]:
    """Return the rows up to `last` that are not shown."""
    found: set[int] = set()
    for low, high, line in sheet.lines("rows"):
        if line.get("hidden"):
            found.update(range(low, min(high, last) + 1))
    return found


def _formula(
    book: Book, sid: str, row: int, col: int, content: dict[str, Any], rendered: dict[str, str]
) -> Formula:
    template = content["f"]
    text = rendered.get(template)
    if text is None:
        text = rendered[template] = book.render(template, sid)
    dynamic = bool(content.get("dyn"))
    size, entered = array_size(content.get("a")), content.get("c") is None
    return Formula(row, col, text, plain_value(content), size, dynamic, entered)


def array_size(size: Any) -> tuple[int, int] | None:
    """Return the rows and columns of an array formula's area; None when it says none."""
    if not isinstance(size, list) or len(size) != 2:
        return None
    if not all(isinstance(one, (int, float)) and 1 <= one <= 1 << 20 for one in size):
        return None
    return int(size[0]), int(size[1])


def tables_of(book: Book) -> Iterable[Table]:
    """Yield the tables, with their columns as templates call them (`table_columns`)."""
    for info in book.sheets():
        sheet = book.sheet(info.sid)
        entries = sheet.objects("table")
        for table in sheet.tables:
            titles = tuple(one.name if one.key is None else one.key for one in table.columns)
            entry = entries[table.token]
            header, totals = entry.get("header", True), entry.get("totals", False)
            yield Table(table.name, info.sid, table.box, titles, bool(header), bool(totals))


def _pivots(book: Book) -> Iterable[Pivot]:
    for info in book.sheets():
        sheet = book.sheet(info.sid)
        for entry in sheet.objects("pivot").values():
            box = sheet.box(entry.get("area"))
            if box is not None:
                yield Pivot(info.sid, box, _data(entry.get("data")))


def _data(value: Any) -> tuple[int, int] | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    row, col = whole(value[0]), whole(value[1])
    return (row, col) if row is not None and col is not None and row > 0 <= col else None
