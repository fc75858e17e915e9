"""People at different nodes work as if at one."""

import asyncio
import io
import random
import re
import zipfile
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import websockets

from tests.certificates import make_certificate
from tests.nodes.installation import CONFIGURATION, NGINX, Installation, around
from tests.nodes.page import Page
from tests.processes import free_port, until


async def converged(*pages: Page) -> None:
    """Wait until every page has been told that all is saved, and all see the same."""
    words = [word for page in pages for word in page.written]
    await until(lambda: all(page.saved for page in pages), "not all is acknowledged", 40)
    await until(lambda: all(page.sees(words) for page in pages), "words are missing", 40)
    await until(lambda: len({page.text() for page in pages}) == 1, "pages differ", 40)


async def test_people_at_three_nodes_write_one_document(installation: Installation) -> None:
    document = await installation.document("together", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, three = (node.address for node in installation.nodes)
    async with (
        Page(one, document, anna.token, "Anna") as first,
        Page(two, document, bob.token, "Bob") as second,
        Page(three, document, anna.token, "Anna's phone") as third,
    ):
        for turn in range(30):
            for page in (first, second, third):
                page.write(f"{page.name[0]}{turn}同文")
            await asyncio.sleep(0.01)
        await converged(first, second, third)
    for node in installation.nodes:
        figures = await node.figures()
        assert figures["tongwen_bus_sent_total"] > 0
        assert figures["tongwen_bus_received_total"] > 0


async def test_people_at_different_nodes_see_each_other(installation: Installation) -> None:
    document = await installation.document("presence", shared="viewer")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, _ = (node.address for node in installation.nodes)
    async with Page(one, document, anna.token, "Anna") as first:
        async with Page(two, document, bob.token, "Bob") as second:
            await until(lambda: "Anna" in second.here.values(), "Bob does not see Anna")
            await until(lambda: "Bob" in first.here.values(), "Anna does not see Bob")
        await until(lambda: "Bob" not in first.here.values(), "Bob has left and is still seen")


async def test_a_grant_taken_away_at_one_node_ends_the_session_at_another(
    installation: Installation,
) -> None:
    document = await installation.document("grant", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, _ = (node.address for node in installation.nodes)
    async with (
        Page(one, document, anna.token, "Anna") as first,
        Page(two, document, bob.token, "Bob") as second,
    ):
        second.write("before")
        await converged(first, second)
        path = f"/nodes/{document}/grants/{bob.id}"
        await installation.call("anna", "DELETE", path, at=one)
        await until(lambda: bool(second.refused), "the session goes on", 5)
        second.write("after")
        first.write("later")
        await until(lambda: first.saved, "Anna's word is not acknowledged")
        assert "after" not in first.text()
        assert "later" not in second.text()


async def test_a_role_made_smaller_at_one_node_holds_at_another(installation: Installation) -> None:
    document = await installation.document("role", shared="viewer")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, _ = (node.address for node in installation.nodes)
    async with Page(two, document, bob.token, "Bob") as second:
        assert second.may_write is False
        path = f"/nodes/{document}/grants/{bob.id}"
        await installation.call("anna", "PUT", path, at=one, json={"role": "editor"})
        await until(lambda: second.may_write is True, "Bob may not write", 5)
        async with Page(one, document, anna.token, "Anna") as first:
            second.write("allowed")
            await converged(first, second)
            await installation.call("anna", "PUT", path, at=one, json={"role": "viewer"})
            await until(lambda: second.may_write is False, "Bob may write still", 5)


async def test_signing_out_at_one_node_ends_the_sessions_at_all(installation: Installation) -> None:
    document = await installation.document("sign-out", shared="editor")
    bob = await installation.sign_in("bob")
    one, two, three = (node.address for node in installation.nodes)
    async with (
        Page(two, document, bob.csrf, "Bob", cookie=bob.cookie) as second,
        Page(three, document, bob.csrf, "Bob's tab", cookie=bob.cookie) as third,
        Page(three, document, bob.token, "Bob's program") as program,
    ):
        assert second.synced and third.synced
        answer = await installation.browse(bob, "DELETE", "/session", at=one)
        assert answer.status_code == 204, answer.text
        await until(lambda: bool(second.refused and third.refused), "sessions go on", 5)
        for address in (two, three):
            assert (await installation.browse(bob, "GET", "/me", at=address)).status_code == 401
        assert program.synced and not program.refused  # its token was not taken away


async def test_a_token_taken_away_at_one_node_is_nobodys_at_another(
    installation: Installation,
) -> None:
    document = await installation.document("token", shared="editor")
    bob = await installation.sign_in("bob")
    one, two, _ = (node.address for node in installation.nodes)
    async with Page(two, document, bob.token, "Bob's program") as program:
        tokens = (await installation.browse(bob, "GET", "/tokens", at=one)).json()["items"]
        for token in tokens:
            await installation.browse(bob, "DELETE", f"/tokens/{token['id']}", at=one)
        await until(lambda: bool(program.refused), "the program goes on", 5)
    await installation.sign_in("bob")


async def test_the_proxy_brings_all_of_a_document_to_one_node(installation: Installation) -> None:
    documents = [await installation.document(f"hashed {n}", shared="editor") for n in range(8)]
    before = [await node.rooms() for node in installation.nodes]
    assert await _settled(installation, before) == sum(before)
    people = [installation.people["anna"], installation.people["bob"]]
    pages = [
        Page(installation.address, document, person.token, f"{person.id} {number}")
        for document in documents
        for person in people
        for number in range(2)
    ]
    plain = f"{installation.address.replace('http', 'ws')}/sync/{{}}/body?token={people[0].token}"
    async with AsyncExitStack() as stack:
        for page in pages:
            await stack.enter_async_context(page)
        for document in documents:
            socket = await stack.enter_async_context(websockets.connect(plain.format(document)))
            await asyncio.wait_for(socket.recv(), 20)  # it has joined
        rooms = [await node.rooms() for node in installation.nodes]
        fresh = [now - then for now, then in zip(rooms, before, strict=True)]
        assert sum(fresh) == len(documents)  # one room each, for all five who opened it
        assert sum(count > 0 for count in fresh) > 1


async def _settled(installation: Installation, before: list[int]) -> int:
    """Wait until the rooms of earlier tests have closed; return how many there are."""

    async def empty() -> bool:
        before[:] = [await node.rooms() for node in installation.nodes]
        return sum(before) == 0

    await until(empty, f"rooms stay open: {before}", 30)
    return sum(before)


async def test_what_one_node_has_live_another_exports_and_keeps_as_a_version(
    installation: Installation,
) -> None:
    document = await installation.document("export", shared="editor")
    anna = installation.people["anna"]
    one, two, three = (node.address for node in installation.nodes)
    async with Page(one, document, anna.token, "Anna") as page:
        page.write("书同文车同轨")
        await until(lambda: page.saved, "not acknowledged")
        for address in (two, three):
            answer = await installation.call(
                "anna", "GET", f"/nodes/{document}/content", at=address
            )
            with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
                assert "书同文车同轨" in package.read("word/document.xml").decode()
        path = f"/nodes/{document}/versions"
        made = await installation.call("anna", "POST", path, at=three, json={"label": "第一稿"})
        assert made.json()["label"] == "第一稿"
        page.write("later")
        await until(lambda: page.saved, "not acknowledged")
        listed = (await installation.call("anna", "GET", path, at=two)).json()["items"]
        assert "第一稿" in [version["label"] for version in listed]


async def test_a_file_dropped_over_a_document_that_is_open_elsewhere_reaches_its_page(
    installation: Installation,
) -> None:
    document = await installation.document("dropped.docx", shared="editor")
    other = await installation.document("other.docx")
    anna = installation.people["anna"]
    one, two, three = (node.address for node in installation.nodes)
    async with Page(two, other, anna.token, "Anna") as writer:
        writer.write("from the file")
        await until(lambda: writer.saved, "not acknowledged")
    file = (await installation.call("anna", "GET", f"/nodes/{other}/content", at=three)).content
    name = (await installation.call("anna", "GET", f"/nodes/{document}")).json()["name"]
    async with Page(one, document, anna.token, "Anna") as page:
        page.write("typed")
        await until(lambda: page.saved, "not acknowledged")
        path = f"/nodes/{anna.root}/files/{name}"
        await installation.call("anna", "PUT", path, at=two, content=file)
        await until(lambda: "from the file" in page.text(), "the file does not arrive", 20)


async def test_the_proxy_tells_who_asks_and_believes_nobody(installation: Installation) -> None:
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    bob = await installation.sign_in("bob", forged)
    sessions = (await installation.browse(bob, "GET", "/sessions")).json()["items"]
    assert {session["address"] for session in sessions} == {"127.0.0.1"}
    for path, status in (("/api/v1/health", 200), ("/api/v1/me", 401)):
        assert (await installation.plain(path)).status_code == status


async def test_wrong_passwords_are_counted_by_one_node(installation: Installation) -> None:
    """However a guesser dresses up, one node sees all attempts of an address."""
    before = [await node.sign_ins() for node in installation.nodes]
    for number in range(12):
        answer = await installation.plain(
            f"/api/v1/session?document={number}",
            method="POST",
            json={"email": "nobody@example.org", "password": "guess"},
            headers={
                "Cookie": f"tongwen_session=guess{number}",
                "X-Forwarded-For": f"10.1.1.{number}",
            },
        )
        assert answer.status_code in (401, 429), answer.text
    after = [await node.sign_ins() for node in installation.nodes]
    seen = [now - then for now, then in zip(after, before, strict=True)]
    assert sorted(seen) == [0, 0, 12]


async def test_browsers_spread_over_the_nodes_and_stay(installation: Installation) -> None:
    seen = set()
    for number in range(12):
        cookie = {"Cookie": f"tongwen_session=browser{number}"}
        before = [await node.requests() for node in installation.nodes]
        for _ in range(3):
            await installation.plain("/api/v1/me", headers=cookie)
        after = [await node.requests() for node in installation.nodes]
        grown = [now - then for now, then in zip(after, before, strict=True)]
        assert sorted(grown) == [0, 0, 3]
        seen.add(grown.index(3))
    assert len(seen) > 1


async def test_large_files_pass_the_proxy_both_ways(installation: Installation) -> None:
    content = random.Random(1).randbytes(5 << 20)
    path = f"/nodes/{installation.people['anna'].root}/files/large.bin"
    made = await installation.call("anna", "PUT", path, content=content)
    answer = await installation.call("anna", "GET", f"/nodes/{made.json()['id']}/content")
    assert answer.content == content


HOSTILE = ["%00", "%0d%0aX:%20y", "a" * 3000, "../..", "%E5%90%8C%E6%96%87", "$arg_document", ""]


@pytest.mark.parametrize("document", HOSTILE)
async def test_a_document_that_is_none_is_let_through_and_found_by_nobody(
    installation: Installation, document: str
) -> None:
    anna = installation.people["anna"]
    async with Page(installation.address, document, anna.token, "Anna", name_in="x/y") as page:
        assert page.refused == ["not-found"]


async def test_what_is_no_session_is_not_found(installation: Installation) -> None:
    for path in ("/sync/a/b/c/d", "/syncing"):
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with websockets.connect(installation.address.replace("http", "ws") + path):
                pass
        assert refused.value.response.status_code == 404


@pytest.mark.parametrize("name", ["nginx.conf", "nginx-nodes.conf"])
async def test_nginx_takes_our_configuration_as_it_is(tmp_path: Path, name: str) -> None:
    made = await make_certificate(tmp_path)
    text = (CONFIGURATION.parent / name).read_text()
    for ending, path in zip((".pem", ".key"), made, strict=True):
        text = re.sub(rf"/etc/ssl/\S+{ending}", path, text)
    text = text.replace("listen 443", f"listen 127.0.0.1:{free_port()}")
    (tmp_path / "nginx.conf").write_text(around(tmp_path, text))
    tested = await asyncio.create_subprocess_exec(
        *(NGINX, "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)),
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await tested.communicate()
    assert tested.returncode == 0, said.decode()
    assert "[warn]" not in said.decode()
