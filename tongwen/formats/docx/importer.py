"""A package as the first update of a live document."""

from tongwen import ydoc
from tongwen.formats.docx.source import Source
from tongwen.kinds.text import shared


def import_docx(data: bytes) -> bytes:
    """Return the live document that a DOCX file begins as: one Yjs update.

    It holds the fragments `body`, `header:<rId>`, `footer:<rId>` and the maps `styles`, `numbering`
    and `settings`, as `kinds/text/README.md` says.

    Raises:
        Invalid: `not-a-zip`, `not-a-document`, `part-missing`, `part-doubled`, `part-damaged`,
            `not-well-formed`, `xml-entities`.
        TooLarge: `zip-bomb`, `part-too-large`.
        Unsupported: `encrypted-file`, `legacy-file`.
    """
    source = Source(data)
    doc = ydoc.new_doc()
    with doc.transaction():
        shared.write(ydoc.root_fragment(doc, "body"), source.body.nodes)
        for name, story in source.margins.items():
            shared.write(ydoc.root_fragment(doc, name), story.nodes)
        for name, entries in maps_of(source).items():
            shared_map = ydoc.root_map(doc, name)
            for key, item in entries.items():
                shared_map[key] = item
    return ydoc.encode(doc)


def maps_of(source: Source) -> dict[str, dict[str, object]]:
    """Return the maps of a live document by name."""
    return {
        "styles": dict(source.styles),
        "numbering": dict(source.numbering),
        "settings": dict(source.settings),
    }
