"""Ids made in the application: opaque, ordered by time, unique without asking a database."""

import secrets
import threading
import time
from typing import NewType

TenantId = NewType("TenantId", str)
UserId = NewType("UserId", str)
NodeId = NewType("NodeId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32, lower case
_LENGTH = 13  # 65 bits: 44 of milliseconds, 21 of randomness
_RANDOM_BITS = 21


class _Sequence:
    """Hands out rising numbers: milliseconds first, then a random start that counts up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            self._last = max(fresh, self._last + 1)
            return self._last


_sequence = _Sequence()


def new_id() -> str:
    """Return a new id of 13 characters.

    Ids made later in the same process compare greater as strings. Two processes may, in theory,
    make the same id in the same millisecond; keys are (tenant, id), and the insert then fails.
    """
    number = _sequence.next()
    characters = []
    for _ in range(_LENGTH):
        characters.append(_ALPHABET[number & 31])
        number >>= 5
    return "".join(reversed(characters))


def is_id(text: str) -> bool:
    """Whether a text from outside has the shape of an id (it may still name nothing)."""
    return len(text) == _LENGTH and all(character in _ALPHABET for character in text)


def new_secret() -> str:
    """Return 192 random bits, URL-safe: for sessions, API tokens and share links."""
    return secrets.token_urlsafe(24)
