"""What WordprocessingML says, construct by construct: read, kept whole, written back."""

# ruff: noqa: E501 - specimens of XML are easier to read in one line

from collections.abc import Callable

import pytest
from lxml import etree

from tests.formats.fidelity import changed_parts, recall, story_elements, strict
from tests.formats.packages import (
    PNG,
    R_STRICT,
    STRICT,
    W,
    docx,
    pack,
    parts,
    relationships,
    unpack,
)
from tongwen import ydoc
from tongwen.formats.docx import export_docx, import_docx
from tongwen.formats.docx.exporter import export
from tongwen.kinds.text import Node, Text, TextDocument, problems, read, reconcile

T = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
B = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'


def para(*inline: str, properties: str = "") -> str:
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{head}{''.join(inline)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{properties}</w:tcPr>{para(T.format(text))}</w:tc>'


DRAWING = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="457200"/>'
    '<wp:docPr id="3" name="P" descr="a seal"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:blipFill><a:blip r:embed="rId5"/></pic:blipFill><pic:spPr><a:xfrm>'
    '<a:ext cx="914400" cy="457200"/></a:xfrm></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
TEXTBOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
    "<a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p>"
    "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:shape/></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
TABLE = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="a3"/><w:tblW w:w="5000" w:type="pct"/>'
    '<w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/>'
    '<w:gridCol w:w="3000"/></w:tblGrid>'
    f'<w:tr w:rsidR="00A1">{cell("a", "<w:vMerge w:val=" + chr(34) + "restart" + chr(34) + "/>")}'
    f"{cell('b', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
    '<w:bookmarkStart w:id="9" w:name="between"/>'
    f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('hidden', '<w:vMerge/>')}{cell('c')}{cell('d')}</w:tr>"
    "</w:tbl>"
)
CONSTRUCTS = {
    "runs": para(T.format("one "), B.format("two"), T.format(" three")),
    "properties": para(
        T.format("x"),
        properties='<w:pStyle w:val="1"/><w:keepNext/><w:framePr w:w="1"/><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr><w:shd w:val="clear" w:fill="FFEE00" w:themeFill="accent1"/>'
        '<w:tabs><w:tab w:val="left" w:leader="dot" w:pos="720"/></w:tabs><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="120" w:line="360" w:lineRule="auto"/><w:ind w:left="420" w:firstLineChars="200"/>'
        '<w:jc w:val="both"/><w:outlineLvl w:val="2"/><w:rPr><w:b/></w:rPr>',
    ),
    "run properties": para(
        '<w:r w:rsidRPr="00B2"><w:rPr><w:rStyle w:val="z"/><w:rFonts w:ascii="Arial" w:eastAsia="宋体" w:hint="eastAsia"/>'
        '<w:i w:val="0"/><w:noProof/><w:color w:val="FF0000" w:themeColor="accent2"/><w:spacing w:val="20"/>'
        '<w:kern w:val="2"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:highlight w:val="yellow"/>'
        '<w:u w:val="double" w:color="00FF00"/><w:shd w:val="pct10" w:fill="AABBCC"/><w:vertAlign w:val="superscript"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr><w:t>styled</w:t></w:r>'
    ),
    "breaks": para("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:noBreakHyphen/><w:softHyphen/></w:r>"),
    "page break": para('<w:r><w:t>a</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>b</w:t></w:r>'),
    "link": para(T.format("see "), f'<w:hyperlink r:id="rId9" w:history="1">{T.format("here")}</w:hyperlink>', T.format(".")),
    "anchor": para(f'<w:hyperlink w:anchor="place">{T.format("there")}</w:hyperlink>'),
    "tracked": para(
        T.format("a"),
        f'<w:ins w:id="1" w:author="王" w:date="2026-01-01T00:00:00Z">{T.format("new")}</w:ins>',
        '<w:del w:id="2" w:author="B"><w:r><w:delText>old</w:delText></w:r></w:del>',
    ),
    "moved": para(
        '<w:moveFromRangeStart w:id="3" w:name="m"/>',
        f'<w:moveFrom w:id="4" w:author="A">{T.format("from")}</w:moveFrom><w:moveFromRangeEnd w:id="3"/>',
        f'<w:moveTo w:id="5" w:author="A">{T.format("to")}</w:moveTo>',
    ),
    "field": para(T.format("page "), FIELD, T.format(".")),
    "simple field": para('<w:fldSimple w:instr=" DATE "><w:r><w:t>today</w:t></w:r></w:fldSimple>', T.format("x")),
    "bookmarks": para('<w:bookmarkStart w:id="1" w:name="b"/>', T.format("marked"), '<w:bookmarkEnd w:id="1"/>'),
    "comment": para('<w:commentRangeStart w:id="1"/>', T.format("said"), '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'),
    "footnotes": para(T.format("a"), '<w:r><w:footnoteReference w:id="2"/></w:r>', T.format("b"), '<w:r><w:footnoteReference w:id="3"/></w:r>'),
    "symbol": para('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', T.format("x")),
    "equation": para("<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>", T.format("!")),
    "picture": para(DRAWING, T.format("caption")),
    "text box": para(TEXTBOX, T.format("beside")),
    "control": f'<w:sdt><w:sdtPr><w:alias w:val="c"/></w:sdtPr><w:sdtContent>{para(T.format("held"))}</w:sdtContent></w:sdt>',
    "inline control": para(T.format("a"), f'<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent>{T.format("inside")}</w:sdtContent></w:sdt>'),
    "smart tag": para(f'<w:smartTag w:element="e">{T.format("smart")}</w:smartTag>', '<w:proofErr w:type="spellStart"/>', T.format("odd")),
    "table": TABLE + para(),
    "nested table": f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid><w:tr><w:tc>{TABLE}{para(T.format("after"))}</w:tc></w:tr></w:tbl>',
    "rows in a control": f'<w:tbl><w:tblPr/><w:sdt><w:sdtContent><w:tr>{cell("r")}</w:tr></w:sdtContent></w:sdt><w:tr>{cell("s")}</w:tr></w:tbl>',
    "section": para(T.format("ends"), properties='<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:cols w:num="2" w:space="425"/></w:sectPr>') + para(T.format("next")),
    "loose marks": f'<w:bookmarkStart w:id="4" w:name="x"/>{para(T.format("p"))}<w:bookmarkEnd w:id="4"/><!-- kept -->\n  {para(T.format("q"))}',
    "unknown": f'{para(T.format("p"))}<w:altChunk r:id="rId9"/><m:oMathPara><m:oMath/></m:oMathPara>',
    "empty runs": para("<w:r><w:rPr><w:b/></w:rPr></w:r>", "<w:r/>", T.format("t"), "<w:hyperlink w:anchor='n'/>"),
}  # fmt: skip


