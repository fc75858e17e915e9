"""The history of a live document: what it was at a version, and who changed what since another."""

import asyncio
import json
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from tongwen.blobs import BlobStore
from tongwen.catalog import format_of
from tongwen.core.actor import Actor
from tongwen.core.errors import Conflict, Invalid, NotFound, TooLarge, Unsupported
from tongwen.documents.folding import folded
from tongwen.documents.opening import LARGE
from tongwen.documents.ports import Workers
from tongwen.documents.states import NOTHING, PastStates, pages, updates_of
from tongwen.drive import Drive
from tongwen.drive.access import Access, access
from tongwen.drive.stored import Download
from tongwen.drive.versions import require_file, version_row
from tongwen.drive.views import people_by_id
from tongwen.drive.work import FIRST_SEQ, author_of, content_heads, contributor, position
from tongwen.kinds import BODY, LIVE_KINDS, LiveKind, is_content
from tongwen.kinds.parts import pack_parts
from tongwen.store import LoggedUpdate, PartId
from tongwen.ydoc.attribution import Attribution, Changes, LogRow
from tongwen.ydoc.ranges import BadUpdate
from tongwen.ydoc.states import Folded

MOST_EDITS = 400_000  # of a log in one answer: some seconds of a worker
MOST_BYTES = 64 << 20
MOST_RANGES = 200_000  # in one answer: about 8 MB of JSON
KEPT_RANGES = 400_000  # of answers that are remembered, together: about 60 MB
KEPT_ANSWERS = 200
QUICK_ROWS = 1_000  # rows that are gone through here: some milliseconds

