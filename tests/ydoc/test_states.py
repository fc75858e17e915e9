"""Folding a log: the same document at any moment, with or without its deleted text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from tongwen.core.errors import Invalid
from tongwen.ydoc.ranges import summarise
from tongwen.ydoc.rangesets import dump
from tongwen.ydoc.states import (
    EMPTY_UPDATE,
    EMPTY_VECTOR,
    Folded,
    difference,
    fold,
    fold_with_summary,
)

KEYS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 60), st.sampled_from(["a", "文", "😀x", ""])),
    max_size=40,
)


def typed(keys: list[tuple[int, int, str]]) -> list[bytes]:
    """The updates of up to three people who type and delete in one text, and sync now and then."""
    docs: list[Doc[object]] = [Doc(client_id=number + 1, skip_gc=True) for number in range(3)]
    updates: list[bytes] = []
    for doc in docs:
        doc.observe(lambda event: updates.append(event.update))
    for who, at, characters in keys:
        doc = docs[who]
        text = doc.get("t", type=Text)
        places = [len(str(text)[:n].encode()) for n in range(len(str(text)) + 1)]
        if characters:
            text.insert(places[at % len(places)], characters)
        elif at % 5 == 0:
            doc.apply_update(docs[(who + 1) % 3].get_update(doc.get_state()))
        elif len(places) > 1:
            start = at % (len(places) - 1)
            del text[places[start] : places[start + 1]]
    return updates


def words(*updates: bytes) -> str:
    doc: Doc[object] = Doc()
    for update in updates:
        doc.apply_update(update)
    return str(doc.get("t", type=Text))


@settings(max_examples=120, deadline=None)
@given(KEYS, st.randoms(use_true_random=False), st.lists(st.integers(0, 99), max_size=4))
def test_a_log_may_be_folded_at_any_moment(
    keys: list[tuple[int, int, str]], random: "object", cuts: list[int]
) -> None:
    updates = typed(keys)
    in_order = words(*updates)
    random.shuffle(updates)  # type: ignore[attr-defined]
    for keep in (True, False):
        state = EMPTY_UPDATE
        done = 0
        for cut in sorted(cut % (len(updates) + 1) for cut in cuts):
            folded = fold_with_summary([state, *updates[done:cut]], keep_deletions=keep)
            assert folded.summary == dump(summarise(folded.state))
            state, done = folded.state, cut
        whole = fold([state, *updates[done:]], keep_deletions=keep)
        assert words(whole) == in_order


@settings(max_examples=60, deadline=None)
@given(KEYS)
def test_folding_keeps_every_deleted_character(keys: list[tuple[int, int, str]]) -> None:
    updates = typed(keys)
    twice = fold([fold(updates[: len(updates) // 2]), *updates[len(updates) // 2 :]])
    kept: Doc[object] = Doc(skip_gc=True)
    kept.apply_update(twice)
    spoken = "".join(characters for _, _, characters in keys)
    for character in set(spoken):
        assert twice.count(character.encode()) >= spoken.count(character)


def test_a_deletion_waits_for_what_it_deletes() -> None:
    doc: Doc[object] = Doc(client_id=1)
    text = doc.get("t", type=Text)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    text += "abc"
    text += "def"
    del text[3:5]
    state = fold([updates[2]])
    state = fold([state, updates[1]])
    assert words(state) == ""
    assert words(fold([state, updates[0]])) == "abcf"


def test_deleted_text_goes_where_it_is_not_kept() -> None:
    doc: Doc[object] = Doc(client_id=1, skip_gc=True)
    fragment = doc.get("body", type=XmlFragment)
    for secret in ("gone-one", "gone-two", "stays"):
        paragraph = XmlElement("paragraph")
        fragment.children.append(paragraph)
        run = XmlText()
        paragraph.children.append(run)
        run.insert(0, secret)
    del fragment.children[0:2]
    kept = fold([doc.get_update()])
    forgotten = fold([kept], keep_deletions=False)
    assert b"gone-one" in kept
    assert b"gone-two" in kept
    assert b"gone" not in forgotten
    assert b"stays" in forgotten


def test_a_long_log_folds() -> None:
    doc: Doc[object] = Doc(client_id=1)
    text = doc.get("t", type=Text)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    for number in range(450):
        text.insert(number // 2, str(number % 10))
    assert words(fold(updates)) == str(text)


@pytest.mark.parametrize(
    "bad", [b"", b"x", b"\x01\x01\x05\x00\x0b\x01", b"\xff\xff\xff\x7f\x00\x00"]
)
def test_what_is_no_update_is_refused(bad: bytes) -> None:
    good = typed([(0, 0, "a")])
    with pytest.raises(Invalid) as raised:
        fold([*good, bad])
    assert raised.value.code == "update-malformed"


def test_nothing_folds_to_nothing() -> None:
    assert fold([]) == EMPTY_UPDATE
    assert fold([EMPTY_UPDATE, EMPTY_UPDATE]) == EMPTY_UPDATE


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_folded_state_is_packed_and_unpacked(state: bytes, summary: bytes) -> None:
    assert Folded.unpack(Folded(state, summary).pack()) == Folded(state, summary)


def test_a_peer_gets_what_it_lacks() -> None:
    updates = typed([(0, 0, "a"), (0, 1, "b")])
    assert difference(fold(updates), EMPTY_VECTOR) == fold(updates)
    with pytest.raises(ValueError):
        difference(fold(updates), b"\xff")


TREE = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from("nndttttxs"), st.integers(0, 30)), max_size=40
)


def grown(steps: list[tuple[int, str, int]]) -> list[bytes]:
    """The updates, in an order a server could have, of three people who edit one tree."""
    docs: list[Doc[object]] = [Doc(client_id=number + 1, skip_gc=True) for number in range(3)]
    updates: list[bytes] = []
    for doc in docs:
        doc.observe(lambda event: updates.append(event.update))
    for who, step, at in steps:
        doc = docs[who]
        body = doc.get("body", type=XmlFragment)
        paragraphs = list(body.children)
        if step == "s":
            doc.apply_update(docs[(who + 1) % 3].get_update(doc.get_state()))
        elif step == "n":
            paragraph = XmlElement("p")
            body.children.insert(at % (len(paragraphs) + 1), paragraph)
            paragraph.children.append(XmlText())
        elif paragraphs:
            number = at % len(paragraphs)
            if step == "d":
                del body.children[number]
                continue
            text = paragraphs[number].children[0]
            assert isinstance(text, XmlText)
            size = len(str(text))
            if step == "t":
                text.insert(at % (size + 1), "ab")
            elif size:
                del text[at % size : at % size + 1]
    return updates


@settings(max_examples=150, deadline=None)
@given(TREE, st.integers(0, 40))
def test_what_is_visible_outlives_what_is_forgotten(
    steps: list[tuple[int, str, int]], cut: int
) -> None:
    """Retention folds a log's beginning without its deleted text; what came later still fits."""
    updates = grown(steps)
    forgotten = fold(updates[:cut], keep_deletions=False)
    plain, later = Doc(skip_gc=True), Doc(skip_gc=True)
    for update in updates:
        plain.apply_update(update)
    later.apply_update(fold([forgotten, *updates[cut:]]))
    assert str(later.get("body", type=XmlFragment)) == str(plain.get("body", type=XmlFragment))
    assert later.get_state() == plain.get_state()
    stale = fold([forgotten, *updates[cut:], fold(updates)])  # a page that was open all the time
    other = Doc(skip_gc=True)
    other.apply_update(stale)
    assert str(other.get("body", type=XmlFragment)) == str(plain.get("body", type=XmlFragment))
