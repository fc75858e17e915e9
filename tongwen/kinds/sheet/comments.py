"""Threaded comments of a workbook: in a part of their own, which commenters write too."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tongwen.kinds import COMMENTS
from tongwen.kinds.sheet.entries import ABSENT, Mirror
from tongwen.kinds.sheet.lines import column_name, parse_line

if TYPE_CHECKING:
    from tongwen.kinds.sheet.book import Book
    from tongwen.kinds.sheet.document import Workbook

Entry = dict[str, Any]
THREADS = "comments"
"""The map of all comments by token."""
RESOLVED = "resolved"
"""The map that says which threads are settled."""
_LONGEST = 32_767  # UTF-16 units, as in the file


def with_resolutions(comments: Mapping[str, Any], resolved: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries of the map `comments` with `done` as the map `resolved` says."""
    found = dict(comments)
    for token, mark in resolved.items():
        entry, done = found.get(token), mark.get("done") if isinstance(mark, dict) else None
        if isinstance(entry, dict) and isinstance(done, bool):
            found[token] = {**entry, "done": done}
    return found


def file_comments(read: Callable[[str], Mapping[str, Any]]) -> dict[str, Any]:
    """Return the comments of a part as its file says them; `read` gives the maps of the part."""
    return with_resolutions(read(THREADS), read(RESOLVED))


def moment_of(at: Any) -> datetime | None:
    """Return a time of a comment, in UTC where it does not say where; None when it is none."""
    try:
        found = datetime.fromisoformat(str(at))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Comment:
    """One comment. `author` is a name, `at` when it was written."""

    def __init__(self, comments: "Comments", token: str) -> None:
        self.token = token
        self._comments = comments

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.author}: {self.text!r}>"

    @property
    def _entry(self) -> Entry:
        return self._comments.entry(self.token)

    @property
    def author(self) -> str:
        """The name of who wrote it."""
        return str(self._entry.get("author") or "")

    @property
    def at(self) -> datetime | None:
        """When it was written; None when that is not known."""
        return moment_of(self._entry.get("at"))

    @property
    def text(self) -> str:
        """What it says; setting it edits the comment."""
        return str(self._entry["text"])

    @text.setter
    def text(self, text: str) -> None:
        self._comments.write(self.token, {**self._entry, "text": _checked(text), "edited": _now()})

    def remove(self) -> None:
        """Delete it; with the first comment of a thread, its answers."""
        self._comments.remove(self.token)


class Thread(Comment):
    """The first comment of a thread, with its answers."""

    @property
    def sheet(self) -> str | None:
        """The name of its worksheet; None when that is gone."""
        return self._comments.book.sheet_name(str(self._entry["sheet"]))

    @property
    def cell(self) -> str | None:
        """The address of its cell, such as `B3`; None when that is gone."""
        place = self._comments.place(self._entry)
        return None if place is None else f"{column_name(place[1])}{place[0] + 1}"

    @property
    def resolved(self) -> bool:
        """Whether it is settled; setting it resolves the thread or opens it again."""
        return self._entry.get("done") is True

    @resolved.setter
    def resolved(self, done: bool) -> None:
        self._comments.resolve(self.token, done)

    @property
    def answers(self) -> list[Comment]:
        """The answers, the earliest first."""
        return [Comment(self._comments, token) for token in self._comments.answers(self.token)]

    def answer(self, text: str, author: str | None = None) -> Comment:
        """Answer; `author` is a name, in a live session one's own unless told."""
        entry = self._entry
        place = {name: entry.get(name) for name in ("sheet", "row", "col")}
        token = self._comments.add(place, text, author, parent=self.token)
        return Comment(self._comments, token)


