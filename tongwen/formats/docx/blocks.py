"""Blocks (§17.2, §17.3.1, §17.4, §17.5.2): paragraphs, tables and containers as nodes.

Every block gets the next ordinal (`src`) as it is met, continuation cells included, so that a node
can be traced to its element as long as the story is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.inline import InlineReader
from tongwen.formats.docx.names import local
from tongwen.formats.docx.paragraph_properties import PARAGRAPH
from tongwen.formats.docx.properties import Projection
from tongwen.formats.docx.resources import Resources
from tongwen.formats.docx.section import read_section
from tongwen.formats.docx.story import Story
from tongwen.formats.docx.table_properties import CELL, ROW, TABLE
from tongwen.kinds.text.model import Content, Node

DEEPEST = 30  # blocks inside blocks; what lies deeper is carried as it is
SILENT = {
    "bookmarkStart",
    "bookmarkEnd",
    "proofErr",
    "permStart",
    "permEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "customXmlInsRangeStart",
    "customXmlInsRangeEnd",
    "customXmlDelRangeStart",
    "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlMoveToRangeEnd",
}
_ROW_WRAPPERS = {"sdt", "customXml", "ins", "del", "moveFrom", "moveTo"}
_NOT_REST = ("rPr", "sectPr")


@dataclass(slots=True)
class Source:
    """What an ordinal stands for: an element, and the node it was read as."""

    element: etree._Element
    node: Node


@dataclass(slots=True)
class Cell:
    """A `w:tc` while its table is read: where it stands in the grid and how it merges."""

    element: etree._Element
    column: int
    span: int
    merge: str | None
    ordinal: int = 0
    continued: list[int] = field(default_factory=list)
    rows: int = 1
    continuation: bool = False


class BlockReader:
    """Reads the blocks of one story, and remembers which element each came from."""

    def __init__(self, story: Story, resources: Resources) -> None:
        self.story = story
        self.inline = InlineReader(story, resources)
        self.sources: dict[int, Source] = {}
        self._count = 0
        self._paragraph_cache: dict[Any, dict[str, Any]] = {}
        self._tags = {f"{story.w}{name}": name for name in ("p", "tbl", "sdt", "customXml")}

    def blocks(self, container: etree._Element, depth: int = 0) -> list[Content]:
        """Return what a body, header, cell or content control holds, in order."""
        return [node for child in container if (node := self.block(child, depth)) is not None]

    def block(self, element: etree._Element, depth: int) -> Node | None:
        """Return a block, or None for what is no block: properties, comments, silent marks."""
        tag = element.tag
        if not isinstance(tag, str):
            return None
        name = self._tags.get(tag)
        if name == "p":
            return self._paragraph(element)
        if tag.startswith(self.story.w):
            other = local(element)
            if other in SILENT or other in ("tcPr", "sdtPr") or self._is_last_section(element):
                return None
        ordinal = self._next()
        node = None
        if depth < DEEPEST:
            if name == "tbl":
                node = self._table(element, depth)
            elif name in ("sdt", "customXml"):
                node = self._container(element, name, depth)
        if node is None:
            node = self.inline.raw(element, "raw_block")
        return self._known(ordinal, element, node)

    def paragraph_properties(self, bag: etree._Element | None) -> Projection:
        """Read `w:pPr` with its mark and section as values too."""
        projection = PARAGRAPH.project(bag, self.story, _NOT_REST)
        values = projection.values
        for child in bag if bag is not None else ():
            name = local(child)
            if name == "rPr":
                values["mark"] = self.story.raw(child)
                projection.sources["mark"] = child
            elif name == "sectPr":
                values["sect"] = read_section(child, self.story)
                projection.sources["sect"] = child
        if projection.raw:
            values["rest"] = projection.raw
        return projection

    # -- counting ----------------------------------------------------------------------------

    def _next(self) -> int:
        self._count += 1
        return self._count - 1

    def _known(self, ordinal: int, element: etree._Element, node: Node) -> Node:
        node = Node(node.type, {**node.attrs, "src": ordinal}, node.content)
        self.sources[ordinal] = Source(element, node)
        return node

    def _is_last_section(self, element: etree._Element) -> bool:
        return local(element) == "sectPr" and element.getparent() is self.story.container

    # -- kinds of blocks ---------------------------------------------------------------------

    def _paragraph(self, element: etree._Element) -> Node:
        ordinal = self._next()
        attributes = self._paragraph_attributes(element.find(f"{self.story.w}pPr"))
        content = self.inline.content(element)
        return self._known(ordinal, element, Node("paragraph", attributes, content))

    def _paragraph_attributes(self, bag: etree._Element | None) -> dict[str, Any]:
        if bag is None:
            return {}
        key: Any = tuple((child.tag, tuple(child.attrib.items())) for child in bag)
        if any(len(child) for child in bag):
            key = self.story.raw(bag)
        attributes = self._paragraph_cache.get(key)
        if attributes is None:
            attributes = self.paragraph_properties(bag).values
            self._paragraph_cache[key] = attributes
        return attributes

    def _container(self, element: etree._Element, name: str, depth: int) -> Node | None:
        holder = element if name == "customXml" else element.find(f"{self.story.w}sdtContent")
        if holder is None:
            return None
        content = self.blocks(holder, depth + 1)
        attributes = {"shell": self.shell(element, holder)}
        return Node("container", attributes, content)

    def shell(self, element: etree._Element, holder: etree._Element) -> str:
        """Return an element's XML without what `holder` holds."""
        text = self.story.raw(element)
        inner = "".join(self.story.raw(child) for child in holder.iterchildren(etree.Element))
        return text.replace(inner, "", 1) if inner else text

    def _table(self, element: etree._Element, depth: int) -> Node:
        w = self.story.w
        projection = TABLE.project(element.find(f"{w}tblPr"), self.story)
        attributes = projection.values
        if projection.raw:
            attributes["rest"] = projection.raw
        grid = element.find(f"{w}tblGrid")
        if grid is not None:
            attributes["grid"] = grid_widths(grid, w)
        rows = [(row, self.cells(row)) for row in table_rows(element, w)]
        merge_cells([cells for _, cells in rows])
        content: list[Content] = [self._row(row, cells, depth) for row, cells in rows]
        return Node("table", attributes, content)

    def cells(self, row: etree._Element) -> list[Cell]:
        """Return a row's cells with their columns in the grid."""
        w = self.story.w
        column = grid_before(row, w)
        cells = []
        for element in row_cells(row, w):
            properties = element.find(f"{w}tcPr")
            span, merge = 1, None
            if properties is not None:
                given = properties.find(f"{w}gridSpan")
                span = (measure.integer(given.get(f"{w}val")) or 1) if given is not None else 1
                vertical = properties.find(f"{w}vMerge")
                merge = None if vertical is None else vertical.get(f"{w}val", "continue")
            cells.append(Cell(element, column, max(1, span), merge))
            column += max(1, span)
        return cells

    def _row(self, element: etree._Element, cells: list[Cell], depth: int) -> Node:
        ordinal = self._next()
        projection = ROW.project(element.find(f"{self.story.w}trPr"), self.story)
        attributes = projection.values
        if projection.raw:
            attributes["rest"] = projection.raw
        content: list[Content] = []
        for cell in cells:
            if cell.continuation:
                cell.continued.append(self._next())
                self.sources[cell.continued[-1]] = Source(cell.element, Node("table_cell"))
            else:
                content.append(self._cell(cell, depth))
        return self._known(ordinal, element, Node("table_row", attributes, content))

    def _cell(self, cell: Cell, depth: int) -> Node:
        ordinal = self._next()
        projection = self.cell_properties(cell.element, cell.rows)
        attributes = projection.values
        if cell.rows > 1:
            attributes["cont"] = cell.continued  # filled while the rows below are read
        content = self.blocks(cell.element, depth + 1)
        return self._known(ordinal, cell.element, Node("table_cell", attributes, content))

    def cell_properties(self, element: etree._Element, rows: int) -> Projection:
        """Read `w:tcPr` of a cell that spans so many rows."""
        w = self.story.w
        bag = element.find(f"{w}tcPr")
        projection = CELL.project(bag, self.story, ("vMerge",) if rows > 1 else ())
        if rows > 1 and bag is not None:
            projection.values["rowspan"] = rows
            merge = bag.find(f"{w}vMerge")
            if merge is not None:
                projection.sources["rowspan"] = merge
        if projection.raw:
            projection.values["rest"] = projection.raw
        return projection


