"""Putting written pieces back inside the elements that surround them."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Around = TypeVar("Around")


class Weaver(Generic[Around]):
    """Collects pieces, each with the elements around it, outermost first.

    Neighbours share what they have in common; everything is closed where it must be.
    """

    def __init__(
        self, opening: Callable[[Around], bytes], closing: Callable[[Around], bytes]
    ) -> None:
        self._opening = opening
        self._closing = closing
        self._out = bytearray()
        self._stack: list[Around] = []

    def add(self, around: Sequence[Around], data: bytes) -> None:
        """Append a piece."""
        common = 0
        for have, want in zip(self._stack, around, strict=False):
            if have is not want:
                break
            common += 1
        self._close(common)
        for element in around[common:]:
            self._out += self._opening(element)
            self._stack.append(element)
        self._out += data

    def finish(self) -> bytes:
        """Close everything and return what was written."""
        self._close(0)
        return bytes(self._out)

    def _close(self, keep: int) -> None:
        while len(self._stack) > keep:
            self._out += self._closing(self._stack.pop())
