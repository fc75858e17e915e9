"""Windows metafiles, old (WMF) and enhanced (EMF), as SVG: what a browser cannot draw itself."""

import zlib

from tongwen.core.errors import Unsupported
from tongwen.formats.metafile.canvas import Unreadable
from tongwen.formats.metafile.emf import is_emf, read_emf
from tongwen.formats.metafile.wmf import is_wmf, read_wmf

MEDIA_TYPE = "image/svg+xml"
ENDINGS = ("emf", "wmf", "emz", "wmz")
_LARGEST = 64 << 20  # bytes of a metafile


def metafile_svg(data: bytes) -> bytes:
    """Return a metafile, gzipped or not, as an SVG picture of a size of its own.

    Paths, texts and bitmaps are drawn; records of EMF+ are passed over, as the file repeats them in
    plain records. What is read, drawn and written is bounded whatever the file says ([MS-EMF],
    [MS-WMF]); nothing in the picture refers to anything outside of it.

    Raises:
        Unsupported: `image-unreadable`: it is no metafile, or nothing in it can be drawn.
    """
    try:
        if data[:2] == b"\x1f\x8b":
            data = _inflated(data)
        if is_emf(data):
            return read_emf(data)
        if is_wmf(data):
            return read_wmf(data)
    except Unreadable:
        pass
    raise Unsupported("image-unreadable")


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=31)
    try:
        return inflater.decompress(data, _LARGEST)
    except zlib.error:
        raise Unreadable from None
