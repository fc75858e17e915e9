"""What a newcomer is sent: the base, the updates since, the end of the greeting, and a question."""

import asyncio

from tongwen.sync import wire
from tongwen.sync.ports import Parts
from tongwen.sync.replica import Replica
from tongwen.ydoc.states import EMPTY_UPDATE, EMPTY_VECTOR

SMALL = 64 << 10  # bytes that are copied into one write; a larger base is passed on as it is
DIFFERENCES = 8  # how many answers to state vectors are kept: after a restart most ask the same


class Greeting:
    """Encodes a replica for newcomers; keeps what the next one will be sent too.

    The base goes first, as an update, and the difference that ends the handshake last and empty: so
    a client never has to keep updates waiting for what they build on.
    """

    __slots__ = ("_differences", "_durable_only", "_parts", "_replica", "_tails")

    def __init__(self, replica: Replica, parts: Parts, durable_only: bool) -> None:
        """`durable_only`: tell nothing that is not on disk yet."""
        self._replica = replica
        self._parts = parts
        self._durable_only = durable_only
        self._tails: dict[bytes, tuple[int, bytes]] = {}  # prefix → (version, frames)
        self._differences: dict[tuple[int, bytes], asyncio.Task[bytes]] = {}

    def whole(self, prefix: bytes, vector: bytes) -> list[bytes] | None:
        """Everything, in pieces, for who has nothing; None for who has something already."""
        if vector not in (EMPTY_VECTOR, b""):
            return None
        return self._pieces(prefix, self._replica.base, self._tail(prefix))

    async def difference(self, prefix: bytes, vector: bytes) -> list[bytes]:
        """What somebody with this state vector lacks.

        Raises:
            ValueError: the vector is malformed.
        """
        tail = self._tail(prefix)  # what comes later is relayed
        return self._pieces(prefix, await self._lacking(vector), tail)

    async def _lacking(self, vector: bytes) -> bytes:
        key = (self._replica.base_seq, vector)
        task = self._differences.get(key)
        if task is None:
            task = asyncio.ensure_future(self._parts.difference(self._replica.base, vector))
            task.add_done_callback(lambda ended: self._keep_or_forget(key, ended))
            self._differences[key] = task
            while len(self._differences) > DIFFERENCES:
                del self._differences[next(iter(self._differences))]
        return await asyncio.shield(task)

    def _keep_or_forget(self, key: tuple[int, bytes], task: asyncio.Task[bytes]) -> None:
        if task.cancelled() or task.exception() is not None:
            self._differences.pop(key, None)  # whoever asks next may be luckier

    def _tail(self, prefix: bytes) -> bytes:
        replica = self._replica
        known = self._tails.get(prefix)
        if known is not None and known[0] == replica.version and not self._durable_only:
            return known[1]
        frames = b"".join(
            [
                wire.frame(prefix + wire.update_message(entry.update))
                for entry in replica.tail
                if entry.seq is not None or not self._durable_only
            ]
        )
        self._tails = {prefix: (replica.version, frames)}
        return frames

    def _pieces(self, prefix: bytes, base: bytes, tail: bytes) -> list[bytes]:
        pieces = wire.framed_update(prefix, base) if base != EMPTY_UPDATE else []
        end = wire.frame(prefix + wire.difference_message(EMPTY_UPDATE))
        question = wire.frame(prefix + wire.state_vector_message(self._replica.vector()))
        pieces.append(tail + end + question)
        if len(base) <= SMALL:
            return [b"".join(pieces)]
        return pieces
