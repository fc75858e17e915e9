"""`tongwen backup` and `tongwen restore`: everything in one tar, whatever the back ends.

The tar holds `manifest.json`, `tables/<table>.jsonl` (a row a line; bytes as base64) and
`blobs/<tenant>/<sha-256>`. It can be made while the server runs: the rows are of one moment, and
blobs never change. What came from SQLite can be restored into PostgreSQL, and the other way round.
"""

import asyncio
import base64
import io
import json
import sqlite3
import tarfile
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import LargeBinary, Table

from tongwen.blobs import BlobStore
from tongwen.blobs.local import LocalBlobs, open_local_blobs
from tongwen.cli.assembly import open_database
from tongwen.core.errors import Conflict, Invalid
from tongwen.core.settings import Settings
from tongwen.store import Database, Reader
from tongwen.store.schema import metadata
from tongwen.store.sqlite import open_sqlite

FORMAT = 1
PAGE = 500
PIECE = 1 << 20
_BLOBS = (
    "select distinct tenant, blob from versions",
    "select distinct tenant, base as blob from documents",
    "select distinct tenant, exported as blob from documents where exported is not null",
    "select distinct tenant, blob from media",
)


async def back_up(settings: Settings, target: Path) -> dict[str, int]:
    """Write everything into a tar file; return how many rows and blobs it holds."""
    blobs = LocalBlobs(settings.data / "blobs")  # opening it would sweep a running server's files
    counts: dict[str, int] = {}
    fresh = target.with_name(target.name + ".part")
    async with _still(settings) as reader:
        with tarfile.open(fresh, "w") as tar:
            for table in metadata.sorted_tables:
                counts[table.name] = await _dump(tar, reader, table)
            counts["blobs"] = await _copy_blobs(tar, reader, blobs)
            _add(tar, "manifest.json", json.dumps({"format": FORMAT, "counts": counts}).encode())
    await asyncio.to_thread(fresh.replace, target)
    return counts


@asynccontextmanager
async def _still(settings: Settings) -> AsyncIterator[Reader]:
    """Everything in the database as it is at one moment, while others go on writing."""
    if settings.database:
        database = await open_database(settings)
        try:
            async with database.transaction() as transaction:
                await transaction.execute("set transaction isolation level repeatable read")
                yield transaction
        finally:
            await database.close()
        return
    with tempfile.TemporaryDirectory(dir=settings.data) as folder:
        copy = Path(folder) / "copy.db"
        await asyncio.to_thread(_copy_sqlite, settings.data / "tongwen.db", copy)
        opened = await open_sqlite(copy)
        try:
            yield opened
        finally:
            await opened.close()


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise Invalid("backup-nothing", path=str(source))
    with sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True) as old:
        with sqlite3.connect(target) as new:
            old.backup(new, pages=4096)
        new.close()
    old.close()


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _binary(table: Table) -> set[str]:
    return {column.name for column in table.columns if isinstance(column.type, LargeBinary)}


async def _dump(tar: tarfile.TarFile, reader: Reader, table: Table) -> int:
    """Write a table, read in pages along its primary key."""
    names, binary = _names(table), _binary(table)
    with tempfile.TemporaryFile() as spool:
        count = 0
        async for row in _rows(reader, table):
            values = [
                base64.b64encode(row[name]).decode()
                if name in binary and row[name] is not None
                else row[name]
                for name in names
            ]
            spool.write(json.dumps(dict(zip(names, values, strict=True))).encode() + b"\n")
            count += 1
        info = tarfile.TarInfo(f"tables/{table.name}.jsonl")
        info.size = spool.tell()
        spool.seek(0)
        tar.addfile(info, spool)
    return count


async def _rows(reader: Reader, table: Table) -> AsyncIterator[Any]:
    columns = ", ".join(f'"{name}"' for name in _names(table))
    key = [column.name for column in table.primary_key.columns]
    order = ", ".join(f'"{name}"' for name in key)
    after = f"({order}) > ({', '.join(':' + name for name in key)})"
    last: dict[str, object] = {}
    while True:
        where = f"where {after}" if last else ""
        rows = await reader.fetch(
            f'select {columns} from "{table.name}" {where} order by {order} limit {PAGE}', **last
        )
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        last = {name: rows[-1][name] for name in key}


async def _copy_blobs(tar: tarfile.TarFile, reader: Reader, blobs: BlobStore) -> int:
    wanted = {(row["tenant"], row["blob"]) for query in _BLOBS for row in await reader.fetch(query)}
    for tenant, key in sorted(wanted):
        path = await blobs.local_path(tenant, key)
        await asyncio.to_thread(tar.add, path, f"blobs/{tenant}/{key}", False)
    return len(wanted)


async def restore(settings: Settings, source: Path) -> dict[str, int]:
    """Fill an empty data folder and database from a tar file; return what was restored.

    Raises:
        Conflict: `restore-not-empty`: there is an organisation already.
        Invalid: `backup-unreadable`: the file is no backup of ours, or is damaged.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    database = await open_database(settings)
    try:
        if await database.fetchval("select count(*) from tenants"):
            raise Conflict("restore-not-empty")
        blobs = await open_local_blobs(settings.data / "blobs")
        try:
            with tarfile.open(source) as tar:
                return await _fill(tar, database, blobs)
        except (tarfile.TarError, ValueError, KeyError, EOFError) as error:
            raise Invalid("backup-unreadable", path=str(source)) from error
    finally:
        await database.close()


async def _fill(tar: tarfile.TarFile, database: Database, blobs: BlobStore) -> dict[str, int]:
    """Blobs first, then every row in one transaction: a damaged backup restores nothing."""
    counts = {"blobs": 0}
    tables = {table.name: table for table in metadata.sorted_tables}
    for member in tar:
        kind, _, rest = member.name.partition("/")
        if kind == "blobs" and member.isfile():
            tenant, _, key = rest.partition("/")
            await _restore_blob(tar, member, blobs, tenant, key)
            counts["blobs"] += 1
    manifest = tar.extractfile("manifest.json")
    if manifest is None or json.load(manifest)["format"] != FORMAT:
        raise ValueError("not a backup of this format")
    async with database.transaction() as transaction:
        for name, table in tables.items():
            count = 0
            for rows in _pages(tar, table):
                columns = ", ".join(f'"{column}"' for column in rows[0])
                values = ", ".join(":" + column for column in rows[0])
                await transaction.executemany(
                    f'insert into "{name}" ({columns}) values ({values})', rows
                )
                count += len(rows)
            counts[name] = count
    return counts


def _pages(tar: tarfile.TarFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    stream = tar.extractfile(f"tables/{table.name}.jsonl")
    if stream is None:
        raise ValueError(f"no table {table.name}")
    names, binary = set(_names(table)), _binary(table)
    page: list[dict[str, Any]] = []
    for line in stream:
        row = json.loads(line)
        if set(row) != names:
            raise ValueError(f"a row of {table.name} has other columns")
        for name in binary:
            row[name] = None if row[name] is None else base64.b64decode(row[name])
        page.append(row)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


async def _restore_blob(
    tar: tarfile.TarFile, member: tarfile.TarInfo, blobs: BlobStore, tenant: str, key: str
) -> None:
    stream = tar.extractfile(member)
    if stream is None:
        raise ValueError(f"{member.name} is not a file")
    writer = await blobs.writer(tenant)
    try:
        while piece := await asyncio.to_thread(stream.read, PIECE):
            await writer.write(piece)
        if await writer.commit() != key:
            raise ValueError(f"{member.name} is damaged")
    finally:
        await writer.abort()
