"""The metadata part, as far as dynamic arrays need it (ECMA-376-1 §18.9, [MS-XLSX] §2.6.170)."""

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.names import MAIN, local
from tongwen.formats.xlsx.part_patch import PartPatch

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
_DYNAMIC = "http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"
_EXTENSION = "{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"
_SEQUENCE = (
    "metadataTypes",
    "metadataStrings",
    "mdxMetadata",
    "futureMetadata",
    "cellMetadata",
    "valueMetadata",
    "extLst",
)
_NAME = "XLDAPR"
_TYPE_ELEMENT = (
    '<{p}metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1"'
    ' pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1"'
    ' clearComments="1" assign="1" coerce="1" cellMeta="1"/>'
)
_PROPERTIES = (
    '<{p}bk><{p}extLst><{p}ext uri="' + _EXTENSION + '"><xda:dynamicArrayProperties'
    ' xmlns:xda="' + _DYNAMIC + '" fDynamic="1" fCollapsed="0"/></{p}ext></{p}extLst></{p}bk>'
)
_EMPTY = f'<metadata xmlns="{MAIN}"></metadata>'


class DynamicArrays:
    """Knows, or makes, the cell metadata that marks a formula as a dynamic array."""

    def __init__(self, package: Package, workbook: str) -> None:
        self._package = package
        self._workbook = workbook
        self._index: int | None = None

    def index(self) -> int:
        """Return the number for a cell's `cm`."""
        if self._index is None:
            self._index = self._find() or self._add()
        return self._index

    def _open(self) -> tuple[str | None, PartPatch]:
        part = self._package.related(self._workbook, "sheetMetadata")
        data = self._package.read(part) if part else _EMPTY.encode()
        return part, PartPatch(data, part or "metadata", _SEQUENCE)

    def _find(self) -> int | None:
        part, patch = self._open()
        types, cells = patch.first("metadataTypes"), patch.first("cellMetadata")
        if part is None or types is None or cells is None:
            return None
        names = [one.get("name") for one in types.element if local(one) == "metadataType"]
        if _NAME not in names:
            return None
        wanted = str(names.index(_NAME) + 1)
        blocks = [one for one in cells.element if local(one) == "bk"]
        for number, block in enumerate(blocks, 1):
            if any(record.get("t") == wanted for record in block.iter(etree.Element)):
                return number
        return None

    def _add(self) -> int:
        part, patch = self._open()
        p = patch.prefix
        kind = self._append(patch, "metadataTypes", _TYPE_ELEMENT.replace("{p}", p))
        future = (
            f'<{p}futureMetadata name="{_NAME}" count="1">{_PROPERTIES.replace("{p}", p)}'
            f"</{p}futureMetadata>"
        )
        patch.insert("futureMetadata", future.encode())
        index = self._append(patch, "cellMetadata", f'<{p}bk><{p}rc t="{kind}" v="0"/></{p}bk>')
        data = patch.render()
        if part is not None:
            self._package.set(part, data)
        else:
            part = self._package.add("xl/metadata", "xml", data, _TYPE)
            self._package.relate(self._workbook, "sheetMetadata", part)
        return index

    def _append(self, patch: PartPatch, name: str, new: str) -> int:
        """Add an item to a list of the part; return its number from one."""
        child = patch.first(name)
        if child is None:
            p = patch.prefix
            patch.insert(name, f'<{p}{name} count="1">{new}</{p}{name}>'.encode())
            return 1
        number = sum(1 for one in child.element if isinstance(one.tag, str)) + 1
        patch.append(child, new.encode())
        patch.set(child, count=str(number))
        return number
