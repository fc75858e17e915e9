"""Edits that were spoilt: what the room lets in, every engine can read."""

import json
import random
import subprocess
from pathlib import Path

import pycrdt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from tests.sync.mutations import NUMBERS, PIECES, Steps, splice, spoil
from tests.sync.test_ranges import edit
from tongwen.core.errors import Invalid
from tongwen.sync.replica import read_update
from tongwen.sync.wire import BadMessage
from tongwen.ydoc import ranges
from tongwen.ydoc.ranges import BadUpdate, Summary, keystroke, summarise
from tongwen.ydoc.rangesets import RangeSet
from tongwen.ydoc.states import difference, fold_with_summary
from tongwen.ydoc.typist import Typist
from tongwen.ydoc.updates import load

ROOT = Path(__file__).parents[2]
VALUES = ["😀字", "ab", {"k": [1, "ü", None]}, 3.5, True, None, b"x", "ᠮᠣ", "a"]


def corpus() -> tuple[list[bytes], bytes]:
    """Edits of three pages that hear each other, and the document they end with."""
    choice = random.Random(3)
    docs = [Doc(client_id=client) for client in (1, 200, 2**49 - 1)]
    updates: list[bytes] = []
    for doc in docs:
        doc.observe(lambda event: updates.append(event.update))
    for number in range(60):
        doc = docs[number % 3]
        edit(doc, choice.choice("ttttddxma"), number, choice.choice(VALUES))
        if number % 5 == 0:
            for other in docs:
                other.apply_update(doc.get_update(other.get_state()))
    return [update for update in dict.fromkeys(updates) if len(update) > 2], docs[0].get_update()


UPDATES, BASE = corpus()
KEYSTROKES = [update for update in UPDATES if keystroke(update) is not None]
Numbers = st.sampled_from(NUMBERS) | st.binary(min_size=1, max_size=2)


def engine_state(update: bytes) -> dict[int, int] | None:
    """The clocks that the engine sees in an update; None when it cannot read it."""
    try:
        data = ranges.Reader(pycrdt.get_state(update))
    except ValueError:
        return None
    return {data.number(): data.number() for _ in range(data.number())}


def check_keystroke(update: bytes) -> Summary | None:
    """Compare what is read quickly with what is read slowly and what the engine reads."""
    summary = keystroke(update)
    if summary is None:
        return None
    assert ranges._whole(update) == summary
    state = engine_state(update)
    assert state is not None, "the engine does not read it"
    begun = {client: runs[0][1] for client, runs in summary.structs.items() if runs[0][0] == 0}
    assert state == begun
    folded = fold_with_summary([BASE, update])
    known, kept = RangeSet(), RangeSet()
    known.add(summarise(BASE).structs)
    kept.add(summarise(folded.state).structs)
    assert kept.covers(known.ranges)
    # Of a text that is known in part, the engine may cut a character in two: no page sends one.
    assert kept.covers(summary.structs) or known.missing(summary.structs) != summary.structs
    return summary


@settings(max_examples=2000, deadline=None)
@given(st.sampled_from(KEYSTROKES), Steps)
def test_a_spoilt_keystroke_that_is_read_the_engine_reads_too(
    update: bytes, steps: list[tuple[str, int, object]]
) -> None:
    check_keystroke(spoil(update, steps))


@settings(max_examples=2000, deadline=None)
@given(
    st.sampled_from([b"\x84", b"\x44", b"\xc4", b"\x04"]),
    st.lists(Numbers, min_size=6, max_size=6),
    st.text(max_size=5).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.sampled_from(PIECES),
    st.none() | st.lists(Numbers, min_size=3, max_size=3),
    st.integers(-1, 1),
)
def test_a_keystroke_of_any_numbers(
    info: bytes, numbers: list[bytes], text: bytes, erased: list[bytes] | None, wrong: int
) -> None:
    client, clock, *references = numbers
    after = references if info == b"\xc4" else references[:2]
    length = bytes((max(0, len(text) + wrong) & 127,))
    typed = b"\x01\x01" + client + clock + info + b"".join(after) + length + text
    gone = b"\x00" if erased is None else b"\x01" + erased[0] + b"\x01" + erased[1] + erased[2]
    for update in (typed + gone, b"\x00" + gone):
        check_keystroke(update)


@settings(max_examples=1500, deadline=None)
@given(
    st.sampled_from([1, 200, 2**49 - 1]),
    st.integers(0, 300),
    st.text(min_size=1, max_size=4),
    Steps,
)
def test_a_typist_recognises_only_what_goes_on(
    client: int, before: int, key: str, steps: list[tuple[str, int, object]]
) -> None:
    doc: Doc[object] = Doc(client_id=client)
    text = doc.get("t", type=Text)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    text += "x" * (before + 2)
    for letter in ("a", key.replace("\x00", "x")):
        text.insert(len(str(text).encode()) - before % 2, letter)
    first, second = updates[-2:]
    summary = keystroke(first)
    assert summary is not None
    for update in (second, spoil(second, steps), splice(second, first, before, before)):
        typist = Typist()
        typist.learn(first, client, summary.structs[client][-1][1])
        found = typist.next(update)
        if found is not None:
            assert check_keystroke(update) == Summary({found[0]: [(found[1], found[2])]})


