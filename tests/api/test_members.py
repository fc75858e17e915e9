"""Members and API tokens."""

import pytest

from tests.api.conftest import PASSWORD, Installation, Person, code

pytestmark = pytest.mark.both_databases


async def test_only_administrators_add_members(anna: Person, bob: Person) -> None:
    body = Installation.account("dora")
    assert code(await bob.client.post("/users", json=body)) == (403, "administrators-only")
    made = await anna.json("POST", "/users", 201, json=body)
    assert made["email"] == "dora@example.org"
    assert made["administrator"] is False
    again = await anna.client.post("/users", json=body | {"email": "DORA@Example.org"})
    assert code(again) == (409, "email-taken")


async def test_members_are_found_by_words_in_name_or_email(anna: Person, bob: Person) -> None:
    for name, email in (("张三", "zhang@example.org"), ("Élodie %_", "elodie@example.org")):
        body = {"name": name, "email": email, "password": PASSWORD}
        await anna.json("POST", "/users", 201, json=body)
    assert await bob.names("/users?q=张三") == ["张三"]
    assert await bob.names("/users?q=ZHANG") == ["张三"]
    assert await bob.names("/users?q=élo example.org") == ["Élodie %_"]
    assert await bob.names("/users?q=%25_") == ["Élodie %_"]
    assert await bob.names("/users?q=nobody") == []
    assert "used" not in (await bob.json("GET", "/users"))["items"][0]
    assert "used" in (await anna.json("GET", "/users"))["items"][0]


async def test_the_list_of_members_comes_in_pages(anna: Person) -> None:
    for number in range(5):
        body = Installation.account(f"m{number}")
        await anna.json("POST", "/users", 201, json=body)
    seen, cursor = [], ""
    while cursor is not None:
        page = await anna.json("GET", f"/users?limit=2&cursor={cursor}")
        seen += [user["email"] for user in page["items"]]
        cursor = page["next"]
    assert seen == ["anna@example.org"] + [f"m{number}@example.org" for number in range(5)]


async def test_disabling_signs_out_at_once(
    installation: Installation, anna: Person, bob: Person
) -> None:
    token = (await bob.json("POST", "/tokens", 201, json={"name": "t"}))["token"]
    program = await installation.browser(Authorization=f"Bearer {token}")
    assert (await program.get("/me")).status_code == 200
    changed = await anna.json("PATCH", f"/users/{bob.id}", json={"disabled": True})
    assert changed["disabled"] is True
    assert code(await bob.client.get("/me")) == (401, "not-signed-in")
    assert code(await program.get("/me")) == (401, "token-invalid")
    client = await installation.browser()
    right = {"email": bob.email, "password": PASSWORD}
    assert code(await client.post("/session", json=right)) == (403, "account-disabled")
    assert await anna.names("/users?q=bob") == ["Bob"]
    await anna.json("PATCH", f"/users/{bob.id}", json={"disabled": False})
    assert (await client.post("/session", json=right)).status_code == 200


async def test_the_last_administrator_stays(anna: Person, bob: Person) -> None:
    for change in ({"administrator": False}, {"disabled": True}):
        answer = await anna.client.patch(f"/users/{anna.id}", json=change)
        assert code(answer) == (409, "last-administrator")
    await anna.json("PATCH", f"/users/{bob.id}", json={"administrator": True})
    await anna.json("PATCH", f"/users/{anna.id}", json={"administrator": False})
    body = Installation.account("dora")
    assert code(await anna.client.post("/users", json=body)) == (403, "administrators-only")
    await bob.json("POST", "/users", 201, json=body)


async def test_an_administrator_resets_a_password(
    installation: Installation, anna: Person, bob: Person
) -> None:
    await anna.json("PATCH", f"/users/{bob.id}", json={"password": "another password"})
    assert (await bob.client.get("/me")).status_code == 401
    client = await installation.browser()
    body = {"email": bob.email, "password": "another password"}
    assert (await client.post("/session", json=body)).status_code == 200
    unknown = await anna.client.patch("/users/0000000000000", json={"disabled": True})
    assert code(unknown) == (404, "not-found")


async def test_tokens_are_shown_once_and_stop_when_deleted(
    installation: Installation, anna: Person, bob: Person
) -> None:
    made = await bob.json("POST", "/tokens", 201, json={"name": "脚本"})
    token = made.pop("token")
    assert token.startswith("tw_") and token.endswith(made["hint"])
    assert made["scope"] == "write"
    listed = (await bob.json("GET", "/tokens"))["items"]
    assert [entry["id"] for entry in listed] == [made["id"]]
    assert token not in str(listed)
    program = await installation.browser(Authorization=f"Bearer {token}")
    body = {"parent": bob.root, "name": "by token", "kind": "folder"}
    assert (await program.post("/nodes", json=body)).status_code == 201  # no CSRF by token
    assert (await bob.json("GET", "/tokens"))["items"][0]["used"] is not None
    assert code(await anna.client.delete(f"/tokens/{made['id']}")) == (404, "not-found")
    await bob.json("DELETE", f"/tokens/{made['id']}", 204)
    assert code(await program.get("/me")) == (401, "token-invalid")


async def test_tokens_do_no_more_than_their_scope(installation: Installation, anna: Person) -> None:
    async def program(scope: str | None) -> Person:
        body = {"name": "t"} if scope is None else {"name": "t", "scope": scope}
        token = (await anna.json("POST", "/tokens", 201, json=body))["token"]
        client = await installation.browser(Authorization=f"Bearer {token}")
        return Person(client, anna.id, anna.root, anna.email)

    reader, writer, everything = [await program(scope) for scope in ("read", "write", None)]
    body = {"parent": anna.root, "name": "x", "kind": "folder"}
    assert (await reader.client.get("/me")).status_code == 200
    assert code(await reader.client.post("/nodes", json=body)) == (403, "scope-too-narrow")
    await writer.json("POST", "/nodes", 201, json=body)
    member = Installation.account("dora")
    assert code(await writer.client.post("/users", json=member)) == (403, "administrators-only")
    await everything.json("POST", "/users", 201, json=member)
    wider = await writer.client.post("/tokens", json={"name": "t", "scope": "admin"})
    assert code(wider) == (403, "scope-too-wide")


async def test_members_cannot_make_administrators_tokens(bob: Person) -> None:
    answer = await bob.client.post("/tokens", json={"name": "t", "scope": "admin"})
    assert code(answer) == (403, "scope-too-wide")
    past = {"name": "t", "expires": "2020-01-01T00:00:00Z"}
    assert code(await bob.client.post("/tokens", json=past)) == (400, "expires-in-the-past")


async def test_bad_tokens_are_nobody(installation: Installation, anna: Person) -> None:
    for value in ("Bearer", "Bearer x", "Bearer tw_" + "a" * 32, "Basic YTpi", "tw_x", ""):
        client = await installation.browser(Authorization=value)
        assert code(await client.get("/me")) == (401, "token-invalid")


async def test_the_audit_log_is_for_administrators(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    await anna.share(folder, bob, "viewer")
    assert code(await bob.client.get("/audit")) == (403, "administrators-only")
    entries = (await anna.json("GET", f"/audit?subject={folder}"))["items"]
    assert [entry["action"] for entry in entries] == ["grant.set"]
    assert entries[0]["actor"] == "u:" + anna.id
    assert entries[0]["details"] == {"user": bob.id, "role": "viewer"}
    first = await anna.json("GET", "/audit?limit=1")
    second = await anna.json("GET", f"/audit?limit=1&cursor={first['next']}")
    assert first["items"][0]["id"] > second["items"][0]["id"]
