"""A live workbook written back: what changed is there, all else is as it was."""

import re

import pytest

from tests.formats.fidelity import changed_parts
from tests.formats.packages import PNG, pack, unpack
from tests.formats.workbook_views import formulas, new, opened, package, saved, view, with_entries
from tongwen.formats.xlsx import blank_xlsx, export_xlsx, import_xlsx
from tongwen.kinds.sheet.commands import put_object, remove_object

SHEET1 = "xl/worksheets/sheet1.xml"
ROWS = (
    '<dimension ref="A1:C3"/><sheetData>'
    '<row r="1" spans="1:3" x14ac:dyDescent="0.25" xmlns:x14ac="urn:x">'
    '<c r="A1" s="1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>\n'
    '<row r="2" ht="30" customHeight="1"><c r="A2" s="2" vm="1"><v>2</v></c>'
    '<c r="B2"><f>A1*2</f><v>2</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f>SUM(A1:A3)</f><v>6</v></c></row></sheetData>'
)


def rows_of(data: bytes, part: str = SHEET1) -> dict[str, bytes]:
    """Return the rows of a written worksheet by number."""
    found = re.findall(rb'(<row r="(\d+)".*?(?:</row>|/>))', unpack(data)[part], re.DOTALL)
    return {number.decode(): row for row, number in found}


def test_a_workbook_that_nobody_changed_comes_back_as_it_was() -> None:
    original = pack(package(ROWS))
    assert saved(original, opened(original)) == original


def test_the_value_that_was_there_changes_nothing() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["A1"].value = 1
    assert saved(original, workbook) == original


def test_a_changed_cell_leaves_other_rows_as_they_were() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["A2"].value = 20.5
    data = saved(original, workbook)
    assert changed_parts(original, data) == {SHEET1}
    assert b'<c r="A2" s="2"><v>20.5</v></c>' in rows_of(data)["2"]
    assert b'ht="30" customHeight="1"' in rows_of(data)["2"]
    assert rows_of(data)["1"] == rows_of(original)["1"]
    assert rows_of(data)["3"] == rows_of(original)["3"]


def test_texts_are_shared_and_found_again() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["C1"].value = "second"
    assert changed_parts(original, saved(original, workbook)) == {SHEET1}
    workbook["Data"]["C2"].value = " 同文 <&> _x000D_\r\n"
    data = saved(original, workbook)
    assert changed_parts(original, data) == {SHEET1, "xl/sharedStrings.xml"}
    assert b'uniqueCount="3"' in unpack(data)["xl/sharedStrings.xml"]
    assert opened(data)["Data"]["C2"].value == " 同文 <&> _x000D_\r\n"
    assert opened(data)["Data"]["C1"].value == "second"


@pytest.mark.parametrize(
    "value", [0, -1.5, 1e300, 5e-324, 0.1, 2**53, True, False, "", "=not a formula", "'", "0"]
)
def test_values_come_back(value: object) -> None:
    original, workbook = new()
    workbook[0]["B3"].contents = [[value]]
    data = saved(original, workbook)
    assert opened(data)[0]["B3"].contents == [[value]]


@pytest.mark.parametrize(
    "content",
    [
        {"e": "#DIV/0!"},
        {"r": [["red", {"color": "FF0000", "bold": True}], [" plain", None]]},
    ],
)
def test_errors_and_rich_texts_come_back(content: dict[str, object]) -> None:
    original, workbook = new()
    workbook[0]["B3"].contents = [[content]]
    assert opened(saved(original, workbook))[0]["B3"].contents == [[content]]


def test_a_new_formula_drops_the_calculation_chain_and_asks_for_a_result() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["C3"].formula = "XLOOKUP(1,A:A,LET(x,B:B,x))"
    data = unpack(saved(original, workbook))
    assert b"<f>_xlfn.XLOOKUP(1,A:A,_xlfn.LET(_xlpm.x,B:B,_xlpm.x))</f>" in data[SHEET1]
    assert "xl/calcChain.xml" not in data
    assert b"calcChain" not in data["[Content_Types].xml"] + data["xl/_rels/workbook.xml.rels"]
    assert b'fullCalcOnLoad="1"' in data["xl/workbook.xml"]


