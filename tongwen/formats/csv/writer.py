"""A worksheet's values as CSV or TSV, with a guard against fields that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongwen.core.errors import Invalid
from tongwen.formats.xlsx.cell_writer import number_text
from tongwen.formats.xlsx.number_format import display
from tongwen.formats.xlsx.values_table import open_sheet, shown_rows

_RUN = ("=", "+", "-", "@", "\t", "\r")
"""What a field begins with that spreadsheets take for a formula (CWE-1236)."""


@dataclass(frozen=True, slots=True)
class CsvOptions:
    """How a table is written. `displayed`: as cells show it, else the values themselves.

    `guard` puts `'` before texts that a spreadsheet would take for formulas. `mark` writes a byte
    order mark, without which Excel does not see UTF-8.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    mark: bool = False
    displayed: bool = True
    guard: bool = False
    line_end: str = "\r\n"


def write_csv(rows: Iterable[Sequence[Any]], options: CsvOptions | None = None) -> bytes:
    """Return rows of contents (texts, numbers …, None for nothing) as a text table.

    Characters that the encoding lacks become `?`.

    Raises:
        Invalid: `not-in-encoding`, there is no such encoding, or the delimiter is no character.
    """
    options = options or CsvOptions()
    out = io.StringIO(newline="")
    try:
        writer = csv.writer(out, delimiter=options.delimiter, lineterminator=options.line_end)
    except (TypeError, ValueError) as error:
        raise Invalid("not-in-encoding", encoding=options.encoding) from error
    for row in rows:
        writer.writerow([_field(value, options) for value in row])
    text = ("\ufeff" if options.mark else "") + out.getvalue()
    try:
        return text.encode(options.encoding, "replace")
    except LookupError as error:
        raise Invalid("not-in-encoding", encoding=options.encoding) from error


def sheet_to_csv(
    parts: Mapping[str, bytes],
    sid: str | None = None,
    options: CsvOptions | None = None,
    values: Mapping[tuple[int, int], Any] | None = None,
) -> bytes:
    """Return a worksheet of a live workbook (the first shown one without `sid`) as a table.

    `values` are what the engine computed, by row and column; without one a formula's cached result
    is written.

    Raises:
        NotFound: `no-such-sheet`.
        Invalid: as `write_csv`.
    """
    options = options or CsvOptions()
    sheet = open_sheet(parts, sid)
    date1904 = bool(sheet.book.settings.get("date1904"))
    rows: Iterable[list[Any]]
    if options.displayed:
        rows = (
            [display(cell[0], cell[1].get("numberFormat"), date1904) for cell in row]
            for row in shown_rows(sheet, values)
        )
        return write_csv(rows, options)
    return write_csv(([cell[0] for cell in row] for row in shown_rows(sheet, values)), options)


def _field(value: Any, options: CsvOptions) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value)
    text = value if isinstance(value, str) else display(value)
    if options.guard and text.startswith(_RUN) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    """Whether a field that was shown is a number, which begins with its sign and runs nothing."""
    try:
        float(text.replace(",", "").removesuffix("%"))
    except ValueError:
        return False
    return True
