"""A small picture of a document's beginning, drawn as SVG from its first blocks or cells.

It shows what stands there, in lines as long as they would be, not how a page engine would set it:
enough to know a document again among others.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from unicodedata import east_asian_width

WIDTH, HEIGHT, MARGIN = 240, 320, 22
BODY_SIZE, LEADING = 7.0, 1.45
HEADING_SIZES = (13.0, 11.0, 9.5, 8.5, 8.0, 7.5)
INK, MUTED, LINE = "#1F2630", "#667080", "#D9D4C8"
CELL_SIZE, CHARACTER, POINT = 6.5, 5.2, 0.85  # of worksheets, which are drawn smaller
_COLOR = re.compile("[0-9A-Fa-f]{6}")
ANCHORS = {"center": ("middle", WIDTH / 2), "end": ("end", WIDTH - MARGIN)}


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    bold: bool
    align: str


def draw(preview: Mapping[str, Any]) -> bytes:
    """Draw what a `preview` task returned: the blocks of a text, or the cells of a worksheet.

    `{"blocks": [{kind, level, bold, text, align} …]}`, or `{"widths", "rows"}` as
    `formats.xlsx.preview` tells them.
    """
    if "rows" in preview:
        return _svg(_cells(preview.get("widths", ()), preview["rows"]))
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
    return _svg("".join(parts))


def _svg(body: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<g font-family="system-ui, sans-serif" fill="{INK}">{body}</g></svg>'
    ).encode()


def _cells(widths: Sequence[object], rows: Sequence[Mapping[str, Any]]) -> str:
    """Draw cells where a spreadsheet shows them: fills, then the grid, then texts."""
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + _number(width, 8.43) * CHARACTER)
    while edges[-1] < WIDTH:
        edges.append(edges[-1] + 8.43 * CHARACTER)
    fills, lines, texts = [], [], []
    top, at = 0.0, 0
    while top < HEIGHT:
        row = rows[at] if at < len(rows) else {}
        tall = _number(row.get("size"), 15.0) * POINT
        for column, cell in enumerate(row.get("cells", ())):
            if isinstance(cell, Mapping) and column + 1 < len(edges) and tall > 0:
                box = edges[column], top, edges[column + 1], top + tall
                if box[0] < WIDTH and box[2] > box[0]:
                    fills.append(_fill(cell, box))
                    texts.append(_cell_text(cell, box))
        top, at = top + tall, at + 1
        lines.append(f"M0 {top:.1f}H{WIDTH}")
    lines += [f"M{edge:.1f} 0V{HEIGHT}" for edge in edges[1:] if edge < WIDTH]
    grid = f'<path d="{"".join(lines)}" fill="none" stroke="{LINE}" stroke-width="0.5"/>'
    return "".join(fills) + grid + "".join(texts)


def _fill(cell: Mapping[str, Any], box: tuple[float, float, float, float]) -> str:
    color = str(cell.get("fill", ""))
    if not _COLOR.fullmatch(color):
        return ""
    x, y, end, bottom = box
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{end - x:.1f}" height="{bottom - y:.1f}" '
        f'fill="#{color}"/>'
    )


def _cell_text(cell: Mapping[str, Any], box: tuple[float, float, float, float]) -> str:
    text = _printable(str(cell.get("text", "")))
    if not text:
        return ""
    x, y, end, bottom = box
    fitting = next(_wrap(text, max(1.0, (end - x - 3) / CELL_SIZE)))
    align = cell.get("align")
    anchor, place = {
        "center": ("middle", (x + end) / 2),
        "right": ("end", end - 2),
    }.get(str(align), ("start", x + 2))
    weight = ' font-weight="600"' if cell.get("bold") else ""
    color = str(cell.get("color", ""))
    paint = f' fill="#{color}"' if _COLOR.fullmatch(color) else ""
    return (
        f'<text x="{place:.1f}" y="{bottom - (bottom - y - CELL_SIZE) / 2 - 1.2:.1f}" '
        f'font-size="{CELL_SIZE:g}" text-anchor="{anchor}"{weight}{paint}>'
        f"{escape(fitting)}</text>"
    )


def _number(value: object, default: float) -> float:
    return float(value) if isinstance(value, int | float) and value >= 0 else default


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
