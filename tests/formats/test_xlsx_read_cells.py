"""Cells of a worksheet: values of all types, formulas of all kinds, however they are written."""

import json
import zlib
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.packages import pack
from tests.formats.spreadsheets import contents, parts, read, worksheet
from tongwen.core.errors import Invalid
from tongwen.formats.xlsx.reader import read_workbook

STRINGS = (
    '<si><t>plain</t></si><si><t xml:space="preserve"> 两 spaces </t></si>'
    '<si><r><rPr><b/><sz val="9"/><rFont val="宋体"/></rPr><t>bold</t></r><r><t> rest</t></r></si>'
    "<si><t>a_x000D_b_x005F_c_xD800_</t></si>"
    '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>'
    "<si><t>&lt;&amp;&#65;</t></si><si/><si><t/></si><si><t>e\r\nf&#xD;g</t></si>"
)
RICH = {"r": [["bold", {"bold": True, "size": 9, "font": "宋体"}], [" rest", None]]}
VALUES: list[tuple[str, Any]] = [
    ("><v>12</v>", 12),
    ("><v>-0.5</v>", -0.5),
    ("><v>3.1400000000000001</v>", 3.14),
    ("><v>1E+3</v>", 1000),
    ("><v>1.7976931348623157E+308</v>", 1.7976931348623157e308),
    ("><v>1e999</v>", "1e999"),
    ("><v>not a number</v>", "not a number"),
    ("><v>12345678901234567890</v>", 12345678901234567890.0),
    ("><v></v>", None),
    ("/>", None),
    (' t="n"><v> 7 </v>', 7),
    (' t="s"><v>0</v>', "plain"),
    (' t="s"><v>1</v>', " 两 spaces "),
    (' t="s"><v>2</v>', RICH),
    (' t="s"><v>3</v>', "a\rb_c_xD800_"),
    (' t="s"><v>4</v>', "東京"),
    (' t="s"><v>5</v>', "<&A"),
    (' t="s"><v>6</v>', ""),
    (' t="s"><v>9</v>', None),
    (' t="s"><v>-1</v>', None),
    (' t="str"><v>a&amp;b 文</v>', "a&b 文"),
    (' t="str"><v></v>', ""),
    (' t="str"><v>a\r\nb\rc&#13;d</v>', "a\nb\nc\rd"),
    (' t="s"><v>8</v>', "e\nf\rg"),
    (' t="b"><v>1</v>', True),
    (' t="b"><v>0</v>', False),
    (' t="e"><v>#DIV/0!</v>', {"e": "#DIV/0!"}),
    (' t="d"><v>2024-02-29T12:00:00Z</v>', 45351.5),
    (' t="d"><v>1900-02-28</v>', 59),
    (' t="d"><v>1900-03-01</v>', 61),
    (' t="d"><v>1899-01-01</v>', "1899-01-01"),
    (' t="inlineStr"><is><t>in line</t></is>', "in line"),
    (
        ' t="inlineStr"><is><r><rPr><b/></rPr><t>rich</t></r></is>',
        {"r": [["rich", {"bold": True}]]},
    ),
]


def cell(body: str, ref: str = "B2") -> str:
    return f'<c r="{ref}" s="3"{body}' + ("" if body == "/>" else "</c>")


@pytest.mark.parametrize(("body", "value"), VALUES, ids=lambda part: str(part)[:40])
@pytest.mark.parametrize("wrapper", ["{}", "<!-- a note -->{}", "{}<?go on?>"])
def test_a_cell_has_its_value_however_it_is_read(body: str, value: Any, wrapper: str) -> None:
    row = wrapper.format(f'<row r="2">{cell(body)}</row>')
    assert contents(read(row, strings=STRINGS)) == {"1,1": (value, 3)}


def test_an_odd_style_is_the_default_one() -> None:
    row = '<row r="1"><c r="A1" s="99"/><c r="B1" s="-1"/><c r="C1" s="x"/><c s="4" r="D1"/></row>'
    assert contents(read(row)) == {f"0,{at}": (None, 4 if at == 3 else 0) for at in range(4)}


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    row = '<row r="1"><c r="A1" t="d"><v>1904-01-02</v></c></row>'
    found = read(row, properties='<workbookPr date1904="1"/>')
    assert contents(found) == {"0,0": (1, 0)}
    assert found.book.settings["date1904"] is True


def test_cells_and_rows_without_references_follow_each_other() -> None:
    row = (
        '<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="D2"><v>3</v></c><c><v>4</v></c></row>'
    )
    assert {place: one[0] for place, one in contents(read(row)).items()} == {
        "0,0": 1,
        "0,1": 2,
        "1,3": 3,
        "1,4": 4,
    }


def test_prefixes_of_another_spelling_are_read_too() -> None:
    sheet = worksheet('<row r="1"><c r="A1"><f>B1*2</f><v>4</v></c><c r="B1"><v>2</v></c></row>')
    sheet = sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    found = read_workbook(pack(parts({"Sheet1": sheet})))
    assert contents(found) == {"0,0": ({"f": "<+0,+1,0>*2", "c": 4}, 0), "0,1": (2, 0)}