@pytest.mark.parametrize(
    ("text", "length"), [("𠀀", 2), ("\ud83d", None), ("é", 1), ("\x00", 1), ("", None)], ids=repr
)
def test_the_length_of_a_text_is_counted_as_browsers_count(text: str, length: int | None) -> None:
    data = text.encode("utf-8", "surrogatepass")
    update = b"\x01\x01\x05\x00\x84\x09\x00" + bytes((len(data),)) + data + b"\x00"
    summary = check_keystroke(update)
    assert summary == (None if length is None else Summary({5: [(0, length)]}))


@pytest.mark.parametrize("number", NUMBERS, ids=bytes.hex)
def test_a_clock_that_the_engine_cannot_hold_is_refused(number: bytes) -> None:
    data = ranges.Reader(number + b"\x00")
    try:
        clock = data.number()
    except (BadUpdate, IndexError):
        clock = 1 << 99
    typed = b"\x01\x01\x05" + number + b"\x84\x06\x00\x01a\x00"
    gone = b"\x00\x01\x05\x01" + number + b"\x01"
    for update in (typed, gone):
        if clock + 1 >= 1 << 31:
            with pytest.raises(BadMessage):
                read_update(update)
        else:
            read_update(update)
            check_keystroke(update)


@pytest.mark.parametrize(
    "update",
    [
        b"\x01\x01\x05\x03\x84\x05\x03\x01a\x00",  # after itself
        b"\x01\x01\x05\x03\x84\x85\x00\x03\x01a\x00",  # the same, spelt otherwise
        b"\x01\x01\x05\x03\xc4\x06\x01\x05\x04\x01a\x00",  # before what comes later
        b"\x01\x01\x05\x03\x04\x00\x05\x04\x01a\x00",  # in what comes later
        b"\x01\x01\x05\x00\x07\x01\x01t\x09\x00",  # a type that yjs cannot build
        b"\x01\x01\x05\x00\x07\x01\x01t\x05\x01h\x00",  # one that the engine reads otherwise
        b"\x00\x01\x05\x01\x00\x00",  # a deletion of nothing
    ],
    ids=bytes.hex,
)
def test_what_pages_would_stumble_over_is_refused(update: bytes) -> None:
    with pytest.raises(BadMessage):
        read_update(update)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(UPDATES), st.sampled_from(UPDATES), Steps, st.integers(0, 99))
def test_whatever_is_let_in_is_read_by_the_engine(
    update: bytes, other: bytes, steps: list[tuple[str, int, object]], at: int
) -> None:
    for spoilt in (spoil(update, steps), splice(update, other, at, at)):
        try:
            summary = read_update(spoilt)
        except BadMessage as error:
            assert str(error)
            continue
        state = engine_state(spoilt)
        assert state is not None
        for client, runs in summary.structs.items():
            assert runs[0][0] != 0 or state.get(client, 0) == runs[0][1]
        assert summarise(difference(spoilt, b"\x00")) is not None
        assert summarise(pycrdt.merge_updates(BASE, spoilt)) is not None


def test_whatever_is_let_in_opens_in_a_browser() -> None:
    choice = random.Random(7)
    accepted = []
    while len(accepted) < 3000:
        update = choice.choice(UPDATES)
        for _ in range(choice.choice((1, 1, 2, 3))):
            at = choice.randrange(len(update) + 1)
            value = choice.choice([*NUMBERS, bytes((choice.randrange(256),)), b""])
            update = update[:at] + value + update[at + choice.randrange(3) :]
        try:
            read_update(update)
        except BadMessage:
            continue
        accepted.append(update)
    lines = "\n".join(update.hex() for update in [BASE, *accepted])
    found = subprocess.run(
        ["node", str(Path(__file__).with_name("yjs_takes.mjs"))],
        input=lines.encode(),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
    )
    assert json.loads(found.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize("words", ["😀", "a😀", "😀b", "a😀b", "😀😀"])
@pytest.mark.parametrize("rest", ["", "z"])
@pytest.mark.parametrize("keep", [True, False])
def test_half_an_emoji_deleted_can_be_folded(words: str, rest: str, keep: bool) -> None:
    doc: Doc[object] = Doc(client_id=5)
    text = doc.get("t", type=Text)
    text += words
    if rest:
        text.insert(0, rest)
    base, size = doc.get_update(), len((words + rest).encode("utf-16-le")) // 2
    vector = doc.get_state()
    text += "!"  # what is typed later must not lose its place
    later = doc.get_update(vector)
    for start in range(size):
        for length in range(1, size - start + 1):
            gone = b"\x00\x01\x05\x01" + bytes((start, length))
            read_update(gone)
            folded = fold_with_summary([base, gone], keep_deletions=keep)
            assert summarise(folded.state).structs == {5: [(0, size)]}
            again: Doc[object] = Doc()
            again.apply_update(folded.state)
            assert again.get_state() == vector
            again.apply_update(later)
            assert str(again.get("t", type=Text)).endswith("!")


def test_an_item_in_what_is_no_type_can_be_folded_and_is_told_from_a_mistake_of_ours() -> None:
    doc: Doc[object] = Doc(client_id=5)
    doc.get("t", type=Text).insert(0, "words")
    inside = b"\x01\x01\x09\x00\x04\x00\x05\x01\x01x\x00"  # in a letter of the text
    read_update(inside)
    with pytest.raises(Invalid):
        load(doc.get_update(), inside)
    folded = fold_with_summary([doc.get_update(), inside])
    assert summarise(folded.state).structs == {5: [(0, 5)], 9: [(0, 1)]}
    with pytest.raises(Invalid):
        fold_with_summary([doc.get_update(), b"\x01\x01nonsense"])
