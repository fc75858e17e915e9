"""ZIP archives as byte ranges: entries are copied without being unpacked (APPNOTE 6.3.10)."""

import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tongwen.core.errors import Invalid, TooLarge, Unsupported
from tongwen.formats.ooxml import limits

_END = struct.Struct("<4s4H2LH")
_END64_PLACE = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _DESCRIPTOR = 1, 8
_STORED, _DEFLATED = 0, 8
_ZIP64_EXTRA = 1
_LONG = 8 << 20  # bytes of a part that is packed fast rather than small
_USUAL_LEVEL, _FAST_LEVEL = 6, 1
_SLICE = 1 << 16  # packed bytes that are unpacked at a time
_EARLIEST = (1 << 5) | 1  # 1980-01-01, the first day the format knows


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the central directory describes it; sizes in bytes."""

    raw_name: bytes
    made_by: int
    needed: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    extra: bytes
    comment: bytes
    internal: int
    external: int
    offset: int

    @property
    def name(self) -> str:
        """The part name: slashes, no slash in front. Not unique and not to be used as a path."""
        text = self.raw_name.decode("utf-8" if self.flags & 0x800 else "cp437", "replace")
        return text.replace("\\", "/").lstrip("/")


class Archive:
    """A ZIP file in memory, checked against the limits, from which a patched copy can be made.

    Raises:
        Invalid: `not-a-zip`, or `part-doubled` with `part`.
        TooLarge: `zip-bomb`.
        Unsupported: `encrypted-file`.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > limits.MAX_FILE:
            raise TooLarge("zip-bomb")
        self.data = data
        self._directory, self._comment, count = _end_of_directory(data)
        if count > limits.MAX_ENTRIES:
            raise TooLarge("zip-bomb")
        self.entries = _entries(data, self._directory, count)
        self._check()
        self._by_name: dict[str, Entry] = {}
        for entry in self.entries:
            self._add_name(entry)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    @property
    def names(self) -> list[str]:
        """The names of all entries that are not folders."""
        return [entry.name for entry in self._by_name.values()]

    def read(self, name: str, most: int = limits.MAX_XML) -> bytes:
        """Unpack an entry.

        Raises:
            KeyError: there is none.
            TooLarge: `part-too-large`, it is over `most` bytes.
            Invalid: `part-damaged`.
        """
        entry = self._by_name[name.lower()]
        if entry.size > most:
            raise TooLarge("part-too-large", part=entry.name, limit=most)
        start = self._data_start(entry)
        packed = self.data[start : start + entry.packed]
        if entry.method == _STORED:
            unpacked = packed
        elif entry.method == _DEFLATED:
            unpacked = _inflate(packed, entry)
        else:
            raise Unsupported("part-damaged", part=entry.name)
        if len(unpacked) != entry.size or zlib.crc32(unpacked) != entry.crc:
            raise Invalid("part-damaged", part=entry.name)
        return unpacked

    def chunks(self, name: str, most: int, size: int = 1 << 19) -> Iterator[bytes]:
        """Unpack an entry piece by piece, for parts that would not fit into memory as a whole.

        Raises, some of them only at the end:
            KeyError: there is none.
            TooLarge: `part-too-large`, it is over `most` bytes.
            Invalid: `part-damaged`.
        """
        entry = self._by_name[name.lower()]
        if entry.size > most:
            raise TooLarge("part-too-large", part=entry.name, limit=most)
        if entry.method not in (_STORED, _DEFLATED):
            raise Unsupported("part-damaged", part=entry.name)
        start = self._data_start(entry)
        packed = memoryview(self.data)[start : start + entry.packed]
        pieces = (bytes(packed[at : at + size]) for at in range(0, len(packed), size))
        crc = length = 0
        for piece in pieces if entry.method == _STORED else _inflate_some(packed, entry, size):
            crc, length = zlib.crc32(piece, crc), length + len(piece)
            yield piece
        if length != entry.size or crc != entry.crc:
            raise Invalid("part-damaged", part=entry.name)

    def patched(
        self,
        changed: Mapping[str, bytes],
        added: Mapping[str, bytes],
        removed: Collection[str] = (),
    ) -> bytes:
        """Return the archive with some entries replaced, some added at the end, some taken out.

        Everything else is copied as it is packed, headers included. Without changes the very same
        bytes come back.
        """
        if not changed and not added and not removed:
            return self.data
        gone = {name.lower() for name in removed}
        wanted = {name.lower(): data for name, data in changed.items()}
        out = bytearray()
        moved: dict[int, Entry] = {}
        for entry, stop in self._in_file_order():
            if entry.offset > len(out) and not moved:
                out += self.data[: entry.offset]  # what stands before the first entry
            if entry.name.lower() in gone:
                continue
            data = wanted.get(entry.name.lower())
            moved[id(entry)] = self._copied(entry, stop, data, out)
        directory = [moved[id(entry)] for entry in self.entries if id(entry) in moved]
        for name, data in added.items():
            directory.append(_append(out, _new_entry(name), data))
        return _with_directory(out, directory, self._comment)

    def _copied(self, entry: Entry, stop: int, data: bytes | None, out: bytearray) -> Entry:
        if data is None:
            place = len(out)
            out += self.data[entry.offset : stop]
            return _replace(entry, offset=place)
        return _append(out, entry, data)

    def _in_file_order(self) -> list[tuple[Entry, int]]:
        """Return the entries by place, each with where the next begins."""
        ordered = sorted(self.entries, key=lambda entry: entry.offset)
        stops = [entry.offset for entry in ordered[1:]] + [self._directory]
        return list(zip(ordered, stops, strict=True))

    def _data_start(self, entry: Entry) -> int:
        try:
            header = _LOCAL.unpack_from(self.data, entry.offset)
        except struct.error as error:
            raise Invalid("part-damaged", part=entry.name) from error
        if header[0] != b"PK\3\4":
            raise Invalid("part-damaged", part=entry.name)
        return entry.offset + _LOCAL.size + int(header[9]) + int(header[10])

    def _check(self) -> None:
        unpacked = sum(entry.size for entry in self.entries)
        packed = sum(entry.packed for entry in self.entries) + 1
        ratio = unpacked > limits.RATIO_FREE and unpacked / packed > limits.MAX_RATIO
        if unpacked > limits.MAX_UNPACKED or ratio:
            raise TooLarge("zip-bomb")
        for entry, stop in self._in_file_order():
            if entry.flags & _ENCRYPTED:
                raise Unsupported("encrypted-file")
            if entry.offset + _LOCAL.size + entry.packed > stop:
                raise TooLarge("zip-bomb")  # entries that share bytes

    def _add_name(self, entry: Entry) -> None:
        if entry.name.endswith("/") or not entry.name:
            return
        key = entry.name.lower()  # part names are equal whatever their case, ECMA-376-2 §6.2.2.3
        if key in self._by_name:
            raise Invalid("part-doubled", part=entry.name)
        self._by_name[key] = entry


