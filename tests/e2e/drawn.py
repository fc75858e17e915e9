"""A workbook with drawings of every kind, and many of them: `python -m tests.e2e.drawn <path>`."""

import sys
from pathlib import Path

from tests.formats.packages import pack, relationships
from tests.formats.spreadsheets import parts, worksheet
from tests.formats.test_metafile import CHOSEN, emf, record
from tests.formats.test_xlsx_read_drawings import SPACES, VML

MANY = 400
_FILL = '<a:solidFill><a:srgbClr val="BDD7EE"/></a:solidFill>'


def _anchor(x: int, y: int, inside: str) -> str:
    return (
        f'<xdr:absoluteAnchor><xdr:pos x="{x * 9525}" y="{y * 9525}"/><xdr:ext cx="952500" '
        f'cy="476250"/>{inside}<xdr:clientData/></xdr:absoluteAnchor>'
    )


def _shape(name: str, preset: str, words: str = "", place: str = "<a:xfrm/>") -> str:
    return (
        f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvSpPr><xdr:spPr>{place}'
        f'<a:prstGeom prst="{preset}"/>{_FILL}</xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>'
        f"{words}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )


def book() -> bytes:
    """Return a turned arrow, a group, a metafile and a control, and many stars below them."""
    units = '<a:chOff x="0" y="0"/><a:chExt cx="100" cy="50"/>'
    half = '<a:xfrm><a:off x="50" y="0"/><a:ext cx="50" cy="50"/></a:xfrm>'
    drawings = [
        _anchor(20, 120, _shape("Arrow", "rightArrow", "同文", '<a:xfrm rot="1800000"/>')),
        _anchor(
            160,
            120,
            f'<xdr:grpSp><xdr:cNvPr id="3" name="Group"/><xdr:grpSpPr><a:xfrm>{units}</a:xfrm>'
            f"</xdr:grpSpPr>{_shape('Half', 'ellipse', 'half', half)}</xdr:grpSp>",
        ),
        _anchor(
            300,
            120,
            '<xdr:pic><xdr:cNvPr id="4" name="Metafile"/><xdr:blipFill><a:blip r:embed="rId1"/>'
            "</xdr:blipFill><xdr:spPr/></xdr:pic>",
        ),
    ]
    drawings += [_anchor(20, 1000 + 60 * at, _shape("Star", "star5")) for at in range(MANY)]
    box = record(43, "iiii", 0, 0, 99, 49)
    inside = parts(
        {"Drawn": worksheet("", after='<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/>')},
        more={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                {
                    "rId1": ("drawing", "../drawings/drawing1.xml"),
                    "rId2": ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
                }
            ),
            "xl/drawings/drawing1.xml": (
                f"<xdr:wsDr {SPACES}>{''.join(drawings)}</xdr:wsDr>".encode()
            ),
            "xl/drawings/_rels/drawing1.xml.rels": relationships(
                {"rId1": ("image", "../media/image1.emf")}
            ),
            "xl/drawings/vmlDrawing1.vml": VML.encode(),
            "xl/media/image1.emf": emf(CHOSEN, box),
        },
    )
    types = inside["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Default Extension="emf" ContentType="image/x-emf"/><Default Extension="vml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/></Types>',
    )
    return pack({**inside, "[Content_Types].xml": types})


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(book())
