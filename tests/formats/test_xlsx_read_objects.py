"""What is anchored to cells: merges, rules, filters, tables, links, notes, drawings and more."""

from typing import Any

import pytest

from tests.formats.packages import PNG, relationships
from tests.formats.spreadsheets import MAIN, objects, read, shown

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DXFS = (
    f'<styleSheet xmlns="{MAIN}"><dxfs><dxf><font><b val="0"/><color rgb="FF9C0006"/></font>'
    '<fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf></dxfs></styleSheet>'
)


def related(**targets: str) -> dict[str, bytes]:
    """Return the relationships of the worksheet: kind to target."""
    links = {f"rId{at}": (kind, target) for at, (kind, target) in enumerate(targets.items(), 1)}
    return {"xl/worksheets/_rels/sheet1.xml.rels": relationships(links)}


def test_merges_are_areas_of_more_than_a_cell() -> None:
    merges = (
        '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C3"/><mergeCell ref="B2:A1"/>'
        '<mergeCell ref="nonsense"/><mergeCell ref="XFD1:XFE2"/></mergeCells>'
    )
    assert objects(read(after=merges), "merge") == [{"area": ["0", "0", "1", "1"]}] * 2


def test_columns_and_views_are_read() -> None:
    found = read(
        before='<sheetPr><outlinePr summaryBelow="0"/></sheetPr><sheetViews><sheetView '
        'showGridLines="0" rightToLeft="1" zoomScale="85" workbookViewId="0">'
        '<pane xSplit="1" ySplit="2" topLeftCell="B3" state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultColWidth="9.5" defaultRowHeight="14.25"/><cols>'
        '<col min="1" max="1" width="20" customWidth="1"/><col min="2" max="3" width="20" '
        'customWidth="1"/><col min="5" max="16384" hidden="1" style="2"/><col min="0" max="9"/>'
        "</cols>"
    ).sheets["s1"]
    assert found.lines["cols"] == [
        [0, 3, {"size": 20, "custom": True}],
        [4, 16_380, {"hidden": True, "style": 2}],
    ]
    assert found.view == {
        "summaryBelow": False,
        "gridLines": False,
        "rtl": True,
        "zoom": 85,
        "freeze": {"row": "2", "col": "1"},
        "defaultColWidth": 9.5,
        "defaultRowHeight": 14.25,
    }


def test_of_columns_that_overlap_the_later_counts() -> None:
    found = read(
        before='<cols><col min="1" max="3" width="5"/><col min="2" max="2" width="9"/></cols>'
    )
    assert found.sheets["s1"].lines["cols"] == [
        [0, 1, {"size": 5}],
        [1, 1, {"size": 9}],
        [2, 1, {"size": 5}],
    ]


def test_conditional_formats_have_rules_and_patches() -> None:
    text = (
        '<conditionalFormatting sqref="A1:A9 C1"><cfRule type="cellIs" dxfId="0" priority="2" '
        'stopIfTrue="1" operator="between"><formula>1</formula><formula>$B$1</formula></cfRule>'
        '<cfRule type="aboveAverage" priority="3" aboveAverage="0"/></conditionalFormatting>'
        '<conditionalFormatting sqref="B1"><cfRule type="colorScale" priority="1"><colorScale>'
        '<cfvo type="min"/><cfvo type="percentile" val="50"/><color rgb="FFFF0000"/>'
        '<color theme="3"/></colorScale></cfRule><cfRule type="iconSet" priority="4"><iconSet '
        'iconSet="3Arrows" showValue="0" reverse="1"><cfvo type="percent" val="0"/>'
        '<cfvo type="num" val="5" gte="0"/></iconSet></cfRule></conditionalFormatting>'
        '<conditionalFormatting sqref=""><cfRule type="expression"/></conditionalFormatting>'
    )
    first, second = objects(read(after=text, styles=DXFS), "format")
    assert first["areas"] == [["0", "0", "8", "0"], ["0", "2", "0", "2"]]
    assert [shown(one) for one in first["rules"][0].pop("formulas")] == ["1", "<0,1,3>"]
    assert first["rules"] == [
        {
            "kind": "cellIs",
            "priority": 2,
            "stop": True,
            "operator": "between",
            "style": {"bold": False, "color": "9C0006", "fill": "FFC7CE"},
        },
        {"kind": "aboveAverage", "priority": 3, "aboveAverage": False},
    ]
    assert second["rules"] == [
        {
            "kind": "colorScale",
            "priority": 1,
            "stops": [
                {"type": "min", "value": None, "color": "FF0000"},
                {"type": "percentile", "value": "50", "color": {"theme": 3}},
            ],
        },
        {
            "kind": "iconSet",
            "priority": 4,
            "icons": "3Arrows",
            "reverse": True,
            "showValue": False,
            "stops": [
                {"type": "percent", "value": "0"},
                {"type": "num", "value": "5", "gte": False},
            ],
        },
    ]