def test_computed_values_become_cached_results() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["A1"].value = 10
    data = saved(original, workbook, {"s1": {(1, 1): 20, (2, 1): 15}, "s2": {(0, 0): 11}})
    assert changed_parts(original, data) == {SHEET1, "xl/worksheets/sheet2.xml"}
    assert b'<c r="B2"><f>A1*2</f><v>20</v></c>' in rows_of(data)["2"]
    assert opened(data)["Data"]["B3"].value == 15
    same = saved(original, opened(original), {"s1": {(1, 1): 2, (2, 1): 6}})
    assert same == original


def test_without_results_a_changed_workbook_asks_to_be_calculated() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["A1"].value = 10
    data = export_xlsx(original, workbook.states())
    assert b'fullCalcOnLoad="1"' in unpack(data)["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("calc", "written"),
    [
        ({"mode": "manual"}, b'calcMode="manual"'),
        ({"mode": "autoNoTable"}, b'calcMode="autoNoTable"'),
        ({"mode": "nonsense"}, None),
        ("manual", None),
    ],
)
def test_when_a_workbook_is_calculated_goes_into_the_file(
    calc: object, written: bytes | None
) -> None:
    original = pack(package(ROWS))
    states = with_entries(import_xlsx(original), "book", "settings", {"calc": calc})
    data = export_xlsx(original, states, {})
    workbook = unpack(data)["xl/workbook.xml"]
    assert (written in workbook) if written else (b"calcMode" not in workbook)
    again = with_entries(import_xlsx(data), "book", "settings", {"calc": {}})
    assert b"calcMode" not in unpack(export_xlsx(data, again, {}))["xl/workbook.xml"]


def test_spilled_values_stand_in_their_cells() -> None:
    original = pack(package(ROWS))
    states = with_entries(
        import_xlsx(original),
        "sheet:s1",
        "cells",
        {"0:3": [1.0, {"f": "SORT(\x010,0,0;2,0,0\x02)", "dyn": 1.0}]},
    )
    values = {"s1": {(0, 3): 1, (1, 3): 2, (2, 3): 3}}
    data = export_xlsx(original, states, values)
    sheet = unpack(data)[SHEET1]
    assert b'<c r="D1" cm="1"><f t="array" ref="D1:D3">_xlfn._xlws.SORT(A1:A3)</f><v>1</v>' in sheet
    assert b'<c r="D3"><v>3</v></c>' in sheet
    assert opened(data)["Data"]["D2"].contents == [[None]]
    assert opened(data)["Data"]["D1"].formula == "=SORT(A1:A3)"


# -- shared and array formulas -----------------------------------------------------------------

SHARED = (
    '<sheetData><row r="1"><c r="A1"><v>1</v></c>'
    '<c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>'
    '<row r="5"><c r="A5"><f t="array" ref="A5:B5">TRANSPOSE(A1:A2)</f><v>1</v></c>'
    '<c r="B5"><v>2</v></c></row></sheetData>'
)


def test_formulas_that_were_shared_with_a_cell_that_changes_are_written_out() -> None:
    original = pack(package(SHARED))
    workbook = opened(original)
    workbook["Data"]["B1"].value = "over"
    data = saved(original, workbook)
    assert b"shared" not in unpack(data)[SHEET1]
    assert formulas(opened(data)) == formulas(workbook)
    assert opened(data)["Data"]["B3"].value == 6


def test_a_cell_that_shared_anothers_formula_leaves_the_others_alone() -> None:
    original = pack(package(SHARED))
    workbook = opened(original)
    workbook["Data"]["B2"].value = 7
    data = saved(original, workbook)
    assert rows_of(data)["1"] == rows_of(original)["1"]
    assert formulas(opened(data)) == formulas(workbook)


