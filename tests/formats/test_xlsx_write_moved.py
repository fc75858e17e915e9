"""Formulas of rows that are copied with new numbers: shared ones stay so while that is right."""

import shutil
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.formats.packages import pack, unpack
from tests.formats.workbook_views import formulas, opened, package, saved
from tongwen.core.errors import TongwenError
from tongwen.formats import libreoffice
from tongwen.formats.xlsx import export_xlsx
from tongwen.kinds.sheet.document import Workbook

SHEET1, SHEET2 = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
Edit = Callable[[Workbook], object]


def _rows(*rows: str, first: int = 1) -> bytes:
    """Return a workbook whose first worksheet has these rows, each the inside of one."""
    written = "".join(f'<row r="{at}">{row}</row>' for at, row in enumerate(rows, first))
    return pack(package(f"<sheetData>{written}</sheetData>"))


def _shared(text: str, first: int = 4, count: int = 5) -> bytes:
    """Return a workbook with numbers in A and C, and in D a shared formula from a row on."""
    rows = []
    for row in range(1, first + count + 3):
        cell = ""
        if first <= row < first + count:
            said = f' ref="D{first}:D{first + count - 1}" si="3">{escape(text)}</f>'
            element = f'<f t="shared"{said}' if row == first else '<f t="shared" si="3"/>'
            cell = f'<c r="D{row}">{element}<v>{row}</v></c>'
        rows.append(f'<c r="A{row}"><v>{row}</v></c><c r="C{row}"><v>7</v></c>{cell}')
    return _rows(*rows)


def _same(original: bytes, *edits: Edit) -> str:
    """Edit, write, read again: formulas read as the live ones do; return the worksheet's XML."""
    workbook = opened(original)
    for edit in edits:
        edit(workbook)
    data = saved(original, workbook)
    assert formulas(opened(data)) == formulas(workbook)
    return unpack(data)[SHEET1].decode()


def _insert(at: int, count: int = 1) -> Edit:
    return lambda workbook: workbook[0].insert_rows(at, count)


def _delete(at: int, count: int = 1) -> Edit:
    return lambda workbook: workbook[0].delete_rows(at, count)


RELATIVE, ABSOLUTE, MIXED = "A4+C4", "SUM($A$2:$C$3)", "A$2*$C4+SUM(A$4:A4)"


@pytest.mark.parametrize("text", [RELATIVE, ABSOLUTE, MIXED, "A1*2", "Other!A4+Data!C4", '"A1"&A4'])
def test_a_shared_formula_moves_as_a_whole(text: str) -> None:
    xml = _same(_shared(text), _insert(0, 2))
    assert xml.count('<f t="shared" si="3"/>') == 4
    assert '<f t="shared" ref="D6:D10" si="3">' in xml


@pytest.mark.parametrize("text", [RELATIVE, ABSOLUTE, MIXED])
def test_a_shared_formula_moves_across(text: str) -> None:
    xml = _same(_shared(text), lambda workbook: workbook[0].insert_columns(1, 1))
    assert xml.count("shared") == 5
    assert 'ref="E4:E8"' in xml


@pytest.mark.parametrize("text", [RELATIVE, ABSOLUTE, MIXED])
@pytest.mark.parametrize("edit", [_insert(5), _delete(5), _delete(3), _delete(7)])
def test_one_whose_cells_part_is_written_out(text: str, edit: Edit) -> None:
    assert "shared" not in _same(_shared(text), edit)


def test_one_whose_cells_keep_together_while_what_they_name_parts_is_written_out() -> None:
    xml = _same(_shared("A1+1"), _insert(2))
    assert "shared" not in xml
    assert "<f>A1+1</f>" in xml
    assert "<f>A4+1</f>" in xml


def test_lines_that_no_cell_names_may_part() -> None:
    xml = _same(_shared("$A$1+A4"), _insert(1))
    assert xml.count("shared") == 5
    assert ">$A$1+A5<" in xml


