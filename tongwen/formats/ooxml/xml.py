"""XML parts: any encoding in, strict parsing, no document types, no entities."""

import codecs
import re

from lxml import etree

from tongwen.core.errors import Invalid

_DECLARATION = re.compile(rb"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"""(encoding\s*=\s*)(["'])([A-Za-z][A-Za-z0-9._-]*)\2""")
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UTF8_NAMES = ("utf-8", "utf8", "ascii", "us-ascii")


def to_utf8(data: bytes, part: str) -> bytes:
    """Return a part's bytes in UTF-8 without a byte order mark; UTF-8 ones come back as they are.

    The bytes decide, not the declaration: a byte order mark or zero bytes mean UTF-16.

    Raises:
        Invalid: `not-well-formed`, the bytes are not in the encoding they say they are in.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _declared_utf8(data[3:])
    encoding = _utf16(data)
    if encoding is None:
        declaration = _DECLARATION.match(data)
        named = declaration and _ENCODING.search(declaration.group())
        encoding = named.group(3).decode("ascii").lower() if named else "utf-8"
        if encoding in _UTF8_NAMES or encoding.startswith(("utf-16", "utf16", "ucs", "iso-10646")):
            return _declared_utf8(data)
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise Invalid("not-well-formed", part=part) from error
    return _declared_utf8(text.removeprefix("\ufeff").encode("utf-8", "surrogatepass"))


def is_utf8(head: bytes) -> bool:
    """Whether the part that begins with these bytes is UTF-8 as it stands (see `to_utf8`)."""
    declaration = _DECLARATION.match(head)
    known = declaration.group() if declaration else head[:4]
    return to_utf8(known, "") == known


def _utf16(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data[1:2] == b"\0" and data[:1] != b"\0":
        return "utf-16-le"
    return "utf-16-be" if data[:1] == b"\0" else None


def _declared_utf8(data: bytes) -> bytes:
    declaration = _DECLARATION.match(data)
    named = declaration and _ENCODING.search(declaration.group())
    if not named or named.group(3).lower() in (b"utf-8", b"utf8"):
        return data
    return data[: named.start(3)] + b"UTF-8" + data[named.end(3) :]


def parse(data: bytes, part: str) -> etree._Element:
    """Parse a part that is in UTF-8 (see `to_utf8`), strictly.

    Raises:
        Invalid: `xml-entities` (a document type declaration), `not-well-formed`; with `part`.
    """
    prolog = _PROLOG.match(data)
    if data.startswith(b"<!DOCTYPE", prolog.end() if prolog else 0):
        raise Invalid("xml-entities", part=part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False, remove_pis=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid("not-well-formed", part=part, detail=str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Invalid("xml-entities", part=part)
    return root


def is_clean(text: str) -> bool:
    """Whether a text has only characters that XML 1.0 allows (§2.2)."""
    return _ILLEGAL.search(text) is None


def clean(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not allow."""
    return _ILLEGAL.sub("", text)


def escape(text: str) -> str:
    """Return a text as character data, without what XML does not allow."""
    cleaned = _ILLEGAL.sub("", text)
    return cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: object) -> str:
    """Return a value for use between double quotes, in normal form for white space."""
    escaped = escape(str(text)).replace('"', "&quot;")
    return escaped.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
