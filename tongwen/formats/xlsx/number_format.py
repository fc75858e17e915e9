"""What a value looks like under a number format: the text of a cell (ECMA-376-1 §18.8.31)."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

from tongwen.formats.xlsx.chinese_numbers import (
    LOWER,
    UPPER,
    amount,
    by_digit,
    by_place,
    date_parts,
    full_width,
)
from tongwen.formats.xlsx.date_format import TooFar, write_date
from tongwen.formats.xlsx.number_code import Section, Token, sections

TOO_WIDE = "#" * 8
"""What stands for a date that there is not."""

_WIDTH = 11  # characters that General uses for a number
_EXACT = Context(prec=400)  # the digits of any number, before and after the point
_DIGITS = 15  # significant digits of a number in a workbook


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it is shown, and the colour that the format gives it (`Red`), if any."""

    text: str
    color: str | None = None


def display(value: Any, code: str | None = None, date1904: bool = False) -> str:
    """Return the text of a value (the README's contents; of a formula its result) under a code.

    Never raises: a code that means nothing shows the number as General does.
    """
    return shown(value, code, date1904).text


def shown(value: Any, code: str | None = None, date1904: bool = False) -> Shown:
    """Return the text of a value and its colour; see `display`."""
    if value is None:
        return Shown("")
    if isinstance(value, bool):
        return Shown("TRUE" if value else "FALSE")
    if isinstance(value, dict):
        if "e" in value:
            return Shown(str(value["e"]))
        if "f" in value:
            return shown(value.get("c"), code, date1904)
        value = "".join(str(run[0]) for run in value.get("r") or [] if run)
    if isinstance(value, str):
        return _text(value, code)
    if not isinstance(value, int | float) or not math.isfinite(value):
        return Shown("#NUM!")
    return _number(float(value), code, date1904)


def general(value: float) -> str:
    """Return a number as the format General shows it: at most eleven characters wide."""
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if -4 <= size <= -1:
        return _trimmed(f"{value:.{10 + size}g}")
    if abs(size) <= 9:
        return _fitting(value)
    if size == 10:
        return _trimmed(f"{value:.10f}"[: _WIDTH + 1])
    return _small(value)


def _fitting(value: float) -> str:
    width = _WIDTH + (value < 0)
    text = _trimmed(f"{value:.12f}")
    if len(text) <= width:
        return text
    text = _trimmed(f"{value:.10g}")
    return text if len(text) <= width and "e" not in text else _scientific(value)


def _small(value: float) -> str:
    text = _trimmed(f"{value:.11f}")
    if len(text) <= _WIDTH + (value < 0) and text not in ("0", "-0"):
        return text
    return _scientific(value)


def _scientific(value: float) -> str:
    digits, _, exponent = f"{value:.5e}".partition("e")
    return f"{_trimmed(digits)}E{exponent[0]}{int(exponent[1:]):02d}"


def _trimmed(text: str) -> str:
    if "e" in text:
        digits, _, exponent = text.partition("e")
        return f"{_trimmed(digits)}E{exponent[0]}{int(exponent[1:]):02d}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: str, code: str | None) -> Shown:
    found = sections(code or "General")
    section = next((one for one in found if one.is_text), None)
    if section is None and len(found) == 4:
        section = found[3]
    if section is None:
        return Shown(value)
    text = "".join(
        value if token.text == "@" and token.kind == "mark" else token.text
        for token in section.tokens
    )
    return Shown(text, section.color)


def _number(value: float, code: str | None, date1904: bool) -> Shown:
    found = sections(code or "General")
    numeric = [one for one in found if not one.is_text][:3]
    if not numeric:
        return Shown(general(value), found[0].color)
    section, signless = _chosen(numeric, value)
    if not section.tokens and not section.currency_words:
        bare = len(numeric) == 1 and (section.numerals or section.condition or section.color)
        if not bare:
            return Shown("", section.color)
    given = abs(value) if signless else value
    if section.currency_words:
        return Shown(amount(value), section.color)
    if section.is_date:
        try:
            text = write_date(value, section, date1904)
        except TooFar:
            return Shown(TOO_WIDE, section.color)
        return Shown(_in_characters(text, section), section.color)
    return Shown(_in_characters(_written(given, section), section), section.color)


