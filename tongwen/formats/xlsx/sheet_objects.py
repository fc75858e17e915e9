"""The objects of a worksheet: everything that is anchored to its cells, in one order."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.annotations import read_links, read_notes, targets, tree
from tongwen.formats.xlsx.conditional import RuleReader, extensions
from tongwen.formats.xlsx.drawings import read_drawings
from tongwen.formats.xlsx.filters import FilterReader, read_table
from tongwen.formats.xlsx.fonts import read_color
from tongwen.formats.xlsx.formulas import FormulaReader
from tongwen.formats.xlsx.measure import area, ids, integer, members, number, truth
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.styles import StyleTable
from tongwen.formats.xlsx.validations import read_validations

Object = dict[str, Any]
_ALLOWED = (
    "objects",
    "scenarios",
    "formatCells",
    "formatColumns",
    "formatRows",
    "insertColumns",
    "insertRows",
    "insertHyperlinks",
    "deleteColumns",
    "deleteRows",
    "selectLockedCells",
    "sort",
    "autoFilter",
    "pivotTables",
    "selectUnlockedCells",
)
_FREE = ("objects", "scenarios", "selectLockedCells", "selectUnlockedCells")  # unless forbidden
_SECRETS = ("password", "hashValue")


class SheetObjects:
    """Reads the objects of worksheets of one workbook."""

    def __init__(self, package: Package, formulas: FormulaReader, styles: StyleTable) -> None:
        self._package = package
        self._formulas = formulas
        self._filters = FilterReader(styles.patches)
        self._rules = RuleReader(formulas, styles.patches)

    def read(
        self, root: etree._Element, part: str, threads: set[tuple[int, int]]
    ) -> Iterator[Object]:
        """Yield the objects of a worksheet; `threads` are the cells that have threaded comments."""
        yield from _merges(root)
        yield from self._rules.read(root)
        yield from read_validations(root, self._formulas)
        for child in root.iterchildren(etree.Element):
            if local(child) == "autoFilter":
                found = self._filters.read(child)
                if found is not None:
                    yield {"type": "filter", **found, "src": "autoFilter"}
            elif local(child) == "sheetProtection":
                yield _protection(child)
        yield from self.tables(part).values()
        yield from read_links(root, self._package, part, self._formulas)
        yield from read_notes(self._package, part, threads)
        yield from read_drawings(self._package, part)
        yield from self._pivots(part)
        yield from self._sparklines(root)

    def tables(self, part: str) -> dict[str, Object]:
        """Return the tables of a worksheet by their parts."""
        found = {
            table: read_table(self._package, table, self._formulas, self._filters)
            for table in targets(self._package, part, "table")
        }
        return {table: one for table, one in found.items() if one is not None}

    def _pivots(self, part: str) -> Iterator[Object]:
        for pivot in targets(self._package, part, "pivotTable"):
            root = tree(self._package, pivot)
            for child in [] if root is None else root.iterchildren(etree.Element):
                where = area(child.get("ref")) if local(child) == "location" else None
                if root is not None and where is not None:
                    yield {
                        "type": "pivot",
                        "area": ids(where),
                        "name": root.get("name", ""),
                        "part": pivot,
                        "data": [
                            integer(child.get("firstDataRow")),
                            integer(child.get("firstDataCol")),
                        ],
                        "src": pivot,
                    }

    def _sparklines(self, root: etree._Element) -> Iterator[Object]:
        """Yield the groups of sparklines ([MS-XLSX] §2.6.34)."""
        groups = (
            group
            for listed in extensions(root, "sparklineGroups")
            for group in listed.iterchildren(etree.Element)
        )
        for at, group in enumerate(groups):
            lines = []
            colors = {}
            for child in group.iterchildren(etree.Element):
                name = local(child)
                if name == "sparklines":
                    lines += [self._sparkline(one) for one in child.iterchildren(etree.Element)]
                elif name.startswith("color") and (color := read_color(child)) is not None:
                    colors[name.removeprefix("color").lower()] = color
            switches = {
                name: truth(group.get(name))
                for name in ("markers", "high", "low", "first", "last", "negative", "displayXAxis")
            }
            yield {
                "type": "sparklines",
                "kind": group.get("type", "line"),
                "lines": [line for line in lines if line],
                **members(colors=colors, weight=number(group.get("lineWeight")), **switches),
                "src": f"sparklineGroup/{at}",
            }

    def _sparkline(self, element: etree._Element) -> dict[str, Any]:
        texts = {
            local(one): (one.text or "").strip() for one in element.iterchildren(etree.Element)
        }
        where = area(texts.get("sqref"))
        if where is None or where[0] is None or where[1] is None:
            return {}
        return {
            "row": str(where[0]),
            "col": str(where[1]),
            "data": self._formulas.plain(texts.get("f", "")),
        }


def _merges(root: etree._Element) -> Iterator[Object]:
    """Yield merged areas (§18.3.1.55); which of overlapping ones holds, the model says."""
    for group in root.iterchildren(etree.Element):
        if local(group) != "mergeCells":
            continue
        for at, child in enumerate(group.iterchildren(etree.Element)):
            where = area(child.get("ref"))
            if where is None or (where[0], where[1]) == (where[2], where[3]):
                continue
            yield {"type": "merge", "area": ids(where), "src": f"mergeCell/{at}"}


def _protection(element: etree._Element) -> Object:
    """Return what a protected worksheet still allows (§18.3.1.85); not its password's traces."""
    allowed = [name for name in _ALLOWED if not truth(element.get(name), default=name not in _FREE)]
    return {
        "type": "protection",
        "sheet": truth(element.get("sheet")),
        "allowed": allowed,
        **members(password=any(element.get(name) for name in _SECRETS)),
        "src": "sheetProtection",
    }
