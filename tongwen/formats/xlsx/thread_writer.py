"""Threaded comments and those who wrote them ([MS-XLSX] §2.6.205), with the notes beside them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from tongwen.core.errors import TongwenError
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import clean, parse
from tongwen.formats.xlsx.annotations import targets
from tongwen.formats.xlsx.column_names import LETTERS
from tongwen.formats.xlsx.live import LiveSheet
from tongwen.formats.xlsx.names import THREADED

_BASE = "http://schemas.microsoft.com/office/2017/10/relationships"
_TYPE = "application/vnd.ms-excel.threadedcomments+xml"
_PERSON_TYPE = "application/vnd.ms-excel.person+xml"
_ADVICE = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however,"
    " any edits to it will get removed if the file is opened in a newer version of Excel."
    " Learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\n"
)
_GUID = re.compile(r"\{[0-9A-Fa-f-]{36}\}")
_LONGEST = 32_767
Comment = Mapping[str, Any]


class ThreadWriter:
    """Writes the threads of a workbook; `filed` and `people` are what the file has of them."""

    def __init__(
        self,
        package: Package,
        workbook: str,
        live: Mapping[str, Any] | None,
        filed: Mapping[str, Comment],
        people: Mapping[str, str],
    ) -> None:
        self._package = package
        self._workbook = workbook
        self._filed = filed
        self._live = filed if live is None else _usable(live)
        self._people = {name: identity for identity, name in reversed([*people.items()])}
        self._ids = {token: str(one.get("id", "")) for token, one in filed.items()}

    def write(self, part: str, sheet: LiveSheet) -> list[dict[str, Any]] | None:
        """Write the threads of a worksheet; return the notes beside them, None without a change."""
        now = {token: one for token, one in self._live.items() if one["sheet"] == sheet.sid}
        then = {token: one for token, one in self._filed.items() if one["sheet"] == sheet.sid}
        if _meanings(now) == _meanings(then):
            return None
        root = etree.Element(f"{{{THREADED}}}ThreadedComments", nsmap={None: THREADED})
        notes = []
        first = [(str(one.get("at")), token) for token, one in now.items() if not one.get("parent")]
        for _, token in sorted(first):
            where = sheet.place(now[token].get("row"), now[token].get("col"))
            if where is not None:
                answers = _answers(now, token)
                notes.append(self._thread(root, where, token, [(token, now[token]), *answers]))
        self._put(part, root)
        return notes

    def _thread(
        self,
        root: etree._Element,
        where: tuple[int, int],
        token: str,
        comments: list[tuple[str, Comment]],
    ) -> dict[str, Any]:
        identity = self._identity(token)
        written = []
        for key, one in comments:
            element = etree.SubElement(root, f"{{{THREADED}}}threadedComment")
            element.set("ref", f"{LETTERS[where[1]]}{where[0] + 1}")
            element.set("dT", _time(one.get("at")))
            element.set("personId", self._person(clean(str(one.get("author") or ""))[:255]))
            element.set("id", self._identity(key))
            if key != token:
                element.set("parentId", identity)
            elif one.get("done") is True:
                element.set("done", "1")
            text = clean(str(one["text"]))[:_LONGEST]
            etree.SubElement(element, f"{{{THREADED}}}text").text = text
            written.append(f"{'Comment' if key == token else 'Reply'}:\n    {text}")
        return {
            "author": f"tc={identity}",
            "text": [[_ADVICE + "\n".join(written), None]],
            "where": where,
        }

    def _identity(self, token: str) -> str:
        known = self._ids.get(token, "")
        return known if _GUID.fullmatch(known) else _guid(f"comment:{token}")

    def _put(self, part: str, root: etree._Element) -> None:
        found = targets(self._package, part, "threadedComment")
        for identity, one in list(self._package.relationships(part).items()):
            if one.kind == "threadedComment" and (one.target in found[1:] or not len(root)):
                self._package.unrelate(part, identity)
                if one.target in self._package:
                    self._package.remove(one.target)
        data = _bytes(root)
        if len(root) and found:
            self._package.set(found[0], data)
        elif len(root):
            name = self._package.add("xl/threadedComments/threadedComment", "xml", data, _TYPE)
            self._package.relate(part, "threadedComment", name, base=_BASE)

    def _person(self, name: str) -> str:
        """Return the id of a person, listed in the workbook when they are new to it."""
        if name in self._people:
            return self._people[name]
        identity = self._people[name] = _guid(f"person:{name}")
        part, root = self._persons()
        person = etree.SubElement(root, f"{{{THREADED}}}person")
        for key, value in (("displayName", name), ("id", identity), ("userId", name)):
            person.set(key, value)
        person.set("providerId", "None")
        self._package.set(part, _bytes(root))
        return identity

    def _persons(self) -> tuple[str, etree._Element]:
        for name in targets(self._package, self._workbook, "person"):
            try:
                return name, parse(self._package.read(name), name)
            except TongwenError:
                continue
        root = etree.Element(f"{{{THREADED}}}personList", nsmap={None: THREADED})
        name = self._package.add("xl/persons/person", "xml", _bytes(root), _PERSON_TYPE)
        self._package.relate(self._workbook, "person", name, base=_BASE)
        return name, root


def _usable(live: Mapping[str, Any]) -> dict[str, Comment]:
    return {
        token: one
        for token, one in live.items()
        if isinstance(one, Mapping)
        and isinstance(one.get("text"), str)
        and isinstance(one.get("sheet"), str)
    }


def _meanings(comments: Mapping[str, Comment]) -> dict[str, tuple[Any, ...]]:
    names = ("row", "col", "author", "at", "text", "parent")
    return {
        token: (*(one.get(name) for name in names), one.get("done") is True)
        for token, one in comments.items()
    }


def _answers(comments: Mapping[str, Comment], token: str) -> list[tuple[str, Comment]]:
    """Return the answers in a thread by time, those to answers too."""
    known = {token}
    found: list[tuple[str, Comment]] = []
    grown = True
    while grown:
        more = [
            (key, one)
            for key, one in comments.items()
            if key not in known and isinstance(one.get("parent"), str) and one["parent"] in known
        ]
        known.update(key for key, _ in more)
        found += more
        grown = bool(more)
    return sorted(found, key=lambda one: (str(one[1].get("at")), one[0]))


def _time(at: Any) -> str:
    try:
        found = datetime.fromisoformat(str(at))
        found = found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError):
        found = datetime(1970, 1, 1)
    return f"{found:%Y-%m-%dT%H:%M:%S}.{found.microsecond // 10_000:02d}"


def _guid(text: str) -> str:
    return f"{{{str(uuid5(NAMESPACE_URL, text)).upper()}}}"


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
