"""Number format codes taken apart (ECMA-376-1 §18.8.31): sections, conditions, tokens."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|_(?P<space>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]?"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|e+|m+|d+|h+|s+|aaaa|aaa|b+|g+)"
    r"|(?P<digit>[0#?])"
    r"|(?P<mark>[.,%/@])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COLORS = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r\s*([1-9]|[1-4][0-9]|5[0-6])"
    r"|黑色?|蓝色?|青色?|绿色?|洋红色?|红色?|白色?|黄色?|颜色\s*\d+",
    re.IGNORECASE,
)
_DATE_KINDS = ("date", "half", "elapsed")
_LONGEST = 1_000

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section: `literal`, `digit`, `mark`, `date`, `half`, `elapsed` or `general`."""

    kind: str
    text: str


@dataclass(slots=True)
class Section:
    """One section of a code."""

    tokens: list[Token] = field(default_factory=list)
    condition: tuple[str, float] | None = None
    color: str | None = None
    numerals: int = 0  # of [DBNum1] to [DBNum4]
    chinese: bool = False
    currency_words: bool = False  # [$RMB]: an amount of money in capitals

    @property
    def is_date(self) -> bool:
        """Whether it shows a number as a date, a time or a span of time."""
        return any(token.kind in _DATE_KINDS for token in self.tokens)

    @property
    def is_text(self) -> bool:
        """Whether it shows texts."""
        return any(token.kind == "mark" and token.text == "@" for token in self.tokens)

    def holds(self, value: float) -> bool:
        """Whether its condition is there and holds."""
        return self.condition is not None and _COMPARE[self.condition[0]](value, self.condition[1])

    @property
    def only_negative(self) -> bool:
        """Whether its condition lets only negative numbers in, so that their sign is not shown."""
        if self.condition is None:
            return False
        sign, bound = self.condition
        return (sign == "<" and bound <= 0) or (sign in ("<=", "=") and bound < 0)


@lru_cache(maxsize=2048)
def sections(code: str) -> tuple[Section, ...]:
    """Return the sections of a code; any text is a code, what has no meaning is literal."""
    found = [Section()]
    for match in _TOKEN.finditer(code[:_LONGEST]):
        if match["other"] == ";":
            found.append(Section())
        else:
            _take(found[-1], match)
    for section in found:
        _minutes(section)
    return tuple(found)


def _take(section: Section, match: re.Match[str]) -> None:
    kind, text = match.lastgroup or "other", match[match.lastgroup or 0]
    if kind in ("quoted", "escaped", "other"):
        section.tokens.append(Token("literal", text))
    elif kind == "space":
        section.tokens.append(Token("literal", " "))
    elif kind == "fill":
        return  # fills a cell's width, which a text does not have
    elif kind == "bracket":
        _bracket(section, text)
    elif kind == "date":
        _date(section, text)
    else:
        section.tokens.append(Token(kind, text))


def _bracket(section: Section, text: str) -> None:
    condition = _CONDITION.fullmatch(text.strip())
    if condition is not None:
        try:
            section.condition = (condition[1], float(condition[2]))
        except ValueError:
            return
    elif _COLORS.fullmatch(text.strip()):
        section.color = text.strip()
    elif text.lower().startswith("dbnum") and text[5:] in ("1", "2", "3", "4"):
        section.numerals = int(text[5:])
    elif text.startswith("$"):
        symbol, _, locale = text[1:].partition("-")
        section.chinese = section.chinese or locale[-4:].lower().lstrip("0") in _CHINESE
        if symbol == "RMB":
            section.currency_words = True
        elif symbol:
            section.tokens.append(Token("literal", symbol))
    elif _ELAPSED.fullmatch(text):
        section.tokens.append(Token("elapsed", text.lower()))


_CHINESE = ("804", "404", "c04", "1004", "1404", "4", "7804", "7c04")


def _date(section: Section, text: str) -> None:
    lower = text.lower()
    if lower[0] in "bg":
        return  # eras and Buddhist years: shown as the year that follows them
    if lower[0] == "e":
        lower = "yyyy"
    section.tokens.append(Token("date", lower))


def _minutes(section: Section) -> None:
    """Tell minutes from months: after hours or before seconds `m` is a minute."""
    clock = [
        index for index, token in enumerate(section.tokens) if token.kind in ("date", "elapsed")
    ]
    for place, index in enumerate(clock):
        token = section.tokens[index]
        if token.kind != "date" or token.text not in ("m", "mm"):
            continue
        before = section.tokens[clock[place - 1]].text[0] if place else ""
        after = section.tokens[clock[place + 1]].text[0] if place + 1 < len(clock) else ""
        if before == "h" or after == "s":
            section.tokens[index] = Token("date", "n" * len(token.text))
