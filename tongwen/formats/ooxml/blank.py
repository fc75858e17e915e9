"""Writing a small package from nothing: what new documents are born from (ECMA-376-2 §6)."""

import io
import zipfile
from collections.abc import Mapping

PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BORN = (1980, 1, 1, 0, 0, 0)  # the same package for everybody: no clock in it


def relationships(*targets: tuple[str, str]) -> str:
    """Write a relationships part: rId1, rId2 … of the given (type's last word, target)."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{entries}</Relationships>'


def package(parts: Mapping[str, tuple[str, str]], main: str) -> bytes:
    """Zip parts, `{name: (content type, XML)}`, with their content types; `main` is the start part.

    Relationship parts have the content type "".
    """
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        for name, (content_type, _) in parts.items()
        if content_type
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    whole = {
        "[Content_Types].xml": types,
        "_rels/.rels": relationships(("officeDocument", main)),
        **{name: xml for name, (_, xml) in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, xml in whole.items():
            entry = zipfile.ZipInfo(name, _BORN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, PROLOGUE + xml)
    return out.getvalue()
