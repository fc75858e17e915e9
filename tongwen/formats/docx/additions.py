"""What an export adds to a package: links, pictures, fresh numbers; and what it left out."""

import re
from collections.abc import Callable

from tongwen.core.errors import TongwenError
from tongwen.formats.docx.story import Story
from tongwen.formats.ooxml.package import Package

Media = Callable[[str], bytes]

_UPLOADED = re.compile(r"sha256-[0-9a-f]{64}")
_FORBIDDEN = re.compile(r"\s*(javascript|vbscript|data)\s*:", re.IGNORECASE)
_DRAWING_ID = re.compile(rb"<(?:\w+:)?docPr\s[^>]*?\bid=\"(\d{1,9})\"")
_SIGNATURES = (
    (b"\x89PNG\r\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"GIF8", "gif", "image/gif"),
    (b"BM", "bmp", "image/bmp"),
    (b"II*\0", "tiff", "image/tiff"),
    (b"MM\0*", "tiff", "image/tiff"),
)


class Additions:
    """Additions to one package. Each link or picture is added once however often it is used."""

    def __init__(self, package: Package, media: Media) -> None:
        self.package = package
        self.left_out: list[str] = []
        self._media = media
        self._parts: dict[str, str | None] = {}
        self._links: dict[tuple[str, str], str] = {}
        self._images: dict[tuple[str, str], str] = {}
        self._drawing_id = 0
        self._tracked_id = 0

    def link(self, part: str, address: str) -> str | None:
        """Return the id of a relationship to an external address; None for one that runs code."""
        if _FORBIDDEN.match(address) or not address.strip():
            self.left_out.append(f"link {address[:80]}")
            return None
        key = (part, address)
        if key not in self._links:
            for relationship in self.package.relationships(part).values():
                if relationship.external and relationship.target == address:
                    self._links[key] = relationship.id
                    break
            else:
                self._links[key] = self.package.relate(part, "hyperlink", address, external=True)
        return self._links[key]

    def image(self, part: str, media: str) -> str | None:
        """Return the id of a relationship to a picture: a part of the package or an upload."""
        name = self._media_part(media)
        if name is None:
            return None
        key = (part, name)
        if key not in self._images:
            known = self.package.relationships(part).values()
            same = [one.id for one in known if one.kind == "image" and one.target == name]
            self._images[key] = same[0] if same else self.package.relate(part, "image", name)
        return self._images[key]

    def drawing_id(self, story: Story) -> int:
        """Return a number that no drawing of the story has."""
        if self._drawing_id == 0:
            found = [int(number) for number in _DRAWING_ID.findall(story.data)]
            self._drawing_id = max(found, default=0)
        self._drawing_id += 1
        return self._drawing_id

    def tracked_id(self) -> int:
        """Return a number for a new tracked change."""
        self._tracked_id += 1
        return 900_000_000 + self._tracked_id

    def _media_part(self, media: str) -> str | None:
        if media in self._parts:
            return self._parts[media]
        name: str | None = None
        if _UPLOADED.fullmatch(media):
            name = self._uploaded(media)
        elif media in self.package:
            name = media
        if name is None:
            self.left_out.append(f"image {media[:80]}")
        self._parts[media] = name
        return name

    def _uploaded(self, media: str) -> str | None:
        try:
            data = self._media(media)
        except (KeyError, OSError, TongwenError):
            return None
        kind = image_kind(data)
        if kind is None:
            return None
        return self.package.add("word/media/image", kind[0], data, kind[1])


def image_kind(data: bytes) -> tuple[str, str] | None:
    """Return the extension and media type of a picture by its first bytes; None for others."""
    for signature, extension, media_type in _SIGNATURES:
        if data.startswith(signature):
            return extension, media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp", "image/webp"
    if b"<svg" in data[:1024]:
        return "svg", "image/svg+xml"
    return None
