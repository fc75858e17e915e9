"""A workbook whose overlay was folded goes back into its file as one that was not."""

from tongwen.formats.xlsx import blank_xlsx, import_xlsx
from tongwen.formats.xlsx.exporter import export_xlsx
from tongwen.kinds.sheet.document import Workbook
from tongwen.kinds.sheet.folding import fold_workbook
from tongwen.ydoc.states import fold


def test_a_folded_workbook_is_written_as_it_reads() -> None:
    original = blank_xlsx("en")
    workbook = Workbook.of_states(import_xlsx(original))
    sheet = workbook[0]
    sheet["A1"].write([[1, "a"], [2, "=A1+A2"], [3, None]])
    sheet["D:D"].set_style(italic=True)
    sheet["2:2"].set_style(bold=True)
    sheet["B2"].set_style(fill="FF0000")
    sheet.insert_rows(1, 2)
    sheet["A2"].value = "new"
    sheet.insert_columns(1)
    sheet["B1"].value = "column"
    states = workbook.states()
    for part, update in fold_workbook(states):
        states[part] = fold([states[part], update], keep_deletions=False)
    again = Workbook.of_states(import_xlsx(export_xlsx(original, states)))[0]
    assert again["A1:D5"].values == sheet["A1:D5"].values
    assert again["A1:D5"].formulas == sheet["A1:D5"].formulas
    for place in ("A1", "E1", "E4", "C4", "F4", "E9"):
        here, there = sheet[place].style, again[place].style
        for member in ("bold", "italic", "fill"):
            assert here.get(member) == there.get(member), (place, member)
