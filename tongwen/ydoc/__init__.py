"""Live documents: the only room that knows CRDT types, update bytes and text offsets."""

from tongwen.ydoc.offsets import code_point, utf8_offset, utf16_length, utf16_offset
from tongwen.ydoc.text import delete, format_range, insert, length, plain
from tongwen.ydoc.updates import (
    SharedDoc,
    SharedMap,
    check_update,
    compact,
    encode,
    load,
    new_doc,
    recorded,
    root_fragment,
    root_map,
    root_names,
    state_vector,
    update_since,
)

__all__ = [
    "SharedDoc",
    "SharedMap",
    "check_update",
    "code_point",
    "compact",
    "delete",
    "encode",
    "format_range",
    "insert",
    "length",
    "load",
    "new_doc",
    "plain",
    "recorded",
    "root_fragment",
    "root_map",
    "root_names",
    "state_vector",
    "update_since",
    "utf8_offset",
    "utf16_length",
    "utf16_offset",
]
