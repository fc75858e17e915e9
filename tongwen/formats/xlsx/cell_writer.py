"""Cells of a worksheet in XML (ECMA-376-1 §18.3.1.4), rebuilt around what is kept of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tongwen.formats.ooxml.xml import attribute, escape
from tongwen.formats.xlsx.column_names import LETTERS

KEEP: Any = object()
"""Stands for: as it was in the file."""

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")
_FORMULA_ATTRIBUTES = frozenset(
    ("t", "ref", "aca", "dt2D", "dtr", "del1", "del2", "r1", "r2", "ca", "si", "bx")
)
_OWN = (b"r", b"s", b"t", b"cm", b"vm")
_SHARED = re.compile(
    rb"""<(?:[\w.-]+:)?f\s(?=[^>]*\bt\s*=\s*["']shared["'])[^>]*?\bsi\s*=\s*["'](\d+)["']"""
)


@dataclass(slots=True)
class Change:
    """What a cell becomes. `content` is the README's, formulas as text of the file.

    `value` is what the engine computed for a formula; KEEP leaves the cached one.
    """

    content: Any = KEEP
    style: int | None = None  # None: as it was
    value: Any = KEEP
    plain: bool = False  # an empty cell with style 0 needs no element


class Texts(Protocol):
    """Where texts of cells are put: among the shared strings, or `inline` into the cells."""

    inline: bool

    def item(self, content: Any, prefix: str) -> str:
        """Return a text or rich text as the inside of an `is` element."""
        ...

    def index(self, content: Any) -> int:
        """Return the index of a text or rich text among the shared strings."""
        ...


def escaped_text(text: str) -> str:
    """Return a text as ST_Xstring in XML: what XML cannot say is `_xHHHH_` (§22.9.2.19)."""
    text = _ESCAPED.sub("_x005F_", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found.group()):04X}_", text)
    return escape(text)


def text_element(text: str, prefix: str) -> str:
    """Return a `t` element; white space at its ends and line ends are kept."""
    written = escaped_text(text)
    kept = ' xml:space="preserve"' if text.strip() != text or "\n" in text or not text else ""
    return f"<{prefix}t{kept}>{written}</{prefix}t>"


