"""GROUPBY and PIVOTBY: summaries by the values of fields, with headers, totals and a filter.

`web/calc/functions/grouping.ts` does the same; `examples/functions-groups.json` holds both to it.
"""

import math
from dataclasses import dataclass
from functools import partial

from tongwen.kinds.sheet.calc.functions.aggregates import Aggregate, aggregates, relation
from tongwen.kinds.sheet.calc.functions.arguments import (
    Argument,
    Arguments,
    Failed,
    Matrix,
    Value,
    number,
    truth,
)
from tongwen.kinds.sheet.calc.functions.groups import Line, Members, Ordering, Split, lines_of

_MOST_CELLS = 1 << 22
_TOTAL, _GRAND_TOTAL = "Total", "Grand Total"
_HEADERS = ("none", "hidden", "made", "shown")

Columns = list[list[Value]]


@dataclass(slots=True)
class _Names:
    """What fields and values are called."""

    rows: list[Value]
    cols: list[Value]
    values: list[Value]


@dataclass(slots=True)
class _Source:
    """Observations by row: fields, values, and those that the filter leaves."""

    rows: Columns
    cols: Columns
    values: Columns
    names: _Names | None
    members: Members

    def column(self, at: int, members: Members) -> list[Value]:
        """Return some observations of a column of values."""
        column = self.values[at]
        return [column[member] for member in members]


@dataclass(slots=True)
class _Summary:
    """What is told of each group: values by functions, side by side or below one another."""

    source: _Source
    functions: list[Aggregate]
    down: bool

    @property
    def across(self) -> list[Aggregate]:
        """The functions that stand side by side."""
        return self.functions[:1] if self.down else self.functions

    @property
    def places(self) -> list[tuple[int, Aggregate]]:
        """The columns of a group: number of the values, function."""
        return [(at, how) for at in range(len(self.source.values)) for how in self.across]

    def first(self, at: int, members: Members) -> Value:
        """Return what the first function tells of a group, to sort by it."""
        everything = self.source.column(at, self.source.members)
        return self.functions[0].run(self.source.column(at, members), everything)

    def lines(self) -> list[Aggregate | None]:
        """Return the function of each line of a group; None: that of the column."""
        return list(self.functions) if self.down else [None]


def groupby(given: Arguments) -> Matrix:
    """GROUPBY(row fields, values, function, headers, totals, order, filter, relationship)."""
    given.count(3, 8)
    table = _whole(given, 7, 0)
    if table not in (0, 1):
        raise Failed("#VALUE!")
    source = _source(given[0], None, given[1], _optional(given, 3), given[6])
    summary = _Summary(source, *aggregates(given[2].text, given.ask))
    count = len(source.rows)
    split = Split(
        source.rows,
        table == 1,
        *_depth(_optional(given, 4), count, table == 1),
        _order(given[5], count, summary),
    )
    lines = _axis(split, source.members, bare=False)
    places = summary.places
    _check_size(len(lines) * len(summary.lines()), count + len(places))
    everything = [source.column(at, source.members) for at in range(len(source.values))]
    body = [
        [
            *line.key,
            *([only.label] if only else []),
            *(
                (only or how).run(source.column(at, line.members), everything[at])
                for at, how in places
            ),
        ]
        for line in lines
        for only in summary.lines()
    ]
    return [*_group_heads(summary), *body]


def _group_heads(summary: _Summary) -> Matrix:
    names, found = summary.source.names, []
    if names is not None:
        blank = [""] if summary.down else []
        found.append([*names.rows, *blank, *(names.values[at] for at, _ in summary.places)])
    if len(summary.across) > 1:
        labels = [how.label for _, how in summary.places]
        found.append([*[""] * len(summary.source.rows), *labels])
    return found


def pivotby(given: Arguments) -> Matrix:
    """PIVOTBY(row fields, column fields, values, function, headers, row totals, row order, …)."""
    given.count(4, 11)
    if given[0].missing and given[1].missing:
        raise Failed("#VALUE!")
    source = _source(given[0], given[1], given[2], _optional(given, 4), given[9])
    summary = _Summary(source, *aggregates(given[3].text, given.ask))

    def half(fields: Columns, at: int) -> list[Line]:
        depth = _depth(_optional(given, at), len(fields), table=False)
        order = _order(given[at + 1], len(fields), summary)
        return _axis(Split(fields, False, *depth, order), source.members, bare=True)

    return _laid_out(summary, half(source.rows, 5), half(source.cols, 7), _whole(given, 10, 0))


def _laid_out(summary: _Summary, rows: list[Line], cols: list[Line], relative: int) -> Matrix:
    source, places = summary.source, summary.places
    width = len(cols) * len(places) + len(source.rows)
    _check_size(len(rows) * len(summary.lines()), width)
    related = relation(relative, rows, cols, source.members)
    inside = [set(col.members) for col in cols]
    body = []
    for r, row in enumerate(rows):
        for only in summary.lines():
            line = [*row.key, *([only.label] if only else [])]
            for c in range(len(cols)):
                members = [member for member in row.members if member in inside[c]]
                for at, how in places:
                    part, whole = source.column(at, members), source.column(at, related(r, c))
                    line.append((only or how).run(part, whole) if members else "")
            body.append(line)
    return [*_pivot_heads(summary, cols), *body]


