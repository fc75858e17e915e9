"""Files that cannot be opened, each for another reason: `python -m tests.e2e.hostile FOLDER`."""

import sys
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from tests.e2e.docx import W
from tests.e2e.samples import letter

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "word/document.xml"


def replaced(data: bytes) -> bytes:
    """Return a letter whose main part is `data`."""
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(letter())) as package,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in package.namelist():
            out.writestr(name, data if name == MAIN else package.read(name))
    return written.getvalue()


def bomb() -> bytes:
    """Return a package whose main part unpacks to 200 MB."""
    head = f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body>'.encode()
    return replaced(head + b" " * 200_000_000 + b"</w:document>")


def entities() -> bytes:
    """Return a package whose main part is a billion laughs."""
    names = "abcdefghij"
    declared = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    text = f'<!DOCTYPE d [{declared}]><w:document xmlns:w="{W}"><w:body>&j;</w:body></w:document>'
    return replaced(text.encode())


def files() -> dict[str, bytes]:
    """Return name → bytes."""
    whole = letter()
    encrypted = COMPOUND + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2048)
    return {
        "not-a-zip.docx": b"This was never a Word file.\n" * 40,
        "encrypted.docx": encrypted,
        "bomb.docx": bomb(),
        "entities.docx": entities(),
        "truncated.docx": whole[: len(whole) // 2],
        "renamed.docx": COMPOUND + bytes(4096),
        "legacy.doc": COMPOUND + bytes(4096),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (Path(sys.argv[1]) / name).write_bytes(data)
