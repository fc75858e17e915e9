"""Reading what an update holds agrees with the CRDT engine, and survives any bytes."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText

from tongwen.sync.wire import BadMessage, Reader, read_awareness
from tongwen.ydoc import ranges
from tongwen.ydoc.ranges import BadUpdate, Summary, summarise, union
from tongwen.ydoc.rangesets import RangeSet, dump, restore, restore_deletes, restore_structs

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=6)
    | st.binary(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
EDITS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from("tdxmas"), st.integers(0, 9), VALUES), max_size=30
)


def edit(doc: "Doc[object]", kind: str, at: int, value: object) -> None:
    text = doc.get("t", type=Text)
    if kind == "t":
        text += str(value)[:5] or "😀字"
    elif kind == "d" and len(text):
        del text[0 : len(str(text)[0].encode())]
    elif kind == "x":
        element = XmlElement("p")
        doc.get("x", type=XmlFragment).children.append(element)
        element.attributes["a"] = value
        words = XmlText()
        element.children.append(words)
        words.insert(0, "文𠀀", {"bold": {"on": True}})
    elif kind == "m":
        doc.get("m", type=Map)[str(at)] = value
    elif kind == "a":
        doc.get("a", type=Array).append(value)


@settings(max_examples=150, deadline=None)
@given(EDITS)
def test_the_clocks_are_the_engines(edits: list[tuple[int, str, int, object]]) -> None:
    docs = [Doc(client_id=number + 1) for number in range(3)]
    updates: list[bytes] = []
    for doc in docs:
        doc.observe(lambda event: updates.append(event.update))
    for who, kind, at, value in edits:
        if kind == "s":
            other = docs[at % 3]
            docs[who].apply_update(other.get_update(docs[who].get_state()))
        else:
            edit(docs[who], kind, at, value)
    seen = RangeSet()
    whole: Doc[object] = Doc()
    for update in updates:
        seen.add(summarise(update).structs)
        whole.apply_update(update)
    reader = Reader(whole.get_state())
    clocks = {reader.varint(): reader.varint() for _ in range(reader.varint())}
    assert seen.contiguous() == clocks
    assert seen.covers(summarise(whole.get_update()).structs)
    together = union(updates)
    assert restore(dump(together)) == together
    assert restore_structs(dump(together)) == together.structs
    assert restore_deletes(dump(together)) == together.deletes


def either(read: Callable[[bytes], Summary], data: bytes) -> Summary | str:
    try:
        return read(data)
    except BadUpdate:
        return "refused"


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 2**53 - 1),
    st.lists(st.tuples(st.integers(0, 99), st.text(max_size=40), st.integers(0, 9)), max_size=12),
    st.integers(0, 30),
    st.binary(max_size=3),
)
def test_a_key_is_read_quickly_and_the_same(
    client: int, keys: list[tuple[int, str, int]], at: int, junk: bytes
) -> None:
    doc: Doc[object] = Doc(client_id=client)
    text = doc.get("t", type=Text)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    for where, typed, erased in keys:
        with doc.transaction():
            here = len(str(text)[: where % (len(str(text)) + 1)].encode())
            text.insert(here, typed.replace("\x00", "x"))
            gone = len(str(text)[:erased].encode())
            if gone:
                del text[0:gone]
    for update in updates:
        spoilt = update[:at] + junk + update[at + 1 :]
        for data in (update, spoilt, update[:-1], update + b"\x00"):
            assert either(summarise, data) == either(ranges._whole, data)
        assert restore(dump(summarise(update))) == summarise(update)


def test_numbers_that_a_browser_or_the_engine_cannot_hold_are_refused() -> None:
    deletion = b"\x00\x01"
    client = b"\xff" * 7 + b"\x0f"  # 2**53 - 1
    clock = b"\xfe\xff\xff\xff\x07"  # 2**31 - 2
    summary = summarise(deletion + client + b"\x01" + clock + b"\x01")
    assert summary.deletes == {2**53 - 1: [(2**31 - 2, 2**31 - 1)]}
    for number in (b"\xff" * 7 + b"\x1f", b"\xff" * 9 + b"\x01", b"\x80" * 11 + b"\x00"):
        with pytest.raises(BadUpdate):
            summarise(deletion + number + b"\x01" + clock + b"\x01")
    for number in (b"\xff\xff\xff\xff\x07", b"\xff" * 7 + b"\x0f"):
        with pytest.raises(BadUpdate):
            summarise(deletion + client + b"\x01" + number + b"\x01")


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=40))
def test_a_range_set_is_a_set(ranges: list[tuple[int, int]]) -> None:
    kept = RangeSet()
    plain: set[int] = set()
    for start, length in ranges:
        covered = kept.covers({7: [(start, start + length)]})
        assert covered == plain.issuperset(range(start, start + length))
        kept.add({7: [(start, start + length)]})
        plain.update(range(start, start + length))
    reach = next(number for number in range(100) if number not in plain)
    assert kept.contiguous() == ({7: reach} if reach else {})


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        summarise(data)
    except BadUpdate as error:
        assert str(error)
    try:
        read_awareness(data)
    except BadMessage as error:
        assert str(error)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 200), st.integers(0, 255))
def test_a_mutated_update_is_read_or_refused(at: int, byte: int) -> None:
    doc: Doc[object] = Doc(client_id=3)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    for number, kind in enumerate("txmatd"):
        edit(doc, kind, number, {"k": [1, "ü", None]})
    data = bytearray(doc.get_update())
    data[at % len(data)] = byte
    try:
        summarise(bytes(data))
    except BadUpdate as error:
        assert str(error)


YJS_12 = (
    b'\x01\x01\x05\x00\x02\x01\x04list\x02\x011\x03"x"\x00'  # content as JSON, not read any more
)


@pytest.mark.parametrize(
    "data", [b"\x00\x00x", b"\x01\x01\x05\x00\x0b\x01", b"\x00", YJS_12], ids=bytes.hex
)
def test_what_is_not_an_update_is_refused(data: bytes) -> None:
    with pytest.raises(BadUpdate):
        summarise(data)
