"""Which lines are named, and how names of lines that go away are rewritten to where they snap."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.lines import parse_line
from tongwen.kinds.sheet.sheet import Sheet
from tongwen.kinds.sheet.templates import OPEN, REF, Reference, rewritten

Gone = frozenset[str]
"""Tokens of runs that go away."""

_DROP: Any = object()


def mentions(value: Any, gone: Iterable[str]) -> set[str]:
    """Return those of the runs that a plain value names a line of."""
    text = orjson.dumps(value, default=lambda data: "").decode()
    return {run for run in gone if f"{run}/" in text}


class Renaming:
    """Rewrites what names lines of runs that go away."""

    def __init__(self, book: Book, gone: Gone) -> None:
        self._book = book
        self._gone = gone

    def _is_gone(self, identity: Any) -> bool:
        return isinstance(identity, str) and identity.partition("/")[0] in self._gone

    def concerns(self, value: Any) -> bool:
        """Whether a plain value names a line that goes away."""
        return bool(self._gone) and bool(mentions(value, self._gone))

    # -- formulas

    def template(self, template: str, sid: str) -> str:
        """Return a template that reads the same without the lines that go away."""
        if not any(f"{run}/" in template for run in self._gone):
            return template
        return rewritten(template, lambda reference: self._reference(reference, sid))

    def _reference(self, reference: Reference, sid: str) -> str:
        components = [c for row, col, _ in reference.corners for c in (row, col)]
        if not any(map(self._is_gone, components)):
            return reference.write()
        if len(reference.corners) == 1:
            return REF
        there = (reference.sids or (sid,))[0]
        first, last = reference.corners
        rows = self._ends(self._book.rows(there), (first[0], first[2] & 1), (last[0], last[2] & 1))
        cols = self._ends(self._book.cols(there), (first[1], first[2] & 2), (last[1], last[2] & 2))
        if rows is None or cols is None:
            return REF
        corners = tuple(
            (row[0], col[0], row[1] + col[1]) for row, col in zip(rows, cols, strict=True)
        )
        return Reference(reference.sids, corners).write()

    def _ends(
        self, axis: Axis, first: tuple[str, int], last: tuple[str, int]
    ) -> tuple[tuple[str, int], tuple[str, int]] | None:
        if not self._is_gone(first[0]) and not self._is_gone(last[0]):
            return first, last
        lines = parse_line(first[0]), parse_line(last[0])
        found = axis.range(lines[0], lines[1]) if lines[0] and lines[1] else None
        if found is None or lines[0] is None or lines[1] is None:
            return None
        if axis.crossed(lines[0], lines[1]):
            first, last = last, first
        ends = (
            axis.id_at(found[0]) if self._is_gone(first[0]) else first[0],
            axis.id_at(found[1]) if self._is_gone(last[0]) else last[0],
        )
        return (ends[0], first[1]), (ends[1], last[1])

    # -- objects

    def entry(self, entry: Mapping[str, Any], sheet: Sheet) -> dict[str, Any] | None:
        """Return an object that names no line that goes away; None when nothing of it is left.

        What cannot be rewritten is left: then its run has to stay.
        """
        result: dict[str, Any] = {}
        for key, value in entry.items():
            changed = self._member(key, value, sheet)
            if changed is _DROP:
                return None
            result[key] = changed
        return result

    def _member(self, key: str, value: Any, sheet: Sheet) -> Any:
        if not self.concerns([value]):
            return value
        known: dict[str, Callable[[Any, Sheet], Any]] = {
            "area": self._area,
            "areas": self._areas,
            "row": lambda *_: _DROP,
            "col": lambda *_: _DROP,
            "anchor": self._anchor,
        }
        if key in known:
            return known[key](value, sheet)
        return self._deep(value, sheet.sid)

    def _area(self, area: Any, sheet: Sheet) -> Any:
        box = sheet.box(area)
        if box is None:
            return _DROP
        snapped = sheet.area(box)
        return [new if self._is_gone(old) else old for old, new in zip(area, snapped, strict=True)]

    def _areas(self, areas: Any, sheet: Sheet) -> Any:
        if not isinstance(areas, list):
            return areas
        kept = [self._area(area, sheet) if self.concerns(area) else area for area in areas]
        kept = [area for area in kept if area is not _DROP]
        return kept or _DROP

    def _anchor(self, anchor: Any, sheet: Sheet) -> Any:
        if not isinstance(anchor, dict):
            return anchor
        return {
            key: self._corner(value, sheet) if key in ("from", "to") else value
            for key, value in anchor.items()
        }

    def _corner(self, corner: Any, sheet: Sheet) -> Any:
        if not isinstance(corner, list) or len(corner) != 4:
            return corner
        row, col, dx, dy = corner
        new_row, new_col = self._next(sheet.rows, row), self._next(sheet.cols, col)
        return [
            new_row,
            new_col,
            dx if new_col == col else 0,
            dy if new_row == row else 0,
        ]

    def _next(self, axis: Axis, identity: Any) -> Any:
        line = parse_line(identity) if self._is_gone(identity) else None
        if line is None:
            return identity
        after = axis.snap(line, 1)
        return identity if after is None else axis.id_at(after)

    def _deep(self, value: Any, sid: str) -> Any:
        if isinstance(value, str):
            return self.template(value, sid) if OPEN in value else value
        if isinstance(value, list):
            return [self._deep(item, sid) for item in value]
        if isinstance(value, dict):
            return {
                key: self._deep(item, sid) for key, item in value.items() if not self._is_gone(key)
            }
        return value
