"""Files made to hurt: each is refused with a code that names what is wrong."""

import json
import random
import struct
import zipfile
from contextlib import nullcontext
from io import BytesIO

import pytest

from tests.formats.packages import (
    NAMESPACES,
    W,
    declarations,
    document_xml,
    docx,
    entry_with,
    pack,
    parts,
    relationships,
)
from tongwen.core.errors import Invalid, TongwenError, TooLarge, Unsupported
from tongwen.formats.docx import export_docx, import_docx
from tongwen.formats.docx.preview import preview
from tongwen.formats.ooxml import limits
from tongwen.formats.ooxml.archive import Archive, new_archive

MAIN = "word/document.xml"
BODY = "<w:p><w:r><w:t>text</w:t></w:r></w:p>"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def with_part(name: str, data: bytes) -> bytes:
    return pack({**parts(BODY), name: data})


def without_part(name: str) -> bytes:
    return pack({key: data for key, data in parts(BODY).items() if key != name})


def doubled(name: str, other: str) -> bytes:
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w") as archive,
        pytest.warns(UserWarning) if name == other else nullcontext(),
    ):
        for key, data in parts(BODY).items():
            archive.writestr(key, data)
        archive.writestr(other, b"<again/>")
    return out.getvalue()


def entities() -> bytes:
    bomb = '<!DOCTYPE b [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20)
    )
    return with_part(MAIN, f"{bomb}]><w:document xmlns:w='{W}'>&u;</w:document>".encode())


def external_entity() -> bytes:
    text = (
        '<?xml version="1.0"?><!-- first --><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{W}"><w:body>{BODY.replace("text", "&x;")}</w:body></w:document>'
    )
    return with_part(MAIN, text.encode())


def deep(levels: int) -> bytes:
    return with_part(MAIN, b"<a>" * levels + b"</a>" * levels)


def export_nothing(data: bytes) -> bytes:
    return export_docx(data, b"\0\0", {}.__getitem__)


CASES = [
    ("empty", b"", Invalid, "not-a-zip", None),
    ("garbage", random.Random(1).randbytes(5000), Invalid, "not-a-zip", None),
    ("text", b"PK is how it begins, and then only words", Invalid, "not-a-zip", None),
    ("truncated", docx(BODY)[:-400], Invalid, "not-a-zip", None),
    ("legacy", COMPOUND + "WordDocument".encode("utf-16-le"), Unsupported, "legacy-file", None),
    (
        "encrypted",
        COMPOUND + "EncryptedPackage".encode("utf-16-le"),
        Unsupported,
        "encrypted-file",
        None,
    ),
    (
        "no content types",
        without_part("[Content_Types].xml"),
        Invalid,
        "part-missing",
        "[Content_Types].xml",
    ),
    ("no relationships", without_part("_rels/.rels"), Invalid, "part-missing", "_rels/.rels"),
    ("no main part", without_part(MAIN), Invalid, "part-missing", MAIN),
    ("twice the same", doubled(MAIN, MAIN), Invalid, "part-doubled", MAIN),
    (
        "twice by case",
        doubled(MAIN, "WORD/Document.xml"),
        Invalid,
        "part-doubled",
        "WORD/Document.xml",
    ),
    ("twice by slash", doubled(MAIN, "word\\document.xml"), Invalid, "part-doubled", MAIN),
    ("entity bomb", entities(), Invalid, "xml-entities", MAIN),
    ("external entity", external_entity(), Invalid, "xml-entities", MAIN),
    ("not XML", with_part(MAIN, b"\0\1\2"), Invalid, "not-well-formed", MAIN),
    ("cut XML", with_part(MAIN, document_xml(BODY)[:-20]), Invalid, "not-well-formed", MAIN),
    (
        "wrong encoding",
        with_part(MAIN, b'<?xml version="1.0" encoding="x-none"?><a/>'),
        Invalid,
        "not-well-formed",
        MAIN,
    ),
    ("100,000 levels", deep(100_000), Invalid, "not-well-formed", MAIN),
    ("a workbook", with_part(MAIN, b"<workbook/>"), Invalid, "not-a-document", MAIN),
    (
        "another body",
        with_part(MAIN, b"<document><body/></document>"),
        Invalid,
        "not-a-document",
        MAIN,
    ),
    (
        "points to nothing",
        with_part("_rels/.rels", relationships({})),
        Invalid,
        "not-a-document",
        None,
    ),
    (
        "points outside",
        with_part("_rels/.rels", relationships({"rId1": ("officeDocument", "../../etc/passwd")})),
        Invalid,
        "part-missing",
        "etc/passwd",
    ),
    ("nothing but zeros", entry_with(MAIN, 200 << 20), TooLarge, "zip-bomb", None),
]