def test_bars_of_2010_say_more_about_those_of_2007() -> None:
    text = (
        '<conditionalFormatting sqref="A1"><cfRule type="dataBar" priority="1"><dataBar>'
        '<cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar><extLst><ext>'
        "<x14:id>{1}</x14:id></ext></extLst></cfRule></conditionalFormatting>"
        "<extLst><ext><x14:conditionalFormattings><x14:conditionalFormatting>"
        '<x14:cfRule type="dataBar" id="{1}"><x14:dataBar gradient="0" minLength="0">'
        '<x14:cfvo type="num"><xm:f>B1</xm:f></x14:cfvo><x14:cfvo type="autoMax"/>'
        '<x14:negativeFillColor rgb="FFFF0000"/></x14:dataBar></x14:cfRule><xm:sqref>A1</xm:sqref>'
        "</x14:conditionalFormatting><x14:conditionalFormatting>"
        '<x14:cfRule type="expression" priority="5" id="{2}"><xm:f>Sheet1!A1&gt;1</xm:f><x14:dxf>'
        "<font><i/></font></x14:dxf></x14:cfRule><xm:sqref>C1:C2</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    first, second = objects(read(after=text), "format")
    [bar] = first["rules"]
    assert shown(bar["stops"][0].pop("value")) == "<0,1,0>"
    assert bar == {
        "kind": "dataBar",
        "priority": 1,
        "color": "638EC6",
        "negativeColor": "FF0000",
        "gradient": False,
        "minLength": 0,
        "stops": [{"type": "num"}, {"type": "autoMax", "value": None}],
    }
    assert second["areas"] == [["0", "2", "1", "2"]]
    assert shown(second["rules"][0]["formulas"][0]) == "<s1!0,0,0>>1"
    assert second["rules"][0]["style"] == {"italic": True}


def test_stops_that_a_program_writes_without_values_keep_those_of_2007() -> None:
    body = (
        '<conditionalFormatting sqref="A1"><cfRule type="dataBar" priority="1"><dataBar>'
        '<cfvo type="percentile" val="10"/><cfvo type="percent" val="90"/><color rgb="FF0000FF"/>'
        "</dataBar><extLst><ext><x14:id>{1}</x14:id></ext></extLst></cfRule>"
        "</conditionalFormatting><extLst><ext><x14:conditionalFormattings>"
        '<x14:conditionalFormatting><x14:cfRule type="dataBar" id="{1}"><x14:dataBar>'
        '<x14:cfvo type="percentile" value="10"/><x14:cfvo type="autoMax"/></x14:dataBar>'
        "</x14:cfRule></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    (format_,) = objects(read(after=body), "format")
    assert format_["rules"][0]["stops"] == [
        {"type": "percentile", "value": "10"},
        {"type": "autoMax", "value": None},
    ]


def test_validations_are_read_from_both_places() -> None:
    text = (
        '<dataValidations><dataValidation type="whole" operator="greaterThan" allowBlank="1" '
        'showErrorMessage="1" errorStyle="warning" errorTitle="No" error="a_x000a_b" '
        'promptTitle="Hint" prompt="type" showInputMessage="1" sqref="A1:A3">'
        "<formula1>$B$1</formula1></dataValidation></dataValidations><extLst><ext>"
        '<x14:dataValidations><x14:dataValidation type="list" showDropDown="1"><x14:formula1>'
        "<xm:f>Sheet1!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>C1</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst>"
    )
    first, second = objects(read(after=text), "validation")
    assert shown(first.pop("f1")) == "<0,1,3>"
    assert first == {
        "areas": [["0", "0", "2", "0"]],
        "kind": "whole",
        "operator": "greaterThan",
        "blank": True,
        "dropdown": True,
        "alert": {"style": "warning", "title": "No", "text": "a\nb", "shown": True},
        "prompt": {"title": "Hint", "text": "type", "shown": True},
    }
    assert (second["kind"], second["dropdown"]) == ("list", False)
    assert shown(second["f1"]) == "<s1!0,0,3;1,0,3>"


CRITERIA: list[tuple[str, dict[str, Any]]] = [
    ('<filters blank="1"><filter val="北"/></filters>', {"values": ["北"], "blanks": True}),
    (
        '<customFilters and="1"><customFilter operator="greaterThan" val="1"/><customFilter '
        'val="a*"/></customFilters>',
        {
            "custom": {
                "and": True,
                "criteria": [
                    {"operator": "greaterThan", "value": "1"},
                    {"operator": "equal", "value": "a*"},
                ],
            }
        },
    ),
    (
        '<top10 top="0" percent="1" val="25"/>',
        {"top": {"count": 25, "percent": True, "bottom": True}},
    ),
    ('<colorFilter dxfId="0"/>', {"color": {"of": "fill", "value": "FFC7CE"}}),
    ('<colorFilter dxfId="0" cellColor="0"/>', {"color": {"of": "font", "value": "9C0006"}}),
    ('<dynamicFilter type="thisMonth"/>', {"dynamic": "thisMonth"}),
]


@pytest.mark.parametrize(("text", "criterion"), CRITERIA, ids=[text[:20] for text, _ in CRITERIA])
def test_a_filter_has_its_criteria(text: str, criterion: dict[str, Any]) -> None:
    whole = (
        f'<autoFilter ref="B2:D9"><filterColumn colId="1">{text}</filterColumn>'
        '<filterColumn colId="2" hiddenButton="1"/></autoFilter>'
    )
    [found] = objects(read(after=whole, styles=DXFS), "filter")
    assert found == {
        "area": ["1", "1", "8", "3"],
        "columns": {"2": criterion, "3": {"hidden": True}},
    }


@pytest.mark.parametrize(
    "text", ['<filters><dateGroupItem year="2024"/></filters>', "<iconFilter/>"]
)
def test_other_criteria_are_carried(text: str) -> None:
    whole = f'<autoFilter ref="A1:A2"><filterColumn colId="0">{text}</filterColumn></autoFilter>'
    [found] = objects(read(after=whole), "filter")
    assert list(found["columns"]["0"]) == ["raw"]


def test_tables_have_columns_styles_and_filters() -> None:
    table = (
        f'<table xmlns="{MAIN}" id="1" name="销售" displayName="销售" ref="A1:B4" '
        'totalsRowCount="1">'
        '<autoFilter ref="A1:B3"/><tableColumns count="2"><tableColumn id="1" name="a_x000a_b" '
        'totalsRowLabel="Total"/><tableColumn id="2" name="n" totalsRowFunction="sum">'
        "<calculatedColumnFormula>销售[[#This Row],[a]]*C1</calculatedColumnFormula></tableColumn>"
        '</tableColumns><tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/></table>'
    )
    found = read(
        more={"xl/tables/table1.xml": table.encode()} | related(table="../tables/table1.xml")
    )
    [one] = objects(found, "table")
    assert shown(one["columns"][1].pop("formula")) == "销售[[#This Row],[a]]*<0,2,0>"
    assert one == {
        "area": ["0", "0", "3", "1"],
        "name": "销售",
        "display": "销售",
        "header": True,
        "totals": True,
        "columns": [
            {"id": 1, "name": "a\nb", "totalLabel": "Total"},
            {"id": 2, "name": "n", "totalFunction": "sum"},
        ],
        "style": {"name": "TableStyleMedium2", "bands": True},
        "filter": {"area": ["0", "0", "2", "1"], "columns": {}},
    }


def test_links_lead_outside_or_to_a_cell() -> None:
    links = (
        '<hyperlinks><hyperlink ref="A1" r:id="rId1" tooltip="tip"/><hyperlink ref="B1:B2" '
        'location="Sheet1!C3" display="there"/><hyperlink ref="C1" r:id="rId9" location="x"/>'
        "</hyperlinks>"
    )
    found = objects(read(after=links, more=related(hyperlink="https://example.org/a")), "link")
    assert [{**one, "location": shown(one.get("location", ""))} for one in found] == [
        {
            "area": ["0", "0", "0", "0"],
            "target": "https://example.org/a",
            "tip": "tip",
            "location": "",
        },
        {"area": ["0", "1", "1", "1"], "location": "<s1!2,2,0>", "display": "there"},
        {"area": ["0", "2", "0", "2"], "location": "x"},
    ]


COMMENTS = (
    f'<comments xmlns="{MAIN}"><authors><author>李</author><author>tc={{1}}</author></authors>'
    '<commentList><comment ref="B2" authorId="0"><text><r><rPr><b/></rPr><t>李:</t></r><r>'
    '<t> look</t></r></text></comment><comment ref="C3" authorId="1"><text><t>[Threaded]</t>'
    '</text></comment><comment ref="?" authorId="9"/></commentList></comments>'
)
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shape style="position:absolute;width:120pt;height:2cm;visibility:visible"><x:ClientData '
    'ObjectType="Note"><x:Row>1</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>'
)
THREADS = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
    'threadedcomments"><threadedComment ref="C3" dT="2024-01-02T03:04:05.00" personId="{p}" '
    'id="{1}" done="1"><text>why?</text></threadedComment><threadedComment ref="C3" '
    'dT="2024-01-02T03:05:00.00" personId="{?}" id="{2}" parentId="{1}"><text>so</text>'
    "</threadedComment></ThreadedComments>"
)
PEOPLE = (
    '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<person displayName="Lin" id="{p}"/></personList>'
)


def annotated() -> Any:
    more = related(
        comments="../comments1.xml",
        vmlDrawing="../drawings/vmlDrawing1.vml",
        threadedComment="../threadedComments/threadedComment1.xml",
    )
    more |= {
        "xl/comments1.xml": COMMENTS.encode(),
        "xl/drawings/vmlDrawing1.vml": VML.encode(),
        "xl/threadedComments/threadedComment1.xml": THREADS.encode(),
        "xl/persons/person.xml": PEOPLE.encode(),
    }
    return read(more=more, related={"rIdP": ("person", "persons/person.xml")})


def test_notes_have_text_and_size_and_threads_are_no_notes() -> None:
    assert objects(annotated(), "note") == [
        {
            "row": "1",
            "col": "1",
            "author": "李",
            "text": [["李:", {"bold": True}], [" look", None]],
            "shown": True,
            "w": 120.0,
            "h": 56.69,
        }
    ]


def test_threaded_comments_are_a_part_of_their_own() -> None:
    found = annotated()
    first = {"t": 0, "sheet": "s1", "row": "2", "col": "2"}
    assert found.comments == {
        "0-0": {
            **first,
            "author": "Lin",
            "at": "2024-01-02T03:04:05.00",
            "text": "why?",
            "done": True,
        },
        "0-1": {
            **first,
            "author": "",
            "at": "2024-01-02T03:05:00.00",
            "text": "so",
            "parent": "0-0",
        },
    }
    assert found.parts()["comments"] == {"comments": found.comments}