def _end_of_directory(data: bytes) -> tuple[int, bytes, int]:
    """Return where the central directory begins, the archive's comment, and the entry count."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - 22 - _FULL16))
    if end < 0 or end + _END.size > len(data) or not data.startswith(b"PK"):
        raise Invalid("not-a-zip")
    _, _, _, _, count, size, start, comment = _END.unpack_from(data, end)
    place = end - _END64_PLACE.size
    if _FULL32 in (start, size) or count == _FULL16:
        if place < 0 or data[place : place + 4] != b"PK\6\7":
            raise Invalid("not-a-zip")
        end64 = _END64_PLACE.unpack_from(data, place)[2]
        if end64 + _END64.size > len(data) or data[end64 : end64 + 4] != b"PK\6\6":
            raise Invalid("not-a-zip")
        count, _, start = _END64.unpack_from(data, end64)[7:10]
    if start > end:
        raise Invalid("not-a-zip")
    return start, data[end + 22 : end + 22 + comment], count


def _entries(data: bytes, at: int, count: int) -> list[Entry]:
    entries = []
    for _ in range(count):
        if at + _CENTRAL.size > len(data) or data[at : at + 4] != b"PK\1\2":
            raise Invalid("not-a-zip")
        fields = _CENTRAL.unpack_from(data, at)
        name, extra, comment = fields[10:13]
        body = at + _CENTRAL.size
        entry = Entry(
            raw_name=data[body : body + name],
            made_by=fields[1],
            needed=fields[2],
            flags=fields[3],
            method=fields[4],
            time=fields[5],
            date=fields[6],
            crc=fields[7],
            packed=fields[8],
            size=fields[9],
            extra=data[body + name : body + name + extra],
            comment=data[body + name + extra : body + name + extra + comment],
            internal=fields[14],
            external=fields[15],
            offset=fields[16],
        )
        entries.append(_without_zip64(entry))
        at = body + name + extra + comment
    return entries


def _without_zip64(entry: Entry) -> Entry:
    """Put the 64-bit sizes of an extra field where the 32-bit ones stand (APPNOTE §4.5.3)."""
    kept = b""
    values: list[int] = []
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<2H", extra)
        if kind == _ZIP64_EXTRA:
            usable = extra[4 : 4 + size // 8 * 8]
            values = list(struct.unpack(f"<{len(usable) // 8}Q", usable))
        else:
            kept += extra[: 4 + size]
        extra = extra[4 + size :]
    if not values:
        return entry
    numbers = {"size": entry.size, "packed": entry.packed, "offset": entry.offset}
    for field, number in numbers.items():
        if number == _FULL32 and values:
            numbers[field] = values.pop(0)
    return _replace(entry, extra=kept, **numbers)


def _replace(entry: Entry, **changes: int | bytes) -> Entry:
    fields = {name: getattr(entry, name) for name in Entry.__slots__}
    return Entry(**{**fields, **changes})


def _inflate(packed: bytes, entry: Entry) -> bytes:
    machine = zlib.decompressobj(-15)
    try:
        return machine.decompress(packed, entry.size + 1)
    except zlib.error as error:
        raise Invalid("part-damaged", part=entry.name) from error


def _inflate_some(packed: memoryview, entry: Entry, size: int) -> Iterator[bytes]:
    machine = zlib.decompressobj(-15)
    left = entry.size + 1
    for at in range(0, len(packed), _SLICE):
        waiting: bytes | memoryview = packed[at : at + _SLICE]
        while waiting and left > 0 and not machine.eof:
            try:
                piece = machine.decompress(waiting, min(size, left))
            except zlib.error as error:
                raise Invalid("part-damaged", part=entry.name) from error
            waiting = machine.unconsumed_tail
            left -= len(piece)
            yield piece


def _new_entry(name: str) -> Entry:
    return Entry(
        raw_name=name.encode("utf-8"),
        made_by=20,
        needed=20,
        flags=0 if name.isascii() else 0x800,
        method=_DEFLATED,
        time=0,
        date=_EARLIEST,
        crc=0,
        packed=0,
        size=0,
        extra=b"",
        comment=b"",
        internal=0,
        external=0,
        offset=0,
    )


def _append(out: bytearray, entry: Entry, data: bytes) -> Entry:
    """Pack new content under an entry's header fields; return the entry as it is now."""
    packed = data
    if entry.method == _DEFLATED:
        level = _USUAL_LEVEL if len(data) < _LONG else _FAST_LEVEL
        machine = zlib.compressobj(level, zlib.DEFLATED, -15)
        packed = machine.compress(data) + machine.flush()
    entry = _replace(
        entry,
        method=entry.method if entry.method == _DEFLATED else _STORED,
        flags=entry.flags & ~_DESCRIPTOR,
        crc=zlib.crc32(data),
        packed=len(packed),
        size=len(data),
        offset=len(out),
    )
    out += _LOCAL.pack(
        b"PK\3\4",
        entry.needed,
        entry.flags,
        entry.method,
        entry.time,
        entry.date,
        entry.crc,
        entry.packed,
        entry.size,
        len(entry.raw_name),
        0,
    )
    out += entry.raw_name
    out += packed
    return entry


def _with_directory(out: bytearray, directory: list[Entry], comment: bytes) -> bytes:
    start = len(out)
    for entry in directory:
        out += _CENTRAL.pack(
            b"PK\1\2",
            entry.made_by,
            entry.needed,
            entry.flags,
            entry.method,
            entry.time,
            entry.date,
            entry.crc,
            entry.packed,
            entry.size,
            len(entry.raw_name),
            len(entry.extra),
            len(entry.comment),
            0,
            entry.internal,
            entry.external,
            entry.offset,
        )
        out += entry.raw_name + entry.extra + entry.comment
    count = len(directory)
    size = len(out) - start
    out += _END.pack(b"PK\5\6", 0, 0, count, count, size, start, len(comment))
    return bytes(out + comment)


def new_archive(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts into a new archive, the same bytes each time for the same parts."""
    out = bytearray()
    directory = [_append(out, _new_entry(name), data) for name, data in parts.items()]
    return _with_directory(out, directory, b"")
