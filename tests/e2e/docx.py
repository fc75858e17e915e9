"""Word files for the browser tests, put together as Word writes them."""

import struct
import zipfile
import zlib
from io import BytesIO
from xml.sax.saxutils import escape

from tongwen.formats.docx.blank import blank_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
EMU_PER_CM = 360_000
AUTHOR = 'w:author="沈墨" w:date="2026-11-02T09:00:00Z"'


def run(text: str, properties: str = "", *, deleted: bool = False) -> str:
    """Return a `w:r`."""
    tag = "delText" if deleted else "t"
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """Return a `w:p`; `content` is text, or runs when it begins with `<`."""
    runs = content if content.startswith("<") else run(content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def item(text: str, numbers: int = 2, level: int = 0) -> str:
    """Return a list item; list 1 counts, list 2 has bullets."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbers}"/></w:numPr>'
    return paragraph(text, "ListParagraph", numbering)


def inserted(text: str) -> str:
    """Return a tracked insertion."""
    return f'<w:ins w:id="901" {AUTHOR}>{run(text)}</w:ins>'


def deleted(text: str) -> str:
    """Return a tracked deletion."""
    return f'<w:del w:id="902" {AUTHOR}>{run(text, deleted=True)}</w:del>'


def cell(text: str, width: int, *, span: int = 1, merge: str = "", head: bool = False) -> str:
    """Return a `w:tc` of `width` twips; `merge` (down the rows) is `restart` or `continue`."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E8EEF6"/>' if head else ""
    text_runs = run(text, "<w:b/>" if head else "")
    size = f'<w:tcW w:w="{width * span}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{size}{spanned}{merged}{shade}</w:tcPr>{paragraph(text_runs)}</w:tc>"


def table(rows: list[list[str]], width: int = 8306) -> str:
    """Return a table with a heading row, `width` twips wide."""
    column = width // len(rows[0])
    return grid(
        [[cell(text, column, head=at == 0) for text in row] for at, row in enumerate(rows)],
        [column] * len(rows[0]),
    )


def grid(rows: list[list[str]], columns: list[int]) -> str:
    """Return a table of cells that are made already, `columns` in twips."""
    written = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    widths = "".join(f'<w:gridCol w:w="{size}"/>' for size in columns)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        f"</w:tblPr><w:tblGrid>{widths}</w:tblGrid>{written}</w:tbl>"
    )


def picture(wide: float, high: float) -> str:
    """Return a paragraph with the image `rIdPicture`, sizes in centimetres."""
    extent = f'cx="{round(wide * EMU_PER_CM)}" cy="{round(high * EMU_PER_CM)}"'
    drawing = (
        f'<wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0"'
        ' distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:docPr id="1" name="Picture 1" descr="营业收入"/>'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="chart.png"/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture"/><a:stretch>'
        "<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {extent}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline>"
    )
    return paragraph(
        f"<w:r><w:drawing>{drawing}</w:drawing></w:r>", properties='<w:jc w:val="center"/>'
    )


def docx(body: str, *, language: str, title: str, head: str = "", foot: str = "") -> bytes:
    """Return a package with this body, and a header and footer when they have text."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(blank_docx(language, title))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:p/>", body.encode())
    _add_image(parts)
    for kind, text in (("header", head), ("footer", foot)):
        if text:
            _add_story(parts, kind, text)
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return written.getvalue()


def _add_image(parts: dict[str, bytes]) -> None:
    parts["word/media/image1.png"] = chart()
    _insert(
        parts,
        "[Content_Types].xml",
        '<Default Extension="png" ContentType="image/png"/>',
        "<Override",
    )
    _relate(parts, "rIdPicture", "image", "media/image1.png")


def _add_story(parts: dict[str, bytes], kind: str, text: str) -> None:
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    tag = "hdr" if kind == "header" else "ftr"
    content = run(text) + (page if kind == "footer" else "")
    style = paragraph(content, kind.capitalize(), '<w:jc w:val="center"/>')
    parts[f"word/{kind}1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<w:{tag} xmlns:w="{W}" xmlns:r="{R}">{style}</w:{tag}>'
    ).encode()
    content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    override = f'<Override PartName="/word/{kind}1.xml" ContentType="{content_type}"/>'
    _insert(parts, "[Content_Types].xml", override, "</Types>")
    _relate(parts, f"rId{kind}", kind, f"{kind}1.xml")
    reference = f'<w:{kind}Reference w:type="default" r:id="rId{kind}"/>'
    _insert(parts, "word/document.xml", reference, "<w:pgSz")


def _relate(parts: dict[str, bytes], identity: str, kind: str, target: str) -> None:
    relation = f'<Relationship Id="{identity}" Type="{R}/{kind}" Target="{target}"/>'
    _insert(parts, "word/_rels/document.xml.rels", relation, "</Relationships>")


def _insert(parts: dict[str, bytes], name: str, text: str, before: str) -> None:
    parts[name] = parts[name].replace(before.encode(), (text + before).encode(), 1)


def chart(wide: int = 640, high: int = 260) -> bytes:
    """Return a PNG of six rising pairs of bars."""
    white, line = b"\xff\xff\xff", b"\xe7\xe3\xda"
    colours = (b"\x24\x67\xb8", b"\x1e\x8e\x5a")
    heights = ((70, 52), (96, 64), (118, 90), (142, 101), (176, 133), (214, 158))
    rows = []
    for y in range(high):
        row = bytearray((line if y % 52 == 25 else white) * wide)
        for at, pair in enumerate(heights):
            for side, tall in enumerate(pair):
                if y >= high - 10 - tall and y < high - 10:
                    start = 40 + at * 98 + side * 34
                    row[start * 3 : (start + 30) * 3] = colours[side] * 30
        rows.append(b"\0" + bytes(row))
    return png(wide, high, b"".join(rows))


def png(wide: int, high: int, rows: bytes) -> bytes:
    """Return a PNG of 8-bit RGB rows, each with its filter byte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )
