"""Only what changed is told, wherever its cell is now."""

from collections.abc import Callable

from tongwen.kinds.sheet.calc.results import pack_values, results, unpack_values
from tongwen.kinds.sheet.document import Workbook


def both(edit: Callable[[Workbook], None]) -> tuple[dict[str, bytes], dict[str, bytes], Workbook]:
    workbook = Workbook.of_states({})
    sheet = workbook.add_sheet("S")
    sheet["A1:A3"].values = [[1], [2], [3]]
    sheet["B1"].value = "=A1*10"
    sheet["B2"].value = "=SUM(A1:A3)"
    sheet["B3"].value = "=NOSUCH(1)"
    sheet["B4"].value = "=0.1+0.2"
    before = workbook.states()
    edit(workbook)
    return before, workbook.states(), workbook


def test_nothing_changed() -> None:
    before, now, _ = both(lambda _: None)
    assert results(now, before) == {}


def test_one_cell_changes_its_dependents_alone() -> None:
    def edit(workbook: Workbook) -> None:
        workbook["S"]["A2"].value = 5

    before, now, workbook = both(edit)
    assert results(now, before) == {workbook["S"].sid: {(1, 1): 9}}


def test_a_formula_that_only_moved_is_not_told() -> None:
    def edit(workbook: Workbook) -> None:
        workbook["S"].insert_rows(0, 2)
        workbook["S"]["C1"].value = "=ROW(B4)"

    before, now, workbook = both(edit)
    assert results(now, before) == {workbook["S"].sid: {(0, 2): 4}}


def test_values_come_back_from_another_process() -> None:
    values = {"s1": {(0, 1): 5, (2, 3): {"e": "#N/A"}, (4, 5): None, (6, 7): "文", (8, 9): True}}
    assert unpack_values(pack_values(values)) == values
