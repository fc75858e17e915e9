"""The workbook: worksheets, names, styles, settings."""

import json
import zlib
from typing import Any

import pytest

from tests.formats.packages import pack, relationships
from tests.formats.spreadsheets import MAIN, contents, parts, read, shown, worksheet
from tongwen.formats.xlsx import blank_xlsx, import_xlsx
from tongwen.formats.xlsx.reader import read_workbook
from tongwen.kinds.sheet.parts import BOOK, parts_of, read_book, read_sheet

A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_worksheets_have_their_names_order_states_and_colours() -> None:
    colored = worksheet("", before='<sheetPr><tabColor theme="4" tint="-0.25"/></sheetPr>')
    made = parts({"甲 &amp; 乙": colored, "b": worksheet(""), "c": worksheet("")})
    text = made["xl/workbook.xml"].decode()
    text = text.replace('name="b"', 'name="b" state="veryHidden"').replace(
        'name="c"', 'name="c" state="odd"'
    )
    found = read_workbook(pack({**made, "xl/workbook.xml": text.encode()})).book.sheets
    assert [one["name"] for one in found.values()] == ["甲 & 乙", "b", "c"]
    assert [one["state"] for one in found.values()] == ["visible", "veryHidden", "visible"]
    assert found["s1"]["color"] == {"theme": 4, "tint": -0.25}
    assert sorted(found, key=lambda sid: found[sid]["order"]) == ["s1", "s2", "s3"]
    assert found["s2"]["part"] == "xl/worksheets/sheet2.xml"


def test_chartsheets_and_macro_sheets_are_told() -> None:
    made = parts({"a": worksheet(""), "b": worksheet(""), "c": worksheet("")})
    made["xl/_rels/workbook.xml.rels"] = relationships(
        {
            "rId1": ("chartsheet", "worksheets/sheet1.xml"),
            "rId2": ("dialogsheet", "worksheets/sheet2.xml"),
            "rId3": ("xlMacrosheet", "worksheets/sheet3.xml"),
        }
    )
    found = read_workbook(pack(made)).book.sheets
    kinds = [one["kind"] for one in found.values()]
    assert kinds == ["chartsheet", "dialogsheet", "macrosheet"]


def test_names_have_scopes_and_templates() -> None:
    names = (
        '<definedNames><definedName name="rate">Sheet1!$B$1</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0" hidden="1">Sheet1!$A$1:$B$2'
        '</definedName><definedName name="loop" comment="round">loop+1</definedName>'
        '<definedName name="gone" localSheetId="7">1</definedName><definedName>x</definedName>'
        "</definedNames>"
    )
    found = [
        {**name, "formula": shown(name["formula"])}
        for name in read(workbook=names).book.names.values()
    ]
    assert found == [
        {"t": 0, "name": "rate", "formula": "<s1!0,1,3>"},
        {
            "t": 0,
            "name": "_xlnm.Print_Area",
            "formula": "<s1!0,0,3;1,1,3>",
            "scope": "s1",
            "hidden": True,
        },
        {"t": 0, "name": "loop", "formula": "loop+1", "comment": "round"},
    ]


