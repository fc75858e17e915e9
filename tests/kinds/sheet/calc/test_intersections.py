"""Areas where one value is wanted: one cell in old formulas, one after the other in arrays."""

from typing import Any

import pytest

from tongwen.kinds.sheet.calc.intersections import intersected, kind_at
from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation
from tongwen.kinds.sheet.calc.lifting import lifted
from tongwen.kinds.sheet.calc.plain import Formula, PlainBook, PlainSheet


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1:A9*2", "$A$5*2"),
        ("-$A$1:$A$9", "-$A$5"),
        ("A1:A9", "$A$5"),
        ("Sheet2!A:A+1", "Sheet2!$A$5+1"),
        ("'其他 表'!A1:A9&B1", "'其他 表'!$A$5&B1"),
        ("A1:C1+1", "$B$1+1"),
        ("A7:A9+1", "#VALUE!+1"),
        ("A1:C9*2", "#VALUE!*2"),
        ("LEN(A1:A9)", "LEN($A$5)"),
        ("SUM(A1:A9)", "SUM(A1:A9)"),
        ("SUM(A1:A9*2)", "SUM($A$5*2)"),
        ("SUM((A1:A9))", "SUM((A1:A9))"),
        ("SUMPRODUCT(A1:A9*LEN(B1:B9))", "SUMPRODUCT(A1:A9*LEN(B1:B9))"),
        ("VLOOKUP(A1:A9,B1:C9,2,FALSE)", "VLOOKUP($A$5,B1:C9,2,FALSE)"),
        ("LOOKUP(2,1/(A1:A9<>0),B1:B9)", "LOOKUP(2,1/(A1:A9<>0),B1:B9)"),
        ("SUM(IF(A1:A9>2,1,0))", "SUM(IF($A$5>2,1,0))"),
        ("COUNTIF(F12,F12)", "COUNTIF(F12:F12,F12)"),
        ("SUMIFS(A1:A9,B1:B9,C1:C9)", "SUMIFS(A1:A9,B1:B9,$C$5)"),
        ('"A1:A9"&A1', '"A1:A9"&A1'),
        ("A1:A9 B1:B9", "A1:A9 B1:B9"),
        ("(A1:A2,C1)", "(A1:A2,C1)"),
        ("SUM(A1:OFFSET(A1,2,0))", "SUM(A1:OFFSET(A1,2,0))"),
        ("SUM(A1:A3#)", "SUM(A1:A3#)"),
        ("NOSUCH(A1:A9)", "NOSUCH(A1:A9)"),
        ("((((A1:", "((((A1:"),
    ],
)
def test_an_area_means_the_cell_in_the_formulas_own_line(formula: str, expected: str) -> None:
    assert intersected(formula, 4, 1) == expected


def test_formulas_of_one_shape_each_mean_their_own_cell() -> None:
    assert [intersected(f"A{row}:A19*2", row, 3) for row in (3, 10, 18)] == [
        "$A$4*2",
        "$A$11*2",
        "$A$19*2",
    ]


@pytest.mark.parametrize(
    ("name", "at", "kind"),
    [("SUM", 99, "a"), ("COUNTIFS", 3, "s"), ("COUNTIFS", 4, "a"), ("LEN", 1, ""), ("NO", 0, "")],
)
def test_how_functions_take_their_arguments(name: str, at: int, kind: str) -> None:
    assert kind_at(name, at) == kind


def computed(text: str, **formula: Any) -> Any:
    values = [(row, 0, (row + 1) / 10) for row in range(3)]
    sheet = PlainSheet("s1", "S", values, [Formula(1, 5, text, **formula)])
    return Calculation(PlainBook([sheet])).values()["s1"]


def test_an_old_formula_does_not_spill() -> None:
    assert computed("A1:A3*10", entered=False) == {(1, 5): 2}
    assert computed("A1:A3*10") == {(1, 5): 1, (2, 5): 2, (3, 5): 3}


@pytest.mark.parametrize(
    "formula", ["NORM.S.DIST(A1:A3,TRUE)", "NORM.S.DIST({0.1;0.2;0.3},TRUE)", "BESSELI(A1:A3,1)"]
)
def test_functions_are_computed_for_each_cell_of_an_area(formula: str) -> None:
    spilled = computed(formula)
    filled = computed(formula, array=(3, 1))
    single = [computed(formula.replace("A1:A3", f"A{row}")) for row in (1, 2, 3)]
    assert len(spilled) == 3
    assert spilled == filled
    if "A1" in formula:
        assert [spilled[row, 5] for row in (1, 2, 3)] == [one[1, 5] for one in single]


def test_what_the_engine_lifts_itself_stays_as_it_is() -> None:
    assert lifted("SUM(LEN(A1:A3))") == "SUM(LEN(A1:A3))"
    assert lifted("LENB(A1:A3)") == "LENB(A1:A3)"
    assert "MAP(A1:A3,LAMBDA(" in lifted("SUM(NORM.S.DIST(A1:A3,TRUE))*2")
