"""Windows metafiles as SVG: what is drawn, and that no file crashes it or grows without end."""

import base64
import gzip
import random
import re
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tongwen.core.errors import Unsupported
from tongwen.formats.metafile import metafile_svg

MOST = 9 << 20  # bytes of any picture


def record(kind: int, form: str = "", *values: float, tail: bytes = b"") -> bytes:
    body = struct.pack(f"<{form}", *values) + tail
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, 8 + len(body)) + body


def emf(*records: bytes, frame: tuple[int, int, int, int] = (0, 0, 1000, 500)) -> bytes:
    """Return a metafile of 10 by 5 millimetres, ten units a millimetre."""
    head = struct.pack("<iiii", 0, 0, 99, 49) + struct.pack("<iiii", *frame) + b" EMF"
    head += struct.pack("<IIIHHIIIii ii", 0x10000, 0, 0, 0, 0, 0, 0, 0, 1000, 1000, 100, 100)
    return record(1, tail=head) + b"".join(records) + record(14, "III", 0, 16, 20)


def word(kind: int, form: str = "", *values: int, tail: bytes = b"") -> bytes:
    body = struct.pack(f"<{form}", *values) + tail
    body += b"\0" * (len(body) % 2)
    return struct.pack("<IH", 3 + len(body) // 2, kind) + body


def wmf(*records: bytes, placed: tuple[int, int, int, int] | None = (0, 0, 100, 50)) -> bytes:
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 9, 0, 0)
    if placed is not None:
        place = struct.pack("<H4hHI", 0, *placed, 96, 0)
        head = b"\xd7\xcd\xc6\x9a" + place + b"\0\0" + head
    return head + b"".join(records) + word(0)


def drawn(data: bytes) -> etree._Element:
    svg = metafile_svg(data)
    assert len(svg) < MOST
    return etree.fromstring(svg, etree.XMLParser(huge_tree=True))


def elements(root: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in root.iter() if etree.QName(one).localname == name]


def dib(width: int, height: int, depth: int, bits: bytes, *, compression: int = 0) -> bytes:
    palette = b"" if depth > 8 else b"\0\0\0\0\xff\xff\xff\0" + b"\0" * 4 * ((1 << depth) - 2)
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, depth, compression, 0, 0, 0, 0, 0)
    return head + palette + bits


def picture(root: etree._Element) -> tuple[int, int, int, bytes]:
    """Return width, height, colour type and rows of the first bitmap."""
    [image, *_] = elements(root, "image")
    data = base64.b64decode((image.get("href") or "").partition("base64,")[2])
    assert data.startswith(b"\x89PNG")
    width, height, _, kind = struct.unpack_from(">IIBB", data, 16)
    at = data.index(b"IDAT")
    (size,) = struct.unpack_from(">I", data, at - 4)
    return width, height, kind, zlib.decompress(data[at + 4 : at + 4 + size])


# -- enhanced metafiles ----------------------------------------------------------------------------

PEN = record(38, "IIiiI", 1, 0, 3, 0, 0x0000FF)
BRUSH = record(39, "IIII", 2, 0, 0x00FF00, 0)
CHOSEN = PEN + BRUSH + record(37, "I", 1) + record(37, "I", 2)
BOUNDS = (0, 0, 0, 0)


def test_figures_have_the_pen_and_the_brush_chosen_for_them() -> None:
    triangle = record(86, "iiiiI6h", *BOUNDS, 3, 0, 0, 50, 0, 0, 25)
    root = drawn(emf(CHOSEN, triangle, record(43, "iiii", 10, 10, 20, 30)))
    assert root.get("viewBox") == "0 0 100 50"
    first, second = elements(root, "path")
    assert first.get("d") == "M0 0L50 0L0 25Z"
    assert (first.get("fill"), first.get("stroke")) == ("#00ff00", "#ff0000")
    assert first.get("stroke-width") == "3"
    assert "10 30" in (second.get("d") or "")


