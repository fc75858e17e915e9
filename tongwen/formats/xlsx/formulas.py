"""Formula text of a file (§18.17) as templates, whose references are line ids or offsets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tongwen.formats.xlsx.names import MAX_COLUMNS, MAX_ROWS

OPEN, CLOSE = "\x01", "\x02"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_CELL = _COLUMN + r"\$?[0-9]{1,7}"
_END = r"(?![\w.(\[!\\?])"
# Quoted texts, brackets and names are taken whole, so that nothing in them looks like a reference;
# possessive repeats keep the time linear, whatever the text.
_TOKEN = re.compile(
    r'"[^"]*+(?:""[^"]*+)*+"?'
    r"|(?:'(?P<quoted>[^']*+(?:''[^']*+)*+)'!|(?P<sheet>\w[\w.]*+(?::\w[\w.]*+)?)!)?"
    rf"(?P<ref>{_CELL}(?::{_CELL}{_END})?{_END}|{_COLUMN}:{_COLUMN}{_END}"
    rf"|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}{_END})"
    r"|'[^']*+(?:''[^']*+)*+'?(?:![\w.$:]*+)?"
    r"|\#(?:[A-Z/0]+[!?]?)(?:\$?[A-Za-z]{1,3}\$?[0-9]{1,7}|:)*"
    r"|(?:[\w.\\?]*+)\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\]?(?:[\w.]*+!)?(?:[\w.$:]*+)"
    r"|(?P<prefix>_xl(?:fn|ws|pm)\.(?:_xlws\.)?)"
    r"|[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|[\w.\\?][\w.\\?]*+!?",
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})")
_DIGITS = re.compile(r"[0-9]+")

SheetIds = Mapping[str, str]  # a worksheet's name in lower case to its sid


@dataclass(frozen=True, slots=True)
class Template:
    """A formula whose relative references are offsets from its cell."""

    text: str
    rows: tuple[int, int]  # least and greatest row offset
    columns: tuple[int, int]
    row_digits: tuple[int, ...]  # where row numbers that move with the cell stand in the formula


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner of a reference by index (None: a whole row or column), with where it stands."""

    row: int | None
    column: int | None
    flags: int  # 1 for a row with a mark, 2 for a column
    letters: tuple[int, int]  # where the letters of the column are in the formula
    digits: tuple[int, int]  # where the number of the row is


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a formula: where it stands, the worksheet it names, its one or two corners."""

    start: int
    area: int  # where it begins behind the worksheet's name
    stop: int
    sheet: str  # `sid!`, `sid:sid!`, or empty
    corners: tuple[Corner, ...]

    @property
    def template(self) -> str:
        """The reference with line ids, as templates have it."""
        corners = ";".join(
            f"{'' if c.row is None else c.row},{'' if c.column is None else c.column},{c.flags}"
            for c in self.corners
        )
        return f"{OPEN}{self.sheet}{corners}{CLOSE}"


def column_index(letters: str) -> int:
    """Return a column's index from zero."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """Return a column's letters."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class FormulaReader:
    """Makes templates of formulas; knows the workbook's worksheets by name."""

    def __init__(self, sheets: SheetIds) -> None:
        self._sheets = sheets

    def references(self, text: str) -> Iterator[Reference]:
        """Yield the references of a formula to lines of known worksheets, in their order."""
        for found in _TOKEN.finditer(text):
            reference = self._reference(found) if found["ref"] is not None else None
            if reference is not None:
                yield reference

    def plain(self, text: str) -> str:
        """Return a formula with references to line ids: for names, rules and other objects."""

        def replaced(found: re.Match[str]) -> str:
            if found["prefix"]:
                return ""
            reference = self._reference(found) if found["ref"] is not None else None
            return found.group() if reference is None else reference.template

        return _TOKEN.sub(replaced, text)

    def relative(self, text: str, row: int, column: int) -> Template:
        """Return the formula of a cell with its relative references as offsets from there."""
        rows: list[int] = []
        columns: list[int] = []
        digits: list[int] = []

        def replaced(found: re.Match[str]) -> str:
            if found["prefix"]:
                return ""
            reference = self._reference(found) if found["ref"] is not None else None
            if reference is None:
                return found.group()
            corners = []
            for one in reference.corners:
                down = _component(one.row, one.flags & 1, row, rows)
                if one.row is not None and not one.flags & 1:
                    digits.append(one.digits[0])
                across = _component(one.column, one.flags & 2, column, columns)
                corners.append(f"{down},{across},{one.flags}")
            return f"{OPEN}{reference.sheet}{';'.join(corners)}{CLOSE}"

        template = _TOKEN.sub(replaced, text)
        return Template(template, _bounds(rows), _bounds(columns), tuple(digits))

    def _reference(self, found: re.Match[str]) -> Reference | None:
        sheet = self._sheet(found)
        if sheet is None:
            return None
        corners = []
        at = found.start("ref")
        for part in found["ref"].split(":"):
            corner = _corner(part, at)
            if corner is None:
                return None
            corners.append(corner)
            at += len(part) + 1
        return Reference(found.start(), found.start("ref"), found.end(), sheet, tuple(corners))

    def _sheet(self, found: re.Match[str]) -> str | None:
        """Return `sid!`, `sid:sid!`, an empty text without a sheet, or None for an unknown one."""
        quoted, bare = found["quoted"], found["sheet"]
        if quoted is None and bare is None:
            return ""
        name = (quoted.replace("''", "'") if quoted is not None else bare).lower()
        if name in self._sheets:
            return f"{self._sheets[name]}!"
        first, colon, last = name.partition(":")
        if colon and first in self._sheets and last in self._sheets:
            return f"{self._sheets[first]}:{self._sheets[last]}!"
        return None


