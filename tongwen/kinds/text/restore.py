"""An earlier state of a document over its present one: the difference becomes edits."""

from tongwen import ydoc
from tongwen.kinds.text import model
from tongwen.kinds.text.reconcile import reconcile
from tongwen.kinds.text.shared import read

_STORIES = ("header:", "footer:")
_KEPT_SETTINGS = ("schema",)  # says what pages must know to write: it never goes back


def restore_body(present: bytes, earlier: bytes) -> bytes:
    """Return the update that makes the body `present` say what `earlier` said.

    What says the same is left alone, so that people who type in it stay where they are; what they
    type at the same time is merged. Nothing of the deleted is lost.

    Raises:
        Invalid: `update-malformed`.
    """
    doc, wanted = ydoc.load(present), ydoc.load(earlier)
    with ydoc.recorded(doc) as written, doc.transaction():
        for name in ["body", *_stories(doc, wanted)]:
            content = read(ydoc.root_fragment(wanted, name))
            reconcile(ydoc.root_fragment(doc, name), content)
        for name in ("styles", "numbering", "settings"):
            _set_map(ydoc.root_map(doc, name), ydoc.root_map(wanted, name))
    return written.update


def _stories(*docs: ydoc.SharedDoc) -> list[str]:
    return sorted(
        {name for doc in docs for name in ydoc.root_names(doc) if name.startswith(_STORIES)}
    )


def _set_map(live: ydoc.SharedMap, wanted: ydoc.SharedMap) -> None:
    """Give a map the entries of another, touching only those that differ."""
    here, there = (model.value(shared.to_py() or {}) for shared in (live, wanted))
    for key in here.keys() - there.keys():
        if key not in _KEPT_SETTINGS:
            del live[key]
    for key, item in there.items():
        if key not in _KEPT_SETTINGS and here.get(key) != item:
            live[key] = item
