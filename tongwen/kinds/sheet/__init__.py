"""The sheet kind: what a workbook may hold, and its Python model."""
