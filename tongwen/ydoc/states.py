"""Whole states as bytes, where no document is held: fold a log, answer a state vector."""

from collections.abc import Sequence

import pycrdt

from tongwen.ydoc.updates import encode, load

EMPTY_VECTOR = b"\x00"
EMPTY_UPDATE = b"\x00\x00"


def fold(updates: Sequence[bytes]) -> bytes:
    """Return one update that holds everything in `updates`, deleted text included.

    Loading and encoding a document is what shrinks; merging alone does not. Structs that still wait
    for others (their origin is still missing) are not in an encoded document: they are put back.

    Raises:
        Invalid: `update-malformed`, one of them is not an update.
    """
    if not updates:
        return EMPTY_UPDATE
    merged = pycrdt.merge_updates(*updates) if len(updates) > 1 else updates[0]
    document = load(merged)
    state = encode(document)
    waiting = pycrdt.get_update(merged, document.get_state())
    if waiting[:1] != b"\x00":
        state = pycrdt.merge_updates(state, waiting)
    return state


def difference(update: bytes, vector: bytes) -> bytes:
    """Return the part of an update that a peer with this state vector lacks.

    Raises:
        ValueError: the update or the state vector is malformed.
    """
    return pycrdt.get_update(update, vector)
