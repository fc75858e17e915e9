"""The letters of every column, looked up rather than spelled."""

from tongwen.formats.xlsx.formulas import column_letters
from tongwen.formats.xlsx.names import MAX_COLUMNS

LETTERS = [column_letters(index) for index in range(MAX_COLUMNS)]
