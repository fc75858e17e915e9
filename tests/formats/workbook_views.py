"""Workbooks for the tests of the export, and what two of them must have in common."""

from typing import Any

from tests.formats.packages import relationships
from tongwen import ydoc
from tongwen.formats.xlsx import blank_xlsx, export_xlsx, import_xlsx
from tongwen.formats.xlsx.live import LiveBook, map_reader
from tongwen.formats.xlsx.object_writer import reference, sqref
from tongwen.formats.xlsx.values_table import cells
from tongwen.kinds.sheet.document import Workbook
from tongwen.kinds.sheet.templates import render

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def opened(original: bytes) -> Workbook:
    """Open a package as a live workbook."""
    return Workbook.of_states(import_xlsx(original))


def saved(original: bytes, workbook: Workbook, values: Any = None) -> bytes:
    """Write a live workbook back."""
    return export_xlsx(original, workbook.states(), {} if values is None else values)


def new() -> tuple[bytes, Workbook]:
    """Return a blank workbook and its package."""
    original = blank_xlsx("en")
    return original, opened(original)


def package(
    sheet: str,
    parts: dict[str, bytes] | None = None,
    sheet_relationships: dict[str, tuple[str, str]] | None = None,
    types: dict[str, str] | None = None,
    strings: str = "",
    names: str = "",
) -> dict[str, bytes]:
    """Return the parts of a workbook whose worksheet `Data` has this XML inside."""
    found = {
        "[Content_Types].xml": _content_types(types or {}),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Data" sheetId="1" r:id="rId1"/>'
            '<sheet name="Other" sheetId="5" r:id="rId2"/>'
            f"</sheets>{names}</workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": relationships(
            {
                "rId1": ("worksheet", "worksheets/sheet1.xml"),
                "rId2": ("worksheet", "worksheets/sheet2.xml"),
                "rId3": ("styles", "styles.xml"),
                "rId4": ("sharedStrings", "sharedStrings.xml"),
                "rId5": ("calcChain", "calcChain.xml"),
            }
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheet}</worksheet>'
        ).encode(),
        "xl/worksheets/sheet2.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><f>Data!A1+1</f>'
            "<v>2</v></c></row></sheetData></worksheet>"
        ).encode(),
        "xl/styles.xml": _STYLES.encode(),
        "xl/sharedStrings.xml": (
            f'<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><t>first</t></si>'
            f"<si><t>second</t></si>{strings}</sst>"
        ).encode(),
        "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="A1" i="5"/></calcChain>'.encode(),
        "customXml/item1.xml": b"<anything>untouched</anything>",
    }
    if sheet_relationships:
        found["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(sheet_relationships)
    return {**found, **(parts or {})}


def _content_types(types: dict[str, str]) -> bytes:
    overrides = {
        "/xl/workbook.xml": f"{TYPE}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{TYPE}.worksheet+xml",
        "/xl/worksheets/sheet2.xml": f"{TYPE}.worksheet+xml",
        "/xl/styles.xml": f"{TYPE}.styles+xml",
        "/xl/sharedStrings.xml": f"{TYPE}.sharedStrings+xml",
        "/xl/calcChain.xml": f"{TYPE}.calcChain+xml",
        **types,
    }
    written = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        f'<Types xmlns="{space}"><Default Extension="rels" ContentType="{rels}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'vmlDrawing"/>{written}</Types>'
    ).encode()


_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.000"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><color theme="1"/><name val="Calibri"/>'
    '<family val="2"/><scheme val="minor"/></font>'
    '<font><b/><sz val="14"/><name val="Arial"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" pivotButton="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    '<dxfs count="0"/></styleSheet>'
)


def view(states: dict[str, bytes]) -> dict[str, Any]:
    """Return what a workbook shows, by index: values and objects."""
    book = LiveBook(lambda part: map_reader(states.get(part)))
    return {
        book.titles[sid]: {
            "state": book.sheets[sid].get("state", "visible"),
            **_sheet(book, sid),
        }
        for sid in book.order
    }


def _sheet(book: LiveBook, sid: str) -> dict[str, Any]:
    workbook = book.sheet(sid)
    shown = {
        (row, col): cell[0]
        for row, columns in cells(workbook).items()
        for col, cell in columns.items()
        if cell[0] is not None
    }
    objects = []
    for found in workbook.objects.values():
        kind = found["type"]
        if kind in ("link", "filter", "table"):
            where = reference(workbook, found.get("area"))
            if where:
                rest = [found.get(name) for name in ("target", "name")]
                objects.append((kind, where, *rest))
        elif kind in ("format", "validation") and sqref(workbook, found.get("areas")):
            formulas = [
                render(str(text), sid, book)
                for rule in found.get("rules") or [found]
                for text in (*(rule.get("formulas") or []), rule.get("f1"))
                if text is not None
            ]
            objects.append((kind, sqref(workbook, found["areas"]), *formulas))
        elif kind == "note":
            objects.append((kind, workbook.place(found.get("row"), found.get("col"))))
    return {"cells": shown, "objects": sorted(objects, key=repr)}


def looks(workbook: Workbook, rows: int = 14, cols: int = 12) -> dict[tuple[str, int, int], Any]:
    """Return the styles of the upper left cells, with what the file's default style says."""
    states = workbook.states()
    default = LiveBook(lambda part: map_reader(states.get(part))).styles.get(0)
    return {
        (sheet.name, row, col): {**default, **sheet.range(row, col).style}
        for sheet in workbook.sheets
        for row in range(rows)
        for col in range(cols)
    }


def merges(workbook: Workbook) -> dict[str, list[str]]:
    """Return the merged areas that hold, by worksheet."""
    return {sheet.name: sorted(sheet.merges) for sheet in workbook.sheets}


def formulas(workbook: Workbook) -> dict[tuple[str, int, int], str]:
    """Return every formula as A1 text."""
    found = {}
    for sheet in workbook.sheets:
        used = sheet.used
        for row, texts in enumerate(used.formulas):
            for col, text in enumerate(texts):
                if text is not None:
                    found[sheet.name, row, col] = text
    return found


def with_entries(states: dict[str, bytes], part: str, name: str, entries: dict[str, Any]) -> Any:
    """Return states with entries written into a map of a part, as a colleague would."""
    doc = ydoc.load(states[part]) if part in states else ydoc.new_doc(keep_deletions=False)
    with doc.transaction():
        shared = ydoc.root_map(doc, name)
        for key, value in entries.items():
            shared[key] = value
    return {**states, part: ydoc.encode(doc)}
