"""Folding: a workbook reads the same, stays small, and late edits mean what they meant."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.sheet.actions import act
from tests.kinds.sheet.replicas import Replica, dump, small_workbook, synchronise
from tongwen.core.errors import Invalid
from tongwen.kinds.sheet import commands
from tongwen.kinds.sheet.blocks import BlockWriter
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.folding import fold_workbook, overlay_length
from tongwen.kinds.sheet.parts import BookEntries, SheetEntries, first_updates
from tongwen.ydoc.states import fold

START = small_workbook()
SEEDS = st.integers(0, 2**32)


def folded(states: dict[str, bytes]) -> dict[str, bytes]:
    """Return the states with their folding, as the server keeps them."""
    result = dict(states)
    for part, update in fold_workbook(states):
        result[part] = fold([result.get(part, b"\x00\x00"), update], keep_deletions=False)
    return result


def random_states(rng: random.Random, count: int) -> dict[str, bytes]:
    replicas = [Replica(START, client) for client in (21, 22)]
    for _ in range(2):
        for replica in replicas:
            for _ in range(rng.randrange(count)):
                act(rng, replica)
        synchronise(*replicas)
    return replicas[0].states()


def contents_of(shown: dict[str, Any]) -> dict[str, Any]:
    return {
        name: sheet if name == " names" else {k: c for k, (c, _) in sheet["cells"].items() if c}
        for name, sheet in shown.items()
    }


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_folded_workbook_reads_the_same_at_every_moment(seed: int) -> None:
    states = random_states(random.Random(seed), 12)
    before = dump(Replica(states, 31).book)
    later = Replica(states, 31)
    for part, update in fold_workbook(states):
        later.receive({part: update})
        assert dump(later.book) == before
    assert dump(Replica(folded(states), 32).book) == before


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_folding_twice_changes_nothing_more(seed: int) -> None:
    states = random_states(random.Random(seed), 12)
    once = folded(states)
    assert fold_workbook(once) == []
    assert overlay_length(once) <= 2 * len(states)  # one delete an axis


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_what_was_written_offline_means_what_it_meant(seed: int) -> None:
    rng = random.Random(seed)
    states = random_states(rng, 8)
    offline = Replica(states, 41)
    for _ in range(6):
        act(rng, offline)
    late = offline.states()
    unfolded, merged = Replica(states, 42), Replica(folded(states), 42)
    unfolded.receive(late)
    merged.receive(fold_after(states, late))
    merged.receive(late)
    assert contents_of(dump(merged.book)) == contents_of(dump(unfolded.book))
    assert dump(Replica(folded(merged.states()), 43).book) == dump(merged.book)


def fold_after(states: dict[str, bytes], late: dict[str, bytes]) -> dict[str, bytes]:
    """Parts that the server got only from the late edits."""
    return {part: late[part] for part in late if part not in states}


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_parts_that_arrive_apart_are_not_lost(seed: int) -> None:
    """A worksheet's part may arrive before the rows of the book that it speaks of."""
    rng = random.Random(seed)
    writer = Replica(START, 51)
    before = writer.states()
    sheet = writer.book.sheet("s1")
    commands.insert_lines(sheet, "rows", 2, 3)
    width = rng.randrange(1, 30)
    commands.set_contents(sheet, 1, 0, [[f"{r}{c}" for c in range(width)] for r in range(6)])
    commands.insert_lines(sheet, "cols", 1, 2)
    commands.set_contents(sheet, 0, 0, [[r * c for c in range(20)] for r in range(6)])
    commands.set_style(sheet, [(2, 0, 4, 3)], {"bold": True})
    expected = contents_of(dump(writer.book))
    states = dict(before)
    states["sheet:s1"] = writer.states()["sheet:s1"]
    early = folded(states)
    early["book"] = fold([early["book"], writer.states()["book"]])
    assert contents_of(dump(Replica(early, 52).book)) == expected
    assert contents_of(dump(Replica(folded(early), 53).book)) == expected


def test_rounds_of_insertions_and_deletions_leave_the_size_flat() -> None:
    replica = Replica(START, 100)
    rows = [[row, *[f"{row * col} of them" for col in range(9)]] for row in range(2000)]
    commands.set_contents(replica.book.sheet("s2"), 5, 0, rows)
    formula = {"f": replica.book.encode("SUM(A3:A202)", "s2")}
    commands.set_contents(replica.book.sheet("s2"), 0, 6, [[formula]])
    states = folded(replica.states())
    sizes = []
    for round_ in range(5):
        replica = Replica(states, 101 + round_)
        sheet = replica.book.sheet("s2")
        commands.insert_lines(sheet, "rows", 3, 1000)
        rows = [
            [row, f"x{row}", {"f": replica.book.encode(f"A{row + 4}*2", "s2")}]
            for row in range(1000)
        ]
        commands.set_contents(sheet, 3, 0, rows)
        commands.set_style(sheet, [(3, 0, 1002, 2)], {"bold": True})
        states = folded(replica.states())
        replica = Replica(states, 201 + round_)
        commands.delete_lines(replica.book.sheet("s2"), "rows", [(3, 1002)])
        states = folded(replica.states())
        sizes.append(sum(map(len, states.values())))
    book = Replica(states, 300).book
    assert book.rows("s2").plain
    assert book.sheet("s2").formula(0, 6) == "SUM(A3:A202)"
    assert sizes[-1] < sizes[0] * 1.05