def test_units_are_those_of_the_mapping_mode_and_the_world() -> None:
    mapped = record(17, "I", 8) + record(9, "ii", 10, 10) + record(11, "ii", 100, 50)
    moved = record(36, "6fI", 1, 0, 0, 1, 2, 0, 2)
    line = record(27, "ii", 0, 0) + record(54, "ii", 5, 10)
    root = drawn(emf(mapped, line, record(33), moved, line, record(34, "i", -1), line))
    assert [one.get("d") for one in elements(root, "path")] == [
        "M0 0L50 50",
        "M20 0L70 50",
        "M0 0L50 50",
    ]
    up = drawn(emf(record(17, "I", 2), line))
    assert elements(up, "path")[0].get("d") == "M0 0L5 -10"


def test_curves_arcs_and_paths_are_drawn() -> None:
    curve = record(85, "iiiiI8h", *BOUNDS, 4, 0, 0, 10, 0, 10, 10, 0, 10)
    pie = record(47, "8i", 0, 0, 20, 20, 20, 10, 10, 0)
    onward = record(27, "ii", 5, 5) + record(88, "iiiiI6h", *BOUNDS, 3, 6, 6, 7, 7, 8, 8)
    path = record(59) + onward + record(61) + record(60) + record(62, "iiii", *BOUNDS)
    root = drawn(emf(CHOSEN, curve, pie, path, record(42, "iiii", 0, 0, 10, 10)))
    bezier, slice_, filled, round_ = [one.get("d") or "" for one in elements(root, "path")]
    assert bezier == "M0 0C10 0 10 10 0 10"
    assert slice_.startswith("M20 10C") and slice_.endswith("10 0L10 10Z")
    assert filled == "M5 5C6 6 7 7 8 8Z"
    assert round_.count("C") == 4


def test_words_are_text_at_their_place() -> None:
    face = "Ünï<".encode("utf-16-le").ljust(64, b"\0")
    font = record(82, "IiiiiiBBBBBBBB", 3, -20, 0, 900, 0, 700, 1, 1, 0, 0, 0, 0, 0, 0, tail=face)
    said = "a<&文".encode("utf-16-le")
    words = record(
        84, "iiiiIffiiIIIiiiiI", *BOUNDS, 1, 1, 1, 30, 40, 4, 76, 0, *BOUNDS, 84,
        tail=said + struct.pack("<4I", 10, 10, 10, 20),
    )  # fmt: skip
    aligned = record(22, "I", 24 | 6) + record(24, "I", 0x332211)
    [text] = elements(drawn(emf(font, record(37, "I", 3), aligned, words)), "text")
    assert text.text == "a<&文"
    assert (text.get("font-size"), text.get("font-weight")) == ("20", "bold")
    assert (text.get("text-anchor"), text.get("textLength")) == ("middle", "50")
    assert text.get("transform") == "translate(30 40) rotate(-90)"
    assert text.get("fill") == "#112233"
    assert text.get("font-family") == "Ünï<,sans-serif"


def test_what_is_clipped_is_clipped_and_afterwards_not() -> None:
    box = record(43, "iiii", 0, 0, 50, 50)
    root = drawn(emf(record(33), record(30, "iiii", 5, 5, 9, 9), box, record(34, "i", -1), box))
    first, second = [one for one in elements(root, "path") if one.get("fill-rule")]
    assert first.get("clip-path") == "url(#d0)"
    assert second.get("clip-path") is None


def test_bitmaps_are_pictures_in_the_page() -> None:
    data = dib(2, 2, 24, b"\x00\x00\xff\x00\xff\x00\0\0" + b"\xff\x00\x00\xff\xff\xff\0\0")
    shown = record(
        81, "iiii6i4IIIii", *BOUNDS, 0, 0, 0, 0, 2, 2, 80, 40, 120, 16, 0, 0xCC0020, 20, 10,
        tail=data,
    )  # fmt: skip
    root = drawn(emf(shown))
    assert picture(root) == (2, 2, 2, b"\0\x00\x00\xff\xff\xff\xff\0\xff\x00\x00\x00\xff\x00")
    assert elements(root, "image")[0].get("transform") == "matrix(20 0 0 10 0 0)"


