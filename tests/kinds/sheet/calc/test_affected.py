"""What is computed after edits is what computing everything anew gives; nothing else is told."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.formats.packages import pack, unpack
from tongwen.core.errors import TooLarge
from tongwen.formats.workbooks import read_workbook
from tongwen.formats.xlsx import import_xlsx
from tongwen.formats.xlsx.blank import blank_xlsx
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc import partial
from tongwen.kinds.sheet.calc import results as results_module
from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation
from tongwen.kinds.sheet.calc.partial import _Stretches
from tongwen.kinds.sheet.calc.plain import plain_book
from tongwen.kinds.sheet.calc.results import is_folded, results
from tongwen.kinds.sheet.commands import put_object
from tongwen.kinds.sheet.document import Workbook
from tongwen.kinds.sheet.folding import fold_workbook
from tongwen.kinds.sheet.parts import parts_of
from tongwen.ydoc.states import fold

States = dict[str, bytes]
ROWS, COLUMNS = 24, 6
KINDS = 30


def filed(fill: Callable[[Workbook], None]) -> States:
    """The first updates of a file with these cells and all their results."""
    workbook = read_workbook(blank_xlsx("en"), ".xlsx")
    fill(workbook)
    workbook.recalculate()
    return dict(import_xlsx(workbook.to_bytes()))


def all_values(states: States) -> dict[str, dict[tuple[int, int], Any]]:
    docs = dict(parts_of(states))
    return Calculation(plain_book(Book(docs.__getitem__))).values()


def shown(states: States) -> dict[str, dict[tuple[int, int], Any]]:
    """The results of all formulas as the file says them."""
    docs = dict(parts_of(states))
    book = plain_book(Book(docs.__getitem__))
    return {
        sheet.sid: {(one.row, one.col): one.cached for one in sheet.formulas}
        for sheet in book.sheets
    }


def formula(chance: random.Random, row: int, anything: bool) -> str:
    """A formula of a kind that a file may have, in a row from zero; some may read anything."""
    near = max(1, row + 1 + chance.randrange(-2, 2))
    other = chance.randrange(1, ROWS)
    return "=" + chance.choice(
        (
            f"A{row + 1}+B{row + 1}",
            f"A{near}*2",
            f"SUM(A1:B{near})",
            f"SUM(A$1:A{row + 1})",
            "SUM(A:A)",
            f"SUM({near}:{near})-SUM({near}:{near})+1",
            f"Other!A{other}+1",
            f"SUM(Other!A1:B{other})",
            f"COUNTBLANK(A{min(near, other)}:A{max(near, other)})",
            "SUM(rate)*2",
            "ROW()+COLUMN()",
            f"ROWS(A2:A{other + 2})",
            f"SUBTOTAL(9,A1:C{near})" if near > 20 else f"SUBTOTAL(9,A1:A{near})",
            f'INDIRECT("A{other}")' if anything else f"MAX(A{other}:B{near},Other!A{near})",
            f'LENB(A{near}&"中")',
            f'IF(A{other}>50,A{near},"low")',
        )
    )


def fill(chance: random.Random, anything: bool) -> Callable[[Workbook], None]:
    def fills(workbook: Workbook) -> None:
        first, other = workbook[0], workbook.add_sheet("Other")
        workbook.set_name("rate", f"{first.name}!$A$3:$A$9")
        for row in range(ROWS):
            first.range(row, 0).value = chance.randrange(100)
            first.range(row, 1).value = chance.randrange(100)
            other.range(row, 0).value = chance.randrange(100)
        for col in range(2, COLUMNS):
            one = formula(chance, 5, anything)
            for row in range(ROWS):
                text = (
                    one.replace("A6", f"A{row + 1}") if col % 2 else formula(chance, row, anything)
                )
                first.range(row, col).formula = text

    return fills


def edit(workbook: Workbook, chance: random.Random, anything: bool) -> None:
    sheet = workbook[chance.randrange(2)]
    at = chance.randrange(ROWS - 4)
    kind = chance.randrange(10)
    if kind < 4:
        sheet.range(at, chance.randrange(2)).value = chance.randrange(1000)
    elif kind == 4:
        sheet.range(at, 2 + chance.randrange(3)).formula = formula(chance, at, anything)
    elif kind == 5:
        sheet.insert_rows(at, 1 + chance.randrange(3))
    elif kind == 6:
        sheet.delete_rows(at, 1 + chance.randrange(2))
    elif kind == 7:
        sheet.range(at, 0, 3, 2).values = [[chance.randrange(9)] * 2] * 3
    elif kind == 8:
        sheet.insert_columns(1)
    else:
        workbook.set_name("rate", f"{workbook[0].name}!$A$2:$A${at + 3}")


def agree(now: States, told: Any, before: States) -> None:
    """What a reader of the file sees is what computing everything gives."""
    for sid, cells in all_values(now).items():
        seen = shown(now)[sid] | dict(told.get(sid, {}))
        for place, value in seen.items():
            expected = cells.get(place)
            if isinstance(expected, float):
                expected = pytest.approx(expected, rel=1e-9)
            assert value == expected, (sid, place)


@pytest.mark.parametrize("seed", range(KINDS))
def test_random_edits_give_what_computing_everything_gives(seed: int) -> None:
    chance = random.Random(seed)
    before = filed(fill(chance, seed % 2 == 1))
    workbook = Workbook.of_states(before)
    for _ in range(1 + chance.randrange(5)):
        edit(workbook, chance, seed % 2 == 1)
    now = workbook.states()
    told = results(now)
    agree(now, told, before)
    assert results(now, before).keys() <= told.keys()


@pytest.mark.parametrize("seed", range(8))
def test_lines_that_moved(seed: int) -> None:
    chance = random.Random(seed)
    before = filed(fill(chance, seed % 2 == 1))
    workbook = Workbook.of_states(before)
    workbook[0].move_rows(chance.randrange(5), 2, 12)
    edit(workbook, chance, seed % 2 == 1)
    now = workbook.states()
    agree(now, results(now), before)


@pytest.mark.parametrize("seed", range(8))
def test_edits_that_were_folded_into_blocks(seed: int) -> None:
    chance = random.Random(100 + seed)
    before = filed(fill(chance, seed % 2 == 1))
    workbook = Workbook.of_states(before)
    workbook[0]["A1"].value = 7
    for _ in range(4):
        edit(workbook, chance, seed % 2 == 1)
    now = dict(workbook.states())
    for part, update in fold_workbook(now):
        now[part] = fold([now[part], update], keep_deletions=False)
    assert (is_folded(before), is_folded(now)) == (False, True)
    agree(now, results(now, before), before)
    assert results(before, before) == {}


def column(rows: int = 500) -> States:
    def fills(workbook: Workbook) -> None:
        sheet = workbook[0]
        sheet["A1"].write([[row] for row in range(rows)])
        sheet["B1"].write([[f"=A{row + 1}*$D$1"] for row in range(rows)])
        sheet["D1"].value = 2
        sheet["E1"].value = f"=SUM(B1:B{rows})"

    return filed(fills)


def edited(states: States, change: Callable[[Workbook], None]) -> States:
    workbook = Workbook.of_states(states)
    change(workbook)
    return workbook.states()


def test_only_what_an_edit_reaches_is_told() -> None:
    def change(workbook: Workbook) -> None:
        workbook[0]["A7"].value = 1000

    told = results(edited(column(), change))
    assert told == {"s1": {(6, 1): 2000, (0, 4): 2 * (sum(range(500)) - 6 + 1000)}}


def test_looks_are_no_reason_to_compute() -> None:
    def change(workbook: Workbook) -> None:
        workbook[0]["A1:B9"].set_style(bold=True)

    assert results(edited(column(), change)) == {}


def test_a_formula_that_the_engine_sees_otherwise_is_left_alone_until_it_is_reached() -> None:
    states = column()

    def lie(workbook: Workbook) -> None:
        workbook[0]["F1"].value = "=NOSUCH(D1)"
        workbook[0]["G1"].value = "=1+1"

    def change(workbook: Workbook) -> None:
        workbook[0]["A1"].value = 1

    now = edited(edited(states, lie), change)
    told = results(now, edited(states, lie))
    assert (0, 5) not in told["s1"]
    assert (0, 6) not in told["s1"]


def test_arrays_that_grow_reach_what_reads_them() -> None:
    def fills(workbook: Workbook) -> None:
        workbook[0]["A1"].value = 2
        workbook[0]["F1"].value = "=SUM(C1:C9)"

    def change(workbook: Workbook) -> None:
        workbook[0]["C1"].value = "=SEQUENCE(A1)"

    told = results(edited(filed(fills), change))["s1"]
    assert (told[0, 2], told[1, 2], told[0, 5]) == (1, 2, 3)


def test_totals_do_not_count_totals_twice() -> None:
    def fills(workbook: Workbook) -> None:
        workbook[0]["A1"].write([[1], [2], ["=SUBTOTAL(9,A1:A2)"], [4], ["=SUBTOTAL(9,A1:A4)"]])

    def change(workbook: Workbook) -> None:
        workbook[0]["A4"].value = 40

    assert results(edited(filed(fills), change)) == {"s1": {(4, 0): 43}}


def test_hidden_rows_change_totals() -> None:
    def fills(workbook: Workbook) -> None:
        workbook[0]["A1"].write([[1], [2], ["=SUBTOTAL(109,A1:A2)"], ["=AGGREGATE(9,5,A1:A2)"]])

    def change(workbook: Workbook) -> None:
        workbook[0].set_rows(0, 1, hidden=True)

    assert results(edited(filed(fills), change)) == {"s1": {(2, 0): 2, (3, 0): 2}}


def test_rows_that_a_filter_hides_never_count() -> None:
    def fills(workbook: Workbook) -> None:
        workbook[0]["A1"].write([["n"], [1], [2], [4], ["=SUBTOTAL(9,A2:A4)"]])

    def change(workbook: Workbook) -> None:
        sheet = workbook[0].model
        entry = {
            "type": "filter",
            "area": sheet.area((0, 0, 3, 0)),
            "columns": {"0": {"values": []}},
        }
        put_object(sheet, entry)
        workbook[0].set_rows(2, 1, hidden=True)

    assert results(edited(filed(fills), change)) == {"s1": {(4, 0): 5}}


def test_more_than_can_be_computed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of_it(workbook: Workbook) -> None:
        workbook[0]["D1"].value = 3

    def anything(workbook: Workbook) -> None:
        workbook[0]["G1"].value = '=INDIRECT("A"&D1)'

    def reading(workbook: Workbook) -> None:
        workbook[0]["G1"].value = "=ISFORMULA(B1)"

    states = column()
    monkeypatch.setattr(partial, "MOST_FORMULAS", 400)
    with pytest.raises(TooLarge, match="conversion-too-large"):
        results(edited(states, all_of_it))
    assert results(edited(states, lambda workbook: None)) == {}
    monkeypatch.setattr(partial, "MOST_FORMULAS", 4000)
    monkeypatch.setattr(results_module, "MOST_READING", 400)
    with pytest.raises(TooLarge, match="conversion-too-large"):
        results(edited(states, reading))
    monkeypatch.setattr(partial, "MOST_VALUES", 400)
    with pytest.raises(TooLarge, match="conversion-too-large"):
        results(edited(states, anything))


def test_stretches_say_what_is_new() -> None:
    chance = random.Random(5)
    for _ in range(200):
        stretches, known = _Stretches(), set[int]()
        for _ in range(12):
            low = chance.randrange(40)
            high = low + chance.randrange(9)
            fresh = {row for a, b in stretches.add(low, high) for row in range(a, b + 1)}
            assert fresh == set(range(low, high + 1)) - known
            known |= fresh
        assert {row for a, b in stretches.ends for row in range(a, b + 1)} == known


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ({"calcMode": "manual"}, {(0, 1): 50, (0, 2): 51}),  # saving calculates (calcOnSave)
        ({"calcMode": "manual", "calcOnSave": "0"}, {(0, 2): 3}),
        ({"calcMode": "auto", "calcOnSave": "0"}, {(0, 1): 50, (0, 2): 51}),
        ({"calcMode": "autoNoTable"}, {(0, 1): 50, (0, 2): 51}),
    ],
)
def test_calculation_by_hand(attributes: dict[str, str], told: Any) -> None:
    """Excel's own rule: in manual mode saving calculates, unless the workbook says not."""
    workbook = read_workbook(blank_xlsx("en"), ".xlsx")
    workbook[0]["A1"].write([[1, "=A1*2"]])
    workbook.recalculate()
    files = unpack(workbook.to_bytes())
    part = files["xl/workbook.xml"].decode()
    said = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    part = re.sub(r"<calcPr[^>]*/>", "", part).replace(
        "</workbook>", f"<calcPr {said}/></workbook>"
    )
    states = dict(import_xlsx(pack({**files, "xl/workbook.xml": part.encode()})))

    def change(workbook: Workbook) -> None:
        workbook[0]["A1"].value = 25
        workbook[0]["C1"].value = "=B1+1"

    assert results(edited(states, change)) == {"s1": told}