def test_settings_tell_of_calculation_theme_links_and_macros() -> None:
    theme = (
        f'<a:theme xmlns:a="{A}"><a:themeElements><a:clrScheme name="x"><a:dk1><a:sysClr '
        'val="windowText" lastClr="000000"/></a:dk1><a:accent1><a:srgbClr val="4f81bd"/>'
        '</a:accent1></a:clrScheme><a:fontScheme><a:majorFont><a:latin typeface="Cambria"/>'
        '</a:majorFont><a:minorFont><a:latin typeface=""/><a:ea typeface="宋体"/></a:minorFont>'
        "</a:fontScheme></a:themeElements></a:theme>"
    )
    found = read(
        workbook='<externalReferences><externalReference r:id="rIdX"/></externalReferences>'
        '<calcPr calcMode="manual" iterate="1" iterateCount="50" iterateDelta="0.01" '
        'fullPrecision="0"/>',
        more={
            "xl/theme/theme1.xml": theme.encode(),
            "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(
                {"rId1": ("externalLinkPath", "https://example.org/other.xlsx")}
            ),
            "xl/vbaProject.bin": b"macros",
        },
        related={
            "rIdH": ("theme", "theme/theme1.xml"),
            "rIdX": ("externalLink", "externalLinks/externalLink1.xml"),
            "rIdV": ("vbaProject", "vbaProject.bin"),
        },
    )
    assert found.book.settings == {
        "calc": {
            "mode": "manual",
            "iterate": True,
            "iterateCount": 50,
            "iterateDelta": 0.01,
            "fullPrecision": False,
        },
        "theme": {
            "colours": {"dk1": "000000", "accent1": "4F81BD"},
            "major": "Cambria",
            "minor": "宋体",
        },
        "external": [{"target": "https://example.org/other.xlsx"}],
        "macros": True,
    }


def styles(xf: str, dxfs: str = "", more: str = "") -> str:
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" '
        'formatCode="[$¥-804]#,##0.00"/><numFmt numFmtId="165" formatCode="[DBNum2]General"/>'
        '</numFmts><fonts><font><sz val="11"/><name val="等线"/></font><font><b/><i val="0"/>'
        '<u val="double"/><strike/><vertAlign val="superscript"/><sz val="10.5"/>'
        '<color theme="1" tint="0.5"/><name val="宋体"/></font></fonts>'
        '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill '
        'patternType="solid"><fgColor rgb="FFFFFF00"/><bgColor indexed="64"/></patternFill></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><gradientFill degree="90">'
        '<stop position="0"><color rgb="FF000000"/></stop></gradientFill></fill></fills>'
        '<borders><border/><border diagonalUp="1"><left style="thin"><color auto="1"/></left>'
        '<right style="none"/><top style="double"><color indexed="10"/></top>'
        '<diagonal style="hair"/></border></borders>'
        '<cellStyleXfs count="2"><xf/><xf/></cellStyleXfs>'
        f"<cellXfs><xf/>{xf}</cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        '<cellStyle name="好" xfId="1" builtinId="26"/></cellStyles>'
        f"<dxfs>{dxfs}</dxfs>{more}</styleSheet>"
    )


DEFAULT = {"font": "等线", "size": 11}
FORMATS: list[tuple[str, dict[str, Any]]] = [
    ('<xf numFmtId="14"/>', {"numberFormat": "mm-dd-yy"}),
    ('<xf numFmtId="31"/>', {"numberFormat": 'yyyy"年"m"月"d"日"'}),
    ('<xf numFmtId="57"/>', {"numberFormat": 'yyyy"年"m"月"'}),
    ('<xf numFmtId="164"/>', {"numberFormat": "[$¥-804]#,##0.00"}),
    ('<xf numFmtId="165"/>', {"numberFormat": "[DBNum2]General"}),
    ('<xf numFmtId="999"/>', {}),
    (
        '<xf fontId="1"/>',
        {
            "font": "宋体",
            "size": 10.5,
            "bold": True,
            "underline": "double",
            "strike": True,
            "script": "superscript",
            "color": {"theme": 1, "tint": 0.5},
        },
    ),
    ('<xf fillId="1"/>', {"fill": "FFFF00"}),
    ('<xf fillId="2"/>', {"pattern": {"type": "gray125"}}),
    (
        '<xf borderId="1"/>',
        {
            "borderStart": {"style": "thin", "color": "auto"},
            "borderTop": {"style": "double", "color": {"indexed": 10}},
            "borderDiagonal": {"style": "hair", "up": True},
        },
    ),
    (
        '<xf><alignment horizontal="centerContinuous" vertical="top" wrapText="1" indent="2" '
        'textRotation="255" shrinkToFit="1" readingOrder="2"/>'
        '<protection locked="0" hidden="1"/></xf>',
        {
            "align": "centerContinuous",
            "valign": "top",
            "wrap": True,
            "indent": 2,
            "rotate": 255,
            "shrink": True,
            "readingOrder": 2,
            "locked": False,
            "hiddenFormula": True,
        },
    ),
    ('<xf quotePrefix="1" xfId="1"/>', {"quotePrefix": True, "cellStyle": "好"}),
    ('<xf fontId="77" fillId="-1" borderId="x"/>', {}),
]


