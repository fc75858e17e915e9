"""An axis is what its operations say, line by line."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongwen.kinds.sheet.axis import read_axis
from tongwen.kinds.sheet.keys import base_key, base_keys_below, is_key, key_between
from tongwen.kinds.sheet.lines import (
    column_index,
    column_name,
    line_id,
    lines_of,
    parse_line,
    parse_spans,
    spans_of,
)

FEW = 60  # base lines that are compared

KEYS = st.text("0MVz", min_size=1, max_size=6)


def simply(entries: dict[str, Any]) -> list[str]:
    """The live lines in order, told line by line as the README says it."""
    lines = [("", index, base_key(index)) for index in range(FEW * 3)]
    for token, entry in entries.items():
        if "n" in entry:
            lines += [(token, at, entry["k"] + base_key(at)) for at in range(entry["n"])]
    keys = {(run, at): key for run, at, key in lines}
    moves = sorted((entry["t"], token) for token, entry in entries.items() if "m" in entry)
    for _, token in moves:
        for place, line in enumerate(lines_of([tuple(span) for span in entries[token]["m"]])):
            if line in keys:
                keys[line] = entries[token]["k"] + base_key(place)
    dead = {
        line
        for entry in entries.values()
        if "d" in entry
        for line in lines_of([tuple(span) for span in entry["d"]])
    }
    live = sorted((key, line_id(line)) for line, key in keys.items() if line not in dead)
    return [identity for _, identity in live]


def random_operations(rng: random.Random, count: int) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for number in range(count):
        axis = read_axis(entries)
        token = f"{rng.choice('abc')}-{number}"
        at, kind = rng.randrange(FEW), rng.randrange(3)
        first = rng.randrange(FEW)
        spans = [list(span) for span in axis.spans(first, first + rng.randrange(4))]
        if kind == 1:
            entries[token] = {"d": spans}
            continue
        key = key_between(*axis.neighbours(at), token, rng.choice(["after", "before", "middle"]))
        if kind == 0:
            entries[token] = {"n": rng.randrange(1, 5), "k": key}
        else:
            entries[token] = {"m": spans, "k": key, "t": rng.randrange(4)}
    for token in list(entries):
        if rng.random() < 0.15:
            del entries[token]  # undone
    return entries


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_an_axis_is_its_lines_sorted_by_key(seed: int) -> None:
    rng = random.Random(seed)
    entries = random_operations(rng, 14)
    axis = read_axis(entries)
    expected = simply(entries)[: FEW * 2]
    assert [axis.id_at(at) for at in range(len(expected))] == expected
    for at, identity in enumerate(expected):
        line = parse_line(identity)
        assert line is not None
        assert axis.position(line) == at
    first, last = sorted((rng.randrange(FEW), rng.randrange(FEW)))
    spans = axis.spans(first, last)
    assert [line_id(line) for line in lines_of(spans)] == expected[first : last + 1]
    assert axis.ranges(spans) == [(first, last)]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_dead_lines_snap_to_their_neighbours(seed: int) -> None:
    entries = random_operations(random.Random(seed), 12)
    axis = read_axis(entries)
    for token, entry in entries.items():
        for line in lines_of([tuple(span) for span in entry.get("d", [])]):
            if axis.state(line) != "dead":
                continue
            after, before = axis.snap(line, 1), axis.snap(line, -1)
            assert after is not None
            key = (axis.key(line), line_id(line))
            assert (axis.key(axis.line_at(after)), axis.id_at(after)) > key, token
            assert before == (after - 1 if after else None)
            if before is not None:
                assert (axis.key(axis.line_at(before)), axis.id_at(before)) < key


MOVED = st.lists(
    st.tuples(st.sampled_from(["", "a-0"]), st.integers(0, 30), st.integers(1, 5)).map(list),
    max_size=3,
)
OPERATIONS = st.one_of(
    st.fixed_dictionaries({"n": st.integers(1, 9), "k": KEYS}),
    st.fixed_dictionaries({"m": MOVED, "k": KEYS, "t": st.integers(0, 3)}),
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("ab-01", min_size=1, max_size=4), OPERATIONS, max_size=6))
def test_keys_that_nobody_minted_are_sorted_too(entries: dict[str, Any]) -> None:
    axis = read_axis(entries)
    expected = simply(entries)[:FEW]
    assert [axis.id_at(at) for at in range(len(expected))] == expected


@pytest.mark.parametrize(
    "entry",
    [
        None, 5, [], {}, {"n": 0, "k": "M"}, {"n": 1.5, "k": "M"}, {"n": -1, "k": "M"},
        {"n": 2_000_000, "k": "M"}, {"n": True, "k": "M"}, {"n": 1, "k": ""}, {"n": 1, "k": "文"},
        {"n": 1, "k": "M" * 5000}, {"n": 1}, {"d": 7}, {"d": [["", -1, 2]]}, {"d": [["", 1]]},
        {"d": [[0, 1, 2]]}, {"m": [["", 0, 1]], "k": "M"}, {"m": [["", 0, 1]], "t": 1},
        {"m": [["", 0, 10**9]], "k": "M", "t": 1}, {"m": "x", "k": "M", "t": 1},
    ],
)  # fmt: skip
def test_malformed_operations_are_ignored(entry: Any) -> None:
    assert read_axis({"a-0": entry}).plain


def test_huge_operations_take_no_time() -> None:
    entries = {
        f"a-{number}": {"n": 1_048_576, "k": f"M000{number % 10}V{number}V"}
        for number in range(500)
    }
    entries["d"] = {"d": [[f"a-{number}", 1, 1_000_000_000] for number in range(500)]}
    axis = read_axis(entries)
    assert axis.position(("", 20)) == 20 + 500
    assert len(axis.spans(0, 1_000_000)) <= 1100


@given(st.lists(KEYS, min_size=2, max_size=2, unique=True), st.sampled_from(["a-1", "0-zz"]))
def test_a_new_key_lies_between(pair: list[str], token: str) -> None:
    left, right = sorted(f"{key}V" for key in pair)
    key = key_between(left, right, token)
    assert left < key < right
    assert not right.startswith(key)
    assert is_key(key)


def test_keys_stay_short_when_people_go_on_in_one_direction() -> None:
    left, right = base_key(4), base_key(5)
    for number in range(1000):
        left = key_between(left, right, f"9zzzzz-{number}", "after")
    assert len(left) < 250


@given(st.text("0159AMVaz", max_size=8))
def test_base_keys_below_a_text_are_counted(text: str) -> None:
    expected = sum(base_key(index) < text for index in range(0, 62**4, 62**2))
    below = base_keys_below(text)
    assert (below + 62**2 - 1) // 62**2 == expected


@given(st.integers(0, 16_383))
def test_columns_have_letters(col: int) -> None:
    assert column_index(column_name(col)) == col


@pytest.mark.parametrize(
    "text", ["", "-1", "01", "1.5", "x", "/3", "a/3", "a-b/", "1e3", "9" * 12, "١"]
)
def test_what_is_no_line_is_refused(text: str) -> None:
    assert parse_line(text) is None


def test_lines_are_gathered_into_spans() -> None:
    lines = [("", 3), ("", 4), ("a-0", 0), ("", 5), ("", 4)]
    assert spans_of(lines) == [("", 3, 2), ("a-0", 0, 1), ("", 5, 1), ("", 4, 1)]
    assert parse_spans([["", 3.0, 2.0]]) == [("", 3, 2)]
    assert parse_spans([["", 3.5, 2]]) is None


def test_the_last_lines_cannot_be_deleted() -> None:
    axis = read_axis({"a-0": {"d": [["", 0, 62**4], ["", 62**4 - 5, 5]]}})
    assert axis.size == 1_048_576
    assert axis.id_at(0) == str(62**4 - 1_048_576)
