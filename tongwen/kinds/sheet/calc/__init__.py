"""Calculation: what an engine does for a workbook, whichever engine it is."""

from collections.abc import Mapping
from typing import Any, Protocol

Value = Any
"""None, a number, text, a truth value or an error `{"e": "#N/A"}`."""

Values = Mapping[str, Mapping[tuple[int, int], Value]]
"""sid → (row, column), by position from zero → computed value."""

Changed = Mapping[str, list[tuple[int, int, int, int]]]
"""sid → areas (first row, first column, last row, last column), by position, inclusive."""


class CalcEngine(Protocol):
    """Computes the formulas of workbooks. Computed values never enter the shared document."""

    def evaluate(self, states: Mapping[str, bytes], changed: Changed | None = None) -> Values:
        """Return the values of all cells with a formula, and of those they spill into.

        `states`: each part (`book`, `sheet:<sid>` …) as one update. With `changed` only cells that
        depend on those areas, since the last call with the same workbook, need to be returned.
        """
