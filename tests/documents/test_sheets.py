"""A workbook that people edit: opened, exported, uploaded over, kept in versions, restored."""

import asyncio
import io
import json
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.documents.conftest import Office
from tests.formats.packages import PNG, pack, unpack
from tests.formats.test_metafile import emf, record
from tongwen.core.errors import NotFound, TongwenError, TooLarge, Unavailable
from tongwen.documents import opening, tidying
from tongwen.drive.work import position
from tongwen.formats.csv import CsvOptions
from tongwen.formats.workbooks import convert_workbook, read_workbook
from tongwen.formats.xlsx import blank_xlsx
from tongwen.kinds.parts import unpack_parts
from tongwen.kinds.sheet.document import Workbook
from tongwen.store import PartId
from tongwen.ydoc import load, root_map


def a_book(**sheets: list[list[object]]) -> bytes:
    """A package with these worksheets."""
    workbook = read_workbook(blank_xlsx("en"), ".xlsx")
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = workbook.sheets[0] if number == 0 else workbook.add_sheet(name)
        sheet.name = name
        sheet[f"A1:{chr(64 + len(rows[0]))}{len(rows)}"].values = rows
    return workbook.to_bytes()


def cells(data: bytes, sheet: str | int = 0) -> list[list[object]]:
    rows = read_workbook(data, ".xlsx")[sheet].used.values
    while rows and all(value is None for value in rows[-1]):
        rows.pop()  # what is called used may be larger than what is filled
    return rows


async def position_of(office: Office, node: str) -> int:
    return await position(office.assembly.services.database, office.actor.tenant, node)


async def settled(office: Office, node: str, reached: int) -> None:
    """Wait until so many edits are durable."""
    for _ in range(1000):
        if await position_of(office, node) >= reached:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the edits were not written")


async def shows(workbook: Workbook, sheet: str, address: str, value: object) -> None:
    for _ in range(1000):
        if workbook[sheet][address].value == value:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{value!r} did not arrive")


async def test_all_parts_are_imported_at_once_whichever_is_opened_first(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[[1]], Two=[[2], [3]]))).node
    await asyncio.gather(office.open(node, "sheet:s2"), office.open(node, "book"))
    database = office.assembly.services.database
    rows = await database.fetch(
        "select part, seq from updates where node = :n order by part", n=node
    )
    assert [(row["part"], row["seq"]) for row in rows] == [
        ("book", 1),
        ("sheet:s1", 1),
        ("sheet:s2", 1),
    ]
    row = await database.fetchrow("select * from documents where node = :n", n=node)
    assert row is not None
    assert row["base_seq"] == row["exported_seq"] == 3
    workbook = await office.workbook(node, "s1", "s2")
    assert [sheet.name for sheet in workbook.sheets] == ["One", "Two"]
    assert workbook["Two"]["A2"].value == 3


async def test_a_workbook_that_was_only_read_comes_back_as_it_was(office: Office) -> None:
    data = a_book(One=[["同文", 1.5]])
    node = (await office.upload("a.xlsx", data)).node
    await office.workbook(node, "s1")
    assert await office.download(node) == data
    await office.assembly.services.documents.settle(office.actor.tenant, [node])
    assert [origin for _, origin in await office.versions(node)] == ["upload"]


async def test_edits_of_two_people_are_in_the_download_and_only_there(office: Office) -> None:
    data = a_book(One=[["a", 1], ["b", 2]], Two=[["kept"]])
    node = (await office.upload("a.xlsx", data)).node
    ann, ben = await office.workbook(node, "s1"), await office.workbook(node, "s1")
    ann["One"]["B1"].value = 10
    await shows(ben, "One", "B1", 10)
    ben["One"]["A3"].value = "本"
    await shows(ann, "One", "A3", "本")
    await settled(office, node, 5)
    out = await office.download(node)
    assert cells(out) == [["a", 10], ["b", 2], ["本", None]]
    before, after = unpack(data), unpack(out)
    changed = {name for name in before if after.get(name) != before[name]}
    assert "xl/worksheets/sheet1.xml" in changed
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"}
    assert await office.download(node, 1) == data, "the upload stays as it was"


