"""A package as the first updates of a live workbook."""

from tongwen.formats.xlsx.reader import read_workbook
from tongwen.kinds.sheet.parts import first_update


def import_xlsx(data: bytes) -> dict[str, bytes]:
    """Return the live workbook that an XLSX file begins as: one Yjs update a part.

    Raises:
        Invalid, TooLarge, Unsupported: as `read_workbook`.
    """
    return {part: first_update(maps) for part, maps in read_workbook(data).parts().items()}
