"""IronCalc computes what it can; our functions, kept values and iteration do the rest."""

from typing import Any

import pytest

from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation
from tongwen.kinds.sheet.calc.plain import Formula, Iteration, PlainBook, PlainSheet, Table

Cells = dict[tuple[int, int], Any]


def sheet(cells: Cells, sid: str = "s1", name: str = "Sheet1") -> PlainSheet:
    """Make a worksheet; texts that begin with `=` are formulas, pairs have a cached value."""
    made = PlainSheet(sid, name)
    for (row, col), given in cells.items():
        text, cached = given if isinstance(given, tuple) else (given, None)
        if isinstance(text, str) and text.startswith("="):
            made.formulas.append(Formula(row, col, text[1:], cached))
        else:
            made.values.append((row, col, text))
    return made


def computed(cells: Cells, **book: Any) -> Cells:
    return Calculation(PlainBook([sheet(cells)], **book)).values()["s1"]


def value(formula: str, **cells: Any) -> Any:
    given = {(9 + row, 9): one for row, one in enumerate(cells.values())}
    return computed({(0, 0): f"={formula}"} | given)[0, 0]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1+2*3", 7),
        ("RATE(3,-10,900)", -0.7562659),
        ("ROUND(RATE(12,-100,1000)*100,4)", 2.9229),
        ("NUMBERSTRING(1234567890,1)", "一十二亿三千四百五十六万七千八百九十"),
        ("NUMBERSTRING(1234567890,2)", "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾"),
        ("NUMBERSTRING(1002,3)", "一〇〇二"),
        ("NUMBERSTRING(100000001,1)", "一亿〇一"),
        ("DATESTRING(46349)", "2026年11月23日"),
        ("BAHTTEXT(1265)", "หนึ่งพันสองร้อยหกสิบห้าบาทถ้วน"),
        ("BAHTTEXT(0.65)", "หกสิบห้าสตางค์"),
        ('ASC("ＡＢＣ　１２３")', "ABC 123"),
        ('DBCS("ABC 123")', "ＡＢＣ　１２３"),
        ('LENB("中文ab")', 6),
        ('LEFTB("中文ab",3)', "中 "),
        ('MIDB("中文ab",3,3)', "文a"),
        ('CLEAN("a"&CHAR(7)&"b")', "ab"),
        ("AGGREGATE(9,6,{1,2,3})", 6),
        ("AGGREGATE(14,6,{1,5,3},2)", 3),
        ("AGGREGATE(12,4,{1,5,3})", 3),
        ("PERCENTRANK({1,2,3,4},2.5)", 0.5),
        ("NETWORKDAYS(DATE(2026,11,1),DATE(2026,11,30))", 21),
        ('NETWORKDAYS.INTL(DATE(2026,11,1),DATE(2026,11,30),"0000001")', 25),
        ("WORKDAY(DATE(2026,11,20),1)", 46349),
        ("BETADIST(0.4,2,3)", 0.5248),
        ("BESSELI(1.5,1)", 0.981666428),
        ("BESSELI(0,0)", 1),
        ('IFERROR(RATE(0,1,1),"no")', "no"),
        ('NUMBERSTRING(LENB("中文"),1)', "四"),
    ],
)
def test_a_formula(formula: str, expected: Any) -> None:
    found = value(formula)
    if isinstance(expected, (int, float)):
        expected = pytest.approx(expected, rel=1e-6)
    assert found == expected


def test_errors_and_hidden_rows_are_passed_over() -> None:
    given = sheet({(0, 0): 1, (1, 0): 10, (2, 0): {"e": "#N/A"}, (3, 0): 100})
    for row, options in enumerate((5, 6, 7)):
        given.formulas.append(Formula(row, 2, f"AGGREGATE(9,{options},A1:A4)"))
    given.hidden_rows = {1}
    found = Calculation(PlainBook([given])).values()["s1"]
    assert [found[row, 2] for row in range(3)] == [{"e": "#N/A"}, 111, 101]


@pytest.mark.parametrize("cells", ["B:B", "B1:B1048576", "2:2", "$A$1:$XFD$1048576"])
def test_whole_lines_are_as_long_as_they_are_used(cells: str) -> None:
    given = {(1, 1): 5, (2, 3): f"=AGGREGATE(14,6,{cells},1)", (9, 9): "x"}
    assert computed(given)[2, 3] in (5, {"e": "#NUM!"} if cells.startswith("$") else 5)


