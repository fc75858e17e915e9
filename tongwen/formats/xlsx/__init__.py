"""SpreadsheetML workbooks (ECMA-376-1 §18) as live workbooks, and back by patching."""

from tongwen.formats.xlsx.blank import blank_xlsx
from tongwen.formats.xlsx.exporter import export_xlsx
from tongwen.formats.xlsx.importer import import_xlsx
from tongwen.formats.xlsx.reader import read_workbook

__all__ = ["blank_xlsx", "export_xlsx", "import_xlsx", "read_workbook"]
