"""Bitmaps in metafiles ([MS-WMF] §2.2.2.9) as PNG."""

import struct
import zlib
from array import array
from dataclasses import dataclass

_CORE = 12  # bytes of the oldest header
_INFO = 40
_MOST_PIXELS = 16 << 20
_MOST_SIXTEEN = 4 << 20  # pixels whose colours are looked up one by one
_RGB, _RLE8, _RLE4, _FIELDS, _JPEG, _PNG = range(6)
_GREY, _COLOURS, _PALETTE, _ALPHA = 0, 2, 3, 6  # colour types of PNG
_DEPTHS = (1, 4, 8, 16, 24, 32)


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture a browser can show."""

    width: int
    height: int
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Header:
    size: int
    width: int
    height: int
    depth: int
    compression: int
    colours: int
    rising: bool  # the last row comes first
    masks: tuple[int, int, int]

    @property
    def stride(self) -> int:
        return (self.width * self.depth + 31) // 32 * 4


class BitmapReader:
    """Reads the bitmaps of one metafile, which have so many pixels together and no more."""

    def __init__(self, pixels: int = 2 * _MOST_PIXELS) -> None:
        self._left = pixels

    def read(self, header: bytes, bits: bytes | None = None) -> Bitmap | None:
        """Return a device-independent bitmap; nothing when it is damaged, empty or too large.

        Without `bits` they follow the header and its palette.
        """
        found = _header(header)
        if found is None or found.width * found.height > self._left:
            return None
        self._left -= found.width * found.height
        return _bitmap(found, header, bits)


def _bitmap(found: _Header, header: bytes, bits: bytes | None) -> Bitmap | None:
    palette, end = _palette(header, found)
    body = header[end:] if bits is None else bits
    if found.compression in (_JPEG, _PNG):
        kind = "image/jpeg" if found.compression == _JPEG else "image/png"
        return Bitmap(found.width, found.height, kind, body)
    rows = _rows(found, body)
    return None if rows is None else _png(found, palette, rows)


def _header(data: bytes) -> _Header | None:
    if len(data) < _CORE:
        return None
    (size,) = struct.unpack_from("<I", data)
    if size == _CORE:
        width, height, _, depth = struct.unpack_from("<HHHH", data, 4)
        compression = colours = 0
    elif size >= _INFO and len(data) >= _INFO:
        width, height, _, depth, compression, _, _, _, colours = struct.unpack_from(
            "<iiHHIIiiI", data, 4
        )
    else:
        return None
    masks = (0x7C00, 0x3E0, 0x1F) if depth == 16 else (0xFF0000, 0xFF00, 0xFF)
    if compression == _FIELDS and len(data) >= _INFO + 12:
        masks = struct.unpack_from("<III", data, _INFO)
    rising, height = height > 0, abs(height)
    usable = width > 0 and height > 0 and width * height <= _MOST_PIXELS
    if compression in (_JPEG, _PNG):
        depth = 24
    if not usable or depth not in _DEPTHS or compression > _PNG:
        return None
    if depth == 16 and width * height > _MOST_SIXTEEN:
        return None
    return _Header(size, width, height, depth, compression, colours, rising, masks)


def _palette(data: bytes, header: _Header) -> tuple[bytes, int]:
    """Return the palette as RGB, and where it ends."""
    start = min(header.size, len(data))
    if header.compression == _FIELDS and header.size == _INFO:
        start += 12
    most = 1 << header.depth if header.depth <= 8 else 0
    count = min(header.colours or most, most) if header.depth <= 8 else min(header.colours, 256)
    unit = 3 if header.size == _CORE else 4
    raw = data[start : start + count * unit].ljust(count * unit, b"\0")
    palette = bytearray(count * 3)
    palette[0::3], palette[1::3], palette[2::3] = raw[2::unit], raw[1::unit], raw[0::unit]
    return bytes(palette[: most * 3]), start + count * unit


def _rows(header: _Header, body: bytes) -> list[bytes] | None:
    """Return the rows from above, as they lie in the file; missing ones are zero."""
    if header.compression in (_RLE8, _RLE4):
        if header.depth != (8 if header.compression == _RLE8 else 4):
            return None
        rows = _unpacked(header, body)
    else:
        stride = header.stride
        body = body[: stride * header.height].ljust(stride * header.height, b"\0")
        rows = [body[at : at + stride] for at in range(0, len(body), stride)]
    return rows[::-1] if header.rising else rows


def _unpacked(header: _Header, data: bytes) -> list[bytes]:
    """Return the rows of a run-length encoded bitmap, as indexes packed as its depth says."""
    width, height = header.width, header.height
    pixels = [bytearray(width) for _ in range(height)]
    nibbles = header.depth == 4
    x = y = at = 0
    while at + 1 < len(data) and y < height:
        count, value = data[at], data[at + 1]
        at += 2
        if count:
            run = _spread(bytes([value]), count) if nibbles else bytes([value]) * count
        elif value == 0:
            x, y = 0, y + 1
            continue
        elif value == 1:
            break
        elif value == 2:
            moved = data[at : at + 2].ljust(2, b"\0")
            x, y, at = x + moved[0], y + moved[1], at + 2
            continue
        else:
            length = (value + 1) // 2 if nibbles else value
            raw = data[at : at + length]
            run = _spread(raw, value) if nibbles else raw
            at += length + length % 2
        room = max(0, width - x)
        pixels[y][x : x + min(len(run), room)] = run[:room]
        x += len(run)
    return [_packed(row) for row in pixels] if nibbles else [bytes(row) for row in pixels]


def _spread(data: bytes, count: int) -> bytes:
    """Return `count` half bytes, repeated as often as needed."""
    halves = bytearray(2 * len(data))
    halves[0::2] = bytes(one >> 4 for one in data)
    halves[1::2] = bytes(one & 15 for one in data)
    times = -(-count // len(halves)) if halves else 0
    return bytes(halves * times)[:count]


def _packed(row: bytearray) -> bytes:
    even, odd = row[0::2], row[1::2].ljust((len(row) + 1) // 2, b"\0")
    return bytes(high << 4 | low & 15 for high, low in zip(even, odd, strict=True))


def _png(header: _Header, palette: bytes, rows: list[bytes]) -> Bitmap:
    kind, depth = _COLOURS, 8
    if header.depth <= 8:
        kind, depth = _PALETTE, header.depth
        used = (header.width * header.depth + 7) // 8
        lines = [row[:used] for row in rows]
    elif header.depth == 16:
        lines = _sixteen(header, rows)
    else:
        step = header.depth // 8
        translucent = step == 4 and _has_alpha(rows)
        kind = _ALPHA if translucent else _COLOURS
        lines = [_swapped(row, header.width, step, translucent) for row in rows]
    body = zlib.compress(b"".join(b"\0" + line for line in lines), 6)
    head = struct.pack(">IIBBBBB", header.width, header.height, depth, kind, 0, 0, 0)
    chunks = [(b"IHDR", head)]
    if kind == _PALETTE:
        chunks.append((b"PLTE", palette or b"\0\0\0\xff\xff\xff"))
    chunks += [(b"IDAT", body), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, inside) for name, inside in chunks)
    return Bitmap(header.width, header.height, "image/png", data)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def _has_alpha(rows: list[bytes]) -> bool:
    """Whether the fourth bytes are an alpha channel: neither all nothing nor all full."""
    seen = {0, 255}
    some = False
    for row in rows:
        values = set(row[3::4])
        some = some or bool(values - {0})
        if values - seen:
            return True
    return some and any(0 in row[3::4] for row in rows)


def _swapped(row: bytes, width: int, step: int, translucent: bool) -> bytes:
    row = row[: width * step]
    size = 4 if translucent else 3
    line = bytearray(width * size)
    line[0::size], line[1::size], line[2::size] = row[2::step], row[1::step], row[0::step]
    if translucent:
        line[3::size] = row[3::step]
    return bytes(line)


def _sixteen(header: _Header, rows: list[bytes]) -> list[bytes]:
    tables = [_levels(mask & 0xFFFF) for mask in header.masks]
    lines = []
    for row in rows:
        values = array("H", row[: header.width * 2])
        line = bytearray(header.width * 3)
        for at, table in enumerate(tables):
            line[at::3] = bytes(table[value] for value in values)
        lines.append(bytes(line))
    return lines


def _levels(mask: int) -> bytes:
    """Return what a mask makes of every value, 0 to 255."""
    if mask == 0:
        return bytes(1 << 16)
    shift = (mask & -mask).bit_length() - 1
    most = mask >> shift
    return (
        bytes((value & mask) >> shift for value in range(1 << 16))
        if most == 255
        else bytes(min(255, ((value & mask) >> shift) * 255 // most) for value in range(1 << 16))
    )
