"""What the records of a metafile draw on: a device context, and the SVG that comes of it."""

import base64
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from tongwen.formats.metafile.bitmap import Bitmap

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
TRANSPARENT, OPAQUE = 1, 2
_MOST_BYTES = 8 << 20  # of SVG
_MOST_POINTS = 400_000
_MOST_SAVED = 512
_FARTHEST = 1e7
_KAPPA = 0.5522847498
_ASCENT, _DESCENT = 0.9, 0.22  # of most fonts, in sizes of the letter
_LETTER = 0.55
_DASHES = {1: "18 6", 2: "3 3", 3: "9 6 3 6", 4: "9 3 3 3 3 3"}
_CAPS = {0x100: "square", 0x200: "butt"}
_JOINS = {0x1000: "bevel", 0x2000: "miter"}
_NULL_PEN = 5
_AND = 0x8800C6
_BLENDS = {_AND: "multiply", 0xEE0086: "screen", 0x660046: "difference"}
_COPY, _BLACK, _WHITE, _PATTERN = 0xCC0020, 0x000042, 0xFF0062, 0xF00021
_NO_OPERATION = 11  # of SetROP2
_HATCHES = (
    "M0 4H8",
    "M4 0V8",
    "M0 0L8 8",
    "M0 8L8 0",
    "M0 4H8M4 0V8",
    "M0 0L8 8M0 8L8 0",
)


class Unreadable(Exception):
    """What is read is no metafile, or nothing comes of it."""


@dataclass(frozen=True, slots=True)
class Pen:
    """`style` as in LogPen, `width` in logical units."""

    style: int = 0
    width: float = 0
    color: str = "#000000"


@dataclass(frozen=True, slots=True)
class Brush:
    """A colour, a hatch over it (0 to 5), a picture, or nothing."""

    color: str | None = "#ffffff"
    hatch: int | None = None
    picture: Bitmap | None = None


@dataclass(frozen=True, slots=True)
class Font:
    """`height` as in LogFont: negative the letter's, positive the line's.

    `turn` is in tenths of degrees, against the clock.
    """

    face: str = "sans-serif"
    height: float = -12
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    turn: float = 0
    charset: int = 0


@dataclass(slots=True)
class State:
    """A device context: how logical units become the picture's, and what one draws with."""

    world: Matrix = IDENTITY
    window: tuple[float, float, float, float] = (0, 0, 1, 1)  # origin, extent
    viewport: tuple[float, float, float, float] = (0, 0, 1, 1)
    pen: Pen = field(default_factory=Pen)
    brush: Brush = field(default_factory=Brush)
    font: Font = field(default_factory=Font)
    text_color: str = "#000000"
    back_color: str = "#ffffff"
    back_mode: int = OPAQUE
    align: int = 0
    winding: bool = False
    operation: int = 13
    at: Point = (0.0, 0.0)
    clip: str = ""


