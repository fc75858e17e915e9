"""Live documents: offsets in three units, normal form, the examples that both languages read."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import XmlText

from tongwen import ydoc
from tongwen.core.errors import Invalid
from tongwen.kinds.text import Node, Text, normalise, problems, read, reconcile, write
from tongwen.kinds.text.model import from_json, mark_attributes, to_json
from tongwen.kinds.text.overlap import mark_hash

EXAMPLES = sorted((Path(__file__).parents[2] / "tongwen/kinds/text/examples").glob("*.json"))
PIECES = ["a", "é", "文", "𠮷", "བཀྲ་", "ᠮᠣᠩ\u202f", "👩‍👩‍👧‍👦", "\u200d", "🇨🇳", "\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def shared_text(content: str) -> tuple[ydoc.SharedDoc, XmlText]:
    doc = ydoc.new_doc()
    text = XmlText()
    ydoc.root_fragment(doc, "body").children.append(text)
    ydoc.insert(text, 0, content)
    return doc, text


@settings(deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_inserting_and_deleting_like_a_list_of_characters(before, new, choice) -> None:
    _, text = shared_text(before)
    at = choice.draw(st.integers(0, len(before)))
    ydoc.insert(text, at, new, {"bold": {"on": True}})
    expected = before[:at] + new + before[at:]
    assert ydoc.plain(text) == expected
    start = choice.draw(st.integers(0, len(expected)))
    stop = choice.draw(st.integers(start, len(expected)))
    ydoc.delete(text, start, stop)
    assert ydoc.plain(text) == expected[:start] + expected[stop:]


@settings(deadline=None)
@given(TEXTS, st.integers(-5, 80), st.integers(-5, 80))
def test_places_outside_are_refused_and_change_nothing(content, start, stop) -> None:
    _, text = shared_text(content)
    inside = 0 <= start <= stop <= len(content)
    if inside:
        ydoc.format_range(text, start, stop, {"italic": {"on": True}})
    else:
        with pytest.raises(ValueError):
            ydoc.delete(text, start, stop)
    if not 0 <= start <= len(content):
        with pytest.raises(ValueError):
            ydoc.insert(text, start, "x")
    assert ydoc.plain(text) == content


@settings(deadline=None)
@given(TEXTS)
def test_units_agree(content) -> None:
    for at in range(len(content) + 1):
        units = ydoc.utf16_offset(content, at)
        assert units == len(content[:at].encode("utf-16-le")) // 2
        assert ydoc.code_point(content, units) == at
        assert ydoc.utf8_offset(content, at) == len(content[:at].encode())
    for wrong in (-1, ydoc.utf16_length(content) + 1):
        with pytest.raises(ValueError):
            ydoc.code_point(content, wrong)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError):
        ydoc.code_point("a𠮷b", 2)
    with pytest.raises(ValueError):
        ydoc.insert(shared_text("a")[1], 0, "\ud83d")


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_bytes_that_are_no_update_are_refused(data) -> None:
    for use in (ydoc.check_update, ydoc.load, lambda given: ydoc.compact(b"", [given])):
        try:
            use(data)
        except Invalid as error:
            assert error.code == "update-malformed"


def test_an_update_cannot_claim_more_than_it_has() -> None:
    for claim in (b"\xff\xff\xff\x7f", b"\x80\x80\x80\x1d", b"\xff\xff\xff\xff\x0f"):
        with pytest.raises(Invalid) as caught:
            ydoc.check_update(claim)
        assert caught.value.code == "update-malformed"


def test_compacting_says_the_same() -> None:
    doc, text = shared_text("one")
    state = ydoc.encode(doc)
    updates = []
    for word in (" two", " three"):
        vector = ydoc.state_vector(doc)
        ydoc.insert(text, ydoc.length(text), word)
        updates.append(ydoc.update_since(doc, vector))
    again = ydoc.load(ydoc.compact(state, updates))
    assert read(ydoc.root_fragment(again, "body")) == [Text("one two three")]
    ydoc.check_update(updates[0])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path: Path) -> None:
    example = json.loads(path.read_text("utf-8"))
    content = normalise([from_json(node) for node in example["given"]["content"]])
    assert problems(content) == example["problems"]
    if example["problems"]:
        return
    normal = example["normal"]["content"]
    assert [to_json(node) for node in content] == normal
    doc = ydoc.load(base64.b64decode(example["update"]))
    assert [to_json(node) for node in read(ydoc.root_fragment(doc, "body"))] == normal
    fresh = ydoc.new_doc()
    write(ydoc.root_fragment(fresh, "body"), content)
    assert [to_json(node) for node in read(ydoc.root_fragment(fresh, "body"))] == normal


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8


def test_overlapping_marks_are_named_as_in_the_browser() -> None:
    attributes = {
        "id": "3",
        "author": "王",
        "date": None,
        "rest": {"move": True, "n": 1.5, "k": -300, "z": 70000},
    }
    assert mark_hash("ins", attributes) == "QNTcRXHB"  # by y-prosemirror 1.3.7


def test_reconciling_keeps_what_somebody_else_types() -> None:
    doc = ydoc.new_doc()
    fragment = ydoc.root_fragment(doc, "body")
    write(fragment, [Node("paragraph", {}, [Text(f"line {n}")]) for n in range(50)])
    other = ydoc.load(ydoc.encode(doc))
    vector = ydoc.state_vector(other)
    there = ydoc.root_fragment(other, "body").children[20].children[0]
    ydoc.insert(there, 4, " number")
    bold = {"bold": mark_attributes("bold", {})}
    wanted = read(fragment)
    wanted[20] = Node("paragraph", {}, [Text("line "), Text("20!", bold)])
    wanted.insert(3, Node("paragraph", {"style": "x"}, [Text("new")]))
    assert reconcile(fragment, wanted)
    assert read(fragment) == wanted
    assert not reconcile(fragment, wanted)
    doc.apply_update(ydoc.update_since(other, vector))
    found = read(fragment)[21]
    assert isinstance(found, Node)
    assert (
        "".join(part.text for part in found.content if isinstance(part, Text)) == "line number 20!"
    )
