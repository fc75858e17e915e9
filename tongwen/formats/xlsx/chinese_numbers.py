"""Numbers in Chinese characters, as `[DBNum1]`, `[DBNum2]` and `[DBNum3]` show them."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_GROUPS = ("", "万", "亿", "兆", "京")
_NUMBER = re.compile(r"(\d+)(\.\d+)?")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Numerals:
    """Digits, ten to a thousand, and the zero of numbers that are read digit by digit in dates."""

    digits: str
    tens: str
    zero: str


LOWER = Numerals("零一二三四五六七八九", "十百千", "〇")
UPPER = Numerals("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "零")


def by_digit(text: str, numerals: Numerals) -> str:
    """Return a text with each digit as its character: `123` is 一二三."""
    return text.translate(str.maketrans("0123456789", numerals.digits))


def full_width(text: str) -> str:
    """Return a text with full-width digits."""
    return text.translate(_FULL_WIDTH)


def by_place(text: str, numerals: Numerals) -> str:
    """Return numbers by their places, decimals one by one: `10500.5` is 一万零五百.五."""

    def written(found: re.Match[str]) -> str:
        decimals = by_digit(found[2], numerals) if found[2] else ""
        return whole(found[1], numerals) + decimals

    return _NUMBER.sub(written, text)


def date_parts(text: str, numerals: Numerals) -> str:
    """Return a date: years digit by digit, months and days by places without 一 before 十."""

    def written(found: re.Match[str]) -> str:
        if len(found[0]) > 2:
            return by_digit(found[0], numerals).replace(numerals.digits[0], numerals.zero)
        placed = whole(found[0], numerals)
        one = numerals.digits[1] + numerals.tens[0]
        return placed[1:] if placed.startswith(one) else placed

    return re.sub(r"\d+", written, text)


def whole(digits: str, numerals: Numerals) -> str:
    """Return a whole number by its places: `10500` is 一万零五百; beyond 京 digit by digit."""
    bare = digits.lstrip("0")
    if not bare:
        return numerals.digits[0]
    if len(bare) > 4 * len(_GROUPS):
        return by_digit(bare, numerals)
    text = ""
    gap = False
    start = 0
    while start < len(bare):
        stop = start + ((len(bare) - start) % 4 or 4)
        group = bare[start:stop]
        written = _four(group.lstrip("0"), numerals)
        start = stop
        if not written:
            gap = bool(text)
            continue
        if text and (gap or group.startswith("0")):
            text += numerals.digits[0]
        gap = False
        text += written + _GROUPS[(len(bare) - stop) // 4]
    return text


def _four(group: str, numerals: Numerals) -> str:
    text = ""
    gap = False
    for index, digit in enumerate(group):
        if digit == "0":
            gap = True
            continue
        if gap:
            text += numerals.digits[0]
        gap = False
        place = len(group) - index - 2
        text += numerals.digits[int(digit)] + (numerals.tens[place] if place >= 0 else "")
    return text


def amount(value: float) -> str:
    """Return an amount of money in capitals, rounded to 分: 壹仟贰佰元伍角整."""
    cents = int(Decimal(repr(abs(value))).scaleb(2).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = f"{whole(str(yuan), UPPER)}元" if yuan or not cents else ""
    if jiao:
        text += f"{UPPER.digits[jiao]}角"
    elif fen and yuan:
        text += UPPER.digits[0]
    text += f"{UPPER.digits[fen]}分" if fen else "整"
    return ("负" if value < 0 and cents else "") + text
