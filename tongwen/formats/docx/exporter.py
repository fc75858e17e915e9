"""A live document back into its package, with only what people changed changed."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tongwen import ydoc
from tongwen.core.errors import Invalid
from tongwen.formats.docx.additions import Additions, Media
from tongwen.formats.docx.block_writer import BlockWriter
from tongwen.formats.docx.list_writer import renumbered, write_lists
from tongwen.formats.docx.matching import all_same
from tongwen.formats.docx.section import write_section
from tongwen.formats.docx.source import Source, SourceStory
from tongwen.formats.docx.style_writer import write_styles
from tongwen.kinds.text import model, shared


@dataclass(slots=True)
class Exported:
    """A written package, and what of the live document could not go into it."""

    data: bytes
    left_out: list[str] = field(default_factory=list)


def export_docx(original: bytes, state: bytes, media: Media) -> bytes:
    """Return `original` with the content of the live document `state`.

    Parts that nobody changed are copied as they are packed; without any change the very same file
    comes back. In changed stories, blocks that say what they said before are copied byte by byte.
    `media` returns the bytes of an uploaded picture by its name `sha256-…` and raises KeyError for
    one that is gone. What cannot be written well-formed is left out; the output always is.

    Raises:
        Invalid, TooLarge, Unsupported: what is wrong with the original (see `import_docx`), or
            `update-malformed`.
    """
    return export(original, state, media).data


def export(original: bytes, state: bytes, media: Media) -> Exported:
    """Do what `export_docx` does, and say what was left out."""
    source = Source(original)
    doc = ydoc.load(state)
    additions = Additions(source.package, media)
    with doc.transaction():
        write_styles(source, _map(doc, "styles"))
        numbers = write_lists(source, _map(doc, "numbering"))
        _write_body(source, doc, additions, numbers)
        for name, story in source.margins.items():
            if name in ydoc.root_names(doc):
                _write_story(story, doc, name, additions, numbers, None)
    return Exported(source.package.save(), additions.left_out)


def _write_body(
    source: Source, doc: ydoc.SharedDoc, additions: Additions, numbers: dict[str, str]
) -> None:
    section = model.value(_map(doc, "settings").get("section"))
    changed = isinstance(section, dict) and section != source.section
    _write_story(source.body, doc, "body", additions, numbers, section if changed else None, source)


def _write_story(
    story: SourceStory,
    doc: ydoc.SharedDoc,
    name: str,
    additions: Additions,
    numbers: dict[str, str],
    section: dict[str, Any] | None,
    source: Source | None = None,
) -> None:
    """Write a story into the package if it says anything else than before."""
    live = shared.read(ydoc.root_fragment(doc, name))
    if section is None and all_same(live, story.nodes):
        return
    writer = BlockWriter(story, additions)
    end = b""
    if section is not None and source is not None:
        written = (write_section(section, story.story, source.last_section) or "").encode()
        if source.last_section is not None:
            writer.replaced[source.last_section] = written
        else:
            end = written
    data = writer.write(renumbered(live, numbers), end)
    additions.package.set(story.story.part, checked(data, story.story.part))


def checked(data: bytes, part: str) -> bytes:
    """Return a part that was written, after parsing it strictly.

    Raises:
        Invalid: `not-well-formed`. A package is never written with such a part.
    """
    try:
        etree.fromstring(data, etree.XMLParser(huge_tree=True, resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise Invalid("not-well-formed", part=part, detail=str(error)) from error
    return data


def _map(doc: ydoc.SharedDoc, name: str) -> dict[str, Any]:
    found: dict[str, Any] = model.value(ydoc.root_map(doc, name).to_py() or {})
    return found
