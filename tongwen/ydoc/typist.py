"""Recognises the next key of somebody who goes on typing, without reading the whole update again.

Of a key typed after the last one everything is known but the text: the client, the clock, and what
stands left and right of it. It is most of what a busy server reads.
"""

from tongwen.ydoc.ranges import LAST_CLOCK, TYPED, decoded
from tongwen.ydoc.rangesets import varint

_BOTH, _LEFT = b"\xc4", b"\x84"  # a string between two neighbours, or after one (yjs `Item.write`)


class Typist:
    """Knows how the next update of one peer begins, if it goes on where its last one ended."""

    __slots__ = ("_client", "_clock", "_head", "_number", "_right")

    def __init__(self) -> None:
        self._head: bytes | None = None
        self._client = self._clock = 0
        self._number = self._right = b""

    def next(self, update: bytes) -> tuple[int, int, int] | None:
        """Return (client, first clock, last clock + 1) of a key that goes on; None: read it all.

        What it recognises is well-formed from its first byte to its last, and deletes nothing.
        """
        head = self._head
        if head is None or not update.startswith(head):
            return None
        at = len(head)
        text = update[at + 1 : -1]
        size = len(text)
        if not 0 < size < 128 or update[at] != size or update[-1] or not text.isascii():
            return None
        first, last = self._clock, self._clock + size
        self._expect(last)
        return self._client, first, last

    def learn(self, update: bytes, client: int, last: int) -> None:
        """Note an update that was read: where its client typed, and its clock since."""
        found = TYPED.match(update)
        if found is None or decoded(found[1]) != client:
            self._head = None
            return
        number, _, one, at, _, _, right, right_at = found.groups()
        self._number, self._client = number, client
        if update[found.end(2)] == _LEFT[0]:
            self._right = b""
        else:
            self._right = (right or one) + (right_at or at)
        self._expect(last)

    def _expect(self, clock: int) -> None:
        if clock >= LAST_CLOCK - 128:
            self._head = None
            return
        self._clock = clock
        left = self._number + varint(clock - 1)
        begin = b"\x01\x01" + self._number + varint(clock)
        self._head = begin + (_BOTH + left + self._right if self._right else _LEFT + left)
