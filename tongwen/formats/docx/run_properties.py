"""Run properties (§17.3.2): `w:rPr` and the marks of text."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from tongwen.formats.docx import measure
from tongwen.formats.docx.names import RUN_ORDER
from tongwen.formats.docx.properties import Bag, Codec, Projection, Target
from tongwen.formats.docx.story import Story
from tongwen.kinds.text.model import mark_attributes

_THEME_COLOR = ("themeColor", "themeTint", "themeShade")
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs", "hint")
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_LANGUAGES = ("val", "eastAsia", "bidi")
_SHADING_REST = ("val", "color", "themeColor", "themeTint", "themeShade", "themeFill")
WRAPPERS = ("link", "ins", "del")  # marks that stand for elements around runs


def _toggle(name: str, mark: str) -> Codec:
    def read(element: etree._Element, w: str) -> dict[str, Any]:
        return {"on": measure.truth(element.get(f"{w}val"))}

    def write(given: Any, target: Target) -> str:
        return target.element({"val": None if given.get("on", True) else "0"})

    return Codec(name, mark, read, write)


def _value(name: str, mark: str, key: str = "val", number: bool = False) -> Codec:
    """A mark with one attribute, from `w:val`."""

    def read(element: etree._Element, w: str) -> dict[str, Any] | None:
        text = element.get(f"{w}val")
        found = measure.twips(text) if number else text
        return None if found is None else mark_attributes(mark, {key: found})

    def write(given: Any, target: Target) -> str | None:
        item = measure.whole(given.get(key)) if number else given.get(key)
        return None if item in (None, "") else target.element({"val": item})

    return Codec(name, mark, read, write)


def _read_size(element: etree._Element, w: str) -> dict[str, Any] | None:
    size = measure.half_points(element.get(f"{w}val"))
    return None if size is None else {"val": size}


def _write_size(given: Any, target: Target) -> str | None:
    size = measure.whole(given.get("val"))
    return None if size is None else target.element({"val": size})


def _read_underline(element: etree._Element, w: str) -> dict[str, Any]:
    found = {"val": element.get(f"{w}val", "none"), "color": element.get(f"{w}color")}
    return mark_attributes("underline", found)


def _write_underline(given: Any, target: Target) -> str:
    return target.element({"val": given.get("val") or "single", "color": given.get("color")})


def _read_color(element: etree._Element, w: str) -> dict[str, Any]:
    theme = _present(element, w, _THEME_COLOR)
    return mark_attributes("color", {"val": element.get(f"{w}val"), "theme": theme or None})


def _write_color(given: Any, target: Target) -> str:
    theme = measure.members(given.get("theme"))
    parts = {key: theme.get(key) for key in _THEME_COLOR}
    return target.element({"val": given.get("val") or "auto", **parts})


def _read_fonts(element: etree._Element, w: str) -> dict[str, Any]:
    theme = _present(element, w, _THEME_FONTS)
    return mark_attributes("font", {**_present(element, w, _FONTS), "theme": theme or None})


def _write_fonts(given: Any, target: Target) -> str | None:
    theme = measure.members(given.get("theme"))
    names = {key: given.get(key) for key in _FONTS}
    themes = {key: theme.get(key) for key in _THEME_FONTS}
    return target.element({**names, **themes}) if any({**names, **themes}.values()) else None


def _read_language(element: etree._Element, w: str) -> dict[str, Any]:
    return mark_attributes("lang", _present(element, w, _LANGUAGES))


def _write_language(given: Any, target: Target) -> str | None:
    names = {key: given.get(key) for key in _LANGUAGES}
    return target.element(names) if any(names.values()) else None


def _read_shading(element: etree._Element, w: str) -> dict[str, Any]:
    rest = _present(element, w, _SHADING_REST)
    return mark_attributes("shading", {"fill": element.get(f"{w}fill"), "rest": rest or None})


def _write_shading(given: Any, target: Target) -> str:
    rest = measure.members(given.get("rest"))
    others = {key: rest.get(key) for key in _SHADING_REST}
    others["val"] = others["val"] or "clear"
    return target.element({**others, "fill": given.get("fill") or "auto"})


def _present(element: etree._Element, w: str, names: tuple[str, ...]) -> dict[str, str]:
    found = {name: element.get(f"{w}{name}") for name in names}
    return {name: text for name, text in found.items() if text is not None}


RUN = Bag(
    [
        _value("rStyle", "charStyle", "id"),
        Codec("rFonts", "font", _read_fonts, _write_fonts),
        _toggle("b", "bold"),
        _toggle("i", "italic"),
        _toggle("caps", "caps"),
        _toggle("smallCaps", "smallCaps"),
        _toggle("strike", "strike"),
        _toggle("dstrike", "dstrike"),
        _toggle("vanish", "vanish"),
        Codec("color", "color", _read_color, _write_color),
        _value("spacing", "charSpacing", number=True),
        Codec("sz", "size", _read_size, _write_size),
        _value("highlight", "highlight"),
        Codec("u", "underline", _read_underline, _write_underline),
        Codec("shd", "shading", _read_shading, _write_shading),
        _value("vertAlign", "vert"),
        Codec("lang", "lang", _read_language, _write_language),
    ],
    RUN_ORDER,
)


def project_run(bag: etree._Element | None, story: Story) -> Projection:
    """Read run properties as marks; `rest` is a mark too.

    `w:szCs` with the value of `w:sz` says nothing of its own and is left out.
    """
    if bag is None:
        return Projection({}, {}, [], "")
    same = _same_complex_size(bag, story.w)
    projection = RUN.project(bag, story, ("szCs",) if same else ())
    if projection.raw:
        projection.values["rest"] = {"x": projection.raw}
    return projection


def _same_complex_size(bag: etree._Element, w: str) -> bool:
    size, complex_size = bag.find(f"{w}sz"), bag.find(f"{w}szCs")
    if size is None or complex_size is None:
        return False
    return size.get(f"{w}val") == complex_size.get(f"{w}val")


def run_children(story: Story, marks: Mapping[str, Any], before: Projection | None) -> list[str]:
    """Write the children of `w:rPr` for marks; those that stand for wrappers are left out."""
    rest = measure.members(marks.get("rest")).get("x")
    values = {
        key: item
        for key, item in marks.items()
        if key not in WRAPPERS and key != "rest" and isinstance(item, dict)
    }
    children = RUN.children(story, values, rest, before)
    size = measure.whole(values.get("size", {}).get("val"))
    if size is not None and not (isinstance(rest, str) and "szCs" in rest):
        children.append(f'<{story.prefix}szCs {story.prefix}val="{size}"/>')
        children.sort(key=lambda child: RUN.rank.get(_name(child), len(RUN.rank)))
    return children


def _name(written: str) -> str:
    return written[1:].split(" ")[0].split("/")[0].split(">")[0].rpartition(":")[2]