def opened(data: bytes) -> TextDocument:
    def write(state: bytes) -> bytes:
        return export_docx(data, state, {}.__getitem__)

    return TextDocument(ydoc.load(import_docx(data)), write)


def main_part(data: bytes) -> str:
    return unpack(data)["word/document.xml"].decode()


def body_of(data: bytes) -> etree._Element:
    return strict(unpack(data)["word/document.xml"])[0]


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_it_keeps_every_construct(name: str) -> None:
    data = docx(CONSTRUCTS[name])
    document = opened(data)
    assert problems(document.nodes) == []
    assert document.to_bytes() == data
    for paragraph in document.all_paragraphs:
        paragraph.insert(len(paragraph.text), " more")
    document.insert_paragraph(0, "First")
    written = document.to_bytes()
    assert changed_parts(data, written) == {"word/document.xml"}
    assert recall(story_elements(data), story_elements(written)) == 1.0
    assert opened(written).to_text() == document.to_text()


def edited(body: str, change: Callable[[TextDocument], None]) -> str:
    document = opened(docx(body))
    change(document)
    return main_part(document.to_bytes())


def test_it_rebuilds_only_the_run_that_was_touched() -> None:
    runs = [
        '<w:r w:rsidR="1"><w:t>one</w:t></w:r>',
        '<w:r w:rsidR="2"><w:rPr><w:b/></w:rPr><w:t>two</w:t></w:r>',
    ]
    written = edited(para(*runs), lambda document: document.paragraphs[0].insert(5, "X"))
    assert runs[0] in written
    assert '<w:r w:rsidR="2"><w:rPr><w:b/></w:rPr><w:t>twXo</w:t></w:r>' in written


