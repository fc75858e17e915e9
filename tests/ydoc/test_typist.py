"""What is recognised without being read is what reading would have found."""

import pycrdt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from tongwen.ydoc.ranges import BadUpdate, summarise
from tongwen.ydoc.typist import Typist

WORDS = st.sampled_from(["a", "b ", "hello", "x" * 127, "x" * 128, "同文", "😀", "ᠮᠣᠩ"])
KEYS = st.lists(st.tuples(st.sampled_from(["go on", "jump", "cut"]), st.integers(0, 400), WORDS))


def updates(client: int, keys: list[tuple[str, int, str]]) -> list[bytes]:
    """What somebody sends who types, jumps and cuts."""
    doc: Doc[object] = Doc(client_id=client)
    text = doc.get("t", type=Text)
    sent: list[bytes] = []
    at = 0
    doc.observe(lambda event: sent.append(event.update))
    for what, where, words in keys:
        if what == "jump":
            ascii_only = str(text).isascii()
            at = where % (len(text) + 1) if ascii_only else len(text)
        if what == "cut" and str(text).isascii() and at < len(text):
            del text[at : min(len(text), at + 1 + where % 3)]
        else:
            text.insert(at, words)
            at += len(words.encode())
    return sent


def recognised(sent: list[bytes]) -> int:
    typist, count = Typist(), 0
    for update in sent:
        typed, read = typist.next(update), summarise(update)
        if typed is not None:
            client, first, last = typed
            assert (read.structs, read.deletes) == ({client: [(first, last)]}, {})
            count += 1
        elif read.structs:
            [(client, runs)] = read.structs.items()
            typist.learn(update, client, runs[-1][1])
    return count


@settings(deadline=None)
@given(st.integers(0, 2**53 - 1), KEYS)
def test_what_is_recognised_is_what_is_there(client: int, keys: list[tuple[str, int, str]]) -> None:
    recognised(updates(client, keys))


@pytest.mark.parametrize("start", ["", "before after"])
def test_going_on_is_recognised(start: str) -> None:
    """At the end of a text, and in the middle of one."""
    keys = [("jump", 0, start)] if start else []
    keys += [("jump", 7, "k")] + [("go on", 0, "key")] * 20
    sent = updates(77, keys)
    assert recognised(sent) >= 19


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_changed_key_is_recognised_only_if_it_is_well_formed(data: st.DataObject) -> None:
    sent = updates(300, [("go on", 0, "abc")] * 4)
    typist = Typist()
    for update in sent[:3]:
        if typist.next(update) is None:
            typist.learn(update, 300, summarise(update).structs[300][-1][1])
    changed = bytearray(sent[3])
    for _ in range(data.draw(st.integers(1, 3))):
        where = data.draw(st.integers(0, len(changed) - 1))
        how = data.draw(st.sampled_from(["byte", "cut", "add"]))
        if how == "byte":
            changed[where] = data.draw(st.integers(0, 255))
        elif how == "cut" and len(changed) > 1:
            del changed[where]
        else:
            changed.insert(where, data.draw(st.integers(0, 255)))
    typed = typist.next(bytes(changed))
    if typed is not None:
        read = summarise(bytes(changed))
        assert (read.structs, read.deletes) == ({typed[0]: [(typed[1], typed[2])]}, {})
        pycrdt.get_state(bytes(changed))


def test_another_client_is_not_taken_for_this_one() -> None:
    typist = Typist()
    mine = updates(5, [("go on", 0, "a")] * 3)
    theirs = updates(6, [("go on", 0, "a")] * 3)
    for update in mine[:2]:
        if typist.next(update) is None:
            typist.learn(update, 5, summarise(update).structs[5][-1][1])
    assert typist.next(theirs[2]) is None
    assert typist.next(mine[2]) == (5, 2, 3)


def test_nothing_is_expected_of_who_is_not_known() -> None:
    with pytest.raises(BadUpdate):
        summarise(b"")
    assert Typist().next(b"") is None
    typist = Typist()
    typist.learn(b"\x00\x00", 5, 1)
    assert typist.next(b"\x00\x00") is None