def test_a_master_that_is_written_over_leaves_the_formula_to_the_others() -> None:
    def over(workbook: Workbook) -> None:
        workbook[0]["D5"].value = 1

    xml = _same(_shared(RELATIVE), _insert(0), over)
    assert "shared" not in xml
    assert "<f>A9+C9</f>" in xml


def test_a_cell_that_is_written_over_leaves_the_others_as_they_are() -> None:
    def over(workbook: Workbook) -> None:
        workbook[0]["D7"].value = 1

    assert _same(_shared(RELATIVE), _insert(0), over).count("shared") == 4


def _cells(*elements: str) -> bytes:
    """Return a workbook with formula elements in A1 and the cells below it."""
    return _rows(*(f'<c r="A{at}">{one}</c>' for at, one in enumerate(elements, 1)))


CHILD = '<f t="shared" si="0"/>'
ODD = {
    "no master": _cells('<f t="shared" si="9"/><v>1</v>', "<v>1</v>"),
    "two masters": _cells(
        '<f t="shared" ref="A1:A2" si="0">B1</f>', '<f t="shared" ref="A2:A3" si="0">C2</f>', CHILD
    ),
    "no area": _cells('<f t="shared" ref="nowhere" si="0">B1</f>', CHILD),
    "outside": _cells('<f t="shared" ref="A1:A1" si="0">B1</f>', CHILD),
    "beyond": _cells('<f t="shared" ref="A1:A9999999" si="0">B1</f>', CHILD),
    "around the edge": _cells('<f t="shared" ref="A1:A2" si="0">B1048576+XFD1</f>', CHILD),
    "own text": _cells(
        '<f t="shared" si="0" ref="A1:A2" x="&gt;>">B1</f>', '<f t="shared" si="0">C7</f>'
    ),
    "array": _cells('<f t="array" ref="A1:A2">B1:B2</f>', "<v>1</v>"),
    "percent": _cells('<f ca="1">B1&amp;"%d %%"</f>', '<f ca="1">B2&amp;"%d %%"</f>'),
    "numbers": _cells("<f>1+B1</f>", "<f>2+B2</f>", "<f>3+B3</f>"),
    "entities": _cells("<f>B1&amp;&quot;B1&quot;</f>", '<f>B2&#38;"B1"</f>'),
    "crossed": _cells("<f>SUM(B3:$B$2)</f>", "<f>SUM(B4:$B$2)</f>", "<f>SUM(B1:$B$2)</f>"),
    "row zero": _cells("<f>B0+B1</f>", "<f>B1+B2</f>", "<f>B2+B3</f>"),
    "no places": _rows("<c><f>B1</f></c><c><f>a1</f></c>", '<c r="A2" ><f> b1 </f></c>'),
    "whole lines": _cells("<f>SUM(B:B,2:$3)</f>", "<f>B1048576</f>"),
    "empty": _cells("<f/>", "<f></f>", "<f>_xlfn.XOR(B3,B4)</f>"),
}
EDITS_OF_ODD: dict[str, Edit] = {
    "insert at the top": _insert(0),
    "insert between": _insert(1),
    "delete the first": _delete(0),
    "delete the second": _delete(1),
    "move": lambda workbook: workbook[0].move_rows(1, 1, 0),
    "insert a column": lambda workbook: workbook[0].insert_columns(1, 1),
    "delete a column": lambda workbook: workbook[0].delete_columns(1, 1),
    "elsewhere": lambda workbook: workbook[1].insert_rows(0, 1),
}


