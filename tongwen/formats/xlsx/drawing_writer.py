"""Drawings that people moved, removed or added, back into the drawing part (§20.5)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import attribute, clean, parse
from tongwen.formats.xlsx.chart_cells import ChartCells
from tongwen.formats.xlsx.chart_writer import CHART_TYPE, chart_part, frame
from tongwen.formats.xlsx.drawings import anchors
from tongwen.formats.xlsx.live import LiveSheet
from tongwen.formats.xlsx.names import DRAWING, OFFICE, SHEET_DRAWING, local, relationship_id
from tongwen.formats.xlsx.object_writer import Object, differing
from tongwen.formats.xlsx.shell_editor import ShellEditor

_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_EMPTY = f'<xdr:wsDr xmlns:xdr="{SHEET_DRAWING}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"></xdr:wsDr>'
_KINDS = {
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpeg", "image/jpeg"),
    b"GIF8": ("gif", "image/gif"),
    b"BM": ("bmp", "image/bmp"),
}
_USUAL = (1_905_000, 1_428_750)  # EMU of a picture whose size is not told
_CHART_LOOKS = ("chartStyle", "chartColorStyle")
_CLOSING = re.compile(rb"</[^<>]+>\s*\Z")
_MOVES = ("twoCell", "oneCell", "absolute")
_MOST = 2**31 - 1  # EMU


class DrawingWriter:
    """Writes the drawings of one worksheet; `media` returns uploaded pictures by name.

    A drawing to which something is only added keeps all its bytes.
    """

    def __init__(
        self,
        package: Package,
        part: str,
        editor: ShellEditor,
        sheets: tuple[LiveSheet, LiveSheet | None],
        media: Callable[[str], bytes],
        charts: ChartCells,
        left_out: list[str],
    ) -> None:
        self._package = package
        self._part = part
        self._editor = editor
        self._live, self._filed = sheets
        self._media = media
        self._charts = charts
        self._left_out = left_out
        self._roots: dict[str, etree._Element] = {}
        self._anchors: dict[str, tuple[str, etree._Element]] = {}
        self._changed: set[str] = set()
        self._added: dict[str, list[str]] = {}

    def write(self) -> None:
        """Write the drawings that differ."""
        pairs = sorted(differing(self._live, self._filed, "drawing"), key=_age)
        if not pairs:
            return
        for relationship in list(self._package.relationships(self._part).values()):
            if relationship.kind == "drawing" and relationship.target in self._package:
                self._open(relationship.target)
        for now, then in pairs:
            self._one(now, then)
        for name, root in self._roots.items():
            if name in self._changed:
                tree = root.getroottree()
                self._package.set(
                    name,
                    etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True),
                )
            if name in self._added:
                written = _with(self._package.read(name), "".join(self._added[name]))
                self._package.set(name, written)

    def _open(self, name: str) -> None:
        try:
            root = parse(self._package.read(name), name)
        except TongwenError:
            return
        self._roots[name] = root
        for at, anchor in enumerate(anchors(root)):
            self._anchors[f"{name}/{at}"] = name, anchor

    def _one(self, now: Object | None, then: Object | None) -> None:
        source = then.get("src") if then is not None else None
        nowhere: tuple[str, etree._Element | None] = ("", None)
        drawing, anchor = self._anchors.get(str(source), nowhere)
        if now is None:
            parent = anchor.getparent() if anchor is not None else None
            if anchor is not None and parent is not None:
                self._changed.add(drawing)
                self._forget_chart(drawing, anchor)
                parent.remove(anchor)
        elif anchor is not None:
            if all(now.get(name) == (then or {}).get(name) for name in ("anchor", "alt")):
                return  # an older reader told of it otherwise
            self._changed.add(drawing)
            self._place(anchor, now.get("anchor"))
            if now.get("alt") != (then or {}).get("alt"):
                _describe(anchor, now.get("alt"))
        elif now.get("kind") == "image":
            self._add_picture(now)
        elif now.get("kind") == "chart":
            self._add_chart(now)

    def _forget_chart(self, drawing: str, anchor: etree._Element) -> None:
        """Take out the part of a chart that is removed, unless it is shown elsewhere, too."""
        for element in anchor.iter(etree.Element):
            identity = relationship_id(element) if local(element) == "chart" else None
            known = self._package.relationships(drawing)
            if identity is None or identity not in known:
                continue
            part = known[identity].target
            self._package.unrelate(drawing, identity)
            shown = any(one.target == part for one in self._package.relationships(drawing).values())
            if not shown and part in self._package:
                for other in list(self._package.relationships(part).values()):
                    if other.kind in _CHART_LOOKS and other.target in self._package:
                        self._package.remove(other.target)
                self._package.remove(part)

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

    def _add_picture(self, now: Object) -> None:
        name = now.get("media")
        if not isinstance(name, str) or self._corners(now) is None:
            return
        data = self._picture(name)
        kind = next((kind for mark, kind in _KINDS.items() if data.startswith(mark)), None)
        if kind is None:
            self._left_out.append(name)
            return
        drawing = self._drawing()
        picture = self._package.add("xl/media/image", kind[0], data, kind[1])
        identity = self._package.relate(drawing, "image", picture)
        title, alt, number, size = self._told(drawing, now, "Picture")
        self._anchored(drawing, now, _picture(title, alt, number, identity, size))

    def _add_chart(self, now: Object) -> None:
        data = chart_part(now.get("chart"), self._live.sid, self._charts)
        if data is None or self._corners(now) is None:
            return
        drawing = self._drawing()
        part = self._package.add("xl/charts/chart", "xml", data, CHART_TYPE)
        identity = self._package.relate(drawing, "chart", part)
        name, alt, number, size = self._told(drawing, now, "Chart")
        self._anchored(drawing, now, frame(name, alt, number, identity, size))

    def _told(self, drawing: str, now: Object, kind: str) -> tuple[str, str, int, tuple[int, int]]:
        """Return the name, the description, the number and the size of what is added."""
        known = (one.get("id", "") for one in self._roots[drawing].iter(etree.Element))
        highest = max((int(text) for text in known if text.isdigit()), default=0)
        number = highest + 1 + len(self._added.get(drawing, ()))
        name = clean(str(now.get("name") or f"{kind} {number}"))[:255]
        size = _size((now.get("anchor") or {}).get("size")) or _USUAL
        return name, clean(str(now.get("alt") or ""))[:2000], number, size

    def _corners(self, now: Object) -> tuple[dict[str, int], dict[str, int] | None] | None:
        """Return where something begins and, if it says so, ends; None when its anchor is gone."""
        found = now.get("anchor")
        start = self._marker(found.get("from")) if isinstance(found, Mapping) else None
        if start is None or not isinstance(found, Mapping):
            return None
        return start, self._marker(found.get("to"))

    def _anchored(self, drawing: str, now: Object, content: str) -> None:
        corners = self._corners(now)
        if corners is None:
            return
        start, stop = corners
        size = _size((now.get("anchor") or {}).get("size")) or _USUAL
        kind = "oneCellAnchor" if stop is None else "twoCellAnchor"
        reach = (
            f'<xdr:ext cx="{size[0]}" cy="{size[1]}"/>'
            if stop is None
            else _corner_text("to", stop)
        )
        self._added.setdefault(drawing, []).append(
            f'<xdr:{kind} xmlns:xdr="{SHEET_DRAWING}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}">'
            f"{_corner_text('from', start)}{reach}{content}</xdr:{kind}>"
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


def _describe(anchor: etree._Element, alt: Any) -> None:
    """Give a drawing the words that are read out in place of it (§20.1.2.2.8)."""
    named = next((one for one in anchor.iter(etree.Element) if local(one) == "cNvPr"), None)
    if named is None:
        return
    if isinstance(alt, str) and alt:
        named.set("descr", clean(alt)[:2000])
    else:
        named.attrib.pop("descr", None)


def _picture(name: str, alt: str, number: int, identity: str, size: tuple[int, int]) -> str:
    return (
        "<xdr:pic><xdr:nvPicPr>"
        f'<xdr:cNvPr id="{number}" name="{attribute(name)}" descr="{attribute(alt)}"/>'
        '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip r:embed="{identity}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size[0]}" cy="{size[1]}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
    )


def _with(drawing: bytes, anchors: str) -> bytes:
    """Return a drawing with anchors before its end; all bytes of it are kept where they can be."""
    closing = _CLOSING.search(drawing)
    if closing is not None:
        return drawing[: closing.start()] + anchors.encode() + drawing[closing.start() :]
    root = parse(drawing, "drawing")  # an empty root, or something behind it
    root.extend(parse(f"<all>{anchors}</all>".encode(), "drawing"))
    return etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )


def _corner_text(name: str, corner: Mapping[str, int]) -> str:
    inside = "".join(
        f"<xdr:{key}>{corner[key]}</xdr:{key}>" for key in ("col", "colOff", "row", "rowOff")
    )
    return f"<xdr:{name}>{inside}</xdr:{name}>"


def _age(pair: tuple[Object | None, Object | None]) -> int:
    """Return what sorts those that are added as they were made: later ones cover earlier ones."""
    t = (pair[0] or {}).get("t") if pair[1] is None else None
    return t if isinstance(t, int) else 0


def _size(value: Any) -> tuple[int, int] | None:
    if isinstance(value, list) and len(value) == 2:
        width, height = _emu(value[0]), _emu(value[1])
        return (width, height) if width > 0 and height > 0 else None
    return None


def _emu(value: Any) -> int:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if usable and -_MOST < value < _MOST else 0
