"""Opening a part: what its summary says, and what folding its log keeps."""

import pytest
from pycrdt import Doc, Map

from tests.documents.conftest import Office
from tests.documents.test_history import GUEST, insert
from tests.documents.test_live_documents import a_file
from tongwen.documents import opening
from tongwen.kinds import LIVE_KINDS, keeps_deletions
from tongwen.store import PartId, Snapshot
from tongwen.ydoc.ranges import summarise
from tongwen.ydoc.rangesets import dump


async def opened_as(office: Office, part: PartId) -> tuple[bytes, bytes, int]:
    found = await office.assembly.rooms._parts.open(part)
    state = found.snapshot.state if found.snapshot else b""
    return state, found.summary, len(found.tail)


async def test_an_import_is_opened_with_its_summary(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("x"))).node
    state, summary, tail = await opened_as(office, office.part(node))
    assert summary == dump(summarise(state))
    assert tail == 0
    snapshot = await office.assembly.services.database.log.snapshot(office.part(node))
    assert snapshot is not None
    assert snapshot.summary == summary, "it was stored with the import"


async def test_the_summary_is_of_the_snapshot_alone(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("x"))).node
    first = await opened_as(office, office.part(node))
    await office.write(node, GUEST, insert(0, 0, "typed"))
    assert await opened_as(office, office.part(node)) == (first[0], first[1], 1)
    await office.compact(node)
    state, summary, tail = await opened_as(office, office.part(node))
    assert (summary, tail) == (dump(summarise(state)), 0)
    assert summary != first[1]


async def test_a_part_without_a_snapshot_has_no_summary(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("x"))).node
    comments = PartId(office.actor.tenant, node, "comments")
    assert await opened_as(office, comments) == (b"", b"", 0)
    await office.assembly.services.database.log.append(comments, GUEST, b"\x00\x00")
    assert await opened_as(office, comments) == (b"", b"", 1)


@pytest.mark.parametrize("large", [0, 1 << 30])
async def test_a_snapshot_from_before_summaries_gets_one_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(opening, "LARGE", large)
    node = (await office.upload("a.docx", a_file("x"))).node
    await opened_as(office, office.part(node))
    database = office.assembly.services.database
    async with database.transaction() as tx:
        await tx.execute("update snapshots set summary = null where node = :node", node=node)
    state, summary, _ = await opened_as(office, office.part(node))
    assert summary == dump(summarise(state))
    assert await database.log.snapshot(office.part(node)) == Snapshot(1, state, summary)


@pytest.mark.parametrize(("part", "kept"), [("body", True), ("comments", False)])
async def test_only_the_body_keeps_what_was_deleted(office: Office, part: str, kept: bool) -> None:
    node = (await office.upload("a.docx", a_file("x"))).node
    doc: Doc[object] = Doc(client_id=1, skip_gc=True)
    threads = doc.get("threads", type=Map)
    threads["1"] = "REMARK"
    del threads["1"]
    named = office.part(node)._replace(part=part)
    parts = office.assembly.rooms._parts
    await office.assembly.services.database.log.append(named, GUEST, doc.get_update())
    snapshot = await parts.compact(named, 1, [doc.get_update()])
    assert (b"REMARK" in snapshot.state) is kept
    assert keeps_deletions(part) is kept


def test_every_part_says_whether_it_keeps_what_was_deleted() -> None:
    for kind in LIVE_KINDS.values():
        assert all(kind.has(part) for part in kind.keeps_deletions)
    assert not keeps_deletions("sheet:1")


async def test_a_long_tail_is_folded_in_a_worker_before_it_is_served(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("x"))).node
    part = office.part(node)
    await opened_as(office, part)
    await office.write(node, GUEST, insert(0, 0, "长" * opening.LONG_TAIL))
    state, summary, tail = await opened_as(office, part)
    assert tail == 0
    assert summary == dump(summarise(state))
    snapshot = await office.assembly.services.database.log.snapshot(part)
    assert snapshot is not None and snapshot.state == state
