"""What a room says to its peers: each frame built once, one write a peer an interval."""

import asyncio
from collections.abc import Callable, Collection, Hashable

from tongwen.sync import wire
from tongwen.sync.peer import Peer

PEER_SECONDS = 0.0005  # a write takes 8 to 17 µs: a room uses a thirtieth of a core at most


class Fanout:
    """Owns what is to be sent.

    The first message after a pause goes out at the end of this turn of the loop; what follows
    within `interval` seconds (longer, the more peers there are) goes out together. Of presence only
    the latest of each kind is sent, after the edits that its positions refer to.
    """

    __slots__ = (
        "_interval",
        "_last",
        "_loop",
        "_out",
        "_peers",
        "_presence",
        "_private",
        "_scheduled",
        "_slow",
        "_slow_bytes",
        "_timer",
        "_turn",
    )

    def __init__(
        self,
        peers: Collection[Peer],
        interval: float,
        slow_bytes: int,
        turn: Callable[[], None],
        slow: Callable[[Peer], None],
    ) -> None:
        """`turn` is called before each sending; `slow` for a peer that too many bytes wait for."""
        self._peers = peers
        self._interval = interval
        self._slow_bytes = slow_bytes
        self._turn = turn
        self._slow = slow
        self._loop = asyncio.get_running_loop()
        self._out: list[tuple[Peer | None, bytes, bytes]] = []
        self._presence: dict[tuple[Peer | None, Hashable], tuple[bytes, bytes]] = {}
        self._private: dict[Peer, list[bytes]] = {}
        self._scheduled = False
        self._timer: asyncio.TimerHandle | None = None
        self._last = float("-inf")

    def tell(self, sender: Peer | None, prefix: bytes, data: bytes) -> None:
        """Send to everybody but the sender. `data` is a message after a dialect's `prefix`."""
        self._out.append((sender, prefix, data))
        if not self._scheduled:
            self.wake()

    def show(self, sender: Peer | None, key: Hashable, prefix: bytes, data: bytes) -> None:
        """Send a presence; it replaces one with the same key that was not sent yet."""
        self._presence.pop((sender, key), None)
        self._presence[sender, key] = (prefix, data)
        self.wake()

    def whisper(self, peer: Peer, message: bytes) -> None:
        """Send to one peer, together with what everybody gets."""
        self._private.setdefault(peer, []).append(message)
        self.wake()

    def answer(self, peer: Peer, message: bytes) -> None:
        """Send to one peer what nothing else will follow soon: at once, unless a turn is coming."""
        if self._scheduled:
            self._private.setdefault(peer, []).append(message)
        else:
            self._write(peer, wire.frame(peer.prefix + message))

    def wake(self) -> None:
        """Have the next turn come: now after a pause, else when the interval is over."""
        if self._scheduled:
            return
        self._scheduled = True
        due = self._last + max(self._interval, len(self._peers) * PEER_SECONDS)
        if due <= self._loop.time():
            self._loop.call_soon(self.flush)
        else:
            self._timer = self._loop.call_at(due, self.flush)

    def hurry(self) -> None:
        """Do not wait for the end of the interval: there is enough to say."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Take a turn and send what waits, now."""
        self._timer = None
        self._scheduled = True  # what the turn has to say goes out with it
        try:
            self._turn()
        finally:
            self._scheduled = False
            self._last = self._loop.time()
        out, self._out = self._out, []
        if self._presence:
            out += [(sender, *shown) for (sender, _), shown in self._presence.items()]
            self._presence = {}
        private, self._private = self._private, {}
        if len(out) == 1 and not private:
            self._send_one(*out[0])
        elif out:
            self._send(out, private)
        for peer, messages in private.items():  # nothing else was to be said, or it has left
            self._write(peer, b"".join([wire.frame(peer.prefix + m) for m in messages]))

    def _send_one(self, sender: Peer | None, spoken: bytes, data: bytes) -> None:
        frame = wire.frame(data)
        for peer in list(self._peers):
            if peer is not sender:
                alike = peer.prefix == spoken
                self._write(peer, frame if alike else _framed(peer.prefix, (None, spoken, data)))

    def _send(
        self, out: list[tuple[Peer | None, bytes, bytes]], private: dict[Peer, list[bytes]]
    ) -> None:
        """Send to everybody, and to some what is for them alone; that is taken out of `private`."""
        senders = {sender for sender, _, _ in out}
        built: dict[bytes, tuple[list[bytes], bytes]] = {}
        for peer in list(self._peers):
            prefix = peer.prefix
            known = built.get(prefix)
            if known is None:
                frames = [_framed(prefix, entry) for entry in out]
                known = built[prefix] = (frames, b"".join(frames))
            data = known[1]
            if peer in senders:
                data = b"".join(
                    [f for f, entry in zip(known[0], out, strict=True) if entry[0] is not peer]
                )
            if peer in private:
                data += b"".join([wire.frame(prefix + m) for m in private.pop(peer)])
            if data:
                self._write(peer, data)

    def _write(self, peer: Peer, data: bytes) -> None:
        peer.told = True
        conn = peer.conn
        conn.write(data)
        if conn.pending() > self._slow_bytes:
            self._slow(peer)


def _framed(prefix: bytes, entry: tuple[Peer | None, bytes, bytes]) -> bytes:
    """Build the frame of a message for a dialect; the sender's own bytes where it is the same."""
    _, spoken, data = entry
    return wire.frame(data if spoken == prefix else prefix + data[len(spoken) :])
