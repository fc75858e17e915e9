"""Documents that yjs made once, frozen as bytes, open for ever and say what they said then."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, Map, Text, XmlFragment

from tongwen.sync.wire import Reader
from tongwen.ydoc.ranges import Ranges, summarise, union
from tongwen.ydoc.rangesets import RangeSet, restore
from tongwen.ydoc.states import difference, fold, fold_with_summary

CASES = json.loads((Path(__file__).parent / "frozen" / "documents.json").read_text("utf-8"))
NAMES = [f"{number}: {case['about']}" for number, case in enumerate(CASES)]


def updates_of(case: dict[str, Any]) -> list[bytes]:
    return [b64decode(update) for update in case["updates"]]


def ranges(written: dict[str, list[list[int]]]) -> Ranges:
    return {int(client): [(a, b) for a, b in runs] for client, runs in written.items()}


def opened(*updates: bytes) -> "Doc[Any]":
    doc: Doc[Any] = Doc(skip_gc=True)
    for update in updates:
        doc.apply_update(update)
    return doc


def whole(value: Any) -> Any:
    """Numbers as JSON has them: pycrdt reads every number as a float."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    return [whole(item) for item in value] if isinstance(value, list) else value


def shown(doc: "Doc[Any]") -> dict[str, Any]:
    """What the frozen file tells of a document, as the server reads it."""
    values = whole(doc.get("values", type=Map).to_py() or {})
    values.pop("bytes", None)
    return {
        "text": str(doc.get("text", type=Text)),
        "values": values,
        "blocks": [
            {
                "name": element.tag,
                "attributes": whole(dict(element.attributes)),
                "runs": [
                    {"insert": whole(piece)} | ({"attributes": whole(marks)} if marks else {})
                    for text in element.children
                    for piece, marks in text.diff()
                ],
            }
            for element in doc.get("body", type=XmlFragment).children
        ],
    }


def vector(doc: "Doc[Any]") -> dict[str, int]:
    reader = Reader(doc.get_state())
    return {str(reader.varint()): reader.varint() for _ in range(reader.varint())}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_what_an_update_holds_is_what_yjs_says(case: dict[str, Any]) -> None:
    for update, held in zip(updates_of(case), case["held"], strict=True):
        summary = summarise(update)
        assert summary.structs == ranges(held["structs"])
        assert summary.deletes == ranges(held["deletes"])


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_it_opens_and_folds_and_says_the_same(case: dict[str, Any]) -> None:
    expected = {key: case[key] for key in ("text", "values", "blocks")}
    updates = updates_of(case)
    folded = fold_with_summary(updates)
    for doc in (opened(*updates), opened(folded.state), opened(fold([folded.state]))):
        assert shown(doc) == expected
        assert vector(doc) == case["vector"]
    assert shown(opened(fold(updates, keep_deletions=False))) == expected
    given, kept = union(updates), restore(folded.summary)
    for part in ("structs", "deletes"):
        seen = RangeSet()
        seen.add(getattr(kept, part))
        assert seen.covers(getattr(given, part)), "what waits is kept too"


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_who_has_a_part_of_it_gets_the_rest(case: dict[str, Any]) -> None:
    updates = updates_of(case)
    state = fold(updates)
    for have in range(len(updates) + 1):
        peer = opened(*updates[:have])
        peer.apply_update(difference(state, peer.get_state()))
        assert shown(peer) == {key: case[key] for key in ("text", "values", "blocks")}


@pytest.mark.parametrize("case", [case for case in CASES if case["waiting"]], ids=str)
def test_what_waits_comes_out_when_the_rest_arrives(case: dict[str, Any]) -> None:
    missing = [b64decode(update) for update in CASES[-1]["updates"][1:]]
    if case["about"].startswith("a skip"):
        missing.append(b64decode(CASES[-1]["updates"][0]))
    state = fold([fold([fold(updates_of(case))]), *missing])
    assert shown(opened(state))["text"] == CASES[-1]["text"]


def test_the_cases_are_all_there() -> None:
    assert len(CASES) >= 12
    assert sum(bool(case["waiting"]) for case in CASES) >= 2
