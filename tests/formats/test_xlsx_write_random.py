"""Random edits of small workbooks: written and read again, they show the same."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.formats.packages import pack, unpack
from tests.formats.workbook_views import formulas, looks, merges, opened, package, saved, view
from tongwen.core.errors import TongwenError
from tongwen.formats.xlsx import import_xlsx
from tongwen.kinds.sheet.document import Workbook

ROWS = (
    '<dimension ref="A1:C4"/><cols><col min="2" max="2" width="12" customWidth="1"/></cols>'
    '<sheetData><row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    '<row r="2" ht="30" customHeight="1"><c r="A2" s="2"><v>2</v></c>'
    '<c r="B2"><f t="shared" ref="B2:B4" si="0">A2*2</f><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>6</v></c>'
    '<c r="C3"><f>SUM(A1:A3)</f><v>6</v></c></row>'
    '<row r="4"><c r="B4"><f t="shared" si="0"/><v>0</v></c></row></sheetData>'
    '<mergeCells count="1"><mergeCell ref="D1:E2"/></mergeCells>'
    '<conditionalFormatting sqref="A1:A3"><cfRule type="expression" priority="1">'
    "<formula>A1&gt;1</formula></cfRule></conditionalFormatting>"
)
ORIGINAL = pack(package(ROWS))
ROW, COL, COUNT = st.integers(0, 6), st.integers(0, 5), st.integers(1, 2)
VALUE = (
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4)
    | st.sampled_from(["first", " a ", "\n", "_x0041_", "同文", "=1"])
)
FORMULA = st.sampled_from(
    ["=A1+1", "=SUM($A$1:B3)", "=Other!A1", "=IFS(A:A,2)", '=C3&"<&>"', "=SUM(2:3)", "=#REF!"]
)
STYLE = st.sampled_from(
    [
        {"bold": True},
        {"numberFormat": "0.0%"},
        {"fill": "FFEE00"},
        {"borderTop": {"style": "thin", "color": "FF0000"}},
        {"align": "center", "wrap": True},
        {"font": "Arial", "size": 9},
        {"locked": False},
    ]
)

Edit = Callable[[Workbook], object]


def _value(row: int, col: int, value: Any) -> Edit:
    def edit(workbook: Workbook) -> None:
        workbook[0].range(row, col).contents = [[value]]

    return edit


def _formula(row: int, col: int, text: str) -> Edit:
    def edit(workbook: Workbook) -> None:
        workbook[0].range(row, col).formula = text

    return edit


def _style(row: int, col: int, size: int, style: dict[str, Any]) -> Edit:
    return lambda workbook: workbook[0].range(row, col, size, size).set_style(**style)


def _wide(kind: str, at: int, style: dict[str, Any]) -> Edit:
    where = f"{at + 1}:{at + 1}" if kind == "row" else f"{'ABCDEF'[at % 6]}:{'ABCDEF'[at % 6]}"
    return lambda workbook: workbook[0][where].set_style(**style)


def _lines(name: str, at: int, count: int) -> Edit:
    return lambda workbook: getattr(workbook[0], name)(at, count)


def _move(name: str, at: int, count: int, to: int) -> Edit:
    return lambda workbook: getattr(workbook[0], name)(at, count, to)


def _merge(row: int, col: int, size: int) -> Edit:
    return lambda workbook: workbook[0].range(row, col, size, 2).merge()


def _name(name: str) -> Edit:
    def edit(workbook: Workbook) -> None:
        workbook[0].name = name

    return edit


EDIT: st.SearchStrategy[Edit] = st.one_of(
    st.builds(_value, ROW, COL, VALUE),
    st.builds(_formula, ROW, COL, FORMULA),
    st.builds(_style, ROW, COL, COUNT, STYLE),
    st.builds(_wide, st.sampled_from(["row", "col"]), ROW, STYLE),
    st.builds(
        _lines,
        st.sampled_from(["insert_rows", "insert_columns", "delete_rows", "delete_columns"]),
        ROW,
        COUNT,
    ),
    st.builds(_move, st.sampled_from(["move_rows", "move_columns"]), ROW, COUNT, ROW),
    st.builds(_merge, ROW, COL, COUNT),
    st.builds(_name, st.sampled_from(["Data", "数 据", "A1"])),
)


@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes minutes here
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(EDIT, min_size=1, max_size=8))
def test_random_edits_are_read_again_as_they_were_written(edits: list[Edit]) -> None:
    workbook = opened(ORIGINAL)
    for edit in edits:
        try:
            edit(workbook)
        except (TongwenError, ValueError, IndexError):
            continue  # what the model refuses is not written
    data = saved(ORIGINAL, workbook)
    again = opened(data)
    assert view(import_xlsx(data)) == view(workbook.states())
    assert formulas(again) == formulas(workbook)
    assert merges(again) == merges(workbook)
    assert looks(again) == looks(workbook)
    assert unpack(data)["customXml/item1.xml"] == b"<anything>untouched</anything>"
    assert saved(data, again) == data