def marker(name: str, column: int, row: int) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>10</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>20</xdr:rowOff></xdr:{name}>"
    )


def named(name: str, alt: str = "") -> str:
    return f'<xdr:nv><xdr:cNvPr id="1" name="{name}" descr="{alt}"/></xdr:nv>'


DRAWING = (
    f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}" xmlns:r="{R}" xmlns:c="{C}" xmlns:mc="{MC}">'
    f'<xdr:twoCellAnchor editAs="oneCell">{marker("from", 1, 2)}{marker("to", 3, 4)}<xdr:pic>'
    f'{named("Picture", "a cat")}<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic>'
    f'</xdr:twoCellAnchor><xdr:oneCellAnchor>{marker("from", 0, 0)}<xdr:ext cx="100" cy="200"/>'
    f'<xdr:graphicFrame>{named("Chart")}<a:graphic><a:graphicData><c:chart r:id="rId2"/>'
    "</a:graphicData></a:graphic></xdr:graphicFrame></xdr:oneCellAnchor>"
    '<xdr:absoluteAnchor><xdr:pos x="5" y="6"/><xdr:ext cx="7" cy="8"/><xdr:sp>'
    f"{named('Box')}<xdr:txBody><a:p><a:r><a:t>two</a:t></a:r></a:p><a:p><a:r><a:t>lines</a:t>"
    "</a:r></a:p></xdr:txBody></xdr:sp></xdr:absoluteAnchor>"
    '<mc:AlternateContent><mc:Choice Requires="a14"><xdr:twoCellAnchor>'
    f"{marker('from', 0, -5)}{marker('to', 99999, 9999999)}<xdr:grpSp>{named('Group')}</xdr:grpSp>"
    "</xdr:twoCellAnchor></mc:Choice><mc:Fallback/></mc:AlternateContent></xdr:wsDr>"
)


