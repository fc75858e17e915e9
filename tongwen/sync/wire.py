"""The wire: lib0 variable-length integers, Yjs sync and awareness messages, WebSocket frames.

Sources: lib0 `encoding.js`; y-protocols `sync.js`, `awareness.js`; Hocuspocus 4 `MessageType`;
RFC 6455 §5.2. Every reader raises `BadMessage` on bytes that break the format, and nothing else.
"""

from enum import IntEnum

MAX_CLIENT = (1 << 53) - 1  # JavaScript's largest exact integer bounds every number on the wire


class BadMessage(ValueError):
    """Bytes from a peer that are not a message of the format."""


class Kind(IntEnum):
    """What a message is about: its first number after the document name."""

    SYNC = 0
    AWARENESS = 1
    AUTH = 2
    QUERY_AWARENESS = 3
    STATELESS = 5
    CLOSE = 7
    SYNC_STATUS = 8
    PING = 9
    PONG = 10


class SyncStep(IntEnum):
    """The second number of a sync message."""

    STATE_VECTOR = 0
    DIFFERENCE = 1
    UPDATE = 2


class Auth(IntEnum):
    """The second number of an authentication message."""

    TOKEN = 0
    DENIED = 1
    AUTHENTICATED = 2


def varint(number: int) -> bytes:
    """Write an unsigned integer, seven bits a byte, low bits first."""
    if number < 128:
        return bytes((number,))
    out = bytearray()
    while number > 127:
        out.append(128 | number & 127)
        number >>= 7
    out.append(number)
    return bytes(out)


def varbytes(data: bytes) -> bytes:
    """Write a byte string with its length in front."""
    return varint(len(data)) + data


def varstring(text: str) -> bytes:
    """Write a text as UTF-8 with its length in bytes in front."""
    return varbytes(text.encode())


class Reader:
    """Reads one message from its start to its end."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def varint(self) -> int:
        """Read an unsigned integer of at most 53 bits."""
        number = shift = 0
        data, at = self.data, self.at
        try:
            while True:
                byte = data[at]
                at += 1
                number |= (byte & 127) << shift
                if byte < 128:
                    break
                shift += 7
                if shift > 49:
                    raise BadMessage("a number is longer than 53 bits")
        except IndexError:
            raise BadMessage("the message ends inside a number") from None
        self.at = at
        return number

    def varbytes(self) -> bytes:
        """Read a byte string."""
        length = self.varint()
        start = self.at
        stop = start + length
        if stop > len(self.data):
            raise BadMessage("the message ends inside a byte string")
        self.at = stop
        return self.data[start:stop]

    def varstring(self) -> str:
        """Read a UTF-8 text."""
        try:
            return self.varbytes().decode()
        except UnicodeDecodeError:
            raise BadMessage("a text is not UTF-8") from None

    def rest(self) -> bytes:
        """Everything not read yet."""
        return self.data[self.at :]

    @property
    def done(self) -> bool:
        """Whether everything was read."""
        return self.at >= len(self.data)


def short_varbytes(data: bytes, at: int) -> tuple[bytes, int]:
    """Read a byte string that begins at `at`; return it and where it ends.

    Raises:
        BadMessage: the message ends before it does.
    """
    if at < len(data) and data[at] < 128:  # most are short, and need no reader
        stop = at + 1 + data[at]
        if stop > len(data):
            raise BadMessage("the message ends inside a byte string")
        return data[at + 1 : stop], stop
    reader = Reader(data, at)
    return reader.varbytes(), reader.at


def frame(payload: bytes) -> bytes:
    """Wrap a payload as one unmasked binary WebSocket frame (RFC 6455 §5.2)."""
    length = len(payload)
    if length < 126:
        return _SHORT_HEADS[length] + payload
    return frame_head(length) + payload


def frame_head(length: int) -> bytes:
    """Write what stands before a payload of this length in an unmasked binary frame."""
    if length < 126:
        return _SHORT_HEADS[length]
    if length < 1 << 16:
        return b"\x82\x7e" + length.to_bytes(2, "big")
    return b"\x82\x7f" + length.to_bytes(8, "big")


_SHORT_HEADS = [bytes((0x82, length)) for length in range(126)]


def framed_update(prefix: bytes, update: bytes) -> list[bytes]:
    """Frame an update in pieces, so that a large one is not copied."""
    head = prefix + b"\x00\x02" + varint(len(update))
    return [frame_head(len(head) + len(update)) + head, update]


def state_vector_message(vector: bytes) -> bytes:
    """Ask a peer for what we lack (sync step 1)."""
    return b"\x00\x00" + varbytes(vector)


def difference_message(update: bytes) -> bytes:
    """Answer a state vector (sync step 2)."""
    return b"\x00\x01" + varbytes(update)


def update_message(update: bytes) -> bytes:
    """Tell a peer of an edit."""
    return b"\x00\x02" + varbytes(update)


def sync_status_message(saved: bool) -> bytes:
    """Tell a peer that its last change is on disk (1), or was refused (0)."""
    return SAVED if saved else b"\x08\x00"


SAVED = b"\x08\x01"


def authenticated_message(may_write: bool) -> bytes:
    """Tell a peer that it is in, and whether it may write."""
    return b"\x02\x02" + varstring("read-write" if may_write else "readonly")


def denied_message(reason: str) -> bytes:
    """Tell a peer that it may not join, and why (a code of ours)."""
    return b"\x02\x01" + varstring(reason)


def close_message(reason: str) -> bytes:
    """Tell a peer that this document is closed on its socket."""
    return b"\x07" + varstring(reason)


def stateless_message(payload: str) -> bytes:
    """Send a note that is not part of the document."""
    return b"\x05" + varstring(payload)


def awareness_entry(client: int, clock: int, state: bytes) -> bytes:
    """Write the presence of one client: its id, its clock, its JSON."""
    return varint(client) + varint(clock) + varbytes(state)


def awareness_message(entries: list[bytes]) -> bytes:
    """Tell a peer of the presence of some clients."""
    return b"\x01" + varbytes(varint(len(entries)) + b"".join(entries))


def read_awareness(update: bytes) -> list[tuple[int, int, bytes]]:
    """Read an awareness update into (client id, clock, JSON bytes).

    Raises:
        BadMessage: the bytes break the format.
    """
    reader = Reader(update)
    count = reader.varint()
    if count > 10_000:
        raise BadMessage("an awareness update names too many clients")
    states = [(reader.varint(), reader.varint(), reader.varbytes()) for _ in range(count)]
    if not reader.done:
        raise BadMessage("an awareness update has bytes after its end")
    return states
