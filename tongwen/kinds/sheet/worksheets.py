"""Worksheets and names: added, renamed, moved, removed. Each is one step that can be undone."""

from typing import Any

from tongwen.kinds.sheet.book import STATES, Book
from tongwen.kinds.sheet.entries import ABSENT
from tongwen.kinds.sheet.keys import is_key, key_between
from tongwen.kinds.sheet.parts import BOOK

_FORBIDDEN = set("[]:*?/\\")
LONGEST_NAME = 31


def check_name(book: Book, name: str, sid: str | None = None) -> None:
    """Check that a worksheet may be called so (`sid`: the one that is renamed).

    Raises:
        ValueError: the name is taken, empty, too long, or has a character that it may not have.
    """
    if not name or len(name) > LONGEST_NAME or _FORBIDDEN & set(name):
        raise ValueError(f"a worksheet cannot be called {name!r}")
    if name.startswith("'") or name.endswith("'"):
        raise ValueError(f"a worksheet's name cannot begin or end with an apostrophe: {name!r}")
    other = book.sheet_id(name)
    if other is not None and other != sid:
        raise ValueError(f"there is a worksheet {name!r} already")


def add_sheet(book: Book, name: str | None = None, at: int | None = None) -> str:
    """Add an empty worksheet, at the end unless told; return its sid.

    Raises:
        ValueError: as `check_name`.
    """
    if name is None:
        number = len(book.sheets()) + 1
        while book.sheet_id(f"Sheet{number}"):
            number += 1
        name = f"Sheet{number}"
    check_name(book, name)
    with book.entries.step():
        token = book.entries.token()
        sid = f"s{token}"
        _set(book, sid, "name", name)
        _set(book, sid, "order", _order(book, len(book.sheets()) if at is None else at, token))
    return sid


def _set(book: Book, sid: str, member: str, value: Any) -> None:
    book.entries.set(BOOK, "sheets", f"{sid}.{member}", value)


def _order(book: Book, at: int, token: str, without: str = "") -> str:
    orders = [info.order for info in book.sheets() if info.sid != without]
    at = max(0, min(at, len(orders)))
    left = orders[at - 1] if at else ""
    right = next((order for order in orders[at:] if order > left), "")
    return key_between(left if is_key(left) else "", right if is_key(right) else "", token)


def rename_sheet(book: Book, sid: str, name: str) -> None:
    """Give a worksheet another name; formulas follow.

    Raises:
        ValueError: as `check_name`.
    """
    check_name(book, name, sid)
    _set(book, sid, "name", name)


def move_sheet(book: Book, sid: str, to: int) -> None:
    """Put a worksheet at a place among the others, counted from zero."""
    with book.entries.step():
        _set(book, sid, "order", _order(book, to, book.entries.token(), sid))


def show_sheet(book: Book, sid: str, state: str) -> None:
    """Make a worksheet `visible`, `hidden` or `veryHidden`.

    Raises:
        ValueError: there is no such state, or no other worksheet would be visible.
    """
    if state not in STATES:
        raise ValueError(f"a worksheet is visible, hidden or veryHidden, not {state!r}")
    if state != "visible":
        _check_not_last(book, sid)
    _set(book, sid, "state", state)


def color_sheet(book: Book, sid: str, color: Any) -> None:
    """Colour a worksheet's tab; None takes the colour away."""
    _set(book, sid, "color", ABSENT if color is None else color)


def remove_sheet(book: Book, sid: str) -> None:
    """Take a worksheet away. References to it become `#REF!`.

    Raises:
        ValueError: no other worksheet would be visible.
    """
    _check_not_last(book, sid)
    _set(book, sid, "dead", True)


def _check_not_last(book: Book, sid: str) -> None:
    if not any(info.sid != sid and info.state == "visible" for info in book.sheets()):
        raise ValueError("the last visible worksheet has to stay")


def put_name(
    book: Book, name: str, formula: str, scope: str | None = None, comment: str = ""
) -> str:
    """Define a name for a template, or redefine it in its scope; return its token."""
    with book.entries.step():
        known = [
            defined.token
            for defined in book.names()
            if defined.name.casefold() == name.casefold() and defined.scope == scope
        ]
        token = known[0] if known else book.entries.token()
        entry: dict[str, Any] = {"name": name, "scope": scope, "formula": formula}
        if comment:
            entry["comment"] = comment
        book.entries.set(BOOK, "names", token, entry)
    return token


def remove_name(book: Book, token: str) -> None:
    """Take a defined name away.

    Raises:
        KeyError: there is none of that token.
    """
    if all(defined.token != token for defined in book.names()):
        raise KeyError(f"there is no name {token!r}")
    book.entries.set(BOOK, "names", token, ABSENT)