def grid_widths(grid: etree._Element, w: str) -> list[int]:
    """Return the column widths of `w:tblGrid` in twips."""
    return [measure.twips(column.get(f"{w}w")) or 0 for column in grid.iterchildren(f"{w}gridCol")]


def grid_before(row: etree._Element, w: str) -> int:
    """Return how many grid columns a row leaves out at its start (§17.4.14)."""
    found = row.find(f"{w}trPr/{w}gridBefore")
    return (measure.integer(found.get(f"{w}val")) or 0) if found is not None else 0


def table_rows(table: etree._Element, w: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, also those inside content controls."""
    yield from _through_wrappers(table, f"{w}tr", w)


def row_cells(row: etree._Element, w: str) -> Iterator[etree._Element]:
    """Yield the cells of a row, also those inside content controls."""
    yield from _through_wrappers(row, f"{w}tc", w)


def _through_wrappers(parent: etree._Element, wanted: str, w: str) -> Iterator[etree._Element]:
    """Yield children of one name, looking into wrappers, without recursion."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and local(child) in _ROW_WRAPPERS:
            content = child.find(f"{w}sdtContent") if local(child) == "sdt" else child
            if content is not None:
                waiting.append(iter(content))


def merge_cells(rows: list[list[Cell]]) -> None:
    """Find which cells continue one above (§17.4.84): same column, same span, `continue`."""
    above: dict[int, Cell] = {}
    for cells in rows:
        here: dict[int, Cell] = {}
        for cell in cells:
            owner = above.get(cell.column)
            if cell.merge == "continue" and owner is not None and owner.span == cell.span:
                owner.rows += 1
                cell.continuation = True
                cell.continued = owner.continued
                here[cell.column] = owner
            elif cell.merge == "restart":
                here[cell.column] = cell
        above = here
