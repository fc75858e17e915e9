"""A text table as a new workbook."""

from tongwen.formats.csv.reader import read_csv
from tongwen.formats.xlsx.importer import import_xlsx
from tongwen.formats.xlsx.new_workbook import workbook_of

_HAN = range(0x4E00, 0xA000)


def csv_to_xlsx(
    data: bytes,
    title: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> bytes:
    """Return a new workbook whose one worksheet, named `title`, holds the table.

    Raises:
        Invalid, TooLarge: as `read_csv`.
    """
    table = read_csv(data, encoding, delimiter)
    sample = "".join(str(value) for row in table.rows[:50] for value in row if value is not None)
    chinese = any(ord(character) in _HAN for character in sample)
    return workbook_of(table.rows, table.formats, title, "zh-CN" if chinese else "en")


def csv_to_parts(data: bytes, title: str | None = None) -> tuple[bytes, dict[str, bytes]]:
    """Return a table as a new workbook's file and the first updates of its parts.

    Raises:
        Invalid, TooLarge: as `read_csv`.
    """
    original = csv_to_xlsx(data, title)
    return original, import_xlsx(original)