# -- Windows metafiles -----------------------------------------------------------------------------

WINDOW = word(0x20B, "hh", 10, 10) + word(0x20C, "hh", 25, 50)


def test_old_metafiles_are_drawn_in_their_window() -> None:
    pen = word(0x2FA, "HhhI", 1, 1, 0, 0xFF) + word(0x12D, "H", 0)
    brush = word(0x2FC, "HIH", 1, 0, 0) + word(0x12D, "H", 1)
    shapes = word(0x41B, "hhhh", 20, 30, 10, 10) + word(0x324, "H6h", 3, 10, 10, 60, 10, 10, 35)
    root = drawn(wmf(WINDOW, pen, brush, shapes))
    assert root.get("viewBox") == "0 0 100 50"
    box, triangle = elements(root, "path")
    assert box.get("d") == "M0 0L40 0L40 20L0 20Z"
    assert triangle.get("d") == "M0 0L100 0L0 50Z"
    assert (box.get("fill"), box.get("stroke"), box.get("stroke-dasharray")) == (
        "none",
        "#ff0000",
        "36 12",
    )


def test_numbers_of_deleted_objects_are_given_again() -> None:
    color = [0x0000FF, 0x00FF00, 0xFF0000]
    made = [word(0x2FC, "HIH", 0, one, 0) for one in color]
    again = made[0] + made[1] + word(0x1F0, "H", 0) + word(0xF7, "HH", 0x300, 0) + made[2]
    chosen = again + word(0x12D, "H", 2) + word(0x41B, "hhhh", 5, 5, 0, 0)
    assert elements(drawn(wmf(chosen)), "path")[0].get("fill") == "#0000ff"


def test_words_are_read_in_the_charset_of_their_font() -> None:
    def font(charset: int, face: bytes) -> bytes:
        return word(
            0x2FB, "hhhhhBBBBBBBB", -10, 0, 0, 0, 400, 0, 0, 0, charset, 0, 0, 0, 0, tail=face
        )

    def said(data: bytes) -> bytes:
        return word(0xA32, "hhHH", 5, 5, len(data), 0, tail=data)

    chinese = font(134, b"SimSun\0\0") + word(0x12D, "H", 0) + said("汉字".encode("gbk"))
    signs = font(2, b"Symbol\0\0") + word(0x12D, "H", 1) + said(b"w\xe5")
    plain = word(0x521, "H", 2, tail=b"ok" + struct.pack("<hh", 1, 2))
    found = [one.text for one in elements(drawn(wmf(plain, chinese, signs)), "text")]
    assert found == ["ok", "汉字", "ω∑"]


@pytest.mark.parametrize(
    ("depth", "bits", "kind", "rows"),
    [
        (1, b"\x80\0\0\0" + b"\x40\0\0\0", 3, b"\0\x40\0\x80"),
        (4, b"\x10\0\0\0" + b"\x01\0\0\0", 3, b"\0\x01\0\x10"),
        (8, b"\x01\x00\0\0" + b"\x00\x01\0\0", 3, b"\0\x00\x01\0\x01\x00"),
        (16, b"\x00\x7c\x1f\x00" + b"\xff\x7f\0\0", 2, b"\0" + b"\xff" * 3 + b"\0" * 4
         + b"\xff\0\0\0\0\xff"),
        (32, b"\1\2\3\x80\4\5\6\xff" + b"\7\x08\x09\x00" * 2, 6,
         b"\0\x09\x08\x07\0\x09\x08\x07\0\0\3\2\1\x80\6\5\4\xff"),
    ],
)  # fmt: skip
def test_bitmaps_of_every_depth(depth: int, bits: bytes, kind: int, rows: bytes) -> None:
    shown = word(0xF43, "I9h", 0xCC0020, 0, 2, 2, 0, 0, 10, 10, 0, 0, tail=dib(2, 2, depth, bits))
    assert picture(drawn(wmf(shown))) == (2, 2, kind, rows)