def test_it_splits_a_run_where_part_of_it_becomes_bold() -> None:
    body = para('<w:r w:rsidR="1"><w:rPr><w:kern w:val="2"/></w:rPr><w:t>abc</w:t></w:r>')
    written = edited(body, lambda document: document.paragraphs[0].format(1, 2, bold=True))
    assert (
        '<w:r w:rsidR="1"><w:rPr><w:kern w:val="2"/></w:rPr><w:t>a</w:t></w:r>'
        '<w:r w:rsidR="1"><w:rPr><w:b/><w:kern w:val="2"/></w:rPr><w:t>b</w:t></w:r>'
        '<w:r w:rsidR="1"><w:rPr><w:kern w:val="2"/></w:rPr><w:t>c</w:t></w:r>' in written
    )


def test_it_writes_run_properties_in_the_order_of_the_schema() -> None:
    def change(document: TextDocument) -> None:
        document.insert_paragraph(0).insert(
            0, "x", color="FF0000", bold=True, underline=True, size=30, charStyle="z", italic=True
        )

    written = edited(para(T.format("y")), change)
    assert (
        '<w:rPr><w:rStyle w:val="z"/><w:b/><w:i/><w:color w:val="FF0000"/><w:sz w:val="30"/>'
        '<w:szCs w:val="30"/><w:u w:val="single"/></w:rPr>' in written
    )


def test_it_keeps_text_inside_the_link_it_was_typed_into() -> None:
    written = edited(CONSTRUCTS["link"], lambda document: document.paragraphs[0].insert(6, "XX"))
    assert '<w:hyperlink r:id="rId9" w:history="1">' in written
    link = next(strict(written.encode()).iter(f"{{{W}}}hyperlink"))
    assert "".join(str(text) for text in link.itertext()) == "heXXre"


def test_it_adds_a_link_with_its_relationship() -> None:
    document = opened(docx(para(T.format("go there"))))
    document.paragraphs[0].format(3, 8, link={"href": "https://example.org/new?a=1&b=<2>"})
    written = document.to_bytes()
    assert changed_parts(document_bytes := docx(para(T.format("go there"))), written) == {
        "word/document.xml",
        "word/_rels/document.xml.rels",
    }
    assert len(document_bytes) > 0
    found = opened(written).paragraphs[0].runs[1]
    assert (found.text, found.marks["link"]["href"]) == (
        "there",
        "https://example.org/new?a=1&b=<2>",
    )


def test_it_writes_no_link_that_runs_code() -> None:
    document = opened(docx(para(T.format("go there"))))
    document.paragraphs[0].format(3, 8, link={"href": " javascript:alert(1)"})
    written = document.to_bytes()
    assert b"javascript" not in b"".join(unpack(written).values())
    assert opened(written).paragraphs[0].text == "go there"


def test_it_drops_characters_that_xml_does_not_allow() -> None:
    written = edited(
        para(T.format("a")),
        lambda document: document.paragraphs[0].insert(1, "\x00\x1f\ufffeb<&>]]>"),
    )
    assert "ab&lt;&amp;&gt;]]&gt;" in written


def test_it_keeps_the_deleted_text_deleted() -> None:
    written = edited(
        CONSTRUCTS["tracked"],
        lambda document: document.paragraphs[0].format(0, 1, **{"del": {"id": "9", "author": "C"}}),
    )
    assert '<w:del w:id="9" w:author="C"><w:r><w:delText>a</w:delText></w:r></w:del>' in written
    assert "<w:delText>old</w:delText>" in written


