"""Folders and files: making, listing, renaming, moving, copying."""

import unicodedata

import pytest

from tests.api.conftest import Installation, Person, code

pytestmark = pytest.mark.both_databases


async def test_a_new_document_is_an_office_file(anna: Person) -> None:
    for kind, ending in (("text", ".docx"), ("sheet", ".xlsx"), ("slides", ".pptx")):
        body = {"parent": anna.root, "name": "计划", "kind": kind}
        made = await anna.json("POST", "/nodes", 201, json=body)
        assert (made["name"], made["kind"], made["version"]) == ("计划" + ending, kind, 1)
        assert made["openable"] is (kind != "slides")
        content = await anna.client.get(f"/nodes/{made['id']}/content")
        assert content.content.startswith(b"PK")
        assert made["size"] == len(content.content)
    again = {"parent": anna.root, "name": "计划.docx", "kind": "text"}
    assert code(await anna.client.post("/nodes", json=again)) == (409, "name-taken")


async def test_names_are_kept_in_nfc_without_white_space_around(anna: Person) -> None:
    typed = unicodedata.normalize("NFD", "  Café ᠮᠣᠩᠭᠣᠯ བོད་ཡིག 😀 ")
    folder = await anna.folder(typed)
    shown = await anna.json("GET", f"/nodes/{folder}")
    assert shown["name"] == unicodedata.normalize("NFC", typed.strip())
    same = {"parent": anna.root, "name": shown["name"], "kind": "folder"}
    assert code(await anna.client.post("/nodes", json=same)) == (409, "name-taken")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "name-empty"),
        (" \u3000\t", "name-empty"),
        (".", "name-reserved"),
        ("..", "name-reserved"),
        ("a/b", "name-characters"),
        ("a\x00b", "name-characters"),
        ("a\nb", "name-characters"),
        ("a\x7fb", "name-characters"),
        ("文" * 86, "name-too-long"),
        ("x" * 256, "name-too-long"),
    ],
)
async def test_names_that_break_a_rule(anna: Person, name: str, expected: str) -> None:
    body = {"parent": anna.root, "name": name, "kind": "folder"}
    assert code(await anna.client.post("/nodes", json=body)) == (400, expected)
    folder = await anna.folder("good")
    assert code(await anna.client.patch(f"/nodes/{folder}", json={"name": name})) == (400, expected)
    assert await anna.names(f"/nodes/{anna.root}/children") == ["good"]


@pytest.mark.one_database
async def test_the_longest_name_fits(anna: Person) -> None:
    name = "文" * 85
    folder = await anna.folder(name)
    assert (await anna.json("GET", f"/nodes/{folder}"))["name"] == name


async def test_lists_are_sorted_as_people_expect(anna: Person) -> None:
    for name in ("文件10.txt", "文件9.txt", "b.txt", "A.txt", "张三.txt", "李四.txt", "阿.txt"):
        await anna.file(name, name.encode())
    await anna.folder("z")
    await anna.folder("项目")
    path = f"/nodes/{anna.root}/children"
    expected = ["A.txt", "b.txt", "阿.txt", "李四.txt", "文件9.txt", "文件10.txt", "张三.txt"]
    assert await anna.names(path) == ["z", "项目", *expected]
    assert await anna.names(path + "?sort=-name") == ["项目", "z", *reversed(expected)]
    sizes = await anna.names(path + "?sort=-size")
    assert sizes[0] == "文件10.txt" and set(sizes[-2:]) == {"z", "项目"}
    assert (await anna.names(path + "?sort=modified"))[0] == "文件10.txt"
    assert (await anna.names(path + "?sort=-modified"))[0] == "项目"