def test_a_filled_column_shares_one_template_after_folding() -> None:
    replica = Replica(START, 61)
    sheet = replica.book.sheet("s2")
    rows = [[{"f": replica.book.encode(f"A{row + 1}*$B$1", "s2")}] for row in range(1000)]
    commands.set_contents(sheet, 0, 2, rows)
    states = folded(replica.states())
    later = Replica(states, 62).book.sheet("s2")
    templates = {t for run, band in later.bands() for t in later.block(run, band).templates}  # type: ignore[union-attr]
    assert "\x01+0,-2,0\x02*\x010,1,3\x02" in templates
    assert len(templates) <= 3
    assert later.formula(999, 2) == "A1000*$B$1"


def test_whole_columns_and_rows_become_styles_of_lines() -> None:
    replica = Replica(START, 71)
    sheet = replica.book.sheet("s2")
    commands.set_style(sheet, [(0, 0, 1_048_575, 16_383)], {"size": 9})
    commands.set_style(sheet, [(0, 3, 1_048_575, 3)], {"fill": "FF0000"})
    commands.set_style(sheet, [(5, 0, 5, 16_383)], {"italic": True})
    before = dump(replica.book)
    later = Replica(folded(replica.states()), 72)
    assert dump(later.book) == before
    sheet = later.book.sheet("s2")
    assert not sheet.paints
    assert sheet.style(5, 3) == {"size": 9, "fill": "FF0000", "italic": True}
    assert sheet.style(5, 9000) == {"size": 9, "italic": True}
    assert sheet.style(4, 3) == {"size": 9, "fill": "FF0000"}
    assert sum(len(row) for _, row in sheet.read()) < 10


def test_a_huge_painted_area_stays_a_paint() -> None:
    replica = Replica(START, 81)
    sheet = replica.book.sheet("s2")
    commands.set_style(sheet, [(0, 0, 99_999, 20)], {"size": 9})
    commands.set_contents(sheet, 0, 0, [[1]])
    later = Replica(folded(replica.states()), 82).book.sheet("s2")
    assert len(later.paints) == 1
    assert not later.cells
    assert (later.content(0, 0), later.style(0, 0)) == (1, {"size": 9})


def test_undoing_an_insertion_that_was_folded_takes_its_cells_out_of_sight() -> None:
    replica = Replica(START, 91)
    sheet = replica.book.sheet("s1")
    commands.insert_lines(sheet, "rows", 0, 1)
    with_rows = replica.states()
    other = Replica(with_rows, 92)
    commands.set_contents(other.book.sheet("s1"), 0, 0, [["in the new row"]])
    for part, update in folded(other.states()).items():
        replica.receive({part: update})
    assert sheet.content(0, 0) == "in the new row"
    assert replica.book.entries.undo()
    assert sheet.content(0, 0) == 0
    again = Replica(folded(replica.states()), 93)
    replica.receive(again.states())
    assert replica.book.entries.redo()
    assert sheet.content(0, 0) == "in the new row"


def test_what_is_no_update_is_refused() -> None:
    with pytest.raises(Invalid):
        fold_workbook({"book": b"\xff\xff\xff"})


def test_what_nobody_wrote_over_is_not_folded() -> None:
    assert fold_workbook(START) == []
    book = BookEntries({"s1": {"name": "S", "order": "V"}}, styles=[{"font": "等线"}])
    writer = BlockWriter()
    writer.add(0, [0], [1], [0])
    sheets = {"s1": SheetEntries(writer.finish(), writer.height)}
    assert fold_workbook(first_updates(book, sheets)) == []


def test_an_empty_workbook_folds_to_nothing() -> None:
    assert fold_workbook({}) == []
    assert isinstance(Replica({}, 1).book, Book)


def test_cells_that_nobody_painted_keep_the_style_id_of_the_file() -> None:
    """Two formats of a file may look the same and be told apart by it."""
    writer = BlockWriter()
    for row in range(4):
        writer.add(row, [0, 1, 2], [row, row, row], [0, 1, 2])
    book = BookEntries({"s1": {"name": "S", "order": "V"}}, styles=[{}, {"bold": True}] * 2)
    sheets = {
        "s1": SheetEntries(writer.finish(), writer.height, lines={"cols": [[5, 1, {"style": 3}]]})
    }
    replica = Replica(first_updates(book, sheets), 3)
    commands.set_style(replica.book.sheet("s1"), [(0, 0, 0, 9), (0, 7, 1_048_575, 7)], {"size": 9})
    commands.set_contents(replica.book.sheet("s1"), 1, 1, [["new"]])
    sheet = Replica(folded(replica.states()), 4).book.sheet("s1")
    block = sheet.block("", 0)
    assert block is not None
    kept = {row.row: [row.style_at(place) for place in range(3)] for row in block.rows}
    assert [kept[row] for row in (1, 2, 3)] == [[0, 1, 2]] * 3
    assert sheet.base_lines("cols")[0] == (("", 5), 1, {"style": 3})
    assert sheet.style(0, 1) == {"bold": True, "size": 9}