def test_it_gives_the_second_half_of_a_split_no_identity() -> None:
    body = '<w:p w14:paraId="1A2B3C4D" w14:textId="77777777"><w:r><w:t>left right</w:t></w:r></w:p>'
    data = docx(body)
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "body")
    whole = read(fragment)[0]
    assert isinstance(whole, Node)
    halves = [Node("paragraph", dict(whole.attrs), [Text(text)]) for text in ("left ", "right")]
    reconcile(fragment, list(halves))
    written = main_part(export_docx(data, ydoc.encode(doc), {}.__getitem__))
    assert written.count("1A2B3C4D") == 1
    assert written.count("77777777") == 1
    assert [
        p.text for p in opened(export_docx(data, ydoc.encode(doc), {}.__getitem__)).paragraphs
    ] == ["left ", "right"]


def test_it_copies_the_rows_of_a_table_that_were_not_touched() -> None:
    data = docx(CONSTRUCTS["table"])
    document = opened(data)
    document.tables[0].cell(1, 1).text = "changed"
    written = main_part(document.to_bytes())
    assert TABLE.split("<w:bookmarkStart")[0].split("</w:tblGrid>")[1] in written
    assert '<w:bookmarkStart w:id="9" w:name="between"/>' in written
    assert cell("hidden", "<w:vMerge/>") in written


def test_it_writes_merged_cells_of_a_new_table() -> None:
    data = docx(para(T.format("x")))
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "body")
    inner = [Node("paragraph", {}, [Text("t")])]
    table = Node("table", {"grid": [100, 200]}, [
        Node("table_row", {}, [Node("table_cell", {"rowspan": 2}, list(inner)), Node("table_cell", {}, list(inner))]),
        Node("table_row", {}, [Node("table_cell", {}, [])]),
        Node("table_row", {}, [Node("table_cell", {"colspan": 2}, list(inner))]),
    ])  # fmt: skip
    reconcile(fragment, [table, *read(fragment)])
    written = export_docx(data, ydoc.encode(doc), {}.__getitem__)
    rows = body_of(written)[0].findall(f"{{{W}}}tr")
    assert [len(row) for row in rows] == [2, 2, 1]
    assert all(etree.QName(tc[-1]).localname == "p" for row in rows for tc in row)
    found = read(ydoc.root_fragment(ydoc.load(import_docx(written)), "body"))[0]
    assert isinstance(found, Node)
    assert [[tc.attrs.get("rowspan", 1) for tc in row.children] for row in found.children] == [
        [2, 1],
        [1],
        [1],
    ]


def test_it_adds_a_picture_that_was_uploaded() -> None:
    data = docx(para(T.format("x")))
    name = "sha256-" + "ab" * 32
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "body")
    picture = Node("image", {"media": name, "alt": 'a "seal"', "w": 1000, "h": 500})
    reconcile(
        fragment,
        [
            Node("paragraph", {}, [picture, Text("!"), Node("image", dict(picture.attrs))]),
            *read(fragment),
        ],
    )
    exported = export(data, ydoc.encode(doc), {name: PNG}.__getitem__)
    assert exported.left_out == []
    assert changed_parts(data, exported.data) == {
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/media/image.png",
    }
    found = read(ydoc.root_fragment(ydoc.load(import_docx(exported.data)), "body"))[0]
    assert isinstance(found, Node)
    assert [(one.attrs["media"], one.attrs["alt"], one.attrs["w"]) for one in found.children] == [
        ("word/media/image.png", 'a "seal"', 1000)
    ] * 2
    identities = [
        one.get("id") for one in strict(unpack(exported.data)["word/document.xml"]).iter("{*}docPr")
    ]
    assert len(set(identities)) == 2


@pytest.mark.parametrize(
    "media", ["sha256-" + "0" * 64, "word/../../etc/passwd", "http://example.org/x.png", ""]
)
def test_it_leaves_out_a_picture_that_is_nowhere(media: str) -> None:
    data = docx(para(T.format("x")))
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "body")
    reconcile(
        fragment,
        [Node("paragraph", {}, [Node("image", {"media": media}), Text("!")]), *read(fragment)],
    )
    exported = export(data, ydoc.encode(doc), {}.__getitem__)
    assert changed_parts(data, exported.data) == {"word/document.xml"}
    assert any(note.startswith("image") for note in exported.left_out)


