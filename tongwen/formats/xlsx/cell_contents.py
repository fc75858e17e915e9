"""What is in a cell (§18.3.1.4) as JSON: values, and formulas as templates with what they gave."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongwen.core.errors import Invalid
from tongwen.formats.xlsx.bands import Bands
from tongwen.formats.xlsx.formulas import (
    FilledColumn,
    FormulaReader,
    Template,
    fits,
    unescape_markup,
    wrapped,
)
from tongwen.formats.xlsx.measure import area, integer, serial
from tongwen.formats.xlsx.strings import token_of_text

NUMBER, SHARED, TEXT, BOOLEAN, ERROR, DATE = range(6)
_TYPES = {"n": NUMBER, "s": SHARED, "str": TEXT, "inlineStr": TEXT, "b": BOOLEAN, "e": ERROR}
_TYPES["d"] = DATE
_ATTRIBUTE = re.compile(r'\s+([\w:.-]+)="([^"<&]*)"')
_STRUCTURE = ("t", "ref", "si")  # attributes of a formula that its content says in other words
_SAFE = 2**53  # above, whole numbers are written as floating point ones
_MOST_KINDS = 65_536  # that are remembered
_MOST_AREAS = 1_024  # array formulas that reach into one row, beyond which none is looked for


@dataclass(frozen=True, slots=True)
class Kind:
    """What a cell's attributes say: style id as JSON, type of its value, dynamic array or not."""

    style: str
    type: int
    dynamic: bool


@dataclass(frozen=True, slots=True)
class FormulaMark:
    """What a formula's attributes say (§18.3.1.40)."""

    type: str = "normal"
    ref: str = ""
    shared: str = ""
    inputs: tuple[str, ...] = ()  # of a data table
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Cell:
    """One cell as the file has it."""

    column: int
    kind: Kind
    mark: FormulaMark | None = None
    formula: str = ""
    value: str | None = None
    inline: str | None = None  # JSON of a text that stands in the cell


PLAIN = FormulaMark()


