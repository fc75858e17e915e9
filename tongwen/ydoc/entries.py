"""Documents whose roots are maps of plain values: comparing two, and turning one into the other."""

from typing import Any

from tongwen.ydoc.updates import SharedDoc, load, recorded, root_map, root_names


def replace_entries(live: bytes, wanted: bytes) -> bytes:
    """Return the update that makes a live document hold the entries of another, and no others.

    Entries that are equal are not touched. What somebody writes meanwhile stays.

    Raises:
        Invalid: `update-malformed`, one of the states is none.
    """
    doc, target = (load(state) if state else load() for state in (live, wanted))
    names = sorted({*root_names(doc), *root_names(target)})
    with recorded(doc) as recording, doc.transaction():
        for name in names:
            _replace(doc, target, name)
    return recording.update


def _replace(doc: SharedDoc, target: SharedDoc, name: str) -> None:
    mine, theirs = root_map(doc, name), root_map(target, name)
    for key in list(mine.keys()):
        if key not in theirs:
            del mine[key]
    for key in list(theirs.keys()):
        value = theirs[key]
        if key not in mine or mine[key] != value:
            mine[key] = _writable(value)


def _writable(value: Any) -> Any:
    """The engine reads bytes inside an object as bytearrays, and would write those as nothing."""
    if isinstance(value, bytearray):
        return bytes(value)
    if isinstance(value, dict):
        return {key: _writable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_writable(item) for item in value]
    return value
