"""Blocks: about a thousand cells as one immutable value, `zlib(JSON)`."""

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tongwen.kinds.sheet.lines import whole

CELLS = 1000  # a block has about so many
LARGEST = 64 << 20  # bytes of JSON; more is hostile
HIGHEST = 65_536  # rows of a band

StyleId = int | str


def pack(value: Any) -> bytes:
    """Compress a plain value. NaN and infinities become null."""
    return zlib.compress(orjson.dumps(value), 1)


def unpack(data: Any) -> Any:
    """Return what `pack` was given; None for what it cannot have made."""
    if not isinstance(data, (bytes, bytearray)):
        return None
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(data, LARGEST)
        return orjson.loads(raw) if inflate.eof else None
    except (zlib.error, orjson.JSONDecodeError):
        return None


@dataclass(slots=True)
class BlockRow:
    """Cells of one row of a block.

    `columns` are base indexes or, for inserted columns, ids. A content that is a list is a formula:
    `[index of its template, cached value]`, with further members of it as a third item.
    """

    row: int
    columns: Sequence[int | str]
    contents: list[Any]
    styles: Any

    def style_at(self, place: int) -> StyleId | None:
        """Return the style id of the cell at a place of the row; None when it says none."""
        styles = self.styles
        if isinstance(styles, list):
            style = styles[place] if place < len(styles) else None
        else:
            style = styles
        return style if isinstance(style, (int, str)) else None


@dataclass(slots=True)
class Block:
    """A decoded block."""

    templates: list[str]
    rows: list[BlockRow]

    def formula(self, raw: list[Any]) -> dict[str, Any] | None:
        """Return a formula content, its template as the block has it; None when malformed."""
        index = raw[0] if raw else None
        if not isinstance(index, int) or not 0 <= index < len(self.templates):
            return None
        content: dict[str, Any] = {"f": self.templates[index]}
        if len(raw) > 1 and raw[1] is not None:
            content["c"] = raw[1]
        if len(raw) > 2 and isinstance(raw[2], dict):
            content.update(raw[2])
        return content


def decode_block(data: Any) -> Block:
    """Read a block; rows that are malformed are left out, as is all of one that is no block."""
    value = unpack(data)
    if not isinstance(value, dict):
        return Block([], [])
    templates, rows = value.get("f"), value.get("x")
    return Block(
        [t if isinstance(t, str) else "" for t in templates] if isinstance(templates, list) else [],
        list(_rows(rows)) if isinstance(rows, list) else [],
    )


def _rows(rows: list[Any]) -> Iterator[BlockRow]:
    for item in rows:
        if not isinstance(item, list) or len(item) != 4:
            continue
        row, columns, contents, styles = item
        if isinstance(row, int) and row >= 0 and isinstance(contents, list):
            if isinstance(columns, int) and columns >= 0:
                columns = range(columns, columns + len(contents))
            if isinstance(columns, list) and not all(isinstance(c, (int, str)) for c in columns):
                columns = [c if isinstance(c, (int, str)) else "" for c in columns]
            if isinstance(columns, (range, list)) and isinstance(styles, (int, str, list)):
                yield BlockRow(row, columns, contents, styles)


def encode_block(templates: list[str], rows: list[list[Any]]) -> bytes:
    """Write a block; rows as `compact_row` gives them."""
    return pack({"f": templates, "x": rows})


def compact_row(
    row: int,
    columns: Sequence[int | str],
    contents: list[Any],
    styles: Sequence[StyleId],
) -> list[Any]:
    """Return a row as blocks hold it: contiguous columns and equal styles are said once."""
    first, count = columns[0], len(columns)
    contiguous = isinstance(first, int) and (
        isinstance(columns, range) or list(columns) == list(range(first, first + count))
    )
    head = styles[0]
    equal = styles.count(head) == len(styles)
    return [
        row,
        first if contiguous else list(columns),
        contents,
        head if equal else list(styles),
    ]


