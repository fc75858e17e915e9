"""Values as they are written in a formula."""

import math
import re
from typing import Any

Matrix = list[list[Any]]
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#CALC!")
_REFERENCE = re.compile(
    r"(?:(?P<quoted>'(?:[^']|'')+')!|(?P<sheet>[\w.]+)!)?"
    r"(?:\$?(?P<col1>[A-Za-z]{1,3})\$?(?P<row1>\d{1,7})"
    r"(?::\$?(?P<col2>[A-Za-z]{1,3})\$?(?P<row2>\d{1,7}))?"
    r"|\$?(?P<col3>[A-Za-z]{1,3}):\$?(?P<col4>[A-Za-z]{1,3})"
    r"|\$?(?P<row3>\d{1,7}):\$?(?P<row4>\d{1,7}))",
    re.UNICODE,
)
_MOST_ROWS, _MOST_COLS = 1_048_576, 16_384

Place = tuple[str | None, int, int, int, int]
"""A worksheet's name (None: the formula's own); first row, column, last row, column from zero."""


def literal(value: Any) -> str:
    """Return a value or a matrix as formula text."""
    if isinstance(value, list):
        return "{" + ";".join(",".join(literal(one) for one in row) for row in value) + "}"
    if isinstance(value, dict):
        code = value.get("e")
        return code if code in ERRORS else "#VALUE!"
    if value is None:
        return "0"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            return "#NUM!"
        return f"({value!r})" if value < 0 else repr(value)
    return '"' + str(value).replace('"', '""') + '"'


def plain_reference(text: str) -> Place | None:
    """Return the cells that a text refers to, when it is a plain reference and nothing else."""
    match = _REFERENCE.fullmatch(text.strip())
    if match is None:
        return None
    sheet = match["sheet"]
    if match["quoted"] is not None:
        sheet = match["quoted"][1:-1].replace("''", "'")
    names = match["col1"] or match["col3"], match["col2"] or match["col4"] or match["col1"]
    numbers = match["row1"] or match["row3"], match["row2"] or match["row4"] or match["row1"]
    cols = sorted(map(_column, names)) if names[0] else [0, _MOST_COLS - 1]
    rows = sorted(int(row) - 1 for row in numbers) if numbers[0] else [0, _MOST_ROWS - 1]
    if rows[0] < 0 or rows[1] >= _MOST_ROWS or cols[1] >= _MOST_COLS:
        return None
    return sheet, rows[0], cols[0], rows[1], cols[1]


def _column(name: str) -> int:
    found = 0
    for letter in name.upper():
        found = found * 26 + ord(letter) - 64
    return found - 1


def plain_value(text: str) -> Matrix | None:
    """Return the value of a text that is a number, text or truth value; None when it is more."""
    stripped = text.strip()
    if stripped.upper() in ("TRUE", "FALSE", "TRUE()", "FALSE()"):
        return [[stripped.upper().startswith("TRUE")]]
    if len(stripped) > 1 and stripped[0] == stripped[-1] == '"':
        inside = stripped[1:-1]
        if '"' not in inside.replace('""', ""):
            return [[inside.replace('""', '"')]]
        return None
    try:
        return [[float(stripped)]] if stripped[:1] in "0123456789.-" and stripped else None
    except ValueError:
        return None