def test_subtotals_are_not_counted_twice() -> None:
    found = computed(
        {(0, 0): 1, (1, 0): 2, (2, 0): "=SUBTOTAL(9,A1:A2)", (3, 0): "=AGGREGATE(9,0,A1:A3)"}
    )
    assert found[3, 0] == 3


def test_own_functions_follow_each_other() -> None:
    cells: Cells = {(0, 0): "=LENB(B1)", (0, 1): "中文"}
    for row in range(1, 9):
        cells[row, 0] = f"=LENB(REPT(B$1,A{row}))/2"
    found = computed(cells)
    assert [found[row, 0] for row in range(4)] == [4, 8, 16, 32]


def test_own_functions_follow_each_other_down_a_long_column() -> None:
    cells: Cells = {(0, 0): 1}
    cells |= {(row, 0): f'=LENB(REPT("x",A{row}+1))' for row in range(1, 200)}
    assert computed(cells)[199, 0] == 200


def test_arrays_spill_and_old_formulas_do_not() -> None:
    found = computed({(0, 0): "=SEQUENCE(2,2)", (4, 0): "=SUM(A1#)"})
    assert [found[row, col] for row in (0, 1) for col in (0, 1)] == [1, 2, 3, 4]
    assert found[4, 0] == 10
    blocked = computed({(0, 0): "=TRANSPOSE({1,2})", (1, 0): "here"})
    assert blocked[0, 0] == 1
    assert (1, 0) not in blocked


def test_an_array_formula_fills_its_area() -> None:
    given = sheet({(0, 0): 1, (1, 0): 2})
    given.formulas.append(Formula(0, 1, "A1:A2*10", array=(2, 1)))
    found = Calculation(PlainBook([given])).values()["s1"]
    assert (found[0, 1], found[1, 1]) == (10, 20)


def test_what_is_unknown_keeps_what_the_file_said() -> None:
    found = computed(
        {
            (0, 0): ("=NOSUCHFUNCTION(1)", 7),
            (1, 0): "=A1+1",
            (2, 0): ("=[1]Sheet1!A1*2", 8),
            (3, 0): "=A3+1",
            (4, 0): "=NOSUCHFUNCTION(1)",
        }
    )
    assert [found[row, 0] for row in range(4)] == [7, 8, 8, 9]
    assert found[4, 0] == {"e": "#NAME?"}


@pytest.mark.parametrize(
    "formula",
    [
        'WEBSERVICE("http://127.0.0.1:1/x")',
        'CUBEVALUE("model",CUBEMEMBER("model","[a]"))',
        'IFERROR(CUBEVALUE("model"),0)',
        'RTD("server",,"topic")',
        "IFERROR(NOSUCHFUNCTION(1),0)",
    ],
)
def test_nobody_outside_is_asked_and_what_the_file_said_stays(formula: str) -> None:
    found = computed({(0, 0): (f"={formula}", 17), (1, 0): "=A1+1", (2, 0): f"={formula}"})
    assert (found[0, 0], found[1, 0]) == (17, 18)
    assert found[2, 0] in ({"e": "#BLOCKED!"}, 0)  # nothing was ever said of it


def test_an_error_that_the_file_said_stays() -> None:
    found = computed({(0, 0): ('=CUBEVALUE("m")', {"e": "#GETTING_DATA"}), (1, 0): "=ISERROR(A1)"})
    assert (found[0, 0], found[1, 0]) == ({"e": "#GETTING_DATA"}, True)


def test_names_and_parameters_may_be_functions() -> None:
    book = PlainBook(
        [sheet({(0, 0): ("=twice(4)", 1), (1, 0): ("=LET(f,LAMBDA(x,x+1),f(2))", 1)})],
        names=[("twice", None, "LAMBDA(x,2*x)")],
    )
    found = Calculation(book).values()["s1"]
    assert (found[0, 0], found[1, 0]) == (8, 3)


def test_what_is_kept_stays_when_our_functions_are_computed_again() -> None:
    """The second round gives LENB another result, because what it reads was kept meanwhile."""
    found = computed(
        {
            (0, 0): ("=NOSUCHFUNCTION(1)", 12),
            (1, 0): ("=NOSUCHFUNCTION(LENB(REPT(B1,A1)))", 7),
            (2, 0): "=A2+1",
            (3, 0): "=LENB(REPT(B1,A1))",
            (0, 1): "a",
        }
    )
    assert [found[row, 0] for row in range(4)] == [12, 7, 8, 12]