async def test_a_worksheet_that_is_added_is_a_part_of_its_own(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[[1]]))).node
    page = await office.workbook(node)
    sid = page.add_sheet("新表").sid
    workbook = await office.workbook(node, "s1", sid)
    workbook["新表"]["A1"].value = "new"
    heads = 2 + 2
    await settled(office, node, heads)
    out = await office.download(node)
    assert [sheet.name for sheet in read_workbook(out, ".xlsx").sheets] == ["One", "新表"]
    assert cells(out, "新表") == [["new"]]


async def test_a_file_dropped_over_an_open_one_becomes_its_content(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["a"], ["b"]], Gone=[["x"]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = "edited"
    await settled(office, node, 4)
    new = a_book(One=[["a"], ["from outside"]])
    stored = await office.upload("a.xlsx", new)
    assert (stored.node, stored.created) == (node, False)
    await shows(page, "One", "A2", "from outside")
    assert [sheet.name for sheet in page.sheets] == ["One"]
    assert page["One"]["A1"].value == "a"
    assert [origin for _, origin in await office.versions(node)] == ["upload", "session", "upload"]
    assert await office.download(node) == new, "nobody edited since: the upload itself"
    assert cells(await office.download(node, 2)) == [["edited"], ["b"]]
    reached = await position_of(office, node)
    page["One"]["B1"].value = 7
    await settled(office, node, reached + 1)
    assert cells(await office.download(node)) == [["a", 7], ["from outside", None]]


async def test_garbage_over_a_live_workbook_changes_nothing(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["kept"]]))).node
    await office.workbook(node, "s1")
    with pytest.raises(TongwenError) as raised:
        await office.upload("a.xlsx", b"this is no package")
    assert raised.value.code == "not-a-zip"
    assert cells(await office.download(node)) == [["kept"]]
    assert len(await office.versions(node)) == 1


