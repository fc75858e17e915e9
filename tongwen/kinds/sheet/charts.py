"""Charts for programs: made of cells of a worksheet, listed, removed.

The object of a chart made here is in the kind's README: formulas are templates, so that they follow
their cells.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tongwen.kinds.sheet import commands
from tongwen.kinds.sheet.cells import Range
from tongwen.kinds.sheet.contents import Content, is_formula
from tongwen.kinds.sheet.overlay import Box
from tongwen.kinds.sheet.templates import sheet_prefix

if TYPE_CHECKING:
    from tongwen.kinds.sheet.worksheet import Worksheet

KINDS = {  # what programs say → type and direction
    "column": ("bar", "col"),
    "bar": ("bar", "bar"),
    "line": ("line", None),
    "area": ("area", None),
    "pie": ("pie", None),
    "doughnut": ("doughnut", None),
    "scatter": ("scatter", None),
    "bubble": ("bubble", None),
    "radar": ("radar", None),
    "stock": ("stock", None),
}
LEGENDS = {"right": "r", "left": "l", "top": "t", "bottom": "b", None: None}
MOST_SERIES = 255
_STACKED = ("bar", "line", "area")
_EMU_PER_PIXEL = 9525
_LARGEST = 10_000  # pixels of a side
_LONGEST = 255  # characters of a title
_ADDRESS = re.compile(r"(?:('(?:[^']|'')+'|[^'!]+)!)?([^!]+)")

Orientation = Literal["columns", "rows"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart on a worksheet. `part` is the package's, None of one that was made live."""

    sheet: "Worksheet"
    token: str

    @property
    def _entry(self) -> dict[str, Any]:
        entry = self.sheet.model.objects("drawing").get(self.token)
        if entry is None:
            raise KeyError(f"the chart {self.token} is no longer on the worksheet")
        return entry

    @property
    def name(self) -> str | None:
        """The name that the drawing has."""
        name = self._entry.get("name")
        return name if isinstance(name, str) else None

    @property
    def part(self) -> str | None:
        """The part of the file it came with; None for one that was made since."""
        part = self._entry.get("part")
        return part if isinstance(part, str) else None

    @property
    def kind(self) -> str | None:
        """`column`, `bar`, `line` …; None for one that came with the file."""
        made = self._made
        found = (made.get("type"), made.get("direction"))
        return next((name for name, kind in KINDS.items() if kind == found), None)

    @property
    def title(self) -> str | None:
        """The title of a chart that was made since."""
        title = self._made.get("title")
        return title if isinstance(title, str) else None

    @property
    def series(self) -> list[dict[str, str]]:
        """The series of a chart that was made since: `name`, `values` … as formulas."""
        return [
            {
                name: self._shown(found[name])
                for name in ("name", "categories", "values", "sizes")
                if found.get(name) is not None
            }
            for found in self._made.get("series") or []
            if isinstance(found, Mapping)
        ]

    @property
    def area(self) -> str | None:
        """The cells that the chart stands over, as far as its anchor names them."""
        anchor = self._entry.get("anchor")
        if not isinstance(anchor, dict):
            return None
        start = anchor.get("from")
        stop = anchor.get("to") or start
        if not isinstance(start, list) or not isinstance(stop, list):
            return None
        box = self.sheet.model.box([*start[:2], *stop[:2]])
        return None if box is None else Range(self.sheet, box).address

    def remove(self) -> None:
        """Take the chart away. One step that can be undone."""
        commands.remove_object(self.sheet.model, self.token)

    @property
    def _made(self) -> dict[str, Any]:
        made = self._entry.get("chart")
        return made if isinstance(made, dict) else {}

    def _shown(self, found: Any) -> str:
        template = found.get("f") if isinstance(found, Mapping) else found
        if not isinstance(template, str):
            return ""
        if isinstance(found, str) and "\x01" not in template:
            return template
        return "=" + self.sheet.workbook.book.render(template, self.sheet.sid)

    def __repr__(self) -> str:
        return f"<Chart {self.kind or self.part!r} on {self.sheet.name!r}>"


def charts_of(sheet: "Worksheet") -> list[Chart]:
    """Return the charts on a worksheet, the oldest first."""
    drawings = sheet.model.objects("drawing").items()
    found = [(entry["t"], token) for token, entry in drawings if entry.get("kind") == "chart"]
    return [Chart(sheet, token) for _, token in sorted(found, key=lambda one: _age(*one))]


