"""What a document was at each version, and who changed what: told by its log."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.documents.conftest import Office
from tests.documents.test_live_documents import a_file, settled, shows, texts
from tongwen.core.actor import color_of
from tongwen.documents import history
from tongwen.documents import states as past
from tongwen.kinds.parts import unpack_parts
from tongwen.kinds.text.document import TextDocument
from tongwen.kinds.text.model import plain as plain_text
from tongwen.kinds.text.shared import read
from tongwen.ydoc import new_doc, root_fragment, root_map
from tongwen.ydoc.ranges import summarise

GUEST = "l:0000000000009"


@pytest.fixture
async def web(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    async with office.web() as client:
        yield client


async def called(web: httpx.AsyncClient, path: str, status: int = 200) -> Any:
    answer = await web.get(path)
    assert answer.status_code == status, f"{path}: {answer.text}"
    return answer.json()


def insert(paragraph: int, at: int, words: str) -> Any:
    return lambda document: document.paragraphs[paragraph].insert(at, words)


def words_of(update: bytes) -> list[str]:
    doc = new_doc()
    doc.apply_update(update)
    return [paragraph.text for paragraph in TextDocument(doc).paragraphs]


async def state(web: httpx.AsyncClient, node: str, number: int | str) -> bytes:
    answer = await web.get(f"/nodes/{node}/versions/{number}/state")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/octet-stream"
    return answer.content


def clocks(listed: list[list[int]], people: list[dict[str, Any]]) -> dict[tuple[int, int], str]:
    return {
        (client, clock): people[person]["id"]
        for client, start, stop, person, _ in listed
        for clock in range(start, stop)
    }


async def test_the_list_tells_who_worked_in_each_version(
    office: Office, web: httpx.AsyncClient
) -> None:
    bob, _ = await office.member("bob")
    node = (await office.upload("a.docx", a_file("draft"))).node
    documents = office.assembly.services.documents
    await office.write(node, bob, insert(0, 0, "one "))
    await office.write(node, bob, insert(0, 0, "two "))
    await office.write(node, GUEST, insert(0, 0, "three "))
    await documents.take_version(office.actor, node, "first")
    ann = office.actor.author
    await office.write(node, ann, insert(0, 0, "four "))
    answer = await called(web, f"/nodes/{node}/versions")
    second, first = answer["items"]
    assert (first["origin"], first["seq"], first["people"]) == ("upload", None, [])
    assert (first["edits"], first["started"], first["ended"]) == (0, None, None)
    assert (second["label"], second["seq"], second["edits"]) == ("first", 4, 3)
    assert second["people"] == [
        {"id": bob, "name": "bob", "color": color_of(bob), "guest": False, "edits": 2},
        {"id": GUEST, "name": "", "color": color_of(GUEST), "guest": True, "edits": 1},
    ]
    assert second["started"] <= second["ended"] <= second["created"]
    now = answer["now"]
    assert (now["since"], now["seq"], now["edits"]) == (2, 5, 1)
    assert [person["id"] for person in now["people"]] == [ann]
    page = await called(web, f"/nodes/{node}/versions?limit=1")
    assert page["items"] == [second]
    rest = await called(web, f"/nodes/{node}/versions?limit=1&cursor={page['next']}")
    assert rest == {"items": [first], "next": None, "now": None}
    await documents.settle(office.actor.tenant, [node])
    assert (await called(web, f"/nodes/{node}/versions"))["now"] is None


async def test_each_version_opens_as_it_was(office: Office, web: httpx.AsyncClient) -> None:
    node = (await office.upload("a.docx", a_file("alpha", "beta"))).node
    ann = office.actor.author
    await office.write(node, ann, insert(0, 5, " one"))
    await office.assembly.services.documents.take_version(office.actor, node, "one")
    await office.write(node, ann, lambda document: document.paragraphs[0].delete(0, 5))
    await office.assembly.services.documents.take_version(office.actor, node, "two")
    await office.write(node, ann, insert(1, 0, "now "))
    assert words_of(await state(web, node, 1)) == ["alpha", "beta"]
    assert words_of(await state(web, node, 2)) == ["alpha one", "beta"]
    assert words_of(await state(web, node, 3)) == [" one", "beta"]
    assert words_of(await state(web, node, "current")) == [" one", "now beta"]
    assert b"alpha" in await state(web, node, 3), "deleted text is still there"
    folder = office.assembly.services.settings.data / "work" / "history"
    kept = sorted(path.name for path in folder.iterdir())
    await office.write(node, ann, insert(1, 0, "very "))
    assert words_of(await state(web, node, "current")) == [" one", "very now beta"]
    assert sorted(path.name for path in folder.iterdir()) == kept, "now is soon over"
    for number in (1, 3, "current"):
        packed = (await web.get(f"/nodes/{node}/versions/{number}/parts")).content
        ((part, (body,)),) = unpack_parts(packed).items()
        assert (part, words_of(body)) == ("body", words_of(await state(web, node, number)))

    path = f"/nodes/{node}/versions/3/state"
    tag = (await web.get(path)).headers["etag"]
    again = await web.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert (await web.get(f"/nodes/{node}/versions/2/state")).headers["etag"] != tag


async def test_changes_name_who_wrote_and_who_deleted(
    office: Office, web: httpx.AsyncClient
) -> None:
    bob, _ = await office.member("bob")
    ann = office.actor.author
    node = (await office.upload("a.docx", a_file("alpha"))).node
    first = await office.write(node, ann, insert(0, 5, " ann"))
    await office.assembly.services.documents.take_version(office.actor, node, None)
    second = await office.write(node, bob, insert(0, 0, "bob "))
    third = await office.write(node, ann, lambda document: document.paragraphs[0].delete(0, 2))
    repeated = office._docs[node, ann].get_update()  # ann reconnects and sends all she knows
    await office.assembly.services.database.log.append(office.part(node), GUEST, repeated)
    await office.assembly.services.documents.take_version(office.actor, node, None)
    found = await called(web, f"/nodes/{node}/versions/3/changes")
    assert (found["number"], found["since"], found["seq"], found["traced"]) == (3, 2, 5, True)
    assert [(person["id"], person["edits"]) for person in found["people"]] == [
        (bob, 1),
        (ann, 1),
        (GUEST, 1),
    ]
    written, erased = summarise(second).structs, summarise(third).deletes
    assert {key[0] for key in clocks(found["inserted"], found["people"])} == set(written)
    assert set(clocks(found["inserted"], found["people"]).values()) == {bob}
    assert clocks(found["deleted"], found["people"]) == {
        (client, clock): ann
        for client, runs in erased.items()
        for a, b in runs
        for clock in range(a, b)
    }
    wider = await called(web, f"/nodes/{node}/versions/3/changes?since=1")
    both = clocks(wider["inserted"], wider["people"])
    assert {key: who for key, who in both.items() if who == ann} == {
        (client, clock): ann
        for client, runs in summarise(first).structs.items()
        for a, b in runs
        for clock in range(a, b)
    }
    assert await called(web, f"/nodes/{node}/versions/current/changes?since=1") == {
        **wider,
        "number": None,
    }
    nothing = await called(web, f"/nodes/{node}/versions/current/changes")
    assert (nothing["since"], nothing["inserted"], nothing["deleted"]) == (3, [], [])


async def test_the_first_version_is_its_authors(office: Office, web: httpx.AsyncClient) -> None:
    node = (await office.upload("a.docx", a_file("alpha"))).node
    await office.write(node, GUEST, insert(0, 0, "later "))
    found = await called(web, f"/nodes/{node}/versions/1/changes")
    assert (found["since"], found["seq"], found["traced"]) == (None, 1, True)
    assert [person["id"] for person in found["people"]] == [office.actor.author]
    assert set(clocks(found["inserted"], found["people"])) == {
        (client, clock)
        for client, runs in summarise(await state(web, node, 1)).structs.items()
        for start, stop in runs
        for clock in range(start, stop)
    }


async def test_versions_from_before_the_first_opening_are_files(
    office: Office, web: httpx.AsyncClient
) -> None:
    node = (await office.upload("a.docx", a_file("old"))).node
    await office.upload("a.docx", a_file("new"))
    assert words_of(await state(web, node, "current")) == ["new"], "never opened"
    assert not (await called(web, f"/nodes/{node}/versions/current/changes"))["traced"]
    await office.write(node, GUEST, insert(0, 3, "er"))
    assert words_of(await state(web, node, 1)) == ["old"]
    assert await state(web, node, 1) == await state(web, node, 1), "one import serves all"
    assert words_of(await state(web, node, 2)) == ["new"]
    for path in ("2/changes", "current/changes?since=1"):
        found = await called(web, f"/nodes/{node}/versions/{path}")
        assert (found["traced"], found["inserted"], found["people"]) == (False, [], [])
    assert (await called(web, f"/nodes/{node}/versions/current/changes"))["traced"]


async def test_long_histories_are_folded_in_pages_and_kept_within_bounds(
    office: Office, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "PAGE_ROWS", 7)
    monkeypatch.setattr(history, "QUICK_ROWS", 3)
    node = (await office.upload("a.docx", a_file("x"))).node
    documents = office.assembly.services.documents
    for number in range(40):
        await office.write(node, GUEST, insert(0, 0, f"{number} "))
        if number % 10 == 9:
            await documents.take_version(office.actor, node, None)
            if number == 19:
                await office.compact(node)
    expected = " ".join(str(number) for number in range(39, -1, -1)) + " x"
    assert words_of(await state(web, node, 5)) == [expected]
    assert words_of(await state(web, node, 3)) == [
        expected[-len("".join(f"{n} " for n in range(20)) + "x") :]
    ]
    found = await called(web, f"/nodes/{node}/versions/5/changes?since=1")
    spans = [stop - start for _, start, stop, *_ in found["inserted"]]
    assert sum(spans) == len(expected) - 1
    assert len(found["inserted"]) == 1, "one person, one sitting: one change"
    folder = office.assembly.services.settings.data / "work" / "history"
    assert len(list(folder.glob("*.state"))) >= 3
    monkeypatch.setattr(past, "KEPT_BYTES", 1)
    assert words_of(await state(web, node, 4))[0].startswith("29 28")
    assert list(folder.glob("*.state")) == []
    monkeypatch.undo()
    shutil.rmtree(folder)
    assert words_of(await state(web, node, 4))[0].startswith("29 28"), "it may be swept away"
    assert len(list(folder.glob("*.state"))) == 1


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("0/state", 404, "version-unknown"),
        ("99/state", 404, "version-unknown"),
        (f"{2**31}/state", 404, "version-unknown"),
        (f"{2**70}/changes", 404, "version-unknown"),
        ("-1/changes", 404, "version-unknown"),
        ("latest/state", 400, "input-invalid"),
        ("1.5/changes", 400, "input-invalid"),
        ("2/changes?since=2", 400, "since-not-earlier"),
        ("1/changes?since=2", 400, "since-not-earlier"),
        ("current/changes?since=99", 404, "version-unknown"),
        (f"current/changes?since={2**63}", 404, "version-unknown"),
        ("2/changes?since=0", 400, "input-invalid"),
        ("2/changes?since=x", 400, "input-invalid"),
    ],
)
async def test_wrong_numbers_are_refused(
    office: Office, web: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    node = (await office.upload("a.docx", a_file("x"))).node
    await office.write(node, GUEST, insert(0, 0, "y"))
    await office.assembly.services.documents.take_version(office.actor, node, None)
    assert (await called(web, f"/nodes/{node}/versions/{path}", status))["code"] == code


async def test_only_those_who_see_a_document_see_its_history(
    office: Office, web: httpx.AsyncClient
) -> None:
    bob, token = await office.member("bob")
    node = (await office.upload("a.docx", a_file("secret"))).node
    await office.write(node, GUEST, insert(0, 0, "y"))
    async with office.web(token) as stranger:
        for path in ("1/state", "current/state", "current/changes", "1/changes?since=1"):
            found = await called(stranger, f"/nodes/{node}/versions/{path}", 404)
            assert found["code"] == "not-found"
        assert (await web.put(f"/nodes/{node}/grants/{bob}", json={"role": "viewer"})).is_success
        assert words_of(await state(stranger, node, 1)) == ["secret"]
        assert (await called(stranger, f"/nodes/{node}/versions/current/changes"))["people"]
        restored = await stranger.post(f"/nodes/{node}/versions/1/restore")
        assert (restored.status_code, restored.json()["code"]) == (403, "role-too-low")


async def test_what_has_no_editor_has_no_live_history(
    office: Office, web: httpx.AsyncClient
) -> None:
    file = (await office.upload("a.bin", b"bytes")).node
    broken = (await office.upload("broken.docx", b"no package")).node
    for path in ("1/state", "1/changes", "current/state"):
        assert (await called(web, f"/nodes/{file}/versions/{path}", 415))["code"] == "no-editor"
    assert (await called(web, f"/nodes/{broken}/versions/1/state", 400))["code"] == "not-a-zip"
    for path in ("1/state", "1/changes"):
        found = await called(web, f"/nodes/{office.root}/versions/{path}", 400)
        assert found["code"] == "not-a-file"


async def test_an_answer_has_bounds(
    office: Office, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = (await office.upload("a.docx", a_file("x"))).node
    for number in range(4):
        await office.write(node, GUEST, insert(0, 0, str(number)))
    for bound in ("MOST_EDITS", "MOST_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(history, bound, 3)
            found = await called(web, f"/nodes/{node}/versions/current/changes", 413)
            assert found["code"] == "history-too-long"
    assert (await called(web, f"/nodes/{node}/versions/current/changes"))["inserted"]


async def test_restoring_twice_gives_the_original_back(
    office: Office, web: httpx.AsyncClient
) -> None:
    node = (await office.upload("a.docx", a_file("# Title", "alpha", "beta", "gamma"))).node
    ann = office.actor.author

    def many(document: TextDocument) -> None:
        document.paragraphs[1].insert(2, "INSIDE")
        document.paragraphs[2].text = ""
        document.add_paragraph("新的 😀")

    await office.write(node, ann, many)
    comments = office.part(node)._replace(part="comments")
    await office.assembly.services.database.log.append(comments, ann, b"\x00\x00")
    before = words_of(await state(web, node, "current"))
    answer = (await web.post(f"/nodes/{node}/versions/1/restore")).json()
    assert words_of(await state(web, node, "current")) == ["Title", "alpha", "beta", "gamma"]
    assert texts(await office.download(node)) == ["Title", "alpha", "beta", "gamma"]
    assert answer["people"][0]["id"] == ann
    undone = (await web.post(f"/nodes/{node}/versions/{answer['before']}/restore")).json()
    assert words_of(await state(web, node, "current")) == before
    assert texts(await office.download(node)) == before
    again = (await web.post(f"/nodes/{node}/versions/{undone['before']}/restore")).json()
    assert words_of(await state(web, node, "current")) == ["Title", "alpha", "beta", "gamma"]
    assert again["before"] == undone["number"], "nothing was changed between: no further version"
    assert await office.assembly.services.database.log.head(comments) == 1


async def test_restoring_brings_back_what_a_file_cannot_say(
    office: Office, web: httpx.AsyncClient
) -> None:
    node = (await office.upload("a.docx", a_file("alpha"))).node

    def odd(document: TextDocument) -> None:
        run = root_fragment(document.doc, "body").children[0].children[0]
        run.insert(0, "strange", {"bold": {"on": True}})
        root_map(document.doc, "styles")["mine"] = {"name": "kept", "type": "paragraph"}

    def plain(document: TextDocument) -> None:
        del root_map(document.doc, "styles")["mine"]
        document.paragraphs[0].text = "gone"

    await office.write(node, GUEST, odd)
    number = await office.assembly.services.documents.take_version(office.actor, node, "odd")
    await office.write(node, GUEST, plain)
    await web.post(f"/nodes/{node}/versions/{number}/restore")
    doc = new_doc()
    doc.apply_update(await state(web, node, "current"))
    assert root_map(doc, "styles")["mine"] == {"name": "kept", "type": "paragraph"}
    earlier = new_doc()
    earlier.apply_update(await state(web, node, number))
    bodies = [read(root_fragment(one, "body")) for one in (doc, earlier)]
    assert bodies[0] == bodies[1]
    assert "strange" in plain_text(bodies[0][0])


async def test_restoring_what_is_there_writes_nothing(
    office: Office, web: httpx.AsyncClient
) -> None:
    node = (await office.upload("a.docx", a_file("alpha"))).node
    await office.write(node, GUEST, insert(0, 0, "x"))
    await office.assembly.services.documents.take_version(office.actor, node, None)
    answer = (await web.post(f"/nodes/{node}/versions/2/restore")).json()
    assert (answer["number"], answer["before"], answer["seq"], answer["edits"]) == (3, 2, 2, 0)
    assert await office.assembly.services.database.log.head(office.part(node)) == 2


async def test_a_restore_writes_down_what_it_changed_and_no_more(
    office: Office, web: httpx.AsyncClient
) -> None:
    node = (await office.upload("a.docx", a_file("alpha", "beta"))).node
    for _ in range(30):
        await office.write(node, GUEST, insert(1, 0, "x"))
        await office.write(node, GUEST, lambda document: document.paragraphs[1].delete(0, 1))
    await office.write(node, GUEST, insert(0, 5, "!"))
    await web.post(f"/nodes/{node}/versions/1/restore")
    rows = await office.assembly.services.database.log.read(office.part(node))
    assert len(rows[-1].update) < 30
    assert words_of(await state(web, node, "current")) == ["alpha", "beta"]


async def test_what_others_type_during_a_restore_stays(
    office: Office, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = (await office.upload("a.docx", a_file("alpha", "beta"))).node
    await office.write(node, GUEST, insert(0, 5, " changed"))
    documents = office.assembly.services.documents
    publish = documents._publisher.publish  # type: ignore[attr-defined]

    async def late(*args: Any) -> int:
        await office.write(node, GUEST, insert(1, 4, " meanwhile"))
        return await publish(*args)

    monkeypatch.setattr(documents._publisher, "publish", late)  # type: ignore[attr-defined]
    await web.post(f"/nodes/{node}/versions/1/restore")
    assert words_of(await state(web, node, "current")) == ["alpha", "beta meanwhile"]


async def test_deleted_words_survive_compaction_and_restart(
    office: Office, web: httpx.AsyncClient
) -> None:
    node = (await office.upload("a.docx", a_file("alpha"))).node
    parts = office.assembly.rooms._parts
    await office.write(node, GUEST, insert(0, 0, "UNFORGOTTEN "))
    await office.assembly.services.documents.take_version(office.actor, node, "with")
    await office.compact(node)
    await office.write(node, GUEST, lambda document: document.paragraphs[0].delete(0, 12))
    await office.compact(node)
    await office.write(node, GUEST, insert(0, 0, "z"))
    await office.compact(node)
    assert words_of(await state(web, node, 2)) == ["UNFORGOTTEN alpha"]
    assert words_of(await state(web, node, "current")) == ["zalpha"]
    assert b"UNFORGOTTEN" in await state(web, node, "current")
    opened = await parts.open(office.part(node))
    assert opened.snapshot is not None
    assert b"UNFORGOTTEN" in opened.snapshot.state
    assert opened.tail == []


async def test_a_page_that_types_is_in_the_history(office: Office, web: httpx.AsyncClient) -> None:
    node = (await office.upload("a.docx", a_file("alpha", "beta"))).node
    page = await office.open(node)
    page.document.paragraphs[0].insert(5, " typed")
    await settled(office, node, 2)
    now = (await called(web, f"/nodes/{node}/versions"))["now"]
    assert [(person["id"], person["name"]) for person in now["people"]] == [
        (office.actor.author, "安")
    ]
    found = await called(web, f"/nodes/{node}/versions/current/changes")
    mine = str(page.doc.client_id)
    assert {str(client) for client, *_ in found["inserted"]} == {mine}
    answer = (await web.post(f"/nodes/{node}/versions/1/restore")).json()
    await shows(page, "beta")
    for _ in range(500):
        if "typed" not in page.document.to_text():
            break
        await asyncio.sleep(0.01)
    assert page.document.paragraphs[0].text == "alpha"
    assert (await web.post(f"/nodes/{node}/versions/{answer['before']}/restore")).is_success
    await shows(page, "alpha typed")


@pytest.mark.parametrize("node", ["x", "0" * 13, "z" * 13, "..", "a" * 5000])
async def test_a_node_that_is_none_has_no_history(
    office: Office, web: httpx.AsyncClient, node: str
) -> None:
    for path in ("current/state", "1/changes"):
        assert (await web.get(f"/nodes/{node}/versions/{path}")).status_code == 404
