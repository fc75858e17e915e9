"""Cursors of lists: where the next page begins, opaque to the caller."""

import base64
import binascii
import json
from typing import Any

from tongwen.core.errors import Invalid


def write_cursor(*position: str | int) -> str:
    """Return a cursor for a position in a list."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *shape: type) -> tuple[Any, ...]:
    """Return the position, whose members have the types of `shape`.

    Raises:
        Invalid: `cursor-invalid`: it was not made by `write_cursor` for such a list.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        position = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise Invalid("cursor-invalid") from None
    if (
        not isinstance(position, list)
        or len(position) != len(shape)
        or any(type(value) is not kind for value, kind in zip(position, shape, strict=True))
        or any(type(value) is int and abs(value) >= 1 << 63 for value in position)
    ):
        raise Invalid("cursor-invalid")
    return tuple(position)
