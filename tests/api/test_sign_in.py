"""The first run, signing in and out, sessions, and what guards them."""

import asyncio

import httpx
import pytest

from tests.api.conftest import PASSWORD, Installation, Person, code

pytestmark = pytest.mark.both_databases


async def test_the_first_run_is_done_once(installation: Installation) -> None:
    client = await installation.browser()
    assert (await client.get("/health")).json()["setup"] is True
    body = installation.account("anna") | {"organisation": "同文"}
    answers = await asyncio.gather(*(client.post("/setup", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert code(refused) == (409, "already-set-up")
    assert (await client.get("/health")).json() == {
        "status": "ok",
        "version": "test",
        "setup": False,
    }


async def test_the_first_run_refuses_bad_input(installation: Installation) -> None:
    client = await installation.browser()
    good = installation.account("anna") | {"organisation": "同文"}
    for change, expected in (
        ({"email": "nobody"}, "email-invalid"),
        ({"email": "a b@example.org"}, "email-invalid"),
        ({"password": "short"}, "password-too-short"),
        ({"password": "x" * 2000}, "password-too-long"),
        ({"name": " \t "}, "person-name-invalid"),
        ({"organisation": "a\x00b"}, "person-name-invalid"),
        ({"name": None}, "input-invalid"),
    ):
        assert code(await client.post("/setup", json=good | change)) == (400, expected)
    assert (await client.get("/health")).json()["setup"] is True


async def test_me_names_the_person_and_their_drive(anna: Person) -> None:
    me = await anna.json("GET", "/me")
    assert me["user"]["email"] == "anna@example.org"
    assert me["user"]["administrator"] is True
    assert me["organisation"]["name"] == "同文"
    root = await anna.json("GET", f"/nodes/{me['root']}")
    assert (root["kind"], root["parent"], root["role"]) == ("folder", None, "owner")
    assert me["storage"] == {"used": 0, "total": None}
    assert 0 <= me["actor"]["color"] < 8


async def test_signing_in_ignores_case_and_signing_out_ends_it(
    installation: Installation, anna: Person
) -> None:
    client = await installation.browser()
    signed = await client.post(
        "/session", json={"email": " Anna@Example.ORG ", "password": PASSWORD}
    )
    cookie = signed.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert (await client.get("/session")).json() == signed.json()
    kept = dict(client.cookies)
    headers = {"X-CSRF-Token": signed.json()["csrf"]}
    assert (await client.delete("/session", headers=headers)).status_code == 204
    client.cookies.update(kept)
    assert code(await client.get("/me")) == (401, "not-signed-in")
    assert (await anna.client.get("/me")).status_code == 200


@pytest.mark.one_database
async def test_wrong_passwords_and_unknown_people_look_the_same(
    installation: Installation, anna: Person
) -> None:
    client = await installation.browser()
    wrong = await client.post("/session", json={"email": anna.email, "password": "not this one"})
    unknown = await client.post("/session", json={"email": "x@example.org", "password": "whatever"})
    nonsense = await client.post("/session", json={"email": "@", "password": ""})
    told = [answer.json() for answer in (wrong, unknown, nonsense)]
    for problem in told:
        del problem["instance"]  # the request's own id
    assert told[0] == told[1] == told[2]
    assert code(wrong) == (401, "wrong-credentials")


@pytest.mark.one_database
async def test_forged_sessions_are_nobody(installation: Installation, anna: Person) -> None:
    for secret in ("", "x", "0" * 32, "../../etc/passwd", "é" * 8, "\x80", "a" * 5000):
        client = await installation.browser()
        cookie = {"Cookie": f"tongwen_session={secret}".encode("latin-1")}
        assert code(await client.get("/me", headers=cookie)) == (401, "not-signed-in")


@pytest.mark.one_database
async def test_unsafe_calls_by_cookie_need_the_csrf_token(anna: Person) -> None:
    body = {"parent": anna.root, "name": "x", "kind": "folder"}
    right = anna.client.headers.pop("X-CSRF-Token")
    assert code(await anna.client.post("/nodes", json=body)) == (403, "csrf")
    for forged in ("", "x", right[:-1], right + "x"):
        answer = await anna.client.post("/nodes", json=body, headers={"X-CSRF-Token": forged})
        assert code(answer) == (403, "csrf")
    assert await anna.names(f"/nodes/{anna.root}/children") == []
    right_answer = await anna.client.post("/nodes", json=body, headers={"X-CSRF-Token": right})
    assert right_answer.status_code == 201


@pytest.mark.one_database
async def test_pages_of_other_sites_are_refused(installation: Installation, anna: Person) -> None:
    body = {"parent": anna.root, "name": "x", "kind": "folder"}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://tongwen.test.evil.example"},
        {"Origin": "https://tongwen.test"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = await anna.client.post("/nodes", json=body, headers=headers)
        assert code(answer) == (403, "foreign-origin"), headers
        client = await installation.browser()
        signed = await client.post(
            "/session", json={"email": anna.email, "password": PASSWORD}, headers=headers
        )
        assert code(signed) == (403, "foreign-origin")
    own = {"Origin": "http://tongwen.test"}
    assert (await anna.client.post("/nodes", json=body, headers=own)).status_code == 201


@pytest.mark.settings(public_url="https://office.example.org", trusted_proxies=("10.0.0.9",))
async def test_behind_a_proxy_the_public_address_counts(installation: Installation) -> None:
    client = await installation.browser("10.0.0.9", **{"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})
    body = installation.account("anna") | {"organisation": "o"}
    origin = {"Origin": "https://office.example.org"}
    made = await client.post("/setup", json=body, headers=origin)
    assert made.status_code == 201
    assert "secure" in made.headers["set-cookie"].lower()
    # httpx keeps secure cookies from plain http; the address is what the proxy added last.
    client.headers["Cookie"] = made.headers["set-cookie"].split(";")[0]
    sessions = (await client.get("/sessions")).json()["items"]
    assert [session["address"] for session in sessions] == ["203.0.113.7"]


@pytest.mark.one_database
async def test_strangers_cannot_spoof_their_address(installation: Installation) -> None:
    client = await installation.browser("198.51.100.2", **{"X-Forwarded-For": "10.0.0.1"})
    body = installation.account("anna") | {"organisation": "o"}
    assert (await client.post("/setup", json=body)).status_code == 201
    sessions = (await client.get("/sessions")).json()["items"]
    assert [session["address"] for session in sessions] == ["198.51.100.2"]


async def test_guessing_gets_slow_but_the_owner_gets_in(
    installation: Installation, anna: Person
) -> None:
    stranger = await installation.browser("198.51.100.66")
    statuses = [
        (await _sign_in(stranger, anna.email, f"guess number {number}")).status_code
        for number in range(7)
    ]
    assert statuses[:5] == [401] * 5
    assert statuses[-1] == 429
    held = await _sign_in(stranger, anna.email, PASSWORD)
    assert code(held) == (429, "too-many-attempts")
    assert int(held.headers["retry-after"]) >= 1
    owner = await installation.browser("10.0.0.1")
    assert (await _sign_in(owner, anna.email, PASSWORD)).status_code == 200


@pytest.mark.settings(sign_in_free_account=3)
async def test_a_spread_attack_does_not_lock_the_owner_out(
    installation: Installation, anna: Person
) -> None:
    for number in range(6):
        stranger = await installation.browser(f"198.51.100.{number}")
        await _sign_in(stranger, anna.email, "a wrong password")
    new_place = await installation.browser("203.0.113.1")
    assert code(await _sign_in(new_place, anna.email, PASSWORD))[0] == 429
    known_place = await installation.browser("10.0.0.1")
    assert (await _sign_in(known_place, anna.email, PASSWORD)).status_code == 200
    travelling = await installation.browser("203.0.113.2")
    travelling.cookies = anna.client.cookies
    assert (await _sign_in(travelling, anna.email, PASSWORD)).status_code == 200


@pytest.mark.one_database
@pytest.mark.settings(sign_in_free_address=4)
async def test_one_address_cannot_try_many_accounts(
    installation: Installation, anna: Person
) -> None:
    stranger = await installation.browser("198.51.100.66")
    answers = [
        await _sign_in(stranger, f"person{number}@example.org", "a wrong password")
        for number in range(6)
    ]
    assert [answer.status_code for answer in answers[:4]] == [401] * 4
    assert code(answers[-1]) == (429, "too-many-attempts")


async def test_a_new_password_signs_the_other_browsers_out(
    installation: Installation, anna: Person
) -> None:
    other = await installation.browser()
    await _sign_in(other, anna.email, PASSWORD)
    wrong = {"current": "not this one", "new": "a brand new password"}
    assert code(await anna.client.post("/me/password", json=wrong)) == (403, "wrong-password")
    short = {"current": PASSWORD, "new": "short"}
    assert code(await anna.client.post("/me/password", json=short)) == (400, "password-too-short")
    assert (await other.get("/me")).status_code == 200
    right = {"current": PASSWORD, "new": "a brand new password"}
    await anna.json("POST", "/me/password", 204, json=right)
    assert (await other.get("/me")).status_code == 401
    assert (await anna.client.get("/me")).status_code == 200
    assert (await _sign_in(other, anna.email, PASSWORD)).status_code == 401
    assert (await _sign_in(other, anna.email, "a brand new password")).status_code == 200


async def test_sessions_are_listed_and_ended_by_their_owner_only(
    installation: Installation, anna: Person, bob: Person
) -> None:
    other = await installation.browser()
    await _sign_in(other, anna.email, PASSWORD)
    sessions = (await anna.json("GET", "/sessions"))["items"]
    assert [session["current"] for session in sessions].count(True) == 1
    foreign = next(session["id"] for session in sessions if not session["current"])
    assert code(await bob.client.delete(f"/sessions/{foreign}")) == (404, "not-found")
    await anna.json("DELETE", f"/sessions/{foreign}", 204)
    assert (await other.get("/me")).status_code == 401
    assert (await anna.client.get("/me")).status_code == 200


async def test_a_session_ends_when_it_was_not_used(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tongwen.people import sessions

    later = sessions.now() + 31 * 86_400_000
    monkeypatch.setattr(sessions, "now", lambda: later)
    assert code(await anna.client.get("/me")) == (401, "not-signed-in")
    assert await installation.services.people.sessions.purge() == 1


@pytest.mark.one_database
async def test_people_change_their_name_and_language(anna: Person) -> None:
    changed = await anna.json("PATCH", "/me", json={"name": " 安 娜 ", "language": "zh-CN"})
    assert (changed["user"]["name"], changed["user"]["language"]) == ("安 娜", "zh-CN")
    missing = await anna.client.get("/nodes/0000000000000")
    assert missing.json()["title"] == "找不到"
    english = await anna.client.get("/nodes/0000000000000", headers={"Accept-Language": "en-GB"})
    assert english.json()["title"] == "Not found"
    unset = await anna.json("PATCH", "/me", json={"language": None})
    assert unset["user"]["language"] is None
    answer = await anna.client.patch("/me", json={"language": "tlh"})
    assert code(answer) == (400, "language-unknown")


async def _sign_in(client: httpx.AsyncClient, email: str, password: str) -> httpx.Response:
    return await client.post("/session", json={"email": email, "password": password})
