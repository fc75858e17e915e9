"""How far a document of several parts has come, and who worked in it, by the logs of its parts."""

import asyncio

import pytest

from tests.documents.conftest import Office
from tongwen.core.errors import Conflict, NotFound
from tongwen.drive.work import content_heads, position, read_work
from tongwen.kinds import LIVE_KINDS
from tongwen.kinds.parts import pack_parts, unpack_parts
from tongwen.store import PartId
from tongwen.sync.ports import Credentials

ANN, BOB = "0000000000ann", "0000000000bob"


async def wrote(office: Office, node: str, part: str, author: str) -> None:
    named = PartId(office.actor.tenant, node, part)
    await office.assembly.services.database.log.append(named, author, b"\x00\x00")
    await asyncio.sleep(0.003)  # each at a time of its own


async def test_the_position_counts_the_edits_of_all_content_parts(office: Office) -> None:
    database, tenant = office.assembly.services.database, office.actor.tenant
    assert await position(database, tenant, "n") == 0
    for part in ("book", "sheet:s1", "sheet:s1", "sheet:s2", "comments"):
        await wrote(office, "n", part, ANN)
    await wrote(office, "another", "book", ANN)
    heads = {"book": 1, "sheet:s1": 2, "sheet:s2": 1}
    assert await content_heads(database, tenant, "n") == heads, "comments are not in the file"
    assert await position(database, tenant, "n") == 4
    await database.log.squash(PartId(tenant, "n", "sheet:s1"), 2, b"\x00\x00")
    assert await position(database, tenant, "n") == 4, "it never goes back"


async def test_work_of_several_parts_is_told_in_the_order_of_time(office: Office) -> None:
    database, tenant = office.assembly.services.database, office.actor.tenant
    for part in ("book", "sheet:s1"):
        await wrote(office, "n", part, "")  # the import
    for part, author in (
        ("sheet:s1", ANN),
        ("sheet:s1", ANN),
        ("book", BOB),
        ("sheet:s2", f"u:{BOB}"),
        ("comments", "somebody else"),
        ("sheet:s1", ANN),
    ):
        await wrote(office, "n", part, author)
    spans = {7: (2, 4), 8: (4, 6), 9: (6, 7), 10: (7, 7)}
    works = await read_work(database, tenant, "n", spans)
    assert {name: work.edits for name, work in works.items()} == {
        7: {ANN: 2},
        8: {BOB: 2},
        9: {ANN: 1},
        10: {},
    }
    whole = (await read_work(database, tenant, "n", {0: (0, 7)}))[0]
    assert whole.edits == {ANN: 3, BOB: 2}
    assert whole.started is not None and whole.ended is not None
    assert whole.started <= whole.ended


async def test_work_of_a_document_that_was_never_opened_is_nobodys(office: Office) -> None:
    database, tenant = office.assembly.services.database, office.actor.tenant
    works = await read_work(database, tenant, "never", {1: (0, 9)})
    assert works[1].edits == {}


@pytest.mark.parametrize("part", ["book", "sheet:s1", "sheet:s1x2-9z", "comments"])
async def test_a_workbook_has_any_number_of_worksheets(office: Office, part: str) -> None:
    node = (await office.upload("a.xlsx", b"whatever it is")).node
    credentials = Credentials(None, office.token, "127.0.0.1", True, {"sheet": 1})
    found = await office.assembly.rooms._gate.admit(credentials, node, part)
    assert found.may_write


@pytest.mark.parametrize(
    "part",
    [
        "",
        "body",
        "sheet",
        "sheet:",
        "sheet:1",
        "sheet:S1",
        "sheet:s",
        "sheet:s1\n",
        "sheet:s1/../book",
        "sheet:s1-2-3",
        "sheet:s" + "1" * 17,
        "sheet:s１",
        "Book",
        "book\0",
    ],
)
async def test_what_is_no_part_of_a_workbook_is_not_found(office: Office, part: str) -> None:
    node = (await office.upload("a.xlsx", b"whatever it is")).node
    credentials = Credentials(None, office.token, "127.0.0.1", True)
    with pytest.raises(NotFound):
        await office.assembly.rooms._gate.admit(credentials, node, part)


async def test_a_page_that_knows_only_texts_may_not_open_a_workbook(office: Office) -> None:
    node = (await office.upload("a.xlsx", b"whatever it is")).node
    credentials = Credentials(None, office.token, "127.0.0.1", True, {"text": 1})
    with pytest.raises(Conflict) as raised:
        await office.assembly.rooms._gate.admit(credentials, node, "book")
    assert raised.value.code == "schema-outdated"


def test_a_kind_knows_its_parts() -> None:
    text, sheet = LIVE_KINDS["text"], LIVE_KINDS["sheet"]
    assert text.has("body") and text.has("comments") and not text.has("sheet:s1")
    assert sheet.in_family("sheet:s12") and not sheet.in_family("book")
    assert text.traced and not sheet.traced


def test_packed_parts_come_back() -> None:
    parts = {"book": [b"a", b""], "sheet:s1": [], "sheet:s2": [b"\x00" * 300]}
    assert unpack_parts(pack_parts(parts)) == parts
    packed = pack_parts(parts)
    for damaged in (b"", b"\x01", packed[:-1], packed + b"x"):
        with pytest.raises(ValueError):
            unpack_parts(damaged)
