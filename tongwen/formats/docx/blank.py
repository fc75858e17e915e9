"""New documents: a small, clean package with the styles and lists people expect."""

from dataclasses import dataclass

from tongwen.formats.ooxml.archive import new_archive
from tongwen.formats.ooxml.xml import attribute, escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADING_SIZES = (32, 28, 24, 22, 21, 21)  # half-points, levels 1 to 6
_HEADING_SIZES_ZH = (44, 32, 30, 28, 24, 24)
_BULLETS = ("•", "◦", "▪")


@dataclass(frozen=True, slots=True)
class _Look:
    """What differs between languages."""

    latin: str
    east_asia: str
    heading_latin: str
    heading_east_asia: str
    language: str
    east_asia_language: str
    size: int
    sizes: tuple[int, ...]
    spacing: str
    grid: str
    list_indent: str


_EN = _Look(
    latin="Calibri",
    east_asia="SimSun",
    heading_latin="Calibri",
    heading_east_asia="SimHei",
    language="en-US",
    east_asia_language="zh-CN",
    size=22,
    sizes=_HEADING_SIZES,
    spacing='<w:spacing w:after="120" w:line="276" w:lineRule="auto"/>',
    grid="",
    list_indent="720",
)
_ZH = _Look(
    latin="Times New Roman",
    east_asia="宋体",
    heading_latin="Times New Roman",
    heading_east_asia="等线",
    language="en-US",
    east_asia_language="zh-CN",
    size=21,
    sizes=_HEADING_SIZES_ZH,
    spacing="",
    grid='<w:docGrid w:type="lines" w:linePitch="312"/>',
    list_indent="840",
)


def blank_docx(language: str, title: str) -> bytes:
    """Return a new A4 document with one empty paragraph.

    `language` is a tag such as `zh-CN` or `en`: Chinese ones get 宋体 and 等线 and a line grid of
    312 twips, as Chinese office programs make them; all others Western defaults. The same input
    gives the same bytes.
    """
    look = _ZH if language.lower().startswith("zh") else _EN
    return new_archive(
        {
            "[Content_Types].xml": _content_types().encode(),
            "_rels/.rels": _package_relationships().encode(),
            "word/document.xml": _document(look).encode(),
            "word/_rels/document.xml.rels": _document_relationships().encode(),
            "word/styles.xml": _styles(look).encode(),
            "word/numbering.xml": _numbering(look).encode(),
            "word/settings.xml": _settings(look).encode(),
            "word/fontTable.xml": _font_table(look).encode(),
            "docProps/core.xml": _core(title).encode(),
            "docProps/app.xml": _app().encode(),
        }
    )


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{_TYPES}.wordprocessingml.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.wordprocessingml.styles+xml",
        "/word/numbering.xml": f"{_TYPES}.wordprocessingml.numbering+xml",
        "/word/settings.xml": f"{_TYPES}.wordprocessingml.settings+xml",
        "/word/fontTable.xml": f"{_TYPES}.wordprocessingml.fontTable+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{_TYPES}.extended-properties+xml",
    }
    written = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    relationships = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{relationships}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{written}</Types>'
    )


def _relationships(targets: dict[str, str]) -> str:
    written = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), start=1)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{namespace}">{written}</Relationships>'


def _package_relationships() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relationships(
        {
            "word/document.xml": f"{_RELATION}/officeDocument",
            "docProps/core.xml": core,
            "docProps/app.xml": f"{_RELATION}/extended-properties",
        }
    )


def _document_relationships() -> str:
    return _relationships(
        {
            "styles.xml": f"{_RELATION}/styles",
            "numbering.xml": f"{_RELATION}/numbering",
            "settings.xml": f"{_RELATION}/settings",
            "fontTable.xml": f"{_RELATION}/fontTable",
        }
    )


def _document(look: _Look) -> str:
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"'
        ' w:header="851" w:footer="992" w:gutter="0"/>'
        f'<w:cols w:space="425"/>{look.grid}</w:sectPr>'
    )
    return f"{_HEAD}<w:document {_W} {_R}><w:body><w:p/>{section}</w:body></w:document>"


def _fonts(latin: str, east_asia: str) -> str:
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asia}" w:cs="{latin}"/>'
    )


