"""In which order rows come when they are sorted, as spreadsheets do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from tongwen.kinds.sheet.contents import Content, plain_value
from tongwen.kinds.sheet.overlay import Box
from tongwen.kinds.sheet.sheet import Sheet

ValueOf = Callable[[Sheet, int, int], Content]
"""Gives the computed value of a cell, by position."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column by position, and the direction."""

    at: int
    descending: bool = False


def _rank(value: Content) -> tuple[int, Any]:
    """Numbers come first, then text, truth values, errors; empty cells last."""
    if value is None:
        return (9, 0)
    if isinstance(value, bool):
        return (2, value)
    if isinstance(value, (int, float)):
        return (0, value)
    if isinstance(value, str):
        return (1, value.casefold())
    return (3, 0)


def _compare(a: tuple[int, Any], b: tuple[int, Any], descending: bool) -> int:
    if a == b:
        return 0
    if a[0] == 9 or b[0] == 9:  # empty cells stay last in either direction
        return 1 if a[0] == 9 else -1
    less = a < b
    return -1 if less != descending else 1


def sorted_places(
    sheet: Sheet,
    box: Box,
    rows: Mapping[int, Mapping[int, Content]],
    keys: Sequence[SortKey],
    value_of: ValueOf | None,
) -> list[int]:
    """Return the rows of an area in their new order; equal ones keep theirs."""

    def ranks(row: int) -> list[tuple[int, Any]]:
        found = rows.get(row, {})
        return [
            _rank(value_of(sheet, row, key.at) if value_of else plain_value(found.get(key.at)))
            for key in keys
        ]

    def compare(a: tuple[int, Any], b: tuple[int, Any]) -> int:
        for one, other, key in zip(a[1], b[1], keys, strict=True):
            order = _compare(one, other, key.descending)
            if order:
                return order
        return a[0] - b[0]

    listed = [(row, ranks(row)) for row in range(box[0], box[2] + 1)]
    return [row for row, _ in sorted(listed, key=cmp_to_key(compare))]
