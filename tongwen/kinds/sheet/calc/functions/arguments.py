"""What functions of ours are given, and what they may answer."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = Any
Matrix = list[list[Value]]


class Failed(Exception):
    """The function's value is an error, such as `#VALUE!`."""

    def __init__(self, code: str = "#VALUE!") -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Argument:
    """An argument: its values, and where they came from if it is a plain reference."""

    values: Matrix
    reference: bool = False
    hidden: list[bool] = field(default_factory=list)  # of each row, when it is a reference
    filtered: list[bool] = field(default_factory=list)  # of the hidden ones, those of filters
    nested: list[list[bool]] = field(default_factory=list)  # cells that are subtotals themselves
    data: tuple[int, int] | None = None  # where the values of a pivot table begin
    text: str = ""  # as it is written, of an argument that is a function

    @property
    def missing(self) -> bool:
        """Whether nothing was written between the commas."""
        return not self.values

    @property
    def first(self) -> Value:
        """The value, or the first of several."""
        return self.values[0][0] if self.values and self.values[0] else None

    def all(self) -> Iterator[Value]:
        """Yield all values by rows."""
        for row in self.values:
            yield from row


def is_error(value: Value) -> bool:
    """Whether a value is an error."""
    return isinstance(value, dict)


def number(value: Value) -> float:
    """Return a value as a number, as arithmetic does.

    Raises:
        Failed: it is an error, or text that is no number.
    """
    if is_error(value):
        raise Failed(value["e"])
    if value is None:
        return 0.0
    if isinstance(value, str):
        return _spoken(value)
    return float(value)


def _spoken(text: str) -> float:
    stripped = text.strip()
    try:
        found = float(stripped.rstrip("%")) / (100 if stripped.endswith("%") else 1)
    except ValueError:
        return day_number(stripped)
    if not math.isfinite(found):
        raise Failed("#VALUE!")
    return found


def day_number(text: str) -> float:
    """Return the serial number of an ISO date.

    Raises:
        Failed: it is none.
    """
    try:
        return float((date.fromisoformat(text) - date(1899, 12, 30)).days)
    except ValueError:
        raise Failed("#VALUE!") from None


def calendar_day(serial: float) -> date:
    """Return the date of a serial number.

    Raises:
        Failed: it is out of range.
    """
    if not 0 <= serial < 2958466:
        raise Failed("#NUM!")
    return date.fromordinal(int(serial) + date(1899, 12, 30).toordinal())


def text(value: Value) -> str:
    """Return a value as text, as `&` does.

    Raises:
        Failed: it is an error.
    """
    if is_error(value):
        raise Failed(value["e"])
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return number_text(value) if isinstance(value, (int, float)) else str(value)


def number_text(value: float) -> str:
    """Return a number as text, of fifteen digits, as the format General shows it without limit."""
    if not math.isfinite(value):
        raise Failed("#NUM!")
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    digits = f"{value:.15g}"
    size = abs(float(digits))
    if 1e-9 <= size < 1e20:
        return _plain_digits(digits)
    mantissa, _, power = f"{float(digits):.14e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E{power[0]}{power[1:].lstrip('0'):0>2}"


def _plain_digits(digits: str) -> str:
    """Write a number without an exponent."""
    if "e" not in digits:
        return digits
    return f"{Decimal(digits):f}"


def truth(value: Value) -> bool:
    """Return a value as a condition.

    Raises:
        Failed: it is an error, or text that is no number.
    """
    if isinstance(value, str) and value.strip().upper() in ("TRUE", "FALSE"):
        return value.strip().upper() == "TRUE"
    return number(value) != 0


def numbers(argument: Argument) -> list[float]:
    """Return the numbers of a range or array; text, truth values and gaps are passed over.

    Raises:
        Failed: it holds an error.
    """
    found = []
    for value in argument.all():
        if is_error(value):
            raise Failed(value["e"])
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found.append(float(value))
    return found


@dataclass(slots=True)
class Arguments:
    """All arguments of a call."""

    given: Sequence[Argument]
    now: datetime
    ask: Callable[[str], Value] = field(default=lambda _: None)
    """Computes an expression. A function is called again when it asked for what was not known."""

    def __len__(self) -> int:
        """How many there are."""
        return len(self.given)

    def __getitem__(self, index: int) -> Argument:
        """Return one; a missing one when the call has fewer."""
        return self.given[index] if index < len(self.given) else Argument([])

    def count(self, least: int, most: int) -> None:
        """Refuse another number of arguments."""
        if not least <= len(self.given) <= most:
            raise Failed("#VALUE!")

    def number(self, index: int, default: float | None = None) -> float:
        """Return an argument as a number: the default without it, 0 for nothing between commas."""
        if index >= len(self.given) and default is not None:
            return default
        return number(self[index].first)

    def whole(self, index: int, default: float | None = None) -> int:
        """Return an argument as a whole number, cut off."""
        return math.trunc(self.number(index, default))

    def text(self, index: int) -> str:
        """Return an argument as text."""
        return text(self[index].first)
