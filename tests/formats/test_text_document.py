"""Documents from Python: open, read, edit, save, convert."""

import json
from pathlib import Path

import pytest

import tongwen
from tests.formats.packages import docx, unpack
from tests.formats.test_constructs import CONSTRUCTS, B, T, para
from tongwen.core.errors import Invalid, NotFound, Unsupported
from tongwen.formats.convert import convert
from tongwen.formats.docx.blank import blank_docx
from tongwen.formats.docx.preview import preview
from tongwen.formats.docx.tasks import convert_bytes, export_with_media, import_docx
from tongwen.formats.texts import read_document
from tongwen.kinds.text import TextDocument

HEADING = para(T.format("Title of it"), properties='<w:pStyle w:val="1"/>')
MARKDOWN = """# 标题 Heading

Some **bold** and ***both*** text with [a link](https://example.org/x) and \\*stars\\*.

- one
- two
   - deeper

1. first
1. second

| a | b |
| --- | --- |
| 1 | **2** |
"""


@pytest.fixture
def document() -> TextDocument:
    body = HEADING + para(T.format("one "), B.format("two"), T.format(" one")) + CONSTRUCTS["table"]
    return read_document(docx(body), ".docx", "t")


def test_it_knows_its_paragraphs(document: TextDocument) -> None:
    assert [one.text for one in document.paragraphs] == ["Title of it", "one two one", ""]
    assert [one.style for one in document.paragraphs] == ["1", None, None]
    assert [(run.text, run.bold) for run in document.paragraphs[1].runs] == [
        ("one ", None),
        ("two", True),
        (" one", None),
    ]


def test_it_knows_its_tables(document: TextDocument) -> None:
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["a", "b"], ["c", "d"]]
    table.cell(0, 1).text = "first\nsecond"
    assert [one.text for one in table.cell(0, 1).paragraphs] == ["first", "second"]
    with pytest.raises(IndexError):
        table.cell(5, 0)


def test_text_typed_looks_like_the_text_before_it(document: TextDocument) -> None:
    paragraph = document.paragraphs[1]
    paragraph.insert(7, "!")
    paragraph.insert(0, ">", italic=True)
    paragraph.insert(6, "-", bold=False)
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        (">", None, True),
        ("one ", None, None),
        ("t", True, None),
        ("-", None, None),
        ("wo!", True, None),
        (" one", None, None),
    ]


def test_setting_text_keeps_the_look_of_what_stays(document: TextDocument) -> None:
    paragraph = document.paragraphs[1]
    paragraph.text = "one two, 𠮷 three one"
    assert [(run.text, run.bold) for run in paragraph.runs] == [
        ("one ", None),
        ("two, 𠮷 three", True),
        (" one", None),
    ]
    paragraph.text = ""
    assert paragraph.runs == []


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (0, 99), (3, 2)])
def test_places_outside_are_refused(document: TextDocument, start: int, stop: int) -> None:
    with pytest.raises(ValueError):
        document.paragraphs[0].delete(start, stop)
    with pytest.raises(ValueError):
        document.paragraphs[0].format(start, stop, bold=True)
    with pytest.raises(ValueError):
        document.paragraphs[0].insert(99, "x")
    assert document.paragraphs[0].text == "Title of it"


def test_unknown_names_are_refused(document: TextDocument) -> None:
    with pytest.raises(ValueError):
        document.paragraphs[0].insert(0, "x", blink=True)
    with pytest.raises(KeyError):
        document.insert_paragraph(0, "x", style="No such style")
    with pytest.raises(IndexError):
        document.insert_paragraph(7, "x")


def test_it_inserts_and_removes_paragraphs(document: TextDocument) -> None:
    first = document.paragraphs[0]
    after = document.insert_paragraph(first, "after", style="Heading 1")
    document.insert_paragraph(0, "before")
    last = document.add_paragraph("last")
    after.style = None
    document.remove(first)
    texts = [one.text for one in document.paragraphs]
    assert texts == ["before", "after", "one two one", "", "last"]
    assert after.style is None and last == document.paragraphs[-1]


def test_it_finds_and_replaces_in_tables_too(document: TextDocument) -> None:
    assert [(match.start, match.stop) for match in document.find("one")] == [(0, 3), (8, 11)]
    assert document.replace("two", "2") == 1
    assert document.replace("d", "D") == 1
    assert document.find("") == []
    assert "one 2 one" in document.to_text()
    assert [run.bold for run in document.paragraphs[1].runs] == [None, True, None]


def test_it_counts_words_of_every_script() -> None:
    document = read_document(b"", ".txt", "t")
    document.paragraphs[0].text = "Two words, 四个汉字 བོད་ཡིག ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ don't"
    assert document.words() == 2 + 4 + 2 + 2 + 1


