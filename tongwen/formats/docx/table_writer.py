"""Writing tables (§17.4): rows and cells that did not change are copied, merges are kept true."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.frame import Frame, Written
from tongwen.formats.docx.matching import Match
from tongwen.formats.docx.properties import Bag, Projection
from tongwen.formats.docx.table_properties import CELL, ROW, TABLE
from tongwen.kinds.text.model import Content, Node

if TYPE_CHECKING:
    from tongwen.formats.docx.block_writer import BlockWriter

_GRID_BEFORE = re.compile(r"gridBefore\s[^>]*?val=\"(\d{1,3})\"")
_MOST = 1_000  # columns or rows that a cell may span
_DEFAULT_COLUMN = 1_440  # twips


@dataclass(slots=True)
class Place:
    """A cell's place in a row: the cell itself, or the continuation of one above."""

    cell: Node
    source: int | None
    continued: bool


class TableWriter:
    """Writes tables for a block writer."""

    def __init__(self, blocks: "BlockWriter") -> None:
        self._blocks = blocks
        self._story = blocks.story
        self._reader = blocks.reader

    def table(self, node: Node, match: Match | None, depth: int) -> bytes:
        """Return a table."""
        rows = [row for row in node.children if row.type == "table_row"]
        places = layout(node)
        if match is None:
            written = [
                self._row(row, None, here, [], depth)
                for row, here in zip(rows, places, strict=True)
            ]
            head = self._properties(node, None) + self._grid(node, places)
            return self._wrap("tbl", head + b"".join(written))
        element = match.source.element
        original = match.source.node
        self._replace_head(element, node, original, places)
        plan = self._rows(rows, original, places, depth)
        frame = Frame(self._story, element, self._blocks.elements_of(original.content))
        inner = self._missing_head(element, node, places) + frame.write(plan, self._blocks.replaced)
        return self._story.start_tag(element) + inner + self._story.end_tag(element)

    # -- rows --------------------------------------------------------------------------------

    def _rows(
        self, rows: list[Node], original: Node, places: list[list[Place]], depth: int
    ) -> list[Written]:
        before = {
            row.attrs.get("src"): here
            for row, here in zip(original.children, layout(original), strict=True)
        }
        plan: list[Written] = []
        matches = self._blocks.matcher.match(original.content, list(rows))
        for row, here, match in zip(rows, places, matches, strict=True):
            element = match.source.element if match is not None and match.first else None
            old = before.get(match.source.node.attrs["src"], []) if match is not None else []
            plan.append((element, self._row(row, match, here, old, depth)))
        return plan

    def _row(
        self,
        row: Node,
        match: Match | None,
        here: list[Place],
        old: list[Place],
        depth: int,
    ) -> bytes:
        if match is not None and match.exact and _signature(here) == _signature(old):
            data = self._blocks.block(row, match, depth)
            if data is not None:
                return data
        if match is None:
            cells = b"".join(data for _, data in self._cells(here, [], depth))
            return self._wrap("tr", self._bag("trPr", ROW, row.attrs, None) + cells)
        element = match.source.element
        bag = element.find(f"{self._story.w}trPr")
        changed = _own(row) != _own(match.source.node)
        head = b""
        if changed:
            projection = ROW.project(bag, self._story) if bag is not None else None
            text = self._bag("trPr", ROW, row.attrs, projection)
            if bag is not None:
                self._blocks.replaced[bag] = text
            else:
                head = text
        originals: list[Content] = [place.cell for place in old if not place.continued]
        sources = {
            self._reader.sources[place.source].element for place in old if place.source is not None
        }
        frame = Frame(self._story, element, sources)
        plan = self._cells(here, originals, depth)
        inner = head + frame.write(plan, self._blocks.replaced)
        return self._story.start_tag(element) + inner + self._story.end_tag(element)

    # -- cells -------------------------------------------------------------------------------

    def _cells(self, here: list[Place], originals: list[Content], depth: int) -> list[Written]:
        cells: list[Content] = [place.cell for place in here if not place.continued]
        matches = iter(self._blocks.matcher.match(originals, cells))
        plan: list[Written] = []
        for place in here:
            if place.continued:
                plan.append(self._continuation(place))
                continue
            match = next(matches)
            element = match.source.element if match is not None and match.first else None
            plan.append((element, self._cell(place.cell, match, depth)))
        return plan

    def _cell(self, cell: Node, match: Match | None, depth: int) -> bytes:
        blocks = self._blocks
        if match is not None and match.exact:
            data = blocks.block(cell, match, depth)
            if data is not None:
                return data
        if match is None:
            inner = b"".join(data for _, data in blocks.plan([], cell.content, depth + 1))
            if not ends_in_paragraph(cell.content):
                inner += f"<{self._story.prefix}p/>".encode()
            return self._wrap("tc", self._bag("tcPr", CELL, cell.attrs, None) + inner)
        element, before = match.source.element, match.source.node
        head = b""
        if _own(cell) != _own(before):
            bag = element.find(f"{self._story.w}tcPr")
            rows = measure.whole(before.attrs.get("rowspan")) or 1
            projection = self._reader.cell_properties(element, rows) if bag is not None else None
            text = self._bag("tcPr", CELL, cell.attrs, projection)
            if bag is not None:
                blocks.replaced[bag] = text
            else:
                head = text
        inner = blocks.inside(element, before.content, cell.content, depth + 1, True)
        return self._story.start_tag(element) + head + inner + self._story.end_tag(element)

    def _continuation(self, place: Place) -> Written:
        """Return the cell that continues one above: its own if it still fits, or a new one."""
        source = self._reader.sources.get(place.source) if place.source is not None else None
        span = _span(place.cell, "colspan")
        fits = source is not None and self._fits(source.element, span)
        if fits and source is not None and self._blocks.matcher.claim(place.source or 0):
            return source.element, self._story.bytes_of(source.element)
        prefix = self._story.prefix
        merge = f"<{prefix}vMerge/>"
        if span > 1:
            merge = f'<{prefix}gridSpan {prefix}val="{span}"/>{merge}'
        return None, self._wrap("tc", f"<{prefix}tcPr>{merge}</{prefix}tcPr><{prefix}p/>".encode())

    def _fits(self, element: etree._Element, span: int) -> bool:
        w = self._story.w
        merge = element.find(f"{w}tcPr/{w}vMerge")
        given = element.find(f"{w}tcPr/{w}gridSpan")
        own = (measure.integer(given.get(f"{w}val")) or 1) if given is not None else 1
        return merge is not None and merge.get(f"{w}val") != "restart" and own == span

    # -- properties --------------------------------------------------------------------------

    def _replace_head(
        self, element: etree._Element, node: Node, original: Node, places: list[list[Place]]
    ) -> None:
        w = self._story.w
        bag, grid = element.find(f"{w}tblPr"), element.find(f"{w}tblGrid")
        now, before = _own(node), _own(original)
        if grid is not None and now.get("grid") != before.get("grid"):
            self._blocks.replaced[grid] = self._grid(node, places)
        now.pop("grid", None)
        before.pop("grid", None)
        if bag is not None and now != before:
            self._blocks.replaced[bag] = self._properties(node, bag)

    def _missing_head(
        self, element: etree._Element, node: Node, places: list[list[Place]]
    ) -> bytes:
        """Return the properties or grid that the table did not have and now needs."""
        w = self._story.w
        head = b""
        if element.find(f"{w}tblPr") is None:
            head += self._properties(node, None) if _own(node).keys() - {"grid"} else b""
        if element.find(f"{w}tblGrid") is None and node.attrs.get("grid"):
            head += self._grid(node, places)
        return head

    def _properties(self, node: Node, bag: etree._Element | None) -> bytes:
        projection = TABLE.project(bag, self._story) if bag is not None else None
        text = self._bag("tblPr", TABLE, node.attrs, projection)
        prefix = self._story.prefix
        width = f'<{prefix}tblW {prefix}w="0" {prefix}type="auto"/>'
        return text or f"<{prefix}tblPr>{width}</{prefix}tblPr>".encode()

    def _grid(self, node: Node, places: list[list[Place]]) -> bytes:
        given = node.attrs.get("grid")
        widths = [measure.whole(item) or 0 for item in given] if isinstance(given, list) else []
        if not widths:
            columns = max((sum(_span(p.cell, "colspan") for p in row) for row in places), default=1)
            widths = [_DEFAULT_COLUMN] * min(columns, _MOST)
        prefix = self._story.prefix
        columns_text = "".join(f'<{prefix}gridCol {prefix}w="{max(0, item)}"/>' for item in widths)
        return f"<{prefix}tblGrid>{columns_text}</{prefix}tblGrid>".encode()

    def _bag(
        self, name: str, bag: Bag, attributes: dict[str, Any], before: Projection | None
    ) -> bytes:
        children = "".join(bag.children(self._story, attributes, attributes.get("rest"), before))
        prefix = self._story.prefix
        return f"<{prefix}{name}>{children}</{prefix}{name}>".encode() if children else b""

    def _wrap(self, name: str, inner: bytes) -> bytes:
        prefix = self._story.prefix
        return f"<{prefix}{name}>".encode() + inner + f"</{prefix}{name}>".encode()