async def test_restoring_a_version_is_an_edit_that_everybody_sees(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["one"], ["two"]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["A2"].value = "changed"
    page["One"].insert_rows(0, 2)
    await settled(office, node, 4)
    documents = office.assembly.services.documents
    restored = await documents.restore_version(office.actor, node, 1)
    await shows(page, "One", "A2", "two")
    assert cells(await office.download(node)) == [["one"], ["two"]]
    assert [origin for _, origin in await office.versions(node)] == ["upload", "session", "restore"]
    await documents.restore_version(office.actor, node, restored.before)
    await shows(page, "One", "A4", "changed")


async def test_a_named_version_and_who_worked_in_it(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["draft"]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = "second"
    await settled(office, node, 3)
    number = await office.assembly.services.documents.take_version(office.actor, node, "定稿")
    page["One"]["A1"].value = "later"
    await settled(office, node, 4)
    assert cells(await office.download(node, number)) == [["second"]]
    async with office.web() as web:
        found = (await web.get(f"/nodes/{node}/versions")).json()
        named, first = found["items"]
        assert (named["label"], named["seq"], named["edits"]) == ("定稿", 3, 1)
        assert [person["name"] for person in named["people"]] == ["安"]
        assert (first["seq"], first["edits"]) == (2, 0)
        assert (found["now"]["since"], found["now"]["edits"]) == (number, 1)
        changes = (await web.get(f"/nodes/{node}/versions/{number}/changes")).json()
        assert (changes["traced"], changes["inserted"]) == (False, [])


async def test_each_part_of_a_version_can_be_shown(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["first"]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = "now"
    await settled(office, node, 3)
    async with office.web() as web:

        async def shown(number: int | str) -> object:
            path = f"/nodes/{node}/versions/{number}/state"
            states = {
                part: (await web.get(path, params={"part": part})).content
                for part in ("book", "sheet:s1")
            }
            return Workbook.of_states(states)["One"]["A1"].value

        assert await shown(1) == "first"
        assert await shown("current") == "now"
        main = await web.get(f"/nodes/{node}/versions/1/state")
        assert main.content == (await web.get(f"/nodes/{node}/versions/1/state?part=book")).content
        for part in ("comments", "body", "sheet:../x", "sheet:"):
            answer = await web.get(f"/nodes/{node}/versions/1/state", params={"part": part})
            assert answer.status_code == 404


async def test_all_parts_of_a_version_come_in_one_answer(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["first"]], Two=[[2]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = "second"
    await settled(office, node, 4)
    await office.assembly.services.documents.take_version(office.actor, node, "second")
    page["One"]["A1"].value = "now"
    await settled(office, node, 5)
    async with office.web() as web:

        async def shown(number: int | str) -> Workbook:
            answer = await web.get(f"/nodes/{node}/versions/{number}/parts")
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-type"] == "application/octet-stream"
            packed = unpack_parts(answer.content)
            return Workbook.of_states({part: state for part, (state,) in packed.items()})

        for number, value in ((1, "first"), (2, "second"), ("current", "now")):
            workbook = await shown(number)
            assert [sheet.name for sheet in workbook.sheets] == ["One", "Two"]
            assert workbook["One"]["A1"].value == value
            assert workbook["Two"]["A1"].value == 2
        path = f"/nodes/{node}/versions/2/parts"
        tag = (await web.get(path)).headers["etag"]
        assert (await web.get(path, headers={"if-none-match": tag})).status_code == 304
        assert (await web.get(f"/nodes/{node}/versions/1/parts")).headers["etag"] != tag


async def test_one_import_serves_all_who_look_at_a_version(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["x"]], Two=[[2]]))).node
    workers = office.assembly.services.documents._history.states._workers  # type: ignore[attr-defined]
    run, tasks = workers.run, []

    async def counted(task: str, *args: bytes) -> bytes:
        tasks.append(task)
        return bytes(await run(task, *args))

    monkeypatch.setattr(workers, "run", counted)
    async with office.web() as web:
        path = f"/nodes/{node}/versions/1"
        answers = await asyncio.gather(*(web.get(f"{path}/parts") for _ in range(4)))
        assert len({answer.content for answer in answers}) == 1
        sheet = (await web.get(f"{path}/state?part=sheet:s2")).content
    assert [sheet] == unpack_parts(answers[0].content)["sheet:s2"]
    assert tasks.count("import.xlsx") == 1


async def test_a_version_that_cannot_be_shown_says_why(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["kept"]]))).node
    broken = (await office.upload("broken.xlsx", b"no package")).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = "second"
    await settled(office, node, 3)
    await office.assembly.services.documents.take_version(office.actor, node, None)
    row = await office.assembly.services.database.fetchrow(
        "select blob from versions where node = :n and number = 2", n=node
    )
    assert row is not None
    blob = await office.assembly.services.blobs.local_path(office.actor.tenant, row["blob"])
    await asyncio.to_thread(blob.chmod, 0o644)
    await asyncio.to_thread(blob.write_bytes, b"PK\x03\x04" + b"\xff" * 99)
    _, token = await office.member("bob")
    async with office.web() as web, office.web(token) as stranger:
        for number, status, code in (
            (0, 404, "version-unknown"),
            (99, 404, "version-unknown"),
            (2**70, 404, "version-unknown"),
            ("latest", 400, "input-invalid"),
        ):
            answer = await web.get(f"/nodes/{node}/versions/{number}/parts")
            assert (answer.status_code, answer.json()["code"]) == (status, code)
        for number in (1, 2, 99, "current"):
            answer = await stranger.get(f"/nodes/{node}/versions/{number}/parts")
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        for damaged in (f"{broken}/versions/1", f"{node}/versions/2"):
            answer = await web.get(f"/nodes/{damaged}/parts")
            assert (answer.status_code, answer.json()["code"]) == (400, "not-a-zip")
        assert (await web.get(f"/nodes/{node}/versions/1/parts")).status_code == 200
        restored = await web.post(f"/nodes/{node}/versions/2/restore")
        assert restored.status_code == 400
    assert page["One"]["A1"].value == "second", "nothing was changed"


