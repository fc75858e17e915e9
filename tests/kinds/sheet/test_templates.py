"""Formulas become templates and come back, whatever is in them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.sheet.replicas import Replica, small_workbook
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.lines import column_name
from tongwen.kinds.sheet.relative import settled, shared
from tongwen.kinds.sheet.templates import encode, parse_reference, render

START = small_workbook()


@pytest.fixture(scope="module")
def book() -> Book:
    return Replica(START, 5).book


CELLS = st.builds(
    lambda a, col, b, row: f"{a}{column_name(col)}{b}{row + 1}",
    st.sampled_from(["", "$"]),
    st.sampled_from([0, 1, 25, 26, 700, 16_383]),
    st.sampled_from(["", "$"]),
    st.sampled_from([0, 1, 8, 9, 98, 99, 1_048_575]),
)
AREAS = st.one_of(
    CELLS,
    st.builds("{}:{}".format, CELLS, CELLS),
    st.sampled_from(["A:A", "$B:XFD", "1:1", "$2:1048576"]),
)
REFERENCES = st.builds("{}{}".format, st.sampled_from(["", "One!", "第二!"]), AREAS)
TEXTS = st.sampled_from(
    [
        '"A1"',
        '"a""B2"',
        "1",
        "10",
        "2.5E+3",
        "TRUE",
        "#N/A",
        "#REF!",
        "rate",
        "x.A1",
        "LOG10(5)",
        "T[[#This Row],[A1]]",
        "T[A1]",
        "[1]One!A1",
        "'[1]x y'!A1",
        "One!rate",
        "A1048577",
        "XFE1",
        "{1,2;3,4}",
        "Gone!A1",
        "_A1",
        "A1B",
        "文A1",
        "R1C1x",
    ]
)


@st.composite
def formulas(draw: st.DrawFn) -> str:
    operands = draw(st.lists(st.one_of(REFERENCES, TEXTS), min_size=1, max_size=5))
    text = operands[0]
    for operand in operands[1:]:
        text += draw(st.sampled_from(["+", "*", "&", ",", " ", "<="])) + operand
    return draw(st.sampled_from(["{}", "SUM({})", "IF({},1,2)", "-({})%"])).format(text)


@settings(max_examples=300, deadline=None)
@given(formulas())
def test_text_comes_back(text: str) -> None:
    book = Replica(START, 5).book
    assert normal(render(encode(text, "s1", book), "s1", book)) == normal(text)


def normal(text: str) -> str:
    """Ranges come back with their ends in order: compare what they cover."""

    def ordered(match: re.Match[str]) -> str:
        ends = [re.findall(r"(\$?)([A-Z]+)?(\$?)(\d+)?", part)[0] for part in match[0].split(":")]
        cols = sorted((len(e[1]), e[1], e[0]) for e in ends)
        rows = sorted((int(e[3] or 0), e[2]) for e in ends)
        return f"{cols}{rows}"

    return re.sub(r"\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+", ordered, text)


@settings(max_examples=200, deadline=None)
@given(formulas(), st.sampled_from([0, 1, 8, 9, 99, 777_776, 1_048_575]), st.sampled_from([0, 3]))
def test_templates_of_blocks_mean_the_same(text: str, row: int, col: int) -> None:
    template = encode(text, "s1", Replica(START, 5).book, capitals=False)
    cell = ("", row), ("", col)
    assert settled(shared(template, *cell), *cell) == template


def test_filled_formulas_share_a_template(book: Book) -> None:
    found = {
        shared(encode(f"A{row + 1}*$B$1+C{row}", "s1", book), ("", row), ("", 3))
        for row in range(5, 200)
    }
    assert found == {"\x01+0,-3,0\x02*\x010,1,3\x02+\x01-1,-1,0\x02"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_xlfn.XLOOKUP(1,2,3)", "XLOOKUP(1,2,3)"),
        ("_xlfn._xlws.FILTER(1,2)", "FILTER(1,2)"),
        ("_xlfn.LET(_xlpm.x,1,_xlpm.x+1)", "LET(x,1,x+1)"),
        ('"_xlfn.A"', '"_xlfn.A"'),
    ],
)
def test_prefixes_of_later_functions_go(text: str, expected: str, book: Book) -> None:
    assert encode(text, "s1", book) == expected


def test_functions_that_somebody_types_are_written_in_capitals(book: Book) -> None:
    assert encode('sum(a1)&"sum("', "s1", book) == 'SUM(\x010,0,0\x02)&"sum("'


@pytest.mark.parametrize(
    "text",
    [
        "", "=", "(", '"', "'", "''", "'!", "!", "!A1", "[", "[[[", "A1:", ":A1", "A1::B1", "$",
        "$A", "One!", "One!!A1", "\x01", "\x010,0,0\x02", "\x02\x01", "1:", "A1!B1", "{", "T[",
        "T['", "\\",
        "'" * 4000, "[" * 4000, "(" * 8192, "a'" * 4000, "A1" * 4000, "A:" * 4000, "x[" * 4000,
        "$" * 8192, "1" * 8192, '"' * 8191, "'[1]" * 2000, "#" * 5000, "_xlfn." * 1500, "é" * 8000,
    ],
)  # fmt: skip
def test_any_text_is_taken(text: str, book: Book) -> None:
    template = encode(text, "s1", book)
    assert "\x01" not in render(template, "s1", book)
    assert isinstance(shared(template, ("", 3), ("", 3)), str)


@pytest.mark.parametrize(
    "inside",
    [
        "", "0", "0,0", "0,0,9", "0,0,0;0", "0,0,0;0,0,0;0,0,0", "x,0,0", ",,0", "0,0,0;,0,0",
        "s9!0,0,0", "!0,0,0", "s1:s9!0,0,0", "s1!s1!0,0,0", "99999999999,0,0", "a-0/1,0,0",
        "+x,0,0", "-9,+0,0", "1048576,0,0", "0,16384,0",
    ],
)  # fmt: skip
def test_malformed_references_are_lost_references(inside: str, book: Book) -> None:
    template = f"1+\x01{inside}\x02"
    assert render(settled(template, ("", 3), ("", 3)), "s1", book) == "1+#REF!"


def test_marks_that_do_not_close_are_shown_as_text(book: Book) -> None:
    assert render("\x010,0,0", "s1", book) == "\x010,0,0"


def test_references_are_read() -> None:
    reference = parse_reference("s1:s2!0,1,3;,2,0")
    assert reference is not None
    assert reference.sids == ("s1", "s2")
    assert reference.write() == "\x01s1:s2!0,1,3;,2,0\x02"
