"""Tiny workbooks made on the spot, part by part."""

from typing import Any

from tests.formats.packages import R, pack, relationships
from tongwen.formats.xlsx.reader import WorkbookEntries, read_workbook
from tongwen.kinds.sheet.blocks import decode_block

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
DECLARED = f'xmlns="{MAIN}" xmlns:r="{R}" xmlns:x14="{X14}" xmlns:xm="{XM}"'
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellXfs count="9">'
    + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 9
    + "</cellXfs></styleSheet>"
)


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    """Return a worksheet part with these rows."""
    return f"<worksheet {DECLARED}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def parts(
    sheets: dict[str, str],
    strings: str = "",
    styles: str = STYLES,
    workbook: str = "",
    properties: str = "",
    more: dict[str, bytes] | None = None,
    related: dict[str, tuple[str, str]] | None = None,
) -> dict[str, bytes]:
    """Return the parts of a workbook: worksheets by name, `si` elements, a styles part.

    `workbook` stands behind the list of worksheets, `properties` in front of it; `related` are
    further relationships of the workbook.
    """
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, 1)
    )
    links = {
        f"rId{at}": ("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)
    }
    links |= {"rIdS": ("styles", "styles.xml"), "rIdT": ("sharedStrings", "sharedStrings.xml")}
    kinds = {
        "workbook": "sheet.main+xml",
        "styles": "styles+xml",
        "sharedStrings": "sharedStrings+xml",
    }
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{TYPE}{kind}"/>'
        for name, kind in kinds.items()
    )
    found = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        ).encode(),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f"<workbook {DECLARED}>{properties}<sheets>{listed}</sheets>{workbook}</workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": relationships(links | (related or {})),
        "xl/styles.xml": styles.encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>'.encode(),
    }
    for at, text in enumerate(sheets.values(), 1):
        found[f"xl/worksheets/sheet{at}.xml"] = text.encode()
    return found | (more or {})


def xlsx(rows: str = "", before: str = "", after: str = "", **given: Any) -> bytes:
    """Return a workbook of one worksheet, `Sheet1`, with these rows."""
    return pack(parts({"Sheet1": worksheet(rows, before, after)}, **given))


def read(rows: str = "", before: str = "", after: str = "", **given: Any) -> WorkbookEntries:
    """Return what is read of such a workbook."""
    return read_workbook(xlsx(rows, before, after, **given))


def objects(found: WorkbookEntries, kind: str, sid: str = "s1") -> list[dict[str, Any]]:
    """Return the objects of a type, without what every object has."""
    return [
        {name: value for name, value in one.items() if name not in ("type", "t", "src")}
        for one in found.sheets[sid].objects.values()
        if one["type"] == kind
    ]


def contents(found: WorkbookEntries, sid: str = "s1") -> dict[str, tuple[Any, Any]]:
    """Return contents and style ids by `row,column`; the offsets of formulas stay offsets."""
    cells = {}
    for band in found.sheets[sid].blocks.values():
        block = decode_block(band)
        for row in block.rows:
            for at, (column, content) in enumerate(zip(row.columns, row.contents, strict=True)):
                if isinstance(content, list):
                    content = block.formula(content)
                    assert content is not None
                    content["f"] = content["f"].replace("\x01", "<").replace("\x02", ">")
                cells[f"{row.row},{column}"] = (content, row.style_at(at))
    return cells


def shown(template: str) -> str:
    """Return a template with its brackets visible."""
    return template.replace("\x01", "<").replace("\x02", ">")
