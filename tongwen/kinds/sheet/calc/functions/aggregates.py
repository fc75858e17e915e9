"""The functions that GROUPBY and PIVOTBY summarise with, and what shares are shares of.

`web/calc/functions/aggregates.ts` does the same; `examples/functions-groups.json` holds both to it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tongwen.kinds.sheet.calc.calls import Call, calls
from tongwen.kinds.sheet.calc.functions.arguments import (
    Argument,
    Failed,
    Value,
    is_error,
    numbers,
    text,
)
from tongwen.kinds.sheet.calc.functions.groups import Line, Members
from tongwen.kinds.sheet.calc.functions.subtotals import STATISTICS
from tongwen.kinds.sheet.calc.literals import literal

Ask = Callable[[str], Value]
"""Computes an expression."""

_CUSTOM = "CUSTOM"  # what functions without a name are called
_NAME = re.compile(r"[A-Z][A-Z0-9.]*")
_STACKS = frozenset(("HSTACK", "VSTACK", "LAMBDA"))
_NUMBERED = {
    "AVERAGE": 1,
    "MAX": 4,
    "MIN": 5,
    "PRODUCT": 6,
    "STDEV.S": 7,
    "STDEV.P": 8,
    "SUM": 9,
    "VAR.S": 10,
    "VAR.P": 11,
    "MEDIAN": 12,
    "MODE.SNGL": 13,
}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One function: its name above its results, and what it gives for some values out of all."""

    label: str
    run: Callable[[list[Value], list[Value]], Value]


def aggregates(given: str, ask: Ask) -> tuple[list[Aggregate], bool]:
    """Return one function or several, and whether they stand below one another.

    Raises:
        Failed: it is none.
    """
    stripped = given.strip()
    found = calls(stripped, _STACKS)
    outer = found[-1] if found and found[-1].start == 0 and found[-1].end == len(stripped) else None
    if outer is not None and outer.name != "LAMBDA":
        return _stacked(stripped, outer, ask), outer.name == "VSTACK"
    return [_aggregate(stripped, ask)], False


def _stacked(given: str, outer: Call, ask: Ask) -> list[Aggregate]:
    return [one for start, end in outer.arguments for one in aggregates(given[start:end], ask)[0]]


def _aggregate(given: str, ask: Ask) -> Aggregate:
    name = given.upper().removeprefix("_XLETA.")
    if name.startswith("LAMBDA("):
        return Aggregate(_CUSTOM, lambda part, _: ask(f"{given}({_array(part)})"))
    if not _NAME.fullmatch(name):
        raise Failed("#VALUE!")
    own = _own(name)
    if own is not None:
        return Aggregate(name, _failing(own))
    return Aggregate(name, lambda part, _: ask(f"{name}({_array(part)})"))


def _array(values: Sequence[Value]) -> str:
    """Write values as an array; empty ones as empty texts, which statistics pass over too."""
    return literal([["" if value is None else value] for value in values])


Run = Callable[[list[Value], list[Value]], Value]


def _failing(run: Run) -> Run:
    def runs(part: list[Value], whole: list[Value]) -> Value:
        try:
            return run(part, whole)
        except Failed as failed:
            return {"e": failed.code}

    return runs


def _own(name: str) -> Run | None:
    """Return a function that needs no engine."""
    if name in _NUMBERED:
        statistic = STATISTICS[_NUMBERED[name]]
        return lambda part, _: float(statistic(_numbers(part)))
    others: dict[str, Run] = {
        "COUNT": lambda part, _: float(sum(_is_number(one) for one in part)),
        "COUNTA": lambda part, _: float(sum(one is not None for one in part)),
        "CONCAT": lambda part, _: "".join(map(text, part)),
        "ARRAYTOTEXT": lambda part, _: ", ".join(map(_plain, part)),
        "PERCENTOF": _percent,
    }
    return others.get(name)


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _plain(value: Value) -> str:
    return str(value["e"]) if is_error(value) else text(value)


def _percent(part: list[Value], whole: list[Value]) -> float:
    total = sum(_numbers(whole))
    if not total:
        raise Failed("#DIV/0!")
    return sum(_numbers(part)) / total


def _numbers(values: list[Value]) -> list[float]:
    return numbers(Argument([values]))


Related = Callable[[int, int], Members]
"""The observations that a cell's are a share of, by the numbers of its row and column."""


def relation(which: int, rows: list[Line], cols: list[Line], everything: Members) -> Related:
    """Return what shares are of: 0 the column, 1 the row, 2 all, 3 and 4 the group around either.

    Raises:
        Failed: it is none of these.
    """
    if not 0 <= which <= 4:
        raise Failed("#VALUE!")
    if which < 3:
        simple: list[Related] = [
            lambda _, col: cols[col].members,
            lambda row, _: rows[row].members,
            lambda _row, _col: everything,
        ]
        return simple[which]
    around = _around(cols if which == 3 else rows, everything)
    if which == 3:
        return lambda row, col: _both(around[col], rows[row].members)
    return lambda row, col: _both(around[row], cols[col].members)


def _around(lines: list[Line], everything: Members) -> list[Members]:
    """Return the observations of the group around each line."""
    by_path: dict[tuple[str, ...], dict[int, None]] = {}
    for line in lines:
        for length in range(len(line.path)):
            by_path.setdefault(tuple(line.path[:length]), {}).update(dict.fromkeys(line.members))
    return [list(by_path.get(tuple(line.path[:-1]), everything)) for line in lines]


def _both(left: Members, right: Members) -> Members:
    inside = set(right)
    return [member for member in left if member in inside]