def test_what_an_array_formula_filled_is_emptied_with_it() -> None:
    original = pack(package(SHARED))
    workbook = opened(original)
    workbook["Data"]["A5"].value = None
    data = saved(original, workbook)
    assert opened(data)["Data"]["A5:B5"].values == [[None, None]]


ARRAY = (
    '<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:B3">F1:G3*2</f><v>1</v></c>'
    '<c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>5</v></c><c r="B3"><v>6</v></c></row></sheetData>'
)


@pytest.mark.parametrize(
    ("cell", "reach"), [("B1", "A1:A3"), ("A2", "A1:B1"), ("B3", "A1:B2"), ("A3", "A1:B2")]
)
@pytest.mark.parametrize("known", [True, False])
def test_what_is_typed_into_the_area_of_an_array_formula_stays(
    cell: str, reach: str, known: bool
) -> None:
    original = pack(package(ARRAY))
    workbook = opened(original)
    workbook["Data"][cell].value = "typed"
    values = {"s1": {(row, col): 9 for row in range(3) for col in range(2)}} if known else {}
    data = saved(original, workbook, values)
    again = opened(data)["Data"]
    assert f'ref="{reach}"'.encode() in unpack(data)[SHEET1]
    contents = [one for row in again["A1:B3"].contents for one in row]
    assert again[cell].value == "typed"
    assert [one for one in contents if one is not None and not isinstance(one, dict)] == ["typed"]


def test_shared_and_array_formulas_move_with_their_rows() -> None:
    original = pack(package(SHARED))
    workbook = opened(original)
    workbook["Data"].insert_rows(1, 2)
    data = saved(original, workbook)
    assert formulas(opened(data)) == formulas(workbook)
    assert b'ref="A7:B7"' in unpack(data)[SHEET1]


# -- styles ------------------------------------------------------------------------------------


def test_a_new_look_is_appended_and_the_old_ones_stay() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["A1"].set_style(bold=True, fill="FFFF00", borderTop={"style": "thin"})
    data = saved(original, workbook)
    assert changed_parts(original, data) == {SHEET1, "xl/styles.xml"}
    styles = unpack(data)["xl/styles.xml"]
    assert b'<cellXfs count="4">' in styles
    assert unpack(original)["xl/styles.xml"].split(b"<cellXfs")[0].split(b"<fonts")[0] in styles
    assert b'<scheme val="minor"/>' in styles.split(b'val="Arial"')[1]
    assert opened(data)["Data"]["A1"].style == workbook["Data"]["A1"].style
    assert opened(data)["Data"]["A1"].value == 1


def test_what_a_style_does_not_model_stays() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["A2"].set_style(wrap=True)
    data = saved(original, workbook)
    assert unpack(data)["xl/styles.xml"].count(b'pivotButton="1"') == 2


@pytest.mark.parametrize(
    "member",
    [
        {"numberFormat": '[DBNum2][$-804]General"元整"'},
        {"font": "微软雅黑", "size": 10.5},
        {"color": {"theme": 4, "tint": -0.25}, "underline": "double"},
        {"script": "superscript", "strike": True, "italic": True},
        {"pattern": {"type": "darkGrid", "fg": "FF0000", "bg": {"indexed": 5}}},
        {"borderDiagonal": {"style": "thin", "color": "00FF00", "up": True, "down": True}},
        {"align": "center", "valign": "top", "rotate": 45, "indent": 2, "shrink": True},
        {"locked": False, "hiddenFormula": True},
        {"cellStyle": "Mine"},
        {"quotePrefix": True},
    ],
)
def test_styles_come_back(member: dict[str, object]) -> None:
    original, workbook = new()
    workbook[0]["B2"].set_style(**member)
    found = opened(saved(original, workbook))[0]["B2"].style
    assert {name: found.get(name) for name in member} == member


