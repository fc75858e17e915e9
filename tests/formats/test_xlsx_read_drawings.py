"""Shapes, groups, SmartArt and controls: what the page is given to draw them."""

import json
from typing import Any

import pytest

from tests.formats.packages import PNG, relationships
from tests.formats.spreadsheets import objects, read

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
A14 = "http://schemas.microsoft.com/office/drawing/2010/main"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
DSP = "http://schemas.microsoft.com/office/drawing/2008/diagram"
WE = "http://schemas.microsoft.com/office/webextensions/webextension/2010/11"
SLE = "http://schemas.microsoft.com/office/drawing/2010/slicer"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
SPACES = (
    f'xmlns:xdr="{XDR}" xmlns:a="{A}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:a14="{A14}" '
    f'xmlns:dgm="{DGM}" xmlns:we="{WE}" xmlns:sle="{SLE}" xmlns:other="urn:x"'
)
PLACE = '<xdr:pos x="5" y="6"/><xdr:ext cx="7" cy="8"/>'


def named(name: str, more: str = "") -> str:
    return f'<xdr:nv><xdr:cNvPr id="1" name="{name}">{more}</xdr:cNvPr></xdr:nv>'


def anchored(inside: str) -> str:
    return f"<xdr:absoluteAnchor>{PLACE}{inside}<xdr:clientData/></xdr:absoluteAnchor>"


def drawn(
    inside: str,
    links: dict[str, tuple[str, str]] | None = None,
    more: dict[str, bytes] | None = None,
    after: str = "",
) -> list[dict[str, Any]]:
    """Return the drawings of a worksheet whose drawing part holds `inside`."""
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(
            {
                "rId1": ("drawing", "../drawings/drawing1.xml"),
                "rId2": ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
                "rId3": ("ctrlProp", "../ctrlProps/ctrlProp1.xml"),
            }
        ),
        "xl/drawings/drawing1.xml": f"<xdr:wsDr {SPACES}>{inside}</xdr:wsDr>".encode(),
        "xl/drawings/_rels/drawing1.xml.rels": relationships(links or {}),
    }
    return objects(read(after=after, more={**parts, **(more or {})}), "drawing")


def picture(look: str = "", looks: str = "") -> str:
    return (
        f'<xdr:pic>{named("P")}<xdr:blipFill><a:blip r:embed="rId1"/>{looks}</xdr:blipFill>'
        f"<xdr:spPr>{look}</xdr:spPr></xdr:pic>"
    )


IMAGE = {"rId1": ("image", "../media/image1.png")}
MEDIA = {"xl/media/image1.png": PNG}


@pytest.mark.parametrize(
    ("look", "looks"),
    [
        ('<a:xfrm rot="60000"/>', ""),
        ('<a:xfrm flipH="1"/>', ""),
        ('<a:prstGeom prst="ellipse"/>', ""),
        ('<a:ln w="9525"><a:solidFill/></a:ln>', ""),
        ("", '<a:srcRect l="10000"/>'),
    ],
)
def test_a_picture_that_is_framed_turned_or_cropped_tells_how(look: str, looks: str) -> None:
    [found] = drawn(anchored(picture(look, looks)), IMAGE, MEDIA)
    assert found["media"] == "xl/media/image1.png"
    assert found["raw"].startswith("<xdr:pic")
    assert found["parts"] == {"rId1": "xl/media/image1.png"}


@pytest.mark.parametrize(
    ("look", "looks"),
    [
        ('<a:xfrm rot="0" flipH="0"/><a:prstGeom prst="rect"/>', "<a:srcRect/>"),
        ("<a:ln><a:noFill/></a:ln>", ""),
        ("<a:effectLst/>", ""),
    ],
)
def test_a_plain_picture_says_no_more_than_its_part(look: str, looks: str) -> None:
    [found] = drawn(anchored(picture(look, looks)), IMAGE, MEDIA)
    assert set(found) == {"kind", "name", "media", "anchor"}


def test_pictures_in_groups_and_fills_are_told_by_their_relationship() -> None:
    links = {
        **IMAGE,
        "rId2": ("image", "../media/gone.png"),
        "rId3": ("image", "../media/image1.png"),
    }
    blips = "".join(f'<a:blip r:embed="rId{at}"/>' for at in (1, 2, 3, 4))
    [found] = drawn(anchored(f"<xdr:grpSp>{named('G')}{blips}</xdr:grpSp>"), links, MEDIA)
    assert found["kind"] == "group"
    assert found["parts"] == {"rId1": "xl/media/image1.png", "rId3": "xl/media/image1.png"}