class Comments:
    """The `comments` part of a workbook."""

    def __init__(self, workbook: "Workbook") -> None:
        self.book: Book = workbook.book
        self._workbook = workbook

    # -- reading

    def threads(self, sid: str | None = None) -> list[Thread]:
        """Return the threads of all worksheets, or of one, in the order in which they began."""
        firsts = [
            (str(entry.get("at")), token)
            for token, entry in self._entries().items()
            if entry.get("parent") is None and sid in (None, entry["sheet"])
        ]
        return [Thread(self, token) for _, token in sorted(firsts)]

    def entry(self, token: str) -> Entry:
        """Return a comment's entry.

        Raises:
            KeyError: it was deleted.
        """
        return self._entries()[token]

    def answers(self, token: str) -> list[str]:
        """Return the tokens of the answers in a thread, the earliest first."""
        known, found, grown = {token}, [], True
        entries = self._entries()
        while grown:
            more = [
                key
                for key, entry in entries.items()
                if key not in known and entry.get("parent") in known
            ]
            known.update(more)
            found += more
            grown = bool(more)
        return sorted(found, key=lambda key: (str(entries[key].get("at")), key))

    def place(self, entry: Entry) -> tuple[int, int] | None:
        """Return the row and column of a comment; None when its cell is gone."""
        sid = str(entry["sheet"])
        lines = [parse_line(str(entry.get(name))) for name in ("row", "col")]
        if self.book.info(sid) is None or lines[0] is None or lines[1] is None:
            return None
        row = self.book.rows(sid).position(lines[0])
        col = self.book.cols(sid).position(lines[1])
        return None if row is None or col is None else (row, col)

    def _mirror(self, name: str) -> Mirror:
        return self.book.entries.mirror(COMMENTS, name)

    def _entries(self) -> dict[str, Entry]:
        entries = with_resolutions(self._mirror(THREADS).entries, self._mirror(RESOLVED).entries)
        return dict(_usable(entries))

    # -- writing

    def add_at(self, sid: str, row: int, col: int, text: str, author: str | None) -> Thread:
        """Begin a thread at a cell, by position."""
        rows, cols = self.book.rows(sid), self.book.cols(sid)
        place = {"sheet": sid, "row": rows.id_at(row), "col": cols.id_at(col)}
        return Thread(self, self.add(place, text, author))

    def add(self, place: Entry, text: str, author: str | None, parent: str | None = None) -> str:
        """Write a comment; return its token.

        Raises:
            ValueError: the text is empty or too long.
        """
        by = self._workbook.commenter
        name, user = by if by and author is None else (author or "", "")
        entry: Entry = {"t": self._time(), **place, "author": name, "at": _now()}
        entry |= {"text": _checked(text)}
        if user:
            entry["by"] = user
        if parent is not None:
            entry["parent"] = parent
        token = self.book.entries.token()
        self.write(token, entry)
        return token

    def write(self, token: str, entry: Any) -> None:
        """Write an entry; `ABSENT` deletes it."""
        if isinstance(entry, dict):
            entry = {name: value for name, value in entry.items() if name != "done"}
            before = self._mirror(THREADS).entries.get(token)
            if isinstance(before, dict) and "done" in before:
                entry["done"] = before["done"]
        self.book.entries.set(COMMENTS, THREADS, token, entry)

    def remove(self, token: str) -> None:
        """Delete a comment and its answers."""
        with self.book.entries.step():
            for one in (token, *self.answers(token)):
                self.write(one, ABSENT)
            if token in self._mirror(RESOLVED).entries:
                self.book.entries.set(COMMENTS, RESOLVED, token, ABSENT)

    def resolve(self, token: str, done: bool) -> None:
        """Settle a thread, or open it again."""
        by = self._workbook.commenter
        mark: Entry = {"t": self._time(), "done": bool(done), "at": _now()}
        if by:
            mark |= {"author": by[0]} | ({"by": by[1]} if by[1] else {})
        self.book.entries.set(COMMENTS, RESOLVED, token, mark)

    def _time(self) -> int:
        return max(self._mirror(THREADS).latest, self._mirror(RESOLVED).latest) + 1


def _usable(entries: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for token, entry in entries.items():
        if not isinstance(entry, dict):
            continue
        if isinstance(entry.get("text"), str) and isinstance(entry.get("sheet"), str):
            yield token, entry


def _checked(text: str) -> str:
    if not text.strip():
        raise ValueError("a comment says something")
    if len(text.encode("utf-16-le", "surrogatepass")) > 2 * _LONGEST:
        raise ValueError(f"a comment has at most {_LONGEST} characters")
    return text


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
