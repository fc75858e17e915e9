"""Texts of cells: shared strings (§18.4), rich runs, and escapes (§22.9.2.19), as JSON tokens."""

import json
import re
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring
from typing import Any

from lxml import etree

from tongwen.core.errors import Invalid, TooLarge
from tongwen.formats.ooxml import limits
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import parse
from tongwen.formats.xlsx.fonts import read_font
from tongwen.formats.xlsx.formulas import unescape_markup
from tongwen.formats.xlsx.names import local

MAX_PART = 1 << 30  # bytes of a part that is read piece by piece
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROOT = re.compile(rb"<(?:([\w.-]+):)?sst\b[^>]*>")


def unescape(text: str) -> str:
    """Return an ST_Xstring as text: `_x000D_` is one character (§22.9.2.19).

    Escaped surrogates stay as they are written: they are no characters.
    """
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found.group() if 0xD800 <= code < 0xE000 or code == 0 else chr(code)


def token_of_text(text: str) -> str:
    """Return a text as JSON."""
    return encode_basestring(unescape(text))


def read_item(element: etree._Element) -> str | dict[str, Any]:
    """Return an `si`, `is` or comment's `text`: plain, or `{"r": [[text, font patch] …]}`.

    Phonetic runs are ignored.
    """
    plain: list[str] = []
    runs: list[list[Any]] = []
    for child in element.iterchildren(etree.Element):
        name = local(child)
        if name == "t":
            plain.append(child.text or "")
            runs.append([unescape(child.text or ""), None])
        elif name == "r":
            runs.append(_run(child))
    if any(run[1] for run in runs):
        return {"r": [run for run in runs if run[0]]}
    return "".join(run[0] for run in runs)


def _run(element: etree._Element) -> list[Any]:
    text = ""
    font: dict[str, Any] | None = None
    for child in element.iterchildren(etree.Element):
        name = local(child)
        if name == "t":
            text += child.text or ""
        elif name == "rPr":
            font = read_font(child) or None
    return [unescape(text), font]


def token_of_item(element: etree._Element) -> str:
    """Return an `si` or `is` as JSON."""
    return json.dumps(read_item(element), ensure_ascii=False, separators=(",", ":"))


def read_strings(package: Package, part: str | None) -> list[str]:
    """Return the shared strings of a workbook as JSON tokens, in order.

    Raises:
        Invalid: `not-well-formed`, `xml-entities`, `part-damaged`.
        TooLarge: `part-too-large`.
    """
    if part is None:
        return []
    tokens: list[str] = []
    for piece in _pieces(package.stream(part, MAX_PART), part):
        tokens += piece
    return tokens


def _pieces(chunks: Iterable[bytes], part: str) -> Iterator[list[str]]:
    """Cut the part behind complete items, and read each piece."""
    waiting = b""
    reader: _ItemReader | None = None
    for chunk in chunks:
        waiting += chunk
        if len(waiting) > limits.MAX_XML:
            raise TooLarge("part-too-large", part=part, limit=limits.MAX_XML)
        if reader is None:
            root = _ROOT.search(waiting)
            if root is None:
                continue
            reader = _ItemReader(waiting[: root.end()], root, part)
            waiting = waiting[root.end() :]
        cut = waiting.rfind(reader.close) + len(reader.close)
        if cut < len(reader.close) or b"<!" in waiting or b"<?" in waiting:
            continue  # comments may hide what looks like an end: such a part is read as a whole
        yield reader.read(waiting[:cut])
        waiting = waiting[cut:]
    if reader is None:
        parse(waiting, part)
        return
    yield reader.read_rest(waiting)


class _ItemReader:
    """Reads runs of `si` elements: plain ones by pattern, others as trees."""

    def __init__(self, head: bytes, root: re.Match[bytes], part: str) -> None:
        prefix = root[1].decode() + ":" if root[1] else ""
        self._part = part
        self._empty = root.group().endswith(b"/>")
        self._root = head
        self._close_root = f"</{prefix}sst>".encode()
        parse(head if self._empty else head + self._close_root, part)
        self.close = f"</{prefix}si>".encode()
        self._item = re.compile(
            rf"\s*<{prefix}si>\s*<{prefix}t(?: xml:space=\"preserve\")?>([^<]*)</{prefix}t>"
            rf"\s*</{prefix}si>".encode()
        )

    def read(self, piece: bytes) -> list[str]:
        """Return the tokens of complete items."""
        texts = self._item.split(piece)
        gaps = texts[0::2]
        plain = self._tokens(texts[1::2])
        if not any(gaps):
            return plain
        tokens: list[str] = []
        for gap, token in zip(gaps, [*plain, None], strict=True):
            if gap.strip():
                tokens += self._trees(self._root + gap + self._close_root)
            if token is not None:
                tokens.append(token)
        return tokens

    def _tokens(self, texts: list[bytes]) -> list[str]:
        try:
            joined = b"\0".join(texts).decode("utf-8")
            found = joined.split("\0") if texts else []
            if "&" in joined or "\r" in joined:
                found = [unescape_markup(text) for text in found]
        except ValueError as error:
            raise Invalid("not-well-formed", part=self._part) from error
        if "_x" in joined:
            found = [unescape(text) for text in found]
        return [encode_basestring(text) for text in found]

    def read_rest(self, piece: bytes) -> list[str]:
        """Return the tokens of what stands before the end of the part."""
        if self._empty:
            return []
        return self._trees(self._root + piece)

    def _trees(self, data: bytes) -> list[str]:
        root = parse(data, self._part)
        return [
            token_of_item(child)
            for child in root.iterchildren(etree.Element)
            if local(child) == "si"
        ]
