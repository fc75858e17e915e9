"""Enhanced metafiles ([MS-EMF]): one method a kind of record."""

import struct
from collections.abc import Callable
from contextlib import suppress

from tongwen.formats.metafile.bitmap import BitmapReader
from tongwen.formats.metafile.canvas import (
    IDENTITY,
    Brush,
    Canvas,
    Font,
    Matrix,
    Pen,
    Point,
    corners,
    multiplied,
    rgb,
)
from tongwen.formats.metafile.mapping import map_units
from tongwen.formats.metafile.stock import STOCK

_HEADER, _END = 1, 14
_MOST_RECORDS = 200_000
_MOST_OBJECTS = 65_536
_MOST_LETTERS = 4_096
_SIGNATURE = b" EMF"
_STOCK = 0x80000000
_NO_CLIP_RECTANGLES = 16_384


def is_emf(data: bytes) -> bool:
    """Whether bytes begin as an enhanced metafile does."""
    return len(data) >= 88 and data[:4] == b"\x01\0\0\0" and data[40:44] == _SIGNATURE


def read_emf(data: bytes) -> bytes:
    """Return an enhanced metafile as SVG, as far as its records go.

    Raises:
        Unreadable: nothing in it is drawn.
    """
    return _EmfReader(data).read()


class _EmfReader:
    """Plays the records of one metafile on a canvas."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._canvas = Canvas()
        self._bitmaps = BitmapReader()
        self._objects: dict[int, Pen | Brush | Font] = {}
        frame = struct.unpack_from("<iiii", data, 24)
        device = struct.unpack_from("<ii", data, 72)
        millimetres = struct.unpack_from("<ii", data, 80)
        self._dots = (
            _ratio(device[0], millimetres[0]),
            _ratio(device[1], millimetres[1]),
        )
        wide, high = self._dots
        left, top, right, bottom = frame
        box = (left * wide / 100, top * high / 100, right * wide / 100, bottom * high / 100)
        self._box = box if box[2] > box[0] and box[3] > box[1] else None
        self._mode = 1

    def read(self) -> bytes:
        """Play the records in their order."""
        at = 0
        for _ in range(_MOST_RECORDS):
            if at + 8 > len(self._data):
                break
            kind, size = struct.unpack_from("<II", self._data, at)
            if kind == _END or size < 8 or size % 4:
                break
            play = _RECORDS.get(kind)
            if play is not None:
                # A record shorter than what it says is passed over.
                with suppress(struct.error, IndexError):
                    play(self, self._data[at : at + size])
            at += size
        return self._canvas.svg(self._box)

    # -- units ---------------------------------------------------------------------------------

    def _window_extent(self, record: bytes) -> None:
        x, y, _, _ = self._canvas.state.window
        if self._mode in (7, 8):
            self._canvas.state.window = (x, y, *struct.unpack_from("<ii", record, 8))

    def _window_origin(self, record: bytes) -> None:
        _, _, w, h = self._canvas.state.window
        self._canvas.state.window = (*struct.unpack_from("<ii", record, 8), w, h)

    def _viewport_extent(self, record: bytes) -> None:
        x, y, _, _ = self._canvas.state.viewport
        if self._mode in (7, 8):
            self._canvas.state.viewport = (x, y, *struct.unpack_from("<ii", record, 8))

    def _viewport_origin(self, record: bytes) -> None:
        _, _, w, h = self._canvas.state.viewport
        self._canvas.state.viewport = (*struct.unpack_from("<ii", record, 8), w, h)

    def _scale_extent(self, record: bytes) -> None:
        kind, _, xn, xd, yn, yd = struct.unpack_from("<IIiiii", record)
        state = self._canvas.state
        x, y, w, h = state.viewport if kind == 31 else state.window
        scaled = (x, y, w * xn / (xd or 1), h * yn / (yd or 1))
        if kind == 31:
            state.viewport = scaled
        else:
            state.window = scaled

    def _map_mode(self, record: bytes) -> None:
        (self._mode,) = struct.unpack_from("<I", record, 8)
        units = map_units(self._mode, self._dots)
        if units is not None:
            state = self._canvas.state
            state.window = (*state.window[:2], 1, 1)
            state.viewport = (*state.viewport[:2], *units)

    def _world(self, record: bytes) -> None:
        self._canvas.state.world = _matrix(record, 8)

    def _modify_world(self, record: bytes) -> None:
        (mode,) = struct.unpack_from("<I", record, 32)
        state, change = self._canvas.state, _matrix(record, 8)
        if mode == 1:
            state.world = IDENTITY
        elif mode == 2:
            state.world = multiplied(change, state.world)
        elif mode == 3:
            state.world = multiplied(state.world, change)
        elif mode == 4:
            state.world = change

    # -- state ---------------------------------------------------------------------------------

    def _save(self, _: bytes) -> None:
        self._canvas.save()

    def _restore(self, record: bytes) -> None:
        self._canvas.restore(struct.unpack_from("<i", record, 8)[0])

    def _set(self, record: bytes) -> None:
        kind, _, value = struct.unpack_from("<III", record)
        state = self._canvas.state
        if kind == 18:
            state.back_mode = value
        elif kind == 19:
            state.winding = value == 2
        elif kind == 20:
            state.operation = value
        elif kind == 22:
            state.align = value
        elif kind == 24:
            state.text_color = rgb(value)
        elif kind == 25:
            state.back_color = rgb(value)

    def _select(self, record: bytes) -> None:
        (number,) = struct.unpack_from("<I", record, 8)
        known = STOCK.get(number & ~_STOCK) if number & _STOCK else self._objects.get(number)
        state = self._canvas.state
        if isinstance(known, Pen):
            state.pen = known
        elif isinstance(known, Brush):
            state.brush = known
        elif isinstance(known, Font):
            state.font = known

    def _delete(self, record: bytes) -> None:
        self._objects.pop(struct.unpack_from("<I", record, 8)[0], None)

    def _keep(self, number: int, made: Pen | Brush | Font) -> None:
        if number < _MOST_OBJECTS:
            self._objects[number] = made

    def _pen(self, record: bytes) -> None:
        number, style, width, _, color = struct.unpack_from("<IIiiI", record, 8)
        self._keep(number, Pen(style, abs(width), rgb(color)))

    def _extended_pen(self, record: bytes) -> None:
        number, _, _, _, _, style, width, brush, color = struct.unpack_from("<9I", record, 8)
        cosmetic = not style & 0x10000
        null = 5 if brush == 1 else style & 0xFFFF
        self._keep(number, Pen(null, 0 if cosmetic else min(width, 1 << 24), rgb(color)))

    def _brush(self, record: bytes) -> None:
        number, style, color, hatch = struct.unpack_from("<IIII", record, 8)
        if style == 1:
            self._keep(number, Brush(None))
        else:
            self._keep(number, Brush(rgb(color), hatch if style == 2 else None))

    def _pattern_brush(self, record: bytes) -> None:
        number, _, info, info_size, bits, bits_size = struct.unpack_from("<6I", record, 8)
        found = self._bitmaps.read(record[info : info + info_size], record[bits : bits + bits_size])
        self._keep(number, Brush("#808080") if found is None else Brush(picture=found))

    def _font(self, record: bytes) -> None:
        number, height, _, turn, _, weight = struct.unpack_from("<Iiiiii", record, 8)
        italic, underline, strike, charset = struct.unpack_from("<4B", record, 32)
        face = record[40:104].decode("utf-16-le", "replace").partition("\0")[0]
        bold = weight >= 600
        made = Font(face, height, bold, bool(italic), bool(underline), bool(strike), turn, charset)
        self._keep(number, made)

    # -- figures -------------------------------------------------------------------------------

    def _move(self, record: bytes) -> None:
        self._canvas.state.at = struct.unpack_from("<ii", record, 8)

    def _line(self, record: bytes) -> None:
        self._onward([struct.unpack_from("<ii", record, 8)], curve=False)

    def _onward(self, points: list[Point], *, curve: bool) -> None:
        """Draw from where one is to points, and be there."""
        canvas = self._canvas
        line = [canvas.state.at, *points]
        if points:
            data = canvas.bezier(line) if curve else canvas.polyline(line)
            if canvas.path:
                data = _continued(canvas.path[-1], data)
            canvas.state.at = points[-1]
            canvas.draw(data, fill=False)

    def _points(self, record: bytes) -> None:
        kind, _ = struct.unpack_from("<II", record)
        points = _places(record, 28, struct.unpack_from("<I", record, 24)[0], small=kind >= 85)
        base = kind - 83 if kind >= 85 else kind
        canvas = self._canvas
        if base == 2:
            canvas.draw(canvas.bezier(points), fill=False)
        elif base == 3:
            canvas.draw(canvas.polyline(points, close=True), fill=True)
        elif base == 4:
            canvas.draw(canvas.polyline(points), fill=False)
        else:
            self._onward(points, curve=base == 5)

    def _many(self, record: bytes) -> None:
        kind, _ = struct.unpack_from("<II", record)
        count, total = struct.unpack_from("<II", record, 24)
        if count * 4 > len(record):
            return
        counts = struct.unpack_from(f"<{count}I", record, 32)
        points = _places(record, 32 + 4 * count, total, small=kind >= 90)
        close, data, at = kind in (8, 91), [], 0
        for one in counts:
            data.append(self._canvas.polyline(points[at : at + one], close=close))
            at += one
        self._canvas.draw("".join(data), fill=close)

    def _box_figure(self, record: bytes) -> None:
        kind, _, left, top, right, bottom = struct.unpack_from("<IIiiii", record)
        canvas, box = self._canvas, (left, top, right, bottom)
        if kind == 42:
            canvas.draw(canvas.ellipse(box), fill=True)
        elif kind == 43:
            canvas.draw(canvas.polyline(corners(box), close=True), fill=True)
        elif kind == 44:
            canvas.draw(canvas.rounded(box, *struct.unpack_from("<ii", record, 24)), fill=True)
        else:
            x1, y1, x2, y2 = struct.unpack_from("<4i", record, 24)
            start, stop = (x1, y1), (x2, y2)
            shape = {45: "arc", 46: "chord", 47: "pie", 55: "arc"}[kind]
            canvas.draw(canvas.arc(box, start, stop, shape), fill=kind in (46, 47))
            if kind == 55:
                canvas.state.at = stop

    def _pixel(self, record: bytes) -> None:
        x, y, color = struct.unpack_from("<iiI", record, 8)
        self._canvas.fill_box((x, y, x + 1, y + 1), rgb(color))

    # -- paths ---------------------------------------------------------------------------------

    def _path(self, record: bytes) -> None:
        kind, _ = struct.unpack_from("<II", record)
        canvas = self._canvas
        if kind == 59:
            canvas.begin_path()
        elif kind == 61 and canvas.path:
            canvas.path.append("Z")
        elif kind in (62, 63, 64):
            canvas.end_path(fill=kind != 64, stroke=kind != 62)
        elif kind == 67:
            data, canvas.path = "".join(canvas.path or []), None
            (mode,) = struct.unpack_from("<I", record, 8)
            canvas.clip(data, within=mode != 5)
        elif kind == 68:
            canvas.path = None

    def _end_path(self, _: bytes) -> None:
        """Nothing: what was collected stays until it is painted."""

    def _clip_box(self, record: bytes) -> None:
        left, top, right, bottom = struct.unpack_from("<iiii", record, 8)
        canvas, path = self._canvas, self._canvas.path
        canvas.path = None
        canvas.clip(canvas.polyline(corners((left, top, right, bottom)), close=True))
        canvas.path = path

    def _clip_region(self, record: bytes) -> None:
        size, mode = struct.unpack_from("<II", record, 8)
        canvas = self._canvas
        if size == 0:
            canvas.unclip()
        elif mode in (1, 5) and size >= 32:
            (count,) = struct.unpack_from("<I", record, 24)
            count = min(count, _NO_CLIP_RECTANGLES, max(0, len(record) - 48) // 16)
            boxes = [struct.unpack_from("<iiii", record, 48 + 16 * at) for at in range(count)]
            state = canvas.state
            kept = state.world, state.window, state.viewport
            # Regions are in units of the device.
            state.world, state.window, state.viewport = IDENTITY, (0, 0, 1, 1), (0, 0, 1, 1)
            data = "".join(canvas.polyline(corners(box), close=True) for box in boxes)
            state.world, state.window, state.viewport = kept
            canvas.clip(data, within=mode == 1)

    # -- bitmaps and words ---------------------------------------------------------------------

    def _blit(self, record: bytes) -> None:
        x, y, w, h, operation = struct.unpack_from("<iiiiI", record, 24)
        kind = struct.unpack_from("<I", record)[0]
        info, info_size, bits, bits_size = struct.unpack_from("<4I", record, 84)
        box = (x, y, x + w, y + h)
        if bits_size == 0 or info_size == 0:
            self._canvas.paint(box, operation)
            return
        found = self._bitmaps.read(record[info : info + info_size], record[bits : bits + bits_size])
        blends = kind in (114, 116)  # alpha and transparency: in the bitmap, or left out
        self._canvas.image(found, box, 0 if blends else operation)

    def _dib(self, record: bytes) -> None:
        kind = struct.unpack_from("<I", record)[0]
        x, y, _, _, ws, hs, info, info_size, bits, bits_size = struct.unpack_from(
            "<6i4I", record, 24
        )
        operation, w, h = 0, ws, hs
        if kind == 81:
            operation, w, h = struct.unpack_from("<Iii", record, 68)
        found = self._bitmaps.read(record[info : info + info_size], record[bits : bits + bits_size])
        self._canvas.image(found, (x, y, x + w, y + h), operation)

    def _words(self, record: bytes) -> None:
        kind = struct.unpack_from("<I", record)[0]
        x, y, count, start, options, *box, steps = struct.unpack_from("<iiIIIiiiiI", record, 36)
        count = min(count, _MOST_LETTERS)
        canvas = self._canvas
        if options & 2 and box[2] > box[0] and box[3] > box[1]:
            canvas.fill_box((box[0], box[1], box[2], box[3]), canvas.state.back_color)
        if options & 0x10:  # the letters are numbers of a font's glyphs
            return
        if kind == 84:
            words = record[start : start + 2 * count].decode("utf-16-le", "replace")
        else:
            words = record[start : start + count].decode("cp1252", "replace")
        widths: tuple[int, ...] = ()
        if steps and steps + 4 * count <= len(record):
            widths = struct.unpack_from(f"<{count}I", record, steps)
        known = [float(width) for width in widths if width < 1 << 24]
        canvas.text(words, (x, y), known if len(known) == count else ())


def _ratio(dots: int, millimetres: int) -> float:
    return dots / millimetres if dots > 0 and millimetres > 0 else 96 / 25.4


def _matrix(record: bytes, at: int) -> Matrix:
    values = struct.unpack_from("<6f", record, at)
    if not all(-1e9 < value < 1e9 for value in values):  # NaN is not, either
        return IDENTITY
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _places(record: bytes, at: int, count: int, *, small: bool) -> list[Point]:
    """Return points of two or four bytes each, as many as there are."""
    unit = 4 if small else 8
    count = max(0, min(count, (len(record) - at) // unit))
    values = struct.unpack_from(f"<{2 * count}{'h' if small else 'i'}", record, at)
    return list(zip(values[0::2], values[1::2], strict=True))


def _continued(before: str, data: str) -> str:
    """Return path data without the move to where the path is."""
    start = min((at for at in (data.find("L"), data.find("C")) if at > 0), default=0)
    at = data[1:start]
    return data[start:] if start and before.endswith(at) else data


_Play = Callable[[_EmfReader, bytes], None]
_RECORDS: dict[int, _Play] = {
    9: _EmfReader._window_extent,
    10: _EmfReader._window_origin,
    11: _EmfReader._viewport_extent,
    12: _EmfReader._viewport_origin,
    17: _EmfReader._map_mode,
    21: _EmfReader._end_path,
    27: _EmfReader._move,
    30: _EmfReader._clip_box,
    33: _EmfReader._save,
    34: _EmfReader._restore,
    35: _EmfReader._world,
    36: _EmfReader._modify_world,
    37: _EmfReader._select,
    38: _EmfReader._pen,
    39: _EmfReader._brush,
    40: _EmfReader._delete,
    54: _EmfReader._line,
    60: _EmfReader._end_path,
    15: _EmfReader._pixel,
    75: _EmfReader._clip_region,
    82: _EmfReader._font,
    93: _EmfReader._pattern_brush,
    94: _EmfReader._pattern_brush,
    95: _EmfReader._extended_pen,
    **dict.fromkeys((18, 19, 20, 22, 24, 25), _EmfReader._set),
    **dict.fromkeys((31, 32), _EmfReader._scale_extent),
    **dict.fromkeys((2, 3, 4, 5, 6, 85, 86, 87, 88, 89), _EmfReader._points),
    **dict.fromkeys((7, 8, 90, 91), _EmfReader._many),
    **dict.fromkeys((42, 43, 44, 45, 46, 47, 55), _EmfReader._box_figure),
    **dict.fromkeys((59, 61, 62, 63, 64, 67, 68), _EmfReader._path),
    **dict.fromkeys((76, 77, 114, 116), _EmfReader._blit),
    **dict.fromkeys((80, 81), _EmfReader._dib),
    **dict.fromkeys((83, 84), _EmfReader._words),
}
