"""Pictures of worksheets: their first cells where a spreadsheet shows them."""

import json
from xml.etree import ElementTree

import pytest

from tests.formats.packages import pack, unpack
from tongwen.core.errors import TongwenError
from tongwen.documents.thumbnail import HEIGHT, draw
from tongwen.formats.xlsx import blank_xlsx
from tongwen.formats.xlsx.preview import preview

STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
<fonts count="2"><font><sz val="11"/></font><font><b/><color rgb="FFC23B22"/></font></fonts>
<fills count="3"><fill/><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFFEE99"/>
</patternFill></fill></fills><borders count="1"><border/></borders>
<cellXfs count="5"><xf/><xf fontId="1" fillId="2"><alignment horizontal="center"/></xf>
<xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="4"/></cellXfs></styleSheet>"""


def workbook(rows: str, columns: str = "") -> bytes:
    parts = unpack(blank_xlsx("zh"))
    name = "xl/worksheets/sheet1.xml"
    sheet = parts[name].decode()
    sheet = sheet.replace("<sheetData/>", f"{columns}<sheetData>{rows}</sheetData>")
    return pack(parts | {name: sheet.encode(), "xl/styles.xml": STYLES.encode()})


def shown(rows: str, columns: str = "") -> list[list[str]]:
    found = json.loads(preview(workbook(rows, columns)))
    return [[cell["text"] if cell else "" for cell in row["cells"][:4]] for row in found["rows"]]


def test_it_shows_what_stands_in_the_first_cells() -> None:
    cells = (
        '<row r="2"><c r="B2" t="inlineStr" s="1"><is><t>销量</t></is></c>'
        '<c r="C2" s="2"><v>45000</v></c><c r="D2" s="3"><v>0.125</v></c></row>'
        '<row><c><v>1.5</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>'
        '<c s="4"><f>1+1</f><v>1234567.891</v></c></row>'
    )
    assert shown(cells) == [
        [],
        ["", "销量", "2023-03-15", "12.50%"],
        ["1.5", "TRUE", "#N/A", "1,234,567.89"],
    ]
    picture = draw(json.loads(preview(workbook(cells)))).decode()
    assert "销量" in picture and 'fill="#FFEE99"' in picture and 'fill="#C23B22"' in picture
    ElementTree.fromstring(picture)


def test_columns_have_their_widths_and_hidden_ones_none() -> None:
    found = json.loads(
        preview(
            workbook(
                '<row r="1" ht="30"><c><v>1</v></c></row><row r="2" hidden="1"/>',
                '<cols><col min="1" max="2" width="20"/><col min="3" max="3" hidden="1"/></cols>',
            )
        )
    )
    assert found["widths"][:4] == [20.0, 20.0, 0.0, 8.43]
    assert [row.get("size") for row in found["rows"]] == [30.0, 0.0]


def test_an_empty_workbook_is_an_empty_grid() -> None:
    picture = draw(json.loads(preview(blank_xlsx("en")))).decode()
    assert "<text" not in picture and f"V{HEIGHT}" in picture


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="99999999"><c><v>1</v></c></row>',
        '<row r="-1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>1</v></c><c r="1A"><v>2</v></c></row>',
        '<row r="1" ht="1e300"><c s="99999" t="s"><v>4000000000</v></c></row>',
        '<row r="1"><c><v>1e308</v></c><c s="2"><v>-5</v></c><c s="2"><v>1e20</v></c></row>',
        '<row r="1"><c t="str"><v>&lt;script&gt;alert(1)&lt;/script&gt;</v></c></row>',
    ],
)
def test_bad_cells_make_no_bad_picture(rows: str) -> None:
    picture = draw(json.loads(preview(workbook(rows)))).decode()
    ElementTree.fromstring(picture)
    assert "<script" not in picture


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", blank_xlsx("en")[:400]])
def test_what_is_no_workbook_has_no_picture(data: bytes) -> None:
    with pytest.raises(TongwenError):
        preview(data)