def test_run_length_bitmaps_are_unpacked() -> None:
    bits = b"\x03\x01\x00\x00" + b"\x00\x03\x01\x00\x01\x00" + b"\x00\x01"
    shown = word(
        0xF43, "I9h", 0xCC0020, 0, 3, 2, 0, 0, 9, 9, 0, 0, tail=dib(3, 2, 8, bits, compression=1)
    )
    assert picture(drawn(wmf(shown)))[3] == b"\0\x01\0\x01\0\x01\x01\x01"


def test_a_picture_after_its_mask_shows_only_through_it() -> None:
    mask = word(
        0xB41, "I8h", 0x8800C6, 2, 2, 0, 0, 9, 9, 0, 0, tail=dib(2, 2, 1, b"\x80\0\0\0" * 2)
    )
    over = word(0xB41, "I8h", 0x660046, 2, 2, 0, 0, 9, 9, 0, 0, tail=dib(2, 2, 24, b"\1" * 16))
    root = drawn(wmf(mask, over))
    assert len(elements(root, "mask")) == 1
    assert [one.get("mask") for one in elements(root, "g")] == ["url(#d1)"]
    alone = drawn(wmf(mask))
    assert "multiply" in (elements(alone, "g")[0].get("style") or "")


def test_gzipped_metafiles_are_unpacked() -> None:
    data = emf(record(43, "iiii", 0, 0, 5, 5))
    assert metafile_svg(gzip.compress(data)) == metafile_svg(data)


# -- bad input -------------------------------------------------------------------------------------


def quietly(data: bytes) -> None:
    """Read something that may be no metafile: a bounded picture, or a refusal."""
    try:
        svg = metafile_svg(data)
    except Unsupported as error:
        assert error.code == "image-unreadable"
        return
    assert len(svg) < MOST
    root = etree.fromstring(svg, etree.XMLParser(huge_tree=True))
    assert not re.search(rb'href="(?!data:image/)|url\((?!#)', svg)
    assert not elements(root, "script")


RICH = (
    emf(
        CHOSEN,
        record(86, "iiiiI6h", *BOUNDS, 3, 0, 0, 50, 0, 0, 25),
        record(91, "iiiiIIII6h", *BOUNDS, 2, 6, 3, 3, 0, 0, 1, 1, 2, 2),
        record(47, "8i", 0, 0, 20, 20, 20, 10, 10, 0),
        record(75, "II", 0, 5),
        record(82, "IiiiiiBBBBBBBB", 3, -20, 0, 900, 0, 700, 1, 1, 0, 0, 0, 0, 0, 0),
        record(37, "I", 3),
        record(84, "iiiiIffiiIIIiiiiI", *BOUNDS, 1, 1, 1, 3, 4, 2, 76, 0, *BOUNDS, 0,
               tail=b"a\0b\0"),
        record(81, "iiii6i4IIIii", *BOUNDS, 0, 0, 0, 0, 2, 2, 80, 40, 120, 16, 0, 0xCC0020, 2, 1,
               tail=dib(2, 2, 24, b"\1" * 16)),
    ),
    wmf(
        WINDOW,
        word(0x2FC, "HIH", 2, 0, 3) + word(0x12D, "H", 0),
        word(0x324, "H6h", 3, 10, 10, 60, 10, 10, 35),
        word(0x538, "HHH12h", 2, 3, 3, *range(12)),
        word(0x81A, "8h", 1, 2, 3, 4, 20, 20, 0, 0),
        word(0xA32, "hhHH", 5, 5, 2, 0, tail=b"ab"),
        word(0xF43, "I9h", 0xCC0020, 0, 2, 2, 0, 0, 9, 9, 0, 0, tail=dib(2, 2, 4, b"\1" * 8)),
    ),
)  # fmt: skip


@pytest.mark.parametrize("data", RICH)
def test_a_truncated_metafile_is_drawn_as_far_as_it_goes(data: bytes) -> None:
    for end in range(0, len(data), 3):
        quietly(data[:end])


