"""What is older than the retention goes: single edits, deleted words, automatic versions."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.documents.conftest import Office
from tests.documents.test_history import GUEST, called, insert, state, words_of
from tests.documents.test_live_documents import a_file, texts
from tongwen.core import clock
from tongwen.documents import folding
from tongwen.documents import states as past
from tongwen.documents.forgetting import forget_edits
from tongwen.http import upkeep

DAY = 86_400_000


@pytest.fixture
async def web(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    async with office.web() as client:
        yield client


class Diary:
    """A document with an old past and a recent one.

    Versions: 1 the upload, 2 an old session, 3 named of old, 4 a recent session.
    """

    def __init__(self, office: Office, node: str) -> None:
        self.office, self.node = office, node
        self.documents = office.assembly.services.documents

    async def write(self) -> None:
        office, node, tenant = self.office, self.node, self.office.actor.tenant
        await office.write(node, GUEST, insert(0, 0, "SECRET "))
        await self.documents.settle(tenant, [node])
        await office.write(node, GUEST, lambda document: document.paragraphs[0].delete(0, 7))
        await office.write(node, GUEST, insert(0, 0, "old "))
        await self.documents.take_version(office.actor, node, "named")
        await self._age()
        await office.compact(node)
        await office.write(node, office.actor.author, insert(0, 0, "new "))
        await office.write(node, GUEST, insert(0, 0, "RECENT "))
        await office.write(node, GUEST, lambda document: document.paragraphs[0].delete(0, 7))
        await self.documents.settle(tenant, [node])

    async def _age(self) -> None:
        old = clock.now() - 100 * DAY
        async with self.office.assembly.services.database.transaction() as tx:
            await tx.execute("update updates set at = :old where node = :n", old=old, n=self.node)
            await tx.execute("update versions set created = :o where node = :n", o=old, n=self.node)

    async def forget(self, days: int = 30) -> int:
        return await self.documents.forget_history(clock.now() - days * DAY)

    async def numbers(self) -> list[int]:
        return [number for number, _ in await self.office.versions(self.node)]

    async def log(self) -> bytes:
        rows = await self.office.assembly.services.database.log.read(self.office.part(self.node))
        return b"".join(row.update for row in rows)


@pytest.fixture
async def diary(office: Office) -> Diary:
    diary = Diary(office, (await office.upload("a.docx", a_file("draft"))).node)
    await diary.write()
    return diary


async def test_old_edits_and_automatic_versions_go(
    office: Office, web: httpx.AsyncClient, diary: Diary
) -> None:
    assert await diary.numbers() == [1, 2, 3, 4]
    assert b"SECRET" in await diary.log()
    used = "select used from users where id = :id"
    database = office.assembly.services.database
    before = await database.fetchval(used, id=office.actor.user)
    size = await database.fetchval(
        "select size from versions where node = :node and number = 2", node=diary.node
    )
    assert await diary.forget() == 1
    assert await diary.numbers() == [1, 3, 4], "the named and the uploaded stay"
    assert await database.fetchval(used, id=office.actor.user) == before - size
    assert b"SECRET" not in await diary.log()
    assert b"RECENT" in await diary.log(), "what was deleted lately is still history"
    opened = await office.assembly.rooms._parts.open(office.part(diary.node))
    assert opened.snapshot is not None
    assert b"SECRET" not in opened.snapshot.state
    assert words_of(await state(web, diary.node, "current")) == ["new old draft"]
    assert await diary.forget() == 0
    assert await diary.forget(0) == 0, "the newest version stays, however old"
    assert words_of(await state(web, diary.node, "current")) == ["new old draft"]


async def test_what_is_left_opens_downloads_and_restores(
    office: Office, web: httpx.AsyncClient, diary: Diary
) -> None:
    await state(web, diary.node, 3)
    await diary.forget()
    assert texts(await office.download(diary.node, 1)) == ["draft"]
    assert texts(await office.download(diary.node, 3)) == ["old draft"]
    assert words_of(await state(web, diary.node, 1)) == ["draft"], "an import of its file"
    assert words_of(await state(web, diary.node, 3)) == ["old draft"]
    assert b"SECRET" not in await state(web, diary.node, 3)
    assert (await web.get(f"/nodes/{diary.node}/versions/2/state")).status_code == 404
    for number, words in ((1, "draft"), (3, "old draft"), (4, "new old draft")):
        assert (await web.post(f"/nodes/{diary.node}/versions/{number}/restore")).is_success
        assert words_of(await state(web, diary.node, "current")) == [words]


async def test_changes_reach_back_to_the_horizon_only(
    office: Office, web: httpx.AsyncClient, diary: Diary
) -> None:
    path = f"/nodes/{diary.node}/versions"
    whole = await called(web, f"{path}/4/changes?since=3")
    assert {person["id"] for person in whole["people"]} == {GUEST, office.actor.author}
    await diary.forget()
    assert await called(web, f"{path}/4/changes?since=3") == whole, "3 lies at the horizon"
    for missing in ("4/changes?since=1", "3/changes", "1/changes"):
        found = await called(web, f"{path}/{missing}", 409)
        assert found["code"] == "history-forgotten"
    listed = (await called(web, path))["items"]
    assert [(entry["number"], entry["edits"]) for entry in listed] == [(4, 3), (3, 0), (1, 0)]


async def test_everybody_types_on_after_forgetting(office: Office, diary: Diary) -> None:
    stale = office._docs[diary.node, GUEST].get_update()  # a page that was open all the time
    await diary.forget()
    await office.write(diary.node, GUEST, insert(0, 0, "later "))
    await office.assembly.services.database.log.append(office.part(diary.node), GUEST, stale)
    await office.write(diary.node, office.actor.author, insert(0, 0, "even "))
    assert texts(await office.download(diary.node)) == ["even later new old draft"]
    assert await diary.forget() == 0


async def test_a_log_that_cannot_be_folded_stays(office: Office, diary: Diary) -> None:
    other = (await office.upload("b.docx", a_file("b"))).node
    await office.write(other, GUEST, insert(0, 0, "x"))
    log = office.assembly.services.database.log
    await log.append(office.part(other), GUEST, b"\xff")
    before = await log.read(office.part(other))
    workers = office.assembly.workers
    assert await forget_edits(office.assembly.services.database, workers, clock.now() + DAY) == 1
    assert await log.read(office.part(other)) == before
    assert len(await log.read(office.part(diary.node))) == 1


async def test_long_logs_are_squashed_by_workers_in_pages(
    office: Office, web: httpx.AsyncClient, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "PAGE_ROWS", 2)
    monkeypatch.setattr(folding, "FOLDED_HERE", 1)
    await diary.forget()
    assert words_of(await state(web, diary.node, "current")) == ["new old draft"]
    assert b"SECRET" not in await diary.log()


async def test_upkeep_forgets_when_it_is_told_to(
    office: Office, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    services: Any = office.assembly.services
    assert services.settings.history_days == 0
    await upkeep.forget(services)
    assert await diary.numbers() == [1, 2, 3, 4], "0: for ever"
    kept = replace(services, settings=replace(services.settings, history_days=30))
    await upkeep.forget(kept)
    assert await diary.numbers() == [1, 3, 4]
