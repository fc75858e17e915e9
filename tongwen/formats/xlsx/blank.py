"""The workbook that a new sheet begins as (ECMA-376-1 §18)."""

from tongwen.formats.ooxml.blank import OFFICE, package, relationships

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_FONTS = {"zh": ("等线", 11), "en": ("Calibri", 11)}
_FORMAT = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
_SHEETS = {"zh": "工作表1", "en": "Sheet1"}


def blank_xlsx(language: str) -> bytes:
    """Return a clean workbook with one empty worksheet, named in the language."""
    tongue = "zh" if language.lower().startswith("zh") else "en"
    font, size = _FONTS[tongue]
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name="{_SHEETS[tongue]}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/><sheetData/></worksheet>'
    )
    styles = (
        f'<styleSheet xmlns="{_MAIN}">'
        f'<fonts count="1"><font><sz val="{size}"/><name val="{font}"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{_FORMAT}/></cellStyleXfs>'
        f'<cellXfs count="1">{_FORMAT} xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
    return package(
        {
            "xl/workbook.xml": (_TYPE + "sheet.main+xml", workbook),
            "xl/_rels/workbook.xml.rels": (
                "",
                relationships(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
            ),
            "xl/worksheets/sheet1.xml": (_TYPE + "worksheet+xml", sheet),
            "xl/styles.xml": (_TYPE + "styles+xml", styles),
        },
        "xl/workbook.xml",
    )
