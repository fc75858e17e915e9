"""Notes that people wrote, changed or removed (ECMA-376-1 §18.7), with their shapes in VML."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import clean, escape, parse
from tongwen.formats.xlsx.annotations import targets
from tongwen.formats.xlsx.cell_writer import text_element
from tongwen.formats.xlsx.column_names import LETTERS
from tongwen.formats.xlsx.font_writer import run_properties
from tongwen.formats.xlsx.live import LiveSheet
from tongwen.formats.xlsx.names import MAIN, MAIN_STRICT, OFFICE, VML, VML_EXCEL, local
from tongwen.formats.xlsx.object_writer import Object, differing
from tongwen.formats.xlsx.shell_editor import ShellEditor

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_OFFICE_VML = "urn:schemas-microsoft-com:office:office"
_EMPTY_VML = (
    f'<xml xmlns:v="{VML}" xmlns:o="{_OFFICE_VML}" xmlns:x="{VML_EXCEL}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202"'
    ' coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke'
    ' joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_WIDE, _HIGH = 144, 79  # points of a note's usual shape


class NoteWriter:
    """Writes the notes of one worksheet."""

    def __init__(
        self,
        package: Package,
        part: str,
        editor: ShellEditor,
        sheets: tuple[LiveSheet, LiveSheet | None],
    ) -> None:
        self._package = package
        self._part = part
        self._editor = editor
        self._live, self._filed = sheets

    def write(self, threads: list[dict[str, Any]] | None = None) -> None:
        """Write the notes that differ; `threads` replace those that stand in for threads."""
        pairs = list(differing(self._live, self._filed, "note"))
        if not pairs and threads is None:
            return
        name, root = self._comments()
        listed = _group(root, "commentList")
        elements = {f"{name}/{at}": one for at, one in enumerate(_elements(listed))}
        drawing, shapes = self._shapes()
        for now, then in pairs:
            source = then.get("src") if then is not None else None
            old = elements.get(source) if isinstance(source, str) else None
            if old is not None:
                _remove_shape(shapes, old.get("ref", ""))
                listed.remove(old)
            where = self._live.place(now.get("row"), now.get("col")) if now is not None else None
            if now is not None and where is not None:
                listed.append(self._comment(root, now, where))
                shapes.append(_shape(now, where, len(shapes)))
        if threads is not None:
            self._stand_in(root, shapes, threads)
        for part, tree in ((name, root), (drawing, shapes)):
            written = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            self._package.set(part, written)

    def _stand_in(
        self, root: etree._Element, shapes: etree._Element, threads: list[dict[str, Any]]
    ) -> None:
        listed = _group(root, "commentList")
        authors = [one.text or "" for one in _elements(_group(root, "authors"))]
        for old in _elements(listed):
            index = old.get("authorId", "")
            known = index.isdigit() and int(index) < len(authors)
            if known and authors[int(index)].startswith("tc={"):
                _remove_shape(shapes, old.get("ref", ""))
                listed.remove(old)
        for thread in threads:
            listed.append(self._comment(root, thread, thread["where"]))
            shapes.append(_shape(thread, thread["where"], len(shapes)))

    def _comments(self) -> tuple[str, etree._Element]:
        found = targets(self._package, self._part, "comments")
        if found:
            return found[0], parse(self._package.read(found[0]), found[0])
        space = MAIN_STRICT if self._package.is_strict else MAIN
        empty = f'<comments xmlns="{space}"><authors/><commentList/></comments>'.encode()
        name = self._package.add("xl/comments", "xml", empty, _TYPE)
        self._package.relate(self._part, "comments", name)
        return name, parse(empty, name)

    def _shapes(self) -> tuple[str, etree._Element]:
        for name in targets(self._package, self._part, "vmlDrawing"):
            try:
                return name, parse(self._package.read(name), name)
            except TongwenError:
                continue
        name = self._package.add("xl/drawings/vmlDrawing", "vml", _EMPTY_VML.encode(), _VML_TYPE)
        identity = self._package.relate(self._part, "vmlDrawing", name)
        self._editor.patch.declare("r", OFFICE)
        element = self._editor.element("legacyDrawing")
        element.set(f"{{{OFFICE}}}id", identity)
        self._editor.patch.put("legacyDrawing", self._editor.patch.written(element))
        return name, parse(_EMPTY_VML.encode(), name)

    def _comment(
        self, root: etree._Element, note: Object, where: tuple[int, int]
    ) -> etree._Element:
        space = etree.QName(root).namespace or MAIN
        author = _author(root, clean(str(note.get("author") or ""))[:255])
        runs = note.get("text")
        inside = "".join(_run(run) for run in runs) if isinstance(runs, list) else ""
        ref = f"{LETTERS[where[1]]}{where[0] + 1}"
        return etree.fromstring(
            f'<comment xmlns="{space}" ref="{ref}" authorId="{author}">'
            f"<text>{inside}</text></comment>"
        )


def _run(run: Any) -> str:
    if not isinstance(run, list) or not run or not isinstance(run[0], str):
        return ""
    font = run[1] if len(run) > 1 and isinstance(run[1], Mapping) else {}
    return f"<r>{run_properties(font, '')}{text_element(run[0], '')}</r>"


def _author(root: etree._Element, name: str) -> int:
    """Return the index of an author, appended when they are new."""
    authors = _group(root, "authors")
    listed = _elements(authors)
    for at, one in enumerate(listed):
        if (one.text or "") == name:
            return at
    added = etree.SubElement(authors, f"{{{etree.QName(root).namespace}}}author")
    added.text = name
    return len(listed)


def _group(root: etree._Element, name: str) -> etree._Element:
    found = next((one for one in _elements(root) if local(one) == name), None)
    if found is None:
        found = etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{name}")
    return found


def _elements(root: etree._Element) -> list[etree._Element]:
    return [one for one in root if isinstance(one.tag, str)]


def _remove_shape(root: etree._Element, ref: str) -> None:
    for shape in _elements(root):
        texts = {local(one): (one.text or "").strip() for one in shape.iter(etree.Element)}
        row, col = texts.get("Row", ""), texts.get("Column", "")
        placed = row.isdigit() and col.isdigit() and int(col) < len(LETTERS)
        if placed and f"{LETTERS[int(col)]}{int(row) + 1}" == ref:
            root.remove(shape)
            return


def _shape(note: Object, where: tuple[int, int], number: int) -> etree._Element:
    row, col = where
    width, height = _points(note.get("w"), _WIDE), _points(note.get("h"), _HIGH)
    shown = note.get("shown") is True
    anchor = f"{col + 1}, 15, {max(row - 1, 0)}, 10, {col + 3}, 15, {row + 3}, 4"
    visible = "<x:Visible/>" if shown else ""
    style = (
        f"position:absolute;margin-left:60pt;margin-top:2pt;width:{width:g}pt;height:{height:g}pt;"
        f"z-index:{number};visibility:{'visible' if shown else 'hidden'}"
    )
    return etree.fromstring(
        f'<v:shape xmlns:v="{VML}" xmlns:o="{_OFFICE_VML}" xmlns:x="{VML_EXCEL}"'
        f' id="_x0000_s{2000 + number}" type="#_x0000_t202" style="{escape(style)}"'
        ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column>{visible}"
        "</x:ClientData></v:shape>"
    )


def _points(value: Any, usual: float) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 2000
    return float(value) if usable else usual
