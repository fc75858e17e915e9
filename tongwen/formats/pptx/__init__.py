"""PPTX: for now, the presentation that new slides begin as (ECMA-376-1 §19)."""

from tongwen.formats.ooxml.blank import OFFICE, package, relationships

_MAIN = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
_THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_NAMES = f'xmlns:a="{_DRAWING}" xmlns:r="{OFFICE}" xmlns:p="{_MAIN}"'
_WIDTH, _HEIGHT = 12_192_000, 6_858_000  # EMU: 16:9, 33.87 cm wide

_COLORS = {
    "dk1": "1F2630",
    "lt1": "FFFFFF",
    "dk2": "44546A",
    "lt2": "E7E3DA",
    "accent1": "2467B8",
    "accent2": "D9622B",
    "accent3": "1E8E5A",
    "accent4": "B7791F",
    "accent5": "667080",
    "accent6": "C23B22",
    "hlink": "2467B8",
    "folHlink": "667080",
}
_FONTS = {"zh": ("等线 Light", "等线"), "en": ("Calibri Light", "Calibri")}


def blank_pptx(language: str) -> bytes:
    """Return a clean 16:9 presentation with one empty title slide."""
    tongue = "zh" if language.lower().startswith("zh") else "en"
    layout_rels = relationships(("slideMaster", "../slideMasters/slideMaster1.xml"))
    return package(
        {
            "ppt/presentation.xml": (_TYPE + "presentation.main+xml", _presentation()),
            "ppt/_rels/presentation.xml.rels": (
                "",
                relationships(
                    ("slideMaster", "slideMasters/slideMaster1.xml"),
                    ("slide", "slides/slide1.xml"),
                    ("theme", "theme/theme1.xml"),
                ),
            ),
            "ppt/slideMasters/slideMaster1.xml": (_TYPE + "slideMaster+xml", _master()),
            "ppt/slideMasters/_rels/slideMaster1.xml.rels": (
                "",
                relationships(
                    ("slideLayout", "../slideLayouts/slideLayout1.xml"),
                    ("theme", "../theme/theme1.xml"),
                ),
            ),
            "ppt/slideLayouts/slideLayout1.xml": (_TYPE + "slideLayout+xml", _layout()),
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels": ("", layout_rels),
            "ppt/slides/slide1.xml": (_TYPE + "slide+xml", _slide()),
            "ppt/slides/_rels/slide1.xml.rels": (
                "",
                relationships(("slideLayout", "../slideLayouts/slideLayout1.xml")),
            ),
            "ppt/theme/theme1.xml": (_THEME_TYPE, _theme(*_FONTS[tongue])),
        },
        "ppt/presentation.xml",
    )


def _presentation() -> str:
    return (
        f"<p:presentation {_NAMES}>"
        '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst>'
        f'<p:sldSz cx="{_WIDTH}" cy="{_HEIGHT}"/><p:notesSz cx="{_HEIGHT}" cy="9144000"/>'
        "</p:presentation>"
    )


def _tree(*shapes: str) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        "<p:grpSpPr/>" + "".join(shapes) + "</p:spTree>"
    )


def _placeholder(number: int, kind: str, frame: tuple[int, int, int, int] | None) -> str:
    place = ""
    if frame:
        x, y, cx, cy = frame
        place = f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        place += '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    index = ' idx="1"' if kind == "subTitle" else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{kind} {number}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{index}/></p:nvPr>'
        "</p:nvSpPr>"
        f"<p:spPr>{place}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _master() -> str:
    title = _placeholder(2, "title", (838_200, 365_125, 10_515_600, 1_325_563))
    body = _placeholder(3, "body", (838_200, 1_825_625, 10_515_600, 4_351_338))
    levels = "".join(
        f'<a:lvl{level}pPr marL="{228_600 + 457_200 * (level - 1)}" indent="-228600">'
        f'<a:buChar char="•"/><a:defRPr sz="{size}"/></a:lvl{level}pPr>'
        for level, size in enumerate((2800, 2400, 2000, 1800, 1800), 1)
    )
    mapping = " ".join(
        f'{name}="{value}"'
        for name, value in {
            "bg1": "lt1",
            "tx1": "dk1",
            "bg2": "lt2",
            "tx2": "dk2",
            **{name: name for name in _COLORS if name.startswith("accent")},
            "hlink": "hlink",
            "folHlink": "folHlink",
        }.items()
    )
    return (
        f"<p:sldMaster {_NAMES}><p:cSld>"
        '<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
        f"{_tree(title, body)}</p:cSld><p:clrMap {mapping}/>"
        '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
        '<p:txStyles><p:titleStyle><a:lvl1pPr><a:defRPr sz="4400"><a:latin typeface="+mj-lt"/>'
        '<a:ea typeface="+mj-ea"/></a:defRPr></a:lvl1pPr></p:titleStyle>'
        f"<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle/></p:txStyles></p:sldMaster>"
    )


def _layout() -> str:
    title = _placeholder(2, "ctrTitle", (1_524_000, 1_122_363, 9_144_000, 2_387_600))
    subtitle = _placeholder(3, "subTitle", (1_524_000, 3_602_038, 9_144_000, 1_655_762))
    return (
        f'<p:sldLayout {_NAMES} type="title" preserve="1"><p:cSld name="Title">'
        f"{_tree(title, subtitle)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _slide() -> str:
    shapes = (_placeholder(2, "ctrTitle", None), _placeholder(3, "subTitle", None))
    return (
        f"<p:sld {_NAMES}><p:cSld>{_tree(*shapes)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


def _theme(major: str, minor: str) -> str:
    colors = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLORS.items()
    )
    fonts = "".join(
        f'<a:{role}Font><a:latin typeface="{face}"/><a:ea typeface="{face}"/>'
        f'<a:cs typeface=""/></a:{role}Font>'
        for role, face in (("major", major), ("minor", minor))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{_DRAWING}" name="Tongwen"><a:themeElements>'
        f'<a:clrScheme name="Tongwen">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Tongwen">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Tongwen"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
