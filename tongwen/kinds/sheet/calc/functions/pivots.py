"""GETPIVOTDATA: reads what a pivot table shows, by its labels.

The page's `web/calc/functions/pivots.ts` does the same; `examples/functions-pivots.json` holds
both to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tongwen.kinds.sheet.calc.functions.arguments import (
    Arguments,
    Failed,
    Matrix,
    Value,
    is_error,
    text,
)


def getpivotdata(given: Arguments) -> Value:
    """GETPIVOTDATA(field, pivot table, field1, item1, …): its second argument is all it shows."""
    if len(given) < 2 or len(given) % 2:
        raise Failed("#VALUE!")
    field, shown = given.text(0), given[1].values
    items = [given[place].first for place in range(3, len(given), 2)]
    for item in items:
        text(item)
    if not shown:
        raise Failed("#REF!")
    value = _Pivot(shown, given[1].data).value(field, items)
    if value is None:
        raise Failed("#REF!")
    return value


@dataclass
class _Pivot:
    """The cells of a pivot table: headings over them, labels before them, totals at their end."""

    cells: Matrix
    data: tuple[int, int] | None
    """Where its values begin; without it that is guessed from what stands there."""

    def __post_init__(self) -> None:
        if self.data is not None and self.data[0] < len(self.cells):
            self._header, self._labels = self.data[0] - 1, self.data[1]
        else:
            self._header = self._header_row()
            self._labels = self._label_columns()

    def value(self, field: str, items: Sequence[Value]) -> Value:
        """Return what is shown for items; None when nothing is."""
        on_rows = [item for item in items if self._row([item]) is not None]
        on_columns = [item for item in items if item not in on_rows]
        row = self._row(on_rows) if on_rows else len(self.cells) - 1
        col = self._column(on_columns, field)
        return None if row is None or col is None else self.cells[row][col]

    def _header_row(self) -> int:
        """The row right over the first number that has a heading."""
        for row in range(len(self.cells) - 1):
            for heading, value in zip(self.cells[row][1:], self.cells[row + 1][1:], strict=True):
                if heading is not None and _is_number(value):
                    return row
        return 0

    def _label_columns(self) -> int:
        first = self.cells[min(self._header + 1, len(self.cells) - 1)]
        count = 1
        while count < len(first) - 1 and isinstance(first[count], str):
            count += 1
        return count

    def _row(self, items: Sequence[Value]) -> int | None:
        """The first row whose labels hold all items; an empty label means the one above."""
        current: list[Value] = []
        for row in range(self._header + 1, len(self.cells)):
            for col, value in enumerate(self.cells[row][: self._labels]):
                if value is not None:
                    current[col:] = [*[None] * (col - len(current)), value]
            if all(any(_labels(label, item) for label in current) for item in items):
                return row
        return None

    def _column(self, items: Sequence[Value], field: str) -> int | None:
        """The column whose headings hold the items, or the field, which the corner may name too."""
        headers = self.cells[: self._header + 1]
        width = len(self.cells[0])
        for col in range(1, width):
            headings = [row[col] for row in headers if row[col] is not None]
            if items:
                found = all(any(_alike(one, item) for one in headings) for item in items)
            else:
                found = any(_names(one, field) for one in headings)
            if found:
                return col
        cornered = any(_names(row[0], field) for row in headers)
        return width - 1 if cornered and not items else None


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _shown(value: Value) -> str:
    return text(value).strip().lower()


def _alike(left: Value, right: Value) -> bool:
    return not is_error(left) and not is_error(right) and _shown(left) == _shown(right)


def _labels(label: Value, item: Value) -> bool:
    """Whether a label is an item, or its total."""
    if label is None or is_error(label):
        return False
    return _alike(label, item) or (
        isinstance(label, str) and label.lower() == f"{text(item)} total".lower()
    )


def _names(heading: Value, field: str) -> bool:
    """`Sum of Sales`, `求和项:Sales` and `Sales` all name the field Sales."""
    if not isinstance(heading, str):
        return False
    shown, wanted = heading.lower(), field.lower()
    return shown == wanted or shown.endswith((f" {wanted}", f":{wanted}", f"：{wanted}"))
