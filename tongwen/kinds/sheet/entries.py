"""The entries of live documents, mirrored as plain values, and what was written into them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import ref

from tongwen import ydoc
from tongwen.kinds.sheet.lines import whole
from tongwen.kinds.sheet.parts import BOOK, read_map, token
from tongwen.kinds.sheet.styles import plain

ABSENT: Any = object()
"""What stands before an entry that was not there."""

OpenPart = Callable[[str], ydoc.SharedDoc]
"""Gives the live document of a part; an empty one for a part that was never written."""

Step = list[tuple[str, str, str, Any, Any]]
"""Part, map, key, before, after."""


class Mirror:
    """The entries of one map. `version` changes with them."""

    def __init__(self, doc: ydoc.SharedDoc, name: str) -> None:
        self.map = ydoc.root_map(doc, name)
        self.entries: dict[str, Any] = read_map(doc, name)
        self.version = 0
        self.latest = max(map(time_of, self.entries.values()), default=0)
        self._watch = self.map.observe(partial(_heard, ref(self)))

    def changed(self, event: Any) -> None:
        """Take in what a transaction changed."""
        for key, change in event.keys.items():
            if change["action"] == "delete":
                self.entries.pop(key, None)
            else:
                self._take(key, change["newValue"])
        self.version += 1

    def set(self, key: str, value: Any) -> None:
        """Write an entry; `ABSENT` deletes it."""
        if value is ABSENT:
            if key in self.map:
                del self.map[key]
            self.entries.pop(key, None)
        else:
            self.map[key] = value
            self._take(key, value)
        self.version += 1

    def _take(self, key: str, value: Any) -> None:
        entry = self.entries[key] = plain(value)
        self.latest = max(self.latest, time_of(entry))


def _heard(mirror: "ref[Mirror]", event: Any) -> None:
    """Tell a mirror, if it is still there.

    The engine holds what it calls for as long as the document lives: were that the mirror, which
    holds the document, neither would ever be freed.
    """
    found = mirror()
    if found is not None:
        found.changed(event)


@dataclass(slots=True)
class Part:
    """A part of the workbook that is open."""

    doc: ydoc.SharedDoc
    mirrors: dict[str, Mirror] = field(default_factory=dict)

    def mirror(self, name: str) -> Mirror:
        """Return the mirror of a map."""
        found = self.mirrors.get(name)
        if found is None:
            found = self.mirrors[name] = Mirror(self.doc, name)
        return found


_TIMED = ("cells", "puts", "paints", "objects")


class Entries:
    """The parts of one workbook: read as plain values, written in steps that can be undone."""

    def __init__(self, open_part: OpenPart) -> None:
        self._open_part = open_part
        self._parts: dict[str, Part] = {}
        self._stack: ExitStack | None = None
        self._writing: set[str] = set()
        self._step: Step = []
        self._counter = 0
        self._done: list[Step] = []
        self._undone: list[Step] = []

    # -- reading

    def part(self, name: str) -> Part:
        """Return a part, opened when it is not yet."""
        found = self._parts.get(name)
        if found is None:
            found = self._parts[name] = Part(self._open_part(name))
        return found

    def mirror(self, part: str, name: str) -> Mirror:
        """Return the mirror of a map of a part."""
        return self.part(part).mirror(name)

    def states(self) -> dict[str, bytes]:
        """Return the parts that are open, each as one update."""
        return {name: ydoc.encode(part.doc) for name, part in self._parts.items()}

    # -- writing

    @contextmanager
    def step(self) -> Iterator[None]:
        """Make everything that is written inside one step; nested ones join the outer one."""
        if self._stack is not None:
            yield
            return
        with ExitStack() as stack:
            self._stack = stack
            try:
                yield
            finally:
                self._stack = None
                self._writing.clear()
                step, self._step = self._step, []
                if step:
                    self._done.append(step)
                    self._undone.clear()

    def set(self, part: str, name: str, key: str, value: Any) -> None:
        """Write an entry (`ABSENT` deletes it) as part of the present step."""
        with self.step():
            mirror = self.mirror(part, name)
            before = mirror.entries.get(key, ABSENT)
            self._transact(part)
            mirror.set(key, value)
            self._step.append((part, name, key, before, mirror.entries.get(key, ABSENT)))

    def _transact(self, part: str) -> None:
        if part not in self._writing:
            assert self._stack is not None
            self._stack.enter_context(self.part(part).doc.transaction())
            self._writing.add(part)

    def token(self) -> str:
        """Mint a token."""
        self._counter += 1
        return token(self.part(BOOK).doc.client_id, self._counter)

    def time(self, part: str) -> int:
        """Return the next Lamport number of a part."""
        return self._greatest(part) + 1

    def _greatest(self, part: str) -> int:
        if part == BOOK:
            return max((mirror.latest for mirror in self._axes()), default=0)
        found = [whole(self.mirror(part, "base").entries.get("t")) or 0]
        for name in _TIMED:
            found.append(self.mirror(part, name).latest)
        return max(found)

    def _axes(self) -> Iterator[Mirror]:
        for sid in {key.rpartition(".")[0] for key in self.mirror(BOOK, "sheets").entries}:
            for axis in ("rows", "cols"):
                yield self.mirror(BOOK, f"{axis}:{sid}")

    # -- undo

    @property
    def can_undo(self) -> bool:
        """Whether there is a step of our own to take back."""
        return bool(self._done)

    def undo(self) -> bool:
        """Take our last step back where nobody changed it since; False when there is none."""
        return self._turn(self._done, self._undone)

    def redo(self) -> bool:
        """Do again what was undone last; False when there is nothing."""
        return self._turn(self._undone, self._done)

    def _turn(self, source: list[Step], target: list[Step]) -> bool:
        if not source or self._stack is not None:
            return False
        step = source.pop()
        back: Step = []
        with ExitStack() as stack:
            self._stack = stack
            try:
                for part, name, key, before, after in reversed(step):
                    mirror = self.mirror(part, name)
                    if mirror.entries.get(key, ABSENT) == after:
                        self._transact(part)
                        mirror.set(key, before)
                        back.append((part, name, key, after, before))
            finally:
                self._stack = None
                self._writing.clear()
        target.append(back)
        return True

    def join_steps(self, since: int) -> None:
        """Make the steps after the first `since` one: a program's whole run."""
        steps = self._done[since:]
        if len(steps) > 1:
            self._done[since:] = [[change for step in steps for change in step]]

    @property
    def steps(self) -> int:
        """How many steps of our own can be undone."""
        return len(self._done)


def stamped(entry: Any) -> int | None:
    """Return the Lamport number of an entry of any map; None where it has none."""
    if isinstance(entry, Mapping):
        return whole(entry.get("t"))
    return whole(entry[0]) if isinstance(entry, list) and entry else None


def time_of(entry: Any) -> int:
    """Return the Lamport number of an entry of any map; 0 where it has none."""
    return max(stamped(entry) or 0, 0)