def _chosen(found: list[Section], value: float) -> tuple[Section, bool]:
    """Return the section for a number, and whether the section speaks for its sign."""
    if any(section.condition for section in found):
        for section in found:
            if section.holds(value):
                return section, section.only_negative
        rest = next((section for section in found if section.condition is None), None)
        if rest is None:
            return Section([Token("literal", TOO_WIDE)]), True
        signless = value < 0 and len(found) > 1 and found.index(rest) == 1 and _positive(found[0])
        return rest, signless
    if value > 0 or len(found) == 1:
        return found[0], False
    if value < 0:
        return found[1], True
    return found[2] if len(found) > 2 else found[0], False


def _positive(section: Section) -> bool:
    return section.condition is not None and section.condition[0] in (">", ">=")


def _in_characters(text: str, section: Section) -> str:
    if not section.numerals:
        return text
    if section.numerals >= 3:
        return full_width(text)
    numerals = LOWER if section.numerals == 1 else UPPER
    if section.is_date:
        return date_parts(text, numerals)
    placed = not any(token.kind == "digit" for token in section.tokens)
    return by_place(text, numerals) if placed else by_digit(text, numerals)


def _written(value: float, section: Section) -> str:
    tokens = section.tokens
    if not any(token.kind in ("digit", "general") for token in tokens):
        if not tokens:
            return general(value)
        return ("-" if value < 0 else "") + "".join(_plain(token) for token in tokens)
    if any(token.kind == "general" for token in tokens):
        sign = "-" if value < 0 else ""
        inside = general(abs(value))
        return sign + "".join(
            inside if token.kind == "general" else _plain(token) for token in tokens
        )
    if any(token.kind == "exponent" for token in tokens):
        return _exponential(value, tokens)
    if _is_fraction(tokens):
        return _fraction(value, tokens)
    return _decimal(value, tokens)


def _plain(token: Token) -> str:
    return "" if token.kind == "mark" and token.text == "," else token.text


def _rounded(value: Decimal, decimals: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT):f}"


def _exact(value: float) -> Decimal:
    """Return a number with the digits that a workbook has of it."""
    return Decimal(f"{value:.{_DIGITS}g}")


# -- whole parts, decimals, thousands ---------------------------------------------------------


def _decimal(value: float, tokens: list[Token]) -> str:
    point = next((i for i, token in enumerate(tokens) if token == Token("mark", ".")), len(tokens))
    number = abs(_exact(value))
    number = number.scaleb(2 * sum(token == Token("mark", "%") for token in tokens))
    number = number.scaleb(-3 * _thousands(tokens, point))
    whole_tokens = tokens[:point]
    decimal_tokens = tokens[point + 1 :]
    places = sum(token.kind == "digit" for token in decimal_tokens)
    text = _rounded(number, min(places, 30))
    digits, _, decimals = text.partition(".")
    sign = "-" if value < 0 and any(digit not in "0." for digit in text) else ""
    grouped = _is_grouped(whole_tokens)
    written = _whole(digits.lstrip("0"), whole_tokens, grouped)
    if point < len(tokens):
        written += "." + _decimals(decimals.ljust(places, "0"), decimal_tokens)
    return sign + written


def _thousands(tokens: list[Token], point: int) -> int:
    """Count the commas right behind the last digit of the whole part or of the decimals."""
    found = 0
    for start, stop in ((0, point), (point, len(tokens))):
        places = [i for i in range(start, stop) if tokens[i].kind == "digit"]
        after = places[-1] + 1 if places else stop
        while after < stop and tokens[after] == Token("mark", ","):
            found += 1
            after += 1
    return found


def _is_grouped(tokens: list[Token]) -> bool:
    """Whether a comma stands between digits."""
    places = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    return bool(places) and any(
        token == Token("mark", ",") for token in tokens[places[0] : places[-1]]
    )


def _whole(digits: str, tokens: list[Token], grouped: bool) -> str:
    """Fill the placeholders of a whole part from the right; the first takes all that is left."""
    out: list[str] = []
    left = digits
    count = 0
    placeholders = sum(token.kind == "digit" for token in tokens)
    if not placeholders:
        return left + "".join(_plain(token) for token in tokens)
    for token in reversed(tokens):
        if token.kind != "digit":
            out.append(_plain(token))
            continue
        placeholders -= 1
        taken = left[-1:] if placeholders else left
        left = left[:-1] if placeholders else ""
        for digit in reversed(taken) if taken else _padding(token.text):
            if grouped and count and count % 3 == 0 and digit != " ":
                out.append(",")
            out.append(digit)
            count += 1
    return "".join(reversed(out))


