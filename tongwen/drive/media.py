"""Images that live documents hold: what they are, and to which document they belong."""

import struct
from dataclasses import dataclass
from typing import NamedTuple

from tongwen.blobs import BlobStore, is_key
from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import NotFound, Unsupported
from tongwen.drive import Drive
from tongwen.store import Reader

PREFIX = "sha256-"

_HEAD = 512 * 1024  # bytes of an image that are looked at; JPEG headers may hold a thumbnail
_LARGEST_SIDE = 1 << 20  # pixels: beyond it, the header is nonsense


@dataclass(frozen=True, slots=True)
class Media:
    """An image of a document. `width` and `height` are pixels."""

    blob: str
    media_type: str
    size: int
    width: int
    height: int

    @property
    def name(self) -> str:
        """Its name in the document's `media` attributes."""
        return PREFIX + self.blob


class Dimensions(NamedTuple):
    """What the first bytes of an image say."""

    media_type: str
    width: int
    height: int


async def keep_media(
    drive: Drive, blobs: BlobStore, actor: Actor, node: str, blob: str, size: int
) -> Media:
    """Read what image a stored blob is, and write that the document holds it.

    Raises:
        Unsupported: `image-unreadable`.
    """
    head = b"".join([piece async for piece in blobs.read(actor.tenant, blob, 0, _HEAD)])
    seen = read_dimensions(head)
    if seen is None:
        raise Unsupported("image-unreadable")
    media = Media(blob, seen.media_type, size, seen.width, seen.height)
    async with drive.database.transaction() as tx:
        await tx.execute(
            "INSERT INTO media (tenant, node, blob, media_type, size, width, height, created_by,"
            " created) VALUES (:tenant, :node, :blob, :media_type, :size, :width, :height, :by,"
            " :at) ON CONFLICT DO NOTHING",
            tenant=actor.tenant,
            node=node,
            blob=blob,
            media_type=media.media_type,
            size=size,
            width=media.width,
            height=media.height,
            by=actor.author,
            at=now(),
        )
    return media


async def find_media(reader: Reader, tenant: str, node: str, name: str) -> Media:
    """Return an image that a document holds.

    Raises:
        NotFound: it holds none of that name.
    """
    blob = name.removeprefix(PREFIX)
    row = None
    if is_key(blob) and blob != name:
        row = await reader.fetchrow(
            "SELECT blob, media_type, size, width, height FROM media"
            " WHERE tenant = :tenant AND node = :node AND blob = :blob",
            tenant=tenant,
            node=node,
            blob=blob,
        )
    if row is None:
        raise NotFound("not-found")
    return Media(row["blob"], row["media_type"], row["size"], row["width"], row["height"])


def read_dimensions(head: bytes) -> Dimensions | None:
    """Read type and size in pixels from the beginning of a PNG, JPEG, GIF, WebP or BMP image.

    Returns None when it is none of them, or says impossible things.
    """
    for read in (_png, _gif, _webp, _bmp, _jpeg):
        try:
            seen = read(head)
        except (struct.error, IndexError):
            continue
        if seen is not None:
            sane = 0 < seen.width <= _LARGEST_SIDE and 0 < seen.height <= _LARGEST_SIDE
            return seen if sane else None
    return None


def _png(head: bytes) -> Dimensions | None:
    """PNG (ISO/IEC 15948) §11.2.2: IHDR comes first."""
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or head[12:16] != b"IHDR":
        return None
    return Dimensions("image/png", *struct.unpack_from(">II", head, 16))


def _gif(head: bytes) -> Dimensions | None:
    """GIF89a §18: the logical screen descriptor."""
    if head[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    return Dimensions("image/gif", *struct.unpack_from("<HH", head, 6))


def _bmp(head: bytes) -> Dimensions | None:
    """BITMAPINFOHEADER; a negative height means that the rows go down."""
    if head[:2] != b"BM":
        return None
    width, height = struct.unpack_from("<ii", head, 18)
    return Dimensions("image/bmp", width, abs(height))


def _webp(head: bytes) -> Dimensions | None:
    """RFC 9649 §2: lossy, lossless or extended."""
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return None
    form = head[12:16]
    if form == b"VP8 ":
        width, height = struct.unpack_from("<HH", head, 26)
        return Dimensions("image/webp", width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return Dimensions("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8X":
        width = int.from_bytes(head[24:27], "little") + 1
        return Dimensions("image/webp", width, int.from_bytes(head[27:30], "little") + 1)
    return None


def _jpeg(head: bytes) -> Dimensions | None:
    """ITU-T T.81 §B.2.2: the first start-of-frame segment."""
    if head[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at + 9 <= len(head):
        if head[at] != 0xFF:
            return None
        marker = head[at + 1]
        if marker == 0xFF:  # fill bytes
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", head, at + 5)
            return Dimensions("image/jpeg", width, height)
        at += 2 + struct.unpack_from(">H", head, at + 2)[0]
    return None