@pytest.mark.parametrize(
    ("data", "kind", "code", "part"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
@pytest.mark.parametrize("reader", [import_docx, preview, export_nothing])
def test_refused_with_a_code(data, kind, code, part, reader) -> None:
    with pytest.raises(TongwenError) as caught:
        reader(data)
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert caught.value.values.get("part") == part


def test_a_main_part_of_200_megabytes() -> None:
    noise = random.Random(2).randbytes(1 << 20).hex().encode()
    big = document_xml("<w:p><w:r><w:t>").replace(b"</w:body></w:document>", b"") + noise * 100
    data = with_part(MAIN, big + b"</w:t></w:r></w:p></w:body></w:document>")
    with pytest.raises(TooLarge) as caught:
        import_docx(data)
    assert caught.value.code == "part-too-large"
    assert caught.value.values["part"] == MAIN


def test_a_declared_size_that_lies() -> None:
    with pytest.raises(Invalid) as caught:
        Archive(entry_with("a.xml", 5 << 20, declared=10)).read("a.xml")
    assert caught.value.code == "part-damaged"


def test_a_wrong_checksum() -> None:
    data = bytearray(docx(BODY))
    at = data.index(MAIN.encode()) + len(MAIN) + 40
    data[at] ^= 0xFF
    with pytest.raises(Invalid) as caught:
        import_docx(bytes(data))
    assert caught.value.code in ("part-damaged", "not-a-zip")


def test_entries_that_share_bytes() -> None:
    one = new_archive({"a": bytes(2000), "b": bytes(2000)})
    directory = one.index(b"PK\1\2")
    second = one.index(b"PK\1\2", directory + 1)
    shared = bytearray(one)
    struct.pack_into("<L", shared, second + 42, 0)
    with pytest.raises(TooLarge) as caught:
        Archive(bytes(shared))
    assert caught.value.code == "zip-bomb"


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ENTRIES", 5)
    with pytest.raises(TooLarge) as caught:
        import_docx(docx(BODY))
    assert caught.value.code == "zip-bomb"


def test_an_entry_with_a_password() -> None:
    data = bytearray(docx(BODY))
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    with pytest.raises(Unsupported) as caught:
        import_docx(bytes(data))
    assert caught.value.code == "encrypted-file"


def test_blocks_too_deep_are_carried_as_they_are() -> None:
    table = "<w:tbl><w:tr><w:tc>{}<w:p/></w:tc></w:tr></w:tbl>"
    body = "<w:p/>"
    for _ in range(200):
        body = table.format(body)
    data = docx(body)
    state = import_docx(data)
    assert export_docx(data, state, {}.__getitem__) == data


def test_wrappers_too_deep_are_carried_as_they_are() -> None:
    body = (
        "<w:p>"
        + "<w:smartTag>" * 300
        + "<w:r><w:t>in</w:t></w:r>"
        + "</w:smartTag>" * 300
        + "</w:p>"
    )
    data = docx(body)
    assert export_docx(data, import_docx(data), {}.__getitem__) == data


def test_a_huge_attribute() -> None:
    data = docx(f'<w:p w:rsidR="{"A" * (8 << 20)}"><w:r><w:t>small</w:t></w:r></w:p>')
    assert json.loads(preview(data))["blocks"][0]["text"] == "small"


def test_broken_side_parts_do_not_hide_the_text() -> None:
    contents = parts(BODY)
    for name in ("word/styles.xml", "word/numbering.xml", "word/header1.xml"):
        contents[name] = b"<not closed"
    data = pack(contents)
    assert export_docx(data, import_docx(data), {}.__getitem__) == data
    assert json.loads(preview(data))["blocks"][0]["text"] == "text"


@pytest.mark.parametrize("seed", range(60))
def test_damaged_bytes_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(docx(BODY * 3))
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        state = import_docx(bytes(data))
    except TongwenError as error:
        assert error.code
    else:
        assert export_docx(bytes(data), state, {}.__getitem__) == bytes(data)


def test_names_of_entries_are_never_paths() -> None:
    contents = {**parts(BODY), "../../escape.txt": b"x", "/absolute.txt": b"y"}
    data = pack(contents)
    assert export_docx(data, import_docx(data), {}.__getitem__) == data
    assert declarations().count("xmlns") == len(NAMESPACES)


def test_a_paragraph_of_a_hundred_thousand_runs() -> None:
    runs = "<w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t></w:r>" * 50_000
    data = docx(f"<w:p>{runs}</w:p>")
    assert export_docx(data, import_docx(data), {}.__getitem__) == data
