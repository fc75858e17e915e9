"""The cells of a worksheet's blocks, by their lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongwen.formats.xlsx.live import Cell
from tongwen.kinds.sheet.blocks import Block, decode_block
from tongwen.kinds.sheet.lines import Line, parse_line


class BlockCells:
    """The cells of blocks, decoded as they are asked for."""

    def __init__(self, blocks: Mapping[str, bytes], height: int) -> None:
        self.blocks = blocks
        self.height = height
        self._rows: dict[str, dict[int, dict[Line, tuple[Any, Any]]]] = {}

    def row(self, line: Line) -> dict[Line, tuple[Any, Any]]:
        """Return a row's cells by column: content and style id."""
        run, offset = line
        band = offset // self.height
        return self.band(f"{run}:{band}" if run else str(band)).get(offset, {})

    def get(self, cell: Cell) -> tuple[Any, Any] | None:
        """Return the content and style id of a cell that is listed."""
        return self.row(cell[0]).get(cell[1])

    def band(self, key: str) -> dict[int, dict[Line, tuple[Any, Any]]]:
        """Return the rows of a block."""
        rows = self._rows.get(key)
        if rows is None:
            rows = self._rows[key] = {}
            if key in self.blocks:
                for row, cells in cells_of(decode_block(self.blocks[key])):
                    rows.setdefault(row, {}).update(cells)
        return rows

    def rows(self) -> Iterator[tuple[Line, dict[Line, tuple[Any, Any]]]]:
        """Yield every row, with its cells by column: content and style id."""
        for key in self.blocks:
            run = key.rpartition(":")[0]
            for row, cells in self.band(key).items():
                yield (run, row), cells

    def all(self) -> Iterator[tuple[Cell, Any, Any]]:
        """Yield every cell that is listed."""
        for row, cells in self.rows():
            for col, (content, style) in cells.items():
                yield (row, col), content, style


def cells_of(block: Block) -> Iterator[tuple[int, dict[Line, tuple[Any, Any]]]]:
    """Yield the rows of a block, formulas as contents."""
    for row in block.rows:
        cells: dict[Line, tuple[Any, Any]] = {}
        for place, (column, content) in enumerate(zip(row.columns, row.contents, strict=True)):
            line = ("", column) if isinstance(column, int) else parse_line(column)
            if line is None:
                continue
            if isinstance(content, list):
                content = block.formula(content)
            cells[line] = (content, row.style_at(place))
        yield row.row, cells