def test_a_painted_column_is_one_column_and_its_cells() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook["Data"]["A:A"].set_style(italic=True)
    data = saved(original, workbook)
    again = opened(data)["Data"]
    assert again["A2"].style["italic"] is True
    assert again["A900"].style["italic"] is True
    assert unpack(data)[SHEET1].count(b"<row") == 3


# -- rows and columns --------------------------------------------------------------------------


def test_inserted_deleted_and_moved_lines() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    sheet = workbook["Data"]
    sheet.insert_rows(1, 3)
    sheet["A3"].value = "between"
    sheet.insert_columns(0)
    sheet.delete_rows(0)
    sheet.move_rows(4, 1, 0)
    data = saved(original, workbook)
    assert (
        view(import_xlsx(data))["Data"]["cells"].keys()
        == view(workbook.states())["Data"]["cells"].keys()
    )
    assert formulas(opened(data)) == formulas(workbook)
    assert "xl/calcChain.xml" not in unpack(data)
    assert b"x14ac:dyDescent" not in unpack(data)[SHEET1]  # that row was deleted
    assert b'ht="30"' in unpack(data)[SHEET1]


def test_sizes_outline_and_freeze() -> None:
    original = pack(package('<cols><col min="2" max="2" width="9" bestFit="1"/></cols>' + ROWS))
    workbook = opened(original)
    sheet = workbook["Data"]
    sheet.set_rows(0, 2, size=40)
    sheet.set_rows(9, 1, hidden=True, level=2)
    sheet.set_columns(3, 2, size=22.5)
    sheet.freeze(1, 2)
    again = opened(saved(original, workbook))["Data"]
    assert again.row(0)["size"] == again.row(1)["size"] == 40
    assert again.row(9) == {"hidden": True, "level": 2}
    assert again.column(4)["size"] == 22.5
    assert again.model.view["freeze"] == {"row": "1", "col": "2"}
    assert b'bestFit="1"' in unpack(saved(original, workbook))[SHEET1]


# -- worksheets and names ----------------------------------------------------------------------


def test_worksheets_are_added_renamed_moved_hidden_and_removed() -> None:
    original = pack(
        package(
            ROWS, names='<definedNames><definedName name="N">Data!$A$1</definedName></definedNames>'
        )
    )
    workbook = opened(original)
    workbook["Data"].name = "数 据"
    added = workbook.add_sheet("New")
    added["A1"].formula = "'数 据'!A1"
    added["B1"].value = "text"
    added.move(0)
    data = saved(original, workbook)
    again = opened(data)
    assert [sheet.name for sheet in again.sheets] == ["New", "数 据", "Other"]
    assert formulas(again) == formulas(workbook)
    assert again.names == workbook.names
    workbook["Other"].state = "hidden"
    workbook.remove_sheet("数 据")
    parts = unpack(saved(original, workbook))
    assert SHEET1 not in parts
    assert b"sheet1.xml" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]
    assert b'state="hidden"' in parts["xl/workbook.xml"]
    assert b"#REF!" in parts["xl/worksheets/sheet2.xml"]


def test_names_come_and_go() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    workbook.set_name("Rate", "Data!$A$1:$A$3")
    workbook.set_name("Local", "Other!$A$1", sheet="Other")
    again = opened(saved(original, workbook))
    assert again.names == workbook.names
    workbook.remove_name("Rate")
    assert b"Rate" not in unpack(saved(original, workbook))["xl/workbook.xml"]


# -- objects -----------------------------------------------------------------------------------

AROUND = (
    ROWS + '<autoFilter ref="A1:B3"><filterColumn colId="0"><filters><filter val="1"/></filters>'
    '</filterColumn></autoFilter><mergeCells count="2"><mergeCell ref="D1:E2"/>'
    '<mergeCell ref="D5:E6"/></mergeCells><conditionalFormatting sqref="A1:A3">'
    '<cfRule type="expression" priority="1"><formula>A1&gt;$B$3</formula></cfRule>'
    '</conditionalFormatting><dataValidations count="1"><dataValidation type="list" sqref="C1:C3">'
    "<formula1>$A$1:$A$3</formula1></dataValidation></dataValidations>"
    '<hyperlinks><hyperlink ref="A3" location="Other!A1"/></hyperlinks>'
)


