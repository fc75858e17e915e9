"""A workbook whose overlay was folded goes back into its file as one that was not."""

import pytest

from tests.formats.packages import pack, unpack
from tests.formats.workbook_views import package, with_entries
from tongwen.formats.xlsx import blank_xlsx, import_xlsx, projection
from tongwen.formats.xlsx.exporter import export_xlsx
from tongwen.formats.xlsx.live import LiveBook, map_reader
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


ROWS = 40


def _filled() -> bytes:
    """Return a workbook of several blocks: values, shared and array formulas, sizes, styles."""
    rows = []
    for row in range(1, ROWS + 1):
        said = ' ref="B1:B40" si="0">A1*2</f>'
        shared = f'<f t="shared"{said}' if row == 1 else '<f t="shared" si="0"/>'
        array = '<f t="array" ref="C1:C3">A1:A3</f>' if row == 1 else ""
        cells = "".join(f'<c r="{col}{row}" s="1"><v>{row}</v></c>' for col in COLUMNS)
        rows.append(
            f'<row r="{row}" ht="{10 + row}" customHeight="1"><c r="A{row}"><v>{row}</v></c>'
            f'<c r="B{row}">{shared}<v>{row * 2}</v></c><c r="C{row}">{array}<v>7</v></c>'
            f"{cells}</row>"
        )
    return pack(package(f"<sheetData>{''.join(rows)}</sheetData>"))


COLUMNS = [f"{first}{second}" for first in "AB" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def _folded(workbook: Workbook) -> dict[str, bytes]:
    states = workbook.states()
    for part, update in fold_workbook(states):
        states[part] = fold([states[part], update], keep_deletions=False)
    return states


def test_only_what_was_folded_is_read_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    original = _filled()
    workbook = Workbook.of_states(import_xlsx(original))
    workbook[0]["A30"].value = "new"
    workbook[0]["BD12"].value = 5
    states = _folded(workbook)
    later = Workbook.of_states(states)
    later[0]["A5"].value = "later"
    states = later.states()
    live = LiveBook(lambda part: map_reader(states.get(part))).sheet("s1")
    bands = len(live.blocks)
    assert bands > 2
    assert live.folded_bands is not None
    assert 0 < sum(count for _, count in live.folded_bands) < bands
    monkeypatch.setattr(projection, "import_xlsx", _refuse)
    data = export_xlsx(original, states)
    edited = Workbook.of_states(import_xlsx(original))
    edited[0]["A30"].value = "new"
    edited[0]["BD12"].value = 5
    edited[0]["A5"].value = "later"
    assert unpack(data) == unpack(export_xlsx(original, edited.states()))


def _refuse(_: bytes) -> dict[str, bytes]:
    raise AssertionError("the whole file was read")


@pytest.mark.parametrize("said", [None, "all", [[1]], [[0, -1]], [["0", 1]], [[0, 0]], [None]])
def test_without_word_of_what_was_folded_the_whole_file_is_read(said: object) -> None:
    original = _filled()
    workbook = Workbook.of_states(import_xlsx(original))
    workbook[0]["A30"].value = "new"
    expected = unpack(export_xlsx(original, workbook.states()))
    states = _folded(workbook)
    states = with_entries(states, "sheet:s1", "base", {"folded": said})
    assert unpack(export_xlsx(original, states)) == expected


def test_bands_that_were_folded_add_up() -> None:
    original = _filled()
    states = import_xlsx(original)
    found = []
    for row in (1, 39, 2):
        workbook = Workbook.of_states(states)
        workbook[0].range(row, 0).value = "x"
        states = _folded(workbook)
        live = LiveBook(lambda part, now=states: map_reader(now.get(part))).sheet("s1")
        found.append(live.folded_bands)
    last = 39 // live.height
    assert found[0] == [(0, 1)]
    assert found[1] == found[2] == [(0, 1), (last, 1)]
    assert last > 1


def test_a_folded_file_whose_rows_do_not_ascend_is_written_too() -> None:
    rows = '<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    original = pack(package(f"<sheetData>{rows}</sheetData>"))
    workbook = Workbook.of_states(import_xlsx(original))
    workbook[0]["A3"].value = 3
    again = Workbook.of_states(import_xlsx(export_xlsx(original, _folded(workbook))))
    assert again[0]["A1:A3"].values == [[1], [2], [3]]
