"""Blocks of about a thousand cells: rows of tokens, packed as `zlib(JSON)` band by band."""

import json
import zlib
from typing import Any

CELLS = 1_000  # a block's, about
_LEVEL = 1  # of zlib: higher ones cost more time than they save room
_MOST_BANDS = 4_096  # of which most may be thin
_THICK, _THIN = 16_384, 64  # cells a block beyond which its height was a wrong guess


class WrongHeight(Exception):
    """The sheet is not as dense as it looked at its beginning."""


class OutOfOrder(Exception):
    """The rows of the sheet do not ascend."""


def height_for(cells: int, rows: int) -> int:
    """Return a power of two: how many rows of this density hold about a thousand cells."""
    wanted = CELLS * max(rows, 1) / max(cells, 1)
    height = 1
    while height * 1.42 < wanted and height < CELLS:
        height *= 2
    return height


def pack(value: Any) -> bytes:
    """Return `zlib(JSON)`, as the sheet kind packs what is immutable."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode("utf-8"), _LEVEL)


class Bands:
    """Collects rows, ascending, into blocks; raises when the height does not suit them.

    `sure` is the height of a sheet that has been counted: it is kept.
    """

    def __init__(self, height: int, sure: bool) -> None:
        self.height = height
        self.blocks: dict[str, bytes] = {}
        self.size = (0, 0)  # rows and columns that have cells
        self._sure = sure
        self._band = -1
        self._last = -1
        self._rows: list[str] = []
        self._templates: dict[str, int] = {}
        self._cells = 0
        self._all = 0

    def begin(self, row: int) -> None:
        """Take note of a row, whether it has cells or not.

        Raises:
            OutOfOrder: it does not come after the last one.
            WrongHeight: another one would suit the sheet.
        """
        if row <= self._last:
            raise OutOfOrder
        self._last = row
        band = row // self.height
        if band != self._band:
            self._close()
            self._band = band

    def template(self, text: str) -> int:
        """Return a template's number in the present block."""
        return self._templates.setdefault(text, len(self._templates))

    def add(self, row: int, columns: str, tokens: list[str], styles: str, stop: int) -> None:
        """Add a row's cells: JSON of the members of an `x` entry; `stop` is behind the last one."""
        self._rows.append(f"[{row},{columns},[{','.join(tokens)}],{styles}]")
        self._cells += len(tokens)
        self.size = (row + 1, stop if stop > self.size[1] else self.size[1])

    def finish(self) -> None:
        """Pack the last block."""
        self._close()

    def _close(self) -> None:
        if self._rows:
            formulas = json.dumps(list(self._templates), ensure_ascii=False, separators=(",", ":"))
            text = f'{{"f":{formulas},"x":[{",".join(self._rows)}]}}'
            self.blocks[str(self._band)] = zlib.compress(text.encode("utf-8"), _LEVEL)
            self._judge()
        self._rows, self._templates, self._cells = [], {}, 0

    def _judge(self) -> None:
        self._all += self._cells
        if self._sure:
            return
        many = len(self.blocks) >= _MOST_BANDS and self._all < _THIN * len(self.blocks)
        if many or (self._cells > _THICK and self.height > 1):
            raise WrongHeight