@pytest.mark.parametrize(
    "sort", ["name", "-name", "modified", "-modified", "size", "-size", "kind", "-kind"]
)
async def test_pages_hold_everything_once(anna: Person, sort: str) -> None:
    made = {await anna.folder(f"f{number}") for number in range(3)}
    for number in range(3):
        for ending in ("png", "docx", "txt", "bin"):
            made.add(await anna.file(f"x{number}.{ending}", b"x" * number))
    path = f"/nodes/{anna.root}/children?sort={sort}"
    whole = [item["id"] for item in (await anna.json("GET", path))["items"]]
    assert set(whole) == made
    for limit in (1, 4, 15):
        seen: list[str] = []
        cursor = ""
        while cursor is not None:
            page = await anna.json("GET", f"{path}&limit={limit}&cursor={cursor}")
            assert len(page["items"]) <= limit
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
        assert seen == whole


async def test_folders_come_first_by_kind(anna: Person) -> None:
    for name in ("a.mp3", "b.docx", "c.png"):
        await anna.file(name)
    await anna.folder("z")
    path = f"/nodes/{anna.root}/children"
    assert await anna.names(path + "?sort=kind") == ["z", "a.mp3", "c.png", "b.docx"]
    assert await anna.names(path + "?sort=-kind") == ["z", "b.docx", "c.png", "a.mp3"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "query",
    [
        "sort=colour",
        "sort=--name",
        "cursor=x",
        "cursor=WzFd",
        "cursor=W10",
        "cursor=" + "W" * 4000,
        "cursor=%00",
        "cursor=WzksImEiLCJiIl0",
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=-1",
    ],
)
async def test_bad_questions_to_lists(anna: Person, query: str) -> None:
    answer = await anna.client.get(f"/nodes/{anna.root}/children?{query}")
    assert code(answer)[0] == 400


@pytest.mark.one_database
async def test_a_file_has_no_children(anna: Person) -> None:
    file = await anna.file("a.txt")
    assert code(await anna.client.get(f"/nodes/{file}/children")) == (400, "not-a-folder")
    inside = {"parent": file, "name": "x", "kind": "folder"}
    assert code(await anna.client.post("/nodes", json=inside)) == (400, "not-a-folder")


async def test_the_path_begins_at_the_topmost_folder_one_may_see(anna: Person, bob: Person) -> None:
    outer = await anna.folder("outer")
    shared = await anna.folder("shared", outer)
    file = await anna.file("a.txt", parent=shared)
    await anna.share(shared, bob, "viewer")
    mine = await anna.json("GET", f"/nodes/{file}")
    assert [step["id"] for step in mine["path"]] == [anna.root, outer, shared, file]
    theirs = await bob.json("GET", f"/nodes/{file}")
    assert [step["name"] for step in theirs["path"]] == ["shared", "a.txt"]
    assert (theirs["role"], theirs["owner"]["id"]) == ("viewer", anna.id)
    assert (await bob.json("GET", f"/nodes/{shared}"))["parent"] is None
    assert code(await bob.client.get(f"/nodes/{outer}")) == (404, "not-found")


async def test_renaming_keeps_the_id_and_finds_the_kind(anna: Person) -> None:
    file = await anna.file("notes")
    assert (await anna.json("GET", f"/nodes/{file}"))["kind"] == "file"
    renamed = await anna.json("PATCH", f"/nodes/{file}", json={"name": "notes.md"})
    assert (renamed["id"], renamed["kind"], renamed["mediaType"]) == (
        file,
        "plain",
        "text/markdown",
    )
    document = await anna.file("a.docx")
    kept = await anna.json("PATCH", f"/nodes/{document}", json={"name": "a.txt"})
    assert kept["kind"] == "text"  # a live document stays one
    taken = await anna.client.patch(f"/nodes/{file}", json={"name": "a.txt"})
    assert code(taken) == (409, "name-taken")
    assert (await anna.json("PATCH", f"/nodes/{file}", json={"name": "notes.md"}))["id"] == file


