"""The trash, deleting for ever, recent, starred, shared, and search."""

import hashlib

import pytest

from tests.api.conftest import Installation, Person, code
from tongwen.drive.purge import empty_old_trash, purge
from tongwen.http.upkeep import collect

pytestmark = pytest.mark.both_databases

HOME = "0000000000001"


async def test_what_is_in_the_trash_is_gone_for_others(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    inner = await anna.folder("inner", folder)
    file = await anna.file("a.txt", parent=inner)
    await anna.share(folder, bob, "editor")
    await bob.json("DELETE", f"/nodes/{inner}", 204)
    for person in (anna, bob):
        for node in (inner, file):
            assert code(await person.client.get(f"/nodes/{node}")) == (404, "not-found")
        assert await person.names(f"/nodes/{folder}/children") == []
    assert await bob.names("/trash") == []
    trash = (await anna.json("GET", "/trash"))["items"]
    assert [(item["name"], item["trashed"] is not None) for item in trash] == [("inner", True)]
    again = await anna.client.delete(f"/nodes/{inner}")
    assert code(again) == (404, "not-found")
    restored = await bob.json("POST", f"/nodes/{inner}/restore")  # the undo of who did it
    assert (restored["parent"], restored["trashed"]) == (folder, None)
    assert (await bob.client.get(f"/nodes/{file}")).status_code == 200


async def test_a_grant_on_one_file_does_not_let_one_remove_it(anna: Person, bob: Person) -> None:
    file = await anna.file("a.txt")
    await anna.share(file, bob, "editor")
    assert code(await bob.client.delete(f"/nodes/{file}")) == (403, "role-too-low")
    assert (await anna.client.get(f"/nodes/{file}")).status_code == 200


async def test_restoring_finds_a_free_name_and_a_living_folder(anna: Person) -> None:
    folder = await anna.folder("f")
    file = await anna.file("a.txt", b"old", folder)
    await anna.json("DELETE", f"/nodes/{file}", 204)
    await anna.file("a.txt", b"new", folder)
    restored = await anna.json("POST", f"/nodes/{file}/restore")
    assert (restored["name"], restored["parent"]) == ("a (2).txt", folder)
    assert code(await anna.client.post(f"/nodes/{file}/restore")) == (409, "not-in-trash")
    await anna.json("DELETE", f"/nodes/{file}", 204)
    await anna.json("DELETE", f"/nodes/{folder}", 204)
    restored = await anna.json("POST", f"/nodes/{file}/restore")
    assert (restored["name"], restored["parent"]) == ("a (2).txt", anna.root)


async def test_an_editor_cannot_restore_out_of_a_trashed_folder(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    file = await anna.file("a.txt", parent=folder)
    await anna.share(folder, bob, "editor")
    await bob.json("DELETE", f"/nodes/{file}", 204)
    await anna.json("DELETE", f"/nodes/{folder}", 204)
    assert code(await bob.client.post(f"/nodes/{file}/restore")) == (409, "folder-in-trash")


async def test_deleting_for_ever_frees_rows_storage_and_blobs(
    installation: Installation, anna: Person, bob: Person
) -> None:
    services = installation.services
    folder = await anna.folder("f")
    inner = await anna.folder("inner", folder)
    file = await anna.file("a.txt", b"alone", inner)
    await anna.file("a.txt", b"alone again", inner)
    await anna.file("b.txt", b"kept elsewhere", inner)
    await anna.file("c.txt", b"kept elsewhere")
    earlier = await anna.file("d.txt", b"d", folder)
    await anna.json("DELETE", f"/nodes/{earlier}", 204)
    await anna.share(folder, bob, "editor")
    forever = f"/nodes/{folder}?forever=true"
    assert code(await anna.client.delete(forever)) == (409, "not-in-trash")
    await anna.json("DELETE", f"/nodes/{folder}", 204)
    assert code(await bob.client.delete(forever)) == (403, "role-too-low")
    await anna.json("DELETE", forever, 204)
    assert await anna.names("/trash") == []
    for path in (f"/nodes/{folder}/restore", f"/nodes/{file}/restore"):
        assert code(await anna.client.post(path)) == (404, "not-found")
    assert await purge(services.drive) == 0  # not at once: a copy might be being made
    while await purge(services.drive, grace=-1000, most=2):
        pass
    left = await services.database.fetch("SELECT name FROM nodes WHERE parent IS NOT NULL")
    assert [row["name"] for row in left] == ["c.txt"]
    assert await services.database.fetchval("SELECT COUNT(*) FROM grants") == 0
    assert (await anna.json("GET", "/me"))["storage"]["used"] == len(b"kept elsewhere")
    assert await collect(services) == 0  # too young
    assert await collect(services, grace=-1000) == 3
    keys = [key async for key, _ in services.blobs.keys(HOME)]
    assert keys == [hashlib.sha256(b"kept elsewhere").hexdigest()]
    assert await anna.names("/shared") == [] and await bob.names("/shared") == []


async def test_emptying_the_trash(installation: Installation, anna: Person, bob: Person) -> None:
    mine, theirs = await anna.file("a.txt"), await bob.file("b.txt")
    await anna.json("DELETE", f"/nodes/{mine}", 204)
    await bob.json("DELETE", f"/nodes/{theirs}", 204)
    await anna.json("DELETE", "/trash", 204)
    assert await anna.names("/trash") == []
    assert await bob.names("/trash") == ["b.txt"]
    assert await empty_old_trash(installation.services.drive, HOME, before=1) == 0
    assert await empty_old_trash(installation.services.drive, HOME, before=1 << 60) == 1
    assert await bob.names("/trash") == []


async def test_the_trash_comes_in_pages(anna: Person) -> None:
    for number in range(5):
        node = await anna.file(f"{number}.txt")
        await anna.json("DELETE", f"/nodes/{node}", 204)
    assert await _all(anna, "/trash?limit=2") == ["4.txt", "3.txt", "2.txt", "1.txt", "0.txt"]


async def test_recent_is_what_one_opened(anna: Person, bob: Person) -> None:
    files = [await anna.file(f"{number}.txt") for number in range(3)]
    assert await anna.names("/recent") == []
    for file in files:
        await anna.client.get(f"/nodes/{file}/content")
    assert await _all(anna, "/recent?limit=1") == ["2.txt", "1.txt", "0.txt"]
    await anna.json("DELETE", f"/nodes/{files[1]}", 204)
    assert await anna.names("/recent") == ["2.txt", "0.txt"]
    assert await bob.names("/recent") == []


async def test_stars(anna: Person, bob: Person) -> None:
    file = await anna.file("a.txt")
    await anna.json("PUT", f"/nodes/{file}/star", 204)
    await anna.json("PUT", f"/nodes/{file}/star", 204)
    assert (await anna.json("GET", f"/nodes/{file}"))["starred"] is True
    assert await anna.names("/starred") == ["a.txt"]
    assert code(await bob.client.put(f"/nodes/{file}/star")) == (404, "not-found")
    await anna.share(file, bob, "viewer")
    assert (await bob.json("GET", f"/nodes/{file}"))["starred"] is False
    await anna.json("DELETE", f"/nodes/{file}/star", 204)
    assert await anna.names("/starred") == []


async def test_shared_with_me(anna: Person, bob: Person) -> None:
    for number in range(5):
        await anna.share(await anna.file(f"{number}.txt"), bob, "viewer")
    gone = await anna.file("gone.txt")
    await anna.share(gone, bob, "viewer")
    await anna.json("DELETE", f"/nodes/{gone}", 204)
    assert sorted(await _all(bob, "/shared?limit=2")) == [f"{n}.txt" for n in range(5)]
    assert await anna.names("/shared") == []


async def test_search_finds_names_that_one_may_see(anna: Person, bob: Person) -> None:
    folder = await anna.folder("年度报告")
    for name in ("2026 年度 销售报告.docx", "Ärger_100%.txt", "ＦＵＬＬ.txt", "བོད་ཡིག.txt"):
        await anna.file(name, parent=folder)
    assert sorted(await anna.names("/search?q=报告")) == ["2026 年度 销售报告.docx", "年度报告"]
    assert await anna.names("/search?q=销售 2026") == ["2026 年度 销售报告.docx"]
    assert await anna.names("/search?q=ÄRGER") == ["Ärger_100%.txt"]
    assert await anna.names("/search?q=100%25") == ["Ärger_100%.txt"]
    assert await anna.names("/search?q=ཡིག") == ["བོད་ཡིག.txt"]
    for nothing in ("_", "%20", "%25%25", "'; DROP TABLE nodes", "报告 不在"):
        found = await anna.names(f"/search?q={nothing}")
        assert found == (["Ärger_100%.txt"] if nothing == "_" else [])
    assert await bob.names("/search?q=报告") == []
    await anna.share(folder, bob, "viewer")
    assert len(await bob.names("/search?q=报告")) == 2
    assert sorted(await _all(anna, "/search?q=.txt&limit=1")) == sorted(
        ["Ärger_100%.txt", "ＦＵＬＬ.txt", "བོད་ཡིག.txt"]
    )
    assert code(await anna.client.get("/search")) == (400, "input-invalid")
    assert code(await anna.client.get("/search?q=" + "x" * 201)) == (400, "input-invalid")


async def _all(person: Person, path: str) -> list[str]:
    names: list[str] = []
    cursor = ""
    while cursor is not None:
        page = await person.json("GET", path + f"&cursor={cursor}")
        names += [item["name"] for item in page["items"]]
        cursor = page["next"]
    return names
