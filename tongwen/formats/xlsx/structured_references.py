"""Names of tables and of their columns in formulas (ECMA-376-1 §18.17.2.4), when they change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tongwen.formats.xlsx.formula_writer import file_formula

_PIECE = re.compile(
    r'"(?:[^"]|"")*+"?'
    r"|'(?:[^']|'')*+'?!?"
    r"|(?P<name>[^\W\d][\w.\\]*+)?(?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\])(?![\w'])"
    r"|(?P<word>[^\W\d][\w.\\]*+)(?![(!:$])"
    r"|[\w.\\$!:]++"
)
_INNER = re.compile(r"\[((?:[^\[\]'#]|'.)(?:[^\[\]']|'.)*+)\]")
_SPECIAL = re.compile(r"[\[\]#'@]")
_SIMPLE = re.compile(r"[\w.]+(?: [\w.]+)*")


@dataclass(slots=True)
class Renames:
    """What tables and columns are called now, by the names that formulas have for them.

    `columns` are by the table's old name; all keys are in lower case.
    """

    tables: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tables or self.columns)

    def may_concern(self, text: str) -> bool:
        """Whether a formula could name one of them; cheap, and never wrongly false."""
        return "[" in text or any(name in text.lower() for name in self.tables)

    def apply(self, text: str, own: str | None = None) -> str:
        """Return a formula with the present names; `own` is the old name of the cell's table."""
        if not self or not self.may_concern(text):
            return text
        return _PIECE.sub(lambda found: self._piece(found, own), text)

    def _piece(self, found: re.Match[str], own: str | None) -> str:
        word, bracket, name = found["word"], found["bracket"], found["name"]
        if word is not None:
            return self.tables.get(word.lower(), word)
        if bracket is None:
            return found.group()
        columns = self.columns.get((name or own or "").lower(), {})
        now = self.tables.get(name.lower(), name) if name else ""
        return now + (_columns(bracket, columns) if columns else bracket)


def _columns(bracket: str, columns: Mapping[str, str]) -> str:
    inside = bracket[1:-1]
    if "[" in re.sub(r"'.", "", inside):
        return "[" + _INNER.sub(lambda found: f"[{_column(found[1], columns)}]", inside) + "]"
    row = "@" if inside.startswith("@") else ""
    name = inside.removeprefix("@")
    now = _column(name, columns)
    if now == name or name.startswith("#"):
        return bracket
    return f"[{row}{now}]" if _SIMPLE.fullmatch(now) and not row else f"[{row}[{now}]]"


def _column(name: str, columns: Mapping[str, str]) -> str:
    now = columns.get(re.sub(r"'(.)", r"\1", name).lower())
    return name if now is None else _SPECIAL.sub(r"'\g<0>", now)


@dataclass(slots=True)
class TableNames:
    """The tables of a worksheet: where they lie, their old and their present names."""

    renames: Renames = field(default_factory=Renames)
    areas: list[tuple[tuple[int, int, int, int], str, str]] = field(default_factory=list)

    def renamed(self, text: str, row: int, col: int) -> str:
        """Return the formula of a cell with the present names."""
        if not self.renames:
            return text
        return self.renames.apply(text, self._at(row, col)[0])

    def file_text(self, text: str, row: int, col: int) -> str:
        """Return the formula of a cell as a file has it."""
        was, name = self._at(row, col) if "[" in text else (None, None)
        text = self.renames.apply(text, was) if self.renames else text
        return file_formula(text, name if "[@" in text else None)

    def _at(self, row: int, col: int) -> tuple[str | None, str | None]:
        for (top, left, bottom, right), was, name in self.areas:
            if top <= row <= bottom and left <= col <= right:
                return was, name
        return None, None