def multiplied(first: Matrix, second: Matrix) -> Matrix:
    """Return the transform that does the first, then the second."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def rgb(value: int) -> str:
    """Return a COLORREF as CSS."""
    return f"#{value & 255:02x}{value >> 8 & 255:02x}{value >> 16 & 255:02x}"


def number(value: float) -> str:
    """Return a coordinate as text: finite, short."""
    if not math.isfinite(value):
        return "0"
    return f"{max(-_FARTHEST, min(_FARTHEST, value)):.2f}".rstrip("0").rstrip(".")


class Canvas:
    """Draws with a device context; coordinates are logical, the SVG's are the device's."""

    def __init__(self) -> None:
        self.state = State()
        self.path: list[str] | None = None
        self._saved: list[State] = []
        self._parts: list[str] = []
        self._size = 0
        self._points = 0
        self._defs: list[str] = []
        self._mask: tuple[str, str] | None = None  # where a bitmap stands that may be a mask
        self._names: dict[str, str] = {}
        self._bounds: list[float] = [math.inf, math.inf, -math.inf, -math.inf]

    # -- units ---------------------------------------------------------------------------------

    def place(self, point: Point) -> Point:
        """Return where a logical point is in the picture."""
        a, b, c, d, e, f = self.state.world
        x, y = point[0] * a + point[1] * c + e, point[0] * b + point[1] * d + f
        wx, wy, ww, wh = self.state.window
        vx, vy, vw, vh = self.state.viewport
        return (x - wx) * vw / (ww or 1) + vx, (y - wy) * vh / (wh or 1) + vy

    def scale(self) -> float:
        """Return the length of a logical unit in the picture."""
        a, b, c, d, _, _ = self.state.world
        _, _, ww, wh = self.state.window
        _, _, vw, vh = self.state.viewport
        area = abs((a * d - b * c) * (vw / (ww or 1)) * (vh / (wh or 1)))
        return math.sqrt(area) if math.isfinite(area) else 1.0

    # -- state ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Remember the device context."""
        if len(self._saved) < _MOST_SAVED:
            self._saved.append(replace(self.state))

    def restore(self, which: int) -> None:
        """Go back to a remembered one: the last (-1), one before …, or by its number from one."""
        at = len(self._saved) + which if which < 0 else which - 1
        if 0 <= at < len(self._saved):
            self.state = self._saved[at]
            del self._saved[at:]

    # -- paths ---------------------------------------------------------------------------------

    def begin_path(self) -> None:
        """Collect what is drawn from here on."""
        self.path = []

    def polyline(self, points: Sequence[Point], *, close: bool = False) -> str:
        """Return path data through points."""
        if not points:
            return ""
        places = [self._counted(point) for point in points]
        return "M" + "L".join(f"{x} {y}" for x, y in places) + ("Z" if close else "")

    def bezier(self, points: Sequence[Point]) -> str:
        """Return path data of cubic curves: a start, then three points each."""
        if len(points) < 4:
            return ""
        places = [" ".join(self._counted(point)) for point in points]
        curves = [places[at : at + 3] for at in range(1, len(places) - 2, 3)]
        return f"M{places[0]}" + "".join(f"C{' '.join(curve)}" for curve in curves)

    def ellipse(self, box: Box) -> str:
        """Return path data of the ellipse in a box."""
        left, top, right, bottom = box
        cx, cy, rx, ry = (
            (left + right) / 2,
            (top + bottom) / 2,
            (right - left) / 2,
            (bottom - top) / 2,
        )
        kx, ky = rx * _KAPPA, ry * _KAPPA
        return self.bezier(
            [
                (right, cy),
                (right, cy + ky),
                (cx + kx, bottom),
                (cx, bottom),
                (cx - kx, bottom),
                (left, cy + ky),
                (left, cy),
                (left, cy - ky),
                (cx - kx, top),
                (cx, top),
                (cx + kx, top),
                (right, cy - ky),
                (right, cy),
            ]
        )

    def rounded(self, box: Box, wide: float, high: float) -> str:
        """Return path data of a box whose corners are quarters of an ellipse."""
        left, top, right, bottom = box
        rx, ry = min(abs(wide), abs(right - left)) / 2, min(abs(high), abs(bottom - top)) / 2
        kx, ky = rx * (1 - _KAPPA), ry * (1 - _KAPPA)
        corners = [
            ((left, top + ry), (left, top + ky), (left + kx, top), (left + rx, top)),
            ((right - rx, top), (right - kx, top), (right, top + ky), (right, top + ry)),
            (
                (right, bottom - ry),
                (right, bottom - ky),
                (right - kx, bottom),
                (right - rx, bottom),
            ),
            ((left + rx, bottom), (left + kx, bottom), (left, bottom - ky), (left, bottom - ry)),
        ]
        data = [self.bezier(corner) for corner in corners]
        return data[0] + "".join(f"L{one[1:]}" for one in data[1:]) + "Z"

    def arc(self, box: Box, start: Point, stop: Point, kind: str) -> str:
        """Return path data of an arc against the clock between two rays.

        `kind` is `arc`, `chord` or `pie`.
        """
        left, top, right, bottom = box
        cx, cy = (left + right) / 2, (top + bottom) / 2
        rx, ry = abs(right - left) / 2 or 1, abs(bottom - top) / 2 or 1
        begin = math.atan2((cy - start[1]) / ry, (start[0] - cx) / rx)
        end = math.atan2((cy - stop[1]) / ry, (stop[0] - cx) / rx)
        swing = (end - begin) % (2 * math.pi) or 2 * math.pi
        pieces = max(1, math.ceil(swing / (math.pi / 2) - 1e-9))
        step = swing / pieces
        handle = 4 / 3 * math.tan(step / 4)
        points: list[Point] = []
        for piece in range(pieces):
            a, b = begin + piece * step, begin + (piece + 1) * step
            first = (cx + rx * math.cos(a), cy - ry * math.sin(a))
            last = (cx + rx * math.cos(b), cy - ry * math.sin(b))
            if not points:
                points.append(first)
            points += [
                (first[0] - handle * rx * math.sin(a), first[1] - handle * ry * math.cos(a)),
                (last[0] + handle * rx * math.sin(b), last[1] + handle * ry * math.cos(b)),
                last,
            ]
        data = self.bezier(points)
        if kind == "pie":
            x, y = self._counted((cx, cy))
            return f"{data}L{x} {y}Z"
        return data + "Z" if kind == "chord" else data

    def _counted(self, point: Point) -> tuple[str, str]:
        self._points += 1
        if self._points > _MOST_POINTS:
            raise Unreadable
        x, y = self.place(point)
        self._reach(x, y)
        return number(x), number(y)

    def _reach(self, x: float, y: float) -> None:
        if abs(x) < _FARTHEST and abs(y) < _FARTHEST:
            bounds = self._bounds
            bounds[0], bounds[1] = min(bounds[0], x), min(bounds[1], y)
            bounds[2], bounds[3] = max(bounds[2], x), max(bounds[3], y)

    # -- drawing -------------------------------------------------------------------------------

    def draw(self, data: str, *, fill: bool, stroke: bool = True) -> None:
        """Paint path data, or add it to the path that is being collected."""
        if not data:
            return
        if self.path is not None:
            self.path.append(data)
            return
        if self.state.operation == _NO_OPERATION:
            return
        looks = self._fill() if fill else ' fill="none"'
        looks += self._stroke() if stroke else ""
        if looks != ' fill="none"':
            self._add(f'<path d="{data}"{looks}{self._clipped()}/>')

    def end_path(self, *, fill: bool, stroke: bool) -> None:
        """Paint what was collected."""
        data, self.path = "".join(self.path or []), None
        self.draw(data, fill=fill, stroke=stroke)

    def paint(self, box: Box, operation: int) -> None:
        """Fill a box with the brush, or with black or white, as a ternary raster operation says."""
        colors = {_BLACK: "#000000", _WHITE: "#ffffff"}
        if operation in colors:
            looks = f' fill="{colors[operation]}"'
        elif operation == _PATTERN:
            looks = self._fill()
        else:
            return
        data = self.polyline(corners(box), close=True)
        self._add(f'<path d="{data}"{looks}{self._clipped()}/>')

    def fill_box(self, box: Box, color: str) -> None:
        """Fill a box with a colour."""
        data = self.polyline(corners(box), close=True)
        self._add(f'<path d="{data}" fill="{color}"{self._clipped()}/>')

    def image(self, bitmap: Bitmap | None, box: Box, operation: int = _COPY) -> None:
        """Draw a bitmap into a box; one drawn through a mask just before shows only there."""
        if bitmap is None or (operation not in _BLENDS and operation not in (_COPY, 0)):
            return
        left, top = self.place((box[0], box[1]))
        right, bottom = self.place((box[2], box[3]))
        if right == left or bottom == top:
            return
        self._reach(left, top)
        self._reach(right, bottom)
        sizes = f"{number(right - left)} 0 0 {number(bottom - top)}"
        turn = f"matrix({sizes} {number(left)} {number(top)})"
        drawn = (
            f'<image width="1" height="1" preserveAspectRatio="none" transform="{turn}" '
            f'href="{_address(bitmap)}"/>'
        )
        mask, self._mask = self._mask, None
        if operation == _AND:
            self._unmasked(mask)
            self._mask = turn, drawn
        elif operation in _BLENDS and mask is not None and mask[0] == turn:
            self._within(drawn, f' mask="url(#{self._masking(mask[1])})"')
        else:
            self._unmasked(mask)
            self._within(drawn, _blend(operation))

    def _unmasked(self, mask: tuple[str, str] | None) -> None:
        """Draw a mask after all that nothing was drawn through."""
        if mask is not None:
            self._within(mask[1], _blend(_AND))

    def _masking(self, drawn: str) -> str:
        """Return the name of a mask that is open where a bitmap is black."""
        turned = self._define(
            '<filter color-interpolation-filters="sRGB"><feColorMatrix '
            'values="-1 0 0 0 1 0 -1 0 0 1 0 0 -1 0 1 0 0 0 1 0"/></filter>'
        )
        image = drawn.replace("<image ", f'<image filter="url(#{turned})" ', 1)
        return self._define(f"<mask>{image}</mask>")

    def text(self, words: str, at: Point, steps: Sequence[float] = ()) -> None:
        """Draw words at a reference point; `steps` are the letters' widths in logical units."""
        state, font = self.state, self.state.font
        moves = bool(state.align & 1)
        where = state.at if moves else at
        height = abs(font.height) if font.height < 0 else font.height / (_ASCENT + _DESCENT)
        height = height or 12
        wide = sum(steps) if steps else len(words) * height * _LETTER
        if moves:
            state.at = (where[0] + wide, where[1])
        if not words.strip() or state.operation == _NO_OPERATION:
            return
        self._points += len(words)
        x, y = self.place(where)
        self._reach(x, y)
        scale = self.scale()
        size = height * scale
        a, b, _, _, _, _ = state.world
        turn = -font.turn / 10 + math.degrees(math.atan2(b, a))
        anchor = {2: "end", 6: "middle"}.get(state.align & 6, "start")
        down = {0: _ASCENT, 8: -_DESCENT, 24: 0.0}.get(state.align & 24, 0.0) * size
        looks = _font_looks(font, size, state.text_color)
        if anchor != "start":
            looks += f' text-anchor="{anchor}"'
        if steps and len(words) > 1 and wide > 0:
            looks += f' textLength="{number(wide * scale)}"'
        turned = f" rotate({number(turn)})" if turn % 360 else ""
        self._within(
            f'<text xml:space="preserve" transform="translate({number(x)} {number(y)}){turned}" '
            f'y="{number(down)}"{looks}>{escape(_clean(words))}</text>'
        )

    def clip(self, data: str, *, within: bool = True) -> None:
        """Draw only in path data from here on, and (or not) where one could so far."""
        if not data:
            return
        before = self._clipped() if within else ""
        self.state.clip = self._define(f'<clipPath{before}><path d="{data}"/></clipPath>')

    def unclip(self) -> None:
        """Draw everywhere."""
        self.state.clip = ""

    # -- SVG -----------------------------------------------------------------------------------

    def svg(self, box: Box | None) -> bytes:
        """Return the picture in a box of device units, else around what was drawn.

        Raises:
            Unreadable: nothing was drawn.
        """
        mask, self._mask = self._mask, None
        self._unmasked(mask)
        if not self._parts:
            raise Unreadable
        left, top, right, bottom = box or tuple(self._bounds)
        if not all(math.isfinite(one) for one in (left, top, right, bottom)):
            raise Unreadable
        view = (left, top, max(right - left, 1), max(bottom - top, 1))
        sizes = " ".join(number(one) for one in view)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{sizes}" width="{number(view[2])}" '
            f'height="{number(view[3])}" preserveAspectRatio="none">'
        )
        defs = f"<defs>{''.join(self._defs)}</defs>" if self._defs else ""
        return (head + defs + "".join(self._parts) + "</svg>").encode()

    def _add(self, part: str) -> None:
        if self._mask is not None:
            mask, self._mask = self._mask, None
            self._unmasked(mask)
        self._size += len(part)
        if self._size > _MOST_BYTES:
            raise Unreadable
        self._parts.append(part)

    def _within(self, part: str, looks: str = "") -> None:
        """Add what has a transform of its own: it is clipped from outside of that."""
        looks += self._clipped()
        self._add(f"<g{looks}>{part}</g>" if looks else part)

    def _define(self, element: str) -> str:
        """Keep a definition once; return its name."""
        known = self._names.get(element)
        if known is None:
            self._size += len(element)
            if self._size > _MOST_BYTES:
                raise Unreadable
            known = self._names[element] = f"d{len(self._names)}"
            name = element[: min(at for at in (element.find(" "), element.find(">")) if at > 0)]
            self._defs.append(f'{name} id="{known}"{element[len(name) :]}')
        return known

    def _clipped(self) -> str:
        return f' clip-path="url(#{self.state.clip})"' if self.state.clip else ""

    def _fill(self) -> str:
        brush = self.state.brush
        rule = "" if self.state.winding else ' fill-rule="evenodd"'
        if brush.picture is not None:
            picture = brush.picture
            return f' fill="url(#{self._tile(picture)})"{rule}'
        if brush.color is None:
            return ' fill="none"'
        if brush.hatch is None:
            return f' fill="{brush.color}"{rule}'
        lines = _HATCHES[brush.hatch % len(_HATCHES)]
        back = self.state.back_color if self.state.back_mode == OPAQUE else "none"
        name = self._define(
            '<pattern width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<path d="M0 0H8V8H0Z" fill="{back}"/>'
            f'<path d="{lines}" stroke="{brush.color}"/></pattern>'
        )
        return f' fill="url(#{name})"{rule}'

    def _tile(self, picture: Bitmap) -> str:
        size = f'width="{picture.width}" height="{picture.height}"'
        return self._define(
            f'<pattern {size} patternUnits="userSpaceOnUse">'
            f'<image {size} href="{_address(picture)}"/></pattern>'
        )

    def _stroke(self) -> str:
        pen = self.state.pen
        style = pen.style & 0xF
        if style == _NULL_PEN:
            return ""
        width = pen.width * self.scale()
        looks = f' stroke="{pen.color}"'
        if width <= 1:
            looks += ' vector-effect="non-scaling-stroke"'
        else:
            looks += f' stroke-width="{number(width)}"'
        if style in _DASHES:
            unit = max(width, 1)
            dashes = [float(one) * (unit if width > 1 else 1) for one in _DASHES[style].split()]
            looks += f' stroke-dasharray="{" ".join(number(one) for one in dashes)}"'
        looks += f' stroke-linecap="{_CAPS.get(pen.style & 0xF00, "round")}"'
        return looks + f' stroke-linejoin="{_JOINS.get(pen.style & 0xF000, "round")}"'