class Contents:
    """Turns what stands in cells into JSON; remembers shared formulas and array areas."""

    def __init__(
        self,
        part: str,
        strings: Sequence[str],
        formulas: FormulaReader,
        styles: int,
        dynamic: frozenset[str] = frozenset(),
        date1904: bool = False,
    ) -> None:
        self.kinds: dict[str, Kind] = {}
        self._part = part
        self._strings = strings
        self._formulas = formulas
        self._styles = styles
        self._dynamic = dynamic
        self._date1904 = date1904
        self._marks: dict[str, FormulaMark] = {"": PLAIN}
        self._shared: dict[str, Template] = {}
        self._filled: dict[int, FilledColumn] = {}
        self._areas: list[tuple[int, int, int, int]] = []

    # -- attributes --------------------------------------------------------------------------

    def learn(self, attributes: Sequence[str]) -> bool:
        """Take attribute texts apart, for `kinds`; false when one is unusual."""
        if len(self.kinds) > _MOST_KINDS:
            self.kinds.clear()
        for text in attributes:
            if text not in self.kinds:
                found = dict(_ATTRIBUTE.findall(text))
                if "r" in found or _ATTRIBUTE.sub("", text).strip():
                    return False
                self.kinds[text] = self.kind(found)
        return True

    def kind(self, attributes: Mapping[str, str]) -> Kind:
        """Return what a cell's attributes say."""
        type_ = _TYPES.get(attributes.get("t", "n"), NUMBER)
        return Kind(self.style(attributes.get("s")), type_, attributes.get("cm") in self._dynamic)

    def style(self, text: str | None) -> str:
        """Return a style id as JSON; 0 for one that is not in the table."""
        index = integer(text) or 0
        return str(index) if 0 <= index < self._styles else "0"

    def mark(self, attributes: Mapping[str, str]) -> FormulaMark:
        """Return what a formula's attributes say."""
        type_ = attributes.get("t", "normal")
        inputs = tuple(attributes[name] for name in ("r1", "r2") if name in attributes)
        return FormulaMark(
            type=type_,
            ref=attributes.get("ref", ""),
            shared=attributes.get("si", ""),
            inputs=inputs,
            others={
                name: value
                for name, value in attributes.items()
                if name not in _STRUCTURE or type_ == "dataTable"
            },
        )

    def _mark(self, text: str) -> FormulaMark:
        known = self._marks.get(text)
        if known is None:
            known = self.mark(dict(_ATTRIBUTE.findall(text)))
            if len(self._marks) < _MOST_AREAS:
                self._marks[text] = known
        return known

    # -- rows --------------------------------------------------------------------------------

    def row(
        self,
        row: int,
        columns: Sequence[int],
        kinds: Sequence[Kind],
        groups: Sequence[list[str | None]],
        bands: Bands,
    ) -> list[str]:
        """Return the tokens of a row's cells from the groups of the cell pattern.

        These are the attributes and text of a formula; a number, any other value, an inline text.
        """
        tokens: list[str] = []
        add = tokens.append
        strings = self._strings
        marks, formulas, plains, others, inlines = groups
        for column, kind, mark, formula, plain, other, inline in zip(
            columns, kinds, marks, formulas, plains, others, inlines, strict=True
        ):
            if plain is not None:
                if kind.type == NUMBER:
                    token = plain
                elif kind.type == SHARED and plain.isdigit() and int(plain) < len(strings):
                    token = strings[int(plain)]
                else:
                    token = self.value(kind.type, plain)
            elif other is not None:
                token = _float(other) if kind.type == NUMBER else ""
                if not token:
                    token = self.value(kind.type, decoded(other, self._part))
            elif inline is not None:
                token = token_of_text(decoded(inline, self._part))
            else:
                token = "null"
            if mark is not None:
                token = self._marked(row, column, kind, mark, formula or "", token, bands)
            add(token)
        if self._areas:
            self._clear(row, columns, tokens)
        return tokens

    def _marked(
        self, row: int, column: int, kind: Kind, mark: str, raw: str, token: str, bands: Bands
    ) -> str:
        if mark == "" and not kind.dynamic:
            filled = self._filled.get(column)
            known = filled.told(raw, row) if filled is not None else None
            if known is None:
                return self._parsed(row, column, raw, token, bands)
            return f"[{bands.template(known)},{token}]"
        text = decoded(raw, self._part)
        return self._formula(row, column, kind, self._mark(mark), text, token, bands)

    def cells(self, row: int, cells: Sequence[Cell], bands: Bands) -> list[str]:
        """Return the tokens of a row's cells, in order, that were parsed as a tree."""
        tokens = []
        for cell in cells:
            if cell.inline is not None:
                token = cell.inline
            elif cell.value is not None:
                token = self.value(cell.kind.type, cell.value)
            else:
                token = "null"
            if cell.mark is not None:
                token = self._formula(
                    row, cell.column, cell.kind, cell.mark, cell.formula, token, bands
                )
            tokens.append(token)
        if self._areas:
            self._clear(row, [cell.column for cell in cells], tokens)
        return tokens

    # -- values ------------------------------------------------------------------------------

    def value(self, type_: int, text: str) -> str:
        """Return a cell's value as JSON; what is none of its type becomes a text."""
        if type_ == TEXT:
            return token_of_text(text)
        stripped = text.strip()
        if not stripped:
            return "null"
        if type_ == NUMBER:
            return _number(stripped)
        if type_ == SHARED:
            index = integer(stripped)
            known = index is not None and 0 <= index < len(self._strings)
            return self._strings[index] if known and index is not None else "null"
        if type_ == BOOLEAN:
            return "true" if stripped.lower() in ("1", "true") else "false"
        if type_ == ERROR:
            return json.dumps({"e": stripped}, ensure_ascii=False, separators=(",", ":"))
        day = serial(stripped, self._date1904)
        return _number(stripped) if day is None else _number(str(day))

    # -- formulas ----------------------------------------------------------------------------

    def _parsed(self, row: int, column: int, raw: str, token: str, bands: Bands) -> str:
        """Return a plain formula's content, and learn how the next in its column will read."""
        text = decoded(raw, self._part)
        if not text.strip():
            return token
        template = self._formulas.relative(text, row, column)
        self._filled.setdefault(column, FilledColumn()).learn(template, raw, row)
        return f"[{bands.template(template.text)},{token}]"

    def _formula(
        self,
        row: int,
        column: int,
        kind: Kind,
        mark: FormulaMark,
        text: str,
        token: str,
        bands: Bands,
    ) -> str:
        template = self._template(row, column, mark, text)
        if template is None:
            return token  # a shared formula whose anchor is broken: what it gave is all there is
        extra: dict[str, Any] = {}
        if mark.type == "array":
            size = self._area(row, column, mark.ref)
            if kind.dynamic:
                extra["dyn"] = 1
            if size is not None:
                extra["a"] = size
        if mark.others:
            extra["x"] = dict(mark.others)
        index = bands.template(template)
        if not extra:
            return f"[{index},{token}]"
        return f"[{index},{token},{json.dumps(extra, ensure_ascii=False, separators=(',', ':'))}]"

    def _template(self, row: int, column: int, mark: FormulaMark, text: str) -> str | None:
        if mark.type == "dataTable" and not text.strip():
            inputs = ",".join(word for word in mark.inputs if area(word) is not None)
            return self._formulas.relative(f"TABLE({inputs})", row, column).text
        if mark.type == "shared":
            return self._shared_template(row, column, mark, text)
        return self._formulas.relative(text, row, column).text if text.strip() else None

    def _shared_template(self, row: int, column: int, mark: FormulaMark, text: str) -> str | None:
        if text.strip():
            template = self._formulas.relative(text, row, column)
            if mark.ref or mark.shared not in self._shared:
                self._shared[mark.shared] = template
            return template.text
        known = self._shared.get(mark.shared)
        if known is None:
            return None
        return known.text if fits(known, row, column) else wrapped(known.text, row, column)

    def _area(self, row: int, column: int, ref: str) -> list[int] | None:
        found = area(ref)
        if found is None or found[:2] != (row, column) or None in found:
            return None
        last_row, last_column = found[2] or 0, found[3] or 0
        if (last_row, last_column) != (row, column) and len(self._areas) < _MOST_AREAS:
            self._areas.append((row, column, last_row, last_column))
        return [last_row - row + 1, last_column - column + 1]

    def _clear(self, row: int, columns: Sequence[int], tokens: list[str]) -> None:
        """Empty the cells that array formulas fill: their values are computed."""
        self._areas = [one for one in self._areas if one[2] >= row]
        for _, first, _, last in self._areas:
            for at, column in enumerate(columns):
                if first <= column <= last and tokens[at][:1] != "[":
                    tokens[at] = "null"


def _number(text: str) -> str:
    return _float(text) or token_of_text(text)


def _float(text: str) -> str:
    """Return a number as JSON, in its shortest form; empty for what is no finite number."""
    try:
        value = float(text)
    except ValueError:
        return ""
    if not math.isfinite(value) or "_" in text:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _SAFE else repr(value)


def decoded(text: str, part: str) -> str:
    """Return what stands in a part, one character a byte, as text.

    Raises:
        Invalid: `not-well-formed`, it is not UTF-8, or names an unknown entity.
    """
    try:
        if not text.isascii():
            text = text.encode("latin-1").decode("utf-8")
        return unescape_markup(text)
    except ValueError as error:
        raise Invalid("not-well-formed", part=part) from error
