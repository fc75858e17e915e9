"""What a thumbnail of a document shows: its first blocks, without the whole of it being read."""

import json
from typing import Any

from tongwen.core.errors import TongwenError
from tongwen.formats.docx.source import Source
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.kinds.text.model import Content, Node, Text, plain
from tongwen.kinds.text.outline import heading_level, list_level

_BLOCKS = 40
_CHARACTERS = 600  # of each block: more than a thumbnail can show
_ROWS, _COLUMNS = 6, 6


def preview(data: bytes) -> bytes:
    """Return JSON for a thumbnail: `{title, page: {w, h, …margins in twips}, blocks: […]}`.

    A block is `{kind: "paragraph", text, level?, list?, bold?, align?, size?}` (`level` 0 for a
    title, 1 to 9 for headings; `size` in half-points; `list` its level), `{kind: "table", rows}`
    with rows of cell texts, or `{kind: "image", w, h}` in EMU with `media`, its part name.

    Raises:
        Invalid, TooLarge, Unsupported: as `import_docx`.
    """
    source = Source(data)
    section = source.section
    for node in source.body.nodes:
        if isinstance(node, Node) and "sect" in node.attrs:
            section = node.attrs["sect"]
            break
    page = {key: section[key] for key in _PAGE if key in section}
    found = {"title": _title(source.package), "page": page, "blocks": _blocks(source)}
    return json.dumps(found, ensure_ascii=False).encode("utf-8")


_PAGE = ("w", "h", "top", "bottom", "start", "end", "direction")


def _title(package: Package) -> str:
    """Return the title of the core properties (ECMA-376-2 §11)."""
    name = package.related("", "core-properties")
    if name is None:
        return ""
    try:
        root = parse(package.read(name), name)
    except TongwenError:
        return ""
    found = root.find("{http://purl.org/dc/elements/1.1/}title")
    return (found.text or "").strip() if found is not None else ""


def _blocks(source: Source) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    waiting = list(reversed(source.body.nodes))
    while waiting and len(blocks) < _BLOCKS:
        node = waiting.pop()
        if not isinstance(node, Node):
            continue
        if node.type == "container":
            waiting.extend(reversed(node.content))
        elif node.type == "table":
            blocks.append({"kind": "table", "rows": _rows(node)})
        elif node.type == "paragraph":
            blocks += _paragraph(node, source)
        elif plain(node):
            blocks.append({"kind": "paragraph", "text": plain(node)[:_CHARACTERS]})
    return blocks[:_BLOCKS]


def _paragraph(node: Node, source: Source) -> list[dict[str, Any]]:
    images = [
        {"kind": "image", **{key: child.attrs.get(key, 0) for key in ("w", "h", "media")}}
        for child in node.children
        if child.type == "image"
    ]
    text = plain(node)
    if images and not text.strip():
        return images
    item = list_level(node, source.styles, source.numbering)
    block = {
        "kind": "paragraph",
        "text": text[:_CHARACTERS],
        "level": heading_level(node, source.styles),
        "list": item[0] if item else None,
        "bold": _bold(node.content) or None,
        "align": node.attrs.get("align"),
        "size": _size(node.content),
    }
    return [*images, {key: given for key, given in block.items() if given is not None}]


def _bold(content: list[Content]) -> bool:
    texts = [part for part in content if isinstance(part, Text) and part.text.strip()]
    return bool(texts) and all(part.marks.get("bold", {}).get("on") for part in texts)


def _size(content: list[Content]) -> int | None:
    texts = [part for part in content if isinstance(part, Text) and "size" in part.marks]
    sizes = [part.marks["size"]["val"] for part in texts]
    return max(sizes, default=None)


def _rows(table: Node) -> list[list[str]]:
    return [
        [plain(cell)[:_CHARACTERS] for cell in row.children[:_COLUMNS]]
        for row in table.children[:_ROWS]
    ]
