"""The parts of one document together as bytes, as a worker process takes and returns them."""

import json
import struct
from collections.abc import Mapping, Sequence

_HEAD = struct.Struct("<I")

Parts = Mapping[str, Sequence[bytes]]


def pack_parts(parts: Parts) -> bytes:
    """Write some byte strings for each of some parts."""
    head = json.dumps({name: [len(item) for item in items] for name, items in parts.items()})
    packed = head.encode()
    pieces = [piece for items in parts.values() for piece in items]
    return b"".join((_HEAD.pack(len(packed)), packed, *pieces))


def unpack_parts(data: bytes) -> dict[str, list[bytes]]:
    """Read what `pack_parts` wrote.

    Raises:
        ValueError: it was something else.
    """
    if len(data) < _HEAD.size:
        raise ValueError("packed parts end too early")
    at = _HEAD.size + _HEAD.unpack_from(data)[0]
    parts: dict[str, list[bytes]] = {}
    for name, lengths in json.loads(data[_HEAD.size : at]).items():
        items = parts[name] = []
        for length in lengths:
            items.append(data[at : at + length])
            at += length
    if at != len(data):
        raise ValueError("packed parts have a wrong length")
    return parts
