"""Serial numbers as dates, times and spans of time, by the tokens of a number format."""

import datetime
import math
from dataclasses import dataclass

from tongwen.formats.xlsx.number_code import Section, Token

_DAY = 86_400  # seconds
_LAST = 2_958_466  # the first day after 9999-12-31, as a serial of the 1900 system
_DAYS_TO_1904 = 1_462
_PHANTOM = 60  # 29 February 1900, which never was but has a number
_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday"
_MONTH_NAMES, _WEEKDAY_NAMES = _MONTHS.split(), _WEEKDAYS.split()
_HAN_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_HAN_DAYS = "日一二三四五六"


class TooFar(ValueError):
    """There is no such date."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A serial number taken apart; `serial` is in days of the 1900 system."""

    serial: float
    year: int
    month: int
    day: int
    weekday: int  # 0: Sunday
    seconds: float  # since midnight


def write_date(value: float, section: Section, date1904: bool) -> str:
    """Return a number as a date, time or span.

    Raises:
        TooFar: it is negative, or after the year 9999.
    """
    tokens = section.tokens
    places = _second_places(tokens)
    elapsed = any(token.kind == "elapsed" for token in tokens)
    if value < 0 and not elapsed and not date1904:
        raise TooFar
    serial = abs(value) + (_DAYS_TO_1904 if date1904 and not elapsed else 0)
    moment = _moment(_to_places(serial, places), elapsed)
    sign = "-" if value < 0 else ""
    half = any(token.kind == "half" for token in tokens)
    out = ""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token == Token("mark", ".") and _is_fraction_of_second(tokens, index):
            digits = 0
            while index + 1 + digits < len(tokens) and tokens[index + 1 + digits].kind == "digit":
                digits += 1
            out += f"{moment.seconds % 1:.{digits}f}"[1:]
            index += 1 + digits
            continue
        out += _token(token, moment, section, half)
        index += 1
    return sign + out


def date_of(serial: float) -> tuple[int, int, int]:
    """Return year, month and day of a serial of the 1900 system, its leap day of 1900 included.

    Raises:
        TooFar: there is no such day.
    """
    day = math.floor(serial)
    if not 0 <= day < _LAST:
        raise TooFar
    if day == _PHANTOM:
        return 1900, 2, 29
    if day == 0:
        return 1900, 1, 0
    found = datetime.date(1899, 12, 30 if day > _PHANTOM else 31) + datetime.timedelta(days=day)
    return found.year, found.month, found.day


def _moment(serial: float, elapsed: bool) -> Moment:
    day = math.floor(serial)
    seconds = (serial - day) * _DAY
    seconds = round(seconds, 6)
    if seconds >= _DAY:
        day, seconds = day + 1, 0.0
    try:
        year, month, date = date_of(day)
    except TooFar:
        if not elapsed:
            raise
        year, month, date = 1900, 1, 0
    return Moment(serial, year, month, date, (day + 6) % 7, seconds)


def _to_places(serial: float, places: int) -> float:
    """Return a serial rounded to so many decimals of a second."""
    step = 10.0**places
    if not math.isfinite(serial * _DAY * step):
        return serial  # without decimals anyway
    return float(math.floor(serial * _DAY * step + 0.5) / (_DAY * step))


def _second_places(tokens: list[Token]) -> int:
    return next(
        (
            sum(1 for one in tokens[index + 1 : index + 4] if one.kind == "digit")
            for index, token in enumerate(tokens)
            if token == Token("mark", ".") and _is_fraction_of_second(tokens, index)
        ),
        0,
    )


def _is_fraction_of_second(tokens: list[Token], index: int) -> bool:
    after = index + 1 < len(tokens) and tokens[index + 1].kind == "digit"
    return after and index > 0 and tokens[index - 1].text[:1] == "s"


def _token(token: Token, moment: Moment, section: Section, half: bool) -> str:
    if token.kind == "elapsed":
        return _elapsed(token.text, moment)
    if token.kind == "half":
        return _half(token.text, moment, section)
    if token.kind == "date":
        return _date(token.text, moment, section, half)
    if token.kind in ("digit", "general"):
        return token.text if token.kind == "digit" else ""
    return token.text


def _elapsed(text: str, moment: Moment) -> str:
    whole = round(moment.serial * _DAY, 3)
    unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return str(int(whole // unit)).rjust(len(text), "0")


def _half(text: str, moment: Moment, section: Section) -> str:
    after = moment.seconds >= _DAY / 2
    if "午" in text or section.chinese:
        return "下午" if after else "上午"
    if len(text) == 3:
        return text[2] if after else text[0]
    return "PM" if after else "AM"


def _date(text: str, moment: Moment, section: Section, half: bool) -> str:
    unit, width = text[0], len(text)
    if unit == "y":
        return f"{moment.year % 100:02d}" if width <= 2 else f"{moment.year:04d}"
    if unit == "m":
        return _month(moment.month, width, section)
    if unit in "da" and width >= 3:
        return _weekday(moment.weekday, unit, width, section)
    hours = int(moment.seconds // 3600)
    if half and unit == "h":
        hours = hours % 12 or 12
    number = {
        "d": moment.day,
        "h": hours,
        "n": int(moment.seconds // 60 % 60),
        "s": int(moment.seconds % 60),
    }[unit]
    return f"{number:02d}" if width >= 2 else str(number)


def _month(month: int, width: int, section: Section) -> str:
    if width <= 2:
        return f"{month:02d}" if width == 2 else str(month)
    if section.chinese:
        return f"{_HAN_MONTHS[month - 1]}月"
    name = _MONTH_NAMES[month - 1]
    return {3: name[:3], 5: name[:1]}.get(width, name)


def _weekday(weekday: int, unit: str, width: int, section: Section) -> str:
    if unit == "a":
        return f"星期{_HAN_DAYS[weekday]}" if width > 3 else _HAN_DAYS[weekday]
    if section.chinese:
        return f"{'星期' if width > 3 else '周'}{_HAN_DAYS[weekday]}"
    name = _WEEKDAY_NAMES[weekday]
    return name if width > 3 else name[:3]
