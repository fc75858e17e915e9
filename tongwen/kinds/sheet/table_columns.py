"""What the columns of tables are called: their header cells say it.

In templates a column goes by its *key*, the `name` that the table's object has for it, which never
changes; so a header cell renames its column in all formulas, and no formula is rewritten.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tongwen.kinds.sheet.contents import Content
from tongwen.kinds.sheet.lines import MAX_COLS, parse_line

if TYPE_CHECKING:
    from tongwen.kinds.sheet.book import Book
    from tongwen.kinds.sheet.sheet import Sheet
    from tongwen.kinds.sheet.sheet_cells import Row

Box = tuple[int, int, int, int]
Way = Literal["names", "keys"]
_LONGEST = 255
_MOST = 16_384  # longer text is no formula
_PIECE = re.compile(
    r'"(?:[^"]|"")*+"?'
    r"|'(?:[^']|'')*+'?!?"
    r"|(?P<name>[^\W\d][\w.\\]*+)?\[(?P<inside>(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+)\](?![\w'])"
    r"|[\w.\\$!:]++(?:\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\])?",
    re.DOTALL,
)
_INNER = re.compile(r"\[((?:[^\[\]']|'.)*+)\]", re.DOTALL)
_ESCAPED = re.compile(r"'(.)", re.DOTALL)
_SPECIAL = re.compile(r"['\[\]#@]")
_PLAIN = re.compile(r"[\w.]+(?: [\w.]+)*")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; `key` is None when the table's object does not list it: it came in between."""

    key: str | None
    name: str


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table: its name, where it lies, and its columns from first to last."""

    token: str
    name: str
    box: Box
    columns: tuple[TableColumn, ...]

    def renaming(self, way: Way) -> dict[str, str]:
        """Return, in lower case, keys → names or names → keys."""
        found: dict[str, str] = {}
        for column in self.columns:
            key = column.name if column.key is None else column.key
            ends = (key, column.name) if way == "names" else (column.name, key)
            found.setdefault(ends[0].lower(), ends[1])
        return found


def tables_on(sheet: "Sheet") -> Iterator[NamedTable]:
    """Yield the tables of a worksheet, in the order (t, token)."""
    found = sheet.objects("table")
    for token in sorted(found, key=lambda token: (found[token]["t"], token)):
        entry = found[token]
        box = sheet.box(entry.get("area"))
        if box is None or box[3] - box[1] >= MAX_COLS:
            continue
        title = entry.get("display")
        name = str(entry.get("name") or "" if title is None else title)
        yield NamedTable(token, name, box, tuple(_columns(sheet, entry, box)))


def _columns(sheet: "Sheet", table: Mapping[str, Any], box: Box) -> Iterator[TableColumn]:
    keys = _aligned(sheet, table, box)
    taken: set[str] = set()
    headers: Row = next((cells for _, cells in sheet.read((box[0], box[1], box[0], box[3]))), {})
    for place, col in enumerate(range(box[1], box[3] + 1)):
        key = keys.get(col)
        wish = key or ""
        if table.get("header") is not False:
            wish = _header_text(headers[col].content if col in headers else None, key)
        name = unique_name(wish, place, taken)
        taken.add(name.lower())
        yield TableColumn(key, name)


def _aligned(sheet: "Sheet", table: Mapping[str, Any], box: Box) -> dict[int, str]:
    """Return what the object says of its columns, by position: lines came in and went away."""
    area, listed = table.get("area"), table.get("columns")
    if not isinstance(area, list) or not isinstance(listed, list):
        return {}
    first, last = (parse_line(str(end)) for end in (area[1], area[3]))
    if first is None or last is None:
        return {}
    same_run = first[0] == last[0] and last[1] - first[1] + 1 == len(listed)
    found: dict[int, str] = {}
    for at, entry in enumerate(listed):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name:
            continue
        own = parse_line(entry["id"]) if isinstance(entry.get("id"), str) else None
        by_place = own is None and not same_run and len(listed) == box[3] - box[1] + 1
        line = own or (first[0], first[1] + at)
        col = box[1] + at if by_place else sheet.cols.position(line)
        if col is not None and box[1] <= col <= box[3]:
            found[col] = name
    return found


def _header_text(content: Content, key: str | None) -> str:
    if isinstance(content, dict):
        if "f" in content:
            return key or ""
        if "e" in content:
            return str(content["e"])
        return "".join(str(run[0]) for run in content.get("r", ()))
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    if isinstance(content, float) and content.is_integer() and abs(content) < 1e21:
        return str(int(content))
    return "" if content is None else str(content)


def unique_name(wish: str, place: int, taken: set[str]) -> str:
    """Return a name that no column before has, as a file has to have it."""
    blank = not wish.strip()
    stem = "Column" if blank else wish[:_LONGEST]
    name, number = (f"Column{place + 1}", place + 2) if blank else (stem, 2)
    while name.lower() in taken:
        name, number = f"{stem[: _LONGEST - 8]}{number}", number + 1
    return name


def with_column_names(text: str, book: "Book", sid: str, cell: tuple[int, int] | None) -> str:
    """Return formula text with what columns are called now in place of their keys.

    `cell` is where the formula stands: `[@Name]` is about the table around it.
    """
    return _mapped(text, book, sid, cell, "names")


def with_column_keys(text: str, book: "Book", sid: str, cell: tuple[int, int] | None) -> str:
    """Return formula text as somebody wrote it, with the keys of columns."""
    return _mapped(text, book, sid, cell, "keys")


def _mapped(text: str, book: "Book", sid: str, cell: tuple[int, int] | None, way: Way) -> str:
    if "[" not in text or len(text) > _MOST:
        return text

    def piece(found: re.Match[str]) -> str:
        inside, name = found["inside"], found["name"]
        if inside is None:
            return found.group()
        table = _named(book, sid, name) if name else _around(book, sid, cell)
        if table is None:
            return found.group()
        return f"{name or ''}[{_specification(inside, table.renaming(way).get)}]"

    return _PIECE.sub(piece, text)


def _named(book: "Book", sid: str, name: str) -> NamedTable | None:
    """Find a table; other worksheets than the formula's own are opened only when they must be."""
    wanted = name.lower()
    for each in sorted((info.sid for info in book.sheets()), key=lambda one: one != sid):
        for table in book.sheet(each).tables:
            if table.name.lower() == wanted:
                return table
    return None


def _around(book: "Book", sid: str, cell: tuple[int, int] | None) -> NamedTable | None:
    for table in book.sheet(sid).tables if cell else ():
        top, left, bottom, right = table.box
        if cell and top <= cell[0] <= bottom and left <= cell[1] <= right:
            return table
    return None


def _specification(inside: str, rename: Callable[[str], str | None]) -> str:
    """Return what stands between the outer brackets, each column renamed (§18.17.2.4)."""

    def renamed(escaped: str) -> str | None:
        name = _ESCAPED.sub(r"\1", escaped)
        after = rename(name.lower())
        return None if after is None or after == name else _SPECIAL.sub(r"'\g<0>", after)

    row = "@" if inside.startswith("@") else ""
    rest = inside.removeprefix("@")
    if "[" in _ESCAPED.sub("", rest):

        def column(found: re.Match[str]) -> str:
            after = None if found[1].startswith("#") else renamed(found[1])
            return found.group() if after is None else f"[{after}]"

        return row + _INNER.sub(column, rest)
    after = None if rest.startswith("#") or not rest else renamed(rest)
    if after is None:
        return inside
    bare = _PLAIN.fullmatch(after) and (not row or " " not in after)
    return row + (after if bare else f"[{after}]")
