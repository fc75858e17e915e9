"""A worksheet of the engine's own, on which expressions are computed for other worksheets."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import ironcalc

from tongwen.kinds.sheet.calc import Value

MOST_ROWS = 1_048_576
MOST_USED = 16_000  # columns of the worksheet that expressions may fill
_SPACINGS = ((256, MOST_USED), (MOST_ROWS, 128))
"""Rows and columns that an expression may fill: what has no room gets more."""
_UNREADABLE = {"e": "#VALUE!"}
_NO_ROOM = {"e": "#SPILL!"}
_BARE = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*'!(?:\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)?"""
    r"|[\w.]+!(?:\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)?)"
    r"|(?<![\w.$!])(?P<bare>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d{1,7}:\$?\d{1,7})(?![\w.(!])",
    re.UNICODE,
)

Matrix = list[list[Value]]
Read = Callable[[tuple[int, int, int]], Value]


class Scratch:
    """The last worksheet of a model, made when it is needed."""

    def __init__(self, model: Any, name: str, titles: Sequence[str], read: Read) -> None:
        """`titles` are what the worksheets before it are called."""
        self._model = model
        self._name = name
        self._titles = titles
        self._read = read
        self._made = False

    def sheet(self) -> int:
        """Return its index."""
        if not self._made:
            self._model.new_sheet()
            self._model.rename_sheet(len(self._titles), self._name)
            self._made = True
        return len(self._titles)

    def elsewhere(self, text: str, own: int) -> str:
        """Return a formula of a worksheet as it must be written here to mean the same."""
        prefix = "'" + self._titles[own].replace("'", "''") + "'!"

        def qualified(match: "re.Match[str]") -> str:
            return match.group() if match["skip"] is not None else prefix + match["bare"]

        return _BARE.sub(qualified, text)

    def evaluate(self, texts: Sequence[tuple[int, str]]) -> list[Matrix | None]:
        """Compute expressions, each seen from a worksheet; None where one has no room."""
        found: list[Matrix | None] = [None] * len(texts)
        left = list(range(len(texts)))
        for rows, cols in _SPACINGS:
            at_once = MOST_USED // cols if cols < MOST_USED else MOST_ROWS // rows
            for first in range(0, len(left), at_once):
                chosen = left[first : first + at_once]
                answers = self._evaluated([texts[at] for at in chosen], rows, cols)
                for at, answer in zip(chosen, answers, strict=True):
                    found[at] = answer
            left = [at for at in left if found[at] is None]
            if not left:
                break
        return found

    def _evaluated(
        self, texts: Sequence[tuple[int, str]], rows: int, cols: int
    ) -> list[Matrix | None]:
        """Compute expressions that are so many rows, or columns, apart."""
        if self._made:
            self._model.delete_sheet(len(self._titles))
            self._made = False
        scratch = self.sheet()
        places: dict[tuple[int, int], int] = {}
        cells: dict[int, dict[tuple[int, int], Value]] = {}
        for order, (own, text) in enumerate(texts):
            row, col = (0, order * cols) if cols < MOST_USED else (order * rows, 0)
            places[row // rows, col // cols] = order
            seen = "=" + self.elsewhere(text, own)
            try:
                self._model.update_cell_with_formula(scratch, row + 1, col + 1, seen)
            except ironcalc.WorkbookError:
                cells[order] = {(0, 0): _UNREADABLE}
        self._model.evaluate()
        for sheet, row, col in self._model.get_all_cells():
            band = (row - 1) // rows, (col - 1) // cols
            if sheet == scratch and band in places:
                found = cells.setdefault(places[band], {})
                found[(row - 1) % rows, (col - 1) % cols] = self._read((scratch, row - 1, col - 1))
        return [_matrix(cells.get(order, {})) for order in range(len(texts))]


def _matrix(cells: dict[tuple[int, int], Value]) -> Matrix | None:
    """Return what an expression gave; None when it had no room."""
    if cells.get((0, 0)) == _NO_ROOM:
        return None
    rows = 1 + max((row for row, _ in cells), default=0)
    cols = 1 + max((col for _, col in cells), default=0)
    return [[cells.get((row, col)) for col in range(cols)] for row in range(rows)]
