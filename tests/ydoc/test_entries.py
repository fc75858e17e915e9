"""Turning one document of plain entries into another, while somebody goes on writing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map

from tongwen.core.errors import Invalid
from tongwen.ydoc import load, root_map, root_names
from tongwen.ydoc.entries import replace_entries
from tongwen.ydoc.states import EMPTY_UPDATE

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(-1e9, 1e9).map(float)
    | st.text(max_size=4)
    | st.binary(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)
ENTRIES = st.dictionaries(
    st.sampled_from(["cells", "base", "puts"]),
    st.dictionaries(st.text(min_size=1, max_size=2), VALUES, max_size=5),
    max_size=3,
)


def state(entries: dict[str, dict[str, Any]]) -> bytes:
    doc: Doc[Any] = Doc()
    with doc.transaction():
        for name, values in entries.items():
            shared = doc.get(name, type=Map)
            for key, value in values.items():
                shared[key] = value
    return doc.get_update()


def says(*updates: bytes) -> dict[str, dict[str, Any]]:
    doc = load(*updates)
    return {name: found for name in root_names(doc) if (found := root_map(doc, name).to_py())}


@settings(max_examples=150, deadline=None)
@given(ENTRIES, ENTRIES)
def test_it_becomes_the_other_and_only_what_differs_is_written(
    before: dict[str, dict[str, Any]], wanted: dict[str, dict[str, Any]]
) -> None:
    live, other = state(before), state(wanted)
    update = replace_entries(live, other)
    assert says(live, update) == says(other)
    assert replace_entries(load(live, update).get_update(), other) == EMPTY_UPDATE
    assert replace_entries(live, live) == EMPTY_UPDATE


def test_what_somebody_writes_meanwhile_stays() -> None:
    live = state({"cells": {"0:0": [1, "old"]}})
    update = replace_entries(live, state({"cells": {"1:1": [1, "new"]}}))
    page = load(live)
    root_map(page, "cells")["2:2"] = [2, "typed"]
    page.apply_update(update)
    assert root_map(page, "cells").to_py() == {"1:1": [1, "new"], "2:2": [2, "typed"]}


def test_nothing_becomes_something_and_something_nothing() -> None:
    full = state({"base": {"0": b"block"}})
    assert says(replace_entries(b"", full)) == {"base": {"0": b"block"}}
    assert says(full, replace_entries(full, b"")) == {}


def test_bytes_inside_an_object_stay_bytes() -> None:
    wanted = state({"puts": {"t": {"t": 1, "data": b"\x00\xff"}}})
    assert says(replace_entries(b"", wanted))["puts"]["t"]["data"] == b"\x00\xff"


def test_what_is_no_state_is_refused() -> None:
    with pytest.raises(Invalid):
        replace_entries(b"\xff\xff\xff", state({}))