def ends_in_paragraph(nodes: list[Content]) -> bool:
    """Whether the last block is a paragraph, as a cell must end (§17.4.65)."""
    return bool(nodes) and isinstance(nodes[-1], Node) and nodes[-1].type == "paragraph"


def layout(table: Node) -> list[list[Place]]:
    """Return what stands in each row of a table, continuations of cells above included."""
    above: dict[int, tuple[Node, int]] = {}  # column: the cell and how many rows of it were placed
    rows: list[list[Place]] = []
    for row in table.children:
        if row.type != "table_row":
            continue
        places, above = _row_layout(row, above)
        rows.append(places)
    return rows


def _row_layout(
    row: Node, above: dict[int, tuple[Node, int]]
) -> tuple[list[Place], dict[int, tuple[Node, int]]]:
    places: list[Place] = []
    below: dict[int, tuple[Node, int]] = {}
    column = _grid_before(row)
    cells = iter([cell for cell in row.children if cell.type == "table_cell"])
    cell = next(cells, None)
    while True:
        if column in above:
            owner, placed = above[column]
            places.append(Place(owner, _continued(owner, placed - 1), continued=True))
            span = owner
            placed += 1
        elif cell is not None:
            places.append(Place(cell, _source(cell), continued=False))
            span, placed = cell, 1
            cell = next(cells, None)
        else:
            later = [start for start in above if start > column]
            if not later:
                return places, below
            column = min(later)
            continue
        if _span(span, "rowspan") > placed:
            below[column] = (span, placed)
        column += _span(span, "colspan")


def _grid_before(row: Node) -> int:
    found = _GRID_BEFORE.search(str(row.attrs.get("rest", "")))
    return int(found.group(1)) if found else 0


def _continued(owner: Node, at: int) -> int | None:
    listed = owner.attrs.get("cont")
    found = listed[at] if isinstance(listed, list) and 0 <= at < len(listed) else None
    return measure.whole(found)


def _source(cell: Node) -> int | None:
    return measure.whole(cell.attrs.get("src"))


def _span(cell: Node, name: str) -> int:
    return max(1, min(_MOST, measure.whole(cell.attrs.get(name)) or 1))


def _signature(places: list[Place]) -> list[tuple[bool, int | None]]:
    return [(place.continued, place.source if place.continued else None) for place in places]


def _own(node: Node) -> dict[str, Any]:
    return {key: item for key, item in node.attrs.items() if key not in ("src", "cont")}
