"""Tiny packages made on the spot, so that no foreign file has to be kept here."""

import struct
import zipfile
import zlib
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = {
    "w": W,
    "r": R,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\5\0\1\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82"
)
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"/></w:sectPr>'
)


def declarations() -> str:
    """Return the namespaces that test documents declare at their root."""
    return " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def document_xml(body: str) -> bytes:
    """Return a main part with this body."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f"<w:document {declarations()}><w:body>{body}</w:body></w:document>"
    ).encode()


def styles_xml() -> bytes:
    """Return a small styles part."""
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsia="宋体"/><w:sz w:val="21"/>'
        "</w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style></w:styles>"
    ).encode()


def numbering_xml() -> bytes:
    """Return a numbering part with one list and one override."""
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
    ).encode()


def parts(body: str) -> dict[str, bytes]:
    """Return the parts of a document with styles, a list, a header, a picture and a link."""
    header = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>Page head</w:t></w:r></w:p></w:hdr>'
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document_xml(body),
        "word/_rels/document.xml.rels": relationships(
            {
                "rId1": ("styles", "styles.xml"),
                "rId2": ("numbering", "/word/numbering.xml"),
                "rId5": ("image", "media/image1.png"),
                "rId7": ("header", "header1.xml"),
                "rId9": ("hyperlink", "https://example.org/a?b=1&amp;c=2"),
            }
        ),
        "word/styles.xml": styles_xml(),
        "word/numbering.xml": numbering_xml(),
        "word/header1.xml": header.encode(),
        "word/media/image1.png": PNG,
        "customXml/item1.xml": b"<anything>untouched</anything>",
    }


def _content_types() -> bytes:
    overrides = {
        "/word/document.xml": f"{TYPE}.document.main+xml",
        "/word/styles.xml": f"{TYPE}.styles+xml",
        "/word/numbering.xml": f"{TYPE}.numbering+xml",
        "/word/header1.xml": f"{TYPE}.header+xml",
    }
    written = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    package = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{package}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{written}</Types>'
    ).encode()


def relationships(targets: dict[str, tuple[str, str]], base: str = R) -> bytes:
    """Return a relationships part: id to (kind, target)."""
    written = "".join(
        f'<Relationship Id="{identity}" Type="{base}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target else "")
        + "/>"
        for identity, (kind, target) in targets.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{written}</Relationships>'.encode()


def pack(contents: dict[str, bytes]) -> bytes:
    """Zip parts as another program would."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"kept"
        for name, data in contents.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body: str, section: str = SECTION) -> bytes:
    """Return a document with this body."""
    return pack(parts(body + section))


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package, after checking every checksum."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def entry_with(name: str, size: int, declared: int | None = None) -> bytes:
    """Return an archive of one entry of zeros whose declared size may be a lie."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(
        machine.compress(bytes(min(1 << 20, size - at))) for at in range(0, size, 1 << 20)
    )
    packed += machine.flush()
    raw = name.encode()
    fields = (0, 0, 8, 0, 33, 0, len(packed), size if declared is None else declared, len(raw), 0)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, *fields[1:]) + raw + packed
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, *fields[1:], 0, 0, 0, 0, 0) + raw
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end