def test_a_drawing_too_long_to_be_drawn_keeps_its_words() -> None:
    words = f"<xdr:txBody><a:p><a:r><a:t>{'x' * 300_000}</a:t></a:r></a:p></xdr:txBody>"
    [found] = drawn(anchored(f"<xdr:sp>{named('S')}{words}</xdr:sp>"))
    assert "raw" not in found
    assert len(found["text"]) == 10_000


DIAGRAM = (
    f'<xdr:graphicFrame>{named("Diagram")}<a:graphic><a:graphicData><dgm:relIds r:dm="rId1"/>'
    "</a:graphicData></a:graphic></xdr:graphicFrame>"
)


def diagram(relation: str = "rId9", drawing: bytes | None = None) -> list[dict[str, Any]]:
    data = (
        f'<dgm:dataModel {SPACES}><x><d:dataModelExt xmlns:d="{DSP}" relId="{relation}"/></x>'
        "</dgm:dataModel>"
    )
    shapes = (
        f'<d:drawing xmlns:d="{DSP}" xmlns:a="{A}" xmlns:r="{R}"><d:spTree><d:sp>'
        '<a:blip r:embed="rId5"/>'
        "<d:txBody><a:p><a:r><a:t>Step</a:t></a:r></a:p></d:txBody></d:sp></d:spTree></d:drawing>"
    ).encode()
    links = {
        "rId1": ("diagramData", "../diagrams/data1.xml"),
        "rId9": ("diagramDrawing", "../diagrams/drawing1.xml"),
    }
    more = {
        "xl/diagrams/data1.xml": data.encode(),
        "xl/diagrams/drawing1.xml": shapes if drawing is None else drawing,
        "xl/diagrams/_rels/drawing1.xml.rels": relationships(
            {"rId5": ("image", "../media/image1.png")}
        ),
        **MEDIA,
    }
    return drawn(anchored(DIAGRAM), links, more)


def test_smartart_is_what_it_was_last_laid_out_as() -> None:
    [found] = diagram()
    assert (found["kind"], found["name"], found["text"]) == ("group", "Diagram", "Step")
    assert found["raw"].startswith("<d:spTree")
    assert found["parts"] == {"rId5": "xl/media/image1.png"}


@pytest.mark.parametrize("drawing", [b"", b"<wrong", b"<x/>"])
def test_smartart_without_its_layout_is_a_box_with_its_name(drawing: bytes) -> None:
    [found] = diagram(drawing=drawing)
    assert (found["kind"], found["name"]) == ("unknown", "Diagram")
    [found] = diagram(relation="rId7")
    assert found["kind"] == "unknown"


