"""Threaded comments of a workbook: written, read, settled, and kept when a file replaces it."""

from typing import Any

import pytest

from tests.kinds.sheet.replicas import small_workbook
from tongwen import ydoc
from tongwen.kinds.sheet.document import Workbook
from tongwen.kinds.sheet.merging import kept_comments, known_comments
from tongwen.kinds.sheet.parts import first_update, read_map


class Signed(Workbook):
    """A workbook of somebody whom the server knows."""

    commenter = ("李 Ada", "u1")


@pytest.fixture
def workbook() -> Signed:
    return Signed.of_states(small_workbook())


def entries(state: bytes, name: str = "comments") -> dict[str, Any]:
    return read_map(ydoc.load(state), name)


def commented(**threads: Any) -> bytes:
    return first_update({"comments": threads})


def test_a_thread_is_begun_answered_settled_and_opened_again(workbook: Signed) -> None:
    thread = workbook["One"].comment("B2", "对吗?")
    answer = thread.answer("Yes", author="Bo")
    assert (thread.sheet, thread.cell, thread.author, thread.text) == (
        "One",
        "B2",
        "李 Ada",
        "对吗?",
    )
    assert [(one.author, one.text) for one in thread.answers] == [("Bo", "Yes")]
    assert thread.at is not None and answer.at is not None and thread.at <= answer.at
    thread.resolved = True
    assert [one.resolved for one in workbook.comments] == [True]
    thread.resolved = False
    assert not workbook["One"].comments[0].resolved
    assert workbook["第二"].comments == []
    assert workbook.book.entries.mirror("comments", "comments").entries[thread.token]["by"] == "u1"


def test_a_thread_follows_its_cell_and_outlives_it(workbook: Signed) -> None:
    sheet = workbook["One"]
    thread = sheet.comment("B2", "here")
    sheet.insert_rows(0, 3)
    assert thread.cell == "B5"
    sheet.delete_rows(4)
    assert thread.cell is None and thread.text == "here"
    assert workbook.undo()
    assert thread.cell == "B5"


def test_editing_leaves_whether_it_is_settled(workbook: Signed) -> None:
    thread = workbook["One"].comment("A1", "first")
    thread.resolved = True
    thread.text = "second"
    assert (thread.text, thread.resolved) == ("second", True)
    thread.answer("and this")
    thread.remove()
    assert workbook.comments == []
    assert workbook.undo()
    assert [len(one.answers) for one in workbook.comments] == [1]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 32_768])
def test_a_comment_says_something_and_not_too_much(workbook: Signed, text: str) -> None:
    with pytest.raises(ValueError, match="comment"):
        workbook["One"].comment("A1", text)
    assert workbook.comments == []


@pytest.mark.parametrize(
    "entry",
    [
        3,
        {"text": 4, "sheet": "s1"},
        {"text": "x", "sheet": "s1", "row": [], "col": None, "at": 7, "author": {}},
        {"text": "x", "sheet": "gone", "row": "1", "col": "1"},
        {"text": "x", "sheet": "s1", "row": "1", "col": "1", "parent": "a-0"},
    ],
)
def test_nonsense_of_a_colleague_is_read_as_nothing_or_as_a_thread_without_a_cell(
    entry: Any,
) -> None:
    part = first_update({"comments": {"a-0": entry}, "resolved": {"a-0": 5, "b-0": {"done": True}}})
    workbook = Workbook.of_states({**small_workbook(), "comments": part})
    for thread in workbook.comments:
        assert thread.cell is None and thread.text == "x" and not thread.resolved
        assert thread.answers == []


FIRST = {"t": 4, "sheet": "s1", "row": "a-1/0", "col": "1", "author": "Ada", "text": "Why?"}
FIRST |= {"at": "2026-11-23T20:00:00.129Z", "by": "u1"}
FILED = {"t": 0, "sheet": "s1", "row": "7", "col": "1", "author": "Ada", "text": "Why?"}
FILED |= {"at": "2026-11-23T20:00:00.12", "done": True}
OTHER = {**FILED, "author": "Bo", "text": "So.", "parent": "0-0", "done": False}


def test_a_file_dropped_over_it_keeps_whose_its_comments_are() -> None:
    live = {"comments": commented(**{"a-5": FIRST, "a-6": {**FIRST, "text": "gone"}})}
    wanted = {"comments": commented(**{"0-0": FILED, "0-1": OTHER})}
    found = entries(known_comments(live, wanted))
    assert found["a-5"] == {**FIRST, "row": "7", "done": True}
    assert found["0-1"]["parent"] == "a-5"
    assert len(found) == 2


def test_a_comment_of_a_file_takes_no_token_that_somebody_has() -> None:
    live = {"comments": commented(**{"0-0": FIRST})}
    wanted = {"comments": commented(**{"0-0": {**FILED, "text": "another"}})}
    assert [one["text"] for one in entries(known_comments(live, wanted)).values()] == ["another"]
    assert entries(known_comments({}, {})) == {}


def test_when_an_earlier_version_comes_back_comments_stay_where_they_are(workbook: Signed) -> None:
    sheet = workbook["One"]
    sheet.insert_rows(0, 2)
    thread = sheet.comment("B1", "on a new row")
    thread.resolved = True
    lost = sheet.comment("A2", "gone")
    sheet.delete_rows(1)
    state = kept_comments(workbook.states())
    found = entries(state)
    assert (found[thread.token]["row"], found[thread.token]["col"]) == ("0", "1")
    assert "/" in found[lost.token]["row"]
    assert entries(state, "resolved")[thread.token]["done"] is True
    assert kept_comments({**workbook.states(), "comments": commented(**{"a-0": 3})})
