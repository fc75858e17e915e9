"""The body of a document as it was at a place of its log, folded once and kept for a while."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path
from weakref import WeakValueDictionary

from tongwen.documents.folding import folded
from tongwen.documents.ports import Workers
from tongwen.kinds import BODY
from tongwen.kinds.parts import unpack_parts
from tongwen.store import Database, LoggedUpdate, PartId, Snapshot
from tongwen.ydoc.ranges import summarise
from tongwen.ydoc.rangesets import dump
from tongwen.ydoc.states import EMPTY_UPDATE, Folded

PAGE_ROWS = 10_000  # of a log that are read and given to a worker at a time: about 1 MB
KEPT_BYTES = 128 << 20  # of folded states, of all documents together
_HORIZON = "select min(seq) from updates where tenant = :tenant and node = :node and part = :part"
NOTHING = Folded(EMPTY_UPDATE, dump(summarise(EMPTY_UPDATE)))


async def horizon(database: Database, part: PartId) -> int:
    """Return the first row of a log that is still there, 0 for an empty log."""
    return await database.fetchval(_HORIZON, **part._asdict()) or 0


async def pages(
    database: Database, part: PartId, after: int, upto: int
) -> AsyncIterator[list[LoggedUpdate]]:
    """Go through the rows with `after < seq <= upto`, some thousands at a time."""
    after = max(after, await horizon(database, part) - 1)
    while after < upto:
        stop = min(after + PAGE_ROWS, upto)
        if rows := await database.log.read(part, after, stop):
            yield rows
        after = stop


def updates_of(snapshot: Snapshot | None, tail: Sequence[LoggedUpdate]) -> list[bytes]:
    """Return what a part's log says (`UpdateLog.tail`) as updates."""
    return [*([snapshot.state] if snapshot else []), *(row.update for row in tail)]


class PastStates:
    """Folds logs up to a row. A state never changes, so it is kept in a folder, within bounds."""

    def __init__(self, database: Database, workers: Workers, folder: Path) -> None:
        """`folder` may be emptied at any time."""
        self._database = database
        self._workers = workers
        self._folder = folder
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def horizon(self, tenant: str, node: str) -> int:
        """Return the first row of the body's log that is still there, 0 for an empty log.

        What was before it has been forgotten; the row itself holds all of it.
        """
        return await horizon(self._database, PartId(tenant, node, BODY))

    async def at(self, tenant: str, node: str, seq: int, *, keep: bool = True) -> Folded:
        """Return the state after row `seq`, which must not lie before the horizon.

        A place that nobody will ask for again need not be kept.

        Raises:
            TongwenError: a worker could not fold it.
        """
        if seq <= 0:
            return NOTHING
        async with self._lock(f"{tenant}-{node}"):
            prefix = f"{tenant}-{node}-{await self.horizon(tenant, node)}"
            kept = await asyncio.to_thread(self._nearest, prefix, seq)
            if kept is None or kept[0] != seq:
                kept = seq, await self._fold(tenant, node, seq, kept)
                if keep:
                    await asyncio.to_thread(self._keep, f"{prefix}-{seq}", kept[1].pack())
        return kept[1]

    async def of_file(
        self, tenant: str, blob: str, format: str, package: Path
    ) -> dict[str, Folded]:
        """Return all parts of the import of a file.

        Raises:
            TongwenError: it cannot be read.
        """
        name = f"{tenant}-file-{blob}"
        async with self._lock(name):
            packed = await asyncio.to_thread(self._read_bytes, name)
            if packed is None:
                packed = await self._workers.run(f"import.{format}", str(package).encode())
                await asyncio.to_thread(self._keep, name, packed)
        return {part: Folded.unpack(state) for part, (state,) in unpack_parts(packed).items()}

    def _lock(self, what: str) -> asyncio.Lock:
        """One at a time of what shares its work."""
        return self._locks.setdefault(what, asyncio.Lock())

    async def _fold(
        self, tenant: str, node: str, seq: int, kept: tuple[int, Folded] | None
    ) -> Folded:
        after, state = kept or (0, NOTHING)
        part = PartId(tenant, node, BODY)
        snapshot = await self._database.log.snapshot(part)
        if snapshot is not None and after < snapshot.seq <= seq:
            after, state = snapshot.seq, Folded(snapshot.state, snapshot.summary)
        async for rows in pages(self._database, part, after, seq):
            state = await self._add(state, [row.update for row in rows])
        return state if state.summary else await self._add(state, [])

    async def _add(self, state: Folded, updates: list[bytes]) -> Folded:
        return await folded(self._workers, [state.state, *updates], keep_deletions=True)

    # -- the folder: <tenant>-<node>-<horizon>-<seq>.state; a new horizon leaves the old unused;
    # <tenant>-file-<blob>.state: the packed parts of an import

    def _nearest(self, prefix: str, seq: int) -> tuple[int, Folded] | None:
        """Read the kept state that is nearest before a row, or at it."""
        kept = [
            int(path.stem.rpartition("-")[2]) for path in self._folder.glob(f"{prefix}-*.state")
        ]
        for at in sorted(kept, reverse=True):
            if at <= seq and (state := self._read(f"{prefix}-{at}")) is not None:
                return at, state
        return None

    def _read(self, name: str) -> Folded | None:
        data = self._read_bytes(name)
        return None if data is None else Folded.unpack(data)

    def _read_bytes(self, name: str) -> bytes | None:
        path = self._folder / f"{name}.state"
        try:
            data = path.read_bytes()
            os.utime(path)
        except FileNotFoundError:  # never kept, or tidied meanwhile
            return None
        return data

    def _keep(self, name: str, data: bytes) -> None:
        self._folder.mkdir(exist_ok=True)
        fresh = self._folder / f"{name}.{os.getpid()}"
        with suppress(FileNotFoundError):  # the folder was emptied in between: then it is not kept
            fresh.write_bytes(data)
            fresh.replace(self._folder / f"{name}.state")
            self._tidy()

    def _tidy(self) -> None:
        """Delete what was used longest ago, beyond `KEPT_BYTES`."""
        files = []
        for entry in os.scandir(self._folder):
            if entry.name.endswith(".state"):
                seen = entry.stat()
                files.append((seen.st_mtime_ns, seen.st_size, entry.path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= KEPT_BYTES:
                break
            Path(path).unlink(missing_ok=True)
            total -= size
