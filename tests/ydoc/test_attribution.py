"""Who wrote what: against a plain record kept while people typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from tongwen.ydoc.attribution import JOINED_MS, Attribution, Change, Changes, LogRow
from tongwen.ydoc.ranges import BadUpdate, Summary, summarise
from tongwen.ydoc.rangesets import RangeSet, dump
from tongwen.ydoc.states import fold, fold_with_summary

NOTHING = dump(Summary())


def by_clock(changes: list[Change]) -> dict[tuple[int, int], int]:
    """Person by (client, clock); a clock that is in two ranges fails."""
    found: dict[tuple[int, int], int] = {}
    for client, start, stop, person, _ in changes:
        for clock in range(start, stop):
            assert (client, clock) not in found
            found[client, clock] = person
    return found


def expected(rows: list[LogRow], skipped: int) -> tuple[dict[tuple[int, int], int], ...]:
    """Go through the rows one clock at a time."""
    inserted: dict[tuple[int, int], int] = {}
    deleted: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        summary = summarise(row.update)
        for ranges, found in ((summary.structs, inserted), (summary.deletes, deleted)):
            for client, runs in ranges.items():
                for start, stop in runs:
                    for clock in range(start, stop):
                        found.setdefault((client, clock), -1 if number < skipped else row.person)
    return tuple({k: v for k, v in found.items() if v >= 0} for found in (inserted, deleted))


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.booleans()), max_size=40),
    st.integers(0, 40),
    st.integers(1, 9),
)
def test_the_first_to_say_something_did_it(
    keys: list[tuple[int, int, bool]], skipped: int, page: int
) -> None:
    docs: list[Doc[object]] = [Doc(client_id=number + 1, skip_gc=True) for number in range(3)]
    rows: list[LogRow] = []
    for who, at, writes in keys:
        doc = docs[who]
        before = doc.get_state()
        text = doc.get("t", type=Text)
        if writes:
            text.insert(at % (len(text) + 1), "ab")
        elif at % 4 == 0:
            doc.apply_update(docs[(who + 1) % 3].get_update())
            before = b"\x00"  # somebody who reconnects repeats everything
        elif len(text):
            del text[at % len(text) : at % len(text) + 1]
        rows.append(LogRow(who, at * JOINED_MS // 3, doc.get_update(before)))
    base = fold_with_summary([row.update for row in rows[:skipped]]).summary
    changes = Changes()
    for start in range(min(skipped, len(rows)), len(rows), page):
        attribution = Attribution(base)
        changes.add(Changes.from_json(attribution.read(rows[start : start + page]).to_json()))
        base = attribution.after()
    changes = changes.joined()
    inserted, deleted = expected(rows, skipped)
    assert by_clock(changes.inserted) == inserted
    assert by_clock(changes.deleted) == deleted
    for listed in (changes.inserted, changes.deleted):
        assert listed == sorted(listed)


def test_typing_is_one_change_until_a_pause() -> None:
    doc: Doc[object] = Doc(client_id=7)
    text = doc.get("t", type=Text)
    rows: list[LogRow] = []
    doc.observe(lambda event: rows.append(LogRow(0, times.pop(0), event.update)))
    times = [0, 1000, 2000, JOINED_MS + 1, JOINED_MS + 2]
    for _ in range(5):
        text += "x"
    assert Attribution(NOTHING).read(rows) == Changes(
        [(7, 0, 3, 0, 0), (7, 3, 5, 0, JOINED_MS + 1)]
    )


def test_a_merge_of_all_is_as_its_rows() -> None:
    doc: Doc[object] = Doc(client_id=7, skip_gc=True)
    text = doc.get("t", type=Text)
    text += "abcdef"
    del text[1:3]
    del text[2:3]
    whole = Attribution(NOTHING).read([LogRow(4, 5, fold([doc.get_update()]))])
    assert whole == Changes([(7, 0, 6, 4, 5)], [(7, 1, 3, 4, 5), (7, 4, 5, 4, 5)])


def test_a_row_that_is_no_update_is_refused() -> None:
    with pytest.raises(BadUpdate):
        Attribution(NOTHING).read([LogRow(0, 0, b"\x01")])


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=12),
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=5),
)
def test_what_is_missing_from_a_set(
    held: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    kept = RangeSet()
    plain: set[int] = set()
    for start, length in held:
        kept.add({1: [(start, start + length)]})
        plain.update(range(start, start + length))
    for start, length in asked:
        gaps = kept.missing({1: [(start, start + length)]}).get(1, [])
        assert [clock for gap in gaps for clock in range(*gap)] == sorted(
            set(range(start, start + length)) - plain
        )
        assert kept.missing({2: [(start, start + length)]}) == {2: [(start, start + length)]}