@pytest.mark.parametrize(
    "raw",
    [
        "<w:r><w:t>not closed</w:r>",
        "</w:p><w:p>",
        "<!DOCTYPE x [<!ENTITY e 'x'>]><w:r/>",
        "<unknown:r/>",
        "plain text",
        '<w:hyperlink r:id="rId404"/>',
        "<w:p/>",
        "<w:body/>",
        "&e;",
        "",
        7,
        None,
    ],
)
def test_it_never_writes_raw_xml_that_could_break_the_file(raw: object) -> None:
    data = docx(para(T.format("x")))
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "body")
    new = Node("paragraph", {"rest": raw, "mark": raw}, [Node("raw", {"x": raw}), Text("after")])
    reconcile(
        fragment,
        [new, Node("raw_block", {"x": raw if raw != "<w:p/>" else "<w:tr/>"}), *read(fragment)],
    )
    exported = export(data, ydoc.encode(doc), {}.__getitem__)
    assert [p.text for p in opened(exported.data).paragraphs] == ["after", "x"]
    assert exported.left_out


def test_it_changes_the_page_without_touching_the_rest_of_the_section() -> None:
    data = docx(para(T.format("x")))
    doc = ydoc.load(import_docx(data))
    settings = ydoc.root_map(doc, "settings")
    settings["section"] = {
        **settings["section"],
        "w": 16838,
        "h": 11906,
        "orient": "landscape",
        "start": 1000,
    }
    written = main_part(export_docx(data, ydoc.encode(doc), {}.__getitem__))
    assert '<w:headerReference w:type="default" r:id="rId7"/>' in written
    assert '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' in written
    assert 'w:left="1000"' in written and 'w:right="1800"' in written


def test_it_adds_lists_and_styles_that_an_editor_made() -> None:
    data = docx(para(T.format("x")))
    doc = ydoc.load(import_docx(data))
    level = {
        "format": "bullet",
        "text": "•",
        "start": 1,
        "align": "start",
        "restart": 0,
        "p": {"indent": {"start": 420, "hanging": 420}},
    }
    ydoc.root_map(doc, "numbering")["t1abc"] = {"levels": [level]}
    ydoc.root_map(doc, "styles")["tQuote"] = {
        "name": "My quote",
        "type": "paragraph",
        "basedOn": "a",
        "p": {"align": "center"},
        "r": {"italic": {"on": True}},
    }
    fragment = ydoc.root_fragment(doc, "body")
    item = Node(
        "paragraph", {"style": "tQuote", "num": {"id": "t1abc", "level": 0}}, [Text("item")]
    )
    reconcile(fragment, [item, *read(fragment)])
    written = export_docx(data, ydoc.encode(doc), {}.__getitem__)
    assert changed_parts(data, written) == {
        "word/document.xml",
        "word/numbering.xml",
        "word/styles.xml",
    }
    again = opened(written)
    found = again.paragraphs[0].node.attrs
    assert again.numbering[found["num"]["id"]]["levels"] == [level]
    assert again.styles["tQuote"]["r"] == {"italic": {"on": True}}
    assert again.styles["tQuote"]["p"] == {"align": "center"}


def test_it_knows_where_a_list_starts_again() -> None:
    found = opened(docx(para(T.format("x")))).numbering
    assert found["1"]["levels"][0].get("startOverride") is None
    assert found["2"]["levels"][0] == {
        "format": "decimal",
        "text": "%1.",
        "start": 5,
        "startOverride": True,
    }


def test_it_leaves_lists_alone_that_were_read_before_overrides_were_told() -> None:
    data = docx(para(T.format("x")))
    doc = ydoc.load(import_docx(data))
    lists = ydoc.root_map(doc, "numbering")
    level = {key: item for key, item in lists["2"]["levels"][0].items() if key != "startOverride"}
    lists["2"] = {**lists["2"], "levels": [level]}
    assert changed_parts(data, export_docx(data, ydoc.encode(doc), {}.__getitem__)) == set()


