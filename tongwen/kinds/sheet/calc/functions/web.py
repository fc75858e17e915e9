"""FILTERXML: XML is read, but nothing is fetched and nothing declared.

The page's `web/calc/xml` does the same; `examples/functions-web.json` holds both to it.
"""

import re

from lxml import etree

from tongwen.kinds.sheet.calc.functions.arguments import Arguments, Failed, Matrix, Value

_MOST, _LONGEST_PATH = 1_000_000, 2_000  # characters
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")

REMOTE = frozenset(
    (
        "CALL",
        "CUBEKPIMEMBER",
        "CUBEMEMBER",
        "CUBEMEMBERPROPERTY",
        "CUBERANKEDMEMBER",
        "CUBESET",
        "CUBESETCOUNT",
        "CUBEVALUE",
        "DETECTLANGUAGE",
        "IMAGE",
        "REGISTER.ID",
        "RTD",
        "STOCKHISTORY",
        "TRANSLATE",
        "WEBSERVICE",
    )
)
"""They would ask a server or a data model: their formulas keep what the file says."""


def filterxml(given: Arguments) -> Value | Matrix:
    """FILTERXML(xml, xpath): the texts of the nodes that a path finds."""
    given.count(2, 2)
    xml, path = given.text(0), given.text(1)
    if len(xml) > _MOST or len(path) > _LONGEST_PATH:
        raise Failed("#VALUE!")
    found = [_value(text) for text in _texts(xml, path)]
    if not found:
        raise Failed("#VALUE!")
    return found[0] if len(found) == 1 else [[value] for value in found]


def _texts(xml: str, path: str) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml.encode(), parser)
        if root.getroottree().docinfo.doctype:
            raise Failed("#VALUE!")
        nodes = etree.XPath(path, smart_strings=False)(root.getroottree())
    except (etree.XMLSyntaxError, etree.XPathError, ValueError):
        raise Failed("#VALUE!") from None
    if not isinstance(nodes, list):
        raise Failed("#VALUE!")
    return [_text(node) for node in nodes]


def _text(node: object) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, (etree._Comment, etree._ProcessingInstruction)):
        return node.text or ""
    if isinstance(node, etree._Element):
        return "".join(map(str, node.itertext(etree.Element, with_tail=False)))
    raise Failed("#VALUE!")  # a namespace


def _value(text: str) -> Value:
    stripped = text.strip()
    return float(stripped) if _NUMBER.fullmatch(stripped) else text