def test_drawings_are_anchored_pictures_charts_and_shapes() -> None:
    more = related(drawing="../drawings/drawing1.xml") | {
        "xl/drawings/drawing1.xml": DRAWING.encode(),
        "xl/drawings/_rels/drawing1.xml.rels": relationships(
            {"rId1": ("image", "../media/image1.png"), "rId2": ("chart", "../charts/chart1.xml")}
        ),
        "xl/media/image1.png": PNG,
        "xl/charts/chart1.xml": b"<c/>",
    }
    image, chart, shape, group = objects(read(more=more), "drawing")
    assert image == {
        "kind": "image",
        "name": "Picture",
        "alt": "a cat",
        "media": "xl/media/image1.png",
        "anchor": {"from": ["2", "1", 10, 20], "to": ["4", "3", 10, 20], "move": "oneCell"},
    }
    assert chart == {
        "kind": "chart",
        "name": "Chart",
        "part": "xl/charts/chart1.xml",
        "anchor": {"from": ["0", "0", 10, 20], "size": [100, 200], "move": "oneCell"},
    }
    assert (shape["kind"], shape["text"]) == ("shape", "two\nlines")
    assert shape["anchor"] == {"pos": [5, 6], "size": [7, 8], "move": "absolute"}
    assert shape["raw"].startswith("<xdr:sp")
    assert group["kind"] == "group"
    assert group["anchor"]["from"][0] == "0"
    assert group["anchor"]["to"][:2] == ["1048575", "16383"]


def test_pivots_sparklines_and_protection_are_told() -> None:
    pivot = (
        f'<p:pivotTable xmlns:p="{MAIN}" name="P"><p:location ref="A3:B9" firstHeaderRow="1"'
        ' firstDataRow="1" firstDataCol="1"/></p:pivotTable>'
    )
    text = (
        '<sheetProtection sheet="1" password="CC1A" sort="0" objects="1" scenarios="1"/><extLst>'
        "<ext>"
        '<x14:sparklineGroups><x14:sparklineGroup type="column" high="1"><x14:colorSeries '
        'rgb="FF376092"/><x14:sparklines><x14:sparkline><xm:f>Sheet1!A1:A9</xm:f><xm:sqref>B1'
        "</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups>"
        "</ext></extLst>"
    )
    more = {"xl/pivotTables/p.xml": pivot.encode()} | related(pivotTable="../pivotTables/p.xml")
    found = read(after=text, more=more)
    assert objects(found, "pivot") == [
        {
            "area": ["2", "0", "8", "1"],
            "name": "P",
            "part": "xl/pivotTables/p.xml",
            "data": [1, 1],
        }
    ]
    assert objects(found, "protection") == [
        {
            "sheet": True,
            "allowed": ["selectLockedCells", "sort", "selectUnlockedCells"],
            "password": True,
        }
    ]
    [sparklines] = objects(found, "sparklines")
    assert shown(sparklines["lines"][0].pop("data")) == "<s1!0,0,0;8,0,0>"
    assert sparklines == {
        "kind": "column",
        "lines": [{"row": "0", "col": "1"}],
        "colors": {"series": "376092"},
        "high": True,
    }


BROKEN = ["", "<wrong", '<table ref="?"/>', '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>']


@pytest.mark.parametrize("text", BROKEN)
def test_a_damaged_part_costs_its_object_and_no_more(text: str) -> None:
    more = related(
        table="../bad.xml",
        comments="../bad.xml",
        drawing="../bad.xml",
        pivotTable="../bad.xml",
        vmlDrawing="../bad.xml",
        threadedComment="../gone.xml",
    )
    found = read(
        '<row r="1"><c r="A1"><v>1</v></c></row>', more=more | {"xl/bad.xml": text.encode()}
    )
    assert found.sheets["s1"].blocks
    assert found.sheets["s1"].objects == {}
    assert "damaged" not in found.book.settings
