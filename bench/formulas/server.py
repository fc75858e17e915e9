"""The cases on the server's engine."""

from typing import Any

from bench.formulas.cases import Workbook
from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation


def computed(workbook: Workbook) -> list[Any]:
    """Compute the cases of a workbook, in their order."""
    values = Calculation(workbook.book).values()
    return [values.get(case.sid, {}).get((case.row, 0)) for case in workbook.cases]
