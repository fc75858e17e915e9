"""The names under which overlapping marks are kept: a hash, as y-prosemirror 1.3 makes it."""

import base64
import hashlib
import struct
from collections.abc import Mapping
from typing import Any

_BITS31 = 0x7FFFFFFF


def mark_hash(name: str, attributes: Mapping[str, Any]) -> str:
    """Return the eight characters behind `name--`.

    The hash is over the mark's JSON form in lib0's "any" encoding, with the attributes in the order
    given, which for y-prosemirror is the schema's.
    """
    encoded = _any({"type": name, "attrs": dict(attributes)})
    digest = bytearray(hashlib.sha256(encoded).digest())
    for at in range(6, len(digest)):
        digest[at % 6] ^= digest[at]
    return base64.b64encode(bytes(digest[:6])).decode("ascii")


def _any(given: Any) -> bytes:
    """Encode a JSON value as lib0's `writeAny` does."""
    if isinstance(given, str):
        return b"\x77" + _string(given)
    if isinstance(given, bool):
        return b"\x78" if given else b"\x79"
    if given is None:
        return b"\x7e"
    if isinstance(given, int) and abs(given) <= _BITS31:
        return b"\x7d" + _signed(given)
    if isinstance(given, (int, float)):
        return _number(float(given))
    if isinstance(given, (list, tuple)):
        return b"\x75" + _unsigned(len(given)) + b"".join(_any(item) for item in given)
    pairs = b"".join(_string(str(key)) + _any(item) for key, item in given.items())
    return b"\x76" + _unsigned(len(given)) + pairs


def _number(given: float) -> bytes:
    try:
        single = struct.pack(">f", given)
    except OverflowError:
        return b"\x7b" + struct.pack(">d", given)
    if struct.unpack(">f", single)[0] == given:
        return b"\x7c" + single
    return b"\x7b" + struct.pack(">d", given)


def _string(given: str) -> bytes:
    data = given.encode("utf-8", "replace")
    return _unsigned(len(data)) + data


def _unsigned(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(128 | number & 127)
        number >>= 7
    out.append(number)
    return bytes(out)


def _signed(number: int) -> bytes:
    negative, number = number < 0, abs(number)
    out = bytearray([(128 if number > 63 else 0) | (64 if negative else 0) | number & 63])
    number >>= 6
    while number > 0:
        out.append((128 if number > 127 else 0) | number & 127)
        number >>= 7
    return bytes(out)