def test_it_adds_the_numbering_part_when_there_is_none() -> None:
    contents = parts(para(T.format("x")))
    del contents["word/numbering.xml"]
    contents["word/_rels/document.xml.rels"] = relationships({"rId1": ("styles", "styles.xml")})
    data = pack(contents)
    doc = ydoc.load(import_docx(data))
    ydoc.root_map(doc, "numbering")["t1"] = {"levels": [{"format": "decimal", "text": "%1."}]}
    written = export_docx(data, ydoc.encode(doc), {}.__getitem__)
    assert b"/word/numbering.xml" in unpack(written)["[Content_Types].xml"]
    assert list(opened(written).numbering) == ["1"]


def test_it_changes_a_style_and_keeps_what_it_does_not_know() -> None:
    data = docx(para(T.format("x")))
    doc = ydoc.load(import_docx(data))
    styles = ydoc.root_map(doc, "styles")
    styles["1"] = {
        **styles["1"],
        "r": {"italic": {"on": True}},
        "p": {"outline": 0, "align": "end"},
    }
    written = export_docx(data, ydoc.encode(doc), {}.__getitem__)
    assert changed_parts(data, written) == {"word/styles.xml"}
    text = unpack(written)["word/styles.xml"].decode()
    assert (
        '<w:basedOn w:val="a"/><w:pPr><w:jc w:val="right"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:i/></w:rPr>'
        in text
    )


def test_it_edits_a_header() -> None:
    data = docx(para(T.format("x")))
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "header:rId7")
    reconcile(fragment, [*read(fragment), Node("paragraph", {}, [Text("second line")])])
    written = export_docx(data, ydoc.encode(doc), {}.__getitem__)
    assert changed_parts(data, written) == {"word/header1.xml"}
    assert b"second line" in unpack(written)["word/header1.xml"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le"])
def test_it_reads_any_encoding(encoding: str) -> None:
    contents = parts(para(T.format("中文 བོད")))
    text = (
        contents["word/document.xml"]
        .decode()
        .replace("UTF-8", encoding.removesuffix("-sig").removesuffix("-le"))
    )
    contents["word/document.xml"] = text.encode(encoding)
    data = pack(contents)
    document = opened(data)
    assert document.paragraphs[0].text == "中文 བོད"
    assert document.to_bytes() == data
    document.paragraphs[0].insert(0, "新")
    assert opened(document.to_bytes()).paragraphs[0].text == "新中文 བོད"


def test_it_reads_and_writes_strict_packages() -> None:
    body = para(T.format("x"), properties='<w:ind w:start="1in"/><w:jc w:val="end"/>')
    contents = {
        name: data.replace(W.encode(), STRICT.encode()).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            R_STRICT.encode(),
        )
        for name, data in parts(body).items()
    }
    data = pack(contents)
    document = opened(data)
    assert document.paragraphs[0].node.attrs["indent"] == {"start": 1440}
    assert document.to_bytes() == data
    document.paragraphs[0].insert(1, "y")
    document.insert_paragraph(0, "new").insert(3, "!", bold=True)
    written = opened(document.to_bytes())
    assert [one.text for one in written.paragraphs] == ["new!", "xy"]
    assert f"{{{STRICT}}}b" in {element.tag for element in body_of(document.to_bytes()).iter()}


def test_it_writes_where_the_namespace_has_no_prefix() -> None:
    contents = parts("")
    contents["word/document.xml"] = (
        f'<document xmlns="{W}"><body><p><r><t>x</t></r></p></body></document>'.encode()
    )
    data = pack(contents)
    document = opened(data)
    document.paragraphs[0].format(0, 1, color="FF0000")
    document.insert_paragraph(0, "new", style="heading 1")
    written = opened(document.to_bytes())
    assert [(one.text, one.style) for one in written.paragraphs] == [("new", "1"), ("x", None)]
    assert written.paragraphs[1].runs[0].marks["color"]["val"] == "FF0000"


def test_it_finds_a_main_part_of_any_name() -> None:
    contents = parts(para(T.format("x")))
    contents["文 档/main doc.xml"] = contents.pop("word/document.xml")
    contents["_rels/.rels"] = relationships({"rId1": ("officeDocument", "文%20档/main%20doc.xml")})
    assert opened(pack(contents)).paragraphs[0].text == "x"
