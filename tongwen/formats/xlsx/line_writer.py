"""Rows' attributes and the `cols` element (ECMA-376-1 §18.3.1.13, §18.3.1.73)."""

from collections.abc import Callable, Mapping
from typing import Any

from tongwen.formats.ooxml.xml import attribute
from tongwen.formats.xlsx.cell_writer import number_text
from tongwen.formats.xlsx.live_lines import Properties
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.part_patch import PartPatch
from tongwen.kinds.sheet.axis import Axis

StyleIndex = Callable[[Any], int]
_USUAL_WIDTH = 9.140625  # characters, of a column that only has a style
_MOST_HEIGHT = 409.5  # points
_MOST_WIDTH = 255  # characters


def row_attributes(found: Properties, style_index: StyleIndex) -> dict[str, str | None]:
    """Return all attributes that the properties of a row are written as; None: not there."""
    size = found.get("size")
    sized = isinstance(size, int | float) and 0 <= size <= _MOST_HEIGHT
    style = style_index(found["style"]) if found.get("style") is not None else 0
    level = found.get("level")
    return {
        "s": str(style) if style else None,
        "customFormat": "1" if style else None,
        "ht": number_text(size) if sized and size is not None else None,
        "hidden": "1" if found.get("hidden") is True else None,
        "customHeight": "1" if found.get("custom") is True and sized else None,
        "outlineLevel": str(int(level or 0)) if _is_level(level) else None,
        "collapsed": "1" if found.get("collapsed") is True else None,
    }


def changed_rows(
    now: Mapping[int, Properties], then: Mapping[int, Properties], style_index: StyleIndex
) -> dict[int, dict[str, str | None]]:
    """Return the attributes of the rows whose properties are others than in the file."""
    return {
        at: row_attributes(now.get(at, {}), style_index)
        for at in sorted({*now, *then})
        if now.get(at, {}) != then.get(at, {})
    }


def write_columns(
    patch: PartPatch,
    now: Mapping[int, Properties],
    cols: Axis,
    style_index: StyleIndex,
) -> None:
    """Replace `cols` by what columns are like now; attributes that are not modelled stay."""
    p = patch.prefix
    others = _other_attributes(patch, cols)
    usual = _default_width(patch)
    runs: list[tuple[int, int, str]] = []
    for at in sorted({*now, *others}):
        written = _column(now.get(at, {}), others.get(at, ""), usual, style_index)
        if runs and runs[-1][1] == at - 1 and runs[-1][2] == written:
            runs[-1] = (runs[-1][0], at, written)
        else:
            runs.append((at, at, written))
    inside = "".join(
        f'<{p}col min="{first + 1}" max="{last + 1}"{written}/>' for first, last, written in runs
    )
    patch.put("cols", f"<{p}cols>{inside}</{p}cols>".encode() if inside else b"")


def _column(found: Properties, others: str, usual: str, style_index: StyleIndex) -> str:
    size = found.get("size")
    sized = isinstance(size, int | float) and 0 <= size <= _MOST_WIDTH
    written = f' width="{number_text(size) if sized and size is not None else usual}"'
    style = style_index(found["style"]) if found.get("style") is not None else 0
    if style:
        written += f' style="{style}"'
    if found.get("hidden") is True:
        written += ' hidden="1"'
    if found.get("custom") is True:
        written += ' customWidth="1"'
    if _is_level(found.get("level")):
        written += f' outlineLevel="{int(found["level"])}"'
    if found.get("collapsed") is True:
        written += ' collapsed="1"'
    return written + others


def _other_attributes(patch: PartPatch, cols: Axis) -> dict[int, str]:
    """Return, by index now, what the file says of its columns that is not modelled."""
    child = patch.first("cols")
    found: dict[int, str] = {}
    for element in child.element if child is not None else ():
        if local(element) != "col":
            continue
        written = "".join(
            f' {name}="{attribute(element.get(name, ""))}"'
            for name in ("bestFit", "phonetic")
            if element.get(name) is not None
        )
        first, last = element.get("min", ""), element.get("max", "")
        if written and first.isdigit() and last.isdigit() and 0 < int(first) <= int(last) <= 16384:
            for _, count, position in cols.placed(("", int(first) - 1, int(last) - int(first) + 1)):
                for at in range(position, position + count):
                    found[at] = written
    return found


def _default_width(patch: PartPatch) -> str:
    child = patch.first("sheetFormatPr")
    width = child.element.get("defaultColWidth") if child is not None else None
    return width if width and width.replace(".", "", 1).isdigit() else number_text(_USUAL_WIDTH)


def write_default_height(patch: PartPatch, every: Properties) -> None:
    """Give `sheetFormatPr` what was given to all rows at once."""
    size = every.get("size")
    if not isinstance(size, int | float) or not 0 < size <= _MOST_HEIGHT:
        return
    child = patch.first("sheetFormatPr")
    if child is not None:
        patch.set(child, defaultRowHeight=number_text(size), customHeight="1")
    else:
        p = patch.prefix
        patch.insert(
            "sheetFormatPr",
            f'<{p}sheetFormatPr defaultRowHeight="{number_text(size)}" customHeight="1"/>'.encode(),
        )


def outline_levels(
    patch: PartPatch, rows: Mapping[int, Properties], cols: Mapping[int, Properties]
) -> None:
    """Bring the deepest outline levels that `sheetFormatPr` tells up to date."""
    child = patch.first("sheetFormatPr")
    if child is None:
        return
    for name, table in (("outlineLevelRow", rows), ("outlineLevelCol", cols)):
        levels = [int(found["level"]) for found in table.values() if _is_level(found.get("level"))]
        deepest = max(levels, default=0)
        if str(deepest) != (child.element.get(name) or "0"):
            patch.set(child, **{name: str(deepest) if deepest else None})


def _is_level(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 7