def test_what_is_around_the_rows_moves_with_them() -> None:
    original = pack(package(AROUND))
    workbook = opened(original)
    workbook["Data"].insert_rows(1, 2)
    workbook["Data"].insert_columns(1)
    data = saved(original, workbook)
    sheet = unpack(data)[SHEET1]
    for text in (
        b'<mergeCell ref="E1:F4"/>',
        b'sqref="A1:A5"',
        b"<formula>A1&gt;$C$5</formula>",
        b'sqref="D1:D5"',
        b"<formula1>$A$1:$A$5</formula1>",
        b'ref="A5" location="Other!A1"',
        b'<autoFilter ref="A1:C5">',
    ):
        assert text in sheet
    assert view(import_xlsx(data))["Data"]["objects"] == view(workbook.states())["Data"]["objects"]


def test_what_was_about_deleted_lines_goes() -> None:
    original = pack(package(AROUND))
    workbook = opened(original)
    workbook["Data"].delete_columns(2, 3)
    sheet = unpack(saved(original, workbook))[SHEET1]
    assert b"mergeCell" not in sheet
    assert b"dataValidation" not in sheet


def test_objects_that_people_made_changed_and_removed() -> None:
    original = pack(package(AROUND))
    workbook = opened(original)
    sheet = workbook["Data"]
    sheet["G1:H2"].merge()
    tokens = {found["type"]: token for token, found in sheet.objects().items()}
    remove_object(sheet.model, tokens["link"])
    link = {"type": "link", "area": ["0", "0", "0", "0"], "target": "https://a.example/?b=1&c=2"}
    put_object(sheet.model, link)
    bad = {"type": "link", "area": ["1", "0", "1", "0"], "target": "javascript:alert(1)"}
    put_object(sheet.model, bad)
    rule = {
        "kind": "cellIs",
        "operator": "greaterThan",
        "formulas": ["5"],
        "style": {"fill": "FF0000"},
    }
    put_object(sheet.model, {"type": "format", "areas": [["0", "1", "9", "1"]], "rules": [rule]})
    validation = {**sheet.objects()[tokens["validation"]], "f1": "\x010,1,3;2,1,3\x02"}
    put_object(sheet.model, validation, tokens["validation"])
    data = saved(original, workbook)
    written = unpack(data)[SHEET1]
    assert b'<mergeCell ref="G1:H2"/>' in written
    assert b'<mergeCells count="3">' in written
    assert b'<cfRule type="cellIs" dxfId="0" priority="1" operator="greaterThan">' in written
    assert b"<formula1>$B$1:$B$3</formula1>" in written
    assert b"javascript" not in data and b"javascript" not in b"".join(unpack(data).values())
    assert b"a.example/?b=1&amp;c=2" in unpack(data)["xl/worksheets/_rels/sheet1.xml.rels"]
    found = opened(data)["Data"].objects("format")
    assert any(one["rules"][0].get("style") == {"fill": "FF0000"} for one in found.values())


def test_a_part_with_a_prefix_and_comments_is_written_too() -> None:
    parts = package(ROWS)
    parts[SHEET1] = (
        b'<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/'
        b'spreadsheetml/2006/main"><x:sheetData><!-- <x:row r="1"> --><x:row><x:c><x:v>1</x:v>'
        b'</x:c><x:c t="inlineStr"><x:is><x:t>a&gt;b</x:t></x:is></x:c></x:row></x:sheetData>'
        b"</x:worksheet>"
    )
    original = pack(parts)
    workbook = opened(original)
    workbook["Data"]["C1"].value = "new"
    workbook["Data"]["B2"].formula = "A1+1"
    again = opened(saved(original, workbook))["Data"]
    assert again["A1:C1"].values == [[1, "a>b", "new"]]
    assert again["B2"].formula == "=A1+1"