def test_a_document_without_a_file_cannot_be_saved(document: TextDocument) -> None:
    with pytest.raises(Unsupported) as caught:
        TextDocument(document.doc).to_bytes()
    assert caught.value.code == "not-saveable"


def test_markdown_there_and_back(tmp_path: Path) -> None:
    source, word, back = tmp_path / "a.md", tmp_path / "a.docx", tmp_path / "b.md"
    source.write_text(MARKDOWN, "utf-8")
    convert(source, word)
    convert(word, back)
    assert back.read_text("utf-8").replace("\n1. first", "\n\n1. first") == MARKDOWN
    assert [one.style for one in tongwen.open(word).paragraphs][:3] == [
        "Heading1",
        None,
        "ListParagraph",
    ]


def test_plain_text_there_and_back(tmp_path: Path) -> None:
    source, word, back = tmp_path / "a.txt", tmp_path / "a.docx", tmp_path / "b.txt"
    source.write_text("一行\r\n\n# not a heading\t*\n", "utf-8", newline="")
    convert(source, word)
    convert(word, back)
    assert back.read_text("utf-8") == "一行\n\n# not a heading\t*\n"


def test_html_shows_structure_and_runs_no_code(tmp_path: Path) -> None:
    body = HEADING + CONSTRUCTS["table"] + CONSTRUCTS["link"] + CONSTRUCTS["tracked"]
    document = read_document(docx(body), ".docx", "t")
    document.add_paragraph("<script>").insert(8, "x", link={"href": "javascript:alert(1)"})
    path = tmp_path / "a.docx"
    document.save(path)
    page = convert_bytes(path.read_bytes(), ".docx", ".html", "<t>").decode()
    assert "<h1>Title of it</h1>" in page
    assert '<td rowspan="2">' in page and '<td colspan="2">' in page
    assert '<a href="https://example.org/a?b=1&amp;c=2">here</a>' in page
    assert "<ins>new</ins>" in page and "<del>old</del>" in page
    assert "<script>" not in page and "javascript" not in page


@pytest.mark.parametrize(
    ("name", "content", "error", "code"),
    [
        ("a.odt", b"x", Unsupported, "unknown-format"),
        ("a.md", b"\xff\xfe\x00", Invalid, "not-utf-8"),
        ("a.docx", b"x", Invalid, "not-a-zip"),
    ],
)
def test_what_cannot_be_converted_leaves_nothing(tmp_path, name, content, error, code) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error) as caught:
        convert(tmp_path / name, tmp_path / "out.docx")
    assert caught.value.code == code
    assert not (tmp_path / "out.docx").exists()


def test_a_missing_file_and_an_unknown_target(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        tongwen.open(tmp_path / "none.docx")
    (tmp_path / "a.md").write_text("x")
    with pytest.raises(Unsupported):
        convert(tmp_path / "a.md", tmp_path / "a.xyz")


@pytest.mark.parametrize("language", ["zh-CN", "en", "bo"])
def test_a_blank_document_is_ready_to_write_in(language: str) -> None:
    data = blank_docx(language, "标题 <&>")
    assert data == blank_docx(language, "标题 <&>")
    document = read_document(data, ".docx", "t")
    assert [one.text for one in document.paragraphs] == [""]
    assert {"Normal", "Title", "Heading6", "ListParagraph", "Hyperlink", "TableGrid"} <= set(
        document.styles
    )
    assert {key: item["levels"][0]["format"] for key, item in document.numbering.items()} == {
        "1": "decimal",
        "2": "bullet",
    }
    assert (document.settings["section"]["w"], document.settings["section"]["h"]) == (11906, 16838)
    assert ("grid" in document.settings["section"]) == (language == "zh-CN")
    found = json.loads(preview(data))
    assert (found["title"], found["blocks"]) == ("标题 <&>", [{"kind": "paragraph", "text": ""}])


def test_a_preview_shows_the_first_blocks() -> None:
    body = (
        HEADING
        + CONSTRUCTS["picture"].replace("caption", "")
        + CONSTRUCTS["table"]
        + para(B.format("b")) * 60
    )
    found = json.loads(preview(docx(body)))
    assert len(found["blocks"]) == 40
    assert found["blocks"][0] == {"kind": "paragraph", "text": "Title of it", "level": 1}
    assert found["blocks"][1] == {
        "kind": "image",
        "w": 914400,
        "h": 457200,
        "media": "word/media/image1.png",
    }
    assert found["blocks"][2] == {"kind": "table", "rows": [["a", "b"], ["c", "d"]]}
    assert found["blocks"][4] == {"kind": "paragraph", "text": "b", "bold": True}
    assert found["page"]["w"] == 11906


def test_what_workers_run_gives_bytes() -> None:
    data = docx(HEADING)
    assert export_with_media(data, import_docx(data), {}) == data
    written = unpack(convert_bytes(b"# x", ".md", ".docx", "t"))
    assert b"Heading1" in written["word/document.xml"]
