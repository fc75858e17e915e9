"""New texts at the end of the shared strings (ECMA-376-1 §18.4).

Shared rather than inline: every program reads them, a text that stands in many cells is stored
once, and a cell that is written again keeps the shape that Excel gives it. The price is one more
part that changes, by an addition at its end. A file that has cells but no shared strings gets its
texts inline: there, nothing else has to change.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from tongwen.formats.ooxml.package import Package
from tongwen.formats.xlsx.cell_writer import text_element
from tongwen.formats.xlsx.font_writer import run_properties
from tongwen.formats.xlsx.names import MAIN

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_ROOT = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sst(?=[\s/>])[^>]*?(/?)>")
_COUNT = re.compile(rb"""\s(count|uniqueCount)\s*=\s*["'](\d+)["']""")


class StringWriter:
    """The shared strings of a workbook: finds plain ones that are there, appends the others."""

    def __init__(self, package: Package, workbook: str, inline: bool = False) -> None:
        self._package = package
        self._workbook = workbook
        self._part = package.related(workbook, "sharedStrings")
        self._data: bytes | None = None
        self._prefix = ""
        self._known: dict[str, int] = {}
        self._count = 0
        self._new: list[str] = []
        self.uses = 0
        self.inline = inline and self._part is None

    def index(self, content: Any) -> int:
        """Return the index of a text, or of a rich text `{"r": [[text, font] …]}`."""
        if self._data is None:
            self._load()
        self.uses += 1
        plain = isinstance(content, str)
        key = content if plain else "\0" + json.dumps(content, sort_keys=True)
        found = self._known.get(key)
        return self._add(key, self.item(content, self._prefix)) if found is None else found

    def item(self, content: Any, prefix: str) -> str:
        """Return a text or rich text as the inside of an `si` or `is` element."""
        if isinstance(content, str):
            return text_element(content, prefix)
        return _rich(content, prefix)

    def save(self) -> None:
        """Put what is new into the package."""
        if not self._new or self._data is None:
            return
        p = self._prefix
        added = "".join(f"<{p}si>{item}</{p}si>" for item in self._new).encode()
        end = self._data.rfind(b"</")
        data = self._counted(self._data[:end]) + added + self._data[end:]
        if self._part is None:
            self._part = self._package.add("xl/sharedStrings", "xml", data, _TYPE)
            self._package.relate(self._workbook, "sharedStrings", self._part)
        else:
            self._package.set(self._part, data)

    def _load(self) -> None:
        if self._part is None:
            self._data = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + (
                f'<sst xmlns="{MAIN}" count="0" uniqueCount="0"></sst>'.encode()
            )
            return
        data = self._package.read(self._part)
        root = _ROOT.search(data)
        if root is None:
            data = b'<sst xmlns="' + MAIN.encode() + b'"></sst>'
        elif root.group(2):
            name = root.group(1) + b"sst"
            data = data[: root.end() - 2] + b"></" + name + b">"
        self._data = data
        self._prefix = root.group(1).decode() if root else ""
        self._learn(data)

    def _learn(self, data: bytes) -> None:
        """Count the items, and take note of the plain ones that need no unescaping."""
        p = re.escape(self._prefix.encode())
        item = re.compile(
            rb"<" + p + rb"si(?=[\s/>])[^>]*?(?:/>|>(?:<" + p + rb"t>([^<&]*)</" + p + rb"t>)?"
            rb"(?:(</" + p + rb"si>)|.*?</" + p + rb"si\s*>))",
            re.DOTALL,
        )
        for index, (text, plain) in enumerate(item.findall(data)):
            if plain and text and b"_x" not in text:
                self._known.setdefault(text.decode("utf-8"), index)
            self._count = index + 1

    def _add(self, key: str, item: str) -> int:
        index = self._count
        self._known[key] = index
        self._new.append(item)
        self._count += 1
        return index

    def _counted(self, head: bytes) -> bytes:
        """Return the part up to its end with the counts at its root brought up to date."""
        root = _ROOT.search(head)
        if root is None:
            return head

        def more(found: re.Match[bytes]) -> bytes:
            name = found.group(1)
            number = self._count if name == b"uniqueCount" else int(found.group(2)) + self.uses
            return b' %s="%d"' % (name, number)

        tag = _COUNT.sub(more, root.group())
        return head[: root.start()] + tag + head[root.end() :]


def _rich(content: Mapping[str, Any], p: str) -> str:
    out = ""
    for run in content.get("r") or []:
        if not isinstance(run, list) or not run or not isinstance(run[0], str):
            continue
        font = run[1] if len(run) > 1 and isinstance(run[1], Mapping) else {}
        out += f"<{p}r>{run_properties(font, p)}{text_element(run[0], p)}</{p}r>"
    return out or text_element("", p)
