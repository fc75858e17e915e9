"""CSV and TSV (RFC 4180, and what spreadsheets make of it)."""

from tongwen.formats.csv.reader import Table, read_csv
from tongwen.formats.csv.workbook import csv_to_parts, csv_to_xlsx
from tongwen.formats.csv.writer import CsvOptions, sheet_to_csv, write_csv

__all__ = [
    "CsvOptions",
    "Table",
    "csv_to_parts",
    "csv_to_xlsx",
    "read_csv",
    "sheet_to_csv",
    "write_csv",
]