def _styles(look: _Look) -> str:
    languages = f'w:val="{look.language}" w:eastAsia="{look.east_asia_language}" w:bidi="ar-SA"'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(look.latin, look.east_asia)}"
        f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/><w:lang {languages}/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{look.spacing}</w:pPr></w:pPrDefault>"
        "</w:docDefaults>"
    )
    justified = '<w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr>'
    kern = '<w:rPr><w:kern w:val="2"/></w:rPr>'
    normal = _style(
        "paragraph", "Normal", "Normal", justified + kern if look.grid else "", default=True
    )
    parts = [
        normal,
        _style("character", "DefaultParagraphFont", "Default Paragraph Font", "", default=True),
        _table_normal(),
        _style("numbering", "NoList", "No List", "", default=True),
        *(_heading(level, look) for level in range(1, 7)),
        _title(look),
        *_lesser_styles(look),
        _table_grid(),
    ]
    return f"{_HEAD}<w:styles {_W}>{defaults}{''.join(parts)}</w:styles>"


def _style(
    kind: str, identity: str, name: str, body: str, default: bool = False, based_on: str = ""
) -> str:
    mark = ' w:default="1"' if default else ""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    quick = "<w:qFormat/>" if kind == "paragraph" else ""
    return (
        f'<w:style w:type="{kind}"{mark} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f"{base}{quick}{body}</w:style>"
    )


def _heading(level: int, look: _Look) -> str:
    size = look.sizes[level - 1]
    before, after = (340, 330) if level == 1 else (260, 260) if level < 4 else (200, 120)
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>'
        "<w:pPr><w:keepNext/><w:keepLines/>"
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="360" w:lineRule="auto"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f"<w:rPr>{_fonts(look.heading_latin, look.heading_east_asia)}<w:b/><w:bCs/>"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _title(look: _Look) -> str:
    return (
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="10"/><w:qFormat/>'
        '<w:pPr><w:spacing w:before="240" w:after="60"/><w:jc w:val="center"/></w:pPr>'
        f"<w:rPr>{_fonts(look.heading_latin, look.heading_east_asia)}<w:b/><w:bCs/>"
        '<w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style>'
    )


def _lesser_styles(look: _Look) -> list[str]:
    indent = f'<w:pPr><w:ind w:left="{look.list_indent}"/><w:contextualSpacing/></w:pPr>'
    quote = (
        '<w:pPr><w:ind w:left="720" w:right="720"/></w:pPr><w:rPr><w:i/><w:iCs/>'
        '<w:color w:val="595959"/></w:rPr>'
    )
    link = '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>'
    bars = '<w:pPr><w:tabs><w:tab w:val="center" w:pos="4153"/><w:tab w:val="right" w:pos="8306"/>'
    return [
        _style("paragraph", "ListParagraph", "List Paragraph", indent, based_on="Normal"),
        _style("paragraph", "Quote", "Quote", quote, based_on="Normal"),
        _style("paragraph", "Header", "header", f"{bars}</w:tabs></w:pPr>", based_on="Normal"),
        _style("paragraph", "Footer", "footer", f"{bars}</w:tabs></w:pPr>", based_on="Normal"),
        _style("character", "Hyperlink", "Hyperlink", link, based_on="DefaultParagraphFont"),
    ]


def _table_normal() -> str:
    margins = (
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    return _style("table", "TableNormal", "Normal Table", margins, default=True)


def _table_grid() -> str:
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
    return _style("table", "TableGrid", "Table Grid", body, based_on="TableNormal")


def _numbering(look: _Look) -> str:
    """Two lists to begin with: 1 numbers, 2 bullets."""
    formats = ("decimal", "lowerLetter", "lowerRoman")
    numbers = "".join(_level(at, formats[at % 3], f"%{at + 1}.", look) for at in range(9))
    bullets = "".join(_level(at, "bullet", _BULLETS[at % 3], look) for at in range(9))
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
        for at, levels in enumerate((numbers, bullets))
    )
    uses = "".join(
        f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(2)
    )
    return f"{_HEAD}<w:numbering {_W}>{lists}{uses}</w:numbering>"


def _level(at: int, kind: str, text: str, look: _Look) -> str:
    step = int(look.list_indent) // 2
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{step * (at + 1)}" w:hanging="{step}"/></w:pPr></w:lvl>'
    )


def _settings(look: _Look) -> str:
    stop = "420" if look.grid else "720"
    return (
        f'{_HEAD}<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{stop}"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{look.language}" w:eastAsia="{look.east_asia_language}"/>'
        "</w:settings>"
    )


def _font_table(look: _Look) -> str:
    names = dict.fromkeys((look.latin, look.east_asia, look.heading_latin, look.heading_east_asia))
    fonts = "".join(f'<w:font w:name="{name}"/>' for name in names)
    return f"{_HEAD}<w:fonts {_W}>{fonts}</w:fonts>"


def _core(title: str) -> str:
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{core}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )


def _app() -> str:
    namespace = f"{_RELATION.removesuffix('relationships')}extended-properties"
    return (
        f'{_HEAD}<Properties xmlns="{namespace}">'
        f"<Application>{attribute('Tongwen')}</Application></Properties>"
    )
