"""A file that people edit: opened, exported, uploaded over, kept in versions, restored."""

import asyncio
import io
import zipfile

import pytest

from tests.documents.conftest import Office, Page
from tongwen.core.errors import NotFound, TongwenError, Unsupported
from tongwen.formats.docx import blank_docx
from tongwen.formats.texts import read_document


def a_file(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    document = read_document("\n\n".join(paragraphs).encode(), ".md", "sample")
    return document.to_bytes()


def texts(data: bytes) -> list[str]:
    return [p.text for p in read_document(data, ".docx", "").paragraphs]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def settled(office: Office, node: str, head: int) -> None:
    """Wait until the log holds so many updates."""
    for _ in range(500):
        if await office.assembly.services.database.log.head(office.part(node)) >= head:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the edits were not written")


async def shows(page: Page, words: str) -> None:
    for _ in range(500):
        if words in page.document.to_text():
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{words!r} did not arrive")


async def test_a_file_that_was_only_read_comes_back_as_it_was(office: Office) -> None:
    data = a_file("# 标题", "第一段", "第二段")
    node = (await office.upload("报告.docx", data)).node
    page = await office.open(node)
    await shows(page, "第二段")
    assert await office.download(node) == data


async def test_an_edit_is_in_the_download_and_only_there(office: Office) -> None:
    data = a_file("# 标题", "第一段", "第二段")
    node = (await office.upload("报告.docx", data)).node
    page = await office.open(node)
    page.document.paragraphs[1].insert(0, "改 ")
    await settled(office, node, 2)
    out = await office.download(node)
    assert texts(out) == ["标题", "改 第一段", "第二段"]
    before, after = parts(data), parts(out)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    assert await office.download(node, 1) == data, "the upload stays as it was"


async def test_a_file_dropped_over_an_open_one_merges(office: Office) -> None:
    node = (await office.upload("报告.docx", a_file("alpha", "beta", "gamma"))).node
    page = await office.open(node)
    page.document.paragraphs[0].insert(5, " EDITED")
    await settled(office, node, 2)
    stored = await office.upload("报告.docx", a_file("alpha", "beta", "gamma from outside"))
    assert (stored.node, stored.created) == (node, False)
    await shows(page, "gamma from outside")
    assert [origin for _, origin in await office.versions(node)] == ["upload", "session", "upload"]
    assert texts(await office.download(node)) == ["alpha", "beta", "gamma from outside"]
    assert texts(await office.download(node, 2)) == ["alpha EDITED", "beta", "gamma"]


async def test_typing_goes_on_after_a_merge(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("alpha", "beta"))).node
    page = await office.open(node)
    new = a_file("alpha", "beta", "delta")
    await office.upload("a.docx", new)
    await shows(page, "delta")
    assert await office.download(node) == new, "nobody edited since: the upload itself"
    head = await office.assembly.services.database.log.head(office.part(node))
    page.document.paragraphs[0].insert(0, "后 ")
    await settled(office, node, head + 1)
    out = await office.download(node)
    assert texts(out) == ["后 alpha", "beta", "delta"]
    before, after = parts(new), parts(out)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}


async def test_garbage_over_a_live_document_changes_nothing(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("kept"))).node
    page = await office.open(node)
    await shows(page, "kept")
    with pytest.raises(TongwenError) as raised:
        await office.upload("a.docx", b"this is no package")
    assert raised.value.code == "not-a-zip"
    assert texts(await office.download(node)) == ["kept"]
    assert len(await office.versions(node)) == 1


async def test_restoring_a_version_is_an_edit_that_everybody_sees(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("one", "two"))).node
    page = await office.open(node)
    page.document.paragraphs[1].text = "changed"
    await settled(office, node, 2)
    await office.assembly.services.documents.restore_version(office.actor, node, 1)
    await shows(page, "two")
    assert texts(await office.download(node)) == ["one", "two"]
    assert [origin for _, origin in await office.versions(node)][-2:] == ["session", "restore"]


async def test_a_named_version_keeps_what_is_on_the_page(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("draft"))).node
    page = await office.open(node)
    page.document.paragraphs[0].insert(5, " 2")
    await settled(office, node, 2)
    number = await office.assembly.services.documents.take_version(office.actor, node, "定稿")
    page.document.paragraphs[0].insert(0, "later ")
    await settled(office, node, 3)
    assert texts(await office.download(node, number)) == ["draft 2"]


async def test_leaving_keeps_a_version_once(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("draft"))).node
    page = await office.open(node)
    parts_of_rooms = office.assembly.rooms._parts
    await parts_of_rooms.left(office.part(node))
    assert len(await office.versions(node)) == 1, "nothing was changed"
    page.document.paragraphs[0].insert(0, "x")
    await settled(office, node, 2)
    await parts_of_rooms.left(office.part(node))
    await parts_of_rooms.left(office.part(node))
    assert [origin for _, origin in await office.versions(node)] == ["upload", "session"]


@pytest.mark.parametrize("kind", ["text", "sheet", "slides"])
async def test_a_new_document_of_each_kind_is_a_package(office: Office, kind: str) -> None:
    data = await office.assembly.services.documents.new_file(kind, "zh-CN")
    assert "[Content_Types].xml" in parts(data)


async def test_converting_a_live_document(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("# 标题", "正文"))).node
    page = await office.open(node)
    page.document.add_paragraph("新的")
    await settled(office, node, 2)
    found = await office.assembly.services.documents.content(office.actor, node, None, "md")
    assert found.pieces is not None
    assert b"".join([piece async for piece in found.pieces]).decode().split() == [
        "#",
        "标题",
        "正文",
        "新的",
    ]
    with pytest.raises(Unsupported):
        await office.assembly.services.documents.content(office.actor, node, None, "exe")


async def test_a_thumbnail_shows_the_words(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("# 季度报告", "<script>alert(1)</script>"))).node
    found = await office.assembly.services.documents.thumbnail(office.actor, node)
    assert found.path is not None
    picture = found.path.read_text()
    assert "季度报告" in picture
    assert "<script" not in picture


async def test_a_broken_file_cannot_be_opened_and_stays_downloadable(office: Office) -> None:
    data = blank_docx("en", "")[:300]
    node = (await office.upload("broken.docx", data)).node
    with pytest.raises(TongwenError) as raised:
        await office.open(node)
    assert raised.value.code in ("not-a-zip", "zip-damaged", "part-damaged")
    assert await office.download(node) == data
    with pytest.raises(NotFound):
        await office.assembly.services.documents.thumbnail(office.actor, node)


async def test_two_people_open_for_the_first_time_at_once(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("once"))).node
    first, second = await asyncio.gather(office.open(node), office.open(node))
    await shows(first, "once")
    await shows(second, "once")
    assert [p.text for p in first.document.paragraphs] == ["once"]
    assert first.document.nodes == second.document.nodes


async def test_parts_outside_the_package_are_not_served(office: Office) -> None:
    node = (await office.upload("a.docx", a_file("x"))).node
    await office.open(node)
    for name in ("../../etc/passwd.png", "word/none.png", "word/document.xml", "/etc/x.png"):
        with pytest.raises(NotFound):
            await office.assembly.services.documents.media(office.actor, node, name)
