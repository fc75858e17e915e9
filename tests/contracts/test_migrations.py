"""The tables that the revisions make are the tables of `schema.py`, on both back ends."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.contracts.conftest import Open
from tests.postgres import postgres_url
from tongwen.store import Database, SchemaNewer, StoreUnavailable, migrations
from tongwen.store.postgres import open_postgres
from tongwen.store.schema import metadata
from tongwen.store.sqlite import open_sqlite

REVISIONS = Path(migrations.__file__).parent


def differences(connection: Connection) -> object:
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


async def test_sqlite_has_the_tables_of_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "tongwen.db"
    await (await open_sqlite(path)).close()
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        assert differences(connection) == []


async def test_postgresql_has_the_tables_of_the_schema() -> None:
    url = await postgres_url()
    await (await open_postgres(url)).close()
    engine = create_async_engine(
        url.replace("postgresql:", "postgresql+asyncpg:"), poolclass=NullPool
    )
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_the_comparison_would_see_a_difference(tmp_path: Path) -> None:
    path = tmp_path / "tongwen.db"
    await (await open_sqlite(path)).close()
    with sqlite3.connect(path) as changed:
        changed.execute("drop index versions_blob")
        changed.execute("alter table users add column surprise text")
    changed.close()
    with create_engine(f"sqlite:///{path}", poolclass=NullPool).connect() as connection:
        assert len(differences(connection)) == 2  # type: ignore[arg-type]


def test_head_is_the_newest_revision_and_they_are_one_line() -> None:
    assert ScriptDirectory(str(REVISIONS)).get_heads() == [migrations.HEAD]


async def test_opening_again_changes_nothing(open_again: Open) -> None:
    await add_tenant(await open_again())
    second = await open_again()
    assert await second.fetchval("select name from tenants") == "文"
    assert await second.fetchval("select version_num from alembic_version") == migrations.HEAD


async def test_processes_that_start_at_once_all_open_it(open_again: Open) -> None:
    databases = await asyncio.gather(*(open_again() for _ in range(4)))
    await add_tenant(databases[0])
    for database in databases:
        assert await database.fetchval("select count(*) from tenants") == 1


async def test_a_database_of_a_newer_program_is_refused_untouched(open_again: Open) -> None:
    database = await open_again()
    async with database.transaction() as transaction:
        await transaction.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(SchemaNewer, match="9999") as refused:
        await open_again()
    assert (refused.value.found, refused.value.known) == ("9999", migrations.HEAD)
    assert await database.fetchval("select version_num from alembic_version") == "9999"


async def test_a_migration_that_fails_leaves_nothing(
    open_again: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = migrations.script("sqlite", None)
    broken = "create table half (x int);\ncreate table half (x int);\n"
    for module in ("sqlite", "postgres"):
        name = f"tongwen.store.{module}.connections.script"
        monkeypatch.setattr(name, lambda *_: broken)
    with pytest.raises((sqlite3.OperationalError, asyncpg.PostgresError, StoreUnavailable)):
        await open_again()
    monkeypatch.undo()
    assert "tenants" in whole
    database = await open_again()
    await add_tenant(database)
    with pytest.raises(Exception, match="half"):
        await database.fetch("select * from half")


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 100, b"SQLite format 3\0" + bytes(500)]
)
async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tongwen.db"
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable):
        await open_sqlite(path)
    assert path.read_bytes() == content


async def test_a_path_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnavailable):
        await open_sqlite(tmp_path / "file" / "tongwen.db")
    with pytest.raises(StoreUnavailable):
        await open_sqlite(tmp_path)


def modes(folder: Path) -> set[int]:
    return {file.stat().st_mode & 0o777 for file in folder.iterdir()}


async def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    database = await open_sqlite(tmp_path / "tongwen.db")
    await add_tenant(database)
    assert modes(tmp_path) == {0o600}
    await database.close()


async def test_a_server_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        await open_postgres(f"postgresql://postgres@/x?host={tmp_path}")
    url = await postgres_url()
    with pytest.raises(StoreUnavailable, match="nowhere"):
        await open_postgres(url.replace("/t", "/nowhere", 1))


def test_a_later_start_imports_no_migration_tool(tmp_path: Path) -> None:
    program = f"""
import asyncio, sys
from pathlib import Path
from tongwen.store.sqlite import open_sqlite
async def main():
    await (await open_sqlite(Path({str(tmp_path / "tongwen.db")!r}))).close()
    print("sqlalchemy" in sys.modules, "alembic" in sys.modules)
asyncio.run(main())
"""
    starts = [subprocess.check_output([sys.executable, "-c", program], text=True) for _ in range(2)]
    assert starts == ["True True\n", "False False\n"]


async def add_tenant(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.execute("insert into tenants (id, name, created) values ('t', '文', 1)")
