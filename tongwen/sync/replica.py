"""What a room knows of its part: the encoded base, the updates since, the clocks in them."""

from collections.abc import Callable
from dataclasses import dataclass

from tongwen.core.errors import Invalid
from tongwen.documents.ports import OpenedPart
from tongwen.store import PartId
from tongwen.sync.peer import Peer
from tongwen.sync.wire import BadMessage
from tongwen.ydoc.ranges import Summary, keystroke, summarise
from tongwen.ydoc.rangesets import RangeSet, encode_state_vector, restore_deletes, restore_structs
from tongwen.ydoc.states import EMPTY_UPDATE
from tongwen.ydoc.updates import check_update

Done = Callable[[bool], None]


@dataclass(slots=True, eq=False)
class Entry:
    """An update of the tail. `seq` is None until it is durable; what follows it only till then."""

    update: bytes
    author: str
    seq: int | None = None
    arrived: float = 0.0  # the event loop's clock
    peer: Peer | None = None  # whose it is, to be told when it is durable
    data: bytes | None = None  # the message it came in, where it can be passed on as it is
    done: Done | None = None  # told once: durable, or refused for good


class Replica:
    """A part as bytes. It holds no document: joining and relaying need none."""

    __slots__ = (
        "_deletes",
        "_kept_deletes",
        "_structs",
        "base",
        "base_seq",
        "part",
        "tail",
        "tail_bytes",
        "version",
    )

    def __init__(self, part: PartId, opened: OpenedPart) -> None:
        self.part = part
        self.base = opened.snapshot.state if opened.snapshot else EMPTY_UPDATE
        self.base_seq = opened.snapshot.seq if opened.snapshot else 0
        self.tail = [Entry(row.update, row.author, row.seq) for row in opened.tail]
        self.tail_bytes = sum(len(entry.update) for entry in self.tail)
        self.version = 0  # changes with every change of base or tail
        self._structs = RangeSet()
        self._deletes = RangeSet()
        self._kept_deletes: bytes | None = opened.summary or None  # read when first needed
        if opened.summary:
            self._structs.add(restore_structs(opened.summary))
        for entry in self.tail:
            self._learn(summarise(entry.update))

    @property
    def size(self) -> int:
        """Bytes that a newcomer is sent."""
        return len(self.base) + self.tail_bytes

    def _learn(self, summary: Summary) -> None:
        self._structs.add(summary.structs)
        if summary.deletes:
            self._deletes.add(summary.deletes)

    def knows(self, summary: Summary) -> bool:
        """Whether an update with this summary would change nothing."""
        if not self._structs.covers(summary.structs):
            return False
        if not summary.deletes:
            return True
        if self._kept_deletes is not None:  # long histories have many, and few edits ask
            self._deletes.add(restore_deletes(self._kept_deletes))
            self._kept_deletes = None
        return self._deletes.covers(summary.deletes)

    def goes_on(self, client: int, first: int, last: int) -> bool:
        """Whether these clocks follow all that is known of the client; they are known then."""
        return self._structs.extend(client, first, last)

    def take(self, entry: Entry, summary: Summary) -> None:
        """Add an update."""
        self._learn(summary)
        self.keep(entry)

    def keep(self, entry: Entry) -> None:
        """Add an update whose clocks are known."""
        self.tail.append(entry)
        self.tail_bytes += len(entry.update)
        self.version += 1

    def vector(self) -> bytes:
        """The state vector: what a peer need not send."""
        return encode_state_vector(self._structs.contiguous())

    def durable(self, upto: int) -> list[bytes]:
        """The base and every update of the tail up to a sequence number, to be folded."""
        rows = [entry.update for entry in self.tail if entry.seq is not None and entry.seq <= upto]
        return [self.base, *rows]

    def rebase(self, state: bytes, seq: int) -> None:
        """Replace the base by a snapshot that covers every update up to `seq`."""
        self.base, self.base_seq = state, seq
        self.tail = [entry for entry in self.tail if entry.seq is None or entry.seq > seq]
        self.tail_bytes = sum(len(entry.update) for entry in self.tail)
        self.version += 1


def read_update(update: bytes) -> Summary:
    """Return what an update holds, when both engines would take it.

    Raises:
        BadMessage: they would not.
    """
    try:
        if (typed := keystroke(update)) is not None:
            return typed
        summary = summarise(update)  # first: it walks the bytes and allocates nothing
        check_update(update)
    except (ValueError, Invalid) as error:
        raise BadMessage(f"an edit cannot be read: {error}") from None
    return summary
