"""Tables written back into their workbook: header cells say what columns are called."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from tests.formats.fidelity import changed_parts
from tests.formats.packages import pack, unpack
from tests.formats.workbook_views import MAIN, TYPE, formulas, new, opened, package, saved
from tongwen.formats.xlsx.structured_references import Renames
from tongwen.kinds.sheet.commands import put_object, remove_object
from tongwen.kinds.sheet.document import Workbook

PART = "xl/tables/table1.xml"
ROWS = (
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>Sales[[#This Row],[first]]*2</f><v>2</v></c>'
    '</row><row r="3"><c r="A3"><v>3</v></c><c r="B3"><v>6</v></c>'
    '<c r="D3"><f>SUM(Sales[first])+ROWS(Sales)</f><v>6</v></c></row></sheetData>'
    '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
)
TABLE = (
    f'<table xmlns="{MAIN}" id="7" name="Sales" displayName="Sales" ref="A1:B3"'
    ' totalsRowShown="0" headerRowDxfId="3"><autoFilter ref="A1:B3"/><tableColumns count="2">'
    '<tableColumn id="4" name="first" dataDxfId="0"/><tableColumn id="9" name="second">'
    "<calculatedColumnFormula>Sales[[#This Row],[first]]*2</calculatedColumnFormula>"
    '</tableColumn></tableColumns><tableStyleInfo name="TableStyleLight1" showFirstColumn="0"'
    ' showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>'
)


def sales() -> bytes:
    """Return a workbook with a table."""
    return pack(
        package(
            ROWS,
            {PART: TABLE.encode()},
            {"rId1": ("table", "../tables/table1.xml")},
            {f"/{PART}": f"{TYPE}.table+xml"},
        )
    )


def tables(data: bytes, sheet: int = 0) -> dict[str, Table]:
    """Return the tables of a worksheet as another program reads them."""
    book = openpyxl.load_workbook(BytesIO(data))
    return dict(book.worksheets[sheet].tables)


def names(table: Table) -> list[str]:
    """Return what the columns of a table are called."""
    return [column.name for column in table.tableColumns]


def only(workbook: Workbook, sheet: str = "Data") -> tuple[str, dict[str, Any]]:
    """Return the only table of a worksheet, with its token."""
    (found,) = workbook[sheet].objects("table").items()
    return found[0], dict(found[1])


def made(**members: Any) -> dict[str, Any]:
    """Return a table over A1:B3."""
    return {
        "type": "table",
        "area": ["0", "0", "2", "1"],
        "name": "Stock",
        "display": "Stock",
        "header": True,
        "totals": False,
        "columns": [{"id": "0", "name": "Item"}, {"id": "1", "name": "Price"}],
        "style": {"name": "TableStyleMedium2", "bands": True},
        "filter": {"area": ["0", "0", "2", "1"], "columns": {"1": {"values": ["5"]}}},
        **members,
    }


def test_a_table_that_nobody_touched_stays_byte_by_byte() -> None:
    original = sales()
    workbook = opened(original)
    workbook["Data"]["A3"].value = 5
    assert PART not in changed_parts(original, saved(original, workbook))


def test_a_new_table_is_a_part_with_a_relationship_and_a_type() -> None:
    original, workbook = new()
    workbook[0]["A1"].write([["Item", "Price"], ["pen", 5], ["ink", 7]])
    put_object(workbook[0].model, made())
    data = saved(original, workbook)
    (table,) = tables(data).values()
    assert (table.displayName, table.ref, names(table)) == ("Stock", "A1:B3", ["Item", "Price"])
    assert table.autoFilter.ref == "A1:B3"
    assert table.tableStyleInfo.name == "TableStyleMedium2" and table.tableStyleInfo.showRowStripes
    parts = unpack(data)
    assert b"/xl/tables/table.xml" in parts["[Content_Types].xml"]
    assert b'<tableParts count="1">' in parts["xl/worksheets/sheet1.xml"]
    again = opened(data)
    assert only(again, again[0].name)[1]["filter"]["columns"] == {"1": {"values": ["5"]}}
    assert saved(data, again) == data


def test_a_second_table_has_another_number_and_name() -> None:
    original = sales()
    workbook = opened(original)
    put_object(workbook["Other"].model, made(name="Sales", display="Sales"))
    written = [*tables(saved(original, workbook)).values()]
    (other,) = tables(saved(original, workbook), 1).values()
    assert [table.displayName for table in written] == ["Sales"]
    assert (other.displayName, other.id) == ("Sales_2", 8)


def test_a_removed_table_leaves_nothing_behind() -> None:
    original = sales()
    workbook = opened(original)
    remove_object(workbook["Data"].model, only(workbook)[0])
    parts = unpack(saved(original, workbook))
    assert PART not in parts
    assert b"tablePart" not in parts["xl/worksheets/sheet1.xml"]
    assert b"table" not in parts["[Content_Types].xml"]
    assert b"table" not in parts["xl/worksheets/_rels/sheet1.xml.rels"]


def test_a_renamed_header_cell_renames_the_column_and_what_formulas_say_of_it() -> None:
    original = sales()
    workbook = opened(original)
    workbook["Data"]["A1"].value = "Units [kg]"
    data = saved(original, workbook)
    (table,) = tables(data).values()
    assert names(table) == ["Units [kg]", "second"]
    assert table.tableColumns[0].id == 4 and table.tableColumns[0].dataDxfId == 0
    assert table.headerRowDxfId == 3
    formula = table.tableColumns[1].calculatedColumnFormula.attr_text
    assert formula == "Sales[[#This Row],[Units '[kg']]]*2"
    found = formulas(opened(data))
    assert found["Data", 2, 3] == "=SUM(Sales[[Units '[kg']]])+ROWS(Sales)"
    assert found["Data", 1, 1] == "=Sales[[#This Row],[Units '[kg']]]*2"


@pytest.mark.parametrize(
    ("value", "name"), [(2024, "2024"), (None, "Column1"), ("SECOND", "SECOND")]
)
def test_a_header_cell_always_holds_the_text_that_its_column_has(value: Any, name: str) -> None:
    original = sales()
    workbook = opened(original)
    workbook["Data"]["A1"].value = value
    data = saved(original, workbook)
    (table,) = tables(data).values()
    assert names(table)[0] == name
    assert len({one.lower() for one in names(table)}) == 2
    assert opened(data)["Data"]["A1:B1"].values == [names(table)]


def test_a_renamed_table_is_renamed_in_formulas() -> None:
    original = sales()
    workbook = opened(original)
    token, table = only(workbook)
    put_object(workbook["Data"].model, {**table, "name": "Deals", "display": "Deals"}, token)
    data = saved(original, workbook)
    assert list(tables(data)) == ["Deals"]
    found = formulas(opened(data))
    assert found["Data", 2, 3] == "=SUM(Deals[first])+ROWS(Deals)"
    assert b"Deals[[#This Row],[first]]*2" in unpack(data)[PART]


def test_a_resized_table_with_totals_and_another_style() -> None:
    original = sales()
    workbook = opened(original)
    workbook["Data"]["C1"].value = "third"
    token, table = only(workbook)
    columns = [dict(one) for one in table["columns"]] + [{"id": 10, "name": "third"}]
    columns[0]["totalLabel"] = "Sum"
    columns[1] = {**columns[1], "totalFunction": "sum"}
    changed = {
        **table,
        "area": ["0", "0", "4", "2"],
        "totals": True,
        "columns": columns,
        "style": {"name": "TableStyleDark3", "firstColumn": True},
    }
    put_object(workbook["Data"].model, changed, token)
    data = saved(original, workbook)
    (written,) = tables(data).values()
    assert (written.ref, written.totalsRowCount) == ("A1:C5", 1)
    assert written.autoFilter.ref == "A1:C4"
    assert names(written) == ["first", "second", "third"]
    assert written.tableColumns[0].totalsRowLabel == "Sum"
    assert written.tableColumns[1].totalsRowFunction == "sum"
    assert written.tableStyleInfo.name == "TableStyleDark3"
    assert written.tableStyleInfo.showFirstColumn and not written.tableStyleInfo.showRowStripes


def test_columns_that_came_in_between_get_a_name_in_their_cell_too() -> None:
    original = sales()
    workbook = opened(original)
    workbook["Data"].insert_columns(1)
    data = saved(original, workbook)
    (table,) = tables(data).values()
    assert (table.ref, names(table)) == ("A1:C3", ["first", "Column2", "second"])
    assert [column.id for column in table.tableColumns] == [4, 10, 9]
    assert opened(data)["Data"]["A1:C1"].values == [["first", "Column2", "second"]]
    workbook["Data"].delete_columns(0)
    (table,) = tables(saved(original, workbook)).values()
    assert (table.ref, names(table)) == ("A1:B3", ["Column1", "second"])


def test_deleting_all_data_rows_leaves_a_table_with_one_empty_row() -> None:
    original = sales()
    workbook = opened(original)
    token, table = only(workbook)
    put_object(workbook["Data"].model, {**table, "area": ["0", "0", "0", "1"]}, token)
    (written,) = tables(saved(original, workbook)).values()
    assert written.ref == "A1:B2"


@pytest.mark.parametrize(
    "members",
    [
        {"columns": "no list"},
        {"columns": [None, 3, {"id": -1, "name": 5}]},
        {"columns": [{"id": True, "name": "a\x00\nb"}, {"id": 1e300, "totalFunction": "<x>"}]},
        {"name": 'A1"><x', "display": ""},
        {"name": None, "display": None, "style": 3, "filter": []},
        {"area": ["0", "0", "999999999", "1"]},
        {"filter": {"columns": {"7-x": 1, "0": {"custom": {"criteria": 3}}}}},
    ],
)
def test_nonsense_still_gives_tables_that_can_be_read(members: dict[str, Any]) -> None:
    original, workbook = new()
    put_object(workbook[0].model, made(**members))
    for table in tables(saved(original, workbook)).values():
        assert len({name.lower() for name in names(table)}) == len(names(table)) > 0


def test_of_tables_that_overlap_the_first_is_written() -> None:
    original, workbook = new()
    put_object(workbook[0].model, made())
    put_object(workbook[0].model, made(name="Late", display="Late", area=["2", "1", "4", "3"]))
    assert list(tables(saved(original, workbook))) == ["Stock"]


@pytest.mark.parametrize("area", [["5", "9", "5", "9", "1"], None, ["x", "0", "1", "1"]])
def test_a_table_that_is_nowhere_is_not_written(area: Any) -> None:
    original, workbook = new()
    put_object(workbook[0].model, made(area=area))
    assert tables(saved(original, workbook)) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(T[a])", "SUM(U[New])"),
        ("T[[#All],[a]:[b]]&T[#Headers]", "U[[#All],[New]:[b]]&U[#Headers]"),
        ("\"T[a]\"&'T[a]'!A1&[1]Sheet!A1&XT[a]&T(1)", "\"T[a]\"&'T[a]'!A1&[1]Sheet!A1&XT[a]&T(1)"),
        ("[@a]+[a]", "[@[New]]+[New]"),
        ("ROWS(t)+T!A1", "ROWS(U)+T!A1"),
        ("T[[", "U[["),
    ],
)
def test_structured_references_follow_names(before: str, after: str) -> None:
    assert Renames({"t": "U"}, {"t": {"a": "New"}}).apply(before, "t") == after
