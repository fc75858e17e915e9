"""Values, names and formulas of a chart, from what is cached in its part (ECMA-376-1 §21.2.2)."""

from itertools import islice
from typing import Any

from lxml import etree

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
MOST_POINTS = 10_000  # of one series that are told
_MOST_LEVELS = 8  # of categories in several levels
_LONGEST = 32_767  # characters of a text that are told, as many as a cell holds

Category = str | float | None


def c(name: str) -> str:
    """Return a name of the chart's own namespace."""
    return f"{{{CHART}}}{name}"


def a(name: str) -> str:
    """Return a name of DrawingML."""
    return f"{{{DRAWING}}}{name}"


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def first(element: etree._Element, *names: str) -> etree._Element | None:
    """Return the first child there is of these names, in their order."""
    for name in names:
        if (found := element.find(c(name))) is not None:
            return found
    return None


def value(element: etree._Element | None, name: str) -> str | None:
    """Return the `val` of a child; the standard's default `1` where a truth value leaves it out."""
    child = element.find(c(name)) if element is not None else None
    return None if child is None else child.get("val", "1")


def truth(element: etree._Element | None, name: str, absent: bool = False) -> bool:
    """Return a child that is true or false."""
    found = value(element, name)
    return absent if found is None else found in ("1", "true")


def number(text: str | None) -> float | None:
    """Return a finite number, or None."""
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if found - found == 0 else None


def figure(element: etree._Element | None, name: str) -> float | None:
    """Return the `val` of a child as a number."""
    return number(value(element, name))


def numbers(element: etree._Element | None) -> tuple[list[float | None], str | None]:
    """Return cached numbers, a gap where there is none, and their format code."""
    cache = _cache(element, "numCache", "numLit")
    if cache is None:
        return [], None
    return [number(point) for point in _points(cache)], cache.findtext(c("formatCode"))


def categories(element: etree._Element | None) -> list[Category]:
    """Return one label a point; of several levels, the innermost (the first) one."""
    cache = _cache(element, "lvl", "strCache", "strLit")
    if cache is not None:
        return list(_points(cache))
    return list(numbers(element)[0])


def levels(element: etree._Element | None) -> list[list[str | None]]:
    """Return the levels of categories, the outermost first; empty where there is but one."""
    found = [] if element is None else list(islice(element.iter(c("lvl")), _MOST_LEVELS))
    if len(found) < 2:
        return []
    count = max(len(_points(level)) for level in found)
    listed = [_points(level) for level in reversed(found)]
    return [[*level, *[None] * (count - len(level))] for level in listed]


def formula(element: etree._Element | None) -> str | None:
    """Return the formula that values come from."""
    found = _cache(element, "f")
    return None if found is None or not found.text else found.text[:_LONGEST]


def text_of(element: etree._Element | None) -> str | None:
    """Return the text of a title or a series' name: rich, or cached."""
    if element is None:
        return None
    rich = _cache(element, "rich")
    if rich is not None:
        return rich_text(rich)
    cache = _cache(element, "strCache", "numCache")
    if cache is not None:
        return " ".join(point for point in _points(cache) if point)[:_LONGEST]
    literal = element.find(c("v"))
    return None if literal is None else (literal.text or "")[:_LONGEST]


def rich_text(rich: etree._Element) -> str:
    """Return the paragraphs of rich text as lines."""
    lines = ("".join(t.text or "" for t in p.iter(a("t"))) for p in rich.iter(a("p")))
    return "\n".join(lines)[:_LONGEST]


def title_of(element: etree._Element) -> str | None:
    """Return a title; empty for one that the program makes up, None where there is none."""
    title = element.find(c("title"))
    return None if title is None else text_of(title.find(c("tx"))) or ""


def _cache(element: etree._Element | None, *names: str) -> etree._Element | None:
    if element is None:
        return None
    return next((found for name in names for found in element.iter(c(name))), None)


def _points(cache: etree._Element) -> list[str | None]:
    """Return the cached points in their places; those that are missing are None."""
    given: dict[int, str] = {}
    for point in islice(cache.iterchildren(c("pt")), MOST_POINTS):
        index, text = number(point.get("idx")), point.findtext(c("v"))
        if index is not None and 0 <= index < MOST_POINTS and text is not None:
            given[int(index)] = text[:_LONGEST]
    count = figure(cache, "ptCount")
    length = max(given, default=-1) + 1 if count is None else min(int(count), MOST_POINTS)
    return [given.get(index) for index in range(max(0, length))]


def told(**members: Any) -> dict[str, Any]:
    """Return the members that are not None."""
    return {name: found for name, found in members.items() if found is not None}
