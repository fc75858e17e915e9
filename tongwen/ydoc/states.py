"""Whole states as bytes, where no document is held: fold a log, answer a state vector."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pycrdt

from tongwen.core.errors import Invalid
from tongwen.ydoc.ranges import BadUpdate, Summary, summarise
from tongwen.ydoc.rangesets import RangeSet, decode_state_vector, dump
from tongwen.ydoc.updates import encode, has_room, load_from, new_doc, state_vector

EMPTY_VECTOR = b"\x00"
EMPTY_UPDATE = b"\x00\x00"

_BATCH_ROWS = 100  # merging is superlinear, applying one by one is slow: the middle is quickest
_BATCH_BYTES = 64 << 10
_LENGTH = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Folded:
    """A state as one update, and what it holds (`rangesets.dump`)."""

    state: bytes
    summary: bytes

    def pack(self) -> bytes:
        """Write it for another process."""
        return _LENGTH.pack(len(self.summary)) + self.summary + self.state

    @classmethod
    def unpack(cls, data: bytes) -> "Folded":
        """Read what `pack` wrote."""
        stop = _LENGTH.size + _LENGTH.unpack_from(data)[0]
        return cls(data[stop:], data[_LENGTH.size : stop])


def fold(updates: Sequence[bytes], *, keep_deletions: bool = True) -> bytes:
    """Return one update that holds everything in `updates`, deleted text too unless told.

    Loading and encoding a document is what shrinks; merging alone does not. What still waits for
    updates that are missing (structs before their origin, deletions before what they delete) is
    not in an encoded document: it is put back, so that a log may be folded at any moment.

    Raises:
        Invalid: `update-malformed`, one of them is not an update.
    """
    return _fold(updates, keep_deletions)[0]


def fold_with_summary(updates: Sequence[bytes], *, keep_deletions: bool = True) -> Folded:
    """Return what `fold` does, and its summary.

    Raises:
        Invalid: `update-malformed`, one of them is not an update.
    """
    state, summary = _fold(updates, keep_deletions)
    return Folded(state, dump(summary))


def _fold(updates: Sequence[bytes], keep_deletions: bool) -> tuple[bytes, Summary]:
    try:
        batches = list(_batches(updates))
        try:
            document = load_from(new_doc(keep_deletions=keep_deletions), batches)
        except Invalid:  # pages can take what the engine cannot: an item in what is no type
            return _merged(batches)
        state, vector = encode(document), state_vector(document)
        summary = _summary_if_sound(state, vector)
        if summary is None:
            return _merged(batches)
        waiting = list(_waiting(batches, vector, summary))
        if waiting:
            state = pycrdt.merge_updates(state, *waiting)
            summary = summarise(state)
    except ValueError as error:
        raise Invalid("update-malformed") from error
    return state, summary


def _merged(batches: Sequence[bytes]) -> tuple[bytes, Summary]:
    state = pycrdt.merge_updates(*batches) if len(batches) > 1 else batches[0]
    return state, summarise(state)


def _summary_if_sound(state: bytes, vector: bytes) -> Summary | None:
    """What an encoded document holds; None if that is not what the document held.

    The engine counts wrongly where half a surrogate pair was deleted: it splits the character at
    its beginning or end, and everything after that would be moved by one.
    """
    try:
        summary = summarise(state)
    except BadUpdate:
        return None
    held = RangeSet()
    held.add(summary.structs)
    return summary if held.contiguous() == decode_state_vector(vector) else None


def _batches(updates: Sequence[bytes]) -> Iterator[bytes]:
    batch: list[bytes] = []
    size = 0
    for update in updates:
        has_room(update)
        if batch and (len(batch) >= _BATCH_ROWS or size + len(update) > _BATCH_BYTES):
            yield pycrdt.merge_updates(*batch)
            batch, size = [], 0
        batch.append(update)
        size += len(update)
    if batch:
        yield pycrdt.merge_updates(*batch) if len(batch) > 1 else batch[0]


def _waiting(batches: Sequence[bytes], vector: bytes, done: Summary) -> Iterator[bytes]:
    """What of the batches a document with this state vector and these deletions did not take."""
    deleted = RangeSet()
    deleted.add(done.deletes)
    for batch in batches:
        rest = pycrdt.get_update(batch, vector)
        held = summarise(rest)
        if held.structs or not deleted.covers(held.deletes):
            yield rest


def difference(update: bytes, vector: bytes) -> bytes:
    """Return the part of an update that a peer with this state vector lacks.

    Raises:
        ValueError: the update or the state vector is malformed.
    """
    return pycrdt.get_update(update, vector)
