"""Databases that earlier programs wrote open, migrate and hold the same documents, for ever."""

import contextlib
import sqlite3
from pathlib import Path

import pycrdt
import pytest

from tests.contracts import frozen
from tongwen.store import Database, PartId, Snapshot, migrations
from tongwen.store.sqlite import open_sqlite

FOLDER = Path(frozen.__file__).parent
FILES = sorted(FOLDER.glob("sqlite-*.sql"))
BODY = PartId("0tenant", "0node", "body")
COMMENTS = PartId("0tenant", "0node", "comments")
WHOLE = (
    '<paragraph align="start"><strong>文</strong>同文（བོད་ཡིག་），😀 one writing for all. '
    "</paragraph>"
    "<paragraph>ᠮᠣᠩᠭᠣᠯ</paragraph>"
)


def thaw(file: Path, folder: Path) -> Path:
    path = folder / "tongwen.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(file.read_text())
    return path


def text(updates: list[bytes]) -> str:
    doc: pycrdt.Doc[object] = pycrdt.Doc()
    for update in updates:
        doc.apply_update(update)
    return str(doc.get("body", type=pycrdt.XmlFragment))


async def opened_text(database: Database) -> str:
    snapshot, tail = await database.log.tail(BODY)
    assert snapshot is not None
    return text([snapshot.state, *(each.update for each in tail)])


def test_the_first_revision_and_a_later_one_are_frozen() -> None:
    assert [file.stem for file in FILES][:2] == ["sqlite-0001", "sqlite-0003"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_frozen_database_opens_with_the_same_documents(file: Path, tmp_path: Path) -> None:
    database = await open_sqlite(thaw(file, tmp_path))
    assert await database.fetchval("select version_num from alembic_version") == migrations.HEAD
    assert await database.fetchval("pragma integrity_check") == "ok"
    assert await database.fetchval("select name from tenants") == "文"
    snapshot = await database.log.snapshot(BODY)
    assert snapshot is not None
    assert snapshot.seq == 4
    assert snapshot.summary == (b"" if "0001" in file.stem else b"whatever its maker wrote")
    assert await opened_text(database) == WHOLE
    assert text([each.update for each in await database.log.read(BODY)]) == WHOLE
    doc: pycrdt.Doc[object] = pycrdt.Doc()
    for each in await database.log.read(COMMENTS):
        doc.apply_update(each.update)
    assert doc.get("threads", type=pycrdt.Map).to_py() == {"t2": "善"}
    await database.close()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_frozen_database_is_written_on(file: Path, tmp_path: Path) -> None:
    path = thaw(file, tmp_path)
    database = await open_sqlite(path)
    head = await database.log.head(BODY)
    again = (await database.log.read(BODY))[-1].update
    assert await database.log.append(BODY, "0anna", again) == head + 1
    whole = pycrdt.merge_updates(*[each.update for each in await database.log.read(BODY)])
    await database.log.squash(BODY, head, whole)
    await database.log.save_snapshot(BODY, Snapshot(head, whole, b"new"))
    await database.close()
    database = await open_sqlite(path)
    snapshot = await database.log.snapshot(BODY)
    assert snapshot == Snapshot(head, whole, b"new")
    assert [each.seq for each in await database.log.read(BODY)] == [head, head + 1]
    assert await opened_text(database) == WHOLE
    await database.close()