async def test_moving_takes_what_is_inside_along(anna: Person) -> None:
    source, target = await anna.folder("source"), await anna.folder("target")
    inner = await anna.folder("inner", source)
    file = await anna.file("a.txt", parent=inner)
    moved = await anna.json("PATCH", f"/nodes/{source}", json={"parent": target, "name": "new"})
    assert (moved["parent"], moved["name"]) == (target, "new")
    path = (await anna.json("GET", f"/nodes/{file}"))["path"]
    assert [step["id"] for step in path] == [anna.root, target, source, inner, file]
    for into in (source, inner):
        answer = await anna.client.patch(f"/nodes/{source}", json={"parent": into})
        assert code(answer) == (409, "move-into-itself")
    assert code(await anna.client.patch(f"/nodes/{source}", json={"parent": file})) == (
        400,
        "not-a-folder",
    )


@pytest.mark.one_database
async def test_whole_drives_stay_where_they_are(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    root = f"/nodes/{anna.root}"
    for answer in (
        await anna.client.patch(root, json={"name": "x"}),
        await anna.client.patch(root, json={"parent": folder}),
        await anna.client.delete(root),
        await anna.client.post(root + "/copy", json={}),
        await anna.client.put(f"{root}/grants/{bob.id}", json={"role": "viewer"}),
        await anna.client.post(root + "/links", json={"role": "viewer"}),
    ):
        assert code(answer) == (403, "root-fixed")


async def test_moving_to_another_drive_gives_it_to_its_owner(anna: Person, bob: Person) -> None:
    inbox = await bob.folder("inbox")
    await bob.share(inbox, anna, "editor")
    folder = await anna.folder("f")
    await anna.file("a.txt", b"12345", folder)
    await anna.file("a.txt", b"1234567", folder)
    moved = await anna.json("PATCH", f"/nodes/{folder}", json={"parent": inbox})
    assert (moved["owner"]["id"], moved["role"]) == (bob.id, "editor")
    assert await _used(anna) == 0
    assert await _used(bob) == 12
    # She may change it there, but not take it away from its new owner.
    back = await anna.client.patch(f"/nodes/{folder}", json={"parent": anna.root})
    assert code(back) == (403, "move-out-needs-owner")


async def test_moving_needs_editor_on_both_sides(anna: Person, bob: Person) -> None:
    read, write = await anna.folder("read"), await anna.folder("write")
    file = await anna.file("a.txt", parent=read)
    await anna.share(read, bob, "viewer")
    await anna.share(write, bob, "editor")
    move = {"parent": write}
    assert code(await bob.client.patch(f"/nodes/{file}", json=move)) == (403, "role-too-low")
    other = await anna.file("b.txt", parent=write)
    answer = await bob.client.patch(f"/nodes/{other}", json={"parent": read})
    assert code(answer) == (403, "role-too-low")
    hidden = await anna.folder("hidden")
    answer = await bob.client.patch(f"/nodes/{other}", json={"parent": hidden})
    assert code(answer) == (404, "not-found")
    await anna.share(read, bob, "editor")
    assert (await bob.json("PATCH", f"/nodes/{file}", json=move))["parent"] == write


@pytest.mark.one_database
async def test_nothing_lies_deeper_than_the_gate_walks(anna: Person) -> None:
    parent = anna.root
    for number in range(63):
        parent = await anna.folder(str(number), parent)
    below = {"parent": parent, "name": "too deep", "kind": "folder"}
    assert code(await anna.client.post("/nodes", json=below)) == (409, "too-deep")
    tall = await anna.folder("tall")
    await anna.file("a.txt", parent=tall)
    up = (await anna.json("GET", f"/nodes/{parent}"))["path"]
    answer = await anna.client.patch(f"/nodes/{tall}", json={"parent": up[-2]["id"]})
    assert code(answer) == (409, "too-deep")
    copied = await anna.client.post(f"/nodes/{tall}/copy", json={"parent": up[-2]["id"]})
    assert code(copied) == (409, "too-deep")
    moved = await anna.json("PATCH", f"/nodes/{tall}", json={"parent": up[-3]["id"]})
    assert moved["parent"] == up[-3]["id"]


async def test_copies_get_free_names_in_the_readers_language(anna: Person) -> None:
    file = await anna.file("报告.docx")
    zh, en = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}, {"Accept-Language": "en-US"}
    names = []
    for headers in (zh, zh, en, en):
        made = await anna.json("POST", f"/nodes/{file}/copy", 201, json={}, headers=headers)
        names.append(made["name"])
    assert names == ["报告 副本.docx", "报告 副本 2.docx", "报告 (2).docx", "报告 (3).docx"]
    answer = await anna.client.post(f"/nodes/{file}/copy", json={"name": "报告.docx"})
    assert code(answer) == (409, "name-taken")


