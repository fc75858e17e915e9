"""Threaded comments written back, with persons and the notes that older programs show."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.formats.packages import unpack
from tests.formats.workbook_views import new, with_entries
from tongwen.formats.xlsx import export_xlsx, import_xlsx
from tongwen.formats.xlsx.live import map_reader

FIRST = {
    "t": 1.0,
    "sheet": "s1",
    "row": "1",
    "col": "2",
    "author": "李 Ada",
    "at": "2026-11-23T20:00:00+00:00",
    "text": "Is this <right>?",
}
ANSWER = {**FIRST, "author": "Bo", "at": "2026-11-23T21:00:00Z", "text": "Yes", "parent": "a-0"}


def written(original: bytes, entries: dict[str, Any]) -> bytes:
    """Return a workbook with these comments."""
    states = with_entries(import_xlsx(original), "comments", "comments", entries)
    return export_xlsx(original, states, {})


def comments(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the comments that a file is read with."""
    state = import_xlsx(data).get("comments")
    return dict(sorted(map_reader(state)("comments").items()))


def test_a_thread_is_written_with_its_people_and_a_note_beside() -> None:
    data = written(new()[0], {"a-0": FIRST, "a-1": ANSWER})
    found = [*comments(data).values()]
    assert [(one["author"], one["text"], one["row"], one["col"]) for one in found] == [
        ("李 Ada", "Is this <right>?", "1", "2"),
        ("Bo", "Yes", "1", "2"),
    ]
    assert found[1]["parent"] == "0-0"
    note = openpyxl.load_workbook(BytesIO(data)).worksheets[0]["C2"].comment
    assert "Is this <right>?" in note.text and "Reply:\n    Yes" in note.text
    assert note.author.startswith("tc={")
    parts = unpack(data)
    links = b"".join(part for name, part in parts.items() if name.endswith(".rels"))
    assert b"microsoft.com/office/2017/10/relationships/threadedComment" in links
    assert b"microsoft.com/office/2017/10/relationships/person" in links
    assert export_xlsx(data, import_xlsx(data), {}) == data


def test_threads_are_answered_resolved_and_removed() -> None:
    data = written(new()[0], {"a-0": FIRST})
    before = comments(data)["0-0"]
    later = written(data, {"0-0": {**before, "done": True}, "b-0": {**ANSWER, "parent": "0-0"}})
    first, answer = comments(later).values()
    assert first["done"] is True and answer["parent"] == "0-0"
    parts = unpack(later)
    assert parts["xl/persons/person.xml"].count(b"<person ") == 2
    assert parts["xl/comments.xml"].count(b"<comment ") == 1
    gone = unpack(written(data, {"0-0": None}))
    assert not any("threadedComment" in name for name in gone)
    assert b"<comment " not in gone["xl/comments.xml"]


@pytest.mark.parametrize(
    "entry",
    [
        3,
        {"text": 4, "sheet": "s1"},
        {**FIRST, "row": "x", "col": None},
        {**FIRST, "at": "9999-99", "author": 3},
        {**FIRST, "at": None, "text": "\x00\ud7ff" * 9, "done": "no"},
        {**FIRST, "parent": "a-0"},
        {**FIRST, "sheet": "s77"},
    ],
)
def test_nonsense_of_a_colleague_still_gives_a_file(entry: Any) -> None:
    data = written(new()[0], {"a-0": entry})
    assert len(comments(data)) <= 1
    assert openpyxl.load_workbook(BytesIO(data)).worksheets
