"""Parts read piece by piece are the parts as they are read whole."""

import codecs
import random
import struct
import zipfile
from io import BytesIO

import pytest

from tests.formats.packages import entry_with
from tests.formats.spreadsheets import parts, worksheet
from tongwen.core.errors import Invalid, TooLarge
from tongwen.formats.ooxml.archive import Archive, new_archive
from tongwen.formats.ooxml.package import Package

MOST = 1 << 30


def stored(name: str, data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("size", [0, 1, 999, 200_000])
@pytest.mark.parametrize("make", [stored, lambda name, data: new_archive({name: data})])
def test_the_pieces_are_the_whole(make, size: int) -> None:
    data = random.Random(1).randbytes(size) + bytes(size)
    archive = Archive(make("a.xml", data))
    pieces = list(archive.chunks("A.XML", MOST, 1_000))
    assert b"".join(pieces) == archive.read("a.xml") == data
    assert all(len(piece) <= 1_000 for piece in pieces)


def test_what_is_too_large_is_not_begun() -> None:
    archive = Archive(new_archive({"a.xml": bytes(1_000)}))
    with pytest.raises(TooLarge):
        next(archive.chunks("a.xml", 999))
    with pytest.raises(KeyError):
        next(archive.chunks("b.xml", 999))


def test_an_entry_that_is_larger_than_it_says_is_not_unpacked() -> None:
    archive = Archive(entry_with("a.xml", 50_000, declared=100))
    with pytest.raises(Invalid) as caught:
        list(archive.chunks("a.xml", MOST))
    assert caught.value.code == "part-damaged"


def test_damage_is_found_at_the_end() -> None:
    data = bytearray(new_archive({"a.xml": b"<a>some text</a>"}))
    at = data.index(b"PK\1\2") + 16
    data[at : at + 4] = struct.pack("<L", 7)  # the checksum
    with pytest.raises(Invalid):
        list(Archive(bytes(data)).chunks("a.xml", MOST))
    cut = bytearray(new_archive({"a.xml": bytes(range(256)) * 40}))
    cut[60:70] = bytes(10)
    with pytest.raises(Invalid):
        list(Archive(bytes(cut)).chunks("a.xml", MOST))


ENCODED = {
    "plain": lambda text: text.encode(),
    "marked": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "declared": lambda text: ('<?xml version="1.0" encoding="gb18030"?>' + text).encode("gb18030"),
}


@pytest.mark.parametrize("encode", ENCODED.values(), ids=ENCODED)
def test_a_part_in_any_encoding_is_streamed_as_utf8(encode) -> None:
    name = "xl/worksheets/sheet1.xml"
    text = worksheet('<row r="1"><c r="A1" t="str"><v>同文办公</v></c></row>' * 5)
    made = parts({"Sheet1": ""}) | {name: encode(text)}
    package = Package(new_archive(made))
    assert b"".join(package.stream(name, MOST)) == package.read(name)
    assert "同文办公".encode() in package.read(name)


def test_a_part_that_was_changed_is_streamed_as_it_is_now() -> None:
    package = Package(new_archive(parts({"Sheet1": worksheet("")})))
    package.set("xl/styles.xml", b"<new/>")
    assert list(package.stream("xl/styles.xml", MOST)) == [b"<new/>"]
    with pytest.raises(Invalid):
        list(package.stream("xl/gone.xml", MOST))
