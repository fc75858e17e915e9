"""Passwords of people and of links: argon2id, off the event loop, a few at a time."""

import asyncio
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tongwen.core.errors import Invalid, TooMany

SHORTEST = 8  # characters
LONGEST = 1024  # characters; bounds the work of one attempt

T = TypeVar("T")

_AT_ONCE = 2  # 19 MiB and about 25 ms of one core each
_MOST_WAITING = 64
_RETRY_SECONDS = 2


class Passwords:
    """Hashes and checks passwords with argon2id (RFC 9106; 19 MiB, 2 passes, 1 lane)."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0
        # Checked against when there is no account, so that both answers take as long.
        self._nobody = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """Return the encoded hash.

        Raises:
            Invalid: `password-too-short` or `password-too-long`.
            TooMany: too many attempts are waiting.
        """
        check_length(password)
        return await self._run(self._hasher.hash, _normal(password))

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Whether the password is right; takes as long when there is no hash.

        Raises:
            TooMany: too many attempts are waiting.
        """
        if len(password) > LONGEST:
            return False
        right = await self._run(self._matches, hashed or self._nobody, _normal(password))
        return right and hashed is not None

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[..., T], *inputs: str) -> T:
        if self._waiting >= _MOST_WAITING:
            raise TooMany("too-busy", seconds=_RETRY_SECONDS)
        self._waiting += 1
        try:
            async with self._slots:
                return await asyncio.to_thread(work, *inputs)
        finally:
            self._waiting -= 1


def check_length(password: str) -> None:
    """Refuse passwords that are too short or too long.

    Raises:
        Invalid: `password-too-short` or `password-too-long`.
    """
    if len(password) < SHORTEST:
        raise Invalid("password-too-short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise Invalid("password-too-long", longest=LONGEST)


def _normal(password: str) -> str:
    # The same keys give different code points on different systems (RFC 8265 OpaqueString).
    return unicodedata.normalize("NFC", password)
