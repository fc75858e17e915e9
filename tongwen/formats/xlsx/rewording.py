"""Formulas of a file's cells as they read now that lines, worksheets or tables are others."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import AnyStr, Generic

from tongwen.formats.ooxml.xml import escape
from tongwen.formats.xlsx.column_names import LETTERS
from tongwen.formats.xlsx.formulas import Corner, FormulaReader, Reference, unescape_markup
from tongwen.formats.xlsx.line_numbers import LineNumbers
from tongwen.formats.xlsx.live import LiveBook
from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS
from tongwen.formats.xlsx.structured_references import TableNames
from tongwen.kinds.sheet.templates import REF, render, sheet_prefix

Place = tuple[int, int]
_DIGITS = re.compile(rb"[0-9]+")
_MOST_SHAPES = 20_000  # of formulas that are remembered
_MARGIN = 1_024  # rows below those with formulas that these may name and be told quickly
_MOST_ALIKE = 8  # of one shape: they differ in the numbers that do not move


@dataclass(frozen=True, slots=True)
class Wording(Generic[AnyStr]):
    """Formulas that differ only in the numbers of rows that move with their cells.

    `then` writes what the file (or a template) says from row numbers, `now` what they read now.
    """

    then: AnyStr
    offsets: tuple[int, ...]  # row numbers over the cell's index
    now: AnyStr
    moving: tuple[tuple[Sequence[int], int], ...]  # numbers by index, and where over the cell's
    rows: tuple[int, int]  # of cells: all numbers are on the sheet, ranges in their order

    def says(self, raw: AnyStr, row: int) -> bool:
        """Whether a formula of the file is one of them."""
        return raw == self.then % tuple([row + one for one in self.offsets])

    def text(self, row: int) -> AnyStr | None:
        """Return what one reads now; None when a line of its is gone or beyond the sheet."""
        if not self.rows[0] <= row <= self.rows[1]:
            return None
        try:
            numbers = tuple([known[row + one] for known, one in self.moving])
        except IndexError:
            return None
        return None if 0 in numbers else self.now % numbers


class Rewording:
    """What the formulas of one worksheet read now; everything but references stays as written.

    `names` are the file's worksheets by name in lower case; `file` is what the file says of them.
    `others` are those whose lines or names are not what they were.
    """

    reach = 0  # the last row that has formulas

    def __init__(
        self,
        book: LiveBook,
        file: LiveBook,
        sid: str,
        names: Mapping[str, str],
        tables: TableNames,
        others: Collection[str],
    ) -> None:
        self._book = book
        self._file = file
        self._sid = sid
        self._reader = FormulaReader(names)
        self._tables = tables
        self._others = others
        self._numbers: dict[str, tuple[LineNumbers, LineNumbers]] = {}
        self._filled: dict[int, Wording[bytes]] = {}
        self._shapes: dict[tuple[int, bytes], list[Wording[bytes]]] = {}

    def __bool__(self) -> bool:
        return bool(self._others) or bool(self._tables.renames)

    def concerns(self, rows: bytes) -> bool:
        """Whether formulas of rows that stay in place might change; never wrongly false."""
        if b"!" in rows and self._others:
            return True
        renames = self._tables.renames
        return bool(renames) and renames.may_concern(rows.decode("utf-8", "replace"))

    def text(self, raw: bytes, row: int, col: int, now: Place) -> bytes:
        """Return what a formula of the file's cell reads, as XML; the cell itself is at `now`."""
        filled = self._filled.get(col)
        if filled is not None and filled.says(raw, row):
            told = filled.text(row)
            if told is not None:
                return told
        return self._learned(raw, row, col, now)

    def wording(self, text: str, row: int, col: int, target: int) -> Wording[bytes] | None:
        """Return how a cell's formula (no XML) reads in column `target` when it is filled there.

        None when it has to be spelled out one by one.
        """
        if self._tables.renames and self._tables.renames.may_concern(text):
            return None
        return _Compiling(self, text, row, col, target).wording()

    def references(self, text: str) -> list[Reference]:
        """Return the references of a formula."""
        return list(self._reader.references(text))

    def numbers(self, sheet: str) -> tuple[LineNumbers, LineNumbers]:
        """Return where rows and columns of a worksheet are: `sid!`, or one's own."""
        sid = sheet[:-1] or self._sid
        found = self._numbers.get(sid)
        if found is None:
            found = self._numbers[sid] = (
                LineNumbers(self._book.rows(sid), MAX_ROWS),
                LineNumbers(self._book.cols(sid), MAX_COLUMNS),
            )
        return found

    def prefix(self, sheet: str, written: str) -> str | None:
        """Return a worksheet's name before a reference: as written, or the new one; None: gone."""
        if not sheet:
            return written
        sid = sheet[:-1]
        title = self._book.sheet_name(sid)
        if title is None or title == self._file.sheet_name(sid):
            return None if title is None else written
        return sheet_prefix([title])

    # -- formulas that are met for the first time --------------------------------------------

    def _learned(self, raw: bytes, row: int, col: int, now: Place) -> bytes:
        shape = col, _DIGITS.sub(b"#", raw)
        alike = self._shapes.get(shape, [])
        for wording in alike:
            if wording.says(raw, row):
                self._filled[col] = wording
                told = wording.text(row)
                if told is not None:
                    return told
        try:
            text = unescape_markup(raw.decode("utf-8"))
        except ValueError:
            return raw  # the reader could not read it either
        found = self.wording(text, row, col, col) if len(alike) < _MOST_ALIKE else None
        if found is not None and found.says(raw, row):
            told = found.text(row)
            if told is not None:
                if len(self._shapes) < _MOST_SHAPES:
                    self._shapes.setdefault(shape, []).append(found)
                self._filled[col] = found
                return told
        now_text = self._spelled(text, now)
        return raw if now_text == text else escape(now_text).encode()

    def _spelled(self, text: str, now: Place) -> str:
        """Return a formula, each reference looked up by itself."""
        pieces = []
        at = 0
        for reference in self._reader.references(text):
            pieces.append(text[at : reference.start])
            pieces.append(self._reference(reference, text[reference.start : reference.stop]))
            at = reference.stop
        pieces.append(text[at:])
        return self._tables.renamed("".join(pieces), *now)

    def _reference(self, reference: Reference, written: str) -> str:
        named = (reference.sheet[:-1] or self._sid).split(":")
        if not any(sid in self._others for sid in named):
            return written
        now = render(reference.template, self._sid, self._book)
        if now == REF or len(named) > 1:
            return now
        prefix = self.prefix(reference.sheet, written[: reference.area - reference.start])
        area = now.rpartition("!")[2]
        text = f"{prefix}{area}"
        return written if text.upper() == written.upper() else text


