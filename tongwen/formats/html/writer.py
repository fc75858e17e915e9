"""A text document as simple HTML: structure and emphasis, without pages."""

import re
from collections.abc import Sequence
from html import escape

from tongwen.kinds.text.document import TextDocument
from tongwen.kinds.text.model import Content, Node, Text, plain
from tongwen.kinds.text.outline import heading_level, list_level

_SAFE = re.compile(r"(https?:|mailto:|tel:|ftp:|#|[^:]*$)", re.IGNORECASE)
_MARKS = (
    ("bold", "strong"),
    ("italic", "em"),
    ("strike", "s"),
    ("ins", "ins"),
    ("del", "del"),
)
_STYLE = (
    "body{max-inline-size:48rem;margin-inline:auto;padding:1rem;line-height:1.5}"
    "table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.25em .5em}"
    "p{white-space:pre-wrap}"
)


def write_html(document: TextDocument, title: str) -> str:
    """Return a document as an HTML page. Pictures become their description."""
    body = _Writer(document).blocks(document.nodes)
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}</body></html>\n"
    )


class _Writer:
    """Writes blocks with the styles and lists of their document."""

    def __init__(self, document: TextDocument) -> None:
        self._styles = document.styles
        self._numbering = document.numbering

    def blocks(self, nodes: Sequence[Content]) -> str:
        out = ""
        stack: list[str] = []  # the lists that are open, by element name
        for node in nodes:
            if not isinstance(node, Node):
                continue
            item = None
            if node.type == "paragraph":
                item = list_level(node, self._styles, self._numbering)
            if item is None:
                out += _close(stack, 0) + self._block(node)
            else:
                out += _open(stack, item) + f"<li>{self._inline(node.content)}</li>\n"
        return out + _close(stack, 0)

    def _block(self, node: Node) -> str:
        if node.type == "paragraph":
            level = heading_level(node, self._styles)
            name = "p" if level is None else f"h{min(max(level, 1), 6)}"
            return f"<{name}{_align(node)}>{self._inline(node.content)}</{name}>\n"
        if node.type == "table":
            rows = "".join(self._row(row) for row in node.children)
            return f"<table>\n{rows}</table>\n"
        if node.type == "container":
            return self.blocks(node.content)
        return f"<p>{escape(plain(node))}</p>\n" if plain(node) else ""

    def _row(self, row: Node) -> str:
        name = "th" if row.attrs.get("header") else "td"
        cells = ""
        for cell in row.children:
            spans = "".join(
                f' {span}="{int(cell.attrs[span])}"'
                for span in ("colspan", "rowspan")
                if isinstance(cell.attrs.get(span), int)
            )
            cells += f"<{name}{spans}>{self.blocks(cell.content).strip()}</{name}>"
        return f"<tr>{cells}</tr>\n"

    def _inline(self, content: Sequence[Content]) -> str:
        out = ""
        for node in content:
            if isinstance(node, Text):
                out += _marked(node)
            elif node.type == "image":
                out += escape(str(node.attrs.get("alt", "")))
            else:
                out += escape(plain(node))
        return out


def _align(node: Node) -> str:
    align = {"end": "end", "center": "center", "both": "justify"}.get(str(node.attrs.get("align")))
    return f' style="text-align:{align}"' if align else ""


def _marked(node: Text) -> str:
    text = escape(node.text).replace("\n", "<br>")
    for mark, name in _MARKS:
        given = node.marks.get(mark)
        if given is not None and given.get("on", True):
            text = f"<{name}>{text}</{name}>"
    if node.marks.get("underline", {}).get("val", "none") != "none":
        text = f"<u>{text}</u>"
    vertical = {"superscript": "sup", "subscript": "sub"}.get(
        str(node.marks.get("vert", {}).get("val"))
    )
    if vertical:
        text = f"<{vertical}>{text}</{vertical}>"
    link = node.marks.get("link", {})
    address = link.get("href") or (f"#{link['anchor']}" if link.get("anchor") else "")
    if address and _SAFE.match(str(address)):
        text = f'<a href="{escape(str(address))}">{text}</a>'
    return text


def _open(stack: list[str], item: tuple[int, bool]) -> str:
    level, numbered = item
    name = "ol" if numbered else "ul"
    depth = min(level, 8) + 1
    out = _close(stack, depth)
    if len(stack) == depth and stack[-1] != name:
        out += _close(stack, depth - 1)
    while len(stack) < depth:
        stack.append(name)
        out += f"<{name}>\n"
    return out


def _close(stack: list[str], depth: int) -> str:
    out = ""
    while len(stack) > depth:
        out += f"</{stack.pop()}>\n"
    return out