def test_an_array_of_ours_that_becomes_shorter_leaves_nothing_behind() -> None:
    """The keys are others as soon as LENB is known."""
    cells: Cells = {(row, 4): key for row, key in enumerate((1, 2, 3))}
    keys = "IF(IFERROR(C1,0)=2,{9;9;9},E1:E3)"
    cells |= {(0, 0): f"=GROUPBY({keys},E1:E3,SUM,0,0)", (0, 2): '=LENB("ab")'}
    found = computed(cells)
    assert found[0, 0] == 9
    assert {place for place in found if place[1] == 0} == {(0, 0)}


def test_a_circle_is_shown_or_iterated() -> None:
    cells: Cells = {(0, 0): "=A2/2+1", (1, 0): "=A1", (2, 0): "=A1*10"}
    found = computed(cells)
    assert found[0, 0] == found[1, 0] == {"e": "#CIRC!"}
    found = computed(cells, iteration=Iteration(100, 1e-9))
    assert found[0, 0] == pytest.approx(2)
    assert found[2, 0] == pytest.approx(20)


def test_other_sheets_and_names() -> None:
    book = PlainBook(
        [
            sheet({(0, 0): "='其他 表'!A1+rate", (1, 0): "=LENB('其他 表'!B1)"}),
            sheet({(0, 0): 5, (0, 1): "中"}, "s2", "其他 表"),
        ],
        names=[("rate", None, "'其他 表'!$A$1")],
    )
    found = Calculation(book).values()["s1"]
    assert (found[0, 0], found[1, 0]) == (10, 2)


@pytest.mark.parametrize(
    "name", ["scratch", "Scratch 1", "scratch_ 0", "tongwen scratch", "x" * 60, "a/b:c", ""]
)
def test_worksheets_of_any_name_are_computed(name: str) -> None:
    first, other = (
        sheet({(0, 0): '=LENB(B1&"")&"x"', (0, 1): "中"}, "s1", name),
        sheet({}, "s2", "T"),
    )
    other.formulas.append(Formula(0, 0, "LENB(B1)+1"))
    found = Calculation(PlainBook([first, other])).values()
    assert (found["s1"][0, 0], found["s2"][0, 0]) == ("2x", 1)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(销售[金额])", 30),
        ("SUM(销售[[#Data],[金额]])", 30),
        ("SUM(销售[#Totals])", 99),
        ("销售[[#Headers],[名称]]", "名称"),
        ("COUNTA(销售[#All])", 8),
        ("SUM(销售[[名称]:[金额]])", 30),
        ("销售[none]", {"e": "#REF!"}),
        ('"销售[金额]"', "销售[金额]"),
    ],
)
def test_tables(formula: str, expected: Any) -> None:
    given = sheet(
        {
            (0, 0): "名称",
            (0, 1): "金额",
            (1, 0): "a",
            (1, 1): 10,
            (2, 0): "b",
            (2, 1): 20,
            (3, 0): "合计",
            (3, 1): 99,
            (6, 6): f"={formula}",
            (1, 3): "=销售[@金额]*2",
        }
    )
    table = Table("销售", "s1", (0, 0, 3, 1), ("名称", "金额"), totals=True)
    found = Calculation(PlainBook([given], tables=[table])).values()["s1"]
    assert found[6, 6] == expected
    assert found[1, 3] == 20


@pytest.mark.parametrize(
    "text",
    [
        "(" * 8000 + "1" + ")" * 8000,
        "RATE(" * 400,
        "LENB(" * 300 + '"a"' + ")" * 300,
        'LENB("',
        "A1:B",
        "\x00",
        "RATE()",
        "AGGREGATE(99,0,A1)",
        "AGGREGATE(9,0,A1:#REF!)",
        "BAHTTEXT(1E300)",
        "NUMBERSTRING(-1,1)",
        "WORKDAY(1,1E9)",
        "SUM(GROUPBY(B1,B1,LAMBDA()))",
        "GROUPBY(B1,B1,HSTACK())",
        "GROUPBY(B1,B1,SUM+1)",
        "SUM(GROUPBY(B1,B1,NOSUCH))",
        "PIVOTBY(,,,)",
        "FORECAST.ETS(1E300,{1,2},{1,2})+FORECAST.ETS(1E300,{1,2},{1,3})*1E300",
        "FORECAST.ETS(3,{1,2,3},{0,1,1E9})",
        "GETPIVOTDATA(1,INDIRECT(1))",
    ],
)
def test_hostile_formulas_are_errors_and_hurt_nobody(text: str) -> None:
    found = computed({(0, 0): f"={text}", (0, 1): "=1+1"})
    assert isinstance(found[0, 0], dict)
    assert found[0, 1] == 2
