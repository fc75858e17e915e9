"""A small picture of a document's first page, drawn from its first blocks as SVG.

It shows what stands there, in lines as long as they would be, not how a page engine would set it:
enough to know a document again among others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from unicodedata import east_asian_width

WIDTH, HEIGHT, MARGIN = 240, 320, 22
BODY_SIZE, LEADING = 7.0, 1.45
HEADING_SIZES = (13.0, 11.0, 9.5, 8.5, 8.0, 7.5)
INK, MUTED, LINE = "#1F2630", "#667080", "#D9D4C8"
ANCHORS = {"center": ("middle", WIDTH / 2), "end": ("end", WIDTH - MARGIN)}


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    bold: bool
    align: str


def draw(preview: Mapping[str, Any]) -> bytes:
    """Draw what a `preview` task returned: `{"blocks": [{kind, level, bold, text, align} …]}`."""
    y = float(MARGIN)
    parts = []
    for block in preview.get("blocks", ()):
        if block.get("kind") == "table":
            picture, used = _table(block.get("rows", ()), y)
            parts.append(picture)
            y += used
        else:
            for line in _lines(block):
                y += line.size * LEADING
                parts.append(_text(line, y))
            y += 2.5
        if y > HEIGHT:
            break
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<g font-family="system-ui, sans-serif" fill="{INK}">{body}</g></svg>'
    ).encode()


def _lines(block: Mapping[str, Any]) -> Iterator[_Line]:
    level = block.get("level")
    heading = isinstance(level, int) and 0 <= level < len(HEADING_SIZES)
    size = HEADING_SIZES[int(level)] if heading and level is not None else BODY_SIZE
    bold = heading or bool(block.get("bold"))
    for text in _wrap(str(block.get("text", ""))[:2000], (WIDTH - 2 * MARGIN) / size):
        yield _Line(text, size, bold, str(block.get("align") or "start"))


def _wrap(text: str, ems: float) -> Iterator[str]:
    """Break a text into lines of so many em: a wide character takes one, others about half."""
    line, used = "", 0.0
    for character in text:
        width = 1.0 if east_asian_width(character) in "WF" else 0.52
        if character == "\n" or used + width > ems:
            cut = line.rfind(" ") if character not in "\n " and width < 1 else -1
            kept, rest = (line[:cut], line[cut + 1 :]) if cut > len(line) // 2 else (line, "")
            yield kept
            line = rest
            used = sum(1.0 if east_asian_width(c) in "WF" else 0.52 for c in rest)
        if character != "\n":
            line += character
            used += width
    yield line


def _text(line: _Line, y: float) -> str:
    anchor, x = ANCHORS.get(line.align, ("start", float(MARGIN)))
    weight = ' font-weight="600"' if line.bold else ""
    return (
        f'<text x="{x:g}" y="{y:.1f}" font-size="{line.size:g}" text-anchor="{anchor}"{weight}>'
        f"{escape(_printable(line.text))}</text>"
    )


def _printable(text: str) -> str:
    return "".join(character if character >= " " else " " for character in text)


def _table(rows: Sequence[Sequence[object]], y: float) -> tuple[str, float]:
    """Draw up to eight rows as a grid with the beginnings of their texts."""
    shown = [[str(cell) for cell in row] for row in rows[:8] if row]
    if not shown:
        return "", 0.0
    tall = BODY_SIZE * 1.9
    parts = []
    for index, row in enumerate(shown):
        wide = (WIDTH - 2 * MARGIN) / len(row)
        for column, cell in enumerate(row):
            x, top = MARGIN + column * wide, y + 4 + index * tall
            fitting = next(_wrap(cell, wide / BODY_SIZE - 0.8))
            parts.append(
                f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
                f'fill="none" stroke="{LINE}" stroke-width="0.6"/>'
                f'<text x="{x + 3:.1f}" y="{top + tall * 0.68:.1f}" font-size="6.5" '
                f'fill="{MUTED}">{escape(_printable(fitting))}</text>'
            )
    return "".join(parts), len(shown) * tall + 10
