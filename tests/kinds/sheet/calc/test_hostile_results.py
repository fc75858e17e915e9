"""Workbooks that no editor of ours wrote are computed as far as they make sense, or refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.sheet.replicas import Replica
from tests.kinds.sheet.test_hostile import KEYS, PLACES, START, VALUES
from tongwen.core.errors import TongwenError
from tongwen.kinds.sheet.blocks import pack
from tongwen.kinds.sheet.calc.results import is_folded, results
from tongwen.ydoc import root_map

Entries = list[tuple[tuple[str, str], str, Any]]


def written(entries: Entries) -> dict[str, bytes]:
    replica = Replica(START, 3)
    for (part, name), key, value in entries:
        root_map(replica.open(part), name)[key] = value
    return replica.states()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(PLACES, st.sampled_from(["", ".name", *KEYS.split()]), VALUES),
        min_size=1,
        max_size=6,
    )
)
def test_any_entries_can_be_computed(entries: Entries) -> None:
    now = written(entries)
    before = dict(START)
    for known in (None, before):
        told = results(now, known)
        assert all(row >= 0 and col >= 0 for cells in told.values() for row, col in cells)
    assert is_folded(now) in (True, False)


SUM = "\x01+0,0,0;+0,1,0\x02"


@pytest.mark.parametrize(
    "template",
    [
        "SUM(\x010,0,0;1048575,16383,0\x02)",
        "SUM(\x01,0,0;,16383,0\x02)",
        "SUM(\x010,,0;1048575,,0\x02)",
        "\x01+99999999,+99999999,0\x02",
        "\x01-99999999,0,0\x02",
        "\x01nosuch!0,0,0\x02+1",
        "\x01s1:s2!0,0,0;3,3,0\x02",
        "\x01s2:s1!+0,+0,0\x02",
        "\x01" * 50,
        "(" * 5000,
        "INDIRECT(\x010,0,0\x02)",
        "OFFSET(\x010,0,0\x02,1E9,1E9)",
        "Table1[[#This Row],[x]]",
        "[@x]*2",
        "\x01+0,+0,0\x02",
        "LET(a,LET(a,LET(a,1,a),a),a)",
    ],
)
def test_templates_of_any_kind(template: str) -> None:
    block = pack({"f": [template, SUM], "x": [[0, 5, [[0, 1], [1, 2], [7, 1], [], [0]], 0]]})
    cells = [
        (("sheet:s1", "cells"), f"0:{col}", [9, content])
        for col, content in enumerate(
            [5, {"f": template}, {"f": template, "a": [1e6, 1e6]}, {"f": template, "dyn": 1}]
        )
    ]
    now = written([(("sheet:s1", "base"), "0", block), *cells])
    told = results(now)
    assert set(told) <= {"s1", "s2"}


def test_an_array_as_large_as_the_worksheet_is_refused_or_computed_quickly() -> None:
    content = {"f": "SEQUENCE(1048576,16384)", "dyn": 1}
    now = written([(("sheet:s1", "cells"), "0:0", [9, content])])
    try:
        told = results(now)
    except TongwenError as error:
        assert error.code == "conversion-too-large"
    else:
        assert isinstance(told["s1"][0, 0], dict)