def alternatives(requires: str, choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def test_of_alternatives_the_one_that_can_be_drawn_is_told() -> None:
    addin = "<xdr:graphicFrame><a:graphicData><we:webextension/></a:graphicData></xdr:graphicFrame>"
    slicer = (
        f'<xdr:graphicFrame>{named("S")}<a:graphicData><sle:slicer name="Region"/></a:graphicData>'
        "</xdr:graphicFrame>"
    )
    words = f"<xdr:sp>{named('Words')}</xdr:sp>"
    inside = (
        anchored(alternatives("we", addin, picture()))
        + anchored(alternatives("a14", addin, picture()))
        + alternatives("a14", anchored(alternatives("a14", slicer, words)), anchored(words))
        + alternatives("other", anchored(slicer), anchored(words))
        + anchored(alternatives("we", addin, ""))
    )
    caption = b'<slicers xmlns="x"><slicer name="Region" caption="Where"/></slicers>'
    found = drawn(inside, IMAGE, {**MEDIA, "xl/slicers/slicer1.xml": caption})
    assert [one["kind"] for one in found] == ["image", "image", "control", "shape", "unknown"]
    assert found[2]["control"] == {"type": "Slicer", "label": "Where"}


VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<v:shape id="_x0000_s1025"><v:textbox><div><font>I
 agree</font></div></v:textbox><x:ClientData ObjectType="Checkbox"><x:SizeWithCells/>
<x:Anchor> 1, 2, 3, 4, 5, 6, 7, 8</x:Anchor><x:Checked>1</x:Checked></x:ClientData></v:shape>
<v:shape id="_x0000_s1026"><v:imagedata o:relid="rId1"/><x:ClientData ObjectType="Pict">
<x:Anchor>0,0,0,0,1,0,1,0</x:Anchor></x:ClientData></v:shape>
<v:shape id="_x0000_s1027" style="visibility: hidden"><x:ClientData ObjectType="Drop">
<x:Anchor>nonsense</x:Anchor></x:ClientData></v:shape>
<v:shape id="_x0000_s1028"><x:ClientData ObjectType="Note"><x:Row>1</x:Row></x:ClientData></v:shape>
</xml>"""
CONTROLS = {
    "xl/drawings/vmlDrawing1.vml": VML.encode(),
    "xl/drawings/_rels/vmlDrawing1.vml.rels": relationships(IMAGE),
    **MEDIA,
}


def stand_in(number: int) -> str:
    identity = f'<a14:compatExt spid="_x0000_s{number}"/>'
    text = "<xdr:txBody><a:p><a:r><a:t>Yes</a:t></a:r></a:p></xdr:txBody>"
    shape = f'<xdr:sp><xdr:cNvPr name="Box" hidden="1">{identity}</xdr:cNvPr>{text}</xdr:sp>'
    return alternatives("a14", anchored(shape), "")


def test_controls_of_older_files_are_where_their_drawing_has_them() -> None:
    check, embedded = drawn("", more=CONTROLS)
    assert check == {
        "kind": "control",
        "control": {"type": "Checkbox", "label": "I agree", "checked": 1},
        "anchor": {
            "from": ["3", "1", 2 * 9525, 4 * 9525],
            "to": ["7", "5", 6 * 9525, 8 * 9525],
            "move": "oneCell",
        },
    }
    assert (embedded["control"], embedded["media"]) == ({"type": "Pict"}, "xl/media/image1.png")


def test_controls_of_newer_files_are_told_once_and_by_their_properties() -> None:
    listed = (
        f'<controls><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x14">'
        f'<control shapeId="1025" r:id="rId3" name="Agree" xmlns:r="{R}"/></mc:Choice>'
        "</mc:AlternateContent></controls>"
    )
    properties = f'<formControlPr xmlns="{X14}" objectType="Radio" checked="Mixed"/>'.encode()
    more = {**CONTROLS, "xl/ctrlProps/ctrlProp1.xml": properties}
    first, second = drawn(stand_in(1025) + stand_in(4711), more=more, after=listed)[:2]
    assert first["control"] == {"type": "Radio", "label": "I agree", "checked": 2}
    assert (first["name"], first["text"], first.get("hidden")) == ("Box", "Yes", None)
    assert first["anchor"] == {"pos": [5, 6], "size": [7, 8], "move": "absolute"}
    assert (second["kind"], second["hidden"]) == ("shape", True)
    assert [one["kind"] for one in drawn(stand_in(1025), more=more)].count("control") == 2


@pytest.mark.parametrize("text", ["", "<", "<x/>", 'ObjectType="Drop"', VML[: len(VML) // 2]])
def test_damaged_controls_are_none(text: str) -> None:
    damaged = {"xl/drawings/vmlDrawing1.vml": text.encode()}
    assert drawn(stand_in(1025), more=damaged)[0]["kind"] == "shape"


def test_controls_without_end_are_cut_off() -> None:
    shape = VML[VML.index("<v:shape") : VML.index("<v:shape", 400)]
    many = VML.replace("</xml>", "".join(shape.replace("1025", str(at)) for at in range(3000)))
    found = drawn("", more={"xl/drawings/vmlDrawing1.vml": f"{many}</xml>".encode()})
    assert len(found) <= 2_000
    assert len(json.dumps(found)) < 1_000_000


def test_the_theme_tells_its_styles_where_there_are_drawings() -> None:
    theme = (
        f'<a:theme xmlns:a="{A}"><a:fontScheme><a:minorFont><a:latin typeface="F"/></a:minorFont>'
        '</a:fontScheme><a:fmtScheme name="Office"><a:fillStyleLst/></a:fmtScheme></a:theme>'
    )
    more = {"xl/theme/theme1.xml": theme.encode()}
    related = {"rIdX": ("theme", "theme/theme1.xml")}
    assert read(more=more, related=related).book.settings["theme"] == {"minor": "F"}
    more["xl/drawings/drawing1.xml"] = b"<x/>"
    assert (
        read(more=more, related=related)
        .book.settings["theme"]["formats"]
        .startswith("<a:fmtScheme")
    )
