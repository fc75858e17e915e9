"""A chart of a package with the worksheets that its formulas name."""

from typing import Any

from tongwen.core.errors import NotFound, TongwenError
from tongwen.formats.ooxml.chart import read_chart
from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.workbook import WorkbookPart


def read_chart_part(package: Package, name: str) -> dict[str, Any]:
    """Return the API's Chart of a part; `sheets` gives the ids of worksheets by their names.

    Formulas name worksheets as the file does, whatever they are called in the live document.

    Raises:
        NotFound: `not-found`: there is no such part, or it is no chart.
        Invalid: `not-well-formed`, `xml-entities` or `part-damaged`.
        TooLarge: `part-too-large`.
    """
    if name not in package:
        raise NotFound("not-found")
    found = read_chart(package.read_raw(name))
    try:
        sheets = {sheet.name: sheet.sid for sheet in WorkbookPart(package).sheets}
    except TongwenError:  # a text document has charts, too
        sheets = {}
    return {**found, "sheets": sheets}
