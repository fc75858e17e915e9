"""Pens, brushes and fonts that every device context has ([MS-EMF] §2.1.31)."""

from tongwen.formats.metafile.canvas import Brush, Font, Pen

STOCK: dict[int, Pen | Brush | Font] = {
    0: Brush("#ffffff"),
    1: Brush("#c0c0c0"),
    2: Brush("#808080"),
    3: Brush("#404040"),
    4: Brush("#000000"),
    5: Brush(None),
    6: Pen(0, 0, "#ffffff"),
    7: Pen(0, 0, "#000000"),
    8: Pen(5),
    10: Font("monospace", -12),
    11: Font("monospace", -12),
    12: Font("sans-serif", -12),
    13: Font("sans-serif", -13),
    14: Font("sans-serif", -13),
    16: Font("monospace", -13),
    17: Font("sans-serif", -12),
    18: Brush("#ffffff"),
    19: Pen(0, 0, "#000000"),
}
