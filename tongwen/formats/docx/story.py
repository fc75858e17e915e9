"""One story: an XML part with blocks (§17.2), as a tree and as the bytes it was written in."""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import count
from xml.sax.saxutils import unescape

from lxml import etree

from tongwen.core.errors import Invalid
from tongwen.formats.docx.names import STRICT, TRANSITIONAL, local
from tongwen.formats.ooxml.xml import attribute, parse

_TOKEN = re.compile(
    rb"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>|[^\"'<>]*(?:\"[^\"]*\"[^\"'<>]*|'[^']*'[^\"'<>]*)*>)",
    re.DOTALL,
)
_DECLARATIONS = re.compile(r'<[^\s/>]+((?: xmlns(?::[^\s=]+)?="[^"]*")*)')
_DECLARED = re.compile(r' xmlns(?::([^\s=]+))?="([^"]*)"')
_SLASH, _MARKUP = ord("/"), b"!?"

Span = tuple[int, int, int, int]  # start, end of the start tag, start of the end tag, end


class Story:
    """A part's tree, and for each element the bytes it came from.

    Raises:
        Invalid: `xml-entities`, `not-well-formed`, `not-a-document`; with `part`.
    """

    def __init__(self, part: str, data: bytes, container: str | None = None) -> None:
        self.part = part
        self.data = data
        self.root = parse(data, part)
        self.container = self.root
        if container is not None:
            found = next((child for child in self.root if local(child) == container), None)
            if found is None or not _is_wordprocessing(found):
                raise Invalid("not-a-document", part=part)
            self.container = found
        namespace = etree.QName(self.container).namespace or TRANSITIONAL
        self.strict = namespace == STRICT
        self.namespace = namespace
        self.w = f"{{{namespace}}}"
        self._added_prefixes: dict[str, str] = {}
        self._own_declarations: dict[str, str] = {}
        self._block_spans: dict[etree._Element, dict[etree._Element, Span]] = {}

    # -- names -------------------------------------------------------------------------------

    @cached_property
    def prefix(self) -> str:
        """The prefix of WordprocessingML names in this part, with its colon."""
        return self.prefix_of(self.namespace, "w")

    def prefix_of(self, namespace: str, wish: str) -> str:
        """Return a prefix with its colon, declared at the root by `patched` where it was not."""
        for prefix, uri in self.root.nsmap.items():
            if uri == namespace and prefix:
                return f"{prefix}:"
        for prefix, uri in self._added_prefixes.items():
            if uri == namespace:
                return f"{prefix}:"
        free = (wish if number == 0 else f"{wish}{number}" for number in count())
        taken = {*self.root.nsmap, *self._added_prefixes}
        prefix = next(name for name in free if name not in taken)
        self._added_prefixes[prefix] = namespace
        return f"{prefix}:"

    def raw(self, element: etree._Element) -> str:
        """Return an element's XML, to be read where the root's namespaces are declared.

        lxml repeats every declaration in scope on an element that it writes alone.
        """
        text: str = etree.tostring(element, encoding="unicode", with_tail=False)
        start, stop = _DECLARATIONS.match(text).span(1)  # type: ignore[union-attr]
        repeated = text[start:stop]
        own = self._own_declarations.get(repeated)
        if own is None:
            own = "".join(
                found.group()
                for found in _DECLARED.finditer(repeated)
                if self.root.nsmap.get(found.group(1) or None) != unescape(found.group(2))
            )
            self._own_declarations[repeated] = own
        return text[:start] + own + text[stop:]

    @cached_property
    def _raw_root(self) -> str:
        pairs = dict(self.root.nsmap)
        pairs.update(self._added_prefixes)
        return "".join(
            f' xmlns{":" if key else ""}{key or ""}="{attribute(uri)}"'
            for key, uri in pairs.items()
        )

    def parse_raw(self, text: str) -> list[etree._Element]:
        """Read raw XML in this part's namespaces, as strictly as a part.

        Raises:
            Invalid: it is not well-formed, or has a document type or text outside elements.
        """
        if "<!" in text and "<!DOCTYPE" in text.upper():
            raise Invalid("xml-entities", part=self.part)
        data = f"<raw{self._raw_root}>{text}</raw>".encode("utf-8", "surrogatepass")
        root = parse(data, self.part)
        stray = [root.text, *(child.tail for child in root)]
        if any(piece and piece.strip() for piece in stray):
            raise Invalid("not-well-formed", part=self.part)
        return [child for child in root if isinstance(child.tag, str)]

    # -- bytes -------------------------------------------------------------------------------

    @cached_property
    def _scanned(self) -> tuple[list[Span], dict[etree._Element, int]]:
        """The spans of all elements in document order, and where those of each block begin."""
        spans = scan(self.data)
        first: dict[etree._Element, int] = {}
        at = 0
        for element in self.root.iter(etree.Element):
            if element is self.container:
                break
            at += 1
        first[self.container] = at
        at += 1
        starts = [span[0] for span in spans]
        for child in self.container.iterchildren(etree.Element):
            first[child] = at
            end = spans[at][3]
            while at < len(spans) and starts[at] < end:
                at += 1
        return spans, first

    def span(self, element: etree._Element) -> Span:
        """Return where an element of the container is written: offsets into `data`."""
        spans, first = self._scanned
        if element in first:
            return spans[first[element]]
        block = element
        while (parent := block.getparent()) is not None and parent is not self.container:
            block = parent
        known = self._block_spans.get(block)
        if known is None:
            known = dict(zip(block.iter(etree.Element), spans[first[block] :], strict=False))
            self._block_spans[block] = known
        return known[element]

    def bytes_of(self, element: etree._Element) -> bytes:
        """Return an element as it is written."""
        start, _, _, end = self.span(element)
        return self.data[start:end]

    def start_tag(self, element: etree._Element) -> bytes:
        """Return an element's start tag, open even when the element is written `<x/>`."""
        start, stop, _, end = self.span(element)
        tag = self.data[start:stop]
        return tag[:-2].rstrip() + b">" if stop == end and tag.endswith(b"/>") else tag

    def end_tag(self, element: etree._Element) -> bytes:
        """Return the end tag that fits `start_tag`."""
        start, stop, last, end = self.span(element)
        if stop < end:
            return self.data[last:end]
        name = re.match(rb"<([^\s/>]+)", self.data[start:stop])
        return b"</" + (name.group(1) if name else b"") + b">"

    def patched(self, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
        """Return the part with some ranges replaced, in UTF-8, new namespaces declared."""
        out, at = bytearray(), 0
        for start, stop, replacement in sorted([*self._declared(), *edits]):
            out += self.data[at:start] + replacement
            at = stop
        return bytes(out + self.data[at:])

    def _declared(self) -> list[tuple[int, int, bytes]]:
        if not self._added_prefixes:
            return []
        start, stop, _, _ = self._scanned[0][0]
        place = stop - (2 if self.data[start:stop].endswith(b"/>") else 1)
        text = "".join(
            f' xmlns:{key}="{attribute(uri)}"' for key, uri in self._added_prefixes.items()
        )
        return [(place, place, text.encode())]


def _is_wordprocessing(element: etree._Element) -> bool:
    return etree.QName(element).namespace in (TRANSITIONAL, STRICT)


def scan(data: bytes) -> list[Span]:
    """Return the spans of all elements of a well-formed part, in document order."""
    spans: list[Span] = []
    open_at: list[int] = []
    for token in _TOKEN.finditer(data):
        start, stop = token.span()
        second = data[start + 1]
        if second == _SLASH:
            at = open_at.pop()
            begin, tag_end, _, _ = spans[at]
            spans[at] = (begin, tag_end, start, stop)
        elif second in _MARKUP:
            continue
        elif data[stop - 2] == _SLASH:
            spans.append((start, stop, stop, stop))
        else:
            open_at.append(len(spans))
            spans.append((start, stop, stop, stop))
    return spans
