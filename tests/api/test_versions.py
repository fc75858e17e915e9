"""Versions of files that no editor opens: listed, restored, and without a live history."""

import pytest

from tests.api.conftest import Person, code

pytestmark = pytest.mark.both_databases


async def test_a_file_without_an_editor_has_versions_without_work(anna: Person) -> None:
    file = await anna.file("a.bin", b"one")
    await anna.client.put(f"/nodes/{anna.root}/files/a.bin", content=b"two")
    found = await anna.json("GET", f"/nodes/{file}/versions")
    assert found["now"] is None
    assert [(entry["number"], entry["people"], entry["edits"]) for entry in found["items"]] == [
        (2, [], 0),
        (1, [], 0),
    ]
    assert {(entry["seq"], entry["started"], entry["ended"]) for entry in found["items"]} == {
        (None, None, None)
    }


async def test_a_restore_says_what_to_restore_to_undo_it(anna: Person) -> None:
    file = await anna.file("a.bin", b"one")
    await anna.client.put(f"/nodes/{anna.root}/files/a.bin", content=b"two")
    restored = await anna.json("POST", f"/nodes/{file}/versions/1/restore")
    assert (restored["number"], restored["before"], restored["origin"]) == (3, 2, "restore")
    assert (await anna.client.get(f"/nodes/{file}/content")).content == b"one"
    undone = await anna.json("POST", f"/nodes/{file}/versions/{restored['before']}/restore")
    assert undone["before"] == 3
    assert (await anna.client.get(f"/nodes/{file}/content")).content == b"two"


async def test_a_file_without_an_editor_has_no_states(anna: Person, bob: Person) -> None:
    file = await anna.file("a.bin", b"one")
    for path in (
        "1/state",
        "current/state",
        "1/parts",
        "current/parts",
        "1/changes",
        "current/changes?since=1",
    ):
        answer = await anna.client.get(f"/nodes/{file}/versions/{path}")
        assert code(answer) == (415, "no-editor")
        answer = await bob.client.get(f"/nodes/{file}/versions/{path}")
        assert code(answer) == (404, "not-found")
    answer = await anna.client.get(f"/nodes/{anna.root}/versions/1/state")
    assert code(answer) == (400, "not-a-file")
