"""Formula text as templates: what is a reference, what only looks like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.spreadsheets import shown
from tongwen.formats.xlsx.formulas import FilledColumn, FormulaReader, column_index, column_letters

READER = FormulaReader({"sheet1": "s1", "my sheet": "s2", "o'neil": "s3", "数据": "s4"})
PLAIN = [
    ("A1+$B$2", "<0,0,0>+<1,1,3>"),
    ("a1", "<0,0,0>"),
    ("A$1*$A1", "<0,0,1>*<0,0,2>"),
    ("Sheet1!A1", "<s1!0,0,0>"),
    ("SHEET1!A1:B2", "<s1!0,0,0;1,1,0>"),
    ("'My Sheet'!$A1", "<s2!0,0,2>"),
    ("'O''Neil'!A1", "<s3!0,0,0>"),
    ("数据!A1", "<s4!0,0,0>"),
    ("Sheet1:数据!A1", "<s1:s4!0,0,0>"),
    ("'Sheet1:My Sheet'!A1", "<s1:s2!0,0,0>"),
    ("SUM(A:$C,$1:3)", "SUM(<,0,0;,2,2>,<0,,1;2,,0>)"),
    ("A1:INDEX(B:B,3)", "<0,0,0>:INDEX(<,1,0;,1,0>,3)"),
    ("XFD1048576", "<1048575,16383,0>"),
    ("A1048577+XFE1+A0", "A1048577+XFE1+A0"),
    ('"A1 ""B2"" "&C3', '"A1 ""B2"" "&<2,2,0>'),
    ("LOG10(A1)+NAME_A1+A1_B+X.A1", "LOG10(<0,0,0>)+NAME_A1+A1_B+X.A1"),
    ("1E5+1.5E+3+E5", "1E5+1.5E+3+<4,4,0>"),
    ("Table1[[#This Row],[A1]]+A1", "Table1[[#This Row],[A1]]+<0,0,0>"),
    ("T[A'[1']]+A1", "T[A'[1']]+<0,0,0>"),
    ("[1]Sheet1!A1+'[1]Sheet1'!A1", "[1]Sheet1!A1+'[1]Sheet1'!A1"),
    ("Gone!A1+#REF!A1+#REF!+#N/A", "Gone!A1+#REF!A1+#REF!+#N/A"),
    ("Sheet1!Name+Sheet1!#REF!", "Sheet1!Name+Sheet1!#REF!"),
    ("_xlfn.XLOOKUP(A1,B1,C1)", "XLOOKUP(<0,0,0>,<0,1,0>,<0,2,0>)"),
    ("_xlfn._xlws.SORT(A1)", "SORT(<0,0,0>)"),
    ('_xlfn.LAMBDA(_xlpm.x,_xlpm.x&"_xlfn.")(A1)', 'LAMBDA(x,x&"_xlfn.")(<0,0,0>)'),
    ('"never closed A1', '"never closed A1'),
    ("'never closed A1", "'never closed A1"),
    ("{1,2;3,4}", "{1,2;3,4}"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "template"), PLAIN, ids=[text for text, _ in PLAIN])
def test_it_finds_the_references(text: str, template: str) -> None:
    assert shown(READER.plain(text)) == template


def test_relative_references_are_offsets_and_absolute_ones_are_not() -> None:
    found = READER.relative("B2+$B2+B$2+$B$2+Sheet1!A:A", 4, 2)
    assert shown(found.text) == "<-3,-1,0>+<-3,1,2>+<1,-1,1>+<1,1,3>+<s1!,-2,0;,-2,0>"
    assert (found.rows, found.columns) == ((-3, -3), (-2, -1))


@given(st.integers(0, 16_383))
def test_letters_are_columns(index: int) -> None:
    assert column_index(column_letters(index)) == index


@pytest.mark.parametrize(
    "text",
    ['"' * 60_001, "'" * 60_001, "[" * 60_000, "a[" * 30_000, "(A1" * 30_000, "a." * 30_000 + "("],
    ids=lambda text: text[:3],
)
def test_long_and_broken_formulas_are_read_in_linear_time(text: str) -> None:
    assert len(READER.plain(text)) >= len(text) // 2


def test_formulas_nested_8192_deep_are_read() -> None:
    text = "(" * 8_192 + "A1" + ")" * 8_192
    assert shown(READER.plain(text)) == text.replace("A1", "<0,0,0>")


references = st.sampled_from(
    ["A{r}", "$B{r}", "C$7", "$D$9", "E{s}:F{r}", "Sheet1!G{s}", "12", "H:H"]
)
pieces = st.lists(
    st.one_of(
        references, st.sampled_from(['"x{r}%"', "1.5", "T[C1]", "IF(1%,2)", "&lt;", "&#65;"])
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(pieces, st.integers(10, 500), st.lists(st.booleans(), min_size=3, max_size=12))
def test_what_is_told_of_a_filled_column_is_what_parsing_says(
    made: list[str], first: int, same: list[bool]
) -> None:
    from tongwen.formats.xlsx.formulas import unescape_markup

    column = FilledColumn()
    for row, goes_on in enumerate(same, first):
        number = row if goes_on else row * 3
        raw = "+".join(made).replace("{r}", str(number)).replace("{s}", str(number + 3))
        parsed = READER.relative(unescape_markup(raw), row - 1, 10)
        told = column.told(raw, row - 1)
        if told is not None:
            assert told == parsed.text
        else:
            column.learn(parsed, raw, row - 1)