def corners(box: Box) -> list[Point]:
    """Return the corners of a box, in order."""
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def pairs(values: Iterable[float]) -> list[Point]:
    """Return numbers as points; one left over is dropped."""
    found = list(values)
    return list(zip(found[0::2], found[1::2], strict=False))


def _blend(operation: int) -> str:
    blend = _BLENDS.get(operation)
    return f' style="mix-blend-mode:{blend}"' if blend else ""


def _address(bitmap: Bitmap) -> str:
    return f"data:{bitmap.media_type};base64,{base64.b64encode(bitmap.data).decode()}"


def _font_looks(font: Font, size: float, color: str) -> str:
    face = escape(_clean(font.face)[:64] or "sans-serif", quote=True).replace("&#x27;", "")
    looks = f' font-family="{face},sans-serif" font-size="{number(size)}" fill="{color}"'
    if font.bold:
        looks += ' font-weight="bold"'
    if font.italic:
        looks += ' font-style="italic"'
    lines = [
        name for name, on in (("underline", font.underline), ("line-through", font.strike)) if on
    ]
    return looks + (f' text-decoration="{" ".join(lines)}"' if lines else "")


def _clean(text: str) -> str:
    """Return what XML can hold of a text."""
    return "".join(
        one
        for one in text
        if one >= " " and not 0xD800 <= ord(one) <= 0xDFFF and one not in "\ufffe\uffff"
    )
