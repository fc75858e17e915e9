"""Working days, with weekends and holidays of any kind."""

from collections.abc import Callable

from tongwen.kinds.sheet.calc.functions.arguments import (
    Argument,
    Arguments,
    Failed,
    calendar_day,
    is_error,
    number,
)

_LAST_DAY = 2958465
_PAIRS = {1: (5, 6), 2: (6, 0), 3: (0, 1), 4: (1, 2), 5: (2, 3), 6: (3, 4), 7: (4, 5)}


def _weekend(argument: Argument) -> frozenset[int]:
    """The free days of the week, Monday 0: a number of Excel's list, or seven 0s and 1s."""
    if argument.missing or argument.first is None:
        return frozenset((5, 6))
    value = argument.first
    if isinstance(value, str):
        if len(value) != 7 or not set(value) <= {"0", "1"}:
            raise Failed("#VALUE!")
        return frozenset(day for day in range(7) if value[day] == "1")
    chosen = int(number(value))
    if chosen in _PAIRS:
        return frozenset(_PAIRS[chosen])
    if 11 <= chosen <= 17:
        return frozenset(((chosen - 12) % 7,))
    raise Failed("#NUM!")


def _holidays(argument: Argument) -> frozenset[int]:
    found = set()
    for value in argument.all():
        if is_error(value):
            raise Failed(value["e"])
        if value is not None and value != "":
            found.add(int(number(value)))
    return frozenset(found)


def _works(weekend: frozenset[int], holidays: frozenset[int]) -> Callable[[int], bool]:
    return lambda day: calendar_day(day).weekday() not in weekend and day not in holidays


def networkdays(given: Arguments) -> float:
    """NETWORKDAYS(start, end, holidays)."""
    given.count(2, 3)
    return _between(given, frozenset((5, 6)), _holidays(given[2]))


def networkdays_intl(given: Arguments) -> float:
    """NETWORKDAYS.INTL(start, end, weekend, holidays)."""
    given.count(2, 4)
    return _between(given, _weekend(given[2]), _holidays(given[3]))


def _between(given: Arguments, weekend: frozenset[int], holidays: frozenset[int]) -> float:
    start, end = given.whole(0), given.whole(1)
    sign = 1 if start <= end else -1
    start, end = min(start, end), max(start, end)
    calendar_day(start)
    calendar_day(end)
    weeks, rest = divmod(end - start + 1, 7)
    free = weeks * len(weekend)
    first = calendar_day(start).weekday()
    free += sum((first + day) % 7 in weekend for day in range(rest))
    free += sum(
        start <= day <= end and calendar_day(day).weekday() not in weekend for day in holidays
    )
    return float(sign * (end - start + 1 - free))


def workday(given: Arguments) -> float:
    """WORKDAY(start, days, holidays)."""
    given.count(2, 3)
    return _after(given, frozenset((5, 6)), _holidays(given[2]))


def workday_intl(given: Arguments) -> float:
    """WORKDAY.INTL(start, days, weekend, holidays)."""
    given.count(2, 4)
    weekend = _weekend(given[2])
    if len(weekend) == 7:
        raise Failed("#VALUE!")
    return _after(given, weekend, _holidays(given[3]))


def _after(given: Arguments, weekend: frozenset[int], holidays: frozenset[int]) -> float:
    day, left = given.whole(0), given.whole(1)
    calendar_day(day)
    works = _works(weekend, holidays)
    step = 1 if left > 0 else -1
    if not holidays and abs(left) > 10_000:
        weeks = abs(left) // (7 - len(weekend)) - 2
        day += step * 7 * weeks
        left -= step * weeks * (7 - len(weekend))
    while left:
        day += step
        if not 0 <= day <= _LAST_DAY:
            raise Failed("#NUM!")
        if works(day):
            left -= step
    return float(day)
