"""What is plugged in, a line each: how a document of each kind begins, and its schema."""

from collections.abc import Callable

from tongwen.core.errors import Unsupported


def _text(language: str) -> bytes:
    from tongwen.formats.docx import blank_docx

    return blank_docx(language, "")


def _sheet(language: str) -> bytes:
    from tongwen.formats.xlsx import blank_xlsx

    return blank_xlsx(language)


def _slides(language: str) -> bytes:
    from tongwen.formats.pptx import blank_pptx

    return blank_pptx(language)


BLANKS: dict[str, Callable[[str], bytes]] = {"text": _text, "sheet": _sheet, "slides": _slides}


def blank(kind: str, language: str) -> bytes:
    """Return the package that a new document of a kind begins as.

    Raises:
        Unsupported: `kind-unavailable`: no such kind.
    """
    if kind not in BLANKS:
        raise Unsupported("kind-unavailable", kind=kind)
    return BLANKS[kind](language)


def _text_schema() -> int:
    from tongwen.kinds.text.model import version

    return version()


SCHEMAS: dict[str, Callable[[], int]] = {"text": _text_schema}


def schema_version(kind: str) -> int:
    """Return the version of a kind's schema that a page must know; 0 where there is none."""
    return SCHEMAS[kind]() if kind in SCHEMAS else 0