def _age(t: int, token: str) -> tuple[int, int, str]:
    """Return what sorts tokens as they were minted: a file's are numbered."""
    return t, len(token), token


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a program said of a new chart; see `Worksheet.add_chart`."""

    kind: str = "column"
    data: str | None = None
    series: Sequence[Mapping[str, str]] | None = None
    title: str | None = None
    anchor: str | None = None
    size: tuple[float, float] = (480, 288)
    series_in: Orientation | None = None
    header: bool | None = None
    categories: bool | None = None
    x_title: str | None = None
    y_title: str | None = None
    legend: str | None = "right"
    stacked: bool | Literal["percent"] = False
    smooth: bool = False
    data_labels: bool = False
    name: str | None = None


def add_chart(sheet: "Worksheet", wanted: Wanted) -> Chart:
    """Put a chart over a worksheet; see `Worksheet.add_chart`."""
    made = _made(sheet, wanted)
    with sheet.workbook.step():
        number = len(charts_of(sheet)) + 1
        entry = {
            "type": "drawing",
            "kind": "chart",
            "name": (wanted.name or f"Chart {number}")[:_LONGEST],
            "anchor": _anchor(sheet, wanted),
            "chart": made,
        }
        token = commands.put_object(sheet.model, entry)
    return Chart(sheet, token)


def _made(sheet: "Worksheet", wanted: Wanted) -> dict[str, Any]:
    _check(wanted)
    kind, direction = KINDS[wanted.kind]
    series = _given_series(sheet, wanted) if wanted.series else _Data(sheet, wanted).series()
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"a chart has 1 to {MOST_SERIES} series, not {len(series)}")
    if kind == "stock" and len(series) not in (3, 4):
        raise ValueError("a stock chart has high, low and close, with open or without, as series")
    made: dict[str, Any] = {"type": kind, "series": series, "legend": LEGENDS[wanted.legend]}
    if direction:
        made["direction"] = direction
    if wanted.stacked:
        made["grouping"] = "percentStacked" if wanted.stacked == "percent" else "stacked"
    for member, text in (("title", wanted.title), ("x", wanted.x_title), ("y", wanted.y_title)):
        if text:
            made[member] = str(text)[:_LONGEST]
    if wanted.smooth:
        made["smooth"] = True
    if wanted.data_labels:
        made["labels"] = ["percent"] if kind in ("pie", "doughnut") else ["value"]
    return made


def _check(wanted: Wanted) -> None:
    if wanted.kind not in KINDS:
        raise ValueError(f"{wanted.kind!r} is no chart; there are {', '.join(KINDS)}")
    if wanted.legend not in LEGENDS:
        raise ValueError(f"a legend is right, left, top or bottom, or None, not {wanted.legend!r}")
    if wanted.stacked and KINDS[wanted.kind][0] not in _STACKED:
        raise ValueError(f"the series of a {wanted.kind} chart cannot be stacked")
    if wanted.series_in not in (None, "columns", "rows"):
        raise ValueError(f"series are in columns or rows, not in {wanted.series_in!r}")
    if (wanted.data is None) == (not wanted.series):
        raise ValueError("a chart needs either `data`, an area of cells, or `series`")
    if not all(0 < side <= _LARGEST for side in wanted.size):
        raise ValueError(f"a chart's sides are up to {_LARGEST} pixels, not {wanted.size!r}")


# -- cells


def _located(sheet: "Worksheet", address: str) -> tuple["Worksheet", Range]:
    """Return the worksheet and the cells of `A1:C3`, `Sales!A1:C3` or `'Q 1'!A1:C3`.

    Raises:
        KeyError: there is no such worksheet, or it is no address.
    """
    match = _ADDRESS.fullmatch(address.strip().removeprefix("="))
    if match is None:
        raise KeyError(f"{address!r} is no address such as A1:C3 or Sales!A1:C3")
    name = match.group(1)
    if name is not None:
        name = name[1:-1].replace("''", "'") if name.startswith("'") else name
        sheet = sheet.workbook[name]
    return sheet, sheet[match.group(2).replace("$", "")]


def _template(sheet: "Worksheet", home: "Worksheet", box: Box) -> str:
    """Return the template of cells, as a formula on the worksheet `home` would name them."""
    first, _, last = Range(sheet, box).address.partition(":")
    fixed = ":".join(re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", end) for end in (first, last) if end)
    return home.workbook.book.encode(f"{sheet_prefix([sheet.name])}{fixed}", home.sid)


def _given_series(sheet: "Worksheet", wanted: Wanted) -> list[dict[str, Any]]:
    found = []
    for given in wanted.series or ():
        unknown = set(given) - {"name", "categories", "values", "sizes"}
        if unknown or "values" not in given:
            raise ValueError("a series has values, and may have name, categories and sizes")
        one: dict[str, Any] = {}
        for member in ("categories", "values", "sizes"):
            if given.get(member):
                at, cells = _located(sheet, given[member])
                one[member] = _template(at, sheet, cells.box)
        name = given.get("name")
        if name and name.startswith("="):
            at, cells = _located(sheet, name)
            one["name"] = {"f": _template(at, sheet, cells.box)}
        elif name:
            one["name"] = name[:_LONGEST]
        found.append(one)
    return found


class _Data:
    """An area of cells as series: which lines they are, where names and categories stand."""

    def __init__(self, sheet: "Worksheet", wanted: Wanted) -> None:
        self._home = sheet
        self._sheet, cells = _located(sheet, wanted.data or "")
        rows, cols = cells.shape
        self._top, self._left = cells.box[:2]
        self._kind = KINDS[wanted.kind][0]
        self._grid = cells.contents
        wide = cols > rows and self._kind not in ("scatter", "bubble", "stock")
        self._across = wanted.series_in == "rows" if wanted.series_in else wide
        if self._across:
            self._grid = [list(line) for line in zip(*self._grid, strict=True)]
        self._points, self._lines = (cols, rows) if self._across else (rows, cols)
        self._head = self._named() if wanted.header is None else wanted.header
        said = wanted.categories
        self._labels = self._labelled() if said is None else said
        if self._points <= self._head or self._lines <= self._labels:
            raise ValueError(f"{wanted.data} has no cells for a series")

    def _named(self) -> bool:
        """Whether the first line is names: there is text over the series, none below it."""
        first = [content for content in self._grid[0][1:] or self._grid[0] if content is not None]
        return bool(first) and self._points > 1 and all(map(_is_text, first))

    def _labelled(self) -> bool:
        """Whether the first line of points is categories: it has text, dates, or no name."""
        if self._kind in ("scatter", "bubble"):
            return self._lines > 1
        if self._lines < 2:
            return False
        if self._head and self._grid[0][0] is None:
            return True
        column = [line[0] for line in self._grid[int(self._head) :]]
        held = [content for content in column if content is not None]
        return any(map(_is_text, held)) or self._are_dates()

    def _are_dates(self) -> bool:
        row, col = (0, int(self._head)) if self._across else (int(self._head), 0)
        at = self._sheet[self._top + row, self._left + col]
        return hasattr(at.value, "year")

    def series(self) -> list[dict[str, Any]]:
        """Return the series with templates."""
        lines = list(range(int(self._labels), self._lines))
        if self._kind == "bubble":
            if len(lines) % 2:
                raise ValueError("the series of a bubble chart are pairs: values and sizes")
            pairs = zip(lines[::2], lines[1::2], strict=True)
            return [self._one(values, sizes) for values, sizes in pairs]
        return [self._one(line, None) for line in lines]

    def _one(self, line: int, sizes: int | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._head:
            found["name"] = {"f": self._cells(line, 0, 0)}
        first, last = int(self._head), self._points - 1
        if self._labels:
            found["categories"] = self._cells(0, first, last)
        found["values"] = self._cells(line, first, last)
        if sizes is not None:
            found["sizes"] = self._cells(sizes, first, last)
        return found

    def _cells(self, line: int, first: int, last: int) -> str:
        box = (first, line, last, line)
        if self._across:
            box = (line, first, line, last)
        placed = (
            self._top + box[0],
            self._left + box[1],
            self._top + box[2],
            self._left + box[3],
        )
        return _template(self._sheet, self._home, placed)


def _is_text(content: Content) -> bool:
    if is_formula(content):
        return isinstance(content.get("c"), str)
    return isinstance(content, str) or (isinstance(content, Mapping) and "r" in content)


# -- place


def _anchor(sheet: "Worksheet", wanted: Wanted) -> dict[str, Any]:
    """Return where the chart stands: from a cell on with a size, or over an area."""
    model = sheet.model
    if wanted.anchor is None:
        box = sheet.used.box
        top, left, bottom, right = (1, box[3] + 2, 1, box[3] + 2)
    else:
        top, left, bottom, right = sheet[wanted.anchor].box
    start = [model.rows.id_at(top), model.cols.id_at(left), 0, 0]
    if (top, left) != (bottom, right):
        commands.check_box((top, left, bottom + 1, right + 1))
        stop = [model.rows.id_at(bottom + 1), model.cols.id_at(right + 1), 0, 0]
        return {"from": start, "to": stop, "move": "twoCell"}
    size = [round(side * _EMU_PER_PIXEL) for side in wanted.size]
    return {"from": start, "size": size, "move": "oneCell"}
