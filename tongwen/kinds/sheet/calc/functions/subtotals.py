"""SUBTOTAL, AGGREGATE: statistics that pass over hidden rows, errors and other subtotals."""

import math
import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TypeGuard

from tongwen.kinds.sheet.calc.functions.arguments import (
    Argument,
    Arguments,
    Failed,
    is_error,
)

_HIDDEN = {1, 3, 5, 7}
_ERRORS = {2, 3, 6, 7}
_NESTED = {0, 1, 2, 3}
_HIDDEN_AND_NESTED = 1
_FIRST_WITH_K = 14


def aggregate(given: Arguments) -> float:
    """AGGREGATE(function, options, ranges … or array, k)."""
    if len(given) < 3:
        raise Failed("#VALUE!")
    function, options = given.whole(0), given.whole(1, 0)
    if not 1 <= function <= 19 or not 0 <= options <= 7:
        raise Failed("#VALUE!")
    if function >= _FIRST_WITH_K:
        given.count(4, 4)
        values = _values([given[2]], options)
        return _with_k(function, [one for one in values if _is_number(one)], given.number(3))
    counts = function in (2, 3)  # errors do not hinder counting
    values = _values(list(given.given[2:]), options, errors=counts)
    if function == 2:
        return float(sum(_is_number(value) for value in values))
    if function == 3:
        return float(sum(value is not None for value in values))
    return STATISTICS[function]([one for one in values if _is_number(one)])


def subtotal(given: Arguments) -> float:
    """SUBTOTAL(function, ranges …): rows that filters hide never count, others only below 100."""
    if len(given) < 2:
        raise Failed("#VALUE!")
    code = given.whole(0)
    function = code % 100
    if not 1 <= function <= 11 or code // 100 not in (0, 1):
        raise Failed("#VALUE!")
    seen = [
        argument if code > 100 else replace(argument, hidden=argument.filtered)
        for argument in given.given[1:]
    ]
    counts = function in (2, 3)
    values = _values(seen, _HIDDEN_AND_NESTED, errors=counts)
    if function == 2:
        return float(sum(_is_number(value) for value in values))
    if function == 3:
        return float(sum(value is not None for value in values))
    return STATISTICS[function]([one for one in values if _is_number(one)])


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _values(arguments: list[Argument], options: int, *, errors: bool = False) -> list[object]:
    found: list[object] = []
    for argument in arguments:
        for index, row in enumerate(argument.values):
            if options in _HIDDEN and index < len(argument.hidden) and argument.hidden[index]:
                continue
            nested = argument.nested[index] if index < len(argument.nested) else []
            for place, value in enumerate(row):
                if options in _NESTED and place < len(nested) and nested[place]:
                    continue
                if is_error(value):
                    if options in _ERRORS:
                        continue
                    if not errors:
                        raise Failed(value["e"])
                found.append(value)
    return found


def _needs(least: int, code: str, made: Callable[[list[float]], float]) -> Callable[..., float]:
    def checked(values: list[float]) -> float:
        if len(values) < least:
            raise Failed(code)
        return made(values)

    return checked


def _mode(values: list[float]) -> float:
    counts = Counter(values)
    value, count = counts.most_common(1)[0] if counts else (0.0, 0)
    if count < 2:
        raise Failed("#N/A")
    return value


STATISTICS: dict[int, Callable[[list[float]], float]] = {
    1: _needs(1, "#DIV/0!", statistics.fmean),
    4: lambda values: max(values, default=0.0),
    5: lambda values: min(values, default=0.0),
    6: lambda values: math.prod(values) if values else 0.0,
    7: _needs(2, "#DIV/0!", statistics.stdev),
    8: _needs(1, "#DIV/0!", statistics.pstdev),
    9: math.fsum,
    10: _needs(2, "#DIV/0!", statistics.variance),
    11: _needs(1, "#DIV/0!", statistics.pvariance),
    12: _needs(1, "#NUM!", statistics.median),
    13: _mode,
}


def _with_k(function: int, given: list[float], k: float) -> float:
    values = sorted(given)
    if not values:
        raise Failed("#NUM!")
    if function in (14, 15):
        place = math.ceil(k) if function == 14 else math.floor(k)
        if not 1 <= place <= len(values):
            raise Failed("#NUM!")
        return values[-place] if function == 14 else values[place - 1]
    if function in (16, 17):
        share = k if function == 16 else math.trunc(k) / 4
        return quantile(values, share * (len(values) - 1))
    share = k if function == 18 else math.trunc(k) / 4
    if not 0 < share < 1:
        raise Failed("#NUM!")
    return quantile(values, share * (len(values) + 1) - 1)


def quantile(values: list[float], place: float) -> float:
    """Return what lies at a fractional place of sorted values."""
    if not 0 <= place <= len(values) - 1:
        raise Failed("#NUM!")
    below = math.floor(place)
    if below == place:
        return values[below]
    return values[below] + (place - below) * (values[below + 1] - values[below])
