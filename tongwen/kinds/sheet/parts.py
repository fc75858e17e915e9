"""A workbook's parts from plain data, and as plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongwen import ydoc
from tongwen.kinds.sheet.blocks import CELLS, height_of, pack, unpack
from tongwen.kinds.sheet.styles import Style, plain
from tongwen.ydoc.updates import load_from

SCHEMA = 1
BOOK = "book"
SHEET = "sheet:"

Entries = dict[str, dict[str, Any]]
"""Map → key → value of one part."""


@dataclass(slots=True)
class SheetEntries:
    """What a file's worksheet becomes.

    `lines`: rows and cols as `[[first, count, {size, hidden …}] …]`. `objects` by token: use
    `imported_token(n)`.
    """

    blocks: dict[str, bytes] = field(default_factory=dict)
    height: int = CELLS + 24
    size: tuple[int, int] | None = None  # rows and columns that the blocks reach to
    lines: dict[str, list[Any]] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)

    def maps(self) -> Entries:
        """Return the maps of the part."""
        base: dict[str, Any] = {**self.blocks, "height": self.height}
        if self.size:
            base["size"] = list(self.size)
        if any(self.lines.values()):
            base["lines"] = pack(self.lines)
        return {"base": base, "objects": dict(self.objects), "view": dict(self.view)}


@dataclass(slots=True)
class BookEntries:
    """What a file's workbook becomes: `sheets` by sid (`s1`, `s2` …), `names` by token."""

    sheets: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, dict[str, Any]] = field(default_factory=dict)
    styles: list[Style] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    def maps(self) -> Entries:
        """Return the maps of the part."""
        return {
            "sheets": {
                f"{sid}.{name}": value
                for sid, sheet in self.sheets.items()
                for name, value in sheet.items()
                if value is not None
            },
            "names": dict(self.names),
            "styles": {"base": pack(self.styles)},
            "settings": {"schema": SCHEMA, **self.settings},
        }


def imported_token(number: int) -> str:
    """Return the token of the object or name that came as that number in its part."""
    return f"0-{_base36(number)}"


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


def token(client: int, counter: int) -> str:
    """Return a token that nobody else mints."""
    return f"{_base36(client)}-{_base36(counter)}"


def sheet_part(sid: str) -> str:
    """Name the part of a worksheet."""
    return SHEET + sid


def first_update(maps: Entries) -> bytes:
    """Return the Yjs update that a part begins with."""
    doc = ydoc.new_doc(keep_deletions=False)
    with doc.transaction():
        for name, entries in maps.items():
            shared = ydoc.root_map(doc, name)
            for key, value in entries.items():
                shared[key] = value
    return ydoc.encode(doc)


def first_updates(book: BookEntries, sheets: Mapping[str, SheetEntries]) -> dict[str, bytes]:
    """Return the first updates of the parts of a workbook; `sheets` by sid.

    A worksheet without cells, lines, objects and view has no part of its own.
    """
    updates = {BOOK: first_update(book.maps())}
    for sid, sheet in sheets.items():
        if sheet.blocks or any(sheet.lines.values()) or sheet.objects or sheet.view:
            updates[sheet_part(sid)] = first_update(sheet.maps())
    return updates


def read_map(doc: ydoc.SharedDoc, name: str) -> dict[str, Any]:
    """Return the entries of a map as plain values; whole numbers are integers."""
    entries: Mapping[str, Any] = ydoc.root_map(doc, name).to_py() or {}
    return {key: plain(value) for key, value in entries.items()}


def read_book(doc: ydoc.SharedDoc) -> BookEntries:
    """Return the plain data of a `book` part: what was written since too, but not the axes."""
    sheets: dict[str, dict[str, Any]] = {}
    for key, value in read_map(doc, "sheets").items():
        sid, dot, name = key.rpartition(".")
        if dot:
            sheets.setdefault(sid, {})[name] = value
    listed = unpack(read_map(doc, "styles").get("base"))
    settings = read_map(doc, "settings")
    settings.pop("schema", None)
    return BookEntries(
        sheets, read_map(doc, "names"), listed if isinstance(listed, list) else [], settings
    )


def read_sheet(doc: ydoc.SharedDoc) -> SheetEntries:
    """Return the plain data of a worksheet's base, objects and view; not of its overlay."""
    base = read_map(doc, "base")
    lines = unpack(base.pop("lines", None))
    size = base.get("size")
    return SheetEntries(
        {
            band: bytes(data)
            for band, data in base.items()
            if isinstance(data, (bytes, bytearray)) and band.rpartition(":")[2].isdigit()
        },
        height_of(base.get("height")),
        (size[0], size[1]) if isinstance(size, list) and len(size) == 2 else None,
        lines if isinstance(lines, dict) else {},
        read_map(doc, "objects"),
        read_map(doc, "view"),
    )


def parts_of(updates: Mapping[str, bytes]) -> Iterator[tuple[str, ydoc.SharedDoc]]:
    """Yield each part as a live document, from its state.

    Raises:
        Invalid: `update-malformed`.
    """
    for part, state in updates.items():
        yield part, load_from(ydoc.new_doc(keep_deletions=False), [state])
