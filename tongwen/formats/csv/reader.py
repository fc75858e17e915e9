"""A text table read: its encoding and delimiter found, its fields typed as spreadsheets do."""

import csv
import datetime
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tongwen.core.errors import TooLarge
from tongwen.formats.csv.encoding import decode

DELIMITERS = ",\t;|"
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_SAMPLE_LINES = 60
_LONGEST_FIELD = 32_767  # characters of a cell
_SEPARATOR_LINE = re.compile(r'(?i)"?sep=(.)"?\r?\n')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?|-?\.\d+")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_PERCENT = re.compile(r"(-?(?:0|[1-9]\d*)(?:\.(\d+))?)\s?%")
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
    r"(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?)?"
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SIGNIFICANT = 15  # digits of a number that a workbook keeps
_EPOCH = datetime.date(1899, 12, 30)
_FIRST_RIGHT_DAY = datetime.date(1900, 3, 1)


@dataclass(slots=True)
class Table:
    """Rows of contents, the number formats that some of them need, and how it was written."""

    rows: list[list[Any]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    encoding: str = "utf-8"
    delimiter: str = ","


def read_csv(
    data: bytes, encoding: str | None = None, delimiter: str | None = None, typed: bool = True
) -> Table:
    """Return the table that a file says; without an encoding or delimiter they are found.

    Numbers, percentages, ISO and Chinese dates, times and truth values become what they say.
    Leading zeros, numbers of more than 15 digits, formulas and ambiguous dates stay texts; so does
    everything when not `typed`. Empty fields are None.

    Raises:
        Invalid: `binary-file`, `not-in-encoding`.
        TooLarge: `table-too-large`: more rows or columns than a worksheet has.
    """
    text, found = decode(data, encoding)
    text, announced = _announced(text)
    delimiter = delimiter or announced or find_delimiter(text)
    table = Table(encoding=found, delimiter=delimiter)
    for record in _records(text, delimiter):
        if len(table.rows) >= MAX_ROWS or len(record) > MAX_COLUMNS:
            raise TooLarge("table-too-large", rows=MAX_ROWS, columns=MAX_COLUMNS)
        table.rows.append(_row(record, len(table.rows), table, typed))
    return table


def find_delimiter(text: str) -> str:
    """Return the delimiter under which the first lines have the most equal, and most, fields."""
    lines = "".join(io.StringIO(text[: 1 << 18], newline="").readlines()[:_SAMPLE_LINES])
    best, delimiter = 0.0, ","
    for candidate in DELIMITERS:
        counts = Counter(len(record) for record in _records(lines, candidate) if record)
        if not counts:
            continue
        width, often = max(counts.items(), key=lambda item: (item[1], item[0]))
        if width < 2:
            continue
        score = often / sum(counts.values()) + min(width, 50) / 1_000
        if score > best:
            best, delimiter = score, candidate
    return delimiter


def _announced(text: str) -> tuple[str, str | None]:
    found = _SEPARATOR_LINE.match(text)
    return (text[found.end() :], found[1]) if found else (text, None)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records; a quote that is never closed ends with the text, as in spreadsheets."""
    csv.field_size_limit(max(len(text), 1 << 17))
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)


def _row(record: list[str], row: int, table: Table, typed: bool) -> list[Any]:
    if not typed:
        return [value[:_LONGEST_FIELD] or None for value in record]
    contents: list[Any] = []
    for column, value in enumerate(record):
        content, code = typed_value(value)
        if code is not None:
            table.formats[row, column] = code
        contents.append(content)
    return contents


def typed_value(text: str) -> tuple[Any, str | None]:
    """Return what a field says, and the number format that shows it as it was written."""
    if not text:
        return None, None
    bare = text.strip()
    first = bare[:1]
    if first.isdigit() or first in "-.":
        found = _numeric(bare)
        if found is not None:
            return found
    elif bare.upper() in ("TRUE", "FALSE"):
        return bare.upper() == "TRUE", None
    return text[:_LONGEST_FIELD], None


def _numeric(text: str) -> tuple[Any, str | None] | None:
    if not text.isascii() and "年" not in text:
        return None
    if _NUMBER.fullmatch(text):
        value = _number(text)
        return None if value is None else (value, "0.00E+00" if "e" in text.lower() else None)
    if _GROUPED.fullmatch(text):
        value = _number(text.replace(",", ""))
        decimals = len(text.partition(".")[2])
        code = "#,##0" + ("." + "0" * decimals if decimals else "")
        return None if value is None else (value, code)
    percent = _PERCENT.fullmatch(text)
    if percent is not None:
        value = _number(percent[1])
        code = "0%" if not percent[2] else "0.00%"
        return None if value is None else (float(f"{value / 100:.15g}"), code)
    return _moment(text)


def _number(text: str) -> int | float | None:
    digits = re.sub(r"[eE].*|[-.]", "", text).strip("0")
    if len(digits) > _SIGNIFICANT:
        return None
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _moment(text: str) -> tuple[float, str] | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return _time(text)
    month, day = (int(found[2] or found[4] or found[6]), int(found[3] or found[5] or found[7]))
    try:
        date = datetime.date(int(found[1]), month, day)
    except ValueError:
        return None
    if date < _FIRST_RIGHT_DAY:
        return None
    code = "yyyy-mm-dd" if found[2] else "yyyy/m/d" if found[4] else 'yyyy"年"m"月"d"日"'
    serial: float = (date - _EPOCH).days
    if found[8] is None:
        return serial, code
    seconds = _seconds(found[8], found[9], found[10])
    if seconds is None:
        return None
    part = float(found[11]) if found[11] else 0.0
    clock = " hh:mm:ss" if found[10] else " hh:mm"
    return serial + (seconds + part) / 86_400, code + clock


def _time(text: str) -> tuple[float, str] | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    seconds = _seconds(found[1], found[2], found[3])
    return None if seconds is None else (seconds / 86_400, "h:mm:ss" if found[3] else "h:mm")


def _seconds(hours: str, minutes: str, seconds: str | None) -> int | None:
    if int(hours) > 23 or int(minutes) > 59 or int(seconds or 0) > 59:
        return None
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
