"""Formula elements of cells as they stand in the file, reworded in place (§18.3.1.40)."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tongwen.formats.xlsx.column_names import LETTERS
from tongwen.formats.xlsx.formulas import Corner, unescape_markup
from tongwen.formats.xlsx.line_numbers import LineNumbers
from tongwen.formats.xlsx.measure import area
from tongwen.formats.xlsx.rewording import Place, Rewording, Wording
from tongwen.formats.xlsx.sheet_bytes import RowBytes, SheetBytes

_ATTRIBUTE = re.compile(rb"""\s+([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHARING = (b"t", b"ref", b"si")
Rectangle = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Master:
    """The cell that says a shared formula: where, the area that it is for, its text."""

    row: int
    col: int
    area: Rectangle
    text: str

    def covers(self, row: int, col: int) -> bool:
        """Whether a cell is in the area."""
        top, left, bottom, right = self.area
        return top <= row <= bottom and left <= col <= right


class FormulaCells:
    """Rewords the formulas of a worksheet's cells; `rows` are all rows of its part.

    A shared formula stays shared as long as all of its cells and all lines that it names keep
    together; else each of its cells gets the formula itself. `rewritten` says whether a cell (as it
    is now) gets another content, so that it can no longer say the formula for others.
    """

    def __init__(
        self,
        sheet: SheetBytes,
        rows: Collection[RowBytes],
        rewording: Rewording,
        rewritten: Callable[[Place], bool],
    ) -> None:
        self._sheet = sheet
        self._rewording = rewording
        self._rewritten = rewritten
        own_rows, own_cols = rewording.numbers("")
        self._stays = own_rows.plain and own_cols.plain
        name = re.escape(sheet.prefix)
        self._open = b"<" + sheet.prefix + b"f>"
        self._close = b"</" + sheet.prefix + b"f>"
        self._element = re.compile(
            rb"<" + name + rb"f(?=[\s/>])((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)"
            + rb"(?:/>|>([^<]*)</" + name + rb"f\s*>)"
        )  # fmt: skip
        self._masters: dict[bytes, Master | None] = {}
        self._kept: dict[bytes, bool] = {}
        self._wordings: dict[tuple[bytes, int], Wording[bytes] | None] = {}
        rewording.reach = max((row.number for row in rows), default=0)
        if sheet.mentions(b"shared"):
            self._learn(rows)

    def _learn(self, rows: Collection[RowBytes]) -> None:
        """Take note of the cells that say shared formulas."""
        data = self._sheet.rows_data
        for row in rows:
            if data.find(b"ref", row.start, row.stop) >= 0:
                for cell in self._sheet.cells(row)[0]:
                    self._note(cell.data, row.number - 1, cell.column)

    def _note(self, cell: bytes, row: int, col: int) -> None:
        found = self._element.search(cell)
        attributes = _attributes(found[1]) if found is not None and found[2] else {}
        if found is None or attributes.get(b"t") != b"shared":
            return
        number = attributes.get(b"si", b"")
        where = area(attributes.get(b"ref", b"").decode("ascii", "replace"))
        master = None
        if where is not None and None not in where and number not in self._masters:
            top, left, bottom, right = (int(edge or 0) for edge in where)
            text = _plain(found[2])
            if text is not None:
                master = Master(row, col, (top, left, bottom, right), text)
        self._masters[number] = master

    def cell(self, cell: bytes, row: int, col: int, now: Place) -> bytes | None:
        """Return a cell, or what is of it behind its start tag, with its formula reworded.

        `row` and `col` are where the file has it. None when it has to be written anew.
        """
        begin = cell.find(self._open)
        if begin >= 0:
            begin += len(self._open)
            stop = cell.find(self._close, begin)
            if stop < 0:
                return None
            raw = cell[begin:stop]
            text = self._rewording.text(raw, row, col, now)
            return cell if text == raw else cell[:begin] + text + cell[stop:]
        found = self._element.search(cell)
        if found is None:
            return cell
        element = self._written(found, row, col, now)
        return None if element is None else cell[: found.start()] + element + cell[found.end() :]

    def _written(self, found: re.Match[bytes], row: int, col: int, now: Place) -> bytes | None:
        attributes = _attributes(found[1])
        kind = attributes.get(b"t", b"normal")
        if kind == b"shared":
            return self._shared(found, attributes.get(b"si", b""), row, col)
        placed = kind != b"normal" or b"ref" in attributes
        if placed and not self._stays:
            return None
        if not found[2] or kind == b"dataTable":
            return found.group()
        return _with_text(found, self._rewording.text(found[2], row, col, now))

    # -- shared formulas -------------------------------------------------------------------------

    def _shared(self, found: re.Match[bytes], number: bytes, row: int, col: int) -> bytes | None:
        master = self._masters.get(number)
        if master is None or (found[2] and (row, col) != (master.row, master.col)):
            return None
        kept = self._kept.get(number)
        if kept is None:
            kept = self._kept[number] = self._holds(number, master)
        together = kept and master.covers(row, col)
        if together and not found[2]:
            return found.group()
        wording = self._wording(number, master, col)
        text = None if wording is None else wording.text(row)
        if text is None:
            return None
        return self._saying(found, master, text) if together else self._alone(found, text)

    def _wording(self, number: bytes, master: Master, col: int) -> Wording[bytes] | None:
        key = number, col
        if key not in self._wordings:
            found = self._rewording.wording(master.text, master.row, master.col, col)
            self._wordings[key] = found
        return self._wordings[key]

    def _holds(self, number: bytes, master: Master) -> bool:
        """Whether a shared formula may stay shared."""
        rows, cols = self._rewording.numbers("")
        top, left, bottom, right = master.area
        if not (rows.straight(top, bottom) and cols.straight(left, right)):
            return False
        if not master.covers(master.row, master.col):
            return False
        if self._rewritten((rows.number(master.row) - 1, cols.number(master.col) - 1)):
            return False
        for col in (left, right):
            wording = self._wording(number, master, col)
            if wording is None or wording.text(top) is None or wording.text(bottom) is None:
                return False
        return all(
            self._together(master, corner, self._rewording.numbers(reference.sheet))
            for reference in self._rewording.references(master.text)
            for corner in reference.corners
        )

    def _together(
        self, master: Master, corner: Corner, lines: tuple[LineNumbers, LineNumbers]
    ) -> bool:
        """Whether what a corner names from all cells of the area is still in a row."""
        top, left, bottom, right = master.area
        rows, cols = lines
        if corner.row is not None and not corner.flags & 1:
            down = corner.row - master.row
            if not rows.straight(down + top, down + bottom):
                return False
        if corner.column is not None and not corner.flags & 2:
            across = corner.column - master.col
            return cols.straight(across + left, across + right)
        return True

    def _saying(self, found: re.Match[bytes], master: Master, text: bytes) -> bytes:
        """Return the element of a master that stays one."""
        rows, cols = self._rewording.numbers("")
        top, left, bottom, right = master.area
        first = f"{LETTERS[cols.number(left) - 1]}{rows.number(top)}"
        last = f"{LETTERS[cols.number(right) - 1]}{rows.number(bottom)}"
        ref = first if first == last else f"{first}:{last}"
        tag = _ATTRIBUTE.sub(
            lambda one: b' ref="%s"' % ref.encode() if one[1] == b"ref" else one.group(), found[1]
        )
        start, stop = self._open[:-1], len(self._open) - 1 + len(found[1])
        return start + tag + _with_text(found, text)[stop:]

    def _alone(self, found: re.Match[bytes], text: bytes) -> bytes:
        """Return the element of a cell that has a formula of its own from now on."""
        others = [one.group() for one in _ATTRIBUTE.finditer(found[1]) if one[1] not in _SHARING]
        return self._open[:-1] + b"".join(others) + b">" + text + self._close


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {one[1]: one[2] if one[2] is not None else one[3] for one in _ATTRIBUTE.finditer(tag)}


def _plain(raw: bytes) -> str | None:
    try:
        return unescape_markup(raw.decode("utf-8"))
    except ValueError:
        return None


def _with_text(found: re.Match[bytes], text: bytes) -> bytes:
    """Return an element that has a text with another one."""
    start, stop = found.start(2) - found.start(), found.end(2) - found.start()
    return found.group()[:start] + text + found.group()[stop:]
