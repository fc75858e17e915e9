"""Values of attributes: numbers, switches, dates and ranges, whatever a file says."""

import datetime
import math
import re
from typing import Any

from tongwen.formats.xlsx.formulas import column_index
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS

_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?")
_SAFE = 2**53  # above, not every whole number is a floating point number
_DAY = 86_400  # seconds
_EPOCH_1900 = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)
_FIRST_RIGHT_DAY = 61  # 1 March 1900: before it the 1900 system counts a day that never was

Area = tuple[int | None, int | None, int | None, int | None]


def integer(text: str | None) -> int | None:
    """Return a whole number that is exact as a floating point one; fractions are cut off."""
    value = number(text)
    return int(value) if value is not None and abs(value) < _SAFE else None


def number(text: str | None) -> int | float | None:
    """Return a finite number, a whole one as an integer where that is exact, or nothing."""
    if text is None or "_" in text:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < _SAFE else value


def truth(text: str | None, default: bool = False) -> bool:
    """Return an xsd:boolean, and the default where there is none."""
    return default if text is None else text.strip().lower() in ("1", "true", "on", "t")


def area(text: str | None) -> Area | None:
    """Return `A1:B2`, `A:B`, `1:2` or `A1` as first row, first column, last row, last column.

    Rows of whole columns, and columns of whole rows, are None. Corners may come in any order.
    """
    first, _, last = (text or "").strip().rpartition("!")[2].partition(":")
    start, stop = _corner(first), _corner(last or first)
    if start is None or stop is None:
        return None
    rows, columns = (start[0], stop[0]), (start[1], stop[1])
    if (None in rows and rows != (None, None)) or (None in columns and columns != (None, None)):
        return None
    if rows == columns == (None, None):
        return None
    row1, row2 = sorted(rows) if rows[0] is not None else (None, None)  # type: ignore[type-var]
    column1, column2 = sorted(columns) if columns[0] is not None else (None, None)  # type: ignore[type-var]
    return row1, column1, row2, column2


def _corner(text: str) -> tuple[int | None, int | None] | None:
    found = _CORNER.fullmatch(text)
    if found is None or not text:
        return None
    row = int(found[2]) - 1 if found[2] else None
    column = column_index(found[1]) if found[1] else None
    if row is not None and not 0 <= row < MAX_ROWS:
        return None
    if column is not None and column >= MAX_COLUMNS:
        return None
    return row, column


def ids(found: Area) -> list[str | None]:
    """Return an area as line ids: `[row1, col1, row2, col2]`."""
    return [None if index is None else str(index) for index in found]


def areas(text: str | None) -> list[list[str | None]]:
    """Return an ST_Sqref (§18.18.76) as areas of line ids; what is no range is left out."""
    return [ids(found) for word in (text or "").split() if (found := area(word)) is not None]


def serial(text: str, date1904: bool) -> int | float | None:
    """Return an ISO 8601 date, time or both as a serial number (§18.17.4.1), or nothing.

    Dates before the first day of the workbook's date system have no number.
    """
    try:
        if "T" not in text and ":" in text:
            moment = datetime.time.fromisoformat(text.strip())
            return (moment.hour * 3600 + moment.minute * 60 + moment.second) / _DAY
        stamp = datetime.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    since = stamp - (_EPOCH_1904 if date1904 else _EPOCH_1900)
    days = since.days + (since.seconds + since.microseconds / 1e6) / _DAY
    if not date1904 and days < _FIRST_RIGHT_DAY:
        days -= 1
    if days < 0:
        return None
    return int(days) if days == int(days) else days


def members(**found: Any) -> dict[str, Any]:
    """Return an object without its empty members: absent means the default. Zero is a value."""
    return {
        name: value
        for name, value in found.items()
        if value is not None and value is not False and value not in ("", [], {})
    }
