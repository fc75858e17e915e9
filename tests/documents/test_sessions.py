"""What rooms tell of their documents becomes rows: who edited last, and versions of long work."""

from collections.abc import Callable

import pytest

from tests.documents.conftest import Office
from tests.documents.test_live_documents import a_file, texts
from tongwen.core import clock
from tongwen.documents import sessions, sittings
from tongwen.documents.sessions import SessionParts
from tongwen.documents.sittings import (
    LEAST_SECONDS,
    LONGEST_SECONDS,
    MOST_EDITS,
    PAUSE_SECONDS,
    Document,
    Sittings,
)
from tongwen.kinds.text.document import TextDocument

MINUTE = 60.0


def typed(words: str) -> Callable[[TextDocument], object]:
    return lambda document: document.paragraphs[0].insert(0, words)


def parts_of(office: Office) -> SessionParts:
    parts = office.assembly.rooms._parts
    assert isinstance(parts, SessionParts)
    return parts


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour has passed for what was stored before."""
    ahead = clock.now() + 3_600_000
    monkeypatch.setattr(sittings, "clock_now", lambda: ahead)


class Desk:
    """Sittings of one document, whose edits are counted and whose clock is ours."""

    def __init__(self, office: Office, node: str) -> None:
        self.office, self.node = office, node
        self.document = Document(office.actor.tenant, node)
        documents = office.assembly.services.documents

        async def keep(document: Document) -> None:
            await documents.session_version(*document)  # type: ignore[attr-defined]

        self.sittings = Sittings(office.assembly.services.database, keep)

    async def edit(self, at: float, words: str = "x") -> None:
        await self.office.write(self.node, self.office.actor.author, typed(words))
        self.sittings.edited(self.document, at)

    async def origins(self) -> list[str]:
        return [origin for _, origin in await self.office.versions(self.node)]


@pytest.fixture
async def desk(office: Office) -> Desk:
    return Desk(office, (await office.upload("a.docx", a_file("draft"))).node)


async def test_a_pause_ends_a_piece_of_work(desk: Desk) -> None:
    await desk.edit(0.0, "one ")
    await desk.edit(20 * MINUTE, "two ")
    await desk.sittings.look(40 * MINUTE)
    assert await desk.origins() == ["upload"], "twenty minutes are no pause"
    await desk.sittings.look(20 * MINUTE + PAUSE_SECONDS)
    assert await desk.origins() == ["upload", "session"]
    assert len(desk.sittings) == 0
    await desk.edit(90 * MINUTE, "three ")
    await desk.sittings.look(90 * MINUTE + PAUSE_SECONDS)
    await desk.sittings.look(90 * MINUTE + 3 * PAUSE_SECONDS)
    assert await desk.origins() == ["upload", "session", "session"]
    assert texts(await desk.office.download(desk.node, 2)) == ["two one draft"]
    assert texts(await desk.office.download(desk.node, 3)) == ["three two one draft"]


@pytest.mark.usefixtures("later")
async def test_work_without_a_pause_is_cut(desk: Desk) -> None:
    step = 10 * MINUTE
    for number in range(int(LONGEST_SECONDS / step)):
        await desk.edit(number * step)
        await desk.sittings.look(number * step)
    assert await desk.origins() == ["upload"]
    await desk.edit(LONGEST_SECONDS)
    await desk.sittings.look(LONGEST_SECONDS)
    assert await desk.origins() == ["upload", "session"]
    await desk.sittings.look(LONGEST_SECONDS + MINUTE)
    assert await desk.origins() == ["upload", "session"]


@pytest.mark.usefixtures("later")
async def test_many_edits_are_cut(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_EDITS > 5
    monkeypatch.setattr(sittings, "MOST_EDITS", 5)
    for number in range(5):
        await desk.edit(float(number))
    await desk.sittings.look(5.0)
    assert await desk.origins() == ["upload"], "not at once: an export is work"
    await desk.sittings.look(LEAST_SECONDS)
    assert await desk.origins() == ["upload", "session"]
    await desk.edit(LEAST_SECONDS + 1.0)
    await desk.sittings.look(2 * LEAST_SECONDS)
    assert await desk.origins() == ["upload", "session"], "one edit is not many"


async def test_another_node_may_have_made_the_version(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sittings, "MOST_EDITS", 1)
    await desk.edit(0.0)
    await desk.sittings.look(LEAST_SECONDS)
    assert await desk.origins() == ["upload"], "the newest version is some milliseconds old"


async def test_who_edited_last_is_written_down_together(office: Office) -> None:
    bob, _ = await office.member("bob")
    parts = parts_of(office)
    nodes = [(await office.upload(f"{n}.docx", a_file("x"))).node for n in range(3)]
    for node in nodes:
        parts.edited(office.part(node), office.actor.author)
    parts.edited(office.part(nodes[1]), f"u:{bob}")
    await parts.close()
    rows = await office.assembly.services.database.fetch(
        "select id, modified_by from nodes where kind = 'text' order by id"
    )
    expected = dict.fromkeys(nodes, office.actor.author) | {nodes[1]: bob}
    assert {row["id"]: row["modified_by"] for row in rows} == expected


async def test_it_is_written_down_without_closing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "NOTE_SECONDS", 0.0)
    node = (await office.upload("a.docx", a_file("x"))).node
    parts = parts_of(office)
    for author in ("l:0000000000001", "l:0000000000002"):
        parts.edited(office.part(node), author)
        assert parts._noting is not None
        await parts._noting
        found = await office.assembly.services.database.fetchval(
            "select modified_by from nodes where id = :id", id=node
        )
        assert found == author


async def test_a_session_version_is_of_who_wrote_last(office: Office) -> None:
    bob, _ = await office.member("bob")
    node = (await office.upload("a.docx", a_file("x"))).node
    await office.write(node, f"u:{bob}", typed("bob "))
    await office.assembly.services.documents.settle(office.actor.tenant, [node])
    row = await office.assembly.services.database.fetchrow(
        "select author, origin from versions where node = :node and number = 2", node=node
    )
    assert row is not None
    assert (row["author"], row["origin"]) == (bob, "session")


async def test_a_document_that_cannot_be_exported_does_not_stop_the_others(
    office: Office,
) -> None:
    parts = parts_of(office)
    node = (await office.upload("a.docx", a_file("x"))).node
    await office.write(node, office.actor.author, typed("y"))
    broken = (await office.upload("b.docx", a_file("x"))).node
    await office.write(broken, office.actor.author, typed("y"))
    async with office.assembly.services.database.transaction() as tx:
        await tx.execute("update documents set base = 'none' where node = :node", node=broken)
    for one in (broken, node):
        parts.sittings.edited(Document(office.actor.tenant, one), 0.0)
    await parts.sittings.look(PAUSE_SECONDS)
    assert [origin for _, origin in await office.versions(node)] == ["upload", "session"]
    assert [origin for _, origin in await office.versions(broken)] == ["upload"]
