"""The smallest packages of each kind, for tests that need a new document and no live one."""

import io
import zipfile

_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{main}" ContentType="{type}"/></Types>'
)
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{main}" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p/></w:body></w:document>"
)
_TYPE = "application/vnd.openxmlformats-officedocument.{}.main+xml"
_MAIN = {
    "text": ("word/document.xml", _TYPE.format("wordprocessingml.document"), _DOCUMENT),
    "sheet": ("xl/workbook.xml", _TYPE.format("spreadsheetml.sheet"), "<workbook/>"),
    "slides": (
        "ppt/presentation.xml",
        _TYPE.format("presentationml.presentation"),
        "<presentation/>",
    ),
}


def blank(kind: str, language: str) -> bytes:
    """Return a package of a kind with nothing in it."""
    main, content_type, xml = _MAIN[kind]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES.format(main=main, type=content_type))
        package.writestr("_rels/.rels", _RELATIONSHIPS.format(main=main))
        package.writestr(main, xml)
    return packed.getvalue()
