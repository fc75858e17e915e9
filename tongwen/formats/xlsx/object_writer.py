"""Objects of a worksheet that people changed: merges, rules, validations, filters, links."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import clean
from tongwen.formats.xlsx.conditional import extensions
from tongwen.formats.xlsx.font_writer import color_attributes
from tongwen.formats.xlsx.live import LiveSheet
from tongwen.formats.xlsx.names import OFFICE, OFFICE_STRICT, X14, local
from tongwen.formats.xlsx.rule_writer import RuleWriter
from tongwen.formats.xlsx.shell_editor import ShellEditor
from tongwen.formats.xlsx.shift import area_text
from tongwen.formats.xlsx.structured_references import TableNames
from tongwen.formats.xlsx.style_writer import StyleWriter
from tongwen.kinds.sheet.overlay import Box
from tongwen.kinds.sheet.templates import render

Object = Mapping[str, Any]
_UNSAFE = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)
_LONGEST_ADDRESS = 2_079  # what Excel reads


def differing(
    live: LiveSheet, filed: LiveSheet | None, kind: str
) -> Iterator[tuple[Object | None, Object | None]]:
    """Yield pairs (as it is now, as the file has it) of the objects of a type that differ."""
    before = {} if filed is None else filed.objects
    for token in [*before, *(token for token in live.objects if token not in before)]:
        now, then = live.objects.get(token), before.get(token)
        if kind not in ((now or {}).get("type"), (then or {}).get("type")):
            continue
        if now is None or then is None or _meaning(now) != _meaning(then):
            yield now, then


def _meaning(found: Object) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in ("t", "src")}


def sqref(live: LiveSheet, areas: Any) -> str:
    """Return areas as a file lists them, those that are gone left out."""
    found = [reference(live, area) for area in (areas if isinstance(areas, list) else [])]
    return " ".join(text for text in found if text)


def reference(live: LiveSheet, area: Any) -> str:
    """Return an area as a range; nothing when it is gone."""
    where = live.rectangle(area)
    if where is None:
        return ""
    top, left, bottom, right = where
    if area[0] is None:
        return area_text(None, left, None, right)
    if area[1] is None:
        return area_text(top, None, bottom, None)
    return area_text(top, left, bottom, right)


class ObjectWriter:
    """Writes the objects that stand in the worksheet's own part."""

    def __init__(
        self,
        package: Package,
        part: str,
        editor: ShellEditor,
        sheets: tuple[LiveSheet, LiveSheet | None],
        styles: StyleWriter,
        names: TableNames,
    ) -> None:
        self._names = names
        self._package = package
        self._part = part
        self._editor = editor
        self._live, self._filed = sheets
        self._rules = RuleWriter(editor, styles, self.rendered)

    def write(self) -> None:
        """Write all that differ."""
        self._merges()
        self._formats()
        self._validations()
        self._links()
        self._filters()
        self._protections()
        self._editor.finish()

    def rendered(self, template: Any) -> str:
        """Return a template as the text of a file."""
        text = template if isinstance(template, str) else f"{template:g}"
        return self._names.file_text(render(text, self._live.sid, self._live.book), -1, -1)

    def _differing(self, kind: str) -> list[tuple[Object | None, Object | None]]:
        return list(differing(self._live, self._filed, kind))

    # -- merges --------------------------------------------------------------------------------

    def _merges(self) -> None:
        pairs = self._differing("merge")
        if not pairs:
            return
        kept = {id(found): text for found, text in self._settled()}
        for now, then in pairs:
            text = kept.get(id(now)) if now is not None else None
            element = self._editor.find(then.get("src")) if then is not None else None
            if text is None:
                if then is not None:
                    self._editor.remove(then.get("src"))
            elif element is not None:
                element.set("ref", text)
            else:
                self._editor.add("mergeCells", self._editor.element("mergeCell", ref=text))

    def _settled(self) -> list[tuple[Object, str]]:
        """Return the merges that hold: of overlapping ones the first by (t, key)."""
        found = [
            (one.get("t", 0), token, one, where)
            for token, one in self._live.objects.items()
            if one["type"] == "merge" and (where := self._live.rectangle(one.get("area")))
        ]
        found.sort(key=lambda one: one[:2])
        held: list[Box] = []
        settled: list[tuple[Object, str]] = []
        for _, _, one, where in found:
            single = where[:2] == where[2:]
            if not single and not any(_overlap(where, other) for other in held):
                held.append(where)
                settled.append((one, reference(self._live, one.get("area"))))
        return settled

    # -- rules ---------------------------------------------------------------------------------

    def _formats(self) -> None:
        for now, then in self._differing("format"):
            areas = sqref(self._live, now.get("areas")) if now is not None else ""
            source = then.get("src") if then is not None else None
            element = self._editor.find(source)
            moved = now is not None and then is not None and now.get("rules") == then.get("rules")
            if element is not None and moved and areas:
                _set_areas(element, areas)
                self._set_linked(element, areas)
                continue
            if element is not None:
                self._set_linked(element, "")
                self._editor.remove(source)
            if now is not None and areas:
                written = self._rules.format(areas, now.get("rules"))
                if written is not None:
                    self._editor.add("conditionalFormatting", written)

    def _set_linked(self, element: etree._Element, areas: str) -> None:
        """Give the extensions of a rule its areas too; without any they go."""
        names = {(one.text or "").strip() for one in element.iter(f"{{{X14}}}id")}
        if not names:
            return
        for groups in extensions(self._editor.patch.root, "conditionalFormattings"):
            for group in list(groups):
                linked = any(one.get("id") in names for one in group.iter(f"{{{X14}}}cfRule"))
                if not linked:
                    continue
                for child in self._editor.patch.all("extLst"):
                    child.edited = True
                if areas:
                    _set_areas(group, areas)
                else:
                    groups.remove(group)

    def _validations(self) -> None:
        for now, then in self._differing("validation"):
            areas = sqref(self._live, now.get("areas")) if now is not None else ""
            source = then.get("src") if then is not None else None
            element = self._editor.find(source)
            same = now is not None and then is not None and _but_areas(now) == _but_areas(then)
            if element is not None and same and areas:
                _set_areas(element, areas)
                continue
            if element is not None:
                self._editor.remove(source)
            if now is not None and areas:
                self._editor.add("dataValidations", self._rules.validation(areas, now))

    # -- links ---------------------------------------------------------------------------------

    def _links(self) -> None:
        for now, then in self._differing("link"):
            source = then.get("src") if then is not None else None
            text = reference(self._live, now.get("area")) if now is not None else ""
            element = self._editor.find(source)
            if now is None or not text:
                self._editor.remove(source)
                continue
            made = element if element is not None else self._editor.element("hyperlink")
            made.set("ref", text)
            self._set_target(made, now, then)
            for member, name in (("display", "display"), ("tip", "tooltip")):
                value = now.get(member)
                if isinstance(value, str) and value:
                    made.set(name, clean(value)[:255])
                else:
                    made.attrib.pop(name, None)
            if element is None:
                self._editor.add("hyperlinks", made)

    def _set_target(self, element: etree._Element, now: Object, then: Object | None) -> None:
        was = then or {}
        if then is not None and (now.get("target"), now.get("location")) == (
            was.get("target"),
            was.get("location"),
        ):
            return
        space = OFFICE_STRICT if self._package.is_strict else OFFICE
        element.attrib.pop(f"{{{space}}}id", None)
        element.attrib.pop("location", None)
        target, location = now.get("target"), now.get("location")
        if isinstance(target, str) and target and not _UNSAFE.match(target):
            target = clean(target)[:_LONGEST_ADDRESS]
            self._editor.patch.declare("r", space)
            identity = self._package.relate(self._part, "hyperlink", target, external=True)
            element.set(f"{{{space}}}id", identity)
        elif isinstance(location, str) and location:
            element.set("location", clean(self.rendered(location)))

    # -- filters -------------------------------------------------------------------------------

    def _filters(self) -> None:
        for now, then in self._differing("filter"):
            source = then.get("src") if then is not None else None
            where = self._live.rectangle(now.get("area")) if now is not None else None
            if now is None or where is None:
                self._editor.remove(source)
                continue
            old = self._editor.find(source)
            element = old if old is not None else self._editor.element("autoFilter")
            element.set("ref", reference(self._live, now.get("area")))
            for child in list(element):
                if local(child) == "filterColumn":
                    element.remove(child)
            columns = now.get("columns")
            found = self.filter_columns(columns if isinstance(columns, Mapping) else {}, where)
            for place, column in enumerate(found):
                element.insert(place, column)
            if old is None:
                self._editor.add("autoFilter", element)

    def filter_columns(self, columns: Mapping[str, Any], where: Box) -> list[etree._Element]:
        """Return what is filtered of the columns of an area, in their order."""
        found = []
        for identity, criteria in columns.items():
            place = self._live.rectangle([None, identity, None, identity])
            if place is None or not where[1] <= place[1] <= where[3]:
                continue
            if isinstance(criteria, Mapping):
                found.append((place[1] - where[1], criteria))
        found.sort(key=lambda one: one[0])
        return [self._filter_column(at, criteria) for at, criteria in found]

    def _filter_column(self, at: int, criteria: Mapping[str, Any]) -> etree._Element:
        column = self._editor.element("filterColumn", colId=str(at))
        if criteria.get("hidden") is True:
            column.set("hiddenButton", "1")
        inside = self._criterion(criteria)
        if inside is not None:
            column.append(inside)
        return column

    def _criterion(self, criteria: Mapping[str, Any]) -> etree._Element | None:
        make = self._editor.element
        if isinstance(criteria.get("values"), list) or criteria.get("blanks") is True:
            filters = make("filters", blank="1" if criteria.get("blanks") is True else None)
            for value in criteria.get("values") or []:
                filters.append(make("filter", val=clean(str(value))))
            return filters
        if isinstance(criteria.get("custom"), Mapping):
            return self._custom(criteria["custom"])
        if isinstance(criteria.get("top"), Mapping):
            top = criteria["top"]
            count = top.get("count")
            return make(
                "top10",
                top="0" if top.get("bottom") is True else None,
                percent="1" if top.get("percent") is True else None,
                val=f"{count:g}" if isinstance(count, int | float) else "10",
            )
        if isinstance(criteria.get("dynamic"), str):
            return make("dynamicFilter", type=clean(criteria["dynamic"]))
        if isinstance(criteria.get("color"), Mapping):
            color = criteria["color"]
            of_fill = color.get("of") != "font"
            value = color.get("value")
            if color_attributes(value) is None:
                return None
            style = {"fill" if of_fill else "color": value}
            index = self._rules.format_index(style)
            return make("colorFilter", dxfId=str(index), cellColor=None if of_fill else "0")
        return self._raw(criteria.get("raw"))

    def _custom(self, custom: Mapping[str, Any]) -> etree._Element:
        make = self._editor.element
        filters = make("customFilters")
        if custom.get("and") is True:
            filters.set("and", "1")
        listed = custom.get("criteria")
        for one in listed[:2] if isinstance(listed, list) else []:
            if isinstance(one, Mapping):
                operator = one.get("operator")
                usual = operator == "equal" or not isinstance(operator, str)
                filters.append(
                    make(
                        "customFilter",
                        operator=None if usual else clean(str(operator)),
                        val=clean(str(one.get("value", ""))),
                    )
                )
        return filters

    def _raw(self, text: Any) -> etree._Element | None:
        """Return a criterion that was carried as XML."""
        if not isinstance(text, str) or "<!" in text:
            return None
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(text, parser)
        except etree.XMLSyntaxError:
            return None

    # -- protection ----------------------------------------------------------------------------

    def _protections(self) -> None:
        for now, then in self._differing("protection"):
            source = then.get("src") if then is not None else None
            if now is None or now.get("sheet") is not True:
                self._editor.remove(source)
            elif self._editor.find(source) is None:
                element = self._editor.element("sheetProtection", sheet="1")
                self._editor.add("sheetProtection", element)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _but_areas(found: Object) -> dict[str, Any]:
    return {name: value for name, value in _meaning(found).items() if name != "areas"}


def _set_areas(element: etree._Element, areas: str) -> None:
    inner = next((one for one in element if local(one) == "sqref"), None)
    if inner is not None:
        inner.text = areas
    else:
        element.set("sqref", areas)
