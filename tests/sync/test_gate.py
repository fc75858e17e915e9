"""The gate of live sessions, over a whole drive: who gets in, as what, until when, at what cost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Installation, Person
from tests.api.server import open_services
from tests.postgres import postgres_url
from tongwen.catalog import schema_version
from tongwen.core.errors import Conflict, NotFound, TongwenError, Unauthenticated, Unsupported
from tongwen.core.ids import new_id
from tongwen.core.roles import Role
from tongwen.drive import opened
from tongwen.store import StoreUnavailable
from tongwen.sync.gate import DriveGate
from tongwen.sync.ports import Credentials


class Office:
    """An installation with a gate, and people who knock at it."""

    def __init__(self, installation: Installation) -> None:
        services = installation.services
        self.installation = installation
        self.database = services.database
        self.gate = DriveGate(services.drive, services.people.sessions, services.people.tokens)

    async def document(self, person: Person, name: str = "a.docx", parent: str = "") -> str:
        body = {"parent": parent or person.root, "name": name, "kind": "text"}
        made: str = (await person.json("POST", "/nodes", 201, json=body))["id"]
        return made

    def page(self, person: Person, **given: Any) -> Credentials:
        """What a person's page shows."""
        cookie = person.client.cookies["tongwen_session"]
        csrf = person.client.headers["X-CSRF-Token"]
        given = {
            "cookie": cookie,
            "token": csrf,
            "address": "10.0.0.1",
            "same_origin": True,
        } | given
        return Credentials(**given)

    async def program(self, person: Person, **body: Any) -> Credentials:
        """What a program of theirs shows."""
        made = await person.json("POST", "/tokens", 201, json={"name": "script"} | body)
        return Credentials(None, made["token"], "10.0.0.1", False)

    async def guest(self, person: Person, node: str, **link: Any) -> Credentials:
        """What somebody shows who came by a link of this person's."""
        made = await person.json("POST", f"/nodes/{node}/links", 201, json=link)
        browser = await self.installation.browser()
        opened = await browser.post(f"/links/{made['token']}/open", json={})
        assert opened.status_code == 200, opened.text
        cookie, csrf = browser.cookies["tongwen_session"], opened.json()["csrf"]
        return Credentials(cookie, csrf, "10.0.0.9", True)

    @asynccontextmanager
    async def counted(self, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
        """Note every query and transaction on the database."""
        seen: list[str] = []
        real_fetch, real_transaction = self.database.fetch, self.database.transaction

        async def fetch(sql: str, /, **values: object) -> Any:
            seen.append(sql)
            return await real_fetch(sql, **values)

        async def fetchrow(sql: str, /, **values: object) -> Any:
            rows = await fetch(sql, **values)
            return rows[0] if rows else None

        async def fetchval(sql: str, /, **values: object) -> Any:
            row = await fetchrow(sql, **values)
            return None if row is None else row[0]

        def transaction() -> Any:
            seen.append("transaction")
            return real_transaction()

        with monkeypatch.context() as patch:
            for method in (fetch, fetchrow, fetchval, transaction):
                patch.setattr(self.database, method.__name__, method)
            yield seen


@pytest.fixture(params=["sqlite", "postgresql"])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    settings = {"database": await postgres_url()} if request.param == "postgresql" else {}
    async with AsyncExitStack() as stack, open_services(tmp_path, **settings) as services:
        made = Office(Installation(services, stack))
        yield made
        await made.gate.close()


@pytest.fixture
async def anna(office: Office) -> Person:
    return await office.installation.set_up()


@pytest.fixture
async def bob(office: Office, anna: Person) -> Person:
    return await office.installation.member("bob")


async def refused(office: Office, credentials: Credentials, node: str, part: str = "body") -> str:
    with pytest.raises(TongwenError) as error:
        await office.gate.admit(credentials, node, part)
    return error.value.code


async def test_a_page_is_let_in_as_its_person(office: Office, anna: Person) -> None:
    node = await office.document(anna)
    given = await office.gate.admit(office.page(anna), node, "body")
    assert (given.role, given.may_write, given.user) == (Role.OWNER, True, anna.id)
    assert given.session is not None and len(given.session) == 64
    assert given.expires_at is not None and given.expires
    assert given.author == anna.id


async def test_a_program_is_let_in_for_its_person(office: Office, anna: Person) -> None:
    node = await office.document(anna)
    given = await office.gate.admit(await office.program(anna), node, "body")
    assert (given.user, given.session, given.expires_at) == (anna.id, None, None)
    assert not given.expires
    reader = await office.program(anna, scope="read")
    assert not (await office.gate.admit(reader, node, "body")).may_write


async def test_a_membership_says_when_a_token_ends(office: Office, anna: Person) -> None:
    node = await office.document(anna)
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    credentials = await office.program(anna, expires=at.isoformat())
    given = await office.gate.admit(credentials, node, "body")
    assert given.expires_at == int(at.timestamp() * 1000)


async def test_a_membership_says_when_a_link_ends(office: Office, anna: Person) -> None:
    folder = await anna.folder("shared")
    node = await office.document(anna, parent=folder)
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    guest = await office.guest(anna, folder, role="editor", expires=at.isoformat())
    given = await office.gate.admit(guest, node, "body")
    assert (given.user, given.role) == (None, Role.EDITOR)
    assert given.expires_at == int(at.timestamp() * 1000)
    endless = await office.guest(anna, node, role="viewer")
    lasting = await office.gate.admit(endless, node, "body")
    assert lasting.expires_at is not None, "the session itself ends"
    assert lasting.expires_at > given.expires_at


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ({"token": ""}, "not-signed-in"),
        ({"token": "x" * 5000}, "not-signed-in"),
        ({"token": "\ud800"}, "not-signed-in"),
        ({"token": "文"}, "not-signed-in"),
        ({"token": "tw_"}, "token-invalid"),
        ({"token": "tw_\0"}, "token-invalid"),
        ({"token": "tw_\ud800"}, "token-invalid"),
        ({"cookie": None}, "not-signed-in"),
        ({"cookie": "forged"}, "not-signed-in"),
        ({"cookie": "\0"}, "not-signed-in"),
        ({"same_origin": False}, "not-signed-in"),
    ],
)
async def test_nobody_is_let_in_by_forgeries(
    office: Office, anna: Person, shown: dict[str, Any], code: str
) -> None:
    node = await office.document(anna)
    assert await refused(office, office.page(anna, **shown), node) == code


