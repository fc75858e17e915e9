"""Distributions, ranks and Bessel functions that the engine computes otherwise, or not."""

import math

from tongwen.kinds.sheet.calc.functions.arguments import Arguments, Failed, numbers, truth

_STEPS = 500
_TINY = 1e-300


def beta_part(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (NIST DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(logs + a * math.log(x) + b * math.log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _fraction(1 - x, b, a) / b
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _STEPS):
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + part * d)
            c = _not_zero(1 + part / c)
            result *= d * c
        if abs(d * c - 1) < 1e-15:
            return result
    raise Failed("#NUM!")


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def betadist(given: Arguments) -> float:
    """BETADIST(x, α, β, A, B) and, as LibreOffice has it, whether it is cumulative."""
    given.count(3, 6)
    x, a, b = (given.number(index) for index in range(3))
    low, high = given.number(3, 0.0), given.number(4, 1.0)
    cumulative = given[5].missing or truth(given[5].first)
    if a <= 0 or b <= 0 or low >= high:
        raise Failed("#NUM!")
    if not low <= x <= high:
        if len(given) < 6:
            raise Failed("#NUM!")
        return 1.0 if cumulative and x > high else 0.0
    place = (x - low) / (high - low)
    if cumulative:
        return beta_part(place, a, b)
    if place in (0.0, 1.0):
        edge = a if place == 0 else b
        if edge < 1:
            raise Failed("#NUM!")
        return 0.0 if edge > 1 else (b if place == 0 else a) / (high - low)
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    density = logs + (a - 1) * math.log(place) + (b - 1) * math.log1p(-place)
    return math.exp(density) / (high - low)


def percentrank(given: Arguments) -> float:
    """PERCENTRANK, PERCENTRANK.INC: the share of the others that are smaller."""
    values, x, digits = _ranked(given)
    if len(values) == 1:
        if x != values[0]:
            raise Failed("#N/A")
        return 1.0
    return _cut(_place(values, x) / (len(values) - 1), digits)


def percentrank_exc(given: Arguments) -> float:
    """PERCENTRANK.EXC: without the ends."""
    values, x, digits = _ranked(given)
    return _cut((_place(values, x) + 1) / (len(values) + 1), digits)


def _ranked(given: Arguments) -> tuple[list[float], float, int]:
    given.count(2, 3)
    values, x = sorted(numbers(given[0])), given.number(1)
    digits = given.whole(2, 3)
    if digits < 1 or not values:
        raise Failed("#NUM!")
    if not values[0] <= x <= values[-1]:
        raise Failed("#N/A")
    return values, x, digits


def _place(values: list[float], x: float) -> float:
    below = sum(value < x for value in values)
    if x in values:
        return float(below)
    return below - 1 + (x - values[below - 1]) / (values[below] - values[below - 1])


def _cut(share: float, digits: int) -> float:
    scale = float(10**digits)
    return math.floor(share * scale + 1e-9) / scale


def besseli(given: Arguments) -> float:
    """BESSELI(x, n): the modified Bessel function, by its power series (NIST DLMF 10.25.2)."""
    given.count(2, 2)
    x, order = given.number(0), given.whole(1)
    if order < 0:
        raise Failed("#NUM!")
    half = x / 2
    term = math.prod(half / step for step in range(1, order + 1))
    total = term
    for step in range(1, _STEPS + int(abs(x))):
        term *= half * half / (step * (step + order))
        total += term
        if abs(term) <= abs(total) * 1e-17:
            break
    if not math.isfinite(total):
        raise Failed("#NUM!")
    return total


def binom_inv(given: Arguments) -> float:
    """BINOM.INV, CRITBINOM(trials, probability, share): the least count that reaches a share."""
    given.count(3, 3)
    trials, chance, share = given.whole(0), given.number(1), given.number(2)
    if trials < 0 or not 0 <= chance <= 1 or not 0 <= share <= 1:
        raise Failed("#NUM!")
    if chance in (0.0, 1.0) or share in (0.0, 1.0):
        return float(trials) if share > 0 and (chance == 1 or (share == 1 and chance > 0)) else 0.0
    low, high = 0, trials
    while low < high:
        middle = (low + high) // 2
        reached = 1 - beta_part(chance, middle + 1, trials - middle)
        low, high = (low, middle) if reached >= share else (middle + 1, high)
    return float(low)
