"""What an update holds, read from its bytes: which structs of which clients, and which deletions.

The Yjs update format, version 1 (yjs 13.6 `readClientsStructRefs`, `readDeleteSet`).
With it a room knows its state vector and tells news from repetition without holding a document.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_PARENT_KNOWN = 0xC0  # origin or right origin present: the parent follows from it
_HAS_ORIGIN, _HAS_RIGHT, _HAS_KEY = 0x80, 0x40, 0x20
_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _DOC, _SKIP = range(11)
_XML_ELEMENT, _XML_HOOK = 3, 5
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_MAX_DEPTH = 100
_LARGEST = (1 << 53) - 1  # lib0 refuses greater ones, as JavaScript cannot hold them
LAST_CLOCK = (1 << 31) - 1  # the CRDT engine takes greater ones for others, or panics
_TYPES = 7  # so many kinds of shared types can yjs build

_NUMBER = rb"[\x80-\xff]{0,6}[\x00-\x7f]"  # a variable-length number below 2^49
_CLOCK = rb"(?:[\x80-\xff]{0,3}[\x00-\x7f]|[\x80-\xff]{4}[\x00-\x07])"  # … below 2^31
_SHAPES = {b"n": _NUMBER, b"c": _CLOCK}
TYPED = re.compile(  # one client, one string: what a key leaves; the string's length follows
    rb"\x01\x01(%(n)s)(%(c)s)(?:[\x84\x44](%(n)s)(%(c)s)|\xc4(%(n)s)(%(c)s)(%(n)s)(%(c)s))"
    % _SHAPES
)
_ERASED = re.compile(rb"\x01(%(n)s)\x01(%(c)s)(%(c)s)" % _SHAPES)  # one deletion
_KNOWN_CLIENTS = 4096  # whose number need not be decoded again

Ranges = dict[int, list[tuple[int, int]]]


class BadUpdate(ValueError):
    """Bytes that are not a version 1 update."""


@dataclass(slots=True)
class Summary:
    """What one update holds: half-open clock ranges `(start, stop)` by client id."""

    structs: Ranges = field(default_factory=dict)
    deletes: Ranges = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether it changes nothing."""
        return not self.structs and not self.deletes


class Reader:
    """Reads an update from its start to its end."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self) -> int:
        number = shift = 0
        data, at = self.data, self.at
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 127) << shift
            if byte < 128:
                if number > _LARGEST:
                    raise BadUpdate("a number is too large")
                self.at = at
                return number
            shift += 7
            if shift > 49:
                raise BadUpdate("a number is too long")

    def skip(self, count: int) -> None:
        self.at += count
        if self.at > len(self.data):
            raise BadUpdate("it ends too early")

    def bytes(self) -> bytes:
        length = self.number()
        start = self.at
        self.skip(length)
        return self.data[start : self.at]

    def text(self) -> str:
        return self.bytes().decode("utf-8", "surrogatepass")

    def clock(self) -> int:
        number = self.number()
        if number > LAST_CLOCK:
            raise BadUpdate("a clock is too large")
        return number

    def reference(self, client: int, clock: int) -> None:
        other, at = self.number(), self.clock()
        if other == client and at >= clock:
            raise BadUpdate("an item refers to what comes after it")

    def any(self, depth: int = 0) -> None:  # noqa: C901 (one case a type of lib0's `any`)
        if depth > _MAX_DEPTH:
            raise BadUpdate("a value is nested too deeply")
        tag = self.data[self.at]
        self.at += 1
        if tag in (127, 126, 121, 120):  # undefined, null, false, true
            return
        if tag == 125:
            self._signed()
        elif tag == 124:
            self.skip(4)
        elif tag in (123, 122):
            self.skip(8)
        elif tag in (119, 116):
            self.bytes()
        elif tag == 118:
            for _ in range(self.number()):
                self.bytes()
                self.any(depth + 1)
        elif tag == 117:
            for _ in range(self.number()):
                self.any(depth + 1)
        else:
            raise BadUpdate(f"a value of unknown type {tag}")

    def _signed(self) -> None:
        while self.data[self.at] >= 128:
            self.at += 1
        self.at += 1


def _utf16_length(text: str) -> int:
    return len(text) + (0 if text.isascii() else len(_ASTRAL.findall(text)))


def _type(data: Reader) -> int:
    kind = data.number()
    if kind >= _TYPES or kind == _XML_HOOK:  # of a hook, the engine does not read the name
        raise BadUpdate(f"a shared type of unknown kind {kind}")
    if kind == _XML_ELEMENT:
        data.bytes()
    return 1


def _many(read_one: str, data: Reader) -> int:
    count = data.number()
    step = getattr(data, read_one)
    for _ in range(count):
        step()
    return count


def _content(kind: int, data: Reader) -> int:
    """Pass over an item's content and return its length in clock ticks."""
    if kind == _STRING:
        return _utf16_length(data.text())
    if kind == _DELETED:
        return data.clock()
    if kind == _FORMAT:
        data.bytes()
        data.bytes()
    elif kind == _TYPE:
        _type(data)
    elif kind == _ANY:
        return _many("any", data)
    elif kind == _JSON:  # yjs 12; the CRDT engine reads it wrongly, and would not open it again
        raise BadUpdate("content of yjs 12")
    elif kind in (_EMBED, _BINARY):
        data.bytes()
    elif kind == _DOC:
        data.bytes()
        data.any()
    else:
        raise BadUpdate(f"content of unknown type {kind}")
    return 1