def number_text(value: float) -> str:
    """Return a number as the shortest text that reads as the same number."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return repr(value)


class CellWriter:
    """Writes the cells of one worksheet part."""

    def __init__(self, prefix: str, texts: Texts, dynamic: Callable[[], int] | None = None) -> None:
        self._prefix = prefix
        self._texts = texts
        self._dynamic = dynamic  # tells the `cm` of dynamic arrays
        self._c, self._v, self._f = (f"{prefix}{name}" for name in "cvf")
        name = re.escape(prefix.encode())
        body = rb"(?=[\s/>])[^>]*?(?:/>|>.*?</" + name + rb"%s\s*>)"
        self._formula = re.compile(rb"<" + name + rb"f" + body % b"f", re.DOTALL)
        self._value = re.compile(
            rb"<" + name + rb"(?:v" + body % b"v" + rb"|is" + body % b"is" + rb")", re.DOTALL
        )

    def write(self, ref: str, change: Change, old: bytes | None) -> bytes:
        """Return a cell at `ref`; of `old` what the change does not touch is kept."""
        if old is not None and change.content is KEEP and change.value is KEEP:
            return self._restyled(ref, change.style, old)
        attributes, children = self._taken_apart(old)
        if change.style is not None:
            attributes[b"s"] = str(change.style) if change.style else ""
        if change.content is KEEP:
            formula = self._formula.search(old or b"")
            body = formula.group().decode() if formula else ""
            kind, value = self._cached(change.value)
            body += value
        else:
            for name in (b"cm", b"vm", b"ph"):
                attributes.pop(name, None)
            kind, body = self._content(change, ref, attributes)
        attributes[b"t"] = kind
        if change.plain and not body and not children and not attributes.get(b"s"):
            return b""
        return self._element(ref, attributes, body, children)

    def _element(self, ref: str, attributes: dict[bytes, str], body: str, children: str) -> bytes:
        written = "".join(
            f' {name.decode()}="{value}"' for name, value in attributes.items() if value
        )
        inside = body + children
        if not inside:
            return f'<{self._c} r="{ref}"{written}/>'.encode()
        return f'<{self._c} r="{ref}"{written}>{inside}</{self._c}>'.encode()

    def fresh(self, ref: str, style: int, content: Any) -> str:
        """Return a cell that the file did not have; the short way for plain contents."""
        look = f' s="{style}"' if style else ""
        kind = type(content)
        if kind is float or kind is int:
            value = f"<{self._v}>{number_text(content)}</{self._v}>"
            return f'<{self._c} r="{ref}"{look}>{value}</{self._c}>'
        if kind is str:
            kind_text, value = self._text(content)
            return f'<{self._c} r="{ref}"{look} t="{kind_text}">{value}</{self._c}>'
        if content is None:
            return f'<{self._c} r="{ref}"{look}/>'
        return self.write(ref, Change(content, style), None).decode()

    def fresh_cells(self, number: str, cells: Mapping[int, Any]) -> str:
        """Return the cells of a row that the file did not have, without a style."""
        c, v, f, inline = self._c, self._v, self._f, self._texts.inline
        written = []
        for col in sorted(cells):
            content = cells[col]
            kind = type(content)
            ref = f"{LETTERS[col]}{number}"
            if kind is int:
                written.append(f'<{c} r="{ref}"><{v}>{content}</{v}></{c}>')
            elif kind is str and not inline:
                index = self._texts.index(content)
                written.append(f'<{c} r="{ref}" t="s"><{v}>{index}</{v}></{c}>')
            elif kind is dict and content.keys() == {"f"}:
                text = content["f"]
                if text.isprintable() and text[:1] != " " != text[-1:]:
                    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                    written.append(f'<{c} r="{ref}"><{f}>{text}</{f}></{c}>')
                else:
                    formula = self._written_formula(content, ref)
                    written.append(f'<{c} r="{ref}">{formula}</{c}>')
            else:
                written.append(self.fresh(ref, 0, content))
        return "".join(written)

    def renumbered(self, ref: str, old: bytes) -> bytes:
        """Return a cell at another place, else as it was."""
        end = old.index(b">")
        place = re.search(rb"""\sr\s*=\s*(?:"[^"]*"|'[^']*')""", old[:end])
        new = b' r="' + ref.encode() + b'"'
        if place is None:
            head = len(self._c) + 1
            return old[:head] + new + old[head:]
        return old[: place.start()] + new + old[place.end() :]

    def formula_text(self, old: bytes) -> bytes | None:
        """Return a cell's formula element, when it has one."""
        found = self._formula.search(old)
        return found.group() if found else None

    def _restyled(self, ref: str, style: int | None, old: bytes) -> bytes:
        old = self.renumbered(ref, old)
        if style is None:
            return old
        end = old.index(b">")
        found = re.search(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""", old[:end])
        new = b' s="%d"' % style if style else b""
        if found is not None:
            return old[: found.start()] + new + old[found.end() :]
        place = re.search(rb"""\sr="[^"]*\"""", old[:end])
        at = place.end() if place else len(self._c) + 1
        return old[:at] + new + old[at:]

    def _taken_apart(self, old: bytes | None) -> tuple[dict[bytes, str], str]:
        """Return the attributes that may stay, and children other than formula and value."""
        if old is None:
            return {}, ""
        end = old.index(b">") + 1
        attributes = {
            found.group(1): found.group(2)[1:-1].decode().replace('"', "&quot;")
            for found in _ATTRIBUTE.finditer(old[:end])
            if found.group(1) != b"r"
        }
        if old[:end].endswith(b"/>"):
            return attributes, ""
        inside = old[end : old.rindex(b"</")]
        rest = self._value.sub(b"", self._formula.sub(b"", inside, count=1))
        return attributes, rest.strip().decode()

    def _content(self, change: Change, ref: str, attributes: dict[bytes, str]) -> tuple[str, str]:
        content = change.content
        if isinstance(content, dict) and "f" in content:
            value = content.get("c") if change.value is KEEP else change.value
            kind, cached = self._cached(value)
            if content.get("dyn") and self._dynamic is not None:
                attributes[b"cm"] = str(self._dynamic())
            return kind, self._written_formula(content, ref) + cached
        if change.value is not KEEP and content is None:
            return self._cached(change.value)  # the engine spilled into it
        return self._plain(content)

    def _plain(self, content: Any) -> tuple[str, str]:
        if isinstance(content, str) or (isinstance(content, dict) and "r" in content):
            return self._text(content)
        return self._cached(content)

    def _text(self, content: Any) -> tuple[str, str]:
        if self._texts.inline:
            p = self._prefix
            return "inlineStr", f"<{p}is>{self._texts.item(content, p)}</{p}is>"
        return "s", f"<{self._v}>{self._texts.index(content)}</{self._v}>"

    def _cached(self, value: Any) -> tuple[str, str]:
        """Return the type and value element of a value that stands in the cell itself."""
        v = self._v
        if value is None or value is KEEP:
            return "", ""
        if isinstance(value, bool):
            return "b", f"<{v}>{int(value)}</{v}>"
        if isinstance(value, int | float):
            if value != value or value in (float("inf"), float("-inf")):
                return "e", f"<{v}>#NUM!</{v}>"
            return "", f"<{v}>{number_text(value)}</{v}>"
        if isinstance(value, dict) and "e" in value:
            return "e", f"<{v}>{escape(str(value['e']))}</{v}>"
        if isinstance(value, dict) and "r" in value:
            value = "".join(str(run[0]) for run in value["r"])
        text = str(value)
        kept = ' xml:space="preserve"' if text.strip() != text else ""
        return "str", f"<{v}{kept}>{escaped_text(text)}</{v}>"

    def _written_formula(self, content: dict[str, Any], ref: str) -> str:
        raw = content.get("x") or {}
        attributes = {
            name: str(value)
            for name, value in (raw.items() if isinstance(raw, dict) else ())
            if name in _FORMULA_ATTRIBUTES and value is not None and name not in ("si", "t", "ref")
        }
        if isinstance(raw, dict) and raw.get("t") == "dataTable":
            attributes = {"t": "dataTable", "ref": str(raw.get("ref", ref)), **attributes}
        elif content.get("a") or content.get("dyn"):
            attributes = {"t": "array", "ref": str(content.get("ref", ref)), **attributes}
        written = "".join(f' {name}="{attribute(value)}"' for name, value in attributes.items())
        text = escape(str(content["f"]).replace("\r", ""))
        kept = ' xml:space="preserve"' if text.strip() != text else ""
        return f"<{self._f}{written}{kept}>{text}</{self._f}>"


def shared_group(cell: bytes) -> int | None:
    """Return the number of the shared formula that a cell belongs to."""
    found = _SHARED.search(cell)
    return int(found.group(1)) if found else None