def _corner(written: str, at: int) -> Corner | None:
    found = _CORNER.fullmatch(written)
    if found is None:
        return None
    column_mark, letters, row_mark, number = found.groups()
    if number and not letters:  # "$1" of "$1:$2": its mark was read as the column's
        column_mark, row_mark = "", column_mark or row_mark
    row, column = int(number or 1) - 1, column_index(letters or "A")
    if not (0 <= row < MAX_ROWS and column < MAX_COLUMNS):
        return None
    return Corner(
        row if number else None,
        column if letters else None,
        (1 if row_mark else 0) + (2 if column_mark else 0),
        (at + found.start(2), at + found.end(2)),
        (at + found.start(4), at + found.end(4)),
    )


def _component(index: int | None, marked: int, own: int, offsets: list[int]) -> str:
    if index is None or marked:
        return "" if index is None else str(index)
    offsets.append(index - own)
    return f"{index - own:+d}"


def _bounds(offsets: list[int]) -> tuple[int, int]:
    return (min(offsets), max(offsets)) if offsets else (0, 0)


_OFFSET = re.compile(r"([\x01;!])([+-]?[0-9]*),([+-]?[0-9]*),")


def fits(template: Template, row: int, column: int) -> bool:
    """Whether all references of a template lie on the sheet, seen from a cell."""
    return (
        row + template.rows[0] >= 0
        and row + template.rows[1] < MAX_ROWS
        and column + template.columns[0] >= 0
        and column + template.columns[1] < MAX_COLUMNS
    )


def wrapped(template: str, row: int, column: int) -> str:
    """Return a template for a cell from which it leaves the sheet: references come round again.

    That is how a shared formula is expanded (§18.3.1.40 says relative, Excel counts modulo).
    """

    def around(component: str, origin: int, size: int) -> str:
        if component[:1] not in ("+", "-"):
            return component
        return f"{(origin + int(component)) % size - origin:+d}"

    def again(found: re.Match[str]) -> str:
        rows = around(found[2], row, MAX_ROWS)
        columns = around(found[3], column, MAX_COLUMNS)
        return f"{found[1]}{rows},{columns},"

    return _OFFSET.sub(again, template)


class FilledColumn:
    """What a column's formulas are, if they go on as they began: told without parsing."""

    __slots__ = ("_format", "_last", "_offsets", "_text")

    def __init__(self) -> None:
        self._text = ""
        self._format = ""
        self._offsets: list[int] = []
        self._last: Template | None = None

    def told(self, raw: str, row: int) -> str | None:
        """Return the template of a formula that goes on as those above, None for others."""
        if self._text and raw == self._format % tuple([row + one for one in self._offsets]):
            return self._text
        return None

    def learn(self, template: Template, raw: str, row: int) -> None:
        """Take note of a formula; of the second with one template, how others will be written."""
        if self._last is not None and self._last.text == template.text:
            self._expect(template, raw, row)
        self._last = template

    def _expect(self, template: Template, raw: str, row: int) -> None:
        self._text = ""
        if "&#" in raw:
            return
        moving = _moving_runs(raw, template)
        if moving is None:
            return
        pieces = []
        offsets = []
        at = 0
        for number, run in enumerate(_DIGITS.finditer(raw)):
            pieces.append(raw[at : run.start()].replace("%", "%%"))
            if number in moving:
                if len(run.group()) > 7 or run.group().startswith("0"):
                    return
                pieces.append("%d")
                offsets.append(int(run.group()) - row)
            else:
                pieces.append(run.group())
            at = run.end()
        pieces.append(raw[at:].replace("%", "%%"))
        self._format, self._offsets, self._text = "".join(pieces), offsets, template.text


def _moving_runs(raw: str, template: Template) -> set[int] | None:
    """Return which runs of digits are row numbers that move with the cell."""
    plain = unescape_markup(raw)
    order = {run.start(): number for number, run in enumerate(_DIGITS.finditer(plain))}
    found = {order.get(place, -1) for place in template.row_digits}
    return None if -1 in found else found


_ENTITY = re.compile(r"&(?:amp;|lt;|gt;|quot;|apos;|#([0-9]{1,7});|#x([0-9a-fA-F]{1,6});)?")
_NAMED: Mapping[str, str] = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
}


def unescape_markup(text: str) -> str:
    """Return character data as a parser does: ends of lines as one, entities resolved.

    XML 1.0 §2.11, §4.6.

    Raises:
        ValueError: one is unknown, or no character.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(_resolved, text) if "&" in text else text


def _resolved(found: re.Match[str]) -> str:
    named = _NAMED.get(found.group())
    if named is not None:
        return named
    if not found[1] and not found[2]:
        raise ValueError("an unknown entity")
    code = int(found[1]) if found[1] else int(found[2], 16)
    if not (code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF):
        raise ValueError("no character")
    return chr(code)
