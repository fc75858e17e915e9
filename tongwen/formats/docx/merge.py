"""A new file over a live document: the difference becomes edits."""

from collections.abc import Mapping

from tongwen import ydoc
from tongwen.formats.docx.importer import maps_of
from tongwen.formats.docx.source import Source
from tongwen.kinds.text import model
from tongwen.kinds.text.reconcile import reconcile


def merge_docx(state: bytes, new_file: bytes) -> bytes:
    """Return the update that turns the live document `state` into what a DOCX file says.

    Blocks that say the same are left alone, so that people who type in them stay where they are,
    and keep `src` hints that count in the old file; `export_docx` finds their originals in the new
    one by what they say. The new file becomes what later exports patch.

    Raises:
        Invalid, TooLarge, Unsupported: what is wrong with the file (see `import_docx`), or
            `update-malformed`.
    """
    source = Source(new_file)
    doc = ydoc.load(state)
    before = ydoc.state_vector(doc)
    with doc.transaction():
        reconcile(ydoc.root_fragment(doc, "body"), source.body.nodes)
        margins = {name for name in ydoc.root_names(doc) if name.startswith(("header:", "footer:"))}
        for name in sorted(margins | source.margins.keys()):
            story = source.margins.get(name)
            reconcile(ydoc.root_fragment(doc, name), story.nodes if story else [])
        for name, entries in maps_of(source).items():
            _set_map(ydoc.root_map(doc, name), entries)
    return ydoc.update_since(doc, before)


def _set_map(shared_map: ydoc.SharedMap, wanted: Mapping[str, object]) -> None:
    """Give a map exactly these entries, touching only those that differ."""
    live = model.value(shared_map.to_py() or {})
    for key in live.keys() - wanted.keys():
        del shared_map[key]
    for key, item in wanted.items():
        if live.get(key) != item:
            shared_map[key] = item
