"""A program that writes to SQLite on a failing disk and checks after each fault what is there."""

import asyncio
import contextlib
import ctypes
import shutil
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.processes import until
from tongwen.store import Database, PartId, Snapshot, StoreUnavailable
from tongwen.store.sqlite import connections, open_sqlite

PARTS = [PartId("tenant", "node", "body"), PartId("tenant", "node", "comments")]
INSERT = "insert into tenants (id, name, created) values (:id, 'n', 1)"
SELECT = 'select seq, author, "update" from updates where part = ? order by seq'

_disk = ctypes.CDLL(None)  # with `disk.c` in it


def plan(kinds: int, at: int, error: int, short: int, stay: int) -> None:
    _disk.disk_plan(kinds, ctypes.c_long(at), error, short, stay)


class Acknowledged:
    """What the database said that it has written, and what it was asked to write."""

    def __init__(self) -> None:
        self.updates: dict[PartId, dict[int, bytes]] = {part: {} for part in PARTS}
        self.asked: set[bytes] = set()
        self.squashed = 0  # asked for; it need not have happened
        self.snapshot = 0
        self.rows: list[str] = []

    async def work(self, database: Database) -> None:
        """Do a little of everything; faults are taken as they come."""
        for round in range(4):
            await self._append(database, round)
            with contextlib.suppress(StoreUnavailable):
                async with database.transaction() as transaction:
                    await transaction.execute(INSERT, id=f"{round}a")
                    await transaction.execute(INSERT, id=f"{round}b")
                self.rows += [f"{round}a", f"{round}b"]
            head = max(self.updates[PARTS[0]], default=0)
            if round == 1 and head:
                with contextlib.suppress(StoreUnavailable):
                    state = b"state %d " % head * 500
                    await database.log.save_snapshot(PARTS[0], Snapshot(head, state, b"summary"))
                    self.snapshot = head
            if round == 2 and head > 1:
                self.squashed = head - 1
                with contextlib.suppress(StoreUnavailable):
                    await database.log.squash(PARTS[0], head - 1, b"squashed")

    async def _append(self, database: Database, round: int) -> None:
        asked = [(part, b"%d %d " % (round, i) * (40 + 300 * i)) for part in PARTS for i in (0, 1)]
        self.asked |= {update for _, update in asked}
        fates = await asyncio.gather(
            *(database.log.append(part, "u", update) for part, update in asked),
            return_exceptions=True,
        )
        for (part, update), fate in zip(asked, fates, strict=True):
            if isinstance(fate, int):
                assert fate not in self.updates[part]
                self.updates[part][fate] = update
            else:
                assert isinstance(fate, StoreUnavailable), fate

    def check(self, path: Path, copy: Path) -> None:
        """Open the files as a crash would leave them now, and compare."""
        for old in copy.parent.glob(copy.name + "*"):
            old.unlink()
        for suffix in ("", "-wal"):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        with contextlib.closing(sqlite3.connect(copy)) as found:
            assert found.execute("pragma integrity_check").fetchall() == [("ok",)]
            for part in PARTS:
                self._check_part(part, found.execute(SELECT, [part.part]).fetchall())
            ids = {row[0] for row in found.execute("select id from tenants")}
            assert ids >= set(self.rows)
            assert all(f"{id[0]}a" in ids and f"{id[0]}b" in ids for id in ids)
            if self.snapshot:
                row = found.execute("select seq from snapshots").fetchone()
                assert row[0] >= self.snapshot

    def _check_part(self, part: PartId, rows: list[tuple[int, str, bytes]]) -> None:
        seqs = [row[0] for row in rows]
        first = seqs[0] if seqs else 1
        assert seqs == list(range(first, first + len(seqs)))
        assert first in (1, self.squashed)
        head = max(self.updates[part], default=0)
        assert head <= first + len(seqs) - 1
        for seq, author, update in rows:
            if author == "":
                assert (seq, update) == (self.squashed, b"squashed")
            else:
                assert update == self.updates[part].get(seq, update)
                assert update in self.asked


def begin_anew(template: Path, path: Path) -> None:
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    shutil.copyfile(template, path)


async def suffer(template: Path, folder: Path, fault: Callable[[], None]) -> bool:
    """Write while a fault comes; check; go on writing without it; check again."""
    path, copy = folder / "live.db", folder / "copy.db"
    begin_anew(template, path)
    acknowledged = Acknowledged()
    database: Database | None = None
    fault()
    with contextlib.suppress(StoreUnavailable):
        database = await open_sqlite(path)
        await acknowledged.work(database)
    hit = _disk.disk_hits() > 0
    plan(0, 0, 0, 0, 0)
    acknowledged.check(path, copy)
    if database is None:
        database = await open_sqlite(path)
    for part in PARTS:
        head = await database.log.head(part)
        acknowledged.asked.add(b"afterwards")
        assert await database.log.append(part, "u", b"afterwards") == head + 1
        acknowledged.updates[part][head + 1] = b"afterwards"
    acknowledged.check(path, copy)
    await database.close()
    acknowledged.check(path, copy)
    return hit


async def every(folder: Path, kinds: int, error: int, short: int, stay: int) -> int:
    """Let the first call fail, then the second … until there are no more; return how many."""
    template = folder / "template.db"
    often = connections._SETTINGS.replace("= 8000", "= 6")
    assert often != connections._SETTINGS
    connections._SETTINGS = often  # checkpoints in the middle, so that faults hit them too
    await (await open_sqlite(template)).close()
    at = 1
    while await suffer(template, folder, partial(plan, kinds, at, error, short, stay)):
        at += 1
    return at - 1


async def hold(folder: Path) -> int:
    """Syncs that take as long as they like: nothing is acknowledged and everything else goes on."""
    database = await open_sqlite(folder / "slow.db")
    assert await database.log.append(PARTS[0], "u", b"1") == 1
    _disk.disk_hold(1)
    fates: list[int | None] = []
    database.log.submit(PARTS[0], "u", b"2", fates.append)
    await until(lambda: _disk.disk_syncs_held() > 0, "a sync that is held")
    for i in range(100):
        database.log.submit(PARTS[1], "u", b"%d" % i, fates.append)
        await asyncio.sleep(0.001)
        assert await database.log.head(PARTS[0]) == 1
    assert fates == []
    _disk.disk_hold(0)
    assert await database.log.append(PARTS[1], "u", b"last") == 101
    assert fates == [2, *range(1, 101)]
    await database.close()
    return len(fates)


if __name__ == "__main__":
    work = Path(sys.argv[1])
    numbers = [int(argument) for argument in sys.argv[2:]]
    sys.stdout.write(f"{asyncio.run(every(work, *numbers) if numbers else hold(work))}\n")
