"""Windows metafiles ([MS-WMF]): one method a kind of record; arguments stand last first."""

import struct
from collections.abc import Callable
from contextlib import suppress
from heapq import heappop, heappush

from tongwen.formats.metafile.bitmap import BitmapReader
from tongwen.formats.metafile.canvas import Brush, Canvas, Font, Pen, Point, corners, pairs, rgb

_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_MOST_RECORDS = 200_000
_MOST_OBJECTS = 65_536
_MOST_LETTERS = 4_096
_CHARSETS = {
    0: "cp1252",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


def is_wmf(data: bytes) -> bool:
    """Whether bytes begin as a Windows metafile does, placeable or not."""
    if data[:4] == _PLACEABLE:
        return len(data) >= 40
    return len(data) >= 18 and data[:4] in (b"\x01\0\x09\0", b"\x02\0\x09\0")


def read_wmf(data: bytes) -> bytes:
    """Return a Windows metafile as SVG, as far as its records go.

    Raises:
        Unreadable: nothing in it is drawn.
    """
    return _WmfReader(data).read()


class _WmfReader:
    """Plays the records of one metafile on a canvas."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._canvas = Canvas()
        self._bitmaps = BitmapReader()
        self._objects: dict[int, Pen | Brush | Font | None] = {}
        self._free: list[int] = []
        self._start = 18
        self._extent: tuple[int, int] | None = None  # of the picture
        if data[:4] == _PLACEABLE:
            self._start = 40
            left, top, right, bottom = struct.unpack_from("<hhhh", data, 6)
            if left != right and top != bottom:
                self._extent = (abs(right - left), abs(bottom - top))
                state = self._canvas.state
                state.window = (left, top, right - left, bottom - top)
                state.viewport = (0, 0, *self._extent)

    def read(self) -> bytes:
        """Play the records in their order."""
        at = self._start
        for _ in range(_MOST_RECORDS):
            if at + 6 > len(self._data):
                break
            size, kind = struct.unpack_from("<IH", self._data, at)
            if size < 3 or kind == 0:
                break
            play = _RECORDS.get(kind)
            if play is not None:
                # A record shorter than what it says is passed over.
                with suppress(struct.error, IndexError):
                    play(self, self._data[at + 6 : at + 2 * size])
            elif kind & 0xFF in (0xF7, 0xF8, 0xF9, 0xFC, 0xFF):
                self._keep(None)  # a palette or region takes a number, too
            at += 2 * size
        if self._extent is None:
            return self._canvas.svg(None)
        return self._canvas.svg((0, 0, *self._extent))

    # -- units and state -----------------------------------------------------------------------

    def _window_origin(self, record: bytes) -> None:
        y, x = struct.unpack_from("<hh", record)
        self._canvas.state.window = (x, y, *self._canvas.state.window[2:])

    def _window_extent(self, record: bytes) -> None:
        h, w = struct.unpack_from("<hh", record)
        state = self._canvas.state
        if w == 0 or h == 0:
            return
        if self._extent is None:
            self._extent = (abs(w), abs(h))
            state.viewport = (0, 0, abs(w), abs(h))
        state.window = (*state.window[:2], w, h)

    def _offset_window(self, record: bytes) -> None:
        dy, dx = struct.unpack_from("<hh", record)
        x, y, w, h = self._canvas.state.window
        self._canvas.state.window = (x + dx, y + dy, w, h)

    def _scale_window(self, record: bytes) -> None:
        yd, yn, xd, xn = struct.unpack_from("<hhhh", record)
        x, y, w, h = self._canvas.state.window
        self._canvas.state.window = (x, y, w * xn / (xd or 1), h * yn / (yd or 1))

    def _save(self, _: bytes) -> None:
        self._canvas.save()

    def _restore(self, record: bytes) -> None:
        self._canvas.restore(struct.unpack_from("<h", record)[0])

    def _back_mode(self, record: bytes) -> None:
        self._canvas.state.back_mode = struct.unpack_from("<H", record)[0]

    def _operation(self, record: bytes) -> None:
        self._canvas.state.operation = struct.unpack_from("<H", record)[0]

    def _fill_mode(self, record: bytes) -> None:
        self._canvas.state.winding = struct.unpack_from("<H", record)[0] == 2

    def _align(self, record: bytes) -> None:
        self._canvas.state.align = struct.unpack_from("<H", record)[0]

    def _text_color(self, record: bytes) -> None:
        self._canvas.state.text_color = rgb(struct.unpack_from("<I", record)[0])

    def _back_color(self, record: bytes) -> None:
        self._canvas.state.back_color = rgb(struct.unpack_from("<I", record)[0])

    # -- objects -------------------------------------------------------------------------------

    def _keep(self, made: Pen | Brush | Font | None) -> None:
        """Give an object the least number that is free."""
        if self._free:
            self._objects[heappop(self._free)] = made
        elif len(self._objects) < _MOST_OBJECTS:
            self._objects[len(self._objects)] = made

    def _select(self, record: bytes) -> None:
        known = self._objects.get(struct.unpack_from("<H", record)[0])
        state = self._canvas.state
        if isinstance(known, Pen):
            state.pen = known
        elif isinstance(known, Brush):
            state.brush = known
        elif isinstance(known, Font):
            state.font = known

    def _delete(self, record: bytes) -> None:
        (number,) = struct.unpack_from("<H", record)
        if number in self._objects:
            del self._objects[number]
            heappush(self._free, number)

    def _pen(self, record: bytes) -> None:
        style, width, _, color = struct.unpack_from("<HhhI", record)
        self._keep(Pen(style, abs(width), rgb(color)))

    def _brush(self, record: bytes) -> None:
        style, color, hatch = struct.unpack_from("<HIH", record)
        if style == 1:
            self._keep(Brush(None))
        else:
            self._keep(Brush(rgb(color), hatch if style == 2 else None))

    def _pattern_brush(self, record: bytes) -> None:
        found = self._bitmaps.read(record[4:])
        self._keep(Brush("#808080") if found is None else Brush(picture=found))

    def _font(self, record: bytes) -> None:
        height, _, turn, _, weight = struct.unpack_from("<hhhhh", record)
        italic, underline, strike, charset = struct.unpack_from("<4B", record, 10)
        face = record[18:50].partition(b"\0")[0].decode(_CHARSETS.get(charset, "cp1252"), "replace")
        flags = weight >= 600, bool(italic), bool(underline), bool(strike)
        self._keep(Font(face, height, *flags, turn, charset))

    # -- figures -------------------------------------------------------------------------------

    def _move(self, record: bytes) -> None:
        y, x = struct.unpack_from("<hh", record)
        self._canvas.state.at = (x, y)

    def _line(self, record: bytes) -> None:
        y, x = struct.unpack_from("<hh", record)
        canvas = self._canvas
        canvas.draw(canvas.polyline([canvas.state.at, (x, y)]), fill=False)
        canvas.state.at = (x, y)

    def _polygon(self, record: bytes) -> None:
        self._canvas.draw(self._canvas.polyline(_counted(record), close=True), fill=True)

    def _polyline(self, record: bytes) -> None:
        self._canvas.draw(self._canvas.polyline(_counted(record)), fill=False)

    def _polygons(self, record: bytes) -> None:
        (count,) = struct.unpack_from("<H", record)
        counts = struct.unpack_from(f"<{count}H", record, 2)
        start = 2 + 2 * count
        total = min(sum(counts), (len(record) - start) // 4)
        points = pairs(struct.unpack_from(f"<{2 * total}h", record, start))
        data, at = [], 0
        for one in counts:
            data.append(self._canvas.polyline(points[at : at + one], close=True))
            at += one
        self._canvas.draw("".join(data), fill=True)

    def _rectangle(self, record: bytes) -> None:
        bottom, right, top, left = struct.unpack_from("<hhhh", record)
        data = self._canvas.polyline(corners((left, top, right, bottom)), close=True)
        self._canvas.draw(data, fill=True)

    def _rounded(self, record: bytes) -> None:
        high, wide, bottom, right, top, left = struct.unpack_from("<6h", record)
        self._canvas.draw(self._canvas.rounded((left, top, right, bottom), wide, high), fill=True)

    def _ellipse(self, record: bytes) -> None:
        bottom, right, top, left = struct.unpack_from("<hhhh", record)
        self._canvas.draw(self._canvas.ellipse((left, top, right, bottom)), fill=True)

    def _arc(self, record: bytes) -> None:
        self._arched(record, "arc")

    def _chord(self, record: bytes) -> None:
        self._arched(record, "chord")

    def _pie(self, record: bytes) -> None:
        self._arched(record, "pie")

    def _arched(self, record: bytes, kind: str) -> None:
        ye, xe, ys, xs, bottom, right, top, left = struct.unpack_from("<8h", record)
        data = self._canvas.arc((left, top, right, bottom), (xs, ys), (xe, ye), kind)
        self._canvas.draw(data, fill=kind != "arc")

    def _pixel(self, record: bytes) -> None:
        color, y, x = struct.unpack_from("<Ihh", record)
        self._canvas.fill_box((x, y, x + 1, y + 1), rgb(color))

    def _clip_box(self, record: bytes) -> None:
        bottom, right, top, left = struct.unpack_from("<hhhh", record)
        self._canvas.clip(self._canvas.polyline(corners((left, top, right, bottom)), close=True))

    # -- bitmaps and words ---------------------------------------------------------------------

    def _paint(self, record: bytes) -> None:
        operation, h, w, y, x = struct.unpack_from("<Ihhhh", record)
        self._canvas.paint((x, y, x + w, y + h), operation)

    def _blit(self, record: bytes) -> None:
        """DIBBITBLT: without a bitmap it is one word longer and paints."""
        operation, _, _ = struct.unpack_from("<Ihh", record)
        if len(record) == 18:
            h, w, y, x = struct.unpack_from("<hhhh", record, 10)
            self._canvas.paint((x, y, x + w, y + h), operation)
            return
        h, w, y, x = struct.unpack_from("<hhhh", record, 8)
        self._image(record[16:], (x, y, w, h), operation)

    def _stretched(self, record: bytes) -> None:
        """DIBSTRETCHBLT."""
        operation, _, _, _, _, h, w, y, x = struct.unpack_from("<I8h", record)
        if len(record) > 22:
            self._image(record[20:], (x, y, w, h), operation)

    def _dib(self, record: bytes) -> None:
        """STRETCHDIB, which says how its colours are used."""
        operation, _, _, _, _, _, h, w, y, x = struct.unpack_from("<I9h", record)
        self._image(record[22:], (x, y, w, h), operation)

    def _device_dib(self, record: bytes) -> None:
        """SETDIBTODEV."""
        _, _, _, _, _, h, w, y, x = struct.unpack_from("<9h", record)
        self._image(record[18:], (x, y, w, h), 0)

    def _image(self, data: bytes, place: tuple[int, int, int, int], operation: int) -> None:
        x, y, w, h = place
        self._canvas.image(self._bitmaps.read(data), (x, y, x + w, y + h), operation)

    def _words(self, record: bytes) -> None:
        (count,) = struct.unpack_from("<H", record)
        raw = record[2 : 2 + count]
        y, x = struct.unpack_from("<hh", record, 2 + count + count % 2)
        self._canvas.text(self._decoded(raw), (x, y))

    def _placed_words(self, record: bytes) -> None:
        y, x, count, options = struct.unpack_from("<hhHH", record)
        at = 8
        canvas = self._canvas
        if options & 6:
            left, top, right, bottom = struct.unpack_from("<hhhh", record, at)
            at += 8
            if options & 2:
                canvas.fill_box((left, top, right, bottom), canvas.state.back_color)
        count = min(count, _MOST_LETTERS)
        raw = record[at : at + count]
        at += count + count % 2
        words = self._decoded(raw)
        widths: tuple[int, ...] = ()
        if at + 2 * count <= len(record):
            widths = struct.unpack_from(f"<{count}h", record, at)
        # Letters of two bytes have a width for each byte, the second nothing.
        canvas.text(words, (x, y), [float(width) for width in widths])

    def _decoded(self, raw: bytes) -> str:
        font = self._canvas.state.font
        if font.charset == 2:
            return _symbols(raw, font.face)
        return raw.decode(_CHARSETS.get(font.charset, "cp1252"), "replace")


def _counted(record: bytes) -> list[Point]:
    (count,) = struct.unpack_from("<H", record)
    count = min(count, (len(record) - 2) // 4)
    return pairs(struct.unpack_from(f"<{2 * count}h", record, 2))


_GREEK = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
)
_SIGNS = {0xA3: "≤", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞"}
_SIGNS |= {0xCE: "∈", 0xE5: "∑", 0xF2: "∫", 0xD6: "√", 0xB6: "∂", 0xAE: "→", 0xDE: "⇒", 0x2D: "−"}

_EQUATIONS = {"&": "˙", "K": "…", "L": "⋯", "M": "⋮", "O": "⋱", "h": "ℏ", "l": "ℓ", "m": "∓"}


def _symbols(raw: bytes, face: str) -> str:
    """Return what the letters of a font of signs look like, as far as they are known."""
    if face.lower() == "mt extra":
        return "".join(_EQUATIONS.get(chr(one), "") for one in raw)
    if "symbol" not in face.lower():
        return raw.decode("cp1252", "replace")
    return "".join(_SIGNS.get(one) or _GREEK.get(chr(one), chr(one)) for one in raw)


_Play = Callable[[_WmfReader, bytes], None]
_RECORDS: dict[int, _Play] = {
    0x001E: _WmfReader._save,
    0x0102: _WmfReader._back_mode,
    0x0104: _WmfReader._operation,
    0x0106: _WmfReader._fill_mode,
    0x0127: _WmfReader._restore,
    0x012D: _WmfReader._select,
    0x012E: _WmfReader._align,
    0x0142: _WmfReader._pattern_brush,
    0x01F0: _WmfReader._delete,
    0x0201: _WmfReader._back_color,
    0x0209: _WmfReader._text_color,
    0x020B: _WmfReader._window_origin,
    0x020C: _WmfReader._window_extent,
    0x020F: _WmfReader._offset_window,
    0x0213: _WmfReader._line,
    0x0214: _WmfReader._move,
    0x02FA: _WmfReader._pen,
    0x02FB: _WmfReader._font,
    0x02FC: _WmfReader._brush,
    0x0324: _WmfReader._polygon,
    0x0325: _WmfReader._polyline,
    0x0410: _WmfReader._scale_window,
    0x0416: _WmfReader._clip_box,
    0x0418: _WmfReader._ellipse,
    0x041B: _WmfReader._rectangle,
    0x041F: _WmfReader._pixel,
    0x0521: _WmfReader._words,
    0x0538: _WmfReader._polygons,
    0x061C: _WmfReader._rounded,
    0x061D: _WmfReader._paint,
    0x0817: _WmfReader._arc,
    0x081A: _WmfReader._pie,
    0x0830: _WmfReader._chord,
    0x0940: _WmfReader._blit,
    0x0A32: _WmfReader._placed_words,
    0x0B41: _WmfReader._stretched,
    0x0D33: _WmfReader._device_dib,
    0x0F43: _WmfReader._dib,
}