async def test_leaving_the_last_part_keeps_a_version_once(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["draft"]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = "x"
    await settled(office, node, 3)
    parts = office.assembly.rooms._parts
    book, sheet = (PartId(office.actor.tenant, node, part) for part in ("book", "sheet:s1"))
    await parts.left(book)
    assert len(await office.versions(node)) == 1, "somebody is in a worksheet still"
    await parts.left(sheet)
    await parts.left(sheet)
    assert [origin for _, origin in await office.versions(node)] == ["upload", "session"]


async def test_a_workbook_has_a_limited_number_of_parts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_PARTS", 3)
    node = (await office.upload("a.xlsx", a_book(One=[[1]], Two=[[2]]))).node
    await office.workbook(node, "s1", "s2")
    with pytest.raises(TongwenError) as raised:
        await office.open(node, "sheet:s3")
    assert raised.value.code == "too-many-parts"
    large = (await office.upload("b.xlsx", a_book(A=[[1]], B=[[1]], C=[[1]]))).node
    with pytest.raises(TongwenError) as raised:
        await office.open(large, "book")
    assert raised.value.code == "too-many-parts"
    assert await position_of(office, large) == 0


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("csv", "名称,数\r\na,1\r\n"),
        ("tsv", "名称\t数\r\na\t1\r\n"),
        ("html", "<td"),
    ],
)
async def test_it_is_converted_as_it_is_now(office: Office, format: str, expected: str) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["名称", "数"], ["a", 0]], B=[["z"]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["B2"].value = 1
    await settled(office, node, 4)
    documents = office.assembly.services.documents
    found = await documents.content(office.actor, node, None, format)
    assert found.pieces is not None and found.name == f"a.{format}"
    text = b"".join([piece async for piece in found.pieces]).decode("utf-8-sig")
    assert expected in text and "名称" in text
    second = await documents.content(office.actor, node, None, format, "B")
    assert second.pieces is not None
    assert "z" in b"".join([piece async for piece in second.pieces]).decode()
    with pytest.raises(NotFound) as raised:
        await documents.content(office.actor, node, None, format, "none of that name")
    assert raised.value.code == "no-such-sheet"


async def test_a_thumbnail_shows_the_first_cells(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["季度报告", "<script>"]]))).node
    found = await office.assembly.services.documents.thumbnail(office.actor, node)
    assert found.path is not None
    picture = found.path.read_text()
    assert "季度报告" in picture and "<script" not in picture


async def test_a_chart_of_the_package_is_told(office: Office) -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>'
        '<c:plotArea><c:barChart><c:barDir val="col"/></c:barChart></c:plotArea></c:chart>'
        "</c:chartSpace>"
    )
    parts = unpack(a_book(One=[[1]])) | {"xl/charts/chart1.xml": chart.encode()}
    node = (await office.upload("a.xlsx", pack(parts))).node
    async with office.web() as web:
        before = await web.get(f"/nodes/{node}/charts/xl/charts/chart1.xml")
        assert before.status_code == 404, "it was never opened"
        await office.open(node, "book")
        found = await web.get(f"/nodes/{node}/charts/xl/charts/chart1.xml")
        assert json.loads(found.content)["plots"][0]["type"] == "bar"
        for name in ("xl/workbook.xml", "xl/charts/none.xml", "..%2F..%2Fetc%2Fpasswd"):
            answer = await web.get(f"/nodes/{node}/charts/{name}")
            assert answer.status_code == 404, name


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", {"not-a-zip"}),
        (b"not a package", {"not-a-zip"}),
        (blank_xlsx("en")[:300], {"not-a-zip", "zip-damaged", "part-damaged"}),
        (pack({"[Content_Types].xml": b"<Types/>"}), {"part-missing", "not-a-workbook"}),
    ],
)
async def test_a_broken_file_cannot_be_opened_and_stays_downloadable(
    office: Office, data: bytes, codes: set[str]
) -> None:
    node = (await office.upload("broken.xlsx", data)).node
    for part in ("book", "sheet:s1"):
        with pytest.raises(TongwenError) as raised:
            await office.open(node, part)
        assert raised.value.code in codes
    assert await office.download(node) == data
    with pytest.raises(NotFound):
        await office.assembly.services.documents.thumbnail(office.actor, node)


async def test_a_long_overlay_is_folded_when_everybody_has_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "LEAST_ENTRIES", 20)
    node = (await office.upload("a.xlsx", a_book(One=[[1, 2], [3, 4]], Two=[["kept"]]))).node
    page = await office.workbook(node, "s1")
    for row in range(15):
        page["One"][f"A{row + 1}"].value = row
    page["One"].delete_rows(3, 2)
    page["One"].insert_rows(1, 1)
    await settled(office, node, 3 + 17)
    parts = office.assembly.rooms._parts
    names = [PartId(office.actor.tenant, node, part) for part in ("book", "sheet:s1")]
    for name in names:
        await parts.left(name)
    assert await position_of(office, node) == 3 + 17, "fifteen cells and a few lines are not long"
    for row in range(15):
        page["One"][f"C{row + 1}"].value = f"c{row}"
    await settled(office, node, 3 + 32)
    before = await office.download(node)
    await parts.open(names[0])
    await parts.left(names[0])
    folded = await position_of(office, node)
    assert folded > 3 + 32
    assert cells(await office.download(node)) == cells(before)
    origins = [origin for _, origin in await office.versions(node)]
    assert origins == ["upload", "session", "session"]
    await office.assembly.services.documents.settle(office.actor.tenant, [node])
    assert [origin for _, origin in await office.versions(node)] == origins, "nobody did anything"
    state = await parts.open(names[1])
    doc = load(*([state.snapshot.state] if state.snapshot else []), *(r.update for r in state.tail))
    assert len(root_map(doc, "cells")) == 0
    again = await office.workbook(node, "s1")
    assert again["One"]["C1"].value == "c0"


