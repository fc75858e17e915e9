"""Real files beside the repository: unchanged they come back as they were, edited whole."""

import zipfile
import zlib
from pathlib import Path

import pytest
from lxml import etree

import tongwen
from tests.formats.fidelity import changed_parts, recall, story_elements, strict
from tests.formats.packages import unpack
from tests.formats.real_files import REFUSED, real_files
from tongwen.core.errors import TongwenError
from tongwen.formats.convert import convert
from tongwen.formats.docx.preview import preview

FILES = real_files("docx")
UNREADABLE = (
    AssertionError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    StopIteration,
    ValueError,
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)
KEPT = 0.999


def is_word_file(path: Path) -> bool:
    """Whether an independent reader finds a ZIP with a Word main part in it."""
    try:
        parts = unpack(path.read_bytes())
        relationships = strict(parts["_rels/.rels"])
        name = next(
            element.get("Target", "").lstrip("/")
            for element in relationships
            if element.get("Type", "").endswith("/officeDocument")
        )
        return any(str(child.tag).endswith("}body") for child in strict(parts[name]))
    except UNREADABLE:
        return False


def check_real_file(path: Path, tmp_path: Path) -> None:
    original = path.read_bytes()
    copy = tmp_path / "copy.docx"
    try:
        convert(path, copy)
    except TongwenError as error:
        assert error.code in REFUSED
        assert not is_word_file(path)
        return
    assert copy.read_bytes() == original
    assert b'"blocks"' in preview(original)

    document = tongwen.open(path)
    edited = next((one for one in document.paragraphs if one.text.strip()), None)
    if edited is not None:
        edited.insert(len(edited.text) // 2, "EDITED")
    document.insert_paragraph(min(1, len(document.paragraphs)), "A paragraph between")
    result = document.to_bytes()

    assert len(changed_parts(original, result)) == 1
    assert recall(story_elements(original), story_elements(result)) >= KEPT
    again = tmp_path / "again.docx"
    again.write_bytes(result)
    assert tongwen.open(again).to_text() == document.to_text()


if FILES:  # the corpus is not part of the repository

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:60])
    def test_real_file(path: Path, tmp_path: Path) -> None:
        check_real_file(path, tmp_path)
