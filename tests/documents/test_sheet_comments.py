"""Comments of a workbook: live beside its cells, in its file, kept when the file is replaced."""

import asyncio

import pytest

from tests.documents.conftest import Office
from tests.documents.test_sheets import a_book, cells, position_of
from tongwen.documents import tidying
from tongwen.formats.workbooks import read_workbook
from tongwen.kinds.sheet.comments import Thread
from tongwen.kinds.sheet.document import Workbook
from tongwen.store import PartId


class Commented(Workbook):
    """A workbook as a page of somebody known holds it."""

    commenter = ("Ann", "u-ann")


async def a_page(office: Office, node: str) -> Workbook:
    names = ("book", "sheet:s1", "comments")
    pages = {name: await office.open(node, name) for name in names}
    return Commented(lambda name: pages[name].doc)


async def written(office: Office, node: str, edits: int, part: str = "comments") -> None:
    """Wait until so many edits of a part are durable."""
    log = office.assembly.services.database.log
    for _ in range(1000):
        if await log.head(PartId(office.actor.tenant, node, part)) >= edits:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the comments were not written")


def threads(data: bytes) -> list[Thread]:
    return read_workbook(data, ".xlsx").comments


async def test_comments_are_in_the_download_and_are_no_edit_of_the_cells(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["a"], ["b"]]))).node
    page = await a_page(office, node)
    before = await position_of(office, node)
    thread = page["One"].comment("A2", "确定?")
    thread.answer("Sure")
    await written(office, node, 2)
    (found,) = threads(await office.download(node))
    assert (found.cell, found.author, found.text) == ("A2", "Ann", "确定?")
    assert [one.text for one in found.answers] == ["Sure"]
    assert await position_of(office, node) == before
    thread.resolved = True
    await written(office, node, 3)
    assert [one.resolved for one in threads(await office.download(node))] == [True]
    thread.remove()
    await written(office, node, 4)
    assert threads(await office.download(node)) == []
    assert [origin for _, origin in await office.versions(node)] == ["upload"]


async def test_who_opens_only_the_comments_finds_those_of_the_file(office: Office) -> None:
    workbook = read_workbook(a_book(One=[["a"]]), ".xlsx")
    workbook["One"].comment("A1", "from the file", "Bo")
    node = (await office.upload("a.xlsx", workbook.to_bytes())).node
    alone = await office.open(node, "comments")
    read = Workbook(lambda name: alone.doc)
    assert [one.text for one in read.comments] == ["from the file"]
    page = await a_page(office, node)
    assert page["One"]["A1"].value == "a"
    page["One"]["A1"].value = "b"
    await written(office, node, 2, "sheet:s1")
    assert cells(await office.download(node)) == [["b"]]
    assert [one.text for one in threads(await office.download(node))] == ["from the file"]


async def test_a_file_dropped_over_it_brings_its_comments_once(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["a"], ["b"]]))).node
    page = await a_page(office, node)
    thread = page["One"].comment("A2", "here?")
    await written(office, node, 1)
    outside = read_workbook(await office.download(node), ".xlsx")
    outside["One"].comments[0].answer("there", "Bo")
    outside["One"].insert_rows(0)
    await office.upload("a.xlsx", outside.to_bytes())
    for _ in range(1000):
        if thread.answers:
            break
        await asyncio.sleep(0.01)
    assert [(one.text, one.cell) for one in page.comments] == [("here?", "A3")]
    assert [(one.author, one.text) for one in thread.answers] == [("Bo", "there")]
    entry = page.book.entries.mirror("comments", "comments").entries[thread.token]
    assert entry["by"] == "u-ann", "it is still hers"
    assert len(threads(await office.download(node))) == 1


async def test_an_earlier_version_comes_back_without_its_comments(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["a"], ["b"]]))).node
    page = await a_page(office, node)
    page["One"]["A1"].value = "later"
    page["One"].insert_rows(0)
    thread = page["One"].comment("A3", "stays")
    await written(office, node, 1)
    await written(office, node, 2, "sheet:s1")
    await office.assembly.services.documents.restore_version(office.actor, node, 1)
    out = await office.download(node)
    assert cells(out) == [["a"], ["b"]]
    assert [(one.text, one.cell) for one in threads(out)] == [("stays", "A3")]
    assert thread.text == "stays"


async def test_folding_leaves_comments_and_the_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "LEAST_ENTRIES", 1)
    node = (await office.upload("a.xlsx", a_book(One=[["a"], ["b"]]))).node
    page = await a_page(office, node)
    page["One"]["A1"].value = "new"
    page["One"].comment("A2", "kept")
    await written(office, node, 1)
    await written(office, node, 2, "sheet:s1")
    documents, tenant = office.assembly.services.documents, office.actor.tenant
    await documents.settle(tenant, [node])
    before, versions = await office.download(node), await office.versions(node)
    at = await position_of(office, node)
    await documents._tidying.tidy(tenant, node, office.assembly.rooms)  # type: ignore[attr-defined]
    assert await position_of(office, node) > at, "it was folded"
    query = "select exported_seq from documents where node = :n"
    row = await office.assembly.services.database.fetchrow(query, n=node)
    assert row is not None and row["exported_seq"] == await position_of(office, node) + 1
    assert await office.download(node) == before
    await documents.settle(tenant, [node])
    assert await office.versions(node) == versions
