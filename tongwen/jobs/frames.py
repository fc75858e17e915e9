"""The pipe between the server and a worker: length-prefixed byte strings, no pickles.

A worker reads files from outside, so the server treats what comes back as data, never as code.
"""

import json
import struct

from tongwen.core import errors
from tongwen.core.errors import TongwenError, Unavailable

HEAD = struct.Struct("<II")  # number of strings, bytes of all lengths and strings that follow
LENGTH = struct.Struct("<I")
DONE, FAILED = b"\x00", b"\x01"


def pack(strings: list[bytes]) -> bytes:
    """Write a message of byte strings, together under 4 GiB."""
    body = b"".join(LENGTH.pack(len(item)) + item for item in strings)
    return HEAD.pack(len(strings), len(body)) + body


def unpack(count: int, body: bytes) -> list[bytes]:
    """Read what follows the head.

    Raises:
        ValueError: the lengths do not add up.
    """
    strings = []
    at = 0
    for _ in range(count):
        if at + LENGTH.size > len(body):
            raise ValueError("a message from a worker ends too early")
        (length,) = LENGTH.unpack_from(body, at)
        at += LENGTH.size
        strings.append(body[at : at + length])
        at += length
    if at != len(body):
        raise ValueError("a message from a worker has a wrong length")
    return strings


def describe(error: TongwenError) -> bytes:
    """Write an error for the other side."""
    values = {
        name: value if isinstance(value, int) else str(value)
        for name, value in error.values.items()
    }
    return json.dumps([type(error).__name__, error.code, values]).encode()


def revive(description: bytes) -> TongwenError:
    """Read an error that `describe` wrote; anything else becomes `conversion-failed`."""
    try:
        name, code, values = json.loads(description)
        kind = getattr(errors, str(name), None)
        if isinstance(kind, type) and issubclass(kind, TongwenError):
            return kind(str(code), **{str(key): value for key, value in values.items()})
    except (ValueError, AttributeError, TypeError):
        pass
    return Unavailable("conversion-failed")