async def test_what_may_not_be_seen_or_is_no_document_is_refused(
    office: Office, anna: Person, bob: Person
) -> None:
    node = await office.document(anna)
    assert await refused(office, office.page(bob), node) == "not-found"
    assert await refused(office, office.page(anna), node, "nothing") == "not-found"
    for name in ("", "\0", "' or 1=1", "x" * 500, new_id()):
        assert await refused(office, office.page(anna), name) == "not-found"
    with pytest.raises(Unsupported):
        await office.gate.admit(office.page(anna), anna.root, "body")


async def test_a_revocation_is_seen_at_once(office: Office, anna: Person, bob: Person) -> None:
    node = await office.document(anna)
    await anna.share(node, bob, "editor")
    credentials = await office.program(bob)
    assert (await office.gate.admit(credentials, node, "body")).may_write
    await anna.share(node, bob, "viewer")
    assert not (await office.gate.admit(credentials, node, "body", again=True)).may_write
    await anna.json("DELETE", f"/nodes/{node}/grants/{bob.id}", 204)
    assert await refused(office, credentials, node) == "not-found"
    tokens = (await bob.json("GET", "/tokens"))["items"]
    await bob.json("DELETE", f"/tokens/{tokens[0]['id']}", 204)
    with pytest.raises(Unauthenticated):
        await office.gate.admit(credentials, node, "body", again=True)