def test_a_worksheet_that_is_damaged_is_left_as_it_is() -> None:
    parts = package(ROWS)
    parts["xl/worksheets/sheet2.xml"] = b"<worksheet><sheetData></worksheet>"
    original = pack(parts)
    workbook = opened(original)
    workbook["Data"]["A1"].value = 5
    data = saved(original, workbook)
    assert unpack(data)["xl/worksheets/sheet2.xml"] == parts["xl/worksheets/sheet2.xml"]
    assert opened(data)["Data"]["A1"].value == 5


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("cells", {"0:0": "no", "x:y": [1.0, 2.0], "1:1": [2.0, {"f": "\x01broken\x02"}]}),
        ("cells", {"2:2": [1.0, "\x00\ud7ff\uffff"], "9999999:0": [1.0, 5.0]}),
        ("puts", {"a-1": {"t": 1.0, "rows": "x", "cols": [], "v": 1.0}, "a-2": {"t": 1.0}}),
        (
            "paints",
            {"a-1": {"t": 1.0, "areas": [["0", "0", "0", "0"], 5.0], "style": {"font": 7.0}}},
        ),
        ("paints", {"a-1": {"t": 1.0, "areas": [[None, None, None, None]], "style": {"x": "<"}}}),
        ("objects", {"a-1": {"type": "merge", "t": 1.0, "area": ["0", "0"]}, "a-2": 5.0}),
        (
            "objects",
            {"a-1": {"type": "format", "t": 1.0, "areas": [["0", "0", "1", "1"]], "rules": 5.0}},
        ),
        (
            "objects",
            {"a-1": {"type": "validation", "t": 1.0, "areas": [["0", "0", "1", "1"]], "f1": "<"}},
        ),
        (
            "objects",
            {"a-1": {"type": "link", "t": 1.0, "area": ["0", "0", "0", "0"], "tip": "\x01"}},
        ),
        ("view", {"freeze": {"row": 7.0}, "zoom": "big"}),
    ],
)
def test_nonsense_of_a_colleague_still_gives_a_file(name: str, entries: dict[str, object]) -> None:
    original = pack(package(ROWS))
    states = with_entries(import_xlsx(original), "sheet:s1", name, entries)
    data = export_xlsx(original, states, {})
    assert opened(data)["Data"]["A1"].value == 1


def test_a_blank_workbook_takes_a_table() -> None:
    original = blank_xlsx("zh")
    workbook = opened(original)
    workbook[0]["A1"].write([["甲", 1], ["乙", 2.5], ["丙", None]])
    again = opened(saved(original, workbook))
    assert again[0].used.values == [["甲", 1], ["乙", 2.5], ["丙", None]]


# -- drawings ---------------------------------------------------------------------------------

DRAWN = (
    b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    b' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    b"<xdr:from><xdr:col>1</xdr:col><xdr:colOff>5</xdr:colOff><xdr:row>1</xdr:row>"
    b"<xdr:rowOff>6</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff>"
    b"<xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr>"
    b'<xdr:cNvPr id="2" name="Shape"/></xdr:nvSpPr></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>'
    b"</xdr:wsDr>"
)
DRAWING = "xl/drawings/drawing1.xml"


def drawn() -> bytes:
    """Return a workbook with a shape over its cells."""
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    return pack(
        package(
            ROWS + '<drawing r:id="rId1"/>',
            {DRAWING: DRAWN},
            {"rId1": ("drawing", "../drawings/drawing1.xml")},
            {f"/{DRAWING}": kind},
        )
    )


