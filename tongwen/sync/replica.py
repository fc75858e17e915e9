"""What a room knows of its part: the encoded base, the updates since, the clocks in them."""

from dataclasses import dataclass

from tongwen.documents.ports import OpenedPart
from tongwen.store import PartId
from tongwen.ydoc.ranges import RangeSet, Summary, encode_state_vector, restore
from tongwen.ydoc.states import EMPTY_UPDATE


@dataclass(slots=True)
class Entry:
    """An update of the tail; `seq` is None until it is durable."""

    update: bytes
    seq: int | None


class Replica:
    """A part as bytes. It holds no document: joining and relaying need none."""

    __slots__ = ("_deletes", "_structs", "base", "base_seq", "part", "tail", "tail_bytes")

    def __init__(self, part: PartId, opened: OpenedPart) -> None:
        self.part = part
        self.base = opened.snapshot.state if opened.snapshot else EMPTY_UPDATE
        self.base_seq = opened.snapshot.seq if opened.snapshot else 0
        self.tail = [Entry(row.update, row.seq) for row in opened.tail]
        self.tail_bytes = sum(len(entry.update) for entry in self.tail)
        self._structs = RangeSet()
        self._deletes = RangeSet()
        self._learn(restore(opened.summary))

    def _learn(self, summary: Summary) -> None:
        self._structs.add(summary.structs)
        self._deletes.add(summary.deletes)

    def knows(self, summary: Summary) -> bool:
        """Whether an update with this summary would change nothing."""
        return self._structs.covers(summary.structs) and self._deletes.covers(summary.deletes)

    def take(self, update: bytes, summary: Summary) -> Entry:
        """Add an update that is not durable yet."""
        self._learn(summary)
        entry = Entry(update, None)
        self.tail.append(entry)
        self.tail_bytes += len(update)
        return entry

    def vector(self) -> bytes:
        """The state vector: what a peer need not send."""
        return encode_state_vector(self._structs.contiguous())

    def rebase(self, state: bytes, seq: int) -> None:
        """Replace the base by a snapshot that covers every update up to `seq`."""
        self.base, self.base_seq = state, seq
        self.tail = [entry for entry in self.tail if entry.seq is None or entry.seq > seq]
        self.tail_bytes = sum(len(entry.update) for entry in self.tail)