async def test_what_a_join_costs(
    office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = await office.document(anna)
    program, page = await office.program(anna), office.page(anna)
    guest = await office.guest(anna, node, role="viewer")
    await office.gate.admit(program, node, "body")  # its first use is written
    for credentials, most in ((program, 2), (page, 2), (guest, 3)):
        for again in (False, True):
            async with office.counted(monkeypatch) as queries:
                await office.gate.admit(credentials, node, "body", again)
            assert len(queries) <= most, queries
            assert "transaction" not in queries


class TestSchemas:
    @pytest.mark.parametrize("declared", [{"text": 999_999}, {}, {"text": 1000, "sheet": 1}])
    async def test_a_page_that_knows_enough_is_let_in(
        self, office: Office, anna: Person, declared: dict[str, int]
    ) -> None:
        node = await office.document(anna)
        page = office.page(anna, schemas=declared)
        assert (await office.gate.admit(page, node, "body")).may_write

    async def test_the_version_itself_is_enough(self, office: Office, anna: Person) -> None:
        node = await office.document(anna)
        now = schema_version("text")
        assert now >= 1
        page = office.page(anna, schemas={"text": now})
        assert (await office.gate.admit(page, node, "body")).may_write

    async def test_an_older_page_may_neither_read_nor_write(
        self, office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        node = await office.document(anna)
        monkeypatch.setattr("tongwen.sync.gate.schema_version", lambda kind: 7)
        for declared in ({"text": 6}, {"sheet": 9}, {"text": 0}):
            for part in ("body", "comments"):
                with pytest.raises(Conflict) as error:
                    await office.gate.admit(office.page(anna, schemas=declared), node, part)
                assert error.value.code == "schema-outdated"

    async def test_who_may_not_see_a_node_learns_nothing_of_it(
        self, office: Office, anna: Person, bob: Person
    ) -> None:
        node = await office.document(anna)
        assert await refused(office, office.page(bob, schemas={"sheet": 1}), node) == "not-found"


class TestBelow:
    async def test_a_folder_and_all_below_it(self, office: Office, anna: Person) -> None:
        top = await anna.folder("top")
        middle = await anna.folder("middle", top)
        inside = await office.document(anna, "inside.docx", middle)
        beside = await office.document(anna, "beside.docx")
        tenant = (await office.gate.admit(office.page(anna), inside, "body")).tenant
        everything = {top, middle, inside, beside}
        below = office.gate.below
        assert await below(tenant, top, everything) == {top, middle, inside}
        assert await below(tenant, middle, {inside, beside, top}) == {inside}
        assert await below(tenant, inside, everything) == {inside}
        assert await below(tenant, anna.root, everything) == everything
        assert await below(tenant, top, set()) == set()

    async def test_another_tenant_and_nonsense_have_nothing(
        self, office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        top = await anna.folder("top")
        node = await office.document(anna, "a.docx", top)
        tenant = (await office.gate.admit(office.page(anna), node, "body")).tenant
        assert await office.gate.below(new_id(), top, {node}) == set()
        assert await office.gate.below(tenant, "", {node, "", "' --"}) == set()
        assert await office.gate.below(tenant, new_id(), {node, new_id()}) == set()

    async def test_one_query_however_many_are_open(
        self, office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        top = await anna.folder("top")
        node = await office.document(anna, "a.docx", top)
        tenant = (await office.gate.admit(office.page(anna), node, "body")).tenant
        many = {new_id() for _ in range(3000)} | {node}
        async with office.counted(monkeypatch) as queries:
            assert await office.gate.below(tenant, top, many) == {node}
        assert len(queries) == 1


class TestOpenings:
    async def test_who_joins_has_opened_it(self, office: Office, anna: Person) -> None:
        node = await office.document(anna)
        await office.gate.admit(office.page(anna), node, "body")
        await office.gate.admit(office.page(anna), node, "comments")
        assert await anna.names("/recent") == []
        await office.gate.close()
        assert await anna.names("/recent") == ["a.docx"]

    async def test_it_is_written_by_itself(
        self, office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(opened, "PAUSE_SECONDS", 0.01)
        for name in ("a.docx", "b.docx"):
            await office.gate.admit(office.page(anna), await office.document(anna, name), "body")
        for _ in range(500):
            if len(await anna.names("/recent")) == 2:
                break
            await asyncio.sleep(0.01)
        assert sorted(await anna.names("/recent")) == ["a.docx", "b.docx"]

    async def test_asking_again_opens_nothing_and_guests_leave_no_trace(
        self, office: Office, anna: Person
    ) -> None:
        node = await office.document(anna)
        await office.gate.admit(office.page(anna), node, "body", again=True)
        await office.gate.admit(await office.guest(anna, node, role="editor"), node, "body")
        await office.gate.close()
        assert await office.database.fetchval("SELECT COUNT(*) FROM recents") == 0

    async def test_only_the_latest_are_kept(
        self, office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(opened, "_MOST_RECENT", 2)
        times = iter(range(1_000_000, 9_000_000, 1_000_000))
        monkeypatch.setattr(opened, "now", lambda: next(times))
        for name in ("a.docx", "b.docx", "c.docx"):
            await office.gate.admit(office.page(anna), await office.document(anna, name), "body")
        await office.gate.close()
        assert await anna.names("/recent") == ["c.docx", "b.docx"]

    async def test_a_full_disk_refuses_nobody_and_is_made_up_for(
        self, office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(opened, "PAUSE_SECONDS", 0.005)
        node = await office.document(anna)
        tried = asyncio.Event()

        @asynccontextmanager
        async def broken() -> AsyncIterator[None]:
            tried.set()
            raise StoreUnavailable("full")
            yield

        with monkeypatch.context() as patch:
            patch.setattr(office.database, "transaction", broken)
            credentials = office.page(anna)
            assert (await office.gate.admit(credentials, node, "body")).may_write
            await asyncio.wait_for(tried.wait(), 5)
            assert (await office.gate.admit(credentials, node, "body")).may_write
        await office.gate.close()
        assert await anna.names("/recent") == ["a.docx"]

    async def test_a_program_may_join_when_its_use_cannot_be_written(
        self, office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        node = await office.document(anna)
        credentials = await office.program(anna)

        @asynccontextmanager
        async def broken() -> AsyncIterator[None]:
            raise StoreUnavailable("full")
            yield

        with monkeypatch.context() as patch:
            patch.setattr(office.database, "transaction", broken)
            assert (await office.gate.admit(credentials, node, "body")).may_write


async def test_a_closed_gate_still_answers(office: Office, anna: Person) -> None:
    node = await office.document(anna)
    await office.gate.close()
    await office.gate.close()
    with pytest.raises(NotFound):
        await office.gate.admit(office.page(anna), new_id(), "body")
    assert (await office.gate.admit(office.page(anna), node, "body")).may_write
