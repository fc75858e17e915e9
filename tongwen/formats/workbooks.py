"""Workbooks from files of one format into another, through the document model."""

from collections.abc import Mapping

from tongwen.core.errors import NotFound, Unsupported
from tongwen.formats.csv import CsvOptions, csv_to_parts, sheet_to_csv
from tongwen.formats.xlsx.exporter import export_xlsx
from tongwen.formats.xlsx.importer import import_xlsx
from tongwen.kinds import BOOK
from tongwen.kinds.sheet.calc import CalcEngine, Values
from tongwen.kinds.sheet.document import Workbook

PACKAGES = (".xlsx", ".xlsm", ".xltx", ".xltm")
TABLES = {".csv": ",", ".tsv": "\t"}
FOREIGN = (".ods", ".fods", ".ots", ".xls", ".xlt", ".et", ".ett", ".xlsb")
"""What only LibreOffice reads."""

Parts = Mapping[str, bytes]


class _OwnPackage:
    """Writes a live workbook into the bytes it was opened from."""

    def __init__(self, original: bytes) -> None:
        self._original = original

    def __call__(self, states: Parts, values: Values) -> bytes:
        return export_xlsx(self._original, states, values or None)


def read_workbook(data: bytes, suffix: str, title: str = "") -> Workbook:
    """Open a workbook from bytes; `suffix` (`.xlsx`, `.csv`, `.ods` …) says what they are.

    A table becomes a new workbook whose worksheet has the title.

    Raises:
        Unsupported: `unknown-format`, or `libreoffice-missing`.
        Invalid, TooLarge: what is wrong with the file.
    """
    original, parts = _open(data, suffix.lower(), title)
    return Workbook.of_states(parts, _OwnPackage(original), engine)


def engine() -> CalcEngine:
    """Return what computes workbooks here."""
    from tongwen.kinds.sheet.calc.ironcalc_engine import IronCalcEngine

    return IronCalcEngine()


def convert_workbook(
    data: bytes,
    source: str,
    target: str,
    title: str = "",
    sheet: str = "",
    csv: CsvOptions | None = None,
) -> bytes:
    """Return a workbook in another format, both given by their endings.

    A package that becomes a package comes back as it was, byte for byte. CSV, TSV and HTML are of
    one worksheet: the one that is named, or the first shown one.

    Raises:
        NotFound: `no-such-sheet`.
        Unsupported, Invalid, TooLarge, Unavailable: as `read_workbook`.
    """
    source, target = source.lower(), target.lower()
    if target in FOREIGN or target == ".pdf":
        from tongwen.formats.libreoffice import convert

        package = data if source in PACKAGES else _written(*_open(data, source, title))
        return convert(package, ".xlsx", target)
    original, parts = _open(data, source, title)
    if target in PACKAGES:
        return _written(original, parts)
    if target in TABLES:
        given = csv or CsvOptions()
        options = CsvOptions(
            TABLES[target], given.encoding, given.mark, given.displayed, given.guard
        )
        return sheet_to_csv(parts, _sheet_id(parts, sheet), options)
    if target in (".html", ".htm"):
        from tongwen.formats.html.sheet import sheet_to_html

        return sheet_to_html(parts, _sheet_id(parts, sheet), title)
    raise Unsupported("unknown-format", format=target)


def _written(original: bytes, parts: Parts) -> bytes:
    return export_xlsx(original, parts)


def _open(data: bytes, suffix: str, title: str) -> tuple[bytes, Parts]:
    """Return a file as a package, and the first updates of its parts."""
    if suffix in PACKAGES:
        return data, import_xlsx(data)
    if suffix in TABLES:
        return csv_to_parts(data, title or None)
    if suffix in FOREIGN:
        from tongwen.formats.libreoffice import convert

        package = convert(data, suffix, ".xlsx")
        return package, import_xlsx(package)
    raise Unsupported("unknown-format", format=suffix)


def _sheet_id(parts: Parts, name: str) -> str | None:
    """Return the id of the worksheet of that name; None for no name.

    Raises:
        NotFound: `no-such-sheet`.
    """
    if not name:
        return None
    sid = Workbook.of_states({BOOK: parts[BOOK]}).book.sheet_id(name)
    if sid is None:
        raise NotFound("no-such-sheet", sheet=name)
    return sid
