"""A node that writes the same parts as other nodes, until the last of them has written enough."""

import asyncio
import sys

from tests.contracts.writing_server import open_database
from tongwen.store import Database, PartId

SHARED = PartId("tenant", "shared", "body")
WRITTEN = [PartId("tenant", f"node{i:04}", "body") for i in range(1000)]
ENOUGH = 45  # updates of the shared part by each node


class Node:
    """Keeps one update of the shared part and some of the others under way, all the time."""

    def __init__(self, database: Database, name: str) -> None:
        self._log = database.log
        self._name = name
        self._written = 0
        self._last: dict[PartId, int] = {}
        self._under_way = 0
        self._stopping = False
        self._idle = asyncio.Event()

    async def run(self) -> None:
        for part in (SHARED, SHARED, SHARED, *WRITTEN):
            self._submit(part)
        await asyncio.to_thread(sys.stdin.read)  # until the test closes it
        self._stopping = True
        await self._idle.wait()
        sys.stdout.write(f"wrote {self._written}\n")

    def _submit(self, part: PartId) -> None:
        self._under_way += 1

        def done(seq: int | None) -> None:
            self._under_way -= 1
            if seq is None:
                sys.stdout.write("refused\n")
            else:
                assert seq > self._last.get(part, 0)
                self._last[part] = seq
                self._count(part)
            if not self._stopping:
                self._submit(part)
            elif self._under_way == 0:
                self._idle.set()

        self._log.submit(part, self._name, self._name.encode(), done)

    def _count(self, part: PartId) -> None:
        if part == SHARED:
            self._written += 1
            if self._written == ENOUGH:
                sys.stdout.write("enough\n")
                sys.stdout.flush()


async def main() -> None:
    database = await open_database(sys.argv[1])
    await Node(database, sys.argv[2]).run()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
