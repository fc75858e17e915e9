"""Markdown text to nodes with the styles of a blank document."""

import re
from collections.abc import Iterator
from typing import Any

from tongwen.kinds.text.model import Content, Marks, Node, append_text, mark_attributes

_NUMBERED, _BULLETED = "1", "2"  # the lists of a blank document
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])\s+(.*)")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*$")
_QUOTE = re.compile(r"\s*>\s?(.*)")
_FENCE = re.compile(r"\s*(```+|~~~+)")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<code>`+)(?P<verbatim>.+?)(?P=code)"
    r"|!?\[(?P<label>[^\]]*)\]\((?:<(?P<angled>[^>]*)>|(?P<address>[^\s)]*))\)"
    r"|\*\*(?P<bold>.+?)\*\*(?!\*)|~~(?P<strike>.+?)~~|\*(?P<italic>[^*]+?)\*"
    r"|(?<!\w)_(?P<underscored>[^_]+?)_(?!\w)|(?P<break>\\\n|  +\n)"
)
_DEEPEST = 6
_COLUMNS = 9_000  # twips, shared by the columns of a table


def read_plain_text(text: str) -> list[Content]:
    """Return a paragraph for each line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return [_paragraph([line], {}, parse=False) for line in lines]


def read_markdown(text: str) -> list[Content]:
    """Return headings, paragraphs, lists, quotes, code and tables as blocks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return list(_Reader(lines).blocks())


class _Reader:
    """Reads blocks line by line."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0

    def blocks(self) -> Iterator[Content]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or _RULE.match(line):
                self._at += 1
            elif _FENCE.match(line):
                yield from self._code()
            elif heading := _HEADING.match(line):
                self._at += 1
                yield _paragraph([heading[2]], {"style": f"Heading{len(heading[1])}"})
            elif self._is_table():
                yield self._table()
            elif item := _ITEM.match(line):
                yield self._item(item)
            elif _QUOTE.match(line):
                yield self._quote()
            else:
                yield self._text({})

    def _starts_block(self, line: str) -> bool:
        patterns = (_HEADING, _ITEM, _QUOTE, _FENCE, _RULE)
        return not line.strip() or any(pattern.match(line) for pattern in patterns)

    def _text(self, attributes: dict[str, Any], first: str | None = None) -> Node:
        lines = [self._lines[self._at].strip() if first is None else first]
        self._at += 1
        while self._at < len(self._lines) and not self._starts_block(self._lines[self._at]):
            lines.append(self._lines[self._at].lstrip())
            self._at += 1
        return _paragraph(lines, attributes)

    def _item(self, item: re.Match[str]) -> Node:
        level = min(len(item[1].expandtabs(4)) // 2, 8)
        identity = _NUMBERED if item[2][0].isdigit() else _BULLETED
        attributes = {"style": "ListParagraph", "num": {"id": identity, "level": level}}
        return self._text(attributes, item[3])

    def _quote(self) -> Node:
        lines = []
        while self._at < len(self._lines) and (quoted := _QUOTE.match(self._lines[self._at])):
            lines.append(quoted[1])
            self._at += 1
        return _paragraph(lines, {"style": "Quote"})

    def _code(self) -> Iterator[Content]:
        self._at += 1
        while self._at < len(self._lines) and not _FENCE.match(self._lines[self._at]):
            node = Node("paragraph")
            append_text(node.content, self._lines[self._at], _code_marks({}))
            yield node
            self._at += 1
        self._at += 1

    def _is_table(self) -> bool:
        following = self._lines[self._at + 1 : self._at + 2]
        return (
            "|" in self._lines[self._at]
            and bool(following)
            and bool(_TABLE_RULE.match(following[0]))
        )

    def _table(self) -> Node:
        rows = [_cells(self._lines[self._at])]
        self._at += 2
        while self._at < len(self._lines) and "|" in self._lines[self._at]:
            rows.append(_cells(self._lines[self._at]))
            self._at += 1
        width = max(len(row) for row in rows)
        content: list[Content] = [
            Node(
                "table_row",
                {"header": True} if at == 0 else {},
                [
                    Node("table_cell", {}, [_paragraph([text], {})])
                    for text in row + [""] * (width - len(row))
                ],
            )
            for at, row in enumerate(rows)
        ]
        grid = [_COLUMNS // width] * width
        return Node("table", {"style": "TableGrid", "grid": grid}, content)


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _paragraph(lines: list[str], attributes: dict[str, Any], parse: bool = True) -> Node:
    node = Node("paragraph", attributes)
    text = "\n".join(lines)
    if parse:
        _inline(text, {}, node.content, 0)
    else:
        append_text(node.content, text, {})
    return node


def _inline(text: str, marks: Marks, out: list[Content], depth: int) -> None:
    at = 0
    for found in _INLINE.finditer(text) if depth < _DEEPEST else ():
        append_text(out, text[at : found.start()].replace("\n", " "), marks)
        at = found.end()
        _special(found, marks, out, depth)
    append_text(out, text[at:].replace("\n", " "), marks)


def _special(found: re.Match[str], marks: Marks, out: list[Content], depth: int) -> None:
    if found["escaped"]:
        append_text(out, found["escaped"], marks)
    elif found["verbatim"]:
        append_text(out, found["verbatim"].strip(), _code_marks(marks))
    elif found["label"] is not None:
        address = found["angled"] or found["address"] or ""
        link = _link(address)
        _inline(found["label"], {**marks, "link": link} if link else marks, out, depth + 1)
    elif found["break"]:
        append_text(out, "\n", marks)
    else:
        for group, mark in _EMPHASIS.items():
            if found[group]:
                carried = {**marks, mark: mark_attributes(mark, {})}
                _inline(found[group], carried, out, depth + 1)


_EMPHASIS = {"bold": "bold", "strike": "strike", "italic": "italic", "underscored": "italic"}


def _link(address: str) -> dict[str, Any] | None:
    if address.startswith("#"):
        return mark_attributes("link", {"anchor": address[1:]})
    return mark_attributes("link", {"href": address}) if address else None


def _code_marks(marks: Marks) -> Marks:
    font = {"ascii": "Consolas", "hAnsi": "Consolas", "cs": "Consolas"}
    return {**marks, "font": mark_attributes("font", font)}
