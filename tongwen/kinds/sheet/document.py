"""A workbook for programs: opened from a file, or live in a session, the same class."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from tongwen import ydoc
from tongwen.core.errors import Unsupported
from tongwen.kinds import COMMENTS
from tongwen.kinds.sheet import worksheets
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc import CalcEngine, Value, Values
from tongwen.kinds.sheet.comments import Comments, Thread
from tongwen.kinds.sheet.entries import OpenPart
from tongwen.kinds.sheet.lines import Line
from tongwen.kinds.sheet.parts import BOOK, parts_of, sheet_part
from tongwen.kinds.sheet.worksheet import Worksheet


class PackageWriter(Protocol):
    """Writes a live workbook into the file it came from."""

    def __call__(self, states: Mapping[str, bytes], values: Values) -> bytes:
        """Return the file with the content of `states` and the computed values there are."""


def _iron_calc() -> CalcEngine:
    from tongwen.kinds.sheet.calc.ironcalc_engine import IronCalcEngine

    return IronCalcEngine()


class Workbook:
    """A workbook over its live parts. Every edit is seen by others in the session."""

    def __init__(
        self,
        open_part: OpenPart,
        writer: PackageWriter | None = None,
        engine: Callable[[], CalcEngine] | None = None,
    ) -> None:
        self.book = Book(open_part)
        self._writer = writer
        self._engine = engine
        self._calculator: CalcEngine | None = None
        self._values: dict[str, dict[tuple[Line, Line], Value]] = {}
        self._placed: dict[str, tuple[Any, dict[tuple[int, int], Value]]] = {}
        self._comments = Comments(self)

    @classmethod
    def of_states(
        cls,
        states: Mapping[str, bytes],
        writer: PackageWriter | None = None,
        engine: Callable[[], CalcEngine] | None = None,
    ) -> Self:
        """Make a workbook of its parts' states, held in memory.

        Raises:
            Invalid: `update-malformed`.
        """
        docs = dict(parts_of(states))

        def open_part(name: str) -> ydoc.SharedDoc:
            if name not in docs:
                docs[name] = ydoc.new_doc(keep_deletions=False)
            return docs[name]

        workbook = cls(open_part, writer, engine)
        if COMMENTS in docs:
            workbook.book.entries.part(COMMENTS)
        return workbook

    # -- worksheets

    @property
    def sheets(self) -> list[Worksheet]:
        """The worksheets in order, hidden ones too."""
        return [Worksheet(self, info.sid) for info in self.book.sheets()]

    def __getitem__(self, name: str | int) -> Worksheet:
        """Return a worksheet by name, whatever its case, or by place.

        Raises:
            KeyError: there is none of that name.
            IndexError: there is none at that place.
        """
        if isinstance(name, int):
            return self.sheets[name]
        sid = self.book.sheet_id(name)
        if sid is None:
            raise KeyError(f"there is no worksheet {name!r}")
        return Worksheet(self, sid)

    def add_sheet(self, name: str | None = None, at: int | None = None) -> Worksheet:
        """Add an empty worksheet, at the end unless told.

        Raises:
            ValueError: the name is taken or is none.
        """
        return Worksheet(self, worksheets.add_sheet(self.book, name, at))

    def remove_sheet(self, name: str) -> None:
        """Take a worksheet away.

        Raises:
            KeyError: there is none of that name.
            ValueError: no other worksheet would be visible.
        """
        worksheets.remove_sheet(self.book, self[name].sid)

    # -- comments

    @property
    def commenter(self) -> tuple[str, str] | None:
        """The name and id of who comments; None: nobody in particular."""
        return None

    @property
    def comments(self) -> list[Thread]:
        """The threads of all worksheets, in the order in which they began."""
        return self._comments.threads()

    def comments_of(self, sid: str) -> list[Thread]:
        """Return the threads of one worksheet."""
        return self._comments.threads(sid)

    def comment(self, sid: str, row: int, col: int, text: str, author: str | None) -> Thread:
        """Begin a thread at a cell of a worksheet; see `Worksheet.comment`."""
        return self._comments.add_at(sid, row, col, text, author)

    # -- names

    @property
    def names(self) -> dict[str, str]:
        """The defined names with their formulas (`=Sheet1!$A$1`); of one worksheet, `Sheet1!x`."""
        found = {}
        for defined in self.book.names():
            scope = None if defined.scope is None else self.book.sheet_name(defined.scope)
            name = defined.name if scope is None else f"{scope}!{defined.name}"
            sid = defined.scope or self._first()
            found[name] = "=" + self.book.render(defined.formula, sid)
        return found

    def _first(self) -> str:
        infos = self.book.sheets()
        return infos[0].sid if infos else ""

    def set_name(self, name: str, formula: str, sheet: str | None = None) -> None:
        """Define a name, such as `rate` for `=Sheet1!$B$1`, on all worksheets or on one.

        Raises:
            KeyError: there is no such worksheet.
        """
        scope = None if sheet is None else self[sheet].sid
        template = self.book.encode(formula.removeprefix("="), scope or self._first())
        worksheets.put_name(self.book, name, template, scope)

    def remove_name(self, name: str, sheet: str | None = None) -> None:
        """Take a defined name away.

        Raises:
            KeyError: there is none.
        """
        scope = None if sheet is None else self[sheet].sid
        for defined in self.book.names():
            if defined.name.casefold() == name.casefold() and defined.scope == scope:
                worksheets.remove_name(self.book, defined.token)
                return
        raise KeyError(f"there is no name {name!r}")

    @property
    def date1904(self) -> bool:
        """Whether dates are counted from 1904."""
        return bool(self.book.settings.get("date1904"))

    # -- steps

    @contextmanager
    def step(self) -> Iterator[None]:
        """Make everything written inside one step, sent to others at once."""
        with self.book.entries.step():
            yield

    def undo(self) -> bool:
        """Take back our last step where nobody changed it since; False when there is none."""
        return self.book.entries.undo()

    def redo(self) -> bool:
        """Do again what was undone last; False when there is nothing."""
        return self.book.entries.redo()

    def __enter__(self) -> Self:
        self._entered = self.book.entries.steps
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.book.entries.join_steps(self._entered)

    # -- calculation

    def recalculate(self, engine: CalcEngine | None = None) -> None:
        """Compute all formulas; `values` gives the results then, and `save` writes them.

        `engine` is the one to use; else that of the workbook, IronCalc unless it was given another.
        """
        engine = engine or self._calculator
        if engine is None:
            engine = self._calculator = (self._engine or _iron_calc)()
        values = engine.evaluate(self.states())
        self._values = {}
        for sid, found in values.items():
            rows, cols = self.book.rows(sid), self.book.cols(sid)
            self._values[sid] = {
                (rows.line_at(row), cols.line_at(col)): value for (row, col), value in found.items()
            }
        self._placed.clear()

    def computed(self, sid: str, row: int, col: int) -> tuple[bool, Value]:
        """Return whether a cell was computed, and its value."""
        known = self._values.get(sid)
        if not known:
            return (False, None)
        key = (self.book.rows(sid).line_at(row), self.book.cols(sid).line_at(col))
        return (key in known, known.get(key))

    def computed_of(self, sid: str) -> dict[tuple[int, int], Value]:
        """Return what was computed last on a worksheet, by present position."""
        version = self.book.axes_version(sid)
        found = self._placed.get(sid)
        if found is None or found[0] != version:
            rows, cols = self.book.rows(sid), self.book.cols(sid)
            placed = {}
            for (row_line, col_line), value in self._values.get(sid, {}).items():
                row, col = rows.position(row_line), cols.position(col_line)
                if row is not None and col is not None:
                    placed[row, col] = value
            found = self._placed[sid] = (version, placed)
        return found[1]

    # -- file

    def states(self) -> dict[str, bytes]:
        """Return all parts, each as one update."""
        entries = self.book.entries
        for part in (BOOK, *(sheet_part(info.sid) for info in self.book.sheets())):
            entries.part(part)
        return entries.states()

    def to_bytes(self) -> bytes:
        """Return the file: what nobody changed is byte for byte as it was.

        Raises:
            Unsupported: `not-saveable`, the workbook did not come from a file.
        """
        if self._writer is None:
            raise Unsupported("not-saveable")
        computed = {sid: self.computed_of(sid) for sid in self._values}
        return self._writer(self.states(), computed)

    def save(self, path: str | Path) -> None:
        """Write the file to a path; see `to_bytes`."""
        Path(path).write_bytes(self.to_bytes())