async def test_a_download_holds_what_the_engine_computed(office: Office) -> None:
    book = a_book(One=[[1, 2], ["=A1+B1", "=SUM(A1:B1)*2"]])
    node = (await office.upload("a.xlsx", book)).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = 40
    await settled(office, node, 3)
    with zipfile.ZipFile(io.BytesIO(await office.download(node))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>42</v>" in sheet and "<v>84</v>" in sheet
    found = await office.assembly.services.documents.content(office.actor, node, None, "csv")
    assert found.pieces is not None
    text = b"".join([piece async for piece in found.pieces]).decode("utf-8-sig")
    assert text == "40,2\r\n42,84\r\n"


async def test_a_large_workbook_is_written_once_and_holds_what_was_computed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(1)
    rows = [[chance.random(), f"=A{row}*2"] for row in range(1, 60_001)]
    rows[0].append("=SUM(B1:B60000)")
    book = read_workbook(blank_xlsx("en"), ".xlsx")
    book[0]["A1"].write(rows)
    book.recalculate()
    asked: list[str] = []
    workers = office.assembly.workers
    run = workers.run

    async def counts(task: str, *args: bytes, seconds: float | None = None) -> bytes:
        asked.append(task)
        return await run(task, *args, seconds=seconds)

    monkeypatch.setattr(workers, "run", counts)
    node = (await office.upload("a.xlsx", book.to_bytes())).node
    page = await office.workbook(node, "s1")
    page[0]["A2"].value = 1000
    await settled(office, node, 3)
    asked.clear()
    out = await office.download(node)
    assert asked == ["calculate.xlsx", "export.xlsx"]
    shown = read_workbook(out, ".xlsx")[0]
    total = 2 * (1000 + sum(row[0] for row in rows) - rows[1][0])
    assert (shown["B2"].value, shown["C1"].value) == (2000, pytest.approx(total))
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert b"fullCalcOnLoad" not in archive.read("xl/workbook.xml")


async def test_a_download_comes_also_when_the_engine_fails(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    workers = office.assembly.workers
    run = workers.run

    async def dies(task: str, *args: bytes, seconds: float | None = None) -> bytes:
        if task == "calculate.xlsx":
            raise Unavailable("conversion-failed")  # as when its process panics
        return await run(task, *args, seconds=seconds)

    monkeypatch.setattr(workers, "run", dies)
    node = (await office.upload("a.xlsx", a_book(One=[[1], ["=A1+1"]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = 40
    await settled(office, node, 3)
    out = await office.download(node)
    assert read_workbook(out, ".xlsx")["One"]["A1"].value == 40
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert b"fullCalcOnLoad" in archive.read("xl/workbook.xml"), "its reader computes it"
    assert "not calculated" in caplog.text


async def test_a_download_comes_also_when_its_values_are_too_many(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    workers = office.assembly.workers
    run = workers.run

    async def overruns(task: str, *args: bytes, seconds: float | None = None) -> bytes:
        if task == "export.xlsx" and len(args) > 4:
            raise TooLarge("conversion-too-slow")
        return await run(task, *args, seconds=seconds)

    monkeypatch.setattr(workers, "run", overruns)
    node = (await office.upload("a.xlsx", a_book(One=[[1], ["=A1+1"]]))).node
    page = await office.workbook(node, "s1")
    page["One"]["A1"].value = 40
    await settled(office, node, 3)
    out = await office.download(node)
    assert read_workbook(out, ".xlsx")["One"]["A1"].value == 40
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert b"fullCalcOnLoad" in archive.read("xl/workbook.xml")
    assert "written without values" in caplog.text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
async def test_libre_office_converts_it_as_it_is_now(office: Office) -> None:
    node = (await office.upload("a.xlsx", a_book(One=[["now"]]))).node
    async with office.web() as web:
        found = await web.get(f"/nodes/{node}/content?format=ods")
        assert found.status_code == 200, found.text
        assert found.headers["content-type"] == "application/vnd.oasis.opendocument.spreadsheet"
        assert "a.ods" in found.headers["content-disposition"]
        assert read_workbook(found.content, ".ods").sheets[0]["A1"].value == "now"


async def test_without_libre_office_that_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    node = (await office.upload("a.xlsx", a_book(One=[[1]]))).node
    async with office.web() as web:
        found = await web.get(f"/nodes/{node}/content?format=pdf")
        assert (found.status_code, found.json()["code"]) == (415, "libreoffice-missing")
        unknown = await web.get(f"/nodes/{node}/content?format=exe")
        assert (unknown.status_code, unknown.json()["code"]) == (415, "format-unavailable")


async def test_a_table_is_made_harmless_when_a_setting_says_so(tmp_path: Path) -> None:
    table = CsvOptions(mark=True, guard=True)
    data = convert_workbook(a_book(One=[["a", "@SUM", -5]]), ".xlsx", ".csv", csv=table)
    assert data.decode("utf-8-sig").strip().split(",")[1:] == ["'@SUM", "-5"]


async def test_a_metafile_in_a_workbook_is_sent_as_a_picture_that_can_do_nothing(
    office: Office,
) -> None:
    drawn = emf(record(43, "iiii", 0, 0, 5, 5))
    parts = unpack(a_book(First=[["x"]]))
    parts |= {"xl/media/image1.emf": drawn, "xl/media/image2.wmf": b"\xd7\xcd\xc6\x9a" * 20}
    node = (await office.upload("a.xlsx", pack(parts))).node
    await office.workbook(node)
    async with office.web() as web:
        shown = await web.get(f"/nodes/{node}/media/xl/media/image1.emf")
        assert shown.status_code == 200
        assert shown.headers["content-type"] == "image/svg+xml"
        assert shown.content.startswith(b"<svg ")
        policy = shown.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and policy.endswith("sandbox")
        tag = {"if-none-match": shown.headers["etag"]}
        again = await web.get(f"/nodes/{node}/media/xl/media/image1.emf", headers=tag)
        assert again.status_code == 304
        broken = await web.get(f"/nodes/{node}/media/xl/media/image2.wmf")
        assert (broken.status_code, broken.json()["code"]) == (415, "image-unreadable")
        gone = await web.get(f"/nodes/{node}/media/xl/media/image9.emf")
        assert gone.status_code == 404
    assert unpack(await office.download(node))["xl/media/image1.emf"] == drawn


async def test_pictures_and_charts_of_a_version_are_those_of_its_own_file(office: Office) -> None:
    book = unpack(a_book(First=[["x"]]))
    image, chart = "xl/media/image1.png", "xl/charts/chart1.xml"
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'

    def file(picture: bytes, plot: str) -> bytes:
        plots = f"<c:plotArea><c:{plot}/></c:plotArea>"
        told = f"<c:chartSpace {space}><c:chart>{plots}</c:chart></c:chartSpace>"
        return pack(book | {image: picture, chart: told.encode()})

    node = (await office.upload("a.xlsx", file(PNG + b"first", "pieChart"))).node
    await office.upload("a.xlsx", file(PNG + b"second", "lineChart"))
    await office.workbook(node)
    async with office.web() as web:
        for version, picture, plot in ((1, b"first", "pie"), (2, b"second", "line")):
            query = {"version": version}
            shown = await web.get(f"/nodes/{node}/media/{image}", params=query)
            assert shown.content == PNG + picture
            told = await web.get(f"/nodes/{node}/charts/{chart}", params=query)
            assert json.loads(told.content)["plots"][0]["type"] == plot
        now = await web.get(f"/nodes/{node}/media/{image}")
        assert now.content == PNG + b"second"
        for name in (f"media/{image}", f"charts/{chart}"):
            for version, code in ((3, 404), (0, 400), (1 << 40, 404)):
                answer = await web.get(f"/nodes/{node}/{name}", params={"version": version})
                assert answer.status_code == code, (name, version)
