"""Grants and links: who gets in, how far, and who does not."""

import pytest

from tests.api.conftest import Installation, Person, code

pytestmark = pytest.mark.both_databases


async def test_roles_add_up_from_the_folders_above(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    file = await anna.file("a.txt", parent=folder)
    assert code(await bob.client.get(f"/nodes/{file}")) == (404, "not-found")
    await anna.share(folder, bob, "viewer")
    await anna.share(file, bob, "editor")
    assert (await bob.json("GET", f"/nodes/{folder}"))["role"] == "viewer"
    assert (await bob.json("GET", f"/nodes/{file}"))["role"] == "editor"
    listed = (await bob.json("GET", f"/nodes/{folder}/children"))["items"]
    assert [(item["name"], item["role"], item["shared"]) for item in listed] == [
        ("a.txt", "editor", True)
    ]


async def test_viewers_cannot_write(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    file = await anna.file("a.txt", parent=folder)
    for role in ("viewer", "commenter"):
        await anna.share(folder, bob, role)
        body = {"parent": folder, "name": "x", "kind": "folder"}
        for answer in (
            await bob.client.post("/nodes", json=body),
            await bob.client.put(f"/nodes/{folder}/files/b.txt", content=b"x"),
            await bob.client.put(f"/nodes/{folder}/files/a.txt", content=b"x"),
            await bob.client.patch(f"/nodes/{file}", json={"name": "b.txt"}),
            await bob.client.delete(f"/nodes/{file}"),
            await bob.client.post(f"/nodes/{file}/versions", json={"label": "x"}),
            await bob.client.post(f"/nodes/{file}/versions/1/restore"),
            await bob.client.patch(f"/nodes/{file}/versions/1", json={"label": "x"}),
            await bob.client.put(f"/nodes/{file}/grants/{bob.id}", json={"role": "owner"}),
            await bob.client.post(f"/nodes/{file}/links", json={"role": "viewer"}),
            await bob.client.get(f"/nodes/{file}/links"),
            await bob.client.post(f"/nodes/{file}/media", content=b"x"),
            await bob.client.post(f"/nodes/{file}/copy", json={"parent": folder}),
        ):
            assert code(answer) == (403, "role-too-low"), answer.request.url
    assert (await bob.client.get(f"/nodes/{file}/content")).content == b"hello"
    assert (await anna.json("GET", f"/nodes/{file}"))["version"] == 1


async def test_editors_share_up_to_their_role_and_only_owners_take_away(
    anna: Person, bob: Person, carol: Person
) -> None:
    folder = await anna.folder("f")
    await anna.share(folder, bob, "editor")
    await bob.share(folder, carol, "editor")
    grants = f"/nodes/{folder}/grants"
    owner = await bob.client.put(f"{grants}/{carol.id}", json={"role": "owner"})
    assert code(owner) == (403, "role-too-low")
    lower = await bob.client.put(f"{grants}/{carol.id}", json={"role": "viewer"})
    assert code(lower) == (403, "role-too-low")
    assert code(await bob.client.delete(f"{grants}/{carol.id}")) == (403, "role-too-low")
    assert (await carol.json("GET", f"/nodes/{folder}"))["role"] == "editor"
    await anna.json("DELETE", f"{grants}/{carol.id}", 204)
    assert code(await carol.client.get(f"/nodes/{folder}")) == (404, "not-found")
    await bob.json("DELETE", f"{grants}/{bob.id}", 204)  # one may leave
    assert code(await bob.client.get(f"/nodes/{folder}")) == (404, "not-found")


async def test_who_has_access_and_why(anna: Person, bob: Person, carol: Person) -> None:
    outer = await anna.folder("outer")
    inner = await anna.folder("inner", outer)
    await anna.share(outer, bob, "viewer")
    await anna.share(inner, carol, "commenter")
    shown = await anna.json("GET", f"/nodes/{inner}/grants")
    assert shown["owner"]["id"] == anna.id
    by_name = {grant["user"]["name"]: grant for grant in shown["items"]}
    assert by_name["Bob"]["inherited"] == {"id": outer, "name": "outer"}
    assert by_name["Carol"]["inherited"] is None
    assert by_name["Carol"]["user"]["email"] == "carol@example.org"
    # Carol does not see the folder above, not even its name.
    theirs = (await carol.json("GET", f"/nodes/{inner}/grants"))["items"]
    inherited = [grant["inherited"] for grant in theirs if grant["user"]["name"] == "Bob"]
    assert inherited == [{"id": "", "name": ""}]


async def test_bad_grants(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    grants = f"/nodes/{folder}/grants"
    for role in ("", "none", "OWNER", "admin", 3, None):
        answer = await anna.client.put(f"{grants}/{bob.id}", json={"role": role})
        assert code(answer) == (400, "input-invalid")
    unknown = await anna.client.put(f"{grants}/0000000000000", json={"role": "viewer"})
    assert code(unknown) == (404, "user-unknown")
    own = await anna.client.put(f"{grants}/{anna.id}", json={"role": "viewer"})
    assert code(own) == (409, "already-owner")
    assert code(await anna.client.delete(f"{grants}/{bob.id}")) == (404, "not-found")


async def test_ids_of_another_organisation_name_nothing(
    installation: Installation, anna: Person
) -> None:
    services = installation.services
    other = await services.people.organisations.create(
        "0000000000002",
        organisation="other",
        name="Eve",
        email="eve@example.org",
        password="another password",
        address="",
    )
    async with services.database.transaction() as tx:
        made = await services.people.sessions.create(
            tx, "0000000000002", other.id, address="", agent=""
        )
    client = await installation.browser(**{"X-CSRF-Token": made.csrf})
    client.cookies.set("tongwen_session", made.secret)
    eve = Person(client, other.id, other.root, "eve@example.org")
    folder = await anna.folder("f")
    file = await anna.file("a.txt", parent=folder)
    for path in (f"/nodes/{folder}", f"/nodes/{file}/content", f"/nodes/{anna.root}/children"):
        assert code(await eve.client.get(path)) == (404, "not-found")
    own = await eve.folder("mine")
    answer = await anna.client.put(f"/nodes/{folder}/grants/{eve.id}", json={"role": "viewer"})
    assert code(answer) == (404, "user-unknown")
    for client, node in ((eve.client, file), (anna.client, own)):
        target = own if node == file else folder
        moved = await client.patch(f"/nodes/{node}", json={"parent": target})
        assert code(moved) == (404, "not-found")
    assert await anna.names("/users") == ["Anna"]
    assert code(await anna.client.patch(f"/users/{eve.id}", json={"disabled": True}))[0] == 404
    body = {"email": "eve@example.org", "password": "another password"}
    stranger = await installation.browser()
    assert code(await stranger.post("/session", json=body))[0] == 401


async def test_a_link_opens_for_guests(installation: Installation, anna: Person) -> None:
    folder = await anna.folder("项目")
    file = await anna.file("a.txt", parent=folder)
    made = await anna.json("POST", f"/nodes/{folder}/links", 201, json={"role": "viewer"})
    assert made["url"] == "http://tongwen.test/s/" + made["token"]
    assert len(made["token"]) >= 22  # 128 bits
    listed = (await anna.json("GET", f"/nodes/{file}/links"))["items"]
    assert listed[0]["inherited"]["id"] == folder
    assert made["token"] not in str(listed)
    guest = await installation.browser("203.0.113.5")
    link = f"/links/{made['token']}"
    assert (await guest.get(link)).json() == {"name": "项目", "kind": "folder", "password": False}
    assert code(await guest.get(f"/nodes/{file}")) == (401, "not-signed-in")
    opened = (await guest.post(link + "/open", json={})).json()
    assert opened["node"] == folder
    me = (await guest.get("/me")).json()
    assert (me["user"], me["root"], me["actor"]["name"]) == (None, None, "Guest")
    assert (await guest.get(f"/nodes/{file}")).json()["role"] == "viewer"
    assert [item["id"] for item in (await guest.get("/shared")).json()["items"]] == [folder]
    assert code(await guest.get(f"/nodes/{anna.root}"))[0] == 404
    headers = {"X-CSRF-Token": opened["csrf"]}
    body = {"parent": folder, "name": "x", "kind": "folder"}
    assert code(await guest.post("/nodes", json=body, headers=headers)) == (403, "role-too-low")
    for path in ("/users", "/recent", "/starred", "/trash", f"/nodes/{file}/grants"):
        assert code(await guest.get(path)) == (403, "not-a-member")
    changed = await anna.json("PATCH", f"/links/{made['id']}", json={"role": "editor"})
    assert (changed["role"], changed["uses"]) == ("editor", 1)
    by_guest = await guest.post("/nodes", json=body, headers=headers)
    assert by_guest.json()["modifiedBy"]["name"] == ""
    assert by_guest.json()["owner"]["id"] == anna.id
    share = await guest.post(f"/nodes/{folder}/links", json={"role": "editor"}, headers=headers)
    assert code(share) == (403, "not-a-member")
    await anna.json("DELETE", f"/links/{made['id']}", 204)
    assert code(await guest.get(f"/nodes/{file}")) == (404, "not-found")
    assert code(await guest.get(link)) == (404, "link-gone")


async def test_a_guest_who_signs_in_keeps_what_they_opened(
    installation: Installation, anna: Person, bob: Person
) -> None:
    file = await anna.file("a.txt")
    made = await anna.json("POST", f"/nodes/{file}/links", 201, json={"role": "commenter"})
    guest = await installation.browser()
    await guest.post(f"/links/{made['token']}/open")
    body = Installation.account("bob")
    assert (await guest.post("/session", json=body)).status_code == 200
    assert (await guest.get(f"/nodes/{file}")).json()["role"] == "commenter"
    assert (await guest.get("/me")).json()["user"]["id"] == bob.id
    # A member's own browser keeps its session when it opens a link.
    assert code(await bob.client.get(f"/nodes/{file}"))[0] == 404
    opened = await bob.json("POST", f"/links/{made['token']}/open", json={})
    assert opened["csrf"] == bob.client.headers["X-CSRF-Token"]
    assert (await bob.json("GET", f"/nodes/{file}"))["role"] == "commenter"


async def test_links_with_a_password(installation: Installation, anna: Person) -> None:
    file = await anna.file("a.txt")
    body = {"role": "viewer", "password": "open sesame"}
    made = await anna.json("POST", f"/nodes/{file}/links", 201, json=body)
    assert made["password"] is True
    guest = await installation.browser("203.0.113.5")
    path = f"/links/{made['token']}/open"
    assert (await guest.get(path.removesuffix("/open"))).json()["password"] is True
    for given in ({}, {"password": ""}, {"password": "open says me"}):
        assert code(await guest.post(path, json=given)) == (403, "link-password")
    assert (await guest.post(path, json={"password": "open sesame"})).status_code == 200
    stranger = await installation.browser("203.0.113.6")
    answers = [
        code(await stranger.post(path, json={"password": f"guess {number}"}))
        for number in range(12)
    ]
    assert answers[0] == (403, "link-password")
    assert answers[-1] == (429, "too-many-attempts")
    # A new password must be given again by those who are in already.
    await anna.json("PATCH", f"/links/{made['id']}", json={"password": "another one"})
    assert code(await guest.get(f"/nodes/{file}"))[0] == 404
    no_password = await anna.json("PATCH", f"/links/{made['id']}", json={"password": None})
    assert no_password["password"] is False


async def test_links_that_lead_nowhere(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = await anna.folder("f")
    file = await anna.file("a.txt", parent=folder)
    guest = await installation.browser()
    for guessed in ("x", "a" * 32, "%00", "..", "é" * 10, "a" * 3000):
        assert code(await guest.get(f"/links/{guessed}")) in (
            (404, "link-gone"),
            (404, "not-found"),
        )
        assert code(await guest.post(f"/links/{guessed}/open"))[0] in (404, 405)
    soon = {"role": "viewer", "expires": "2999-01-01T00:00:00+08:00"}
    made = await anna.json("POST", f"/nodes/{file}/links", 201, json=soon)
    assert made["expires"] == "2998-12-31T16:00:00.000Z"
    await guest.post(f"/links/{made['token']}/open")
    assert (await guest.get(f"/nodes/{file}")).status_code == 200
    from tongwen.drive import access

    with monkeypatch.context() as patch:
        patch.setattr(access, "now", lambda: 32_503_680_000_000)  # the year 3000
        assert code(await guest.get(f"/nodes/{file}")) == (404, "not-found")
        assert code(await guest.get(f"/links/{made['token']}")) == (404, "link-gone")
    await anna.json("DELETE", f"/nodes/{folder}", 204)
    assert code(await guest.get(f"/links/{made['token']}")) == (404, "link-gone")
    assert code(await guest.get(f"/nodes/{file}")) == (404, "not-found")


async def test_bad_links(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    path = f"/nodes/{folder}/links"
    for body, expected in (
        ({"role": "owner"}, "input-invalid"),
        ({"role": "viewer", "expires": "yesterday"}, "input-invalid"),
        ({"role": "viewer", "expires": "2001-01-01T00:00:00Z"}, "expires-in-the-past"),
        ({"role": "viewer", "expires": "1960-01-01T00:00:00Z"}, "time-invalid"),
        ({"role": "viewer", "password": "short"}, "password-too-short"),
    ):
        assert code(await anna.client.post(path, json=body)) == (400, expected)
    await anna.share(folder, bob, "editor")
    made = await anna.json("POST", path, 201, json={"role": "viewer"})
    answer = await bob.client.delete(f"/links/{made['id']}")
    assert code(answer) == (403, "role-too-low")
    own = await bob.json("POST", path, 201, json={"role": "editor"})
    await anna.share(folder, bob, "viewer")
    assert code(await bob.client.patch(f"/links/{own['id']}", json={"role": "editor"})) == (
        403,
        "role-too-low",
    )
    assert code(await anna.client.delete("/links/0000000000000")) == (404, "not-found")
    await anna.json("DELETE", f"/links/{own['id']}", 204)


async def test_events_tell_live_rooms(
    installation: Installation, anna: Person, bob: Person
) -> None:
    from tongwen.core import events

    heard: list[events.Event] = []
    installation.services.events.subscribe(heard.append)
    folder = await anna.folder("f")
    await anna.share(folder, bob, "viewer")
    assert any(isinstance(event, events.AccessChanged) and event.node == folder for event in heard)
    heard.clear()
    file = await anna.file("a.txt")
    assert not any(isinstance(event, events.ContentReplaced) for event in heard)
    await anna.file("a.txt", b"again")
    replaced = [event for event in heard if isinstance(event, events.ContentReplaced)]
    assert [(event.node, event.number) for event in replaced] == [(file, 2)]
    heard.clear()
    await anna.json("PATCH", f"/users/{bob.id}", json={"disabled": True})
    assert any(isinstance(event, events.UserChanged) and event.user == bob.id for event in heard)
    assert any(isinstance(event, events.SessionEnded) for event in heard)