class BlockWriter:
    """Gathers rows into blocks, by bands of a height that is chosen from the first rows.

    Rows come in order, though one may come again (its later cells win).
    """

    def __init__(self, height: int = 0, prefix: str = "") -> None:
        self.height = height
        self.prefix = prefix  # `<token>:` for the lines of a run
        self.size = (0, 0)  # rows and base columns that the blocks reach to
        self.blocks: dict[str, bytes] = {}
        self._rows: list[list[Any]] = []
        self._templates: dict[str, int] = {}
        self._band = -1
        self._waiting: list[tuple[list[Any], Sequence[int]]] = []
        self._waiting_cells = 0

    def add(
        self,
        row: int,
        columns: Sequence[int | str],
        contents: list[Any],
        styles: Sequence[StyleId],
        formulas: Sequence[int] = (),
    ) -> None:
        """Take the cells of a row, by ascending column.

        `formulas` are the places in `contents` of formulas: `[template, cached]` or
        `[template, cached, {a, dyn, x}]`. The lists are the writer's from now on.
        """
        if not columns:
            return
        last = columns[-1]
        self.size = (
            max(self.size[0], row + 1),
            max(self.size[1], last + 1 if isinstance(last, int) else 0),
        )
        packed = compact_row(row, columns, contents, styles)
        if self.height:
            self._take(packed, formulas)
            return
        self._waiting.append((packed, formulas))
        self._waiting_cells += len(columns)
        if self._waiting_cells >= 8 * CELLS:
            self._choose_height()

    def finish(self) -> dict[str, bytes]:
        """Return the blocks by band."""
        if not self.height:
            self._choose_height()
        self._flush()
        return self.blocks

    def _choose_height(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            reach = waiting[-1][0][0] - waiting[0][0][0] + 1
            rows = max(1.0, CELLS * max(1, reach) / self._waiting_cells)
            self.height = min(HIGHEST, 2 ** round(math.log2(rows)))
        else:
            self.height = CELLS + 24
        for packed, formulas in waiting:
            self._take(packed, formulas)

    def _take(self, packed: list[Any], formulas: Sequence[int]) -> None:
        band = packed[0] // self.height
        if band != self._band:
            self._flush()
            self._band = band
        if formulas:
            contents, templates = packed[2], self._templates
            for place in formulas:
                formula = contents[place]
                formula[0] = templates.setdefault(formula[0], len(templates))
        self._rows.append(packed)

    def _flush(self) -> None:
        if not self._rows:
            return
        name = f"{self.prefix}{self._band}"
        if name in self.blocks:  # rows out of order: go on with the block that was there
            self._reopen(unpack(self.blocks[name]))
        self.blocks[name] = encode_block(list(self._templates), self._rows)
        self._rows, self._templates = [], {}

    def _reopen(self, earlier: Mapping[str, Any]) -> None:
        later, self._rows = self._rows, list(earlier["x"])
        mapping = {template: index for index, template in enumerate(earlier["f"])}
        indexes = [mapping.setdefault(template, len(mapping)) for template in self._templates]
        for row in later:
            for content in row[2]:
                if isinstance(content, list):
                    content[0] = indexes[content[0]]
        self._rows += later
        self._templates = mapping


def height_of(value: Any) -> int:
    """Return a band height from outside; a usual one where it is none."""
    height = whole(value)
    return height if height is not None and 1 <= height <= 1 << 20 else CELLS + 24


def read_bands(value: Any) -> list[tuple[int, int]] | None:
    """Return the spans (first, count) of bands in `base.folded`; None when it is not known."""
    if not isinstance(value, list):
        return None
    spans = []
    for item in value:
        numbers = [whole(one) for one in item] if isinstance(item, list) else []
        if (
            len(numbers) != 2
            or numbers[0] is None
            or not numbers[1]
            or min(numbers[0], numbers[1]) < 0
        ):
            return None
        spans.append((numbers[0], numbers[1]))
    return spans