def _padding(placeholder: str) -> str:
    return {"0": "0", "?": " ", "#": ""}[placeholder]


def _decimals(digits: str, tokens: list[Token]) -> str:
    significant = len(digits.rstrip("0"))
    out = ""
    at = 0
    for token in tokens:
        if token.kind != "digit":
            out += _plain(token)
            continue
        digit = digits[at]
        at += 1
        out += digit if at <= significant or token.text == "0" else _padding(token.text)
    return out


# -- powers of ten, fractions ------------------------------------------------------------------


def _exponential(value: float, tokens: list[Token]) -> str:
    split = next(index for index, token in enumerate(tokens) if token.kind == "exponent")
    head, tail = tokens[:split], tokens[split + 1 :]
    point = next((i for i, t in enumerate(head) if t == Token("mark", ".")), len(head))
    step = max(1, sum(token.kind == "digit" for token in head[:point]))
    places = sum(token.kind == "digit" for token in head[point:])
    number = abs(_exact(value))
    power = number.adjusted() if number else 0
    power = power // step * step if step > 1 else power
    text = _rounded(number.scaleb(-power), min(places, 30))
    if len(text.partition(".")[0].lstrip("-")) > step and number:
        power += step
        text = _rounded(number.scaleb(-power), min(places, 30))
    digits, _, decimals = text.partition(".")
    written = _whole(digits.lstrip("0") or "0", head[:point], False)
    if point < len(head):
        written += "." + _decimals(decimals.ljust(places, "0"), head[point + 1 :])
    mark = "E-" if power < 0 else ("E+" if tokens[split].text.endswith("+") else "E")
    sign = "-" if value < 0 else ""
    return sign + written + mark + _whole(str(abs(power)), tail, False)


def _is_fraction(tokens: list[Token]) -> bool:
    for index, token in enumerate(tokens):
        if token == Token("mark", "/"):
            before = any(one.kind == "digit" for one in tokens[:index])
            after = [
                one for one in tokens[index + 1 :] if one.kind == "digit" or one.text.isdigit()
            ]
            return before and bool(after)
    return False


def _fraction(value: float, tokens: list[Token]) -> str:
    slash = tokens.index(Token("mark", "/"))
    first = slash
    while first > 0 and tokens[first - 1].kind == "digit":
        first -= 1
    stop = slash + 1
    while stop < len(tokens) and (tokens[stop].kind == "digit" or tokens[stop].text.isdigit()):
        stop += 1
    below = tokens[slash + 1 : stop]
    whole_tokens = tokens[:first]
    has_whole = any(token.kind == "digit" for token in whole_tokens)
    number = abs(Fraction(_exact(value)))
    whole = int(number) if has_whole else 0
    part = number - whole
    fixed = "".join(token.text for token in below if token.text.isdigit() and token.text != "0")
    if fixed and all(token.text.isdigit() for token in below):
        bottom = int("".join(token.text for token in below))
        top = int(part * bottom + Fraction(1, 2))
    else:
        nearest = part.limit_denominator(max(1, 10 ** min(len(below), 7) - 1))
        top, bottom = nearest.numerator, nearest.denominator
    if has_whole and top == bottom:
        whole, top = whole + 1, 0
    sign = "-" if value < 0 and (whole or top) else ""
    return (
        sign
        + _fraction_text(whole, top, bottom, (whole_tokens, has_whole, slash - first, len(below)))
        + "".join(_plain(token) for token in tokens[stop:])
    )


def _fraction_text(
    whole: int, top: int, bottom: int, shape: tuple[list[Token], bool, int, int]
) -> str:
    whole_tokens, has_whole, above, below = shape
    written = ""
    if has_whole:
        digits = str(whole) if whole or not top else ""
        written = _whole(digits, whole_tokens, False)
    else:
        written = "".join(_plain(token) for token in whole_tokens)
    if has_whole and not top:
        return written + " " * (above + 1 + below)
    return written + str(top).rjust(above) + "/" + str(bottom).ljust(below)