async def test_copying_a_folder_copies_what_lives_in_it(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    inner = await anna.folder("inner", folder)
    await anna.file("a.txt", b"old", inner)
    await anna.file("a.txt", b"newest", inner)
    gone = await anna.file("gone.txt", parent=folder)
    await anna.json("DELETE", f"/nodes/{gone}", 204)
    await anna.share(folder, bob, "viewer")
    made = await bob.json("POST", f"/nodes/{folder}/copy", 201)
    assert (made["parent"], made["name"], made["owner"]["id"]) == (bob.root, "f", bob.id)
    assert await bob.names(f"/nodes/{made['id']}/children") == ["inner"]
    copied = (await bob.json("GET", f"/nodes/{made['id']}/children"))["items"][0]["id"]
    file = (await bob.json("GET", f"/nodes/{copied}/children"))["items"][0]
    assert (file["name"], file["version"]) == ("a.txt", 1)
    assert (await bob.client.get(f"/nodes/{file['id']}/content")).content == b"newest"
    assert await _used(bob) == 6


@pytest.mark.one_database
@pytest.mark.settings(max_copy=3)
async def test_a_copy_has_a_limit(anna: Person) -> None:
    folder = await anna.folder("f")
    for number in range(3):
        await anna.file(f"{number}.txt", parent=folder)
    assert code(await anna.client.post(f"/nodes/{folder}/copy")) == (413, "copy-too-large")
    assert await anna.names(f"/nodes/{anna.root}/children") == ["f"]


async def test_a_folder_may_be_copied_into_itself(anna: Person) -> None:
    folder = await anna.folder("f")
    await anna.file("a.txt", parent=folder)
    made = await anna.json("POST", f"/nodes/{folder}/copy", 201, json={"parent": folder})
    assert await anna.names(f"/nodes/{folder}/children") == ["f", "a.txt"]
    assert await anna.names(f"/nodes/{made['id']}/children") == ["a.txt"]


@pytest.mark.settings(member_storage=10)
async def test_storage_has_a_limit_that_counts_versions_and_trash(anna: Person) -> None:
    file = await anna.file("a.txt", b"123456")
    answer = await anna.client.put(f"/nodes/{anna.root}/files/a.txt", content=b"12345")
    assert code(answer) == (507, "storage-full")
    await anna.json("DELETE", f"/nodes/{file}", 204)
    answer = await anna.client.put(f"/nodes/{anna.root}/files/b.txt", content=b"12345")
    assert code(answer) == (507, "storage-full")
    await anna.file("c.txt", b"1234")
    assert (await anna.json("GET", "/me"))["storage"] == {"used": 10, "total": 10}


async def test_lost_totals_can_be_counted_again(installation: Installation, anna: Person) -> None:
    from tongwen.drive.totals import recount

    folder = await anna.folder("f")
    await anna.file("a.txt", b"12345", folder)
    trashed = await anna.file("b.txt", b"123", folder)
    await anna.json("DELETE", f"/nodes/{trashed}", 204)
    services = installation.services
    async with services.database.transaction() as tx:
        await tx.execute("UPDATE users SET used = 999")
    tenant = (await services.people.organisations.get("0000000000001")).id
    assert await recount(services.drive, tenant, anna.id) == 8
    assert await _used(anna) == 8


async def _used(person: Person) -> int:
    used: int = (await person.json("GET", "/me"))["storage"]["used"]
    return used
