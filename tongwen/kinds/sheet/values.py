"""Python values in cells: dates as serial numbers, errors, frames; and back."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tongwen.kinds.sheet.contents import Content

DATE, DATE_TIME, TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"
DURATION = "[h]:mm:ss"
_DAY = timedelta(days=1)
_EXACT = 2**53
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs年月日时時分秒]", re.IGNORECASE)
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellError:
    """The value of a cell with an error, such as `#N/A`."""

    code: str

    def __str__(self) -> str:
        return self.code


def is_date_format(code: Any) -> bool:
    """Whether a number format shows numbers as dates or times (ECMA-376-1 §18.8.31)."""
    if not isinstance(code, str):
        return False
    first = _LITERAL.sub("", code).split(";")[0]
    return bool(_DATE_LETTERS.search(_GENERAL.sub("", first)))


def serial(moment: date | time, date1904: bool = False) -> float | int:
    """Return the serial number of a date, time or both: days since the epoch of the workbook.

    Raises:
        ValueError: the date is before the epoch.
    """
    if isinstance(moment, time):
        since = timedelta(
            hours=moment.hour,
            minutes=moment.minute,
            seconds=moment.second,
            microseconds=moment.microsecond,
        )
        return since / _DAY
    naive = moment.replace(tzinfo=None) if isinstance(moment, datetime) else _midnight(moment)
    days = (naive - (datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30))) / _DAY
    if not date1904 and days < 61:
        days -= 1  # 1900 had no 29 February, but the serial numbers have
    if days < 0:
        raise ValueError(f"a cell cannot hold {moment}: it is before the workbook's first day")
    return int(days) if days == int(days) else days


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def moment(number: float, date1904: bool = False) -> datetime | time | None:
    """Return the date and time of a serial number, a time below 1; None when there is none."""
    if not 0 <= number < 2_958_466:
        return None
    since = timedelta(microseconds=round(number * 86_400_000) * 1000)
    if since < _DAY:
        return (datetime(1904, 1, 1) + since).time()
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    if not date1904 and number < 61:
        epoch += _DAY
    try:
        return epoch + since
    except OverflowError:
        return None


def format_of(value: Any) -> str | None:
    """Return the number format that a Python value asks for; None: none."""
    if isinstance(value, datetime):
        return DATE_TIME
    if isinstance(value, date):
        return DATE
    if isinstance(value, timedelta):
        return DURATION
    return TIME if isinstance(value, time) else None


def to_content(value: Any, date1904: bool = False) -> Content:
    """Return the content that holds a Python value; formulas are not looked for.

    Numbers beyond 2⁵³ lose their last digits, as in every spreadsheet. NaN is an empty cell.

    Raises:
        TypeError: a cell cannot hold it.
        ValueError: a date before the workbook's first day.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if -_EXACT <= value <= _EXACT else _as_float(value)
    if isinstance(value, float):
        return None if math.isnan(value) else value if math.isfinite(value) else {"e": "#NUM!"}
    if isinstance(value, CellError):
        return {"e": value.code}
    if type(value).__name__ in ("NaTType", "NAType"):  # of pandas, which may not be installed
        return None
    if isinstance(value, (date, time)):
        return serial(value, date1904)
    if isinstance(value, timedelta):
        return value / _DAY
    return _foreign(value, date1904)


def _as_float(value: int) -> Content:
    try:
        return float(value)
    except OverflowError:
        return {"e": "#NUM!"}


def _foreign(value: Any, date1904: bool) -> Content:
    """A number of another library: Decimal, Fraction, numpy's."""
    item = getattr(value, "item", None)
    if callable(item):
        return to_content(item(), date1904)
    if hasattr(value, "__float__"):
        return to_content(float(value), date1904)
    raise TypeError(f"a cell cannot hold a {type(value).__name__}")


def frame_rows(frame: Any, header: bool, index: bool) -> list[list[Any]]:
    """Return a pandas or polars frame as rows of values.

    Raises:
        TypeError: it is neither.
    """
    library = type(frame).__module__.partition(".")[0]
    if library == "polars":
        names: list[Any] = list(frame.columns)
        rows = [list(row) for row in frame.rows()]
    elif library == "pandas":
        names = [*(frame.index.names if index else ()), *frame.columns]
        columns = [frame.iloc[:, at].astype(object).tolist() for at in range(frame.shape[1])]
        if index:
            columns = [*_index_levels(frame.index), *columns]
        rows = [list(row) for row in zip(*columns, strict=True)]
    else:
        raise TypeError(f"{type(frame).__name__} is no frame of pandas or polars")
    names = ["" if name is None else str(name) for name in names]
    return [names, *rows] if header else rows


def _index_levels(index: Any) -> list[list[Any]]:
    return [index.get_level_values(at).astype(object).tolist() for at in range(index.nlevels)]


def is_frame(value: Any) -> bool:
    """Whether a value is a frame of pandas or polars."""
    library = type(value).__module__.partition(".")[0]
    return library in ("pandas", "polars") and hasattr(value, "columns")


def column_names(first: Sequence[Any]) -> list[str]:
    """Return unique names for the columns of a frame, from the first row."""
    names: list[str] = []
    taken: set[str] = set()
    for at, value in enumerate(first):
        name = base = str(value) if value is not None else f"column {at + 1}"
        number = 2
        while name in taken:
            name = f"{base} {number}"
            number += 1
        taken.add(name)
        names.append(name)
    return names