def test_drawings_move_with_their_lines_and_by_hand() -> None:
    original = drawn()
    workbook = opened(original)
    workbook["Data"].insert_rows(0, 2)
    moved = unpack(saved(original, workbook))[DRAWING]
    assert b"<xdr:row>3</xdr:row>" in moved and b"<xdr:row>4</xdr:row>" in moved
    workbook = opened(original)
    token, found = next(iter(workbook["Data"].objects("drawing").items()))
    anchor = {**found["anchor"], "from": ["2", "0", 70, 80]}
    put_object(workbook["Data"].model, {**found, "anchor": anchor}, token)
    data = saved(original, workbook)
    assert changed_parts(original, data) == {DRAWING}
    again = opened(data)["Data"].objects("drawing")
    assert next(iter(again.values()))["anchor"] == anchor
    remove_object(workbook["Data"].model, token)
    assert b"Shape" not in unpack(saved(original, workbook))[DRAWING]


def test_a_drawing_that_an_older_reader_told_otherwise_is_left_alone() -> None:
    original = drawn()
    workbook = opened(original)
    token, found = next(iter(workbook["Data"].objects("drawing").items()))
    put_object(workbook["Data"].model, {**found, "kind": "unknown", "raw": "<x/>"}, token)
    assert changed_parts(original, saved(original, workbook)) == set()


def test_the_words_for_a_drawing_are_written_and_taken_away() -> None:
    original = drawn()
    workbook = opened(original)
    token, found = next(iter(workbook["Data"].objects("drawing").items()))
    put_object(workbook["Data"].model, {**found, "alt": 'a "plan" \x01& <more>'}, token)
    data = saved(original, workbook)
    assert changed_parts(original, data) == {DRAWING}
    workbook = opened(data)
    token, found = next(iter(workbook["Data"].objects("drawing").items()))
    assert found["alt"] == 'a "plan" & <more>'
    put_object(workbook["Data"].model, {**found, "alt": ""}, token)
    assert b"descr" not in unpack(saved(data, workbook))[DRAWING]


def test_an_uploaded_picture_is_put_over_the_cells() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    picture = {
        "type": "drawing",
        "kind": "image",
        "media": "sha256-1",
        "name": "<Logo>",
        "anchor": {"from": ["1", "1", 0, 0], "size": [100, 200], "move": "oneCell"},
    }
    put_object(workbook["Data"].model, picture)
    put_object(workbook["Data"].model, {**picture, "media": "sha256-gone"})
    data = export_xlsx(original, workbook.states(), {}, {"sha256-1": PNG}.__getitem__)
    parts = unpack(data)
    assert parts["xl/media/image.png"] == PNG
    found = list(opened(data)["Data"].objects("drawing").values())
    assert [one["media"] for one in found] == ["xl/media/image.png"]
    assert found[0]["name"] == "<Logo>"
    assert found[0]["anchor"] == picture["anchor"]


def test_notes_are_written_changed_moved_and_removed() -> None:
    original = pack(package(ROWS))
    workbook = opened(original)
    note = {
        "type": "note",
        "row": "1",
        "col": "1",
        "author": "Ada",
        "text": [["Look: ", {"bold": True}], ["here <&>", None]],
    }
    token = put_object(workbook["Data"].model, note)
    data = saved(original, workbook)
    assert b"<legacyDrawing" in unpack(data)[SHEET1]
    found = next(iter(opened(data)["Data"].objects("note").values()))
    assert {name: found[name] for name in note} == note
    remove_object(workbook["Data"].model, token)
    assert saved(original, workbook) == original

    again = opened(data)
    again["Data"].insert_rows(0)
    moved = saved(data, again)
    shapes = unpack(moved)["xl/drawings/vmlDrawing.vml"]
    assert b"<x:Row>2</x:Row>" in shapes
    assert b'ref="B3"' in unpack(moved)["xl/comments.xml"]
    token, found = next(iter(again["Data"].objects("note").items()))
    put_object(again["Data"].model, {**found, "text": [["other", None]]}, token)
    changed = opened(saved(data, again))["Data"].objects("note")
    assert [one["text"] for one in changed.values()] == [[["other", None]]]
    remove_object(again["Data"].model, token)
    parts = unpack(saved(data, again))
    assert b"<comment " not in parts["xl/comments.xml"]
    assert b"ClientData" not in parts["xl/drawings/vmlDrawing.vml"]