@pytest.mark.parametrize("original", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("edit", EDITS_OF_ODD.values(), ids=EDITS_OF_ODD.keys())
def test_whatever_stands_in_formulas_reads_as_in_the_workbook(original: bytes, edit: Edit) -> None:
    _same(original, edit)


def test_what_is_no_reference_stays_as_it_was_written() -> None:
    original = _rows('<c r="A3"><f>_xlfn.XOR( b3 ,Data!$A$1,"b3")+Table9[b3]</f></c>', first=3)
    xml = _same(original, _insert(1))
    assert '<f>_xlfn.XOR( b4 ,Data!$A$1,"b3")+Table9[b3]</f>' in xml


def test_formulas_elsewhere_follow_and_rows_without_such_stay() -> None:
    cells = '<row r="1"><c r="A1"><f>Data!A1+1</f><v>2</v></c></row><row r="2" ><c  r="A2"/></row>'
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    other = f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>".encode()
    original = pack({**package("<sheetData/>"), SHEET2: other})
    workbook = opened(original)
    workbook[0].insert_rows(0, 3)
    written = unpack(saved(original, workbook))[SHEET2]
    assert written == other.replace(b"Data!A1", b"Data!A4")


def test_computed_values_and_moved_formulas_go_together() -> None:
    original = _shared(RELATIVE)
    workbook = opened(original)
    workbook[0].insert_rows(0, 1)
    data = saved(original, workbook, {"s1": {(6, 3): 99.5}})
    xml = unpack(data)[SHEET1].decode()
    assert '<c r="D7"><f t="shared" si="3"/><v>99.5</v></c>' in xml
    assert formulas(opened(data)) == formulas(workbook)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_a_shared_formula_that_moved() -> None:
    original = _shared(MIXED)
    workbook = opened(original)
    workbook[0].insert_rows(0, 2)
    data = export_xlsx(original, workbook.states())  # asks to be calculated
    assert b"shared" in unpack(data)[SHEET1]
    table = libreoffice.convert(data, ".xlsx", ".csv").decode().splitlines()
    assert [line.split(",")[3] for line in table[5:10]] == ["18", "23", "29", "36", "44"]


PATTERNS = st.sampled_from(
    [
        "A{0}*2",
        "$A${1}+A{0}",
        "SUM(A$1:A{0})",
        "SUM(A{0}:A$12)",
        "SUM(A{1}:C{0})",
        'B{1}&"B{0}"',
        "Other!A{0}+Data!$C{0}",
        "IF(A{0}>1,{0},{1})",
        "SUM({0}:{1})",
        "XFD{0}",
        "A{2}",
    ]
)
LINE, COLUMN, ONE = st.integers(0, 13), st.integers(0, 4), st.just(1)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["insert_rows", "delete_rows"]), LINE, st.integers(1, 3)),
        st.tuples(st.sampled_from(["insert_columns", "delete_columns"]), COLUMN, ONE),
        st.tuples(st.just("move_rows"), LINE, st.integers(1, 3), LINE),
        st.tuples(st.just("move_columns"), COLUMN, ONE, COLUMN),
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(PATTERNS, min_size=2, max_size=3), st.booleans(), EDITS)
def test_filled_columns_read_as_in_the_workbook(
    patterns: list[str], shared: bool, edits: list[tuple[object, ...]]
) -> None:
    rows = []
    for row in range(1, 13):
        cells = []
        for at, pattern in enumerate(patterns):
            text = escape(pattern.format(row, max(1, row - 3), row + 5))
            if shared and row > 1:
                head = f't="shared" ref="{"DEF"[at]}2:{"DEF"[at]}12" si="{at}"'
                element = f"<f {head}>{text}</f>" if row == 2 else f'<f t="shared" si="{at}"/>'
            else:
                element = f"<f>{text}</f>"
            cells.append(f'<c r="{"DEF"[at]}{row}">{element}<v>0</v></c>')
        rows.append(f'<c r="A{row}"><v>{row}</v></c>{"".join(cells)}')
    original = _rows(*rows)
    workbook = opened(original)
    for name, *arguments in edits:
        try:
            getattr(workbook[0], str(name))(*arguments)
        except (TongwenError, ValueError, IndexError):
            continue  # what the model refuses is not written
    data = saved(original, workbook)
    again = opened(data)
    assert formulas(again) == formulas(workbook)
    assert saved(data, again) == data
