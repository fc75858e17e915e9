"""Many new cells: rows that the file does not have, and formulas that fill columns of them."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.formats.packages import pack, unpack
from tests.formats.workbook_views import formulas, new, opened, package, saved
from tongwen.core.errors import TongwenError
from tongwen.kinds.sheet.document import Workbook

SHEET1 = "xl/worksheets/sheet1.xml"


def _column(text: str, count: int = 8) -> list[list[str]]:
    """Return a formula filled down, `{0}` its own row, `{1}` one before, `{2}` one far below."""
    return [[text.format(row, max(1, row - 2), row + 20)] for row in range(1, count + 1)]


PATTERNS = [
    "=A{0}*2",
    "=SUM(A$1:A{0})",
    "=SUM(A{0}:A$30)",
    "=SUM($A${1}:A{2})",
    "=Other!A{0}+A{1}",
    '=B{0}&"B{0} 100%"',
    "=SUM({0}:{2})",
    "=SUM(A:A)+{0}",
    "=IFS(A{0},1)",
    "=A{0}:C{2}",
    "=#REF!+A{0}",
]


@pytest.mark.parametrize("text", PATTERNS)
def test_a_filled_column_is_read_as_it_was_written(text: str) -> None:
    original, workbook = new()
    workbook[0]["D1"].write(_column(text))
    assert formulas(opened(saved(original, workbook))) == formulas(workbook)


def test_every_kind_of_value_in_fresh_rows_comes_back() -> None:
    rows = [
        [1, 2.5, "text", True, None, " a\n<&>", "=1"],
        [-0.0, 1e300, "", False, 2**60, "_x0041_", '=A1&"<&> "'],
    ]
    original, workbook = new()
    workbook[0]["B3"].write(rows)
    again = opened(saved(original, workbook))
    assert again[0]["B3:H4"].values == workbook[0]["B3:H4"].values
    assert formulas(again) == formulas(workbook)
    assert saved(saved(original, workbook), again) == saved(original, workbook)


def test_fresh_rows_go_between_rows_of_the_file() -> None:
    rows = '<row r="2"><c r="A2"><v>2</v></c></row><row r="5" ht="30"><c r="B5"><v>5</v></c></row>'
    original = pack(package(f"<sheetData>{rows}</sheetData>"))
    workbook = opened(original)
    workbook[0]["A1"].write([[row, f"=A{row}+1"] for row in range(1, 8)])
    xml = unpack(saved(original, workbook))[SHEET1].decode()
    numbers = [int(part.split('"')[0]) for part in xml.split('<row r="')[1:]]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    assert '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f>A3+1</f></c></row>' in xml
    assert formulas(opened(saved(original, workbook))) == formulas(workbook)


def test_what_is_written_into_the_empty_end_of_an_array_cuts_it() -> None:
    cell = '<c r="A1"><f t="array" ref="A1:A3">C1:C3</f><v>1</v></c>'
    original = pack(package(f'<sheetData><row r="1">{cell}</row></sheetData>'))
    workbook = opened(original)
    workbook[0]["A3"].value = 7
    xml = unpack(saved(original, workbook))[SHEET1].decode()
    assert 'ref="A1:A2"' in xml


LINE = st.integers(0, 11)


@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3),
    st.integers(0, 6),
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["insert_rows", "delete_rows"]), LINE, st.integers(1, 3)),
            st.tuples(st.just("move_rows"), LINE, st.integers(1, 3), LINE),
            st.tuples(st.just("insert_columns"), st.integers(0, 4), st.just(1)),
        ),
        max_size=4,
    ),
)
def test_columns_filled_in_inserted_and_moved_rows(
    patterns: list[str], inserted: int, edits: list[tuple[object, ...]]
) -> None:
    original, workbook = new()
    if inserted:
        workbook[0].insert_rows(1, inserted)
    for at, text in enumerate(patterns):
        workbook[0].range(0, 3 + at).write(_column(text))
    _edit(workbook, edits)
    data = saved(original, workbook)
    again = opened(data)
    assert formulas(again) == formulas(workbook)
    assert saved(data, again) == data


def _edit(workbook: Workbook, edits: list[tuple[object, ...]]) -> None:
    for name, *arguments in edits:
        try:
            getattr(workbook[0], str(name))(*arguments)
        except (TongwenError, ValueError, IndexError):
            continue  # what the model refuses is not written