# -- formulas ------------------------------------------------------------------------------------


def formulas(rows: str) -> dict[str, Any]:
    return {place: one[0] for place, one in contents(read(rows)).items()}


def test_shared_formulas_are_one_template() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1+$C$1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"></f><v>3</v></c></row>'
    )
    assert formulas(rows) == {
        f"{row},0": {"f": "<+0,+1,0>+<0,2,3>", "c": row + 1} for row in range(3)
    }


def test_a_shared_formula_without_an_anchor_keeps_its_value() -> None:
    rows = '<row r="2"><c r="A2"><f t="shared" si="5"/><v>2</v></c></row>'
    assert formulas(rows) == {"1,0": 2}


def test_a_shared_formula_comes_round_at_the_edge() -> None:
    rows = (
        '<row r="2"><c r="B2"><f t="shared" ref="A1:B2" si="0">A1</f></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    assert formulas(rows)["2,0"] == {"f": "<-1,+16383,0>"}


def test_an_array_formula_has_its_area_and_the_others_are_empty() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:B2">C1:D2*2</f><v>1</v></c>'
        '<c r="B1" s="2"><v>2</v></c><c r="C1"><v>5</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>'
    )
    found = contents(read(rows))
    assert found["0,0"][0] == {"f": "<+0,+2,0;+1,+3,0>*2", "c": 1, "a": [2, 2]}
    assert [found[place] for place in ("0,1", "0,2", "1,0", "1,1")] == [
        (None, 2),
        (5, 0),
        (None, 0),
        (None, 0),
    ]


METADATA = (
    '<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">'
    '<metadataTypes count="1"><metadataType name="XLDAPR"/></metadataTypes>'
    '<futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{b}">'
    '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>'
    '<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
)


def test_a_dynamic_array_is_told_from_an_array_formula() -> None:
    rows = (
        '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A2">_xlfn._xlws.SORT(B1:B2)</f><v>1</v>'
        '</c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    )
    found = read(
        rows,
        more={"xl/metadata.xml": METADATA.encode()},
        related={"rIdM": ("sheetMetadata", "metadata.xml")},
    )
    assert contents(found)["0,0"][0] == {
        "f": "SORT(<+0,+1,0;+1,+1,0>)",
        "c": 1,
        "a": [2, 1],
        "dyn": 1,
    }
    assert contents(found)["1,0"][0] is None


def test_a_data_table_keeps_its_values_and_what_the_file_said() -> None:
    rows = (
        '<row r="2"><c r="B2"><f t="dataTable" ref="B2:B3" dt2D="0" dtr="0" r1="A1"/><v>1</v></c>'
        '</row><row r="3"><c r="B3"><v>2</v></c></row>'
    )
    found = formulas(rows)
    assert found["1,1"]["f"] == "TABLE(<-1,-1,0>)"
    assert found["1,1"]["x"]["r1"] == "A1"
    assert found["2,1"] == 2


def test_formulas_keep_attributes_that_have_no_other_name() -> None:
    rows = '<row r="1"><c r="A1" t="str"><f ca="1">NOW()&amp;"文"</f><v>x</v></c></row>'
    assert formulas(rows) == {"0,0": {"f": 'NOW()&"文"', "c": "x", "x": {"ca": "1"}}}


def test_rows_have_sizes_and_styles() -> None:
    rows = (
        '<row r="1" spans="1:3" ht="30" customHeight="1"/><row r="2" ht="30" customHeight="1"/>'
        '<row r="4" hidden="1" outlineLevel="2" collapsed="true" s="3" customFormat="1"/>'
    )
    assert read(rows).sheets["s1"].lines["rows"] == [
        [0, 2, {"size": 30, "custom": True}],
        [3, 1, {"hidden": True, "level": 2, "collapsed": True, "style": 3}],
    ]


# -- bands ---------------------------------------------------------------------------------------


def test_rows_that_do_not_ascend_are_put_in_order_and_joined() -> None:
    rows = (
        '<row r="3"><c r="B3"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><v>4</v></c></row>'
    )
    assert {place: one[0] for place, one in contents(read(rows)).items()} == {
        "0,0": 2,
        "2,0": 3,
        "2,1": 4,
    }


def test_of_cells_with_one_reference_the_last_counts() -> None:
    rows = '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c><c r="B1"><v>3</v></c></row>'
    assert contents(read(rows)) == {"0,0": (2, 0), "0,1": (3, 0)}


def test_what_is_beyond_the_edge_is_left_in_the_file() -> None:
    rows = (
        '<row r="1"><c r="XFD1"><v>1</v></c><c r="XFE1"><v>2</v></c></row>'
        '<row r="1048576"><c r="A1048576"><v>3</v></c></row><row r="1048577"><c r="A1048577"/>'
        "</row>"
        '<row r="9999999"><c r="A9999999"><v>4</v></c></row>'
    )
    found = {place: one[0] for place, one in contents(read(rows)).items()}
    assert found == {"0,16383": 1, "1048575,0": 3}


def test_it_knows_how_far_the_cells_reach() -> None:
    rows = '<row r="2"><c r="AB2"><v>1</v></c></row><row r="7"><c r="A7"/></row><row r="9"/>'
    assert read(rows).sheets["s1"].size == (7, 28)
    assert read('<row r="9" ht="5"/>').sheets["s1"].size is None


@pytest.mark.parametrize("wide", [1, 10, 300])
def test_a_block_has_about_a_thousand_cells(wide: int) -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join("<c><v>1</v></c>" for _ in range(wide)) + "</row>"
        for row in range(1, 12_000 // wide)
    )
    sheet = read(rows).sheets["s1"]
    sizes = [
        sum(len(row[2]) for row in json.loads(zlib.decompress(band))["x"])
        for band in sheet.blocks.values()
    ]
    assert sheet.height & (sheet.height - 1) == 0
    assert all(350 <= size <= 2_000 for size in sizes[:-1])


def test_a_sheet_that_grows_denser_gets_smaller_bands() -> None:
    thin = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 1_500))
    dense = "".join(
        f'<row r="{row}">' + "<c><v>2</v></c>" * 400 + "</row>" for row in range(1_500, 1_600)
    )
    found = read(thin + dense)
    assert found.sheets["s1"].height < 1024
    assert len(contents(found)) == 1_499 + 100 * 400


