"""Patched archives: what did not change is copied as it was packed, header fields and all."""

import struct
import zipfile
from io import BytesIO

import pytest

from tests.formats.packages import docx, pack, parts, unpack
from tongwen.core.errors import Invalid
from tongwen.formats.ooxml.archive import Archive, new_archive
from tongwen.formats.ooxml.package import Package
from tongwen.formats.ooxml.xml import to_utf8

CONTENTS = {"b.xml": b"<b/>" * 500, "a/ä.xml": b"<a/>", "stored.bin": bytes(range(256)) * 4}


def streamed() -> bytes:
    """Return an archive as a program that cannot seek writes it: sizes behind the data."""

    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in CONTENTS.items():
            with archive.open(name, "w", force_zip64=name == "b.xml") as entry:
                entry.write(data)
    return pipe.getvalue()


def stored() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = b"a comment"
        for name, data in CONTENTS.items():
            entry = zipfile.ZipInfo(name, (2021, 5, 6, 7, 8, 10))
            entry.comment, entry.external_attr = b"note", 0o644 << 16
            entry.extra = struct.pack("<HH4s", 0x9999, 4, b"tool")
            entry.compress_type = (
                zipfile.ZIP_STORED if name == "stored.bin" else zipfile.ZIP_DEFLATED
            )
            archive.writestr(entry, data)
    return out.getvalue()


def behind_a_stub() -> bytes:
    out = BytesIO(b"PKstub before the archive")
    out.seek(0, 2)
    with zipfile.ZipFile(out, "a") as archive:
        for name, data in CONTENTS.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("make", [streamed, stored, behind_a_stub, lambda: new_archive(CONTENTS)])
def test_it_copies_what_did_not_change(make) -> None:
    data = make()
    archive = Archive(data)
    assert {name: archive.read(name) for name in archive.names} == CONTENTS
    assert archive.patched({}, {}) is data
    patched = archive.patched({"A/Ä.xml": b"<new/>"}, {"added.xml": b"<added/>"})
    assert unpack(patched) == {**CONTENTS, "a/ä.xml": b"<new/>", "added.xml": b"<added/>"}
    before, after = Archive(data), Archive(patched)
    for old, new in zip(before.entries, after.entries, strict=False):
        assert (old.raw_name, old.comment, old.time, old.date) == (
            new.raw_name,
            new.comment,
            new.time,
            new.date,
        )
        if old.name != "a/ä.xml":
            first, last = old.offset, old.offset + 30 + len(old.raw_name) + old.packed
            assert patched[new.offset : new.offset + last - first] == data[first:last]
    assert zipfile.ZipFile(BytesIO(patched)).comment == zipfile.ZipFile(BytesIO(data)).comment


def test_it_makes_the_same_bytes_each_time() -> None:
    assert new_archive(CONTENTS) == new_archive(CONTENTS)


def test_it_reads_64_bit_directories() -> None:
    data = bytearray(new_archive({"a.xml": b"<a/>"}))
    end = data.rindex(b"PK\5\6")
    count, size, start = struct.unpack_from("<HLL", data, end + 10)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    place = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    narrow = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert Archive(bytes(data[:end]) + wide + place + narrow).read("a.xml") == b"<a/>"
    with pytest.raises(Invalid):
        Archive(bytes(data[:end]) + narrow)


def test_relationships_lead_to_parts_however_they_are_written() -> None:
    package = Package(docx("<w:p/>"))
    main = package.main_part()
    found = package.relationships(main)
    assert package.related(main, "numbering") == "word/numbering.xml"
    assert (found["rId9"].target, found["rId9"].external) == ("https://example.org/a?b=1&c=2", True)
    assert package.content_type("word/media/image1.png") == "image/png"
    assert package.content_type("WORD/Styles.xml").endswith("styles+xml")


def test_added_parts_are_declared_and_related() -> None:
    package = Package(docx("<w:p/>"))
    name = package.add("word/media/image1", "png", b"new", "image/png")
    other = package.add("word/notes", "xml", b"<n/>", "application/x-notes+xml")
    identity = package.relate("word/document.xml", "image", name)
    again = Package(package.save())
    assert name == "word/media/image12.png"
    assert again.read_raw(name) == b"new"
    assert again.content_type(other) == "application/x-notes+xml"
    assert again.relationships("word/document.xml")[identity].target == name


def test_a_part_without_relationships_gets_them() -> None:
    package = Package(docx("<w:p/>"))
    package.relate("word/header1.xml", "hyperlink", "https://example.org/?a&b", external=True)
    found = Package(package.save()).relationships("word/header1.xml")
    assert [one.target for one in found.values()] == ["https://example.org/?a&b"]


def test_relationships_that_are_not_xml_are_none() -> None:
    contents = {**parts("<w:p/>"), "word/_rels/document.xml.rels": b"<broken"}
    assert Package(pack(contents)).relationships("word/document.xml") == {}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<?xml version="1.0" encoding="UTF-8"?><a>é</a>'.encode(), "é"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>', "é"),
        ('<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"), "é"),
        ('<?xml version="1.0" encoding="utf-8"?><a>é</a>'.encode("utf-16-be"), "é"),
        ('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode(), "é"),
        ("\ufeff<a>é</a>".encode(), "é"),
    ],
)
def test_the_bytes_decide_the_encoding(data: bytes, text: str) -> None:
    assert f"<a>{text}</a>".encode() in to_utf8(data, "a.xml")
