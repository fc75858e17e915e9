"""Who wrote and who deleted what, from the rows of a log: the first to say something did it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tongwen.ydoc.ranges import Ranges, Summary, summarise
from tongwen.ydoc.rangesets import RangeSet, dump, restore

JOINED_MS = 5 * 60_000  # what one person does within so long is one change

Change = tuple[int, int, int, int, int]  # client, start, stop, person, at (milliseconds UTC)


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of a log: who (a number that the caller chose), when (milliseconds UTC), what."""

    person: int
    at: int
    update: bytes


@dataclass(slots=True)
class Changes:
    """Half-open clock ranges with who and when; a range is in a list at most once."""

    inserted: list[Change] = field(default_factory=list)
    deleted: list[Change] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.inserted) + len(self.deleted)

    def add(self, later: "Changes") -> None:
        """Append what came later."""
        self.inserted += later.inserted
        self.deleted += later.deleted

    def joined(self) -> "Changes":
        """Sort by client and clock, and join what one person did at about the same time."""
        return Changes(list(_joined(self.inserted)), list(_joined(self.deleted)))

    def to_json(self) -> bytes:
        """Write them for another process."""
        return json.dumps([self.inserted, self.deleted], separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Changes":
        """Read what `to_json` wrote."""
        inserted, deleted = json.loads(data)
        return cls([(*change,) for change in inserted], [(*change,) for change in deleted])


class Attribution:
    """Goes through a log in order. What was there before it began is nobody's change."""

    def __init__(self, before: bytes) -> None:
        """`before` is `rangesets.dump` of the state that the first row found."""
        summary = restore(before)
        self._structs = RangeSet()
        self._deletes = RangeSet()
        self._structs.add(summary.structs)
        self._deletes.add(summary.deletes)

    def read(self, rows: Iterable[LogRow]) -> Changes:
        """Return what these rows changed first.

        A client that comes back repeats what it and others wrote; what is known stays whose it was.

        Raises:
            BadUpdate: a row is not an update.
        """
        changes = Changes()
        for row in rows:
            summary = summarise(row.update)
            _learn(self._structs, summary.structs, row, changes.inserted)
            _learn(self._deletes, summary.deletes, row, changes.deleted)
        return changes.joined()

    def after(self) -> bytes:
        """Return `rangesets.dump` of everything seen, to go on from."""
        return dump(Summary(self._structs.ranges, self._deletes.ranges))


def _learn(known: RangeSet, ranges: Ranges, row: LogRow, changes: list[Change]) -> None:
    for client, gaps in known.missing(ranges).items():
        for start, stop in gaps:
            changes.append((client, start, stop, row.person, row.at))
            known.add({client: [(start, stop)]})


def _joined(changes: Sequence[Change]) -> Iterator[Change]:
    run: Change | None = None
    for change in sorted(changes):
        client, start, stop, person, at = change
        if (
            run is not None
            and (run[0], run[2], run[3]) == (client, start, person)
            and abs(at - run[4]) < JOINED_MS
        ):
            run = (client, run[1], stop, person, run[4])
            continue
        if run is not None:
            yield run
        run = change
    if run is not None:
        yield run
