"""A text document as CommonMark with tables, and as plain text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tongwen.kinds.text.model import Content, Node, Text, plain
from tongwen.kinds.text.outline import heading_level, list_level

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_AT_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s|$)")
_BLOCKS = ("table", "table_row", "table_cell", "container")


class MarkdownWriter:
    """Writes blocks with the styles and lists of their document."""

    def __init__(self, styles: Mapping[str, Any], numbering: Mapping[str, Any]) -> None:
        self._styles = styles
        self._numbering = numbering

    def write(self, nodes: Sequence[Content]) -> str:
        """Return blocks as Markdown, with an empty line between them, none inside lists."""
        out = ""
        in_list = False
        for text, is_item in self._blocks(nodes):
            gap = "" if not out else "\n" if in_list and is_item else "\n\n"
            out += gap + text
            in_list = is_item
        return out + "\n" if out else ""

    def _blocks(self, nodes: Sequence[Content]) -> list[tuple[str, bool]]:
        found: list[tuple[str, bool]] = []
        for node in nodes:
            if not isinstance(node, Node):
                continue
            if node.type == "paragraph":
                text, is_item = self._paragraph(node)
                if text:
                    found.append((text, is_item))
            elif node.type == "table":
                found.append((self._table(node), False))
            elif node.type == "container":
                found += self._blocks(node.content)
            elif plain(node):
                found.append((_escaped(plain(node)), False))
        return found

    def _paragraph(self, node: Node) -> tuple[str, bool]:
        text = self._inline(node.content)
        if not text.strip():
            return "", False
        level = heading_level(node, self._styles)
        if level is not None:
            return "#" * min(max(level, 1), 6) + " " + text.replace("\\\n", " "), False
        item = list_level(node, self._styles, self._numbering)
        if item is not None:
            marker = "1." if item[1] else "-"
            return "   " * item[0] + f"{marker} {text}", True
        return _AT_START.sub(r"\1\\\2", text), False

    def _inline(self, content: Sequence[Content]) -> str:
        out = ""
        for node in content:
            if isinstance(node, Text):
                out += _marked(node)
            elif node.type == "image":
                alt = _escaped(str(node.attrs.get("alt", "")))
                out += f"![{alt}]({node.attrs.get('media', '')})"
            else:
                out += _escaped(plain(node))
        return out

    def _table(self, node: Node) -> str:
        rows = [self._cells(row) for row in node.children]
        width = max((len(row) for row in rows), default=0)
        if not width:
            return ""
        lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * width)
        return "\n".join(lines)

    def _cells(self, row: Node) -> list[str]:
        cells: list[str] = []
        for cell in row.children:
            text = " ".join(text for text, _ in self._blocks(cell.content))
            cells.append(text.replace("|", "\\|").replace("\\\n", " ").replace("\n", " "))
            span = cell.attrs.get("colspan", 1)
            cells += [""] * (min(span, 100) - 1 if isinstance(span, int) else 0)
        return cells


def _marked(node: Text) -> str:
    if "del" in node.marks or _on(node, "vanish"):
        return ""
    text = _escaped(node.text).replace("\n", "\\\n").replace("\t", " ")
    core = text.strip(" ")
    if not core:
        return text
    before, _, after = text.partition(core)
    for mark, sign in (("strike", "~~"), ("italic", "*"), ("bold", "**")):
        if _on(node, mark):
            core = f"{sign}{core}{sign}"
    link = node.marks.get("link", {})
    address = link.get("href") or (f"#{link['anchor']}" if link.get("anchor") else None)
    if address:
        core = f"[{core}](<{address}>)" if " " in address else f"[{core}]({address})"
    return before + core + after


def _on(node: Text, mark: str) -> bool:
    return bool(node.marks.get(mark, {}).get("on"))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def plain_text(nodes: Sequence[Content]) -> str:
    """Return blocks as text: a line for each paragraph, tabs between cells."""
    lines: list[str] = []
    for node in nodes:
        if not isinstance(node, Node):
            continue
        if node.type == "table":
            for row in node.children:
                cells = (plain_text(cell.content).replace("\n", " ") for cell in row.children)
                lines.append("\t".join(cell.strip() for cell in cells))
        elif node.type in _BLOCKS:
            lines.append(plain_text(node.content).removesuffix("\n"))
        else:
            lines.append(_kept_text(node))
    return "".join(f"{line}\n" for line in lines)


def _kept_text(node: Node) -> str:
    if node.type != "paragraph":
        return plain(node)
    return "".join(
        plain(child)
        for child in node.content
        if not (isinstance(child, Text) and "del" in child.marks)
    )
