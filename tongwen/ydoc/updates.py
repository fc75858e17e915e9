"""A live document as bytes: load, encode, compact, check."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pycrdt
from pycrdt import Doc, Map, TransactionEvent, XmlFragment

from tongwen.core.errors import Invalid

SharedDoc = Doc[Any]
SharedMap = Map[Any]


def new_doc(*, keep_deletions: bool = True) -> SharedDoc:
    """Make an empty document that keeps deleted text, unless told, so that history can be shown."""
    return Doc(skip_gc=keep_deletions)


def load(*updates: bytes) -> SharedDoc:
    """Make a document from updates (Yjs, v1 encoding), in order.

    Raises:
        Invalid: `update-malformed`, one of them is not an update.
    """
    return load_from(new_doc(), updates)


def load_from(doc: SharedDoc, updates: Iterable[bytes]) -> SharedDoc:
    """Put updates into a document, in order, and return it.

    Raises:
        Invalid: `update-malformed`, one of them is not an update.
    """
    for update in updates:
        has_room(update)
        try:
            doc.apply_update(update)
        except (ValueError, RuntimeError) as error:  # it cannot be read, or is put into no type
            raise Invalid("update-malformed") from error
    return doc


def encode(doc: SharedDoc) -> bytes:
    """Return the whole document as one update."""
    return doc.get_update()


def compact(state: bytes, updates: Iterable[bytes]) -> bytes:
    """Return one update that says what a state and the updates after it say together.

    Loads and encodes, because merging updates is superlinear and does not compact.

    Raises:
        Invalid: `update-malformed`.
    """
    return encode(load(*([state] if state else []), *updates))


@dataclass(slots=True)
class Recording:
    """What was written in a transaction: one update, empty when nothing was."""

    update: bytes = b"\x00\x00"


@contextmanager
def recorded(doc: SharedDoc) -> Iterator[Recording]:
    """Record the one transaction that is made meanwhile.

    Unlike `update_since` it leaves out what was deleted before, which can be a lot.
    """
    recording = Recording()

    def heard(event: TransactionEvent) -> None:
        recording.update = event.update

    subscription = doc.observe(heard)
    try:
        yield recording
    finally:
        doc.unobserve(subscription)


def state_vector(doc: SharedDoc) -> bytes:
    """Return what this document has seen, for `update_since`."""
    return doc.get_state()


def update_since(doc: SharedDoc, vector: bytes) -> bytes:
    """Return what somebody who has seen `vector` lacks."""
    return doc.get_update(vector)


def check_update(update: bytes) -> None:
    """Check cheaply that bytes are an update, without applying them.

    Raises:
        Invalid: `update-malformed`.
    """
    has_room(update)
    try:
        pycrdt.get_state(update)
    except ValueError as error:
        raise Invalid("update-malformed") from error


def has_room(update: bytes) -> None:
    """Refuse an update that claims more clients than it has room for.

    The decoder makes room for all of them first: six bytes can claim 500 MB and three seconds.

    Raises:
        Invalid: `update-malformed`.
    """
    claimed = shift = 0
    for byte in update[:5]:
        claimed |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            break
    if claimed > len(update):
        raise Invalid("update-malformed")


def root_fragment(doc: SharedDoc, name: str) -> XmlFragment:
    """Return the tree of that name at the root of a document, made when it is not there."""
    fragment: XmlFragment = doc.get(name, type=XmlFragment)
    return fragment


def root_map(doc: SharedDoc, name: str) -> SharedMap:
    """Return the map of that name at the root of a document, made when it is not there."""
    found: SharedMap = doc.get(name, type=Map)
    return found


def root_names(doc: SharedDoc) -> list[str]:
    """Name everything at the root of a document."""
    return sorted(doc.keys())
