"""The comments of a live workbook when its content is replaced by a file's."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tongwen import ydoc
from tongwen.kinds import COMMENTS
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.comments import RESOLVED, THREADS, file_comments, moment_of
from tongwen.kinds.sheet.lines import parse_line
from tongwen.kinds.sheet.parts import Entries, first_update, parts_of, read_map

States = Mapping[str, bytes]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def known_comments(live: States, wanted: States) -> bytes:
    """Return the comments of a file as a part in which those that were here are themselves.

    A file forgets who a comment is from and numbers comments anew: the same author, time and text
    are the same comment.

    Raises:
        Invalid: `update-malformed`.
    """
    before, after = _maps(live), _maps(wanted)
    now = file_comments(lambda name: before.get(name, {}))
    tokens = _tokens(after[THREADS], now)
    threads: dict[str, Any] = {}
    for token, entry in after[THREADS].items():
        parent = entry.get("parent")
        same = now.get(tokens[token])
        if isinstance(same, dict):
            place = {name: entry.get(name) for name in ("sheet", "row", "col")}
            entry = {**same, **place, "done": entry.get("done") is True}
        if parent is not None:
            entry = {**entry, "parent": tokens.get(parent, parent)}
        threads[tokens[token]] = entry
    resolved = {
        token: mark
        for token, mark in before[RESOLVED].items()
        if token in threads and isinstance(mark, dict)
        if mark.get("done") is threads[token].get("done")
    }
    return first_update({THREADS: threads, RESOLVED: resolved})


def kept_comments(live: States) -> bytes:
    """Return the comments that are here, at cells that another content will have, by position.

    Raises:
        Invalid: `update-malformed`.
    """
    docs = dict(parts_of(live))
    book = Book(lambda name: docs.get(name) or docs.setdefault(name, ydoc.new_doc()))
    maps = _maps(live)
    threads = {token: _placed(book, entry) for token, entry in maps[THREADS].items()}
    return first_update({**maps, THREADS: threads})


def _maps(states: States) -> Entries:
    state = states.get(COMMENTS)
    if not state:
        return {THREADS: {}, RESOLVED: {}}
    doc = ydoc.load(state)
    return {name: read_map(doc, name) for name in (THREADS, RESOLVED)}


def _placed(book: Book, entry: Any) -> Any:
    sid = entry.get("sheet") if isinstance(entry, dict) else None
    if not isinstance(sid, str) or book.info(sid) is None:
        return entry
    found = dict(entry)
    for name, axis in (("row", "rows"), ("col", "cols")):
        line = parse_line(str(entry.get(name)))
        at = None if line is None else book.axis(sid, axis).position(line)
        if at is not None:
            found[name] = str(at)
    return found


def _tokens(wanted: Mapping[str, Any], live: Mapping[str, Any]) -> dict[str, str]:
    """Return the token of each comment of a file: that of the same live one, or one of its own."""
    known: dict[tuple[Any, ...], list[str]] = {}
    for token, entry in sorted(live.items()):
        if isinstance(entry, dict):
            known.setdefault(_meaning(entry), []).append(token)
    found: dict[str, str] = {}
    for token, entry in sorted(wanted.items()):
        same = known.get(_meaning(entry))
        found[token] = same.pop(0) if same else _free(token, live)
    return found


def _free(token: str, live: Mapping[str, Any]) -> str:
    free, number = token, 0
    while free in live:
        free, number = f"{token}z{number}", number + 1
    return free


def _meaning(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells comments apart; a file keeps times to a hundredth of a second."""
    at = moment_of(entry.get("at"))
    hundredth = None if at is None else (at - _EPOCH) // timedelta(milliseconds=10)
    return (str(entry.get("author") or ""), str(entry.get("text")), hundredth)
