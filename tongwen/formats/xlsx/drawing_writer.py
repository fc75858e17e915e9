"""Drawings that people moved, removed or added, back into the drawing part (§20.5)."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import attribute, clean, parse
from tongwen.formats.xlsx.live import LiveSheet
from tongwen.formats.xlsx.names import DRAWING, OFFICE, SHEET_DRAWING, local
from tongwen.formats.xlsx.object_writer import Object, differing
from tongwen.formats.xlsx.shell_editor import ShellEditor

_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_EMPTY = f'<xdr:wsDr xmlns:xdr="{SHEET_DRAWING}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"></xdr:wsDr>'
_KINDS = {
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpeg", "image/jpeg"),
    b"GIF8": ("gif", "image/gif"),
    b"BM": ("bmp", "image/bmp"),
}
_USUAL = (1_905_000, 1_428_750)  # EMU of a picture whose size is not told
_MOVES = ("twoCell", "oneCell", "absolute")
_MOST = 2**31 - 1  # EMU


class DrawingWriter:
    """Writes the drawings of one worksheet; `media` returns uploaded pictures by name."""

    def __init__(
        self,
        package: Package,
        part: str,
        editor: ShellEditor,
        sheets: tuple[LiveSheet, LiveSheet | None],
        media: Callable[[str], bytes],
        left_out: list[str],
    ) -> None:
        self._package = package
        self._part = part
        self._editor = editor
        self._live, self._filed = sheets
        self._media = media
        self._left_out = left_out
        self._roots: dict[str, etree._Element] = {}
        self._anchors: dict[str, etree._Element] = {}

    def write(self) -> None:
        """Write the drawings that differ."""
        pairs = list(differing(self._live, self._filed, "drawing"))
        if not pairs:
            return
        for relationship in list(self._package.relationships(self._part).values()):
            if relationship.kind == "drawing" and relationship.target in self._package:
                self._open(relationship.target)
        for now, then in pairs:
            self._one(now, then)
        for name, root in self._roots.items():
            tree = root.getroottree()
            written = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            self._package.set(name, written)

    def _open(self, name: str) -> None:
        try:
            root = parse(self._package.read(name), name)
        except TongwenError:
            return
        self._roots[name] = root
        anchors = [one for one in root.iter(etree.Element) if local(one) in _ANCHORS]
        for at, anchor in enumerate(anchors):
            self._anchors[f"{name}/{at}"] = anchor

    def _one(self, now: Object | None, then: Object | None) -> None:
        source = then.get("src") if then is not None else None
        anchor = self._anchors.get(source) if isinstance(source, str) else None
        if now is None:
            parent = anchor.getparent() if anchor is not None else None
            if anchor is not None and parent is not None:
                parent.remove(anchor)
        elif anchor is not None:
            self._place(anchor, now.get("anchor"))
        elif now.get("kind") == "image":
            self._add(now)

    def _place(self, anchor: etree._Element, found: Any) -> None:
        if not isinstance(found, Mapping):
            return
        for child in anchor:
            name = local(child)
            if name in ("from", "to"):
                self._set_marker(child, found.get(name))
            elif name == "ext" and _size(found.get("size")) is not None:
                width, height = _size(found.get("size")) or _USUAL
                child.set("cx", str(width))
                child.set("cy", str(height))
        if local(anchor) == "twoCellAnchor" and found.get("move") in _MOVES:
            anchor.set("editAs", str(found["move"]))

    def _set_marker(self, element: etree._Element, marker: Any) -> None:
        placed = self._marker(marker)
        for child in element:
            if placed is not None and local(child) in placed:
                child.text = str(placed[local(child)])

    def _marker(self, marker: Any) -> dict[str, int] | None:
        """Return a corner `[row, col, dx, dy]` by the names of its elements."""
        if not isinstance(marker, list) or len(marker) != 4:
            return None
        where = self._live.place(marker[0], marker[1])
        if where is None:
            return None
        offsets = [_emu(value) for value in marker[2:]]
        return {"col": where[1], "colOff": offsets[0], "row": where[0], "rowOff": offsets[1]}

    def _add(self, now: Object) -> None:
        name = now.get("media")
        found = now.get("anchor")
        start = self._marker(found.get("from")) if isinstance(found, Mapping) else None
        if not isinstance(name, str) or not isinstance(found, Mapping) or start is None:
            return
        data = self._picture(name)
        kind = next((kind for mark, kind in _KINDS.items() if data.startswith(mark)), None)
        if kind is None:
            self._left_out.append(name)
            return
        drawing = self._drawing()
        picture = self._package.add("xl/media/image", kind[0], data, kind[1])
        identity = self._package.relate(drawing, "image", picture)
        stop = self._marker(found.get("to"))
        root = self._roots[drawing]
        root.append(
            _picture(now, (start, stop), _size(found.get("size")) or _USUAL, identity, root)
        )

    def _picture(self, name: str) -> bytes:
        try:
            return self._package.read_raw(name) if name in self._package else self._media(name)
        except (KeyError, TongwenError):
            return b""

    def _drawing(self) -> str:
        if self._roots:
            return next(iter(self._roots))
        name = self._package.add("xl/drawings/drawing", "xml", _EMPTY.encode(), _TYPE)
        identity = self._package.relate(self._part, "drawing", name)
        self._editor.patch.declare("r", OFFICE)
        element = self._editor.element("drawing")
        element.set(f"{{{OFFICE}}}id", identity)
        self._editor.add("drawing", element)
        self._open(name)
        return name


def _picture(
    now: Object,
    corners: tuple[dict[str, int], dict[str, int] | None],
    size: tuple[int, int],
    identity: str,
    root: etree._Element,
) -> etree._Element:
    start, stop = corners
    number = 1 + max(
        (int(text) for one in root.iter(etree.Element) if (text := one.get("id", "")).isdigit()),
        default=0,
    )
    name = attribute(clean(str(now.get("name") or f"Picture {number}"))[:255])
    alt = attribute(clean(str(now.get("alt") or ""))[:2000])
    kind = "oneCellAnchor" if stop is None else "twoCellAnchor"
    reach = (
        f'<xdr:ext cx="{size[0]}" cy="{size[1]}"/>' if stop is None else _corner_text("to", stop)
    )
    text = (
        f'<xdr:{kind} xmlns:xdr="{SHEET_DRAWING}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}">'
        f"{_corner_text('from', start)}{reach}<xdr:pic><xdr:nvPicPr>"
        f'<xdr:cNvPr id="{number}" name="{name}" descr="{alt}"/><xdr:cNvPicPr>'
        '<a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip r:embed="{identity}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size[0]}" cy="{size[1]}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
        f"</xdr:{kind}>"
    )
    return etree.fromstring(text)


def _corner_text(name: str, corner: Mapping[str, int]) -> str:
    inside = "".join(
        f"<xdr:{key}>{corner[key]}</xdr:{key}>" for key in ("col", "colOff", "row", "rowOff")
    )
    return f"<xdr:{name}>{inside}</xdr:{name}>"


def _size(value: Any) -> tuple[int, int] | None:
    if isinstance(value, list) and len(value) == 2:
        width, height = _emu(value[0]), _emu(value[1])
        return (width, height) if width > 0 and height > 0 else None
    return None


def _emu(value: Any) -> int:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if usable and -_MOST < value < _MOST else 0
