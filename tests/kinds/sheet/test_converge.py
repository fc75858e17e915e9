"""Random edits by several people at once end in one workbook."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.sheet.actions import act
from tests.kinds.sheet.replicas import Replica, dump, small_workbook, synchronise
from tongwen.kinds.sheet import commands
from tongwen.kinds.sheet.entries import ABSENT

START = small_workbook()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_replicas_that_heard_the_same_show_the_same(seed: int) -> None:
    rng = random.Random(seed)
    replicas = [Replica(START, client) for client in (11, 12, 13)]
    for _ in range(3):
        for replica in replicas:
            for _ in range(rng.randrange(6)):
                act(rng, replica)
        synchronise(*replicas)
        shown = [dump(replica.book) for replica in replicas]
        assert shown[0] == shown[1] == shown[2]
    fresh = Replica(replicas[0].states(), 14)
    assert dump(fresh.book) == shown[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_undoing_everything_brings_back_what_was_there(seed: int) -> None:
    rng = random.Random(seed)
    replica = Replica(START, 11)
    before = dump(replica.book)
    for _ in range(10):
        act(rng, replica)
    while replica.book.entries.redo():
        pass
    after = dump(replica.book)
    steps = 0
    while replica.book.entries.undo():
        steps += 1
    assert dump(replica.book) == before
    for _ in range(steps):
        assert replica.book.entries.redo()
    assert dump(replica.book) == after


def test_what_somebody_else_put_can_be_written_again() -> None:
    """Bytes inside an entry come back from the engine in a form that it does not take."""
    replica = Replica(START, 11)
    commands.set_contents(replica.book.sheet("s1"), 0, 0, [[row] * 9 for row in range(9)])
    other = Replica(replica.states(), 12)
    shown = dump(other.book)
    entries = other.book.entries
    puts = dict(other.book.sheet("s1").mirror("puts").entries)
    with entries.step():
        for token in puts:
            entries.set("sheet:s1", "puts", token, ABSENT)
    assert dump(other.book) != shown
    assert entries.undo()
    assert dump(Replica(other.states(), 13).book) == shown
