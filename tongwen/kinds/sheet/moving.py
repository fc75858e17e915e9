"""Formulas as they read elsewhere: copied, sorted, with references moved along."""

from typing import Any

from tongwen.kinds.sheet.contents import Content, is_formula
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS
from tongwen.kinds.sheet.templates import (
    REF,
    Book,
    End,
    Reference,
    Target,
    locate,
    rewritten,
)


def displaced(content: Content, sid: str, book: Book, down: int, right: int) -> Content:
    """Return a content as it is when copied so many rows down and columns to the right.

    References without `$` move along; those that leave the sheet become `#REF!`.
    """
    if not is_formula(content):
        return content
    moved: dict[str, Any] = {key: value for key, value in content.items() if key != "c"}

    def change(reference: Reference) -> str:
        target = locate(reference, sid, book)
        if target is None:
            return REF
        rows = _shifted(target.rows, down, MAX_ROWS)
        cols = _shifted(target.cols, right, MAX_COLS)
        if rows is None or cols is None:
            return REF
        there = (reference.sids or (sid,))[0]
        return write_target(reference.sids, Target(*rows, *cols, target.single), there, book)

    moved["f"] = rewritten(content["f"], change)
    return moved


Ends = tuple[End, End] | None


def _shifted(ends: Ends, by: int, limit: int) -> tuple[Ends] | None:
    """Move the ends that have no `$`; None when one leaves the sheet."""
    if ends is None:
        return (None,)
    first, last = ((at if fixed else at + by, fixed) for at, fixed in ends)
    if not (0 <= first[0] < limit and 0 <= last[0] < limit):
        return None
    return ((first, last) if first[0] <= last[0] else (last, first),)


def write_target(sids: tuple[str, ...] | None, target: Target, sid: str, book: Book) -> str:
    """Return a reference to a place on a worksheet, as templates hold it."""
    rows, cols = book.rows(sid), book.cols(sid)
    corners = []
    for end in range(1 if target.single else 2):
        row = target.rows[end] if target.rows else None
        col = target.cols[end] if target.cols else None
        flags = (1 if row and row[1] else 0) + (2 if col and col[1] else 0)
        corners.append(
            (rows.id_at(row[0]) if row else "", cols.id_at(col[0]) if col else "", flags)
        )
    return Reference(sids, tuple(corners)).write()