@settings(max_examples=150, deadline=None)
@given(data=st.sampled_from(RICH), seed=st.integers(0, 1 << 32), count=st.integers(1, 30))
def test_a_damaged_metafile_does_no_harm(data: bytes, seed: int, count: int) -> None:
    dice, damaged = random.Random(seed), bytearray(data)
    for _ in range(count):
        at = dice.randrange(len(damaged))
        damaged[at] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
    quietly(bytes(damaged))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_what_is_no_metafile_is_refused(data: bytes) -> None:
    quietly(data)
    quietly(b"\x1f\x8b" + data)
    quietly(emf(data))
    quietly(wmf(data))


def refused(data: bytes) -> bool:
    with pytest.raises(Unsupported) as caught:
        metafile_svg(data)
    return caught.value.code == "image-unreadable"


def test_counts_that_are_lies_draw_what_is_there() -> None:
    many = record(86, "iiiiI4h", *BOUNDS, 0xFFFFFFFF, 0, 0, 5, 5)
    assert elements(drawn(emf(many)), "path")[0].get("d") == "M0 0L5 5Z"
    assert refused(emf(record(91, "iiiiII", *BOUNDS, 0xFFFFFFFF, 0xFFFFFFFF)))
    assert refused(wmf(word(0x538, "H", 0xFFFF)))
    few = wmf(word(0x324, "H2h", 0x7FFF, 1, 1))
    assert elements(drawn(few), "path")[0].get("d") == "M1 1Z"


@pytest.mark.parametrize("size", [0, 1, 4, 7, 9, 0xFFFFFFFF])
def test_records_of_impossible_sizes_end_the_picture(size: int) -> None:
    box = record(43, "iiii", 0, 0, 5, 5)
    odd = struct.pack("<II", 43, size) + b"\0" * 16
    assert len(elements(drawn(emf(box, odd, box)), "path")) <= 2
    quietly(wmf(struct.pack("<IH", size, 0x41B)))


@pytest.mark.parametrize(
    ("width", "height"),
    [(0, 5), (-5, 5), (5, 0), (1 << 30, 1 << 30), (1, -(1 << 31)), (70_000, 999)],
)
def test_bitmaps_of_impossible_sizes_are_left_out(width: int, height: int) -> None:
    data = dib(width, height, 8, b"\x00", compression=1)
    shown = word(0xF43, "I9h", 0xCC0020, 0, 2, 2, 0, 0, 9, 9, 0, 0, tail=data)
    assert refused(wmf(shown))


def test_small_files_do_not_become_large_pictures() -> None:
    blank = dib(4000, 4000, 8, b"", compression=1)
    shown = word(0xF43, "I9h", 0xCC0020, 0, 2, 2, 0, 0, 9, 9, 0, 0, tail=blank)
    assert len(elements(drawn(wmf(*[shown] * 50)), "image")) == 2
    boxes = record(43, "iiii", 0, 0, 5, 5) * 70_000
    assert refused(emf(boxes))
    points = struct.pack("<2h", 1, 2) * 60_000
    lines = record(87, "iiiiI", *BOUNDS, 60_000, tail=points)
    assert refused(emf(*[lines] * 8))


def test_objects_and_saved_states_without_end_are_bounded() -> None:
    box = word(0x41B, "hhhh", 5, 5, 0, 0)
    brushes = word(0x2FC, "HIH", 0, 1, 0) * 100_000
    assert len(elements(drawn(wmf(brushes, word(0x1E) * 50_000, box)), "path")) == 1


def test_numbers_that_are_none_stay_finite() -> None:
    nan = record(35, "6f", *[float("nan")] * 6) + record(36, "6fI", *[float("inf")] * 6, 2)
    huge = record(35, "6f", *[1e8] * 6)
    box = record(43, "iiii", -(1 << 31), 0, (1 << 31) - 1, 5)
    for odd in (nan, huge, record(9, "ii", 0, 0), record(17, "I", 8) + record(11, "ii", 0, 0)):
        svg = metafile_svg(emf(odd, box, record(43, "iiii", 0, 0, 5, 5)))
        assert b"nan" not in svg and b"inf" not in svg


def test_a_gzip_bomb_is_refused() -> None:
    assert refused(gzip.compress(b"\0" * (80 << 20)))
