"""Tables of a text document, for programs."""

from typing import TYPE_CHECKING

from pycrdt import XmlElement

from tongwen.kinds.text.markdown import plain_text
from tongwen.kinds.text.model import Node
from tongwen.kinds.text.paragraph import Paragraph
from tongwen.kinds.text.shared import read, write

if TYPE_CHECKING:
    from tongwen.kinds.text.document import TextDocument


class Cell:
    """A cell; one that is merged stands once, where it begins."""

    def __init__(self, element: XmlElement, document: "TextDocument") -> None:
        self._element = element
        self._document = document

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its paragraphs, those of tables inside it left out."""
        return self._document.paragraphs_of(self._element)

    @property
    def text(self) -> str:
        """Its text, a line for each paragraph. Setting it keeps the first paragraph's look."""
        return plain_text(read(self._element)).removesuffix("\n")

    @text.setter
    def text(self, value: str) -> None:
        lines = value.split("\n")
        with self._element.doc.transaction():
            paragraphs = self.paragraphs
            if not paragraphs:
                write(self._element, [Node("paragraph")])
                paragraphs = self.paragraphs
            paragraphs[0].text = lines[0]
            for extra in paragraphs[1:]:
                self._document.remove(extra)
            last = paragraphs[0]
            for line in lines[1:]:
                last = self._document.insert_paragraph(last, line, last.style)


class Row:
    """A row."""

    def __init__(self, element: XmlElement, document: "TextDocument") -> None:
        self._element = element
        self._document = document

    @property
    def cells(self) -> list[Cell]:
        """The cells that begin in this row."""
        return [
            Cell(child, self._document)
            for child in self._element.children
            if isinstance(child, XmlElement) and child.tag == "table_cell"
        ]


class Table:
    """A table."""

    def __init__(self, element: XmlElement, document: "TextDocument") -> None:
        self._element = element
        self._document = document

    @property
    def rows(self) -> list[Row]:
        """Its rows from the top."""
        return [
            Row(child, self._document)
            for child in self._element.children
            if isinstance(child, XmlElement) and child.tag == "table_row"
        ]

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell that begins in a row as its nth, counted from 0.

        Raises:
            IndexError: there is none.
        """
        return self.rows[row].cells[column]