# -- both ways agree -----------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
bodies = st.one_of(
    st.integers(-(10**20), 10**20).map(lambda value: f"<v>{value}</v>"),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda value: f"<v>{value!r}</v>"),
    texts.map(lambda text: f"<v>{escape(text)}</v>"),
    st.sampled_from(["", "<f>A1+1</f><v>2</v>", '<f t="shared" si="0" ref="A1:C9">$A1*B$2</f>']),
    st.tuples(st.sampled_from(["A1:B2", "$C3", "Sheet1!D:D", '"x"']), texts).map(
        lambda pair: f"<f>SUM({escape(pair[0])})&amp;{escape(pair[1])}</f><v>1</v>"
    ),
)
types = st.sampled_from(["", ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="n"', ' t="d"'])
cells = st.lists(st.tuples(types, st.integers(0, 12), bodies), max_size=6)
rows = st.lists(st.tuples(cells, texts), max_size=6)


@settings(max_examples=120, deadline=None)
@given(rows)
def test_rows_read_by_pattern_and_as_trees_are_the_same(made: list[Any]) -> None:
    plain, odd = "", ""
    for number, (row, text) in enumerate(made, 1):
        for where, extra in (("plain", ""), ("odd", f" x={quoteattr('é' + text)}")):
            written = "".join(
                f'<c r="{chr(65 + at)}{number}" s="{style}"{kind}{extra}>{body}</c>'
                for at, (kind, style, body) in enumerate(row)
            )
            written = f'<row r="{number}">{written}</row>'
            if where == "plain":
                plain += written
            else:
                odd += f"<row r='{number}'>{written.partition('>')[2]}"
    first, second = read(plain, strings=STRINGS), read(odd, strings=STRINGS)
    assert contents(first) == contents(second)
    assert first.sheets["s1"].lines == second.sheets["s1"].lines


# -- damage --------------------------------------------------------------------------------------

DAMAGED = {
    "unclosed": '<row r="1"><c r="A1"><v>1</v></row>',
    "entity": '<row r="1"><c r="A1" t="str"><v>&nothing;</v></c></row>',
    "stray": '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData></wrong>',
}


@pytest.mark.parametrize("rows", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_worksheet_is_locked_and_the_others_open(rows: str) -> None:
    good = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    found = read_workbook(pack(parts({"Bad": worksheet(rows), "Good": good})))
    assert [one["type"] for one in found.sheets["s1"].objects.values()] == ["protection"]
    assert found.book.settings["damaged"][0]["sid"] == "s1"
    assert contents(found, "s2") == {"0,0": (1, 0)}


def test_bytes_that_are_no_utf8_are_damage() -> None:
    made = parts({"Sheet1": worksheet('<row r="1"><c r="A1" t="str"><v>?</v></c></row>')})
    name = "xl/worksheets/sheet1.xml"
    found = read_workbook(pack({**made, name: made[name].replace(b"?", b"\xff\xfe")}))
    assert found.book.settings["damaged"][0]["code"] == "not-well-formed"
    broken = made["xl/workbook.xml"].replace(b"Sheet1", b"\xff")
    with pytest.raises(Invalid):
        read_workbook(pack({**made, "xl/workbook.xml": broken}))


def test_utf16_worksheets_are_read() -> None:
    made = parts({"Sheet1": worksheet('<row r="1"><c r="A1" t="str"><v>同文</v></c></row>')})
    name = "xl/worksheets/sheet1.xml"
    found = read_workbook(pack({**made, name: made[name].decode().encode("utf-16")}))
    assert contents(found) == {"0,0": ("同文", 0)}
