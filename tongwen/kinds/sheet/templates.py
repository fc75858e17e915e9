"""Formulas as templates: A1 text with its references as line ids, and back."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.lines import (
    MAX_COLS,
    MAX_ROWS,
    column_index,
    column_name,
    parse_line,
)

OPEN, CLOSE = "\x01", "\x02"
REF = "#REF!"

MARKED = re.compile("\x01([^\x02]*)\x02")
_END = r"(?![\w.(!\[\\?])"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_COLS = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"
_ROWS = r"\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}"
_AREA = rf"(?:{_CELL}:{_CELL}|{_CELL}|{_COLS}|{_ROWS}){_END}"
_ERRORS = r"""REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!
    |UNKNOWN!|GETTING_DATA"""
_TOKEN = re.compile(
    rf"""
    (?P<string>"(?:[^"]|"")*"?)
  | (?P<prefix>_xlfn\._xlws\.|_xlfn\.|_xlpm\.|_xlws\.)
  | (?P<error>\#(?:{_ERRORS}))
  | (?P<external>\[[^\[\]]+\](?:[\w.\\?]+(?::[\w.\\?]+)?)?!(?:{_AREA}|[\w.\\?:$]+)?)
  | (?P<sheet>(?:'(?:[^']|'')++'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)
    (?P<target>{_AREA}|\#REF!|[\w.\\?$:]+)?
  | (?P<quoted>'(?:[^']|'')*+'?)
  | (?P<reference>{_AREA})
  | (?P<structured>[\w.\\?]*\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])
  | (?P<function>[^\W\d][\w.\\?]*(?=\())
  | (?P<name>[^\W\d][\w.\\?]*|\\[\w.\\?]*)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    """,
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9][0-9]{0,6})?")
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[rR][0-9]*[cC][0-9]*|[rR][0-9]*|[cC][0-9]*")


class Book(Protocol):
    """What a formula's references need to know of a workbook."""

    def sheet_id(self, name: str) -> str | None:
        """Return the sid of a worksheet by name, whatever its case."""

    def sheet_name(self, sid: str) -> str | None:
        """Return the name of a worksheet; None when it is gone."""

    def rows(self, sid: str) -> Axis:
        """Return the rows of a worksheet."""

    def cols(self, sid: str) -> Axis:
        """Return the columns of a worksheet."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner of a reference by index; None: a whole row or column."""

    row: int | None
    col: int | None
    row_fixed: bool
    col_fixed: bool


def corners(text: str) -> tuple[Corner, ...] | None:
    """Read `$A$1`, `A1:B2`, `A:C` or `2:5`; None beyond the last row or column."""
    found = []
    for part in text.split(":"):
        match = _CORNER.fullmatch(part)
        if match is None:
            return None
        dollar, letters, second, digits = match.groups()
        col = column_index(letters) if letters else None
        row = int(digits) - 1 if digits else None
        if col == -1 or (row is not None and row >= MAX_ROWS):
            return None
        fixed = bool(dollar) if col is not None else False
        row_fixed = bool(second) if col is not None else bool(dollar)
        found.append(Corner(row, col, row_fixed, fixed))
    return tuple(found)


Write = Callable[[str | None, tuple[Corner, ...]], str]
"""Writes the inside of a reference: on the sheet (None: one's own), these corners."""


def encode_with(
    text: str, sheet_id: Callable[[str], str | None], write: Write, capitals: bool = False
) -> str:
    """Return the template of a formula's text, with references as `write` says.

    What is no reference stays text. `capitals` writes function names in capitals, as for a formula
    that somebody typed.
    """

    def replaced(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "reference":
            return _encoded(None, match[0], match[0], write)
        if kind in ("sheet", "target"):
            return _on_sheet(match, sheet_id, write)
        if kind == "prefix":
            return ""
        return match[0].upper() if kind == "function" and capitals else match[0]

    return _TOKEN.sub(replaced, text.translate(_NO_MARKS))


_NO_MARKS = {1: None, 2: None}


def _on_sheet(match: re.Match[str], sheet_id: Callable[[str], str | None], write: Write) -> str:
    prefix, target = match["sheet"][:-1], match["target"]
    if not target:
        return match[0]
    if prefix.startswith("'"):
        prefix = prefix[1:-1].replace("''", "'")
    sids = [sheet_id(prefix)]
    if sids == [None] and ":" in prefix:
        sids = [sheet_id(name) for name in prefix.split(":", 1)]
    if None in sids:
        return match[0]
    return _encoded(":".join(map(str, sids)), target, match[0], write)


def _encoded(sids: str | None, reference: str, text: str, write: Write) -> str:
    found = corners(reference)
    return text if found is None else f"{OPEN}{write(sids, found)}{CLOSE}"


def _flags(corner: Corner) -> int:
    return corner.row_fixed + 2 * corner.col_fixed


def encode(text: str, sid: str, book: Book, capitals: bool = True) -> str:
    """Return the template of A1 text (without `=`) in a worksheet, with plain ids."""

    def write(sids: str | None, found: tuple[Corner, ...]) -> str:
        there = (sids or sid).partition(":")[0]
        rows, cols = book.rows(there), book.cols(there)
        parts = [
            f"{'' if c.row is None else rows.id_at(c.row)},"
            f"{'' if c.col is None else cols.id_at(c.col)},{_flags(c)}"
            for c in found
        ]
        return (f"{sids}!" if sids else "") + ";".join(parts)

    return encode_with(text, book.sheet_id, write, capitals)


# -- the way back ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """The inside of a reference: sids (None: one's own sheet), corners of ids and flags."""

    sids: tuple[str, ...] | None
    corners: tuple[tuple[str, str, int], ...]

    def write(self) -> str:
        """Return it as templates hold it, marks included."""
        inside = ";".join(f"{row},{col},{flags}" for row, col, flags in self.corners)
        sids = ":".join(self.sids) + "!" if self.sids else ""
        return f"{OPEN}{sids}{inside}{CLOSE}"


def parse_reference(inside: str) -> Reference | None:
    """Read the inside of a reference; None when it is malformed."""
    sids, mark, rest = inside.rpartition("!")
    found = []
    for corner in rest.split(";"):
        parts = corner.split(",")
        if len(parts) != 3 or parts[2] not in ("0", "1", "2", "3"):
            return None
        found.append((parts[0], parts[1], int(parts[2])))
    if len(found) > 2:
        return None
    return Reference(tuple(sids.split(":")) if mark else None, tuple(found))


def references(template: str) -> Iterator[Reference]:
    """Yield the well-formed references of a template."""
    for match in MARKED.finditer(template):
        reference = parse_reference(match[1])
        if reference is not None:
            yield reference


def rewritten(template: str, change: Callable[[Reference], str]) -> str:
    """Return a template with each reference replaced by what `change` returns for it."""

    def replaced(match: re.Match[str]) -> str:
        reference = parse_reference(match[1])
        return REF if reference is None else change(reference)

    return MARKED.sub(replaced, template) if OPEN in template else template


def _position(axis: Axis, identity: str, limit: int) -> int | None:
    line = parse_line(identity)
    found = None if line is None else axis.position(line)
    return found if found is not None and found < limit else None


End = tuple[int, bool]


def _ends(
    axis: Axis, first: tuple[str, bool], last: tuple[str, bool], limit: int
) -> tuple[End, End] | None:
    """Positions of the ends of a range on one axis, each with its `$`."""
    lines = parse_line(first[0]), parse_line(last[0])
    if lines[0] is None or lines[1] is None:
        return None
    found = axis.range(lines[0], lines[1])
    if found is None or found[0] >= limit:
        return None
    flags = (first[1], last[1])
    if axis.crossed(lines[0], lines[1]):
        flags = (flags[1], flags[0])
    return (found[0], flags[0]), (min(found[1], limit - 1), flags[1])


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reference points now, by index; None: whole columns or rows. Flags are the `$`s."""

    rows: tuple[End, End] | None
    cols: tuple[End, End] | None
    single: bool

    def text(self) -> str:
        """Return it as A1 text."""
        ends = [
            ("" if self.cols is None else _dollar(self.cols[i], column_name(self.cols[i][0])))
            + ("" if self.rows is None else _dollar(self.rows[i], str(self.rows[i][0] + 1)))
            for i in range(2)
        ]
        return ends[0] if self.single else ":".join(ends)


def _dollar(end: End, text: str) -> str:
    return f"${text}" if end[1] else text


def locate(reference: Reference, sid: str, book: Book) -> Target | None:
    """Return where a reference of a formula in a worksheet points now; None for `#REF!`."""
    there = (reference.sids or (sid,))[0]
    if any(book.sheet_name(each) is None for each in reference.sids or ()):
        return None
    rows, cols = book.rows(there), book.cols(there)
    first, last = reference.corners[0], reference.corners[-1]
    if (not first[0]) != (not last[0]) or (not first[1]) != (not last[1]) or not any(first[:2]):
        return None
    single = len(reference.corners) == 1 and bool(first[0] and first[1])
    if single:
        row, col = _position(rows, first[0], MAX_ROWS), _position(cols, first[1], MAX_COLS)
        if row is None or col is None:
            return None
        fixed = bool(first[2] & 1), bool(first[2] & 2)
        return Target(((row, fixed[0]),) * 2, ((col, fixed[1]),) * 2, True)
    row_ends = col_ends = None
    if first[0]:
        ends = (first[0], bool(first[2] & 1)), (last[0], bool(last[2] & 1))
        row_ends = _ends(rows, *ends, MAX_ROWS)
        if row_ends is None:
            return None
    if first[1]:
        ends = (first[1], bool(first[2] & 2)), (last[1], bool(last[2] & 2))
        col_ends = _ends(cols, *ends, MAX_COLS)
        if col_ends is None:
            return None
    return Target(row_ends, col_ends, False)


def sheet_prefix(names: list[str]) -> str:
    """Return `Sheet1!`, quoted where it must be; two names for a 3D reference."""
    text = ":".join(names)
    simple = all(_PLAIN_NAME.fullmatch(name) and not _LIKE_CELL.fullmatch(name) for name in names)
    return f"{text}!" if simple else "'" + text.replace("'", "''") + "'!"


def render(template: str, sid: str, book: Book) -> str:
    """Return the A1 text that a template with plain ids reads as now."""

    def change(reference: Reference) -> str:
        target = locate(reference, sid, book)
        if target is None:
            return REF
        if not reference.sids:
            return target.text()
        names = [book.sheet_name(each) or "" for each in reference.sids]
        return sheet_prefix(names) + target.text()

    return rewritten(template, change)
