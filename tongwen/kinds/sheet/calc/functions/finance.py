"""Interest."""

import math

from tongwen.kinds.sheet.calc.functions.arguments import Arguments, Failed

_STEPS = 100
_CLOSE = 1e-11


def rate(given: Arguments) -> float:
    """RATE(nper, pmt, pv, fv, type, guess): by Newton's method from several guesses."""
    given.count(3, 6)
    periods, payment, present = (given.number(index) for index in range(3))
    future = given.number(3, 0.0)
    due = 1.0 if given.number(4, 0.0) else 0.0
    guess = given.number(5, 0.1)
    if periods <= 0:
        raise Failed("#NUM!")
    for start in (guess, 0.1, 0.01, 0.5, -0.1, -0.5, 1.0, -0.9):
        found = _newton(start, periods, payment, present, future, due)
        if found is not None:
            return found
    raise Failed("#NUM!")


def _newton(
    interest: float, periods: float, payment: float, present: float, future: float, due: float
) -> float | None:
    for _ in range(_STEPS):
        if interest <= -1:
            return None
        value, slope = _balance(interest, periods, payment, present, future, due)
        if not math.isfinite(value) or slope == 0 or not math.isfinite(slope):
            return None
        nearer = interest - value / slope
        if abs(nearer - interest) <= _CLOSE * max(1.0, abs(nearer)):
            return nearer if nearer > -1 else None
        interest = nearer
    return None


def _balance(
    interest: float, periods: float, payment: float, present: float, future: float, due: float
) -> tuple[float, float]:
    """What is left after all periods, and its derivative by the interest."""
    if abs(interest) < 1e-10:
        value = present + payment * periods + future
        slope = present * periods + payment * (periods * (periods - 1) / 2 + periods * due)
        return value, slope
    try:
        grown = (1 + interest) ** periods
    except OverflowError:
        return math.inf, math.inf
    steps = (grown - 1) / interest
    growth = periods * grown / (1 + interest)
    widened = (growth - steps) / interest
    value = present * grown + payment * (1 + interest * due) * steps + future
    slope = present * growth + payment * (due * steps + (1 + interest * due) * widened)
    return value, slope
