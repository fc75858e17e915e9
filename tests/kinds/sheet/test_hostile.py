"""Entries that no editor of ours wrote: they are ignored, and what is sound is still read."""

import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.sheet.replicas import Replica, dump, small_workbook
from tongwen.kinds.sheet import commands
from tongwen.kinds.sheet.blocks import pack
from tongwen.kinds.sheet.document import Workbook
from tongwen.kinds.sheet.folding import fold_workbook
from tongwen.ydoc import root_map

START = small_workbook()

TEXTS = ["", "0", "1", "x", "rows", "\x01+0,+0,0\x02", "\x01", "a-0/1", "merge", "文"]
BYTES = [b"", b"junk", pack([[1, {}], [None]]), pack({"f": [], "x": [[0, 0, [1], 0]]})]
MEMBERS = "t rows cols data v areas style line n k d m type area f e r c name formula * anchor kind"
KEYS = "0 1 0:0 1:2 a-0:1 a-0/1:0 x base height lines t size s1.name s1.order s1.dead s3.name a-0"

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from([0, 1, -1, 2, 3.5, 1e300, 2**52]),
        st.sampled_from(
            ["", "0", "1", "x", "rows", "\x01+0,+0,0\x02", "\x01", "a-0/1", "merge", "文"]
        ),
        st.sampled_from(
            [b"", b"junk", pack([[1, {}], [None]]), pack({"f": [], "x": [[0, 0, [1], 0]]})]
        ),
        st.just([["", 0, 2]]),
        st.just([["0", "0", "1", "1"]]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(MEMBERS.split()),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=8,
)
PLACES = st.sampled_from(
    [
        *[
            ("book", name)
            for name in ("sheets", "names", "styles", "settings", "rows:s1", "cols:s1")
        ],
        *[("sheet:s1", name) for name in ("base", "cells", "puts", "paints", "objects", "view")],
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(PLACES, st.sampled_from(["", ".name", *KEYS.split()]), VALUES),
        min_size=1,
        max_size=6,
    )
)
def test_any_entries_can_be_read_written_over_and_folded(
    entries: list[tuple[tuple[str, str], str, Any]],
) -> None:
    replica = Replica(START, 3)
    for (part, name), key, value in entries:
        root_map(replica.open(part), name)[key] = value
    before = dump(replica.book)
    sids = [info.sid for info in replica.book.sheets()]
    assert len(sids) == len(before) - 1
    for part, update in fold_workbook(replica.states()):
        replica.receive({part: update})
    assert contents(dump(replica.book)) == contents(before)
    sheet = replica.book.sheet("s2")
    commands.set_contents(sheet, 20, 3, [["sound"]])
    assert sheet.content(20, 3) == "sound"


def contents(shown: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {place: content for place, (content, _) in sheet["cells"].items()}
        for name, sheet in shown.items()
        if name != " names"
    }


ONE = [["", 0, 1]]


@pytest.mark.parametrize(
    "entry",
    [
        {"t": 1, "rows": [["", 0, 10**8]], "cols": [["", 0, 10**6]], "v": 1},
        {"t": 1, "rows": [["", 0, 1]], "cols": [["", 0, 1]], "data": zlib.compress(b"[" * 10**6)},
        {
            "t": 1,
            "rows": [["", 0, 1]],
            "cols": [["", 0, 1]],
            "data": zlib.compress(b" " * 10**8, 9),
        },
        {"t": 1, "rows": [], "cols": [], "v": 1},
        {"t": -5, "rows": ONE, "cols": ONE, "v": 1},
    ],
)
def test_puts_of_no_sense_write_nothing(entry: dict[str, Any]) -> None:
    replica = Replica(START, 3)
    before = dump(replica.book)
    root_map(replica.open("sheet:s1"), "puts")["a-0"] = entry
    assert dump(replica.book) == before


def test_a_put_shorter_than_its_lines_leaves_the_rest() -> None:
    replica = Replica(START, 3)
    entry = {"t": 1, "rows": [["", 0, 3]], "cols": [["", 0, 2]], "data": pack([[7], 5])}
    root_map(replica.open("sheet:s1"), "puts")["a-0"] = entry
    sheet = replica.book.sheet("s1")
    assert [sheet.content(row, 0) for row in range(3)] == [7, 1, 2]
    assert sheet.content(0, 1) == 0


def test_numbers_that_are_none_are_shown_as_errors() -> None:
    replica = Replica(START, 3)
    root_map(replica.open("sheet:s1"), "cells")["0:0"] = [1, float("inf")]
    assert replica.book.sheet("s1").content(0, 0) == {"e": "#NUM!"}


def test_a_book_without_worksheets_has_none() -> None:
    workbook = Workbook.of_states({})
    assert workbook.sheets == []
    assert workbook.names == {}
    with pytest.raises(KeyError):
        workbook["x"]
    with pytest.raises(IndexError):
        workbook[0]