def _pivot_heads(summary: _Summary, cols: list[Line]) -> Matrix:
    """The lines above the body: names of column fields, their items, names of values."""
    source, places = summary.source, summary.places
    names, below = source.names, [""] if summary.down else []
    blanks: list[Value] = [*[""] * len(source.rows), *below]
    found: Matrix = []
    if names is not None and names.cols:
        wide = len(cols) * len(places)
        found.append([*blanks, *names.cols[:wide], *[""] * (wide - len(names.cols))])
    for level in range(len(source.cols)):
        found.append([*blanks, *(col.key[level] for col in cols for _ in places)])
    if names is not None:
        titles = [names.values[at] for at, _ in places]
        found.append([*names.rows, *below, *titles * len(cols)])
    if len(summary.across) > 1:
        found.append([*blanks, *[how.label for _, how in places] * len(cols)])
    return found


# -- arguments


def _whole(given: Arguments, at: int, default: int) -> int:
    found = _optional(given, at)
    return default if found is None else math.trunc(found)


def _optional(given: Arguments, at: int) -> float | None:
    return None if given[at].missing else number(given[at].first)


def _columns(argument: Argument | None) -> Columns:
    if argument is None or argument.missing:
        return []
    return [list(column) for column in zip(*argument.values, strict=True)]


def _source(
    rows: Argument, cols: Argument | None, values: Argument, headers: float | None, chosen: Argument
) -> _Source:
    fields = _columns(rows), _columns(cols), _columns(values)
    count = len(fields[2][0]) if fields[2] else 0
    if not count or any(len(column) != count for column in (*fields[0], *fields[1])):
        raise Failed("#VALUE!")
    mode = _header_mode(headers, fields)
    named = mode in ("hidden", "shown")
    names = None
    if mode == "made":
        words = ("Row Field", "Column Field", "Value")
        made = [
            [f"{word} {at + 1}" for at in range(len(columns))]
            for word, columns in zip(words, fields, strict=True)
        ]
        names = _Names(*made)
    elif mode == "shown":
        names = _Names(*([column[0] for column in columns] for columns in fields))
    across, down, told = ([column[named:] for column in columns] for columns in fields)
    return _Source(across, down, told, names, _left(count - named, chosen, named))


def _header_mode(given: float | None, fields: tuple[Columns, Columns, Columns]) -> str:
    if given is not None:
        which = math.trunc(given)
        if not 0 <= which < len(_HEADERS):
            raise Failed("#VALUE!")
        return _HEADERS[which]
    first = fields[2][0]
    looks_named = len(first) > 1 and isinstance(first[0], str) and _is_number(first[1])
    if not looks_named:
        return "none"
    return "shown" if len(fields[0]) > 1 or len(fields[1]) > 1 else "hidden"


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _left(count: int, chosen: Argument, named: bool) -> Members:
    """Observations for which the filter says TRUE; it may have a line for the headers or none."""
    if chosen.missing:
        return list(range(count))
    tests = list(chosen.all())
    skip = int(named and len(tests) == count + 1)
    if len(tests) != count + skip:
        raise Failed("#VALUE!")
    members = [at for at in range(count) if truth(tests[at + skip])]
    if not members:
        raise Failed("#CALC!")
    return members


def _depth(given: float | None, fields: int, table: bool) -> tuple[int, bool]:
    """How an axis is totalled: how many levels, and whether totals come first."""
    wanted = (1 if table else min(2, fields)) if given is None else math.trunc(given)
    if abs(wanted) > max(1, fields) or (table and abs(wanted) > 1):
        raise Failed("#VALUE!")
    return abs(wanted), wanted < 0


def _order(given: Argument, fields: int, summary: _Summary) -> Ordering:
    """`sort_order`: fields from one on, then values; negative ones downwards."""
    wanted = [_place(value) for value in given.all()]
    if len(wanted) == 1 and abs(wanted[0]) > fields:
        at = abs(wanted[0]) - fields - 1
        if at >= len(summary.source.values):
            raise Failed("#VALUE!")
        return Ordering([], partial(summary.first, at), wanted[0] < 0)
    if any(one == 0 or abs(one) > fields for one in wanted):
        raise Failed("#VALUE!")
    return Ordering([(abs(one) - 1, one < 0) for one in wanted])


def _place(value: Value) -> int:
    if isinstance(value, dict):
        raise Failed(value["e"])
    if not _is_number(value):
        raise Failed("#VALUE!")
    return math.trunc(float(value))


def _axis(split: Split, members: Members, *, bare: bool) -> list[Line]:
    """The groups of an axis in order, with totals; one of everything where there are no fields."""
    if not split.fields:
        return [Line([], [], members, bare)]
    lines = lines_of(members, split)
    if split.levels == 0:
        return lines
    label = _GRAND_TOTAL if split.levels > 1 else _TOTAL
    total = Line([label, *[""] * (len(split.fields) - 1)], [], members, True)
    return [total, *lines] if split.first else [*lines, total]


def _check_size(rows: int, cols: int) -> None:
    if rows * cols > _MOST_CELLS:
        raise Failed("#NUM!")
