"""A program that writes to a database until it is killed, and says what was acknowledged."""

import asyncio
import sys
from pathlib import Path

from tongwen.store import Database, PartId
from tongwen.store.postgres import open_postgres
from tongwen.store.sqlite import open_sqlite

PARTS = 5


async def open_database(place: str) -> Database:
    if place.startswith("postgresql:"):
        return await open_postgres(place, connections=2)
    return await open_sqlite(Path(place))


def part(number: int) -> PartId:
    return PartId("tenant", "node", f"part{number}")


async def type_on(database: Database, number: int) -> None:
    while True:
        before = await database.log.head(part(number))
        update = b"%d of %d" % (before + 1, number)
        seq = await database.log.append(part(number), "u", update * 20)
        sys.stdout.write(f"update {number} {seq}\n")
        sys.stdout.flush()


async def add_rows(database: Database) -> None:
    count = await database.fetchval("select count(*) from tenants")
    sql = "insert into tenants (id, name, created) values (:id, 'n', 1)"
    while True:
        async with database.transaction() as transaction:
            await transaction.execute(sql, id=f"{count:06}a")
            await transaction.execute(sql, id=f"{count:06}b")
        count += 2
        sys.stdout.write(f"rows {count}\n")
        sys.stdout.flush()


async def main() -> None:
    database = await open_database(sys.argv[1])
    await asyncio.gather(add_rows(database), *(type_on(database, i) for i in range(PARTS)))


if __name__ == "__main__":
    asyncio.run(main())
