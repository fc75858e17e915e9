"""Workbooks made here, the same each time: a million cells, a fifth of them formulas; a chain."""

import random
from collections.abc import Iterator

from tongwen.formats.ooxml.archive import new_archive
from tongwen.formats.ooxml.blank import OFFICE, PROLOGUE, relationships

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_WORDS = ["同文", "办公", "文档", "表格", "云端", "服务", "north", "south", "east", "west"]
_FORMATS = (0, 2, 4, 10, 14, 49)
_SEED = 7


def large(rows: int = 100_000) -> bytes:
    """Return a workbook of `rows` × 10 cells: texts, numbers, two columns of formulas."""
    chance = random.Random(_SEED)
    texts = [f"{chance.choice(_WORDS)} {number}" for number in range(5_000)]
    return _package("".join(_sheet(rows, len(texts), chance)), texts, rows * 2)


def chain(formulas: int = 100_000) -> bytes:
    """Return a workbook whose A1 is 1, each cell below it one more; J1 shows the last of them."""
    return _package("".join(_chained(formulas)), [], 0)


def _package(sheet: str, texts: list[str], used: int) -> bytes:
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": PROLOGUE + relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": PROLOGUE
        + f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": PROLOGUE
        + relationships(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": _styles(),
        "xl/sharedStrings.xml": PROLOGUE
        + f'<sst xmlns="{_MAIN}" count="{used}" uniqueCount="{len(texts)}">'
        + "".join(f"<si><t>{text}</t></si>" for text in texts)
        + "</sst>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    return new_archive({name: text.encode() for name, text in parts.items()})


def _sheet(rows: int, texts: int, chance: random.Random) -> Iterator[str]:
    yield PROLOGUE + f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:J{rows}"/><sheetData>'
    for row in range(1, rows + 1):
        a, b = chance.randrange(texts), chance.randrange(texts)
        whole, day = chance.randrange(100_000), 44_000 + chance.randrange(900)
        share, price, weight = chance.random(), chance.randrange(10**6) / 100, chance.gauss(50, 9)
        yield (
            f'<row r="{row}" spans="1:10"><c r="A{row}"><v>{row}</v></c>'
            f'<c r="B{row}" s="5" t="s"><v>{a}</v></c><c r="C{row}" s="5" t="s"><v>{b}</v></c>'
            f'<c r="D{row}"><v>{whole}</v></c><c r="E{row}" s="1"><v>{price}</v></c>'
            f'<c r="F{row}" s="2"><v>{weight:.4f}</v></c><c r="G{row}" s="3"><v>{share}</v></c>'
            f'<c r="H{row}" s="4"><v>{day}</v></c>'
            f'<c r="I{row}" s="2"><f>D{row}*E{row}+F{row}</f><v>{whole * price + weight}</v></c>'
            f'<c r="J{row}" s="3"><f>IF(G{row}&gt;$E$1,I{row}*2,"low")</f><v>{share * 2}</v></c>'
            "</row>"
        )
    yield "</sheetData></worksheet>"


def _chained(formulas: int) -> Iterator[str]:
    yield PROLOGUE + f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c>'
    yield f'<c r="J1"><f>A{formulas}</f><v>{formulas}</v></c></row>'
    for row in range(2, formulas + 1):
        yield f'<row r="{row}"><c r="A{row}"><f>A{row - 1}+1</f><v>{row}</v></c></row>'
    yield "</sheetData></worksheet>"


def _styles() -> str:
    formats = "".join(
        f'<xf numFmtId="{code}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for code in _FORMATS
    )
    return PROLOGUE + (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/>'
        '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
        '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/>'
        "<right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="
        '"1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_FORMATS)}">{formats}</cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _content_types() -> str:
    named = {
        "workbook": "sheet.main+xml",
        "styles": "styles+xml",
        "sharedStrings": "sharedStrings+xml",
        "worksheets/sheet1": "worksheet+xml",
    }
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}{kind}"/>'
        for name, kind in named.items()
    )
    return PROLOGUE + (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
