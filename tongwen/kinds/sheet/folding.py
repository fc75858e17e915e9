"""Folding: what was written over the blocks goes into them, so that a workbook stays small.

Line ids never change, so that an edit made offline meanwhile means what it meant.
"""

from collections.abc import Mapping
from typing import Any

from tongwen import ydoc
from tongwen.kinds.sheet.axis import Axis, Operations
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.entries import ABSENT
from tongwen.kinds.sheet.folded_sheet import SheetFolding, joined
from tongwen.kinds.sheet.lines import Span
from tongwen.kinds.sheet.naming import Gone, Renaming, mentions
from tongwen.kinds.sheet.parts import BOOK, SHEET, parts_of

AXES = ("rows", "cols")


def overlay_length(states: Mapping[str, bytes]) -> int:
    """Count the entries that folding would take away.

    Raises:
        Invalid: `update-malformed`.
    """
    book = _book(states)
    count = 0
    for part in states:
        if part.startswith(SHEET):
            names = ("cells", "puts", "paints")
            count += sum(len(book.entries.mirror(part, name).entries) for name in names)
    for info in book.sheets():
        for name in AXES:
            entries = book.entries.mirror(BOOK, f"{name}:{info.sid}").entries
            count += sum(isinstance(entry, dict) and "d" in entry for entry in entries.values())
    return count


def _book(states: Mapping[str, bytes]) -> Book:
    docs = dict(parts_of(states))

    def open_part(name: str) -> ydoc.SharedDoc:
        if name not in docs:
            docs[name] = ydoc.new_doc(keep_deletions=False)
        return docs[name]

    return Book(open_part)


def fold_workbook(states: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Return the updates that fold a workbook, in the order in which they have to be kept.

    `states`: every part of it. It reads the same before and after, and after each update. Nobody
    may be writing meanwhile; what was written offline can arrive later.

    Raises:
        Invalid: `update-malformed`.
    """
    book = _book(states)
    parts = [part for part in states if part.startswith(SHEET)]
    live = {info.sid for info in book.sheets()}
    foldings = {
        part: SheetFolding(book.sheet(part.removeprefix(SHEET)))
        for part in parts
        if part.removeprefix(SHEET) in live
    }
    gone = _gone(book, foldings, parts)
    renaming = Renaming(book, gone)
    changes: dict[str, list[tuple[str, str, Any]]] = {}
    for part, folding in foldings.items():
        changes[part] = folding.changes(renaming)
    styles = [("styles", key, style) for key, style in _styles(foldings).items()]
    names = [
        ("names", token, changed)
        for token, entry in book.entries.mirror(BOOK, "names").entries.items()
        if isinstance(entry, dict) and (changed := _name(entry, renaming, book)) is not None
    ]
    axes = [
        change
        for sid in sorted(live)
        for name in AXES
        for change in _axis_changes(book, sid, name, gone)
    ]
    updates = [(BOOK, _written(book, BOOK, styles + names))]
    updates += [(part, _written(book, part, made)) for part, made in changes.items()]
    updates.append((BOOK, _written(book, BOOK, axes)))
    return [(part, update) for part, update in updates if update != b"\x00\x00"]


def _written(book: Book, part: str, changes: list[tuple[str, str, Any]]) -> bytes:
    """Write entries into a part and return the update that says so."""
    doc = book.entries.part(part).doc
    with ydoc.recorded(doc) as recording, doc.transaction():
        for name, key, value in changes:
            book.entries.mirror(part, name).set(key, value)
    return recording.update


def _styles(foldings: Mapping[str, SheetFolding]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for folding in foldings.values():
        found.update(folding.new_styles)
    return found


def _name(entry: dict[str, Any], renaming: Renaming, book: Book) -> dict[str, Any] | None:
    """Return a defined name that names no line that goes away; None when it does not already."""
    formula = entry.get("formula")
    if not isinstance(formula, str) or not renaming.concerns(formula):
        return None
    infos = book.sheets()
    sid = entry.get("scope") or (infos[0].sid if infos else "")
    return {**entry, "formula": renaming.template(formula, str(sid))}


def _gone(book: Book, foldings: Mapping[str, SheetFolding], parts: list[str]) -> Gone:
    """Return the runs that are dead as a whole, and that nothing has to go on naming."""
    candidates: set[str] = set()
    for info in book.sheets():
        for name in AXES:
            axis = book.axis(info.sid, name)
            candidates |= {run for run in axis.runs if run and _is_dead(axis, run)}
    if not candidates:
        return frozenset()
    for part in parts:
        folding = foldings.get(part)
        if folding is None:  # a worksheet that is gone, and may come back
            for name in ("base", "cells", "puts", "paints", "objects", "view"):
                candidates -= mentions(book.entries.mirror(part, name).entries, candidates)
            candidates -= mentions(_templates(book, part), candidates)
        else:
            candidates -= folding.must_name(Renaming(book, frozenset(candidates)), candidates)
    return frozenset(candidates)


def _templates(book: Book, part: str) -> list[str]:
    sheet = book.sheet(part.removeprefix(SHEET))
    blocks = (sheet.block(run, band) for run, band in sheet.bands())
    return [template for block in blocks if block for template in block.templates]


def _is_dead(axis: Axis, run: str) -> bool:
    count = axis.runs[run][0]
    return not any(axis.placed((run, 0, count)))


def _axis_changes(book: Book, sid: str, name: str, gone: Gone) -> list[tuple[str, str, Any]]:
    """Return the changes of an axis: without runs that go away, with one delete for all."""
    map_name = f"{name}:{sid}"
    entries = book.entries.mirror(BOOK, map_name).entries
    operations = Operations(entries)
    changes: list[tuple[str, str, Any]] = [
        (map_name, run, ABSENT) for run in operations.runs if run in gone
    ]
    deletes = [t for t, e in entries.items() if isinstance(e, dict) and "d" in e]
    spans = _union([span for span in operations.deletes if span[0] not in gone])
    if len(deletes) > 1 or (deletes and changes):
        changes += [(map_name, token, ABSENT) for token in deletes]
        if spans:
            merged = {"d": [list(span) for span in spans]}
            changes.append((map_name, book.entries.token(), merged))
    winning = _winning(operations, gone)
    changes += [(map_name, m.token, ABSENT) for m in operations.moves if m.token not in winning]
    return changes


def _winning(operations: Operations, gone: Gone) -> set[str]:
    """Return the moves that some line, live or unknown, is still where they put it because of."""
    covered: dict[str, list[tuple[int, int]]] = {}
    winning: set[str] = set()
    for move in reversed(operations.moves):
        for run, first, count in move.spans:
            if run in gone:
                continue
            taken = covered.setdefault(run, [])
            if not any(low <= first and first + count <= high for low, high in taken):
                winning.add(move.token)
            covered[run] = joined([*taken, (first, first + count)])
    return winning


def _union(spans: list[Span]) -> list[Span]:
    by_run: dict[str, list[tuple[int, int]]] = {}
    for run, first, count in spans:
        by_run.setdefault(run, []).append((first, first + count))
    return [
        (run, first, stop - first) for run in sorted(by_run) for first, stop in joined(by_run[run])
    ]