@pytest.mark.parametrize(("xf", "style"), FORMATS, ids=[xf[:40] for xf, _ in FORMATS])
def test_a_cell_format_is_a_flat_style(xf: str, style: dict[str, Any]) -> None:
    found = read(styles=styles(xf)).book.styles
    given = {} if 'fontId="77"' in xf else DEFAULT
    assert found == [DEFAULT, {**given, **style}]


def test_a_gradient_is_carried() -> None:
    pattern = read(styles=styles('<xf fillId="3"/>')).book.styles[1]["pattern"]
    assert "gradientFill" in pattern["gradient"] and 'degree="90"' in pattern["gradient"]


def test_a_font_that_is_not_bold_says_so_where_the_default_one_is() -> None:
    bold = (
        styles('<xf fontId="1"/><xf fontId="0"/>')
        .replace('<font><sz val="11"/>', '<font><b/><sz val="11"/>')
        .replace("<font><b/><i", "<font><i")
    )
    found = read(styles=bold).book.styles
    assert [one.get("bold") for one in found] == [True, False, True]


def test_the_file_may_have_its_own_palette() -> None:
    more = '<colors><indexedColors><rgbColor rgb="00112233"/><rgbColor/></indexedColors></colors>'
    assert read(styles=styles("", more=more)).book.settings["indexed"] == ["112233", "000000"]


def test_a_table_of_64k_formats_is_read() -> None:
    xfs = "".join(
        f'<xf numFmtId="{164 + at % 2}" fontId="{at % 2}" fillId="{at % 3}"/>'
        for at in range(65_490)
    )
    row = '<row r="1"><c r="A1" s="65490"><v>1</v></c><c r="B1" s="65491"/></row>'
    found = read(row, styles=styles(xfs))
    assert len(found.book.styles) == 65_491
    assert contents(found) == {"0,0": (1, 65_490), "0,1": (None, 0)}


def test_the_update_holds_what_was_read() -> None:
    made = parts({"一": worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'), "二": worksheet("")})
    updates = import_xlsx(pack(made))
    assert set(updates) == {BOOK, "sheet:s1"}
    docs = dict(parts_of(updates))
    book = read_book(docs[BOOK])
    named = sorted(book.sheets.values(), key=lambda one: one["order"])
    assert [one["name"] for one in named] == ["一", "二"]
    assert book.styles[0] == {"font": "Calibri", "size": 11}
    assert list(read_sheet(docs["sheet:s1"]).blocks) == ["0"]


def test_reading_is_a_pure_function_of_the_bytes() -> None:
    data = pack(parts({"a": worksheet('<row r="1"><c r="A1"><f>B1</f><v>1</v></c></row>')}))
    assert read_workbook(data) == read_workbook(data)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_blank_workbook_is_one_empty_worksheet(language: str) -> None:
    found = read_workbook(blank_xlsx(language))
    assert [one["name"] for one in found.book.sheets.values()] in (["工作表1"], ["Sheet1"])
    assert found.sheets["s1"].blocks == {}
    assert found.sheets["s1"].objects == {}


def test_blocks_are_json_that_others_read_too() -> None:
    row = '<row r="1"><c r="A1"><f>B1</f><v>1</v></c><c r="B1" t="str"><v>"文\\</v></c></row>'
    [block] = read(row).sheets["s1"].blocks.values()
    assert json.loads(zlib.decompress(block)) == {
        "f": ["\x01+0,+1,0\x02"],
        "x": [[0, 0, [[0, 1], '"文\\'], 0]],
    }
