"""Observations split by the values of fields, level below level or all at once.

`web/calc/functions/groups.ts` does the same; `examples/functions-groups.json` holds both to it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tongwen.kinds.sheet.calc.functions.arguments import Value, is_error

Members = list[int]
"""Numbers of observations."""


@dataclass(slots=True)
class Line:
    """A group, or what it adds up to: its items, how they are told apart, its observations."""

    key: list[Value]
    path: list[str]  # shorter for totals
    members: Members
    total: bool = False


@dataclass(slots=True)
class Ordering:
    """By which fields (the first counts most; (number, downwards)), or by which value."""

    fields: list[tuple[int, bool]] = field(default_factory=list)
    value: Callable[[Members], Value] | None = None
    down: bool = False


@dataclass(slots=True)
class Split:
    """How observations are split. `table`: all fields at once, without subtotals."""

    fields: list[list[Value]]
    table: bool
    levels: int  # of totals, the grand one counted
    first: bool  # totals come before what they add up
    order: Ordering


def compare(left: Value, right: Value) -> int:
    """Order values as sorting does: numbers, texts whatever their case, truth values."""
    a, b = _rank(left), _rank(right)
    return (a > b) - (a < b)


def _rank(value: Value) -> tuple[int, float, str, str]:
    if isinstance(value, bool):
        return 2, float(value), "", ""
    if isinstance(value, str):
        return 1, 0.0, value.lower(), ""
    return 0, float(value or 0), "", ""


def _ordered(left: Value, right: Value, down: bool) -> int:
    """Empty last, errors behind all else, whatever the direction."""
    apart = _last(left) - _last(right)
    if apart or _last(left):
        return apart
    return compare(right, left) if down else compare(left, right)


@dataclass(eq=False, slots=True)
class _Key:
    """A value that is sorted, and the direction."""

    value: Value
    down: bool

    def __eq__(self, other: object) -> bool:
        """Whether neither comes before the other."""
        return isinstance(other, _Key) and _ordered(self.value, other.value, self.down) == 0

    def __lt__(self, other: "_Key") -> bool:
        """Whether it comes before another."""
        return _ordered(self.value, other.value, self.down) < 0


def _last(value: Value) -> int:
    return 2 if value is None else int(is_error(value))


def _identity(value: Value) -> str:
    if is_error(value):
        return str(value["e"])
    if isinstance(value, str):
        return f"text:{value.lower()}"
    return f"{'truth' if isinstance(value, bool) else 'number'}:{value}"


def _shown(value: Value) -> Value:
    return "" if value is None else value


def lines_of(members: Members, split: Split) -> list[Line]:
    """Return groups in their order, with the totals of levels below the grand one."""
    if split.table:
        return _table_lines(members, split)
    return _level_lines(members, split, 0, [], [])


def _level_lines(
    members: Members, split: Split, level: int, before: list[Value], path: list[str]
) -> list[Line]:
    found: list[Line] = []
    for item, inside in _sorted(_divided(split.fields[level], members), level, split.order):
        key, here = [*before, _shown(item)], [*path, _identity(item)]
        if level == len(split.fields) - 1:
            found.append(Line(key, here, inside))
            continue
        inner = _level_lines(inside, split, level + 1, key, here)
        if split.levels >= level + 2:
            rest: list[Value] = [""] * (len(split.fields) - level - 1)
            total = Line([*key, *rest], here, inside, True)
            inner = [total, *inner] if split.first else [*inner, total]
        found += inner
    return found


def _divided(values: Sequence[Value], members: Members) -> list[tuple[Value, Members]]:
    groups: dict[str, tuple[Value, Members]] = {}
    for member in members:
        item = values[member]
        groups.setdefault(_identity(item), (item, []))[1].append(member)
    return list(groups.values())


def _sorted(
    groups: Iterable[tuple[Value, Members]], level: int, order: Ordering
) -> list[tuple[Value, Members]]:
    value = order.value
    if value is None:
        down = any(at == level and downwards for at, downwards in order.fields)
        return sorted(groups, key=lambda group: _Key(group[0], down))
    return sorted(groups, key=lambda group: _Key(value(group[1]), order.down))


def _table_lines(members: Members, split: Split) -> list[Line]:
    groups: dict[tuple[str, ...], tuple[list[Value], Line]] = {}
    for member in members:
        items = [column[member] for column in split.fields]
        path = [_identity(item) for item in items]
        line = Line([_shown(item) for item in items], path, [])
        groups.setdefault(tuple(path), (items, line))[1].members.append(member)
    value = split.order.value
    if value is not None:
        lines = [line for _, line in groups.values()]
        return sorted(lines, key=lambda line: _Key(value(line.members), split.order.down))
    named = {at for at, _ in split.order.fields}
    others = [(at, False) for at in range(len(split.fields)) if at not in named]
    keys = [*split.order.fields, *others]

    def in_order(group: tuple[list[Value], Line]) -> list[_Key]:
        return [_Key(group[0][at], down) for at, down in keys]

    return [line for _, line in sorted(groups.values(), key=in_order)]
