"""Formulas that were never meant to spill: an area where one value is wanted is one cell of it.

The cell is that in the formula's own row or column, as in all files from before dynamic arrays
(implicit intersection). How functions take their arguments is what the page's engine says
(`arguments.json`; `web/calc/engine/registry.ts` explains the letters).
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tongwen.kinds.sheet.calc.literals import plain_reference
from tongwen.kinds.sheet.lines import column_name

_KINDS: dict[str, str] = json.loads(Path(__file__).with_name("arguments.json").read_text("utf-8"))
_CRITERIA = re.compile(r"(?:COUNT|SUM|AVERAGE|MAX|MIN)IFS?")
"""Their areas may not be single cells in the engine."""
_AREA = (
    r"\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d{1,7}:\$?\d{1,7}"
)
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'
    r"|\s+"
    rf"|(?P<area>(?:(?:'(?:[^']|'')+'|[\w.]+)!)?(?:{_AREA})(?![\w.(!:#\[]))"
    r"|(?P<call>[A-Za-z_][A-Za-z0-9._]*)\("
    r"|'(?:[^']|'')*'!?"
    r"|[^\W\d][\w.\\?]*(?:\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])?"
    r"|(?P<operator><=|>=|<>|[-+*/^&=<>%])"
    r"|."
)
_DIGITS = re.compile(r"\d+")
SINGLE = frozenset("ntbse")
"""Kinds that are one value."""


@dataclass(slots=True)
class _Frame:
    """What stands in parentheses: of a call its name, the kind of the current argument."""

    name: str
    kind: str  # a letter of `arguments.json`; "" where nothing is known
    array: bool
    argument: int = 0


def intersected(text: str, row: int, col: int) -> str:
    """Return a formula with its areas as the cells that it means at a place, from zero."""
    if ":" not in text and "IF" not in text:
        return text
    marks = _marks(_DIGITS.sub("1", text))
    if not marks:
        return text
    pieces, at, number = [], 0, -1
    for match in _TOKEN.finditer(text):
        if match["area"] is None:
            continue
        number += 1
        if number in marks:
            area = match["area"]
            pieces.append(text[at : match.start()])
            pieces.append(_cell(area, row, col) if marks[number] == "cell" else f"{area}:{area}")
            at = match.end()
    return "".join(pieces) + text[at:]


def _cell(area: str, row: int, col: int) -> str:
    """Return the cell of an area in a row or column; `#VALUE!` when none is."""
    place = plain_reference(area)
    if place is None:
        return area
    _, top, left, bottom, right = place
    at = (
        (row if top <= row <= bottom else None) if top != bottom else top,
        (col if left <= col <= right else None) if left != right else left,
    )
    if None in at or (top != bottom and left != right):
        return "#VALUE!"
    prefix, mark, _ = area.rpartition("!")
    return f"{prefix}{mark}${column_name(at[1] or 0)}${(at[0] or 0) + 1}"


@lru_cache(8192)
def _marks(shape: str) -> dict[int, str]:
    """Return what becomes of the areas of formulas of a shape, by their number."""
    tokens = [match for match in _TOKEN.finditer(shape) if not match.group().isspace()]
    found: dict[int, str] = {}
    stack = [_Frame("", "s", False)]
    number = -1
    for place, match in enumerate(tokens):
        token = match.group()
        if match["area"] is not None:
            number += 1
            before = tokens[place - 1] if place else None
            after = tokens[place + 1] if place + 1 < len(tokens) else None
            mark = _mark(stack[-1], token, _ends(before, after))
            if mark:
                found[number] = mark
        elif token[-1] in "({":
            stack.append(_opened(stack[-1], match["call"], token))
        elif token in ")}" and len(stack) > 1:
            stack.pop()
        elif token == "," and stack[-1].name:
            _next(stack[-1])
    return found


def _ends(before: "re.Match[str] | None", after: "re.Match[str] | None") -> str:
    """Say how an area stands: `alone`, beside an `operator`, or otherwise."""
    sides = []
    for side, ends in ((before, ("(", ",")), (after, (")", ","))):
        if side is None or side.group()[-1] in ends:
            sides.append("alone")
        else:
            sides.append("operator" if side["operator"] is not None else "")
    if "" in sides:
        return ""
    return "operator" if "operator" in sides else "alone"


def _mark(frame: _Frame, area: str, stands: str) -> str:
    if not frame.kind or not stands or frame.array:
        return ""
    if ":" not in area:
        criteria = stands == "alone" and frame.kind in "aA" and _CRITERIA.fullmatch(frame.name)
        return "area" if criteria else ""
    if frame.kind in SINGLE:
        return "cell"
    return "cell" if stands == "operator" and frame.kind == "a" else ""


def _opened(around: _Frame, name: str | None, token: str) -> _Frame:
    if token == "{":
        return _Frame("", "", around.array)
    if name is None:  # parentheses alone: `(A1:A2,C1)` are areas together
        return _Frame("", "a" if around.kind else "", around.array or around.kind == "A")
    frame = _Frame(name.upper(), "", around.array or around.kind == "A", -1)
    _next(frame)
    return frame


def _next(frame: _Frame) -> None:
    """Go on to the next argument of a call."""
    frame.argument += 1
    frame.kind = kind_at(frame.name, frame.argument)


def kind_at(name: str, at: int) -> str:
    """Return how a function takes an argument, by its number; "" where nothing is known."""
    spec = _KINDS.get(name, "")
    kinds = spec.rstrip("*")
    repeated = len(spec) - len(kinds)
    if at >= len(kinds) and repeated:
        at = len(kinds) - repeated + (at - len(kinds)) % repeated
    return kinds[at] if at < len(kinds) else ""