def _item(info: int, data: Reader, client: int, clock: int) -> int:
    if info & _HAS_ORIGIN:
        data.reference(client, clock)
    if info & _HAS_RIGHT:
        data.reference(client, clock)
    if not info & _PARENT_KNOWN:
        if data.number() == 1:
            data.bytes()
        else:
            data.reference(client, clock)
        if info & _HAS_KEY:
            data.bytes()
    return _content(info & 31, data)


def _structs(data: Reader) -> Ranges:
    ranges: Ranges = {}
    for _ in range(data.number()):
        count = data.number()
        client = data.number()
        clock = data.clock()
        runs = ranges.setdefault(client, [])
        for _ in range(count):
            info = data.data[data.at]
            data.at += 1
            kind = info & 31
            start = clock
            if kind in (_GC, _SKIP):
                clock += data.clock()
            else:
                clock += _item(info, data, client, clock)
            if clock > LAST_CLOCK:
                raise BadUpdate("a struct ends too far")
            if kind != _SKIP and clock > start:  # half a surrogate pair deleted leaves an empty one
                _extend(runs, start, clock)
    return {client: runs for client, runs in ranges.items() if runs}


def _extend(runs: list[tuple[int, int]], start: int, stop: int) -> None:
    if runs and runs[-1][1] == start:
        runs[-1] = (runs[-1][0], stop)
    else:
        runs.append((start, stop))


def _deletes(data: Reader) -> Ranges:
    ranges: Ranges = {}
    for _ in range(data.number()):
        client = data.number()
        runs = ranges.setdefault(client, [])
        for _ in range(data.number()):
            start = data.clock()
            stop = start + data.clock()
            if not start < stop <= LAST_CLOCK:
                raise BadUpdate("a deletion is empty or ends too far")
            _extend(runs, start, stop)
    return {client: runs for client, runs in ranges.items() if runs}


def summarise(update: bytes) -> Summary:
    """Read what an update holds.

    Raises:
        BadUpdate: it is not a version 1 update, or has bytes after its end.
    """
    return keystroke(update) or _whole(update)


def keystroke(update: bytes) -> Summary | None:
    """Read one string typed, one deletion, or both: nearly all updates. None: another shape.

    What it reads is well-formed from its first byte to its last.
    """
    structs: Ranges = {}
    if update[0:1] == b"\x00":
        stop = 1
    else:
        found = TYPED.match(update)
        if found is None:
            return None
        start = found.end() + 1
        length = update[start - 1 : start]
        stop = start + (length[0] if length else 0)
        text = update[start:stop]
        if not text.isascii():
            try:
                size = _utf16_length(text.decode())
            except UnicodeDecodeError:
                return None
        else:
            size = len(text)
        if not size or length >= b"\x80" or stop >= len(update):
            return None
        number, clock, *references = found.groups()
        client, first = _client(number), decoded(clock)
        if not _follows(references, client, first) or first + size > LAST_CLOCK:
            return None
        structs[client] = [(first, first + size)]
    if update[stop:] == b"\x00":
        return Summary(structs, {})
    erased = _ERASED.fullmatch(update, stop)
    if erased is None:
        return None
    number, clock, count = erased.groups()
    first = decoded(clock)
    last = first + decoded(count)
    if not first < last <= LAST_CLOCK:
        return None
    return Summary(structs, {_client(number): [(first, last)]})


def _follows(references: list[bytes | None], client: int, clock: int) -> bool:
    """Whether an item comes after what it refers to."""
    one, at, left, left_at, right, right_at = references
    if one is not None and at is not None:
        return _client(one) != client or decoded(at) < clock
    assert left is not None and left_at is not None and right is not None and right_at is not None
    return (_client(left) != client or decoded(left_at) < clock) and (
        _client(right) != client or decoded(right_at) < clock
    )


_clients: dict[bytes, int] = {}


def _client(number: bytes) -> int:
    client = _clients.get(number)
    if client is None:
        if len(_clients) >= _KNOWN_CLIENTS:
            _clients.clear()
        client = _clients[number] = decoded(number)
    return client


def decoded(number: bytes) -> int:
    """Return the value of a variable-length number."""
    value = shift = 0
    for byte in number:
        value |= (byte & 127) << shift
        shift += 7
    return value


def _whole(update: bytes) -> Summary:
    data = Reader(update)
    try:
        summary = Summary(_structs(data), _deletes(data))
    except (IndexError, UnicodeDecodeError):
        raise BadUpdate("it ends too early") from None
    if data.at != len(update):
        raise BadUpdate("there are bytes after its end")
    return summary


def union(updates: Iterable[bytes]) -> Summary:
    """Read what several updates hold together. A client's runs may overlap.

    Raises:
        BadUpdate: one of them is not an update.
    """
    whole = Summary()
    for update in updates:
        one = summarise(update)
        for mine, theirs in ((whole.structs, one.structs), (whole.deletes, one.deletes)):
            for client, runs in theirs.items():
                mine.setdefault(client, []).extend(runs)
    return whole