class _Compiling:
    """One formula on its way to a wording: its text, cut at the numbers of rows."""

    def __init__(self, of: Rewording, text: str, row: int, col: int, target: int) -> None:
        self._all = of
        self._text = text
        self._row = row
        self._shift = target - col
        self._then: list[bytes] = []
        self._now: list[bytes] = []
        self._offsets: list[int] = []
        self._moving: list[tuple[Sequence[int], int]] = []
        self._first, self._last = 0, MAX_ROWS - 1  # rows of cells

    def wording(self) -> Wording[bytes] | None:
        """Return it; None when it names worksheets, lines or an order that are no more."""
        at = 0
        for reference in self._all.references(self._text):
            self._both(self._text[at : reference.start])
            if not self._reference(reference):
                return None
            at = reference.stop
        self._both(self._text[at:])
        first = max([self._first, *(1 - one for one in self._offsets)])
        then, now = b"".join(self._then), b"".join(self._now)
        rows = first, self._last
        return Wording(then, tuple(self._offsets), now, tuple(self._moving), rows)

    def _both(self, text: str) -> None:
        written = _format(text)
        self._then.append(written)
        self._now.append(written)

    def _reference(self, reference: Reference) -> bool:
        written = self._text[reference.start : reference.area]
        prefix = None if ":" in reference.sheet else self._all.prefix(reference.sheet, written)
        if prefix is None:
            return False
        self._then.append(_format(written))
        self._now.append(_format(prefix))
        rows, cols = self._all.numbers(reference.sheet)
        if len(reference.corners) == 2 and not (
            _ordered(reference.corners, self._shift, cols) and self._falls(reference.corners, rows)
        ):
            return False
        at = reference.area
        for corner in reference.corners:
            self._both(self._text[at : corner.letters[0]])
            if not (self._column(corner, cols) and self._number(corner, rows)):
                return False
            at = corner.digits[1]
        self._both(self._text[at : reference.stop])
        return True

    def _falls(self, corners: Sequence[Corner], rows: LineNumbers) -> bool:
        """Whether the rows of a range are in their order; bound the cells where they are."""
        first, last = corners[0].row, corners[-1].row
        if first is None or last is None:
            return first is last
        if not rows.ascend or first > last:
            return False
        fixed = corners[0].flags & 1, corners[-1].flags & 1
        if fixed == (1, 0):
            self._first = max(self._first, self._row + first - last)
        elif fixed == (0, 1):
            self._last = min(self._last, self._row + last - first)
        return True

    def _column(self, corner: Corner, cols: LineNumbers) -> bool:
        start, stop = corner.letters
        self._then.append(self._text[start:stop].encode())
        if corner.column is None:
            return True
        column = corner.column + (0 if corner.flags & 2 else self._shift)
        now = cols.number(column)
        if now == 0:
            return False
        same = now == corner.column + 1
        self._now.append((self._text[start:stop] if same else LETTERS[now - 1]).encode())
        return True

    def _number(self, corner: Corner, rows: LineNumbers) -> bool:
        mark = self._text[corner.letters[1] : corner.digits[0]]
        self._both(mark)
        start, stop = corner.digits
        if corner.row is None:
            return True
        if corner.flags & 1:
            now = rows.number(corner.row)
            same = now == corner.row + 1
            self._then.append(self._text[start:stop].encode())
            self._now.append(self._text[start:stop].encode() if same else b"%d" % now)
            return now != 0
        if rows.number(corner.row) == 0:
            return False
        self._then.append(b"%d")
        self._now.append(b"%d")
        self._offsets.append(corner.row + 1 - self._row)
        known = rows.numbers(max(self._all.reach, corner.row) + _MARGIN)
        self._moving.append((known, corner.row - self._row))
        return True


def _ordered(corners: Sequence[Corner], shift: int, cols: LineNumbers) -> bool:
    """Whether the columns of a range are there, in their order."""
    first, last = corners[0], corners[-1]
    if first.column is None or last.column is None:
        return first.column is last.column
    left = cols.number(first.column + (0 if first.flags & 2 else shift))
    right = cols.number(last.column + (0 if last.flags & 2 else shift))
    return 0 < left <= right


def _format(text: str) -> bytes:
    return escape(text).encode().replace(b"%", b"%%")
