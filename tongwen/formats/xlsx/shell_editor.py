"""The elements of a worksheet's part that objects were read from, to be changed in place."""

from lxml import etree

from tongwen.formats.xlsx.conditional import extensions
from tongwen.formats.xlsx.names import local
from tongwen.formats.xlsx.part_patch import PartPatch

_LISTS = {
    "mergeCells": "mergeCell",
    "dataValidations": "dataValidation",
    "hyperlinks": "hyperlink",
    "tableParts": "tablePart",
}
_COUNTED = ("mergeCells", "dataValidations", "tableParts")


class ShellEditor:
    """Finds elements by the `src` of their objects; writes the groups that were touched.

    It is made before references are moved, so that ordinals are the file's.
    """

    def __init__(self, patch: PartPatch) -> None:
        self.patch = patch
        self.space = etree.QName(patch.root).namespace or ""
        self._by_source: dict[str, etree._Element] = {}
        self._new: dict[str, etree._Element] = {}
        for group, name in _LISTS.items():
            at = 0
            for child in patch.all(group):
                for element in child.element.iterchildren(etree.Element):
                    if name == "dataValidation" and local(element) != name:
                        continue
                    self._by_source[f"{name}/{at}"] = element
                    at += 1
        for at, child in enumerate(patch.all("conditionalFormatting")):
            self._by_source[f"conditionalFormatting/{at}"] = child.element
        self._extended("conditionalFormattings", "conditionalFormatting")
        self._extended("dataValidations", "dataValidation")
        for name in ("autoFilter", "sheetProtection"):
            found = patch.first(name)
            if found is not None:
                self._by_source[name] = found.element

    def _extended(self, group: str, name: str) -> None:
        listed = extensions(self.patch.root, group)
        elements = [one for groups in listed for one in groups.iterchildren(etree.Element)]
        if name == "dataValidation":
            elements = [one for one in elements if local(one) == name]
        for at, element in enumerate(elements):
            self._by_source[f"x14/{name}/{at}"] = element

    def find(self, source: object) -> etree._Element | None:
        """Return the element of an object, if it is still in the part."""
        element = self._by_source.get(source) if isinstance(source, str) else None
        if element is None:
            return None
        self._touch(element)
        return element

    def peek(self, source: str) -> etree._Element | None:
        """Return the element of an object, only to be looked at."""
        return self._by_source.get(source)

    def _touch(self, element: etree._Element) -> None:
        top = element
        parent = top.getparent()
        while parent is not None and parent is not self.patch.root:
            top, parent = parent, parent.getparent()
        for child in self.patch.children:
            if child.element is top:
                child.edited = True

    def element(self, name: str, **attributes: str | None) -> etree._Element:
        """Return a new element of the part's own namespace."""
        made = self.patch.root.makeelement(f"{{{self.space}}}{name}", nsmap=self.patch.root.nsmap)
        for key, value in attributes.items():
            if value is not None:
                made.set(key, value)
        return made

    def add(self, group: str, element: etree._Element) -> None:
        """Append to a list of the part, made when there is none."""
        if group not in _LISTS:
            self.patch.insert(group, self.patch.written(element))
            return
        child = self.patch.first(group)
        if child is not None and child.new is None:
            child.edited = True
            child.element.append(element)
            return
        if group not in self._new:
            self._new[group] = self.element(group)
        self._new[group].append(element)

    def remove(self, source: object) -> None:
        """Take the element of an object out, and the list that it leaves empty."""
        element = self.find(source)
        if element is None:
            return
        for child in self.patch.children:
            if child.element is element:
                self.patch.replace(child, b"")
                return
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)

    def finish(self) -> None:
        """Bring counts up to date and drop lists in which nothing is left."""
        for group in _LISTS:
            child = self.patch.first(group)
            if child is not None and child.edited:
                left = sum(1 for one in child.element if isinstance(one.tag, str))
                if not left:
                    self.patch.replace(child, b"")
                elif group in _COUNTED:
                    child.element.set("count", str(left))
        for group, element in self._new.items():
            if group in _COUNTED:
                element.set("count", str(len(element)))
            self.patch.insert(group, self.patch.written(element))