_LIVE = "select 1 from documents where tenant = :tenant and node = :node"
_BASE = "select max(number) from versions where tenant = :tenant and node = :node and seq is null"
_BEFORE = """
    select max(number) from versions
    where tenant = :tenant and node = :node and number < :number
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """A version, or now (`number` None), by its position; `seq` None: only its file tells."""

    number: int | None
    seq: int | None
    blob: str
    author: str


_BEGINNING = _Place(None, 0, "", "")


async def _packed(part: str, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield pack_parts({part: [b"".join([piece async for piece in pieces])]})


@dataclass(frozen=True, slots=True)
class _Told:
    """Changes whose people are indices into `authors`, who made so many edits."""

    changes: Changes
    authors: list[str]
    edits: list[int]


class History:
    """Reads the log of a document's body on behalf of actors."""

    def __init__(self, drive: Drive, blobs: BlobStore, workers: Workers, folder: Path) -> None:
        """`folder` is for folded states; it may be emptied at any time."""
        folder.mkdir(exist_ok=True)
        self._drive = drive
        self._blobs = blobs
        self._workers = workers
        self._told: OrderedDict[tuple[str, str, int, int, int], _Told] = OrderedDict()
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self.states = PastStates(drive.database, workers, folder)

    # -- a version as it was

    async def state(
        self, actor: Actor, node: str, number: int | None, part: str | None = None
    ) -> Download:
        """Return the main part, or another, at a version (None: now) as one update.

        Where the kind keeps what was deleted (text), that is in it.

        Raises:
            NotFound: the actor may not see it, it has no such part, or `version-unknown`.
            Invalid: `not-a-file`.
            Unsupported: `no-editor`.
            TongwenError: the version's file cannot be read.
        """
        found = await self._document(actor, node)
        kind = LIVE_KINDS[found.node.kind]
        part = part or kind.main
        if not kind.has(part) or not is_content(part):
            raise NotFound("not-found")
        place = await self._place(actor.tenant, found, number)
        tag, pieces = await self._kept(actor.tenant, found, kind, place, part)
        return Download(
            size=None,
            media_type="application/octet-stream",
            kind="file",
            name=f"{found.node.name}.{place.number or 'current'}.yjs",
            etag=tag.replace(":", "-"),
            pieces=pieces,
        )

    async def parts(self, actor: Actor, node: str, number: int | None) -> Download:
        """Return every part of the file at a version (None: now), packed (`kinds.parts`).

        Each part is one update.

        Raises:
            NotFound: the actor may not see it, or `version-unknown`.
            Invalid: `not-a-file`.
            Unsupported: `no-editor`.
            TongwenError: the version's file cannot be read.
        """
        found = await self._document(actor, node)
        kind = LIVE_KINDS[found.node.kind]
        place = await self._place(actor.tenant, found, number)
        tag, pieces = await self._all(actor.tenant, found, kind, place)
        return Download(
            size=None,
            media_type="application/octet-stream",
            kind="file",
            name=f"{found.node.name}.{place.number or 'current'}.parts",
            etag=tag.replace(":", "-"),
            pieces=pieces,
        )

    async def _all(
        self, tenant: str, found: Access, kind: LiveKind, place: _Place
    ) -> tuple[str, AsyncIterator[bytes]]:
        """Return a tag of all parts at a place, and the parts, packed."""
        if kind.traced:
            tag, pieces = await self._kept(tenant, found, kind, place, kind.main)
            return f"{tag}-parts", _packed(kind.main, pieces)
        if place.blob == "":
            heads = await content_heads(self._drive.database, tenant, found.node.id)
            total = sum(heads.values())
            return f"{found.node.id}-{total}-parts", self._all_present(tenant, found, sorted(heads))
        return f"{place.blob}-parts", self._all_imported(tenant, found, place)

    async def _all_present(
        self, tenant: str, found: Access, parts: Sequence[str]
    ) -> AsyncIterator[bytes]:
        states = {}
        for part in parts:
            named = PartId(tenant, found.node.id, part)
            states[part] = [b"".join([piece async for piece in self._present(named)])]
        yield pack_parts(states)

    async def _all_imported(
        self, tenant: str, found: Access, place: _Place
    ) -> AsyncIterator[bytes]:
        parts = await self._import(tenant, found, place)
        yield pack_parts({part: [folded.state] for part, folded in parts.items()})

    async def _kept(
        self, tenant: str, found: Access, kind: LiveKind, place: _Place, part: str
    ) -> tuple[str, AsyncIterator[bytes]]:
        """Return a tag of a part's state at a place, and the state: of the log, or of a file."""
        node = found.node.id
        if kind.traced:
            horizon = await self.states.horizon(tenant, node)
            if place.seq is not None and place.seq >= horizon:
                return f"{node}-{horizon}-{place.seq}", self._logged(tenant, node, place)
        elif place.blob == "":
            heads = await content_heads(self._drive.database, tenant, node)
            named = PartId(tenant, node, part)
            return f"{node}-{part}-{heads.get(part, 0)}", self._present(named)
        return f"{place.blob}-{part}-imported", self._imported(tenant, found, place, part)

    async def _logged(self, tenant: str, node: str, place: _Place) -> AsyncIterator[bytes]:
        keep = place.number is not None
        yield (await self.states.at(tenant, node, place.seq or 0, keep=keep)).state

    async def _present(self, part: PartId) -> AsyncIterator[bytes]:
        updates = updates_of(*await self._drive.database.log.tail(part))
        yield (await folded(self._workers, updates, keep_deletions=False)).state

    async def state_of_version(
        self, tenant: str, found: Access, number: int
    ) -> tuple[int, bytes] | None:
        """Return the body at a version and its place in the log; None when only its file tells.

        Raises:
            NotFound: `version-unknown`.
        """
        place = await self._place(tenant, found, number)
        if not LIVE_KINDS[found.node.kind].traced or place.seq is None:
            return None
        if place.seq < await self.states.horizon(tenant, found.node.id):
            return None
        return place.seq, (await self.states.at(tenant, found.node.id, place.seq)).state

    async def _imported(
        self, tenant: str, found: Access, place: _Place, part: str
    ) -> AsyncIterator[bytes]:
        yield (await self._import(tenant, found, place)).get(part, NOTHING).state

    async def _import(self, tenant: str, found: Access, place: _Place) -> dict[str, Folded]:
        path = await self._blobs.local_path(tenant, place.blob)
        return await self.states.of_file(tenant, place.blob, format_of(found.node.kind), path)

    # -- who changed what

    async def changes(
        self, actor: Actor, node: str, number: int | None, since: int | None
    ) -> dict[str, Any]:
        """Return who wrote and deleted what up to a version (None: now), since another.

        Without `since` it is the version before; the first one is an insertion of its author.

        Raises:
            NotFound: the actor may not see it, or `version-unknown`.
            Invalid: `not-a-file`, or `since-not-earlier`.
            Unsupported: `no-editor`.
            Conflict: `history-forgotten`.
            TooLarge: `history-too-long`.
        """
        found = await self._document(actor, node)
        tenant = actor.tenant
        place = await self._place(tenant, found, number)
        earlier = await self._earlier(tenant, found, number, since)
        traced = (
            LIVE_KINDS[found.node.kind].traced and place.seq is not None and earlier.seq is not None
        )
        view: dict[str, Any] = {
            "number": place.number,
            "since": earlier.number,
            "seq": place.seq,
            "traced": traced,
            "people": [],
            "inserted": [],
            "deleted": [],
        }
        if not traced or earlier.seq is None:
            return view
        told = await self._tell(tenant, found, earlier.seq, place)
        people = await people_by_id(self._drive.database, tenant, told.authors)
        view["people"] = [
            contributor(author, people[author]["name"], edits)
            for author, edits in zip(told.authors, told.edits, strict=True)
        ]
        view["inserted"], view["deleted"] = told.changes.inserted, told.changes.deleted
        return view

    async def _earlier(
        self, tenant: str, found: Access, number: int | None, since: int | None
    ) -> _Place:
        if since is None:
            since = await self._drive.database.fetchval(
                _BEFORE, tenant=tenant, node=found.node.id, number=number or (1 << 31) - 1
            )
            if since is None:
                return _BEGINNING
        elif number is not None and since >= number:
            raise Invalid("since-not-earlier", number=number, since=since)
        return await self._place(tenant, found, since)

    async def _tell(self, tenant: str, found: Access, after: int, place: _Place) -> _Told:
        node, upto = found.node.id, place.seq or 0
        horizon = await self.states.horizon(tenant, node)
        # Row 1 imports the file; from the horizon on, the log begins with what went before.
        if min(after or FIRST_SEQ, upto) < horizon or (after == 0 and horizon > FIRST_SEQ):
            raise Conflict("history-forgotten")
        if upto - after > MOST_EDITS:
            raise TooLarge("history-too-long", edits=upto - after, limit=MOST_EDITS)
        key = (tenant, node, horizon, after, upto)
        lock = self._locks.setdefault((tenant, node), asyncio.Lock())
        async with lock:  # who asks for the same at the same time gets the same
            told = self._told.pop(key, None)
            if told is None:
                told = await self._go_through(tenant, node, after, upto)
            self._told[key] = told
        self._forget_oldest()
        return told

    def _forget_oldest(self) -> None:
        ranges = sum(len(one.changes) for one in self._told.values())
        while len(self._told) > KEPT_ANSWERS or ranges > KEPT_RANGES:
            _, oldest = self._told.popitem(last=False)
            ranges -= len(oldest.changes)

    async def _go_through(self, tenant: str, node: str, after: int, upto: int) -> _Told:
        before = (await self.states.at(tenant, node, after)).summary
        first_author = await self._author_of_import(tenant, node) if after == 0 else ""
        authors: dict[str, int] = {}
        edits: Counter[str] = Counter()
        changes = Changes()
        size = 0
        async for rows in pages(self._drive.database, PartId(tenant, node, BODY), after, upto):
            size += sum(len(row.update) for row in rows)
            if size > MOST_BYTES or len(changes) > MOST_RANGES:
                raise TooLarge("history-too-long", edits=upto - after, limit=MOST_EDITS)
            people = []
            for row in rows:
                author = author_of(row.author) or (first_author if row.seq == FIRST_SEQ else "")
                edits[author] += 1
                people.append(authors.setdefault(author, len(authors)))
            page, before = await self._attribute(before, people, rows)
            changes.add(page)
        return _Told(changes.joined(), list(authors), [edits[author] for author in authors])

    async def _attribute(
        self, before: bytes, people: list[int], rows: Sequence[LoggedUpdate]
    ) -> tuple[Changes, bytes]:
        size = len(before) + sum(len(row.update) for row in rows)
        if len(rows) > QUICK_ROWS or size > LARGE:
            heads = [[person, row.at] for person, row in zip(people, rows, strict=True)]
            result = await self._workers.run(
                "attribute", before, json.dumps(heads).encode(), *(row.update for row in rows)
            )
            after, _, found = result.rpartition(b"\n")
            return Changes.from_json(found), after
        attribution = Attribution(before)
        given = [
            LogRow(person, row.at, row.update) for person, row in zip(people, rows, strict=True)
        ]
        try:
            return attribution.read(given), attribution.after()
        except BadUpdate:
            raise Invalid("update-malformed") from None

    async def _author_of_import(self, tenant: str, node: str) -> str:
        number = await self._drive.database.fetchval(_BASE, tenant=tenant, node=node)
        if number is None:
            return ""
        return str((await version_row(self._drive.database, tenant, node, number))["author"])

    # -- places in the log

    async def _document(self, actor: Actor, node: str) -> Access:
        found = require_file(await access(self._drive.database, actor, node))
        if found.node.kind not in LIVE_KINDS:
            raise Unsupported("no-editor", kind=found.node.kind)
        return found

    async def _place(self, tenant: str, found: Access, number: int | None) -> _Place:
        database, node = self._drive.database, found.node.id
        live = await database.fetchval(_LIVE, tenant=tenant, node=node) is not None
        if number is None and live:
            return _Place(None, await position(database, tenant, node), "", "")
        wanted = found.node.head if number is None else number
        row = await version_row(database, tenant, node, wanted)
        seq = row["seq"]
        if seq is None and live:
            base = await database.fetchval(_BASE, tenant=tenant, node=node)
            seq = FIRST_SEQ if base == wanted else None  # the file that was opened first
        return _Place(number, seq, row["blob"], row["author"])
